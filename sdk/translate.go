package sdk

import (
	"cmp"
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"

	"github.com/userpoolclient/userpoolclient"
)

// Translate turns a refusal of the service into the findings that it is about:
// which rule, which field, which element, what to do. c is the configuration
// that was sent, nil when it is not at hand, and in what else is known.
//
// The service names neither the field nor the unit of a lifetime out of range,
// and no attribute; c tells which it was. Where neither c nor in tells, each
// rule that the service may mean is a finding whose message says so. nil when
// err is not a refusal by a rule: a missing client, a throttled request, any
// text that is not on record.
func Translate(err error, c *userpoolclient.Config, in userpoolclient.Context) []userpoolclient.Finding {
	var refused smithy.APIError
	if !errors.As(err, &refused) {
		return nil
	}
	if in.Operation == userpoolclient.OperationUnknown {
		in.Operation = operationOf(err)
	}
	var all []userpoolclient.Finding
	var unproven []refusal
	for _, r := range refusals(refused.ErrorCode(), strings.TrimSpace(refused.ErrorMessage())) {
		found := r.proven(c, in)
		if found == nil {
			unproven = append(unproven, r)
		}
		all = append(all, found...)
	}
	proven := slices.Clip(all)
	for _, r := range unproven {
		// An empty value breaks every limit on its member; one finding says it.
		if r.field == "" || !slices.ContainsFunc(proven, func(f userpoolclient.Finding) bool { return f.Field == r.field }) {
			all = append(all, r.supposed(c, in)...)
		}
	}
	return all
}

func operationOf(err error) userpoolclient.Operation {
	var call *smithy.OperationError
	if errors.As(err, &call) {
		switch call.OperationName {
		case createOperation:
			return userpoolclient.OperationCreate
		case updateOperation:
			return userpoolclient.OperationUpdate
		}
	}
	return userpoolclient.OperationUnknown
}

// A refusal is one law that the service says is broken.
type refusal struct {
	rules []userpoolclient.Rule // those that it may mean
	field userpoolclient.Field  // where, "" when the text does not tell
	value string                // the value that the text names
	named bool                  // whether it names one
}

func refusals(exception, message string) []refusal {
	if exception == invalidParameter && shapeHead.MatchString(message) {
		return shapeRefusals(message)
	}
	var r refusal
	for _, rule := range userpoolclient.Rules() {
		if rule.Exception != exception || rule.Constraint != nil {
			continue
		}
		if rule.ServiceMessage == "" && exception != invalidParameter {
			// No text is on record, but the exception is the rule's own.
			r.rules = append(r.rules, rule)
			continue
		}
		if field, value, named, ok := match(rule.ServiceMessage, message); ok {
			r.rules, r.field, r.value, r.named = append(r.rules, rule), cmp.Or(field, r.field), value, named
		}
	}
	if r.rules == nil {
		return nil
	}
	return []refusal{r}
}

const invalidParameter = "InvalidParameterException"

var placeholder = regexp.MustCompile(`\{[^}]*\}`)

// match reads a message by the template of a rule.
func match(template, message string) (field userpoolclient.Field, value string, named, ok bool) {
	if template == "" {
		return
	}
	var expr strings.Builder
	var names []string
	rest := template
	for _, at := range placeholder.FindAllStringIndex(template, -1) {
		expr.WriteString(regexp.QuoteMeta(template[len(template)-len(rest) : at[0]]))
		name := template[at[0]+1 : at[1]-1]
		if strings.Contains(name, "|") {
			expr.WriteString("(" + name + ")")
		} else {
			expr.WriteString("(.*)")
		}
		names, rest = append(names, name), template[at[1]:]
	}
	expr.WriteString(regexp.QuoteMeta(rest))
	// The recorded texts are not uniform about the final dot.
	got := regexp.MustCompile(`(?s)^` + strings.TrimSuffix(expr.String(), `\.`) + `\.?$`).FindStringSubmatch(message)
	if got == nil {
		return
	}
	for i, name := range names {
		switch text := got[i+1]; {
		case name == "value":
			value, named = text, true
		case text == "read":
			field = userpoolclient.FieldReadAttributes
		case text == "write":
			field = userpoolclient.FieldWriteAttributes
		}
	}
	return field, value, named, true
}

var (
	shapeHead   = regexp.MustCompile(`^\d+ validation errors? detected: `)
	shapeClause = regexp.MustCompile(`(?s)Value (?:'.*?' |null )?at '([^']*)' failed to satisfy constraint: `)
	listMember  = regexp.MustCompile(`\.\d+\.member$`)
)

// shapeRefusals reads the one message in which the service lists every broken
// limit of the API model.
func shapeRefusals(message string) []refusal {
	var all []refusal
	clauses := shapeClause.FindAllStringSubmatchIndex(message, -1)
	for i, at := range clauses {
		end := len(message)
		if i+1 < len(clauses) {
			end = clauses[i+1][0]
		}
		if r := shapeRefusal(message[at[2]:at[3]], message[at[1]:end]); r.rules != nil {
			all = append(all, r)
		}
	}
	return all
}

func shapeRefusal(member, constraint string) (r refusal) {
	inElement := listMember.MatchString(member) || strings.HasPrefix(constraint, "Member must satisfy constraint: ")
	member = listMember.ReplaceAllString(member, "")
	for _, rule := range userpoolclient.Rules() {
		if rule.Constraint == nil {
			continue
		}
		for _, f := range rule.Fields {
			if strings.EqualFold(string(f), member) && speaksOf(constraint, rule.Constraint.Kind, inElement) {
				r.rules, r.field = append(r.rules, rule), f
			}
		}
	}
	return r
}

