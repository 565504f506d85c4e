package cognitotest

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/userpoolclient/userpoolclient"
)

// Rejection is how the service answers a request that it rejects.
type Rejection struct {
	Exception string // the exception's name: "InvalidOAuthFlowException"
	Message   string // its text
	Recorded  bool   // whether the text is the service's; otherwise it is the finding's own, for none is recorded
	Limits    bool   // whether it is about limits of the API model, which the service checks before it looks anything up

	// Findings are what it is about: all broken limits at once, anything else alone.
	Findings []userpoolclient.Finding
}

// Reject returns how the service answers a create or update that it rejects and
// reports whether it rejects it. It rejects what [userpoolclient.Validate]
// reports.
//
// Broken limits of the API model are reported first and all at once, each in the
// words of the service's validator. Other errors are reported one at a time,
// here in the order of the catalogue; the service's own order is not verified.
func Reject(c *userpoolclient.Config, in userpoolclient.Context) (r Rejection, rejected bool) {
	broken, ok := errors.AsType[*userpoolclient.ValidationError](userpoolclient.Validate(c, in))
	if !ok {
		return Rejection{}, false
	}
	found := broken.Findings
	limits := slices.DeleteFunc(slices.Clone(found), func(f userpoolclient.Finding) bool { return !isLimit(ruleOf(f)) })
	if violations := violationsOf(c, limits); violations != nil {
		return Rejection{invalidParameter, invalid(violations).message, true, true, limits}, true
	}
	first := found[0]
	rule := ruleOf(first)
	r = Rejection{
		Exception: cmp.Or(rule.Exception, invalidParameter),
		Message:   first.Error(),
		Findings:  found[:1:1],
	}
	if rule.ServiceMessage != "" {
		r.Message, r.Recorded = serviceMessage(rule, c, in, first), true
	}
	return r, true
}

// catalogue is the rules, read once: handing them out costs a copy each time.
var catalogue = sync.OnceValue(userpoolclient.Rules)

var catalogueIndex = sync.OnceValue(func() map[string]int {
	index := make(map[string]int)
	for i, r := range catalogue() {
		index[r.ID] = i
	}
	return index
})

func ruleOf(f userpoolclient.Finding) *userpoolclient.Rule {
	return &catalogue()[catalogueIndex()[f.Rule]]
}

// isLimit reports whether a rule is a limit of the API model.
func isLimit(r *userpoolclient.Rule) bool { return r.Constraint != nil }

// serviceMessage returns the service's text about one finding.
func serviceMessage(r *userpoolclient.Rule, c *userpoolclient.Config, in userpoolclient.Context,
	f userpoolclient.Finding) string {
	list, doing := "write", "creating"
	if f.Field == userpoolclient.FieldReadAttributes {
		list = "read"
	}
	if in.Operation == userpoolclient.OperationUpdate {
		doing = "updating"
	}
	return strings.NewReplacer(
		"{value}", valueAt(c, f.Field, f.Index),
		"{pool}", valueAt(c, userpoolclient.FieldUserPoolId, -1),
		"{read|write}", list,
		"{creating|updating}", doing,
	).Replace(r.ServiceMessage)
}

// violationsOf returns the limits that are broken, in the service's words; nil
// when none is. A list is reported once per kind of limit, with all its elements
// and all limits on them.
func violationsOf(c *userpoolclient.Config, broken []userpoolclient.Finding) []violation {
	var all limits
	add := func(f userpoolclient.Field, constraint string) {
		v := violation{printed(c, f), wireName(f), constraint}
		if !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	for _, f := range broken {
		k := ruleOf(f).Constraint
		if f.Index >= 0 {
			add(f.Field, "Member must satisfy constraint: "+printList(elementConstraints(f.Field)))
			continue
		}
		value := valueAt(c, f.Field, -1)
		if value == "" && k.Kind == userpoolclient.ConstraintLength {
			// Every pattern wants at least one character.
			for _, p := range constraintsOn(f.Field, userpoolclient.ConstraintPattern) {
				add(f.Field, patternText(p.Pattern))
			}
		}
		add(f.Field, brokenBy(k, value))
	}
	return all
}

// brokenBy returns the validator's text about a limit that a value breaks.
func brokenBy(k *userpoolclient.Constraint, value string) string {
	switch k.Kind {
	case userpoolclient.ConstraintRequired:
		return notNull
	case userpoolclient.ConstraintLength:
		return boundText("length", int64(len([]rune(value))), k.Min, k.Max)
	case userpoolclient.ConstraintCount:
		return mostText("length", k.Max)
	case userpoolclient.ConstraintRange:
		n, _ := strconv.ParseInt(value, 10, 64) // it was printed from a number
		return boundText("value", n, k.Min, k.Max)
	case userpoolclient.ConstraintPattern:
		return patternText(k.Pattern)
	}
	return enumText(k.Values)
}

// elementConstraints returns the limits on the elements of a list.
func elementConstraints(f userpoolclient.Field) []string {
	var all []string
	for _, k := range constraintsOn(f, userpoolclient.ConstraintLength) {
		all = append(all, mostText("length", k.Max), leastText("length", k.Min))
	}
	for _, k := range constraintsOn(f, userpoolclient.ConstraintPattern) {
		all = append(all, patternText(k.Pattern))
	}
	for _, k := range constraintsOn(f, userpoolclient.ConstraintEnum) {
		all = append(all, enumText(k.Values))
	}
	return all
}

// constraintsOn returns the limits of a kind that a field has to keep.
func constraintsOn(f userpoolclient.Field, kind userpoolclient.ConstraintKind) []*userpoolclient.Constraint {
	var all []*userpoolclient.Constraint
	for _, r := range catalogue() {
		limits := r.Severity == userpoolclient.SeverityError && r.Constraint != nil && r.Constraint.Kind == kind
		if limits && slices.Contains(r.Fields, f) {
			all = append(all, r.Constraint)
		}
	}
	return all
}

// wireName returns a field as the service's messages name it: "callbackURLs",
// "tokenValidityUnits.accessToken".
func wireName(f userpoolclient.Field) string {
	path := ""
	for name := range strings.SplitSeq(string(f), ".") {
		path = joinPath(path, name)
	}
	return path
}

// printed returns a value as the service's messages show it: quoted, non-ASCII
// characters as question marks, nothing for what is sensitive.
func printed(c *userpoolclient.Config, f userpoolclient.Field) string {
	if _, set := c.Get(f); !set {
		return "null"
	}
	switch f {
	case userpoolclient.FieldClientId, userpoolclient.FieldClientSecret:
		return ""
	}
	return "'" + strings.Map(func(r rune) rune {
		if r > '~' {
			return '?'
		}
		return r
	}, valueAt(c, f, -1)) + "'"
}

// valueAt returns the value of a field, or of one of its elements, as text; a
// list is "[a, b]". It gives out a secret, whose length counts, and printed does
// not show it.
func valueAt(c *userpoolclient.Config, f userpoolclient.Field, i int) string {
	if elements, ok := c.Elements(f); ok {
		if 0 <= i && i < len(elements) {
			return elements[i]
		}
		return printList(elements)
	}
	value, set := c.Get(f)
	switch secret, ok := value.(userpoolclient.Secret); {
	case ok:
		return secret.Reveal()
	case !set:
		return ""
	}
	return fmt.Sprint(value)
}
