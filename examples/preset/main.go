// Command preset makes app clients that are right from the start, ensures one again
// and again, and hardens one that is old. It runs against an in-process Cognito:
//
//	go run ./examples/preset
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http/httptest"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
	"github.com/userpoolclient/userpoolclient/preset"
	"github.com/userpoolclient/userpoolclient/sdk"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, w io.Writer) error {
	server := httptest.NewServer(cognitotest.New())
	defer server.Close()
	client := cognitoidentityprovider.NewFromConfig(aws.Config{
		Region: "eu-central-1", BaseEndpoint: &server.URL, Credentials: aws.AnonymousCredentials{},
	})
	pool, err := client.CreateUserPool(ctx, &cognitoidentityprovider.CreateUserPoolInput{PoolName: aws.String("shop")})
	if err != nil {
		return err
	}
	known, err := sdk.LoadPool(ctx, client, *pool.UserPool.Id)
	if err != nil {
		return err
	}
	shop := preset.SPA{
		Name:      "shop",
		PoolID:    *pool.UserPool.Id,
		Callbacks: []string{"https://shop.example/cb"},
		Logouts:   []string{"https://shop.example/"},
		Pool:      known,
	}
	wrong(w, shop)
	if err := ensure(ctx, w, client, shop); err != nil {
		return err
	}
	return harden(ctx, w, client, *pool.UserPool.Id, known)
}

// wrong shows that a preset makes no client that Cognito would reject, or that would
// not do what it says.
func wrong(w io.Writer, shop preset.SPA) {
	shop.Callbacks = []string{"http://shop.example/cb"}
	shop.Scopes = []string{"email"}
	shop.AccessTokenLifetime = time.Minute
	_, err := shop.Config()
	fmt.Fprintf(w, "wrong:\n%v\n", err)
}

// ensure creates the client, and changes it once the preset changes.
func ensure(ctx context.Context, w io.Writer, api sdk.EnsureAPI, shop preset.SPA) error {
	for _, step := range []struct {
		title  string
		change func()
	}{
		{"the first run", func() {}},
		{"the second run", func() {}},
		{"another callback, shorter tokens", func() {
			shop.Callbacks = append(shop.Callbacks, "https://beta.shop.example/cb")
			shop.AccessTokenLifetime = 15 * time.Minute
		}},
	} {
		step.change()
		c, err := shop.Config()
		if err != nil {
			return err
		}
		result, err := sdk.Ensure(ctx, api, sdk.EnsureRequest{Config: c, Pool: shop.Pool})
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "\n%s:\n  created: %v\n", step.title, result.Create)
		for _, change := range result.Changes {
			fmt.Fprintf(w, "  %s: %s → %s\n", change.Field, change.Before, change.After)
		}
	}
	return nil
}

// harden answers the advice about a client as tutorials make them.
func harden(
	ctx context.Context, w io.Writer, client *cognitoidentityprovider.Client, poolID string, known *userpoolclient.Pool,
) error {
	old, err := client.CreateUserPoolClient(ctx, &cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId: &poolID, ClientName: aws.String("old"),
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
			"ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"},
		AllowedOAuthFlowsUserPoolClient: true,
		AllowedOAuthFlows:               []types.OAuthFlowType{"implicit"},
		AllowedOAuthScopes:              []string{"openid"},
		SupportedIdentityProviders:      []string{"COGNITO"},
		CallbackURLs:                    []string{"https://old.shop.example/cb"},
		AccessTokenValidity:             aws.Int32(24),
	})
	if err != nil {
		return err
	}
	h, err := preset.Harden(sdk.FromClient(*old.UserPoolClient), preset.KindSPA, known)
	if err != nil {
		return err
	}
	fmt.Fprintln(w, "\nan old client, hardened:")
	for _, change := range h.Changes {
		fmt.Fprintf(w, "  %s: %s → %s\n", change.Field, change.Before, change.After)
	}
	for _, note := range h.Notes {
		fmt.Fprintf(w, "  note: %s: %s\n", note.Field, note.Text)
	}
	for _, finding := range h.Open {
		fmt.Fprintf(w, "  left: %v\n", finding)
	}
	_, err = sdk.Update(ctx, client, sdk.UpdateRequest{
		UserPoolID: poolID, ClientID: *old.UserPoolClient.ClientId, Pool: known,
		Edit: func(c *userpoolclient.Config) error {
			*c = *h.Config
			return nil
		},
	})
	return err
}
