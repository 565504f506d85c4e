package bench

import (
	"regexp"
	"strconv"
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
// facts beside the answer. It has every rule that Validate has without a Context,
// and the same messages about what [Invalid] breaks.
func straight(c *userpoolclient.Config) []Violation {
	var f finds
	if s := c.UserPoolId; s != nil {
		if at := strings.LastIndexByte(*s, '_'); short(*s, 55) && at > 0 && at < len(*s)-1 && only(*s, isPoolID) &&
			strings.IndexByte((*s)[at:], '-') < 0 {
		} else {
			f.add("UserPoolId", -1, *s, " is not the ID of a user pool")
		}
	}
	if s := c.ClientId; s != nil && (!short(*s, 128) || !only(*s, isID)) {
		f.add("ClientId", -1, *s, " is not the ID of an app client")
	}
	if s := c.ClientName; s != nil && (!short(*s, 128) || !only(*s, isName)) {
		f.add("ClientName", -1, *s, ` does not consist of ASCII letters, digits, white space and _ + = , . @ - `+
			`([\w\s+=,.@-]+); replace what does not fit`)
	}
	if n := c.AuthSessionValidity; n != nil && (*n < 3 || *n > 15) {
		f.whole("AuthSessionValidity", "is out of range; set it to 3 to 15 minutes")
	}
	if s := c.PreventUserExistenceErrors; s != "" && s != "LEGACY" && s != "ENABLED" {
		f.add("PreventUserExistenceErrors", -1, string(s), " is not one of its values; set it to LEGACY or ENABLED")
	}
	for i, s := range c.WriteAttributes {
		if s == "sub" || s == "email_verified" || s == "phone_number_verified" {
			f.add("WriteAttributes", i, s, " is set by Cognito alone and cannot be written by an app client; remove it")
		} else if !attribute(s) {
			f.addAttribute("WriteAttributes", i, s)
		}
	}
	for i, s := range c.ReadAttributes {
		if !attribute(s) {
			f.addAttribute("ReadAttributes", i, s)
		}
	}
	for i, s := range c.SupportedIdentityProviders {
		if !provider(s) {
			f.add("SupportedIdentityProviders", i, s, " is not the name of an identity provider")
		}
	}
	straightRedirects(&f, c)
	straightOAuth(&f, c)
	straightFlows(&f, c)
	straightAnalytics(&f, c)
	straightLifetimes(&f, c)
	return f.all
}

type finds struct{ all []Violation }

// add says something of a value.
func (f *finds) add(field string, i int, value, says string) {
	f.all = append(f.all, Violation{field, i, strconv.Quote(value) + says})
}

// whole says something of a field as a whole.
func (f *finds) whole(field, says string) { f.all = append(f.all, Violation{field, -1, says}) }

func (f *finds) addAttribute(field string, i int, name string) {
	fix := "write " + strconv.Quote("custom:"+name) + " if it is a custom attribute of the pool"
	if near := didYouMean(name, writableAttributes); near != "" {
		fix = "use a standard attribute" + near
	}
	f.add(field, i, name, " is not a standard attribute and has no prefix; "+fix)
}

var writableAttributes = []string{"address", "birthdate", "email", "family_name", "gender", "given_name", "locale",
	"middle_name", "name", "nickname", "phone_number", "picture", "preferred_username", "profile", "updated_at",
	"website", "zoneinfo"}

var fold = strings.NewReplacer("_", "", "-", "", " ", "")

// didYouMean suggests the name that differs in the fewest letters.
func didYouMean(s string, names []string) string {
	if s == "" || len(s) > 64 {
		return ""
	}
	folded, best, edits := fold.Replace(strings.ToLower(s)), "", len(s)/3+1
	for _, name := range names {
		n := fold.Replace(strings.ToLower(name))
		if len(n)-len(folded) >= edits || len(folded)-len(n) >= edits {
			continue
		}
		if d := distance(folded, n); d < edits {
			best, edits = name, d
		}
	}
	if best == "" {
		return ""
	}
	return " (did you mean " + strconv.Quote(best) + "?)"
}

func distance(a, b string) int {
	var rows [3][65]int
	before, prev, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, prev, row = prev, row, before
	}
	return prev[len(b)]
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
		f.whole("CallbackURLs", "has more than 100 elements")
	}
	for i, s := range c.CallbackURLs {
		straightRedirect(f, "CallbackURLs", i, s, false, false)
	}
	if len(c.LogoutURLs) > 100 {
		f.whole("LogoutURLs", "has more than 100 elements")
	}
	for i, s := range c.LogoutURLs {
		straightRedirect(f, "LogoutURLs", i, s, false, true)
	}
	s := c.DefaultRedirectURI
	if s == nil {
		return
	}
	if !straightRedirect(f, "DefaultRedirectURI", -1, *s, true, false) {
		return
	}
	for _, u := range c.CallbackURLs {
		if u == *s {
			return
		}
	}
	f.add("DefaultRedirectURI", -1, *s, " is not one of CallbackURLs")
}

