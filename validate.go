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
	Message  string  // the value seen, the law as a fact, the remedy; reads on from Path
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

// Error returns path, message and rule in one line.
func (f *Finding) Error() string { return f.Path() + " " + f.Message + " [" + f.Rule + "]" }

type findingJSON struct {
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	Harm     Harm     `json:"harm,omitzero"`
	Field    Field    `json:"field"`
	Index    int      `json:"index"`
	Path     string   `json:"path"`
	Pointer  string   `json:"pointer"`
	Message  string   `json:"message"`
	Related  []Field  `json:"related,omitzero"`
}

// MarshalJSON returns an object with the members rule, severity, harm (advice
// only), field, index (-1: the field as a whole), path, pointer, message and
// related (where there are any).
func (f Finding) MarshalJSON() ([]byte, error) {
	return json.Marshal(findingJSON{f.Rule, f.Severity, f.Harm, f.Field, f.Index, f.Path(), f.Pointer(), f.Message, f.Related})
}

// UnmarshalJSON reads what MarshalJSON wrote; path and pointer follow from
// field and index.
func (f *Finding) UnmarshalJSON(data []byte) error {
	var j findingJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	*f = Finding{j.Rule, j.Severity, j.Harm, j.Field, j.Index, j.Message, j.Related}
	return nil
}

// ValidationError holds every finding of severity Error: what the service
// would refuse.
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
	advice bool         // whether scans look for what only advice asks about
}

// valueRules are the rules about the values of one field.
type valueRules struct {
	*valueField
	any   mark // all that the rules look for
	rules []*Rule
}

var (
	everything = compile(SeverityAdvice)
	errorsOnly = compile(SeverityError)
)

// compile sorts the rules up to a severity.
func compile(most Severity) program {
	p := program{advice: most >= SeverityAdvice}
	for i := range valueFields {
		p.values = append(p.values, valueRules{valueField: &valueFields[i]})
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
			if v := &p.values[j]; slices.Contains(r.Fields, v.field) {
				v.any |= r.marks
				v.rules = append(v.rules, r)
			}
		}
	}
	return p
}

// A mark is a set of facts about one value that its scan found. The low bits
// mean the same for every kind of value; the others are declared beside the
// scan they belong to.
type mark uint32

const (
	markLength  mark = 1 << iota // too short or too long
	markPattern                  // holds a character that the pattern does not allow
	firstMark
)

// shaped says that a value is of a shape that the service looks into; where it
// is not, the rules of meaning are silent.
func (m mark) shaped() bool { return m&(markLength|markPattern) == 0 }

// valueField is a field of strings and the one scan that each of them gets.
type valueField struct {
	field Field
	list  func(c *Config) []string
	one   func(c *Config) (value string, given bool)
	scan  func(value string, advice bool) mark
}

var valueFields = []valueField{
	{field: FieldUserPoolId, one: func(c *Config) (string, bool) { return deref(c.UserPoolId) }, scan: scanUserPoolID},
	{field: FieldClientId, one: func(c *Config) (string, bool) { return deref(c.ClientId) }, scan: scanClientID},
	{field: FieldClientName, one: func(c *Config) (string, bool) { return deref(c.ClientName) }, scan: scanClientName},
	{field: FieldClientSecret, one: clientSecret, scan: scanClientSecret},
	{field: FieldReadAttributes, list: func(c *Config) []string { return c.ReadAttributes }, scan: scanReadAttribute},
	{field: FieldWriteAttributes, list: func(c *Config) []string { return c.WriteAttributes }, scan: scanWriteAttribute},
	{field: FieldSupportedIdentityProviders, list: func(c *Config) []string { return c.SupportedIdentityProviders }, scan: scanProvider},
	{field: FieldCallbackURLs, list: func(c *Config) []string { return c.CallbackURLs }, scan: scanRedirect},
	{field: FieldLogoutURLs, list: func(c *Config) []string { return c.LogoutURLs }, scan: scanRedirect},
	{field: FieldDefaultRedirectURI, one: func(c *Config) (string, bool) { return deref(c.DefaultRedirectURI) }, scan: scanRedirect},
	{field: FieldAllowedOAuthScopes, list: func(c *Config) []string { return c.AllowedOAuthScopes }, scan: scanScope},
	{field: FieldAnalyticsConfigurationApplicationId, one: analyticsText(func(a *AnalyticsConfiguration) *string { return a.ApplicationId }), scan: scanApplicationID},
	{field: FieldAnalyticsConfigurationApplicationArn, one: analyticsText(func(a *AnalyticsConfiguration) *string { return a.ApplicationArn }), scan: scanARN},
	{field: FieldAnalyticsConfigurationRoleArn, one: analyticsText(func(a *AnalyticsConfiguration) *string { return a.RoleArn }), scan: scanARN},
	{field: FieldAnalyticsConfigurationExternalId, one: analyticsText(func(a *AnalyticsConfiguration) *string { return a.ExternalId }), scan: scanExternalID},
}

func deref(s *string) (string, bool) {
	if s == nil {
		return "", false
	}
	return *s, true
}

func clientSecret(c *Config) (string, bool) {
	if c.ClientSecret == nil {
		return "", false
	}
	return string(*c.ClientSecret), true
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
	scopes  mark // of all scopes together
	urls    mark // of all callback URLs together
	access  lifetime
	id      lifetime
	refresh lifetime
}

