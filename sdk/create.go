package sdk

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"

	"github.com/userpoolclient/userpoolclient"
)

// CreateAPI is what [Create] calls; *cognitoidentityprovider.Client has it.
type CreateAPI interface {
	CreateUserPoolClient(
		context.Context, *cognitoidentityprovider.CreateUserPoolClientInput, ...func(*cognitoidentityprovider.Options),
	) (*cognitoidentityprovider.CreateUserPoolClientOutput, error)
}

// CreateResult is an app client that was created.
type CreateResult struct {
	ClientID string
	Secret   userpoolclient.Secret    // the zero Secret where the client has none
	Client   *userpoolclient.Config   // as the service answered
	Findings []userpoolclient.Finding // warnings and advice about what was sent
}

// CreateDriftError says that the service created an app client and answered other
// settings than were sent. The client exists.
type CreateDriftError struct {
	UserPoolID, ClientID string
	Changes              []userpoolclient.Change // from what it answered to what was sent
	NoSecret             bool                    // a secret was to be generated, and the answer holds none
}

// Error names the fields, what the client has and what was sent.
func (e *CreateDriftError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "app client %s was created, but %s from what was sent:",
		e.ClientID, count(len(e.Changes), "setting differs", "settings differ"))
	for _, c := range e.Changes {
		b.WriteString("\n  " + describe(c))
	}
	if e.NoSecret {
		b.WriteString("\n  ClientSecret: none → one that the service generates")
	}
	return b.String()
}

// UnansweredCreateError says that a create was sent and no answer came: the app
// client may exist, and nobody has its ID. ListUserPoolClients shows it by its name;
// [Ensure] looks by itself.
type UnansweredCreateError struct {
	UserPoolID, ClientName string
	Err                    error // what came instead of an answer
}

// Error says what is known, and what came instead of an answer.
func (e *UnansweredCreateError) Error() string {
	return fmt.Sprintf("the create of app client %q in %s was sent and not answered, "+
		"and whether there is such a client now is not known: %v", e.ClientName, e.UserPoolID, e.Err)
}

// Unwrap returns what came instead of an answer.
func (e *UnansweredCreateError) Unwrap() error { return e.Err }

// Create creates an app client: it validates the configuration, creates, and compares
// the answer with the intention. c is what [CreateInput] takes, as the presets of
// package preset make it. It is not idempotent: two calls make two clients of one
// name, where [Ensure] makes one.
//
// A request that may have taken effect is not sent again, whatever the retryer of the
// client says: that would make a second client. What the service has rejected is
// retried as the client's retryer says, throttling above all.
//
// Errors: a *userpoolclient.ValidationError for what the service would reject, not
// sent; an error of the SDK, wrapped; an *[UnansweredCreateError]; a
// *[CreateDriftError], and with that one the result is there too.
func Create(ctx context.Context, api CreateAPI, c *userpoolclient.Config) (*CreateResult, error) {
	return create(ctx, api, c, nil)
}

func create(
	ctx context.Context, api CreateAPI, c *userpoolclient.Config, pool *userpoolclient.Pool,
) (*CreateResult, error) {
	input, findings, err := creation(c, pool)
	if err != nil {
		return nil, err
	}
	made, err := send(ctx, api, input)
	if err != nil {
		return nil, err
	}
	result := &CreateResult{Client: made, ClientID: orZero(made.ClientId), Findings: findings}
	switch {
	case made.ClientSecret != nil:
		result.Secret = *made.ClientSecret
	case c.ClientSecret != nil: // one's own need not come back
		result.Secret = *c.ClientSecret
	}
	drift := &CreateDriftError{UserPoolID: *input.UserPoolId, ClientID: result.ClientID}
	drift.Changes = slices.DeleteFunc(userpoolclient.Diff(made, FromCreate(input)), func(c userpoolclient.Change) bool {
		return c.Effect == userpoolclient.EffectUndetermined // nothing was asked of it
	})
	drift.NoSecret = input.GenerateSecret && made.ClientSecret == nil
	if len(drift.Changes) > 0 || drift.NoSecret {
		return result, drift
	}
	return result, nil
}

