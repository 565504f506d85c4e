package verdict

import (
	"strings"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/internal/view"
)

// A Finding is one rule broken in one place, with the members that check --format json
// gives it, and the place as a browser counts it.
type Finding struct {
	Line       int                     `json:"line,omitzero"`
	Column     int                     `json:"column,omitzero"`
	Resource   string                  `json:"resource,omitzero"`
	Property   string                  `json:"property,omitzero"`
	Rule       string                  `json:"rule"`
	Severity   userpoolclient.Severity `json:"severity"`
	Harm       userpoolclient.Harm     `json:"harm,omitzero"`
	RejectedBy string                  `json:"rejectedBy,omitzero"`
	Path       string                  `json:"path"`
	Pointer    string                  `json:"pointer"`
	Message    string                  `json:"message"`
	Advice     string                  `json:"fix,omitzero"`
	Fixes      []Fix                   `json:"fixes,omitempty"`
	Related    []userpoolclient.Field  `json:"related"`
	Docs       string                  `json:"docs"`

	// The place in units of UTF-16; equal where there is none.
	From int `json:"from"`
	To   int `json:"to"`

	client int // the number of the resource
	inner  userpoolclient.Finding
}

// A Fix is what mends a finding mechanically.
type Fix struct {
	Safe    bool                  `json:"safe"` // it cannot change what the client's users can do
	Edits   []userpoolclient.Edit `json:"edits"`
	Text    []Replacement         `json:"replacements,omitempty"`
	Refused string                `json:"refused,omitempty"` // why it is not made in the text
}

// A Replacement is a change of the text: in bytes, and in units of UTF-16.
type Replacement struct {
	iac.TextEdit
	From int `json:"from"`
	To   int `json:"to"`
}

// check adds the findings of an app client.
func (d *Document) check(r *iac.Resource, places *places) {
	all, left := view.Judge(r)
	d.Account.Suppressed += left
	for _, f := range all {
		d.Summary.count(f.Severity)
		if len(d.Findings) == mostFindings {
			continue
		}
		one := Finding{
			Line: f.Position.Line, Column: f.Position.Column, Resource: f.Resource, Property: f.Property,
			Rule: f.Rule, Severity: f.Severity, Harm: f.Harm,
			Path: f.Path(), Pointer: f.Pointer(), Message: view.MessageOf(f), Advice: f.Fix,
			Related: append([]userpoolclient.Field{}, f.Related...), Docs: view.DocsOf(f.Rule),
			RejectedBy: view.RejectedBy(f), client: d.Account.Clients - 1, inner: f.Finding,
		}
		one.From, one.To, _ = places.token(f.Position)
		d.Findings = append(d.Findings, one)
	}
}

func (s *Summary) count(v userpoolclient.Severity) {
	switch v {
	case userpoolclient.SeverityError:
		s.Error++
	case userpoolclient.SeverityWarning:
		s.Warning++
	case userpoolclient.SeverityAdvice:
		s.Advice++
	}
}

// mostFixes is of how many findings of one client the fixes are worked out.
const mostFixes = 100

// mostFixable is the longest text of which the fixes are worked out, in bytes: each is
// tried on the text.
const mostFixable = 128 << 10

// suggest adds to the findings their fixes, with the edits of the text.
func (d *Document) suggest(l loaded, places *places) {
	if d.Unfixed = len(places.text) > mostFixable && len(d.Findings) > 0; d.Unfixed {
		return
	}
	var changes []iac.Change
	var findings [][]int
	for first := 0; first < len(d.Findings); { // the findings of a client stand together
		r := &l.resources[d.Findings[first].client]
		change, about, k := iac.Change{Resource: r}, []int(nil), first
		for ; k < len(d.Findings) && d.Findings[k].client == d.Findings[first].client; k++ {
			if k-first >= mostFixes {
				continue
			}
			if fixes := r.SuggestFixes([]iac.Finding{{Finding: d.Findings[k].inner}}); len(fixes) > 0 {
				change.Fixes, about = append(change.Fixes, fixes[0]), append(about, k)
			}
		}
		first = k
		if about != nil {
			changes, findings = append(changes, change), append(findings, about)
		}
	}
	if changes == nil {
		return
	}
	made, err := l.source.Each(changes...)
	if err != nil {
		return // a text that is not edited
	}
	for i, about := range findings {
		for k, fix := range made[i] {
			d.Findings[about[k]].Fixes = []Fix{newFix(fix, places)}
		}
	}
}

func newFix(fix iac.FileFix, places *places) Fix {
	f := Fix{Safe: fix.Safe, Edits: fix.Edits}
	if fix.Refused != nil {
		f.Refused = strings.TrimSpace(fix.Refused.Property + " " + fix.Refused.Reason)
		return f
	}
	for _, e := range fix.Text {
		f.Text = append(f.Text, Replacement{e, places.unit(e.Start), places.unit(e.End)})
	}
	return f
}
