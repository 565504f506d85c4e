package userpoolclient

import "testing"

// TestProviderRules holds what the examples of the rules do not show.
func TestProviderRules(t *testing.T) {
	const none = `{"IdentityProviders":[]}`
	checkTopic(t, providerRules(), []topicRow{
		{why: "COGNITO is the pool itself", members: `"SupportedIdentityProviders":["COGNITO"]`, pool: none},
		{why: "a built-in provider must be added to the pool too",
			members: `"SupportedIdentityProviders":["Google"]`, pool: none,
			want: []string{"identity-provider-not-in-pool"}},
		{why: "where the pool is known, it decides about case",
			members: `"SupportedIdentityProviders":["GOOGLE"]`, pool: none,
			want: []string{"identity-provider-not-in-pool"}},
		{why: "a pool may have a provider of just that name", members: `"SupportedIdentityProviders":["GOOGLE"]`,
			pool: `{"IdentityProviders":["GOOGLE"]}`},
		{why: "a name of the pool's own is not judged without it", members: `"SupportedIdentityProviders":["Okta"]`},
		{why: "a malformed name is reported once", members: `"SupportedIdentityProviders":[""]`, pool: none,
			want: []string{"identity-provider-name-length"}},
		{why: "the pool's providers are not known", members: `"SupportedIdentityProviders":["Okta"]`, pool: `{}`},
	})
}

// TestProviderFix: a suggested provider is one that the list would be accepted
// with.
func TestProviderFix(t *testing.T) {
	const pool = `{"IdentityProviders":["Google"]}`
	for _, row := range []struct{ why, members, pool, want string }{
		{"the pool's provider in another case",
			`"SupportedIdentityProviders":["GOOGLE"]`, pool,
			`add the provider to the pool first (did you mean "Google"?)`},
		{"which is listed already",
			`"SupportedIdentityProviders":["GOOGLE","Google"]`, pool, `add the provider to the pool first`},
		{"a built-in provider in another case",
			`"SupportedIdentityProviders":["signinwithapple"]`, "", `write SignInWithApple`},
		{"which is listed already", `"SupportedIdentityProviders":["facebook","Facebook"]`, "", `remove it`},
	} {
		in := Context{}
		if row.pool != "" {
			in.Pool = mustParsePool(row.pool)
		}
		got := Check(mustParse(plain, row.members), in)
		if len(got) == 0 || got[0].Fix != row.want {
			t.Errorf("%s: %s yields\n%swhose first fix must be %q", row.why, row.members, lines(got), row.want)
		}
	}
}
