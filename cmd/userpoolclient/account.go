package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/internal/view"
)

// An account says what a run judged and what it did not, so that "nothing found"
// is said only of what was looked at.
type account struct {
	Files      int            `json:"files"`   // that were looked into
	Clients    int            `json:"clients"` // that were judged
	PassedOver int            `json:"passedOver"`
	Unread     []unread       `json:"unread"`
	Unknown    []unknownValue `json:"unknown"`
	Skipped    []skippedRule  `json:"skipped"`
	Suppressed suppressedBy   `json:"suppressed"`
	Aside      []unread       `json:"aside,omitzero"`      // of Terraform source: what is told and fails nothing
	NotCreated []unread       `json:"notCreated,omitzero"` // app clients that the conditions of a template leave out

	skips map[string]*skippedRule
}

// unread is what was to be judged and could not be read.
type unread struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitzero"`
	Column int    `json:"column,omitzero"`
	Reason string `json:"reason"`

	args []string // the arguments that stand for it
}

func (u unread) position() iac.Position { return iac.Position{Line: u.Line, Column: u.Column} }

// String returns what compilers print: file:line:column: reason.
func (u unread) String() string {
	if u.File == "" {
		return u.Reason
	}
	return u.File + at(u.position()) + ": " + u.Reason
}

// unknownValue is a setting of which the value is not known.
type unknownValue struct {
	File     string `json:"file"`
	Line     int    `json:"line,omitzero"`
	Column   int    `json:"column,omitzero"`
	Resource string `json:"resource,omitzero"`
	Path     string `json:"path"`    // in the names of the file's format
	Decides  bool   `json:"decides"` // a rule of severity error needs it
}

func (u unknownValue) position() iac.Position { return iac.Position{Line: u.Line, Column: u.Column} }

// skippedRule is a rule that did not run on some of the clients.
type skippedRule struct {
	Rule    string   `json:"rule"`
	Clients int      `json:"clients"`
	Lacks   []string `json:"lacks"` // operation, secret, pool, kind; value: one that is not known
}

// suppressedBy counts the findings that are left out, by what leaves them out.
type suppressedBy struct {
	Resource int `json:"resource"` // a suppression beside the resource
	Config   int `json:"config"`   // one in the settings
	Ignore   int `json:"ignore"`   // the flag --ignore
	MinHarm  int `json:"minHarm"`  // the flag --min-harm
	Baseline int `json:"baseline"`
}

func (s suppressedBy) total() int { return s.Resource + s.Config + s.Ignore + s.MinHarm + s.Baseline }

// needs are what a rule may lack, in the order in which they are told, and the
// flags that tell it.
var needs = []struct {
	bits       userpoolclient.Needs
	name, flag string
}{
	{userpoolclient.NeedsCreate | userpoolclient.NeedsUpdate, "operation", "--operation"},
	{userpoolclient.NeedsSecret, "secret", "--secret"},
	{userpoolclient.NeedsPool, "pool", "--pool"},
	{userpoolclient.NeedsKind, "kind", "--kind"},
}

// lacksValue is what a rule lacks that needs a value that is not known.
const lacksValue = "value"

// client notes what of one client was not judged.
func (a *account) client(file string, r *iac.Resource) {
	a.Clients++
	decides := make(map[userpoolclient.Field]bool)
	for _, skip := range r.Skipped() {
		var lacks []string
		for _, n := range needs {
			if skip.Lacks&n.bits != 0 {
				lacks = append(lacks, n.name)
			}
		}
		paths := slices.DeleteFunc(skip.Paths, func(f userpoolclient.Field) bool { return !view.IsSetting(r, f) })
		if len(paths) > 0 {
			lacks = append(lacks, lacksValue)
		}
		if len(lacks) > 0 {
			a.skip(skip.Rule, lacks)
		}
		gravest := ruleOf(skip.Rule).Severity == userpoolclient.SeverityError
		for _, f := range paths {
			decides[f] = decides[f] || gravest && skip.Lacks == 0
		}
	}
	for _, u := range r.Unknown() {
		if !view.IsSetting(r, u.Field) {
			continue
		}
		a.Unknown = append(a.Unknown, unknownValue{
			displayName(file), u.Position.Line, u.Position.Column, r.Address, u.Property, decides[u.Field],
		})
	}
}

func (a *account) skip(rule string, lacks []string) {
	if a.skips == nil {
		a.skips = make(map[string]*skippedRule)
	}
	s := a.skips[rule]
	if s == nil {
		s = &skippedRule{Rule: rule}
		a.skips[rule] = s
	}
	s.Clients++
	for _, lack := range lacks {
		if !slices.Contains(s.Lacks, lack) {
			s.Lacks = append(s.Lacks, lack)
		}
	}
}

