package silent

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/sdk"
)

// Updates that lose nothing, or of which that cannot be said.

type update = cognitoidentityprovider.UpdateUserPoolClientInput

func describe(ctx context.Context, client *cognitoidentityprovider.Client) (*types.UserPoolClientType, error) {
	out, err := client.DescribeUserPoolClient(ctx, &cognitoidentityprovider.DescribeUserPoolClientInput{
		UserPoolId: aws.String(pool), ClientId: aws.String("1example23456789"),
	})
	if err != nil {
		return nil, err
	}
	return out.UserPoolClient, nil
}

func copyAll(ctx context.Context, cfg aws.Config) error {
	client := cognitoidentityprovider.NewFromConfig(cfg)
	app, err := describe(ctx, client)
	if err != nil {
		return err
	}
	_, err = client.UpdateUserPoolClient(ctx, &update{ // ok: filled from a describe
		UserPoolId: app.UserPoolId, ClientId: app.ClientId, ClientName: app.ClientName,
		CallbackURLs:      append(app.CallbackURLs, "https://new.example/cb"),
		ExplicitAuthFlows: app.ExplicitAuthFlows,
	})
	return err
}

func copyStepByStep(ctx context.Context, cfg aws.Config) error {
	client := cognitoidentityprovider.NewFromConfig(cfg)
	out, err := client.DescribeUserPoolClient(ctx, &cognitoidentityprovider.DescribeUserPoolClientInput{})
	if err != nil {
		return err
	}
	in := &update{UserPoolId: aws.String(pool), ClientId: aws.String("1example23456789")} // ok: filled from a describe, member by member
	in.ExplicitAuthFlows = out.UserPoolClient.ExplicitAuthFlows
	_, err = client.UpdateUserPoolClient(ctx, in)
	return err
}

func copyThroughVariables(ctx context.Context, cfg aws.Config) error {
	client := cognitoidentityprovider.NewFromConfig(cfg)
	app, err := describe(ctx, client)
	if err != nil {
		return err
	}
	var kept []string
	for _, url := range app.CallbackURLs {
		if url != "https://old.example/cb" {
			kept = append(kept, url)
		}
	}
	_, err = client.UpdateUserPoolClient(ctx, &update{ // ok: from a describe, by way of a loop
		UserPoolId: app.UserPoolId, ClientId: app.ClientId, CallbackURLs: kept,
		AllowedOAuthFlowsUserPoolClient: aws.ToBool(app.AllowedOAuthFlowsUserPoolClient),
	})
	return err
}

func copyByHelper(ctx context.Context, cfg aws.Config) error {
	client := cognitoidentityprovider.NewFromConfig(cfg)
	app, err := describe(ctx, client)
	if err != nil {
		return err
	}
	in := &update{UserPoolId: app.UserPoolId, ClientId: app.ClientId} // ok: a function of this package fills it from a describe
	fillUpdate(in, app)
	_, err = client.UpdateUserPoolClient(ctx, in)
	return err
}

func fillUpdate(in *update, app *types.UserPoolClientType) {
	in.CallbackURLs, in.LogoutURLs = app.CallbackURLs, app.LogoutURLs
}

func copyByFunctionValue(ctx context.Context, cfg aws.Config, fill func(*update)) error {
	client := cognitoidentityprovider.NewFromConfig(cfg)
	in := &update{UserPoolId: aws.String(pool), ClientId: aws.String("1example23456789")} // ok: a function that is not known may fill it
	fill(in)
	_, err := client.UpdateUserPoolClient(ctx, in)
	return err
}

func fromConfiguration(ctx context.Context, cfg aws.Config, current *userpoolclient.Config) error {
	client := cognitoidentityprovider.NewFromConfig(cfg)
	full := userpoolclient.Overlay(current, &userpoolclient.Config{ClientName: aws.String("shop")}) // ok: an overlay is partial
	_, err := client.UpdateUserPoolClient(ctx, &update{                                             // ok: filled from a configuration
		UserPoolId: aws.String(pool), ClientId: aws.String("1example23456789"),
		AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: full.AllowedOAuthFlows, AllowedOAuthScopes: full.AllowedOAuthScopes,
		CallbackURLs: full.CallbackURLs, SupportedIdentityProviders: full.SupportedIdentityProviders,
	})
	return err
}

