package sdk

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"

	"github.com/userpoolclient/userpoolclient"
)

// Translate turns a rejection by the service into the findings that it is about:
// which rule, which field, which element, what to do. c is the configuration
// that was sent, nil when it is not at hand, and in what else is known.
//
// The service names neither the field nor the unit of a lifetime out of range,
// and no attribute; c tells which it was. Where neither c nor in tells, each
// rule that the service may mean is a finding whose message says so. It is nil
// when err is not a rejection by a rule: a missing client, a throttled request,
// any text that is not documented. The cost is linear in the message.
//
// Of a sign-in that is rejected, an InitiateAuth or a SignUp, the findings name rows of
// docs/hosted.md, "INIT-3", in which a setting of the client c, as it is, can have led
// there; userpoolclient.Causes has those that no setting decides too.
func Translate(err error, c *userpoolclient.Config, in userpoolclient.Context) []userpoolclient.Finding {
	var rejected smithy.APIError
	if !errors.As(err, &rejected) {
		return nil
	}
	if in.Operation == userpoolclient.OperationUnknown {
		in.Operation = operationOf(err)
	}
	message := strings.TrimSpace(rejected.ErrorMessage())
	var all []userpoolclient.Finding
	var unproven []violation
	for _, p := range violations(rejected.ErrorCode(), message) {
		found := p.proven(c, in)
		if found == nil {
			unproven = append(unproven, p)
		}
		all = append(all, found...)
	}
	proven := slices.Clip(all)
	for _, p := range unproven {
		// An empty value breaks every limit on its member; one finding says it.
		if p.field == "" || !slices.ContainsFunc(proven, func(f userpoolclient.Finding) bool { return f.Field == p.field }) {
			all = append(all, p.supposed(c, in)...)
		}
	}
	if all == nil && in.Operation == userpoolclient.OperationUnknown {
		return signInCauses(userpoolclient.Response{Exception: rejected.ErrorCode(), Message: message}, c, in)
	}
	return all
}

// signInCauses returns a finding for each cause of a rejected sign-in that the client
// does not rule out, nil where no such answer is recorded.
func signInCauses(
	got userpoolclient.Response, c *userpoolclient.Config, in userpoolclient.Context,
) []userpoolclient.Finding {
	var all []userpoolclient.Finding
	for _, cause := range userpoolclient.Causes(c, in, got) {
		if cause.Possible == userpoolclient.AnswerNo || cause.Field == "" || got.Message == "" && cause.Response.Message != "" {
			continue
		}
		all = append(all, userpoolclient.Finding{
			Rule: cause.Rule, Severity: userpoolclient.SeverityError, Field: cause.Field, Index: -1,
			Message: "may have led to the rejection: " + strings.TrimSuffix(cause.Reason, "."), Fix: cause.Fix,
		})
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

// proven returns what the rules find in the configuration itself, given that
// the service is right.
func (p violation) proven(c *userpoolclient.Config, in userpoolclient.Context) []userpoolclient.Finding {
	if c == nil {
		return nil
	}
	var all []userpoolclient.Finding
	values := newReader(c)
	for _, f := range userpoolclient.Check(c, p.grant(c, in)) {
		if !p.means(f.Rule) || p.field != "" && p.field != f.Field {
			continue
		}
		if !p.named || shows(values.textAt(f.Field, f.Index), p.value) {
			all = append(all, f)
		}
	}
	return all
}

// grant adds to what is known what the violation itself tells.
func (p violation) grant(c *userpoolclient.Config, in userpoolclient.Context) userpoolclient.Context {
	var needs userpoolclient.Needs
	for _, rule := range p.rules {
		needs |= rule.Needs
	}
	if in.Secret == userpoolclient.SecretStateUnknown && needs&userpoolclient.NeedsSecret != 0 {
		in.Secret = userpoolclient.SecretStateAbsent
	}
	if in.Pool == nil && needs&userpoolclient.NeedsPool != 0 {
		in.Pool = &userpoolclient.Pool{}
		if p.means("auth-flow-tier") {
			in.Pool.Tier = types.UserPoolTierTypeLite
		}
		if p.named {
			in.Pool.Scopes = without(c.AllowedOAuthScopes, p.value)
			in.Pool.IdentityProviders = without(c.SupportedIdentityProviders, p.value)
		}
	}
	return in
}

// without returns values without those that a text of the service stands for.
func without(values []string, value string) []string {
	return slices.DeleteFunc(append([]string{}, values...), func(v string) bool { return shows(v, value) })
}

// means reports whether the service may mean a rule.
func (p violation) means(id string) bool {
	return slices.ContainsFunc(p.rules, func(rule userpoolclient.Rule) bool { return rule.ID == id })
}

// supposed returns a finding for each rule that the service may mean.
func (p violation) supposed(c *userpoolclient.Config, in userpoolclient.Context) []userpoolclient.Finding {
	rules := p.rules
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
		f.Field, f.Index = p.place(rule, c)
		f.Message, f.Fix = "is rejected by the service, by the rule: "+rule.Summary, rule.Fix
		if len(rules) > 1 {
			f.Message = "is rejected by the service, perhaps by the rule: " + rule.Summary
		}
		f.Message = strings.TrimSuffix(f.Message, ".")
		all = append(all, f)
	}
	return all
}

// place is where a violation belongs that the configuration does not show: where
// the value stands, else where the rule's own bad example has its finding.
func (p violation) place(rule userpoolclient.Rule, c *userpoolclient.Config) (userpoolclient.Field, int) {
	if p.named && c != nil {
		values := newReader(c)
		for _, f := range rule.Fields {
			if i := slices.IndexFunc(values.list(f), func(v string) bool { return shows(v, p.value) }); i >= 0 {
				return f, i
			}
		}
	}
	if p.field != "" {
		return p.field, -1
	}
	for _, f := range userpoolclient.Check(rule.Bad.Config(), rule.Bad.Context()) {
		if f.Rule == rule.ID {
			return f.Field, -1
		}
	}
	return rule.Fields[0], -1
}

// shows reports whether the service's text of a value stands for v: characters
// that are not ASCII appear in its texts as question marks.
func shows(v, text string) bool {
	return v == text || strings.Map(func(r rune) rune {
		if r >= utf8.RuneSelf {
			return '?'
		}
		return r
	}, v) == text
}

// A reader returns what a configuration holds, asking it once for each field: the
// answer is a copy, and the findings may be many.
type reader struct {
	c     *userpoolclient.Config
	asked map[userpoolclient.Field]any
}

func newReader(c *userpoolclient.Config) *reader {
	return &reader{c, make(map[userpoolclient.Field]any)}
}

func (r *reader) value(f userpoolclient.Field) any {
	v, ok := r.asked[f]
	if !ok {
		v, _ = r.c.Get(f)
		r.asked[f] = v
	}
	return v
}

// list returns a list of strings, nil for any other value.
func (r *reader) list(f userpoolclient.Field) []string {
	list, _ := r.value(f).([]string)
	return list
}

// textAt returns the string that a finding is about, "" where it is about no
// string or a list as a whole.
func (r *reader) textAt(f userpoolclient.Field, i int) string {
	if list := r.list(f); 0 <= i && i < len(list) {
		return list[i]
	}
	text, _ := r.value(f).(string)
	return text
}
