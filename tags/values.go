package tags

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/go-playground/validator/v10"

	"github.com/userpoolclient/userpoolclient"
)

// An alias stands for all rules about the values of one field.
type alias struct {
	name  string
	field userpoolclient.Field
	list  bool // about the list as a whole, not its elements
}

var aliases = []alias{
	{name: "cognito_user_pool_id", field: userpoolclient.FieldUserPoolId},
	{name: "cognito_client_id", field: userpoolclient.FieldClientId},
	{name: "cognito_client_name", field: userpoolclient.FieldClientName},
	{name: "cognito_client_secret", field: userpoolclient.FieldClientSecret},
	{name: "cognito_access_token_validity", field: userpoolclient.FieldAccessTokenValidity},
	{name: "cognito_id_token_validity", field: userpoolclient.FieldIdTokenValidity},
	{name: "cognito_refresh_token_validity", field: userpoolclient.FieldRefreshTokenValidity},
	{name: "cognito_access_token_unit", field: userpoolclient.FieldTokenValidityUnitsAccessToken},
	{name: "cognito_id_token_unit", field: userpoolclient.FieldTokenValidityUnitsIdToken},
	{name: "cognito_refresh_token_unit", field: userpoolclient.FieldTokenValidityUnitsRefreshToken},
	{name: "cognito_read_attribute", field: userpoolclient.FieldReadAttributes},
	{name: "cognito_write_attribute", field: userpoolclient.FieldWriteAttributes},
	{name: "cognito_auth_flow", field: userpoolclient.FieldExplicitAuthFlows},
	{name: "cognito_auth_flows", field: userpoolclient.FieldExplicitAuthFlows, list: true},
	{name: "cognito_identity_provider", field: userpoolclient.FieldSupportedIdentityProviders},
	{name: "cognito_redirect", field: userpoolclient.FieldCallbackURLs},
	{name: "cognito_redirects", field: userpoolclient.FieldCallbackURLs, list: true},
	{name: "cognito_logout_redirect", field: userpoolclient.FieldLogoutURLs},
	{name: "cognito_logout_redirects", field: userpoolclient.FieldLogoutURLs, list: true},
	{name: "cognito_default_redirect", field: userpoolclient.FieldDefaultRedirectURI},
	{name: "cognito_oauth_flow", field: userpoolclient.FieldAllowedOAuthFlows},
	{name: "cognito_oauth_flows", field: userpoolclient.FieldAllowedOAuthFlows, list: true},
	{name: "cognito_scope", field: userpoolclient.FieldAllowedOAuthScopes},
	{name: "cognito_scopes", field: userpoolclient.FieldAllowedOAuthScopes, list: true},
	{name: "cognito_analytics_application_id", field: userpoolclient.FieldAnalyticsConfigurationApplicationId},
	{name: "cognito_analytics_application_arn", field: userpoolclient.FieldAnalyticsConfigurationApplicationArn},
	{name: "cognito_analytics_role_arn", field: userpoolclient.FieldAnalyticsConfigurationRoleArn},
	{name: "cognito_analytics_external_id", field: userpoolclient.FieldAnalyticsConfigurationExternalId},
	{name: "cognito_user_existence_errors", field: userpoolclient.FieldPreventUserExistenceErrors},
	{name: "cognito_auth_session_validity", field: userpoolclient.FieldAuthSessionValidity},
	{name: "cognito_rotation_feature", field: userpoolclient.FieldRefreshTokenRotationFeature},
	{name: "cognito_rotation_grace", field: userpoolclient.FieldRefreshTokenRotationRetryGracePeriodSeconds},
}

// tag returns the IDs of the rules, in the form of a validator tag.
func (a alias) tag() string {
	var ids []string
	for _, r := range valueRules() {
		if r.judges(a) {
			ids = append(ids, r.id)
		}
	}
	return strings.Join(ids, ",")
}

// A valueRule is a rule that a value alone can break.
type valueRule struct {
	id     string
	fields []userpoolclient.Field // whose values can
	list   bool                   // the value is a list
}

