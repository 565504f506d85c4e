package sdk

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
)

func TestCachePools(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		service := cognitotest.New()
		load(t, service, shop)
		pools := CachePools(inMemory(service), time.Minute)
		loads := func() int { return asked(t, service, "DescribeUserPool") }
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				if pool, err := pools(t.Context(), poolID); err != nil || len(pool.Attributes) == 0 {
					t.Errorf("%v, %v", pool, err)
				}
			})
		}
		wg.Wait()
		if n := loads(); n != 1 {
			t.Errorf("loaded %d times by 20 at once", n)
		}
		if _, err := pools(withoutCache(t.Context()), poolID); err != nil || loads() != 2 {
			t.Errorf("loaded %d times, %v", loads(), err)
		}
		time.Sleep(time.Minute)
		if _, err := pools(t.Context(), poolID); err != nil || loads() != 3 {
			t.Errorf("loaded %d times when its time was over, %v", loads(), err)
		}
		service.Fail("DescribeUserPool", 1, &types.NotAuthorizedException{Message: new("no")})
		time.Sleep(time.Minute)
		if _, err := pools(t.Context(), poolID); err == nil || !strings.Contains(err.Error(), poolID) {
			t.Errorf("got %v", err)
		}
		if _, err := pools(t.Context(), poolID); err != nil || loads() != 5 {
			t.Errorf("a failure is kept: %v", err)
		}
	})
}

func TestCachePoolsForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &poolCache{api: mockPoolAPI{}, keep: time.Minute}
		for i := range 200 {
			if _, err := c.pool(t.Context(), strings.Repeat("x", i)); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Second)
		}
		if n := len(c.byID); n > 61 || n < 50 {
			t.Errorf("%d pools are kept", n)
		}
	})
}

// toProvider lets users of a provider in.
func toProvider(name string) *cognitoidentityprovider.CreateUserPoolClientInput {
	return &cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId: new(poolID), ClientName: new("new"), SupportedIdentityProviders: []string{name},
	}
}

// The rules about the pool hold where the guard knows the pool.
func TestGuardKnowsThePool(t *testing.T) {
	down := errors.New("down")
	fixed := func(pool *userpoolclient.Pool, err error) func(context.Context, string) (*userpoolclient.Pool, error) {
		return func(context.Context, string) (*userpoolclient.Pool, error) { return pool, err }
	}
	for _, tt := range []struct {
		why  string
		pool func(context.Context, string) (*userpoolclient.Pool, error)
		rule string // that stops the request; "" where it is sent
		err  error
	}{
		{"it is not asked for", nil, "", nil},
		{"it is not known", fixed(nil, nil), "", nil},
		{"it lacks the provider", fixed(&userpoolclient.Pool{IdentityProviders: []string{}}, nil),
			"identity-provider-not-in-pool", nil},
		{"it cannot be loaded", fixed(nil, down), "", down},
	} {
		t.Run(tt.why, func(t *testing.T) {
			server := serve(t, shop)
			found := 0
			client := server.Client(Guard(GuardOptions{Pool: tt.pool, OnFinding: func(f userpoolclient.Finding) {
				if f.Rule == "user-existence-errors-legacy" {
					found++
				}
			}}))
			_, err := client.CreateUserPoolClient(t.Context(), toProvider("Google"))
			var invalid *userpoolclient.ValidationError
			if got := errors.As(err, &invalid); got != (tt.rule != "") || got && invalid.Findings[0].Rule != tt.rule {
				t.Errorf("got %v", err)
			}
			if tt.err != nil && !errors.Is(err, tt.err) {
				t.Errorf("got %v", err)
			}
			stopped := tt.rule != "" || tt.err != nil
			if n := server.Calls(createOperation); (n == 0) != stopped {
				t.Errorf("%d requests", n)
			}
			if want := 1; tt.err == nil && found != want {
				t.Errorf("the advice is given %d times", found)
			}
		})
	}
}

// What the pool has got since it was loaded is no reason to reject a request.
func TestGuardLoadsThePoolAgain(t *testing.T) {
	server := serve(t, shop)
	plain := server.Client()
	client := server.Client(Guard(GuardOptions{Pool: CachePools(plain, time.Hour)}))
	if _, err := client.CreateUserPoolClient(t.Context(), toProvider("COGNITO")); err != nil {
		t.Fatal(err)
	}
	if _, err := plain.CreateIdentityProvider(t.Context(), &cognitoidentityprovider.CreateIdentityProviderInput{
		UserPoolId: new(poolID), ProviderName: new("Partner"), ProviderType: "SAML",
		ProviderDetails: map[string]string{"MetadataURL": "https://partner.example.org/saml"},
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.CreateUserPoolClient(t.Context(), toProvider("Partner")); err != nil {
		t.Errorf("got %v", err)
	}
	if n := server.Calls("DescribeUserPool"); n != 2 {
		t.Errorf("loaded %d times", n)
	}
}
