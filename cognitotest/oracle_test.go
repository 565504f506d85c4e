package cognitotest_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

// The oracle says how the service answers a request, from the facts and the API
// model alone: it is written for this test, calls no rule and shares no code with
// the server. It knows what the generator of TestAgreement makes and no more.
type oracle struct {
	c       *userpoolclient.Config // the request; data, none of its methods
	current *userpoolclient.Config // nil for a create
	pool    oraclePool
}

// An oraclePool is what the test knows of a pool that it made.
type oraclePool struct {
	lite      bool
	providers []string
	scopes    []string
	custom    []string
	required  []string
}

// An answer is one way in which the service may reject the request. Which one it
// chooses of several is not recorded.
type answer struct{ fact, exception, message string }

// whole matches a whole value by a pattern of the API model.
func whole(pattern string) *regexp.Regexp { return regexp.MustCompile("^(?:" + pattern + ")$") }

var (
	modelName     = whole(namePattern)
	modelSecret   = whole(idPattern)
	modelRedirect = whole(redirectPattern)
	modelProvider = whole(providerPattern)
	modelScope    = whole(scopePattern)
	modelARN      = whole(arnPattern)
	modelHex      = whole(`[0-9a-fA-F]+`)
	hasScheme     = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9+.-]*:`)
	loopback      = regexp.MustCompile(`^http://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?([/?#]|$)`)
)

// breaksModel reports whether the request breaks a limit of the API model.
func (o *oracle) breaksModel() bool {
	c := o.c
	return o.current == nil && c.ClientName == nil ||
		outside(c.ClientName, 1, 128, modelName) ||
		c.ClientSecret != nil && outsideText(c.ClientSecret.Reveal(), 24, 64, modelSecret) ||
		off(c.AccessTokenValidity, 1, 86400) || off(c.IdTokenValidity, 1, 86400) ||
		off(c.RefreshTokenValidity, 0, 315360000) || off(c.AuthSessionValidity, 3, 15) ||
		o.breaksEnum() || o.breaksList() || o.breaksStructure()
}

func (o *oracle) breaksEnum() bool {
	c := o.c
	if u := c.TokenValidityUnits; u != nil {
		for _, unit := range []types.TimeUnitsType{u.AccessToken, u.IdToken, u.RefreshToken} {
			if !slices.Contains([]string{"", "seconds", "minutes", "hours", "days"}, string(unit)) {
				return true
			}
		}
	}
	for _, f := range c.AllowedOAuthFlows {
		if f != "code" && f != "implicit" && f != "client_credentials" {
			return true
		}
	}
	for _, f := range c.ExplicitAuthFlows {
		legacy := f == "ADMIN_NO_SRP_AUTH" || f == "CUSTOM_AUTH_FLOW_ONLY" || f == "USER_PASSWORD_AUTH"
		if !legacy && !strings.HasPrefix(string(f), "ALLOW_") {
			return true
		}
	}
	return !slices.Contains([]string{"", "LEGACY", "ENABLED"}, string(c.PreventUserExistenceErrors))
}

func (o *oracle) breaksList() bool {
	c := o.c
	if len(c.AllowedOAuthFlows) > 3 || len(c.AllowedOAuthScopes) > 50 ||
		len(c.CallbackURLs) > 100 || len(c.LogoutURLs) > 100 {
		return true
	}
	for _, a := range slices.Concat(c.ReadAttributes, c.WriteAttributes) {
		if n := utf8.RuneCountInString(a); n < 1 || n > 2048 {
			return true
		}
	}
	return anyOutside(c.SupportedIdentityProviders, 32, modelProvider) ||
		anyOutside(c.AllowedOAuthScopes, 256, modelScope) ||
		anyOutside(slices.Concat(c.CallbackURLs, c.LogoutURLs), 1024, modelRedirect) ||
		outside(c.DefaultRedirectURI, 1, 1024, modelRedirect)
}

