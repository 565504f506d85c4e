package sdk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
)

// smallPages asks for pages of two resource servers.
type smallPages struct {
	*cognitoidentityprovider.Client
}

func (a smallPages) ListResourceServers(ctx context.Context, in *cognitoidentityprovider.ListResourceServersInput,
	options ...func(*cognitoidentityprovider.Options)) (*cognitoidentityprovider.ListResourceServersOutput, error) {
	small := *in
	small.MaxResults = new(int32(2))
	return a.Client.ListResourceServers(ctx, &small, options...)
}

func TestLoadPool(t *testing.T) {
	const providers, servers = 65, 5
	var idps, resources []string
	for i := range providers {
		idps = append(idps, fmt.Sprintf(`{"ProviderName":"Partner%02d","ProviderType":"SAML","ProviderDetails":{}}`, i))
	}
	for i := range servers {
		resources = append(resources, fmt.Sprintf(`{"Identifier":"https://api%d.example.org","Name":"API",`+
			`"Scopes":[{"ScopeName":"read","ScopeDescription":"Read"},{"ScopeName":"write","ScopeDescription":"Write"}]}`, i))
	}
	server := cognitotest.NewServer(t)
	if err := server.Load([]byte(`{"UserPools":[{"Id":"` + poolID + `","UserPool":{"PoolName":"shop","UserPoolTier":"PLUS",
		"Schema":[{"Name":"email","AttributeDataType":"String","Required":true,"Mutable":true},
			{"Name":"department","AttributeDataType":"String","Mutable":true}]},
		"IdentityProviders":[` + strings.Join(idps, ",") + `],
		"ResourceServers":[` + strings.Join(resources, ",") + `]}]}`)); err != nil {
		t.Fatal(err)
	}
	pool, err := LoadPool(t.Context(), smallPages{server.Client()}, poolID)
	if err != nil {
		t.Fatal(err)
	}
	if pool.Tier != types.UserPoolTierTypePlus {
		t.Errorf("tier %s", pool.Tier)
	}
	if n := len(pool.IdentityProviders); n != providers || server.Calls("ListIdentityProviders") != 2 ||
		!slices.Contains(pool.IdentityProviders, "Partner64") {
		t.Errorf("%d providers in %d pages", n, server.Calls("ListIdentityProviders"))
	}
	if n := len(pool.Scopes); n != 2*servers || server.Calls("ListResourceServers") != 3 ||
		!slices.Contains(pool.Scopes, "https://api4.example.org/write") {
		t.Errorf("%d scopes in %d pages: %v", n, server.Calls("ListResourceServers"), pool.Scopes)
	}
	for _, want := range []userpoolclient.Attribute{{Name: "email", Required: true, Mutable: true},
		{Name: "custom:department", Mutable: true}} {
		if !slices.Contains(pool.Attributes, want) {
			t.Errorf("%+v is not in %+v", want, pool.Attributes)
		}
	}
	if pool.AttributeMappings != nil {
		t.Error("the mappings are not known")
	}

	// The rules about the pool now run.
	c := parse(t, `"WriteAttributes":["name","email","custom:departmnt"],`+
		`"AllowedOAuthScopes":["https://api4.example.org/read","https://api5.example.org/read"],`+
		`"SupportedIdentityProviders":["COGNITO","Partner65"]`)
	err = userpoolclient.Validate(c, userpoolclient.Context{Pool: pool})
	var invalid *userpoolclient.ValidationError
	if !errors.As(err, &invalid) || places(invalid.Findings) != "AllowedOAuthScopes[1] scope-not-in-pool; "+
		"SupportedIdentityProviders[1] identity-provider-not-in-pool; WriteAttributes[2] attribute-not-in-pool" {
		t.Errorf("got %v", err)
	}
}

func TestLoadEmptyPool(t *testing.T) {
	server := serve(t, shop)
	pool, err := LoadPool(t.Context(), server.Client(), poolID)
	if err != nil {
		t.Fatal(err)
	}
	if pool.IdentityProviders == nil || pool.Scopes == nil || len(pool.Attributes) < 20 {
		t.Errorf("nothing there is not the same as not known: %+v", pool)
	}
}

