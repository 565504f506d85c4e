package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/internal/nearest"
)

// loadPools reads what a user pool has from files, each of which tells a part: a
// Pool, or what the AWS CLI prints about one.
func (a *app) loadPools(read func(path string) ([]byte, error), paths ...string) (*userpoolclient.Pool, error) {
	pool := new(userpoolclient.Pool)
	var whole partOfPool
	for _, path := range paths {
		data, err := read(path)
		if err != nil {
			return nil, err
		}
		part, err := parsePool(data)
		if err != nil {
			return nil, located(path, err)
		}
		if part.id != "" && whole.id != "" && part.id != whole.id {
			return nil, fmt.Errorf("%s: is of the user pool %s, and a file before it of %s", displayName(path),
				printable(part.id), printable(whole.id))
		}
		whole.id = cmp.Or(whole.id, part.id)
		join(pool, part.Pool)
	}
	if a.poolIDs == nil {
		a.poolIDs = make(map[*userpoolclient.Pool]string)
	}
	a.poolIDs[pool] = whole.id
	return pool, nil
}

// A partOfPool is what a file tells of a user pool.
type partOfPool struct {
	*userpoolclient.Pool
	id string // "" where it does not say
}

// isOfOther reports whether what is known of a user pool is known of another one than
// that of a client.
func (a *app) isOfOther(pool *userpoolclient.Pool, c *userpoolclient.Config) bool {
	id := a.poolIDs[pool]
	return id != "" && c != nil && c.UserPoolId != nil && *c.UserPoolId != "" && *c.UserPoolId != id
}

// join adds to a pool what a part of it knows.
func join(pool, part *userpoolclient.Pool) {
	if part.Tier != "" {
		pool.Tier = part.Tier
	}
	pool.Attributes = joined(pool.Attributes, part.Attributes)
	pool.IdentityProviders = joined(pool.IdentityProviders, part.IdentityProviders)
	pool.Scopes = joined(pool.Scopes, part.Scopes)
	pool.AttributeMappings = joined(pool.AttributeMappings, part.AttributeMappings)
}

// joined is one list after the other; nil, which is not known, only where both
// are.
func joined[T any](list, more []T) []T {
	if list == nil {
		return more
	}
	return append(list, more...)
}

// answer is what the AWS CLI prints about a user pool: of describe-user-pool, of
// list-resource-servers, of list-identity-providers, of
// describe-identity-provider.
type answer struct {
	UserPool *struct {
		ID               string `json:"Id"`
		SchemaAttributes []userpoolclient.Attribute
		UserPoolTier     types.UserPoolTierType
	}
	ResourceServers *[]struct {
		UserPoolID string `json:"UserPoolId"`
		Identifier string
		Scopes     []struct{ ScopeName string }
	}
	Providers        *[]struct{ ProviderName string }
	IdentityProvider *struct {
		UserPoolID       string `json:"UserPoolId"`
		ProviderName     string
		AttributeMapping map[string]string
	}
	NextToken string
}

// answerKeys are the keys by which an answer is told.
var answerKeys = []string{"UserPool", "ResourceServers", "Providers", "IdentityProvider"}

func parsePool(data []byte) (partOfPool, error) {
	var keys map[string]json.RawMessage
	if json.Unmarshal(data, &keys) != nil {
		pool, err := userpoolclient.ParsePool(data) // which says what is wrong, and where
		return partOfPool{pool, ""}, err
	}
	for _, key := range answerKeys {
		if _, ok := keys[key]; ok {
			return parseAnswer(data)
		}
	}
	pool, err := userpoolclient.ParsePool(data)
	var parse *userpoolclient.ParseError
	if errors.As(err, &parse) && parse.Near == "" && parse.Path == "" {
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			if near := nearest.To(key, answerKeys); near != "" {
				parse.Near = near
			}
		}
	}
	return partOfPool{pool, ""}, err
}

func parseAnswer(data []byte) (partOfPool, error) {
	var a answer
	if err := json.Unmarshal(data, &a); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			return partOfPool{}, fmt.Errorf("%s must not be %s", wrong.Field, wrong.Value)
		}
		return partOfPool{}, err
	}
	if a.NextToken != "" {
		return partOfPool{}, errors.New("is not the whole list, as its NextToken tells; " +
			"the AWS CLI prints all of it without --max-results and --no-paginate")
	}
	pool := partOfPool{Pool: new(userpoolclient.Pool)}
	if p := a.UserPool; p != nil {
		pool.id = p.ID
		pool.Tier = p.UserPoolTier
		pool.Attributes = append([]userpoolclient.Attribute{}, p.SchemaAttributes...)
	}
	if a.ResourceServers != nil {
		pool.Scopes = []string{}
		for _, server := range *a.ResourceServers {
			pool.id = cmp.Or(pool.id, server.UserPoolID)
			for _, scope := range server.Scopes {
				pool.Scopes = append(pool.Scopes, server.Identifier+"/"+scope.ScopeName)
			}
		}
	}
	if a.Providers != nil {
		pool.IdentityProviders = []string{}
		for _, provider := range *a.Providers {
			pool.IdentityProviders = append(pool.IdentityProviders, provider.ProviderName)
		}
	}
	if p := a.IdentityProvider; p != nil {
		pool.id = cmp.Or(pool.id, p.UserPoolID)
		for _, attribute := range slices.Sorted(maps.Keys(p.AttributeMapping)) {
			pool.AttributeMappings = append(pool.AttributeMappings,
				userpoolclient.AttributeMapping{Provider: p.ProviderName, Attribute: attribute})
		}
	}
	return pool, nil
}
