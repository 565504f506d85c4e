// Package report holds app clients that must be reported: one finding a line,
// with the reason before it.
package report

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

// What a client that signs users in through the hosted pages needs.
var (
	on      = new(true)
	code    = []types.OAuthFlowType{types.OAuthFlowTypeCode}
	openid  = []string{"openid"}
	cognito = []string{"COGNITO"}
	page    = []string{"https://shop.example/cb"}
)

// Limits of single values.
var (
	_ = userpoolclient.Config{UserPoolId: new("")}                              // an empty ID // want `user-pool-id-length\]`
	_ = userpoolclient.Config{UserPoolId: aws.String("a1B2c3D4e")}              // no Region before the _ // want `user-pool-id-pattern\]`
	_ = userpoolclient.Config{ClientId: new("")}                                // an empty ID // want `client-id-length\]`
	_ = userpoolclient.Config{ClientId: new("1example-23456789")}               // a hyphen // want `client-id-pattern\]`
	_ = userpoolclient.Config{ClientName: new("")}                              // an empty name // want `client-name-length\]`
	_ = userpoolclient.Config{ClientName: new("shop: München")}                 // a colon // want `client-name-pattern\]`
	_ = userpoolclient.Config{AccessTokenValidity: aws.Int32(0)}                // a pointer to 0 is sent // want `access-token-validity-integer\]`
	_ = userpoolclient.Config{IdTokenValidity: new(int32(86401))}               // above the model's limit // want `id-token-validity-integer\]`
	_ = userpoolclient.Config{RefreshTokenValidity: new(int32(-1))}             // negative // want `refresh-token-validity-integer\]`
	_ = userpoolclient.Config{ReadAttributes: []string{"email", ""}}            // an empty name // want `ReadAttributes\[1\].*read-attribute-length\]`
	_ = userpoolclient.Config{WriteAttributes: []string{""}}                    // an empty name // want `write-attribute-length\]`
	_ = userpoolclient.Config{WriteAttributes: []string{"name", "sub"}}         // the service writes sub // want `WriteAttributes\[1\].*write-attribute-read-only\]`
	_ = userpoolclient.Config{ReadAttributes: []string{"department"}}           // custom attributes need a prefix // want `attribute-unknown\]`
	_ = userpoolclient.Config{SupportedIdentityProviders: []string{"Okta\a"}}   // a control character // want `identity-provider-name-characters\]`
	_ = userpoolclient.Config{PreventUserExistenceErrors: "enabled"}            // case counts // want `user-existence-errors-unknown\]`
	_ = userpoolclient.Config{AuthSessionValidity: new(int32(30))}              // 15 minutes at most // want `auth-session-validity-range\]`
	_ = userpoolclient.Config{SupportedIdentityProviders: []string{thirtyfour}} // a constant from elsewhere // want `identity-provider-name-length\]`
)

const thirtyfour = "a-provider-name-of-34-characters--"

// Lifetimes: a number and a unit.
var (
	_ = userpoolclient.Config{
		AccessTokenValidity: new(int32(1)),
		TokenValidityUnits: &userpoolclient.TokenValidityUnits{
			AccessToken: "hour", // the unit is hours // want `TokenValidityUnits.AccessToken "hour".*token-unit-unknown\]`
		},
	}
	_ = userpoolclient.Config{
		AccessTokenValidity: new(int32(4)), // below 5 minutes // want `access-token-validity-range\]`
		TokenValidityUnits:  &userpoolclient.TokenValidityUnits{AccessToken: types.TimeUnitsTypeMinutes},
	}
	_ = userpoolclient.Config{
		IdTokenValidity: new(int32(25)), // 25 hours: the unit is omitted // want `id-token-validity-range\]`
	}
	_ = userpoolclient.Config{
		RefreshTokenValidity: new(int32(59)), // below an hour // want `refresh-token-validity-range\]`
		TokenValidityUnits:   &userpoolclient.TokenValidityUnits{RefreshToken: "minutes"},
	}
	_ = userpoolclient.Config{
		AccessTokenValidity:  new(int32(12)), // outlives the refresh token // want `token-validity-order\]`
		RefreshTokenValidity: new(int32(2)),
		TokenValidityUnits:   &userpoolclient.TokenValidityUnits{AccessToken: "hours", RefreshToken: "hours"},
	}
)

