package userpoolclient_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

// What the service would refuse, before it is asked.
func Example() {
	c := &userpoolclient.Config{
		UserPoolId:                      aws.String("eu-central-1_Kq3vXw9Zt"),
		ClientName:                      aws.String("shop-web"),
		AllowedOAuthFlowsUserPoolClient: aws.Bool(true),
		AllowedOAuthFlows:               []types.OAuthFlowType{types.OAuthFlowTypeCode},
		AllowedOAuthScopes:              []string{"openid"},
		CallbackURLs:                    []string{"https://www.shop.example/cb#home"},
	}
	err := userpoolclient.Validate(c, userpoolclient.Context{Operation: userpoolclient.OperationCreate})
	fmt.Println(err)
	// Output:
	// CallbackURLs[0] "https://www.shop.example/cb#home" has a fragment; remove the # and what follows [redirect-fragment]
}

func ExampleCheck() {
	c := &userpoolclient.Config{
		AllowedOAuthFlowsUserPoolClient: aws.Bool(true),
		AllowedOAuthFlows:               []types.OAuthFlowType{types.OAuthFlowTypeImplicit},
		AllowedOAuthScopes:              []string{"email"},
		CallbackURLs:                    []string{"http://www.shop.example/cb"},
	}
	for _, f := range userpoolclient.Check(c, userpoolclient.Context{}) {
		fmt.Println(f.Severity, f.Path(), f.Rule)
	}
	// Output:
	// error CallbackURLs[0] redirect-http
	// warning SupportedIdentityProviders identity-providers-missing
	// warning AllowedOAuthScopes scope-openid-missing
	// advice AllowedOAuthFlows[0] implicit-grant
	// advice LogoutURLs logout-urls-missing
}

// A Context that holds more finds more.
func ExampleCheck_context() {
	c := &userpoolclient.Config{
		WriteAttributes:    []string{"email"},
		ReadAttributes:     []string{"email", "custom:plan"},
		AllowedOAuthScopes: []string{"orders/read"},
	}
	in := userpoolclient.Context{Pool: &userpoolclient.Pool{
		Attributes: []userpoolclient.Attribute{{Name: "custom:tenant"}},
		Scopes:     []string{"orders/write"},
	}}
	for _, f := range userpoolclient.Check(c, in) {
		if f.Severity == userpoolclient.SeverityError {
			fmt.Println(f.Path(), f.Rule)
		}
	}
	// Output:
	// ReadAttributes[1] attribute-not-in-pool
	// AllowedOAuthScopes[0] scope-not-in-pool
}

func ExampleValidate() {
	c := &userpoolclient.Config{
		AccessTokenValidity: aws.Int32(36),
		CallbackURLs:        []string{"https://www.shop.example/cb", "/cb"},
	}
	err := userpoolclient.Validate(c, userpoolclient.Context{})

	var refused *userpoolclient.ValidationError
	if errors.As(err, &refused) {
		for _, f := range refused.Findings {
			fmt.Println(f.Path(), f.Pointer(), f.Rule)
		}
	}
	// Output:
	// AccessTokenValidity /AccessTokenValidity access-token-validity-range
	// CallbackURLs[1] /CallbackURLs/1 redirect-not-absolute
}

func ExampleParse() {
	_, err := userpoolclient.Parse([]byte(`{
		"UserPoolClient": {
			"ClientName": "shop-web",
			"CallbackUrls": ["https://www.shop.example/cb"]
		}
	}`))
	fmt.Println(err)

	var wrong *userpoolclient.ParseError
	if errors.As(err, &wrong) {
		fmt.Println(wrong.Line, wrong.Near)
	}
	// Output:
	// line 4, column 4: unknown key "CallbackUrls" (did you mean "CallbackURLs"?)
	// 4 CallbackURLs
}

func ExampleConfig_SetAccessTokenLifetime() {
	c := new(userpoolclient.Config)
	fmt.Println(c.SetAccessTokenLifetime(90 * time.Minute))
	fmt.Println(*c.AccessTokenValidity, c.TokenValidityUnits.AccessToken)
	fmt.Println(c.SetAccessTokenLifetime(25 * time.Hour))
	// Output:
	// <nil>
	// 90 minutes
	// AccessTokenValidity: a lifetime of 25h0m0s must be a whole number of seconds, 5 minutes to 24 hours
}

func ExampleConfig_RefreshTokenLifetime() {
	c := &userpoolclient.Config{RefreshTokenValidity: aws.Int32(30)}
	fmt.Println(c.RefreshTokenLifetime())

	c.TokenValidityUnits = &userpoolclient.TokenValidityUnits{RefreshToken: types.TimeUnitsTypeHours}
	fmt.Println(c.RefreshTokenLifetime())
	// Output:
	// 720h0m0s true
	// 30h0m0s true
}