// straightRedirect reports whether the service accepts a redirect URL.
func straightRedirect(f *finds, field string, i int, s string, plainHTTP, fragment bool) bool {
	n, hasFragment := 0, false
	for _, r := range s {
		n++
		switch {
		case r == '#':
			hasFragment = true
		case r > ' ' && r < 0x7f:
		case r < utf8.RuneSelf || !unicode.In(r, unicode.L, unicode.M, unicode.S, unicode.N, unicode.P):
			f.add(field, i, s, " does not consist of letters, marks, symbols, numbers and punctuation")
			return false
		}
	}
	if n < 1 || n > 1024 {
		f.add(field, i, s, " has not 1 to 1024 characters")
		return false
	}
	ok := !hasFragment || fragment
	if !ok {
		f.add(field, i, s, " has a fragment; remove the # and what follows")
	}
	if strings.HasPrefix(s, "https://") && len(s) > 8 && s[8] != '/' && s[8] != '?' && s[8] != '#' && s[8] != ':' &&
		s[8] != '@' {
		return ok
	}
	switch straightScheme(s, plainHTTP) {
	case noScheme:
		f.add(field, i, s, " has no scheme; write it in full, as in https://app.example/cb or com.app.example:/cb")
		return false
	case noHost:
		f.add(field, i, s, " has no host")
		return false
	case noTLS:
		f.add(field, i, s, " uses plain http to a host that is not localhost, 127.0.0.1 or [::1]; use https")
		return false
	}
	return ok
}

const (
	noScheme = iota + 1
	noHost
	noTLS
)

// straightScheme returns what is wrong with a URL's scheme and host, 0 for nothing.
func straightScheme(s string, plainHTTP bool) int {
	scheme := strings.IndexByte(s, ':')
	if scheme <= 0 || !isWord(s[0]) || s[0] == '_' || s[0] <= '9' {
		return noScheme
	}
	for i := 1; i < scheme; i++ {
		if b := s[i]; b == '_' || !isWord(b) && b != '+' && b != '-' && b != '.' {
			return noScheme
		}
	}
	name, rest := s[:scheme], s[scheme+1:]
	secure := strings.EqualFold(name, "https")
	if !secure && !strings.EqualFold(name, "http") {
		return 0
	}
	if !strings.HasPrefix(rest, "//") {
		return noHost
	}
	host := rest[2:]
	if i := strings.IndexAny(host, "/?#"); i >= 0 {
		host = host[:i]
	}
	host = host[strings.LastIndexByte(host, '@')+1:]
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		host = host[:i]
	}
	switch {
	case host == "":
		return noHost
	case !secure && !plainHTTP && !strings.EqualFold(host, "localhost") && host != "127.0.0.1" && host != "[::1]":
		return noTLS
	}
	return 0
}

func straightOAuth(f *finds, c *userpoolclient.Config) {
	if len(c.AllowedOAuthFlows) > 3 {
		f.whole("AllowedOAuthFlows", "has more than 3 elements")
	}
	users, machine := false, -1
	for i, flow := range c.AllowedOAuthFlows {
		switch flow {
		case "code", "implicit":
			users = true
		case "client_credentials":
			machine = i
		default:
			f.add("AllowedOAuthFlows", i, string(flow), " is not an OAuth flow")
		}
	}
	if users && machine >= 0 {
		f.add("AllowedOAuthFlows", machine, "client_credentials", " stands beside a flow that signs users in")
	}
	if len(c.AllowedOAuthScopes) > 50 {
		f.whole("AllowedOAuthScopes", "has more than 50 elements")
	}
	for i, s := range c.AllowedOAuthScopes {
		straightScope(f, i, s, machine >= 0 && !users)
	}
	if on := c.AllowedOAuthFlowsUserPoolClient; on != nil && *on {
		if len(c.AllowedOAuthFlows) == 0 {
			f.whole("AllowedOAuthFlows", "is empty")
		} else if len(c.AllowedOAuthScopes) == 0 {
			f.whole("AllowedOAuthScopes", "is empty")
		}
	}
	if users && len(c.CallbackURLs) == 0 {
		f.whole("CallbackURLs", "is empty")
	}
}

func straightScope(f *finds, i int, s string, machine bool) {
	switch s {
	case "phone", "email", "openid", "profile", "aws.cognito.signin.user.admin":
		if machine {
			f.add("AllowedOAuthScopes", i, s, " is about a user")
		}
		return
	}
	slash := -1
	for at := 0; at < len(s); at++ {
		switch b := s[at]; {
		case b <= ' ' || b >= 0x7f || b == '"' || b == '\\':
			f.add("AllowedOAuthScopes", i, s, " does not consist of printable ASCII")
			return
		case b == '/':
			slash = at
		}
	}
	switch {
	case len(s) < 1 || len(s) > 256:
		f.add("AllowedOAuthScopes", i, s, " has not 1 to 256 characters")
	case slash <= 0 || slash == len(s)-1:
		f.add("AllowedOAuthScopes", i, s, " is neither a reserved scope nor a resource server's identifier/name; "+
			"use phone, email, openid, profile or aws.cognito.signin.user.admin, or identifier/name"+
			didYouMean(s, reservedScopes))
	}
}

