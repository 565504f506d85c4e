package sdk

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/userpoolclient/userpoolclient"
)

// API is what [Update] calls; *cognitoidentityprovider.Client has it.
type API interface {
	describer
	UpdateUserPoolClient(
		context.Context, *cognitoidentityprovider.UpdateUserPoolClientInput, ...func(*cognitoidentityprovider.Options),
	) (*cognitoidentityprovider.UpdateUserPoolClientOutput, error)
}

// DefaultMaxAttempts is how often [Update] sends an update that meets another
// writer or gets no answer, unless UpdateRequest.MaxAttempts says otherwise: with
// the pauses in between, 13 to 26 seconds.
const DefaultMaxAttempts = 10

// DefaultSettleTime is how long [Update] keeps its locks after the connection of an
// unanswered request is gone, unless UpdateRequest.SettleTime says otherwise. The
// service takes well under a second for an update.
const DefaultSettleTime = 5 * time.Second

// The pauses between attempts double from the first to the longest; each is cut
// by a random part, up to half.
const (
	firstPause   = 100 * time.Millisecond
	longestPause = 5 * time.Second
)

// UpdateRequest says which app client to change, and how.
type UpdateRequest struct {
	UserPoolID, ClientID string

	// Edit changes the client's settings. It receives them as they stand, and
	// once more, fresh, on every further attempt: it must do nothing else, and
	// what it makes of settings that it has changed before must be the same
	// settings (set a name, add a URL that is not there; do not append to a name).
	// A member that it sets to nil goes back to its default. A member whose value
	// is not known (Config.Unknown, Config.MaybeSet), as Overlay leaves it from a
	// template, stays as it is. An error ends the update.
	Edit func(*userpoolclient.Config) error

	// Pool is what the user pool has, for the rules that need it; see LoadPool.
	Pool *userpoolclient.Pool

	// Secret says whether the client has a secret, where DescribeUserPoolClient
	// does not show it: it shows none that AddUserPoolClientSecret has added. What
	// it does show need not be said.
	Secret userpoolclient.SecretState

	// Lock takes a lock that all writers of the client share, until the lease is
	// released. ctx bounds the waiting for it and nothing else. The key is the
	// pool's ID, a slash and the client's ID. The lease is asked before each
	// update is sent, and nothing is sent when it has been lost (*LockLostError):
	// it must be good for SettleTime more. It is released exactly once, by another
	// goroutine and after Update has returned where a request may still take
	// effect: up to RequestTimeout and SettleTime later. nil: writers in other
	// processes are not kept out.
	//
	// For the processes of one machine there is sdk/filelock, for those that share
	// a PostgreSQL server sdk/pglock, for those that share a DynamoDB table
	// sdk/dynamolock.
	Lock func(ctx context.Context, key string) (Lease, error)

	// MaxAttempts bounds the attempts; 0 means DefaultMaxAttempts.
	MaxAttempts int

	// SettleTime is how long a request may still take effect after its connection
	// is gone; 0 means DefaultSettleTime.
	SettleTime time.Duration

	// DryRun plans and validates and does not send.
	DryRun bool
}

// UpdateResult is what an update did, or in a dry run would do.
type UpdateResult struct {
	Before   *userpoolclient.Config   // as described
	After    *userpoolclient.Config   // as the service answered; as intended when nothing was sent
	Changes  []userpoolclient.Change  // nil: there was nothing to change and nothing was sent
	Kept     []userpoolclient.Field   // what Edit gave no known value, and what stays as it is
	Findings []userpoolclient.Finding // about the intended settings
	Attempts int                      // how often the update was sent

	settled chan struct{}
}

// Settled returns a channel that is closed once nothing that the update sent can
// take effect any more and its locks are free. That is so when Update returns,
// unless a request was left without an answer; it is never later than
// RequestTimeout and SettleTime after that. A program that holds a shared lock
// waits for it before it ends.
func (r *UpdateResult) Settled() <-chan struct{} {
	if r.settled != nil {
		return r.settled
	}
	settled := make(chan struct{})
	close(settled)
	return settled
}

// DriftError says that the service accepted an update and answered other
// settings than were sent.
type DriftError struct {
	UserPoolID, ClientID string
	Changes              []userpoolclient.Change // from what it answered to what was sent
}

// Error names the fields, what the client has and what was sent.
func (e *DriftError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "the update of app client %s was accepted, but %s from what was sent:",
		e.ClientID, count(len(e.Changes), "setting differs", "settings differ"))
	for _, c := range e.Changes {
		b.WriteString("\n  " + describe(c))
	}
	return b.String()
}

