package sdk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go/middleware"

	"github.com/userpoolclient/userpoolclient"
)

const (
	createOperation   = "CreateUserPoolClient"
	describeOperation = "DescribeUserPoolClient"
	updateOperation   = "UpdateUserPoolClient"
)

// GuardOptions says what a guard does. The zero value rejects what Cognito would
// reject, and updates that would wipe what they do not mention.
type GuardOptions struct {
	// Partial says what becomes of an update that would reset, or might reset, a
	// member that it omits.
	Partial PartialMode

	// Current returns the client as it stands, to save the call or to cache it.
	// Where it is nil, or returns nil without an error, the guard calls
	// DescribeUserPoolClient. A configuration without ClientSecret and
	// GenerateSecret does not tell whether the client has a secret, and rules that
	// need that are skipped; set GenerateSecret where you omit the secret. What
	// a newer SDK than this package describes is not in it, so PartialFill keeps
	// such members only where the guard itself describes the client.
	Current func(ctx context.Context, userPoolID, clientID string) (*userpoolclient.Config, error)

	// Pool returns what a user pool has, for the rules that need it; CachePools
	// makes one. Where it is nil, or returns nil without an error, those rules are
	// skipped. An error ends the request.
	Pool func(ctx context.Context, userPoolID string) (*userpoolclient.Pool, error)

	// OnFinding receives the warnings and the advice about each request, before
	// it is sent or rejected. It must be safe for concurrent use.
	OnFinding func(userpoolclient.Finding)

	// Ignore lists IDs of rules that are not applied.
	Ignore []string
}

// PartialMode says what a guard does with an update that omits members.
type PartialMode uint8

// The modes.
const (
	PartialReject PartialMode = iota // reject it with a *PartialUpdateError
	PartialFill                      // complete it from the client as it stands
	PartialAllow                     // send it; what it omits goes to OnFinding
)

// Guard returns an option for the client, or for one call, that looks at every
// CreateUserPoolClient and UpdateUserPoolClient before it is sent:
//
//	cognitoidentityprovider.NewFromConfig(cfg, sdk.Guard(sdk.GuardOptions{}))
//	client.UpdateUserPoolClient(ctx, in, sdk.Guard(sdk.GuardOptions{Partial: sdk.PartialFill}))
//
// A guard of one call replaces that of the client. Every other operation
// passes untouched. Requests that come from [Update] pass too: they are complete
// and checked.
//
// A request that breaks a rule never leaves the process and returns a
// *userpoolclient.ValidationError; the rules about the pool need
// GuardOptions.Pool. An update is compared with the client as it stands, by one
// DescribeUserPoolClient through the same client (with the client's own options,
// not those of the one call; the caller needs permission for it), and treated as
// Partial says; one that omits members and also breaks a rule returns the
// *userpoolclient.ValidationError, so match both. When the client cannot be
// described the update is not sent, except in PartialAllow. errors.As reaches the
// guard's errors through the SDK's *smithy.OperationError. The caller's input is
// never changed; where the guard sends something else, it sends a copy.
//
// DescribeUserPoolClient shows the secret that a client was made with and none
// that was added later. A client that shows none is taken to have none, unless it
// has settings that need one. Where all secrets of a client were added later, let
// Current return it with GenerateSecret true.
//
// The SDK does not send AllowedOAuthFlowsUserPoolClient false, so a request that
// says so omits it: PartialReject rejects it where the switch is on and
// PartialFill leaves the switch on. The same holds for UserDataShared false and
// RefreshTokenValidity 0. To turn the switch off, use [Update], or PartialAllow
// for that call. A nil list is omitted and filled in, an empty list is sent and
// clears. In every mode the RoleArn that the service has added to an
// ApplicationArn is omitted, since the service rejects the two together.
//
// PartialFill returns an *UnknownValueError, and sends nothing, where Current
// returns a member that the request omits and whose value is not known.
//
// A description that is older than what this process has seen is read again, as
// by [Update]. Between the description and the update another writer may change
// the client. PartialFill then overwrites that change; Update says how to prevent
// it.
func Guard(options GuardOptions) func(*cognitoidentityprovider.Options) {
	options.Ignore = slices.Clone(options.Ignore)
	return func(o *cognitoidentityprovider.Options) {
		g := &guard{GuardOptions: options, carry: carryOver}
		// The options are complete only after all option functions have run.
		g.client = sync.OnceValue(func() describer { return cognitoidentityprovider.New(o.Copy()) })
		o.APIOptions = append(o.APIOptions, g.addTo)
	}
}

