package userpoolclient

import (
	"encoding/base64"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
)

// The client of the facts, and the requests that it accepts.
const (
	factClient = `"ClientId":"abc","AllowedOAuthFlowsUserPoolClient":true,"AllowedOAuthFlows":["code"],` +
		`"AllowedOAuthScopes":["openid","email","api/read"],"CallbackURLs":["https://a.example/cb"],` +
		`"LogoutURLs":["https://a.example/out"],"SupportedIdentityProviders":["COGNITO"]`
	factMachine = `"ClientId":"abc","AllowedOAuthFlowsUserPoolClient":true,"AllowedOAuthFlows":["client_credentials"],` +
		`"AllowedOAuthScopes":["api/read"],"ClientSecret":"0123456789012345678901234567890123456789"`
	withImplicit = `"AllowedOAuthFlows":["code","implicit"]`
	withRotation = `"RefreshTokenRotation":{"Feature":"ENABLED"}`
	withoutOAuth = `"AllowedOAuthFlowsUserPoolClient":false`
	withSecret   = `"ClientSecret":"0123456789012345678901234567890123456789"`
	theSecret    = "0123456789012345678901234567890123456789"
	onDomain     = "https://auth.example"
)

// callbacks sets CallbackURLs.
func callbacks(urls ...string) string { return `"CallbackURLs":["` + strings.Join(urls, `","`) + `"]` }

// authorizes is a request to /oauth2/authorize with response_type=code; more replaces
// or adds parameters.
func authorizes(more ...string) string {
	values := url.Values{"response_type": {"code"}, "client_id": {"abc"}, "redirect_uri": {"https://a.example/cb"},
		"scope": {"openid"}}
	for _, m := range more {
		name, value, set := strings.Cut(m, "=")
		if !set {
			values.Del(name)
			continue
		}
		values.Set(name, value)
	}
	return onDomain + "/oauth2/authorize?" + values.Encode()
}

func asksToken(form string) string { return "curl " + onDomain + "/oauth2/token -d '" + form + "'" }

func exchange(more string) string {
	return asksToken("grant_type=authorization_code&client_id=abc&code=c0de&redirect_uri=" + url.QueryEscape("https://a.example/cb") +
		more)
}

const refreshing = "grant_type=refresh_token&client_id=abc&refresh_token=r"

// initiates is JSON of InitiateAuth, or of AdminInitiateAuth where it names a pool.
func initiates(members string) string {
	return `{"ClientId":"abc","AuthParameters":{"USERNAME":"u","PASSWORD":"p"},` + members + `}`
}

// jwtOf is a token of the service with a scope, its signature cut.
func jwtOf(scope string) string {
	return "eyJhbGciOiJSUzI1NiJ9." + base64url(`{"token_use":"access","scope":"`+scope+`"}`) + ".sig"
}

// How a fact shows in a verdict.
type showing string

const (
	decides      showing = "decides"  // it is the cause
	alsoRecorded showing = "recorded" // it is another recorded response to that cause
	isAlso       showing = "also"     // it is another cause
	noted        showing = "noted"    // an accepted request is told of it
	depended     showing = "depends"  // neither client nor request tells
	explains     showing = "explains" // it explains a response
	checked      showing = "checked"  // a create or an update of the client is rejected for it
)

// A factRow is one fact with a request that it is about.
type factRow struct {
	id      string
	why     string
	members string // of the client, beside factClient; "-" for no client
	in      Context
	request string
	outcome Outcome
	shows   showing
}

