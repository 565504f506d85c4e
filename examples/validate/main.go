// Command validate checks an app client before it is created: it prints what
// Cognito would refuse, then everything else worth knowing.
package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

func main() {
	if err := validate(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func validate(w io.Writer) error {
	//userpoolclient:ignore scope-openid-missing the example shows what is found
	client := &userpoolclient.Config{
		UserPoolId:                      aws.String("eu-central-1_Kq3vXw9Zt"),
		ClientName:                      aws.String("shop-web"),
		AllowedOAuthFlowsUserPoolClient: aws.Bool(true),
		AllowedOAuthFlows:               []types.OAuthFlowType{types.OAuthFlowTypeCode},
		AllowedOAuthScopes:              []string{"email"},
		SupportedIdentityProviders:      []string{"COGNITO"},
		CallbackURLs:                    []string{"https://www.shop.example/cb", "http://www.shop.example/cb"},
		LogoutURLs:                      []string{"https://www.shop.example/"},
		WriteAttributes:                 []string{"email", "name"},
	}
	in := userpoolclient.Context{Operation: userpoolclient.OperationCreate, Kind: userpoolclient.KindSPA}

	fmt.Fprintln(w, "Validate returns what would be refused:")
	err := userpoolclient.Validate(client, in)
	var first *userpoolclient.Finding
	if !errors.As(err, &first) {
		return fmt.Errorf("nothing was found: %w", err)
	}
	fmt.Fprintf(w, "  %v\n", err)
	fmt.Fprintf(w, "  field %s, element %d, rule %s\n", first.Field, first.Index, first.Rule)

	fmt.Fprintln(w, "\nCheck returns everything:")
	for _, f := range userpoolclient.Check(client, in) {
		fmt.Fprintf(w, "  %s: %s %s\n", f.Severity, f.Path(), f.Text())
	}

	client.CallbackURLs = client.CallbackURLs[:1]
	fmt.Fprintln(w, "\nmended:", userpoolclient.Validate(client, in))
	return nil
}
