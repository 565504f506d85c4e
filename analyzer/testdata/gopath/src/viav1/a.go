package viav1

import (
	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/service/cognitoidentityprovider"
	"github.com/samber/lo"

	"viav1/store"
)

func create(client *cognitoidentityprovider.CognitoIdentityProvider) {
	client.CreateUserPoolClient(&cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId:                      aws.String("eu-central-1_a1B2c3D4e"),
		ClientName:                      aws.String("shop: web"), // a colon // want `client-name-pattern\]`
		AllowedOAuthFlowsUserPoolClient: aws.Bool(true),
		AllowedOAuthFlows:               aws.StringSlice([]string{cognitoidentityprovider.OAuthFlowTypeCode, "token"}), // implicit // want `AllowedOAuthFlows\[1\].*oauth-flow-unknown\]`
		AllowedOAuthScopes:              []*string{aws.String("openid"), aws.String("orders")},                         // no resource server // want `AllowedOAuthScopes\[1\].*scope-format\]`
		SupportedIdentityProviders:      aws.StringSlice([]string{"COGNITO"}),
		CallbackURLs:                    aws.StringSlice([]string{"https://shop.example/cb"}),
		RefreshTokenValidity:            aws.Int64(0), // this SDK sends 0 // want `refresh-token-validity-zero\]`
	})
}

func helpers() {
	_ = cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId: lo.ToPtr("eu-central-1_a1B2c3D4e"),
		ClientName: lo.ToPtr("shop: web"), // a generic helper of another package // want `client-name-pattern\]`
	}
	_ = cognitoidentityprovider.CreateUserPoolClientInput{ // ok: a helper of that signature may return nil for the zero value
		UserPoolId: lo.ToPtr("eu-central-1_a1B2c3D4e"), ClientName: lo.EmptyableToPtr(""),
	}
}

func stored(s *store.Store, ctx any) {
	s.UpdateUserPoolClient(&cognitoidentityprovider.UpdateUserPoolClientInput{ // ok: a method of that name of another package may complete it
		UserPoolId: aws.String("eu-central-1_a1B2c3D4e"), ClientId: aws.String("1example23456789"),
	})
}

func update(client *cognitoidentityprovider.CognitoIdentityProvider, app *cognitoidentityprovider.UserPoolClientType) {
	client.UpdateUserPoolClientWithContext(nil, &cognitoidentityprovider.UpdateUserPoolClientInput{ // partial // want `update-omits\]`
		UserPoolId: aws.String("eu-central-1_a1B2c3D4e"),
		ClientId:   aws.String("1example23456789"),
	})
	client.UpdateUserPoolClientWithContext(nil, &cognitoidentityprovider.UpdateUserPoolClientInput{ // ok: filled from a describe
		UserPoolId:        aws.String("eu-central-1_a1B2c3D4e"),
		ClientId:          aws.String("1example23456789"),
		ExplicitAuthFlows: app.ExplicitAuthFlows,
	})
}