func factRows() []factRow {
	const accepted, rejected, undetermined = OutcomeAccepted, OutcomeRejected, OutcomeUndetermined
	public, confidential := Context{Secret: SecretStateAbsent}, Context{Secret: SecretStatePresent}
	pool := Context{Pool: &Pool{Scopes: []string{"api/read", "other/read"}}}
	redirect := func(u string) string { return authorizes("redirect_uri=" + u) }
	admin := `"UserPoolId":"eu-central-1_a",`
	return []factRow{
		{"AUTHZ-1", "client_id is there and empty", "", public, authorizes("client_id="), rejected, decides},
		{"AUTHZ-1", "client_id is not there", "", public, authorizes("client_id"), rejected, decides},
		{"AUTHZ-2", "a bare response_type", "", public, onDomain + "/oauth2/authorize?response_type=code", rejected, decides},
		{"AUTHZ-3", "the pool has no such client", "-", public, authorizes(), rejected, decides},
		{"AUTHZ-4", "the path is another one", "", public, redirect("https://a.example/other"), rejected, decides},
		{"AUTHZ-4", "one path begins with the other", callbacks("https://a.example/callback.html"), public,
			redirect("https://a.example/callback"), rejected, decides},
		{"AUTHZ-5", "a slash at the end", "", public, redirect("https://a.example/cb/"), rejected, decides},
		{"AUTHZ-5", "the path in capitals", "", public, redirect("https://a.example/CB"), rejected, decides},
		{"AUTHZ-6", "the listed host has a capital", callbacks("https://A.example/cb"), public,
			redirect("https://a.example/cb"), rejected, decides},
		{"AUTHZ-7", "the slash again, with the text of a later check", "", public, redirect("https://a.example/cb/"),
			rejected, alsoRecorded},
		{"AUTHZ-8", "a native app took another port", callbacks("http://localhost:8080/cb"), public,
			redirect("http://localhost:9090/cb"), rejected, decides},
		{"AUTHZ-9", "the address for the name", callbacks("http://localhost:8080/cb"), public,
			redirect("http://127.0.0.1:8080/cb"), rejected, decides},
		{"AUTHZ-10", "a proxy ended TLS", "", public, redirect("http://a.example/cb"), rejected, decides},
		{"AUTHZ-11", "another app's scheme", callbacks("kiro://cb/done"), public, redirect("other://elsewhere"), rejected,
			decides},
		{"AUTHZ-12", "both sign-in URLs at once", callbacks("https://a.example/cb", "https://b.example/cb"), public,
			redirect("https://a.example/cb,https://b.example/cb"), rejected, decides},
		{"AUTHZ-13", "a wildcard host", callbacks("https://*.a.example/cb"), Context{}, "", undetermined, checked},
		{"AUTHZ-14", "plain http", callbacks("http://a.example/cb"), Context{}, "", rejected, checked},
		{"AUTHZ-14", "a fragment", callbacks("https://a.example/cb#x"), Context{}, "", rejected, checked},
		{"AUTHZ-14", "a relative URL", callbacks("/cb"), Context{}, "", rejected, checked},
		{"AUTHZ-15", "redirect_uri forgotten", "", public, authorizes("redirect_uri"), rejected, decides},
		{"AUTHZ-16", "DefaultRedirectURI steps in", `"DefaultRedirectURI":"https://a.example/cb"`, public,
			authorizes("redirect_uri"), accepted, noted},
		{"AUTHZ-17", "response_type forgotten", "", public, authorizes("response_type"), rejected, decides},
		{"AUTHZ-18", "an implicit request of a code client", "", public, authorizes("response_type=token"), rejected, decides},
		{"AUTHZ-19", "the same as a browser's tools showed it", "", public, authorizes("response_type=token"), rejected,
			alsoRecorded},
		{"AUTHZ-20", "a code request of an implicit client", `"AllowedOAuthFlows":["implicit"]`, public, authorizes(),
			rejected, decides},
		{"AUTHZ-21", "a scope that the client lacks", "", public, authorizes("scope=phone"), rejected, decides},
		{"AUTHZ-22", "the same in the implicit flow", withImplicit, public,
			authorizes("response_type=token", "scope=phone"), rejected, decides},
		{"AUTHZ-23", "a library asks for offline_access", "", public, authorizes("scope=openid offline_access"), rejected,
			decides},
		{"AUTHZ-24", "phone beside openid", "", public, authorizes("scope=openid phone"), rejected, alsoRecorded},
		{"AUTHZ-25", "the guide's words", "", public, authorizes("scope=phone"), rejected, alsoRecorded},
		{"AUTHZ-26", "the page instead of the callback", "", public, authorizes("scope=phone"), rejected, alsoRecorded},
		{"AUTHZ-27", "no scope", "", public, authorizes("scope"), accepted, noted},
		{"AUTHZ-28", "no scope, and a report of a failed exchange", "", public, authorizes("scope"), accepted, noted},
		{"AUTHZ-29", "email without openid", "", public, authorizes("scope=email"), accepted, noted},
		{"AUTHZ-30", "a provider that the client lacks", "", public, authorizes("identity_provider=Google"), rejected, decides},
		{"AUTHZ-31", "the page with invalid_request", "", public, onDomain + "/error?error=invalid_request&client_id=abc",
			0, explains},
		{"AUTHZ-32", "plain PKCE", "", public, authorizes("code_challenge=x", "code_challenge_method=plain"), rejected, decides},
		{"AUTHZ-32", "no method", "", public, authorizes("code_challenge=x"), rejected, decides},
		{"AUTHZ-33", "a public client without PKCE", "", public, authorizes(), accepted, noted},
		{"AUTHZ-34", "a parameter of somebody's own", "", public, authorizes("tenant=7"), accepted, noted},
		{"AUTHZ-35", "prompt=none", "", public, authorizes("prompt=none"), accepted, depended},
		{"AUTHZ-36", "prompt=login", "", public, authorizes("prompt=login"), accepted, noted},
		{"AUTHZ-37", "a language", "", public, authorizes("lang=ja"), accepted, noted},
		{"AUTHZ-38", "a nonce", "", public, authorizes("nonce=n"), accepted, noted},
		{"AUTHZ-39", "state is JSON", "", public, authorizes(`state={"next":"/"}`), rejected, decides},
		{"AUTHZ-40", "resource is the URL of an API", "", pool, authorizes("resource=https://mcp.example"), accepted, noted},
		{"AUTHZ-41", "resource is a resource server", "", pool, authorizes("resource=api", "scope=openid api/read"), accepted,
			noted},
		{"AUTHZ-42", "a scope of another resource server", `"AllowedOAuthScopes":["openid","api/read","other/read"]`, pool,
			authorizes("resource=api", "scope=openid other/read"), rejected, decides},
		{"AUTHZ-43", "a code", "", public, authorizes(), accepted, noted},

		{"LOGIN-1", "the branding style is not the client's own setting", "", public, authorizes(), accepted, depended},
		{"LOGIN-2", "the switch is off, with the page's text", withoutOAuth, public, authorizes(), rejected, alsoRecorded},
		{"LOGIN-3", "the switch is off", withoutOAuth, public, authorizes(), rejected, decides},
		{"LOGIN-4", "what the page offers", "", public, authorizes(), accepted, noted},
		{"LOGIN-5", "nobody is listed", `"SupportedIdentityProviders":[]`, public, authorizes(), undetermined, decides},
		{"LOGIN-6", "a bookmark of the page", "", public, onDomain + "/login", rejected, decides},

		{"TOKEN-1", "the slash is missing at the token endpoint", callbacks("https://a.example/cb/"), public, exchange(""),
			rejected, decides},
		{"TOKEN-2", "a URL that nobody can have authorized", callbacks("https://a.example/other"), public, exchange(""),
			rejected, decides},
		{"TOKEN-3", "no such client", "-", public, exchange(""), rejected, decides},
		{"TOKEN-3", "another client's secret", withSecret, Context{}, exchange("&client_secret=wrong"), rejected, decides},
		{"TOKEN-4", "a library sends a secret of its own", "", public, exchange("&client_secret=x"), rejected, decides},
		{"TOKEN-5", "the secret is forgotten", withSecret, Context{}, exchange(""), rejected, decides},
		{"TOKEN-6", "the secret in the body", withSecret, Context{}, exchange("&client_secret=" + theSecret), accepted, noted},
		{"TOKEN-6", "the secret in the header", withSecret, Context{}, exchange("") + " -u abc:" + theSecret, accepted, noted},
		{"TOKEN-7", "one library's header", "", confidential, `{"error":"invalid_client"}`, 0, explains},
		{"TOKEN-8", "the header is URL-encoded", `"ClientSecret":"01234567890123456789+123456789012345678"`, Context{},
			exchange("") + " -u abc:01234567890123456789%2B123456789012345678", rejected, decides},
		{"TOKEN-9", "the code may be spent", "", public, exchange(""), accepted, depended},
		{"TOKEN-10", "spent, or without verifier", "", public, exchange(""), accepted, depended},
		{"TOKEN-11", "a challenge may have been sent", "", public, exchange(""), accepted, depended},
		{"TOKEN-12", "email cannot be read", `"ReadAttributes":["email"]`, public, exchange(""), accepted, depended},
		{"TOKEN-13", "the code grant is not allowed", `"AllowedOAuthFlows":["implicit"]`, public, exchange(""), rejected,
			decides},
		{"TOKEN-14", "a grant of another server", "", public, asksToken("grant_type=password&client_id=abc"), rejected, decides},
		{"TOKEN-15", "no refresh token", "", public, asksToken("grant_type=refresh_token&client_id=abc"), rejected, decides},
		{"TOKEN-16", "JSON in a form", "", public, asksToken(`{"grant_type":"refresh_token"}`), rejected, decides},
		{"TOKEN-17", "quotation marks in the header", "", public, exchange("") +
			` -H 'Content-Type: "application/x-www-form-urlencoded"'`, rejected, decides},
		{"TOKEN-18", "a machine without the switch", factMachine + "," + withoutOAuth, Context{},
			asksToken("grant_type=client_credentials&client_id=abc&client_secret=" + theSecret), rejected, decides},
		{"TOKEN-19", "a scope that the machine lacks", factMachine, Context{},
			asksToken("grant_type=client_credentials&client_id=abc&scope=api/write&client_secret=" + theSecret), undetermined, decides},
		{"TOKEN-20", "no scope", factMachine, Context{},
			asksToken("grant_type=client_credentials&client_id=abc&client_secret=" + theSecret), accepted, noted},
		{"TOKEN-21", "openid for a machine", factMachine + `,"AllowedOAuthScopes":["openid"]`, Context{}, "", rejected, checked},
		{"TOKEN-22", "rotation is off", "", public, asksToken(refreshing), accepted, noted},
		{"TOKEN-23", "rotation is on", withRotation, public, asksToken(refreshing), accepted, noted},
		{"TOKEN-24", "the token may be revoked", "", public, asksToken(refreshing), accepted, depended},
		{"TOKEN-25", "the token may be of SRP", "", public, asksToken(refreshing), accepted, depended},
		{"TOKEN-26", "one report", "", public, asksToken(refreshing), accepted, depended},

		{"LOGOUT-1", "a listed URL", "", public, onDomain + "/logout?client_id=abc&logout_uri=https://a.example/out", accepted,
			noted},
		{"LOGOUT-2", "a slash at the end", "", public, onDomain + "/logout?client_id=abc&logout_uri=https://a.example/out/",
			rejected, decides},
		{"LOGOUT-3", "the parameters of OpenID Connect", "", public, onDomain +
			"/logout?client_id=abc&post_logout_redirect_uri=https://a.example/out", rejected, decides},
		{"LOGOUT-4", "no URL", "", public, onDomain + "/logout?client_id=abc", rejected, decides},
		{"LOGOUT-5", "nothing", "", public, onDomain + "/logout", rejected, decides},
		{"LOGOUT-6", "on to the next sign-in", "", public, onDomain +
			"/logout?client_id=abc&response_type=code&redirect_uri=https://a.example/cb", accepted, noted},
		{"LOGOUT-7", "state is lost", "", public, onDomain +
			"/logout?client_id=abc&state=s&logout_uri=https://a.example/out", accepted, noted},

		{"REVOKE-1", "revocation is off", `"EnableTokenRevocation":false`, public, revokes("token=r&client_id=abc"), rejected,
			decides},
		{"REVOKE-1", "no token", "", public, revokes("client_id=abc"), rejected, decides},
		{"REVOKE-2", "an access token", "", public, revokes("client_id=abc&token=" + jwtOf("openid")), rejected, decides},
		{"REVOKE-3", "a wrong secret", withSecret, Context{}, revokes("client_id=abc&token=r&client_secret=x"), rejected, decides},
		{"REVOKE-4", "an unknown token is told nobody", "", public, revokes("token=r&client_id=abc"), accepted, noted},
		{"REVOKE-5", "a public client does not say who it is", "", public, revokes("token=r"), undetermined, decides},
		{"REVOKE-6", "RevokeToken where revocation is off", `"EnableTokenRevocation":false`, public,
			`{"Token":"r","ClientId":"abc"}`, undetermined, decides},

		{"INFO-1", "no openid", "", public, userInfo(jwtOf("email")), rejected, decides},
		{"INFO-2", "no token", "", public, "GET " + onDomain + "/oauth2/userInfo HTTP/1.1", rejected, decides},
		{"INFO-3", "the token may have expired", "", public, userInfo(jwtOf("openid")), accepted, depended},
		{"IDP-1", "the provider's own error", "", public,
			"https://a.example/cb?error_description=Bad+token+response%3A+HTTP%2F1.1+400+Bad+Request&error=invalid_request", 0,
			explains},
		{"IDP-2", "the provider is slow", "", public,
			"https://a.example/cb?error_description=Read+timed+out&error=invalid_request", 0, explains},
		{"IDP-3", "the check after the provider", "", public, "redirect uri is not registered with the client", 0, explains},
		{"IDP-4", "the state is lost", "", public, onDomain + "/error?error=Invalid%20state", 0, explains},

		{"INIT-1", "no hash", "", confidential, initiates(`"AuthFlow":"USER_SRP_AUTH"`), rejected, decides},
		{"INIT-2", "the same in other words", "", confidential, initiates(`"AuthFlow":"USER_SRP_AUTH"`), rejected, alsoRecorded},
		{"INIT-2", "a sign-up", "", confidential, `{"ClientId":"abc","Username":"u","Password":"p"}`, rejected, decides},
		{"INIT-3", "no hash from a server", "", confidential, initiates(admin + `"AuthFlow":"USER_SRP_AUTH"`), rejected, decides},
		{"INIT-3", "a sign-up, in yet other words", "", confidential, `{"ClientId":"abc","Username":"u","Password":"p"}`,
			rejected, alsoRecorded},
		{"INIT-4", "passwords are not allowed", "", public, initiates(`"AuthFlow":"USER_PASSWORD_AUTH"`), rejected, decides},
		{"INIT-5", "nor from a server", "", public, initiates(admin + `"AuthFlow":"ADMIN_USER_PASSWORD_AUTH"`), rejected,
			decides},
		{"INIT-6", "SRP is not allowed", `"ExplicitAuthFlows":["ALLOW_USER_PASSWORD_AUTH"]`, public,
			initiates(`"AuthFlow":"USER_SRP_AUTH"`), rejected, decides},
		{"INIT-7", "the wrong operation", "", public, initiates(admin + `"AuthFlow":"USER_PASSWORD_AUTH"`), rejected, decides},
		{"INIT-8", "devices may be remembered", "", public,
			`{"ClientId":"abc","AuthFlow":"REFRESH_TOKEN_AUTH","AuthParameters":{"REFRESH_TOKEN":"r"}}`, accepted, depended},
		{"INIT-9", "the token may be of ADMIN_NO_SRP_AUTH", withRotation, public, `{"ClientId":"abc","RefreshToken":"r"}`,
			accepted, depended},
		{"INIT-10", "rotation is on", withRotation, public,
			`{"ClientId":"abc","AuthFlow":"REFRESH_TOKEN_AUTH","AuthParameters":{"REFRESH_TOKEN":"r"}}`, rejected, decides},
		{"INIT-11", "the token may have been rotated", withRotation, public, `{"ClientId":"abc","RefreshToken":"r"}`, accepted,
			depended},
		{"INIT-12", "a grace of 61 seconds", `"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":61}`,
			Context{}, "", rejected, checked},
		{"INIT-13", "rotation is off", "", public, `{"ClientId":"abc","RefreshToken":"r"}`, accepted, noted},
		{"INIT-14", "no such flow", withSecret, Context{}, `{"ClientId":"abc","Secret":"` + theSecret + `"}`, rejected, decides},
		{"INIT-14", "no secret", `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"]`, public, `{"ClientId":"abc","Secret":"s"}`,
			rejected, decides},

		{"DISC-1", "the document", "", public, discovery, accepted, noted},
		{"DISC-2", "it does not name S256", "", public, discovery, accepted, noted},
		{"DISC-3", "it names the pool's scopes", "", public, discovery, accepted, noted},
		{"DISC-4", "the document of OAuth", "", public, onDomain + "/.well-known/oauth-authorization-server", rejected, decides},
		{"DISC-5", "the keys", "", public, strings.Replace(discovery, "openid-configuration", "jwks.json", 1), accepted, noted},
	}
}