// UnansweredError says that an update was sent and no answer came: it may have
// taken effect, as a whole, or may do so within SettleTime.
type UnansweredError struct {
	UserPoolID, ClientID string

	// NotShown: a DescribeUserPoolClient since then has not shown the change, so
	// it has probably not taken effect. Otherwise there was no such answer. (Had
	// it shown the change, there would be no error.)
	NotShown bool

	Err error // what ended the update
}

// Error says what is known of the change, and what ended the update.
func (e *UnansweredError) Error() string {
	known := "whether it took effect is not known"
	if e.NotShown {
		known = "a DescribeUserPoolClient since then does not show the change"
	}
	return fmt.Sprintf("an update of app client %s was sent and not answered, and %s: %v", e.ClientID, known, e.Err)
}

// Unwrap returns what ended the update.
func (e *UnansweredError) Unwrap() error { return e.Err }

// Update changes an app client and keeps what it is not asked to change. It
// describes the client, lets r.Edit change the settings, plans and validates the
// result, sends every setting, and compares the answer with the intention. When
// nothing changes it sends nothing.
//
// # Attempts
//
// A ConcurrentModificationException, or a request that gets no answer, is
// followed by a pause and a new attempt from the start, with the client described
// afresh, until r.MaxAttempts are used up or ctx ends. Where the description then
// shows what the unanswered request was to change, that request has taken effect,
// and Update is done. The SDK's retryer repeats only what the service has
// certainly rejected, such as a throttled request.
//
// # Other writers
//
// Updates of one client from one process follow one another. The lock is held
// until nothing that was sent can take effect any more. When ctx ends while a
// request is under way, Update returns at once; the request goes on to its
// answer, or for RequestTimeout. After a request without an answer the lock is
// held for r.SettleTime, also when a later attempt has succeeded, unless a
// description shows that the request, the only such one, has taken effect.
//
// A description may be old. Where its LastModifiedDate is earlier than one that
// this process has seen in the last minute, and its settings differ, the client is
// described again, for up to 26 seconds; what stays old is a *StaleReadError. Where
// the date is the same and the settings differ, it is described again for up to 3
// seconds; what stays different is taken for the work of another writer.
//
// What remains possible, since an update has no precondition and the service
// rejects only a second request that arrives while it works on the first:
//
//   - A process that is suspended after its lease was asked and before the request
//     leaves, which is within the same few microseconds, and wakes up after the
//     lease has ended, overwrites what was written meanwhile: the service knows no
//     fencing.
//   - Without r.Lock, what another process (or the console) writes after the
//     DescribeUserPoolClient of an attempt and before its UpdateUserPoolClient
//     takes effect is overwritten, and no answer shows it. With r.Lock that holds
//     for writers that do not take the lock.
//   - The first description after another process has written may be old, and
//     nothing tells: what that process wrote is then overwritten, with r.Lock and
//     without.
//   - A request that takes effect later than r.SettleTime after its connection
//     was lost overwrites what was written meanwhile.
//   - Where another writer changes the same members while a request goes without
//     an answer, r.Edit is applied to its own result. Hence it must be idempotent.
//
// # Errors
//
// Before anything is sent: a *userpoolclient.ValidationError for settings that
// the service would reject, an *UnknownValueError for a member whose value is not
// known and cannot be kept, ErrNested for an Update inside an Edit of the same
// client, a *StaleReadError, a *LockLostError, an error of r.Edit or r.Lock. After it was sent: a
// *DriftError, an error of the SDK. An *UnansweredError is around any of them where
// it is not certain what became of a request. The result is not nil once there is
// a plan, whatever the error.
func Update(ctx context.Context, api API, r UpdateRequest) (*UpdateResult, error) {
	if api == nil || r.UserPoolID == "" || r.ClientID == "" || r.Edit == nil {
		return nil, errors.New("an update must have an API, and an UpdateRequest UserPoolID, ClientID and Edit")
	}
	if r.MaxAttempts <= 0 {
		r.MaxAttempts = DefaultMaxAttempts
	}
	if r.SettleTime <= 0 {
		r.SettleTime = DefaultSettleTime
	}
	u := &updater{UpdateRequest: r, api: api, settled: make(chan struct{})}
	if r.DryRun {
		close(u.settled)
	} else {
		if err := u.takeLocks(ctx); err != nil {
			return nil, fmt.Errorf("lock app client %s: %w", r.ClientID, err)
		}
		defer u.releaseLocks()
	}
	result, err := u.run(ctx)
	if result != nil {
		result.Attempts, result.settled = u.attempts, u.settled
	}
	if err != nil && u.unanswered != nil {
		err = &UnansweredError{r.UserPoolID, r.ClientID, u.unanswered.notShown, err}
	}
	return result, err
}

// pause returns how long to wait after an attempt.
func pause(attempt int) time.Duration {
	d := longestPause
	if shift := attempt - 1; shift < 16 {
		d = min(firstPause<<shift, longestPause)
	}
	return d - rand.N(d/2+1)
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
