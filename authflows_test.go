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
			t.Errorf("the SDK names %s now; replace our own constant by the SDK's and take the value out of beyondSDK", v)
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
	const on = `"RefreshTokenRotation":{"Feature":"ENABLED"}`
	const off = `"RefreshTokenRotation":{"Feature":"DISABLED"}`
	const refresh = `"ExplicitAuthFlows":["ALLOW_REFRESH_TOKEN_AUTH"]`
	for _, row := range []struct {
		why     string
		members string
		in      Context
		current string // "": not known
		want    []string
	}{
		{why: "three legacy values together are accepted", members: `"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH","CUSTOM_AUTH_FLOW_ONLY"]`,
			want: []string{"legacy-auth-flow", "legacy-auth-flow"}},
		{why: "a mixed list is one error, and its legacy names are not reported again",
			members: `"ExplicitAuthFlows":["ALLOW_CUSTOM_AUTH","ADMIN_NO_SRP_AUTH","CUSTOM_AUTH_FLOW_ONLY"]`, want: []string{"auth-flows-mixed"}},
		{why: "a value with the prefix counts as one, known or not", members: `"ExplicitAuthFlows":["ALLOW_NEW_AUTH","ADMIN_NO_SRP_AUTH"]`,
			want: []string{"auth-flows-mixed", "auth-flow-unknown"}},
		{why: "a misspelt refresh flow is reported once", members: `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_AUTH"]`,
			want: []string{"auth-flow-unknown"}},
		{why: "an empty element is not a flow", members: `"ExplicitAuthFlows":["","ALLOW_REFRESH_TOKEN_AUTH"]`, want: []string{"auth-flow-unknown"}},
		{why: "an empty list is the default", members: `"ExplicitAuthFlows":[]`},
		{why: "rotation goes with flows omitted", members: on},
		{why: "rotation goes with a legacy list", members: `"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH"],` + on, want: []string{"legacy-auth-flow"}},
		{why: "DISABLED goes with the refresh flow", members: refresh + "," + off},

		{why: "an update that omits rotation keeps it, so adding the refresh flow is refused", members: refresh,
			in: Context{Operation: OperationUpdate}, current: on, want: []string{"rotation-refresh-flow"}},
		{why: "an update that disables rotation may add the refresh flow", members: refresh + "," + off, in: Context{Operation: OperationUpdate}, current: on},
		{why: "a create is not judged by another client's rotation", members: refresh, in: Context{Operation: OperationUnknown}, current: on},
		{why: "kept rotation replaces the refresh flow", members: `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"]`, in: Context{Operation: OperationUpdate}, current: on},
		{why: "kept DISABLED does not", members: `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"]`, in: Context{Operation: OperationUpdate}, current: off,
			want: []string{"refresh-flow-missing"}},
		{why: "what is kept is not known", members: `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"]`, in: Context{Operation: OperationUpdate}},

		{why: "a grace period beyond the limit is refused, not advised on", members: `"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":61}`,
			want: []string{"rotation-grace-range"}},
		{why: "a grace period without rotation does nothing", members: `"RefreshTokenRotation":{"Feature":"DISABLED","RetryGracePeriodSeconds":60}`},
		{why: "a feature in lower case is not a value", members: `"RefreshTokenRotation":{"Feature":"disabled"}`, in: Context{Kind: KindSPA},
			want: []string{"rotation-feature-unknown"}},

		{why: "the default hands out refresh tokens", members: ``, in: Context{Kind: KindNative}, want: []string{"rotation-missing"}},
		{why: "no secret makes a client public", members: ``, in: Context{Secret: SecretStateAbsent}, want: []string{"rotation-missing"}},
		{why: "a server keeps its tokens", members: ``, in: Context{Kind: KindWeb}},
		{why: "without the refresh flow and the code grant there is nothing to rotate", members: `"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH"]`,
			in: Context{Kind: KindSPA}, want: []string{"legacy-auth-flow"}},
		{why: "rotation that is kept and on", members: ``, in: Context{Operation: OperationUpdate, Kind: KindSPA}, current: on},
		{why: "rotation that is kept and off", members: ``, in: Context{Operation: OperationUpdate, Kind: KindSPA}, current: off, want: []string{"rotation-missing"}},
		{why: "a current client without rotation has none", members: ``, in: Context{Operation: OperationUpdate, Kind: KindSPA}, current: `"ClientName":"shop"`,
			want: []string{"rotation-missing"}},
		{why: "rotation that is kept and not known", members: ``, in: Context{Operation: OperationUpdate, Kind: KindSPA}},

		{why: "LEGACY given", members: `"PreventUserExistenceErrors":"LEGACY"`, want: []string{"user-existence-errors-legacy"}},
		{why: "an update that omits it may keep it", members: ``, in: Context{Operation: OperationUpdate}},
		{why: "a wrong case is no value", members: `"PreventUserExistenceErrors":"legacy"`, want: []string{"user-existence-errors-unknown"}},
	} {
		c := mustParse(plain, row.members)
		in := row.in
		if row.current != "" {
			in.Current = mustParse(row.current)
		}
		var got []string
		for _, id := range rulesOf(Check(c, in)) {
			if ofThisTopic(id) {
				got = append(got, id)
			}
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s: %s yields %v, want %v", row.why, row.members, got, row.want)
		}
	}
}

