package userpoolclient

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// settings is what Resolve says, by field.
func settings(t *testing.T, c *Config, in Context) map[Field]Setting {
	t.Helper()
	all := map[Field]Setting{}
	for _, s := range Resolve(c, in) {
		if _, ok := all[s.Field]; ok {
			t.Fatalf("%s is resolved twice", s.Field)
		}
		all[s.Field] = s
	}
	return all
}

func TestResolve(t *testing.T) {
	const created = `"RefreshTokenValidity":30,"EnableTokenRevocation":true,"AuthSessionValidity":3`
	for _, row := range []struct {
		why     string
		config  string
		op      Operation
		current string // "" is not known
		field   Field
		want    string // value (origin)
		note    string
	}{
		{"given", `"ClientName":"shop"`, OperationCreate, "", FieldClientName, "shop {set}", ""},
		{"required", ``, OperationCreate, "", FieldClientName, "none {absent}", "the request must give it"},
		{"a name is kept", ``, OperationUpdate, `"ClientName":"shop"`, FieldClientName, "shop {kept}", ""},
		{"a name is kept, whatever it is", ``, OperationUpdate, "", FieldClientName, "as it is {kept}",
			"what the client has now is not known"},
		{"the service makes the ID", ``, OperationCreate, "", FieldClientId, "not known yet {unknown}",
			"the service sets it"},
		{"the service writes the date", `"LastModifiedDate":1`, OperationUpdate, "", FieldLastModifiedDate,
			"not known yet {unknown}", "the service sets it"},
		{"the date of creation stays", ``, OperationUpdate, `"CreationDate":1`, FieldCreationDate,
			"1970-01-01T00:00:01Z {kept}", ""},
		{"a date of a client", `"CreationDate":1`, OperationUnknown, "", FieldCreationDate,
			"1970-01-01T00:00:01Z {set}", ""},

		{"a secret is generated", `"GenerateSecret":true`, OperationCreate, "", FieldClientSecret,
			"not known yet {unknown}",
			"the service generates it"},
		{"a secret is not shown", `"ClientSecret":"0123456789abcdefghijklmnop"`, OperationCreate, "", FieldClientSecret,
			"(secret) {set}", ""},
		{"no secret", ``, OperationCreate, "", FieldClientSecret, "none {absent}", ""},
		{"a secret survives", ``, OperationUpdate, `"ClientSecret":"0123456789abcdefghijklmnop"`, FieldClientSecret,
			"(secret) {kept}", "no update changes it"},
		{"GenerateSecret by default", ``, OperationCreate, "", FieldGenerateSecret, "false (default) {default}", ""},
		{"GenerateSecret on update", `"GenerateSecret":true`, OperationUpdate, "", FieldGenerateSecret, "none {absent}",
			"not a member of an update"},

		{"a lifetime by default", ``, OperationCreate, "", FieldAccessTokenValidity, "1 (default) {default}", "1 hour"},
		{"a lifetime given", `"AccessTokenValidity":20,"TokenValidityUnits":{"AccessToken":"minutes"}`, OperationCreate,
			"",
			FieldAccessTokenValidity, "20 {set}", "20 minutes"},
		{"a lifetime in the default unit", `"AccessTokenValidity":20`, OperationCreate, "", FieldAccessTokenValidity,
			"20 {set}", "20 hours"},
		{"a unit without a number", `"TokenValidityUnits":{"AccessToken":"minutes"}`, OperationCreate, "",
			FieldAccessTokenValidity, "undetermined {undetermined}",
			"minutes without a number: whether that is 1 hour is not verified"},
		{"the default unit without a number", `"TokenValidityUnits":{"AccessToken":"hours"}`, OperationCreate, "",
			FieldAccessTokenValidity, "1 (default) {default}", "1 hour"},
		{"0 is 30 days", `"RefreshTokenValidity":0`, OperationCreate, "", FieldRefreshTokenValidity,
			"30 (default) {default}", "0 counts as 30 days"},
		{"0 hours", `"RefreshTokenValidity":0,"TokenValidityUnits":{"RefreshToken":"hours"}`, OperationCreate, "",
			FieldRefreshTokenValidity, "undetermined {undetermined}",
			"0 counts as 30 days; what it means in another unit is not verified"},
		{"an access lifetime is reset", ``, OperationUpdate, `"AccessTokenValidity":20`, FieldAccessTokenValidity,
			"1 (default) {default}", "1 hour"},
		{"a refresh lifetime may stay", ``, OperationUpdate, `"RefreshTokenValidity":60`, FieldRefreshTokenValidity,
			"undetermined {undetermined}", "it stays 60 days or goes back to 30 days: the evidence does not decide"},
		{"a refresh lifetime at its default", ``, OperationUpdate, `"RefreshTokenValidity":30`,
			FieldRefreshTokenValidity,
			"30 (default) {default}", "30 days"},
		{"a refresh lifetime at its default, in hours", ``, OperationUpdate,
			`"RefreshTokenValidity":720,"TokenValidityUnits":{"RefreshToken":"hours"}`, FieldRefreshTokenValidity,
			"30 (default) {default}", "30 days"},
		{"a refresh lifetime of nobody knows what", ``, OperationUpdate, "", FieldRefreshTokenValidity,
			"undetermined {undetermined}", "it stays as it is or goes back to 30 days"},
		{"a refresh unit with the default number", `"TokenValidityUnits":{"RefreshToken":"days"}`, OperationUpdate,
			`"RefreshTokenValidity":30`, FieldRefreshTokenValidity, "30 (default) {default}", "30 days"},
		{"a refresh unit with another number", `"TokenValidityUnits":{"RefreshToken":"days"}`, OperationUpdate,
			`"RefreshTokenValidity":60`, FieldRefreshTokenValidity, "undetermined {undetermined}",
			"it stays 60 days or goes back to 30 days: the evidence does not decide"},
		{"a new refresh unit", `"TokenValidityUnits":{"RefreshToken":"hours"}`, OperationUpdate,
			`"RefreshTokenValidity":30`,
			FieldRefreshTokenValidity, "undetermined {undetermined}",
			"it stays 30 days or goes back to 30 days: the evidence does not decide"},
		{"a unit may stay", `"AccessTokenValidity":20`, OperationUpdate,
			`"AccessTokenValidity":60,"TokenValidityUnits":{"AccessToken":"minutes"}`,
			FieldTokenValidityUnitsAccessToken,
			"undetermined {undetermined}", "it stays minutes or goes back to hours: the evidence does not decide"},
		{"a number with a unit that may stay", `"AccessTokenValidity":20`, OperationUpdate,
			`"AccessTokenValidity":60,"TokenValidityUnits":{"AccessToken":"minutes"}`, FieldAccessTokenValidity,
			"20 {set}",
			"its unit: it stays minutes or goes back to hours: the evidence does not decide"},
		{"a unit at its default", ``, OperationUpdate, created, FieldTokenValidityUnitsRefreshToken,
			"days (default) {default}", ""},

		{"flows by default", ``, OperationCreate, "", FieldExplicitAuthFlows,
			"ALLOW_USER_SRP_AUTH, ALLOW_CUSTOM_AUTH, ALLOW_REFRESH_TOKEN_AUTH (default) {default}", ""},
		{"no flows are the default ones", `"ExplicitAuthFlows":[]`, OperationCreate, "", FieldExplicitAuthFlows,
			"ALLOW_USER_SRP_AUTH, ALLOW_CUSTOM_AUTH, ALLOW_REFRESH_TOKEN_AUTH (default) {default}",
			"the empty list counts as omitted"},
		{"flows under rotation", `"RefreshTokenRotation":{"Feature":"ENABLED"}`, OperationCreate, "",
			FieldExplicitAuthFlows,
			"ALLOW_USER_SRP_AUTH, ALLOW_CUSTOM_AUTH (default) {default}",
			"without ALLOW_REFRESH_TOKEN_AUTH, because refresh token rotation is ENABLED"},
		{"flows under a rotation that may stay", ``, OperationUpdate,
			`"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH"],"RefreshTokenRotation":{"Feature":"ENABLED"}`,
			FieldExplicitAuthFlows,
			"ALLOW_USER_SRP_AUTH, ALLOW_CUSTOM_AUTH, ALLOW_REFRESH_TOKEN_AUTH (default) {default}",
			"without ALLOW_REFRESH_TOKEN_AUTH where refresh token rotation is ENABLED, which is not known"},
		{"flows under a rotation that is not known", ``, OperationUpdate, "", FieldExplicitAuthFlows,
			"ALLOW_USER_SRP_AUTH, ALLOW_CUSTOM_AUTH, ALLOW_REFRESH_TOKEN_AUTH (default) {default}",
			"without ALLOW_REFRESH_TOKEN_AUTH where refresh token rotation is ENABLED, which is not known"},
		{"flows given", `"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH"]`, OperationCreate, "", FieldExplicitAuthFlows,
			"ADMIN_NO_SRP_AUTH {set}", ""},
		{"attributes by default", ``, OperationCreate, "", FieldReadAttributes,
			"every standard attribute (default) {default}", ""},
		{"no attributes are the default ones", `"ReadAttributes":[]`, OperationUpdate, "", FieldReadAttributes,
			"every standard attribute (default) {default}", "the empty list counts as omitted"},
		{"no callbacks", `"CallbackURLs":[]`, OperationCreate, "", FieldCallbackURLs, "none {set}", ""},
		{"callbacks are reset", ``, OperationUpdate, `"CallbackURLs":["https://a.example"]`, FieldCallbackURLs,
			"none (default) {default}", ""},
		{"a redirect by default", ``, OperationCreate, "", FieldDefaultRedirectURI, "none {absent}", ""},
		{"the switch", ``, OperationCreate, "", FieldAllowedOAuthFlowsUserPoolClient, "false (default) {default}", ""},

		{"existence errors by default", ``, OperationCreate, "", FieldPreventUserExistenceErrors,
			"LEGACY (default) {default}", "the console gives ENABLED to the clients that it creates"},
		{"existence errors may stay", ``, OperationUpdate, `"PreventUserExistenceErrors":"ENABLED"`,
			FieldPreventUserExistenceErrors, "undetermined {undetermined}",
			"it stays ENABLED or goes back to LEGACY: the evidence does not decide"},
		{"existence errors at their default", ``, OperationUpdate, `"PreventUserExistenceErrors":"LEGACY"`,
			FieldPreventUserExistenceErrors, "LEGACY (default) {default}", ""},
		{"revocation may stay off", ``, OperationUpdate, `"EnableTokenRevocation":false`, FieldEnableTokenRevocation,
			"undetermined {undetermined}", "it stays false or goes back to true: the evidence does not decide"},
		{"a session may stay", ``, OperationUpdate, `"AuthSessionValidity":5`, FieldAuthSessionValidity,
			"undetermined {undetermined}",
			"it stays 5 minutes or goes back to 3 minutes: the evidence does not decide"},
		{"a session at its default", ``, OperationUpdate, created, FieldAuthSessionValidity,
			"3 minutes (default) {default}",
			""},

		{"rotation may stay", ``, OperationUpdate,
			`"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":10}`,
			FieldRefreshTokenRotationFeature,
			"undetermined {undetermined}", "it stays ENABLED or goes back to DISABLED: the evidence does not decide"},
		{"its grace too", ``, OperationUpdate,
			`"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":10}`,
			FieldRefreshTokenRotationRetryGracePeriodSeconds, "undetermined {undetermined}",
			"it stays 10 seconds or goes back to none: the evidence does not decide"},
		{"no rotation is kept", ``, OperationUpdate, `"ClientName":"shop"`, FieldRefreshTokenRotationFeature,
			"DISABLED (default) {default}", ""},
		{"rotation of nobody knows what", ``, OperationUpdate, "", FieldRefreshTokenRotationFeature,
			"undetermined {undetermined}", "it stays as it is or goes back to DISABLED"},
		{"a grace by default", `"RefreshTokenRotation":{"Feature":"ENABLED"}`, OperationCreate, "",
			FieldRefreshTokenRotationRetryGracePeriodSeconds, "undetermined {undetermined}",
			"the default of an ENABLED rotation is not verified"},
		{"no grace without rotation", ``, OperationCreate, "", FieldRefreshTokenRotationRetryGracePeriodSeconds,
			"none {absent}", ""},

		{"the role that the service fills in", `"AnalyticsConfiguration":{"ApplicationArn":"arn"}`, OperationUpdate, "",
			FieldAnalyticsConfigurationRoleArn, "not known yet {unknown}",
			"the service fills in its service-linked role"},
		{"no role without analytics", ``, OperationCreate, "", FieldAnalyticsConfigurationRoleArn, "none {absent}", ""},
		{"user data by default", `"AnalyticsConfiguration":{"ApplicationArn":"arn"}`, OperationCreate, "",
			FieldAnalyticsConfigurationUserDataShared, "false (default) {default}", ""},
		{"no user data without analytics", ``, OperationCreate, "", FieldAnalyticsConfigurationUserDataShared,
			"none {absent}", ""},
		{"analytics are removed", ``, OperationUpdate, `"AnalyticsConfiguration":{"ApplicationArn":"arn"}`,
			FieldAnalyticsConfigurationApplicationArn, "none {absent}", ""},
	} {
		t.Run(row.why, func(t *testing.T) {
			in := Context{Operation: row.op}
			if row.current != "" {
				in.Current = mustParse(row.current)
			}
			s := settings(t, mustParse(row.config), in)[row.field]
			if got := fmt.Sprintf("%s {%s}", s, s.Origin); got != row.want {
				t.Errorf("%s is %s; it must be %s", row.field, got, row.want)
			}
			if s.Note != row.note {
				t.Errorf("the note is %q; it must be %q", s.Note, row.note)
			}
		})
	}
}

