package userpoolclient

import (
	"cmp"
	"slices"
	"sync"
)

// A program is a choice of rules, sorted by how they are run.
type program struct {
	values []valueRules // rules about single values, by field
	checks []checkRule  // rules about more than one value
}

// A checkRule is a rule about more than one value, and close together what of it is
// read each time.
type checkRule struct {
	check func(s *subject) []Finding
	needs Needs
	rule  *Rule
}

// valueRules are the rules about the values of one field.
type valueRules struct {
	row   *fieldRow
	scan  func(value string) facts
	rules []*Rule
	asked facts // what the rules ask for; a value without any of it breaks none
	keeps keep
}

// everything is the program of all rules, errorsOnly that of those that reject.
func everything() *program { return allRules.get(func() *program { return compile(SeverityAdvice) }) }
func errorsOnly() *program { return errorRules.get(func() *program { return compile(SeverityError) }) }

var allRules, errorRules lazy[*program]

// A keep is where the facts about all elements of a list are kept for other rules.
type keep uint8

const (
	keepsNothing keep = iota
	keepsURLs
	keepsScopes
)

func keepOf(f Field) keep {
	switch f {
	case FieldCallbackURLs:
		return keepsURLs
	case FieldAllowedOAuthScopes:
		return keepsScopes
	}
	return keepsNothing
}

// compile sorts the rules up to a severity.
func compile(most Severity) *program {
	p := new(program)
	for i := range fieldTable() {
		if r := &fieldTable()[i]; r.scan != nil {
			p.values = append(p.values, valueRules{row: r, scan: r.scanFor(most), keeps: keepOf(r.Name)})
		}
	}
	for i := range catalogue() {
		r := &catalogue()[i]
		if r.Severity > most {
			continue
		}
		if r.check != nil {
			p.checks = append(p.checks, checkRule{r.check, r.Needs, r})
			continue
		}
		for j := range p.values {
			if v := &p.values[j]; slices.Contains(r.Fields, v.row.Name) {
				v.rules, v.asked = append(v.rules, r), v.asked|r.broken.any
			}
		}
	}
	return p
}

// scanFor returns the scan that rules up to a severity need.
func (r *fieldRow) scanFor(most Severity) func(value string) facts {
	if r.advised == nil || most < SeverityAdvice {
		return r.scan
	}
	return r.advised
}

// subject is what a rule about more than one value looks at: the configuration
// and what the scans have found out about it. No rule changes it.
type subject struct {
	c       *Config
	in      Context
	secret  SecretState
	flows   flowSet
	auth    authFlowSet
	scopes  facts // of all scopes together
	urls    facts // of all callback URLs together
	access  lifetime
	id      lifetime
	refresh lifetime

	pendingElements map[Field]bool // of lists, the elements that are not known; nil when all are
}

// subjectPool keeps subjects for the next call: what a function in a table is handed a
// pointer to is on the heap, and to copy a subject for each rule takes longer than
// most rules do.
var subjectPool = sync.Pool{New: func() any { return new(subject) }}

func newSubject(c *Config, in Context) *subject {
	s := new(subject)
	s.look(c, in)
	return s
}

// done gives a subject back, without what it was looking at.
func (s *subject) done() {
	*s = subject{}
	subjectPool.Put(s)
}

// look finds out about a configuration what needs no scan of a text.
func (s *subject) look(c *Config, in Context) {
	s.c, s.in, s.secret = c, in, secretOf(c, in)
	s.pendingElements = elementsOf(c.Unknown, c.MaybeSet)
	for i, f := range c.AllowedOAuthFlows {
		if s.pendingElements == nil || s.knows(FieldAllowedOAuthFlows, i) {
			s.flows |= flowBit(f)
		}
	}
	for i, f := range c.ExplicitAuthFlows {
		if s.pendingElements == nil || s.knows(FieldExplicitAuthFlows, i) {
			s.auth |= authFlowBit(f)
		}
	}
	s.access, s.id, s.refresh = lifetimesAfter(c, in)
}

// knows reports whether an element of a list is there and its value is known.
func (s *subject) knows(f Field, i int) bool {
	return s.pendingElements == nil || !s.pendingElements[elementOf(f, i)]
}

// unknown reports whether a field is set to a value that is not known. A rule
// that asks this declares the field in presence.
func (s *subject) unknown(f Field) bool { return s.c.Unknown != nil && unknown(s.c.Unknown, f, true) }

