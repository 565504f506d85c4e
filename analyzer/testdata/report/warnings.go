package report

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

// What is accepted and does not do what it says.
var (
	_ = userpoolclient.Config{
		RefreshTokenValidity: new(int32(0)), // 30 days // want `refresh-token-validity-zero\]`
	}
	_ = userpoolclient.Config{TokenValidityUnits: &userpoolclient.TokenValidityUnits{
		RefreshToken: types.TimeUnitsTypeHours, // of which number? // want `validity-unit-without-value\]`
	}}
	_ = userpoolclient.Config{SupportedIdentityProviders: []string{"COGNITO", "GOOGLE"}} // Google // want `identity-provider-case\]`
	_ = userpoolclient.Config{
		AllowedOAuthFlowsUserPoolClient: on, AllowedOAuthFlows: code, SupportedIdentityProviders: cognito,
		AllowedOAuthScopes: []string{"email"},                     // openid is missing // want `scope-openid-missing\]`
		CallbackURLs:       []string{"https://*.shop.example/cb"}, // matching is exact // want `redirect-wildcard\]`
		LogoutURLs:         []string{"https://shop.example/#out"}, // never kept // want `logout-fragment\]`
	}
	_ = userpoolclient.Config{ // no provider to offer // want `identity-providers-missing\]`
		AllowedOAuthFlowsUserPoolClient: on, AllowedOAuthFlows: code, AllowedOAuthScopes: openid, CallbackURLs: page,
	}
	_ = userpoolclient.Config{
		WriteAttributes: []string{
			"name",
			"name", // twice // want `WriteAttributes\[1\].*duplicate-value\]`
		},
	}
	_ = userpoolclient.Config{
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{"ALLOW_USER_SRP_AUTH"}, // without ALLOW_REFRESH_TOKEN_AUTH // want `refresh-flow-missing\]`
	}
	_ = userpoolclient.Config{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
		"ALLOW_REFRESH_TOKEN_AUTH",
		"ALLOW_ADMIN_NO_SRP_AUTH", // there is no such flow // want `auth-flow-unknown\]`
	}}
	_ = cognitoidentityprovider.CreateUserPoolClientInput{ // the switch is omitted // want `oauth-disabled\]`
		UserPoolId: aws.String("eu-central-1_a1B2c3D4e"), ClientName: aws.String("shop"),
		CallbackURLs: page,
	}
	_ = cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId: aws.String("eu-central-1_a1B2c3D4e"), ClientName: aws.String("shop"),
		AllowedOAuthFlowsUserPoolClient: false, // false is not sent // want `oauth-disabled\]`
		CallbackURLs:                    page,
		AllowedOAuthFlows:               code,
		AllowedOAuthScopes:              openid,
	}
)
