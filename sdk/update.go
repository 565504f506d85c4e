package sdk

import (
	"cmp"

	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

// API is what [Update] calls; *cognitoidentityprovider.Client has it.
type API interface {
	DescribeUserPoolClient(context.Context, *cognitoidentityprovider.DescribeUserPoolClientInput, ...func(*cognitoidentityprovider.Options)) (*cognitoidentityprovider.DescribeUserPoolClientOutput, error)
	UpdateUserPoolClient(context.Context, *cognitoidentityprovider.UpdateUserPoolClientInput, ...func(*cognitoidentityprovider.Options)) (*cognitoidentityprovider.UpdateUserPoolClientOutput, error)
}

// DefaultMaxAttempts is how often [Update] sends an update that meets a
// ConcurrentModificationException, unless UpdateRequest.MaxAttempts says
// otherwise: with the pauses in between, 13 to 26 seconds.
const DefaultMaxAttempts = 10

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
	// once more, fresh, on every further attempt: it must do nothing else. A
	// member that it sets to nil goes back to its default. An error ends the
	// update.
	Edit func(*userpoolclient.Config) error

	// Pool is what the user pool has, for the rules that need it; see LoadPool.
	Pool *userpoolclient.Pool

	// Lock takes a lock that all writers of the client share, for as long as the
	// whole update takes; it must return when ctx ends. The key is the pool's ID,
	// a slash and the client's ID. unlock is called exactly once. nil: writers in
	// other processes are not kept out.
	Lock func(ctx context.Context, key string) (unlock func(), err error)

	// MaxAttempts bounds the attempts; 0 means DefaultMaxAttempts.
	MaxAttempts int

	// DryRun plans and validates and does not send.
	DryRun bool
}

// UpdateResult is what an update did, or in a dry run would do.
type UpdateResult struct {
	Before   *userpoolclient.Config   // as described
	After    *userpoolclient.Config   // as the service answered; as intended when nothing was sent
	Changes  []userpoolclient.Change  // nil: there was nothing to change and nothing was sent
	Findings []userpoolclient.Finding // about the intended settings
	Attempts int                      // how often the update was sent
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
	fmt.Fprintf(&b, "the update of app client %s was accepted, but %s from what was sent:", e.ClientID, count(len(e.Changes), "setting differs", "settings differ"))
	for _, c := range e.Changes {
		b.WriteString("\n  " + describe(c))
	}
	return b.String()
}

// Update changes an app client and keeps what it is not asked to change. It
// describes the client, lets r.Edit change the settings, plans and validates the
// result, sends every setting, and compares the answer with the intention. When
// nothing changes it sends nothing.
//
// A ConcurrentModificationException is answered by a pause and a new attempt
// from the start, with the client described afresh, until r.MaxAttempts are
// used up or ctx ends. Throttling is left to the retryer of the SDK.
//
// Updates of one client from one process follow one another. Between processes
// the API offers nothing: an update has no precondition, and the service refuses
// only a second request that arrives while it works on the first. So without
// r.Lock this race remains: what another process (or the console) writes after
// the DescribeUserPoolClient of an attempt and before its UpdateUserPoolClient
// takes effect is overwritten, and no answer shows it. The same holds for writes
// between two tries of one request by the SDK's retryer. With r.Lock it remains
// only for writers that do not take the lock.
//
// Errors: a *userpoolclient.ValidationError for settings that the service would
// refuse, not sent; a *DriftError, sent; an error of r.Edit, of r.Lock or of the
// SDK, wrapped. The result is not nil once there is a plan, whatever the error.
// When ctx ends while the request is under way, it may or may not have taken
// effect, but never in part.
func Update(ctx context.Context, api API, r UpdateRequest) (*UpdateResult, error) {
	if r.UserPoolID == "" || r.ClientID == "" || r.Edit == nil {
		return nil, errors.New("an UpdateRequest must have UserPoolID, ClientID and Edit")
	}
	if r.MaxAttempts <= 0 {
		r.MaxAttempts = DefaultMaxAttempts
	}
	if !r.DryRun {
		unlock, err := r.lock(ctx)
		if err != nil {
			return nil, fmt.Errorf("lock app client %s: %w", r.ClientID, err)
		}
		defer unlock()
	}
	for attempt := 1; ; attempt++ {
		result, input, err := r.plan(ctx, api)
		if err != nil || r.DryRun || len(result.Changes) == 0 {
			return result, err
		}
		result.Attempts = attempt
		err = result.send(ctx, api, input)
		var conflict *types.ConcurrentModificationException
		if !errors.As(err, &conflict) {
			return result, err
		}
		if attempt == r.MaxAttempts {
			return result, fmt.Errorf("%w (given up after %s)", err, count(attempt, "attempt", "attempts"))
		}
		if stopped := sleep(ctx, pause(attempt)); stopped != nil {
			return result, fmt.Errorf("%w while waiting to try again after: %w", stopped, err)
		}
	}
}