// judges reports whether the rule is about what the alias stands for.
func (r valueRule) judges(a alias) bool {
	return r.list == a.list && slices.Contains(r.fields, a.field)
}

// valueRules finds the rules that a value alone can break by trying: of each
// rule's bad example, the value found bad is set alone in a Config.
var valueRules = sync.OnceValue(func() []valueRule {
	var all []valueRule
	for _, r := range userpoolclient.Rules() {
		if v, ok := valueRuleOf(r); ok {
			all = append(all, v)
		}
	}
	return all
})

// valueRuleOf returns what of a rule is about a value alone and reports whether
// anything is.
func valueRuleOf(r userpoolclient.Rule) (valueRule, bool) {
	required := r.Constraint != nil && r.Constraint.Kind == userpoolclient.ConstraintRequired
	if r.Severity != userpoolclient.SeverityError || r.Needs&^userpoolclient.NeedsCreate != 0 || required {
		return valueRule{}, false
	}
	c := r.Bad.Config()
	f, ok := findingOf(r.ID, c, r.Bad.Context())
	if !ok || f.Related != nil {
		return valueRule{}, false
	}
	v := valueRule{id: r.ID}
	value, _ := c.Get(f.Field)
	if elements, ok := c.Elements(f.Field); ok {
		value, v.list = elements, true
		if f.Index >= 0 && v.breaks(f.Field, elements[f.Index]) {
			value, v.list = elements[f.Index], false
		}
	}
	for _, field := range r.Fields {
		if v.breaks(field, value) {
			v.fields = append(v.fields, field)
		}
	}
	return v, v.fields != nil
}

// breaks reports whether a field that holds the value, and nothing beside it,
// breaks the rule.
func (r valueRule) breaks(field userpoolclient.Field, value any) bool {
	c, ok := only(field, value)
	if !ok {
		return false
	}
	_, broken := findingOf(r.id, c, alone)
	return broken
}

// alone is the Context in which a value is judged: values that an app client
// has from the start are judged as when it is made.
var alone = userpoolclient.Context{Operation: userpoolclient.OperationCreate}

// findingOf returns the first finding of one rule and reports whether there is
// one.
func findingOf(id string, c *userpoolclient.Config, in userpoolclient.Context) (userpoolclient.Finding, bool) {
	if rejected, ok := errors.AsType[*userpoolclient.ValidationError](userpoolclient.Validate(c, in)); ok {
		for _, f := range rejected.Findings {
			if f.Rule == id {
				return f, true
			}
		}
	}
	return userpoolclient.Finding{}, false
}

// only returns a Config in which nothing but one field is set, to the value or,
// where the field is a list, to a list of nothing else. It reports whether the
// field can hold that.
func only(field userpoolclient.Field, value any) (*userpoolclient.Config, bool) {
	c := new(userpoolclient.Config)
	err := c.Set(field, value)
	if element, ok := value.(string); ok && err != nil {
		err = c.Set(field, []string{element})
	}
	return c, err == nil && value != nil
}

// holds reports whether a field of the user's own keeps the rule.
func (r valueRule) holds(fl validator.FieldLevel) bool {
	v := read(fl)
	if v.omitted {
		return true
	}
	_, found := r.judge(r.fields[0], v)
	return !found
}

// judge returns what the rule finds about a value of that field, or about the
// elements of a list of them, and reports whether it finds anything.
func (r valueRule) judge(field userpoolclient.Field, v ownValue) (userpoolclient.Finding, bool) {
	switch {
	case r.list && v.list:
		return r.judgeOne(field, v.texts(), v.kind)
	case r.list: // a list is wanted, and this is none
		return r.judgeOne(field, nil, v.kind)
	}
	for _, value := range v.values {
		if f, found := r.judgeOne(field, value, v.kind); found {
			return f, true
		}
	}
	return userpoolclient.Finding{}, false
}

