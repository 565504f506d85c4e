package tags

import (
	"errors"
	"math"
	"reflect"
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

// tag is the list of the rules' IDs.
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

func (r valueRule) judges(a alias) bool {
	return r.list == a.list && slices.Contains(r.fields, a.field)
}

// valueRules finds the rules that a value alone can break by trying: of each
// rule's bad example, the value found bad is set alone in a Config.
var valueRules = sync.OnceValue(func() []valueRule {
	var all []valueRule
	for _, r := range userpoolclient.Rules() {
		if r.Severity != userpoolclient.SeverityError || r.Needs&^userpoolclient.NeedsCreate != 0 || r.Constraint != nil && r.Constraint.Kind == userpoolclient.ConstraintRequired {
			continue
		}
		c := r.Bad.Config()
		f, ok := findingOf(r.ID, c, r.Bad.Context())
		if !ok || f.Related != nil {
			continue
		}
		whole := reflect.ValueOf(valueAt(c, f.Field, -1))
		value := whole
		list := whole.Kind() == reflect.Slice
		if list && f.Index >= 0 {
			if element := whole.Index(f.Index); breaks(r.ID, f.Field, element, false) {
				value, list = element, false
			}
		}
		fields := slices.DeleteFunc(r.Fields, func(field userpoolclient.Field) bool { return !breaks(r.ID, field, value, list) })
		if len(fields) > 0 {
			all = append(all, valueRule{r.ID, fields, list})
		}
	}
	return all
})

func breaks(id string, field userpoolclient.Field, v reflect.Value, list bool) bool {
	c, ok := only(field, v, list)
	if !ok {
		return false
	}
	_, broken := findingOf(id, c, alone)
	return broken
}

// alone is the Context in which a value is judged: values that an app client
// has from the start are judged as when it is made.
var alone = userpoolclient.Context{Operation: userpoolclient.OperationCreate}

// findingOf is the first finding of one rule.
func findingOf(id string, c *userpoolclient.Config, in userpoolclient.Context) (userpoolclient.Finding, bool) {
	if refused, ok := errors.AsType[*userpoolclient.ValidationError](userpoolclient.Validate(c, in)); ok {
		for _, f := range refused.Findings {
			if f.Rule == id {
				return f, true
			}
		}
	}
	return userpoolclient.Finding{}, false
}

// holds says whether a field of the user's own obeys the rule.
func (r valueRule) holds(fl validator.FieldLevel) bool {
	v := fl.Field()
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Invalid:
		return true // nil: not given
	}
	_, found := r.judge(r.fields[0], v)
	return !found
}

// judge is what the rule finds about a value of that field, or about the
// elements of a slice of them.
func (r valueRule) judge(field userpoolclient.Field, v reflect.Value) (userpoolclient.Finding, bool) {
	if r.list || !isList(v) {
		return r.judgeOne(field, v)
	}
	for i := range v.Len() {
		if f, found := r.judgeOne(field, v.Index(i)); found {
			return f, true
		}
	}
	return userpoolclient.Finding{}, false
}

// judgeOne takes a value that the field cannot hold for one that breaks every
// rule.
func (r valueRule) judgeOne(field userpoolclient.Field, v reflect.Value) (userpoolclient.Finding, bool) {
	c, ok := only(field, v, r.list)
	if !ok {
		return userpoolclient.Finding{
			Rule: r.id, Severity: userpoolclient.SeverityError, Field: field, Index: -1,
			Message: "is a value of Go type " + typeName(v) + " that " + string(field) + " cannot hold",
		}, true
	}
	return findingOf(r.id, c, alone)
}

func isList(v reflect.Value) bool { return v.Kind() == reflect.Slice || v.Kind() == reflect.Array }

func typeName(v reflect.Value) string {
	if !v.IsValid() {
		return "nil"
	}
	return v.Type().String()
}

// only is a Config in which nothing but one field is given: to the value, or,
// where the field is a list and the value is not meant as one, to a list of
// nothing else.
func only(field userpoolclient.Field, v reflect.Value, list bool) (*userpoolclient.Config, bool) {
	c := new(userpoolclient.Config)
	at := memberOf(reflect.ValueOf(c).Elem(), field, true)
	switch {
	case list && (at.Kind() != reflect.Slice || !isList(v)):
		return nil, false
	case list:
		at.Set(reflect.MakeSlice(at.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			if !set(at.Index(i), v.Index(i)) {
				return nil, false
			}
		}
		return c, true
	case at.Kind() == reflect.Slice:
		at.Set(reflect.MakeSlice(at.Type(), 1, 1))
		return c, set(at.Index(0), v)
	case at.Kind() == reflect.Pointer:
		at.Set(reflect.New(at.Type().Elem()))
		return c, set(at.Elem(), v)
	}
	return c, set(at, v)
}

// set puts a string or number of any Go type into a string or number of the
// API, and says whether that can hold it.
func set(to, from reflect.Value) bool {
	const depth = 4 // a pointer can point at itself
	for i := 0; i < depth && (from.Kind() == reflect.Pointer || from.Kind() == reflect.Interface); i++ {
		from = from.Elem()
	}
	switch {
	case !from.IsValid():
		return false
	case to.Kind() == reflect.String && from.Kind() == reflect.String:
		to.SetString(from.String())
		return true
	case to.Kind() != reflect.Int32:
		return false
	case from.CanInt():
		to.SetInt(from.Int())
		return to.Int() == from.Int()
	case from.CanUint():
		n := from.Uint()
		to.SetInt(int64(n))
		return n <= math.MaxInt32
	case from.CanFloat() && math.Abs(from.Float()) <= math.MaxInt32: // out of JSON
		to.SetInt(int64(from.Float()))
		return float64(to.Int()) == from.Float()
	}
	return false
}

// valueAt is what stands in a field or an element of it, nil where nothing is
// given.
func valueAt(c *userpoolclient.Config, field userpoolclient.Field, i int) any {
	v := memberOf(reflect.ValueOf(c).Elem(), field, false)
	if v.IsValid() && v.Kind() == reflect.Slice && i >= 0 {
		v = v.Index(i)
	}
	if !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return nil
	}
	return reflect.Indirect(v).Interface()
}

// memberOf is the member at a path, made where it is missing if asked; else
// invalid.
func memberOf(v reflect.Value, field userpoolclient.Field, create bool) reflect.Value {
	for name := range strings.SplitSeq(string(field), ".") {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				if !create {
					return reflect.Value{}
				}
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.FieldByName(name)
	}
	return v
}
