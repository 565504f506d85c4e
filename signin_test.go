package userpoolclient

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// capability returns the one call of that name.
func capability(t *testing.T, all []Capability, call string) Capability {
	t.Helper()
	api, flow, _ := strings.Cut(call, " ")
	i := slices.IndexFunc(all, func(c Capability) bool { return c.API == api && c.Flow == flow })
	if i < 0 {
		t.Fatalf("there is no %s", call)
	}
	return all[i]
}

// TestSignInCoversEveryFlow: each AuthFlow of the SDK is there, for both calls.
func TestSignInCoversEveryFlow(t *testing.T) {
	values := types.AuthFlowType("").Values()
	if len(values) == 0 {
		t.Fatal("the SDK names no AuthFlow: the test saw nothing")
	}
	all := SignIn(new(Config), Context{})
	for _, api := range []string{"InitiateAuth", "AdminInitiateAuth"} {
		n := 0
		for _, c := range all {
			if c.API != api {
				continue
			}
			n++
			if !slices.Contains(values, types.AuthFlowType(c.Flow)) {
				t.Errorf("%s with %s: the SDK does not know the flow", api, c.Flow)
			}
		}
		for _, f := range values {
			if !slices.ContainsFunc(all, func(c Capability) bool { return c.API == api && c.Flow == string(f) }) {
				t.Errorf("%s is new; add it to signInFlows", f)
			}
		}
		if n != len(values) {
			t.Errorf("%s has %d flows, the SDK %d", api, n, len(values))
		}
	}
}