// creation returns the request for a configuration, and what the rules say of it.
func creation(c *userpoolclient.Config, pool *userpoolclient.Pool) (
	*cognitoidentityprovider.CreateUserPoolClientInput, []userpoolclient.Finding, error,
) {
	if c != nil && len(c.MaybeSet) > 0 {
		return nil, nil, fmt.Errorf("of %s it is not known whether they are set; a request must have every value",
			list(c.MaybeSet))
	}
	in := userpoolclient.Context{Operation: userpoolclient.OperationCreate, Pool: pool}
	input, err := CreateInput(c, in)
	if err != nil {
		return nil, nil, err
	}
	return input, userpoolclient.Check(c, in), nil
}

// send sends a create, and never again after a request that may have taken effect.
func send(
	ctx context.Context, api CreateAPI, input *cognitoidentityprovider.CreateUserPoolClientInput,
) (*userpoolclient.Config, error) {
	way := new(onTheWayOut)
	out, err := api.CreateUserPoolClient(ctx, input, way.watch)
	if err == nil && (out == nil || out.UserPoolClient == nil) {
		err = errors.New("the response holds no app client")
		return nil, &UnansweredCreateError{*input.UserPoolId, *input.ClientName, err}
	}
	switch {
	case err == nil:
		return FromClient(*out.UserPoolClient), nil
	case way.open(err):
		return nil, &UnansweredCreateError{*input.UserPoolId, *input.ClientName, err}
	}
	return nil, fmt.Errorf("create app client %q: %w", *input.ClientName, err)
}

// onTheWayOut knows whether a request has left that no answer has settled.
type onTheWayOut struct {
	watched atomic.Bool // the API takes options: what it sends is seen
	left    atomic.Bool
}

// watch makes the SDK tell what it sends, and send nothing twice.
func (w *onTheWayOut) watch(o *cognitoidentityprovider.Options) {
	w.watched.Store(true)
	switch r := o.Retryer.(type) {
	case aws.RetryerV2:
		o.Retryer = rejectedOnlyV2{r, w}
	case aws.Retryer:
		o.Retryer = rejectedOnly{r, w}
	}
	o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
		return stack.Deserialize.Add(w, middleware.Before)
	})
}

// ID names the middleware that sees each request leave.
func (*onTheWayOut) ID() string { return "userpoolclient.Create" }

// HandleDeserialize notes that a request leaves.
func (w *onTheWayOut) HandleDeserialize(
	ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler,
) (middleware.DeserializeOutput, middleware.Metadata, error) {
	w.left.Store(true)
	return next.HandleDeserialize(ctx, in)
}

// settled reports whether a request that failed has surely made no client, and notes
// that.
func (w *onTheWayOut) settled(err error) bool {
	if !isRejection(err) && !neverLeft(err) {
		return false
	}
	w.left.Store(false)
	return true
}

// open reports whether a create that failed may have made a client.
func (w *onTheWayOut) open(err error) bool {
	return !w.settled(err) && (w.left.Load() || !w.watched.Load())
}

type rejectedOnly struct {
	aws.Retryer
	way *onTheWayOut
}

// IsErrorRetryable is the client's own for what the service has rejected.
func (r rejectedOnly) IsErrorRetryable(err error) bool {
	return r.way.settled(err) && r.Retryer.IsErrorRetryable(err)
}

type rejectedOnlyV2 struct {
	aws.RetryerV2
	way *onTheWayOut
}

// IsErrorRetryable is the client's own for what the service has rejected.
func (r rejectedOnlyV2) IsErrorRetryable(err error) bool {
	return r.way.settled(err) && r.RetryerV2.IsErrorRetryable(err)
}

// isRejection reports whether the service itself has answered that it does not do
// what it was asked. That it has failed inside is no such answer.
func isRejection(err error) bool {
	var rejected smithy.APIError
	if !errors.As(err, &rejected) || rejected.ErrorFault() == smithy.FaultServer {
		return false
	}
	code := rejected.ErrorCode()
	return code != "" && code != "UnknownError" && code != "InternalErrorException"
}

// neverLeft reports whether a request failed before there was a connection, or was
// not a request at all.
func neverLeft(err error) bool {
	var dial *net.OpError
	var invalid *userpoolclient.ValidationError // a guard's
	return errors.As(err, &dial) && dial.Op == "dial" || errors.As(err, &invalid)
}

func list(fields []userpoolclient.Field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = string(f)
	}
	return strings.Join(names, ", ")
}