// TestResolveEveryField: each field that holds a value is resolved, once, in the
// order of Config, whatever the operation.
func TestResolveEveryField(t *testing.T) {
	var want []Field
	for _, f := range Fields() {
		if f.Type != "structure" {
			want = append(want, f.Name)
		}
	}
	gen := genConfig()
	rapid.Check(t, func(t *rapid.T) {
		c := gen.Draw(t, "c")
		in := Context{
			Operation: rapid.SampledFrom([]Operation{OperationUnknown, OperationCreate, OperationUpdate}).
				Draw(t, "operation"),
		}
		if rapid.Bool().Draw(t, "current known") {
			in.Current = gen.Draw(t, "current")
		}
		before := deepJSON(t, c)
		all := Resolve(c, in)
		var got []Field
		for _, s := range all {
			got = append(got, s.Field)
			switch s.Origin {
			case OriginSet, OriginDefault:
				if s.Value == nil {
					t.Fatalf("%s is %s and has no value", s.Field, s.Origin)
				}
			case OriginUndetermined, OriginUnknown:
				if s.Value != nil || s.Note == "" {
					t.Fatalf("%s is %s: it must have a note and no value: %+v", s.Field, s.Origin, s)
				}
			case OriginAbsent:
				if s.Value != nil {
					t.Fatalf("%s is absent and has the value %v", s.Field, s.Value)
				}
			case OriginKept:
				if in.Operation != OperationUpdate || in.Current != nil && s.Value == nil {
					t.Fatalf("%s is kept: %+v", s.Field, s)
				}
			default:
				t.Fatalf("%s has the origin %q", s.Field, s.Origin)
			}
			// The grace period has a default only where rotation is given as DISABLED.
			hasDefault := rowOf(s.Field).Default != nil ||
				s.Field == FieldRefreshTokenRotationRetryGracePeriodSeconds && c.RefreshTokenRotation != nil &&
					c.RefreshTokenRotation.Feature == "DISABLED"
			if in.Operation == OperationCreate && (s.Origin == OriginKept || s.Origin == OriginDefault && !hasDefault) {
				t.Fatalf("on create, %s is %s", s.Field, s.Origin)
			}
			if s.Value != nil && reflect.TypeOf(s.Value) != configType(s.Field) {
				t.Fatalf("%s is a %T, Config holds a %v", s.Field, s.Value, configType(s.Field))
			}
			if c.ClientSecret != nil &&
				strings.Contains(fmt.Sprintf("%v %+v %#v %s", s, s, s, s), c.ClientSecret.Reveal()) {
				t.Fatal("the secret shows")
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("Resolve returns %v, must return %v", got, want)
		}
		scribble(reflect.ValueOf(all))
		if after := deepJSON(t, c); after != before {
			t.Fatalf("the result shares memory with the configuration:\n%s\n%s", before, after)
		}
	})
	if got := Resolve(nil, Context{}); got != nil {
		t.Errorf("nothing resolves to %v", got)
	}
}

// TestResolveUnknown: what is not known yet is said to be, for each field.
func TestResolveUnknown(t *testing.T) {
	for _, f := range Fields() {
		if f.Type == "structure" {
			continue
		}
		s := settings(t, &Config{Unknown: []Field{f.Name}}, Context{})[f.Name]
		if s.Origin != OriginUnknown || s.Value != nil {
			t.Errorf("%s is given a value not known yet, and resolves to %+v", f.Name, s)
		}
	}
	if s := settings(t, &Config{Unknown: []Field{FieldTokenValidityUnits}},
		Context{})[FieldAccessTokenValidity]; s.Origin != OriginUndetermined {
		t.Errorf("a lifetime whose unit is not known is %+v", s)
	}
}

// TestResolveDefaults: on create, what is left out has the default of the table.
func TestResolveDefaults(t *testing.T) {
	all, seen := settings(t, &Config{}, Context{Operation: OperationCreate}), 0
	for _, f := range Fields() {
		if !f.InCreate || f.Default == nil || f.Name == FieldAnalyticsConfigurationUserDataShared {
			continue
		}
		seen++
		if s := all[f.Name]; s.Origin != OriginDefault || !same(s.Value, f.Default) {
			t.Errorf("%s resolves to %v (%s), the table says %v", f.Name, s.Value, s.Origin, f.Default)
		}
	}
	if seen < 15 {
		t.Fatalf("%d fields have a default: the test saw too little", seen)
	}
}
