package preset

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

// Reason says why a member of a configuration is as a preset sets it.
type Reason struct {
	Field userpoolclient.Field
	Text  string // lower case, no full stop
	Rule  string // the rule that has the sources; see userpoolclient.RuleByID
}

// Reasons returns why the members of a configuration that a preset of the kind has
// made are as they are, in the order of Config; those about a structure stand with
// the structure.
func (k Kind) Reasons(c *userpoolclient.Config) []Reason {
	var all []Reason
	for _, info := range userpoolclient.Fields() {
		if _, set := c.Get(info.Name); !set {
			continue
		}
		if text, rule := k.reason(info.Name, c); text != "" {
			all = append(all, Reason{info.Name, text, rule})
		}
	}
	return all
}

// reason returns why a field is as it is and the rule about it, "" for what the
// caller decides alone and for members of structures.
func (k Kind) reason(f userpoolclient.Field, c *userpoolclient.Config) (text, rule string) {
	switch f {
	case userpoolclient.FieldGenerateSecret:
		return k.reasonOfSecret()
	case userpoolclient.FieldAccessTokenValidity:
		if k.machine() {
			return "a token that leaks works until it expires", "access-token-validity-range"
		}
		return "the token works until it expires, also after the user was disabled", "access-token-long"
	case userpoolclient.FieldIdTokenValidity:
		return "as long as the access token, beside which it is issued", "id-token-long"
	case userpoolclient.FieldRefreshTokenValidity:
		return "how long users stay signed in, and how long a stolen token works", "refresh-token-long"
	case userpoolclient.FieldTokenValidityUnits:
		return "number and unit travel together: an omitted unit is hours, of the refresh token days",
			"validity-unit-without-value"
	case userpoolclient.FieldWriteAttributes:
		return "what users may change with their access token, custom attributes not at all",
			"write-attribute-privileged"
	case userpoolclient.FieldExplicitAuthFlows:
		return k.reasonOfFlows(c)
	case userpoolclient.FieldSupportedIdentityProviders:
		return "where users sign in; the hosted pages offer nothing without it", "identity-providers-missing"
	case userpoolclient.FieldCallbackURLs:
		return "compared character for character, a slash at the end and the port included", "redirect-wildcard"
	case userpoolclient.FieldLogoutURLs:
		return "where signed-out users go", "logout-urls-missing"
	case userpoolclient.FieldAllowedOAuthFlows:
		if k == KindMachine {
			return "the grant of programs, which must stand alone", "client-credentials-exclusive"
		}
		return "with PKCE, which the application must ask for: Cognito has no setting for it", "implicit-grant"
	case userpoolclient.FieldAllowedOAuthScopes:
		if k.machine() {
			return "what the program may ask for; no scope about a user", "client-credentials-reserved-scope"
		}
		return "no more than the application uses; openid is what makes an ID token", "scope-all-reserved"
	case userpoolclient.FieldAllowedOAuthFlowsUserPoolClient:
		return k.reasonOfSwitch()
	case userpoolclient.FieldPreventUserExistenceErrors:
		return "does not tell whoever asks whether an account exists; the default does", "user-existence-errors-legacy"
	case userpoolclient.FieldEnableTokenRevocation:
		return "a stolen refresh token can be revoked", "token-revocation-off"
	case userpoolclient.FieldRefreshTokenRotation:
		return "a refresh token works once, and 10 seconds more for a lost answer; " +
			"needs a pool of the tier Essentials or Plus", "rotation-missing"
	}
	return "", ""
}

func (k Kind) reasonOfSecret() (text, rule string) {
	switch {
	case k.public():
		return "whoever has the application would have the secret", "public-client-with-secret"
	case k.machine():
		return "the service generates the secret that the program gets its tokens with", "client-credentials-secret"
	}
	return "the service generates a secret; no update can add one", "confidential-client-without-secret"
}

func (k Kind) reasonOfFlows(c *userpoolclient.Config) (text, rule string) {
	switch {
	case k == KindMachineToken:
		return "for GetClientToken; it must be the only flow", "client-token-auth-exclusive"
	case k == KindMachine:
		return "no user can sign in; an empty list would let users in", "machine-with-user-flows"
	case k == KindServer:
		return "sign-in with AWS credentials, from the server alone", "admin-flow-without-secret"
	case slices.Contains(c.ExplicitAuthFlows, types.ExplicitAuthFlowsTypeAllowUserSrpAuth):
		return "beside rotation ALLOW_REFRESH_TOKEN_AUTH is rejected, and an empty list stands for more flows",
			"rotation-refresh-flow"
	}
	return "users sign in on the hosted pages alone; an empty list stands for more flows", "refresh-flow-missing"
}

func (k Kind) reasonOfSwitch() (text, rule string) {
	if k == KindServer || k == KindMachineToken {
		return "the client does not use the OAuth endpoints", "oauth-disabled"
	}
	return "without it the OAuth endpoints reject the client", "oauth-disabled"
}
