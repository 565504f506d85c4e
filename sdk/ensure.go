package sdk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/internal/pages"
)

// EnsureAPI is what [Ensure] calls; *cognitoidentityprovider.Client has it.
type EnsureAPI interface {
	API
	CreateAPI
	ListUserPoolClients(
		context.Context, *cognitoidentityprovider.ListUserPoolClientsInput, ...func(*cognitoidentityprovider.Options),
	) (*cognitoidentityprovider.ListUserPoolClientsOutput, error)
}

// EnsureRequest says which app client there is to be.
type EnsureRequest struct {
	// Config is the client that is to be. UserPoolId and ClientName tell which one it
	// is: the API does not make names unique, and [Ensure] wants them so.
	Config *userpoolclient.Config

	// Pool is what the user pool has, for the rules that need it; see LoadPool.
	Pool *userpoolclient.Pool

	// Lock takes a lock that all who ensure or update the client share. While it is
	// looked for and created, the key is the pool's ID, a slash and the client's name;
	// for an update, and for the rest, it is as UpdateRequest.Lock says. nil: two
	// processes that ensure one name at once may both create it.
	Lock func(ctx context.Context, key string) (Lease, error)

	// DryRun looks, plans and validates, and changes nothing.
	DryRun bool

	// Out is where a dry run prints its plan; nil: nowhere.
	Out io.Writer
}

// EnsureResult is what Ensure did, or in a dry run would do.
type EnsureResult struct {
	ClientID string                   // "" where a dry run would create the client
	Secret   userpoolclient.Secret    // the zero Secret where the client has none, or is not there yet
	Client   *userpoolclient.Config   // as the service answered; as intended in a dry run
	Create   bool                     // there was no client of the name
	Changes  []userpoolclient.Change  // of the client that there was; nil: nothing to change
	Findings []userpoolclient.Finding // about the client as it is to be

	name, pool string
}

// NameError says that several app clients of the pool have the name of the one that
// is meant.
type NameError struct {
	UserPoolID, ClientName string
	ClientIDs              []string
}

// Error names the clients.
func (e *NameError) Error() string {
	return fmt.Sprintf("%d app clients of %s have the name %q: %s; delete or rename all but one, or update the one that "+
		"is meant by its ID", len(e.ClientIDs), e.UserPoolID, e.ClientName, strings.Join(e.ClientIDs, ", "))
}

// SecretError says that an app client has a secret and is to have none, or another
// way round, or another secret. No update can change that.
type SecretError struct {
	ClientID  string
	Has, Want bool // both: it has another
}

// Error says which of the two it is.
func (e *SecretError) Error() string {
	switch {
	case e.Has && e.Want:
		return fmt.Sprintf("app client %s has another secret, and no update can change it", e.ClientID)
	case e.Has:
		return fmt.Sprintf("app client %s has a secret and is to have none, and no update can take it away; "+
			"create another client", e.ClientID)
	}
	return fmt.Sprintf("app client %s has no secret and is to have one, and no update can add it; create another client",
		e.ClientID)
}

// Ensure makes sure that the pool has an app client of that name that is as r.Config
// says. Where there is none it creates it, as [Create] does. Where there is one it
// updates what differs, as [Update] does: what r.Config sets is set, and what it omits
// stays as it is. Where nothing differs it sends nothing, so it can be run again and
// again.
//
// A create that gets no answer is looked for by its name, and found where it has taken
// effect and the service lists it already.
//
// Errors: those of Create and Update; a *[LockLostError], not sent; a *[NameError] for
// several clients of the name; a *[SecretError] for a client whose secret, or lack of one, is not as r.Config says
// (GenerateSecret, ClientSecret), not sent. Of a secret that AddUserPoolClientSecret
// has added, DescribeUserPoolClient shows nothing, and neither does Ensure.
func Ensure(ctx context.Context, api EnsureAPI, r EnsureRequest) (*EnsureResult, error) {
	c := r.Config
	if c == nil || orZero(c.UserPoolId) == "" || orZero(c.ClientName) == "" {
		return nil, errors.New("an EnsureRequest must have a Config with UserPoolId and ClientName")
	}
	if len(c.Unknown)+len(c.MaybeSet) > 0 {
		return nil, fmt.Errorf("not known: %s; every value that a client is to have must be",
			list(slices.Concat(c.Unknown, c.MaybeSet)))
	}
	var lease Lease = Unlock(nil)
	if r.Lock != nil && !r.DryRun {
		taken, err := r.Lock(ctx, *c.UserPoolId+"/"+*c.ClientName)
		if err != nil {
			return nil, fmt.Errorf("lock app client %q: %w", *c.ClientName, err)
		}
		if taken != nil {
			lease = taken
		}
		defer lease.Release()
	}
	id, err := find(ctx, api, *c.UserPoolId, *c.ClientName)
	if err != nil {
		return nil, err
	}
	result := &EnsureResult{ClientID: id, name: *c.ClientName, pool: *c.UserPoolId}
	if id == "" {
		err = result.create(ctx, api, &r, lease)
	} else {
		err = result.update(ctx, api, &r)
	}
	if result.Client == nil {
		return nil, err
	}
	if err == nil && r.DryRun && r.Out != nil {
		if _, err = io.WriteString(r.Out, result.String()); err != nil {
			return result, fmt.Errorf("print the plan: %w", err)
		}
	}
	return result, err
}