const discovery = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_a/.well-known/openid-configuration"

func revokes(form string) string { return "curl " + onDomain + "/oauth2/revoke -d '" + form + "'" }

func userInfo(token string) string {
	return "curl " + onDomain + "/oauth2/userInfo -H 'Authorization: Bearer " + token + "'"
}

// config is the client of a row, nil for none.
func (row factRow) config() *Config {
	switch {
	case row.members == "-":
		return nil
	case strings.HasPrefix(row.members, factMachine):
		return mustParse(factMachine, strings.TrimPrefix(strings.TrimPrefix(row.members, factMachine), ","))
	}
	return mustParse(factClient, row.members)
}

// TestRequestFacts: each recorded fact shows in the verdict on a request that it is
// about, and what nobody measured is undetermined.
func TestRequestFacts(t *testing.T) {
	for _, row := range factRows() {
		t.Run(row.id+" "+row.why, func(t *testing.T) {
			switch row.shows {
			case checked:
				row.testChecked(t)
			case explains:
				row.testExplains(t)
			default:
				row.testJudged(t)
			}
		})
	}
}

func (row factRow) testChecked(t *testing.T) {
	rule, _ := RequestRuleByID(row.id)
	if !slices.ContainsFunc(Check(row.config(), Context{Secret: SecretStatePresent}), func(f Finding) bool {
		return (f.Severity == SeverityError || rule.Outcome == OutcomeUndetermined) && slices.Contains(rule.Rules, f.Rule)
	}) {
		t.Errorf("no rule of %v rejects it: %v", rule.Rules, Check(row.config(), Context{}))
	}
}