// close puts the account into its order, in which it is written.
func (a *account) close() {
	a.Unread = append([]unread{}, a.Unread...)
	a.Unknown = append([]unknownValue{}, a.Unknown...)
	a.Skipped = []skippedRule{}
	if len(a.skips) == 0 {
		return
	}
	order := make(map[string]int)
	for i, id := range ruleIDs() {
		order[id] = i
	}
	byOrder := func(x, y string) int { return cmp.Compare(order[x], order[y]) }
	for _, id := range slices.SortedFunc(maps.Keys(a.skips), byOrder) {
		a.Skipped = append(a.Skipped, *a.skips[id])
	}
}

// undecided reports whether a value that is not known decides a rule of severity
// error.
func (a *account) undecided() bool {
	return slices.ContainsFunc(a.Unknown, func(u unknownValue) bool { return u.Decides })
}

// notJudged tells in one line what was not judged; "" when all was.
func (a *account) left() string {
	var parts []string
	if n := len(a.Unread); n > 0 {
		parts = append(parts, plural(n, "input that could not be read", "inputs that could not be read"))
	}
	if n := len(a.Unknown); n > 0 {
		parts = append(parts, plural(n, "setting whose value is not known", "settings whose values are not known"))
	}
	if n, flags := a.lacking(); n > 0 {
		parts = append(parts, plural(n, "rule", "rules")+" for want of "+strings.Join(flags, ", "))
	}
	if n := len(a.Aside); n > 0 {
		parts = append(parts, plural(n, "part of a Terraform module", "parts of Terraform modules"))
	}
	if n := len(a.NotCreated); n > 0 {
		parts = append(parts, plural(n, "app client that is not created", "app clients that are not created"))
	}
	if parts == nil {
		return ""
	}
	return notJudged + strings.Join(parts, "; ")
}

const notJudged = "not judged: "

// lacking counts the rules that lack what a flag tells, and names the flags.
func (a *account) lacking() (rules int, flags []string) {
	lacks := make(map[string]bool)
	for _, s := range a.Skipped {
		more := slices.ContainsFunc(s.Lacks, func(l string) bool { return l != lacksValue })
		if more {
			rules++
		}
		for _, l := range s.Lacks {
			lacks[l] = true
		}
	}
	for _, n := range needs {
		if lacks[n.name] {
			flags = append(flags, n.flag)
		}
	}
	return rules, flags
}

// leftOut tells in one line which findings are left out and by what; "" when none
// are.
func (a *account) leftOut() string {
	s := a.Suppressed
	if s.total() == 0 {
		return ""
	}
	var parts []string
	for _, by := range []struct {
		n    int
		what string
	}{
		{s.Resource, "by suppressions beside resources"}, {s.Config, "by " + settingsName}, {s.Ignore, "by --ignore"},
		{s.MinHarm, "by --min-harm"}, {s.Baseline, "by the baseline"},
	} {
		if by.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", by.n, by.what))
		}
	}
	return "left out: " + plural(s.total(), "finding", "findings") + ", " + strings.Join(parts, ", ")
}

// write writes what was not judged in full.
func (a *account) write(w io.Writer, s style, columns int) {
	if len(a.Unknown) > 0 {
		fmt.Fprintln(w, s.bold("Settings whose values are not known"))
		for _, u := range a.Unknown {
			text := strings.TrimSpace(printable(u.Resource) + " " + printable(u.Path))
			if u.Decides {
				text += " (decides a rule of severity error)"
			}
			writeWrapped(w, columns, "  "+u.File+at(u.position())+": ", text)
		}
		fmt.Fprintln(w)
	}
	if len(a.Aside) > 0 {
		fmt.Fprintln(w, s.bold("Parts of Terraform modules that were not judged"))
		for _, u := range a.Aside {
			writeWrapped(w, columns, "  "+u.File+at(u.position())+": ", u.Reason)
		}
		fmt.Fprintln(w)
	}
	if len(a.NotCreated) > 0 {
		fmt.Fprintln(w, s.bold("App clients that are not created"))
		for _, u := range a.NotCreated {
			writeWrapped(w, columns, "  "+u.File+at(u.position())+": ", u.Reason)
		}
		fmt.Fprintln(w)
	}
	if len(a.Skipped) > 0 {
		fmt.Fprintln(w, s.bold("Rules that did not run"))
		for _, r := range a.Skipped {
			writeWrapped(w, columns, fmt.Sprintf("  %-35s ", r.Rule),
				"on "+plural(r.Clients, "app client", "app clients")+" for want of "+strings.Join(wants(r.Lacks), ", "))
		}
		fmt.Fprintln(w)
	}
}

// wants are the flags that tell what a rule lacks.
func wants(lacks []string) []string {
	var all []string
	for _, n := range needs {
		if slices.Contains(lacks, n.name) {
			all = append(all, n.flag)
		}
	}
	if slices.Contains(lacks, lacksValue) {
		all = append(all, "a value")
	}
	return all
}