// writers keeps the updates of one client apart. It must be shared by all
// callers in the process, who know nothing of each other; it is empty while
// nobody updates.
var writers locks

// lock takes the process's lock first, so that only one of its updates waits
// for the shared one.
func (r *UpdateRequest) lock(ctx context.Context) (unlock func(), err error) {
	key := r.UserPoolID + "/" + r.ClientID
	unlockHere, err := writers.lock(ctx, key)
	if err != nil || r.Lock == nil {
		return unlockHere, err
	}
	locked := false
	defer func() {
		if !locked { // also when r.Lock panics
			unlockHere()
		}
	}()
	unlockShared, err := r.Lock(ctx, key)
	if err != nil {
		return nil, err
	}
	locked = true
	return func() {
		defer unlockHere()
		if unlockShared != nil {
			unlockShared()
		}
	}, nil
}

// plan describes the client and works out the update. The result is nil when
// there is no plan.
func (r *UpdateRequest) plan(ctx context.Context, api API) (*UpdateResult, *cognitoidentityprovider.UpdateUserPoolClientInput, error) {
	described, err := describeClient(ctx, api, r.UserPoolID, r.ClientID)
	if err != nil {
		return nil, nil, err
	}
	before, after := FromClient(*described), FromClient(*described)
	if err := r.Edit(after); err != nil {
		return nil, nil, fmt.Errorf("edit app client %s: %w", r.ClientID, err)
	}
	spellOut(before, after)
	result := &UpdateResult{Before: before, After: after, Changes: userpoolclient.Plan(before, after)}
	if err := refused(r.ClientID, result.Changes); err != nil {
		return result, nil, err
	}
	input := updateInput(after)
	result.Findings = slices.DeleteFunc(
		userpoolclient.Check(FromUpdate(input), userpoolclient.Context{Operation: userpoolclient.OperationUpdate, Pool: r.Pool, Current: before}),
		func(f userpoolclient.Finding) bool { return f.Rule == updateOmits })
	// A client that is as it should be stays as it is, rules or no rules.
	if errs := errorsAmong(result.Findings); errs != nil && len(result.Changes) > 0 {
		return result, nil, &userpoolclient.ValidationError{Findings: errs}
	}
	carryOver(input, described)
	return result, input, nil
}

// updateOmits is the rule about members that an update leaves out; here the
// Changes say it, and Edit wanted it.
const updateOmits = "update-omits"

func errorsAmong(findings []userpoolclient.Finding) []userpoolclient.Finding {
	var errs []userpoolclient.Finding
	for _, f := range findings {
		if f.Severity == userpoolclient.SeverityError {
			errs = append(errs, f)
		}
	}
	return errs
}

func refused(clientID string, changes []userpoolclient.Change) error {
	var fields []string
	for _, c := range changes {
		if c.Effect == userpoolclient.EffectRejected {
			fields = append(fields, string(c.Field))
		}
	}
	if fields == nil {
		return nil
	}
	return fmt.Errorf("edit app client %s: no update can change %s", clientID, strings.Join(fields, ", "))
}

// send sends the update and compares the answer with it.
func (u *UpdateResult) send(ctx context.Context, api API, input *cognitoidentityprovider.UpdateUserPoolClientInput) error {
	out, err := api.UpdateUserPoolClient(withoutGuard(ctx), input, leaveConflicts)
	if err != nil {
		return fmt.Errorf("update app client %s: %w", *input.ClientId, err)
	}
	if out.UserPoolClient == nil {
		return fmt.Errorf("update app client %s: the response holds no app client", *input.ClientId)
	}
	u.After = FromClient(*out.UserPoolClient)
	drift := slices.DeleteFunc(userpoolclient.Plan(u.After, FromUpdate(input)), func(c userpoolclient.Change) bool {
		return c.Effect == userpoolclient.EffectUndetermined // nothing was asked of it
	})
	if len(drift) > 0 {
		return &DriftError{UserPoolID: *input.UserPoolId, ClientID: *input.ClientId, Changes: drift}
	}
	return nil
}

