package userpoolclient

import "testing"

// TestSecretRules holds what the examples of the rules do not show.
func TestSecretRules(t *testing.T) {
	const rotates = plain + `,"RefreshTokenRotation":{"Feature":"ENABLED"}`
	create := Context{Operation: OperationCreate}
	testSpoken(t, []spokenRow{
		{why: "a secret that is not known is set", base: rotates, members: `"GenerateSecret":true`,
			unknown: []Field{FieldClientSecret},
			in:      create,
			want: [][]string{{"GenerateSecret is true while ClientSecret is set, ",
				"; set only one of them [secret-generated-and-given]"}}},
		{why: "whether it is generated is not known", base: rotates,
			members: `"ClientSecret":"0123456789abcdefghijklmnop"`,
			unknown: []Field{FieldGenerateSecret}, in: create},
		{why: "false with a secret is accepted", base: rotates, in: create,
			members: `"GenerateSecret":false,"ClientSecret":"0123456789abcdefghijklmnop"`},

		{why: "a create without either has no secret", base: rotates,
			members: `"EnablePropagateAdditionalUserContextData":true`, in: create,
			want: [][]string{{"; set it to false, or make the client with a secret [context-data-secret]"}}},
		{why: "a secret that is not known will do", base: rotates,
			members: `"EnablePropagateAdditionalUserContextData":true`,
			unknown: []Field{FieldClientSecret}, in: create, want: [][]string{{"[context-data-trusted]"}}},
		{why: "a secret that is perhaps generated is no error", base: rotates,
			unknown: []Field{FieldGenerateSecret}, in: create,
			members: `"EnablePropagateAdditionalUserContextData":true`},
		{why: "no user signs in, so nobody's address is judged", base: machine,
			members: `"EnablePropagateAdditionalUserContextData":true`},

		{why: "the member that gives the secret is the place", base: rotates, members: `"GenerateSecret":true`,
			in: Context{Kind: KindNative},
			want: [][]string{{"GenerateSecret is true for a client of kind native, ",
				"; make a client without a secret, and use PKCE"}}},
		{why: "a secret of one's own", base: rotates, members: ``, unknown: []Field{FieldClientSecret},
			in:   Context{Kind: KindSPA},
			want: [][]string{{"ClientSecret is set for a client of kind spa, ", "[public-client-with-secret]"}}},
		{why: "one known private scheme is enough", base: rotates, in: Context{Secret: SecretStatePresent},
			members: `"CallbackURLs":["com.a.shop:/cb","${url}"]`, unknown: []Field{"CallbackURLs[1]"},
			want: [][]string{{"ClientSecret is set for a client with a callback URL that opens an application"}}},
		{why: "an update cannot add a secret", base: rotates, members: ``,
			in: Context{Operation: OperationUpdate, Kind: KindWeb, Secret: SecretStateAbsent},
			want: [][]string{{"ClientSecret is missing from a client of kind web, ",
				"; make a new client with GenerateSecret true"}}},
	}, secretRules())
}

// TestIdentityRules holds what the examples of the rules do not show.
func TestIdentityRules(t *testing.T) {
	create := Context{Operation: OperationCreate}
	testSpoken(t, []spokenRow{
		{why: "the ARN of a pool holds its ID", base: plain,
			members: `"UserPoolId":"arn:aws:cognito-idp:eu-west-1:1:userpool/eu-west-1_a1B"`,
			want:    [][]string{{`(did you mean "eu-west-1_a1B"?) [user-pool-id-pattern]`}}},
		{why: "an ID that is not known is set", base: created, members: `"UserPoolId":null`,
			unknown: []Field{FieldUserPoolId}, in: create},
		{why: "a name that is not known is set", base: created, members: `"ClientName":null`,
			unknown: []Field{FieldClientName}, in: create},
	}, identityRules())
}
