package userpoolclient

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Refusal is how the service answers a request that it refuses.
type Rejection struct {
	Exception string // the exception's name: "InvalidOAuthFlowException"
	Message   string // its text
	Recorded  bool   // whether the text is the service's; if not, it is the finding's own, for none is on record
	// whether it is about limits of the API model, which the service checks before it looks anything up
	Limits   bool
	Findings []Finding // what it is about: all broken limits at once, anything else alone
}

// Refuse returns how the service answers a create or update that it refuses;
// ok is false when it does not. It refuses exactly what [Validate] reports.
//
// Broken limits of the API model are reported first and all at once, each in
// the words of the service's validator. Other errors are reported one at a
// time, here in the order of the catalogue; the service's own order is not on
// record.
func Reject(c *Config, in Context) (refusal Rejection, ok bool) {
	if c == nil {
		return Rejection{}, false
	}
	found := inspect(c, in, &errorsOnly)
	if len(found) == 0 {
		return Rejection{}, false
	}
	if broken := slices.DeleteFunc(slices.Clone(found),
		func(f Finding) bool { return ruleOf(f).Constraint == nil }); len(broken) > 0 {
		return Rejection{invalidParameter, violations(c, broken), true, true, broken}, true
	}
	first := found[0]
	r := ruleOf(first)
	refusal = Rejection{Exception: cmp.Or(r.Exception, invalidParameter), Message: first.Error(), Findings: found[:1:1]}
	if r.ServiceMessage != "" {
		refusal.Message, refusal.Recorded = r.serviceMessage(c, in, first), true
	}
	return refusal, true
}

func ruleOf(f Finding) *Rule { return &catalogue[catalogueIndex[f.Rule]] }

// serviceMessage is the service's text about one finding.
func (r *Rule) serviceMessage(c *Config, in Context, f Finding) string {
	list, doing := "write", "creating"
	if f.Field == FieldReadAttributes {
		list = "read"
	}
	if in.Operation == OperationUpdate {
		doing = "updating"
	}
	pool := valueAt(c, FieldUserPoolId, -1)
	return strings.NewReplacer(
		"{value}", valueAt(c, f.Field, f.Index),
		"{pool}", pool,
		"{read|write}", list,
		"{creating|updating}", doing,
	).Replace(r.ServiceMessage)
}

// violations is the service's text about broken limits. A list is reported once
// per kind of limit, with all its elements and all limits on them.
func violations(c *Config, broken []Finding) string {
	var all []string
	add := func(f Field, constraint string) {
		v := "Value " + printed(c, f) + "at '" + wireName(f) + "' failed to satisfy constraint: " + constraint
		if !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	for _, f := range broken {
		r := ruleOf(f)
		if f.Index >= 0 {
			add(f.Field, "Member must satisfy constraint: ["+strings.Join(elementConstraints(f.Field), ", ")+"]")
			continue
		}
		if valueAt(c, f.Field, -1) == "" && r.Constraint.Kind == ConstraintLength {
			// Every pattern wants at least one character.
			for _, p := range constraintsOn(f.Field, ConstraintPattern) {
				add(f.Field, patternText(p))
			}
		}
		add(f.Field, r.Constraint.brokenBy(c, f.Field))
	}
	s := "s"
	if len(all) == 1 {
		s = ""
	}
	return strconv.Itoa(len(all)) + " validation error" + s + " detected: " + strings.Join(all, "; ")
}

// brokenBy is the validator's text about a limit that a field breaks.
func (k *Constraint) brokenBy(c *Config, f Field) string {
	switch k.Kind {
	case ConstraintRequired:
		return "Member must not be null"
	case ConstraintLength:
		return k.bound("length", int64(len([]rune(valueAt(c, f, -1)))))
	case ConstraintCount:
		return k.bound("length", k.Max+1)
	case ConstraintRange:
		n, _ := strconv.ParseInt(valueAt(c, f, -1), 10, 64)
		return k.bound("value", n)
	case ConstraintPattern:
		return patternText(k)
	}
	return enumText(k)
}

func (k *Constraint) bound(of string, n int64) string {
	if n < k.Min {
		return leastText(of, k.Min)
	}
	return mostText(of, k.Max)
}

func mostText(of string, n int64) string {
	return "Member must have " + of + " less than or equal to " + strconv.FormatInt(n, 10)
}

func leastText(of string, n int64) string {
	return "Member must have " + of + " greater than or equal to " + strconv.FormatInt(n, 10)
}

func patternText(k *Constraint) string {
	return "Member must satisfy regular expression pattern: " + k.Pattern
}

func enumText(k *Constraint) string {
	return "Member must satisfy enum value set: [" + strings.Join(k.Values, ", ") + "]"
}

// elementConstraints are the limits on the elements of a list.
func elementConstraints(f Field) []string {
	var all []string
	for _, k := range constraintsOn(f, ConstraintLength) {
		all = append(all, mostText("length", k.Max), leastText("length", k.Min))
	}
	for _, k := range constraintsOn(f, ConstraintPattern) {
		all = append(all, patternText(k))
	}
	for _, k := range constraintsOn(f, ConstraintEnum) {
		all = append(all, enumText(k))
	}
	return all
}

// constraintsOn returns the limits of a kind that a field has to keep.
func constraintsOn(f Field, kind ConstraintKind) []*Constraint {
	var all []*Constraint
	for i := range catalogue {
		r := &catalogue[i]
		limits := r.Severity == SeverityError && r.Constraint != nil && r.Constraint.Kind == kind
		if limits && slices.Contains(r.Fields, f) {
			all = append(all, r.Constraint)
		}
	}
	return all
}

// wireName is a field in the service's messages: "callbackURLs",
// "tokenValidityUnits.accessToken".
func wireName(f Field) string {
	parts := strings.Split(string(f), ".")
	for i, p := range parts {
		parts[i] = strings.ToLower(p[:1]) + p[1:]
	}
	return strings.Join(parts, ".")
}

// printed is a value in the service's messages, with a blank behind it: quoted,
// non-ASCII characters as question marks, nothing for what is sensitive.
func printed(c *Config, f Field) string {
	if values, list := valuesOf(c, f); !list && values == nil {
		return "null "
	}
	switch f {
	case FieldClientId, FieldClientSecret:
		return ""
	}
	return "'" + strings.Map(func(r rune) rune {
		if r > '~' {
			return '?'
		}
		return r
	}, valueAt(c, f, -1)) + "' "
}

// valueAt is the value of a field, or of one of its elements, as text; a list
// is "[a, b]".
func valueAt(c *Config, f Field, i int) string {
	values, list := valuesOf(c, f)
	switch {
	case 0 <= i && i < len(values):
		return values[i]
	case list:
		return "[" + strings.Join(values, ", ") + "]"
	case len(values) == 1:
		return values[0]
	}
	return ""
}

// valuesOf returns what a field holds as text, nothing where it is omitted, and
// reports whether it is a list.
func valuesOf(c *Config, f Field) (values []string, list bool) {
	r := rowOf(f)
	switch {
	case r.size != nil:
		for i := range r.size(c) {
			values = append(values, r.at(c, i))
		}
		return values, true
	case r.text != nil:
		if v, ok := r.text(c); ok {
			values = []string{v}
		}
	case r.number != nil:
		if n := r.number(c); n != nil {
			values = []string{strconv.Itoa(int(*n))}
		}
	}
	return values, false
}

func texts[S ~string](list []S) []string {
	all := make([]string, len(list))
	for i, s := range list {
		all[i] = string(s)
	}
	return all
}
