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
	"io"
	"log"
	"net/http/httptest"
	"os"

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
	if err := compare(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// compare runs the existing code without a guard and with one.
func compare(ctx context.Context, w io.Writer) error {
	server := httptest.NewServer(cognitotest.New())
	defer server.Close()
	cfg := aws.Config{Region: "us-east-1", BaseEndpoint: aws.String(server.URL),
		Credentials: aws.AnonymousCredentials{}}
	for _, way := range []struct {
		name    string
		options []func(*cognitoidentityprovider.Options)
	}{
		{"without a guard", nil},
		{"with sdk.Guard(sdk.GuardOptions{})", []func(*cognitoidentityprovider.Options){
			sdk.Guard(sdk.GuardOptions{}),
		}},
		{"with sdk.Guard(sdk.GuardOptions{Partial: sdk.PartialFill})", []func(*cognitoidentityprovider.Options){
			sdk.Guard(sdk.GuardOptions{Partial: sdk.PartialFill}),
		}},
	} {
		fmt.Fprintf(w, "%s:\n", way.name)
		if err := try(ctx, w, cognitoidentityprovider.NewFromConfig(cfg, way.options...)); err != nil {
			return err
		}
	}
	return nil
}

// try runs the existing code with a client, and prints what became of the app
// client.
func try(ctx context.Context, w io.Writer, client *cognitoidentityprovider.Client) error {
	before, err := create(ctx, client)
	if err != nil {
		return err
	}
	err = allow(ctx, client, before)
	var partial *sdk.PartialUpdateError
	switch {
	case errors.As(err, &partial):
		fmt.Fprintln(w, "  rejected; it would have reset, or might have:")
		for _, c := range partial.Changes {
			fmt.Fprintf(w, "    %s, now %s\n", c.Field, c.Before)
		}
		return nil
	case err != nil:
		return err
	}
	after, err := client.DescribeUserPoolClient(ctx, &cognitoidentityprovider.DescribeUserPoolClientInput{
		UserPoolId: before.UserPoolId, ClientId: before.ClientId,
	})
	if err != nil {
		return err
	}
	for _, c := range userpoolclient.Diff(sdk.FromClient(*before), sdk.FromClient(*after.UserPoolClient)) {
		fmt.Fprintf(w, "  %s: %s → %s\n", c.Field, c.Before, c.After)
	}
	return nil
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