func speaksOf(constraint string, kind userpoolclient.ConstraintKind, inElement bool) bool {
	text := map[userpoolclient.ConstraintKind]string{
		userpoolclient.ConstraintRequired: "must not be null",
		userpoolclient.ConstraintLength:   "must have length",
		userpoolclient.ConstraintCount:    "must have length",
		userpoolclient.ConstraintRange:    "must have value",
		userpoolclient.ConstraintPattern:  "must satisfy regular expression pattern",
		userpoolclient.ConstraintEnum:     "must satisfy enum value set",
	}[kind]
	return strings.Contains(constraint, text) && !(kind == userpoolclient.ConstraintCount && inElement)
}

// proven returns what the rules find in the configuration itself, given that
// the service is right.
func (r refusal) proven(c *userpoolclient.Config, in userpoolclient.Context) []userpoolclient.Finding {
	if c == nil {
		return nil
	}
	var all []userpoolclient.Finding
	for _, f := range userpoolclient.Check(c, r.grant(c, in)) {
		if r.means(f.Rule) && (r.field == "" || r.field == f.Field) && (!r.named || shows(valueAt(c, f.Field, f.Index), r.value)) {
			all = append(all, f)
		}
	}
	return all
}

// grant adds to what is known what the refusal itself tells.
func (r refusal) grant(c *userpoolclient.Config, in userpoolclient.Context) userpoolclient.Context {
	var needs userpoolclient.Needs
	for _, rule := range r.rules {
		needs |= rule.Needs
	}
	if in.Secret == userpoolclient.SecretStateUnknown && needs&userpoolclient.NeedsSecret != 0 {
		in.Secret = userpoolclient.SecretStateAbsent
	}
	if in.Pool == nil && needs&userpoolclient.NeedsPool != 0 {
		in.Pool = &userpoolclient.Pool{}
		if r.means("auth-flow-tier") {
			in.Pool.Tier = types.UserPoolTierTypeLite
		}
		if r.named {
			in.Pool.Scopes = without(c.AllowedOAuthScopes, r.value)
			in.Pool.IdentityProviders = without(c.SupportedIdentityProviders, r.value)
		}
	}
	return in
}

func without(values []string, value string) []string {
	return slices.DeleteFunc(append([]string{}, values...), func(v string) bool { return shows(v, value) })
}

func (r refusal) means(id string) bool {
	return slices.ContainsFunc(r.rules, func(rule userpoolclient.Rule) bool { return rule.ID == id })
}

// supposed returns a finding for each rule that the service may mean.
func (r refusal) supposed(c *userpoolclient.Config, in userpoolclient.Context) []userpoolclient.Finding {
	rules := r.rules
	if c != nil {
		// What was judged and found in order is not what the service means,
		// unless nothing else is left.
		unjudged := slices.DeleteFunc(slices.Clone(rules), func(rule userpoolclient.Rule) bool {
			return rule.Needs&userpoolclient.NeedsPool == 0 || in.Pool != nil
		})
		if len(unjudged) > 0 {
			rules = unjudged
		}
	}
	var all []userpoolclient.Finding
	for _, rule := range rules {
		if rule.ServiceMessage == "" {
			continue // the exception alone is too little
		}
		f := userpoolclient.Finding{Rule: rule.ID, Severity: rule.Severity, Harm: rule.Harm, Index: -1}
		f.Field, f.Index = r.place(rule, c)
		law := strings.TrimSuffix(rule.Summary, ".")
		if len(rules) == 1 {
			f.Message = "is refused by the service, whose rule is: " + law
		} else {
			f.Message = "is refused by the service, perhaps by this rule: " + law
		}
		all = append(all, f)
	}
	return all
}

// place is where a refusal belongs that the configuration does not show: where
// the value stands, else where the rule's own bad example has its finding.
func (r refusal) place(rule userpoolclient.Rule, c *userpoolclient.Config) (userpoolclient.Field, int) {
	if r.named && c != nil {
		for _, f := range rule.Fields {
			if i := slices.IndexFunc(valuesOf(c, f), func(v string) bool { return shows(v, r.value) }); i >= 0 {
				return f, i
			}
		}
	}
	if r.field != "" {
		return r.field, -1
	}
	for _, f := range userpoolclient.Check(rule.Bad.Config(), rule.Bad.Context()) {
		if f.Rule == rule.ID {
			return f.Field, -1
		}
	}
	return rule.Fields[0], -1
}

// shows says that the service's text of a value stands for v: characters that
// are not ASCII appear in its texts as question marks.
func shows(v, text string) bool {
	return v == text || strings.Map(func(r rune) rune {
		if r >= utf8.RuneSelf {
			return '?'
		}
		return r
	}, v) == text
}

// valueAt is the value that a finding is about, "" where it is not a string.
func valueAt(c *userpoolclient.Config, f userpoolclient.Field, i int) string {
	if f == userpoolclient.FieldDefaultRedirectURI {
		return orZero(c.DefaultRedirectURI)
	}
	if values := valuesOf(c, f); 0 <= i && i < len(values) {
		return values[i]
	}
	return ""
}

// valuesOf is a list whose elements the service's texts name.
func valuesOf(c *userpoolclient.Config, f userpoolclient.Field) []string {
	switch f {
	case userpoolclient.FieldCallbackURLs:
		return c.CallbackURLs
	case userpoolclient.FieldLogoutURLs:
		return c.LogoutURLs
	case userpoolclient.FieldAllowedOAuthScopes:
		return c.AllowedOAuthScopes
	case userpoolclient.FieldSupportedIdentityProviders:
		return c.SupportedIdentityProviders
	}
	return nil
}
