package cognitotest_test

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
)

const appCallback = "https://shop.example/cb"

// A clock is moved by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// An oauthApp is an application with the usual libraries of Go, and the server that it
// signs users in with.
type oauthApp struct {
	*testing.T
	server   *cognitotest.Server
	clock    *clock
	pool     string
	client   *userpoolclient.Config
	provider *oidc.Provider
	oauth2   oauth2.Config
	browser  *http.Client
}

// newOAuthApp makes an application whose client has a secret and rotates its refresh
// tokens, but for what change makes of it.
func newOAuthApp(t *testing.T, change func(c *userpoolclient.Config)) *oauthApp {
	a := &oauthApp{T: t, clock: &clock{now: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)}}
	a.server = cognitotest.NewServer(t, cognitotest.WithClock(a.clock.Now))
	a.pool = a.server.AddPool(t, nil)
	_, err := a.server.Client().CreateResourceServer(t.Context(), &cip.CreateResourceServerInput{
		UserPoolId: &a.pool, Identifier: aws.String("api"), Name: aws.String("API"),
		Scopes: []types.ResourceServerScopeType{{ScopeName: aws.String("read"), ScopeDescription: aws.String("Read")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	c := &userpoolclient.Config{
		UserPoolId: &a.pool, ClientName: aws.String("web"), GenerateSecret: aws.Bool(true),
		AllowedOAuthFlowsUserPoolClient: aws.Bool(true), AllowedOAuthFlows: []types.OAuthFlowType{"code"},
		AllowedOAuthScopes: []string{"openid", "email", "api/read"}, CallbackURLs: []string{appCallback},
		LogoutURLs: []string{"https://shop.example/bye"}, SupportedIdentityProviders: []string{"COGNITO"},
		ExplicitAuthFlows:    []types.ExplicitAuthFlowsType{"ALLOW_USER_SRP_AUTH"},
		RefreshTokenRotation: &userpoolclient.RefreshTokenRotation{Feature: "ENABLED", RetryGracePeriodSeconds: aws.Int32(10)},
	}
	if change != nil {
		change(c)
	}
	a.client = a.server.AddClient(t, c)
	a.server.SignIn(a.pool, cognitotest.User{
		Sub: "5c1f", Username: "ann", Attributes: map[string]string{"email": "ann@shop.example", "email_verified": "true",
			"name": "Ann"},
	})
	if a.provider, err = oidc.NewProvider(t.Context(), a.server.URL+"/"+a.pool); err != nil {
		t.Fatal(err)
	}
	a.oauth2 = oauth2.Config{
		ClientID: *a.client.ClientId, Endpoint: a.provider.Endpoint(), RedirectURL: appCallback,
		Scopes: c.AllowedOAuthScopes,
	}
	if a.client.ClientSecret != nil {
		a.oauth2.ClientSecret = a.client.ClientSecret.Reveal()
	}
	a.browser = &http.Client{CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), a.server.URL) {
			return nil
		}
		return http.ErrUseLastResponse
	}}
	return a
}

// visit opens a page and returns where the browser is sent, with the parameters.
func (a *oauthApp) visit(page string) (to *url.URL, parameters url.Values) {
	a.Helper()
	response, err := a.browser.Get(page)
	if err != nil {
		a.Fatal(err)
	}
	response.Body.Close()
	if to, err = response.Location(); err != nil {
		a.Fatalf("%s: %s", page, response.Status)
	}
	return to, to.Query()
}

// signIn gets tokens by the code flow with PKCE.
func (a *oauthApp) signIn(options ...oauth2.AuthCodeOption) *oauth2.Token {
	a.Helper()
	verifier := oauth2.GenerateVerifier()
	_, got := a.visit(a.oauth2.AuthCodeURL("s t&", append(options, oauth2.S256ChallengeOption(verifier))...))
	if got.Get("state") != "s t&" {
		a.Fatalf("the callback got %v", got)
	}
	token, err := a.oauth2.Exchange(a.Context(), got.Get("code"), oauth2.VerifierOption(verifier))
	if err != nil {
		a.Fatal(err)
	}
	return token
}

