package sdk

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go/middleware"

	"github.com/userpoolclient/userpoolclient"
)

// mockAPI answers what a test says, as a mock of an interface does.
type mockAPI struct {
	described *cognitoidentityprovider.DescribeUserPoolClientOutput
	updated   *cognitoidentityprovider.UpdateUserPoolClientOutput
	updateErr error
	panics    any
}

func (m mockAPI) DescribeUserPoolClient(
	context.Context, *cognitoidentityprovider.DescribeUserPoolClientInput, ...func(*cognitoidentityprovider.Options),
) (*cognitoidentityprovider.DescribeUserPoolClientOutput, error) {
	return m.described, nil
}

func (m mockAPI) UpdateUserPoolClient(
	context.Context, *cognitoidentityprovider.UpdateUserPoolClientInput, ...func(*cognitoidentityprovider.Options),
) (*cognitoidentityprovider.UpdateUserPoolClientOutput, error) {
	if m.panics != nil {
		panic(m.panics)
	}
	return m.updated, m.updateErr
}

func describedShop() *cognitoidentityprovider.DescribeUserPoolClientOutput {
	return &cognitoidentityprovider.DescribeUserPoolClientOutput{UserPoolClient: &types.UserPoolClientType{
		UserPoolId: new(poolID), ClientId: new(clientID), ClientName: new("shop"),
	}}
}

// An implementation of API that answers nothing, or no client, or fails in its own
// way, is an error at once: no panic, no second attempt, no lock that is left.
func TestUpdateOverAMock(t *testing.T) {
	broken := errors.New("broken")
	for _, tt := range []struct {
		why  string
		api  API
		want string
	}{
		{"there is none", nil, "must have an API"},
		{"it describes nothing", mockAPI{}, errNoAnswer.Error()},
		{"it describes no client", mockAPI{described: &cognitoidentityprovider.DescribeUserPoolClientOutput{}},
			errNoClient.Error()},
		{"it answers nothing", mockAPI{described: describedShop()}, errNoAnswer.Error()},
		{"it answers no client", mockAPI{described: describedShop(),
			updated: &cognitoidentityprovider.UpdateUserPoolClientOutput{}}, errNoClient.Error()},
		{"it fails", mockAPI{described: describedShop(), updateErr: broken}, "broken"},
		{"it rejects", mockAPI{described: describedShop(), updateErr: &types.NotAuthorizedException{}}, "NotAuthorized"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			result, err := Update(t.Context(), tt.api, request(addURL("https://b.example.org/cb")))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v", err)
			}
			if result != nil && result.Attempts != 1 {
				t.Errorf("%d attempts", result.Attempts)
			}
			noneHeld(t)
		})
	}
}

// What an API panics with reaches the caller of Update, not a goroutine of its own.
func TestUpdateOverAPanickingMock(t *testing.T) {
	r := request(addURL("https://b.example.org/cb"))
	r.SettleTime = 1
	unlocked := make(chan bool)
	r.Lock = func(context.Context, string) (Lease, error) { return Unlock(func() { close(unlocked) }), nil }
	func() {
		defer func() {
			if v := recover(); v != "mock" {
				t.Errorf("recovered %v", v)
			}
		}()
		_, _ = Update(t.Context(), mockAPI{described: describedShop(), panics: "mock"}, r)
	}()
	<-unlocked
}

// answerAll is a middleware that stands in for the service and answers every
// operation alike.
func answerAll(result any) func(*cognitoidentityprovider.Options) {
	return func(o *cognitoidentityprovider.Options) {
		o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
			return stack.Finalize.Add(middleware.FinalizeMiddlewareFunc("answerAll",
				func(context.Context, middleware.FinalizeInput, middleware.FinalizeHandler) (
					out middleware.FinalizeOutput, metadata middleware.Metadata, err error,
				) {
					out.Result = result
					return out, metadata, nil
				}), middleware.Before)
		})
	}
}

// A client of which every call is answered as one operation is an error where
// another one is called: the SDK itself would panic.
func TestEveryCallAnsweredAlike(t *testing.T) {
	asUpdate := &cognitoidentityprovider.UpdateUserPoolClientOutput{UserPoolClient: describedShop().UserPoolClient}
	for _, tt := range []struct {
		why    string
		result any
		want   string
	}{
		{"as Update", asUpdate, "DescribeUserPoolClient was answered by a " +
			"*cognitoidentityprovider.UpdateUserPoolClientOutput"},
		{"as Describe", describedShop(), "UpdateUserPoolClient was answered by a " +
			"*cognitoidentityprovider.DescribeUserPoolClientOutput"},
		{"by nothing", nil, "was answered by a <nil>"},
		{"by a nil answer", (*cognitoidentityprovider.DescribeUserPoolClientOutput)(nil),
			"DescribeUserPoolClient was answered by"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			mocked := cognitoidentityprovider.NewFromConfig(aws.Config{Region: "eu-central-1"}, answerAll(tt.result))
			_, err := Update(t.Context(), mocked, request(addURL("https://b.example.org/cb")))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Update: %v", err)
			}
			noneHeld(t)
			if _, err := LoadPool(t.Context(), mocked, poolID); err == nil || !strings.Contains(err.Error(), "was answered by") {
				t.Errorf("LoadPool: %v", err)
			}
		})
	}
	guarded := cognitoidentityprovider.NewFromConfig(aws.Config{Region: "eu-central-1"}, answerAll(asUpdate),
		Guard(GuardOptions{}))
	_, err := guarded.UpdateUserPoolClient(t.Context(), boto1607())
	if err == nil || !strings.Contains(err.Error(), "guard: describe app client") {
		t.Errorf("Guard: %v", err)
	}
}

