package sdk

import (
	"context"
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
	createOperation = "CreateUserPoolClient"
	updateOperation = "UpdateUserPoolClient"
)

// GuardOptions says what a guard does. The zero value refuses what Cognito
// would refuse, and updates that would wipe what they do not mention.
type GuardOptions struct {
	// Partial says what becomes of an update that would reset, or might reset, a
	// member that it does not mention.
	Partial PartialMode

	// Current returns the client as it stands, to save the call or to cache it.
	// Where it is nil, or returns nil without an error, the guard calls
	// DescribeUserPoolClient.
	Current func(ctx context.Context, userPoolID, clientID string) (*userpoolclient.Config, error)

	// OnFinding receives the warnings and the advice about each request, before
	// it is sent or refused. It must be safe for concurrent use.
	OnFinding func(userpoolclient.Finding)

	// Ignore lists IDs of rules that are not applied.
	Ignore []string
}

// PartialMode says what a guard does with an update that leaves members out.
type PartialMode uint8

// The modes.
const (
	PartialReject PartialMode = iota // refuse it with a *PartialUpdateError
	PartialFill                      // complete it from the client as it stands
	PartialAllow                     // send it; what it leaves out goes to OnFinding
)

// Guard returns an option for the client, or for one call, that looks at every
// CreateUserPoolClient and UpdateUserPoolClient before it is sent:
//
//	cognitoidentityprovider.NewFromConfig(cfg, sdk.Guard(sdk.GuardOptions{}))
//	client.UpdateUserPoolClient(ctx, in, sdk.Guard(sdk.GuardOptions{Partial: sdk.PartialFill}))
//
// A guard given for one call replaces that of the client. Every other operation
// passes untouched. Requests that come from [Update] pass too: they are complete
// and checked.
//
// A request that the service would refuse never leaves the process and returns
// a *userpoolclient.ValidationError. An update is compared with the client as it
// stands, by one DescribeUserPoolClient through the same client (with the
// client's own options, not those of the one call; the caller needs permission
// for it), and treated as Partial says; one that leaves members out and is also
// refused for what it gives returns the *userpoolclient.ValidationError, so match
// both. When the client cannot be described the update is not sent, except in
// PartialAllow. errors.As reaches the guard's errors through the SDK's
// *smithy.OperationError. The caller's input is never changed; where the guard
// sends something else, it sends a copy.
//
// The SDK does not send AllowedOAuthFlowsUserPoolClient false, so a request that
// says so leaves it out: PartialReject refuses it where the switch is on and
// PartialFill leaves the switch on. The same holds for UserDataShared false and
// RefreshTokenValidity 0. To turn the switch off, use [Update], or PartialAllow
// for that call. A nil list is left out and filled in, an empty list is sent and
// clears. In every mode the RoleArn that the service has added to an
// ApplicationArn is left out, since the service refuses the two together.
//
// Between the Describe and the update another writer may change the client.
// PartialFill then overwrites that change; [Update] says how to prevent it.
func Guard(options GuardOptions) func(*cognitoidentityprovider.Options) {
	options.Ignore = slices.Clone(options.Ignore)
	return func(o *cognitoidentityprovider.Options) {
		g := &guard{GuardOptions: options}
		// The options are complete only after all option functions have run.
		g.client = sync.OnceValue(func() describer { return cognitoidentityprovider.New(o.Copy()) })
		o.APIOptions = append(o.APIOptions, g.addTo)
	}
}

// PartialUpdateError is the refusal of an update that leaves out members which
// the service would reset, or might.
type PartialUpdateError struct {
	UserPoolID, ClientID string
	Changes              []userpoolclient.Change // what would be lost; the Effect is Reset or Undetermined
}

// Error names the members, what they are now and what they would become.
func (e *PartialUpdateError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "the update of app client %s leaves out what it would reset, or might reset:", e.ClientID)
	for _, c := range e.Changes {
		b.WriteString("\n  " + describe(c))
	}
	b.WriteString("\ngive it all, let sdk.PartialFill keep it, or use sdk.Update")
	return b.String()
}

// A guard is the middleware of one client or one call.
type guard struct {
	GuardOptions
	client func() describer
}

