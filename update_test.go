package userpoolclient

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// omitted are the fields that update-omits finds.
func omitted(c *Config, in Context) []string {
	var all []string
	for _, f := range Check(c, in) {
		if f.Rule == "update-omits" {
			all = append(all, string(f.Field))
		}
	}
	return all
}

func TestUpdateOmits(t *testing.T) {
	everythingButItsName := []string{"AccessTokenValidity", "IdTokenValidity", "RefreshTokenValidity", "TokenValidityUnits", "ReadAttributes", "WriteAttributes",
		"ExplicitAuthFlows", "SupportedIdentityProviders", "CallbackURLs", "LogoutURLs", "DefaultRedirectURI", "AllowedOAuthFlows", "AllowedOAuthScopes",
		"AllowedOAuthFlowsUserPoolClient", "AnalyticsConfiguration", "PreventUserExistenceErrors", "EnableTokenRevocation",
		"EnablePropagateAdditionalUserContextData", "AuthSessionValidity", "RefreshTokenRotation"}
	for _, row := range []struct {
		why             string
		current, update string
		want            []string
	}{
		{"a client not known may lose all but its name", "unknown", ``, everythingButItsName},
		{"units in part, of a client not known", "unknown", `"TokenValidityUnits":{"AccessToken":"minutes"}`,
			append([]string{"AccessTokenValidity", "IdTokenValidity", "RefreshTokenValidity", "TokenValidityUnits.IdToken", "TokenValidityUnits.RefreshToken"}, everythingButItsName[4:]...)},
		{"a client at its defaults loses nothing", `"RefreshTokenValidity":30,"EnableTokenRevocation":true,"AuthSessionValidity":3,"AllowedOAuthFlowsUserPoolClient":false,"CallbackURLs":[],"TokenValidityUnits":{}`, ``, nil},
		{"what differs from its default is lost", `"CallbackURLs":["https://a.example"],"AuthSessionValidity":5,"ClientName":"shop","RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":10}`, ``,
			[]string{"CallbackURLs", "AuthSessionValidity", "RefreshTokenRotation.Feature"}},
		{"the empty list is given", `"CallbackURLs":["https://a.example"]`, `"CallbackURLs":[]`, nil},
		{"60 minutes are the default, and the unit may outlive the number", `"AccessTokenValidity":60,"TokenValidityUnits":{"AccessToken":"minutes"}`, ``, []string{"AccessTokenValidity"}},
		{"a lifetime is lost with its unit", `"AccessTokenValidity":20,"TokenValidityUnits":{"AccessToken":"minutes"}`, ``, []string{"AccessTokenValidity"}},
		{"units are left out, once", `"AccessTokenValidity":20,"IdTokenValidity":20,"TokenValidityUnits":{"AccessToken":"minutes","IdToken":"minutes"}`, `"AccessTokenValidity":20,"IdTokenValidity":20`, []string{"TokenValidityUnits"}},
		{"a unit is left out", `"AccessTokenValidity":20,"TokenValidityUnits":{"AccessToken":"minutes"}`, `"AccessTokenValidity":20,"TokenValidityUnits":{"IdToken":"hours"}`, []string{"TokenValidityUnits.AccessToken"}},
		{"analytics as a whole", `"AnalyticsConfiguration":{"ApplicationArn":"arn"}`, ``, []string{"AnalyticsConfiguration"}},
		{"analytics in part", `"AnalyticsConfiguration":{"ApplicationArn":"arn","UserDataShared":true}`, `"AnalyticsConfiguration":{"ApplicationArn":"arn"}`, []string{"AnalyticsConfiguration.UserDataShared"}},
		{"a grace in its structure", `"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":10}`, `"RefreshTokenRotation":{"Feature":"ENABLED"}`, []string{"RefreshTokenRotation.RetryGracePeriodSeconds"}},
	} {
		t.Run(row.why, func(t *testing.T) {
			in := Context{Operation: OperationUpdate}
			if row.current != "unknown" {
				in.Current = mustParse(row.current)
			}
			if got := omitted(mustParse(row.update), in); !slices.Equal(got, row.want) {
				t.Errorf("update-omits finds\n%v, must find\n%v", got, row.want)
			}
		})
	}
}

// TestUpdateOmitsIsThePlan: where the client is known, the rule speaks exactly
// when the plan has losses.
func TestUpdateOmitsIsThePlan(t *testing.T) {
	gen := genConfig()
	rapid.Check(t, func(t *rapid.T) {
		c, u := gen.Draw(t, "c"), gen.Draw(t, "u")
		lost := slices.ContainsFunc(Plan(c, u), func(ch Change) bool { return ch.Effect == EffectReset || ch.Effect == EffectUndetermined })
		if got := omitted(u, Context{Operation: OperationUpdate, Current: c}); lost != (got != nil) {
			t.Fatalf("the plan:\n%sthe rule: %v", inFull(Plan(c, u)), got)
		}
		if got := omitted(Overlay(c, u), Context{Operation: OperationUpdate, Current: c}); got != nil {
			t.Fatalf("the complete update omits %v", got)
		}
	})
}