// find returns the ID of the client of that name, "" where there is none.
func find(ctx context.Context, api EnsureAPI, userPoolID, name string) (string, error) {
	const page = 60 // the most that the service lists at once
	var ids []string
	var watch pages.Watch
	list := cognitoidentityprovider.NewListUserPoolClientsPaginator(api,
		&cognitoidentityprovider.ListUserPoolClientsInput{UserPoolId: &userPoolID, MaxResults: new(int32(page))})
	for list.HasMorePages() {
		out, err := list.NextPage(ctx)
		if err == nil {
			err = watch.Turn(out.NextToken, len(out.UserPoolClients))
		}
		if err != nil {
			return "", fmt.Errorf("list the app clients of %s: %w", userPoolID, err)
		}
		for _, c := range out.UserPoolClients {
			if orZero(c.ClientName) == name {
				ids = append(ids, orZero(c.ClientId))
			}
		}
	}
	switch len(ids) {
	case 0:
		return "", nil
	case 1:
		return ids[0], nil
	}
	return "", &NameError{userPoolID, name, ids}
}

// create creates the client, or finds what an unanswered create has made.
func (e *EnsureResult) create(ctx context.Context, api EnsureAPI, r *EnsureRequest, lease Lease) error {
	e.Create = true
	if r.DryRun {
		input, findings, err := creation(r.Config, r.Pool)
		if err == nil {
			e.Client, e.Findings = FromCreate(input), findings
		}
		return err
	}
	if err := leased(ctx, lease, e.pool+"/"+e.name, DefaultSettleTime); err != nil {
		return err
	}
	made, err := create(ctx, api, r.Config, r.Pool)
	if made != nil {
		e.ClientID, e.Secret, e.Client, e.Findings = made.ClientID, made.Secret, made.Client, made.Findings
	}
	var unanswered *UnansweredCreateError
	if !errors.As(err, &unanswered) {
		return err
	}
	id, failed := find(ctx, api, e.pool, e.name)
	if failed != nil || id == "" {
		return errors.Join(err, failed)
	}
	e.ClientID = id
	return e.update(ctx, api, r)
}

// update makes the client as it is to be.
func (e *EnsureResult) update(ctx context.Context, api EnsureAPI, r *EnsureRequest) error {
	updated, err := Update(ctx, api, UpdateRequest{
		UserPoolID: e.pool, ClientID: e.ClientID, Pool: r.Pool, DryRun: r.DryRun, Lock: r.Lock,
		Edit: func(current *userpoolclient.Config) error {
			if err := sameSecret(current, r.Config); err != nil {
				return err
			}
			*current = *userpoolclient.Overlay(current, r.Config)
			return nil
		},
	})
	if updated != nil {
		e.Client, e.Changes, e.Findings = updated.After, updated.Changes, updated.Findings
		if before := updated.Before; before != nil && before.ClientSecret != nil {
			e.Secret = *before.ClientSecret
		}
	}
	return err
}

// sameSecret returns an error where a client has a secret and is to have none, or has
// not the one that it is to have. A configuration that says neither wants neither.
func sameSecret(current, want *userpoolclient.Config) error {
	e := &SecretError{ClientID: orZero(current.ClientId), Has: current.ClientSecret != nil}
	switch {
	case want.ClientSecret != nil:
		e.Want = true
		if e.Has && want.ClientSecret.Equal(*current.ClientSecret) {
			return nil
		}
	case want.GenerateSecret == nil, *want.GenerateSecret == e.Has:
		return nil
	default:
		e.Want = *want.GenerateSecret
	}
	return e
}

// String returns the plan in words, a line for each setting.
func (e *EnsureResult) String() string {
	var b strings.Builder
	switch {
	case e.Create && e.Changes == nil:
		fmt.Fprintf(&b, "create app client %q in %s:\n", e.name, e.pool)
		in := userpoolclient.Context{Operation: userpoolclient.OperationCreate}
		for _, s := range userpoolclient.Resolve(e.Client, in) {
			named := s.Field == userpoolclient.FieldUserPoolId || s.Field == userpoolclient.FieldClientName
			if s.Origin == userpoolclient.OriginSet && !named {
				fmt.Fprintf(&b, "  %s: %s\n", s.Field, s)
			}
		}
	case e.Changes == nil:
		fmt.Fprintf(&b, "app client %s (%q) of %s is as it is to be\n", e.ClientID, e.name, e.pool)
	default:
		fmt.Fprintf(&b, "update app client %s (%q) of %s:\n", e.ClientID, e.name, e.pool)
		for _, c := range e.Changes {
			fmt.Fprintf(&b, "  %s\n", describe(c))
		}
	}
	return b.String()
}