// refresh uses a refresh token.
func (a *oauthApp) refresh(value string) (*oauth2.Token, error) {
	return a.oauth2.TokenSource(a.Context(), &oauth2.Token{RefreshToken: value}).Token()
}

// mustRefuse compares an error of the token endpoint.
func (a *oauthApp) mustRefuse(err error, code, description string) {
	a.Helper()
	refused, ok := errors.AsType[*oauth2.RetrieveError](err)
	if !ok || refused.ErrorCode != code || !strings.HasPrefix(refused.ErrorDescription, description) ||
		description == "" && refused.ErrorDescription != "" {
		a.Errorf("the answer is %v, want %s: %q", err, code, description)
	}
}

// A Go application signs a user in by the code flow with PKCE, verifies the ID token
// and asks userInfo, at /login too.
func TestCodeFlow(t *testing.T) {
	a := newOAuthApp(t, func(c *userpoolclient.Config) {
		c.IdTokenValidity, c.AccessTokenValidity = aws.Int32(20), aws.Int32(2)
		c.TokenValidityUnits = &userpoolclient.TokenValidityUnits{IdToken: "minutes"}
	})
	token := a.signIn(oidc.Nonce("n"), oauth2.SetAuthURLParam("prompt", "login"))
	raw, _ := token.Extra("id_token").(string)
	id, err := a.provider.Verifier(&oidc.Config{ClientID: a.oauth2.ClientID, Now: a.clock.Now}).Verify(t.Context(), raw)
	if err != nil {
		t.Fatal(err)
	}
	var said struct {
		Email    string
		Verified bool   `json:"email_verified"`
		Name     string // of the scope profile, which is not asked for
		Username string `json:"cognito:username"`
		Use      string `json:"token_use"`
	}
	if err := id.Claims(&said); err != nil {
		t.Fatal(err)
	}
	now := a.clock.Now()
	if id.Subject != "5c1f" || id.Nonce != "n" || said.Email != "ann@shop.example" || !said.Verified || said.Name != "" ||
		said.Username != "ann" || said.Use != "id" || !id.Expiry.Equal(now.Add(20*time.Minute)) || !id.IssuedAt.Equal(now) {
		t.Errorf("the ID token is %+v, %+v", id, said)
	}
	if _, access := verify(t, a.server, a.pool, token.AccessToken); access["client_id"] != a.oauth2.ClientID ||
		access["scope"] != "openid email api/read" || access["username"] != "ann" || access["token_use"] != "access" ||
		access["exp"] != float64(now.Add(2*time.Hour).Unix()) {
		t.Errorf("the access token says %v", access)
	}
	info, err := a.provider.UserInfo(t.Context(), oauth2.StaticTokenSource(token))
	if err != nil || info.Subject != "5c1f" || info.Email != "ann@shop.example" {
		t.Errorf("userInfo: %+v, %v", info, err)
	}
	a.clock.pass(2 * time.Hour)
	if _, err := a.provider.UserInfo(t.Context(), oauth2.StaticTokenSource(token)); err == nil ||
		!strings.Contains(err.Error(), "401") {
		t.Errorf("userInfo for a token that has expired: %v", err)
	}
}

