// Package silent holds app clients that must not be reported. The reason stands
// on the line of each literal, after ok.
package silent

import (
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

type create = cognitoidentityprovider.CreateUserPoolClientInput

const pool, name = "eu-central-1_a1B2c3D4e", "shop"

// Exported variables can be set by other packages.
var (
	Callbacks = []string{"http://shop.example/cb"}
	Name      = "shop: web"
)

var changed = []string{"http://shop.example/cb"}

func init() { changed[0] = os.Getenv("CALLBACK") }

// Right clients.
var (
	_ = create{UserPoolId: aws.String(pool), ClientName: aws.String(name)} // ok: all that a create must set
	_ = create{                                                            // ok: a client for the hosted pages
		UserPoolId: aws.String(pool), ClientName: aws.String(name),
		AllowedOAuthFlowsUserPoolClient: true,
		AllowedOAuthFlows:               []types.OAuthFlowType{types.OAuthFlowTypeCode},
		AllowedOAuthScopes:              []string{"openid", "email"},
		SupportedIdentityProviders:      []string{"COGNITO", "Google"},
		CallbackURLs:                    []string{"https://shop.example/cb", "http://localhost:3000/cb", "com.example.shop:/cb"},
		LogoutURLs:                      []string{"https://shop.example/"},
		DefaultRedirectURI:              aws.String("https://shop.example/cb"),
	}
	_ = create{ // ok: a machine with its secret
		UserPoolId: aws.String(pool), ClientName: aws.String(name), GenerateSecret: true,
		AllowedOAuthFlowsUserPoolClient: true,
		AllowedOAuthFlows:               []types.OAuthFlowType{types.OAuthFlowTypeClientCredentials},
		AllowedOAuthScopes:              []string{"api/read"},
	}
	_ = create{ // ok: a zero that the SDK does not send is omitted
		UserPoolId: aws.String(pool), ClientName: aws.String(name), RefreshTokenValidity: 0,
	}
	_ = create{ // ok: an enum that is empty is omitted
		UserPoolId: aws.String(pool), ClientName: aws.String(name), PreventUserExistenceErrors: "",
	}
	_ = create{ // ok: 30 minutes, by the unit beside it
		UserPoolId: aws.String(pool), ClientName: aws.String(name), AccessTokenValidity: aws.Int32(30),
		TokenValidityUnits: &types.TokenValidityUnitsType{AccessToken: types.TimeUnitsTypeMinutes},
	}
	_ = create{ // ok: rotation without the refresh flow
		UserPoolId: aws.String(pool), ClientName: aws.String(name),
		ExplicitAuthFlows:    []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserSrpAuth},
		RefreshTokenRotation: &types.RefreshTokenRotationType{Feature: types.FeatureTypeEnabled, RetryGracePeriodSeconds: aws.Int32(10)},
	}
	_ = userpoolclient.Config{}                                                             // ok: a configuration need not be whole
	_ = userpoolclient.Config{ClientSecret: new(userpoolclient.NewSecret("0123456789"))}    // ok: no operation is planned, and only a create takes a secret
	_ = userpoolclient.Config{UserPoolId: nil, CallbackURLs: nil}                           // ok: nil is omitted
	_ = types.UserPoolClientType{CallbackURLs: []string{"http://shop.example/cb"}}          // ok: what Cognito answers is not judged
	_ = cognitoidentityprovider.CreateUserPoolInput{PoolName: aws.String("shop: the pool")} // ok: a pool is no client
)

// Values that are not constant.