func ofThisTopic(id string) bool {
	return slices.ContainsFunc(authFlowRules, func(r Rule) bool { return r.ID == id })
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
		{"refreshing signs nobody in", `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`, false},
		{"a user flow beside it", `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH","ALLOW_USER_AUTH"]`, true},
		{"a value that may be a user flow", `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH","ALLOW_NEW_AUTH"]`, true},
		{"sign-in pages beside it", `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"],"AllowedOAuthFlows":["code"]`, true},
		{"client_credentials with the refresh flow alone", `"ExplicitAuthFlows":["ALLOW_REFRESH_TOKEN_AUTH"],"AllowedOAuthFlows":["client_credentials"]`, false},
		{"client_credentials with the client-token flow", `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"],"AllowedOAuthFlows":["client_credentials"]`, false},
		{"client_credentials with the default flows", `"AllowedOAuthFlows":["client_credentials"]`, true},
		{"the refresh flow alone leaves the sign-in pages", `"ExplicitAuthFlows":["ALLOW_REFRESH_TOKEN_AUTH"],"AllowedOAuthFlows":["code"]`, true},
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
		{"a flow for users", `["ALLOW_REFRESH_TOKEN_AUTH","ALLOW_USER_SRP_AUTH"]`, true, `holds "ALLOW_USER_SRP_AUTH", `},
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

// TestAuthFlowUnknownElement: an element that is not known yet is not judged,
// and the others are.
func TestAuthFlowUnknownElement(t *testing.T) {
	c := mustParse(plain, `"ExplicitAuthFlows":["${flow}","USER_PASSWORD_AUTH"]`)
	c.Unknown = []Field{"ExplicitAuthFlows[0]"}
	findings := Check(c, Context{})
	if got, want := rulesOf(findings), []string{"password-auth-flow"}; !slices.Equal(got, want) || findings[0].Index != 1 {
		t.Errorf("got %v, want %v on element 1; rules about the whole list must be silent", got, want)
	}
}

func TestAuthFlowNear(t *testing.T) {
	for _, row := range []struct{ why, value, want string }{
		{"the AuthFlow of a call", "USER_SRP_AUTH", "ALLOW_USER_SRP_AUTH"},
		{"the same in lower case", "refresh_token_auth", "ALLOW_REFRESH_TOKEN_AUTH"},
		{"a typing error", "ALLOW_USER_SPR_AUTH", "ALLOW_USER_SRP_AUTH"},
		{"a legacy name in lower case", "admin_no_srp_auth", "ADMIN_NO_SRP_AUTH"},
		{"nothing near", "FEDERATED", ""},
		{"nothing", "", ""},
	} {
		got := authFlowNear(row.value)
		if want := `(did you mean "` + row.want + `"?)`; row.want != "" && !strings.Contains(got, want) || row.want == "" && got != "" {
			t.Errorf("%s: %q gives %q, want %q", row.why, row.value, got, row.want)
		}
	}
}
