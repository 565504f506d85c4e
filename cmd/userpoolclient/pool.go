package main

import (
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
func loadPools(read func(path string) ([]byte, error), paths ...string) (*userpoolclient.Pool, error) {
	pool := new(userpoolclient.Pool)
	for _, path := range paths {
		data, err := read(path)
		if err != nil {
			return nil, err
		}
		part, err := parsePool(data)
		if err != nil {
			return nil, located(path, err)
		}
		join(pool, part)
	}
	return pool, nil
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
		SchemaAttributes []userpoolclient.Attribute
		UserPoolTier     types.UserPoolTierType
	}
	ResourceServers *[]struct {
		Identifier string
		Scopes     []struct{ ScopeName string }
	}
	Providers        *[]struct{ ProviderName string }
	IdentityProvider *struct {
		ProviderName     string
		AttributeMapping map[string]string
	}
	NextToken string
}

// answerKeys are the keys by which an answer is told.
var answerKeys = []string{"UserPool", "ResourceServers", "Providers", "IdentityProvider"}

func parsePool(data []byte) (*userpoolclient.Pool, error) {
	var keys map[string]json.RawMessage
	if json.Unmarshal(data, &keys) != nil {
		return userpoolclient.ParsePool(data) // which says what is wrong, and where
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
	return pool, err
}

func parseAnswer(data []byte) (*userpoolclient.Pool, error) {
	var a answer
	if err := json.Unmarshal(data, &a); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			return nil, fmt.Errorf("%s must not be %s", wrong.Field, wrong.Value)
		}
		return nil, err
	}
	if a.NextToken != "" {
		return nil, errors.New("is not the whole list, as its NextToken tells; " +
			"the AWS CLI prints all of it without --max-results and --no-paginate")
	}
	pool := new(userpoolclient.Pool)
	if p := a.UserPool; p != nil {
		pool.Tier = p.UserPoolTier
		pool.Attributes = append([]userpoolclient.Attribute{}, p.SchemaAttributes...)
	}
	if a.ResourceServers != nil {
		pool.Scopes = []string{}
		for _, server := range *a.ResourceServers {
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
		for _, attribute := range slices.Sorted(maps.Keys(p.AttributeMapping)) {
			pool.AttributeMappings = append(pool.AttributeMappings,
				userpoolclient.AttributeMapping{Provider: p.ProviderName, Attribute: attribute})
		}
	}
	return pool, nil
}
