package sdk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/internal/pages"
)

// SecretsAPI is what [RotateSecret] calls; *cognitoidentityprovider.Client has it.
type SecretsAPI interface {
	AddUserPoolClientSecret(
		context.Context, *cognitoidentityprovider.AddUserPoolClientSecretInput, ...func(*cognitoidentityprovider.Options),
	) (*cognitoidentityprovider.AddUserPoolClientSecretOutput, error)
	ListUserPoolClientSecrets(
		context.Context, *cognitoidentityprovider.ListUserPoolClientSecretsInput, ...func(*cognitoidentityprovider.Options),
	) (*cognitoidentityprovider.ListUserPoolClientSecretsOutput, error)
	DeleteUserPoolClientSecret(
		context.Context, *cognitoidentityprovider.DeleteUserPoolClientSecretInput, ...func(*cognitoidentityprovider.Options),
	) (*cognitoidentityprovider.DeleteUserPoolClientSecretOutput, error)
}

// A SecretStore is where the users of an app client get its secret from, and the
// only place: a secret that the store does not know counts as one that nobody
// uses. What it is told must be durable when it returns without an error; after an
// error it may have been kept or not.
type SecretStore interface {
	// Stored returns the ID of the secret that the store holds; "" where it has
	// been told none.
	Stored(ctx context.Context) (id string, err error)

	// Adopt notes the ID of the secret that the store holds and of which it has
	// been told no ID: the client has only that one. It is called before the first
	// rotation.
	Adopt(ctx context.Context, id string) error

	// Store keeps a secret and its ID in place of what it holds, as one step. From
	// then on its users get the new one.
	Store(ctx context.Context, id string, value userpoolclient.Secret) error

	// Ready reports whether no user of the client has any secret but the one with
	// this ID, which the store holds: whether the others can be deleted.
	Ready(ctx context.Context, id string) (bool, error)
}

// DefaultPoll is how often [RotateSecret] asks the store whether its users are
// ready, unless RotateRequest.Poll says otherwise.
const DefaultPoll = 10 * time.Second

// RotateRequest says which app client gets a new secret, and where it is kept.
type RotateRequest struct {
	UserPoolID, ClientID string

	Store SecretStore

	// Since makes a rotation that is called again after it has succeeded do
	// nothing: a stored secret that was created after it counts as new. The zero
	// time: every call rotates, or finishes a rotation that was begun.
	Since time.Time

	// KeepOld leaves the old secret until the next rotation, which begins with
	// deleting it. Store.Ready then says whether that may be, and the new secret
	// need not be waited for.
	KeepOld bool

	// Poll is how often Store.Ready is asked; 0 means DefaultPoll, less that it is
	// asked once, and a *NotReadyError returned when it says no.
	Poll time.Duration

	// Lock is as in UpdateRequest; its key is that of the client with "/secrets"
	// after it. It is held while the store's users are waited for, and without one
	// there must be only one process that rotates the client's secret.
	Lock func(ctx context.Context, key string) (Lease, error)
}

// RotateResult is what a rotation did.
type RotateResult struct {
	SecretID string   // of the secret that the store holds and every user has, or will have where KeepOld is set
	Added    bool     // by this call; false: it was there already
	Deleted  []string // the IDs of the secrets that this call deleted
}

// NotReadyError says that a rotation waits for users who still have another
// secret. Calling RotateSecret again goes on with it.
type NotReadyError struct {
	ClientID string
	SecretID string // which they are to have
	Err      error  // what ended the waiting; nil: it was not to wait
}