func ExampleRuleByID() {
	r, ok := userpoolclient.RuleByID("client-credentials-exclusive")
	fmt.Println(ok, r.Severity, r.Evidence)
	fmt.Println(r.Summary)
	fmt.Println(r.ServiceMessage)
	fmt.Println(r.URL())
	// Output:
	// true error measured
	// The client_credentials flow MUST be the only one in AllowedOAuthFlows.
	// client_credentials flow can not be selected along with code flow or implicit flow.
	// https://github.com/userpoolclient/userpoolclient/blob/main/docs/rules.md#client-credentials-exclusive
}

func ExampleExplain() {
	_, err := userpoolclient.Explain("redirect-fragmnt")
	fmt.Println(err)
	// Output:
	// "redirect-fragmnt" is neither a rule, a field nor an answer of the service (did you mean "redirect-fragment"?)
}

// The oldest surprise of this API: an update that sends one member wipes others.
func ExamplePlan() {
	current := &userpoolclient.Config{
		CallbackURLs: []string{"https://www.shop.example/cb"},
		LogoutURLs:   []string{"https://www.shop.example/"},
	}
	update := &userpoolclient.Config{
		CallbackURLs: []string{"https://www.shop.example/cb", "https://beta.shop.example/cb"},
	}
	for _, c := range userpoolclient.Plan(current, update) {
		fmt.Println(c.Effect, c.Field)
	}
	fmt.Println()
	for _, c := range userpoolclient.Plan(current, userpoolclient.Overlay(current, update)) {
		fmt.Println(c.Effect, c.Field)
	}
	// Output:
	// set CallbackURLs
	// reset LogoutURLs
	//
	// set CallbackURLs
}

// The update to send instead.
func ExampleOverlay() {
	current := &userpoolclient.Config{
		CallbackURLs:         []string{"https://www.shop.example/cb"},
		LogoutURLs:           []string{"https://www.shop.example/"},
		RefreshTokenValidity: aws.Int32(12),
		TokenValidityUnits:   &userpoolclient.TokenValidityUnits{RefreshToken: types.TimeUnitsTypeHours},
	}
	full := userpoolclient.Overlay(current, &userpoolclient.Config{
		CallbackURLs: []string{"https://beta.shop.example/cb"},
	})
	fmt.Println(full.CallbackURLs, full.LogoutURLs)
	fmt.Println(*full.RefreshTokenValidity, full.TokenValidityUnits.RefreshToken)
	// Output:
	// [https://beta.shop.example/cb] [https://www.shop.example/]
	// 12 hours
}

func ExampleSignIn() {
	c := &userpoolclient.Config{
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
			types.ExplicitAuthFlowsTypeAllowUserSrpAuth,
			types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
		},
	}
	for _, way := range userpoolclient.SignIn(c, userpoolclient.Context{Secret: userpoolclient.SecretStatePresent}) {
		if way.API == "InitiateAuth" && way.Allowed == userpoolclient.AnswerYes {
			fmt.Println(way.Flow, way.Sends)
		}
	}
	// Output:
	// USER_SRP_AUTH [ClientId AuthParameters.USERNAME AuthParameters.SRP_A AuthParameters.SECRET_HASH]
	// REFRESH_TOKEN_AUTH [ClientId AuthParameters.REFRESH_TOKEN AuthParameters.SECRET_HASH]
	// REFRESH_TOKEN [ClientId AuthParameters.REFRESH_TOKEN AuthParameters.SECRET_HASH]
}

func ExampleResolve() {
	c := &userpoolclient.Config{
		AccessTokenValidity: aws.Int32(15),
		TokenValidityUnits:  &userpoolclient.TokenValidityUnits{AccessToken: types.TimeUnitsTypeMinutes},
	}
	for _, s := range userpoolclient.Resolve(c, userpoolclient.Context{Operation: userpoolclient.OperationCreate}) {
		switch s.Field {
		case userpoolclient.FieldAccessTokenValidity,
			userpoolclient.FieldRefreshTokenValidity,
			userpoolclient.FieldEnableTokenRevocation:
			fmt.Println(s.Field, s.Value, s.Origin)
		}
	}
	// Output:
	// AccessTokenValidity 15 set
	// RefreshTokenValidity 30 default
	// EnableTokenRevocation true default
}

// What has one right answer mends itself; what could change what users can do is
// left to the caller.
func ExampleSuggestFixes() {
	c := &userpoolclient.Config{
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{"USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"},
		WriteAttributes:   []string{"name", "sub"},
		CallbackURLs:      []string{"http://www.shop.example/cb"},
	}
	var safe []userpoolclient.SuggestedFix
	for _, fix := range userpoolclient.SuggestFixes(c, userpoolclient.Context{}) {
		fmt.Println(fix.Rule, fix.Safe)
		if fix.Safe {
			safe = append(safe, fix)
		}
	}
	fixed, err := userpoolclient.ApplyFixes(c, safe...)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(fixed.ExplicitAuthFlows, fixed.WriteAttributes, fixed.CallbackURLs)
	// Output:
	// write-attribute-read-only true
	// redirect-http false
	// auth-flow-invalid true
	// [ALLOW_USER_SRP_AUTH ALLOW_REFRESH_TOKEN_AUTH] [name] [http://www.shop.example/cb]
}
