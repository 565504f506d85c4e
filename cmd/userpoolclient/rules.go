package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/internal/view"
)

// allRules returns the rules about clients, then those about files.
func allRules() []userpoolclient.Rule { return slices.Concat(userpoolclient.Rules(), iac.Rules()) }

func newRules(a *app) *cobra.Command {
	var form format
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List all rules",
		Long: `rules lists the rules about app clients, then those about the files that hold
them. explain RULE tells all there is to know about one.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if form == formatJSON {
				return writeJSON(a.out, rulesDocument())
			}
			s := a.style()
			for _, r := range allRules() {
				label := s.severity(r.Severity, fmt.Sprintf("%-8s", r.Severity))
				fmt.Fprintln(a.out, label+" "+s.bold(r.ID))
				writeWrapped(a.out, a.columns(), strings.Repeat(" ", 9), r.Summary)
			}
			return nil
		},
	}
	addFormat(cmd, &form)
	return cmd
}

type ruleDocument struct {
	ID             string                  `json:"id"`
	About          string                  `json:"about"` // "client" or "file"
	Severity       userpoolclient.Severity `json:"severity"`
	Harm           userpoolclient.Harm     `json:"harm,omitzero"`
	Summary        string                  `json:"summary"`
	Detail         string                  `json:"detail,omitzero"`
	Fix            string                  `json:"fix,omitzero"`
	Fields         []userpoolclient.Field  `json:"fields"`
	Needs          []string                `json:"needs"`
	Evidence       userpoolclient.Evidence `json:"evidence"`
	Sources        []userpoolclient.Source `json:"sources"`
	Exception      string                  `json:"exception,omitzero"`
	ServiceMessage string                  `json:"serviceMessage,omitzero"`
	Bad            string                  `json:"bad,omitzero"`
	Good           string                  `json:"good,omitzero"`
	Docs           string                  `json:"docs"`
}

func rulesDocument() any {
	var all []ruleDocument
	for _, r := range allRules() {
		d := ruleDocument{r.ID, "file", r.Severity, r.Harm, r.Summary, r.Detail, r.Fix,
			append([]userpoolclient.Field{}, r.Fields...), append([]string{}, r.Needs.Names()...),
			r.Evidence, r.Sources, r.Exception, r.ServiceMessage, "", "", view.DocsOf(r.ID)}
		if _, ok := userpoolclient.RuleByID(r.ID); ok {
			d.About, d.Bad, d.Good = "client", r.Bad.Members(), r.Good.Members()
		}
		all = append(all, d)
	}
	return struct {
		Rules []ruleDocument `json:"rules"`
	}{all}
}

func ruleIDs() []string {
	var ids []string
	for _, r := range allRules() {
		ids = append(ids, r.ID)
	}
	return ids
}

// ruleOf is a rule of the client or of the files.
func ruleOf(id string) userpoolclient.Rule {
	r, _ := iac.RuleByID(id)
	return r
}

// explained is a rule of the client or of the files as Markdown.
func explained(r userpoolclient.Rule) string { return r.Markdown() }