// Redirects.
var (
	_ = userpoolclient.Config{
		AllowedOAuthFlowsUserPoolClient: on, AllowedOAuthFlows: code, AllowedOAuthScopes: openid, SupportedIdentityProviders: cognito,
		CallbackURLs: []string{
			"https://shop.example/cb",
			"http://shop.example/cb",       // plain http to a host // want `CallbackURLs\[1\].*redirect-http\]`
			"https://shop.example/#home",   // a fragment // want `CallbackURLs\[2\].*redirect-fragment\]`
			"https://shop.example/sign in", // a space // want `CallbackURLs\[3\].*redirect-characters\]`
			"/cb",                          // no scheme // want `CallbackURLs\[4\].*redirect-not-absolute\]`
			"",                             // empty // want `CallbackURLs\[5\].*redirect-length\]`
		},
	}
	_ = userpoolclient.Config{
		AllowedOAuthFlowsUserPoolClient: on, AllowedOAuthFlows: code, AllowedOAuthScopes: openid, SupportedIdentityProviders: cognito,
		CallbackURLs:       page,
		DefaultRedirectURI: new("https://shop.example/cb/"), // the slash counts // want `default-redirect-not-listed\]`
	}
	_ = userpoolclient.Config{ // a callback is needed for the code flow // want `callback-urls-required\]`
		AllowedOAuthFlowsUserPoolClient: on, AllowedOAuthFlows: code, AllowedOAuthScopes: openid, SupportedIdentityProviders: cognito,
	}
)

// OAuth.
var (
	_ = userpoolclient.Config{ // the switch needs flows and scopes // want `oauth-flows-scopes-required\]`
		AllowedOAuthFlowsUserPoolClient: on,
		CallbackURLs:                    page,
	}
	_ = userpoolclient.Config{
		AllowedOAuthFlowsUserPoolClient: on, AllowedOAuthScopes: openid, SupportedIdentityProviders: cognito, CallbackURLs: page,
		AllowedOAuthFlows: []types.OAuthFlowType{
			types.OAuthFlowTypeCode,
			"token", // implicit is meant // want `AllowedOAuthFlows\[1\].*oauth-flow-unknown\]`
		},
	}
	_ = userpoolclient.Config{
		AllowedOAuthFlowsUserPoolClient: on, AllowedOAuthScopes: openid, SupportedIdentityProviders: cognito, CallbackURLs: page,
		AllowedOAuthFlows: []types.OAuthFlowType{"code", "implicit", "code", "code"}, // four // want `oauth-flows-count\]`
	}
	_ = userpoolclient.Config{
		AllowedOAuthFlowsUserPoolClient: on, AllowedOAuthScopes: []string{"api/read"}, SupportedIdentityProviders: cognito, CallbackURLs: page,
		AllowedOAuthFlows: []types.OAuthFlowType{"client_credentials", "code"}, // it stands alone // want `client-credentials-exclusive\]`
	}
	_ = userpoolclient.Config{
		GenerateSecret: on, AllowedOAuthFlowsUserPoolClient: on,
		AllowedOAuthFlows: []types.OAuthFlowType{types.OAuthFlowTypeClientCredentials},
		AllowedOAuthScopes: []string{
			"api/read",
			"openid", // there is no user // want `AllowedOAuthScopes\[1\].*client-credentials-reserved-scope\]`
		},
	}
	_ = userpoolclient.Config{
		AllowedOAuthFlowsUserPoolClient: on, AllowedOAuthFlows: code, SupportedIdentityProviders: cognito, CallbackURLs: page,
		AllowedOAuthScopes: []string{
			"openid",
			"orders",         // no resource server // want `AllowedOAuthScopes\[1\].*scope-format\]`
			"api/read items", // a space // want `AllowedOAuthScopes\[2\].*scope-characters\]`
			"",               // empty // want `AllowedOAuthScopes\[3\].*scope-length\]`
		},
	}
)

