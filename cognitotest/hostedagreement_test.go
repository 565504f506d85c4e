package cognitotest_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
	"github.com/userpoolclient/userpoolclient/sdk"
)

// Random clients and requests: SignIn says yes exactly when the server issues a token,
// tokens live as long as Resolve says, and the server answers what Judge says.
//
// Judge, SignIn and the server read one table of conditions, so this test does not
// hold the table: the rows of the recorded facts do, in the root package. It holds
// what the server does by itself: reading HTTP, codes, tokens, state, and how it
// writes an answer. The requests are read a second time, by ParseRequest, and the
// answers by ParseResponse.
func TestHostedAgreement(t *testing.T) {
	clients := 10_000
	if testing.Short() {
		clients = 500
	}
	a := newHostedAgreement(t, 20261121)
	for i := range clients {
		a.makeClient(i)
		a.judgeRandom()
		a.signInByOneWay(i)
		if t.Failed() {
			t.Fatalf("client %d; the seed makes it come again: %s", i, show(a.client))
		}
	}
	t.Logf("%v, by way %v and not %v, %d refresh tokens to their end", a.outcomes, a.issued, a.none, a.ended)
	for what, n := range map[string]int{
		"accepted": a.outcomes["accepted"], "rejected": a.outcomes["rejected"], "not recorded": a.outcomes["own"],
		"refresh tokens to their end": a.ended * 20,
	} {
		if n < clients/20 {
			t.Errorf("%s: %d: the requests are not varied", what, n)
		}
	}
	// Each password flow is of one of InitiateAuth and AdminInitiateAuth alone: three never go.
	const served, never = 23, 3
	if len(a.issued) != served-never || len(a.none) != served {
		t.Errorf("%d ways led to a token, %d did not: %v, %v", len(a.issued), len(a.none), a.issued, a.none)
	}
}

type hostedAgreement struct {
	*testing.T
	rand    *rand.Rand
	clock   *clock
	server  *cognitotest.Server
	browser *http.Client
	api     *cip.Client
	poolID  string
	pool    *userpoolclient.Pool

	client   *userpoolclient.Config
	context  userpoolclient.Context
	secret   string
	outcomes map[string]int
	issued   map[string]int // by the ways that led to a token, or to where passwords come in
	none     map[string]int // by those that did not
	ended    int
}

func newHostedAgreement(t *testing.T, seed uint64) *hostedAgreement {
	a := &hostedAgreement{T: t, rand: rand.New(rand.NewPCG(seed, 0)), outcomes: map[string]int{}, issued: map[string]int{}, none: map[string]int{},
		clock: &clock{now: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)}}
	a.server = cognitotest.NewServer(t, cognitotest.WithClock(a.clock.Now))
	a.api = a.server.Client(once)
	a.browser = &http.Client{Transport: a.server.Config().HTTPClient.(*http.Client).Transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return a
}

func (a *hostedAgreement) one(of int) bool            { return a.rand.IntN(of) == 0 }
func (a *hostedAgreement) pick(list ...string) string { return list[a.rand.IntN(len(list))] }
func (a *hostedAgreement) some(list ...string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(string) bool { return a.one(2) })
}

// makeClient makes a random client that the service accepts, and each thousand a pool.
func (a *hostedAgreement) makeClient(i int) {
	if i%900 == 0 {
		a.poolID = *makePool(a.T, a.api, &userpoolclient.Pool{
			Tier: "ESSENTIALS", IdentityProviders: []string{"Google"}, Scopes: []string{"api/read", "api/write"}})
		a.server.SignIn(a.poolID, cognitotest.User{Username: "ann", Attributes: map[string]string{"email": "a@b.example"}})
		var err error
		if a.pool, err = sdk.LoadPool(a.Context(), a.api, a.poolID); err != nil {
			a.Fatal(err)
		}
	}
	for {
		c := a.randomClient()
		in := userpoolclient.Context{Operation: userpoolclient.OperationCreate, Pool: a.pool}
		if userpoolclient.Validate(c, in) == nil {
			a.client = a.server.AddClient(a.T, c)
			break
		}
	}
	a.context = userpoolclient.Context{Secret: userpoolclient.SecretStateAbsent, Pool: a.pool}
	a.secret = ""
	if a.client.ClientSecret != nil {
		a.secret, a.context.Secret = a.client.ClientSecret.Reveal(), userpoolclient.SecretStatePresent
	}
}

