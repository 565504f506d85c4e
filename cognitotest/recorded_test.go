package cognitotest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
)

// A recorded row is what the service does with one request: written down by hand
// from public records and the API model, each under the number of its fact, and
// not from the rules that the server goes by.
type recorded struct {
	fact      string // of the collection of facts
	rule      string // the rule that predicts it; "" where it is accepted
	request   string // the members, without the IDs that the test adds
	update    string // what the client was created with, where the request is an update; "" for a create
	exception string // "" where it is accepted
	message   string // up to a "[" where what follows is not recorded
}

// The client that most updates are about.
const shopClient = `"ClientName":"shop"`

const (
	invalidParameter = "InvalidParameterException"
	invalidOAuthFlow = "InvalidOAuthFlowException"

	// ownText stands for a rejection whose text is not recorded.
	ownText = "[cognitotest] "
)

// broken returns the validator's message about one limit.
func broken(value, member, constraint string) string {
	if value != "" {
		value += " "
	}
	return "1 validation error detected: Value " + value + "at '" + member +
		"' failed to satisfy constraint: " + constraint
}

// brokenElement returns the validator's message about the elements of a list.
func brokenElement(list, member string, constraints ...string) string {
	return broken("'["+list+"]'", member, "Member must satisfy constraint: ["+strings.Join(constraints, ", ")+"]")
}

func longest(n int) string { return "Member must have length less than or equal to " + strconv.Itoa(n) }
func shortest(n int) string {
	return "Member must have length greater than or equal to " + strconv.Itoa(n)
}
func most(n int) string  { return "Member must have value less than or equal to " + strconv.Itoa(n) }
func least(n int) string { return "Member must have value greater than or equal to " + strconv.Itoa(n) }
func matches(p string) string {
	return "Member must satisfy regular expression pattern: " + p
}
func oneOf(values ...string) string {
	return "Member must satisfy enum value set: [" + strings.Join(values, ", ") + "]"
}

// repeated returns n JSON strings of a text, and the list as the service prints
// it.
func repeated(text string, n int) (list, printed string) {
	list = strings.TrimSuffix(strings.Repeat(`"`+text+`",`, n), ",")
	return list, strings.TrimSuffix(strings.Repeat(text+", ", n), ", ")
}

// The patterns of the API model.
const (
	idPattern       = `[\w+]+`
	namePattern     = `[\w\s+=,.@-]+`
	redirectPattern = `[\p{L}\p{M}\p{S}\p{N}\p{P}]+`
	providerPattern = `[\p{L}\p{M}\p{S}\p{N}\p{P}\p{Z}]+`
	scopePattern    = `[\x21\x23-\x5B\x5D-\x7E]+`
	arnPattern      = `arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?`
)

