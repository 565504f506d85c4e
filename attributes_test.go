package userpoolclient

import (
	"slices"
	"testing"
)

// TestStandardAttributes: the list and the switch name the same attributes, of
// which the caller gets a copy.
func TestStandardAttributes(t *testing.T) {
	all := StandardAttributes()
	if len(all) != 20 || !slices.IsSorted(all) {
		t.Errorf("%d attributes, must be 20, sorted: %v", len(all), all)
	}
	for _, name := range all {
		if !isStandard(name) {
			t.Errorf("%s is in the list and not in the switch", name)
		}
	}
	if isStandard("") || isStandard("Email") || isStandard("custom:email") {
		t.Error("what is not standard is taken for it")
	}
	for _, name := range all {
		if isReadOnly(name) != slices.Contains(readOnlyAttributes, name) {
			t.Errorf("isReadOnly(%s) and readOnlyAttributes disagree", name)
		}
	}
	all[0] = "x"
	if StandardAttributes()[0] == "x" {
		t.Error("the list was changed from outside")
	}
}

// TestAttributeRules holds what the examples of the rules do not show.
func TestAttributeRules(t *testing.T) {
	const team = `{"Attributes":[{"Name":"custom:team","Mutable":true}]}`
	const noWrite = `"WriteAttributes":null`
	const clientToken = `,"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"]`
	checkTopic(t, attributeRules(), []topicRow{
		{why: "read attributes may be those that nobody writes",
			members: `"ReadAttributes":["sub","email_verified","identities","cognito:username"]`},
		{why: "an unknown name is reported once, however it reads",
			members: `"WriteAttributes":["role"]`, want: []string{"attribute-unknown"}},
		{why: "and once where the pool is known",
			members: `"ReadAttributes":["department"]`, pool: team, want: []string{"attribute-unknown"}},
		{why: "a read-only attribute is not looked for in the pool", members: `"WriteAttributes":["sub"]`, pool: team,
			want: []string{"write-attribute-read-only"}},
		{why: "the schema of the pool is not known", members: `"ReadAttributes":["custom:x"]`, pool: `{}`},
		{why: "a pool requires sub, which nobody writes", members: `"WriteAttributes":["name"]`,
			pool: `{"Attributes":[{"Name":"sub","Required":true}]}`},
		{why: "omitted write attributes are not a list that lacks any", members: noWrite,
			pool: `{"Attributes":[{"Name":"email","Required":true}]}`},

		{why: "without the pool the default is no matter", members: noWrite},
		{why: "nor in a pool without custom attributes", members: noWrite, pool: `{"Attributes":[{"Name":"email"}]}`},
		{why: "a custom attribute makes it one", members: noWrite, pool: team,
			want: []string{"write-attributes-default"}},
		{why: "the empty list is the default too",
			members: `"WriteAttributes":[]`, pool: team, want: []string{"write-attributes-default"}},
		{why: "a machine has no users who write", members: noWrite + clientToken, pool: team},
		{why: "whatever the attribute", members: `"WriteAttributes":["custom:role"]` + clientToken},
		{why: "or the provider", members: `"WriteAttributes":["name"],"SupportedIdentityProviders":["Google"]` +
			clientToken,
			pool: `{"AttributeMappings":[{"Provider":"Google","Attribute":"email"}]}`},
		{why: "the user name is mapped by Cognito itself",
			members: `"WriteAttributes":["name"],"SupportedIdentityProviders":["Google"]`,
			pool:    `{"AttributeMappings":[{"Provider":"Google","Attribute":"username"}]}`},
		{why: "a provider that the client does not have writes nothing",
			members: `"WriteAttributes":["name"],"SupportedIdentityProviders":["COGNITO"]`,
			pool:    `{"AttributeMappings":[{"Provider":"Google","Attribute":"email"}]}`},
	})
}

// TestUnknownWriteAttributes: a list whose value is not known is set.
func TestUnknownWriteAttributes(t *testing.T) {
	c := &Config{Unknown: []Field{FieldWriteAttributes}}
	in := Context{Pool: mustParsePool(`{"Attributes":[{"Name":"custom:team"}]}`)}
	for _, f := range Check(c, in) {
		if f.Rule == "write-attributes-default" {
			t.Errorf("an unknown list is taken for an omitted one: %s", f)
		}
	}
	for _, s := range Skipped(c, in) {
		if s.Rule == "write-attributes-default" {
			t.Error("the rule is skipped, though it reads only whether the list is set")
		}
	}
}

// TestAttributeFix: a suggested attribute is one that the list would be accepted
// with.
func TestAttributeFix(t *testing.T) {
	const pool = `{"Attributes":[{"Name":"custom:team"},{"Name":"custom:role"},{"Name":"email"}]}`
	for _, row := range []struct{ why, members, pool, want string }{
		{"a standard attribute in another spelling",
			`"ReadAttributes":["givenName"]`, "", `use a standard attribute (did you mean "given_name"?)`},
		{"not one that is read-only",
			`"WriteAttributes":["emailVerified"]`, "",
			`write "custom:emailVerified" if it is a custom attribute of the pool`},
		{"perhaps a custom one",
			`"ReadAttributes":["department"]`, "", `write "custom:department" if it is a custom attribute of the pool`},
		{"a custom attribute in another spelling",
			`"ReadAttributes":["custom:Team"]`, pool, `add it to the pool first (did you mean "custom:team"?)`},
		{"not one that is listed", `"ReadAttributes":["custom:Team","custom:team"]`, pool, `add it to the pool first`},
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

// TestAttributeNotUTF8: a name that is not UTF-8 is judged like any other text.
func TestAttributeNotUTF8(t *testing.T) {
	for _, name := range []string{"\xff", "custom:\xff", "custom:role\xffAdmin", "é\xc3", "a\xe3\x81"} {
		c := &Config{ReadAttributes: []string{name}, WriteAttributes: []string{name}}
		if found := Check(c, Context{}); found == nil && name == "\xff" {
			t.Errorf("%q is not an attribute, and nothing was found", name)
		}
	}
	if !isPrivileged("custom:x\xffadmin") {
		t.Error("the word behind the broken byte is not seen")
	}
}