func (a *hostedAgreement) randomClient() *userpoolclient.Config {
	c := &userpoolclient.Config{UserPoolId: &a.poolID, ClientName: aws.String("web"), GenerateSecret: aws.Bool(a.one(2))}
	if !a.one(8) {
		c.AllowedOAuthFlowsUserPoolClient = aws.Bool(!a.one(8))
		flows := a.some("code", "implicit", "code")
		if a.one(4) {
			flows = []string{"client_credentials"}
		}
		slices.Sort(flows)
		for _, f := range slices.Compact(flows) {
			c.AllowedOAuthFlows = append(c.AllowedOAuthFlows, types.OAuthFlowType(f))
		}
		c.AllowedOAuthScopes = a.some("openid", "openid", "email", "api/read", "api/write")
		slices.Sort(c.AllowedOAuthScopes)
		c.AllowedOAuthScopes = slices.Compact(c.AllowedOAuthScopes)
		if slices.Contains(c.AllowedOAuthFlows, types.OAuthFlowTypeClientCredentials) {
			c.AllowedOAuthScopes, c.GenerateSecret = []string{"api/read"}, aws.Bool(true)
		}
		c.CallbackURLs = []string{appCallback}
		c.LogoutURLs = []string{"https://shop.example/bye"}
		if a.one(3) {
			c.CallbackURLs = append(c.CallbackURLs, "http://localhost:3000/cb?x=1")
			c.DefaultRedirectURI = aws.String(appCallback)
		}
		if !a.one(8) {
			c.SupportedIdentityProviders = append(a.some("Google"), "COGNITO")
		}
	}
	for _, f := range a.some("ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH",
		"ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_USER_AUTH") {
		c.ExplicitAuthFlows = append(c.ExplicitAuthFlows, types.ExplicitAuthFlowsType(f))
	}
	switch a.rand.IntN(6) {
	case 0:
		c.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{"ALLOW_CLIENT_TOKEN_AUTH"}
	case 1:
		c.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{"USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"}
	}
	if a.one(3) {
		c.RefreshTokenRotation = &userpoolclient.RefreshTokenRotation{Feature: "ENABLED",
			RetryGracePeriodSeconds: aws.Int32(int32(a.rand.IntN(60)))}
	}
	if a.one(4) {
		c.EnableTokenRevocation = aws.Bool(a.one(2))
	}
	if a.one(2) {
		c.AccessTokenValidity, c.IdTokenValidity = aws.Int32(int32(5+a.rand.IntN(20))), aws.Int32(int32(5+a.rand.IntN(19)))
		c.RefreshTokenValidity = aws.Int32(int32(60 + a.rand.IntN(40)))
		c.TokenValidityUnits = &userpoolclient.TokenValidityUnits{AccessToken: "minutes"}
		if a.one(2) {
			c.TokenValidityUnits.RefreshToken = types.TimeUnitsType(a.pick("hours", "minutes"))
		}
	}
	return c
}

