package cognitotest_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
)

// An update that means to change one thing loses the others, here as on AWS.
func ExampleNew() {
	service := cognitotest.New()
	defer service.Close()
	if err := service.Load([]byte(`{"UserPools": [{
		"Id": "us-east-1_a1B2c3D4e", "UserPool": {"PoolName": "shop"},
		"UserPoolClients": [{"ClientId": "4f0example", "ClientName": "web", "CallbackURLs": ["https://shop.example/cb"]}]
	}]}`)); err != nil {
		fmt.Println(err)
		return
	}
	server := httptest.NewServer(service) // in a test, NewServer does all of this
	defer server.Close()
	client := cognitoidentityprovider.New(cognitoidentityprovider.Options{
		Region: "us-east-1", BaseEndpoint: &server.URL,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "any", SecretAccessKey: "any"}, nil
		}),
	})

	out, err := client.UpdateUserPoolClient(context.Background(), &cognitoidentityprovider.UpdateUserPoolClientInput{
		UserPoolId: aws.String("us-east-1_a1B2c3D4e"), ClientId: aws.String("4f0example"),
		RefreshTokenValidity: 60,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(out.UserPoolClient.RefreshTokenValidity, "days")
	fmt.Println(len(out.UserPoolClient.CallbackURLs), "callback URLs")
	// Output:
	// 60 days
	// 0 callback URLs
}

// An infrastructure test: the template must not change what the client allows.
func ExampleRequireUnchanged() {
	t := new(example) // in a test, the test's own t
	now, _ := userpoolclient.Parse([]byte(`{"ClientName": "web", "CallbackURLs": ["https://shop.example/cb"]}`))
	template, _ := userpoolclient.Parse([]byte(`{"ClientName": "web", "CallbackURLs": ["https://shop.example/login"]}`))
	cognitotest.RequireUnchanged(t, now, template)
	// Output:
	// the update makes 1 change:
	//   set: CallbackURLs, https://shop.example/cb → https://shop.example/login
}

// example stands for the t of a test.
type example struct{ testing.TB }

func (*example) Helper()                           {}
func (*example) Fatal(args ...any)                 { fmt.Println(args...) }
func (*example) Fatalf(format string, args ...any) { fmt.Printf(format+"\n", args...) }
