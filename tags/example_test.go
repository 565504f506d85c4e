package tags_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/go-playground/validator/v10"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/tags"
)

// An app client somewhere in a program's own configuration is validated with
// everything else, and so is a field that becomes a part of one.
func ExampleRegister() {
	v := validator.New(validator.WithRequiredStructEnabled())
	if err := tags.Register(v); err != nil { // before the first validation
		fmt.Println(err)
		return
	}
	type service struct {
		Homepage string `validate:"required,cognito_redirect"`
		Web      *userpoolclient.Config
	}
	err := v.Struct(service{
		Homepage: "http://shop.example/",
		Web:      &userpoolclient.Config{AllowedOAuthScopes: []string{"openid", "orders"}},
	})

	var failed validator.ValidationErrors
	errors.As(err, &failed)
	for _, fe := range failed {
		fmt.Println(fe.Namespace(), fe.ActualTag())
	}
	// Output:
	// service.Homepage redirect-http
	// service.Web.AllowedOAuthScopes[1] scope-format
}

// What a rule must know beside the client comes with the context.
func ExampleNewContext() {
	v := validator.New()
	if err := tags.Register(v); err != nil {
		fmt.Println(err)
		return
	}
	client := userpoolclient.Config{AllowedOAuthScopes: []string{"orders/read"}}
	ctx := tags.NewContext(context.Background(), userpoolclient.Context{
		Pool: &userpoolclient.Pool{Scopes: []string{"orders/write"}},
	})
	for _, f := range tags.Findings(v.StructCtx(ctx, client)) {
		fmt.Println(f.Path(), f.Rule)
	}
	// Output:
	// AllowedOAuthScopes[0] scope-not-in-pool
}
