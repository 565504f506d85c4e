package sdk

import (
	"errors"
	"slices"

	"github.com/userpoolclient/userpoolclient"
)

// secretOf returns whether a client has a secret, as DescribeUserPoolClient shows
// it. The service does not show secrets that were added to a client later, so one
// that holds what the service grants to nobody without a secret has such a one.
func secretOf(described *userpoolclient.Config) userpoolclient.SecretState {
	switch {
	case described.ClientSecret != nil:
		return userpoolclient.SecretStatePresent
	case needsSecret(described):
		return userpoolclient.SecretStateUnknown // a guess is not enough to judge by
	}
	return userpoolclient.SecretStateAbsent
}

// needsSecret reports whether the service rejects the settings on a client
// without a secret.
func needsSecret(c *userpoolclient.Config) bool {
	var rejected *userpoolclient.ValidationError
	err := userpoolclient.Validate(c, userpoolclient.Context{Secret: userpoolclient.SecretStateAbsent})
	if !errors.As(err, &rejected) {
		return false
	}
	return slices.ContainsFunc(rejected.Findings, func(f userpoolclient.Finding) bool {
		rule, _ := userpoolclient.RuleByID(f.Rule)
		return rule.Needs&userpoolclient.NeedsSecret != 0
	})
}

// secretOfOwn is secretOf for a client that the caller hands over, perhaps
// without the secret: that it shows none says nothing, unless GenerateSecret
// does.
func secretOfOwn(c *userpoolclient.Config) userpoolclient.SecretState {
	switch {
	case c.ClientSecret != nil, c.GenerateSecret != nil && *c.GenerateSecret:
		return userpoolclient.SecretStatePresent
	case c.GenerateSecret != nil:
		return userpoolclient.SecretStateAbsent
	}
	return userpoolclient.SecretStateUnknown
}
