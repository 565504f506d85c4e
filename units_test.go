package userpoolclient

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"pgregory.net/rapid"
)

func TestLifetimes(t *testing.T) {
	const day = 24 * time.Hour
	for _, row := range []struct {
		reason              string
		members             string
		access, id, refresh time.Duration // 0: not determined
	}{
		{"defaults", ``, time.Hour, time.Hour, 30 * day},
		{"an empty structure is none", `"TokenValidityUnits":{}`, time.Hour, time.Hour, 30 * day},
		{"default units",
			`"AccessTokenValidity":2,"IdTokenValidity":3,"RefreshTokenValidity":4`, 2 * time.Hour, 3 * time.Hour,
			4 * day},
		{"units in part",
			`"AccessTokenValidity":2,"TokenValidityUnits":{"AccessToken":"minutes"}`, 2 * time.Minute, time.Hour,
			30 * day},
		{"the default unit without a value",
			`"TokenValidityUnits":{"AccessToken":"hours","IdToken":"hours","RefreshToken":"days"}`,
			time.Hour, time.Hour, 30 * day},
		{"another unit without a value",
			`"TokenValidityUnits":{"AccessToken":"days","IdToken":"seconds","RefreshToken":"hours"}`, 0, 0, 0},
		{"0 days are 30 days", `"RefreshTokenValidity":0`, time.Hour, time.Hour, 30 * day},
		{"0 in another unit is undetermined",
			`"RefreshTokenValidity":0,"TokenValidityUnits":{"RefreshToken":"hours"}`, time.Hour, time.Hour, 0},
		{"30 echoed under hours",
			`"RefreshTokenValidity":30,"TokenValidityUnits":{"RefreshToken":"hours"}`, time.Hour, time.Hour,
			30 * time.Hour},
		{"rejected numbers", `"AccessTokenValidity":0,"IdTokenValidity":-1,"RefreshTokenValidity":-1`, 0, 0, 0},
		{"an unknown unit", `"AccessTokenValidity":1,"TokenValidityUnits":{"AccessToken":"weeks"}`, 0, time.Hour,
			30 * day},
		{"more than a time.Duration holds", `"RefreshTokenValidity":213505`, time.Hour, time.Hour, 0},
	} {
		c := mustParse(row.members)
		for _, got := range []struct {
			name string
			f    func() (time.Duration, bool)
			want time.Duration
		}{
			{"access", c.AccessTokenLifetime, row.access},
			{"ID", c.IdTokenLifetime, row.id},
			{"refresh", c.RefreshTokenLifetime, row.refresh},
		} {
			if d, ok := got.f(); d != got.want || ok != (got.want != 0) {
				t.Errorf("%s: %s token: %v, %v; want %v", row.reason, got.name, d, ok, got.want)
			}
		}
	}
	c := &Config{AccessTokenValidity: ptr(int32(1)), Unknown: []Field{FieldTokenValidityUnits}}
	if d, ok := c.AccessTokenLifetime(); ok {
		t.Errorf("with the units not known yet the lifetime is not known, got %v", d)
	}
}

// TestNoOverflow: any int32 in any unit is judged by its true length.
func TestNoOverflow(t *testing.T) {
	for _, unit := range types.TimeUnitsType("").Values() {
		size, ok := unitSeconds(unit)
		if !ok {
			t.Fatalf("the SDK has the unit %s; add it to unitSeconds", unit)
		}
		for _, n := range []int32{math.MinInt32, -1, 0, 1, 106751, 106752, 213503, 213505, math.MaxInt32} {
			l := lifetimeOf(&refreshToken, &n, unit)
			if l.state == lifetimeGiven && l.seconds != int64(n)*size {
				t.Errorf("%d %s: %d seconds", n, unit, l.seconds)
			}
			accepted := int64(n)*size >= 3600 && int64(n)*size <= 315360000
			if l.state == lifetimeGiven && (l.seconds <= 0 || l.inRange(&refreshToken) != accepted) {
				t.Errorf("%d %s: in range %v", n, unit, l.inRange(&refreshToken))
			}
		}
	}
}

