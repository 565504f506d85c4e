package userpoolclient

import (
	"cmp"
	"slices"
	"strings"
)

// Causes returns what can have led to a response of the service, the likeliest first:
// what the client's settings show, then what needs a certain request, and at the end,
// with Possible no, what the settings rule out. Among equals, what is better known
// comes first. Tell is what tells a cause from the others. It is nil where no rule
// records the response. c may be nil: the client is not at hand.
func Causes(c *Config, in Context, got Response) []Cause {
	v := newRequestView(c, in, Request{API: got.API})
	var all []Cause
	told := make(map[string]bool)
	for i := range requestTable() {
		rule := &requestTable()[i]
		if rule.Outcome == OutcomeAccepted || !rule.explains(got) || rule.cause != "" && rule.Tell == "" && told[rule.cause] {
			continue
		}
		told[rule.cause] = true
		all = append(all, v.possibleCause(rule, c != nil))
	}
	slices.SortStableFunc(all, func(a, b Cause) int {
		return cmp.Or(cmp.Compare(likelihood(a), likelihood(b)), cmp.Compare(a.Evidence, b.Evidence))
	})
	return all
}

// explains reports whether a rule records a response.
func (r *RequestRule) explains(got Response) bool {
	if got.API != "" && !slices.Contains(r.APIs, got.API) {
		return false
	}
	if got.Place == PlacePage && got.API == apiLogout && got.Error == "" {
		return r.Response.Place == PlacePage && r.Response.Error == "" // the page shows its text, and the URL none
	}
	return r.Response.matches(got, r.texts)
}

// possibleCause is what a rule says of a response. With a client it says what the
// setting is that decides.
func (v *requestView) possibleCause(rule *RequestRule, known bool) Cause {
	c := Cause{
		Rule: rule.ID, Evidence: rule.Evidence, Field: rule.Field, Parameter: rule.Parameter, Reason: rule.Summary,
		Fix: rule.Fix, Side: rule.Side, Tell: rule.Tell, Response: rule.Response, Sources: slices.Clone(rule.Sources),
		Possible: AnswerUndetermined,
	}
	if !known {
		return c
	}
	if rule.could != nil {
		c.Possible = rule.could(v)
	}
	if value, set := v.c.Get(rule.Field); set && value != nil && rule.Field != FieldClientSecret {
		c.Reason += " The client has " + string(rule.Field) + " " + cut(inWords(value)) + "."
	}
	return c
}

// likelihood is the rank of a cause.
func likelihood(c Cause) int {
	switch c.Possible {
	case AnswerYes:
		return 0
	case AnswerNo:
		return 2
	}
	return 1
}

// leadsTo returns the rules that record an error, a description or an exception, in
// the order of the table, and every such name.
func leadsTo(name string) (rules []*RequestRule, names []string) {
	for i := range requestTable() {
		rule := &requestTable()[i]
		if rule.Outcome == OutcomeAccepted {
			continue
		}
		for _, n := range []string{rule.Response.Error, rule.Response.Description, rule.Response.Exception} {
			if n == "" || strings.Contains(n, " ") {
				continue
			}
			names = append(names, n)
			if n == name && !slices.Contains(rules, rule) {
				rules = append(rules, rule)
			}
		}
	}
	slices.Sort(names)
	return rules, slices.Compact(names)
}
