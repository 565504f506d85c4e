package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/internal/nearest"
)

func newExplain(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "explain RULE|FIELD",
		Short: "Tell all that is known about a rule or a field, with examples and sources",
		Long: `explain tells all that is known about a rule or a field, with examples and
sources: rendered on a terminal, as Markdown into a file or a pipe.`,
		Example: `  userpoolclient explain redirect-fragment
  userpoolclient explain RefreshTokenValidity`,
		Args: oneArg("RULE or FIELD"),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return append(ruleIDs(), fieldNames()...), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			text, err := explanation(args[0])
			if err != nil {
				return err
			}
			if a.outTTY {
				writeMarkdown(a.out, a.style(), a.columns(), text)
				return nil
			}
			fmt.Fprint(a.out, text)
			return nil
		},
	}
}

// explanation is the Markdown of a rule, be it about clients or about files, or
// of a field.
func explanation(name string) (string, error) {
	if r, ok := iac.RuleByID(name); ok {
		return explained(r), nil
	}
	text, err := userpoolclient.Explain(name)
	if err == nil {
		return text, nil
	}
	if near := nearest.To(name, append(ruleIDs(), fieldNames()...)); near != "" {
		return "", fmt.Errorf("%q is neither a rule nor a field (did you mean %q?)", name, near)
	}
	return "", err
}

// oneArg asks for exactly one argument and says what it is.
func oneArg(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 1 {
			return nil
		}
		return fmt.Errorf("%s takes one %s, not %d; see userpoolclient %s --help", cmd.Name(), what, len(args),
			cmd.Name())
	}
}