// judgeRandom sends one random request to an endpoint.
func (a *hostedAgreement) judgeRandom() {
	form := url.Values{"client_id": {*a.client.ClientId}}
	set := func(name string, values ...string) {
		if v := a.pick(values...); v != "" {
			form.Set(name, v)
		}
	}
	if a.one(12) {
		set("client_id", "", "nobody")
	}
	basic := ""
	path := a.pick("/oauth2/authorize", "/oauth2/authorize", "/login", "/oauth2/token", "/oauth2/token", "/oauth2/revoke",
		"/logout")
	switch path {
	case "/oauth2/authorize", "/login":
		set("response_type", "code", "code", "code", "code", "token", "token", "", "id_token")
		set("redirect_uri", appCallback, appCallback, appCallback, appCallback, appCallback, appCallback+"/", "",
			"http://localhost:3001/cb")
		set("scope", "", "", "", "openid", "openid email", "api/read", "phone", "openid offline_access")
		set("state", "", "s", "s", "s", `{"a":1}`)
		if a.one(4) {
			form.Set("code_challenge", "x")
			set("code_challenge_method", "S256", "S256", "plain", "")
		}
		if a.one(8) {
			set("identity_provider", "Google", "COGNITO", "Corp")
		}
		if a.one(8) {
			set("idp_identifier", "", "a.example")
		}
	case "/oauth2/token":
		set("grant_type", "client_credentials", "client_credentials", "", "password")
		set("scope", "", "api/read", "phone")
		basic = a.authenticate(form)
	case "/oauth2/revoke":
		set("token", "", "unknown", a.accessToken())
		basic = a.authenticate(form)
	case "/logout":
		set("logout_uri", "https://shop.example/bye", "https://shop.example/bye/", "")
		if a.one(3) {
			set("post_logout_redirect_uri", "https://shop.example/bye")
		}
	}
	encoded := form.Encode()
	if a.one(20) {
		encoded += "&client_id=" + *a.client.ClientId
	}
	a.compare(path, encoded, basic)
}

// accessToken is what looks like one.
func (a *hostedAgreement) accessToken() string {
	return "e30." + base64.RawURLEncoding.EncodeToString([]byte(`{"token_use":"access"}`)) + ".x"
}

// authenticate adds the secret to a form or returns an Authorization header, mostly as
// the client must.
func (a *hostedAgreement) authenticate(form url.Values) (header string) {
	secret := a.secret
	if a.one(5) {
		secret = a.pick("", "wrong")
	}
	switch {
	case secret == "":
	case a.one(2):
		form.Set("client_secret", secret)
	default:
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(form.Get("client_id")+":"+secret))
	}
	return ""
}

// compare sends a request and compares the answer with the verdict on its text.
func (a *hostedAgreement) compare(path, form, basic string) {
	a.Helper()
	text := "GET " + path + "?" + form + " HTTP/1.1\n"
	method, target, body := http.MethodGet, path+"?"+form, ""
	if strings.HasPrefix(path, "/oauth2/") && path != "/oauth2/authorize" {
		method, target, body = http.MethodPost, path, form
		text = "POST " + path + " HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\n"
	}
	if basic != "" {
		text += "Authorization: " + basic + "\n"
	}
	read, err := userpoolclient.ParseRequest(text + "\n" + body)
	if err != nil {
		a.Fatalf("%s: %v", text, err)
	}
	client := a.client
	if read.ClientID() != *client.ClientId {
		client = nil
	}
	v := userpoolclient.Judge(client, a.context, read)
	answer := a.send(method, target, body, basic)
	text = method + " " + path + " " + form + " " + basic
	switch recorded := recordedOf(v); {
	case v.Outcome == userpoolclient.OutcomeAccepted:
		a.outcomes["accepted"]++
		if !answer.accepted {
			a.Errorf("%s\nis accepted, and the server says %+v", text, answer)
		}
	case v.Outcome != userpoolclient.OutcomeRejected || recorded.IsZero():
		a.outcomes["own"]++
		if !answer.own || answer.accepted {
			a.Errorf("%s\nis %s without a record: %s, and the server says %+v", text, v.Outcome, v.Reason, answer)
		}
	default:
		a.outcomes["rejected"]++
		if problem := answer.differs(recorded); problem != "" {
			a.Errorf("%s\nis rejected by %s: %s, and the server says %+v: %s", text, v.Rule, recorded, answer, problem)
		}
	}
}

