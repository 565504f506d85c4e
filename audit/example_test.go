package audit_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/userpoolclient/userpoolclient/audit"
	"github.com/userpoolclient/userpoolclient/cognitotest"
)

// An account with two app clients; [audit.Targets] returns targets of real ones.
func ExampleRun() {
	service := cognitotest.New()
	err := service.Load([]byte(`{"UserPools": [{"Id": "us-east-1_shop", "UserPool": {"PoolName": "shop"}, "UserPoolClients": [
		{"ClientId": "idweb", "ClientName": "web", "EnableTokenRevocation": false},
		{"ClientId": "idapp", "ClientName": "app", "RefreshTokenRotation": {"Feature": "ENABLED"},
		 "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"]}]}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	server := httptest.NewServer(service)
	defer server.Close()
	api := cip.NewFromConfig(aws.Config{Region: "us-east-1", BaseEndpoint: &server.URL,
		Credentials: credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", "secret", "")})

	inventory, err := audit.Run(context.Background(), audit.Options{
		Targets: []audit.Target{{Region: "us-east-1", API: api}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range inventory.Clients {
		fmt.Println(c.PoolID, c.Name, "secret:", c.Secret)
		for _, f := range c.Findings() {
			fmt.Println(" ", f.Severity, f.Rule)
		}
	}
	fmt.Println("complete:", inventory.Complete())
	// Output:
	// us-east-1_shop app secret: absent
	// us-east-1_shop web secret: absent
	//   advice token-revocation-off
	//   advice rotation-missing
	// complete: true
}
