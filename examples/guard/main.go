// Command guard shows existing code that adds a callback URL and wipes what it
// does not mention, and the one line that makes it safe. It runs against an
// in-process Cognito:
//
//	go run ./examples/guard
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http/httptest"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
	"github.com/userpoolclient/userpoolclient/sdk"
)

// allow is existing code. It sends two members, and the service resets the rest.
func allow(ctx context.Context, client *cognitoidentityprovider.Client, app *types.UserPoolClientType) error {
	_, err := client.UpdateUserPoolClient(ctx, &cognitoidentityprovider.UpdateUserPoolClientInput{
		UserPoolId:         app.UserPoolId,
		ClientId:           app.ClientId,
		CallbackURLs:       []string{"https://shop.example.org/callback", "https://new.example.org/callback"},
		AllowedOAuthScopes: []string{"openid", "email"},
	})
	return err
}

func main() {
	server := httptest.NewServer(cognitotest.New())
	defer server.Close()
	cfg := aws.Config{Region: "us-east-1", BaseEndpoint: aws.String(server.URL), Credentials: aws.AnonymousCredentials{}}

	fmt.Println("without a guard:")
	try(cfg)
	fmt.Println("\nwith sdk.Guard(sdk.GuardOptions{}):")
	try(cfg, sdk.Guard(sdk.GuardOptions{}))
	fmt.Println("\nwith sdk.Guard(sdk.GuardOptions{Partial: sdk.PartialFill}):")
	try(cfg, sdk.Guard(sdk.GuardOptions{Partial: sdk.PartialFill}))
}

// try runs the existing code with a client that has these options, and prints
// what became of the app client.
func try(cfg aws.Config, options ...func(*cognitoidentityprovider.Options)) {
	ctx := context.Background()
	client := cognitoidentityprovider.NewFromConfig(cfg, options...)
	before, err := create(ctx, client)
	if err != nil {
		log.Fatal(err)
	}
	err = allow(ctx, client, before)
	var partial *sdk.PartialUpdateError
	switch {
	case errors.As(err, &partial):
		fmt.Println("  refused; it would have reset:")
		for _, c := range partial.Changes {
			fmt.Printf("    %s, now %s\n", c.Field, c.Before)
		}
		return
	case err != nil:
		log.Fatal(err)
	}
	after, err := client.DescribeUserPoolClient(ctx, &cognitoidentityprovider.DescribeUserPoolClientInput{UserPoolId: before.UserPoolId, ClientId: before.ClientId})
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range userpoolclient.Plan(sdk.FromClient(*before), sdk.FromClient(*after.UserPoolClient)) {
		if c.Field != userpoolclient.FieldLastModifiedDate {
			fmt.Printf("  %s: %s → %s\n", c.Field, c.Before, c.After)
		}
	}
}

// create makes the app client of an application that is in use.
func create(ctx context.Context, client *cognitoidentityprovider.Client) (*types.UserPoolClientType, error) {
	pool, err := client.CreateUserPool(ctx, &cognitoidentityprovider.CreateUserPoolInput{PoolName: aws.String("shop")})
	if err != nil {
		return nil, err
	}
	out, err := client.CreateUserPoolClient(ctx, &cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId:                 pool.UserPool.Id,
		ClientName:                 aws.String("shop"),
		CallbackURLs:               []string{"https://shop.example.org/callback"},
		ExplicitAuthFlows:          []types.ExplicitAuthFlowsType{"ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"},
		SupportedIdentityProviders: []string{"COGNITO"},
		WriteAttributes:            []string{"name"},

		AllowedOAuthFlowsUserPoolClient: true,
		AllowedOAuthFlows:               []types.OAuthFlowType{"code"},
		AllowedOAuthScopes:              []string{"openid"},

		AccessTokenValidity: aws.Int32(15),
		TokenValidityUnits:  &types.TokenValidityUnitsType{AccessToken: "minutes"},
	})
	if err != nil {
		return nil, err
	}
	return out.UserPoolClient, nil
}