// A code serves once, for five minutes, its client, its redirect_uri and its verifier.
func TestCodeIsBound(t *testing.T) {
	const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	other := oauth2.SetAuthURLParam
	for _, row := range []struct {
		why               string
		authorize         []oauth2.AuthCodeOption
		before            func(a *oauthApp, code string)
		exchange          []oauth2.AuthCodeOption
		code, description string
	}{
		{"used already", nil, func(a *oauthApp, code string) {
			if _, err := a.oauth2.Exchange(a.Context(), code); err != nil {
				a.Fatal(err)
			}
		}, nil, "invalid_grant", ""},
		{"unknown", nil, nil, []oauth2.AuthCodeOption{other("code", "x")}, "invalid_grant", ""},
		{"expired", nil, func(a *oauthApp, _ string) { a.clock.pass(5 * time.Minute) }, nil, "invalid_grant", ownText},
		{"another URL of the client", nil, nil, []oauth2.AuthCodeOption{other("redirect_uri", appCallback+"2")},
			"unauthorized_client", "invalid_redirect"},
		{"without its verifier", []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(verifier)}, nil, nil, "invalid_grant",
			ownText},
		{"with another verifier", []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(verifier)}, nil,
			[]oauth2.AuthCodeOption{oauth2.VerifierOption(verifier + "x")}, "invalid_grant", ownText},
		{"a verifier and no challenge", nil, nil, []oauth2.AuthCodeOption{oauth2.VerifierOption(verifier)}, "invalid_grant",
			ownText},
		{"bound to no resource server", []oauth2.AuthCodeOption{other("resource", "https://none.example")}, nil, nil,
			"invalid_grant", ""},
	} {
		t.Run(row.why, func(t *testing.T) {
			a := newOAuthApp(t, func(c *userpoolclient.Config) { c.CallbackURLs = append(c.CallbackURLs, appCallback+"2") })
			_, got := a.visit(a.oauth2.AuthCodeURL("s", row.authorize...))
			if got.Get("code") == "" {
				t.Fatalf("no code: %v", got)
			}
			if row.before != nil {
				row.before(a, got.Get("code"))
			}
			_, err := a.oauth2.Exchange(t.Context(), got.Get("code"), row.exchange...)
			a.mustRefuse(err, row.code, row.description)
		})
	}
}