func newSubject(c *Config, in Context) subject {
	s := subject{c: c, in: in, secret: secretOf(c, in)}
	for _, f := range c.AllowedOAuthFlows {
		s.flows |= flowBit(f)
	}
	for _, f := range c.ExplicitAuthFlows {
		s.auth |= authFlowBit(f)
	}
	s.access, s.id, s.refresh = lifetimesOf(c)
	return s
}

// inspect runs a program. On the path of a clean configuration it allocates
// nothing: paths, messages and lists are made only for what is found.
func inspect(c *Config, in Context, p *program) []Finding {
	s := newSubject(c, in)
	var all []Finding
	for i := range p.values {
		v := &p.values[i]
		if c.Unknown != nil && unknown(c.Unknown, v.field, true) {
			continue
		}
		if v.one != nil {
			if value, given := v.one(c); given {
				all = v.judge(all, &s, value, -1, v.scan(value, p.advice))
			}
			continue
		}
		var union mark
		for j, value := range v.list(c) {
			if c.Unknown != nil && unknownElement(c.Unknown, v.field, j) {
				continue
			}
			m := v.scan(value, p.advice)
			union |= m
			all = v.judge(all, &s, value, j, m)
		}
		switch v.field {
		case FieldCallbackURLs:
			s.urls = union
		case FieldAllowedOAuthScopes:
			s.scopes = union
		}
	}
	for _, r := range p.checks {
		if s.lacks(r) {
			continue
		}
		all = r.collect(all, &s)
	}
	sortFindings(all)
	return all
}

// judge appends a finding for each rule that the marks of one value break.
func (v *valueRules) judge(all []Finding, s *subject, value string, i int, m mark) []Finding {
	if m&v.any == 0 {
		return all
	}
	for _, r := range v.rules {
		if m&r.marks != 0 && s.meets(r.Needs) {
			all = append(all, Finding{Rule: r.ID, Severity: r.Severity, Harm: r.Harm, Field: v.field, Index: i, Message: r.say(value)})
		}
	}
	return all
}

// collect appends what the rule finds, except where the value is a placeholder
// for one not known yet.
func (r *Rule) collect(all []Finding, s *subject) []Finding {
	for _, f := range r.check(*s) {
		if f.Index >= 0 && s.c.Unknown != nil && unknownElement(s.c.Unknown, f.Field, f.Index) {
			continue
		}
		f.Rule, f.Severity = r.ID, r.Severity
		f.Harm = cmp.Or(f.Harm, r.Harm)
		all = append(all, f)
	}
	return all
}

// lacks says that the rule cannot run: the Context does not hold what it needs,
// or a field it reads is not known yet.
func (s *subject) lacks(r *Rule) bool {
	if !s.meets(r.Needs) {
		return true
	}
	if s.c.Unknown == nil {
		return false
	}
	for _, f := range r.Fields {
		if unknown(s.c.Unknown, f, slices.Contains(r.each, f)) {
			return true
		}
	}
	return false
}

// meets says that the Context holds what a rule needs.
func (s *subject) meets(n Needs) bool {
	const operations = NeedsCreate | NeedsUpdate
	return n == 0 || (n&operations == 0 || n&s.operation() != 0) &&
		(n&NeedsSecret == 0 || s.secret != SecretStateUnknown) &&
		(n&NeedsPool == 0 || s.in.Pool != nil) &&
		(n&NeedsKind == 0 || s.in.Kind != KindUnknown)
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

// unknown says that a field, what holds it or a part of it is not known yet.
// With byElement, a list of which only elements are unknown is known.
func unknown(fields []Field, f Field, byElement bool) bool {
	for _, u := range fields {
		if u == f || within(f, u, '.') || within(u, f, '.') || !byElement && within(u, f, '[') {
			return true
		}
	}
	return false
}

// within says that path f begins with path whole and the separator.
func within(f, whole Field, separator byte) bool {
	return len(f) > len(whole) && f[len(whole)] == separator && f[:len(whole)] == whole
}

func unknownElement(fields []Field, f Field, i int) bool {
	for _, u := range fields {
		if within(u, f, '[') && string(u[len(f):]) == "["+strconv.Itoa(i)+"]" {
			return true
		}
	}
	return false
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

// found is one finding about a field as a whole.
func found(f Field, format string, args ...any) []Finding {
	return []Finding{at(f, -1, format, args...)}
}

// at is a finding about an element of a field, or, at -1, about all of it.
func at(f Field, i int, format string, args ...any) Finding {
	return Finding{Field: f, Index: i, Message: fmt.Sprintf(format, args...)}
}

// because names the other fields that decided.
func because(found []Finding, related ...Field) []Finding {
	for i := range found {
		found[i].Related = related
	}
	return found
}

// eachIn is a finding for every element of a list that is bad.
func eachIn[S ~string](f Field, list []S, bad func(S) bool, say func(S) string) []Finding {
	var all []Finding
	for i, v := range list {
		if bad(v) {
			all = append(all, Finding{Field: f, Index: i, Message: say(v)})
		}
	}
	return all
}

func isTrue(b *bool) bool  { return b != nil && *b }
func isFalse(b *bool) bool { return b != nil && !*b }

// secretOf says whether the client has a secret, from the Context and, on
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