// Error names the client, and what ended the waiting.
func (e *NotReadyError) Error() string {
	text := "not every user of app client " + e.ClientID + " has the secret that is stored, so the other one stays"
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns what ended the waiting.
func (e *NotReadyError) Unwrap() error { return e.Err }

// UnknownSecretsError says that a client has two secrets and that the store holds
// none of them: which one is in use is not known, and none can make room. Adopt the
// one that is in use, or delete the one that is not.
type UnknownSecretsError struct {
	ClientID string
	Stored   string   // what the store holds; "": it has been told none
	IDs      []string // what the client has
}

// Error names the client and its secrets.
func (e *UnknownSecretsError) Error() string {
	return fmt.Sprintf("app client %s has the secrets %s, and the store holds none of them; tell it which one is in use",
		e.ClientID, strings.Join(e.IDs, " and "))
}

// ErrNoSecret is the error of a rotation of a client that has no secret: one can
// be added only to a client that was created with one.
var ErrNoSecret = errors.New("the app client has no secret to rotate")

// RotateSecret gives an app client a new secret. It adds the secret, hands it to
// the store, waits until the store's users have it, and deletes the old one.
//
// # After a crash
//
// It goes by what it finds, so a rotation that ended anywhere is finished by
// calling it again. A client has two secrets at most. Where there are two, one of
// them is the one that the store holds. The other one is either the old one, or
// one whose value was lost on its way to the store, which nobody has. It is deleted
// in both cases, and not before Store.Ready says that all users have the stored
// one. Nothing else is ever deleted, so at every moment the secrets that users have
// work.
//
// # Errors
//
// ErrNoSecret, an *UnknownSecretsError, a *NotReadyError, a *LockLostError, an error
// of the store or of the SDK. The result is not nil once the secrets have been
// listed.
func RotateSecret(ctx context.Context, api SecretsAPI, r RotateRequest) (*RotateResult, error) {
	if api == nil || r.UserPoolID == "" || r.ClientID == "" || r.Store == nil {
		return nil, errors.New("a rotation must have an API, and a RotateRequest UserPoolID, ClientID and Store")
	}
	if r.Poll == 0 {
		r.Poll = DefaultPoll
	}
	key := r.UserPoolID + "/" + r.ClientID + "/secrets"
	hold, lease, err := takeLocks(ctx, key, r.Lock)
	if err != nil {
		return nil, fmt.Errorf("lock the secrets of app client %s: %w", r.ClientID, err)
	}
	defer hold.release()
	defer lease.Release()
	rotation := &secretRotation{RotateRequest: r, api: api, key: key, lease: lease, result: new(RotateResult)}
	return rotation.run(ctx)
}

// A secretRotation is one RotateSecret at work.
type secretRotation struct {
	RotateRequest
	api    SecretsAPI
	key    string
	lease  Lease
	result *RotateResult
}

// A clientSecret is what the service tells of a secret.
type clientSecret struct {
	id      string
	created time.Time
}

// state is what there is.
type state struct {
	stored *clientSecret // the one that the store holds; nil where the client does not have it
	other  *clientSecret // the other one, or the only one
}

// run takes steps until one of them ends the rotation. Each begins with what there
// is: a step may have been undone by an answer that was lost, or made before.
func (r *secretRotation) run(ctx context.Context) (*RotateResult, error) {
	for attempt := 1; ; attempt++ {
		done, err := r.step(ctx)
		switch {
		case done, err != nil && !transient(err):
			return r.result, err
		case attempt == DefaultMaxAttempts:
			return r.result, cmp.Or(err, errNoEnd)
		case err == nil:
			continue
		}
		if stopped := sleep(ctx, pause(attempt)); stopped != nil {
			return r.result, fmt.Errorf("%w while waiting to try again after: %w", stopped, err)
		}
	}
}

// errNoEnd says that the service answers as if nothing had been done.
var errNoEnd = errors.New("the rotation does not come to an end: the service does not show what it has answered")

// An againError is one after which the state may be another: the rotation looks
// again.
type againError struct{ error }

func (e againError) Unwrap() error { return e.error }

// transient reports whether another look may help.
func transient(err error) bool {
	var again againError
	return errors.As(err, &again)
}

// step makes room, or adds a secret. It reports whether the rotation is done.
func (r *secretRotation) step(ctx context.Context) (done bool, err error) {
	s, err := r.look(ctx)
	if err != nil {
		return false, err
	}
	if s.stored != nil {
		r.result.SecretID = s.stored.id
		if r.isNew(s.stored) && (r.KeepOld || s.other == nil) {
			return true, nil
		}
	}
	if s.stored != nil && s.other != nil {
		if err := r.deleteOther(ctx, s); err != nil {
			return false, err
		}
		// An old one was the last step of a rotation, one without a value of an
		// earlier step.
		return !r.KeepOld && (s.other.created.Before(s.stored.created) || r.isNew(s.stored)), nil
	}
	return false, r.add(ctx)
}

// isNew reports whether the stored secret is one that this rotation, or an earlier
// call of it, has added.
func (r *secretRotation) isNew(stored *clientSecret) bool {
	return r.result.Added || !r.Since.IsZero() && stored.created.After(r.Since)
}

// look reads what there is, and tells the store the ID of what it holds where it
// does not know it.
func (r *secretRotation) look(ctx context.Context) (*state, error) {
	secrets, err := r.list(ctx)
	if err != nil {
		return nil, err
	}
	stored, err := r.Store.Stored(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the ID of the stored secret: %w", err)
	}
	if len(secrets) == 0 {
		return nil, ErrNoSecret
	}
	if stored == "" && len(secrets) == 1 {
		stored = secrets[0].id
		if err := r.Store.Adopt(ctx, stored); err != nil {
			return nil, fmt.Errorf("adopt the secret that is stored: %w", err)
		}
	}
	s := new(state)
	for i := range secrets {
		if secrets[i].id == stored {
			s.stored = &secrets[i]
		} else {
			s.other = &secrets[i]
		}
	}
	if s.stored == nil && len(secrets) > 1 {
		unknown := &UnknownSecretsError{ClientID: r.ClientID, Stored: stored}
		for _, secret := range secrets {
			unknown.IDs = append(unknown.IDs, secret.id)
		}
		if r.result.Added { // the list is older than the secret
			return nil, againError{unknown}
		}
		return nil, unknown
	}
	return s, nil
}

func (r *secretRotation) list(ctx context.Context) ([]clientSecret, error) {
	var secrets []clientSecret
	var watch pages.Watch
	in := &cognitoidentityprovider.ListUserPoolClientSecretsInput{UserPoolId: &r.UserPoolID, ClientId: &r.ClientID}
	for {
		out, err := answered(r.api.ListUserPoolClientSecrets(ctx, in,
			answeredAs[cognitoidentityprovider.ListUserPoolClientSecretsOutput]))
		if err == nil {
			err = watch.Turn(out.NextToken, len(out.ClientSecrets))
		}
		if err != nil {
			return nil, fmt.Errorf("list the secrets of app client %s: %w", r.ClientID, err)
		}
		for _, d := range out.ClientSecrets {
			if d.ClientSecretId == nil || d.ClientSecretCreateDate == nil {
				return nil, fmt.Errorf("list the secrets of app client %s: one has no ID or no date", r.ClientID)
			}
			secrets = append(secrets, clientSecret{*d.ClientSecretId, *d.ClientSecretCreateDate})
		}
		if in.NextToken = out.NextToken; in.NextToken == nil || len(secrets) > 2 {
			return secrets, nil
		}
	}
}

// add adds a secret and hands it to the store. Where it fails with the client as
// it was, that is the error; where there are two secrets now, an answer was lost or
// the list was old, and the next step finds the secret that nobody has.
func (r *secretRotation) add(ctx context.Context) error {
	if err := leased(ctx, r.lease, r.key, DefaultSettleTime); err != nil {
		return err
	}
	in := &cognitoidentityprovider.AddUserPoolClientSecretInput{UserPoolId: &r.UserPoolID, ClientId: &r.ClientID}
	out, err := answered(r.api.AddUserPoolClientSecret(ctx, in,
		answeredAs[cognitoidentityprovider.AddUserPoolClientSecretOutput]))
	if err != nil {
		err = fmt.Errorf("add a secret to app client %s: %w", r.ClientID, err)
		if secrets, unread := r.list(ctx); unread == nil && len(secrets) > 1 {
			return againError{err}
		}
		return err
	}
	d := out.ClientSecretDescriptor
	if d == nil || d.ClientSecretId == nil || d.ClientSecretValue == nil {
		return fmt.Errorf("add a secret to app client %s: the answer has no ID or no value", r.ClientID)
	}
	id := *d.ClientSecretId
	if slices.Contains(r.result.Deleted, id) {
		// The ID has the time in seconds. A request to delete the one that had it
		// before may still be under way, and would delete this one.
		return againError{fmt.Errorf("the ID %s is that of a secret just deleted", id)}
	}
	if err := leased(ctx, r.lease, r.key, 0); err != nil { // another process may have deleted it
		return err
	}
	if err := r.Store.Store(ctx, id, userpoolclient.NewSecret(*d.ClientSecretValue)); err != nil {
		return fmt.Errorf("store the new secret of app client %s: %w", r.ClientID, err)
	}
	r.result.SecretID, r.result.Added = id, true
	return nil
}

// deleteOther deletes the secret that the store does not hold, once nobody has it.
func (r *secretRotation) deleteOther(ctx context.Context, s *state) error {
	if err := r.awaitReady(ctx, s.stored.id); err != nil {
		return err
	}
	if err := leased(ctx, r.lease, r.key, DefaultSettleTime); err != nil {
		return err
	}
	in := &cognitoidentityprovider.DeleteUserPoolClientSecretInput{
		UserPoolId: &r.UserPoolID, ClientId: &r.ClientID, ClientSecretId: &s.other.id,
	}
	_, err := answered(r.api.DeleteUserPoolClientSecret(ctx, in,
		answeredAs[cognitoidentityprovider.DeleteUserPoolClientSecretOutput]))
	var gone *types.ResourceNotFoundException
	if err != nil && !errors.As(err, &gone) { // gone by a request whose answer was lost
		return fmt.Errorf("delete the secret %s: %w", s.other.id, err)
	}
	if !slices.Contains(r.result.Deleted, s.other.id) { // an ID comes back within its second
		r.result.Deleted = append(r.result.Deleted, s.other.id)
	}
	return nil
}

// awaitReady returns once every user has the stored secret.
func (r *secretRotation) awaitReady(ctx context.Context, id string) error {
	for {
		ready, err := r.Store.Ready(ctx, id)
		switch {
		case err != nil:
			return fmt.Errorf("ask whether the users have the new secret: %w", err)
		case ready:
			return nil
		case r.Poll < 0:
			return &NotReadyError{ClientID: r.ClientID, SecretID: id}
		}
		if err := sleep(ctx, r.Poll); err != nil {
			return &NotReadyError{ClientID: r.ClientID, SecretID: id, Err: err}
		}
	}
}