// Flows, rotation, secrets, analytics.
var (
	_ = userpoolclient.Config{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
		"USER_SRP_AUTH", // the name of a sign-in call // want `auth-flow-invalid\]`
		types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
	}}
	_ = userpoolclient.Config{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{ // a legacy name beside new ones // want `auth-flows-mixed\]`
		types.ExplicitAuthFlowsTypeAllowUserSrpAuth,
		types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
		types.ExplicitAuthFlowsTypeAdminNoSrpAuth,
	}}
	_ = userpoolclient.Config{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
		"ALLOW_CLIENT_TOKEN_AUTH", // beside a flow that signs users in // want `client-token-auth-exclusive\]`
		"ALLOW_USER_SRP_AUTH",
		"ALLOW_REFRESH_TOKEN_AUTH",
	}}
	_ = userpoolclient.Config{RefreshTokenRotation: &userpoolclient.RefreshTokenRotation{ // no Feature // want `rotation-feature-required\]`
		RetryGracePeriodSeconds: new(int32(5)),
	}}
	_ = userpoolclient.Config{RefreshTokenRotation: &userpoolclient.RefreshTokenRotation{
		Feature: "enabled", // case counts // want `rotation-feature-unknown\]`
	}}
	_ = userpoolclient.Config{RefreshTokenRotation: &userpoolclient.RefreshTokenRotation{
		Feature:                 types.FeatureTypeEnabled,
		RetryGracePeriodSeconds: new(int32(3600)), // 60 at most // want `rotation-grace-range\]`
	}}
	_ = userpoolclient.Config{
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
			"ALLOW_USER_SRP_AUTH",
			"ALLOW_REFRESH_TOKEN_AUTH", // rotation takes its place // want `rotation-refresh-flow\]`
		},
		RefreshTokenRotation: &userpoolclient.RefreshTokenRotation{Feature: types.FeatureTypeEnabled},
	}
	_ = userpoolclient.Config{AnalyticsConfiguration: &userpoolclient.AnalyticsConfiguration{
		ApplicationId: new("my-app"), // not hexadecimal // want `analytics-application-id-pattern\]`
		RoleArn:       new("arn:aws:iam::123456789012:role/pinpoint"), ExternalId: new("x"),
	}}
	_ = userpoolclient.Config{AnalyticsConfiguration: &userpoolclient.AnalyticsConfiguration{
		ApplicationArn: new("arn:a:b::1:c"), // too short for an ARN // want `analytics-arn-length\]`
	}}
	_ = userpoolclient.Config{AnalyticsConfiguration: &userpoolclient.AnalyticsConfiguration{
		ApplicationArn: new("mobiletargeting/apps/0123456789abcdef"), // no ARN // want `analytics-arn-pattern\]`
	}}
	_ = userpoolclient.Config{AnalyticsConfiguration: &userpoolclient.AnalyticsConfiguration{ // the role is missing // want `analytics-target\]`
		ApplicationId: new("0123456789abcdef0123456789abcdef"),
	}}
)

// What a request must set, and what depends on the operation.
var (
	_ = cognitoidentityprovider.CreateUserPoolClientInput{ // no pool // want `user-pool-id-required\]`
		ClientName: aws.String("shop"),
	}
	_ = cognitoidentityprovider.CreateUserPoolClientInput{ // no name // want `client-name-required\]`
		UserPoolId: aws.String("eu-central-1_a1B2c3D4e"),
	}
	_ = cognitoidentityprovider.UpdateUserPoolClientInput{ // no client // want `client-id-required\]`
		UserPoolId: aws.String("eu-central-1_a1B2c3D4e"),
	}
	_ = cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId: aws.String("eu-central-1_a1B2c3D4e"), ClientName: aws.String("shop"),
		ClientSecret: aws.String("0123456789"), // 24 characters at least // want `client-secret-length\]`
	}
	_ = cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId: aws.String("eu-central-1_a1B2c3D4e"), ClientName: aws.String("shop"),
		ClientSecret: aws.String("0123456789-abcdefghijklmnop"), // a hyphen // want `client-secret-pattern\]`
	}
	_ = cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId: aws.String("eu-central-1_a1B2c3D4e"), ClientName: aws.String("shop"),
		GenerateSecret: true, // one of the two // want `secret-generated-and-given\]`
		ClientSecret:   aws.String("0123456789abcdefghijklmnop"),
	}
	_ = cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId: aws.String("eu-central-1_a1B2c3D4e"), ClientName: aws.String("shop"),
		EnablePropagateAdditionalUserContextData: aws.Bool(true), // needs a secret // want `context-data-secret\]`
	}
	_ = cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId: aws.String("eu-central-1_a1B2c3D4e"), ClientName: aws.String("machine"),
		AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthScopes: []string{"api/read"},
		AllowedOAuthFlows: []types.OAuthFlowType{types.OAuthFlowTypeClientCredentials}, // needs a secret // want `client-credentials-secret\]`
	}
)

// Long texts, written with constants.
var (
	_ = userpoolclient.Config{
		AllowedOAuthFlowsUserPoolClient: on, AllowedOAuthFlows: code, AllowedOAuthScopes: openid, SupportedIdentityProviders: cognito,
		CallbackURLs: []string{"https://a.b/" + tooLong}, // 1024 characters at most // want `redirect-length\]`
	}
	_ = userpoolclient.Config{ClientName: new(tooLong)} // 128 characters at most // want `client-name-length\]`
)

const (
	sixteen = "0123456789abcdef"
	quarter = sixteen + sixteen + sixteen + sixteen + sixteen + sixteen + sixteen + sixteen +
		sixteen + sixteen + sixteen + sixteen + sixteen + sixteen + sixteen + sixteen
	tooLong = quarter + quarter + quarter + quarter
)
