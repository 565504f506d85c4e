package viapreset

import (
	"time"

	"github.com/userpoolclient/userpoolclient/preset"
)

func clients() {
	_, _ = preset.SPA{
		Name:      "shop: web",                              // a colon // want `ClientName.*client-name-pattern\]`
		PoolID:    "a1B2c3D4e",                              // no Region // want `user-pool-id-pattern\]`
		Callbacks: []string{"http://shop.example/cb"},       // plain http // want `CallbackURLs\[0\].*redirect-http\]`
		Scopes:    []string{"openid", "orders"},             // no resource server // want `AllowedOAuthScopes\[1\].*scope-format\]`
		Providers: []string{"COGNITO", "GOOGLE"},            // Google // want `identity-provider-case\]`
		Logouts:   []string{"https://shop.example/ signed"}, // a space // want `LogoutURLs\[0\].*redirect-characters\]`
	}.Config()
	_, _ = preset.SPA{Name: "shop", Callbacks: []string{"https://shop.example/cb"}, AccessLifetime: time.Hour}.Config() // ok: what the preset adds is not judged
	_, _ = preset.SPA{}.Config()                                                                                        // ok: the preset itself says what is missing
}
