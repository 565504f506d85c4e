package sdk

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
)

func serviceError(operation, exception, message string) error {
	return &smithy.OperationError{ServiceID: "Cognito Identity Provider", OperationName: operation,
		Err: &smithy.GenericAPIError{Code: exception, Message: message}}
}

func parse(t testing.TB, members string) *userpoolclient.Config {
	t.Helper()
	c, err := userpoolclient.Parse([]byte("{" + members + "}"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Every documented message of the service, with a configuration that it was or
// could have been given for, leads to the rule and the place.
func TestTranslateRecordedMessages(t *testing.T) {
	const (
		parameter = "InvalidParameterException"
		flow      = "InvalidOAuthFlowException"
		scope     = "ScopeDoesNotExistException"
	)
	for _, tt := range []struct {
		why       string
		exception string
		message   string
		members   string
		pool      *userpoolclient.Pool
		want      string // path and rule, sorted
	}{
		{"a name that is not ASCII, shown as question marks", parameter,
			`1 validation error detected: Value '????' at 'clientName' failed to satisfy constraint: Member must satisfy ` +
				`regular expression pattern: [\w\s+=,.@-]+`,
			`"ClientName":"お店です"`, nil, "ClientName client-name-pattern"},
		{"101 callback URLs", parameter,
			`1 validation error detected: Value '[https://a.example/0, https://a.example/1]' at 'callbackURLs' failed to ` +
				`satisfy constraint: Member must have length less than or equal to 100`,
			`"CallbackURLs":[` + strings.Repeat(`"https://a.example/cb",`, 100) + `"https://a.example/cb"]`, nil,
			"CallbackURLs callback-urls-count"},
		{"a response type for a flow", parameter,
			`1 validation error detected: Value '[token]' at 'allowedOAuthFlows' failed to satisfy constraint: Member ` +
				`must satisfy constraint: [Member must satisfy enum value set: [implicit, client_credentials, code]]`,
			`"AllowedOAuthFlows":["code","token"],"CallbackURLs":["https://a.example/cb"]`, nil,
			"AllowedOAuthFlows[1] oauth-flow-unknown"},
		{"an auth flow that does not exist", parameter,
			`1 validation error detected: Value '[ALLOW_MAGIC]' at 'explicitAuthFlows' failed to satisfy constraint: ` +
				`Member must satisfy constraint: [Member must satisfy enum value set: [ALLOW_CUSTOM_AUTH, ALLOW_USER_SRP_AUTH]]`,
			`"ExplicitAuthFlows":["ALLOW_REFRESH_TOKEN_AUTH","ALLOW_MAGIC"]`, nil, "ExplicitAuthFlows[1] auth-flow-unknown"},
		{"an empty URL: the text lists every limit of the element", parameter,
			`1 validation error detected: Value '[]' at 'callbackURLs' failed to satisfy constraint: Member must satisfy ` +
				`constraint: [Member must have length less than or equal to 1024, Member must have length greater than or ` +
				`equal to 1, Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+]`,
			`"CallbackURLs":["https://a.example/cb",""]`, nil, "CallbackURLs[1] redirect-length"},
		{"two limits at once", parameter,
			`2 validation errors detected: Value '2' at 'authSessionValidity' failed to satisfy constraint: Member must ` +
				`have value greater than or equal to 3; Value '[https://a.example/c b]' at 'logoutURLs' failed to satisfy ` +
				`constraint: Member must satisfy constraint: [Member must have length less than or equal to 1024, Member ` +
				`must have length greater than or equal to 1, Member must satisfy regular expression pattern: ` +
				`[\p{L}\p{M}\p{S}\p{N}\p{P}]+]`,
			`"AuthSessionValidity":2,"LogoutURLs":["https://a.example/c b"]`, nil,
			"AuthSessionValidity auth-session-validity-range; LogoutURLs[0] redirect-characters"},
		{"a member of a structure", parameter,
			`1 validation error detected: Value '61' at 'refreshTokenRotation.retryGracePeriodSeconds' failed to satisfy ` +
				`constraint: Member must have value less than or equal to 60`,
			`"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":61}`, nil,
			"RefreshTokenRotation.RetryGracePeriodSeconds rotation-grace-range"},
		{"the bare number", parameter,
			`1 validation error detected: Value '86401' at 'accessTokenValidity' failed to satisfy constraint: Member ` +
				`must have value less than or equal to 86400`,
			`"AccessTokenValidity":86401,"TokenValidityUnits":{"AccessToken":"seconds"}`, nil,
			"AccessTokenValidity access-token-validity-integer"},
		{"a missing member", parameter,
			`1 validation error detected: Value null at 'refreshTokenRotation.feature' failed to satisfy constraint: ` +
				`Member must not be null`,
			`"RefreshTokenRotation":{"RetryGracePeriodSeconds":10}`, nil,
			"RefreshTokenRotation.Feature rotation-feature-required"},

		{"the switch on without scopes", parameter, "AllowedOAuthFlows and AllowedOAuthScopes are required if user " +
			"pool client is allowed to use OAuth flows.",
			`"AllowedOAuthFlowsUserPoolClient":true,"AllowedOAuthFlows":["code"],"CallbackURLs":["https://a.example/cb"]`, nil,
			"AllowedOAuthScopes oauth-flows-scopes-required"},
		{"no callback URL", flow, "CallbackUrls can not be empty when code flow or implicit flow is selected",
			`"AllowedOAuthFlows":["code"]`, nil, "CallbackURLs callback-urls-required"},
		{"a machine that is also a user", flow, "client_credentials flow can not be selected along with code flow or " +
			"implicit flow.",
			`"AllowedOAuthFlows":["code","client_credentials"],"CallbackURLs":["https://a.example/cb"]`, nil,
			"AllowedOAuthFlows[1] client-credentials-exclusive"},
		{"no secret, which only the service knew", flow,
			"client_credentials flow can not be selected if client does not have a client secret.",
			`"AllowedOAuthFlows":["client_credentials"]`, nil, "AllowedOAuthFlows[0] client-credentials-secret"},
		{"the text names one of two scopes", flow, "email is not supported with client_credentials flow",
			`"AllowedOAuthFlows":["client_credentials"],"AllowedOAuthScopes":["openid","email"]`, nil,
			"AllowedOAuthScopes[1] client-credentials-reserved-scope"},
		{"the same with openid", flow, "openid is not supported with client_credentials flow",
			`"AllowedOAuthFlows":["client_credentials"],"AllowedOAuthScopes":["openid","email"]`, nil,
			"AllowedOAuthScopes[0] client-credentials-reserved-scope"},
		{"a scope that nothing offline shows to be wrong", scope, "Invalid scope requested: api/read",
			`"AllowedOAuthScopes":["openid","api/write","api/read"]`, nil, "AllowedOAuthScopes[2] scope-not-in-pool"},
		{"the scope of the 2017 texts", scope, "Invalid scope requested: Cognito",
			`"AllowedOAuthScopes":["openid","Cognito"]`, nil, "AllowedOAuthScopes[1] scope-format"},

		{"plain http, in the second list", parameter, "http://example.com/out cannot use the HTTP protocol.",
			`"CallbackURLs":["https://example.com/cb"],"LogoutURLs":["https://example.com/out","http://example.com/out"]`, nil,
			"LogoutURLs[1] redirect-http"},
		{"a host that only begins with localhost", parameter, "http://localhost.com/ cannot use the HTTP protocol.",
			`"CallbackURLs":["http://localhost/","http://localhost.com/"]`, nil, "CallbackURLs[1] redirect-http"},
		{"a fragment", parameter, "https://example.com/cb#frag cannot use fragment",
			`"CallbackURLs":["https://example.com/cb#frag"]`, nil, "CallbackURLs[0] redirect-fragment"},
		{"a default outside the list", parameter, "The default redirect URI https://other.example.com/cb is not in the " +
			"callback URIs list.",
			`"CallbackURLs":["https://example.com/cb"],"DefaultRedirectURI":"https://other.example.com/cb"`, nil,
			"DefaultRedirectURI default-redirect-not-listed"},

		{"neither field nor unit is named: the access token", parameter, "Invalid range for token validity.",
			`"AccessTokenValidity":4,"TokenValidityUnits":{"AccessToken":"minutes"}`, nil,
			"AccessTokenValidity access-token-validity-range"},
		{"and two at once", parameter, "Invalid range for token validity.",
			`"IdTokenValidity":25,"RefreshTokenValidity":4000`, nil,
			"IdTokenValidity id-token-validity-range; RefreshTokenValidity refresh-token-validity-range"},
		{"an access token that outlives the refresh token", parameter,
			"Access and Id Token expiration times must be less than or equal to refresh token expiration times.",
			`"AccessTokenValidity":12,"RefreshTokenValidity":2,"TokenValidityUnits":{"RefreshToken":"hours"}`, nil,
			"AccessTokenValidity token-validity-order"},

		{"old names and new", parameter, "Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.",
			`"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`, nil, "ExplicitAuthFlows auth-flows-mixed"},
		{"the rejection of 2020", parameter, "REFRESH_TOKEN_AUTH should always be allowed.",
			`"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"]`, nil, "ExplicitAuthFlows refresh-flow-missing"},
		{"rotation and the refresh flow", parameter, "ALLOW_REFRESH_TOKEN_AUTH is not a permitted ExplicitAuthFlow " +
			"when refresh token rotation is enabled.",
			`"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"],` +
				`"RefreshTokenRotation":{"Feature":"ENABLED"}`, nil, "ExplicitAuthFlows[1] rotation-refresh-flow"},
		{"rotation that an update has omitted and the service has kept", parameter,
			"ALLOW_REFRESH_TOKEN_AUTH is not a permitted ExplicitAuthFlow when refresh token rotation is enabled.",
			`"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`, nil,
			"ExplicitAuthFlows rotation-refresh-flow"},

		{"context data without a secret", parameter, "Client Secret is required to set " +
			"EnablePropagateAdditionalUserContextData as true",
			`"EnablePropagateAdditionalUserContextData":true`, nil,
			"EnablePropagateAdditionalUserContextData context-data-secret"},

		{"no attribute is named: a read-only one", parameter, "Invalid write attributes specified while updating a client",
			`"ReadAttributes":["email"],"WriteAttributes":["name","email_verified"]`, nil,
			"WriteAttributes[1] write-attribute-read-only"},
		{"a custom attribute without its prefix", parameter, "Invalid write attributes specified while creating a client",
			`"ReadAttributes":["department"],"WriteAttributes":["department"]`, nil, "WriteAttributes[0] attribute-unknown"},
		{"the same, readable", parameter, "Invalid read attributes specified while creating a client",
			`"ReadAttributes":["department"],"WriteAttributes":["department"]`, nil, "ReadAttributes[0] attribute-unknown"},
		{"an attribute that the pool lacks", parameter, "Invalid write attributes specified while creating a client",
			`"WriteAttributes":["name","custom:department"]`,
			&userpoolclient.Pool{Attributes: []userpoolclient.Attribute{{Name: "name", Mutable: true}}},
			"WriteAttributes[1] attribute-not-in-pool"},
		{"a required attribute that is omitted", parameter, "Invalid write attributes specified while creating a client",
			`"WriteAttributes":["name"]`, &userpoolclient.Pool{Attributes: []userpoolclient.Attribute{
				{Name: "name", Mutable: true}, {Name: "email", Required: true, Mutable: true}}},
			"WriteAttributes write-attribute-required-missing"},
		{"the pool is not known: one of two rules", parameter, "Invalid write attributes specified while updating a client",
			`"WriteAttributes":["name","custom:department"]`, nil,
			"WriteAttributes attribute-not-in-pool; WriteAttributes write-attribute-required-missing"},

		{"a provider that the pool lacks", parameter, "The provider Google does not exist for User Pool us-east-1_l9gfya7RC.",
			`"SupportedIdentityProviders":["COGNITO","Google"]`, nil,
			"SupportedIdentityProviders[1] identity-provider-not-in-pool"},
		{"analytics that names its project by halves", parameter,
			"Invalid analytics configuration given, either <application arn> or <application id, role arn, external id> " +
				"are valid",
			`"AnalyticsConfiguration":{"ApplicationId":"0123456789abcdef0123456789abcdef"}`, nil,
			"AnalyticsConfiguration analytics-target"},
		{"a choice-based sign-in on the LITE tier: the exception alone", "FeatureUnavailableInTierException",
			"The following features need to be disabled for the LITE pricing tier configured: Passwordless Sign-In",
			`"ExplicitAuthFlows":["ALLOW_USER_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`, nil, "ExplicitAuthFlows[0] auth-flow-tier"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			operation := updateOperation
			if strings.Contains(tt.message, "creating") {
				operation = createOperation
			}
			err := fmt.Errorf("deploy: %w", serviceError(operation, tt.exception, tt.message))
			found := Translate(err, parse(t, tt.members), userpoolclient.Context{Pool: tt.pool})
			if got := places(found); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			for _, f := range found {
				if rule, ok := userpoolclient.RuleByID(f.Rule); !ok || rule.Severity != f.Severity || f.Message == "" {
					t.Errorf("%s: %+v", f.Path(), f)
				}
			}
		})
	}
}

func places(found []userpoolclient.Finding) string {
	var all []string
	for _, f := range found {
		all = append(all, f.Path()+" "+f.Rule)
	}
	slices.Sort(all)
	return strings.Join(all, "; ")
}

// What is no rejection by a rule translates into nothing.
func TestTranslateKnowsItsLimits(t *testing.T) {
	c := parse(t, `"CallbackURLs":["http://a.example/cb"],"AccessTokenValidity":1,`+
		`"TokenValidityUnits":{"AccessToken":"minutes"}`)
	for _, tt := range []struct {
		why string
		err error
	}{
		{"no error", nil},
		{"not the service's", errors.New("Invalid range for token validity.")},
		{"the pool is gone", &types.ResourceNotFoundException{Message: new("User pool eu-central-1_a1B2c3D4e does not " +
			"exist.")}},
		{"the client is gone", &types.ResourceNotFoundException{Message: new("User pool client 1example23456789 does " +
			"not exist.")}},
		{"another writer", &types.ConcurrentModificationException{Message: new("Only one request to update user pool " +
			"client can be processed at a time.")}},
		{"throttled", &types.TooManyRequestsException{Message: new("Rate exceeded")}},
		{"throttled, in the other documented words", &types.TooManyRequestsException{Message: new("Too many requests")}},
		{"an undocumented text", serviceError(updateOperation, "InvalidParameterException", "Something new.")},
		{"a known text inside another one", serviceError(updateOperation, "InvalidParameterException",
			"Invalid range for token validity. And more.")},
		{"a known text under another exception", serviceError(updateOperation, "NotAuthorizedException",
			"Invalid range for token validity.")},
		{"an unknown member", serviceError(updateOperation, "InvalidParameterException",
			"1 validation error detected: Value 'x' at 'newMember' failed to satisfy constraint: Member must not be null")},
		{"no text", serviceError(updateOperation, "InvalidParameterException", "")},
		{"a tier exception about another feature", serviceError(updateOperation, "FeatureUnavailableInTierException",
			"The following features need to be disabled for the LITE pricing tier configured: Threat Protection")},
	} {
		t.Run(tt.why, func(t *testing.T) {
			for _, c := range []*userpoolclient.Config{nil, {}, c} {
				if found := Translate(tt.err, c, userpoolclient.Context{}); found != nil {
					t.Errorf("found %s", places(found))
				}
			}
		})
	}
}

// A rejected sign-in leads to the settings of the client that can have led there.
func TestTranslateSignIn(t *testing.T) {
	const secret = `"ClientSecret":"0123456789012345678901234567890123456789"`
	for _, tt := range []struct{ why, operation, exception, message, members, want string }{
		{"no secret hash", "InitiateAuth", "NotAuthorizedException",
			"Client 4h7u is configured with secret but SECRET_HASH was not received", secret, "ClientSecret INIT-1"},
		{"a wrong one", "SignUp", "NotAuthorizedException", "Unable to verify secret hash for client 4h7u", secret,
			"ClientSecret INIT-3"},
		{"passwords are not allowed", "InitiateAuth", "InvalidParameterException",
			"USER_PASSWORD_AUTH flow not enabled for this client", `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"]`,
			"ExplicitAuthFlows INIT-4"},
		{"the settings rule it out", "InitiateAuth", "InvalidParameterException",
			"USER_PASSWORD_AUTH flow not enabled for this client", `"ExplicitAuthFlows":["ALLOW_USER_PASSWORD_AUTH"]`, ""},
		{"a token that was rotated", "GetTokensFromRefreshToken", "RefreshTokenReuseException", "",
			`"RefreshTokenRotation":{"Feature":"ENABLED"}`, "RefreshTokenRotation.RetryGracePeriodSeconds INIT-11"},
		{"a wrong password", "InitiateAuth", "NotAuthorizedException", "Incorrect username or password.", secret, ""},
	} {
		t.Run(tt.why, func(t *testing.T) {
			found := Translate(serviceError(tt.operation, tt.exception, tt.message), parse(t, tt.members),
				userpoolclient.Context{})
			if got := places(found); got != tt.want {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
}

// Every rejection leads back to what it is about, and without a configuration at
// least to the rule.
func TestTranslateReachesEveryRule(t *testing.T) {
	reached := 0
	for _, rule := range userpoolclient.Rules() {
		if rule.Severity != userpoolclient.SeverityError {
			continue
		}
		c, in := rule.Bad.Config(), rule.Bad.Context()
		t.Run(rule.ID, func(t *testing.T) {
			isRule := func(f userpoolclient.Finding) bool { return f.Rule == rule.ID }
			rejection, ok := cognitotest.Reject(c, in)
			if !ok || !slices.ContainsFunc(rejection.Findings, isRule) {
				t.Skipf("the bad example is rejected otherwise: %+v", rejection)
			}
			err := serviceError(updateOperation, rejection.Exception, rejection.Message)
			if !rejection.Recorded {
				if rule.Exception == invalidParameter && Translate(err, c, in) != nil {
					t.Error("an undocumented text is translated")
				}
				return
			}
			reached++
			if got := places(Translate(err, c, in)); got != places(rejection.Findings) {
				t.Errorf("%q\ngot  %s\nwant %s", rejection.Message, got, places(rejection.Findings))
			}
			if blind := Translate(err, nil, userpoolclient.Context{}); !slices.ContainsFunc(blind, isRule) {
				t.Errorf("%q without a configuration: %s", rejection.Message, places(blind))
			}
		})
	}
	if reached < 60 {
		t.Errorf("only %d rules reached", reached)
	}
}

// What is supposed of a message without a configuration says so, and what to do.
func TestTranslateWithoutAConfiguration(t *testing.T) {
	for _, tt := range []struct {
		why, message string
		rules        int
		perhaps      bool
	}{
		{"one rule", "https://example.com/cb#frag cannot use fragment", 1, false},
		{"two rules", "Invalid write attributes specified while updating a client", 2, true},
	} {
		t.Run(tt.why, func(t *testing.T) {
			found := Translate(serviceError(updateOperation, invalidParameter, tt.message), nil, userpoolclient.Context{})
			if len(found) < tt.rules {
				t.Fatalf("found %s", places(found))
			}
			for _, f := range found {
				rule, _ := userpoolclient.RuleByID(f.Rule)
				if !strings.Contains(f.Message, strings.TrimSuffix(rule.Summary, ".")) || f.Fix != rule.Fix {
					t.Errorf("%s", f)
				}
				if got := strings.Contains(f.Message, "perhaps"); got != tt.perhaps {
					t.Errorf("perhaps: %v, %s", got, f)
				}
			}
		})
	}
}

// A message is read once, whatever it holds: what is allocated for each of its
// clauses is next to nothing, and nothing is for its length. The catalogue, whose
// copy has thousands of parts, is not copied for a clause, nor a pattern compiled
// for a message.
func TestTranslateIsLinear(t *testing.T) {
	clause := "Value 'x' at 'callbackURLs' failed to satisfy constraint: Member must have length less than or equal " +
		"to 100; "
	for _, tt := range []struct {
		why     string
		message func(n int) string
	}{
		{"many clauses", func(n int) string { return "9 validation errors detected: " + strings.Repeat(clause, n) }},
		{"clauses about nothing known", func(n int) string {
			return "9 validation errors detected: " + strings.Repeat(strings.Replace(clause, "callbackURLs", "newMember", 1), n)
		}},
		{"quotes that never end", func(n int) string {
			return "9 validation errors detected: " + strings.Repeat("Value '", n)
		}},
		{"a long value", func(n int) string { return strings.Repeat("x", n) + " cannot use fragment" }},
		{"a value full of the text around it", func(n int) string {
			return "The provider " + strings.Repeat(" does not exist for User Pool ", n)
		}},
	} {
		t.Run(tt.why, func(t *testing.T) {
			allocs := func(n int) float64 {
				err := serviceError(updateOperation, invalidParameter, tt.message(n))
				return testing.AllocsPerRun(5, func() { Translate(err, nil, userpoolclient.Context{}) })
			}
			const n = 2000
			once, twice := allocs(n), allocs(2*n)
			if most := once + 2*n; twice > most || once > 3*n+1000 {
				t.Errorf("%v allocations, and %v for twice the message", once, twice)
			}
		})
	}
}

// Whatever the service says, a translation names rules of the catalogue and
// fields that they read.
func FuzzTranslate(f *testing.F) {
	for _, rule := range userpoolclient.Rules() {
		f.Add(rule.Exception, rule.ServiceMessage, true)
	}
	f.Add(invalidParameter, "2 validation errors detected: Value 'a' at 'callbackURLs.1.member' failed to satisfy "+
		"constraint: Member must have length less than or equal to 1024; Value at 'clientSecret' failed to satisfy "+
		"constraint: Member must not be null", false)
	c := parse(f, shop)
	f.Fuzz(func(t *testing.T, exception, message string, known bool) {
		var config *userpoolclient.Config
		if known {
			config = c
		}
		for _, found := range Translate(serviceError(updateOperation, exception, message), config, userpoolclient.Context{}) {
			if _, ok := userpoolclient.RuleByID(found.Rule); !ok {
				t.Errorf("%+v", found)
			}
			if _, ok := userpoolclient.FieldByName(string(found.Field)); !ok || found.Message == "" {
				t.Errorf("%+v", found)
			}
		}
	})
}
