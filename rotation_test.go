package userpoolclient

import "testing"

// TestRotationRules holds what the examples of the rules do not show.
func TestRotationRules(t *testing.T) {
	const on = `"RefreshTokenRotation":{"Feature":"ENABLED"}`
	const off = `"RefreshTokenRotation":{"Feature":"DISABLED"}`
	const refresh = `"ExplicitAuthFlows":["ALLOW_REFRESH_TOKEN_AUTH"]`
	const srp = `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"]`
	const clientToken = `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"]`
	update := Context{Operation: OperationUpdate}
	spa, updatedSPA := Context{Kind: KindSPA}, Context{Operation: OperationUpdate, Kind: KindSPA}
	checkTopic(t, rotationRules(), []topicRow{
		{why: "rotation goes with flows omitted", members: on},
		{why: "rotation goes with a legacy list", members: `"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH"],` + on},
		{why: "DISABLED goes with the refresh flow", members: refresh + "," + off},
		{why: "the client's rotation is in force while an update that omits it is validated", members: refresh,
			in: update, current: on, want: []string{"rotation-refresh-flow"}},
		{why: "an update that disables rotation may add the refresh flow",
			members: refresh + "," + off, in: update, current: on},
		{why: "a create is not judged by another client's rotation", members: refresh, current: on},

		{why: "rotation in force replaces the refresh flow", members: srp, in: update, current: on},
		{why: "DISABLED does not", members: srp, in: update, current: off, want: []string{"refresh-flow-missing"}},
		{why: "what is in force is not known", members: srp, in: update},
		{why: "a misspelt refresh flow is reported once, by the rule on values",
			members: `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_AUTH"]`},
		{why: "a machine needs no refresh flow", members: clientToken},
		{why: "nor where another error is to be fixed first",
			members: `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH","ALLOW_USER_SRP_AUTH"]`},

		{why: "a feature in lower case is not a value", members: `"RefreshTokenRotation":{"Feature":"disabled"}`,
			in:   spa,
			want: []string{"rotation-feature-unknown"}},
		{why: "a grace period beyond the limit is rejected, not advised on",
			members: `"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":61}`,
			want:    []string{"rotation-grace-range"}},
		{why: "a grace period without rotation does nothing",
			members: `"RefreshTokenRotation":{"Feature":"DISABLED","RetryGracePeriodSeconds":60}`},
		{why: "nor does one without users",
			members: clientToken + `,"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":60}`},

		{why: "PLUS has rotation", members: on, pool: `{"Tier":"PLUS"}`},
		{why: "of the tier that is not known nothing is said", members: on, pool: `{}`},
		{why: "the rotation that the client has is not what the update asks for",
			members: srp, in: update, current: on, pool: `{"Tier":"LITE"}`},

		{why: "the default hands out refresh tokens",
			members: ``, in: Context{Kind: KindNative}, want: []string{"rotation-missing"}},
		{why: "no secret makes a client public",
			members: ``, in: Context{Secret: SecretStateAbsent}, want: []string{"rotation-missing"}},
		{why: "a server keeps its tokens", members: ``, in: Context{Kind: KindWeb}},
		{why: "without the refresh flow and the code grant there is nothing to rotate",
			members: `"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH"]`, in: spa},
		{why: "a LITE pool has no rotation", members: ``, in: spa, pool: `{"Tier":"LITE"}`},
		{why: "an ESSENTIALS pool has",
			members: ``, in: spa, pool: `{"Tier":"ESSENTIALS"}`, want: []string{"rotation-missing"}},
		{why: "no user gets a token from a machine", members: clientToken, in: Context{Secret: SecretStateAbsent}},
		{why: "rotation in force may be lost, of which update-omits speaks", members: ``, in: updatedSPA, current: on},
		{why: "rotation that is off stays off or is reset to off",
			members: ``, in: updatedSPA, current: off, want: []string{"rotation-missing"}},
		{why: "a current client without rotation has none",
			members: ``, in: updatedSPA, current: `"ClientName":"shop"`, want: []string{"rotation-missing"}},
		{why: "a current client that is not known", members: ``, in: updatedSPA},

		{why: "a machine has no refresh token to revoke", base: machineFlows, members: `"EnableTokenRevocation":false`},
	})
}

// TestRotationUnknown: a rotation that an update sets is not the client's, known
// or not.
func TestRotationUnknown(t *testing.T) {
	c := mustParse(plain, `"ExplicitAuthFlows":["ALLOW_REFRESH_TOKEN_AUTH"]`)
	in := Context{Operation: OperationUpdate, Current: mustParse(`"RefreshTokenRotation":{"Feature":"ENABLED"}`)}
	for _, f := range []Field{FieldRefreshTokenRotation, FieldRefreshTokenRotationFeature} {
		c.Unknown, c.MaybeSet = []Field{f}, nil
		if enabled, known := rotationAfter(c, in); enabled || known {
			t.Errorf("%s unknown: enabled %v, known %v", f, enabled, known)
		}
		c.Unknown, c.MaybeSet = nil, []Field{f}
		if enabled, known := rotationAfter(c, in); enabled || known {
			t.Errorf("%s maybe set: enabled %v, known %v", f, enabled, known)
		}
	}
}