// TestSignInCoversEveryContextData: every operation whose input takes
// UserContextData says whether an IP address is accepted, and no other does.
func TestSignInCoversEveryContextData(t *testing.T) {
	want := []string{
		"ConfirmForgotPassword",
		"ConfirmSignUp",
		"ForgotPassword",
		"InitiateAuth",
		"ResendConfirmationCode",
		"RespondToAuthChallenge",
		"SignUp",
	}
	c := mustParse(`"EnablePropagateAdditionalUserContextData":true`)
	var got []string
	for _, call := range SignIn(c, Context{Secret: SecretStatePresent}) {
		if call.IPAddress != 0 && !slices.Contains(got, call.API) {
			got = append(got, call.API)
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("an IP address is spoken of by %v, want %v", got, want)
	}
}

func TestSignInFlows(t *testing.T) {
	const (
		on     = `"RefreshTokenRotation":{"Feature":"ENABLED"}`
		legacy = `"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH","USER_PASSWORD_AUTH"]`
		custom = `"ExplicitAuthFlows":["CUSTOM_AUTH_FLOW_ONLY"]`
		three  = `"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH","CUSTOM_AUTH_FLOW_ONLY","USER_PASSWORD_AUTH"]`
		srp    = `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"]`
		choice = `"ExplicitAuthFlows":["ALLOW_USER_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`
		admin  = `"ExplicitAuthFlows":["ALLOW_ADMIN_USER_PASSWORD_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`
		mixed  = `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","USER_PASSWORD_AUTH"]`
	)
	updating := Context{Operation: OperationUpdate}
	rotating := Context{Operation: OperationUpdate, Current: mustParse(on)}
	for _, row := range []struct {
		why     string
		members string
		in      Context
		call    string
		want    Answer
		field   Field
	}{
		{"the default allows SRP", ``, Context{}, "InitiateAuth USER_SRP_AUTH", AnswerYes, FieldExplicitAuthFlows},
		{"on both calls", ``, Context{}, "AdminInitiateAuth USER_SRP_AUTH", AnswerYes, FieldExplicitAuthFlows},
		{"an empty list is the default", `"ExplicitAuthFlows":[]`, Context{}, "InitiateAuth CUSTOM_AUTH", AnswerYes,
			FieldExplicitAuthFlows},
		{"an update that omits the list resets it", ``, Context{Operation: OperationUpdate, Current: mustParse(custom)},
			"InitiateAuth USER_SRP_AUTH", AnswerYes, FieldExplicitAuthFlows},
		{"the default sends no passwords", ``, Context{}, "InitiateAuth USER_PASSWORD_AUTH", AnswerNo,
			FieldExplicitAuthFlows},
		{"nor from a server", ``, Context{}, "AdminInitiateAuth ADMIN_USER_PASSWORD_AUTH", AnswerNo,
			FieldExplicitAuthFlows},
		{"nor a choice", ``, Context{}, "InitiateAuth USER_AUTH", AnswerNo, FieldExplicitAuthFlows},
		{"the default allows refreshing", ``, Context{}, "InitiateAuth REFRESH_TOKEN_AUTH", AnswerYes,
			FieldExplicitAuthFlows},
		{"under either name", ``, Context{}, "InitiateAuth REFRESH_TOKEN", AnswerYes, FieldExplicitAuthFlows},

		{"listed", srp, Context{}, "InitiateAuth USER_SRP_AUTH", AnswerYes, FieldExplicitAuthFlows},
		{"not listed", srp, Context{}, "InitiateAuth CUSTOM_AUTH", AnswerNo, FieldExplicitAuthFlows},
		{"choice-based sign-in", choice, Context{}, "InitiateAuth USER_AUTH", AnswerYes, FieldExplicitAuthFlows},
		{"needs a better pool", choice, Context{Pool: &Pool{Tier: types.UserPoolTierTypeLite}},
			"InitiateAuth USER_AUTH",
			AnswerNo, FieldExplicitAuthFlows},
		{"and allows SRP only within USER_AUTH", choice, Context{}, "InitiateAuth USER_SRP_AUTH", AnswerNo,
			FieldExplicitAuthFlows},
		{"the flow for servers", admin, Context{}, "AdminInitiateAuth ADMIN_USER_PASSWORD_AUTH", AnswerYes,
			FieldExplicitAuthFlows},
		{"has an older name", admin, Context{}, "AdminInitiateAuth ADMIN_NO_SRP_AUTH", AnswerYes,
			FieldExplicitAuthFlows},
		{"and is for servers only", admin, Context{}, "InitiateAuth ADMIN_USER_PASSWORD_AUTH", AnswerNo, ""},
		{"the password flow for applications is not for servers", legacy, Context{},
			"AdminInitiateAuth USER_PASSWORD_AUTH",
			AnswerNo, ""},
		{"a list that the service refuses", mixed, Context{}, "InitiateAuth USER_SRP_AUTH", AnswerNo,
			FieldExplicitAuthFlows},
		{"a value that may allow anything", `"ExplicitAuthFlows":["ALLOW_NEW"]`, Context{},
			"InitiateAuth USER_SRP_AUTH",
			AnswerUndetermined, FieldExplicitAuthFlows},

		{"a legacy value", legacy, Context{}, "InitiateAuth USER_PASSWORD_AUTH", AnswerYes, FieldExplicitAuthFlows},
		{"another", legacy, Context{}, "AdminInitiateAuth ADMIN_NO_SRP_AUTH", AnswerYes, FieldExplicitAuthFlows},
		{"a legacy value and the flow's name of today", legacy, Context{}, "AdminInitiateAuth ADMIN_USER_PASSWORD_AUTH",
			AnswerUndetermined, FieldExplicitAuthFlows},
		{"legacy values do not name SRP", legacy, Context{}, "InitiateAuth USER_SRP_AUTH", AnswerUndetermined,
			FieldExplicitAuthFlows},
		{"nor custom authentication", legacy, Context{}, "InitiateAuth CUSTOM_AUTH", AnswerUndetermined,
			FieldExplicitAuthFlows},
		{"nor refreshing", legacy, Context{}, "InitiateAuth REFRESH_TOKEN_AUTH", AnswerUndetermined,
			FieldExplicitAuthFlows},
		{"and are older than choice-based sign-in", legacy, Context{}, "InitiateAuth USER_AUTH", AnswerNo,
			FieldExplicitAuthFlows},
		{"custom authentication", custom, Context{}, "InitiateAuth CUSTOM_AUTH", AnswerYes, FieldExplicitAuthFlows},
		{"and nothing else", custom, Context{}, "InitiateAuth USER_SRP_AUTH", AnswerNo, FieldExplicitAuthFlows},
		{"no password either", custom, Context{}, "InitiateAuth USER_PASSWORD_AUTH", AnswerNo, FieldExplicitAuthFlows},
		{"only, and yet another", three, Context{}, "InitiateAuth USER_PASSWORD_AUTH", AnswerUndetermined,
			FieldExplicitAuthFlows},
		{"only, and yet a server's", three, Context{}, "AdminInitiateAuth ADMIN_NO_SRP_AUTH", AnswerUndetermined,
			FieldExplicitAuthFlows},
		{"custom authentication beside others", three, Context{}, "InitiateAuth CUSTOM_AUTH", AnswerYes,
			FieldExplicitAuthFlows},

		{"a machine without OAuth", `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"]`,
			Context{Secret: SecretStatePresent},
			"GetClientToken ", AnswerYes, FieldExplicitAuthFlows},
		{"lets no user in", `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"]`, Context{Secret: SecretStatePresent},
			"InitiateAuth USER_SRP_AUTH", AnswerNo, FieldExplicitAuthFlows},
		{"and needs a secret to send", `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"]`,
			Context{Secret: SecretStateAbsent},
			"GetClientToken ", AnswerNo, FieldClientSecret},
		{"which it may have", `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"]`, Context{}, "GetClientToken ",
			AnswerUndetermined, FieldClientSecret},
		{"other clients are no machines", srp, Context{Secret: SecretStatePresent}, "GetClientToken ", AnswerNo,
			FieldExplicitAuthFlows},

		{"refreshing without the flow", srp, Context{}, "InitiateAuth REFRESH_TOKEN_AUTH", AnswerUndetermined,
			FieldExplicitAuthFlows},
		{"the operation without the flow", srp, Context{}, "GetTokensFromRefreshToken", AnswerUndetermined,
			FieldExplicitAuthFlows},
		{"the operation with the flow", choice, Context{}, "GetTokensFromRefreshToken", AnswerYes,
			FieldExplicitAuthFlows},
		{"rotation excludes the flow", srp + "," + on, Context{}, "InitiateAuth REFRESH_TOKEN_AUTH", AnswerNo,
			FieldRefreshTokenRotationFeature},
		{"even where the default lists it", on, Context{}, "AdminInitiateAuth REFRESH_TOKEN", AnswerNo,
			FieldRefreshTokenRotationFeature},
		{"and has its own operation", srp + "," + on, Context{}, "GetTokensFromRefreshToken", AnswerYes,
			FieldRefreshTokenRotationFeature},
		{"an update may keep rotation", srp, rotating, "GetTokensFromRefreshToken", AnswerUndetermined,
			FieldRefreshTokenRotationFeature},
		{"which may exclude the flow", ``, rotating, "InitiateAuth REFRESH_TOKEN_AUTH", AnswerUndetermined,
			FieldRefreshTokenRotationFeature},
		{"an update keeps what is not known", ``, updating, "InitiateAuth REFRESH_TOKEN_AUTH", AnswerUndetermined,
			FieldRefreshTokenRotationFeature},
		{"allowed with and without rotation", ``, updating, "GetTokensFromRefreshToken", AnswerYes,
			FieldExplicitAuthFlows},
		{"allowed with rotation for sure", srp, updating, "GetTokensFromRefreshToken", AnswerUndetermined,
			FieldRefreshTokenRotationFeature},

		{"somebody can be challenged", srp, Context{}, "RespondToAuthChallenge", AnswerYes, FieldExplicitAuthFlows},
		{"nobody can", `"ExplicitAuthFlows":["ALLOW_REFRESH_TOKEN_AUTH"]`, Context{}, "RespondToAuthChallenge",
			AnswerNo,
			FieldExplicitAuthFlows},
		{"perhaps somebody can", `"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH"]`, Context{}, "RespondToAuthChallenge",
			AnswerUndetermined, FieldExplicitAuthFlows},
		{"signing up is the pool's business", srp, Context{}, "SignUp", AnswerYes, ""},
	} {
		got := capability(t, SignIn(mustParse(row.members), row.in), row.call)
		if got.Allowed != row.want || got.Field != row.field {
			t.Errorf(
				"%s: %s with {%s}: %s by %q (%s), want %s by %q",
				row.why,
				row.call,
				row.members,
				got.Allowed,
				got.Field,
				got.Reason,
				row.want,
				row.field,
			)
		}
	}
}

func TestSignInOAuth(t *testing.T) {
	for _, row := range []struct {
		why   string
		base  string
		over  string
		in    Context
		call  string
		want  Answer
		field Field
	}{
		{"the code grant", web, ``, Context{}, "/oauth2/authorize code", AnswerYes, FieldAllowedOAuthFlows},
		{"and its token", web, ``, Context{}, "/oauth2/token authorization_code", AnswerYes, FieldAllowedOAuthFlows},
		{"a flow that is not listed", web, ``, Context{}, "/oauth2/authorize token", AnswerNo, FieldAllowedOAuthFlows},
		{"the implicit grant", web, `"AllowedOAuthFlows":["implicit"]`, Context{}, "/oauth2/authorize token", AnswerYes,
			FieldAllowedOAuthFlows},
		{"the switch is off", web, `"AllowedOAuthFlowsUserPoolClient":false`, Context{}, "/oauth2/authorize code",
			AnswerNo,
			FieldAllowedOAuthFlowsUserPoolClient},
		{"the switch is omitted", web, `"AllowedOAuthFlowsUserPoolClient":null`, Context{Operation: OperationUpdate},
			"/oauth2/authorize code", AnswerNo, FieldAllowedOAuthFlowsUserPoolClient},
		{"no flows", web, `"AllowedOAuthFlows":[]`, Context{}, "/oauth2/authorize code", AnswerNo,
			FieldAllowedOAuthFlows},
		{"no scopes", web, `"AllowedOAuthScopes":[]`, Context{}, "/oauth2/authorize code", AnswerNo,
			FieldAllowedOAuthScopes},
		{"no callback", web, `"CallbackURLs":null`, Context{}, "/oauth2/authorize code", AnswerNo, FieldCallbackURLs},
		{"no provider", web, `"SupportedIdentityProviders":null`, Context{}, "/oauth2/authorize code",
			AnswerUndetermined,
			FieldSupportedIdentityProviders},
		{"flows that exclude each other", web, `"AllowedOAuthFlows":["code","client_credentials"]`,
			Context{Secret: SecretStatePresent}, "/oauth2/authorize code", AnswerNo, FieldAllowedOAuthFlows},

		{"a machine with a secret", machine, ``, Context{Secret: SecretStatePresent},
			"/oauth2/token client_credentials",
			AnswerYes, FieldAllowedOAuthFlows},
		{"a machine without one", machine, ``, Context{Operation: OperationCreate}, "/oauth2/token client_credentials",
			AnswerNo, FieldAllowedOAuthFlows},
		{"a machine that may have one", machine, ``, Context{}, "/oauth2/token client_credentials", AnswerUndetermined,
			FieldClientSecret},
		{"a machine has nothing to refresh", machine, ``, Context{Secret: SecretStatePresent},
			"/oauth2/token refresh_token",
			AnswerNo, FieldAllowedOAuthFlows},

		{"refreshing with the default", web, ``, Context{}, "/oauth2/token refresh_token", AnswerYes,
			FieldExplicitAuthFlows},
		{"refreshing with rotation", web, `"RefreshTokenRotation":{"Feature":"ENABLED"}`, Context{},
			"/oauth2/token refresh_token", AnswerYes, FieldRefreshTokenRotationFeature},
		{"refreshing without the flow", web, `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"]`, Context{},
			"/oauth2/token refresh_token", AnswerUndetermined, FieldExplicitAuthFlows},
		{"the implicit grant issues no refresh token", web, `"AllowedOAuthFlows":["implicit"]`, Context{},
			"/oauth2/token refresh_token", AnswerUndetermined, FieldAllowedOAuthFlows},
		{"no refreshing with the switch off", plain, ``, Context{}, "/oauth2/token refresh_token", AnswerNo,
			FieldAllowedOAuthFlowsUserPoolClient},
		{"refreshing follows the code grant", web, `"CallbackURLs":null`, Context{}, "/oauth2/token refresh_token",
			AnswerNo,
			FieldCallbackURLs},
	} {
		got := capability(t, SignIn(mustParse(row.base, row.over), row.in), row.call)
		if got.Allowed != row.want || got.Field != row.field {
			t.Errorf(
				"%s: %s: %s by %q (%s), want %s by %q",
				row.why,
				row.call,
				got.Allowed,
				got.Field,
				got.Reason,
				row.want,
				row.field,
			)
		}
	}
}

// TestSignInUnknown: what is not known yet is undetermined where it decides,
// and nowhere else.
func TestSignInUnknown(t *testing.T) {
	for _, row := range []struct {
		why     string
		base    string
		members string
		unknown Field
		in      Context
		call    string
		want    Answer
	}{
		{"the list", plain, ``, FieldExplicitAuthFlows, Context{}, "InitiateAuth USER_SRP_AUTH", AnswerUndetermined},
		{"the list, for a call that never takes the flow", plain, ``, FieldExplicitAuthFlows, Context{},
			"InitiateAuth ADMIN_NO_SRP_AUTH", AnswerNo},
		{"the list, while rotation decides", plain, `"RefreshTokenRotation":{"Feature":"ENABLED"}`,
			FieldExplicitAuthFlows,
			Context{}, "GetTokensFromRefreshToken", AnswerYes},
		{"another element", plain, `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","?"]`, "ExplicitAuthFlows[1]", Context{},
			"InitiateAuth USER_SRP_AUTH", AnswerYes},
		{"the element itself, whatever its placeholder", plain,
			`"ExplicitAuthFlows":["ALLOW_CUSTOM_AUTH","ALLOW_USER_SRP_AUTH"]`, "ExplicitAuthFlows[1]", Context{},
			"InitiateAuth USER_SRP_AUTH", AnswerUndetermined},
		{"an element beside a legacy value", plain, `"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH","?"]`,
			"ExplicitAuthFlows[1]",
			Context{}, "InitiateAuth USER_PASSWORD_AUTH", AnswerUndetermined},
		{"rotation", plain, ``, FieldRefreshTokenRotation, Context{}, "InitiateAuth REFRESH_TOKEN_AUTH",
			AnswerUndetermined},
		{"the grace period", plain, `"RefreshTokenRotation":{"Feature":"ENABLED"}`,
			FieldRefreshTokenRotationRetryGracePeriodSeconds, Context{}, "InitiateAuth REFRESH_TOKEN_AUTH", AnswerNo},
		{"the OAuth switch", web, ``, FieldAllowedOAuthFlowsUserPoolClient, Context{}, "/oauth2/authorize code",
			AnswerUndetermined},
		{"the OAuth flows", web, ``, FieldAllowedOAuthFlows, Context{}, "/oauth2/authorize code", AnswerUndetermined},
		{"one of the OAuth flows", web, `"AllowedOAuthFlows":["?"]`, "AllowedOAuthFlows[0]", Context{},
			"/oauth2/authorize code", AnswerUndetermined},
		{"the callback URLs, which are given", web, `"CallbackURLs":null`, FieldCallbackURLs, Context{},
			"/oauth2/authorize code", AnswerYes},
		{"the secret", machine, ``, FieldGenerateSecret, Context{Operation: OperationCreate},
			"/oauth2/token client_credentials", AnswerUndetermined},
		{"the secret, of which the context tells", machine, ``, FieldGenerateSecret,
			Context{Operation: OperationCreate, Secret: SecretStatePresent}, "/oauth2/token client_credentials",
			AnswerYes},
	} {
		c := mustParse(row.base, row.members)
		c.Unknown = []Field{row.unknown}
		if got := capability(t, SignIn(c, row.in), row.call); got.Allowed != row.want {
			t.Errorf("%s is not known: %s: %s (%s), want %s", row.why, row.call, got.Allowed, got.Reason, row.want)
		}
	}
}

func TestSignInSends(t *testing.T) {
	const basic = "client_secret, or client_id and client_secret in an Authorization: Basic header"
	for _, row := range []struct {
		why    string
		secret SecretState
		call   string
		want   []string
	}{
		{"no secret", SecretStateAbsent, "InitiateAuth USER_SRP_AUTH",
			[]string{"ClientId", "AuthParameters.USERNAME", "AuthParameters.SRP_A"}},
		{"a secret is proved by its hash", SecretStatePresent, "InitiateAuth USER_SRP_AUTH",
			[]string{"ClientId", "AuthParameters.USERNAME", "AuthParameters.SRP_A", "AuthParameters.SECRET_HASH"}},
		{"perhaps", SecretStateUnknown, "InitiateAuth CUSTOM_AUTH",
			[]string{"ClientId", "AuthParameters.USERNAME", "AuthParameters.SECRET_HASH if the client has a secret"}},
		{"a server signs", SecretStatePresent, "AdminInitiateAuth CUSTOM_AUTH",
			[]string{"AWS credentials", "UserPoolId", "ClientId", "AuthParameters.USERNAME",
				"AuthParameters.SECRET_HASH"}},
		{"refreshing too", SecretStatePresent, "InitiateAuth REFRESH_TOKEN_AUTH",
			[]string{"ClientId", "AuthParameters.REFRESH_TOKEN", "AuthParameters.SECRET_HASH"}},
		{"the secret itself, not its hash", SecretStatePresent, "GetTokensFromRefreshToken",
			[]string{"ClientId", "RefreshToken", "ClientSecret"}},
		{"a flow that is not allowed needs nothing", SecretStatePresent, "InitiateAuth USER_AUTH", nil},
		{"the browser never has the secret", SecretStatePresent, "/oauth2/authorize code",
			[]string{"response_type=code", "client_id", "redirect_uri"}},
		{"the token endpoint asks for it", SecretStatePresent, "/oauth2/token authorization_code",
			[]string{"grant_type=authorization_code", "client_id", "code", "redirect_uri", basic}},
		{"only of clients that have one", SecretStateAbsent, "/oauth2/token refresh_token",
			[]string{"grant_type=refresh_token", "client_id", "refresh_token"}},
		{"challenges", SecretStatePresent, "RespondToAuthChallenge",
			[]string{"ClientId", "ChallengeName", "Session", "ChallengeResponses.USERNAME",
				"ChallengeResponses.SECRET_HASH"}},
		{"signing up", SecretStatePresent, "SignUp", []string{"ClientId", "Username", "SecretHash"}},
		{"confirming", SecretStateUnknown, "ConfirmSignUp",
			[]string{"ClientId", "Username", "ConfirmationCode", "SecretHash if the client has a secret"}},
		{"a new password", SecretStateAbsent, "ConfirmForgotPassword",
			[]string{"ClientId", "Username", "ConfirmationCode", "Password"}},
	} {
		got := capability(t, SignIn(mustParse(web), Context{Secret: row.secret}), row.call)
		if diff := cmp.Diff(row.want, got.Sends); diff != "" {
			t.Errorf("%s: %s, secret %v (-want +got):\n%s", row.why, row.call, row.secret, diff)
		}
	}
}

func TestSignInIPAddress(t *testing.T) {
	const on, off = `"EnablePropagateAdditionalUserContextData":true`,
		`"EnablePropagateAdditionalUserContextData":false`
	for _, row := range []struct {
		why     string
		members string
		in      Context
		want    Answer
	}{
		{"on, with a secret", on, Context{Secret: SecretStatePresent}, AnswerYes},
		{"on, and the create makes a secret", on + `,"GenerateSecret":true`, Context{Operation: OperationCreate},
			AnswerYes},
		{"on, without a secret: refused", on, Context{Secret: SecretStateAbsent}, AnswerNo},
		{"on, and the secret is not known", on, Context{}, AnswerUndetermined},
		{"off", off, Context{Secret: SecretStatePresent}, AnswerNo},
		{"off by default", ``, Context{Operation: OperationCreate, Secret: SecretStatePresent}, AnswerNo},
		{"omitted by an update: kept or reset", ``,
			Context{Operation: OperationUpdate, Secret: SecretStatePresent, Current: mustParse(on)},
			AnswerUndetermined},
		{"omitted by an update: off either way", ``,
			Context{Operation: OperationUpdate, Secret: SecretStatePresent, Current: mustParse(off)}, AnswerNo},
		{"omitted by an update of a client that is not known", ``,
			Context{Operation: OperationUpdate, Secret: SecretStatePresent}, AnswerUndetermined},
	} {
		all := SignIn(mustParse(row.members), row.in)
		for _, call := range []string{"InitiateAuth USER_SRP_AUTH", "ForgotPassword", "RespondToAuthChallenge"} {
			if got := capability(t, all, call).IPAddress; got != row.want {
				t.Errorf("%s: %s: %s, want %s", row.why, call, got, row.want)
			}
		}
		if got := capability(t, all, "AdminInitiateAuth USER_SRP_AUTH").IPAddress; got != 0 {
			t.Errorf("%s: AdminInitiateAuth takes ContextData, which the setting does not touch; got %q", row.why, got)
		}
	}
}

// TestSignInGolden holds every call of two clients as users see it.
func TestSignInGolden(t *testing.T) {
	for name, c := range map[string]struct {
		config *Config
		in     Context
	}{
		"signin-web": {mustParse(web, `"GenerateSecret":true,"EnablePropagateAdditionalUserContextData":true`),
			Context{Operation: OperationCreate}},
		"signin-default": {new(Config), Context{}},
	} {
		got, err := json.MarshalIndent(SignIn(c.config, c.in), "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "testdata/"+name+".json", string(got)+"\n")
	}
}

func TestSignInNil(t *testing.T) {
	if got := SignIn(nil, Context{}); got != nil {
		t.Errorf("a nil Config has no way to sign in, got %v", got)
	}
}

// TestSignInProperties: whatever the configuration, the calls are the same in
// the same order, each has an answer with a reason, and nothing is changed.
func TestSignInProperties(t *testing.T) {
	var want []string
	for _, c := range SignIn(new(Config), Context{}) {
		want = append(want, c.API+" "+c.Flow)
	}
	if len(want) == 0 {
		t.Fatal("there are no calls: the test saw nothing")
	}
	seen := map[Answer]int{}
	rapid.Check(t, func(t *rapid.T) {
		c, in := drawClient(t, "config"), drawContext(t)
		before, beforeIn := dump(c), dump(in.Current)
		first, second := SignIn(c, in), SignIn(c, in)
		if !reflect.DeepEqual(first, second) {
			t.Fatal("two runs answer differently")
		}
		if dump(c) != before || dump(in.Current) != beforeIn {
			t.Fatal("the input was changed")
		}
		var got []string
		for _, call := range first {
			got = append(got, call.API+" "+call.Flow)
			seen[call.Allowed]++
			switch {
			case call.Allowed != AnswerYes && call.Allowed != AnswerNo && call.Allowed != AnswerUndetermined:
				t.Fatalf("%s %s: answer %q", call.API, call.Flow, call.Allowed)
			case call.Reason == "":
				t.Fatalf("%s %s: no reason", call.API, call.Flow)
			case (call.Sends == nil) != (call.Allowed == AnswerNo):
				t.Fatalf("%s %s: %s and sends %v", call.API, call.Flow, call.Allowed, call.Sends)
			case call.Field != "" && !slices.Contains(configFields(), call.Field):
				t.Fatalf("%s %s: field %q does not exist", call.API, call.Flow, call.Field)
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("the calls are %v", got)
		}
	})
	for _, a := range []Answer{AnswerYes, AnswerNo, AnswerUndetermined} {
		if seen[a] == 0 {
			t.Errorf("no answer was %s: the test saw too little", a)
		}
	}
}

func configFields() []Field {
	return []Field{
		FieldExplicitAuthFlows,
		FieldRefreshTokenRotationFeature,
		FieldAllowedOAuthFlowsUserPoolClient,
		FieldAllowedOAuthFlows,
		FieldAllowedOAuthScopes,
		FieldCallbackURLs,
		FieldSupportedIdentityProviders,
		FieldClientSecret,
	}
}

// dump copies what a Config points to, so that a change shows.
func dump(c *Config) string {
	if c == nil {
		return ""
	}
	data, err := json.Marshal(c)
	if err != nil {
		return err.Error()
	}
	return string(data) + fmt.Sprint(c.Unknown)
}

func drawClient(t *rapid.T, label string) *Config {
	flows := append(types.ExplicitAuthFlowsType("").Values(), "", "ALLOW_NEW", "NEW")
	boolean := rapid.Ptr(rapid.Bool(), true)
	c := &Config{
		ExplicitAuthFlows: rapid.SliceOfN(rapid.SampledFrom(flows), 0, 4).
			Draw(t, label+" ExplicitAuthFlows"),
		AllowedOAuthFlows: rapid.SliceOfN(rapid.SampledFrom([]types.OAuthFlowType{"code", "implicit",
			"client_credentials",
			"token"}), 0, 3).
			Draw(t, label+" AllowedOAuthFlows"),
		AllowedOAuthScopes: rapid.SliceOfN(rapid.Just("openid"), 0, 1).
			Draw(t, label+" AllowedOAuthScopes"),
		CallbackURLs: rapid.SliceOfN(rapid.Just("https://a.example/cb"), 0, 1).
			Draw(t, label+" CallbackURLs"),
		SupportedIdentityProviders: rapid.SliceOfN(rapid.Just("COGNITO"), 0, 1).
			Draw(t, label+" SupportedIdentityProviders"),
		AllowedOAuthFlowsUserPoolClient:          boolean.Draw(t, label+" AllowedOAuthFlowsUserPoolClient"),
		EnablePropagateAdditionalUserContextData: boolean.Draw(t, label+" EnablePropagateAdditionalUserContextData"),
		GenerateSecret:                           boolean.Draw(t, label+" GenerateSecret"),
		Unknown: rapid.SliceOfN(rapid.SampledFrom([]Field{
			FieldExplicitAuthFlows,
			"ExplicitAuthFlows[0]",
			"ExplicitAuthFlows[9]",
			FieldAllowedOAuthFlows,
			"AllowedOAuthFlows[1]",
			FieldAllowedOAuthFlowsUserPoolClient,
			FieldRefreshTokenRotation,
			FieldGenerateSecret,
			FieldCallbackURLs,
			"",
		}), 0, 2).Draw(t, label+" Unknown"),
	}
	if rapid.Bool().Draw(t, label+" has RefreshTokenRotation") {
		c.RefreshTokenRotation = &RefreshTokenRotation{
			Feature: rapid.SampledFrom([]types.FeatureType{"ENABLED", "DISABLED", "", "on"}).Draw(t, label+" Feature"),
		}
	}
	return c
}

func drawContext(t *rapid.T) Context {
	in := Context{
		Operation: rapid.SampledFrom([]Operation{OperationUnknown, OperationCreate, OperationUpdate, 9}).
			Draw(t, "operation"),
		Secret: rapid.SampledFrom([]SecretState{SecretStateUnknown, SecretStatePresent, SecretStateAbsent}).
			Draw(t, "secret"),
	}
	if rapid.Bool().Draw(t, "has current") {
		in.Current = drawClient(t, "current")
	}
	if rapid.Bool().Draw(t, "has pool") {
		in.Pool = &Pool{Tier: rapid.SampledFrom([]types.UserPoolTierType{"", "LITE", "PLUS"}).Draw(t, "tier")}
	}
	return in
}