func (o *oracle) breaksStructure() bool {
	if r := o.c.RefreshTokenRotation; r != nil {
		if r.Feature != "ENABLED" && r.Feature != "DISABLED" || off(r.RetryGracePeriodSeconds, 0, 60) {
			return true
		}
	}
	a := o.c.AnalyticsConfiguration
	return a != nil && (outside(a.ApplicationId, 1, 1<<20, modelHex) || outside(a.ApplicationArn, 20, 2048, modelARN) ||
		outside(a.RoleArn, 20, 2048, modelARN))
}

func off(n *int32, least, most int32) bool { return n != nil && (*n < least || *n > most) }

func outside(s *string, least, most int, pattern *regexp.Regexp) bool {
	return s != nil && outsideText(*s, least, most, pattern)
}

func outsideText(s string, least, most int, pattern *regexp.Regexp) bool {
	n := utf8.RuneCountInString(s)
	return n < least || n > most || !pattern.MatchString(s)
}

func anyOutside(list []string, most int, pattern *regexp.Regexp) bool {
	return slices.ContainsFunc(list, func(s string) bool { return outsideText(s, 1, most, pattern) })
}

// answers returns the ways in which a request that keeps the model is rejected;
// nil when it is accepted.
func (o *oracle) answers() []answer {
	return slices.Concat(o.oauth(), o.redirects(), o.lifetimes(), o.flows(), o.secrets(), o.names(), o.analytics())
}

func (o *oracle) hasFlow(f types.OAuthFlowType) bool {
	return slices.Contains(o.c.AllowedOAuthFlows, f)
}

// hasSecret reports whether the client has a secret once the call is made.
func (o *oracle) hasSecret() bool {
	if o.current != nil {
		return o.current.ClientSecret != nil
	}
	return o.c.ClientSecret != nil || o.c.GenerateSecret != nil && *o.c.GenerateSecret
}

var reservedScopes = []string{"phone", "email", "openid", "profile", "aws.cognito.signin.user.admin"}

func (o *oracle) oauth() (all []answer) {
	c, user := o.c, o.hasFlow("code") || o.hasFlow("implicit")
	on := c.AllowedOAuthFlowsUserPoolClient != nil && *c.AllowedOAuthFlowsUserPoolClient
	if on && (len(c.AllowedOAuthFlows) == 0 || len(c.AllowedOAuthScopes) == 0) {
		all = append(all, answer{"OA-2", invalidParameter, "AllowedOAuthFlows and AllowedOAuthScopes are required " +
			"if user pool client is allowed to use OAuth flows."})
	}
	if user && len(c.CallbackURLs) == 0 {
		all = append(all, answer{"OA-3", invalidOAuthFlow,
			"CallbackUrls can not be empty when code flow or implicit flow is selected"})
	}
	machine := o.hasFlow("client_credentials")
	if machine && user {
		all = append(all, answer{"OA-4", invalidOAuthFlow,
			"client_credentials flow can not be selected along with code flow or implicit flow."})
	}
	if machine && !o.hasSecret() {
		all = append(all, answer{"OA-5", invalidOAuthFlow,
			"client_credentials flow can not be selected if client does not have a client secret."})
	}
	for _, s := range c.AllowedOAuthScopes {
		reserved := slices.Contains(reservedScopes, s)
		if machine && reserved {
			all = append(all, answer{"OA-6", invalidOAuthFlow, s + " is not supported with client_credentials flow"})
		}
		if !reserved && !slices.Contains(o.pool.scopes, s) {
			all = append(all, answer{"OA-7", "ScopeDoesNotExistException", "Invalid scope requested: " + s})
		}
	}
	return all
}

func (o *oracle) redirects() (all []answer) {
	c := o.c
	for _, u := range slices.Concat(c.CallbackURLs, c.LogoutURLs) {
		if strings.HasPrefix(u, "http://") && !loopback.MatchString(u) {
			all = append(all, answer{"RED-1", invalidParameter, u + " cannot use the HTTP protocol."})
		}
		if !hasScheme.MatchString(u) {
			all = append(all, answer{"RED-16", invalidParameter, ownText})
		}
	}
	for _, u := range c.CallbackURLs {
		if strings.Contains(u, "#") {
			all = append(all, answer{"RED-7", invalidParameter, u + " cannot use fragment"})
		}
	}
	if u := c.DefaultRedirectURI; u != nil && !slices.Contains(c.CallbackURLs, *u) {
		all = append(all, answer{"RED-8", invalidParameter,
			"The default redirect URI " + *u + " is not in the callback URIs list."})
	}
	if u := c.DefaultRedirectURI; u != nil && strings.Contains(*u, "#") {
		all = append(all, answer{"RED-7", invalidParameter, *u + " cannot use fragment"})
	}
	return all
}

