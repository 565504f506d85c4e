package sdk

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// RequestTimeout is how long [Update] waits for the answer to one update request,
// whatever its context says: a request that has left cannot be called back, and
// only its answer tells whether it took effect.
const RequestTimeout = 30 * time.Second

// A call is one UpdateUserPoolClient, which the SDK may send several times, but
// never again after a request that may have taken effect. It outlives the context
// of its caller while a request is under way; between requests it ends with it.
type call struct {
	caller   context.Context
	mayWrite func(context.Context) error // asked before each request leaves
	cancel   context.CancelFunc          // ends the call
	done     chan struct{}               // closed when the call has ended

	// Set before done is closed.
	client *types.UserPoolClientType
	err    error
	panics any

	mu       sync.Mutex
	observed bool // api has applied observe: the call knows what is sent
	inFlight bool // a request is under way
	sent     bool // a request has left that no answer has settled
}

// startCall sends an update. It returns at once.
func startCall(
	ctx context.Context, api API, input *cognitoidentityprovider.UpdateUserPoolClientInput,
	mayWrite func(context.Context) error,
) *call {
	detached, cancel := context.WithCancel(withoutGuard(context.WithoutCancel(ctx)))
	c := &call{caller: ctx, mayWrite: mayWrite, cancel: cancel, done: make(chan struct{})}
	stop := context.AfterFunc(ctx, c.abandon)
	go func() {
		c.err = errNoAnswer // unless there is one
		defer close(c.done)
		defer cancel()
		defer stop()
		defer func() { c.panics = recover() }()
		c.client, c.err = c.update(detached, api, input)
	}()
	return c
}

func (c *call) update(
	ctx context.Context, api API, input *cognitoidentityprovider.UpdateUserPoolClientInput,
) (*types.UserPoolClientType, error) {
	out, err := answered(api.UpdateUserPoolClient(ctx, input,
		answeredAs[cognitoidentityprovider.UpdateUserPoolClientOutput], c.observe))
	switch {
	case err != nil:
		return nil, err
	case out.UserPoolClient == nil:
		return nil, errNoClient
	}
	return out.UserPoolClient, nil
}

// abandon ends a call whose caller has gone, unless a request is under way.
func (c *call) abandon() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.inFlight {
		c.cancel()
	}
}

// observe is the option that makes the SDK tell the call what it sends.
func (c *call) observe(o *cognitoidentityprovider.Options) {
	c.mu.Lock()
	c.observed = true
	c.mu.Unlock()
	switch r := o.Retryer.(type) {
	case aws.RetryerV2:
		o.Retryer = retryerV2{r, c}
	case aws.Retryer:
		o.Retryer = retryer{r, c}
	}
	o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
		return stack.Deserialize.Add(c, middleware.Before)
	})
}

// ID names the middleware that sees each request leave.
func (*call) ID() string { return "userpoolclient.Update" }

// HandleDeserialize sends one request and waits for its answer, for RequestTimeout
// at most. It sends nothing once the caller has gone or the lock is lost.
func (c *call) HandleDeserialize(
	ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler,
) (middleware.DeserializeOutput, middleware.Metadata, error) {
	if err := c.mayWrite(ctx); err != nil {
		return middleware.DeserializeOutput{}, middleware.Metadata{}, err
	}
	if err := c.beginRequest(); err != nil {
		return middleware.DeserializeOutput{}, middleware.Metadata{}, err
	}
	defer c.endRequest()
	ctx, cancel := context.WithTimeout(ctx, RequestTimeout)
	defer cancel()
	return next.HandleDeserialize(ctx, in)
}

func (c *call) beginRequest() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.caller.Err(); err != nil {
		return err
	}
	c.inFlight, c.sent = true, true
	return nil
}

func (c *call) endRequest() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.inFlight = false
}

// A retryer of a call sends nothing again after a conflict, which would overwrite
// what another writer wrote, nor after a request that may have taken effect, nor
// when the caller has gone.
type retryer struct {
	aws.Retryer
	call *call
}

// IsErrorRetryable reports whether the client's own retryer repeats an error, and
// the call may.
func (r retryer) IsErrorRetryable(err error) bool {
	return r.call.mayRepeat(err) && r.Retryer.IsErrorRetryable(err)
}

type retryerV2 struct {
	aws.RetryerV2
	call *call
}

// IsErrorRetryable reports whether the client's own retryer repeats an error, and
// the call may.
func (r retryerV2) IsErrorRetryable(err error) bool {
	return r.call.mayRepeat(err) && r.RetryerV2.IsErrorRetryable(err)
}

// mayRepeat reports whether a request that failed may be sent again without
// another look at the client.
func (c *call) mayRepeat(err error) bool {
	if isConflict(err) || c.caller.Err() != nil || c.unanswered(err) {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sent = false
	return true
}

// unanswered reports whether an update that failed may have taken effect, or may
// do so yet.
func (c *call) unanswered(err error) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case neverConnected(err):
		return false
	case c.observed:
		return c.sent && !isAnswer(err)
	}
	return lostOnTheWay(err)
}

// mayTakeEffect reports whether a call that has not ended may take effect.
func (c *call) mayTakeEffect() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.sent || !c.observed
}

// isAnswer reports whether an error tells what became of a request that was sent:
// the service itself has rejected it, or has answered that it accepts it. An
// internal error does not tell, nor does what a proxy says.
func isAnswer(err error) bool {
	if errors.Is(err, errNoClient) || errors.Is(err, errNoAnswer) {
		return true
	}
	var rejected smithy.APIError
	if !errors.As(err, &rejected) || rejected.ErrorFault() == smithy.FaultServer {
		return false
	}
	if code := rejected.ErrorCode(); code == "" || code == "UnknownError" { // the SDK's name for none
		return false
	}
	var response *smithyhttp.ResponseError
	return !errors.As(err, &response) || response.HTTPStatusCode() < http.StatusInternalServerError
}

// neverConnected reports whether a request failed before there was a connection.
func neverConnected(err error) bool {
	var dial *net.OpError
	return errors.As(err, &dial) && dial.Op == "dial"
}

// lostOnTheWay reports whether an error of an API that does not tell what it sends
// is one of transport, or of the service's own inside.
func lostOnTheWay(err error) bool {
	var (
		rejected smithy.APIError
		send     *smithyhttp.RequestSendError
		read     *smithy.DeserializationError
		network  net.Error // also a deadline
	)
	switch {
	case errors.As(err, &rejected):
		return rejected.ErrorFault() == smithy.FaultServer
	case errors.As(err, &send), errors.As(err, &read), errors.As(err, &network):
		return true
	}
	return errors.Is(err, context.Canceled) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// isConflict reports whether the service has rejected a request because of
// another one that it was working on.
func isConflict(err error) bool {
	var conflict *types.ConcurrentModificationException
	return errors.As(err, &conflict)
}
