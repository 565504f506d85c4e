package bench

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/userpoolclient/userpoolclient"
)

// The patterns of the API model, as most programs would write them.
var (
	poolIDPattern   = regexp.MustCompile(`^[\w-]+_[0-9a-zA-Z]+$`)
	clientIDPattern = regexp.MustCompile(`^[\w+]+$`)
	namePattern     = regexp.MustCompile(`^[\w\s+=,.@-]+$`)
	urlPattern      = regexp.MustCompile(`^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$`)
	providerPattern = regexp.MustCompile(`^[\p{L}\p{M}\p{S}\p{N}\p{P}\p{Z}]+$`)
	scopePattern    = regexp.MustCompile(`^[\x21\x23-\x5B\x5D-\x7E]+$`)
)

var standardAttributes = []string{"address", "birthdate", "email", "email_verified", "family_name", "gender",
	"given_name", "locale",
	"middle_name", "name", "nickname", "phone_number", "phone_number_verified", "picture", "preferred_username",
	"profile", "sub",
	"updated_at", "website", "zoneinfo"}

var reservedScopes = []string{"phone", "email", "openid", "profile", "aws.cognito.signin.user.admin"}

var unitSeconds = map[string]int64{"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}

func prepareNaive(c *userpoolclient.Config) Check {
	return Check{
		Run:    func() bool { return naive(c) == nil },
		Places: func() []string { return places(naive(c)) },
	}
}

// naive is the check as one writes it in an afternoon.
func naive(c *userpoolclient.Config) []Violation {
	var all []Violation
	bad := func(place, format string, args ...any) {
		all = append(all, Violation{place, -1, fmt.Sprintf(format, args...)})
	}
	text := func(place, s string, max int, pattern *regexp.Regexp) bool {
		if n := utf8.RuneCountInString(s); n < 1 || n > max {
			bad(place, "%q must have 1 to %d characters", s, max)
			return false
		}
		if !pattern.MatchString(s) {
			bad(place, "%q must match %s", s, pattern)
			return false
		}
		return true
	}
	number := func(place string, n *int32, min, max int32) {
		if n != nil && (*n < min || *n > max) {
			bad(place, "%d must be %d to %d", *n, min, max)
		}
	}
	redirect := func(place, s string, plainHTTP, fragment bool) {
		if !text(place, s, 1024, urlPattern) {
			return
		}
		u, err := url.Parse(s)
		switch {
		case err != nil || u.Scheme == "" || (u.Scheme == "http" || u.Scheme == "https") && u.Host == "":
			bad(place, "%q must be absolute", s)
			return
		case u.Scheme == "http" && !plainHTTP && u.Hostname() != "localhost" && u.Hostname() != "127.0.0.1" &&
			u.Hostname() != "::1":
			bad(place, "%q must use https", s)
		}
		if !fragment && strings.Contains(s, "#") {
			bad(place, "%q must have no fragment", s)
		}
	}
	attribute := func(place, s string, writable bool) {
		if n := utf8.RuneCountInString(s); n < 1 || n > 2048 {
			bad(place, "%q must have 1 to 2048 characters", s)
			return
		}
		if writable && slices.Contains([]string{"sub", "email_verified", "phone_number_verified"}, s) {
			bad(place, "%q cannot be written", s)
			return
		}
		if !slices.Contains(standardAttributes, s) && !strings.HasPrefix(s, "custom:") && !strings.HasPrefix(s,
			"dev:") && !strings.HasPrefix(s, "cognito:") && s != "identities" {
			bad(place, "%q is not an attribute", s)
		}
	}

	if c.UserPoolId != nil {
		text("UserPoolId", *c.UserPoolId, 55, poolIDPattern)
	}
	if c.ClientId != nil {
		text("ClientId", *c.ClientId, 128, clientIDPattern)
	}
	if c.ClientName != nil {
		text("ClientName", *c.ClientName, 128, namePattern)
	}
	number("AuthSessionValidity", c.AuthSessionValidity, 3, 15)
	if s := c.PreventUserExistenceErrors; s != "" && s != "LEGACY" && s != "ENABLED" {
		bad("PreventUserExistenceErrors", "%q must be LEGACY or ENABLED", s)
	}
	for i, s := range c.ReadAttributes {
		attribute(fmt.Sprintf("ReadAttributes[%d]", i), s, false)
	}
	for i, s := range c.WriteAttributes {
		attribute(fmt.Sprintf("WriteAttributes[%d]", i), s, true)
	}
	for i, s := range c.SupportedIdentityProviders {
		text(fmt.Sprintf("SupportedIdentityProviders[%d]", i), s, 32, providerPattern)
	}
	if len(c.CallbackURLs) > 100 {
		bad("CallbackURLs", "must have at most 100 elements")
	}
	for i, s := range c.CallbackURLs {
		redirect(fmt.Sprintf("CallbackURLs[%d]", i), s, false, false)
	}
	if len(c.LogoutURLs) > 100 {
		bad("LogoutURLs", "must have at most 100 elements")
	}
	for i, s := range c.LogoutURLs {
		redirect(fmt.Sprintf("LogoutURLs[%d]", i), s, false, true)
	}
	if c.DefaultRedirectURI != nil {
		redirect("DefaultRedirectURI", *c.DefaultRedirectURI, true, false)
		if !slices.Contains(c.CallbackURLs, *c.DefaultRedirectURI) {
			bad("DefaultRedirectURI", "%q must be one of CallbackURLs", *c.DefaultRedirectURI)
		}
	}
	if len(c.AllowedOAuthFlows) > 3 {
		bad("AllowedOAuthFlows", "must have at most 3 elements")
	}
	for i, f := range c.AllowedOAuthFlows {
		if !slices.Contains([]string{"code", "implicit", "client_credentials"}, string(f)) {
			bad(fmt.Sprintf("AllowedOAuthFlows[%d]", i), "%q is not a flow", f)
		}
	}
	if len(c.AllowedOAuthScopes) > 50 {
		bad("AllowedOAuthScopes", "must have at most 50 elements")
	}
	for i, s := range c.AllowedOAuthScopes {
		place := fmt.Sprintf("AllowedOAuthScopes[%d]", i)
		if text(place, s, 256, scopePattern) && !slices.Contains(reservedScopes, s) {
			if slash := strings.LastIndex(s, "/"); slash < 1 || slash == len(s)-1 {
				bad(place, "%q is not a scope", s)
			}
		}
	}
	if c.AllowedOAuthFlowsUserPoolClient != nil && *c.AllowedOAuthFlowsUserPoolClient {
		if len(c.AllowedOAuthFlows) == 0 {
			bad("AllowedOAuthFlows", "must be given when OAuth is switched on")
		}
		if len(c.AllowedOAuthScopes) == 0 {
			bad("AllowedOAuthScopes", "must be given when OAuth is switched on")
		}
	}
	if (slices.Contains(c.AllowedOAuthFlows, "code") || slices.Contains(c.AllowedOAuthFlows, "implicit")) &&
		len(c.CallbackURLs) == 0 {
		bad("CallbackURLs", "must be given")
	}
	naiveLifetimes(c, bad)
	return all
}

func naiveLifetimes(c *userpoolclient.Config, bad func(place, format string, args ...any)) {
	var units userpoolclient.TokenValidityUnits
	if c.TokenValidityUnits != nil {
		units = *c.TokenValidityUnits
	}
	lifetime := func(place string, n *int32, least, most int32, unit, unitPlace, unitDefault string, min,
		max int64) int64 {
		if unit == "" {
			unit = unitDefault
		}
		seconds, ok := unitSeconds[unit]
		switch {
		case !ok:
			bad(unitPlace, "%q must be seconds, minutes, hours or days", unit)
		case n == nil:
		case *n < least || *n > most:
			bad(place, "%d must be %d to %d", *n, least, most)
		case least == 0 && *n == 0:
		case int64(*n)*seconds < min || int64(*n)*seconds > max:
			bad(place, "%d %s must be %d to %d seconds", *n, unit, min, max)
		default:
			return int64(*n) * seconds
		}
		return -1
	}
	access := lifetime("AccessTokenValidity", c.AccessTokenValidity, 1, 86400, string(units.AccessToken),
		"TokenValidityUnits.AccessToken", "hours", 300, 86400)
	id := lifetime("IdTokenValidity", c.IdTokenValidity, 1, 86400, string(units.IdToken), "TokenValidityUnits.IdToken",
		"hours", 300, 86400)
	refresh := lifetime("RefreshTokenValidity", c.RefreshTokenValidity, 0, 315360000, string(units.RefreshToken),
		"TokenValidityUnits.RefreshToken", "days", 3600, 315360000)
	if refresh > 0 && access > refresh {
		bad("AccessTokenValidity", "must be no longer than the refresh token's")
	}
	if refresh > 0 && id > refresh {
		bad("IdTokenValidity", "must be no longer than the refresh token's")
	}
}