// recordedLimits are the limits of the API model: ERR-1 to ERR-3.
func recordedLimits() []recorded {
	urls, printedURLs := repeated("https://a.example/", 101)
	scopes, printedScopes := repeated("openid", 51)
	redirect := []string{longest(1024), shortest(1), matches(redirectPattern)}
	attribute := []string{longest(2048), shortest(1)}
	scope := []string{longest(256), shortest(1), matches(scopePattern)}
	provider := []string{longest(32), shortest(1), matches(providerPattern)}
	flow := oneOf("code", "implicit", "client_credentials")
	x65 := strings.Repeat("x", 65)
	long := strings.Repeat("x", 129)
	longURL := "https://a.example/" + strings.Repeat("x", 1007)
	longName := strings.Repeat("x", 2049)
	longARN := "arn:aws:mobiletargeting:us-east-1:1:" + strings.Repeat("x", 2049)
	target := func(id, role, external string) string {
		return `"AnalyticsConfiguration":{"ApplicationId":"` + id + `","RoleArn":"` + role + `",` +
			`"ExternalId":"` + external + `"}`
	}
	const role = "arn:aws:iam::123456789012:role/pinpoint"
	return []recorded{
		{"ERR-1", "client-name-required", `"GenerateSecret":true`, "", invalidParameter,
			broken("null", "clientName", "Member must not be null")},
		{"ERR-1", "client-name-length", `"ClientName":"` + long + `"`, "", invalidParameter,
			broken("'"+long+"'", "clientName", longest(128))},
		{"ERR-1", "client-name-pattern", `"ClientName":"ショップ"`, "", invalidParameter,
			broken("'????'", "clientName", matches(namePattern))},
		{"SEC-1", "client-secret-length", shopClient + `,"ClientSecret":"` + x65 + `"`, "", invalidParameter,
			broken("", "clientSecret", longest(64))},
		{"SEC-1", "client-secret-pattern", shopClient + `,"ClientSecret":"0123456789-abcdefghijklmnop"`, "",
			invalidParameter, broken("", "clientSecret", matches(idPattern))},
		{"TOK-0", "access-token-validity-integer", shopClient + `,"AccessTokenValidity":0`, "", invalidParameter,
			broken("'0'", "accessTokenValidity", least(1))},
		{"TOK-0", "id-token-validity-integer", shopClient + `,"IdTokenValidity":86401`, "", invalidParameter,
			broken("'86401'", "idTokenValidity", most(86400))},
		{"TOK-0", "refresh-token-validity-integer", shopClient + `,"RefreshTokenValidity":315360001`, shopClient,
			invalidParameter, broken("'315360001'", "refreshTokenValidity", most(315360000))},
		{"ERR-1", "token-unit-unknown", shopClient + `,"TokenValidityUnits":{"IdToken":"weeks"}`, "", invalidParameter,
			broken("'weeks'", "tokenValidityUnits.idToken", oneOf("seconds", "minutes", "hours", "days"))},
		{"ERR-3", "read-attribute-length", shopClient + `,"ReadAttributes":["email",""]`, "", invalidParameter,
			brokenElement("email, ", "readAttributes", attribute...)},
		{"ERR-3", "write-attribute-length", shopClient + `,"WriteAttributes":["` + longName + `"]`, "",
			invalidParameter,
			brokenElement(longName, "writeAttributes", attribute...)},
		{"ERR-3", "identity-provider-name-length", shopClient + `,"SupportedIdentityProviders":["` + x65 + `"]`, "",
			invalidParameter, brokenElement(x65, "supportedIdentityProviders", provider...)},
		{"ERR-3", "identity-provider-name-characters", shopClient + `,"SupportedIdentityProviders":["a\u0007"]`, "",
			invalidParameter, brokenElement("a\a", "supportedIdentityProviders", provider...)},
		{"RED-14", "callback-urls-count", shopClient + `,"CallbackURLs":[` + urls + `]`, "", invalidParameter,
			broken("'["+printedURLs+"]'", "callbackURLs", longest(100))},
		{"RED-14", "logout-urls-count", shopClient + `,"LogoutURLs":[` + urls + `]`, shopClient, invalidParameter,
			broken("'["+printedURLs+"]'", "logoutURLs", longest(100))},
		{"ERR-3", "redirect-length", shopClient + `,"CallbackURLs":["` + longURL + `"]`, "", invalidParameter,
			brokenElement(longURL, "callbackURLs", redirect...)},
		{"RED-15", "redirect-characters", shopClient + `,"LogoutURLs":["https://a.example/a b"]`, "", invalidParameter,
			brokenElement("https://a.example/a b", "logoutURLs", redirect...)},
		{"ERR-1", "oauth-flows-count", shopClient + `,"AllowedOAuthFlows":["code","code","code","code"]`, "",
			invalidParameter, broken("'[code, code, code, code]'", "allowedOAuthFlows", longest(3))},
		{"ERR-2", "oauth-flow-unknown", shopClient + `,"AllowedOAuthFlows":["token"]`, "", invalidParameter,
			brokenElement("token", "allowedOAuthFlows", flow)},
		{"ERR-1", "scopes-count", shopClient + `,"AllowedOAuthScopes":[` + scopes + `]`, "", invalidParameter,
			broken("'["+printedScopes+"]'", "allowedOAuthScopes", longest(50))},
		{"ERR-3", "scope-length", shopClient + `,"AllowedOAuthScopes":[""]`, "", invalidParameter,
			brokenElement("", "allowedOAuthScopes", scope...)},
		{"ERR-3", "scope-characters", shopClient + `,"AllowedOAuthScopes":["a b"]`, "", invalidParameter,
			brokenElement("a b", "allowedOAuthScopes", scope...)},
		{"ERR-1", "analytics-application-id-pattern", shopClient + "," + target("shop", role, "x"), "",
			invalidParameter,
			broken("'shop'", "analyticsConfiguration.applicationId", matches(`[0-9a-fA-F]+`))},
		{"ERR-1", "analytics-arn-length", shopClient + `,"AnalyticsConfiguration":{"ApplicationArn":"` + longARN + `"}`,
			"",
			invalidParameter, broken("'"+longARN+"'", "analyticsConfiguration.applicationArn", longest(2048))},
		{"ERR-1", "analytics-arn-pattern", shopClient + "," + target("0a", "role/pinpoint/of/the/shop", "x"), "",
			invalidParameter, broken("'role/pinpoint/of/the/shop'", "analyticsConfiguration.roleArn",
				matches(arnPattern))},
		{"ERR-1", "analytics-external-id-length", shopClient + "," + target("0a", role, strings.Repeat("x", 131073)),
			"",
			invalidParameter, broken("'"+strings.Repeat("x", 131073)+"'", "analyticsConfiguration.externalId",
				longest(131072))},
		{"ERR-1", "user-existence-errors-unknown", shopClient + `,"PreventUserExistenceErrors":"enabled"`, "",
			invalidParameter, broken("'enabled'", "preventUserExistenceErrors", oneOf("LEGACY", "ENABLED"))},
		{"TOK-8", "auth-session-validity-range", shopClient + `,"AuthSessionValidity":16`, "", invalidParameter,
			broken("'16'", "authSessionValidity", most(15))},
		{"ROT-7", "rotation-feature-required", shopClient + `,"RefreshTokenRotation":{}`, "", invalidParameter,
			broken("null", "refreshTokenRotation.feature", "Member must not be null")},
		{"ERR-1", "rotation-feature-unknown", shopClient + `,"RefreshTokenRotation":{"Feature":"on"}`, "",
			invalidParameter,
			broken("'on'", "refreshTokenRotation.feature", oneOf("ENABLED", "DISABLED"))},
		{"ROT-5", "rotation-grace-range", `"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":61}`,
			shopClient, invalidParameter, broken("'61'", "refreshTokenRotation.retryGracePeriodSeconds", most(60))},
		{"EAF-8", "auth-flow-invalid", shopClient + `,"ExplicitAuthFlows":["ADMIN_USER_PASSWORD_AUTH"]`, "",
			invalidParameter, strings.TrimSuffix(brokenElement("ADMIN_USER_PASSWORD_AUTH", "explicitAuthFlows",
				oneOf()), "]]")},
	}
}

