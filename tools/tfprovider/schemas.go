package main

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The schemas follow the documentation of the providers: what is computed there
// is computed here.
// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cognito_user_pool_client
// https://registry.terraform.io/providers/hashicorp/awscc/latest/docs/resources/cognito_user_pool_client
var awsResources = map[string]schema.Schema{
	"aws_cognito_user_pool_client": client(map[string]schema.Attribute{"name": required()}),
	"aws_cognito_managed_user_pool_client": client(map[string]schema.Attribute{
		"name": computed(), "name_prefix": optional(), "name_pattern": optional(),
	}),
	"aws_cognito_user_pool": {
		Attributes: map[string]schema.Attribute{
			"id": computed(), "arn": computed(), "endpoint": computed(), "name": required(),
			"user_pool_tier": text(), "alias_attributes": set(false), "deletion_protection": optional(),
		},
		Blocks: map[string]schema.Block{"schema": schema.SetNestedBlock{NestedObject: schema.NestedBlockObject{
			Attributes: map[string]schema.Attribute{
				"name": required(), "attribute_data_type": required(), "mutable": flag(), "required": flag(),
				"developer_only_attribute": flag(),
			},
		}}},
	},
	"aws_cognito_resource_server": {
		Attributes: map[string]schema.Attribute{
			"id": computed(), "identifier": required(), "name": required(), "user_pool_id": required(),
			"scope_identifiers": schema.ListAttribute{ElementType: types.StringType, Computed: true},
		},
		Blocks: map[string]schema.Block{"scope": schema.SetNestedBlock{NestedObject: schema.NestedBlockObject{
			Attributes: map[string]schema.Attribute{"scope_name": required(), "scope_description": required()},
		}}},
	},
	"aws_cognito_identity_provider": {
		Attributes: map[string]schema.Attribute{
			"id": computed(), "user_pool_id": required(), "provider_name": required(), "provider_type": required(),
			"attribute_mapping": schema.MapAttribute{ElementType: types.StringType, Optional: true, Computed: true},
			"provider_details":  schema.MapAttribute{ElementType: types.StringType, Required: true},
		},
	},
}

var awsccResources = map[string]schema.Schema{
	"awscc_cognito_user_pool_client": {Attributes: map[string]schema.Attribute{
		"id": computed(), "client_id": computed(), "client_name": text(), "user_pool_id": required(),
		"generate_secret": computedFlag(), "access_token_validity": number(), "id_token_validity": number(),
		"refresh_token_validity": number(), "auth_session_validity": number(),
		"allowed_o_auth_flows": list(), "allowed_o_auth_flows_user_pool_client": computedFlag(),
		"allowed_o_auth_scopes": list(), "callback_ur_ls": list(), "logout_ur_ls": list(),
		"default_redirect_uri": text(), "explicit_auth_flows": list(), "read_attributes": list(),
		"write_attributes": list(), "supported_identity_providers": list(),
		"prevent_user_existence_errors": text(), "enable_token_revocation": computedFlag(),
		"enable_propagate_additional_user_context_data": computedFlag(),
		"token_validity_units":                          object("access_token", "id_token", "refresh_token"),
		"analytics_configuration": object("application_arn", "application_id", "external_id",
			"role_arn"),
	}},
}

// client is the schema of an app client.
func client(names map[string]schema.Attribute) schema.Schema {
	s := schema.Schema{
		Attributes: map[string]schema.Attribute{
			"id": computed(), "client_secret": schema.StringAttribute{Computed: true, Sensitive: true},
			"user_pool_id": required(), "generate_secret": flag(),
			"access_token_validity": number(), "id_token_validity": number(), "refresh_token_validity": number(),
			"auth_session_validity": number(), "allowed_oauth_flows": set(true),
			"allowed_oauth_flows_user_pool_client": computedFlag(), "allowed_oauth_scopes": set(true),
			"callback_urls": set(true), "logout_urls": set(true), "default_redirect_uri": text(),
			"explicit_auth_flows": set(true), "read_attributes": set(true), "write_attributes": set(true),
			"supported_identity_providers": set(true), "prevent_user_existence_errors": text(),
			"enable_token_revocation": computedFlag(), "enable_propagate_additional_user_context_data": computedFlag(),
		},
		Blocks: map[string]schema.Block{
			"analytics_configuration": block(map[string]schema.Attribute{
				"application_arn": optional(), "application_id": optional(), "external_id": optional(),
				"role_arn": text(), "user_data_shared": computedFlag(),
			}),
			"token_validity_units": block(map[string]schema.Attribute{
				"access_token": text(), "id_token": text(), "refresh_token": text(),
			}),
			"refresh_token_rotation": block(map[string]schema.Attribute{
				"feature": required(), "retry_grace_period_seconds": schema.Int64Attribute{Optional: true},
			}),
		},
	}
	for name, a := range names {
		s.Attributes[name] = a
	}
	return s
}

func block(attributes map[string]schema.Attribute) schema.Block {
	return schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: attributes}}
}

func object(names ...string) schema.Attribute {
	members := make(map[string]schema.Attribute)
	for _, name := range names {
		members[name] = text()
	}
	return schema.SingleNestedAttribute{Attributes: members, Optional: true, Computed: true}
}

func required() schema.Attribute { return schema.StringAttribute{Required: true} }
func optional() schema.Attribute { return schema.StringAttribute{Optional: true} }
func computed() schema.Attribute { return schema.StringAttribute{Computed: true} }
func text() schema.Attribute     { return schema.StringAttribute{Optional: true, Computed: true} }
func number() schema.Attribute   { return schema.Int64Attribute{Optional: true, Computed: true} }
func flag() schema.Attribute     { return schema.BoolAttribute{Optional: true} }

func computedFlag() schema.Attribute { return schema.BoolAttribute{Optional: true, Computed: true} }

func set(computes bool) schema.Attribute {
	return schema.SetAttribute{ElementType: types.StringType, Optional: true, Computed: computes}
}

func list() schema.Attribute {
	return schema.ListAttribute{ElementType: types.StringType, Optional: true, Computed: true}
}
