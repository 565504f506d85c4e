// Package probe asks Amazon Cognito what the public evidence leaves open about app
// clients, by making some, and writes down what it answers.
package probe

import (
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// A Question is one row of the table: what is not known, and what to do to know it.
type Question struct {
	ID     string
	Asks   string
	Fields []userpoolclient.Field // of which it settles what an omission does, or what the default is
	Cases  []Case
}

// A Case is one app client, or one try to make one.
type Case struct {
	Name   string
	Steps  []Step
	Read   func([]Exchange) string // the answer, of the exchanges of all steps
	Needs  Needs
	Cannot string // why nothing is asked: what a case needs that the probe does not do
}

// Needs says what a case needs of the user pool.
type Needs uint8

// What there is in a pool of the probe's own. Into a pool that the user names
// nothing but app clients is put.
const (
	NeedsResourceServer Needs = 1 << iota // "api", with the scope "read"
	NeedsAttributes                       // custom:x, and custom:fixed, which is immutable
	NeedsLite                             // a pool of the tier LITE
	NeedsEssentials                       // a pool of a tier above LITE, which may be one that the user names
)

// A Step is one call. Its members are JSON as it is sent: the SDK would leave 0 and
// false out. The pool, the client's ID and a name are added.
type Step struct {
	Operation string
	Members   string // without the braces around them
}

func create(members string) Step { return Step{"CreateUserPoolClient", members} }
func update(members string) Step { return Step{"UpdateUserPoolClient", members} }

var (
	describe = Step{Operation: "DescribeUserPoolClient"}
	getToken = Step{Operation: "GetClientToken"}
)

// accepted is the case of a client of which it is asked whether it can be made.
func accepted(name, members string) Case {
	return Case{Name: name, Steps: []Step{create(members)}, Read: readAccepted}
}

// shown is a case of which it is asked what the client is then.
func shown(name, members string, fields ...userpoolclient.Field) Case {
	return Case{Name: name, Steps: []Step{create(members), describe}, Read: readShown(fields)}
}

// token is a case of which it is asked whether the client gets a token.
func token(name, members string) Case {
	return Case{
		Name: name, Steps: []Step{create(members), getToken}, Read: readToken, Needs: NeedsResourceServer,
	}
}

func (c Case) needs(n Needs) Case {
	c.Needs |= n
	return c
}

const (
	machine = `"GenerateSecret":true,"AllowedOAuthFlowsUserPoolClient":true,` +
		`"AllowedOAuthFlows":["client_credentials"],"AllowedOAuthScopes":["api/read"]`
	code = `"AllowedOAuthFlowsUserPoolClient":true,"AllowedOAuthFlows":["code"],"AllowedOAuthScopes":["openid"]`
)

// omitted is the client of which an update then omits everything: no member has its
// default. The last ones are known to be reset, and tell a service that replaces
// from one that merges.
const omitted = `"RefreshTokenValidity":61,"AccessTokenValidity":30,"IdTokenValidity":20,` +
	`"TokenValidityUnits":{"AccessToken":"minutes","IdToken":"minutes","RefreshToken":"days"},` +
	`"EnableTokenRevocation":false,"AuthSessionValidity":5,"PreventUserExistenceErrors":"ENABLED",` +
	`"GenerateSecret":true,"EnablePropagateAdditionalUserContextData":true,` +
	`"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":20},` +
	`"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"],"CallbackURLs":["https://probe.example/cb"],"ReadAttributes":["email"]`

var omittedFields = []userpoolclient.Field{
	userpoolclient.FieldClientName, userpoolclient.FieldRefreshTokenValidity, userpoolclient.FieldTokenValidityUnits,
	userpoolclient.FieldPreventUserExistenceErrors, userpoolclient.FieldEnableTokenRevocation,
	userpoolclient.FieldEnablePropagateAdditionalUserContextData, userpoolclient.FieldAuthSessionValidity,
	userpoolclient.FieldRefreshTokenRotation, userpoolclient.FieldAccessTokenValidity,
	userpoolclient.FieldExplicitAuthFlows, userpoolclient.FieldCallbackURLs, userpoolclient.FieldReadAttributes,
}

var validity = []userpoolclient.Field{
	userpoolclient.FieldAccessTokenValidity, userpoolclient.FieldIdTokenValidity,
	userpoolclient.FieldRefreshTokenValidity, userpoolclient.FieldTokenValidityUnits,
}

// Questions returns the table.
func Questions() []Question {
	return []Question{
		{
			ID: "omission", Asks: "what becomes of each member that an update omits", Fields: omittedFields,
			Cases: []Case{{
				Name: "an update with the pool and the client ID alone", Steps: []Step{create(omitted), update(""), describe},
				Read: readOmission, Needs: NeedsEssentials,
			}},
		},
		{
			ID: "unit-without-value", Asks: "how long a token lives whose unit is set and whose number is not",
			Fields: validity,
			Cases: []Case{
				shown("minutes for all", `"TokenValidityUnits":{"AccessToken":"minutes","IdToken":"minutes",`+
					`"RefreshToken":"minutes"}`, validity...),
				shown("hours for all", `"TokenValidityUnits":{"AccessToken":"hours","IdToken":"hours",`+
					`"RefreshToken":"hours"}`, validity...),
				shown("minutes for the refresh token", `"TokenValidityUnits":{"RefreshToken":"minutes"}`, validity...),
				{
					Name: "days for the access token: the seconds that one lives", Needs: NeedsResourceServer,
					Steps: []Step{create(machine + `,"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"],` +
						`"TokenValidityUnits":{"AccessToken":"days"}`), getToken},
					Read: readTokenLifetime,
				},
			},
		},
		{
			ID: "explicit-zero", Asks: "what a refresh token validity of 0 comes to in another unit than days",
			Cases: []Case{shown("0 minutes",
				`"RefreshTokenValidity":0,"TokenValidityUnits":{"RefreshToken":"minutes"}`, validity...)},
		},
		{
			ID: "allow-without-refresh", Asks: "whether flows are accepted without ALLOW_REFRESH_TOKEN_AUTH",
			Cases: []Case{
				accepted("ALLOW_USER_PASSWORD_AUTH alone", `"ExplicitAuthFlows":["ALLOW_USER_PASSWORD_AUTH"]`),
			},
		},
		{
			ID: "client-token-flow", Asks: "with what ALLOW_CLIENT_TOKEN_AUTH can stand, and when it gets a token",
			Cases: []Case{
				token("alone", machine+`,"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"]`),
				token("with ALLOW_REFRESH_TOKEN_AUTH",
					machine+`,"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`),
				token("with ALLOW_USER_SRP_AUTH",
					machine+`,"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH","ALLOW_USER_SRP_AUTH"]`),
				accepted("without a secret", `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"]`).needs(NeedsEssentials),
				token("scopes without AllowedOAuthFlowsUserPoolClient", `"GenerateSecret":true,`+
					`"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"],"AllowedOAuthScopes":["api/read"]`),
			},
		},
		{
			ID: "lite", Asks: "what a user pool of the tier LITE rejects",
			Cases: []Case{
				accepted("ALLOW_USER_AUTH", `"ExplicitAuthFlows":["ALLOW_USER_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`).
					needs(NeedsLite),
				accepted("rotation", `"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":20},`+
					`"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"]`).needs(NeedsLite),
				accepted("ALLOW_CLIENT_TOKEN_AUTH",
					`"GenerateSecret":true,"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"]`).needs(NeedsLite),
			},
		},
		{
			ID: "grace-default", Asks: "what RetryGracePeriodSeconds is where rotation is enabled without it",
			Fields: []userpoolclient.Field{userpoolclient.FieldRefreshTokenRotation},
			Cases: []Case{shown("rotation alone",
				`"RefreshTokenRotation":{"Feature":"ENABLED"},"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"]`,
				userpoolclient.FieldRefreshTokenRotation).needs(NeedsEssentials)},
		},
		{ID: "redirects", Asks: "which redirect URLs are accepted", Cases: redirects()},
		{ID: "duplicates", Asks: "what becomes of a value that a list has twice", Cases: duplicates()},
		{
			ID: "switch-off", Asks: "which OAuth settings are judged while AllowedOAuthFlowsUserPoolClient is false",
			Cases: []Case{
				accepted("code without callback URLs", `"AllowedOAuthFlowsUserPoolClient":false,`+
					`"AllowedOAuthFlows":["code"],"AllowedOAuthScopes":["openid"]`),
				accepted("client_credentials without a secret", `"AllowedOAuthFlowsUserPoolClient":false,`+
					`"AllowedOAuthFlows":["client_credentials"],"AllowedOAuthScopes":["openid"]`),
				accepted("an unknown scope", `"AllowedOAuthFlowsUserPoolClient":false,`+
					`"AllowedOAuthFlows":["code"],"AllowedOAuthScopes":["nosuch/scope"],`+callback("https://probe.example/cb")),
			},
		},
		{
			ID: "other", Asks: "single questions",
			Cases: []Case{
				accepted("the scope email without openid", `"AllowedOAuthFlowsUserPoolClient":true,`+
					`"AllowedOAuthFlows":["code"],"AllowedOAuthScopes":["email"],`+callback("https://probe.example/cb")),
				accepted("GenerateSecret with ClientSecret",
					`"GenerateSecret":true,"ClientSecret":"probe0123456789abcdefghijklmnop"`),
				{
					Name: "an update with the name \"\"", Steps: []Step{create(""), update(`"ClientName":""`)},
					Read: readLast,
				},
				{
					Name: "the name of another client", Steps: []Step{create(""), create("")}, Read: readLast,
				},
				accepted("any AnalyticsConfiguration today", `"AnalyticsConfiguration":{"ApplicationArn":`+
					`"arn:aws:mobiletargeting:us-east-1:123456789012:apps/0123456789abcdef0123456789abcdef"}`),
			},
		},
		{ID: "attributes", Asks: "which attributes a client can read and write", Cases: attributes()},
	}
}

func quoted(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

func callback(url string) string { return `"CallbackURLs":[` + quoted(url) + `]` }

func redirects() []Case {
	var cases []Case
	for _, url := range []string{
		"HTTP://localhost", "http://127.0.0.2", "http://[::1]", "http://[0:0:0:0:0:0:0:1]", "http://0.0.0.0",
		"http://app.localhost", "http://localhost.", "http://localhost?x", "https://user:word@probe.example/",
		"https://probe.example:99999/", "https://pröbe.example/", "https://*.probe.example/", "/cb", "javascript:x",
		"urn:x", "a.b:/cb",
	} {
		cases = append(cases, accepted(url, code+`,`+callback(url)))
	}
	const most = 1024
	long := "https://probe.example/"
	long += strings.Repeat("a", most-1-len(long)) + "😀"
	return append(cases,
		accepted("a logout URL with a fragment", code+`,`+callback("https://probe.example/cb")+
			`,"LogoutURLs":["https://probe.example/out#x"]`),
		accepted("1,023 characters and an emoji", code+`,`+callback(long)))
}

func duplicates() []Case {
	list := func(f userpoolclient.Field, value, more string) Case {
		members := quoted(string(f)) + `:[` + quoted(value) + `,` + quoted(value) + `]`
		if more != "" {
			members += "," + more
		}
		return shown(string(f), members, f)
	}
	on := `"AllowedOAuthFlowsUserPoolClient":true,` + callback("https://probe.example/cb")
	return []Case{
		list(userpoolclient.FieldReadAttributes, "email", ""),
		list(userpoolclient.FieldWriteAttributes, "email", ""),
		list(userpoolclient.FieldExplicitAuthFlows, "ALLOW_REFRESH_TOKEN_AUTH", ""),
		list(userpoolclient.FieldSupportedIdentityProviders, "COGNITO", ""),
		list(userpoolclient.FieldCallbackURLs, "https://probe.example/cb", code),
		list(userpoolclient.FieldLogoutURLs, "https://probe.example/out", code+","+callback("https://probe.example/cb")),
		list(userpoolclient.FieldAllowedOAuthFlows, "code", on+`,"AllowedOAuthScopes":["openid"]`),
		list(userpoolclient.FieldAllowedOAuthScopes, "openid", on+`,"AllowedOAuthFlows":["code"]`),
	}
}

func attributes() []Case {
	var cases []Case
	for _, name := range []string{"sub", "phone_number_verified", "identities", "nosuch"} {
		cases = append(cases, accepted("writing "+name, `"WriteAttributes":["`+name+`"]`))
	}
	for _, name := range []string{"dev:custom:x", "custom:fixed"} {
		cases = append(cases, accepted("writing "+name, `"WriteAttributes":["`+name+`"]`).needs(NeedsAttributes))
	}
	return append(cases, accepted("reading identities", `"ReadAttributes":["identities"]`), Case{
		Name:   "a user who writes custom:x through a client without WriteAttributes",
		Cannot: "it needs a user, and the probe makes none",
	})
}