func values(n string, p *string, urls []string, flow types.OAuthFlowType, count int32, ready bool) {
	_ = create{UserPoolId: aws.String(pool), ClientName: aws.String(n)}                                     // ok: an argument behind aws.String
	_ = create{UserPoolId: aws.String(pool), ClientName: p}                                                 // ok: a pointer that may be nil or not
	_ = create{UserPoolId: aws.String(pool), ClientName: aws.String(fmt.Sprintf("shop: %s", n))}            // ok: a call
	_ = create{UserPoolId: aws.String(pool), ClientName: aws.String(os.Getenv("NAME"))}                     // ok: the environment
	_ = create{UserPoolId: aws.String(pool), ClientName: aws.String(Name)}                                  // ok: other packages may set an exported variable
	_ = create{UserPoolId: aws.String(pool), ClientName: aws.String(name), AuthSessionValidity: &count}     // ok: a number
	_ = create{UserPoolId: aws.String(pool), ClientName: aws.String(name), RefreshTokenValidity: count - 1} // ok: a number that is computed
	_ = create{                                                                                             // ok: flows and callbacks may be what the scopes need
		UserPoolId: aws.String(pool), ClientName: aws.String(name), AllowedOAuthFlowsUserPoolClient: ready,
		AllowedOAuthFlows: []types.OAuthFlowType{flow}, AllowedOAuthScopes: []string{"openid"}, CallbackURLs: urls,
		SupportedIdentityProviders: urls,
	}
	_ = create{ // ok: both may be nil, or one
		UserPoolId: aws.String(pool), ClientName: aws.String(name), GenerateSecret: ready, ClientSecret: p,
	}
	_ = create{ // ok: pointers that may be nil do not stand together
		UserPoolId: aws.String(pool), ClientName: aws.String(name),
		AnalyticsConfiguration: &types.AnalyticsConfigurationType{ApplicationArn: p, ApplicationId: p, RoleArn: p, ExternalId: p},
	}
	_ = create{ // ok: the default redirect may be the callback that is not known
		UserPoolId: aws.String(pool), ClientName: aws.String(name), AllowedOAuthFlowsUserPoolClient: true,
		AllowedOAuthFlows: []types.OAuthFlowType{"code"}, AllowedOAuthScopes: []string{"openid"},
		SupportedIdentityProviders: []string{"COGNITO"},
		CallbackURLs:               []string{"https://shop.example/cb", n},
		DefaultRedirectURI:         aws.String("https://shop.example/other"),
	}
	_ = create{ // ok: the unit is not known
		UserPoolId: aws.String(pool), ClientName: aws.String(name), AccessTokenValidity: aws.Int32(1000),
		TokenValidityUnits: &types.TokenValidityUnitsType{AccessToken: types.TimeUnitsType(n)},
	}
	_ = create{ // ok: a list with keys
		UserPoolId: aws.String(pool), ClientName: aws.String(name), WriteAttributes: []string{1: "sub"},
	}
}

// Variables that something changes.

func variables(ready bool) {
	name := "shop: web"
	if ready {
		name = "shop: app"
	}
	list := []string{"sub"}
	list[0] = "name"
	sorted := []string{"sub", "sub"}
	sort.Strings(sorted)
	scanned := "shop: web"
	fmt.Sscan("shop", &scanned)
	var later string
	later = os.Getenv("NAME")
	units := types.TokenValidityUnitsType{AccessToken: "days"}
	units.AccessToken = "hours"
	for _, each := range []string{"shop: web"} {
		_ = create{UserPoolId: aws.String(pool), ClientName: &each} // ok: the variable of a loop
	}
	_ = create{UserPoolId: aws.String(pool), ClientName: &name}                                  // ok: a variable that is set twice
	_ = create{UserPoolId: aws.String(pool), ClientName: &scanned}                               // ok: its address is handed to a function
	_ = create{UserPoolId: aws.String(pool), ClientName: &later}                                 // ok: set after its declaration
	_ = create{UserPoolId: aws.String(pool), ClientName: aws.String("a"), WriteAttributes: list} // ok: an element is set
	_ = userpoolclient.Config{WriteAttributes: sorted}                                           // ok: another function may change it
	_ = userpoolclient.Config{WriteAttributes: changed}                                          // ok: a variable of the package that is changed in init
	_ = create{                                                                                  // ok: an exported variable, and the switch is on
		UserPoolId: aws.String(pool), ClientName: aws.String("shop"), AllowedOAuthFlowsUserPoolClient: true,
		AllowedOAuthFlows: []types.OAuthFlowType{"code"}, AllowedOAuthScopes: []string{"openid"},
		SupportedIdentityProviders: []string{"COGNITO"}, CallbackURLs: Callbacks,
	}
	_ = create{ // ok: a member of the structure is set later
		UserPoolId: aws.String(pool), ClientName: aws.String("shop"), AccessTokenValidity: aws.Int32(2), TokenValidityUnits: &units,
	}
}

// Helpers that are not what they seem.

