package userpoolclient

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// Finding is one rule broken in one place.
type Finding struct {
	Rule     string   // the rule's ID: "redirect-fragment"
	Severity Severity // what Cognito does
	Harm     Harm     // of advice; HarmNone otherwise
	Field    Field
	Index    int     // of the list element; -1: the field as a whole
	Message  string  // the value seen and the rule it breaks, as a fact; reads on from Path
	Fix      string  // what to do about it, as an instruction; may be empty
	Related  []Field // the other fields that decided
}

// Path returns where the finding is: "CallbackURLs[2]".
func (f Finding) Path() string {
	if f.Index < 0 {
		return string(f.Field)
	}
	return string(f.Field) + "[" + strconv.Itoa(f.Index) + "]"
}

// Pointer returns where the finding is as a JSON Pointer (RFC 6901):
// "/CallbackURLs/2".
func (f Finding) Pointer() string {
	p := "/" + strings.ReplaceAll(string(f.Field), ".", "/")
	if f.Index < 0 {
		return p
	}
	return p + "/" + strconv.Itoa(f.Index)
}

// Text returns message and fix in one line.
func (f Finding) Text() string {
	if f.Fix == "" {
		return f.Message
	}
	return f.Message + "; " + f.Fix
}

// String returns path, message, fix and rule in one line.
func (f Finding) String() string { return f.Path() + " " + f.Text() + " [" + f.Rule + "]" }

// Error returns what String returns.
func (f *Finding) Error() string { return f.String() }

type findingJSON struct {
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	Harm     Harm     `json:"harm,omitzero"`
	Field    Field    `json:"field"`
	Index    int      `json:"index"`
	Path     string   `json:"path"`
	Pointer  string   `json:"pointer"`
	Message  string   `json:"message"`
	Fix      string   `json:"fix,omitzero"`
	Related  []Field  `json:"related,omitzero"`
}

// MarshalJSON returns an object with the members rule, severity, harm (advice
// only), field, index (-1: the field as a whole), path, pointer, message, fix
// (where there is one) and related (where there are any).
func (f Finding) MarshalJSON() ([]byte, error) {
	return json.Marshal(findingJSON{f.Rule, f.Severity, f.Harm, f.Field, f.Index, f.Path(), f.Pointer(),
		f.Message, f.Fix, f.Related})
}

// UnmarshalJSON reads what MarshalJSON wrote; path and pointer follow from
// field and index.
func (f *Finding) UnmarshalJSON(data []byte) error {
	var j findingJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	*f = Finding{j.Rule, j.Severity, j.Harm, j.Field, j.Index, j.Message, j.Fix, j.Related}
	return nil
}

// ValidationError holds every finding of severity Error: what the service
// would reject.
type ValidationError struct{ Findings []Finding }

// Error returns one line for one finding, a list for many.
func (e *ValidationError) Error() string {
	if len(e.Findings) == 1 {
		return e.Findings[0].Error()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d errors:", len(e.Findings))
	for i := range e.Findings {
		b.WriteString("\n  " + e.Findings[i].Error())
	}
	return b.String()
}

// Unwrap returns the findings, each a *Finding, so that errors.As reaches them.
func (e *ValidationError) Unwrap() []error {
	errs := make([]error, len(e.Findings))
	for i := range e.Findings {
		errs[i] = &e.Findings[i]
	}
	return errs
}

var errNilConfig = errors.New("userpoolclient: the configuration is nil")

// Check returns what every rule finds, in the order of the catalogue; nil when
// there is nothing to find. It reads c and in and changes neither. A nil c has
// no findings.
func Check(c *Config, in Context) []Finding {
	if c == nil {
		return nil
	}
	return inspect(c, in, &everything)
}

// Validate returns nil when no rule of severity Error is broken, otherwise a
// *ValidationError with all that are. Warnings and advice are not looked at.
func Validate(c *Config, in Context) error {
	if c == nil {
		return errNilConfig
	}
	if found := inspect(c, in, &errorsOnly); found != nil {
		return &ValidationError{found}
	}
	return nil
}

// A program is a choice of rules, sorted by how they are run.
type program struct {
	values []valueRules // rules about single values, by field
	checks []*Rule      // rules about more than one value
}

// valueRules are the rules about the values of one field.
type valueRules struct {
	row   *fieldRow
	rules []*Rule
	clean facts // facts that break none of the rules
}

// unjudged are facts that no value has.
const unjudged = ^facts(0)

var (
	everything = compile(SeverityAdvice)
	errorsOnly = compile(SeverityError)
)

// compile sorts the rules up to a severity.
func compile(most Severity) program {
	var p program
	for i := range fieldTable {
		if fieldTable[i].scan != nil {
			p.values = append(p.values, valueRules{row: &fieldTable[i]})
		}
	}
	for i := range catalogue {
		r := &catalogue[i]
		if r.Severity > most {
			continue
		}
		if r.check != nil {
			p.checks = append(p.checks, r)
			continue
		}
		for j := range p.values {
			if v := &p.values[j]; slices.Contains(r.Fields, v.row.Name) {
				v.rules = append(v.rules, r)
			}
		}
	}
	for i := range p.values {
		v := &p.values[i]
		if slices.ContainsFunc(v.rules, func(r *Rule) bool { return r.broken(0) }) {
			v.clean = unjudged
		}
	}
	return p
}

// subject is what a rule about more than one value looks at: the configuration
// and what the scans have found out about it. It is passed by value so that
// nothing escapes to the heap.
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
}

