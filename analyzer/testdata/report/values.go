package report

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go/ptr"

	"github.com/userpoolclient/userpoolclient"
)

// Ways in which Go programs write a value.

func address[T any](v T) *T { return &v }

func copied(v string) *string {
	c := v
	return &c
}

func ofNew[T any](v T) *T { return new(v) }

const (
	host     = "shop.example"
	insecure = "http://" + host + "/cb"
)

var (
	_ = userpoolclient.Config{ClientName: address("shop: web")}                        // a helper of this package, generic // want `client-name-pattern\]`
	_ = userpoolclient.Config{ClientName: copied("shop: web")}                         // a helper that copies // want `client-name-pattern\]`
	_ = userpoolclient.Config{ClientName: ofNew("shop: web")}                          // a helper over new // want `client-name-pattern\]`
	_ = userpoolclient.Config{ClientName: ptr.String("shop: web")}                     // a helper of smithy-go // want `client-name-pattern\]`
	_ = userpoolclient.Config{ClientName: (aws.String(("shop: web")))}                 // parentheses // want `client-name-pattern\]`
	_ = userpoolclient.Config{ClientName: new("shop" + ": web")}                       // a constant expression // want `client-name-pattern\]`
	_ = userpoolclient.Config{ClientName: new(string(rune(58)))}                       // a conversion of a constant // want `client-name-pattern\]`
	_ = userpoolclient.Config{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{flow}}  // a typed constant // want `auth-flow-invalid\]`
	_ = userpoolclient.Config{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{typed}} // a conversion // want `auth-flow-invalid\]`
)

const (
	flow  types.ExplicitAuthFlowsType = "USER_SRP_AUTH"
	typed                             = types.ExplicitAuthFlowsType("USER_SRP_AUTH")
)

func variables() {
	name := "shop: web"
	callbacks := []string{
		insecure, // an element of a variable that is only read // want `CallbackURLs\[0\].*redirect-http\]`
	}
	units := types.TokenValidityUnitsType{AccessToken: types.TimeUnitsTypeDays}
	fmt.Println(name, callbacks, len(callbacks))
	_ = userpoolclient.Config{
		ClientName:                      &name, // a variable that is set once // want `client-name-pattern\]`
		AllowedOAuthFlowsUserPoolClient: on, AllowedOAuthFlows: code, AllowedOAuthScopes: openid, SupportedIdentityProviders: cognito,
		CallbackURLs: callbacks,
	}
	_ = userpoolclient.Config{ // the same variable, which is told once
		AllowedOAuthFlowsUserPoolClient: on, AllowedOAuthFlows: code, AllowedOAuthScopes: openid, SupportedIdentityProviders: cognito,
		CallbackURLs: callbacks,
	}
	_ = address(userpoolclient.Config{AuthSessionValidity: address(int32(1))}) // a literal behind a helper // want `auth-session-validity-range\]`
	_ = userpoolclient.Config{
		WriteAttributes: []string{"sub"}, // marked is another field // want `write-attribute-read-only\]`
		Unknown:         []userpoolclient.Field{userpoolclient.FieldReadAttributes},
	}
	_ = cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId: aws.String("eu-central-1_a1B2c3D4e"), ClientName: aws.String("shop"),
		AccessTokenValidity: aws.Int32(2), // days, by a structure in a variable // want `access-token-validity-range\]`
		TokenValidityUnits:  &units,
	}
}

// An element that is not known leaves the others judged.
func elements(tenant string) {
	_ = userpoolclient.Config{
		AllowedOAuthFlowsUserPoolClient: on, AllowedOAuthFlows: code, AllowedOAuthScopes: openid, SupportedIdentityProviders: cognito,
		CallbackURLs: []string{
			fmt.Sprintf("https://%s.example/cb", tenant),
			insecure, // beside one that is not known // want `CallbackURLs\[1\].*redirect-http\]`
		},
	}
}

// A value that is not known is set all the same.
func present(name string, secret *userpoolclient.Secret) {
	_ = cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId: aws.String("eu-central-1_a1B2c3D4e"), ClientName: aws.String(name),
		GenerateSecret: true, // whatever the other is, one of the two // want `secret-generated-and-given\]`
		ClientSecret:   aws.String(name),
	}
	_ = cognitoidentityprovider.CreateUserPoolClientInput{ // the callbacks are set, the switch is not // want `oauth-disabled\]`
		UserPoolId: aws.String("eu-central-1_a1B2c3D4e"), ClientName: aws.String(name),
		CallbackURLs: []string{name},
	}
}

// Where literals stand.

type clients []cognitoidentityprovider.CreateUserPoolClientInput

var _ = clients{
	{
		AuthSessionValidity: aws.Int32(1), // an element whose type is left out // want `auth-session-validity-range\]`
	},
}

var _ = []*userpoolclient.Config{{
	AuthSessionValidity: aws.Int32(1), // a pointer whose type is left out // want `auth-session-validity-range\]`
}}

type input = cognitoidentityprovider.CreateUserPoolClientInput

func returned() *input {
	return &input{ // callers may add what it omits
		AuthSessionValidity: aws.Int32(1), // an alias, and returned // want `auth-session-validity-range\]`
	}
}

func sent(ctx context.Context, api interface {
	CreateUserPoolClient(context.Context, *cognitoidentityprovider.CreateUserPoolClientInput, ...func(*cognitoidentityprovider.Options)) (*cognitoidentityprovider.CreateUserPoolClientOutput, error)
}) error {
	in := base() // which is complete, since its only caller adds nothing
	_, err := api.CreateUserPoolClient(ctx, in)
	return err
}

func base() *cognitoidentityprovider.CreateUserPoolClientInput {
	return &cognitoidentityprovider.CreateUserPoolClientInput{ // no name // want `client-name-required\]`
		UserPoolId: aws.String("eu-central-1_a1B2c3D4e"),
	}
}

func fresh(ctx context.Context, client *cognitoidentityprovider.Client) error {
	in := new(cognitoidentityprovider.CreateUserPoolClientInput) // new, and the name is never set // want `client-name-required\]`
	in.UserPoolId = aws.String("eu-central-1_a1B2c3D4e")
	_, err := client.CreateUserPoolClient(ctx, in)
	return err
}

func declared(ctx context.Context, client *cognitoidentityprovider.Client) error {
	var in cognitoidentityprovider.CreateUserPoolClientInput // a declaration, and the pool is never set // want `user-pool-id-required\]`
	in.ClientName = aws.String("shop")
	_, err := client.CreateUserPoolClient(ctx, &in)
	return err
}

func throughHelper(ctx context.Context, client *cognitoidentityprovider.Client) error {
	return send(ctx, client, &cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId: aws.String("eu-central-1_a1B2c3D4e"), ClientName: aws.String("shop"),
		AuthSessionValidity: aws.Int32(1), // the helper only sends it // want `auth-session-validity-range\]`
	})
}

func send(ctx context.Context, client *cognitoidentityprovider.Client, in *cognitoidentityprovider.CreateUserPoolClientInput) error {
	fmt.Println("creating", *in.ClientName)
	_, err := client.CreateUserPoolClient(ctx, in)
	return err
}