// inspect runs a program. On the path of a clean configuration it allocates
// nothing: paths, messages and lists are made only for what is found.
func inspect(c *Config, in Context, p *program) []Finding {
	s := subjectPool.Get().(*subject)
	defer s.done()
	s.look(c, in)
	partly := c.Unknown != nil || c.MaybeSet != nil
	var all []Finding
	for i := range p.values {
		v := &p.values[i]
		if partly && s.pending(v.row.Name, true) {
			continue
		}
		if v.row.list == nil {
			if value, ok := v.row.text(c); ok {
				if f := v.scan(value); f&v.asked != 0 {
					all = v.judge(all, s, value, -1, f)
				}
			}
			continue
		}
		var union facts
		all, union = v.judgeList(all, s)
		switch v.keeps {
		case keepsURLs:
			s.urls = union
		case keepsScopes:
			s.scopes = union
		}
	}
	for i := range p.checks {
		k := &p.checks[i]
		if !s.meets(k.needs) || partly && s.lacksValue(k.rule) {
			continue
		}
		if found := k.check(s); found != nil {
			all = k.rule.collect(all, s, found)
		}
	}
	sortFindings(all)
	return all
}

// judgeList judges the elements of a list and returns their facts together.
func (v *valueRules) judgeList(all []Finding, s *subject) ([]Finding, facts) {
	var union facts
	scan, asked, partly := v.scan, v.asked, s.pendingElements != nil
	for i, value := range v.row.list(s.c) {
		if partly && !s.knows(v.row.Name, i) {
			continue
		}
		f := scan(value)
		union |= f
		if f&asked != 0 {
			all = v.judge(all, s, value, i, f)
		}
	}
	return all, union
}

// judge appends a finding for each rule that one value breaks.
func (v *valueRules) judge(all []Finding, s *subject, value string, i int, f facts) []Finding {
	for _, r := range v.rules {
		if r.broken.holds(f) && s.meets(r.Needs) {
			message, fix := r.says(value)
			all = append(all, r.complete(Finding{Field: v.row.Name, Index: i, Message: message, Fix: fix}))
		}
	}
	return all
}

// collect appends what the rule has found, except where the value is a placeholder
// for one that is not known.
func (r *Rule) collect(all []Finding, s *subject, found []Finding) []Finding {
	for _, f := range found {
		if f.Index < 0 || s.knows(f.Field, f.Index) {
			all = append(all, r.complete(f))
		}
	}
	return all
}

// complete fills in what all findings of the rule share.
func (r *Rule) complete(f Finding) Finding {
	f.Rule, f.Severity = r.ID, r.Severity
	f.Harm, f.Fix = cmp.Or(f.Harm, r.Harm), cmp.Or(f.Fix, r.Fix)
	return f
}

// pending reports whether the value of a field is not known, or whether it is
// not known if the field is set. With byElement, a list of which only elements
// are so is known.
func (s *subject) pending(f Field, byElement bool) bool {
	return s.c.Unknown != nil && unknown(s.c.Unknown, f, byElement) ||
		s.c.MaybeSet != nil && unknown(s.c.MaybeSet, f, byElement)
}

// lacksValue reports whether a field that the rule reads is not known.
func (s *subject) lacksValue(r *Rule) bool {
	if s.c.Unknown == nil && s.c.MaybeSet == nil {
		return false
	}
	return slices.ContainsFunc(r.Fields, func(f Field) bool { return s.lacksField(r, f) })
}

// lacksField reports whether the rule cannot run for want of a field.
func (s *subject) lacksField(r *Rule, f Field) bool {
	byElement := slices.Contains(r.each, f) || r.check == nil
	if slices.Contains(r.presence, f) {
		return unknown(s.c.MaybeSet, f, true) || holdersOf(f, s.c.Unknown) != nil
	}
	return s.pending(f, byElement)
}

// meets reports whether the Context holds what a rule needs.
func (s *subject) meets(n Needs) bool { return n == 0 || s.lacking(n) == 0 }

// lacking returns what of the needs of a rule the Context does not meet.
func (s *subject) lacking(n Needs) Needs {
	var lacks Needs
	if operations := n & (NeedsCreate | NeedsUpdate); operations&s.operation() == 0 {
		lacks = operations
	}
	if s.secret == SecretStateUnknown {
		lacks |= n & NeedsSecret
	}
	if s.in.Pool == nil {
		lacks |= n & NeedsPool
	}
	if s.in.Kind == KindUnknown {
		lacks |= n & NeedsKind
	}
	return lacks
}

func (s *subject) operation() Needs {
	switch s.in.Operation {
	case OperationCreate:
		return NeedsCreate
	case OperationUpdate:
		return NeedsUpdate
	}
	return 0
}

// sortFindings puts findings into the order of the catalogue, then of the
// fields, then of the elements.
func sortFindings(all []Finding) {
	if len(all) < 2 {
		return
	}
	type ranked struct {
		rank    uint64
		finding Finding
	}
	var room [8]ranked
	list := room[:0]
	for _, f := range all {
		rank := uint64(catalogueIndex()[f.Rule])<<48 | uint64(fieldIndex()[f.Field])<<40
		list = append(list, ranked{rank + uint64(f.Index+1), f})
	}
	slices.SortStableFunc(list, func(a, b ranked) int { return cmp.Compare(a.rank, b.rank) })
	for i := range list {
		all[i] = list[i].finding
	}
}
