package userpoolclient

import (
	"fmt"
	"math"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// The limits of the bare numbers, whatever their unit.
const (
	minAccessValidity  = 1
	maxAccessValidity  = 86400
	minRefreshValidity = 0
	maxRefreshValidity = 315360000
)

// The limits of lifetimes, after conversion.
const (
	MinAccessTokenLifetime  = 5 * time.Minute
	MaxAccessTokenLifetime  = 24 * time.Hour
	MinRefreshTokenLifetime = 60 * time.Minute
	MaxRefreshTokenLifetime = 3650 * 24 * time.Hour
)

// The lifetimes of a client that sets none.
const (
	DefaultAccessTokenLifetime  = time.Hour // of ID tokens too
	DefaultRefreshTokenLifetime = 30 * 24 * time.Hour
)

// A token is one of the three kinds of token and the members that decide how
// long it lives.
type token struct {
	name                  string
	validity, unit        Field
	defaultUnit           types.TimeUnitsType
	standard, least, most time.Duration
	fewest, highest       int64 // of the bare number
}

var (
	accessToken = token{"access token", FieldAccessTokenValidity, FieldTokenValidityUnitsAccessToken, types.TimeUnitsTypeHours,
		DefaultAccessTokenLifetime, MinAccessTokenLifetime, MaxAccessTokenLifetime, minAccessValidity, maxAccessValidity}
	idToken = token{"ID token", FieldIdTokenValidity, FieldTokenValidityUnitsIdToken, types.TimeUnitsTypeHours,
		DefaultAccessTokenLifetime, MinAccessTokenLifetime, MaxAccessTokenLifetime, minAccessValidity, maxAccessValidity}
	refreshToken = token{"refresh token", FieldRefreshTokenValidity, FieldTokenValidityUnitsRefreshToken, types.TimeUnitsTypeDays,
		DefaultRefreshTokenLifetime, MinRefreshTokenLifetime, MaxRefreshTokenLifetime, minRefreshValidity, maxRefreshValidity}
)

var tokens = [...]*token{&accessToken, &idToken, &refreshToken}

// tokenOf is the token whose lifetime a field is the number of; nil for every
// other field.
func tokenOf(validity Field) *token {
	for _, t := range tokens {
		if t.validity == validity {
			return t
		}
	}
	return nil
}

// written is the number and the unit of a token's lifetime as c gives them.
func (t *token) written(c *Config) (number *int32, unit types.TimeUnitsType) {
	u := unitsOf(c)
	switch t {
	case &accessToken:
		return c.AccessTokenValidity, u.AccessToken
	case &idToken:
		return c.IdTokenValidity, u.IdToken
	}
	return c.RefreshTokenValidity, u.RefreshToken
}

// write sets the number and, where there is one, the unit of a token's lifetime.
func (t *token) write(c *Config, n *int32, unit types.TimeUnitsType) {
	if unit != "" && c.TokenValidityUnits == nil {
		c.TokenValidityUnits = new(TokenValidityUnits)
	}
	u := &TokenValidityUnits{}
	if unit != "" {
		u = c.TokenValidityUnits
	}
	switch t {
	case &accessToken:
		c.AccessTokenValidity, u.AccessToken = copied(n), unit
	case &idToken:
		c.IdTokenValidity, u.IdToken = copied(n), unit
	default:
		c.RefreshTokenValidity, u.RefreshToken = copied(n), unit
	}
}

// A lifetime is how long a token lives, in seconds: a number of days that does
// not fit a time.Duration fits here.
type lifetime struct {
	seconds int64
	state   lifetimeState
}

type lifetimeState uint8

const (
	lifetimeUndetermined lifetimeState = iota // a unit without its value: what it means is not on record
	lifetimeBroken                            // a number or unit that the service refuses
	lifetimeDefault                           // not given
	lifetimeGiven
)

// known says that the service would have a lifetime at all.
func (l lifetime) known() bool { return l.state >= lifetimeDefault }

// inRange says that the lifetime is one the service accepts for the token.
func (l lifetime) inRange(t *token) bool {
	return l.seconds >= int64(t.least/time.Second) && l.seconds <= int64(t.most/time.Second)
}

func (l lifetime) String() string { return span(l.seconds) }

// span writes seconds in the largest unit that is exact: "24 hours", "90
// minutes", "3650 days".
func span(seconds int64) string {
	for _, u := range []struct {
		name    string
		seconds int64
		least   int64
	}{{"day", 86400, 2 * 86400}, {"hour", 3600, 3600}, {"minute", 60, 60}} {
		if seconds%u.seconds == 0 && seconds >= u.least {
			return plural(seconds/u.seconds, u.name)
		}
	}
	return plural(seconds, "second")
}

func plural(n int64, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

func unitSeconds(u types.TimeUnitsType) (int64, bool) {
	switch u {
	case types.TimeUnitsTypeSeconds:
		return 1, true
	case types.TimeUnitsTypeMinutes:
		return 60, true
	case types.TimeUnitsTypeHours:
		return 3600, true
	case types.TimeUnitsTypeDays:
		return 86400, true
	}
	return 0, false
}

var unitNames = []string{"seconds", "minutes", "hours", "days"}

func unitsOf(c *Config) TokenValidityUnits {
	if c.TokenValidityUnits == nil {
		return TokenValidityUnits{}
	}
	return *c.TokenValidityUnits
}

func lifetimesOf(c *Config) (access, id, refresh lifetime) {
	u := unitsOf(c)
	return lifetimeOf(&accessToken, c.AccessTokenValidity, u.AccessToken),
		lifetimeOf(&idToken, c.IdTokenValidity, u.IdToken),
		lifetimeOf(&refreshToken, c.RefreshTokenValidity, u.RefreshToken)
}

// lifetimeOf converts a number and its unit. No int32 in any unit overflows.
func lifetimeOf(t *token, value *int32, unit types.TimeUnitsType) lifetime {
	inDefaultUnit := unit == "" || unit == t.defaultUnit
	if unit == "" {
		unit = t.defaultUnit
	}
	size, ok := unitSeconds(unit)
	switch {
	case !ok:
		return lifetime{state: lifetimeBroken}
	case value == nil || *value == 0 && t.fewest == 0:
		if !inDefaultUnit {
			return lifetime{}
		}
		return lifetime{int64(t.standard / time.Second), lifetimeDefault}
	case int64(*value) < t.fewest || int64(*value) > t.highest:
		return lifetime{state: lifetimeBroken}
	}
	return lifetime{int64(*value) * size, lifetimeGiven}
}

// AccessTokenLifetime returns how long access tokens live, defaults applied. It
// is false where that is not determined: a unit other than hours without its
// value, a number or unit that the service refuses, a member not known yet, or
// a lifetime that does not fit a time.Duration (over 292 years).
func (c *Config) AccessTokenLifetime() (time.Duration, bool) {
	l, _, _ := lifetimesOf(c)
	return c.duration(&accessToken, l)
}

// IdTokenLifetime returns how long ID tokens live, as AccessTokenLifetime does.
func (c *Config) IdTokenLifetime() (time.Duration, bool) {
	_, l, _ := lifetimesOf(c)
	return c.duration(&idToken, l)
}

// RefreshTokenLifetime returns how long refresh tokens live, as
// AccessTokenLifetime does; the default unit is days, and 0 days means 30 days.
func (c *Config) RefreshTokenLifetime() (time.Duration, bool) {
	_, _, l := lifetimesOf(c)
	return c.duration(&refreshToken, l)
}

func (c *Config) duration(t *token, l lifetime) (time.Duration, bool) {
	if !l.known() || l.seconds > math.MaxInt64/int64(time.Second) ||
		unknown(c.Unknown, t.validity, false) || unknown(c.Unknown, t.unit, false) {
		return 0, false
	}
	return time.Duration(l.seconds) * time.Second, true
}

// SetAccessTokenLifetime sets AccessTokenValidity and its unit together, in the
// largest unit that expresses d exactly. A d outside 5 minutes to 24 hours, or
// not a whole number of seconds, is a *LifetimeError and changes nothing.
func (c *Config) SetAccessTokenLifetime(d time.Duration) error {
	return c.setLifetime(&accessToken, d)
}

// SetIdTokenLifetime sets IdTokenValidity and its unit together, as
// SetAccessTokenLifetime does, within the same limits.
func (c *Config) SetIdTokenLifetime(d time.Duration) error {
	return c.setLifetime(&idToken, d)
}

// SetRefreshTokenLifetime sets RefreshTokenValidity and its unit together, as
// SetAccessTokenLifetime does, between 60 minutes and 3650 days.
func (c *Config) SetRefreshTokenLifetime(d time.Duration) error {
	return c.setLifetime(&refreshToken, d)
}

func (c *Config) setLifetime(t *token, d time.Duration) error {
	n, unit, err := split(t, d)
	if err != nil {
		return err
	}
	u := unitsOf(c) // a copy: other configurations may share the structure
	c.TokenValidityUnits = &u
	t.write(c, &n, unit)
	c.Unknown = struckOff(struckOff(c.Unknown, t.validity), t.unit)
	c.MaybeSet = struckOff(struckOff(c.MaybeSet, t.validity), t.unit)
	return nil
}

// split finds the largest unit that expresses d exactly.
func split(t *token, d time.Duration) (int32, types.TimeUnitsType, error) {
	if d%time.Second != 0 || d < t.least || d > t.most {
		return 0, "", &LifetimeError{Field: t.validity, Lifetime: d, Min: t.least, Max: t.most}
	}
	seconds := int64(d / time.Second)
	for _, unit := range []types.TimeUnitsType{types.TimeUnitsTypeDays, types.TimeUnitsTypeHours, types.TimeUnitsTypeMinutes} {
		if size, _ := unitSeconds(unit); seconds%size == 0 {
			return int32(seconds / size), unit, nil
		}
	}
	return int32(seconds), types.TimeUnitsTypeSeconds, nil
}

// LifetimeError says that a token cannot be made to live that long.
type LifetimeError struct {
	Field    Field
	Lifetime time.Duration // as asked for
	Min, Max time.Duration // what the service accepts
}

// Error names the field, what was asked for and the limits.
func (e *LifetimeError) Error() string {
	return fmt.Sprintf("%s: a lifetime of %v must be a whole number of seconds, %s to %s",
		e.Field, e.Lifetime, span(int64(e.Min/time.Second)), span(int64(e.Max/time.Second)))
}

func (s *subject) lifetime(t *token) lifetime {
	switch t {
	case &accessToken:
		return s.access
	case &idToken:
		return s.id
	}
	return s.refresh
}

var unitRules = []Rule{
	numeric(Rule{
		ID:     "access-token-validity-integer",
		Detail: bareNumber,
		Bad:    on(plain, `"AccessTokenValidity":0`),
		Good:   on(plain, `"AccessTokenValidity":1`),
	}, minAccessValidity, maxAccessValidity, "", FieldAccessTokenValidity),
	numeric(Rule{
		ID:     "id-token-validity-integer",
		Detail: bareNumber,
		Bad:    on(plain, `"IdTokenValidity":86401,"TokenValidityUnits":{"IdToken":"seconds"}`),
		Good:   on(plain, `"IdTokenValidity":3600,"TokenValidityUnits":{"IdToken":"seconds"}`),
	}, minAccessValidity, maxAccessValidity, "", FieldIdTokenValidity),
	numeric(Rule{
		ID:     "refresh-token-validity-integer",
		Detail: bareNumber,
		Bad:    on(plain, `"RefreshTokenValidity":-1`),
		Good:   on(plain, `"RefreshTokenValidity":30`),
	}, minRefreshValidity, maxRefreshValidity, "", FieldRefreshTokenValidity),

	enum(Rule{
		ID:   "token-unit-unknown",
		Bad:  on(plain, `"AccessTokenValidity":1,"TokenValidityUnits":{"AccessToken":"hour"}`),
		Good: on(plain, `"AccessTokenValidity":1,"TokenValidityUnits":{"AccessToken":"hours"}`),
	}, unitNames, FieldTokenValidityUnitsAccessToken, FieldTokenValidityUnitsIdToken, FieldTokenValidityUnitsRefreshToken),

	lifetimeRange("access-token-validity-range", &accessToken, "4", "5"),
	lifetimeRange("id-token-validity-range", &idToken, "1441", "60"),
	lifetimeRange("refresh-token-validity-range", &refreshToken, "59", "60"),

	{
		ID:       "token-validity-order",
		Severity: SeverityError,
		Summary:  "Access and ID tokens live no longer than refresh tokens.",
		Detail:   "Equal is accepted. The API reference does not say this; the service enforces it.",
		Fields: []Field{FieldAccessTokenValidity, FieldIdTokenValidity, FieldRefreshTokenValidity,
			FieldTokenValidityUnitsAccessToken, FieldTokenValidityUnitsIdToken, FieldTokenValidityUnitsRefreshToken},
		Evidence: EvidenceMeasured,
		Sources:  []Source{cdkPreflight},

		Exception:      invalidParameter,
		ServiceMessage: "Access and Id Token expiration times must be less than or equal to refresh token expiration times.",

		Bad:  on(plain, `"AccessTokenValidity":12,"RefreshTokenValidity":2,"TokenValidityUnits":{"AccessToken":"hours","RefreshToken":"hours"}`),
		Good: on(plain, `"AccessTokenValidity":1,"RefreshTokenValidity":2,"TokenValidityUnits":{"AccessToken":"hours","RefreshToken":"hours"}`),
		check: func(s subject) []Finding {
			var late []Finding
			for _, t := range []*token{&accessToken, &idToken} {
				if s.outlivesRefresh(t) {
					late = append(late, because(found(t.validity, "%s is longer than the refresh token's %s; it must be no longer", s.lifetime(t), s.refresh),
						t.unit, FieldRefreshTokenValidity, FieldTokenValidityUnitsRefreshToken)...)
				}
			}
			return late
		},
	},
	{
		ID:       "refresh-token-validity-zero",
		Severity: SeverityWarning,
		Summary:  "A RefreshTokenValidity of 0 becomes 30 days.",
		Detail:   "The AWS SDK for Go cannot even send it: a 0 is left out of the request.",
		Fields:   []Field{FieldRefreshTokenValidity},
		Evidence: EvidenceDocumented,
		Sources:  []Source{apiCreate, apiUpdate},
		Bad:      on(plain, `"RefreshTokenValidity":0`),
		Good:     on(plain, `"RefreshTokenValidity":30`),
		check: func(s subject) []Finding {
			if v := s.c.RefreshTokenValidity; v == nil || *v != 0 {
				return nil
			}
			return found(FieldRefreshTokenValidity, "0 becomes the default of 30 days; say 30 if that is meant")
		},
	},
	{
		ID:       "validity-unit-without-value",
		Severity: SeverityWarning,
		Summary:  "A token's unit is given together with its value.",
		Detail: "A unit without a value is accepted. Whether the default then keeps its length (1 hour, 30 days) or its number in the new unit is not on record. " +
			"Describe answers RefreshTokenValidity 30 for a client that never set it; echoed under another unit, that 30 takes the new unit. Silent where the unit is the default one, because then both readings agree.",
		Fields: []Field{FieldAccessTokenValidity, FieldIdTokenValidity, FieldRefreshTokenValidity,
			FieldTokenValidityUnitsAccessToken, FieldTokenValidityUnitsIdToken, FieldTokenValidityUnitsRefreshToken},
		Evidence: EvidenceInferred,
		Sources:  []Source{terraformTests},
		Bad:      on(plain, `"TokenValidityUnits":{"RefreshToken":"hours"}`),
		Good:     on(plain, `"RefreshTokenValidity":720,"TokenValidityUnits":{"RefreshToken":"hours"}`),
		check: func(s subject) []Finding {
			var all []Finding
			for _, t := range tokens {
				n, unit := t.written(s.c)
				if n == nil && s.lifetime(t).state == lifetimeUndetermined {
					all = append(all, because(found(t.unit, "%s is given without %s, so how long the %s lives is not on record; give both", unit, t.validity, t.name), t.validity)...)
				}
			}
			return all
		},
	},
	{
		ID:       "refresh-token-long",
		Severity: SeverityAdvice,
		Harm:     HarmHigh,
		Summary:  "Refresh tokens live no longer than 90 days.",
		Detail:   "Medium harm over 90 days, high over a year: a stolen refresh token is good for that long.",
		Fields:   []Field{FieldRefreshTokenValidity, FieldTokenValidityUnitsRefreshToken},
		Evidence: EvidenceDocumented,
		Sources:  []Source{{Title: "RFC 9700 section 4.14, Refresh Token Protection", URL: rfc9700.URL + "#section-4.14", Date: rfc9700.Date}},
		Bad:      on(plain, `"RefreshTokenValidity":3650`),
		Good:     on(plain, `"RefreshTokenValidity":30`),
		check: func(s subject) []Finding {
			const day = 86400
			if s.refresh.state != lifetimeGiven || s.refresh.seconds <= 90*day || !s.refresh.inRange(&refreshToken) {
				return nil
			}
			long := because(found(FieldRefreshTokenValidity, "%s is how long a stolen refresh token works; keep it to 90 days or less", s.refresh), FieldTokenValidityUnitsRefreshToken)
			if s.refresh.seconds <= 365*day {
				long[0].Harm = HarmMedium
			}
			return long
		},
	},
	longToken("access-token-long", &accessToken),
	longToken("id-token-long", &idToken),
}

const bareNumber = "The number alone is judged here, whatever its unit. The true limits are those of the lifetime after conversion."

func lifetimeRange(id string, t *token, bad, good string) Rule {
	member := func(n string) string {
		return fmt.Sprintf(`"%s":%s,"TokenValidityUnits":{"%s":"minutes"}`, t.validity, n, t.unit[len("TokenValidityUnits."):])
	}
	low, high := span(int64(t.least/time.Second)), span(int64(t.most/time.Second))
	return Rule{
		ID:       id,
		Severity: SeverityError,
		Summary:  fmt.Sprintf("The lifetime of the %s is %s to %s after conversion.", t.name, low, high),
		Detail:   fmt.Sprintf("Without a unit the number is in %s. The service's message names neither the field nor the unit.", t.defaultUnit),
		Fields:   []Field{t.validity, t.unit},
		Evidence: EvidenceMeasured,
		Sources:  []Source{cdkPreflight, terraformTests},

		Exception:      invalidParameter,
		ServiceMessage: "Invalid range for token validity.",

		Bad:  on(plain, member(bad)),
		Good: on(plain, member(good)),
		check: func(s subject) []Finding {
			l := s.lifetime(t)
			if l.state != lifetimeGiven || l.inRange(t) {
				return nil
			}
			n, unit := t.written(s.c)
			how := "as given"
			if unit == "" {
				how = fmt.Sprintf("%s by default", t.defaultUnit)
			}
			return because(found(t.validity, "%d (%s, %s) is out of range; the %s must live %s to %s", *n, l, how, t.name, low, high), t.unit)
		},
	}
}

// outlivesRefresh says that both lifetimes are sound and the token's is the
// longer one.
func (s *subject) outlivesRefresh(t *token) bool {
	l := s.lifetime(t)
	return l.known() && l.inRange(t) && s.refresh.known() && s.refresh.inRange(&refreshToken) && l.seconds > s.refresh.seconds
}

// longToken is advice against access and ID tokens that live longer than an
// hour.
func longToken(id string, t *token) Rule {
	return Rule{
		ID:       id,
		Severity: SeverityAdvice,
		Harm:     HarmLow,
		Summary:  fmt.Sprintf("The %s lives no longer than an hour.", t.name),
		Detail:   "It works until it expires, also after the user has been disabled or has signed out elsewhere.",
		Fields:   []Field{t.validity, t.unit, FieldRefreshTokenValidity, FieldTokenValidityUnitsRefreshToken},
		Evidence: EvidenceDocumented,
		Sources:  []Source{{Title: "RFC 9700 section 2.2, Token Replay Prevention", URL: rfc9700.URL + "#section-2.2", Date: rfc9700.Date}},
		Bad:      on(plain, fmt.Sprintf(`"%s":24`, t.validity)),
		Good:     on(plain, fmt.Sprintf(`"%s":1`, t.validity)),
		check: func(s subject) []Finding {
			l := s.lifetime(t)
			if l.state != lifetimeGiven || l.seconds <= 3600 || !l.inRange(t) || s.outlivesRefresh(t) {
				return nil
			}
			return because(found(t.validity, "%s is how long the %s works after the user was disabled or signed out; keep it to 1 hour or less", l, t.name), t.unit)
		},
	}
}
