package cognitotest_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
)

// What a browser gets is what was recorded, to the letter.
func TestBrowserAnswers(t *testing.T) {
	a := newOAuthApp(t, func(c *userpoolclient.Config) {
		c.AllowedOAuthFlows = append(c.AllowedOAuthFlows, "implicit")
		c.CallbackURLs = append(c.CallbackURLs, "https://CAPITAL.example/cb")
	})
	id := a.oauth2.ClientID
	authorize := func(pairs string) string { return "/oauth2/authorize?client_id=" + id + pairs }
	const cb = "&redirect_uri=https%3A%2F%2Fshop.example%2Fcb"
	for _, row := range []struct{ why, page, location, body string }{
		{"AUTHZ-1", "/oauth2/authorize", "/error?error=Required+parameters+missing", ""},
		{"AUTHZ-3", "/oauth2/authorize?client_id=test&response_type=code" + cb, "/error?error=invalid_request&client_id=test", ""},
		{"AUTHZ-4", authorize("&response_type=code" + cb + "2"), "/error?error=redirect_mismatch&client_id=" + id, ""},
		{"AUTHZ-4, its page", "/error?error=redirect_mismatch&client_id=x", "", "<p>error: redirect_mismatch</p>"},
		{"a page shows what it is given as text", "/error?error=%3Cscript%3E", "", "<p>error: &lt;script&gt;</p>"},
		{"AUTHZ-6: the login page shows first",
			authorize("&response_type=code&redirect_uri=https%3A%2F%2Fcapital.example%2Fcb"), "/login?client_id=" + id +
				"&response_type=code&redirect_uri=https%3A%2F%2Fcapital.example%2Fcb", ""},
		{"AUTHZ-6: and then the text", "/login?client_id=" + id +
			"&response_type=code&redirect_uri=https%3A%2F%2Fcapital.example%2Fcb", "", "Client is not enabled for OAuth2.0 flows."},
		{"AUTHZ-21", authorize("&response_type=code&scope=phone&state=audit-state" + cb),
			appCallback + "?error_description=invalid_scope&state=audit-state&error=invalid_request", ""},
		{"AUTHZ-22", authorize("&response_type=token&scope=phone" + cb),
			appCallback + "#error_description=invalid_scope&error=invalid_request", ""},
		{"AUTHZ-32", authorize("&response_type=code&code_challenge=x&code_challenge_method=plain" + cb),
			appCallback + "?error=invalid_request", ""},
		{"AUTHZ-36", authorize("&response_type=code&prompt=login" + cb), "/login?client_id=" + id +
			"&response_type=code&prompt=login" + cb, ""},
		{"LOGIN-6", "/login", "", "An error was encountered with the requested page."},
		{"LOGOUT-1", "/logout?client_id=" + id + "&logout_uri=https%3A%2F%2Fshop.example%2Fbye", "https://shop.example/bye", ""},
		{"LOGOUT-2", "/logout?client_id=" + id + "&logout_uri=https%3A%2F%2Fshop.example%2Fbye%2F",
			"/error?client_id=" + id + "&logout_uri=https%3A%2F%2Fshop.example%2Fbye%2F", ""},
		{"LOGOUT-2, its page", "/error?client_id=" + id + "&logout_uri=x", "",
			"Required String parameter &#39;redirect_uri&#39; is not present"},
		{"nobody measured it", authorize("&response_type=code&idp_identifier=x" + cb), "", "<p>[cognitotest] "},
		{"a % alone", "/oauth2/authorize?client_id=%zz", "", "<p>[cognitotest] "},
	} {
		t.Run(row.why, func(t *testing.T) {
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, a.server.URL+row.page, nil)
			if err != nil {
				t.Fatal(err)
			}
			response, err := http.DefaultTransport.RoundTrip(request)
			if err != nil {
				t.Fatal(err)
			}
			body, status := readAll(t, response), http.StatusFound
			if row.location == "" {
				status = http.StatusBadRequest
			}
			if response.StatusCode != status || response.Header.Get("Location") != row.location ||
				!strings.Contains(body, row.body) {
				t.Errorf("%s\n%s\n%s", response.Status, response.Header.Get("Location"), body)
			}
		})
	}
}

