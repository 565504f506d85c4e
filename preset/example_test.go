package preset_test

import (
	"fmt"

	"github.com/userpoolclient/userpoolclient/preset"
)

func ExampleSPA() {
	c, err := preset.SPA{
		Name:      "shop",
		PoolID:    "eu-central-1_a1B2c3D4e",
		Callbacks: []string{"https://shop.example/cb"},
		Logouts:   []string{"https://shop.example/"},
	}.Config()
	fmt.Println(c.AllowedOAuthFlows, c.RefreshTokenRotation.Feature, *c.GenerateSecret, err)
	// Output:
	// [code] ENABLED false <nil>
}

func ExampleError() {
	_, err := preset.Machine{Name: "reports", PoolID: "eu-central-1_a1B2c3D4e", Scopes: []string{"openid"}}.Config()
	fmt.Println(err)
	// Output:
	// AllowedOAuthScopes[0] "openid" is about a user, and client_credentials takes custom scopes only; remove it, and list scopes of a resource server [client-credentials-reserved-scope]
}

func ExampleKind_Reasons() {
	p := preset.Server{Name: "desk", PoolID: "eu-central-1_a1B2c3D4e"}
	c, err := p.Config()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range p.Kind().Reasons(c)[:2] {
		fmt.Println(r.Field, "-", r.Text, "-", r.Rule)
	}
	// Output:
	// GenerateSecret - the service generates a secret; no update can add one - confidential-client-without-secret
	// AccessTokenValidity - the token works until it expires, also after the user was disabled - access-token-long
}