// TestSetThenGet: setting a lifetime and reading it back is the identity, and
// what was set is accepted.
func TestSetThenGet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := &Config{WriteAttributes: []string{"name"},
			Unknown: []Field{FieldAccessTokenValidity, FieldTokenValidityUnitsAccessToken, FieldLogoutURLs}}
		access := time.Duration(rapid.Int64Range(300, 86400).Draw(t, "access")) * time.Second
		refresh := time.Duration(rapid.Int64Range(86400, 315360000).Draw(t, "refresh")) * time.Second
		for _, err := range []error{
			c.SetAccessTokenLifetime(access), c.SetIdTokenLifetime(access), c.SetRefreshTokenLifetime(refresh),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		a, okA := c.AccessTokenLifetime()
		i, okI := c.IdTokenLifetime()
		r, okR := c.RefreshTokenLifetime()
		if a != access || i != access || r != refresh || !okA || !okI || !okR {
			t.Fatalf("set %v and %v, got %v, %v, %v", access, refresh, a, i, r)
		}
		if err := Validate(c, Context{}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestSetters(t *testing.T) {
	for _, row := range []struct {
		reason string
		d      time.Duration
		n      int32
		unit   types.TimeUnitsType
	}{
		{"whole hours", 2 * time.Hour, 2, "hours"},
		{"a day is one day", 24 * time.Hour, 1, "days"},
		{"not whole hours", 90 * time.Minute, 90, "minutes"},
		{"not whole minutes", 5*time.Minute + time.Second, 301, "seconds"},
	} {
		c := new(Config)
		err := c.SetAccessTokenLifetime(row.d)
		if err != nil || *c.AccessTokenValidity != row.n || c.TokenValidityUnits.AccessToken != row.unit {
			t.Errorf("%s: %v, %+v", row.reason, err, c.TokenValidityUnits)
		}
	}
	for _, row := range []struct {
		reason string
		set    func(c *Config) error
		want   string
	}{
		{"under the limit", func(c *Config) error { return c.SetAccessTokenLifetime(time.Minute) },
			"5 minutes to 24 hours"},
		{"over the limit", func(c *Config) error { return c.SetIdTokenLifetime(25 * time.Hour) },
			"5 minutes to 24 hours"},
		{"no unit is that fine",
			func(c *Config) error { return c.SetAccessTokenLifetime(time.Hour + time.Millisecond) },
			"whole number of seconds"},
		{"refresh has its own limits",
			func(c *Config) error { return c.SetRefreshTokenLifetime(59 * time.Minute) }, "1 hour to 3650 days"},
		{"nothing at all", func(c *Config) error { return c.SetRefreshTokenLifetime(0) }, "1 hour to 3650 days"},
		{"negative", func(c *Config) error { return c.SetRefreshTokenLifetime(-time.Hour) }, "1 hour to 3650 days"},
	} {
		c := new(Config)
		err := row.set(c)
		var l *LifetimeError
		if !errors.As(err, &l) || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: %v must name %q", row.reason, err, row.want)
		}
		if c.TokenValidityUnits != nil || c.AccessTokenValidity != nil {
			t.Errorf("%s: an error must change nothing", row.reason)
		}
	}
	shared := &TokenValidityUnits{IdToken: "minutes"}
	a, b := &Config{TokenValidityUnits: shared}, &Config{TokenValidityUnits: shared}
	err := a.SetAccessTokenLifetime(time.Hour)
	if err != nil || b.TokenValidityUnits.AccessToken != "" || a.TokenValidityUnits.IdToken != "minutes" {
		t.Error("a setter must not reach into units that another configuration shares")
	}
}

func TestSpan(t *testing.T) {
	for seconds, want := range map[int64]string{1: "1 second", 300: "5 minutes", 3600: "1 hour", 5400: "90 minutes",
		86400: "24 hours", 172800: "2 days", 315360000: "3650 days"} {
		if got := span(seconds); got != want {
			t.Errorf("span(%d) = %q, want %q", seconds, got, want)
		}
	}
}
