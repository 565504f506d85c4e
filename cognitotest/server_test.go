package cognitotest_test

import (
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/userpoolclient/userpoolclient/cognitotest"
)

func TestPartialUpdateLosesSettings(t *testing.T) {
	client := cognitotest.NewServer(t).Client()
	ctx := t.Context()
	pool, err := client.CreateUserPool(ctx, &cip.CreateUserPoolInput{PoolName: aws.String("shop")})
	if err != nil {
		t.Fatal(err)
	}
	made, err := client.CreateUserPoolClient(ctx, &cip.CreateUserPoolClientInput{
		UserPoolId: pool.UserPool.Id, ClientName: aws.String("web"), GenerateSecret: true,
		AllowedOAuthFlowsUserPoolClient: true,
		AllowedOAuthFlows:               []types.OAuthFlowType{"code"},
		AllowedOAuthScopes:              []string{"openid", "email", "profile"},
		CallbackURLs:                    []string{"https://shop.example/cb"},
		SupportedIdentityProviders:      []string{"COGNITO"},
		ReadAttributes:                  []string{"email"}, WriteAttributes: []string{"name"},
		AccessTokenValidity: aws.Int32(30), TokenValidityUnits: &types.TokenValidityUnitsType{AccessToken: "minutes"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"openid", "profile", "email"}, made.UserPoolClient.AllowedOAuthScopes); diff != "" {
		t.Errorf("scopes in hash order: %s", diff)
	}
	if n := len(*made.UserPoolClient.ClientSecret); n != 52 {
		t.Errorf("secret has %d characters", n)
	}
	if n := len(*made.UserPoolClient.ClientId); n != 26 {
		t.Errorf("client ID has %d characters", n)
	}
	if _, err := client.UpdateUserPoolClient(ctx, &cip.UpdateUserPoolClientInput{
		UserPoolId: pool.UserPool.Id, ClientId: made.UserPoolClient.ClientId,
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{"ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"},
	}); err != nil {
		t.Fatal(err)
	}
	after, err := client.DescribeUserPoolClient(ctx, &cip.DescribeUserPoolClientInput{
		UserPoolId: pool.UserPool.Id, ClientId: made.UserPoolClient.ClientId,
	})
	if err != nil {
		t.Fatal(err)
	}
	want := &types.UserPoolClientType{
		UserPoolId: pool.UserPool.Id, ClientId: made.UserPoolClient.ClientId, ClientName: aws.String("web"),
		ClientSecret: made.UserPoolClient.ClientSecret, CreationDate: made.UserPoolClient.CreationDate,
		ExplicitAuthFlows:    []types.ExplicitAuthFlowsType{"ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"},
		RefreshTokenValidity: 30, TokenValidityUnits: &types.TokenValidityUnitsType{},
		AuthSessionValidity:             aws.Int32(3),
		AllowedOAuthFlowsUserPoolClient: aws.Bool(false), EnableTokenRevocation: aws.Bool(true),
		EnablePropagateAdditionalUserContextData: aws.Bool(false),
	}
	if diff := cmp.Diff(want, after.UserPoolClient,
		cmpopts.IgnoreUnexported(types.UserPoolClientType{}, types.TokenValidityUnitsType{}),
		cmpopts.IgnoreFields(types.UserPoolClientType{}, "LastModifiedDate")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if !after.UserPoolClient.LastModifiedDate.After(*made.UserPoolClient.LastModifiedDate) {
		t.Error("LastModifiedDate did not move")
	}
}

func TestUnknownPool(t *testing.T) {
	client := cognitotest.NewServer(t).Client()
	_, err := client.DescribeUserPool(t.Context(),
		&cip.DescribeUserPoolInput{UserPoolId: aws.String("us-east-1_nothing")})
	var missing *types.ResourceNotFoundException
	if !errors.As(err, &missing) || missing.ErrorMessage() != "User pool us-east-1_nothing does not exist." {
		t.Error(err)
	}
}