func newSubject(c *Config, in Context) subject {
	s := subject{c: c, in: in, secret: secretOf(c, in)}
	for i, f := range c.AllowedOAuthFlows {
		if c.knows(FieldAllowedOAuthFlows, i) {
			s.flows |= flowBit(f)
		}
	}
	for i, f := range c.ExplicitAuthFlows {
		if c.knows(FieldExplicitAuthFlows, i) {
			s.auth |= authFlowBit(f)
		}
	}
	s.access, s.id, s.refresh = lifetimesOf(c)
	return s
}

// knows reports whether an element of a list is there and its value is known.
func (c *Config) knows(f Field, i int) bool {
	return (c.Unknown == nil || !unknownElement(c.Unknown, f, i)) && (c.MaybeSet == nil || !unknownElement(c.MaybeSet, f, i))
}

// unknown reports whether a field is set to a value that is not known. A rule
// that asks this declares the field in presence.
func (s *subject) unknown(f Field) bool { return s.c.Unknown != nil && unknown(s.c.Unknown, f, true) }

// inspect runs a program. On the path of a clean configuration it allocates
// nothing: paths, messages and lists are made only for what is found.
func inspect(c *Config, in Context, p *program) []Finding {
	s := newSubject(c, in)
	var all []Finding
	for i := range p.values {
		v := &p.values[i]
		if s.pending(v.row.Name, true) {
			continue
		}
		if v.row.list == nil {
			if value, ok := v.row.text(c); ok {
				all = v.judge(all, &s, value, -1, v.row.scan(value))
			}
			continue
		}
		var union facts
		all, union = v.judgeList(all, &s)
		switch v.row.Name {
		case FieldCallbackURLs:
			s.urls = union
		case FieldAllowedOAuthScopes:
			s.scopes = union
		}
	}
	for _, r := range p.checks {
		if s.meets(r.Needs) && !s.lacksValue(r) {
			all = r.collect(all, &s)
		}
	}
	sortFindings(all)
	return all
}

// judgeList judges the elements of a list and returns their facts together.
// Most elements of a list are alike: what a value with the same facts did not
// break, the next one does not break either.
func (v *valueRules) judgeList(all []Finding, s *subject) ([]Finding, facts) {
	clean, union := v.clean, facts(0)
	for i, value := range v.row.list(s.c) {
		if !s.c.knows(v.row.Name, i) {
			continue
		}
		f := v.row.scan(value)
		union |= f
		if f == clean {
			continue
		}
		before := len(all)
		if all = v.judge(all, s, value, i, f); len(all) == before {
			clean = f
		}
	}
	return all, union
}

// judge appends a finding for each rule that one value breaks.
func (v *valueRules) judge(all []Finding, s *subject, value string, i int, f facts) []Finding {
	if f == v.clean {
		return all
	}
	for _, r := range v.rules {
		if r.broken(f) && s.meets(r.Needs) {
			message, fix := r.says(value)
			all = append(all, r.complete(Finding{Field: v.row.Name, Index: i, Message: message, Fix: fix}))
		}
	}
	return all
}

