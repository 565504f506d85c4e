// Command validatortags checks a service's own configuration, in which two app
// clients stand, with go-playground/validator.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/go-playground/validator/v10"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/tags"
)

// Service is the configuration of some service of ours.
type Service struct {
	Listen    string                            `validate:"required,hostname_port"`
	Homepage  string                            `validate:"required,cognito_redirect"`
	ExtraURLs []string                          `validate:"omitempty,dive,cognito_redirect"`
	Clients   map[string]*userpoolclient.Config `validate:"required,dive,required"`
}

const config = `{
	"Listen": "localhost:8080",
	"Homepage": "https://shop.a.example/",
	"ExtraURLs": ["https://staging.a.example/cb", "http://shop.a.example/cb"],
	"Clients": {
		"web": {
			"UserPoolId": "eu-central-1_a1B2c3D4e",
			"ClientName": "shop (web)",
			"AllowedOAuthFlowsUserPoolClient": true,
			"AllowedOAuthFlows": ["code"],
			"AllowedOAuthScopes": ["openid", "orders"],
			"CallbackURLs": ["https://shop.a.example/oauth2/callback"],
			"AuthSessionValidity": 3
		},
		"nightly": {
			"UserPoolId": "eu-central-1_a1B2c3D4e",
			"ClientName": "nightly",
			"GenerateSecret": true,
			"AllowedOAuthFlowsUserPoolClient": true,
			"AllowedOAuthFlows": ["client_credentials"],
			"AllowedOAuthScopes": ["orders/read"]
		}
	}
}`

func main() {
	if err := run(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(w io.Writer) error {
	var s Service
	if err := json.Unmarshal([]byte(config), &s); err != nil {
		return err
	}
	v := validator.New(validator.WithRequiredStructEnabled())
	if err := tags.Register(v); err != nil {
		return err
	}
	ctx := tags.NewContext(context.Background(), userpoolclient.Context{Operation: userpoolclient.OperationCreate})
	err := v.StructCtx(ctx, s)

	var failed validator.ValidationErrors
	if !errors.As(err, &failed) {
		return err
	}
	for _, fe := range failed {
		fmt.Fprintf(w, "%s: %s\n", fe.Namespace(), fe.Tag())
		for _, f := range tags.Findings(validator.ValidationErrors{fe}) {
			fmt.Fprintf(w, "    %s [%s]\n", f.Text(), f.Rule)
		}
	}
	return nil
}
