package userpoolclient

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// rulesOf returns the IDs of the findings, in order.
func rulesOf(findings []Finding) []string {
	var ids []string
	for _, f := range findings {
		ids = append(ids, f.Rule)
	}
	return ids
}

// beyondSDK holds the values of ExplicitAuthFlows that AWS documents and the
// SDK's enum lacks. Each has a constant of our own.
var beyondSDK = []types.ExplicitAuthFlowsType{flowAllowClientToken}

// TestAuthFlowVocabulary: every value that the SDK names is known here, by a
// bit and by its name, and what else is known here the SDK does not name yet.
func TestAuthFlowVocabulary(t *testing.T) {
	values := types.ExplicitAuthFlowsType("").Values()
	if len(values) == 0 {
		t.Fatal("the SDK names no value: the test saw nothing")
	}
	for _, v := range beyondSDK {
		if slices.Contains(values, v) {
			t.Errorf("the SDK names %s now; replace our own constant by the SDK's and take the value out of beyondSDK",
				v)
		}
	}
	values = append(values, beyondSDK...)
	var all authFlowSet
	for _, v := range values {
		bit := authFlowBit(v)
		switch {
		case bit&authUnknown != 0:
			t.Errorf("%s is new; give it a bit in authFlowBit, a place in authFlowNames and in signInFlows", v)
		case all&bit != 0:
			t.Errorf("%s shares its bit with another value", v)
		case !slices.Contains(authFlowNames, string(v)):
			t.Errorf("%s is not in authFlowNames", v)
		case (bit&authAllow != 0) != strings.HasPrefix(string(v), allowPrefix):
			t.Errorf("%s is in the wrong one of authAllow and authLegacy", v)
		}
		all |= bit
	}
	if len(authFlowNames) != len(values) {
		t.Errorf("authFlowNames has %d names, the SDK and beyondSDK have %d", len(authFlowNames), len(values))
	}
	for _, v := range types.FeatureType("").Values() {
		if !slices.Contains(rotationFeatures, string(v)) {
			t.Errorf("%s is not in rotationFeatures", v)
		}
	}
	for _, v := range types.PreventUserExistenceErrorTypes("").Values() {
		if !slices.Contains(userExistenceValues, string(v)) {
			t.Errorf("%s is not in userExistenceValues", v)
		}
	}
}

// TestAuthFlowRules holds what the examples of the rules do not show.
func TestAuthFlowRules(t *testing.T) {
	const machine = `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"]`
	create, update := Context{Operation: OperationCreate}, Context{Operation: OperationUpdate,
		Secret: SecretStateAbsent}
	checkTopic(t, authFlowRules(), []topicRow{
		{why: "several legacy values together are accepted",
			members: `"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH","CUSTOM_AUTH_FLOW_ONLY"]`,
			want:    []string{"legacy-auth-flow", "legacy-auth-flow"}},
		{why: "a mixed list is one error, and its legacy names are not reported again",
			members: `"ExplicitAuthFlows":["ALLOW_CUSTOM_AUTH","ADMIN_NO_SRP_AUTH","CUSTOM_AUTH_FLOW_ONLY"]`,
			want:    []string{"auth-flows-mixed"}},
		{why: "a value with the prefix counts as one, known or not",
			members: `"ExplicitAuthFlows":["ALLOW_NEW_AUTH","ADMIN_NO_SRP_AUTH"]`,
			want:    []string{"auth-flows-mixed", "auth-flow-unknown"}},
		{why: "an empty element is no flow",
			members: `"ExplicitAuthFlows":["","ALLOW_REFRESH_TOKEN_AUTH"]`, want: []string{"auth-flow-invalid"}},
		{why: "a wrong case is no flow",
			members: `"ExplicitAuthFlows":["allow_custom_auth","ALLOW_REFRESH_TOKEN_AUTH"]`,
			want:    []string{"auth-flow-invalid"}},
		{why: "a flow that AWS may have added since is no error",
			members: `"ExplicitAuthFlows":["ALLOW_NEW_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`,
			want:    []string{"auth-flow-unknown"}},
		{why: "an empty list is the default", members: `"ExplicitAuthFlows":[]`},

		{why: "the client-token flow is known and stands alone", members: machine},
		{why: "a flow for users beside it is the one error",
			members: `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH","ALLOW_USER_AUTH","ALLOW_CUSTOM_AUTH"]`,
			want:    []string{"client-token-auth-exclusive"}},
		{why: "which silences the warning about the refresh flow",
			members: `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH","ALLOW_USER_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`,
			want:    []string{"client-token-auth-exclusive"}},
		{why: "and the advice on machines",
			base: machineFlows, members: `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH","ALLOW_USER_AUTH"]`,
			want: []string{"client-token-auth-exclusive"}},
		{why: "client_credentials is accepted beside it", base: machineFlows, members: machine},
		{why: "it needs a secret, which a create would make",
			members: machine, in: create, want: []string{"client-token-auth-secret"}},
		{why: "and an update cannot", members: machine, in: update, want: []string{"client-token-auth-secret"}},
		{why: "whether there is a secret is not known", members: machine, in: Context{Operation: OperationUpdate}},

		{why: "ESSENTIALS has every flow", members: `"ExplicitAuthFlows":["ALLOW_USER_AUTH"]`,
			pool: `{"Tier":"ESSENTIALS"}`},
		{why: "a tier that is not known is not LITE", members: `"ExplicitAuthFlows":["ALLOW_USER_AUTH"]`, pool: `{}`},

		{why: "LEGACY set", members: `"PreventUserExistenceErrors":"LEGACY"`,
			want: []string{"user-existence-errors-legacy"}},
		{why: "an update that omits it may keep it", members: ``, in: Context{Operation: OperationUpdate}},
		{why: "a wrong case is no value",
			members: `"PreventUserExistenceErrors":"legacy"`, want: []string{"user-existence-errors-unknown"}},
		{why: "a machine has no users to hide", base: machineFlows, members: `"PreventUserExistenceErrors":"LEGACY"`},
		{why: "nor on a create that omits it", members: machine + `,"GenerateSecret":true`, in: create},
		{why: "the default flows let users in to a machine",
			base: machineFlows, members: `"ExplicitAuthFlows":null,"PreventUserExistenceErrors":"LEGACY"`,
			want: []string{"user-existence-errors-legacy", "machine-with-user-flows"}},
	})
}

