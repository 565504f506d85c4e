package userpoolclient

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// The limits of the API model.
const (
	maxOAuthFlows  = 3
	maxScopes      = 50
	maxScopeLength = 256
)

// A flowSet says which values AllowedOAuthFlows holds.
type flowSet uint8

const (
	flowCode flowSet = 1 << iota
	flowImplicit
	flowClientCredentials
	flowOther // a value the API does not name

	flowUser = flowCode | flowImplicit // flows that sign a user in
)

func flowBit(f types.OAuthFlowType) flowSet {
	switch f {
	case types.OAuthFlowTypeCode:
		return flowCode
	case types.OAuthFlowTypeImplicit:
		return flowImplicit
	case types.OAuthFlowTypeClientCredentials:
		return flowClientCredentials
	}
	return flowOther
}

var oauthFlowNames = []string{"code", "implicit", "client_credentials"}

// The scopes that Cognito knows by itself.
const (
	scopePhone   = "phone"
	scopeEmail   = "email"
	scopeOpenID  = "openid"
	scopeProfile = "profile"
	scopeAdmin   = "aws.cognito.signin.user.admin"
)

var reservedScopes = []string{scopePhone, scopeEmail, scopeOpenID, scopeProfile, scopeAdmin}

const (
	scopeNoSlash facts = firstFact << iota // not reserved, and no slash with text on both sides
	scopeIsPhone
	scopeIsEmail
	scopeIsOpenID
	scopeIsProfile
	scopeIsAdmin

	scopesReserved = scopeIsPhone | scopeIsEmail | scopeIsOpenID | scopeIsProfile | scopeIsAdmin
	scopesOfClaims = scopeIsPhone | scopeIsEmail | scopeIsProfile
)

func scanScope(value string) facts {
	if f := reservedScope(value); f != 0 {
		return f
	}
	chars, ok := scopeClass.scan(value)
	var f facts
	if chars < 1 || chars > maxScopeLength {
		f |= wrongLength
	}
	if !ok {
		f |= wrongCharacters
	}
	if f != 0 {
		return f
	}
	if slash := strings.LastIndexByte(value, '/'); slash <= 0 || slash == len(value)-1 {
		return scopeNoSlash
	}
	return 0
}

func reservedScope(value string) facts {
	switch value {
	case scopePhone:
		return scopeIsPhone
	case scopeEmail:
		return scopeIsEmail
	case scopeOpenID:
		return scopeIsOpenID
	case scopeProfile:
		return scopeIsProfile
	case scopeAdmin:
		return scopeIsAdmin
	}
	return 0
}

func isReserved(scope string) bool { return reservedScope(scope) != 0 }

// scopeNear is what a scope that does not exist probably stands for. Texts of
// 2017 named a scope "Cognito"; the service refuses it.
func scopeNear(scope string) string {
	if strings.EqualFold(scope, "cognito") {
		return didYouMean(scopeAdmin, scopeAdmin)
	}
	return didYouMean(scope, reservedScopes...)
}

// flowNear is what an OAuth flow that does not exist probably stands for: the
// names of response types are the usual mix-up.
func flowNear(flow string) string {
	switch strings.ToLower(flow) {
	case "token", "id_token":
		return didYouMean("implicit", "implicit")
	case "authorization_code", "authorization-code":
		return didYouMean("code", "code")
	}
	return didYouMean(flow, oauthFlowNames...)
}

func oauthOn(c *Config) bool { return isTrue(c.AllowedOAuthFlowsUserPoolClient) }

func indexOfFlow(c *Config, flow types.OAuthFlowType) int {
	return slices.Index(c.AllowedOAuthFlows, flow)
}

