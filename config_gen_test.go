package userpoolclient

import (
	"reflect"
	"time"

	"pgregory.net/rapid"
)

// genConfig draws clients as they are met: any member set or omitted, lists empty
// too, units in part, analytics in both of its ways and as Describe echoes it. The
// values come from small sets, so that two draws have some in common. It is a loop
// over the fields table; typical has the values of fields that deserve their own.
func genConfig() *rapid.Generator[*Config] {
	return rapid.Custom(func(t *rapid.T) *Config {
		c := new(Config)
		for i := range fieldTable() {
			switch r := &fieldTable()[i]; {
			case r.Name == FieldAnalyticsConfiguration:
				c.AnalyticsConfiguration = genAnalytics(t)
			case r.Parent == FieldAnalyticsConfiguration:
			case r.structured():
				if rapid.Bool().Draw(t, string(r.Name)) {
					r.fresh(c)
				}
			case r.Parent == "" || rowOf(r.Parent).isSet(c):
				drawField(t, c, r)
			}
		}
		return c
	})
}

// drawField sets a field to one of its values, or to a list of some of them,
// empty and with repetitions too; or it omits it.
func drawField(t *rapid.T, c *Config, r *fieldRow) {
	name := string(r.Name)
	if !rapid.Bool().Draw(t, name+" set") {
		return
	}
	values := valuesFor(r)
	if r.size == nil {
		r.set(c, rapid.SampledFrom(values).Draw(t, name))
		return
	}
	list := []string{}
	for _, v := range rapid.SliceOfN(rapid.SampledFrom(values), 0, 4).Draw(t, name) {
		list = append(list, v.(string))
	}
	r.set(c, list)
}

// typical holds the values of fields for which those of their type will not do.
var typical = map[Field][]any{
	FieldUserPoolId:                 {"eu-central-1_a1B2c3D4e", "us-east-1_z9Y8x7W6v"},
	FieldClientId:                   {"1example23456789", "9example87654321"},
	FieldClientName:                 {"shop", "back office"},
	FieldClientSecret:               {"0123456789abcdefghijklmnop", "ponmlkjihgfedcba9876543210"},
	FieldAccessTokenValidity:        {1, 5, 60, 1440, 3600},
	FieldIdTokenValidity:            {1, 5, 60, 1440, 3600},
	FieldRefreshTokenValidity:       {0, 1, 30, 60, 720, 43200},
	FieldReadAttributes:             {"email", "name", "custom:team"},
	FieldWriteAttributes:            {"email", "name", "custom:team"},
	FieldSupportedIdentityProviders: {"COGNITO", "Google"},
	FieldCallbackURLs:               {"https://a.example/cb", "https://b.example/cb", "myapp://cb"},
	FieldLogoutURLs:                 {"https://a.example/out", "https://b.example/out"},
	FieldDefaultRedirectURI:         {"https://a.example/cb", "https://b.example/cb"},
	FieldAllowedOAuthScopes:         {"openid", "email", "api/read"},
}

// valuesFor returns the typical values of a field, or some of its type.
func valuesFor(r *fieldRow) []any {
	if values, ok := typical[r.Name]; ok {
		return values
	}
	typ := configType(r.Name)
	if typ.Kind() == reflect.Slice {
		typ = typ.Elem()
	}
	if values, ok := typ.MethodByName("Values"); ok {
		var all []any
		for _, v := range reflectSlice(values.Func.Call([]reflect.Value{reflect.New(typ).Elem()})[0]) {
			all = append(all, v.String())
		}
		return all
	}
	switch typ.Kind() {
	case reflect.Bool:
		return []any{false, true}
	case reflect.Int32:
		return []any{0, 3, 5, 10, 15, 60}
	case reflect.Struct:
		return []any{time.Unix(1, 0).UTC(), time.Unix(2, 0).UTC()}
	}
	return []any{"x", "y"}
}

func genAnalytics(t *rapid.T) *AnalyticsConfiguration {
	const arn, filled = "arn:aws:mobiletargeting:us-east-1:123456789012:apps/0a",
		"arn:aws:iam::123456789012:role/aws-service-role/cognito-idp.amazonaws.com/AWSServiceRoleForAmazonCognitoIdp"
	shared := some(t, "UserDataShared", false, true)
	switch rapid.SampledFrom([]string{"none", "empty", "arn", "echo", "id"}).Draw(t, "AnalyticsConfiguration") {
	case "empty":
		return &AnalyticsConfiguration{}
	case "arn":
		return &AnalyticsConfiguration{ApplicationArn: new(arn), UserDataShared: shared}
	case "echo":
		return &AnalyticsConfiguration{ApplicationArn: new(arn), RoleArn: new(filled), UserDataShared: shared}
	case "id":
		return &AnalyticsConfiguration{ApplicationId: some(t, "ApplicationId", "0a", "0b"),
			RoleArn: new("arn:aws:iam::123456789012:role/pinpoint"), ExternalId: new("x"), UserDataShared: shared}
	}
	return nil
}

// some returns one of the values, or omits it.
func some[T any](t *rapid.T, name string, values ...T) *T {
	if !rapid.Bool().Draw(t, name+" set") {
		return nil
	}
	v := rapid.SampledFrom(values).Draw(t, name)
	return &v
}
