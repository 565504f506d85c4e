//lint:file-ignore SA4006 The README leaves out what a program does with its errors.

package readme_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/go-playground/validator/v10"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
	"github.com/userpoolclient/userpoolclient/iac/terraform"
	"github.com/userpoolclient/userpoolclient/sdk"
	"github.com/userpoolclient/userpoolclient/tags"
)

var _ = []any{library, lifetimes, guarded, updated, rotated, server, template, source, tagged}

func library(current, development, production *userpoolclient.Config) []any {
	c := &userpoolclient.Config{
		UserPoolId:                      aws.String("eu-central-1_a1B2c3D4e"),
		ClientName:                      aws.String("shop"),
		AllowedOAuthFlowsUserPoolClient: aws.Bool(true),
		AllowedOAuthFlows:               []types.OAuthFlowType{types.OAuthFlowTypeCode},
		AllowedOAuthScopes:              []string{"openid"},
		CallbackURLs:                    []string{"http://shop.example/cb"},
	}
	in := userpoolclient.Context{Operation: userpoolclient.OperationCreate}

	err := userpoolclient.Validate(c, in) // what the service would reject, or nil
	all := userpoolclient.Check(c, in)    // errors, warnings and advice
	not := userpoolclient.Skipped(c, in)  // which rules could not run, and what they lacked
	set := userpoolclient.Resolve(c, in)  // what every field becomes, and why
	ways := userpoolclient.SignIn(c, in)  // who can sign in how, and what to send

	plan := userpoolclient.Plan(current, c)              // what an update would change, reset or risk
	full := userpoolclient.Overlay(current, c)           // the update that changes only what was asked
	diff := userpoolclient.Diff(development, production) // two clients by what they come to

	return []any{err, all, not, set, ways, plan, full, diff}
}

func lifetimes(c *userpoolclient.Config, data []byte) (*userpoolclient.Config, error) {
	err := c.SetAccessTokenLifetime(15 * time.Minute) // number and unit together
	c, err = userpoolclient.Parse(data)               // describe output or --cli-input-json
	return c, err
}

func guarded(cfg aws.Config) *cognitoidentityprovider.Client {
	client := cognitoidentityprovider.NewFromConfig(cfg, sdk.Guard(sdk.GuardOptions{}))
	return client
}

func updated(ctx context.Context, client *cognitoidentityprovider.Client) (*sdk.UpdateResult, error) {
	result, err := sdk.Update(ctx, client, sdk.UpdateRequest{
		UserPoolID: "eu-central-1_a1B2c3D4e",
		ClientID:   "1example23456789",
		Edit: func(c *userpoolclient.Config) error {
			c.CallbackURLs = append(c.CallbackURLs, "https://tenant.example/callback")
			return nil
		},
	})
	return result, err
}

func rotated(
	ctx context.Context, client *cognitoidentityprovider.Client, store sdk.SecretStore,
) (*sdk.RotateResult, error) {
	result, err := sdk.RotateSecret(ctx, client, sdk.RotateRequest{
		UserPoolID: "eu-central-1_a1B2c3D4e",
		ClientID:   "1example23456789",
		Store:      store, // Stored, Adopt, Store, Ready
	})
	return result, err
}

func server(t *testing.T) *cognitoidentityprovider.Client {
	server := cognitotest.NewServer(t) // ends with the test
	client := server.Client()          // *cognitoidentityprovider.Client, no network, no credentials
	_ = server
	return client
}

func template(t *testing.T) {
	cognitotest.RequireTemplate(t, "template.yaml")
}

func source() (*terraform.Module, error) {
	options := terraform.Options{Vars: map[string]string{"environment": "prod"}}
	module, err := terraform.LoadModule(os.DirFS("infra"), ".", options)
	return module, err
}

type Service struct {
	Listen    string                            `validate:"required,hostname_port"`
	ExtraURLs []string                          `validate:"omitempty,dive,cognito_redirect"`
	Clients   map[string]*userpoolclient.Config `validate:"required,dive,required"`
}

func tagged(service *Service) []userpoolclient.Finding {
	v := validator.New(validator.WithRequiredStructEnabled())
	err := tags.Register(v)     // before the first validation
	err = v.Struct(service)     // validator.ValidationErrors, as ever
	found := tags.Findings(err) // the same as findings
	return found
}
