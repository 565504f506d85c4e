package analyzer

import (
	"go/ast"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/userpoolclient/userpoolclient"
)

// A reporter turns findings into diagnostics, except those that are suppressed.
type reporter struct {
	p       *pkg
	ignores ignores
	seen    map[report]bool
}

// A report is what is told once, however many literals share the value.
type report struct {
	pos     token.Pos
	message string
}

func newReporter(p *pkg, files []*ast.File) *reporter {
	return &reporter{p: p, ignores: readIgnores(p, files), seen: make(map[report]bool)}
}

// finding reports a finding about a client.
func (r *reporter) finding(c *client, f userpoolclient.Finding) {
	pos, end := c.placeOf(f)
	d := analysis.Diagnostic{Pos: pos, End: end, Category: f.Rule, URL: ruleURL(f.Rule), Message: message(f)}
	told := report{pos, d.Message}
	if r.seen[told] || r.ignores.suppress(r.p, f.Rule, pos, end) {
		return
	}
	r.seen[told] = true
	d.Related = c.related(f)
	d.SuggestedFixes = c.suggestedFixes(f)
	r.p.pass.Report(d)
}

// message returns path, message, fix and rule in one line.
func message(f userpoolclient.Finding) string {
	if f.Field == "" { // about the client as a whole
		return f.Text() + " [" + f.Rule + "]"
	}
	return f.String()
}

func ruleURL(id string) string { return rulesPage + "#" + id }

// related points at the other members that decided.
func (c *client) related(f userpoolclient.Finding) []analysis.RelatedInformation {
	var all []analysis.RelatedInformation
	for _, field := range f.Related {
		if pl, ok := c.places[field]; ok {
			all = append(all, analysis.RelatedInformation{
				Pos: pl.node.Pos(), End: pl.node.End(), Message: string(field) + " is set here",
			})
		}
	}
	return all
}

// finish reports what is wrong with the suppressions.
func (r *reporter) finish() {
	for _, i := range r.ignores.all {
		switch {
		case i.problem != "":
			r.suppression(i, "suppression-malformed", i.problem)
		case !i.used && r.p.wouldReport(i.rules):
			r.suppression(i, "suppression-unused", "suppresses "+strings.Join(i.rules, ", ")+
				", which finds nothing here; remove it")
		}
	}
}

func (r *reporter) suppression(i *ignore, category, text string) {
	r.p.pass.Report(analysis.Diagnostic{
		Pos: i.comment.Pos(), End: i.comment.End(), Category: category,
		URL:     "https://github.com/userpoolclient/userpoolclient/blob/main/docs/vet.md#suppressions",
		Message: text + " [" + category + "]",
	})
}

// wouldReport reports whether the run reports every one of the rules, so that a
// suppression that suppresses nothing is not needed.
func (p *pkg) wouldReport(rules []string) bool {
	for _, id := range rules {
		rule, ok := userpoolclient.RuleByID(id)
		if !ok || !p.wants(userpoolclient.Finding{Rule: id, Severity: rule.Severity}) {
			return false
		}
		if id == ruleUpdateOmits && p.options.Guarded {
			return false
		}
	}
	return true
}
