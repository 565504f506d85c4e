// Command tfprovider is a Terraform provider that only has schemas: those of the
// Cognito resources of the providers aws and awscc, as far as app clients need
// them. With it `terraform plan` runs without a network, credentials and the real
// providers, so that a test can compare what Terraform makes of a module with
// what package iac/terraform makes of it.
//
// It is the provider that its file is named after: terraform-provider-aws or
// terraform-provider-awscc. Its resources can be planned and not applied.
package main

import (
	"context"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
)

func main() {
	name := "aws"
	if strings.Contains(filepath.Base(os.Args[0]), "awscc") {
		name = "awscc"
	}
	options := providerserver.ServeOpts{Address: "registry.terraform.io/hashicorp/" + name}
	if err := providerserver.Serve(context.Background(), newProvider(name), options); err != nil {
		log.Fatal(err)
	}
}