func converted(ctx context.Context, cfg aws.Config) error {
	client := cognitoidentityprovider.NewFromConfig(cfg)
	in, err := sdk.UpdateInput(&userpoolclient.Config{ // ok: the caller of UpdateInput says what the client is
		UserPoolId: aws.String(pool), ClientId: aws.String("1example23456789"),
	}, userpoolclient.Context{})
	if err != nil {
		return err
	}
	_, err = client.UpdateUserPoolClient(ctx, in)
	return err
}

// Guards.

func guardedClient(ctx context.Context, cfg aws.Config) error {
	client := cognitoidentityprovider.NewFromConfig(cfg, sdk.Guard(sdk.GuardOptions{}))
	_, err := client.UpdateUserPoolClient(ctx, &update{ // ok: the client has a guard
		UserPoolId: aws.String(pool), ClientId: aws.String("1example23456789"),
	})
	return err
}

func guardInVariable(ctx context.Context, cfg aws.Config) error {
	guard := sdk.Guard(sdk.GuardOptions{Partial: sdk.PartialFill})
	client := cognitoidentityprovider.NewFromConfig(cfg, guard)
	_, err := client.UpdateUserPoolClient(ctx, &update{ // ok: the guard fills in the flows and scopes
		UserPoolId: aws.String(pool), ClientId: aws.String("1example23456789"), AllowedOAuthFlowsUserPoolClient: true,
	})
	return err
}

func guardedCall(ctx context.Context, cfg aws.Config) error {
	client := cognitoidentityprovider.NewFromConfig(cfg)
	_, err := client.UpdateUserPoolClient(ctx, &update{ // ok: the call has a guard
		UserPoolId: aws.String(pool), ClientId: aws.String("1example23456789"),
	}, sdk.Guard(sdk.GuardOptions{}))
	return err
}

func (h *service) rename(ctx context.Context) error {
	_, err := h.client.UpdateUserPoolClient(ctx, &update{ // ok: the package has guards, and where this client was made is not seen
		UserPoolId: aws.String(pool), ClientId: aws.String("1example23456789"),
	})
	return err
}

type service struct {
	client *cognitoidentityprovider.Client
}

// Updates that are not sent here.

var _ = update{UserPoolId: aws.String(pool), ClientId: aws.String("1example23456789")} // ok: never sent

func prepare() *update {
	return &update{UserPoolId: aws.String(pool), ClientId: aws.String("1example23456789")} // ok: not sent here, and its caller fills it
}

func prepared(ctx context.Context, cfg aws.Config, urls []string) error {
	client := cognitoidentityprovider.NewFromConfig(cfg)
	app, err := describe(ctx, client)
	if err != nil {
		return err
	}
	in := prepare()
	fillUpdate(in, app)
	_, err = client.UpdateUserPoolClient(ctx, in)
	return err
}

func everything(ctx context.Context, cfg aws.Config, full func() *update) error {
	client := cognitoidentityprovider.NewFromConfig(cfg)
	_, err := client.UpdateUserPoolClient(ctx, &update{ // ok: it sets all that there is
		UserPoolId: aws.String(pool), ClientId: aws.String("1example23456789"), ClientName: aws.String("shop"),
		AllowedOAuthFlowsUserPoolClient: false, AllowedOAuthFlows: []types.OAuthFlowType{}, AllowedOAuthScopes: []string{},
		SupportedIdentityProviders: []string{}, CallbackURLs: []string{}, LogoutURLs: []string{}, DefaultRedirectURI: full().DefaultRedirectURI,
		ReadAttributes: []string{"name"}, WriteAttributes: []string{"name"},
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{"ALLOW_USER_SRP_AUTH"}, PreventUserExistenceErrors: "ENABLED",
		AccessTokenValidity: aws.Int32(1), IdTokenValidity: aws.Int32(1), RefreshTokenValidity: 30,
		TokenValidityUnits:    &types.TokenValidityUnitsType{AccessToken: "hours", IdToken: "hours", RefreshToken: "days"},
		EnableTokenRevocation: aws.Bool(true), EnablePropagateAdditionalUserContextData: aws.Bool(false),
		AuthSessionValidity: aws.Int32(3), RefreshTokenRotation: &types.RefreshTokenRotationType{Feature: "ENABLED"},
	})
	return err
}
