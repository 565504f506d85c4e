package userpoolclient

import (
	"encoding/json"
	"fmt"
	"slices"
)

// SuggestedFix is what mends one finding mechanically. There is none where more
// than one answer is right.
type SuggestedFix struct {
	Rule  string `json:"rule"`
	Safe  bool   `json:"safe"` // it cannot change what the client's users can do
	Edits []Edit `json:"edits"`
}

// Edit is one change to a configuration: of a field as a whole, of one element of
// a list, or by an Index that is the length of the list, of an element more. The
// indexes of all edits are those of the configuration before any of them.
type Edit struct {
	Field Field `json:"field"`
	Index int   `json:"index"` // of the list element; -1: the field as a whole
	Value any   `json:"value"` // a string, bool, int32 or []string; nil: remove
}

// UnmarshalJSON reads what json.Marshal wrote, with the types that Value had.
func (e *Edit) UnmarshalJSON(data []byte) error {
	type edit Edit // without this method
	if err := json.Unmarshal(data, (*edit)(e)); err != nil {
		return err
	}
	switch v := e.Value.(type) {
	case float64:
		e.Value = int32(v)
		if float64(int32(v)) != v {
			return &ValueError{Field: e.Field, Want: "integer", Got: "float64"}
		}
	case []any:
		list := make([]string, len(v))
		for i, element := range v {
			text, ok := element.(string)
			if !ok {
				return &ValueError{Field: e.Field, Want: "list of strings", Got: fmt.Sprintf("list with a %T", element)}
			}
			list[i] = text
		}
		e.Value = list
	}
	return nil
}

// A mend returns the edits that mend a finding, nil where there is no single
// answer. It sees a subject without the facts of the scans.
type mend func(s *subject, f Finding) []Edit

// Fixable reports whether findings of the rule can be mended mechanically, where
// one answer is right, and whether such a fix is safe.
func (r Rule) Fixable() (safe, fixable bool) {
	return r.safeFix != nil, r.safeFix != nil || r.unsafeFix != nil
}

// fixability tells whether the command mends findings, and what it takes.
func (r Rule) fixability() string {
	switch safe, fixable := r.Fixable(); {
	case safe:
		return "\nWhere one answer is right, `check --fix` gives it: it cannot change what users can do.\n"
	case fixable:
		return "\nWhere one answer is right, `check --fix --unsafe-fixes` gives it: it may change what users can do.\n"
	}
	return ""
}

// fixCell is the rule's cell in the column of mechanical fixes.
func (r Rule) fixCell() string {
	switch safe, fixable := r.Fixable(); {
	case safe:
		return "safe"
	case fixable:
		return "unsafe"
	}
	return ""
}

// maxFixes bounds what suggesting costs: each fix is tried, and a trial reads the
// whole configuration.
const maxFixes = 100

// SuggestFixes returns the mechanical fixes that there are, in the order of the
// findings of [Check], at most one for each finding. They can be applied one by
// one or all together: none leads to a finding that is graver than its own and was
// not there before, or to another error. Where two would edit the same place in
// different ways, only the first is returned, and no more than 100 are: apply them
// and ask again.
func SuggestFixes(c *Config, in Context) []SuggestedFix {
	return SuggestFixesFor(c, in, Check(c, in)...)
}

// SuggestFixesFor does what [SuggestFixes] does, for some of the findings that
// Check has for the same arguments; others are passed over.
func SuggestFixesFor(c *Config, in Context, findings ...Finding) []SuggestedFix {
	if c == nil || len(findings) == 0 {
		return nil
	}
	trial := newTrial(c, in)
	for _, f := range findings {
		if fix, ok := trial.fixOf(f); ok && trial.accepts(fix) {
			trial.accepted = append(trial.accepted, fix)
		}
		if len(trial.accepted) == maxFixes {
			break
		}
	}
	return trial.accepted
}

// A trial finds out which fixes keep what they promise.
type trial struct {
	s        *subject
	found    map[site]bool
	before   tally
	accepted []SuggestedFix
	tried    int
}

// A site is a rule broken in a place.
type site struct {
	rule  string
	field Field
	index int
}

func newTrial(c *Config, in Context) *trial {
	t := &trial{s: newSubject(c, in), found: map[site]bool{}}
	findings := Check(c, in)
	for _, f := range findings {
		t.found[site{f.Rule, f.Field, f.Index}] = true
	}
	t.before = tallyOf(findings)
	return t
}

// fixOf returns the fix of a finding, and reports whether it has one.
func (t *trial) fixOf(f Finding) (SuggestedFix, bool) {
	if !t.found[site{f.Rule, f.Field, f.Index}] {
		return SuggestedFix{}, false
	}
	r := &catalogue()[catalogueIndex()[f.Rule]]
	fix := SuggestedFix{Rule: r.ID, Safe: r.safeFix != nil}
	switch {
	case r.safeFix != nil:
		fix.Edits = r.safeFix(t.s, f)
	case r.unsafeFix != nil:
		fix.Edits = r.unsafeFix(t.s, f)
	}
	return fix, fix.Edits != nil
}

// accepts reports whether a fix does its work alone, and does no harm beside those
// that are accepted already.
func (t *trial) accepts(fix SuggestedFix) bool {
	if t.tried++; t.tried > 2*maxFixes {
		return false
	}
	alone, ok := t.without(fix.Rule, fix)
	if !ok || alone[fix.Rule] >= t.before[fix.Rule] {
		return false
	}
	_, ok = t.without(fix.Rule, append(slices.Clip(t.accepted), fix)...)
	return ok
}

// without returns what is found after fixes, and reports whether they can be applied
// and do no harm: there is nothing graver than what the rule has found that was not
// there before, no list has more repetitions, and none is emptied. To the service an
// empty list is one that is omitted, and many a default is wider than what was listed.
func (t *trial) without(rule string, fixes ...SuggestedFix) (tally, bool) {
	c, err := ApplyFixes(t.s.c, fixes...)
	if err != nil {
		return nil, false
	}
	for i := range fieldTable() {
		r := &fieldTable()[i]
		if r.size == nil || !r.isSet(c) {
			continue
		}
		if r.size(c) == 0 && r.size(t.s.c) > 0 || r.repeats(c) > r.repeats(t.s.c) {
			return nil, false
		}
	}
	after := tallyOf(Check(c, t.s.in))
	for other, n := range after {
		graver := severityOf(other) == SeverityError || severityOf(other) < severityOf(rule)
		if graver && n > t.before[other] {
			return nil, false
		}
	}
	return after, true
}

// repeats returns how many elements a list has once more.
func (r *fieldRow) repeats(c *Config) int {
	seen := make(map[string]bool, r.size(c))
	for i := range r.size(c) {
		seen[r.at(c, i)] = true
	}
	return r.size(c) - len(seen)
}

func severityOf(rule string) Severity { return catalogue()[catalogueIndex()[rule]].Severity }

// A tally says how many findings each rule has.
type tally map[string]int

func tallyOf(findings []Finding) tally {
	t := tally{}
	for _, f := range findings {
		t[f.Rule]++
	}
	return t
}