// span returns what a number and its unit come to. Without a number it is the
// default, whatever the unit: what a unit alone comes to is not recorded.
func span(n *int32, unit, standard types.TimeUnitsType, number int32) time.Duration {
	if n == nil || *n == 0 {
		n, unit = &number, standard
	}
	if unit == "" {
		unit = standard
	}
	each := map[types.TimeUnitsType]time.Duration{
		"seconds": time.Second, "minutes": time.Minute, "hours": time.Hour, "days": 24 * time.Hour,
	}[unit]
	return time.Duration(*n) * each
}

func (o *oracle) lifetimes() (all []answer) {
	var u userpoolclient.TokenValidityUnits
	if o.c.TokenValidityUnits != nil {
		u = *o.c.TokenValidityUnits
	}
	access := span(o.c.AccessTokenValidity, u.AccessToken, "hours", 1)
	id := span(o.c.IdTokenValidity, u.IdToken, "hours", 1)
	refresh := span(o.c.RefreshTokenValidity, u.RefreshToken, "days", 30)
	const day = 24 * time.Hour
	short := access < 5*time.Minute || id < 5*time.Minute || refresh < time.Hour
	if short || access > day || id > day || refresh > 3650*day {
		all = append(all, answer{"TOK-1, TOK-2", invalidParameter, "Invalid range for token validity."})
	}
	if access > refresh || id > refresh {
		all = append(all, answer{"TOK-3", invalidParameter,
			"Access and Id Token expiration times must be less than or equal to refresh token expiration times."})
	}
	return all
}

func (o *oracle) flows() (all []answer) {
	var allow, legacy, refresh, choice, machine, user bool
	for _, f := range o.c.ExplicitAuthFlows {
		switch f {
		case "ALLOW_CLIENT_TOKEN_AUTH":
			machine = true
		case "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH",
			"ALLOW_ADMIN_USER_PASSWORD_AUTH":
			user = true
		}
		allow = allow || strings.HasPrefix(string(f), "ALLOW_")
		legacy = legacy || !strings.HasPrefix(string(f), "ALLOW_")
		refresh, choice = refresh || f == "ALLOW_REFRESH_TOKEN_AUTH", choice || f == "ALLOW_USER_AUTH"
	}
	if allow && legacy {
		all = append(all, answer{"EAF-1", invalidParameter,
			"Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names."})
	}
	if machine && user {
		all = append(all, answer{"EAF-10", invalidParameter, ownText})
	}
	rotation := o.c.RefreshTokenRotation
	if rotation == nil && o.current != nil { // ROT-9: still in force while the update is judged
		rotation = o.current.RefreshTokenRotation
	}
	if refresh && rotation != nil && rotation.Feature == "ENABLED" {
		all = append(all, answer{"ROT-1", invalidParameter,
			"ALLOW_REFRESH_TOKEN_AUTH is not a permitted ExplicitAuthFlow when refresh token rotation is enabled."})
	}
	if choice && o.pool.lite {
		all = append(all, answer{"EAF-7", "FeatureUnavailableInTierException", ownText})
	}
	return all
}

func (o *oracle) secrets() (all []answer) {
	generate := o.c.GenerateSecret != nil && *o.c.GenerateSecret
	if o.current == nil && generate && o.c.ClientSecret != nil {
		all = append(all, answer{"SEC-2", invalidParameter, ownText})
	}
	data := o.c.EnablePropagateAdditionalUserContextData
	if data != nil && *data && !o.hasSecret() {
		all = append(all, answer{"SEC-3", invalidParameter,
			"Client Secret is required to set EnablePropagateAdditionalUserContextData as true"})
	}
	return all
}

