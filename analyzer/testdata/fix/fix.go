// Package fix holds app clients that have a mechanical fix; fix.go.golden is what
// it makes of them.
package fix

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

var _ = cognitoidentityprovider.CreateUserPoolClientInput{
	UserPoolId:                 aws.String("eu-central-1_a1B2c3D4e"),
	ClientName:                 aws.String("shop"),
	SupportedIdentityProviders: []string{"COGNITO", "GOOGLE"}, // a string // want `identity-provider-case\]`
	// the service writes sub // want +3 `write-attribute-read-only\]`
	WriteAttributes: []string{
		"name", // stays
		"sub",
		"email",
	},
}

var _ = userpoolclient.Config{
	WriteAttributes: []string{"sub", "name"}, // the first element of a line // want `write-attribute-read-only\]`
}

var _ = userpoolclient.Config{
	ReadAttributes: []string{"name", "email", "name"}, // the last element of a line // want `duplicate-value\]`
}

var _ = userpoolclient.Config{
	// rotation takes the place of the refresh flow // want +3 `rotation-refresh-flow\]`
	ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
		types.ExplicitAuthFlowsTypeAllowUserSrpAuth,
		types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
	},
	RefreshTokenRotation: &userpoolclient.RefreshTokenRotation{Feature: types.FeatureTypeEnabled},
}

var _ = userpoolclient.Config{
	ClientName:           aws.String("shop"),
	RefreshTokenValidity: new(int32(0)), // a number, and a member more // want `refresh-token-validity-zero\]`
}

var _ = userpoolclient.Config{
	ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
		types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
		"USER_SRP_AUTH", // the name of a sign-in call // want `auth-flow-invalid\]`
	},
}

var _ = userpoolclient.Config{
	AllowedOAuthFlowsUserPoolClient: new(true), SupportedIdentityProviders: []string{"COGNITO"},
	AllowedOAuthFlows:  []types.OAuthFlowType{types.OAuthFlowTypeCode},
	AllowedOAuthScopes: []string{"openid"},
	CallbackURLs:       []string{`https://shop.example/cb`},
	DefaultRedirectURI: new(`https://shop.example/cb/`), // a raw string stays raw // want `default-redirect-not-listed\]`
}

var _ = userpoolclient.Config{
	SupportedIdentityProviders: []string{google}, // the constant stays, its use goes // want `identity-provider-case\]`
}

const google = "google"

var providers = []string{"facebook"} // a variable may have other uses: no fix // want `identity-provider-case\]`

var _ = userpoolclient.Config{SupportedIdentityProviders: providers}