func recordedOf(v userpoolclient.Verdict) userpoolclient.Response {
	for _, c := range append([]userpoolclient.Cause{v.Cause}, v.Recorded...) {
		if !c.Response.IsZero() {
			return c.Response
		}
	}
	return userpoolclient.Response{}
}

// A hostedAnswer is what the server answered.
type hostedAnswer struct {
	status         int
	location, body string
	got            userpoolclient.Response
	accepted, own  bool
}

func (a *hostedAgreement) send(method, target, body, authorization string) hostedAnswer {
	a.Helper()
	request, err := http.NewRequestWithContext(a.Context(), method, a.server.URL+target, strings.NewReader(body))
	if err != nil {
		a.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if authorization != "" {
		request.Header.Set("Authorization", authorization)
	}
	response, err := a.browser.Do(request)
	if err != nil {
		a.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		a.Fatal(err)
	}
	answer := hostedAnswer{status: response.StatusCode, location: response.Header.Get("Location"), body: string(data)}
	answer.own = strings.Contains(answer.body, ownText)
	sent := strings.Contains(answer.location, "code=") || strings.Contains(answer.location, "access_token=") ||
		answer.location == "https://shop.example/bye"
	answer.accepted = answer.status == 200 || sent
	text := answer.location
	if text == "" {
		text = answer.body
	}
	if !answer.accepted && !strings.HasPrefix(text, "<") && text != "" {
		if answer.got, err = userpoolclient.ParseResponse(text); err != nil {
			a.Fatal(err)
		}
	}
	return answer
}

// differs says how an answer differs from a recorded one, "" where it does not.
func (h hostedAnswer) differs(r userpoolclient.Response) string {
	switch {
	case h.accepted || h.own:
		return "not a record"
	case r.Place == userpoolclient.PlaceLogin && h.location != "":
		if !strings.HasPrefix(h.location, "/login?") {
			return "not the login page"
		}
		return ""
	case r.Place != "" && r.Place != userpoolclient.PlaceLogin && h.got.Place != r.Place:
		return "another place"
	case h.location == "" && r.Status != 0 && r.Status != h.status:
		return "another status"
	case h.location == "" && strings.HasPrefix(h.body, "<"):
		if !strings.Contains(strings.ReplaceAll(h.body, "&#39;", "'"), r.Message) || !strings.Contains(h.body, r.Error) {
			return "another text"
		}
		return ""
	case h.got.Error != r.Error || h.got.Description != r.Description:
		return "another error"
	}
	return ""
}

// signInByOneWay goes one of the ways to a token, with all that the way asks for: of 24
// clients one goes it.
func (a *hostedAgreement) signInByOneWay(i int) {
	ways := userpoolclient.SignIn(a.client, a.context)
	way := ways[i%len(ways)]
	issued, served := a.signIn(way.API, way.Flow)
	name := strings.TrimSpace(way.API + " " + way.Flow)
	switch {
	case !served:
	case issued != (way.Allowed == userpoolclient.AnswerYes):
		a.Errorf("SignIn says of %s: %v, %s %s; a token was issued: %v", name, way.Allowed, way.Field, way.Reason, issued)
	case issued:
		a.issued[name]++
	default:
		a.none[name]++
	}
}

// signIn reports whether a way leads to a token, or as far as the server goes; known
// is false for what it does not serve.
func (a *hostedAgreement) signIn(api, flow string) (issued, known bool) {
	switch api {
	case "/oauth2/authorize":
		if flow == "token" {
			location := a.authorize("token")
			_, fragment, _ := strings.Cut(location, "#")
			values, _ := url.ParseQuery(fragment)
			return a.lives(values.Get("access_token"), values.Get("id_token")), true
		}
		return strings.Contains(a.authorize("code"), "code="), true
	case "/oauth2/token":
		return a.signInAtToken(flow), true
	case "GetTokensFromRefreshToken":
		refresh := a.server.IssueTokens(*a.client.ClientId).RefreshToken
		out, err := a.api.GetTokensFromRefreshToken(a.Context(), &cip.GetTokensFromRefreshTokenInput{
			ClientId: a.client.ClientId, RefreshToken: refresh, ClientSecret: a.secretOrNil()})
		if err != nil {
			return a.mustBeAnswer(err), true
		}
		return a.lives(*out.AuthenticationResult.AccessToken, *out.AuthenticationResult.IdToken), true
	case "GetClientToken":
		if a.secret == "" {
			return false, true
		}
		out, err := a.api.GetClientToken(a.Context(), &cip.GetClientTokenInput{ClientId: a.client.ClientId,
			Secret: &a.secret})
		if err != nil {
			return a.mustBeAnswer(err), true
		}
		return a.lives(*out.ClientAuthenticationResult.AccessToken, ""), true
	case "InitiateAuth", "AdminInitiateAuth":
		return a.initiate(api, flow), true
	}
	return false, false
}

func (a *hostedAgreement) secretOrNil() *string {
	if a.secret == "" {
		return nil
	}
	return &a.secret
}

// mustBeAnswer fails the test where an error is no answer of the server.
func (a *hostedAgreement) mustBeAnswer(err error) (issued bool) {
	if _, ok := errors.AsType[smithy.APIError](err); !ok {
		a.Fatal(err)
	}
	return false
}

func (a *hostedAgreement) authorize(responseType string) (location string) {
	query := url.Values{"response_type": {responseType}, "client_id": {*a.client.ClientId}, "redirect_uri": {appCallback}}
	return a.send(http.MethodGet, "/oauth2/authorize?"+query.Encode(), "", "").location
}

func (a *hostedAgreement) signInAtToken(flow string) (issued bool) {
	form := url.Values{"grant_type": {flow}}
	if flow != "client_credentials" {
		to, err := url.Parse(a.authorize("code"))
		if err != nil {
			a.Fatal(err)
		}
		code := to.Query().Get("code")
		if code == "" {
			code = "none"
		}
		exchanged := a.post(url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {appCallback}})
		if flow == "authorization_code" {
			return a.lives(exchanged.Access, exchanged.ID)
		}
		if exchanged.Refresh == "" {
			exchanged.Refresh = "none"
		}
		form.Set("refresh_token", exchanged.Refresh)
	}
	got := a.post(form)
	if got.Access != "" && flow == "refresh_token" {
		rotates := a.client.RefreshTokenRotation != nil
		if (got.Refresh != "") != rotates {
			a.Errorf("tokens rotate: %v, the answer is %+v", rotates, got)
		}
		if rotates {
			form.Set("refresh_token", got.Refresh)
		}
		a.endsAsResolved(form)
	}
	return a.lives(got.Access, got.ID)
}