// judgeOne takes a value that the field cannot hold for one that breaks every
// rule.
func (r valueRule) judgeOne(field userpoolclient.Field, value any, kind string) (userpoolclient.Finding, bool) {
	c, ok := only(field, value)
	if !ok {
		return userpoolclient.Finding{
			Rule: r.id, Severity: userpoolclient.SeverityError, Field: field, Index: -1,
			Message: "is a value of Go type " + kind + " that " + string(field) + " cannot hold",
		}, true
	}
	return findingOf(r.id, c, alone)
}

// An ownValue is the value of a field of the user's own, whatever its Go type,
// as what [userpoolclient.Config.Set] takes.
type ownValue struct {
	values  []any  // a string, an int64, a Secret, or nil for anything else; the elements of a list
	list    bool   // a slice or an array
	omitted bool   // a nil pointer or interface
	kind    string // the Go type, in words
}

// texts returns the elements of a list, as nil where one is not a string.
func (v ownValue) texts() any {
	list := make([]string, len(v.values))
	for i, value := range v.values {
		s, ok := value.(string)
		if !ok {
			return nil
		}
		list[i] = s
	}
	return list
}

// read returns the value that validator hands over. This and configOf are the
// two places that see it as reflection does.
func read(fl validator.FieldLevel) ownValue {
	field := fl.Field()
	var v ownValue
	switch field.Kind().String() {
	case "invalid":
		return ownValue{omitted: true, kind: "nil"}
	case "ptr", "interface":
		v.omitted = true
	case "slice", "array":
		v.list = true
	}
	v.kind = field.Type().String()
	n := 1
	if v.list {
		n = field.Len()
	}
	for i := range n {
		element := field
		if v.list {
			element = field.Index(i)
		}
		// A pointer can point at itself; nobody means more than a few.
		const depth = 4
		for d := 0; d < depth && (element.Kind().String() == "ptr" || element.Kind().String() == "interface"); d++ {
			element = element.Elem()
		}
		switch {
		case element.Kind().String() == "string":
			v.values = append(v.values, element.String())
		case element.CanInt():
			v.values = append(v.values, element.Int())
		case element.CanUint():
			v.values = append(v.values, int64(min(element.Uint(), math.MaxInt64)))
		case element.CanFloat() && isWhole(element.Float()): // out of JSON
			v.values = append(v.values, int64(element.Float()))
		case element.IsValid() && element.CanInterface():
			v.values = append(v.values, secretOrNil(element.Interface()))
		default:
			v.values = append(v.values, nil)
		}
	}
	return v
}

func secretOrNil(v any) any {
	if secret, ok := v.(userpoolclient.Secret); ok {
		return secret
	}
	return nil
}

// isWhole reports whether a number is an integer that fits.
func isWhole(f float64) bool { return f == math.Trunc(f) && math.Abs(f) <= math.MaxInt32 }

type readKey struct{}

// reader is a validator that reads a value and does nothing else.
var reader = sync.OnceValue(func() *validator.Validate {
	v := validator.New()
	// The name and the function are sound: there is no error to come.
	_ = v.RegisterValidationCtx("read", func(ctx context.Context, fl validator.FieldLevel) bool {
		if to, ok := ctx.Value(readKey{}).(*ownValue); ok {
			*to = read(fl)
		}
		return true
	}, true)
	return v
})

// readAgain returns the value of a failure as it was when it failed.
func readAgain(fe validator.FieldError) ownValue {
	v := ownValue{values: []any{nil}, kind: fe.Type().String()}
	_ = reader().VarCtx(context.WithValue(context.Background(), readKey{}, &v), fe.Value(), "read")
	return v
}

// valueAt returns what a field or an element of it holds, nil where it is
// omitted.
func valueAt(c *userpoolclient.Config, field userpoolclient.Field, i int) any {
	if elements, ok := c.Elements(field); ok && 0 <= i && i < len(elements) {
		return elements[i]
	}
	value, _ := c.Get(field)
	return value
}
