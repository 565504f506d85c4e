package report

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// Updates that wipe what they omit.

func rename(ctx context.Context, client *cognitoidentityprovider.Client) error {
	_, err := client.UpdateUserPoolClient(ctx, &cognitoidentityprovider.UpdateUserPoolClientInput{ // the update that public code is full of // want `resets what it omits: .*CallbackURLs.*and perhaps .*AuthSessionValidity.*update-omits\]`
		UserPoolId: aws.String("eu-central-1_a1B2c3D4e"),
		ClientId:   aws.String("1example23456789"),
		ClientName: aws.String("shop"),
	})
	return err
}

func addCallback(ctx context.Context, client *cognitoidentityprovider.Client, app *types.UserPoolClientType) error {
	_, err := client.UpdateUserPoolClient(ctx, &cognitoidentityprovider.UpdateUserPoolClientInput{ // the IDs of a client say nothing // want `update-omits\]`
		UserPoolId:                      app.UserPoolId,
		ClientId:                        app.ClientId,
		ClientName:                      app.ClientName,
		AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: code, AllowedOAuthScopes: openid,
		SupportedIdentityProviders: cognito,
		CallbackURLs:               page,
	})
	return err
}

func stepByStep(ctx context.Context, client *cognitoidentityprovider.Client, lifetime int32) error {
	in := &cognitoidentityprovider.UpdateUserPoolClientInput{ // what is assigned later is not among them // want `omits: IdTokenValidity, ReadAttributes, .*update-omits\]`
		UserPoolId: aws.String("eu-central-1_a1B2c3D4e"),
		ClientId:   aws.String("1example23456789"),
	}
	if lifetime > 0 {
		in.AccessTokenValidity = &lifetime
	}
	_, err := client.UpdateUserPoolClient(ctx, in)
	return err
}

func declaredUpdate(ctx context.Context, client *cognitoidentityprovider.Client) error {
	var in cognitoidentityprovider.UpdateUserPoolClientInput // a declaration // want `update-omits\]`
	in.UserPoolId, in.ClientId = aws.String("eu-central-1_a1B2c3D4e"), aws.String("1example23456789")
	in.EnableTokenRevocation = aws.Bool(true)
	_, err := client.UpdateUserPoolClient(ctx, &in)
	return err
}

func unguarded(ctx context.Context, cfg aws.Config) error {
	client := cognitoidentityprovider.NewFromConfig(cfg)
	_, err := client.UpdateUserPoolClient(ctx, &cognitoidentityprovider.UpdateUserPoolClientInput{ // a client that is seen to have no guard // want `update-omits\]`
		UserPoolId: aws.String("eu-central-1_a1B2c3D4e"),
		ClientId:   aws.String("1example23456789"),
	})
	return err
}

type store struct {
	client *cognitoidentityprovider.Client
}

func (s *store) update(ctx context.Context, in *cognitoidentityprovider.UpdateUserPoolClientInput) error {
	_, err := s.client.UpdateUserPoolClient(ctx, in)
	return err
}

func (s *store) disable(ctx context.Context) error {
	return s.update(ctx, &cognitoidentityprovider.UpdateUserPoolClientInput{ // sent by a method that only sends // want `update-omits\]`
		UserPoolId: aws.String("eu-central-1_a1B2c3D4e"),
		ClientId:   aws.String("1example23456789"),
	})
}

// All that an update is known to reset is set; the rest may be.
func almost(ctx context.Context, client *cognitoidentityprovider.Client) error {
	_, err := client.UpdateUserPoolClient(ctx, &cognitoidentityprovider.UpdateUserPoolClientInput{ // only members whose fate is not verified // want `may reset what it omits: RefreshTokenValidity.*RefreshTokenRotation.*update-omits\]`
		UserPoolId: aws.String("eu-central-1_a1B2c3D4e"), ClientId: aws.String("1example23456789"), ClientName: aws.String("shop"),
		AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: code, AllowedOAuthScopes: openid,
		SupportedIdentityProviders: cognito, CallbackURLs: page, LogoutURLs: page, DefaultRedirectURI: aws.String("https://shop.example/cb"),
		ReadAttributes: []string{"name"}, WriteAttributes: []string{"name"},
		ExplicitAuthFlows:   []types.ExplicitAuthFlowsType{"ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"},
		AccessTokenValidity: aws.Int32(1), IdTokenValidity: aws.Int32(1),
	})
	return err
}
