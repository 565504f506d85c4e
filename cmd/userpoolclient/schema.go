package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/internal/nearest"
)

// schemas are what JSON Schemas there are of.
var schemas = []string{"client", "create", "update", "cloudformation"}

func newSchema(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "schema [client|create|update|cloudformation]",
		Short: "Print a JSON Schema of an app client, for editors",
		Long: `schema prints a JSON Schema (draft 2020-12): of an app client in the API's spelling,
of the request that creates or updates one (a file for --cli-input-json), or of the
properties of a CloudFormation resource. It has the descriptions and defaults of
all members and states the rules of severity error that a schema can state;
docs/schema.md lists the others. check says all.`,
		Example: `  userpoolclient schema create > create-user-pool-client.schema.json`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return fmt.Errorf("schema takes one name, not %d; see userpoolclient schema --help", len(args))
			}
			return nil
		},
		ValidArgs: schemas,
		RunE: func(_ *cobra.Command, args []string) error {
			text, err := schemaOf(append(args, schemas[0])[0])
			if err == nil {
				fmt.Fprint(a.out, text)
			}
			return err
		},
	}
}

func schemaOf(name string) (string, error) {
	switch slices.Index(schemas, name) {
	case 0:
		return userpoolclient.JSONSchema(userpoolclient.OperationUnknown), nil
	case 1:
		return userpoolclient.JSONSchema(userpoolclient.OperationCreate), nil
	case 2:
		return userpoolclient.JSONSchema(userpoolclient.OperationUpdate), nil
	case 3:
		return userpoolclient.CloudFormationSchema(), nil
	}
	hint := ""
	if near := nearest.To(name, schemas); near != "" {
		hint = fmt.Sprintf(" (did you mean %q?)", near)
	}
	return "", fmt.Errorf("%q must be one of %s%s", name, strings.Join(schemas, ", "), hint)
}