var oauthRules = []Rule{
	count(Rule{
		ID:   "oauth-flows-count",
		Bad:  on(web, `"AllowedOAuthFlows":["code","code","code","code"]`),
		Good: on(web, `"AllowedOAuthFlows":["code"]`),
	}, maxOAuthFlows, FieldAllowedOAuthFlows),

	flowNames(Rule{
		ID:       "oauth-flow-unknown",
		Evidence: EvidenceMeasured,
		Sources: []Source{apiModel, {
			Title: "aws-cloudformation-user-guide issue 517: the value token, refused",
			URL:   "https://github.com/awsdocs/aws-cloudformation-user-guide/issues/517",
			Date:  "2019",
		}},
		Bad:  on(web, `"AllowedOAuthFlows":["code","token"]`),
		Good: on(web, `"AllowedOAuthFlows":["code"]`),
	}),

	count(Rule{
		ID: "scopes-count",
		Bad: Example{base: web, note: "51 scopes: openid and 50 custom ones", edit: func(c *Config) {
			for i := range maxScopes {
				c.AllowedOAuthScopes = append(c.AllowedOAuthScopes, "api/"+strconv.Itoa(i))
			}
		}},
		Good: on(web, `"AllowedOAuthScopes":["openid","api/0"]`),
	}, maxScopes, FieldAllowedOAuthScopes),

	length(Rule{
		ID: "scope-length",
		Bad: Example{base: web, note: "a scope of 257 characters", edit: func(c *Config) {
			c.AllowedOAuthScopes = []string{"openid", "api/" + strings.Repeat("a", maxScopeLength-3)}
		}},
		Good: on(web, `"AllowedOAuthScopes":["openid","api/read"]`),
	}, 1, maxScopeLength, FieldAllowedOAuthScopes),

	pattern(Rule{
		ID:   "scope-characters",
		Bad:  on(web, `"AllowedOAuthScopes":["openid","api/read items"]`),
		Good: on(web, `"AllowedOAuthScopes":["openid","api/read-items"]`),
	}, `[\x21\x23-\x5B\x5D-\x7E]+`, `printable ASCII without spaces, " and \`, FieldAllowedOAuthScopes),

	{
		ID:       "oauth-flows-scopes-required",
		Severity: SeverityError,
		Summary:  "With AllowedOAuthFlowsUserPoolClient true, AllowedOAuthFlows and AllowedOAuthScopes are both given and not empty.",
		Fields:   []Field{FieldAllowedOAuthFlowsUserPoolClient, FieldAllowedOAuthFlows, FieldAllowedOAuthScopes},
		Evidence: EvidenceMeasured,
		Sources:  []Source{cdkPreflight, terraformTests},

		Exception:      invalidParameter,
		ServiceMessage: "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.",

		Bad:  on(web, `"AllowedOAuthScopes":[]`),
		Good: on(web, `"AllowedOAuthScopes":["openid"]`),
		check: func(s subject) []Finding {
			if !oauthOn(s.c) {
				return nil
			}
			const say = "is not given or empty while AllowedOAuthFlowsUserPoolClient is true; name at least one, or leave the switch off"
			switch noFlows, noScopes := len(s.c.AllowedOAuthFlows) == 0, len(s.c.AllowedOAuthScopes) == 0; {
			case noFlows && noScopes:
				return because(found(FieldAllowedOAuthFlows, say+" (AllowedOAuthScopes likewise)"), FieldAllowedOAuthFlowsUserPoolClient, FieldAllowedOAuthScopes)
			case noFlows:
				return because(found(FieldAllowedOAuthFlows, say), FieldAllowedOAuthFlowsUserPoolClient)
			case noScopes:
				return because(found(FieldAllowedOAuthScopes, say), FieldAllowedOAuthFlowsUserPoolClient)
			}
			return nil
		},
	},
	{
		ID:       "callback-urls-required",
		Severity: SeverityError,
		Summary:  "The code and implicit flows need at least one callback URL.",
		Detail:   "The refusals on record have the OAuth switch on. Other checks of flows are on record with the switch off too, so this one is applied whenever the flows are given.",
		Fields:   []Field{FieldAllowedOAuthFlows, FieldCallbackURLs},
		Evidence: EvidenceMeasured,
		Sources: []Source{cdkPreflight, {
			Title: "sst issue 6272: a create without callback URLs, refused",
			URL:   "https://github.com/anomalyco/sst/issues/6272",
			Date:  "2025-12",
		}},

		Exception:      invalidOAuthFlow,
		ServiceMessage: "CallbackUrls can not be empty when code flow or implicit flow is selected",

		Bad:  on(web, `"CallbackURLs":[]`),
		Good: on(web, `"CallbackURLs":["https://a.example/cb"]`),
		check: func(s subject) []Finding {
			if s.flows&flowUser == 0 || len(s.c.CallbackURLs) > 0 {
				return nil
			}
			return because(found(FieldCallbackURLs, "is not given or empty; the code and implicit flows need at least one callback URL"), FieldAllowedOAuthFlows)
		},
	},
	{
		ID:       "client-credentials-exclusive",
		Severity: SeverityError,
		Summary:  "The client_credentials flow stands alone.",
		Detail:   "The service checks this with the OAuth switch off as well.",
		Fields:   []Field{FieldAllowedOAuthFlows},
		Evidence: EvidenceMeasured,
		Sources:  []Source{cdkPreflight, apiCreate},

		Exception:      invalidOAuthFlow,
		ServiceMessage: "client_credentials flow can not be selected along with code flow or implicit flow.",

		Bad:  on(machine, `"AllowedOAuthFlows":["client_credentials","code"],"CallbackURLs":["https://a.example/cb"],"LogoutURLs":["https://a.example/out"],"SupportedIdentityProviders":["COGNITO"]`),
		Good: on(machine, `"AllowedOAuthFlows":["client_credentials"],"CallbackURLs":[]`),
		check: func(s subject) []Finding {
			if s.flows&flowClientCredentials == 0 || s.flows&flowUser == 0 {
				return nil
			}
			return []Finding{newFinding(FieldAllowedOAuthFlows, indexOfFlow(s.c, types.OAuthFlowTypeClientCredentials),
				"client_credentials stands beside a flow that signs users in; it must stand alone: make one app client for the machine and one for the users")}
		},
	},
	{
		ID:       "client-credentials-secret",
		Severity: SeverityError,
		Summary:  "The client_credentials flow needs a client secret.",
		Detail:   "The refusals on record have the OAuth switch on. Other checks of flows are on record with the switch off too, so this one is applied whenever the flow is given.",
		Fields:   []Field{FieldAllowedOAuthFlows, FieldGenerateSecret, FieldClientSecret},
		Needs:    NeedsSecret,
		Evidence: EvidenceMeasured,
		Sources:  []Source{cdkPreflight},

		Exception:      invalidOAuthFlow,
		ServiceMessage: "client_credentials flow can not be selected if client does not have a client secret.",

		Bad:  Example{base: created, members: `"RefreshTokenRotation":null,` + machineFlows, in: Context{Operation: OperationCreate}},
		Good: Example{base: created, members: `"RefreshTokenRotation":null,` + machineFlows + `,"GenerateSecret":true`, in: Context{Operation: OperationCreate}},
		check: func(s subject) []Finding {
			if s.flows&flowClientCredentials == 0 || s.secret != SecretStateAbsent {
				return nil
			}
			remedy := "a secret cannot be added by an update, so make a new client with GenerateSecret"
			if s.in.Operation == OperationCreate {
				remedy = "set GenerateSecret"
			}
			return because([]Finding{newFinding(FieldAllowedOAuthFlows, indexOfFlow(s.c, types.OAuthFlowTypeClientCredentials),
				"client_credentials is on a client that has no secret; it must have one: %s", remedy)}, FieldGenerateSecret, FieldClientSecret)
		},
	},
	{
		ID:       "client-credentials-reserved-scope",
		Severity: SeverityError,
		Summary:  "With the client_credentials flow, AllowedOAuthScopes MUST hold custom scopes only.",
		Fix:      "remove it, and list scopes of a resource server",
		Detail:   "Refusals are on record for openid and email, with the OAuth switch off as well; phone, profile and aws.cognito.signin.user.admin follow by their kind. The service names one scope at a time.",
		Fields:   []Field{FieldAllowedOAuthFlows, FieldAllowedOAuthScopes},
		Evidence: EvidenceMeasured,
		Sources: []Source{{
			Title: "terraform-provider-aws issue 4984: openid with client_credentials, refused",
			URL:   "https://github.com/hashicorp/terraform-provider-aws/issues/4984",
			Date:  "2018",
		}},

		Exception:      invalidOAuthFlow,
		ServiceMessage: "{value} is not supported with client_credentials flow",

		Bad:  on(machine, `"AllowedOAuthScopes":["api/read","openid"]`),
		Good: on(machine, `"AllowedOAuthScopes":["api/read"]`),
		each: []Field{FieldAllowedOAuthScopes},
		check: func(s subject) []Finding {
			if s.flows&flowClientCredentials == 0 || !s.scopes.has(scopesReserved) {
				return nil
			}
			return because(eachIn(FieldAllowedOAuthScopes, s.c.AllowedOAuthScopes, isReserved, func(scope string) (message, fix string) {
				return quote(scope) + " is a scope about a user, and client_credentials takes custom scopes only", ""
			}), FieldAllowedOAuthFlows)
		},
	},
	{
		ID:       "scope-format",
		Severity: SeverityError,
		Summary:  "A scope is phone, email, openid, profile, aws.cognito.signin.user.admin, or a resource server's identifier/name.",
		Detail: "The identifier may itself hold slashes (it is often a URL), the name may not: the last slash separates them. " +
			"The refusals on record have the OAuth switch on; the rule is applied whenever scopes are given.",
		Fields:   []Field{FieldAllowedOAuthScopes},
		Evidence: EvidenceMeasured,
		Sources: []Source{cdkPreflight, {
			Title: "aws-cloudformation-user-guide issue 564: the scope Cognito, refused",
			URL:   "https://github.com/awsdocs/aws-cloudformation-user-guide/issues/564",
			Date:  "2020",
		}},

		Exception:      scopeDoesNotExist,
		ServiceMessage: "Invalid scope requested: {value}",

		Bad:    on(web, `"AllowedOAuthScopes":["openid","Cognito"]`),
		Good:   on(web, `"AllowedOAuthScopes":["openid","email"]`),
		broken: func(f facts) bool { return f.has(scopeNoSlash) },
		says: func(value string) (string, string) {
			return fmt.Sprintf("%s is not a scope; it must be %s, or the identifier/name of a resource server's scope%s",
				quote(value), orList(reservedScopes), scopeNear(value)), ""
		},
	},
	{
		ID:       "scope-not-in-pool",
		Severity: SeverityError,
		Summary:  "A custom scope exists in the user pool.",
		Detail:   "The resource server that defines the scope must exist before the app client names it.",
		Fields:   []Field{FieldAllowedOAuthScopes},
		Needs:    NeedsPool,
		Evidence: EvidenceMeasured,
		Sources:  []Source{cdkPreflight},

		Exception:      scopeDoesNotExist,
		ServiceMessage: "Invalid scope requested: {value}",

		Bad:  Example{base: web, members: `"AllowedOAuthScopes":["openid","api/read"]`, pool: `{"Scopes":["api/write"]}`},
		Good: Example{base: web, members: `"AllowedOAuthScopes":["openid","api/write"]`, pool: `{"Scopes":["api/write"]}`},
		each: []Field{FieldAllowedOAuthScopes},
		check: func(s subject) []Finding {
			if s.in.Pool.Scopes == nil {
				return nil
			}
			var missing []Finding
			for i, scope := range s.c.AllowedOAuthScopes {
				if scanScope(scope) == 0 && !slices.Contains(s.in.Pool.Scopes, scope) {
					missing = append(missing, newFinding(FieldAllowedOAuthScopes, i, "%s is not a scope of the user pool; create the resource server's scope first%s",
						quote(scope), didYouMean(scope, s.in.Pool.Scopes...)))
				}
			}
			return missing
		},
	},
	{
		ID:       "oauth-disabled",
		Severity: SeverityWarning,
		Summary:  "OAuth settings work only with AllowedOAuthFlowsUserPoolClient true.",
		Detail: "The service accepts and stores callback URLs, logout URLs, flows and scopes while the switch is off, although the API reference says that it must be on first. " +
			"Every sign-in through the hosted pages then fails. On update, leaving the switch out turns it off.",
		Fields: []Field{FieldAllowedOAuthFlowsUserPoolClient, FieldCallbackURLs, FieldLogoutURLs, FieldDefaultRedirectURI,
			FieldAllowedOAuthFlows, FieldAllowedOAuthScopes},
		Evidence: EvidenceMeasured,
		Sources: []Source{terraformTests, {
			Title: "terraform-provider-aws issue 34945: flows and scopes stored with the switch off, the token endpoint answers invalid_grant",
			URL:   "https://github.com/hashicorp/terraform-provider-aws/issues/34945",
			Date:  "2024-11",
		}},
		Bad:  on(web, `"AllowedOAuthFlowsUserPoolClient":false`),
		Good: on(web, `"AllowedOAuthFlowsUserPoolClient":true`),
		check: func(s subject) []Finding {
			c := s.c
			if oauthOn(c) || len(c.CallbackURLs)+len(c.LogoutURLs)+len(c.AllowedOAuthFlows)+len(c.AllowedOAuthScopes) == 0 && c.DefaultRedirectURI == nil {
				return nil
			}
			how := "is not given"
			if isFalse(c.AllowedOAuthFlowsUserPoolClient) {
				how = "is false"
			}
			given := oauthGiven(c)
			return because(found(FieldAllowedOAuthFlowsUserPoolClient,
				"%s, so %s stored and every sign-in through the hosted pages fails; set it to true", how, areGiven(given)), given...)
		},
	},
	{
		ID:       "scope-openid-missing",
		Severity: SeverityWarning,
		Summary:  "The scopes phone, email and profile work only together with openid.",
		Detail:   "No refusal by the API is on record; the authorize endpoint refuses a request for these scopes without openid.",
		Fields:   []Field{FieldAllowedOAuthScopes, FieldAllowedOAuthFlows},
		Evidence: EvidenceDocumented,
		Sources: []Source{{
			Title: "Amazon Cognito developer guide: scopes, M2M, and resource servers",
			URL:   "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html",
			Date:  "2023-06",
		}},
		Bad:  on(web, `"AllowedOAuthScopes":["email"]`),
		Good: on(web, `"AllowedOAuthScopes":["email","openid"]`),
		check: func(s subject) []Finding {
			if !s.scopes.has(scopesOfClaims) || s.scopes.has(scopeIsOpenID) || s.flows&flowClientCredentials != 0 {
				return nil
			}
			return because(found(FieldAllowedOAuthScopes, "has phone, email or profile without openid; the authorize endpoint refuses them alone: add openid"), FieldAllowedOAuthFlows)
		},
	},
	{
		ID:       "identity-providers-missing",
		Severity: SeverityWarning,
		Summary:  "A client that signs users in through the hosted pages names at least one identity provider.",
		Detail:   "The request is accepted without; the sign-in page then has no provider to offer.",
		Fields:   []Field{FieldSupportedIdentityProviders, FieldAllowedOAuthFlowsUserPoolClient, FieldAllowedOAuthFlows},
		Evidence: EvidenceInferred,
		Sources:  []Source{terraformTests, apiCreate},
		Bad:      on(web, `"SupportedIdentityProviders":[]`),
		Good:     on(web, `"SupportedIdentityProviders":["COGNITO"]`),
		check: func(s subject) []Finding {
			if !oauthOn(s.c) || s.flows&flowUser == 0 || len(s.c.SupportedIdentityProviders) > 0 {
				return nil
			}
			return because(found(FieldSupportedIdentityProviders, "is not given or empty, so the sign-in page has no provider to offer; add COGNITO or the name of a provider"),
				FieldAllowedOAuthFlowsUserPoolClient, FieldAllowedOAuthFlows)
		},
	},
	{
		ID:       "implicit-grant",
		Severity: SeverityAdvice,
		Harm:     HarmHigh,
		Summary:  "The implicit flow is not allowed.",
		Detail:   "It hands tokens to the browser in a URL, where they leak, and issues no refresh token. The code flow with PKCE serves browsers as well.",
		Fields:   []Field{FieldAllowedOAuthFlows},
		Evidence: EvidenceDocumented,
		Sources:  []Source{{Title: "RFC 9700 section 2.1.2, Implicit Grant", URL: rfc9700.URL + "#section-2.1.2", Date: rfc9700.Date}},
		Bad:      on(web, `"AllowedOAuthFlows":["code","implicit"]`),
		Good:     on(web, `"AllowedOAuthFlows":["code"]`),
		check: func(s subject) []Finding {
			if s.flows&flowImplicit == 0 {
				return nil
			}
			return []Finding{newFinding(FieldAllowedOAuthFlows, indexOfFlow(s.c, types.OAuthFlowTypeImplicit),
				"implicit puts tokens into URLs, where they leak; use code with PKCE instead")}
		},
	},
	{
		ID:       "logout-urls-missing",
		Severity: SeverityAdvice,
		Harm:     HarmLow,
		Summary:  "A client that signs users in through the hosted pages has a logout URL.",
		Detail:   "Without one the logout endpoint has nowhere to send the user, and applications tend to end only their own session.",
		Fields:   []Field{FieldLogoutURLs, FieldAllowedOAuthFlowsUserPoolClient, FieldAllowedOAuthFlows},
		Evidence: EvidenceDocumented,
		Sources: []Source{{
			Title: "Amazon Cognito developer guide: the managed login sign-out endpoint",
			URL:   "https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html",
			Date:  "2023-06",
		}},
		Bad:  on(web, `"LogoutURLs":[]`),
		Good: on(web, `"LogoutURLs":["https://a.example/out"]`),
		check: func(s subject) []Finding {
			if !oauthOn(s.c) || s.flows&flowUser == 0 || len(s.c.LogoutURLs) > 0 {
				return nil
			}
			return because(found(FieldLogoutURLs, "is not given or empty, so the logout endpoint cannot send users back; add the page that signed-out users see"),
				FieldAllowedOAuthFlowsUserPoolClient, FieldAllowedOAuthFlows)
		},
	},
	{
		ID:       "scope-self-service",
		Severity: SeverityAdvice,
		Harm:     HarmMedium,
		Summary:  "Access tokens from the hosted pages do not carry aws.cognito.signin.user.admin.",
		Detail:   "With it, whoever holds the access token can change the user's attributes, devices and MFA settings. Silent where scope-all-reserved speaks.",
		Fields:   []Field{FieldAllowedOAuthScopes},
		Evidence: EvidenceDocumented,
		Sources:  []Source{apiCreate},
		Bad:      on(web, `"AllowedOAuthScopes":["openid","aws.cognito.signin.user.admin"]`),
		Good:     on(web, `"AllowedOAuthScopes":["openid"]`),
		check: func(s subject) []Finding {
			if !s.scopes.has(scopeIsAdmin) || s.scopes&scopesReserved == scopesReserved {
				return nil
			}
			return []Finding{newFinding(FieldAllowedOAuthScopes, slices.Index(s.c.AllowedOAuthScopes, scopeAdmin),
				"%q lets whoever holds the access token change the user's profile and MFA settings; remove it unless the application does that", scopeAdmin)}
		},
	},
	{
		ID:       "scope-all-reserved",
		Severity: SeverityAdvice,
		Harm:     HarmLow,
		Summary:  "A client allows only the scopes that it uses.",
		Detail:   "All five reserved scopes together are what consoles and generators fill in, not what an application was found to need.",
		Fields:   []Field{FieldAllowedOAuthScopes},
		Evidence: EvidenceDocumented,
		Sources:  []Source{{Title: "RFC 9700 section 2.3, Access Token Privilege Restriction", URL: rfc9700.URL + "#section-2.3", Date: rfc9700.Date}},
		Bad:      on(web, `"AllowedOAuthScopes":["phone","email","openid","profile","aws.cognito.signin.user.admin"]`),
		Good:     on(web, `"AllowedOAuthScopes":["openid","email"]`),
		check: func(s subject) []Finding {
			if s.scopes&scopesReserved != scopesReserved {
				return nil
			}
			return found(FieldAllowedOAuthScopes, "has all five reserved scopes, so tokens can read the whole profile and, by %s, change it; keep those that the application uses", scopeAdmin)
		},
	},
}

// oauthGiven lists the OAuth settings that are given.
func oauthGiven(c *Config) []Field {
	var given []Field
	for _, f := range []struct {
		field Field
		given bool
	}{
		{FieldCallbackURLs, len(c.CallbackURLs) > 0},
		{FieldLogoutURLs, len(c.LogoutURLs) > 0},
		{FieldDefaultRedirectURI, c.DefaultRedirectURI != nil},
		{FieldAllowedOAuthFlows, len(c.AllowedOAuthFlows) > 0},
		{FieldAllowedOAuthScopes, len(c.AllowedOAuthScopes) > 0},
	} {
		if f.given {
			given = append(given, f.field)
		}
	}
	return given
}

func areGiven(fields []Field) string {
	if len(fields) == 1 {
		return string(fields[0]) + " is"
	}
	return andList(fields) + " are"
}

// flowNames is the rule that an OAuth flow is one that the API names.
func flowNames(r Rule) Rule {
	r = enum(r, oauthFlowNames, FieldAllowedOAuthFlows)
	r.check = func(s subject) []Finding {
		if s.flows&flowOther == 0 {
			return nil
		}
		return eachIn(FieldAllowedOAuthFlows, s.c.AllowedOAuthFlows,
			func(f types.OAuthFlowType) bool { return flowBit(f) == flowOther },
			func(f types.OAuthFlowType) (message, fix string) {
				return quote(string(f)) + " is not an OAuth flow", "use " + orList(oauthFlowNames) + flowNear(string(f))
			})
	}
	return r
}
