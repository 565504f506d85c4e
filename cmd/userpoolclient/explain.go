package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/internal/nearest"
)

func newExplain(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "explain RULE|FIELD|ANSWER",
		Short: "Tell all that is known about a rule, a field or an answer of the service",
		Long: `explain tells all that is known about a rule or a field, with examples and
sources: rendered on a terminal, as Markdown into a file or a pipe. Of an answer of
the service, such as redirect_mismatch, it tells what leads to it; of a row of
docs/hosted.md, such as AUTHZ-4, what that says.`,
		Example: `  userpoolclient explain redirect-fragment
  userpoolclient explain RefreshTokenValidity
  userpoolclient explain redirect_mismatch`,
		Args: oneArg("RULE, FIELD or ANSWER"),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return explainable(), cobra.ShellCompDirectiveNoFileComp
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

// explainable are the names that explain takes.
func explainable() []string {
	names := slices.Concat(ruleIDs(), fieldNames(), userpoolclient.AnswerNames())
	for _, r := range userpoolclient.RequestRules() {
		names = append(names, r.ID)
	}
	return names
}

// explanation is the Markdown of a rule, be it about clients or about files, of a
// field or of an answer of the service.
func explanation(name string) (string, error) {
	if r, ok := iac.RuleByID(name); ok {
		return explained(r), nil
	}
	text, err := userpoolclient.Explain(name)
	if err == nil {
		return text, nil
	}
	if near := nearest.To(name, explainable()); near != "" {
		return "", fmt.Errorf("%q is neither a rule, a field nor an answer of the service (did you mean %q?)", name, near)
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
