package sdk_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
	"github.com/userpoolclient/userpoolclient/sdk"
)

const (
	poolID   = "us-east-1_a1B2c3D4e"
	clientID = "1example23456789"
)

// example starts an in-process Cognito with one app client.
func example() (cfg aws.Config, stop func()) {
	service := cognitotest.New()
	if err := service.Load([]byte(`{"UserPools": [{
		"Id": "` + poolID + `", "UserPool": {"PoolName": "shop"}, "UserPoolClients": [{
		"ClientId": "` + clientID + `", "ClientName": "shop",
		"ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"],
		"CallbackURLs": ["https://shop.example/callback"],
		"AccessTokenValidity": 15, "TokenValidityUnits": {"AccessToken": "minutes"}}]}]}`)); err != nil {
		panic(err)
	}
	server := httptest.NewServer(service)
	return aws.Config{
		Region: "us-east-1", BaseEndpoint: &server.URL, Credentials: aws.AnonymousCredentials{},
	}, server.Close
}

// An update that changes what its Edit changes, and keeps everything else.
func ExampleUpdate() {
	cfg, stop := example()
	defer stop()
	result, err := sdk.Update(context.Background(), cognitoidentityprovider.NewFromConfig(cfg), sdk.UpdateRequest{
		UserPoolID: poolID,
		ClientID:   clientID,
		Edit: func(c *userpoolclient.Config) error {
			c.LogoutURLs = []string{"https://shop.example/bye"}
			return c.SetAccessTokenLifetime(time.Hour)
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range result.Changes {
		fmt.Println(c.Field, "was", c.Before, "and is", c.After)
	}
	// Output:
	// AccessTokenValidity was 15 minutes and is 1 hour
	// LogoutURLs was none (default) and is https://shop.example/bye
}

// What an update would do, without sending it.
func ExampleUpdate_dryRun() {
	cfg, stop := example()
	defer stop()
	result, err := sdk.Update(context.Background(), cognitoidentityprovider.NewFromConfig(cfg), sdk.UpdateRequest{
		UserPoolID: poolID,
		ClientID:   clientID,
		DryRun:     true,
		Edit: func(c *userpoolclient.Config) error {
			c.CallbackURLs = append(c.CallbackURLs, "http://shop.example/callback")
			return nil
		},
	})
	var invalid *userpoolclient.ValidationError
	if errors.As(err, &invalid) {
		fmt.Println("it would be rejected:", invalid.Findings[0].Path(), invalid.Findings[0].Rule)
	}
	fmt.Println(len(result.Changes), "change")
	// Output:
	// it would be rejected: CallbackURLs[1] redirect-http
	// 1 change
}

// One option makes existing code safe.
func ExampleGuard() {
	cfg, stop := example()
	defer stop()
	client := cognitoidentityprovider.NewFromConfig(cfg, sdk.Guard(sdk.GuardOptions{}))

	_, err := client.UpdateUserPoolClient(context.Background(), &cognitoidentityprovider.UpdateUserPoolClientInput{
		UserPoolId:   aws.String(poolID),
		ClientId:     aws.String(clientID),
		CallbackURLs: []string{"https://shop.example/callback", "https://new.example/callback"},
	})
	var partial *sdk.PartialUpdateError
	if errors.As(err, &partial) {
		for _, c := range partial.Changes {
			fmt.Println("it would wipe", c.Field, "which is", c.Before)
		}
	}
	// Output:
	// it would wipe AccessTokenValidity which is 15 minutes
	// it would wipe ExplicitAuthFlows which is ALLOW_USER_SRP_AUTH
}

// The service names neither the field nor the unit; the configuration tells.
func ExampleTranslate() {
	sent := &userpoolclient.Config{
		AccessTokenValidity: aws.Int32(4),
		TokenValidityUnits:  &userpoolclient.TokenValidityUnits{AccessToken: types.TimeUnitsTypeMinutes},
	}
	err := &smithy.GenericAPIError{Code: "InvalidParameterException", Message: "Invalid range for token validity."}
	for _, f := range sdk.Translate(err, sent, userpoolclient.Context{}) {
		fmt.Println(f.Path(), f.Rule)
	}
	// Output:
	// AccessTokenValidity access-token-validity-range
}

// A copy of an app client, with another name.
func ExampleCreateInput() {
	cfg, stop := example()
	defer stop()
	ctx, client := context.Background(), cognitoidentityprovider.NewFromConfig(cfg)
	described, err := client.DescribeUserPoolClient(ctx, &cognitoidentityprovider.DescribeUserPoolClientInput{
		UserPoolId: aws.String(poolID), ClientId: aws.String(clientID),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	c := sdk.FromClient(*described.UserPoolClient)
	c.ClientName = aws.String("shop-staging")
	in, err := sdk.CreateInput(c, userpoolclient.Context{})
	if err != nil {
		fmt.Println(err)
		return
	}
	created, err := client.CreateUserPoolClient(ctx, in)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range userpoolclient.Diff(c, sdk.FromClient(*created.UserPoolClient)) {
		fmt.Println(c.Field, "differs")
	}
	fmt.Println(*created.UserPoolClient.ClientName, created.UserPoolClient.CallbackURLs)
	// Output:
	// shop-staging [https://shop.example/callback]
}

// The rules about the pool, for every request of a client.
func ExampleCachePools() {
	cfg, stop := example()
	defer stop()
	plain := cognitoidentityprovider.NewFromConfig(cfg)
	client := cognitoidentityprovider.NewFromConfig(cfg, sdk.Guard(sdk.GuardOptions{
		Pool: sdk.CachePools(plain, 5*time.Minute),
	}))
	_, err := client.CreateUserPoolClient(context.Background(), &cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId:                 aws.String(poolID),
		ClientName:                 aws.String("partners"),
		SupportedIdentityProviders: []string{"Partner"},
	})
	var invalid *userpoolclient.ValidationError
	if errors.As(err, &invalid) {
		fmt.Println(invalid.Findings[0].Path(), invalid.Findings[0].Rule)
	}
	// Output:
	// SupportedIdentityProviders[0] identity-provider-not-in-pool
}