type tokenAnswer struct {
	Access  string `json:"access_token"`
	ID      string `json:"id_token"`
	Refresh string `json:"refresh_token"`
}

// post asks the token endpoint.
func (a *hostedAgreement) post(form url.Values) (got tokenAnswer) {
	form.Set("client_id", *a.client.ClientId)
	if a.secret != "" {
		form.Set("client_secret", a.secret)
	}
	answer := a.send(http.MethodPost, "/oauth2/token", form.Encode(), "")
	if answer.accepted {
		if err := json.Unmarshal([]byte(answer.body), &got); err != nil {
			a.Fatal(err)
		}
	}
	return got
}

// initiate reports whether a sign-in of the API gets tokens, or comes to where
// passwords do.
func (a *hostedAgreement) initiate(api, flow string) (goes bool) {
	parameters := map[string]string{"USERNAME": "ann", "PASSWORD": "p", "SRP_A": "1"}
	refreshes := strings.HasPrefix(flow, "REFRESH")
	if refreshes {
		parameters = map[string]string{"REFRESH_TOKEN": *a.server.IssueTokens(*a.client.ClientId).RefreshToken}
	}
	if a.secret != "" {
		mac := hmac.New(sha256.New, []byte(a.secret))
		mac.Write([]byte("ann" + *a.client.ClientId))
		parameters["SECRET_HASH"] = base64.StdEncoding.EncodeToString(mac.Sum(nil))
	}
	var result *types.AuthenticationResultType
	var err error
	if api == "InitiateAuth" {
		var out *cip.InitiateAuthOutput
		if out, err = a.api.InitiateAuth(a.Context(), &cip.InitiateAuthInput{
			ClientId: a.client.ClientId, AuthFlow: types.AuthFlowType(flow), AuthParameters: parameters}); err == nil {
			result = out.AuthenticationResult
		}
	} else {
		var out *cip.AdminInitiateAuthOutput
		if out, err = a.api.AdminInitiateAuth(a.Context(), &cip.AdminInitiateAuthInput{UserPoolId: &a.poolID,
			ClientId: a.client.ClientId, AuthFlow: types.AuthFlowType(flow), AuthParameters: parameters}); err == nil {
			result = out.AuthenticationResult
		}
	}
	if err != nil {
		_, ends := errors.AsType[*types.UnsupportedOperationException](err)
		return ends && !refreshes || a.mustBeAnswer(err)
	}
	return refreshes && a.lives(*result.AccessToken, *result.IdToken)
}