// recordedRelations are the rules about how values go together.
var recordedRelations = []recorded{
	{"OA-2", "oauth-flows-scopes-required", shopClient + `,"AllowedOAuthFlowsUserPoolClient":true,
		"AllowedOAuthScopes":["openid"]`, "", invalidParameter,
		"AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows."},
	{"OA-2", "oauth-flows-scopes-required", `"AllowedOAuthFlowsUserPoolClient":true,"AllowedOAuthFlows":["code"],
		"AllowedOAuthScopes":[],"CallbackURLs":["https://a.example/"]`, shopClient, invalidParameter,
		"AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows."},
	{"OA-3", "callback-urls-required", shopClient + `,"AllowedOAuthFlowsUserPoolClient":true,
		"AllowedOAuthFlows":["implicit"],"AllowedOAuthScopes":["openid"]`, "", invalidOAuthFlow,
		"CallbackUrls can not be empty when code flow or implicit flow is selected"},
	{"OA-4", "client-credentials-exclusive", `"AllowedOAuthFlows":["client_credentials","code"],
		"AllowedOAuthScopes":["api/read"],"CallbackURLs":["https://a.example/"]`, shopClient + `,"GenerateSecret":true`,
		invalidOAuthFlow, "client_credentials flow can not be selected along with code flow or implicit flow."},
	{"OA-5", "client-credentials-secret", shopClient + `,"AllowedOAuthFlowsUserPoolClient":true,
		"AllowedOAuthFlows":["client_credentials"],"AllowedOAuthScopes":["api/read"]`, "", invalidOAuthFlow,
		"client_credentials flow can not be selected if client does not have a client secret."},
	{"OA-6", "client-credentials-reserved-scope", shopClient + `,"GenerateSecret":true,
		"AllowedOAuthFlows":["client_credentials"],"AllowedOAuthScopes":["api/read","email"]`, "", invalidOAuthFlow,
		"email is not supported with client_credentials flow"},
	{"OA-7", "scope-not-in-pool", shopClient + `,"AllowedOAuthScopes":["api/delete"]`, "", "ScopeDoesNotExistException",
		"Invalid scope requested: api/delete"},
	{"OA-7", "scope-format", shopClient + `,"AllowedOAuthScopes":["Cognito"]`, "", "ScopeDoesNotExistException",
		"Invalid scope requested: Cognito"},
	{"RED-1", "redirect-http", shopClient + `,"CallbackURLs":["http://localhost.com/"]`, "", invalidParameter,
		"http://localhost.com/ cannot use the HTTP protocol."},
	{"RED-2", "redirect-http", `"LogoutURLs":["http://example.com/out"]`, shopClient, invalidParameter,
		"http://example.com/out cannot use the HTTP protocol."},
	{"RED-7", "redirect-fragment", shopClient + `,"CallbackURLs":["https://example.com/cb#frag"]`, "", invalidParameter,
		"https://example.com/cb#frag cannot use fragment"},
	{"RED-8", "default-redirect-not-listed", shopClient + `,"CallbackURLs":["https://example.com/cb"],
		"DefaultRedirectURI":"https://other.example.com/cb"`, "", invalidParameter,
		"The default redirect URI https://other.example.com/cb is not in the callback URIs list."},
	{"RED-16", "redirect-not-absolute", shopClient + `,"CallbackURLs":["/cb"]`, "", invalidParameter, ownText},
	{"TOK-1", "access-token-validity-range", shopClient + `,"AccessTokenValidity":25`, "", invalidParameter,
		"Invalid range for token validity."},
	{"TOK-1", "id-token-validity-range", shopClient + `,"IdTokenValidity":4,
		"TokenValidityUnits":{"IdToken":"minutes"}`, "", invalidParameter, "Invalid range for token validity."},
	{"TOK-2", "refresh-token-validity-range", `"RefreshTokenValidity":3651`, shopClient, invalidParameter,
		"Invalid range for token validity."},
	{"TOK-3", "token-validity-order", shopClient + `,"AccessTokenValidity":12,"RefreshTokenValidity":2,
		"TokenValidityUnits":{"RefreshToken":"hours"}`, "", invalidParameter,
		"Access and Id Token expiration times must be less than or equal to refresh token expiration times."},
	{"EAF-1", "auth-flows-mixed", shopClient + `,"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH","ALLOW_USER_SRP_AUTH"]`, "",
		invalidParameter, "Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names."},
	{"EAF-10", "client-token-auth-exclusive", shopClient + `,"GenerateSecret":true,
		"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH","ALLOW_USER_SRP_AUTH"]`, "", invalidParameter, ownText},
	{"ROT-1", "rotation-refresh-flow", shopClient + `,"RefreshTokenRotation":{"Feature":"ENABLED"},
		"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`, "", invalidParameter,
		"ALLOW_REFRESH_TOKEN_AUTH is not a permitted ExplicitAuthFlow when refresh token rotation is enabled."},
	{"ROT-9", "rotation-refresh-flow", `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`,
		shopClient + `,"RefreshTokenRotation":{"Feature":"ENABLED"}`, invalidParameter,
		"ALLOW_REFRESH_TOKEN_AUTH is not a permitted ExplicitAuthFlow when refresh token rotation is enabled."},
	{"SEC-2", "secret-generated-and-given", shopClient + `,"GenerateSecret":true,
		"ClientSecret":"0123456789abcdefghijklmn"`, "", invalidParameter, ownText},
	{"SEC-3", "context-data-secret", shopClient + `,"EnablePropagateAdditionalUserContextData":true`, "",
		invalidParameter,
		"Client Secret is required to set EnablePropagateAdditionalUserContextData as true"},
	{"ATT-1", "write-attribute-read-only", shopClient + `,"WriteAttributes":["email","sub"]`, "", invalidParameter,
		"Invalid write attributes specified while creating a client"},
	{"ATT-1", "write-attribute-read-only", `"WriteAttributes":["email","email_verified"]`, shopClient, invalidParameter,
		"Invalid write attributes specified while updating a client"},
	{"ATT-2", "attribute-not-in-pool", shopClient + `,"WriteAttributes":["email","custom:plan"]`, "", invalidParameter,
		"Invalid write attributes specified while creating a client"},
	{"ATT-3", "write-attribute-required-missing", shopClient + `,"WriteAttributes":["name"]`, "", invalidParameter,
		"Invalid write attributes specified while creating a client"},
	{"ATT-4", "attribute-not-in-pool", shopClient + `,"ReadAttributes":["custom:plan"]`, "", invalidParameter,
		"Invalid read attributes specified while creating a client"},
	{"ATT-2′", "attribute-unknown", shopClient + `,"ReadAttributes":["department"]`, "", invalidParameter,
		"Invalid read attributes specified while creating a client"},
	{"IDP-1", "identity-provider-not-in-pool", shopClient + `,"SupportedIdentityProviders":["Facebook"]`, "",
		invalidParameter, "The provider Facebook does not exist for User Pool us-east-1_a1B2c3D4e."},
	{"IDP-2", "identity-provider-not-in-pool", `"SupportedIdentityProviders":["GOOGLE"]`, shopClient, invalidParameter,
		"The provider GOOGLE does not exist for User Pool us-east-1_a1B2c3D4e."},
	{"ANA-1", "analytics-target", shopClient + `,"AnalyticsConfiguration":{"ApplicationId":"0a"}`, "", invalidParameter,
		"Invalid analytics configuration given, " +
			"either <application arn> or <application id, role arn, external id> are valid"},
}

