package sdk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/userpoolclient/userpoolclient"
)

// An updater is one Update at work.
type updater struct {
	UpdateRequest
	api      API
	hold     *hold         // the process's lock; nil in a dry run
	lease    Lease         // the shared lock
	settled  chan struct{} // closed when the locks are free
	attempts int
	key      string // of the client in lastSeen

	inFlight   *call       // the call that ctx ended, if any
	unanswered *unanswered // the last request without an answer, until one is answered
	open       int         // how many requests may still take effect
	quiet      time.Time   // when none of them can any more
}

// unanswered is a request of which it is not known whether it took effect.
type unanswered struct {
	result   *UpdateResult
	sent     *userpoolclient.Config
	notShown bool // a description since then does not show it
}

// run makes attempts until one of them ends the update.
func (u *updater) run(ctx context.Context) (*UpdateResult, error) {
	var result *UpdateResult
	for {
		planned, input, err := u.plan(ctx)
		if planned != nil {
			result = planned
		}
		if err != nil || input == nil || u.DryRun {
			return result, err
		}
		u.attempts++
		err = u.send(ctx, result, input)
		if err == nil || ctx.Err() != nil || !isConflict(err) && !u.leftOpen(result) {
			return result, err
		}
		if u.attempts == u.MaxAttempts {
			return u.giveUp(ctx, result, err)
		}
		if stopped := sleep(ctx, pause(u.attempts)); stopped != nil {
			return result, fmt.Errorf("%w while waiting to try again after: %w", stopped, err)
		}
	}
}

// leftOpen reports whether the attempt with this result got no answer.
func (u *updater) leftOpen(result *UpdateResult) bool {
	return u.unanswered != nil && u.unanswered.result == result
}

// giveUp ends the update after its last attempt, with success where the client
// shows that a request without an answer has taken effect.
func (u *updater) giveUp(ctx context.Context, result *UpdateResult, err error) (*UpdateResult, error) {
	if u.unanswered != nil {
		described, key, unread := readClient(ctx, u.api, u.UserPoolID, u.ClientID)
		if unread == nil {
			u.key = key
			if done := u.tookEffect(FromClient(*described)); done != nil {
				return done, nil
			}
		}
	}
	return result, fmt.Errorf("%w (given up after %s)", err, count(u.attempts, "attempt", "attempts"))
}

// send sends the update and compares the answer with it.
func (u *updater) send(
	ctx context.Context, result *UpdateResult, input *cognitoidentityprovider.UpdateUserPoolClientInput,
) error {
	if _, ok := u.api.(*cognitoidentityprovider.Client); !ok { // what does not tell when it sends
		if err := u.mayWrite(ctx); err != nil {
			return err
		}
	}
	call := startCall(ctx, u.api, input, u.mayWrite)
	select {
	case <-call.done:
	case <-ctx.Done():
		u.inFlight = call
		if call.mayTakeEffect() {
			u.unanswered = &unanswered{result: result}
		}
		return fmt.Errorf("update app client %s: %w", u.ClientID, ctx.Err())
	}
	if call.panics != nil {
		panic(call.panics)
	}
	u.settle(call)
	if call.err != nil {
		if call.unanswered(call.err) {
			u.unanswered = &unanswered{result: result, sent: FromUpdate(input)}
		}
		return fmt.Errorf("update app client %s: %w", u.ClientID, call.err)
	}
	u.unanswered = nil
	result.After = FromClient(*call.client)
	if drift := driftOf(result.After, FromUpdate(input)); len(drift) > 0 {
		return &DriftError{UserPoolID: u.UserPoolID, ClientID: u.ClientID, Changes: drift}
	}
	return nil
}

// driftOf returns how a client differs from what was sent.
func driftOf(answered, sent *userpoolclient.Config) []userpoolclient.Change {
	return slices.DeleteFunc(userpoolclient.Plan(answered, sent), func(c userpoolclient.Change) bool {
		return c.Effect == userpoolclient.EffectUndetermined // nothing was asked of it
	})
}

// settle records what a call that has ended answered or may have left behind.
func (u *updater) settle(c *call) {
	switch {
	case c.err == nil && c.panics == nil:
		lastSeen.note(u.key, c.client)
	case c.panics != nil || c.unanswered(c.err):
		u.open++
		u.quiet = time.Now().Add(u.SettleTime)
	}
}

// tookEffect returns the result of the last request without an answer where the
// client shows what it was to change, nil otherwise.
func (u *updater) tookEffect(shown *userpoolclient.Config) *UpdateResult {
	if u.unanswered == nil {
		return nil
	}
	result := u.unanswered.result
	for _, c := range userpoolclient.Plan(shown, u.unanswered.sent) {
		if slices.ContainsFunc(result.Changes, func(asked userpoolclient.Change) bool { return asked.Field == c.Field }) {
			u.unanswered.notShown = true
			return nil
		}
	}
	if u.open == 1 { // it was that one, and no other is under way
		u.open = 0
	}
	u.unanswered = nil
	result.After = shown
	return result
}

// writers keeps the updates of one client apart. It must be shared by all
// callers in the process, who know nothing of each other; it is empty while
// nobody updates.
var writers locks

// takeLocks takes the process's lock first, so that only one of its updates waits
// for the shared one.
func (u *updater) takeLocks(ctx context.Context) (err error) {
	u.hold, u.lease, err = takeLocks(ctx, u.lockKey(), u.Lock)
	return err
}

func (u *updater) lockKey() string { return u.UserPoolID + "/" + u.ClientID }

// takeLocks takes the lock of this process and then the shared one, if there is
// any.
func takeLocks(
	ctx context.Context, key string, lock func(context.Context, string) (Lease, error),
) (*hold, Lease, error) {
	h, err := writers.lock(ctx, key)
	if err != nil || lock == nil {
		return h, Unlock(nil), err
	}
	locked := false
	defer func() {
		if !locked { // also when Lock panics
			h.release()
		}
	}()
	lease, err := lock(ctx, key)
	if err != nil {
		return nil, nil, err
	}
	locked = true
	if lease == nil {
		lease = Unlock(nil)
	}
	return h, lease, nil
}

// mayWrite returns an error unless the shared lock is held for as long as an
// update that is sent now may take to take effect if this process ends.
func (u *updater) mayWrite(ctx context.Context) error {
	return leased(ctx, u.lease, u.lockKey(), u.SettleTime)
}

// releaseLocks frees the locks: at once, or once nothing that was sent can take
// effect any more.
func (u *updater) releaseLocks() {
	if u.inFlight == nil && u.open == 0 {
		u.release()
		return
	}
	go func() {
		defer u.release()
		if u.inFlight != nil {
			select {
			case <-u.inFlight.done:
				u.settle(u.inFlight)
			case <-time.After(RequestTimeout + u.SettleTime): // an API that ignores its context
			}
		}
		if u.open > 0 {
			time.Sleep(time.Until(u.quiet))
		}
	}()
}

func (u *updater) release() {
	defer close(u.settled)
	defer u.hold.release()
	u.lease.Release()
}
