// Command safeupdate adds a callback URL for each of fifty new tenants to one
// app client, all at the same time: with plain SDK calls, which lose URLs, and
// with sdk.Update, which does not. It runs against an in-process Cognito:
//
//	go run ./examples/safeupdate
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http/httptest"
	"os"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
	"github.com/userpoolclient/userpoolclient/sdk"
)

const tenants = 50

func main() {
	if err := compare(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// compare adds the URLs in either way.
func compare(ctx context.Context, w io.Writer) error {
	server := httptest.NewServer(cognitotest.New())
	defer server.Close()
	client := cognitoidentityprovider.NewFromConfig(aws.Config{
		Region:       "us-east-1",
		BaseEndpoint: aws.String(server.URL),
		Credentials:  aws.AnonymousCredentials{},
	})
	return run(ctx, w, client)
}

func run(ctx context.Context, w io.Writer, client *cognitoidentityprovider.Client) error {
	for _, way := range []struct {
		name string
		add  func(context.Context, *cognitoidentityprovider.Client, *types.UserPoolClientType) error
	}{
		{"plain SDK calls", addPlain},
		{"sdk.Update", addSafe},
	} {
		app, err := create(ctx, client)
		if err != nil {
			return err
		}
		if err := way.add(ctx, client, app); err != nil {
			return err
		}
		after, err := describe(ctx, client, app)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s: %d of %d tenants can sign in\n", way.name, count(after.CallbackURLs), tenants)
		for _, c := range userpoolclient.Diff(sdk.FromClient(*app), sdk.FromClient(*after)) {
			if c.Field != userpoolclient.FieldCallbackURLs {
				fmt.Fprintf(w, "  %s changed, too\n", c.Field)
			}
		}
	}
	return nil
}

// addSafe lets every tenant's deployment run at once.
func addSafe(ctx context.Context, client *cognitoidentityprovider.Client, app *types.UserPoolClientType) error {
	errs := make(chan error, tenants)
	var deployments sync.WaitGroup
	for i := range tenants {
		deployments.Go(func() {
			_, err := sdk.Update(ctx, client, sdk.UpdateRequest{
				UserPoolID: *app.UserPoolId,
				ClientID:   *app.ClientId,
				Edit: func(c *userpoolclient.Config) error {
					c.CallbackURLs = append(c.CallbackURLs, tenantURL(i))
					return nil
				},
			})
			errs <- err
		})
	}
	deployments.Wait()
	for range tenants {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

// addPlain does what deployments do that run at once: each reads the client
// before another has written it, and sends back all that it has read.
func addPlain(ctx context.Context, client *cognitoidentityprovider.Client, app *types.UserPoolClientType) error {
	var read [tenants]*types.UserPoolClientType
	for i := range read {
		var err error
		if read[i], err = describe(ctx, client, app); err != nil {
			return err
		}
	}
	for i, seen := range read {
		c := sdk.FromClient(*seen)
		c.CallbackURLs = append(c.CallbackURLs, tenantURL(i))
		in, err := sdk.UpdateInput(c, userpoolclient.Context{})
		if err != nil {
			return err
		}
		if _, err := client.UpdateUserPoolClient(ctx, in); err != nil {
			return err
		}
	}
	return nil
}

func tenantURL(i int) string { return fmt.Sprintf("https://tenant-%02d.example.org/callback", i) }

func count(urls []string) int {
	n := 0
	for _, u := range urls {
		if strings.HasPrefix(u, "https://tenant-") {
			n++
		}
	}
	return n
}

func create(ctx context.Context, client *cognitoidentityprovider.Client) (*types.UserPoolClientType, error) {
	pool, err := client.CreateUserPool(ctx, &cognitoidentityprovider.CreateUserPoolInput{PoolName: aws.String("shop")})
	if err != nil {
		return nil, err
	}
	in, err := sdk.CreateInput(&userpoolclient.Config{
		UserPoolId:                      pool.UserPool.Id,
		ClientName:                      new("shop"),
		CallbackURLs:                    []string{"https://shop.example.org/callback"},
		SupportedIdentityProviders:      []string{"COGNITO"},
		AllowedOAuthFlowsUserPoolClient: new(true),
		AllowedOAuthFlows:               []types.OAuthFlowType{types.OAuthFlowTypeCode},
		AllowedOAuthScopes:              []string{"openid"},
	}, userpoolclient.Context{})
	if err != nil {
		return nil, err
	}
	out, err := client.CreateUserPoolClient(ctx, in)
	if err != nil {
		return nil, err
	}
	return out.UserPoolClient, nil
}

func describe(
	ctx context.Context, client *cognitoidentityprovider.Client, app *types.UserPoolClientType,
) (*types.UserPoolClientType, error) {
	out, err := client.DescribeUserPoolClient(ctx, &cognitoidentityprovider.DescribeUserPoolClientInput{
		UserPoolId: app.UserPoolId, ClientId: app.ClientId,
	})
	if err != nil {
		return nil, err
	}
	return out.UserPoolClient, nil
}
