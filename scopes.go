package userpoolclient

import (
	"slices"
	"strconv"
	"strings"
)

// The limits of the API model.
const (
	maxScopes      = 50
	maxScopeLength = 256
)

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

// notedSlash is that scopeClass has noted a slash.
const notedSlash = firstNoted

// scanScope finds the facts about a scope.
func scanScope(value string) facts {
	if f := reservedScope(value); f != 0 {
		return f
	}
	chars, ok, noted := scopeClass.scan(value)
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
	switch {
	case noted&notedSlash == 0, value[len(value)-1] == '/', value[0] == '/' && strings.LastIndexByte(value, '/') == 0:
		return scopeNoSlash
	}
	return 0
}

// reservedScope returns the fact about a scope that Cognito knows by itself, 0
// for any other.
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

// isReserved reports whether Cognito knows a scope by itself.
func isReserved(scope string) bool { return reservedScope(scope) != 0 }

// scopeNear names the scope that one that does not exist probably stands for.
// Texts of 2017 had a scope "Cognito"; the service rejects it.
func scopeNear(scope string) string {
	if strings.EqualFold(scope, "cognito") {
		return didYouMean(scopeAdmin, scopeAdmin)
	}
	return didYouMean(scope, reservedScopes...)
}

func scopeRules() []Rule {
	useScope := "use " + orList(reservedScopes) + ", or identifier/name"
	return []Rule{
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
			Good:    on(web, `"AllowedOAuthScopes":["openid","api/read"]`),
			safeFix: removeEmpty,
		}, 1, maxScopeLength, FieldAllowedOAuthScopes),

		pattern(Rule{
			ID:   "scope-characters",
			Bad:  on(web, `"AllowedOAuthScopes":["openid","api/read items"]`),
			Good: on(web, `"AllowedOAuthScopes":["openid","api/read-items"]`),
		}, `[\x21\x23-\x5B\x5D-\x7E]+`, `printable ASCII without spaces, " and \`, FieldAllowedOAuthScopes),

		{
			ID:       "client-credentials-reserved-scope",
			Severity: SeverityError,
			Summary:  "With the client_credentials flow, AllowedOAuthScopes MUST hold custom scopes only.",
			Detail: "Rejections are recorded for openid and email. phone, profile and aws.cognito.signin.user.admin " +
				"follow because they are of the same kind. The one for openid is also recorded on an update that omits " +
				"AllowedOAuthFlowsUserPoolClient, so the rule runs whatever the switch is. " +
				"The service names one scope at a time.",
			Fix:      "remove it, and list scopes of a resource server",
			Fields:   []Field{FieldAllowedOAuthFlows, FieldAllowedOAuthScopes},
			Evidence: EvidenceMeasured,
			Sources: []Source{{
				Title: "terraform-provider-aws issue 4984: openid with client_credentials, rejected on update",
				URL:   "https://github.com/hashicorp/terraform-provider-aws/issues/4984",
				Date:  "2018-06-26",
			}, appClientTerms},

			Exception:      invalidOAuthFlow,
			ServiceMessage: "{value} is not supported with client_credentials flow",

			Bad:  on(machine, `"AllowedOAuthScopes":["api/read","openid"]`),
			Good: on(machine, `"AllowedOAuthScopes":["api/read"]`),
			each: []Field{FieldAllowedOAuthFlows, FieldAllowedOAuthScopes},
			schema: statement{client: func() any {
				return schemaNot(schemaAll(schemaHolds(FieldAllowedOAuthFlows, "client_credentials"),
					schemaHolds(FieldAllowedOAuthScopes, reservedScopes...)))
			}},
			check: func(s *subject) []Finding {
				if s.flows&flowClientCredentials == 0 || !s.scopes.has(scopesReserved) {
					return nil
				}
				says := func(scope string) (message, fix string) {
					return quoteThen(scope, " is about a user, and client_credentials takes custom scopes only"), ""
				}
				all := eachIn(FieldAllowedOAuthScopes, s.c.AllowedOAuthScopes, isReserved, says)
				return because(all, FieldAllowedOAuthFlows)
			},
			safeFix: dropReservedScope,
		},
		{
			ID:       "scope-format",
			Severity: SeverityError,
			Summary: "Each of AllowedOAuthScopes MUST be phone, email, openid, profile, " +
				"aws.cognito.signin.user.admin, or a resource server's identifier/name.",
			Detail: "The identifier may itself hold slashes, because it is often a URL. The name holds none, so the last " +
				"slash separates the two. No record shows what happens with AllowedOAuthFlowsUserPoolClient false. " +
				"The rule is extrapolated to it, because two other checks of the lists (client-credentials-exclusive, " +
				"client-credentials-reserved-scope) are recorded on updates that omit the switch.",
			Fields:   []Field{FieldAllowedOAuthScopes},
			Evidence: EvidenceMeasured,
			Sources: []Source{{
				Title: "aws-cloudformation-user-guide issue 564: the scope Cognito, rejected",
				URL:   "https://github.com/awsdocs/aws-cloudformation-user-guide/issues/564",
				Date:  "2020-01-13",
			}, {
				Title: "aws-cloudformation-user-guide pull request 518: the same, with the five reserved scopes",
				URL:   "https://github.com/awsdocs/aws-cloudformation-user-guide/pull/518",
				Date:  "2019-11-13",
			}, appClientTerms},

			Exception:      scopeDoesNotExist,
			ServiceMessage: "Invalid scope requested: {value}",

			Bad:  on(web, `"AllowedOAuthScopes":["openid","Cognito"]`),
			Good: on(web, `"AllowedOAuthScopes":["openid","email"]`),
			schema: statement{value: func() any {
				return schemaAny(schemaOf("enum", reservedScopes), schemaPattern("^.+/[^/]+$"))
			}},
			broken: condition{any: scopeNoSlash},
			says: func(value string) (message, fix string) {
				return quoteThen(value, " is neither a reserved scope nor a resource server's identifier/name"),
					useScope + scopeNear(value)
			},
			safeFix: respell(reservedScopes...),
		},
		{
			ID:       "scope-not-in-pool",
			Severity: SeverityError,
			Summary:  "Each custom scope in AllowedOAuthScopes MUST exist in the user pool.",
			Detail: "The resource server that defines the scope must exist before the app client names it. The " +
				"recorded rejection has AllowedOAuthFlowsUserPoolClient true; see scope-format for clients with the " +
				"switch off.",
			Fix:      "create the resource server's scope first",
			Fields:   []Field{FieldAllowedOAuthScopes},
			Needs:    NeedsPool,
			ofPool:   (*Pool).knowsScopes,
			Evidence: EvidenceMeasured,
			Sources: []Source{
				preflight("pf-cognito-oauth-scopes-unknown", "a scope that the pool does not have").dated("2026-09-08"),
			},

			Exception:      scopeDoesNotExist,
			ServiceMessage: "Invalid scope requested: {value}",

			Bad: Example{
				base:    web,
				members: `"AllowedOAuthScopes":["openid","api/read"]`,
				pool:    `{"Scopes":["api/write"]}`,
			},
			Good: Example{
				base:    web,
				members: `"AllowedOAuthScopes":["openid","api/write"]`,
				pool:    `{"Scopes":["api/write"]}`,
			},
			each: []Field{FieldAllowedOAuthScopes},
			check: func(s *subject) []Finding {
				known := s.in.Pool.Scopes
				if known == nil {
					return nil
				}
				isMissing := func(scope string) bool { return scanScope(scope) == 0 && !slices.Contains(known, scope) }
				says := func(scope string) (message, fix string) {
					return quote(scope) + " is not a scope of the user pool",
						"create the resource server's scope first" + didYouMean(scope, known...)
				}
				return eachIn(FieldAllowedOAuthScopes, s.c.AllowedOAuthScopes, isMissing, says)
			},
		},
		{
			ID:       "scope-openid-missing",
			Severity: SeverityWarning,
			Summary:  "The scopes phone, email and profile MUST come with openid to be of use.",
			Detail: "No rejection by this API is documented. The developer guide says that these scopes can only be " +
				"requested together with openid.",
			Fix:      "add openid",
			Fields:   []Field{FieldAllowedOAuthScopes, FieldAllowedOAuthFlows, FieldExplicitAuthFlows},
			Evidence: EvidenceDocumented,
			Sources:  []Source{appClientTerms},
			Bad:      on(web, `"AllowedOAuthScopes":["email"]`),
			Good:     on(web, `"AllowedOAuthScopes":["email","openid"]`),
			check: func(s *subject) []Finding {
				if !s.scopes.has(scopesOfClaims) || s.scopes.has(scopeIsOpenID) {
					return nil
				}
				if s.flows&flowClientCredentials != 0 || !s.signsUsersIn() { // client-credentials-reserved-scope speaks
					return nil
				}
				all := found(FieldAllowedOAuthScopes,
					"has phone, email or profile without openid, and they can only be requested together with it")
				return because(all, FieldAllowedOAuthFlows)
			},
			unsafeFix: func(s *subject, f Finding) []Edit { return s.add(f.Field, scopeOpenID) },
		},
		{
			ID:       "scope-self-service",
			Severity: SeverityAdvice,
			Harm:     HarmMedium,
			Summary:  "AllowedOAuthScopes SHOULD NOT hold aws.cognito.signin.user.admin.",
			Detail: "With it, whoever holds the access token can change the user's attributes, devices and MFA " +
				"settings. Silent where scope-all-reserved speaks, and where no user can sign in.",
			Fix:      "remove it unless the application does that",
			Fields:   []Field{FieldAllowedOAuthScopes, FieldAllowedOAuthFlows, FieldExplicitAuthFlows},
			Evidence: EvidenceDocumented,
			Sources:  []Source{apiCreate, appClientTerms},
			Bad:      on(web, `"AllowedOAuthScopes":["openid","aws.cognito.signin.user.admin"]`),
			Good:     on(web, `"AllowedOAuthScopes":["openid"]`),
			each:     []Field{FieldAllowedOAuthScopes},
			check: func(s *subject) []Finding {
				if !s.scopes.has(scopeIsAdmin) || s.scopes&scopesReserved == scopesReserved || !s.signsUsersIn() {
					return nil
				}
				i := firstKnown(s, FieldAllowedOAuthScopes, s.c.AllowedOAuthScopes, scopeAdmin)
				return []Finding{newFinding(FieldAllowedOAuthScopes, i,
					"%q lets whoever holds the access token change the user's profile and MFA settings", scopeAdmin)}
			},
		},
		{
			ID:       "scope-all-reserved",
			Severity: SeverityAdvice,
			Harm:     HarmLow,
			Summary:  "AllowedOAuthScopes SHOULD hold only the scopes that the application uses.",
			Detail: "All five reserved scopes together are what consoles and generators fill in, not what an " +
				"application was found to need. Silent where no user can sign in.",
			Fix:      "keep those that the application uses",
			Fields:   []Field{FieldAllowedOAuthScopes, FieldAllowedOAuthFlows, FieldExplicitAuthFlows},
			Evidence: EvidenceDocumented,
			Sources: []Source{{
				Title: "RFC 9700 section 2.3, Access Token Privilege Restriction",
				URL:   rfc9700.URL + "#section-2.3",
				Date:  rfc9700.Date,
			}},
			Bad:  on(web, `"AllowedOAuthScopes":["phone","email","openid","profile","aws.cognito.signin.user.admin"]`),
			Good: on(web, `"AllowedOAuthScopes":["openid","email"]`),
			each: []Field{FieldAllowedOAuthScopes},
			check: func(s *subject) []Finding {
				if s.scopes&scopesReserved != scopesReserved || !s.signsUsersIn() {
					return nil
				}
				return found(FieldAllowedOAuthScopes,
					"has all five reserved scopes, so tokens can read the whole profile "+
						"and, by %s, change it", scopeAdmin)
			},
		},
	}
}