// spellOut gives explicit values to the members that Edit has taken away and
// that an update may keep when it leaves them out: taken away means back to the
// default, whatever the service makes of an omission.
func spellOut(before, after *userpoolclient.Config) {
	// These have no default.
	after.UserPoolId = cmp.Or(after.UserPoolId, before.UserPoolId)
	after.ClientId = cmp.Or(after.ClientId, before.ClientId)
	after.ClientName = cmp.Or(after.ClientName, before.ClientName)
	if before.EnableTokenRevocation != nil && after.EnableTokenRevocation == nil {
		after.EnableTokenRevocation = new(true)
	}
	if before.EnablePropagateAdditionalUserContextData != nil && after.EnablePropagateAdditionalUserContextData == nil {
		after.EnablePropagateAdditionalUserContextData = new(false)
	}
	if before.AuthSessionValidity != nil && after.AuthSessionValidity == nil {
		after.AuthSessionValidity = new(int32(3))
	}
	if before.PreventUserExistenceErrors != "" && after.PreventUserExistenceErrors == "" {
		after.PreventUserExistenceErrors = types.PreventUserExistenceErrorTypesLegacy
	}
	if before.RefreshTokenRotation != nil && after.RefreshTokenRotation == nil {
		after.RefreshTokenRotation = &userpoolclient.RefreshTokenRotation{Feature: types.FeatureTypeDisabled}
	}
	spellOutLifetimes(before, after)
}

// spellOutLifetimes does the same for numbers and units. A number taken away
// under a unit that stays means the default lifetime, not some number of that
// unit; a refresh token's 0 means its default, and the SDK cannot send it.
func spellOutLifetimes(before, after *userpoolclient.Config) {
	if n := after.RefreshTokenValidity; n != nil && *n == 0 {
		after.RefreshTokenValidity = nil
	}
	was, is := orZero(before.TokenValidityUnits), orZero(after.TokenValidityUnits)
	for _, t := range []struct {
		number      **int32
		unit        *types.TimeUnitsType
		hadNumber   bool
		hadUnit     bool
		standard    int32
		defaultUnit types.TimeUnitsType
	}{
		{&after.AccessTokenValidity, &is.AccessToken, before.AccessTokenValidity != nil, was.AccessToken != "", 1, types.TimeUnitsTypeHours},
		{&after.IdTokenValidity, &is.IdToken, before.IdTokenValidity != nil, was.IdToken != "", 1, types.TimeUnitsTypeHours},
		{&after.RefreshTokenValidity, &is.RefreshToken, before.RefreshTokenValidity != nil, was.RefreshToken != "", 30, types.TimeUnitsTypeDays},
	} {
		taken := t.hadNumber && *t.number == nil
		if taken {
			*t.number = new(t.standard)
		}
		if taken && *t.unit != "" || t.hadUnit && *t.unit == "" {
			*t.unit = t.defaultUnit
		}
	}
	if is != orZero(after.TokenValidityUnits) {
		after.TokenValidityUnits = &is
	}
}

// carryOver copies what the service described into members of the request that
// Config does not have, so that a member which a newer version of the SDK adds
// survives an update by this version of the package.
func carryOver(to *cognitoidentityprovider.UpdateUserPoolClientInput, from *types.UserPoolClientType) {
	carry(reflect.ValueOf(to).Elem(), reflect.ValueOf(from).Elem(), reflect.TypeFor[userpoolclient.Config]())
}

func carry(to, from reflect.Value, known reflect.Type) {
	for _, f := range reflect.VisibleFields(from.Type()) {
		if _, ok := known.FieldByName(f.Name); ok || !f.IsExported() {
			continue
		}
		if member := to.FieldByName(f.Name); member.IsValid() && member.Type() == f.Type {
			member.Set(from.FieldByIndex(f.Index))
		}
	}
}

// leaveConflicts keeps the SDK's retryer from sending an update again that the
// service refused because of another writer: it would overwrite what that one
// wrote. No standard retryer does so, but users add the exception.
func leaveConflicts(o *cognitoidentityprovider.Options) {
	if r, ok := o.Retryer.(aws.RetryerV2); ok {
		o.Retryer = conflictLeaver{r}
	}
}

type conflictLeaver struct{ aws.RetryerV2 }

// IsErrorRetryable is the retryer's own but for conflicts.
func (r conflictLeaver) IsErrorRetryable(err error) bool {
	var conflict *types.ConcurrentModificationException
	return !errors.As(err, &conflict) && r.RetryerV2.IsErrorRetryable(err)
}

// pause is how long to wait after an attempt.
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
