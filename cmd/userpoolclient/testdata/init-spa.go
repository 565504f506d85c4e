// Package appclient has a request of CreateUserPoolClient. A client made with sdk.Guard
// (github.com/userpoolclient/userpoolclient/sdk) rejects what Cognito would reject, before it is
// sent.
//
// The app client "shop": an application in the browser. A name in brackets is a rule:
// userpoolclient explain NAME tells more, with sources.
package appclient

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// ShopClient returns the request that creates the app client "shop".
func ShopClient(userPoolID string) *cognitoidentityprovider.CreateUserPoolClientInput {
	return &cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId: &userPoolID,
		ClientName: aws.String("shop"),

		// Whoever has the application would have the secret [public-client-with-secret]
		GenerateSecret: false,

		// The token works until it expires, also after the user was disabled [access-token-long]
		AccessTokenValidity: aws.Int32(1),

		// As long as the access token, beside which it is issued [id-token-long]
		IdTokenValidity: aws.Int32(1),

		// How long users stay signed in, and how long a stolen token works [refresh-token-long]
		RefreshTokenValidity: 1,

		// Number and unit travel together: an omitted unit is hours, of the refresh token days
		// [validity-unit-without-value]
		TokenValidityUnits: &types.TokenValidityUnitsType{
			AccessToken:  "hours",
			IdToken:      "hours",
			RefreshToken: "days",
		},

		// What users may change with their access token, custom attributes not at all
		// [write-attribute-privileged]
		WriteAttributes: []string{"email", "family_name", "given_name", "name", "phone_number"},

		// Beside rotation ALLOW_REFRESH_TOKEN_AUTH is rejected, and an empty list stands for more flows
		// [rotation-refresh-flow]
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{"ALLOW_USER_SRP_AUTH"},

		// Where users sign in; the hosted pages offer nothing without it [identity-providers-missing]
		SupportedIdentityProviders: []string{"COGNITO"},

		// Compared character for character, a slash at the end and the port included [redirect-wildcard]
		CallbackURLs: []string{"https://shop.example/cb"},

		// Where signed-out users go [logout-urls-missing]
		LogoutURLs: []string{"https://shop.example/"},

		// With PKCE, which the application must ask for: Cognito has no setting for it [implicit-grant]
		AllowedOAuthFlows: []types.OAuthFlowType{"code"},

		// No more than the application uses; openid is what makes an ID token [scope-all-reserved]
		AllowedOAuthScopes: []string{"openid"},

		// Without it the OAuth endpoints reject the client [oauth-disabled]
		AllowedOAuthFlowsUserPoolClient: true,

		// Does not tell whoever asks whether an account exists; the default does
		// [user-existence-errors-legacy]
		PreventUserExistenceErrors: "ENABLED",

		// A stolen refresh token can be revoked [token-revocation-off]
		EnableTokenRevocation: aws.Bool(true),

		// A refresh token works once, and 10 seconds more for a lost answer; needs a pool of the tier
		// Essentials or Plus [rotation-missing]
		RefreshTokenRotation: &types.RefreshTokenRotationType{
			Feature:                 "ENABLED",
			RetryGracePeriodSeconds: aws.Int32(10),
		},
	}
}