// Guard's own description of an answer without a client, and a nil one.
func TestGuardOverAMock(t *testing.T) {
	for why, api := range map[string]describer{
		"nothing":   mockAPI{},
		"no client": mockAPI{described: &cognitoidentityprovider.DescribeUserPoolClientOutput{}},
	} {
		g := &guard{client: func() describer { return api }, carry: carryOver}
		if _, _, err := g.update(t.Context(), boto1607()); err == nil {
			t.Errorf("%s: no error", why)
		}
	}
}

// mockPoolAPI answers nothing to one operation, and as a pool without anything to
// the others.
type mockPoolAPI struct{ silent string }

func (m mockPoolAPI) DescribeUserPool(
	context.Context, *cognitoidentityprovider.DescribeUserPoolInput, ...func(*cognitoidentityprovider.Options),
) (*cognitoidentityprovider.DescribeUserPoolOutput, error) {
	if m.silent == "DescribeUserPool" {
		return nil, nil
	}
	return &cognitoidentityprovider.DescribeUserPoolOutput{UserPool: &types.UserPoolType{}}, nil
}

func (m mockPoolAPI) ListIdentityProviders(
	context.Context, *cognitoidentityprovider.ListIdentityProvidersInput, ...func(*cognitoidentityprovider.Options),
) (*cognitoidentityprovider.ListIdentityProvidersOutput, error) {
	if m.silent == "ListIdentityProviders" {
		return nil, nil
	}
	return &cognitoidentityprovider.ListIdentityProvidersOutput{}, nil
}

func (m mockPoolAPI) ListResourceServers(
	context.Context, *cognitoidentityprovider.ListResourceServersInput, ...func(*cognitoidentityprovider.Options),
) (*cognitoidentityprovider.ListResourceServersOutput, error) {
	if m.silent == "ListResourceServers" {
		return nil, nil
	}
	return &cognitoidentityprovider.ListResourceServersOutput{}, nil
}

func TestLoadPoolOverAMock(t *testing.T) {
	for _, silent := range []string{"", "DescribeUserPool", "ListIdentityProviders", "ListResourceServers"} {
		pool, err := LoadPool(t.Context(), mockPoolAPI{silent}, poolID)
		if (err == nil) != (silent == "") || (pool != nil) != (silent == "") {
			t.Errorf("%q answers nothing: %v, %v", silent, pool, err)
		}
	}
}

// An Update inside the Edit of the same client is an error, at once and whatever
// its context; one of another client is none, and one beside it waits.
func TestNestedUpdate(t *testing.T) {
	server := serve(t, shop)
	client := server.Client()
	inner, outer := error(nil), request(nil)
	outer.Edit = func(c *userpoolclient.Config) error {
		_, inner = Update(context.Background(), client, request(addURL("https://inner.example.org/cb")))
		return addURL("https://outer.example.org/cb")(c)
	}
	if _, err := Update(t.Context(), client, outer); err != nil || !errors.Is(inner, ErrNested) {
		t.Errorf("outer %v, inner %v", err, inner)
	}
	if n := len(current(t, client).CallbackURLs); n != 2 {
		t.Errorf("%d callback URLs", n)
	}
	noneHeld(t)

	other := request(addURL("https://b.example.org/cb"))
	other.ClientID = "another"
	outer.Edit = func(*userpoolclient.Config) error {
		_, inner = Update(t.Context(), client, other)
		return nil
	}
	var missing *types.ResourceNotFoundException // so it has been described
	if _, err := Update(t.Context(), client, outer); err != nil || !errors.As(inner, &missing) {
		t.Errorf("of another client: outer %v, inner %v", err, inner)
	}

	// After its Edit, a goroutine may update the same client again.
	for range 2 {
		if _, err := Update(t.Context(), client, request(addURL("https://c.example.org/cb"))); err != nil {
			t.Error(err)
		}
	}
	beside := make(chan error)
	outer.Edit = func(c *userpoolclient.Config) error {
		go func() {
			_, err := Update(t.Context(), client, request(addURL("https://d.example.org/cb")))
			beside <- err
		}()
		return addURL("https://e.example.org/cb")(c)
	}
	if _, err := Update(t.Context(), client, outer); err != nil {
		t.Error(err)
	}
	if err := <-beside; err != nil {
		t.Errorf("beside: %v", err)
	}
	noneHeld(t)
}

func TestGoroutineID(t *testing.T) {
	here, there := goroutineID(), make(chan uint64)
	go func() { there <- goroutineID() }()
	if other := <-there; here == 0 || other == 0 || here == other || here != goroutineID() {
		t.Errorf("here %d, there %d", here, other)
	}
}