// lives compares the lifetimes of tokens with what Resolve says, and reports whether
// there is an access token.
func (a *hostedAgreement) lives(access, id string) bool {
	if access == "" {
		return false
	}
	check := func(token, use string, want time.Duration) {
		var c struct {
			Use      string `json:"token_use"`
			Iat, Exp int64
		}
		unpack(a.T, strings.Split(token, ".")[1], &c)
		if got := time.Duration(c.Exp-c.Iat) * time.Second; got != want || c.Use != use {
			a.Errorf("the %s token, %s, lives for %v, and Resolve says %v", use, c.Use, got, want)
		}
	}
	check(access, "access", a.resolved(userpoolclient.FieldAccessTokenValidity,
		userpoolclient.FieldTokenValidityUnitsAccessToken))
	if id != "" {
		check(id, "id", a.resolved(userpoolclient.FieldIdTokenValidity, userpoolclient.FieldTokenValidityUnitsIdToken))
	}
	return true
}

// endsAsResolved uses a refresh token in its last second, and after it.
func (a *hostedAgreement) endsAsResolved(form url.Values) {
	want := a.resolved(userpoolclient.FieldRefreshTokenValidity, userpoolclient.FieldTokenValidityUnitsRefreshToken)
	a.clock.pass(want - time.Second)
	last := a.post(form)
	if last.Access == "" {
		a.Errorf("the refresh token has ended before %v", want)
	}
	if last.Refresh != "" {
		form.Set("refresh_token", last.Refresh)
	}
	a.clock.pass(time.Second)
	if a.post(form).Access != "" {
		a.Errorf("the refresh token has not ended after %v", want)
	}
	a.ended++
}

// resolved is a lifetime by Resolve.
func (a *hostedAgreement) resolved(number, unit userpoolclient.Field) time.Duration {
	var n int32
	var of time.Duration
	for _, s := range userpoolclient.Resolve(a.client, a.context) {
		switch s.Field {
		case number:
			n, _ = s.Value.(int32)
		case unit:
			u, _ := s.Value.(types.TimeUnitsType)
			of = map[types.TimeUnitsType]time.Duration{"seconds": time.Second, "minutes": time.Minute, "hours": time.Hour,
				"days": 24 * time.Hour}[u]
		}
	}
	return time.Duration(n) * of
}