// accepted is what the service accepts, some of it against the documentation.
var accepted = []recorded{
	{fact: "OA-1: URLs, flows and scopes without the switch", request: shopClient + `,"AllowedOAuthFlows":["code"],
		"AllowedOAuthScopes":["openid"],"CallbackURLs":["https://a.example/"],"LogoutURLs":["https://a.example/out"],
		"DefaultRedirectURI":"https://a.example/"`},
	{fact: "OA-9: a machine client without callbacks", request: shopClient + `,"GenerateSecret":true,
		"AllowedOAuthFlowsUserPoolClient":true,"AllowedOAuthFlows":["client_credentials"],"AllowedOAuthScopes":["api/read"]`},
	{fact: "OA-10: client_credentials with a callback", request: shopClient + `,"GenerateSecret":true,
		"AllowedOAuthFlows":["client_credentials"],"AllowedOAuthScopes":["api/read"],"CallbackURLs":["https://a.example/"]`},
	{fact: "OA-11: email without openid", request: shopClient + `,"AllowedOAuthFlows":["code"],
		"AllowedOAuthScopes":["email"],"CallbackURLs":["https://a.example/"]`},
	{fact: "RED-3, RED-4: loopback hosts over http", request: shopClient + `,
		"CallbackURLs":["http://localhost:3000/","http://127.0.0.1:8080/cb","http://[::1]:8080/cb"]`},
	{fact: "RED-9, RED-10: 1,024 characters that are not ASCII", request: shopClient + `,"CallbackURLs":["` +
		"https://www.example.com/redirect/" + strings.Repeat("あ", 991) + `"]`},
	{fact: "RED-11: custom schemes", request: shopClient + `,
		"CallbackURLs":["myapp://example","myapp://","exp://localhost:8081","cursor://anysphere.cursor-mcp/oauth/callback"]`},
	{fact: "RED-12: a query string", request: shopClient + `,"LogoutURLs":["https://a.example/out?next=1"]`},
	{fact: "TOK-4: refresh validity 0", request: shopClient + `,"RefreshTokenValidity":0`},
	{fact: "TOK-5: units without values", request: shopClient + `,
		"TokenValidityUnits":{"AccessToken":"hours","IdToken":"hours","RefreshToken":"hours"}`},
	{fact: "TOK-6: a part of the units", request: shopClient + `,"TokenValidityUnits":{"AccessToken":"minutes"},
		"AccessTokenValidity":30`},
	{fact: "TOK-7: values without units", request: shopClient + `,"AccessTokenValidity":5,"RefreshTokenValidity":120`},
	{fact: "TOK-1: a day of 24 hours", request: shopClient + `,"IdTokenValidity":1,
		"TokenValidityUnits":{"IdToken":"days"}`},
	{fact: "TOK-2: 3,650 days and 36,500 minutes", request: `"RefreshTokenValidity":36500,
		"TokenValidityUnits":{"RefreshToken":"minutes"}`, update: shopClient + `,"RefreshTokenValidity":3650`},
	{fact: "TOK-3: equal lifetimes", request: shopClient + `,"AccessTokenValidity":2,"RefreshTokenValidity":2,
		"TokenValidityUnits":{"RefreshToken":"hours"}`},
	{fact: "EAF-2: several legacy flows", request: shopClient + `,
		"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH","CUSTOM_AUTH_FLOW_ONLY","USER_PASSWORD_AUTH"]`},
	{fact: "EAF-3′: no refresh flow", request: shopClient + `,"ExplicitAuthFlows":["ALLOW_USER_PASSWORD_AUTH"]`},
	{fact: "EAF-4: an empty list", request: shopClient + `,"ExplicitAuthFlows":[]`},
	{fact: "EAF-8: an unknown ALLOW_ flow", request: shopClient + `,"ExplicitAuthFlows":["ALLOW_SOMETHING_NEW"]`},
	{fact: "EAF-10: the client-token flow", request: shopClient + `,"GenerateSecret":true,
		"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"],"AllowedOAuthScopes":["api/read"]`},
	{fact: "EAF-10: the client-token flow with client_credentials", request: shopClient + `,"GenerateSecret":true,
		"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"],"AllowedOAuthFlows":["client_credentials"],
		"AllowedOAuthFlowsUserPoolClient":true,"AllowedOAuthScopes":["api/read"]`},
	{fact: "ROT-2: rotation without flows", request: shopClient + `,"RefreshTokenRotation":{"Feature":"ENABLED"}`},
	{fact: "ROT-3: rotation with a legacy flow", request: shopClient + `,"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH"],
		"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":20}`},
	{fact: "ROT-4: rotation with ALLOW_ flows", request: shopClient + `,"RefreshTokenRotation":{"Feature":"ENABLED"},
		"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_USER_AUTH"]`},
	{fact: "ROT-6: rotation switched off", request: `"RefreshTokenRotation":{"Feature":"DISABLED"},
		"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`,
		update: shopClient + `,"RefreshTokenRotation":{"Feature":"ENABLED"}`},
	{fact: "SEC-5: the secret of an update is that of the client",
		request: `"EnablePropagateAdditionalUserContextData":true`, update: shopClient + `,"GenerateSecret":true`},
	{fact: "ATT-5: empty attribute lists", request: shopClient + `,"ReadAttributes":[],"WriteAttributes":[]`},
	{fact: "§19: updated_at is writable", request: shopClient + `,"WriteAttributes":["email","updated_at"]`},
	{fact: "IDP-3: built-in and own providers", request: shopClient + `,
		"SupportedIdentityProviders":["COGNITO","Google"]`},
	{fact: "ANA-3: an ARN alone", request: shopClient + `,"AnalyticsConfiguration":{"ApplicationArn":` +
		`"arn:aws:mobiletargeting:us-east-1:123456789012:apps/0123456789abcdef"}`},
	{fact: "§19: empty lists and units, as a describe shows them", request: `"AllowedOAuthFlows":[],
		"AllowedOAuthScopes":[],
		"CallbackURLs":[],"LogoutURLs":[],"SupportedIdentityProviders":[],"ExplicitAuthFlows":[],"TokenValidityUnits":{},
		"RefreshTokenValidity":30,"AuthSessionValidity":3,"EnableTokenRevocation":true,
		"EnablePropagateAdditionalUserContextData":false,"AllowedOAuthFlowsUserPoolClient":false`, update: shopClient},
}

