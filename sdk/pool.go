package sdk

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/internal/pages"
)

// PoolAPI is what [LoadPool] calls; *cognitoidentityprovider.Client has it.
type PoolAPI interface {
	DescribeUserPool(
		context.Context, *cognitoidentityprovider.DescribeUserPoolInput, ...func(*cognitoidentityprovider.Options),
	) (*cognitoidentityprovider.DescribeUserPoolOutput, error)
	ListIdentityProviders(
		context.Context, *cognitoidentityprovider.ListIdentityProvidersInput, ...func(*cognitoidentityprovider.Options),
	) (*cognitoidentityprovider.ListIdentityProvidersOutput, error)
	ListResourceServers(
		context.Context, *cognitoidentityprovider.ListResourceServersInput, ...func(*cognitoidentityprovider.Options),
	) (*cognitoidentityprovider.ListResourceServersOutput, error)
}

// The largest pages that the service serves.
const (
	identityProvidersPage = 60
	resourceServersPage   = 50
)

// LoadPool reads what the rules about the pool need: its tier, the attributes
// of its schema, the names of its identity providers and the scopes of its
// resource servers, by DescribeUserPool, ListIdentityProviders and
// ListResourceServers, every page. AttributeMappings stay nil, that is, not
// known: each would cost a call of its own.
func LoadPool(ctx context.Context, api PoolAPI, userPoolID string) (*userpoolclient.Pool, error) {
	pool, err := loadPool(ctx, checkedPoolAPI{api}, userPoolID)
	if err != nil {
		return nil, fmt.Errorf("load user pool %s: %w", userPoolID, err)
	}
	return pool, nil
}

func loadPool(ctx context.Context, api PoolAPI, userPoolID string) (*userpoolclient.Pool, error) {
	in := &cognitoidentityprovider.DescribeUserPoolInput{UserPoolId: &userPoolID}
	described, err := api.DescribeUserPool(ctx, in)
	if err != nil {
		return nil, err
	}
	if described.UserPool == nil {
		return nil, errors.New("the response holds no user pool")
	}
	pool := &userpoolclient.Pool{
		Tier:       described.UserPool.UserPoolTier,
		Attributes: make([]userpoolclient.Attribute, 0, len(described.UserPool.SchemaAttributes)),
	}
	for _, a := range described.UserPool.SchemaAttributes {
		pool.Attributes = append(pool.Attributes, userpoolclient.Attribute{
			Name: orZero(a.Name), Required: orZero(a.Required), Mutable: orZero(a.Mutable),
		})
	}
	if pool.IdentityProviders, err = identityProviders(ctx, api, userPoolID); err != nil {
		return nil, err
	}
	pool.Scopes, err = scopes(ctx, api, userPoolID)
	return pool, err
}

// checkedPoolAPI makes what is no answer an error, on which the SDK's paginators
// would panic.
type checkedPoolAPI struct{ api PoolAPI }

func (c checkedPoolAPI) DescribeUserPool(
	ctx context.Context, in *cognitoidentityprovider.DescribeUserPoolInput, o ...func(*cognitoidentityprovider.Options),
) (*cognitoidentityprovider.DescribeUserPoolOutput, error) {
	o = append(o, answeredAs[cognitoidentityprovider.DescribeUserPoolOutput])
	return answered(c.api.DescribeUserPool(ctx, in, o...))
}

func (c checkedPoolAPI) ListIdentityProviders(
	ctx context.Context, in *cognitoidentityprovider.ListIdentityProvidersInput,
	o ...func(*cognitoidentityprovider.Options),
) (*cognitoidentityprovider.ListIdentityProvidersOutput, error) {
	o = append(o, answeredAs[cognitoidentityprovider.ListIdentityProvidersOutput])
	return answered(c.api.ListIdentityProviders(ctx, in, o...))
}

func (c checkedPoolAPI) ListResourceServers(
	ctx context.Context, in *cognitoidentityprovider.ListResourceServersInput, o ...func(*cognitoidentityprovider.Options),
) (*cognitoidentityprovider.ListResourceServersOutput, error) {
	o = append(o, answeredAs[cognitoidentityprovider.ListResourceServersOutput])
	return answered(c.api.ListResourceServers(ctx, in, o...))
}

func identityProviders(ctx context.Context, api PoolAPI, userPoolID string) ([]string, error) {
	names := []string{}
	in := &cognitoidentityprovider.ListIdentityProvidersInput{
		UserPoolId: &userPoolID, MaxResults: new(int32(identityProvidersPage)),
	}
	var watch pages.Watch
	for list := cognitoidentityprovider.NewListIdentityProvidersPaginator(api, in); list.HasMorePages(); {
		page, err := list.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, p := range page.Providers {
			names = append(names, orZero(p.ProviderName))
		}
		if err := watch.Turn(page.NextToken, len(page.Providers)); err != nil {
			return nil, fmt.Errorf("list the identity providers: %w", err)
		}
	}
	return names, nil
}

func scopes(ctx context.Context, api PoolAPI, userPoolID string) ([]string, error) {
	names := []string{}
	in := &cognitoidentityprovider.ListResourceServersInput{
		UserPoolId: &userPoolID, MaxResults: new(int32(resourceServersPage)),
	}
	var watch pages.Watch
	for list := cognitoidentityprovider.NewListResourceServersPaginator(api, in); list.HasMorePages(); {
		page, err := list.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, server := range page.ResourceServers {
			for _, scope := range server.Scopes {
				names = append(names, orZero(server.Identifier)+"/"+orZero(scope.ScopeName))
			}
		}
		if err := watch.Turn(page.NextToken, len(page.ResourceServers)); err != nil {
			return nil, fmt.Errorf("list the resource servers: %w", err)
		}
	}
	return names, nil
}