var standardNames = strings.Fields(`address birthdate email email_verified family_name gender given_name locale
	middle_name name nickname phone_number phone_number_verified picture preferred_username profile sub updated_at
	website zoneinfo`)

func (o *oracle) names() (all []answer) {
	doing := "creating"
	if o.current != nil {
		doing = "updating"
	}
	exists := func(name string) bool {
		return slices.Contains(standardNames, name) || slices.Contains(o.pool.custom, name)
	}
	read := !every(o.c.ReadAttributes, exists)
	write := !every(o.c.WriteAttributes, func(name string) bool {
		return exists(name) && name != "sub" && name != "email_verified" && name != "phone_number_verified"
	})
	if len(o.c.WriteAttributes) > 0 {
		write = write || !every(o.pool.required, func(name string) bool {
			return slices.Contains(o.c.WriteAttributes,
				name)
		})
	}
	if read {
		all = append(all, answer{"ATT-4", invalidParameter, "Invalid read attributes specified while " + doing +
			" a client"})
	}
	if write {
		all = append(all, answer{"ATT-1 to 3", invalidParameter,
			"Invalid write attributes specified while " + doing + " a client"})
	}
	for _, p := range o.c.SupportedIdentityProviders {
		if p != "COGNITO" && !slices.Contains(o.pool.providers, p) {
			all = append(all, answer{"IDP-1", invalidParameter,
				"The provider " + p + " does not exist for User Pool " + *o.c.UserPoolId + "."})
		}
	}
	return all
}

// every reports whether all of a list, which may be empty, are so.
func every(list []string, so func(string) bool) bool {
	return !slices.ContainsFunc(list, func(s string) bool { return !so(s) })
}

func (o *oracle) analytics() []answer {
	a := o.c.AnalyticsConfiguration
	if a == nil {
		return nil
	}
	byID := a.ApplicationId != nil || a.RoleArn != nil || a.ExternalId != nil
	complete := a.ApplicationId != nil && a.RoleArn != nil && a.ExternalId != nil
	if a.ApplicationArn == nil && (!byID || complete) || a.ApplicationArn != nil && !byID {
		return nil
	}
	// ANA-4: a describe's own output is let through; what the service does with
	// it is inferred.
	if a.ApplicationArn != nil && a.ApplicationId == nil && a.ExternalId == nil &&
		strings.HasSuffix(*a.RoleArn, "/AWSServiceRoleForAmazonCognitoIdp") {
		return nil
	}
	return []answer{{"ANA-1", invalidParameter,
		"Invalid analytics configuration given, " +
			"either <application arn> or <application id, role arn, external id> are valid"}}
}

// The oracle itself is held by the records.
func TestOracle(t *testing.T) {
	pool := oraclePool{providers: []string{"Google"}, scopes: []string{"api/read"}, required: []string{"email"}}
	seen := 0
	for _, row := range slices.Concat(recordedLimits(), recordedRelations, accepted) {
		if strings.Contains(row.request, `"ExternalId":"xxxx`) {
			continue // the generator makes none that is too long
		}
		id := `"UserPoolId":"us-east-1_a1B2c3D4e",`
		o := &oracle{c: parse(t, id+row.request), pool: pool}
		if row.update != "" {
			o.current = parse(t, id+row.update)
			if strings.Contains(row.update, `"GenerateSecret":true`) {
				secret := userpoolclient.NewSecret("0123456789abcdefghijklmn")
				o.current.ClientSecret = &secret
			}
		}
		seen++
		all := o.answers()
		said := slices.ContainsFunc(all, func(a answer) bool {
			return a.exception == row.exception && a.message == row.message
		})
		switch broken := o.breaksModel(); {
		case row.exception == "" && (broken || all != nil):
			t.Errorf("%s is accepted, the oracle says %v, %v", row.fact, broken, all)
		case strings.Contains(row.message, " detected: ") != broken:
			t.Errorf("%s %s: the oracle says that the model is broken: %v", row.fact, row.rule, broken)
		case row.exception != "" && !broken && !said:
			t.Errorf("%s %s: the oracle says %v", row.fact, row.rule, all)
		}
	}
	if seen < 90 {
		t.Errorf("saw only %d rows", seen)
	}
}