// A pool without a user has nobody to sign in.
func TestNobodyIsSignedIn(t *testing.T) {
	server := cognitotest.NewServer(t)
	client := server.AddClient(t, &userpoolclient.Config{ClientName: aws.String("web"),
		AllowedOAuthFlowsUserPoolClient: aws.Bool(true), AllowedOAuthFlows: []types.OAuthFlowType{"code"},
		AllowedOAuthScopes: []string{"openid"}, CallbackURLs: []string{appCallback},
		SupportedIdentityProviders: []string{"COGNITO"}})
	page := server.URL + "/oauth2/authorize?response_type=code&client_id=" + *client.ClientId
	response, err := http.Get(page + "&redirect_uri=" + appCallback)
	if err != nil {
		t.Fatal(err)
	}
	if body := readAll(t, response); response.StatusCode != 400 || !strings.Contains(body, "<p>[cognitotest] nobody") {
		t.Errorf("%s: %s", response.Status, body)
	}
	request, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, page+"&state=s&prompt=none&redirect_uri="+appCallback, nil)
	if response, err = http.DefaultTransport.RoundTrip(request); err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if to := response.Header.Get("Location"); to != appCallback+"?state=s&error=login_required" {
		t.Errorf("prompt=none: %s", to)
	}
}

// SignIn and a seed take a user that the pool can have.
func TestUserOfAPool(t *testing.T) {
	service := cognitotest.New()
	load := func(user string) error {
		return cognitotest.New().Load([]byte(`{"UserPools":[{"UserPool":{"PoolName":"shop"},"User":` + user + `}]}`))
	}
	if err := load(`{"Attributes":{"email":"a@b.example"}}`); err != nil {
		t.Error(err)
	}
	for why, err := range map[string]error{
		"does not exist":                       service.SignIn("us-east-1_x", cognitotest.User{}),
		`has no attribute "custom:tenant"`:     load(`{"Attributes":{"custom:tenant":"t"}}`),
		"takes sub as User.Sub":                load(`{"Attributes":{"sub":"t"}}`),
		"takes at most 2048 bytes of nickname": load(`{"Attributes":{"nickname":"` + strings.Repeat("n", 2049) + `"}}`),
	} {
		if _, ok := errors.AsType[*cognitotest.UserError](err); !ok || !strings.Contains(err.Error(), why) {
			t.Errorf("%v, want %s", err, why)
		}
	}
}

// A page of the application reads the endpoints, a page of another origin does not,
// and neither reads the API.
func TestPagesOfTheApplication(t *testing.T) {
	a := newOAuthApp(t, nil)
	ask := func(method, path, origin string) *http.Response {
		request, err := http.NewRequestWithContext(t.Context(), method, a.server.URL+path, strings.NewReader("grant_type=x"))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Origin", origin)
		request.Header.Set("Sec-Fetch-Site", "cross-site")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		return response
	}
	for _, row := range []struct {
		why, method, path, origin string
		status                    int
		allowed                   string
	}{
		{"the application", "POST", "/oauth2/token", "https://shop.example", 400, "https://shop.example"},
		{"before it asks", "OPTIONS", "/oauth2/token", "https://shop.example", 204, "https://shop.example"},
		{"a name that begins alike", "POST", "/oauth2/token", "https://shop.exampl", 403, ""},
		{"another page", "POST", "/oauth2/token", "https://evil.example", 403, ""},
		{"the API", "POST", "/", "https://shop.example", 403, ""},
	} {
		got := ask(row.method, row.path, row.origin)
		if allowed := got.Header.Get("Access-Control-Allow-Origin"); got.StatusCode != row.status || allowed != row.allowed {
			t.Errorf("%s: %s, %q", row.why, got.Status, allowed)
		}
	}
}

// Sign-in with the API gets the recorded text, or comes to where passwords do.
func TestInitiateAuth(t *testing.T) {
	a := newOAuthApp(t, func(c *userpoolclient.Config) { c.RefreshTokenRotation = nil })
	api := a.server.Client(once)
	for _, row := range []struct {
		why        string
		flow       types.AuthFlowType
		parameters map[string]string
		exception  string
		message    string
	}{
		{"INIT-1", "USER_SRP_AUTH", map[string]string{"USERNAME": "ann", "SRP_A": "1"}, "NotAuthorizedException",
			"Client " + a.oauth2.ClientID + " is configured with secret but SECRET_HASH was not received"},
		{"INIT-3", "USER_SRP_AUTH", map[string]string{"USERNAME": "ann", "SRP_A": "1", "SECRET_HASH": "x"},
			"NotAuthorizedException", "Unable to verify secret hash for client " + a.oauth2.ClientID},
		{"no such flow", "NONE", nil, invalidParameter, broken("'NONE'", "authFlow",
			"Member must satisfy enum value set: [")},
	} {
		_, err := api.InitiateAuth(t.Context(), &cip.InitiateAuthInput{ClientId: &a.oauth2.ClientID, AuthFlow: row.flow,
			AuthParameters: row.parameters})
		got, ok := errors.AsType[smithy.APIError](err)
		if !ok || got.ErrorCode() != row.exception || !strings.HasPrefix(got.ErrorMessage(), row.message) {
			t.Errorf("%s: %v", row.why, err)
		}
	}
}

