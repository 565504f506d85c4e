package main

import (
	"github.com/spf13/cobra"

	"github.com/userpoolclient/userpoolclient"
)

// contextFlags are the flags that tell what is known beside a configuration.
type contextFlags struct {
	in         userpoolclient.Context
	pool       []string
	current    string
	resource   string
	parameters []string
}

// add adds the flags that a command of no fixed operation takes.
func (f *contextFlags) add(cmd *cobra.Command) {
	addChoice(cmd, &f.in.Operation, "operation", "the call that is planned", userpoolclient.OperationCreate,
		userpoolclient.OperationUpdate)
	cmd.Flags().StringVar(&f.current, "current", "",
		"the client as it is now, a `FILE` with the output of describe-user-pool-client")
	f.addFixed(cmd)
}

// addResource adds the flag that chooses one app client of a file.
func (f *contextFlags) addResource(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.resource, "resource", "", "of a file with several app clients, the one at this `ADDRESS`")
}

// addParameters adds the flag that tells the values of a template's parameters.
func (f *contextFlags) addParameters(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.parameters, "parameter", nil,
		"the value of a template's parameter, `NAME=VALUE`; may be repeated")
}

// addFixed adds the flags that any command takes.
func (f *contextFlags) addFixed(cmd *cobra.Command) {
	f.addParameters(cmd)
	addChoice(cmd, &f.in.Secret, "secret", "whether the client has a secret", userpoolclient.SecretStatePresent,
		userpoolclient.SecretStateAbsent)
	addChoice(cmd, &f.in.Kind, "kind", "what the client is for",
		userpoolclient.KindSPA, userpoolclient.KindNative, userpoolclient.KindWeb, userpoolclient.KindMachine)
	cmd.Flags().StringArrayVar(&f.pool, "pool", nil,
		"what the user pool has, a JSON `FILE` of Tier, Attributes, IdentityProviders, Scopes, or what the AWS CLI "+
			"prints of describe-user-pool, list-resource-servers, list-identity-providers; may be repeated")
}

// context reads the files that the flags name.
func (a *app) context(f *contextFlags) (userpoolclient.Context, error) {
	in := f.in
	if len(f.pool) > 0 {
		pool, err := a.loadPools(a.read, f.pool...)
		if err != nil {
			return in, err
		}
		in.Pool = pool
	}
	if f.current != "" {
		current, err := a.loadOne(f.current, f)
		if err != nil {
			return in, err
		}
		in.Current = current.config
	}
	return in, nil
}
