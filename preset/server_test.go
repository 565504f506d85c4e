package preset

import (
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// makePool makes a pool with the scope api/read and returns its ID.
func makePool(t *testing.T, client *cip.Client) string {
	t.Helper()
	pool, err := client.CreateUserPool(t.Context(), &cip.CreateUserPoolInput{PoolName: new("shop")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = client.CreateResourceServer(t.Context(), &cip.CreateResourceServerInput{
		UserPoolId: pool.UserPool.Id, Identifier: new("api"), Name: new("api"),
		Scopes: []types.ResourceServerScopeType{{ScopeName: new("read"), ScopeDescription: new("read")}},
	}); err != nil {
		t.Fatal(err)
	}
	return *pool.UserPool.Id
}