// A refresh token of a sign-in with the API serves there, and not at the token endpoint
// (TOKEN-25); RevokeToken ends it.
func TestRefreshTokenOfTheAPI(t *testing.T) {
	a := newOAuthApp(t, nil)
	api, token := a.server.Client(once), a.server.IssueTokens(a.oauth2.ClientID).RefreshToken
	_, err := a.refresh(*token)
	a.mustRefuse(err, "invalid_grant", "")
	secret := &a.oauth2.ClientSecret
	in := &cip.GetTokensFromRefreshTokenInput{ClientId: &a.oauth2.ClientID, ClientSecret: secret, RefreshToken: token}
	out, err := api.GetTokensFromRefreshToken(t.Context(), in)
	if err != nil || out.AuthenticationResult.RefreshToken == nil {
		t.Fatalf("%+v, %v", out, err)
	}
	in.RefreshToken = out.AuthenticationResult.RefreshToken
	if _, err := api.RevokeToken(t.Context(), &cip.RevokeTokenInput{ClientId: in.ClientId, ClientSecret: secret,
		Token: in.RefreshToken}); err != nil {
		t.Fatal(err)
	}
	_, err = api.GetTokensFromRefreshToken(t.Context(), in)
	if refused, ok := errors.AsType[*types.NotAuthorizedException](err); !ok ||
		!strings.HasPrefix(refused.ErrorMessage(), ownText) {
		t.Errorf("after it was revoked: %v", err)
	}
}

// The oldest codes are forgotten: what a server holds is bounded.
func TestCodesAreBounded(t *testing.T) {
	a := newOAuthApp(t, nil)
	page := a.oauth2.AuthCodeURL("s")
	_, first := a.visit(page)
	service := a.server.Service
	for range 10_000 {
		r, _ := http.NewRequest(http.MethodGet, strings.TrimPrefix(page, a.server.URL), nil)
		r.RequestURI, r.Host = r.URL.String(), "localhost"
		service.ServeHTTP(discard{http.Header{}}, r)
	}
	_, err := a.oauth2.Exchange(t.Context(), first.Get("code"))
	a.mustRefuse(err, "invalid_grant", "")
	_, last := a.visit(page)
	a.clock.pass(time.Minute)
	if _, err := a.oauth2.Exchange(t.Context(), last.Get("code")); err != nil {
		t.Error(err)
	}
}

// discard is a ResponseWriter.
type discard struct{ header http.Header }

func (d discard) Header() http.Header         { return d.header }
func (d discard) Write(b []byte) (int, error) { return len(b), nil }
func (d discard) WriteHeader(int)             {}

// The document of a pool has the members that the service's was seen to have.
func TestDiscovery(t *testing.T) {
	a := newOAuthApp(t, nil)
	response, err := a.browser.Get(a.server.URL + "/" + a.pool + "/.well-known/openid-configuration")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var got map[string]any
	if err := json.NewDecoder(response.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	base := a.server.URL
	want := map[string]any{
		"authorization_endpoint": base + "/oauth2/authorize", "end_session_endpoint": base + "/logout",
		"id_token_signing_alg_values_supported": []any{"RS256"}, "issuer": base + "/" + a.pool,
		"jwks_uri":                 base + "/" + a.pool + "/.well-known/jwks.json",
		"response_types_supported": []any{"code", "token"}, "revocation_endpoint": base + "/oauth2/revoke",
		"scopes_supported": []any{"openid", "email", "phone", "profile"}, "subject_types_supported": []any{"public"},
		"token_endpoint": base + "/oauth2/token", "userinfo_endpoint": base + "/oauth2/userInfo",
		"token_endpoint_auth_methods_supported": []any{"client_secret_basic", "client_secret_post"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
