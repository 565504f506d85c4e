package terraform

import (
	"slices"
	"strings"
	"sync"

	"github.com/userpoolclient/userpoolclient"
)

// The resource types that matter here.
const (
	typeClient   = "aws_cognito_user_pool_client"
	typeManaged  = "aws_cognito_managed_user_pool_client"
	typeControl  = "awscc_cognito_user_pool_client"
	typePool     = "aws_cognito_user_pool"
	typeServer   = "aws_cognito_resource_server"
	typeProvider = "aws_cognito_identity_provider"
)

// isRelevant reports whether resources of a type are looked at.
func isRelevant(typ string) bool {
	return isClient(typ) || typ == typePool || typ == typeServer || typ == typeProvider
}

func isClient(typ string) bool { return typ == typeClient || typ == typeManaged || typ == typeControl }

// blocksOf are the types of the blocks of a resource that are read.
func blocksOf(typ string) map[string]bool {
	switch typ {
	case typeClient, typeManaged:
		return clientBlocks()
	case typePool:
		return map[string]bool{"schema": true}
	case typeServer:
		return map[string]bool{"scope": true}
	}
	return map[string]bool{}
}

// clientBlocks are the structures of an app client.
var clientBlocks = sync.OnceValue(func() map[string]bool {
	all := make(map[string]bool)
	for _, f := range userpoolclient.Fields() {
		if block, _, nested := strings.Cut(f.Terraform, "."); nested {
			all[block] = true
		}
	}
	return all
})

// isSetOf reports whether an argument is a set of strings.
func isSetOf(typ, name string) bool {
	if typ != typeClient && typ != typeManaged {
		return false
	}
	return slices.Contains([]string{
		"allowed_oauth_flows", "allowed_oauth_scopes", "callback_urls", "explicit_auth_flows", "logout_urls",
		"read_attributes", "supported_identity_providers", "write_attributes",
	}, name)
}

// computed are the names of what a provider computes, of the types that matter.
func computed(typ string) []string {
	switch typ {
	case typePool:
		return []string{
			"id", "arn", "name", "endpoint", "domain", "custom_domain", "creation_date", "last_modified_date",
			"estimated_number_of_users",
		}
	case typeClient, typeManaged:
		return []string{"id", "client_secret", "name", "user_pool_id"}
	case typeServer:
		return []string{"id", "scope_identifiers", "identifier", "name"}
	}
	return []string{"id", "arn", "name"}
}