// PartialUpdateError says that an update was not sent because it omits members
// that the service would reset, or might.
type PartialUpdateError struct {
	UserPoolID, ClientID string
	Changes              []userpoolclient.Change // what would be lost: EffectReset or EffectUndetermined
}

// Error names the members, what they are now and what they would become.
func (e *PartialUpdateError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "the update of app client %s omits what it would reset, or might reset:", e.ClientID)
	for _, c := range e.Changes {
		b.WriteString("\n  " + describe(c))
	}
	b.WriteString("\nset it all, let sdk.PartialFill keep it, or use sdk.Update")
	return b.String()
}

// A guard is the middleware of one client or one call.
type guard struct {
	GuardOptions
	client func() describer
	carry  func(*cognitoidentityprovider.UpdateUserPoolClientInput, *types.UserPoolClientType)
}

const guardID = "userpoolclient.Guard"

// ID names the middleware.
func (*guard) ID() string { return guardID }

// addTo puts the guard before the SDK's own check of required members, so that
// a request's errors come all at once.
func (g *guard) addTo(stack *middleware.Stack) error {
	if id := stack.ID(); id != createOperation && id != updateOperation {
		return nil
	}
	if _, ok := stack.Initialize.Get(guardID); ok {
		_, err := stack.Initialize.Swap(guardID, g)
		return err
	}
	const sdkCheck = "OperationInputValidation"
	if _, ok := stack.Initialize.Get(sdkCheck); ok {
		return stack.Initialize.Insert(g, sdkCheck, middleware.Before)
	}
	return stack.Initialize.Add(g, middleware.After)
}

type unguarded struct{}

// withoutGuard marks the calls that a guard lets pass.
func withoutGuard(ctx context.Context) context.Context {
	return context.WithValue(ctx, unguarded{}, true)
}

// HandleInitialize checks a request and passes it, or its completed copy, on.
func (g *guard) HandleInitialize(
	ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler,
) (out middleware.InitializeOutput, metadata middleware.Metadata, err error) {
	if ctx.Value(unguarded{}) != nil {
		return next.HandleInitialize(ctx, in)
	}
	var key string
	switch params := in.Parameters.(type) {
	case *cognitoidentityprovider.CreateUserPoolClientInput:
		in.Parameters, err = g.create(ctx, params)
	case *cognitoidentityprovider.UpdateUserPoolClientInput:
		in.Parameters, key, err = g.update(ctx, params)
	}
	if err != nil {
		return out, metadata, err
	}
	out, metadata, err = next.HandleInitialize(ctx, in)
	if answer, ok := out.Result.(*cognitoidentityprovider.UpdateUserPoolClientOutput); ok && answer != nil && err == nil {
		lastSeen.note(key, answer.UserPoolClient)
	}
	return out, metadata, err
}

func (g *guard) create(
	ctx context.Context, in *cognitoidentityprovider.CreateUserPoolClientInput,
) (*cognitoidentityprovider.CreateUserPoolClientInput, error) {
	c := viewCreate(in)
	if err := g.check(ctx, c, userpoolclient.Context{Operation: userpoolclient.OperationCreate}); err != nil {
		return nil, err
	}
	if c.AnalyticsConfiguration.IsDescribeEcho() {
		mended := *in
		mended.AnalyticsConfiguration = analytics(c.AnalyticsConfiguration)
		return &mended, nil
	}
	return in, nil
}

// update returns what to send, and the client's key in lastSeen.
func (g *guard) update(
	ctx context.Context, in *cognitoidentityprovider.UpdateUserPoolClientInput,
) (*cognitoidentityprovider.UpdateUserPoolClientInput, string, error) {
	update, about := viewUpdate(in), userpoolclient.Context{Operation: userpoolclient.OperationUpdate}
	if orZero(update.UserPoolId) == "" || orZero(update.ClientId) == "" { // nobody to compare it with
		return in, "", g.check(ctx, update, about)
	}
	current, err := g.current(ctx, *update.UserPoolId, *update.ClientId)
	if err != nil && g.Partial != PartialAllow {
		return nil, "", err
	}
	if g.Partial == PartialFill {
		if update, err = complete(current.config, update); err != nil {
			return nil, "", err
		}
	}
	about.Current, about.Secret = current.config, current.secret
	if err := g.check(ctx, update, about); err != nil {
		return nil, "", err
	}
	if g.Partial == PartialReject {
		if lost := losses(userpoolclient.Plan(current.config, update)); len(lost) > 0 {
			return nil, "", &PartialUpdateError{UserPoolID: *update.UserPoolId, ClientID: *update.ClientId, Changes: lost}
		}
	}
	sent := *in // with whatever members a newer version of the SDK has
	writeUpdate(&sent, update)
	if g.Partial == PartialFill && current.described != nil {
		g.carry(&sent, current.described)
	}
	return &sent, current.key, nil
}