func (row factRow) testExplains(t *testing.T) {
	got, err := ParseResponse(row.request)
	if err != nil {
		t.Fatal(err)
	}
	causes := Causes(row.config(), row.in, got)
	if !slices.ContainsFunc(causes, func(c Cause) bool { return c.Rule == row.id }) {
		t.Errorf("%+v is explained by %v", got, causeIDs(causes))
	}
}

func (row factRow) testJudged(t *testing.T) {
	r, err := ParseRequest(row.request)
	if err != nil {
		t.Fatal(err)
	}
	v := Judge(row.config(), row.in, r)
	if v.Outcome != row.outcome {
		t.Errorf("%s, want %s: %s %s", v.Outcome, row.outcome, v.Rule, v.Reason)
	}
	where := map[showing][]string{decides: {v.Rule}, alsoRecorded: causeIDs(v.Recorded), isAlso: causeIDs(v.Also),
		noted: append(notesOf(v.Notes), v.Rule), depended: notesOf(v.Depends)}
	if !slices.Contains(where[row.shows], row.id) {
		t.Errorf("it does not show under %s: decides %s, %v", row.shows, v.Rule, where)
	}
	if row.shows == decides {
		rule, _ := RequestRuleByID(row.id)
		if v.Response != rule.Response || v.Reason == "" || v.Outcome == OutcomeRejected && (v.Fix == "" || v.Side == 0) {
			t.Errorf("the verdict is incomplete: %+v", v.Cause)
		}
	}
}

