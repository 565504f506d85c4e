package userpoolclient

import (
	"os"
	"slices"
	"strings"
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
	everythingButItsName := goldenLines(t, "testdata/update-omits.txt",
		omitted(&Config{}, Context{Operation: OperationUpdate}))
	for _, row := range []struct {
		why             string
		current, update string
		want            []string
	}{
		{"a client not known may lose all but its name; its analytics are better lost", "unknown", ``,
			everythingButItsName},
		{"units in part, of a client not known", "unknown", `"TokenValidityUnits":{"AccessToken":"minutes"}`,
			append([]string{"AccessTokenValidity", "IdTokenValidity", "RefreshTokenValidity",
				"TokenValidityUnits.IdToken", "TokenValidityUnits.RefreshToken"}, everythingButItsName[4:]...)},
		{"a client at its defaults loses nothing",
			`"RefreshTokenValidity":30,"EnableTokenRevocation":true,"AuthSessionValidity":3,` +
				`"AllowedOAuthFlowsUserPoolClient":false,"CallbackURLs":[],"TokenValidityUnits":{}`,
			``, nil},
		{"what differs from its default is lost",
			`"CallbackURLs":["https://a.example"],"AuthSessionValidity":5,"ClientName":"shop",` +
				`"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":10}`,
			``,
			[]string{"CallbackURLs", "AuthSessionValidity", "RefreshTokenRotation.Feature"}},
		{"the empty list is set", `"CallbackURLs":["https://a.example"]`, `"CallbackURLs":[]`, nil},
		{"60 minutes are the default, and the unit may outlive the number",
			`"AccessTokenValidity":60,"TokenValidityUnits":{"AccessToken":"minutes"}`, ``,
			[]string{"AccessTokenValidity"}},
		{"a lifetime is lost with its unit",
			`"AccessTokenValidity":20,"TokenValidityUnits":{"AccessToken":"minutes"}`, ``,
			[]string{"AccessTokenValidity"}},
		{"units are omitted, once",
			`"AccessTokenValidity":20,"IdTokenValidity":20,"TokenValidityUnits":{"AccessToken":"minutes","IdToken":"minutes"}`,
			`"AccessTokenValidity":20,"IdTokenValidity":20`, []string{"TokenValidityUnits"}},
		{"a unit is omitted",
			`"AccessTokenValidity":20,"TokenValidityUnits":{"AccessToken":"minutes"}`,
			`"AccessTokenValidity":20,"TokenValidityUnits":{"IdToken":"hours"}`,
			[]string{"TokenValidityUnits.AccessToken"}},
		{"analytics as a whole", `"AnalyticsConfiguration":{"ApplicationArn":"arn"}`, ``,
			[]string{"AnalyticsConfiguration"}},
		{"analytics in part",
			`"AnalyticsConfiguration":{"ApplicationArn":"arn","UserDataShared":true}`,
			`"AnalyticsConfiguration":{"ApplicationArn":"arn"}`, []string{"AnalyticsConfiguration.UserDataShared"}},
		{"a grace in its structure",
			`"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":10}`,
			`"RefreshTokenRotation":{"Feature":"ENABLED"}`, []string{"RefreshTokenRotation.RetryGracePeriodSeconds"}},
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

// TestUpdateOmitsTellsBothReadings: where the unit that will hold is open, the
// rules about lifetimes report an error only where either reading is one, and
// the warning tells both.
func TestUpdateOmitsTellsBothReadings(t *testing.T) {
	const accessMinutes = `"TokenValidityUnits":{"AccessToken":"minutes"}`
	const minutes = `"TokenValidityUnits":{"AccessToken":"minutes","RefreshToken":"minutes"}`
	for _, row := range []struct {
		why             string
		current, update string
		errors          []string
		warning         string // of update-omits; "" for none
	}{
		{"1440 hours or 1440 minutes", `"AccessTokenValidity":1440,` + accessMinutes, `"AccessTokenValidity":1440`, nil,
			"TokenValidityUnits is omitted: AccessTokenValidity 1440 is then 60 days (out of range), as documented, " +
				"or 24 hours as now; set the unit that is meant [update-omits]"},
		{"two lifetimes in one finding", `"AccessTokenValidity":20,"RefreshTokenValidity":120,` + minutes,
			`"AccessTokenValidity":20,"RefreshTokenValidity":120`, nil,
			"TokenValidityUnits is omitted: AccessTokenValidity 20 is then 20 hours, as documented, or 20 minutes as now, " +
				"RefreshTokenValidity 120 is then 120 days, as documented, or 2 hours as now; " +
				"set the unit that is meant [update-omits]"},
		{"out of range either way", `"AccessTokenValidity":20,` + accessMinutes, `"AccessTokenValidity":2000`,
			[]string{"access-token-validity-range"},
			"TokenValidityUnits is omitted: AccessTokenValidity 2000 is then 2000 hours (out of range), as documented, " +
				"or 2000 minutes (out of range) as now; set the unit that is meant [update-omits]"},
		{"the order is open too", `"RefreshTokenValidity":120,` + minutes,
			`"AccessTokenValidity":1200,"RefreshTokenValidity":120,"TokenValidityUnits":{"AccessToken":"minutes"}`, nil,
			"TokenValidityUnits.RefreshToken is omitted: RefreshTokenValidity 120 is then 120 days, as documented, " +
				"or 2 hours as now; set the unit that is meant [update-omits]"},
		{"no other unit than the default, so nothing is open", `"AccessTokenValidity":20`, `"AccessTokenValidity":1440`,
			[]string{"access-token-validity-range"}, ""},
		{"the unit is set, so nothing is open", `"AccessTokenValidity":20,` + accessMinutes,
			`"AccessTokenValidity":1440,"TokenValidityUnits":{"AccessToken":"hours"}`,
			[]string{"access-token-validity-range"}, ""},
	} {
		t.Run(row.why, func(t *testing.T) {
			var errors []string
			var warning string
			in := Context{Operation: OperationUpdate, Current: mustParse(created, row.current)}
			for _, f := range Check(mustParse(updated, row.update), in) {
				switch {
				case f.Severity == SeverityError:
					errors = append(errors, f.Rule)
				case f.Rule == "update-omits":
					warning += f.String()
				}
			}
			if !slices.Equal(errors, row.errors) || warning != row.warning {
				t.Errorf(
					"errors %v, must be %v; the warning is\n%s\nmust be\n%s",
					errors,
					row.errors,
					warning,
					row.warning,
				)
			}
		})
	}
}

// TestUpdateJudgesUnknownAsSet: a value that is not known is set, so an update
// does not omit it.
func TestUpdateJudgesUnknownAsSet(t *testing.T) {
	update := Context{Operation: OperationUpdate}
	known := Context{Operation: OperationUpdate, Current: mustParse(created, `"CallbackURLs":["https://a.example/cb"],`+
		`"AccessTokenValidity":20,"TokenValidityUnits":{"AccessToken":"minutes"}`)}
	for _, row := range []struct {
		why     string
		unknown []Field
		in      Context
		want    []string // paths of the findings of update-omits and secret-on-update among those asked about
	}{
		{"a list that is not known is not omitted", []Field{FieldCallbackURLs}, update, []string{"LogoutURLs"}},
		{"nor where the client is known", []Field{FieldCallbackURLs, FieldAccessTokenValidity, FieldTokenValidityUnits},
			known, nil},
		{"a number that is not known, its unit omitted", []Field{FieldCallbackURLs, FieldAccessTokenValidity},
			known, []string{"TokenValidityUnits"}},
		{"a secret that is not known is a secret", []Field{FieldClientSecret, FieldCallbackURLs, FieldLogoutURLs},
			update, []string{"ClientSecret"}},
	} {
		c := mustParse(updated)
		c.Unknown = row.unknown
		var got []string
		for _, f := range Check(c, row.in) {
			asked := slices.Contains([]Field{FieldCallbackURLs, FieldLogoutURLs, FieldClientSecret}, f.Field) ||
				row.in.Current != nil
			if asked && (f.Rule == "update-omits" || f.Rule == "secret-on-update") {
				got = append(got, f.Path())
			}
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s: %v, must be %v", row.why, got, row.want)
		}
	}
}

// TestUpdateOmitsIsThePlan: where the client is known, the rule speaks exactly
// when the plan has losses.
func TestUpdateOmitsIsThePlan(t *testing.T) {
	gen := genConfig()
	rapid.Check(t, func(t *rapid.T) {
		c, u := gen.Draw(t, "c"), gen.Draw(t, "u")
		lost := slices.ContainsFunc(Plan(c, u), func(ch Change) bool {
			return ch.Effect == EffectReset || ch.Effect == EffectUndetermined
		})
		if got := omitted(u, Context{Operation: OperationUpdate, Current: c}); lost != (got != nil) {
			t.Fatalf("the plan:\n%sthe rule: %v", inFull(Plan(c, u)), got)
		}
		if got := omitted(Overlay(c, u), Context{Operation: OperationUpdate, Current: c}); got != nil {
			t.Fatalf("the complete update omits %v", got)
		}
	})
}

// goldenLines returns the lines of a golden file, which -update writes.
func goldenLines(t *testing.T, file string, now []string) []string {
	t.Helper()
	if *rewrite {
		if err := os.WriteFile(file, []byte(strings.Join(now, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(data))
}