// Over HTTP, the server answers as the service is recorded to.
func TestRecorded(t *testing.T) {
	rejected := append(recordedLimits(), recordedRelations...)
	for _, row := range append(rejected, accepted...) {
		t.Run(row.fact+" "+row.rule, func(t *testing.T) {
			exception, message := sendRecorded(t, row)
			begins := row.message == ownText || strings.HasSuffix(row.message, "[")
			if exception != row.exception || message != row.message && !(begins && strings.HasPrefix(message,
				row.message)) {
				t.Errorf("the answer is %q: %q\nwant %q: %q", exception, message, row.exception, row.message)
			}
		})
	}
}

// sendRecorded sends the request of a row and returns how it is answered.
func sendRecorded(t *testing.T, row recorded) (exception, message string) {
	t.Helper()
	server := cognitotest.NewServer(t)
	if err := server.Load([]byte(`{"UserPools":[{"Id":"us-east-1_a1B2c3D4e",
		"UserPool":{"PoolName":"shop","Schema":[{"Name":"email","Required":true}]},
		"ResourceServers":[{"Identifier":"api","Name":"api","Scopes":[{"ScopeName":"read","ScopeDescription":"x"}]}],
		"IdentityProviders":[{"ProviderName":"Google","ProviderType":"Google","ProviderDetails":{}}]}]}`)); err != nil {
		t.Fatal(err)
	}
	const pool = `{"UserPoolId":"us-east-1_a1B2c3D4e",`
	if row.update == "" {
		exception, message, _ = call(t, server, "CreateUserPoolClient", pool+row.request+"}")
		return exception, message
	}
	exception, message, id := call(t, server, "CreateUserPoolClient", pool+row.update+"}")
	if exception != "" {
		t.Fatalf("the client cannot be created: %s: %s", exception, message)
	}
	exception, message, _ = call(t, server, "UpdateUserPoolClient", pool+`"ClientId":"`+id+`",`+row.request+"}")
	return exception, message
}