func causeIDs(causes []Cause) []string {
	var ids []string
	for _, c := range causes {
		ids = append(ids, c.Rule)
	}
	return ids
}

func notesOf(notes []Note) []string {
	var ids []string
	for _, n := range notes {
		ids = append(ids, n.Rule)
	}
	return ids
}

// TestRequestFactsComplete: the list of facts, the table and the rows of the test above
// name the same, and the table says of each how it is known as the list does.
func TestRequestFactsComplete(t *testing.T) {
	data, err := os.ReadFile("testdata/request-rule-ids.txt")
	if err != nil {
		t.Fatal(err)
	}
	tested := make(map[string]bool)
	for _, row := range factRows() {
		tested[row.id] = true
	}
	grades := make(map[string]string)
	for line := range strings.Lines(string(data)) {
		id, grade, _ := strings.Cut(strings.TrimSpace(line), " ")
		grades[id] = grade
		if !tested[id] {
			t.Errorf("%s has no row in factRows", id)
		}
	}
	const facts = 114
	if len(grades) != facts {
		t.Errorf("the list has %d facts, want %d", len(grades), facts)
	}
	seen := make(map[string]bool)
	for _, rule := range RequestRules() {
		if seen[rule.ID] || grades[rule.ID] == "" {
			t.Errorf("%s stands twice, or is not listed in testdata/request-rule-ids.txt", rule.ID)
		}
		seen[rule.ID] = true
		if want := evidenceOf(grades[rule.ID], rule.Sources); rule.Evidence != want {
			t.Errorf("%s is %s, and its grade %s with %d sources is %s", rule.ID, rule.Evidence, grades[rule.ID],
				len(rule.Sources), want)
		}
	}
	if len(seen) != facts {
		t.Errorf("the table has %d rules, want %d", len(seen), facts)
	}
}

// evidenceOf is how a fact of a grade is known. A log that cannot be cited is a report.
func evidenceOf(grade string, sources []Source) Evidence {
	grades := strings.Split(grade, "+")
	switch {
	case slices.Contains(grades, "M") && len(sources) > 0:
		return EvidenceMeasured
	case slices.Contains(grades, "D"):
		return EvidenceDocumented
	}
	return EvidenceReported
}

func base64url(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