func TestLoadPoolFails(t *testing.T) {
	for _, operation := range []string{"DescribeUserPool", "ListIdentityProviders", "ListResourceServers"} {
		server := serve(t, shop)
		server.Fail(operation, 1, &types.NotAuthorizedException{Message: new("no")})
		pool, err := LoadPool(t.Context(), server.Client(), poolID)
		var denied *types.NotAuthorizedException
		if pool != nil || !errors.As(err, &denied) || !strings.Contains(err.Error(), poolID) {
			t.Errorf("%s: %v, %v", operation, pool, err)
		}
	}
}

// A listing answers a list of the service with one page, whichever is asked for.
type listing struct {
	*cognitoidentityprovider.Client
	operation string
	token     func() *string // of the next page
}

func (l *listing) ListIdentityProviders(ctx context.Context, in *cognitoidentityprovider.ListIdentityProvidersInput,
	options ...func(*cognitoidentityprovider.Options)) (*cognitoidentityprovider.ListIdentityProvidersOutput, error) {
	if l.operation == "ListIdentityProviders" {
		return &cognitoidentityprovider.ListIdentityProvidersOutput{NextToken: l.token()}, nil
	}
	return l.Client.ListIdentityProviders(ctx, in, options...)
}

func (l *listing) ListResourceServers(ctx context.Context, in *cognitoidentityprovider.ListResourceServersInput,
	options ...func(*cognitoidentityprovider.Options)) (*cognitoidentityprovider.ListResourceServersOutput, error) {
	if l.operation == "ListResourceServers" {
		return &cognitoidentityprovider.ListResourceServersOutput{NextToken: l.token()}, nil
	}
	return l.Client.ListResourceServers(ctx, in, options...)
}

func (l *listing) ListUserPoolClients(ctx context.Context, in *cognitoidentityprovider.ListUserPoolClientsInput,
	options ...func(*cognitoidentityprovider.Options)) (*cognitoidentityprovider.ListUserPoolClientsOutput, error) {
	if l.operation == "ListUserPoolClients" {
		return &cognitoidentityprovider.ListUserPoolClientsOutput{NextToken: l.token()}, nil
	}
	return l.Client.ListUserPoolClients(ctx, in, options...)
}

func (l *listing) ListUserPoolClientSecrets(
	ctx context.Context, in *cognitoidentityprovider.ListUserPoolClientSecretsInput,
	options ...func(*cognitoidentityprovider.Options),
) (*cognitoidentityprovider.ListUserPoolClientSecretsOutput, error) {
	if l.operation == "ListUserPoolClientSecrets" {
		return &cognitoidentityprovider.ListUserPoolClientSecretsOutput{NextToken: l.token()}, nil
	}
	return l.Client.ListUserPoolClientSecrets(ctx, in, options...)
}

// A list that cannot be read to its end is an error. Taken for whole, a client of a
// name would be created twice, and a scope that the pool has would be rejected.
func TestListsWithoutEnd(t *testing.T) {
	n := 0
	for _, tokens := range []struct {
		reason string
		next   func() *string
	}{
		{"the same page again and again", func() *string { return new("again") }},
		{"two pages in a circle", func() *string { n++; return new(fmt.Sprint(n % 2)) }},
		{"ever new empty pages", func() *string { n++; return new(fmt.Sprint(n)) }},
	} {
		for _, operation := range []string{
			"ListIdentityProviders", "ListResourceServers", "ListUserPoolClients", "ListUserPoolClientSecrets",
		} {
			server := serve(t, shop)
			api := &listing{Client: server.Client(), operation: operation, token: tokens.next}
			var err error
			switch operation {
			case "ListUserPoolClients":
				_, err = Ensure(t.Context(), api, EnsureRequest{
					Config: parse(t, `"UserPoolId":"`+poolID+`","ClientName":"another"`),
				})
			case "ListUserPoolClientSecrets":
				_, err = RotateSecret(t.Context(), api, RotateRequest{
					UserPoolID: poolID, ClientID: clientID, Store: &vault{},
				})
			default:
				_, err = LoadPool(t.Context(), api, poolID)
			}
			if err == nil || !strings.Contains(err.Error(), "there may be more pages") {
				t.Errorf("%s of %s: got %v", tokens.reason, operation, err)
			}
			if server.Calls("CreateUserPoolClient")+server.Calls("AddUserPoolClientSecret") > 0 {
				t.Errorf("%s of %s: something is written", tokens.reason, operation)
			}
		}
	}
}
