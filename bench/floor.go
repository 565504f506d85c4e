package bench

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

func prepareFloor(c *userpoolclient.Config) Check {
	return Check{
		Run:    func() bool { return straight(c) == nil },
		Places: func() []string { return places(straight(c)) },
	}
}

// straight is the check written out by hand for speed: no tables, no rules, no
// facts beside the answer.
func straight(c *userpoolclient.Config) []Violation {
	var f finds
	if s := c.UserPoolId; s != nil {
		if at := strings.LastIndexByte(*s, '_'); short(*s, 55) && at > 0 && at < len(*s)-1 && only(*s, isPoolID) &&
			strings.IndexByte((*s)[at:], '-') < 0 {
		} else {
			f.add("UserPoolId", -1, *s)
		}
	}
	if s := c.ClientId; s != nil && (!short(*s, 128) || !only(*s, isID)) {
		f.add("ClientId", -1, *s)
	}
	if s := c.ClientName; s != nil && (!short(*s, 128) || !only(*s, isName)) {
		f.add("ClientName", -1, *s)
	}
	if n := c.AuthSessionValidity; n != nil && (*n < 3 || *n > 15) {
		f.add("AuthSessionValidity", -1, "")
	}
	if s := c.PreventUserExistenceErrors; s != "" && s != "LEGACY" && s != "ENABLED" {
		f.add("PreventUserExistenceErrors", -1, string(s))
	}
	for i, s := range c.ReadAttributes {
		if !attribute(s) {
			f.add("ReadAttributes", i, s)
		}
	}
	for i, s := range c.WriteAttributes {
		if s == "sub" || s == "email_verified" || s == "phone_number_verified" || !attribute(s) {
			f.add("WriteAttributes", i, s)
		}
	}
	for i, s := range c.SupportedIdentityProviders {
		if !provider(s) {
			f.add("SupportedIdentityProviders", i, s)
		}
	}
	straightRedirects(&f, c)
	straightOAuth(&f, c)
	straightLifetimes(&f, c)
	return f.all
}

type finds struct{ all []Violation }

func (f *finds) add(field string, i int, value string) {
	if i >= 0 {
		field = fmt.Sprintf("%s[%d]", field, i)
	}
	f.all = append(f.all, Violation{field, fmt.Sprintf("%q is refused", value)})
}

func short(s string, max int) bool {
	return s != "" && (len(s) <= max || utf8.RuneCountInString(s) <= max)
}

func only(s string, ok func(byte) bool) bool {
	for i := 0; i < len(s); i++ {
		if !ok(s[i]) {
			return false
		}
	}
	return true
}

func isWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_'
}
func isPoolID(c byte) bool { return isWord(c) || c == '-' }
func isID(c byte) bool     { return isWord(c) || c == '+' }
func isName(c byte) bool {
	return isWord(c) || c == ' ' || '\t' <= c && c <= '\r' || c == '+' || c == '=' || c == ',' || c == '.' ||
		c == '@' || c == '-'
}

func attribute(s string) bool {
	switch s {
	case "address", "birthdate", "email", "email_verified", "family_name", "gender", "given_name", "locale",
		"middle_name", "name", "nickname", "phone_number", "phone_number_verified", "picture", "preferred_username",
		"profile", "sub",
		"updated_at", "website", "zoneinfo", "identities":
		return true
	}
	return (strings.HasPrefix(s, "custom:") || strings.HasPrefix(s, "dev:") || strings.HasPrefix(s, "cognito:")) &&
		short(s, 2048)
}

func provider(s string) bool {
	for _, r := range s {
		if r > ' '-1 && r < 0x7f {
			continue
		}
		if r < utf8.RuneSelf || !unicode.In(r, unicode.L, unicode.M, unicode.S, unicode.N, unicode.P, unicode.Z) {
			return false
		}
	}
	return short(s, 32)
}

func straightRedirects(f *finds, c *userpoolclient.Config) {
	if len(c.CallbackURLs) > 100 {
		f.add("CallbackURLs", -1, "")
	}
	for i, s := range c.CallbackURLs {
		if !redirect(s, false, false) {
			f.add("CallbackURLs", i, s)
		}
	}
	if len(c.LogoutURLs) > 100 {
		f.add("LogoutURLs", -1, "")
	}
	for i, s := range c.LogoutURLs {
		if !redirect(s, false, true) {
			f.add("LogoutURLs", i, s)
		}
	}
	s := c.DefaultRedirectURI
	if s == nil {
		return
	}
	if !redirect(*s, true, false) {
		f.add("DefaultRedirectURI", -1, *s)
		return
	}
	for _, u := range c.CallbackURLs {
		if u == *s {
			return
		}
	}
	f.add("DefaultRedirectURI", -1, *s)
}

