package sdk

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"pgregory.net/rapid"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
)

// public is a client without a secret, machine one with a secret and a flow that
// needs it.
const (
	public = `"ClientId":"` + clientID + `","ClientName":"spa","ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH",` +
		`"ALLOW_REFRESH_TOKEN_AUTH"]`

	machine = `"ClientId":"` + clientID + `","ClientName":"machine","GenerateSecret":true,
		"AllowedOAuthFlowsUserPoolClient":true,"AllowedOAuthFlows":["client_credentials"],"AllowedOAuthScopes":["api/read"],
		"ExplicitAuthFlows":["ALLOW_REFRESH_TOKEN_AUTH"]`
)

// serveWithScopes starts a server whose pool has the scope api/read.
func serveWithScopes(t testing.TB, members string) *cognitotest.Server {
	t.Helper()
	server := cognitotest.NewServer(t)
	if err := server.Load([]byte(`{"UserPools":[{"Id":"` + poolID + `","UserPool":{"PoolName":"shop"},
		"UserPoolClients":[{` + members + `}],"ResourceServers":[{"Identifier":"api","Name":"API",
			"Scopes":[{"ScopeName":"read","ScopeDescription":"Read"}]}]}]}`)); err != nil {
		t.Fatal(err)
	}
	return server
}

// withContextData switches on what needs a secret.
func withContextData(c *userpoolclient.Config) error {
	c.EnablePropagateAdditionalUserContextData = new(true)
	return nil
}

// hidden shows a client without its secret, as the service shows one whose secrets
// were all added later.
type hidden struct {
	*cognitoidentityprovider.Client
}

func (h hidden) DescribeUserPoolClient(
	ctx context.Context, in *cognitoidentityprovider.DescribeUserPoolClientInput,
	o ...func(*cognitoidentityprovider.Options),
) (*cognitoidentityprovider.DescribeUserPoolClientOutput, error) {
	out, err := h.Client.DescribeUserPoolClient(ctx, in, o...)
	if err == nil {
		out.UserPoolClient.ClientSecret = nil
	}
	return out, err
}

// What needs a secret is judged by whether the client has one.
func TestUpdateKnowsTheSecret(t *testing.T) {
	for _, tt := range []struct {
		why    string
		client string
		hidden bool
		secret userpoolclient.SecretState
		sent   int
	}{
		{"there is none", public, false, userpoolclient.SecretStateUnknown, 0},
		{"there is one", shop, false, userpoolclient.SecretStateUnknown, 1},
		{"there is one that does not show: the client uses it", machine, true, userpoolclient.SecretStateUnknown, 1},
		{"there is one that does not show, and nothing tells", legacy + `,"GenerateSecret":true`, true,
			userpoolclient.SecretStateUnknown, 0},
		{"the caller tells", legacy + `,"GenerateSecret":true`, true, userpoolclient.SecretStatePresent, 1},
	} {
		t.Run(tt.why, func(t *testing.T) {
			server := serveWithScopes(t, tt.client)
			r := request(withContextData)
			if tt.client == shop {
				r.Edit = func(c *userpoolclient.Config) error { c.ClientName = new("new"); return nil }
			}
			r.Secret = tt.secret
			api := API(server.Client())
			if tt.hidden {
				api = hidden{server.Client()}
			}
			_, err := Update(t.Context(), api, r)
			var invalid *userpoolclient.ValidationError
			if errors.As(err, &invalid) != (tt.sent == 0) || tt.sent == 1 && err != nil {
				t.Errorf("got %v", err)
			}
			if n := server.Calls(updateOperation); n != tt.sent {
				t.Errorf("%d updates", n)
			}
		})
	}
}

