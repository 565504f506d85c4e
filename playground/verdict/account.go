package verdict

import (
	"slices"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/internal/view"
)

// An Account says what was judged and what was not, so that "nothing found" is said
// only of what was looked at.
type Account struct {
	Clients    int       `json:"clients"` // that were judged
	Unread     []Unread  `json:"unread"`
	Unknown    []Unknown `json:"unknown"`
	Skipped    []Skipped `json:"skipped"`
	Suppressed int       `json:"suppressed"` // findings, by suppressions beside resources
	Aside      []Unread  `json:"aside"`
	NotCreated []Unread  `json:"notCreated"` // app clients that the conditions of a template leave out
}

// Unread is what was to be judged and could not be read.
type Unread struct {
	Line   int    `json:"line,omitzero"`
	Column int    `json:"column,omitzero"`
	Reason string `json:"reason"`
}

func newUnread(at iac.Position, reason string) Unread { return Unread{at.Line, at.Column, reason} }

// String returns the place, where there is one, and the reason.
func (u Unread) String() string {
	if u.Line == 0 {
		return u.Reason
	}
	return iac.Position{Line: u.Line, Column: u.Column}.String() + ": " + u.Reason
}

// Unknown is a setting of which the value is not known.
type Unknown struct {
	Line     int    `json:"line,omitzero"`
	Column   int    `json:"column,omitzero"`
	Resource string `json:"resource,omitzero"`
	Path     string `json:"path"`    // in the names of the format
	Decides  bool   `json:"decides"` // a rule of severity error needs it
}

// Skipped is a rule that did not run on some of the clients.
type Skipped struct {
	Rule    string   `json:"rule"`
	Clients int      `json:"clients"`
	Lacks   []string `json:"lacks"` // operation, secret, pool, kind; value: one that is not known
}

var needs = []struct {
	bits userpoolclient.Needs
	name string
}{
	{userpoolclient.NeedsCreate | userpoolclient.NeedsUpdate, "operation"},
	{userpoolclient.NeedsSecret, "secret"},
	{userpoolclient.NeedsPool, "pool"},
	{userpoolclient.NeedsKind, "kind"},
}

// client notes what of one client was not judged.
func (a *Account) client(r *iac.Resource) {
	a.Clients++
	decides := make(map[userpoolclient.Field]bool)
	for _, skip := range r.Skipped() {
		paths := slices.DeleteFunc(skip.Paths, func(f userpoolclient.Field) bool { return !view.IsSetting(r, f) })
		a.skip(skip.Rule, lacksOf(skip, paths))
		rule, _ := iac.RuleByID(skip.Rule)
		for _, f := range paths {
			decides[f] = decides[f] || rule.Severity == userpoolclient.SeverityError && skip.Lacks == 0
		}
	}
	for _, u := range r.Unknown() {
		if view.IsSetting(r, u.Field) {
			a.Unknown = append(a.Unknown,
				Unknown{u.Position.Line, u.Position.Column, r.Address, u.Property, decides[u.Field]})
		}
	}
}

// lacksOf names what a rule lacks.
func lacksOf(skip userpoolclient.Skip, unknown []userpoolclient.Field) []string {
	var lacks []string
	for _, n := range needs {
		if skip.Lacks&n.bits != 0 {
			lacks = append(lacks, n.name)
		}
	}
	if len(unknown) > 0 {
		lacks = append(lacks, "value")
	}
	return lacks
}

func (a *Account) skip(rule string, lacks []string) {
	if lacks == nil {
		return
	}
	i := slices.IndexFunc(a.Skipped, func(s Skipped) bool { return s.Rule == rule })
	if i < 0 {
		i = len(a.Skipped)
		a.Skipped = append(a.Skipped, Skipped{Rule: rule})
	}
	s := &a.Skipped[i]
	s.Clients++
	for _, lack := range lacks {
		if !slices.Contains(s.Lacks, lack) {
			s.Lacks = append(s.Lacks, lack)
		}
	}
}

// close puts the account into the order of the rules, and no list is nil.
func (a *Account) close() {
	a.Unread = append([]Unread{}, a.Unread...)
	a.Unknown = append([]Unknown{}, a.Unknown...)
	a.Aside = append([]Unread{}, a.Aside...)
	a.NotCreated = append([]Unread{}, a.NotCreated...)
	order := make(map[string]int)
	for i, id := range ruleOrder() {
		order[id] = i
	}
	a.Skipped = append([]Skipped{}, a.Skipped...)
	slices.SortFunc(a.Skipped, func(x, y Skipped) int { return order[x.Rule] - order[y.Rule] })
}