// complete returns the update completed from the client as it stands.
func complete(current, update *userpoolclient.Config) (*userpoolclient.Config, error) {
	full := userpoolclient.Overlay(current, update)
	full.UserPoolId, full.ClientId = update.UserPoolId, update.ClientId // whatever Current says
	if err := known(full); err != nil {
		return nil, fmt.Errorf("guard: app client %s as it stands: %w", *update.ClientId, err)
	}
	return full, nil
}

// losses are the changes that nobody asked for.
func losses(changes []userpoolclient.Change) []userpoolclient.Change {
	return slices.DeleteFunc(changes, func(c userpoolclient.Change) bool {
		return c.Effect != userpoolclient.EffectReset && c.Effect != userpoolclient.EffectUndetermined
	})
}

// check reports warnings and advice and returns errors.
func (g *guard) check(ctx context.Context, c *userpoolclient.Config, in userpoolclient.Context) error {
	load := g.Pool != nil && orZero(c.UserPoolId) != ""
	if load {
		var err error
		if in.Pool, err = g.Pool(ctx, *c.UserPoolId); err != nil {
			return fmt.Errorf("guard: %w", err)
		}
	}
	errs, others := g.inspect(c, in)
	if load && slices.ContainsFunc(errs, isAboutPool) {
		// The pool may have got what it lacked when it was loaded.
		var err error
		if in.Pool, err = g.Pool(withoutCache(ctx), *c.UserPoolId); err != nil {
			return fmt.Errorf("guard: %w", err)
		}
		errs, others = g.inspect(c, in)
	}
	for _, f := range others {
		g.OnFinding(f)
	}
	if errs != nil {
		return &userpoolclient.ValidationError{Findings: errs}
	}
	return nil
}

// inspect returns what the rules find: the errors, and for OnFinding the rest.
func (g *guard) inspect(c *userpoolclient.Config, in userpoolclient.Context) (errs, others []userpoolclient.Finding) {
	if g.OnFinding == nil && len(g.Ignore) == 0 {
		err := userpoolclient.Validate(c, in)
		if err == nil {
			return nil, nil
		}
		var rejected *userpoolclient.ValidationError
		if errors.As(err, &rejected) {
			errs = rejected.Findings
		}
		return errs, nil
	}
	for _, f := range userpoolclient.Check(c, in) {
		switch {
		case slices.Contains(g.Ignore, f.Rule):
		case f.Severity == userpoolclient.SeverityError:
			errs = append(errs, f)
		case g.OnFinding != nil:
			others = append(others, f)
		}
	}
	return errs, others
}

// isAboutPool reports whether a finding is of a rule about the pool.
func isAboutPool(f userpoolclient.Finding) bool {
	rule, _ := userpoolclient.RuleByID(f.Rule)
	return rule.Needs&userpoolclient.NeedsPool != 0
}

// A clientState is a client as it stands; the zero value where it is not known.
type clientState struct {
	config    *userpoolclient.Config
	secret    userpoolclient.SecretState
	described *types.UserPoolClientType // nil where the caller has handed it over
	key       string                    // of the client in lastSeen
}

func (g *guard) current(ctx context.Context, userPoolID, clientID string) (clientState, error) {
	if g.Current != nil {
		current, err := g.Current(ctx, userPoolID, clientID)
		if err != nil {
			return clientState{}, fmt.Errorf("guard: app client %s as it stands: %w", clientID, err)
		}
		if current != nil {
			return clientState{config: current, secret: secretOfOwn(current)}, nil
		}
	}
	described, key, err := readClient(ctx, g.client(), userPoolID, clientID)
	if err != nil {
		return clientState{}, fmt.Errorf("guard: %w", err)
	}
	current := FromClient(*described)
	return clientState{current, secretOf(current), described, key}, nil
}
