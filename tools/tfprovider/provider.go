package main

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	resourceschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// A schemaProvider has resources that are nothing but a schema.
type schemaProvider struct{ name string }

func newProvider(name string) func() provider.Provider {
	return func() provider.Provider { return schemaProvider{name} }
}

func (p schemaProvider) Metadata(_ context.Context, _ provider.MetadataRequest, answer *provider.MetadataResponse) {
	answer.TypeName = p.name
}

func (p schemaProvider) Schema(_ context.Context, _ provider.SchemaRequest, answer *provider.SchemaResponse) {
	answer.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"region": schema.StringAttribute{Optional: true},
	}}
}

func (schemaProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

func (schemaProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (p schemaProvider) Resources(context.Context) []func() resource.Resource {
	all := awsResources
	if p.name == "awscc" {
		all = awsccResources
	}
	var constructors []func() resource.Resource
	for name, s := range all {
		constructors = append(constructors, func() resource.Resource { return schemaResource{name, s} })
	}
	return constructors
}

// A schemaResource can be planned.
type schemaResource struct {
	name   string
	schema resourceschema.Schema
}

func (r schemaResource) Metadata(_ context.Context, _ resource.MetadataRequest, answer *resource.MetadataResponse) {
	answer.TypeName = r.name
}

func (r schemaResource) Schema(_ context.Context, _ resource.SchemaRequest, answer *resource.SchemaResponse) {
	answer.Schema = r.schema
}

var errPlanOnly = errors.New("this provider only plans")

func (schemaResource) Create(_ context.Context, _ resource.CreateRequest, answer *resource.CreateResponse) {
	answer.Diagnostics.AddError(errPlanOnly.Error(), "")
}

func (schemaResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (schemaResource) Update(_ context.Context, _ resource.UpdateRequest, answer *resource.UpdateResponse) {
	answer.Diagnostics.AddError(errPlanOnly.Error(), "")
}

func (schemaResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