// call sends one request over HTTP, without an SDK, which would drop zeros.
func call(t *testing.T, server *cognitotest.Server, operation, body string) (exception, message, clientID string) {
	t.Helper()
	var answer struct {
		Type           string `json:"__type"`
		Message        string `json:"message"`
		UserPoolClient struct{ ClientId string }
	}
	if err := json.Unmarshal([]byte(callRaw(t, server, operation, body)), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Type, answer.Message, answer.UserPoolClient.ClientId
}

// callRaw returns the answer as it is.
func callRaw(t *testing.T, server *cognitotest.Server, operation, body string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", jsonType)
	r.Header.Set("X-Amz-Target", prefix+operation)
	response, err := server.Config().HTTPClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if (response.StatusCode == http.StatusOK) == strings.HasPrefix(string(data), `{"__type":`) {
		t.Errorf("status %d with the answer %s", response.StatusCode, data)
	}
	return string(data)
}

// A recordedID is what the service does with the IDs of a request.
type recordedID struct{ fact, rule, operation, body, exception, message string }

func recordedIDs() []recordedID {
	long := "us-east-1_" + strings.Repeat("a", 46)
	return []recordedID{
		{"ERR-1", "user-pool-id-required", "CreateUserPoolClient", `{"ClientName":"shop"}`, invalidParameter,
			broken("null", "userPoolId", "Member must not be null")},
		{"ERR-1", "user-pool-id-length", "CreateUserPoolClient", `{"UserPoolId":"` + long + `","ClientName":"shop"}`,
			invalidParameter, broken("'"+long+"'", "userPoolId", longest(55))},
		{"ERR-1", "user-pool-id-pattern", "UpdateUserPoolClient", `{"UserPoolId":"shop","ClientId":"4f0"}`,
			invalidParameter, broken("'shop'", "userPoolId", matches(`[\w-]+_[0-9a-zA-Z]+`))},
		{"ERR-1", "client-id-required", "UpdateUserPoolClient", `{"UserPoolId":"us-east-1_a"}`, invalidParameter,
			broken("null", "clientId", "Member must not be null")},
		{"ERR-1", "client-id-length", "UpdateUserPoolClient",
			`{"UserPoolId":"us-east-1_a","ClientId":"` + strings.Repeat("x", 129) + `"}`, invalidParameter,
			broken("", "clientId", longest(128))},
		{"ERR-1", "client-id-pattern", "UpdateUserPoolClient", `{"UserPoolId":"us-east-1_a","ClientId":"a-b"}`,
			invalidParameter, broken("", "clientId", matches(idPattern))},
		{"ERR-4", "", "CreateUserPoolClient", `{"UserPoolId":"us-east-1_b","ClientName":"shop"}`,
			"ResourceNotFoundException", "User pool us-east-1_b does not exist."},
		{"ERR-5", "", "UpdateUserPoolClient", `{"UserPoolId":"us-east-1_a","ClientId":"4f0"}`,
			"ResourceNotFoundException", "User pool client 4f0 does not exist."},
	}
}

// The IDs of a request are judged before they are looked up, and then they must
// be there.
func TestRecordedIDs(t *testing.T) {
	for _, row := range recordedIDs() {
		t.Run(row.fact+" "+row.rule, func(t *testing.T) {
			server := cognitotest.NewServer(t)
			if err := server.Load([]byte(`{"UserPools":[{"Id":"us-east-1_a","UserPool":{"PoolName":"shop"}}]}`)); err != nil {
				t.Fatal(err)
			}
			exception, message, _ := call(t, server, row.operation, row.body)
			if exception != row.exception || message != row.message {
				t.Errorf("the answer is %q: %q\nwant %q: %q", exception, message, row.exception, row.message)
			}
		})
	}
}

// Every measured rule of severity error has a row, so that each is held against
// what is recorded of the service and not against itself. Of a rule that nobody
// measured there is nothing to write down.
func TestEveryErrorIsRecorded(t *testing.T) {
	rows := map[string]bool{"auth-flow-tier": true} // in TestTier: it needs another pool
	for _, row := range recordedIDs() {
		rows[row.rule] = true
	}
	for _, row := range append(recordedLimits(), recordedRelations...) {
		rows[row.rule] = true
	}
	seen := 0
	for _, r := range userpoolclient.Rules() {
		if r.Severity != userpoolclient.SeverityError || r.Evidence != userpoolclient.EvidenceMeasured {
			continue
		}
		seen++
		if !rows[r.ID] {
			t.Errorf("%s has no row; add what is recorded of the service to recorded_test.go", r.ID)
		}
	}
	if seen < 20 {
		t.Errorf("saw only %d rules", seen)
	}
}

// EAF-7: choice-based sign-in needs a tier above LITE; the text is not recorded.
func TestTier(t *testing.T) {
	for tier, want := range map[string]string{"LITE": "FeatureUnavailableInTierException", "ESSENTIALS": "",
		"PLUS": ""} {
		server := cognitotest.NewServer(t)
		if err := server.Load([]byte(`{"UserPools":[{"Id":"us-east-1_a","UserPool":{"PoolName":"shop","UserPoolTier":"` +
			tier + `"}}]}`)); err != nil {
			t.Fatal(err)
		}
		exception, message, _ := call(t, server, "CreateUserPoolClient",
			`{"UserPoolId":"us-east-1_a","ClientName":"shop","ExplicitAuthFlows":["ALLOW_USER_AUTH"]}`)
		if exception != want || want != "" && !strings.HasPrefix(message, ownText) {
			t.Errorf("%s: the answer is %q: %q", tier, exception, message)
		}
	}
}