// describer is what a guard and an update read a client with.
type describer interface {
	DescribeUserPoolClient(context.Context, *cognitoidentityprovider.DescribeUserPoolClientInput, ...func(*cognitoidentityprovider.Options)) (*cognitoidentityprovider.DescribeUserPoolClientOutput, error)
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
func (g *guard) HandleInitialize(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (
	out middleware.InitializeOutput, metadata middleware.Metadata, err error,
) {
	if ctx.Value(unguarded{}) == nil {
		switch params := in.Parameters.(type) {
		case *cognitoidentityprovider.CreateUserPoolClientInput:
			in.Parameters, err = g.create(params)
		case *cognitoidentityprovider.UpdateUserPoolClientInput:
			in.Parameters, err = g.update(ctx, params)
		}
		if err != nil {
			return out, metadata, err
		}
	}
	return next.HandleInitialize(ctx, in)
}

func (g *guard) create(in *cognitoidentityprovider.CreateUserPoolClientInput) (*cognitoidentityprovider.CreateUserPoolClientInput, error) {
	if err := g.check(viewCreate(in), userpoolclient.Context{Operation: userpoolclient.OperationCreate}); err != nil {
		return nil, err
	}
	if a := in.AnalyticsConfiguration; a != nil && a.ApplicationArn != nil && isServiceLinked(a.RoleArn) {
		mended := *in
		mended.AnalyticsConfiguration = analytics(analyticsFrom(a))
		return &mended, nil
	}
	return in, nil
}

func (g *guard) update(ctx context.Context, in *cognitoidentityprovider.UpdateUserPoolClientInput) (*cognitoidentityprovider.UpdateUserPoolClientInput, error) {
	update := viewUpdate(in)
	known := userpoolclient.Context{Operation: userpoolclient.OperationUpdate}
	if orZero(update.UserPoolId) == "" || orZero(update.ClientId) == "" { // nobody to compare it with
		return in, g.check(update, known)
	}
	current, err := g.current(ctx, *update.UserPoolId, *update.ClientId)
	if err != nil && g.Partial != PartialAllow {
		return nil, err
	}
	known.Current = current
	if g.Partial == PartialFill {
		update = userpoolclient.Overlay(current, update)
		update.UserPoolId, update.ClientId = in.UserPoolId, in.ClientId // whatever Current says
	}
	if err := g.check(update, known); err != nil {
		return nil, err
	}
	if g.Partial == PartialReject {
		if lost := losses(userpoolclient.Plan(current, update)); len(lost) > 0 {
			return nil, &PartialUpdateError{UserPoolID: *update.UserPoolId, ClientID: *update.ClientId, Changes: lost}
		}
	}
	sent := *in // with whatever members a newer version of the SDK has
	writeUpdate(&sent, update)
	return &sent, nil
}

// losses are the changes that nobody asked for.
func losses(changes []userpoolclient.Change) []userpoolclient.Change {
	return slices.DeleteFunc(changes, func(c userpoolclient.Change) bool {
		return c.Effect != userpoolclient.EffectReset && c.Effect != userpoolclient.EffectUndetermined
	})
}

// check reports warnings and advice and returns errors.
func (g *guard) check(c *userpoolclient.Config, in userpoolclient.Context) error {
	if g.OnFinding == nil && len(g.Ignore) == 0 {
		return userpoolclient.Validate(c, in)
	}
	var refused []userpoolclient.Finding
	for _, f := range userpoolclient.Check(c, in) {
		switch {
		case slices.Contains(g.Ignore, f.Rule):
		case f.Severity == userpoolclient.SeverityError:
			refused = append(refused, f)
		case g.OnFinding != nil:
			g.OnFinding(f)
		}
	}
	if refused != nil {
		return &userpoolclient.ValidationError{Findings: refused}
	}
	return nil
}

func (g *guard) current(ctx context.Context, userPoolID, clientID string) (*userpoolclient.Config, error) {
	if g.Current != nil {
		current, err := g.Current(ctx, userPoolID, clientID)
		if err != nil {
			return nil, fmt.Errorf("guard: app client %s as it stands: %w", clientID, err)
		}
		if current != nil {
			return current, nil
		}
	}
	described, err := describeClient(ctx, g.client(), userPoolID, clientID)
	if err != nil {
		return nil, fmt.Errorf("guard: %w", err)
	}
	return FromClient(*described), nil
}

// describeClient reads a client as it stands.
func describeClient(ctx context.Context, api describer, userPoolID, clientID string) (*types.UserPoolClientType, error) {
	out, err := api.DescribeUserPoolClient(ctx, &cognitoidentityprovider.DescribeUserPoolClientInput{UserPoolId: &userPoolID, ClientId: &clientID})
	if err != nil {
		return nil, fmt.Errorf("describe app client %s: %w", clientID, err)
	}
	if out.UserPoolClient == nil {
		return nil, fmt.Errorf("describe app client %s: the response holds no app client", clientID)
	}
	return out.UserPoolClient, nil
}
