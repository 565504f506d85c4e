package userpoolclient

import (
	"slices"
	"strings"
	"testing"
)

// spoken returns the text of each finding of some topics, with its path and
// rule.
func spoken(c *Config, in Context, topics ...[]Rule) []string {
	var all []string
	for _, f := range Check(c, in) {
		if slices.ContainsFunc(slices.Concat(topics...), func(r Rule) bool { return r.ID == f.Rule }) {
			all = append(all, f.String())
		}
	}
	return all
}

// A spokenRow is a configuration, and what the rules of a topic say about it:
// for each finding, in order, the parts that its line must have.
type spokenRow struct {
	why     string
	base    string
	members string
	unknown []Field
	in      Context
	want    [][]string
}

func testSpoken(t *testing.T, rows []spokenRow, topics ...[]Rule) {
	t.Helper()
	for _, row := range rows {
		c := mustParse(row.base, row.members)
		c.Unknown = row.unknown
		got := spoken(c, row.in, topics...)
		if len(got) != len(row.want) {
			t.Errorf("%s: %d findings, want %d:\n%s", row.why, len(got), len(row.want), strings.Join(got, "\n"))
			continue
		}
		for i, parts := range row.want {
			for _, part := range parts {
				if !strings.Contains(got[i], part) {
					t.Errorf("%s: %s\nlacks %q", row.why, got[i], part)
				}
			}
		}
	}
}

// TestOAuthRules holds what the examples of the rules do not show.
func TestOAuthRules(t *testing.T) {
	const (
		users = plain + `,"AllowedOAuthFlows":["code"],"AllowedOAuthScopes":["openid"],` +
			`"CallbackURLs":["https://a.example/cb"]`
		tokens = plain + `,"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"],"AllowedOAuthScopes":["api/read"]`
		off    = `"AllowedOAuthFlowsUserPoolClient":false`
	)
	testSpoken(t, []spokenRow{
		{why: "the switch wants both lists, and the line names both", base: plain,
			members: `"AllowedOAuthFlowsUserPoolClient":true`,
			want: [][]string{{"AllowedOAuthFlows is omitted and AllowedOAuthScopes is omitted, ",
				"; list at least one", "[oauth-flows-scopes-required]"}}},
		{why: "an empty list is not an omitted one", base: web, members: `"AllowedOAuthFlows":[]`,
			want: [][]string{{"AllowedOAuthFlows is empty, ", "[oauth-flows-scopes-required]"}}},
		{why: "flows that are not known are set, so only the scopes are missing", base: plain,
			members: `"AllowedOAuthFlowsUserPoolClient":true`, unknown: []Field{FieldAllowedOAuthFlows},
			want: [][]string{{"AllowedOAuthScopes is omitted, ", "[oauth-flows-scopes-required]"}}},
		{why: "scopes that are not known are set", base: web, members: `"AllowedOAuthScopes":null`,
			unknown: []Field{FieldAllowedOAuthScopes}},

		{why: "one known flow is enough to need a callback URL", base: web,
			members: `"AllowedOAuthFlows":["code","${flow}"],"CallbackURLs":null`,
			unknown: []Field{"AllowedOAuthFlows[1]"},
			want:    [][]string{{"CallbackURLs is omitted, ", "; add the URL", "[callback-urls-required]"}}},
		{why: "callback URLs that are not known are set", base: web, members: `"CallbackURLs":null`,
			unknown: []Field{FieldCallbackURLs}},
		{why: "callback URLs are needed with the switch off too", base: plain,
			members: `"AllowedOAuthFlows":["code"],"AllowedOAuthScopes":["openid"]`,
			want:    [][]string{{"[callback-urls-required]"}, {"[oauth-disabled]"}}},

		{why: "two known flows that exclude each other", base: machine,
			members: `"AllowedOAuthFlows":["${flow}","code","client_credentials"],"CallbackURLs":["com.a.shop:/cb"]`,
			unknown: []Field{"AllowedOAuthFlows[0]", FieldSupportedIdentityProviders, FieldLogoutURLs},
			want: [][]string{{`AllowedOAuthFlows[2] "client_credentials" stands beside`,
				"; make one app client for the machine", "[client-credentials-exclusive]"}}},
		{why: "a placeholder that reads like the flow is not the place", base: machine,
			members: `"AllowedOAuthFlows":["client_credentials","client_credentials"]`,
			unknown: []Field{"AllowedOAuthFlows[0]"},
			in:      Context{Secret: SecretStateAbsent},
			want:    [][]string{{"AllowedOAuthFlows[1] ", "[client-credentials-secret]"}}},
		{why: "a secret that is not known is there", base: machine,
			members: `"AllowedOAuthFlows":["client_credentials"]`,
			unknown: []Field{FieldClientSecret}, in: Context{Operation: OperationCreate}},
		{why: "on create the switch for the secret mends it", base: machine, members: ``,
			in:   Context{Operation: OperationCreate},
			want: [][]string{{"; set GenerateSecret to true [client-credentials-secret]"}}},
		{why: "on update nothing does but a new client", base: machine, members: ``,
			in:   Context{Operation: OperationUpdate, Secret: SecretStateAbsent},
			want: [][]string{{"; make a new client with GenerateSecret true, because an update cannot add a secret"}}},

		{why: "the name of a response type", base: web, members: `"AllowedOAuthFlows":["code","token"]`,
			want: [][]string{{`"token" is not an OAuth flow; use code or implicit (did you mean "implicit"?)`}}},
		{why: "beside client_credentials no other flow is accepted", base: machine,
			members: `"AllowedOAuthFlows":["client_credentials","token"]`,
			want: [][]string{{`"token" is not an OAuth flow; `,
				"; remove it, because client_credentials must stand alone"}}},

		{why: "users who would sign in", base: users, members: off,
			want: [][]string{{"AllowedOAuthFlowsUserPoolClient is false, so CallbackURLs, AllowedOAuthFlows and " +
				"AllowedOAuthScopes are stored and every sign-in through the hosted pages fails; " +
				"set it to true [oauth-disabled]"}}},
		{why: "a machine has no sign-in page", base: machine, members: `"AllowedOAuthFlowsUserPoolClient":null`,
			want: [][]string{{"is omitted, so AllowedOAuthFlows and AllowedOAuthScopes are stored " +
				"and the token endpoint rejects the client; set it to true"}}},
		{why: "flows that are not known are stored too", base: plain, members: ``,
			unknown: []Field{FieldAllowedOAuthFlows},
			want: [][]string{{"is omitted, so AllowedOAuthFlows is stored and the OAuth endpoints reject the client",
				"; set it to true and list AllowedOAuthScopes, or remove AllowedOAuthFlows [oauth-disabled]"}}},
		{why: "the switch alone would be rejected", base: plain, members: `"LogoutURLs":["https://a.example/out"]`,
			want: [][]string{{"; set it to true and list AllowedOAuthFlows and AllowedOAuthScopes, " +
				"or remove LogoutURLs [oauth-disabled]"}}},
		{why: "GetClientToken needs no switch", base: tokens, members: ``},
		{why: "and none when client_credentials stands beside it", base: tokens,
			members: `"AllowedOAuthFlows":["client_credentials"]`},
		{why: "but a flow for users does", base: users, members: `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"]`,
			want: [][]string{{"[oauth-disabled]"}}},
		{why: "which it is may turn on a flow that is not known", base: tokens, members: ``,
			unknown: []Field{FieldExplicitAuthFlows}},

		{why: "providers that are not known are set", base: web, members: `"SupportedIdentityProviders":null`,
			unknown: []Field{FieldSupportedIdentityProviders}},
		{why: "logout URLs that are not known are set", base: web, members: `"LogoutURLs":null`,
			unknown: []Field{FieldLogoutURLs}},
		{why: "a machine has no pages to sign out from", base: machine, members: `"LogoutURLs":[]`},
		{why: "a client for tokens has none either", base: tokens,
			members: `"AllowedOAuthFlowsUserPoolClient":true,"AllowedOAuthFlows":["client_credentials"]`},
		{why: "one known implicit flow is enough", base: web, members: `"AllowedOAuthFlows":["${flow}","implicit"]`,
			unknown: []Field{"AllowedOAuthFlows[0]"}, want: [][]string{{"AllowedOAuthFlows[1] ", "[implicit-grant]"}}},
	}, oauthRules())
}