// A topicRow is a configuration and what the rules of one topic find in it.
type topicRow struct {
	why     string
	base    string // members that the row's own replace
	members string
	in      Context
	current string // "": not known
	pool    string // "": not known
	want    []string
}

// checkTopic compares what the rules of a topic find, in the order of the
// catalogue.
func checkTopic(t *testing.T, topic []Rule, rows []topicRow) {
	t.Helper()
	for _, row := range rows {
		in := row.in
		if row.current != "" {
			in.Current = mustParse(row.current)
		}
		if row.pool != "" {
			in.Pool = mustParsePool(row.pool)
		}
		got := slices.DeleteFunc(rulesOf(Check(mustParse(plain, row.base, row.members), in)), func(id string) bool {
			return !slices.ContainsFunc(topic, func(r Rule) bool { return r.ID == id })
		})
		if !slices.Equal(got, row.want) {
			t.Errorf("%s: %s yields %v, want %v", row.why, row.members, got, row.want)
		}
	}
}

// TestSignsUsersIn: only a client for machines, or one whose flows sign nobody
// in, lets no user in.
func TestSignsUsersIn(t *testing.T) {
	for _, row := range []struct {
		why, members string
		want         bool
	}{
		{"an omitted list is the default, which has user flows", ``, true},
		{"an empty list is the default too", `"ExplicitAuthFlows":[]`, true},
		{"a flow for users", `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"]`, true},
		{"a legacy flow", `"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH"]`, true},
		{"the client-token flow is for machines", `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"]`, false},
		{"refreshing signs nobody in", `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`,
			false},
		{"a user flow beside it", `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH","ALLOW_USER_AUTH"]`, true},
		{"a value that may be a user flow", `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH","ALLOW_NEW_AUTH"]`, true},
		{"sign-in pages beside it", `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"],"AllowedOAuthFlows":["code"]`,
			true},
		{"client_credentials with the refresh flow alone",
			`"ExplicitAuthFlows":["ALLOW_REFRESH_TOKEN_AUTH"],"AllowedOAuthFlows":["client_credentials"]`, false},
		{"client_credentials with the client-token flow",
			`"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"],"AllowedOAuthFlows":["client_credentials"]`, false},
		{"client_credentials with the default flows", `"AllowedOAuthFlows":["client_credentials"]`, true},
		{"the refresh flow alone leaves the sign-in pages",
			`"ExplicitAuthFlows":["ALLOW_REFRESH_TOKEN_AUTH"],"AllowedOAuthFlows":["code"]`, true},
		{"the refresh flow alone does not make a machine", `"ExplicitAuthFlows":["ALLOW_REFRESH_TOKEN_AUTH"]`, true},
	} {
		s := newSubject(mustParse("", row.members), Context{})
		if got := s.signsUsersIn(); got != row.want {
			t.Errorf("%s: %s: got %v, want %v", row.why, row.members, got, row.want)
		}
	}
}

