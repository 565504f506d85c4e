package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
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
			return append(ruleIDs(), fieldNames()...), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			text, ok := iac.Explain(args[0])
			if !ok {
				var err error
				if text, err = userpoolclient.Explain(args[0]); err != nil {
					return err
				}
			}
			fmt.Fprint(a.out, text)
			return nil
		},
	}
}

func newRules(a *app) *cobra.Command {
	var form format
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
	addFormat(cmd, &form)
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

func newFields(a *app) *cobra.Command {
	var form format
	cmd := &cobra.Command{
		Use:   "fields",
		Short: "List all fields: default on create, effect of omission on update, and how sure that is",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if form == formatJSON {
				return writeJSON(a.out, fieldsDocument())
			}
			rows := [][]string{{"FIELD", "LEFT OUT ON CREATE", "LEFT OUT ON UPDATE"}}
			for _, f := range userpoolclient.Fields() {
				rows = append(rows, []string{string(f.Name), f.DefaultWords, omission(f)})
			}
			table(a.out, rows)
			return nil
		},
	}
	addFormat(cmd, &form)
	return cmd
}

// omission is the effect of omission on update and how sure that is.
func omission(f userpoolclient.FieldInfo) string {
	switch f.Omission {
	case userpoolclient.OmissionResets, userpoolclient.OmissionKeeps:
		return fmt.Sprintf("%s (%s)", f.Omission, f.OmissionEvidence)
	case userpoolclient.OmissionUndetermined:
		return f.Omission.String()
	}
	return "-"
}

type fieldDocument struct {
	Name            userpoolclient.Field    `json:"name"`
	Type            string                  `json:"type"`
	Summary         string                  `json:"summary"`
	Terraform       string                  `json:"terraform,omitzero"`
	CloudFormation  string                  `json:"cloudFormation,omitzero"`
	InCreate        bool                    `json:"inCreate"`
	InUpdate        bool                    `json:"inUpdate"`
	InClient        bool                    `json:"inClient"`
	Default         any                     `json:"default"`
	DefaultWords    string                  `json:"defaultWords,omitzero"`
	DefaultEvidence string                  `json:"defaultEvidence,omitzero"`
	Omission        userpoolclient.Omission `json:"omission"`
	Evidence        string                  `json:"omissionEvidence,omitzero"`
	Note            string                  `json:"omissionNote,omitzero"`
	Immutable       bool                    `json:"immutable"`
	IsSet           bool                    `json:"isSet"`
	Sources         []userpoolclient.Source `json:"sources"`
}

func fieldsDocument() any {
	var all []fieldDocument
	for _, f := range userpoolclient.Fields() {
		all = append(all, fieldDocument{f.Name, f.Type, f.Summary, f.Terraform, f.CloudFormation,
			f.InCreate, f.InUpdate, f.InClient, f.Default, f.DefaultWords, evidence(f.DefaultEvidence),
			f.Omission, evidence(f.OmissionEvidence), f.OmissionNote, f.Immutable, f.Unordered,
			append([]userpoolclient.Source{}, f.Sources...)})
	}
	return struct {
		Fields []fieldDocument `json:"fields"`
	}{all}
}

// evidence is its name, "" where there is none to give.
func evidence(e userpoolclient.Evidence) string {
	if e == 0 {
		return ""
	}
	return e.String()
}

func fieldNames() []string {
	var names []string
	for _, f := range userpoolclient.Fields() {
		names = append(names, string(f.Name))
	}
	return names
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
		if _, ok := iac.RuleByID(id); ok {
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