func TestGuardKnowsTheSecret(t *testing.T) {
	without := func(generate *bool) func(context.Context, string, string) (*userpoolclient.Config, error) {
		return func(context.Context, string, string) (*userpoolclient.Config, error) {
			c := parse(t, public)
			c.UserPoolId, c.GenerateSecret = new(poolID), generate
			return c, nil
		}
	}
	for _, tt := range []struct {
		why     string
		client  string
		current func(context.Context, string, string) (*userpoolclient.Config, error)
		sent    int
	}{
		{"there is none", public, nil, 0},
		{"there is one", public + `,"GenerateSecret":true`, nil, 1},
		{"Current does not tell: the service does", public, without(nil), 1},
		{"Current says that there is none", public, without(new(false)), 0},
		{"Current says that there is one", public, without(new(true)), 1},
	} {
		t.Run(tt.why, func(t *testing.T) {
			server := serve(t, tt.client)
			client := server.Client(Guard(GuardOptions{Partial: PartialFill, Current: tt.current}))
			_, err := client.UpdateUserPoolClient(t.Context(), &cognitoidentityprovider.UpdateUserPoolClientInput{
				UserPoolId: new(poolID), ClientId: new(clientID), EnablePropagateAdditionalUserContextData: new(true),
			})
			var invalid *userpoolclient.ValidationError
			if errors.As(err, &invalid) != (tt.sent == 0) {
				t.Errorf("got %v", err)
			}
			if n := server.Calls(updateOperation); n != tt.sent {
				t.Errorf("%d updates", n)
			}
		})
	}
}

// drawn is one of the right values, most often, or of the wrong ones.
func drawn[T any](t *rapid.T, label string, right, wrong []T) T {
	if rapid.IntRange(0, 9).Draw(t, label+" is right") > 0 {
		return rapid.SampledFrom(right).Draw(t, label)
	}
	return rapid.SampledFrom(wrong).Draw(t, label)
}

// drawEdit draws what an update sets, right or wrong, with what depends on the
// secret and on the pool.
func drawEdit(t *rapid.T) func(*userpoolclient.Config) error {
	flows := drawn(t, "flows", [][]types.OAuthFlowType{nil, {"code"}, {"client_credentials"}},
		[][]types.OAuthFlowType{{}, {"code", "client_credentials"}})
	scopes := drawn(t, "scopes", [][]string{{"api/read"}}, [][]string{nil, {"openid"}, {"api/write"}})
	providers := drawn(t, "providers", [][]string{nil, {"COGNITO"}}, [][]string{{"Google"}})
	written := drawn(t, "written", [][]string{nil, {"name"}}, [][]string{{"custom:no"}, {"email_verified"}})
	urls := drawn(t, "urls", [][]string{{"https://a.example.org/cb"}}, [][]string{nil, {"http://a.example.org/cb"}})
	on, context := rapid.Bool().Draw(t, "switch"), rapid.Bool().Draw(t, "context")
	return func(c *userpoolclient.Config) error {
		c.AllowedOAuthFlows, c.AllowedOAuthScopes = slices.Clone(flows), slices.Clone(scopes)
		c.SupportedIdentityProviders, c.WriteAttributes = slices.Clone(providers), slices.Clone(written)
		c.AllowedOAuthFlowsUserPoolClient, c.CallbackURLs = new(on), slices.Clone(urls)
		c.EnablePropagateAdditionalUserContextData, c.DefaultRedirectURI = new(context), nil
		return nil
	}
}

// A request that the service would reject does not leave the process, whatever the
// rule needs to know, by Update and by a guard with the pool.
func TestNothingRejectedIsSent(t *testing.T) {
	sent, stopped := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		server := serveWithScopes(t, rapid.SampledFrom([]string{public, machine, shop}).Draw(rt, "client"))
		client := server.Client()
		pool, err := LoadPool(t.Context(), client, poolID)
		if err != nil {
			rt.Fatal(err)
		}
		edit := drawEdit(rt)
		r := request(edit)
		r.Pool = pool
		if rapid.Bool().Draw(rt, "by a guard") {
			c := current(t, client)
			_ = edit(c)
			guarded := server.Client(Guard(GuardOptions{Partial: PartialFill, Pool: CachePools(client, 1)}))
			_, err = guarded.UpdateUserPoolClient(t.Context(), updateInput(c))
		} else {
			_, err = Update(t.Context(), client, r)
		}
		var invalid *userpoolclient.ValidationError
		switch {
		case err == nil:
			sent++
		case errors.As(err, &invalid) && server.Calls(updateOperation) == 0:
			stopped++
		default:
			rt.Errorf("%d sent: %v", server.Calls(updateOperation), err)
		}
	})
	if sent < 5 || stopped < 20 {
		t.Errorf("%d sent, %d stopped: the test shows nothing", sent, stopped)
	}
}