// TestScopeRules holds what the examples of the rules do not show.
func TestScopeRules(t *testing.T) {
	const all = `"AllowedOAuthScopes":["phone","email","openid","profile","aws.cognito.signin.user.admin"]`
	const token = `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"],`
	testSpoken(t, []spokenRow{
		{why: "Cognito was a scope in texts of 2017", base: web, members: `"AllowedOAuthScopes":["Cognito"]`,
			want: [][]string{{`"Cognito" is neither`, `; use phone, email, `,
				`identifier/name (did you mean "aws.cognito.signin.user.admin"?) [scope-format]`}}},
		{why: "one known flow is enough for reserved scopes", base: machine,
			members: `"AllowedOAuthFlows":["client_credentials","${flow}"],"AllowedOAuthScopes":["openid","${scope}"]`,
			unknown: []Field{"AllowedOAuthFlows[1]", "AllowedOAuthScopes[1]"},
			want: [][]string{{`AllowedOAuthScopes[0] "openid" is about a user`, "; remove it, ",
				"[client-credentials-reserved-scope]"}}},
		{why: "a scope near one of the pool", base: web, members: `"AllowedOAuthScopes":["openid","api/raed"]`,
			in: Context{Pool: &Pool{Scopes: []string{"api/read"}}},
			want: [][]string{{`"api/raed" is not a scope of the user pool; `,
				`; create the resource server's scope first (did you mean "api/read"?) [scope-not-in-pool]`}}},
		{why: "openid may be the scope that is not known", base: web,
			members: `"AllowedOAuthScopes":["email","${scope}"]`,
			unknown: []Field{"AllowedOAuthScopes[1]"}},
		{why: "a scope that is not known does not take the known one away", base: web,
			members: `"AllowedOAuthScopes":["openid","${scope}","aws.cognito.signin.user.admin"]`,
			unknown: []Field{"AllowedOAuthScopes[1]"},
			want:    [][]string{{"AllowedOAuthScopes[2] ", "[scope-self-service]"}}},
		{why: "all five are one advice", base: web, members: all, want: [][]string{{"[scope-all-reserved]"}}},
		{why: "no user signs in, so no scope is about one", base: plain, members: token + all},
		{why: "nor does openid miss", base: plain, members: token + `"AllowedOAuthScopes":["email"]`},
	}, scopeRules())
}