func omitEmpty(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func prefixed(s string) *string { return new("shop " + s) }

func helpers() {
	_ = userpoolclient.Config{ClientName: omitEmpty("")}       // ok: the helper returns nil for it
	_ = userpoolclient.Config{ClientName: prefixed("shop: x")} // ok: a helper that makes another value
}

// Members that are assigned later.

func later(ready bool, urls []string) []*create {
	a := &create{UserPoolId: aws.String(pool)} // ok: the name is set
	a.ClientName = aws.String(name)
	b := &create{ // ok: the switch is set if need be
		UserPoolId: aws.String(pool), ClientName: aws.String(name), CallbackURLs: urls,
	}
	if ready {
		b.AllowedOAuthFlowsUserPoolClient = true
	}
	c := &create{ // ok: the list is replaced
		UserPoolId: aws.String(pool), ClientName: aws.String(name), WriteAttributes: []string{"sub"},
	}
	c.WriteAttributes = c.WriteAttributes[1:]
	d := &create{ // ok: the element is replaced
		UserPoolId: aws.String(pool), ClientName: aws.String(name), WriteAttributes: []string{"sub"},
	}
	d.WriteAttributes[0] = "name"
	e := &create{ // ok: the unit is set
		UserPoolId: aws.String(pool), ClientName: aws.String(name), AccessTokenValidity: aws.Int32(30), TokenValidityUnits: &types.TokenValidityUnitsType{},
	}
	e.TokenValidityUnits.AccessToken = types.TimeUnitsTypeMinutes
	f := &create{} // ok: all of it comes from JSON
	if err := json.Unmarshal([]byte(os.Getenv("CLIENT")), f); err != nil {
		return nil
	}
	g := &create{WriteAttributes: []string{"sub"}} // ok: a function that may change it
	fill(g)
	h := create{WriteAttributes: []string{"sub"}} // ok: a function value that may change it
	change := func(in *create) { in.WriteAttributes = nil }
	change(&h)
	i := &create{UserPoolId: aws.String(pool), ClientName: aws.String(name), WriteAttributes: []string{"sub"}} // ok: another name for the same client
	same := i
	same.WriteAttributes = nil
	j := userpoolclient.Config{RefreshTokenValidity: new(int32(0))} // ok: a method sets the lifetime
	if err := j.SetRefreshTokenLifetime(24 * time.Hour); err != nil {
		return nil
	}
	k := userpoolclient.Config{WriteAttributes: []string{"sub"}} // ok: Set may set everything
	if err := k.Set(userpoolclient.FieldWriteAttributes, nil); err != nil {
		return nil
	}
	l := create{WriteAttributes: []string{"sub"}} // ok: the whole is replaced
	p := &l
	*p = create{UserPoolId: aws.String(pool), ClientName: aws.String(name)} // ok: nothing is wrong
	return []*create{a, b, c, d, e, f, g, &h, i, &l}
}

func fill(in *create) {
	in.UserPoolId, in.ClientName, in.WriteAttributes = aws.String(pool), aws.String(name), []string{"name"}
}

// What is omitted may be set elsewhere.

func Returned() *create {
	return &create{UserPoolId: aws.String(pool)} // ok: callers may set the name
}

func result() (in *create) {
	in = &create{UserPoolId: aws.String(pool)} // ok: the result has a name, and callers may set the client's
	return
}

type holder struct{ in *create }

var (
	_     = holder{in: &create{UserPoolId: aws.String(pool)}}           // ok: held by a struct that others may change
	_     = map[string]create{"a": {UserPoolId: aws.String(pool)}}      // ok: held by a map
	table = append([]create(nil), create{UserPoolId: aws.String(pool)}) // ok: held by a list
	Base  = create{UserPoolId: aws.String(pool)}                        // ok: exported
	_     = userpoolclient.Context{Current: &userpoolclient.Config{}}   // ok: a client that is there
	_     = userpoolclient.Overlay(nil, &userpoolclient.Config{         // ok: what changes, not the whole
		CallbackURLs: []string{"https://shop.example/cb"},
	})
)

// Fields that the program itself marks.

func marked(urls []userpoolclient.Field) {
	_ = userpoolclient.Config{ // ok: it says that the callbacks are set
		AllowedOAuthFlowsUserPoolClient: new(true), AllowedOAuthFlows: []types.OAuthFlowType{"code"},
		AllowedOAuthScopes: []string{"openid"}, SupportedIdentityProviders: []string{"COGNITO"},
		Unknown: []userpoolclient.Field{userpoolclient.FieldCallbackURLs},
	}
	_ = userpoolclient.Config{ // ok: it says that the callbacks may be set
		AllowedOAuthFlowsUserPoolClient: new(true), AllowedOAuthFlows: []types.OAuthFlowType{"code"},
		AllowedOAuthScopes: []string{"openid"}, SupportedIdentityProviders: []string{"COGNITO"},
		MaybeSet: []userpoolclient.Field{"CallbackURLs"},
	}
	_ = userpoolclient.Config{WriteAttributes: []string{"sub"}, Unknown: urls}                            // ok: which fields are marked is not known
	_ = userpoolclient.Config{WriteAttributes: []string{"sub"}, Unknown: []userpoolclient.Field{urls[0]}} // ok: nor is it here
	letter := 'A'
	_ = userpoolclient.Config{ // ok: nor is it here, where a rune is converted
		WriteAttributes: []string{"sub"}, Unknown: []userpoolclient.Field{userpoolclient.Field(letter)},
	}
	c := userpoolclient.Config{WriteAttributes: []string{"sub"}} // ok: marked later
	c.Unknown = append(c.Unknown, userpoolclient.FieldWriteAttributes)
}

// Zero values.

func zero(ready bool) (create, error) {
	if !ready {
		return create{}, os.ErrInvalid // ok: no client at all
	}
	var in create // ok: filled from elsewhere
	fill(&in)
	return in, nil
}

var _ = result
