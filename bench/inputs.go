package bench

import (
	"fmt"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// ValidJSON is a valid client of the size one meets: 21 members, 50 strings.
const ValidJSON = `{
	"UserPoolId": "eu-central-1_a1B2c3D4e", "ClientId": "1example23456789", "ClientName": "shop web",
	"AccessTokenValidity": 60, "IdTokenValidity": 60, "RefreshTokenValidity": 30,
	"TokenValidityUnits": {"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days"},
	"ReadAttributes": ["address", "birthdate", "email", "email_verified", "family_name", "given_name", "locale", "name", "phone_number", "picture", "updated_at", "custom:department"],
	"WriteAttributes": ["address", "birthdate", "email", "family_name", "given_name", "locale", "name", "phone_number", "picture", "custom:department"],
	"ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
	"SupportedIdentityProviders": ["COGNITO", "Google"],
	"CallbackURLs": ["https://shop.a.example/oauth2/callback", "https://staging.shop.a.example/oauth2/callback", "com.a.shop:/oauth2/callback"],
	"LogoutURLs": ["https://shop.a.example/signed-out", "https://staging.shop.a.example/signed-out"],
	"DefaultRedirectURI": "https://shop.a.example/oauth2/callback",
	"AllowedOAuthFlows": ["code"],
	"AllowedOAuthScopes": ["openid", "email", "profile", "https://api.a.example/orders.read", "https://api.a.example/orders.write", "https://api.a.example/returns.read", "https://api.a.example/returns.write",
		"https://api.a.example/customers.read", "https://api.a.example/customers.write", "https://api.a.example/reports.read"],
	"AllowedOAuthFlowsUserPoolClient": true, "PreventUserExistenceErrors": "ENABLED", "EnableTokenRevocation": true,
	"EnablePropagateAdditionalUserContextData": false, "AuthSessionValidity": 3
}`

// Valid is the configuration of ValidJSON.
func Valid() *userpoolclient.Config {
	c, err := userpoolclient.Parse([]byte(ValidJSON))
	if err != nil {
		panic(err)
	}
	return c
}

// Invalid is Valid with eight violations in it.
func Invalid() *userpoolclient.Config {
	c := Valid()
	c.ClientName = ptr("shop: web")
	c.AccessTokenValidity = ptr[int32](4)
	c.CallbackURLs = []string{"https://shop.a.example/#/cb", "http://shop.a.example",
		"https://shop.a.example/oauth2/callback"}
	c.LogoutURLs = []string{"/out"}
	c.AllowedOAuthScopes = []string{"openid", "orders"}
	c.ReadAttributes = append(c.ReadAttributes, "department")
	c.WriteAttributes = append(c.WriteAttributes, "sub")
	return c
}

// WorstScale is how many callback and logout URLs a request can hold.
const WorstScale = 100

// Worst is valid and as large as a request can be at scale 100: that many
// callback and logout URLs of 1024 characters, and twenty times as many
// attributes to read and to write.
func Worst(scale int) *userpoolclient.Config {
	c := Valid()
	c.CallbackURLs, c.LogoutURLs = make([]string, scale), make([]string, scale)
	for i := range scale {
		head := fmt.Sprintf("https://a.example/%d/", i)
		c.CallbackURLs[i] = head + strings.Repeat("a", 1024-len(head))
		c.LogoutURLs[i] = head + strings.Repeat("b", 1024-len(head))
	}
	c.DefaultRedirectURI = &c.CallbackURLs[scale-1]
	c.ReadAttributes, c.WriteAttributes = make([]string, 20*scale), make([]string, 20*scale)
	for i := range 20 * scale {
		c.ReadAttributes[i] = fmt.Sprintf("custom:attribute_%d", i)
		c.WriteAttributes[i] = fmt.Sprintf("custom:attribute_%d", i)
	}
	return c
}

// stringsOf is every string in a configuration.
func stringsOf(c *userpoolclient.Config) []string {
	all := []string{*c.UserPoolId, *c.ClientId, *c.ClientName, *c.DefaultRedirectURI,
		string(c.PreventUserExistenceErrors),
		string(c.TokenValidityUnits.AccessToken), string(c.TokenValidityUnits.IdToken),
		string(c.TokenValidityUnits.RefreshToken)}
	for _, list := range [][]string{c.ReadAttributes, c.WriteAttributes, c.SupportedIdentityProviders, c.CallbackURLs,
		c.LogoutURLs, c.AllowedOAuthScopes} {
		all = append(all, list...)
	}
	for _, f := range c.ExplicitAuthFlows {
		all = append(all, string(f))
	}
	for _, f := range c.AllowedOAuthFlows {
		all = append(all, string(f))
	}
	return all
}

func ptr[T any](v T) *T { return &v }