// TestMachineWithUserFlows: the one list that lets no user in.
func TestMachineWithUserFlows(t *testing.T) {
	for _, row := range []struct {
		why, list string
		want      bool
		says      string
	}{
		{"the refresh flow alone lets nobody in", `["ALLOW_REFRESH_TOKEN_AUTH"]`, false, ""},
		{"omitted is the default", `null`, true, "is omitted, "},
		{"empty is the default", `[]`, true, "is empty, "},
		{"a flow for users", `["ALLOW_REFRESH_TOKEN_AUTH","ALLOW_USER_SRP_AUTH"]`, true,
			`holds "ALLOW_USER_SRP_AUTH", `},
		{"a legacy flow for users", `["ADMIN_NO_SRP_AUTH"]`, true, `holds "ADMIN_NO_SRP_AUTH", `},
	} {
		findings := Check(mustParse(machine, `"ExplicitAuthFlows":`+row.list), Context{})
		i := slices.Index(rulesOf(findings), "machine-with-user-flows")
		switch {
		case (i >= 0) != row.want:
			t.Errorf("%s: %s yields %v", row.why, row.list, rulesOf(findings))
		case i >= 0 && !strings.HasPrefix(findings[i].Message, row.says):
			t.Errorf("%s: message %q does not begin with %q", row.why, findings[i].Message, row.says)
		}
	}
}

// TestAuthFlowUnknownElement: an element whose value is not known is not judged,
// and the others are.
func TestAuthFlowUnknownElement(t *testing.T) {
	c := mustParse(plain, `"ExplicitAuthFlows":["${flow}","USER_PASSWORD_AUTH"]`)
	c.Unknown = []Field{"ExplicitAuthFlows[0]"}
	findings := Check(c, Context{})
	if got, want := rulesOf(findings), []string{"password-auth-flow", "legacy-auth-flow"}; !slices.Equal(got, want) ||
		findings[0].Index != 1 || findings[1].Index != 1 {
		t.Errorf("got %v, want %v on element 1", got, want)
	}
}

