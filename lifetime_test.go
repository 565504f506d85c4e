package userpoolclient

import "testing"

// TestLifetimeFindings holds what the rules about lifetimes say.
func TestLifetimeFindings(t *testing.T) {
	for _, row := range []struct {
		why     string
		members string
		unknown []Field
		rule    string
		want    string // message and fix; "" for no finding
	}{
		{"a number without a unit may have been meant in another", `"AccessTokenValidity":60`, nil,
			"access-token-validity-range",
			"60, in hours by default, is too long: the access token must live 5 minutes to 24 hours; " +
				"set at most 24 hours, or set TokenValidityUnits.AccessToken to the unit that is meant"},
		{"a number with its unit", `"IdTokenValidity":90000,"TokenValidityUnits":{"IdToken":"seconds"}`, nil,
			"id-token-validity-range", ""}, // the bare number is out of bounds already
		{"a unit that is not the largest", `"IdTokenValidity":7200,"TokenValidityUnits":{"IdToken":"minutes"}`, nil,
			"id-token-validity-range",
			"7200 minutes (5 days) is too long: the ID token must live 5 minutes to 24 hours; set at most 24 hours"},
		{"too short", `"RefreshTokenValidity":30,"TokenValidityUnits":{"RefreshToken":"minutes"}`, nil,
			"refresh-token-validity-range",
			"30 minutes is too short: the refresh token must live 1 hour to 3650 days; set at least 1 hour"},
		{"the order names the shorter one",
			`"IdTokenValidity":2,"RefreshTokenValidity":90,"TokenValidityUnits":{"RefreshToken":"minutes"}`, nil,
			"token-validity-order",
			"2 hours is longer than the refresh token's 90 minutes; set at most 90 minutes, or a longer RefreshTokenValidity"},

		{"a default that would be out of range", `"TokenValidityUnits":{"AccessToken":"minutes"}`, nil,
			"validity-unit-without-value",
			"minutes is set without AccessTokenValidity, and whether the default then is 1 minute, which is out of range, " +
				"or stays 1 hour is undetermined; set AccessTokenValidity too"},
		{"a number that is not known is set", `"TokenValidityUnits":{"AccessToken":"minutes"}`,
			[]Field{FieldAccessTokenValidity}, "validity-unit-without-value", ""},
		{"the default unit has one reading", `"TokenValidityUnits":{"AccessToken":"hours","RefreshToken":"days"}`, nil,
			"validity-unit-without-value", ""},

		{"users have long access tokens", `"AccessTokenValidity":24`, nil, "access-token-long",
			"24 hours is how long the access token works after the user was disabled or signed out; set at most 1 hour"},
		{"a machine has no user to disable", machineFlows + `,"AccessTokenValidity":24`, nil, "access-token-long", ""},
		{"a machine gets no ID token", machineFlows + `,"IdTokenValidity":24`, nil, "id-token-long", ""},
		{"a machine gets no refresh token", machineFlows + `,"RefreshTokenValidity":3650`, nil, "refresh-token-long",
			""},
	} {
		c := mustParse(plain, row.members)
		c.Unknown = row.unknown
		got := ""
		for _, f := range Check(c, Context{}) {
			if f.Rule == row.rule {
				got += f.Text()
			}
		}
		if got != row.want {
			t.Errorf("%s: %s says\n%q, must say\n%q", row.why, row.rule, got, row.want)
		}
	}
}

// TestHarmOfLongRefreshTokens: the harm grows with the lifetime.
func TestHarmOfLongRefreshTokens(t *testing.T) {
	for days, want := range map[int32]Harm{90: HarmNone, 91: HarmMedium, 365: HarmMedium, 366: HarmHigh} {
		got := HarmNone
		for _, f := range Check(&Config{RefreshTokenValidity: &days}, Context{}) {
			if f.Rule == "refresh-token-long" {
				got = f.Harm
			}
		}
		if got != want {
			t.Errorf("%d days: harm %v, must be %v", days, got, want)
		}
	}
}