// A token that is bound to a resource server names it, and so does a refreshed one.
func TestResourceBinding(t *testing.T) {
	a := newOAuthApp(t, nil)
	token := a.signIn(oauth2.SetAuthURLParam("resource", "api"))
	refreshed, err := a.refresh(token.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	for _, access := range []string{token.AccessToken, refreshed.AccessToken} {
		if _, said := verify(t, a.server, a.pool, access); said["aud"] != "api" || said["scope"] != "openid email api/read" {
			t.Errorf("the access token says %v", said)
		}
	}
}

// A client that cannot read what a scope covers gets a code, and no tokens for it.
func TestUnreadableScope(t *testing.T) {
	a := newOAuthApp(t, func(c *userpoolclient.Config) { c.ReadAttributes = []string{"email"} })
	_, got := a.visit(a.oauth2.AuthCodeURL("s"))
	_, err := a.oauth2.Exchange(t.Context(), got.Get("code"))
	a.mustRefuse(err, "invalid_grant", "")
	a.oauth2.Scopes = []string{"openid"}
	a.signIn()
}

// A rotated refresh token serves for the grace period, and its successor lives no
// longer than it would have.
func TestRefreshRotates(t *testing.T) {
	a := newOAuthApp(t, nil)
	first := a.signIn()
	second, err := a.refresh(first.RefreshToken)
	if err != nil || second.RefreshToken == first.RefreshToken || second.Extra("id_token") == nil {
		t.Fatalf("the refresh: %+v, %v", second, err)
	}
	a.clock.pass(9 * time.Second)
	if _, err := a.refresh(first.RefreshToken); err != nil {
		t.Errorf("within the grace period: %v", err)
	}
	a.clock.pass(time.Second)
	_, err = a.refresh(first.RefreshToken)
	a.mustRefuse(err, "invalid_grant", ownText)
	secret := a.oauth2.ClientSecret
	_, err = a.server.Client().GetTokensFromRefreshToken(t.Context(), &cip.GetTokensFromRefreshTokenInput{
		ClientId: &a.oauth2.ClientID, ClientSecret: &secret, RefreshToken: &first.RefreshToken})
	if _, reused := errors.AsType[*types.RefreshTokenReuseException](err); !reused {
		t.Errorf("after the grace period: %v", err)
	}
	a.clock.pass(30*24*time.Hour - 11*time.Second)
	third, err := a.refresh(second.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	a.clock.pass(time.Second)
	_, err = a.refresh(third.RefreshToken)
	a.mustRefuse(err, "invalid_grant", ownText)
}

// A refresh token that does not rotate serves again and again, until it is revoked; so
// does the access token at userInfo.
func TestRevoke(t *testing.T) {
	a := newOAuthApp(t, func(c *userpoolclient.Config) {
		c.RefreshTokenRotation = nil
		c.ExplicitAuthFlows = append(c.ExplicitAuthFlows, "ALLOW_REFRESH_TOKEN_AUTH")
	})
	token := a.signIn()
	for range 2 {
		again, err := a.refresh(token.RefreshToken)
		if err != nil || again.RefreshToken != token.RefreshToken { // x/oauth2 keeps the old one where no new one comes
			t.Fatalf("the refresh: %+v, %v", again, err)
		}
	}
	for _, row := range []struct {
		why, token, secret string
		status             int
		says               string
	}{
		{"another secret", token.RefreshToken, "x", 401, `{"error":"invalid_client"}`},
		{"an access token", token.AccessToken, a.oauth2.ClientSecret, 400, `{"error":"unsupported_token_type"}`},
		{"no token", "", a.oauth2.ClientSecret, 400, `{"error":"invalid_request"}`},
		{"an unknown token", "x", a.oauth2.ClientSecret, 200, ""},
		{"the refresh token", token.RefreshToken, a.oauth2.ClientSecret, 200, ""},
		{"again", token.RefreshToken, a.oauth2.ClientSecret, 200, ""},
	} {
		response, err := http.PostForm(a.server.URL+"/oauth2/revoke", url.Values{
			"token": {row.token}, "client_id": {a.oauth2.ClientID}, "client_secret": {row.secret}})
		if err != nil {
			t.Fatal(err)
		}
		if body := readAll(t, response); response.StatusCode != row.status || body != row.says {
			t.Errorf("%s: %d %s", row.why, response.StatusCode, body)
		}
	}
	_, err := a.refresh(token.RefreshToken)
	a.mustRefuse(err, "invalid_grant", "")
	if _, err := a.provider.UserInfo(t.Context(), oauth2.StaticTokenSource(token)); err == nil {
		t.Error("userInfo answers for a revoked session")
	}
}

// A machine gets a token with its secret in the header or in the body.
func TestClientCredentials(t *testing.T) {
	a := newOAuthApp(t, func(c *userpoolclient.Config) {
		c.AllowedOAuthFlows, c.AllowedOAuthScopes = []types.OAuthFlowType{"client_credentials"}, []string{"api/read"}
		c.CallbackURLs, c.LogoutURLs, c.SupportedIdentityProviders = nil, nil, nil
	})
	machine := clientcredentials.Config{ClientID: a.oauth2.ClientID, ClientSecret: a.oauth2.ClientSecret,
		TokenURL: a.provider.Endpoint().TokenURL}
	for _, style := range []oauth2.AuthStyle{oauth2.AuthStyleInHeader, oauth2.AuthStyleInParams} {
		machine.AuthStyle = style
		token, err := machine.Token(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		_, said := verify(t, a.server, a.pool, token.AccessToken)
		if said["sub"] != a.oauth2.ClientID || said["scope"] != "api/read" || token.RefreshToken != "" {
			t.Errorf("the token says %v", said)
		}
	}
	machine.ClientSecret = "x"
	_, err := machine.Token(t.Context())
	a.mustRefuse(err, "invalid_client", "")
}

func readAll(t *testing.T, response *http.Response) string {
	t.Helper()
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