func redirect(s string, plainHTTP, fragment bool) bool {
	n := 0
	for _, r := range s {
		n++
		switch {
		case r == '#':
			if !fragment {
				return false
			}
		case r > ' ' && r < 0x7f:
		case r < utf8.RuneSelf || !unicode.In(r, unicode.L, unicode.M, unicode.S, unicode.N, unicode.P):
			return false
		}
	}
	if n > 1024 {
		return false
	}
	if strings.HasPrefix(s, "https://") {
		return len(s) > 8 && s[8] != '/' && s[8] != '?' && s[8] != '#' && s[8] != ':'
	}
	scheme := strings.IndexByte(s, ':')
	if scheme <= 0 || !isWord(s[0]) || s[0] == '_' || s[0] <= '9' {
		return false
	}
	for i := 1; i < scheme; i++ {
		if b := s[i]; b == '_' || !isWord(b) && b != '+' && b != '-' && b != '.' {
			return false
		}
	}
	name, rest := s[:scheme], s[scheme+1:]
	secure := strings.EqualFold(name, "https")
	if !secure && !strings.EqualFold(name, "http") {
		return true
	}
	if !strings.HasPrefix(rest, "//") {
		return false
	}
	host := rest[2:]
	if i := strings.IndexAny(host, "/?#"); i >= 0 {
		host = host[:i]
	}
	host = host[strings.LastIndexByte(host, '@')+1:]
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		host = host[:i]
	}
	return host != "" && (secure || plainHTTP || strings.EqualFold(host, "localhost") || host == "127.0.0.1" ||
		host == "[::1]")
}

func straightOAuth(f *finds, c *userpoolclient.Config) {
	if len(c.AllowedOAuthFlows) > 3 {
		f.add("AllowedOAuthFlows", -1, "")
	}
	users := false
	for i, flow := range c.AllowedOAuthFlows {
		switch flow {
		case "code", "implicit":
			users = true
		case "client_credentials":
		default:
			f.add("AllowedOAuthFlows", i, string(flow))
		}
	}
	if len(c.AllowedOAuthScopes) > 50 {
		f.add("AllowedOAuthScopes", -1, "")
	}
	for i, s := range c.AllowedOAuthScopes {
		if !scope(s) {
			f.add("AllowedOAuthScopes", i, s)
		}
	}
	if on := c.AllowedOAuthFlowsUserPoolClient; on != nil && *on {
		if len(c.AllowedOAuthFlows) == 0 {
			f.add("AllowedOAuthFlows", -1, "")
		}
		if len(c.AllowedOAuthScopes) == 0 {
			f.add("AllowedOAuthScopes", -1, "")
		}
	}
	if users && len(c.CallbackURLs) == 0 {
		f.add("CallbackURLs", -1, "")
	}
}

func scope(s string) bool {
	switch s {
	case "phone", "email", "openid", "profile", "aws.cognito.signin.user.admin":
		return true
	}
	slash := -1
	for i := 0; i < len(s); i++ {
		switch b := s[i]; {
		case b <= ' ' || b >= 0x7f || b == '"' || b == '\\':
			return false
		case b == '/':
			slash = i
		}
	}
	return len(s) <= 256 && slash > 0 && slash < len(s)-1
}

func straightLifetimes(f *finds, c *userpoolclient.Config) {
	var units userpoolclient.TokenValidityUnits
	if c.TokenValidityUnits != nil {
		units = *c.TokenValidityUnits
	}
	access := straightLifetime(f, "AccessTokenValidity", "TokenValidityUnits.AccessToken", c.AccessTokenValidity,
		units.AccessToken, 3600, 300, 86400)
	id := straightLifetime(f, "IdTokenValidity", "TokenValidityUnits.IdToken", c.IdTokenValidity, units.IdToken, 3600,
		300, 86400)
	refresh := straightLifetime(f, "RefreshTokenValidity", "TokenValidityUnits.RefreshToken", c.RefreshTokenValidity,
		units.RefreshToken, 86400, 3600, 315360000)
	if refresh > 0 && access > refresh {
		f.add("AccessTokenValidity", -1, "")
	}
	if refresh > 0 && id > refresh {
		f.add("IdTokenValidity", -1, "")
	}
}

func straightLifetime(f *finds, field, unitField string, n *int32, unit types.TimeUnitsType, seconds, least,
	most int64) int64 {
	switch unit {
	case "":
	case "seconds":
		seconds = 1
	case "minutes":
		seconds = 60
	case "hours":
		seconds = 3600
	case "days":
		seconds = 86400
	default:
		f.add(unitField, -1, string(unit))
		return -1
	}
	if n == nil || *n == 0 && most > 86400 {
		return -1
	}
	if t := int64(*n) * seconds; t >= least && t <= most {
		return t
	}
	f.add(field, -1, "")
	return -1
}
