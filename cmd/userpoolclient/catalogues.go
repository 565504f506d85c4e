package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/userpoolclient/userpoolclient"
)

func newExplain(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "explain RULE|FIELD",
		Short: "Tell all that is known about a rule or a field, with examples and sources",
		Example: `  userpoolclient explain redirect-fragment
  userpoolclient explain RefreshTokenValidity`,
		Args: oneArg("RULE or FIELD"),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return ruleIDs(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			text, err := userpoolclient.Explain(args[0])
			if err != nil {
				return err
			}
			fmt.Fprint(a.out, text)
			return nil
		},
	}
}

func newRules(a *app) *cobra.Command {
	form := formatText
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List all rules",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if form == formatJSON {
				return writeJSON(a.out, rulesDocument())
			}
			s := style{a.color}
			for _, r := range userpoolclient.Rules() {
				name := r.Severity.String()
				fmt.Fprintf(a.out, "%s %-36s %s\n", s.severity(r.Severity, fmt.Sprintf("%-8s", name)), r.ID, r.Summary)
			}
			return nil
		},
	}
	addChoice(cmd, &form, "format", "the output's `form`: text or json", formatText, formatJSON)
	return cmd
}

type ruleDocument struct {
	ID             string                  `json:"id"`
	Severity       userpoolclient.Severity `json:"severity"`
	Harm           userpoolclient.Harm     `json:"harm,omitzero"`
	Summary        string                  `json:"summary"`
	Detail         string                  `json:"detail,omitzero"`
	Fields         []userpoolclient.Field  `json:"fields"`
	Needs          []string                `json:"needs"`
	Evidence       userpoolclient.Evidence `json:"evidence"`
	Sources        []userpoolclient.Source `json:"sources"`
	Exception      string                  `json:"exception,omitzero"`
	ServiceMessage string                  `json:"serviceMessage,omitzero"`
	Bad            string                  `json:"bad"`
	Good           string                  `json:"good"`
	Docs           string                  `json:"docs"`
}

func rulesDocument() any {
	var all []ruleDocument
	for _, r := range userpoolclient.Rules() {
		all = append(all, ruleDocument{r.ID, r.Severity, r.Harm, r.Summary, r.Detail, r.Fields,
			append([]string{}, r.Needs.Names()...), r.Evidence, r.Sources, r.Exception, r.ServiceMessage,
			r.Bad.Members(), r.Good.Members(), r.URL()})
	}
	return struct {
		Rules []ruleDocument `json:"rules"`
	}{all}
}

func ruleIDs() []string {
	var ids []string
	for _, r := range userpoolclient.Rules() {
		ids = append(ids, r.ID)
	}
	return ids
}

// knownRules returns an error that names the IDs no rule has.
func knownRules(ids []string) error {
	var unknown []string
	for _, id := range ids {
		if _, ok := userpoolclient.RuleByID(id); ok {
			continue
		}
		text := fmt.Sprintf("%q is not a rule", id)
		if near := userpoolclient.NearestRule(id); near != "" {
			text += fmt.Sprintf(" (did you mean %q?)", near)
		}
		unknown = append(unknown, text)
	}
	if unknown == nil {
		return nil
	}
	return errors.New("--ignore: " + strings.Join(unknown, "; "))
}

// oneArg asks for exactly one argument and says what it is.
func oneArg(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 1 {
			return nil
		}
		return fmt.Errorf("%s takes one %s, not %d; see userpoolclient %s --help", cmd.Name(), what, len(args), cmd.Name())
	}
}