// TestAuthFlowFix: a suggested flow is one that the list would be accepted with.
func TestAuthFlowFix(t *testing.T) {
	const rotating = `,"RefreshTokenRotation":{"Feature":"ENABLED"}`
	for _, row := range []struct {
		why, members string
		pool         string
		want         string // what the fix begins with
	}{
		{"the AuthFlow of a call", `"ExplicitAuthFlows":["USER_SRP_AUTH"]`, "", "write ALLOW_USER_SRP_AUTH"},
		{"the same in lower case", `"ExplicitAuthFlows":["refresh_token_auth"]`, "", "write ALLOW_REFRESH_TOKEN_AUTH"},
		{"a wrong case", `"ExplicitAuthFlows":["allow_custom_auth"]`, "", "write ALLOW_CUSTOM_AUTH"},
		{"beside values of today the successor of a legacy name, not the name",
			`"ExplicitAuthFlows":["admin_no_srp_auth","ALLOW_USER_SRP_AUTH"]`, "",
			"write ALLOW_ADMIN_USER_PASSWORD_AUTH"},
		{"beside values of today the value of today",
			`"ExplicitAuthFlows":["ADMIN_USER_PASSWORD_AUTH","ALLOW_USER_SRP_AUTH"]`, "",
			"write ALLOW_ADMIN_USER_PASSWORD_AUTH"},
		{"beside legacy values a legacy one",
			`"ExplicitAuthFlows":["user_password_auth","ADMIN_NO_SRP_AUTH"]`, "", "write USER_PASSWORD_AUTH"},
		{"no value of today beside legacy ones", `"ExplicitAuthFlows":["USER_SRP_AUTH","ADMIN_NO_SRP_AUTH"]`, "",
			"use CUSTOM_AUTH_FLOW_ONLY or USER_PASSWORD_AUTH"},
		{"the refresh flow does not fit rotation",
			`"ExplicitAuthFlows":["REFRESH_TOKEN_AUTH","ALLOW_USER_SRP_AUTH"]` + rotating, "",
			"use ALLOW_USER_AUTH, ALLOW_USER_PASSWORD_AUTH, ALLOW_ADMIN_USER_PASSWORD_AUTH or ALLOW_CUSTOM_AUTH"},
		{"the tier LITE lacks a flow", `"ExplicitAuthFlows":["USER_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`,
			`{"Tier":"LITE"}`,
			"use ALLOW_USER_SRP_AUTH, "},
		{"a machine's list is full", `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH","USER_SRP_AUTH"]`, "",
			"remove it"},
		{"the client-token flow stands alone",
			`"ExplicitAuthFlows":["CLIENT_TOKEN_AUTH"]`, "", "write ALLOW_CLIENT_TOKEN_AUTH"},
		{"and beside a flow for users not at all", `"ExplicitAuthFlows":["CLIENT_TOKEN_AUTH","ALLOW_USER_SRP_AUTH"]`,
			"",
			"use ALLOW_USER_AUTH, "},
		{"what is listed is not suggested again",
			`"ExplicitAuthFlows":["USER_SRP_AUTH","ALLOW_USER_SRP_AUTH"]`, "", "use ALLOW_USER_AUTH, "},
		{"an empty element", `"ExplicitAuthFlows":["","ALLOW_REFRESH_TOKEN_AUTH"]`, "", "use ALLOW_USER_AUTH, "},

		{"a legacy name with the prefix",
			`"ExplicitAuthFlows":["ALLOW_CUSTOM_AUTH_FLOW_ONLY","ALLOW_REFRESH_TOKEN_AUTH"]`, "",
			"write ALLOW_CUSTOM_AUTH"},
		{"a typing error", `"ExplicitAuthFlows":["ALLOW_USER_SPR_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`, "",
			`look the name up in the API reference (did you mean "ALLOW_USER_SRP_AUTH"?)`},
		{"nothing near",
			`"ExplicitAuthFlows":["ALLOW_FEDERATED","ALLOW_REFRESH_TOKEN_AUTH"]`, "",
			"look the name up in the API reference"},

		{"a mixed list, by successors",
			`"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ADMIN_NO_SRP_AUTH","CUSTOM_AUTH_FLOW_ONLY"]`, "",
			"write ALLOW_ADMIN_USER_PASSWORD_AUTH for ADMIN_NO_SRP_AUTH and write ALLOW_CUSTOM_AUTH for CUSTOM_AUTH_FLOW_ONLY"},
		{"a mixed list that has the successor",
			`"ExplicitAuthFlows":["ALLOW_CUSTOM_AUTH","CUSTOM_AUTH_FLOW_ONLY"]`, "", "remove CUSTOM_AUTH_FLOW_ONLY"},
		{"a machine's list takes no successor",
			`"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH","ADMIN_NO_SRP_AUTH"]`, "", "remove ADMIN_NO_SRP_AUTH"},
	} {
		in := Context{}
		if row.pool != "" {
			in.Pool = mustParsePool(row.pool)
		}
		got := Check(mustParse(plain, row.members), in)
		if len(got) == 0 || !strings.HasPrefix(got[0].Fix, row.want) {
			t.Errorf("%s: %s yields\n%swhose first fix must be %q", row.why, row.members, lines(got), row.want)
		}
	}
}

// TestLegacyAuthFlowFix: the list that replaces legacy values allows what they
// allow, and is accepted.
func TestLegacyAuthFlowFix(t *testing.T) {
	for _, row := range []struct{ why, members, want string }{
		{"SRP and refreshing go with it", `"ExplicitAuthFlows":["USER_PASSWORD_AUTH"]`,
			"ALLOW_USER_SRP_AUTH, ALLOW_USER_PASSWORD_AUTH and ALLOW_REFRESH_TOKEN_AUTH"},
		{"SRP does not where custom authentication is alone", `"ExplicitAuthFlows":["CUSTOM_AUTH_FLOW_ONLY"]`,
			"ALLOW_CUSTOM_AUTH and ALLOW_REFRESH_TOKEN_AUTH"},
		{"the refresh flow is not permitted with rotation",
			`"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH"],"RefreshTokenRotation":{"Feature":"ENABLED"}`,
			"ALLOW_USER_SRP_AUTH and ALLOW_ADMIN_USER_PASSWORD_AUTH"},
	} {
		for _, f := range Check(mustParse(plain, row.members), Context{}) {
			if f.Rule == "legacy-auth-flow" && !strings.Contains(f.Fix, "the list "+row.want+", ") {
				t.Errorf("%s: %s: the fix %q must name %s", row.why, row.members, f.Fix, row.want)
			}
		}
	}
}
