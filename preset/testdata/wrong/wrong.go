// Command wrong does not compile: see TestDoesNotCompile.
package main

import (
	"time"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/preset"
)

func main() {
	_ = preset.SPA{Name: "shop", PoolID: "eu-central-1_a1B2c3D4e", Callbacks: []string{"https://shop.example/cb"}}
	_ = preset.SPA{Secret: userpoolclient.NewSecret("0123456789abcdefghijklmnop")}    // ERROR unknown field Secret
	_ = preset.SPA{GenerateSecret: true}                                              // ERROR unknown field GenerateSecret
	_ = preset.Native{ClientSecret: userpoolclient.NewSecret("0123456789abcdefghij")} // ERROR unknown field ClientSecret
	_ = preset.Web{Flows: []string{"implicit"}}                                       // ERROR unknown field Flows
	_ = preset.Server{Callbacks: []string{"https://shop.example/cb"}}                 // ERROR unknown field Callbacks
	_ = preset.Machine{Callbacks: []string{"https://shop.example/cb"}}                // ERROR unknown field Callbacks
	_ = preset.Machine{RefreshTokenLifetime: time.Hour}                               // ERROR unknown field RefreshTokenLifetime
	_ = preset.MachineToken{Providers: []string{"COGNITO"}}                           // ERROR unknown field Providers
	_ = preset.SPA{AccessTokenLifetime: "15m"}                                        // ERROR cannot use "15m"
}