func straightFlows(f *finds, c *userpoolclient.Config) {
	legacy, modern, user, machine, refresh := false, false, false, -1, -1
	for i, flow := range c.ExplicitAuthFlows {
		switch flow {
		case "ADMIN_NO_SRP_AUTH", "CUSTOM_AUTH_FLOW_ONLY", "USER_PASSWORD_AUTH":
			legacy = true
			continue
		case "ALLOW_CLIENT_TOKEN_AUTH":
			machine = i
		case "ALLOW_REFRESH_TOKEN_AUTH":
			refresh = i
		case "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH",
			"ALLOW_USER_AUTH":
			user = true
		default:
			if !strings.HasPrefix(string(flow), "ALLOW_") {
				f.add("ExplicitAuthFlows", i, string(flow), " is not an authentication flow of app clients")
				continue
			}
		}
		modern = true
	}
	if legacy && modern {
		f.whole("ExplicitAuthFlows", "holds a legacy value beside one that begins with ALLOW_")
	}
	if machine >= 0 && user {
		f.add("ExplicitAuthFlows", machine, "ALLOW_CLIENT_TOKEN_AUTH", " must be the only flow")
	}
	r := c.RefreshTokenRotation
	if r == nil {
		return
	}
	switch r.Feature {
	case "ENABLED":
		if refresh >= 0 {
			f.add("ExplicitAuthFlows", refresh, "ALLOW_REFRESH_TOKEN_AUTH", " is not permitted beside rotation")
		}
	case "DISABLED":
	default:
		f.add("RefreshTokenRotation.Feature", -1, string(r.Feature), " is not one of its values")
	}
	if n := r.RetryGracePeriodSeconds; n != nil && (*n < 0 || *n > 60) {
		f.whole("RefreshTokenRotation.RetryGracePeriodSeconds", "is out of range")
	}
}

// straightAnalytics leaves the shape of ARNs to a pattern: nobody sets them any more.
func straightAnalytics(f *finds, c *userpoolclient.Config) {
	a := c.AnalyticsConfiguration
	if a == nil {
		return
	}
	if s := a.ApplicationId; s != nil && (*s == "" || !only(*s, isHex)) {
		f.add("AnalyticsConfiguration.ApplicationId", -1, *s, " does not consist of hexadecimal digits")
	}
	for _, arn := range []struct {
		place string
		value *string
	}{{"AnalyticsConfiguration.ApplicationArn", a.ApplicationArn}, {"AnalyticsConfiguration.RoleArn", a.RoleArn}} {
		if s := arn.value; s != nil && (len(*s) < 20 || len(*s) > 2048 || !arnPattern.MatchString(*s)) {
			f.add(arn.place, -1, *s, " is not an ARN")
		}
	}
	if s := a.ExternalId; s != nil && len(*s) > 131072 && utf8.RuneCountInString(*s) > 131072 {
		f.add("AnalyticsConfiguration.ExternalId", -1, *s, " is too long")
	}
	arn, id, role, external := a.ApplicationArn != nil, a.ApplicationId != nil, a.RoleArn != nil, a.ExternalId != nil
	ok := id == role && role == external
	if arn {
		echo := role && strings.Contains(*a.RoleArn, ":role/aws-service-role/")
		ok = !id && !external && (!role || echo)
	}
	if !ok {
		f.whole("AnalyticsConfiguration", "names its project neither by ApplicationArn alone nor by the others")
	}
}

var arnPattern = regexp.MustCompile(`^arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?$`)

func isHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }

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
		f.whole("AccessTokenValidity", "is longer than the refresh token's")
	}
	if refresh > 0 && id > refresh {
		f.whole("IdTokenValidity", "is longer than the refresh token's")
	}
}

func straightLifetime(f *finds, field, unitField string, n *int32, unit types.TimeUnitsType, seconds, least,
	most int64) int64 {
	word := unit
	switch unit {
	case "":
		word = "hours"
		if most > 86400 {
			word = "days"
		}
	case "seconds":
		seconds = 1
	case "minutes":
		seconds = 60
	case "hours":
		seconds = 3600
	case "days":
		seconds = 86400
	default:
		f.add(unitField, -1, string(unit), " is not one of its values")
		return -1
	}
	if n == nil || *n == 0 && most > 86400 {
		return -1
	}
	t := int64(*n) * seconds
	if t >= least && t <= most {
		return t
	}
	what, low, high := "access token", "5 minutes", "24 hours"
	switch field {
	case "IdTokenValidity":
		what = "ID token"
	case "RefreshTokenValidity":
		what, low, high = "refresh token", "1 hour", "3650 days"
	}
	says, fix := " is too short", "set at least "+low
	if t > most {
		says, fix = " is too long", "set at most "+high
	}
	message := strconv.Itoa(int(*n)) + " " + string(word) + says + ": the " + what + " must live " + low + " to " +
		high + "; " + fix
	f.whole(field, message)
	return -1
}
