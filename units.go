package userpoolclient

import (
	"fmt"
	"math"
	"strconv"
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
	accessToken = token{"access token",
		FieldAccessTokenValidity, FieldTokenValidityUnitsAccessToken, types.TimeUnitsTypeHours,
		DefaultAccessTokenLifetime, MinAccessTokenLifetime, MaxAccessTokenLifetime, minAccessValidity,
		maxAccessValidity}
	idToken = token{"ID token",
		FieldIdTokenValidity, FieldTokenValidityUnitsIdToken, types.TimeUnitsTypeHours,
		DefaultAccessTokenLifetime, MinAccessTokenLifetime, MaxAccessTokenLifetime, minAccessValidity,
		maxAccessValidity}
	refreshToken = token{"refresh token",
		FieldRefreshTokenValidity, FieldTokenValidityUnitsRefreshToken, types.TimeUnitsTypeDays,
		DefaultRefreshTokenLifetime, MinRefreshTokenLifetime, MaxRefreshTokenLifetime, minRefreshValidity,
		maxRefreshValidity}
)

var tokens = [...]*token{&accessToken, &idToken, &refreshToken}

// tokenOf returns the token of which a field holds the number; nil for every
// other field.
func tokenOf(validity Field) *token {
	for _, t := range tokens {
		if t.validity == validity {
			return t
		}
	}
	return nil
}

// written returns the number and the unit of a token's lifetime as c has them.
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
	lifetimeUndetermined lifetimeState = iota // the evidence does not decide: a unit without its number
	lifetimeBroken                            // a number or unit that the service rejects
	lifetimeDefault                           // omitted
	lifetimeGiven                             // set
)

// known reports whether the service would have a lifetime at all.
func (l lifetime) known() bool { return l.state >= lifetimeDefault }

// inRange reports whether the lifetime is one that the service accepts for the
// token.
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

// plural is a number and what it counts: "1 hour", "2 hours".
func plural(n int64, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.FormatInt(n, 10) + " " + word + "s"
}

// unitSeconds returns the length of a unit and reports whether there is such a
// unit.
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

// unitsOf returns the units that c sets, a copy.
func unitsOf(c *Config) TokenValidityUnits {
	if c.TokenValidityUnits == nil {
		return TokenValidityUnits{}
	}
	return *c.TokenValidityUnits
}

// lifetimesOf returns the lifetimes of a client that is as c says.
func lifetimesOf(c *Config) (access, id, refresh lifetime) {
	u := unitsOf(c)
	return lifetimeOf(&accessToken, c.AccessTokenValidity, u.AccessToken),
		lifetimeOf(&idToken, c.IdTokenValidity, u.IdToken),
		lifetimeOf(&refreshToken, c.RefreshTokenValidity, u.RefreshToken)
}

// lifetimesAfter returns the lifetimes of the client after the call.
func lifetimesAfter(c *Config, in Context) (access, id, refresh lifetime) {
	return accessToken.lifetimeAfter(c, in), idToken.lifetimeAfter(c, in), refreshToken.lifetimeAfter(c, in)
}

// lifetimeAfter returns a token's lifetime after the call. An update that sets the
// number and omits the unit of a client with another unit than the default leaves
// open which of the two units holds. The lifetime is then undetermined, unless
// the service rejects it in either unit.
func (t *token) lifetimeAfter(c *Config, in Context) lifetime {
	n, unit := t.written(c)
	l := lifetimeOf(t, n, unit)
	if in.Operation != OperationUpdate || in.Current == nil || unit != "" || l.state != lifetimeGiven {
		return l
	}
	if unknown(in.Current.Unknown, t.unit, false) {
		return lifetime{}
	}
	_, unit = t.written(in.Current)
	if unit == "" || unit == t.defaultUnit {
		return l
	}
	if kept := lifetimeOf(t, n, unit); !l.inRange(t) && (kept.state == lifetimeBroken || !kept.inRange(t)) {
		return l
	}
	return lifetime{}
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

// AccessTokenLifetime returns how long access tokens live, defaults applied, and
// reports whether that is determined. It is not with a unit other than hours
// without its number, a number or unit that the service rejects, a member whose
// value is not known, or a lifetime that does not fit a time.Duration (over 292
// years).
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
	for _, unit := range []types.TimeUnitsType{
		types.TimeUnitsTypeDays, types.TimeUnitsTypeHours, types.TimeUnitsTypeMinutes,
	} {
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
