package viapulumi

import (
	"github.com/pulumi/pulumi-aws/sdk/v7/go/aws/cognito"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func clients(ctx *pulumi.Context, pool *cognito.UserPool, domain string) {
	cognito.NewUserPoolClient(ctx, "bad", &cognito.UserPoolClientArgs{
		UserPoolId:                      pool.ID(),
		Name:                            pulumi.String("shop: web"), // a colon // want `ClientName.*client-name-pattern\]`
		AllowedOauthFlowsUserPoolClient: pulumi.Bool(true),
		AllowedOauthFlows:               pulumi.StringArray{pulumi.String("code"), pulumi.String("token")}, // implicit // want `AllowedOAuthFlows\[1\].*oauth-flow-unknown\]`
		AllowedOauthScopes:              pulumi.ToStringArray([]string{"openid", "orders"}),                // no resource server // want `AllowedOAuthScopes\[1\].*scope-format\]`
		SupportedIdentityProviders:      pulumi.ToStringArray([]string{"COGNITO"}),
		CallbackUrls: pulumi.StringArray{
			pulumi.Sprintf("https://%s/cb", domain),
			pulumi.String("http://shop.example/cb"), // plain http // want `CallbackURLs\[1\].*redirect-http\]`
		},
		PreventUserExistenceErrors: pulumi.StringPtr("enabled"), // case counts // want `user-existence-errors-unknown\]`
		AccessTokenValidity:        pulumi.Int(2),               // days // want `access-token-validity-range\]`
		RefreshTokenValidity:       pulumi.IntPtr(0),            // 30 days // want `refresh-token-validity-zero\]`
		TokenValidityUnits: &cognito.UserPoolClientTokenValidityUnitsArgs{
			AccessToken: pulumi.String("days"),
			IdToken:     pulumi.String("hour"), // hours // want `token-unit-unknown\]`
		},
	})
}

func right(ctx *pulumi.Context, pool *cognito.UserPool, secret pulumi.BoolPtrInput, name pulumi.StringPtrInput, urls pulumi.StringArrayInput) {
	cognito.NewUserPoolClient(ctx, "a", &cognito.UserPoolClientArgs{UserPoolId: pool.ID()})                                          // ok: Pulumi makes the name
	cognito.NewUserPoolClient(ctx, "b", &cognito.UserPoolClientArgs{UserPoolId: pool.ID(), Name: pulumi.Sprintf("shop: %s", "x")})   // ok: an output is not known
	cognito.NewUserPoolClient(ctx, "c", &cognito.UserPoolClientArgs{UserPoolId: pool.ID(), Name: name, GenerateSecret: secret})      // ok: inputs that may be nil
	cognito.NewUserPoolClient(ctx, "d", &cognito.UserPoolClientArgs{UserPoolId: pool.ID(), CallbackUrls: urls})                      // ok: a list that may be nil
	cognito.NewUserPoolClient(ctx, "e", &cognito.UserPoolClientArgs{UserPoolId: pool.ID(), AllowedOauthFlows: pulumi.StringArray{}}) // ok: an empty list
}