// collect appends what the rule finds, except where the value is a placeholder
// for one that is not known.
func (r *Rule) collect(all []Finding, s *subject) []Finding {
	for _, f := range r.check(*s) {
		if f.Index < 0 || s.c.knows(f.Field, f.Index) {
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
		return unknown(s.c.MaybeSet, f, true)
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

// Skip is a rule that could not run on a configuration, or not on all of it.
type Skip struct {
	Rule  string
	Lacks Needs   // what the Context does not hold; 0: nothing
	Paths []Field // the fields, or elements of lists, whose value is not known
}

// Skipped returns the rules that Check could not run for want of something that
// may turn up: a value that is not known, a Context that does not say. A rule
// about another operation than the one planned is not among them. What is not
// skipped was judged. It is nil for a nil c.
func Skipped(c *Config, in Context) []Skip {
	if c == nil {
		return nil
	}
	s := newSubject(c, in)
	var all []Skip
	for i := range catalogue {
		r := &catalogue[i]
		lacks := s.lacking(r.Needs)
		const operations = NeedsCreate | NeedsUpdate
		if lacks&operations != 0 && in.Operation != OperationUnknown {
			continue
		}
		if paths := s.pendingPaths(r); lacks != 0 || paths != nil {
			all = append(all, Skip{r.ID, lacks, paths})
		}
	}
	return all
}

// pendingPaths returns the entries of Unknown and MaybeSet that a rule could not
// read, each once, in time linear in the entries.
func (s *subject) pendingPaths(r *Rule) []Field {
	var paths []Field
	for _, p := range s.c.MaybeSet {
		if slices.ContainsFunc(r.Fields, func(f Field) bool { return unknown([]Field{p}, f, false) }) {
			paths = append(paths, p)
		}
	}
	for _, p := range s.c.Unknown {
		if slices.ContainsFunc(r.Fields, func(f Field) bool {
			return !slices.Contains(r.presence, f) && unknown([]Field{p}, f, false)
		}) {
			paths = append(paths, p)
		}
	}
	return paths
}

// sortFindings puts findings into the order of the catalogue, then of the
// fields, then of the elements.
func sortFindings(all []Finding) {
	if len(all) < 2 {
		return
	}
	slices.SortStableFunc(all, func(a, b Finding) int {
		if a.Rule != b.Rule {
			return cmp.Compare(catalogueIndex[a.Rule], catalogueIndex[b.Rule])
		}
		if a.Field != b.Field {
			return cmp.Compare(fieldIndex[a.Field], fieldIndex[b.Field])
		}
		return cmp.Compare(a.Index, b.Index)
	})
}

// newFinding returns a finding about an element of a field or, at -1, about all
// of it.
func newFinding(f Field, i int, format string, args ...any) Finding {
	return Finding{Field: f, Index: i, Message: fmt.Sprintf(format, args...)}
}

// found returns one finding about a field as a whole.
func found(f Field, format string, args ...any) []Finding {
	return []Finding{newFinding(f, -1, format, args...)}
}

// withFix returns the finding with a fix of its own.
func (f Finding) withFix(format string, args ...any) Finding {
	f.Fix = fmt.Sprintf(format, args...)
	return f
}

// because names the other fields that decided.
func because(found []Finding, related ...Field) []Finding {
	for i := range found {
		found[i].Related = slices.Clone(related)
	}
	return found
}

// fixedBy gives findings a fix of their own.
func fixedBy(found []Finding, format string, args ...any) []Finding {
	for i := range found {
		found[i] = found[i].withFix(format, args...)
	}
	return found
}

// eachIn returns a finding for every element of a list that is bad.
func eachIn[S ~string](f Field, list []S, bad func(S) bool, says func(S) (message, fix string)) []Finding {
	var all []Finding
	for i, v := range list {
		if bad(v) {
			message, fix := says(v)
			all = append(all, Finding{Field: f, Index: i, Message: message, Fix: fix})
		}
	}
	return all
}

func isTrue(b *bool) bool  { return b != nil && *b }
func isFalse(b *bool) bool { return b != nil && !*b }

// secretOf returns whether the client has a secret, from the Context and, on
// create or where Describe shows one, from the configuration.
func secretOf(c *Config, in Context) SecretState {
	switch {
	case in.Secret != SecretStateUnknown:
		return in.Secret
	case in.Operation != OperationUpdate && (c.ClientSecret != nil || isTrue(c.GenerateSecret)):
		return SecretStatePresent
	case in.Operation == OperationCreate:
		return SecretStateAbsent
	case in.Operation == OperationUpdate && (c.ClientSecret != nil || in.Current != nil && in.Current.ClientSecret != nil):
		return SecretStatePresent
	}
	return SecretStateUnknown
}

func rotationEnabled(c *Config) bool {
	return c.RefreshTokenRotation != nil && c.RefreshTokenRotation.Feature == types.FeatureTypeEnabled
}
