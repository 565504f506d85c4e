package userpoolclient

import "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

// The limit of the API model.
const maxOAuthFlows = 3

// flowsBeforeSwitch is why rules about the flows run whatever the OAuth switch is.
const flowsBeforeSwitch = "The recorded rejections that show AllowedOAuthFlowsUserPoolClient have it true. " +
	"The rule is extrapolated to clients with the switch off, because two other checks of the lists " +
	"(client-credentials-exclusive, client-credentials-reserved-scope) are recorded on updates that omit the switch."

// oauthOn reports whether the OAuth switch is on.
func oauthOn(c *Config) bool { return isTrue(c.AllowedOAuthFlowsUserPoolClient) }

// fills reports whether a list of n elements has any, known or not.
func (s *subject) fills(f Field, n int) bool { return n > 0 || s.unknown(f) }

// omittedOrEmpty says of a list without elements which of the two it is.
func omittedOrEmpty[S any](list []S) string {
	if list == nil {
		return "is omitted"
	}
	return "is empty"
}

// atFlow returns one finding about the element of AllowedOAuthFlows that is a
// flow.
func atFlow(s *subject, flow types.OAuthFlowType, message string) []Finding {
	i := firstKnown(s, FieldAllowedOAuthFlows, s.c.AllowedOAuthFlows, flow)
	return []Finding{newFinding(FieldAllowedOAuthFlows, i, "%s %s", quote(string(flow)), message)}
}

func oauthRules() []Rule {
	return []Rule{
		count(Rule{
			ID:      "oauth-flows-count",
			Bad:     on(web, `"AllowedOAuthFlows":["code","code","code","code"]`),
			Good:    on(web, `"AllowedOAuthFlows":["code"]`),
			safeFix: removeRepeats,
		}, maxOAuthFlows, FieldAllowedOAuthFlows),

		flowNames(Rule{
			ID:       "oauth-flow-unknown",
			Evidence: EvidenceMeasured,
			Sources: []Source{{
				Title: "aws-cloudformation-user-guide issue 563: the value token, rejected",
				URL:   "https://github.com/awsdocs/aws-cloudformation-user-guide/issues/563",
				Date:  "2020-01-13",
			}, {
				Title: "aws-cloudformation-user-guide pull request 517: the same",
				URL:   "https://github.com/awsdocs/aws-cloudformation-user-guide/pull/517",
				Date:  "2019-11-13",
			}, apiCreate},
			Bad:     on(web, `"AllowedOAuthFlows":["code","token"]`),
			Good:    on(web, `"AllowedOAuthFlows":["code"]`),
			safeFix: writeOAuthFlow,
		}),

		{
			ID:       "oauth-flows-scopes-required",
			Severity: SeverityError,
			Summary: "With AllowedOAuthFlowsUserPoolClient true, AllowedOAuthFlows and AllowedOAuthScopes MUST each " +
				"have an element.",
			Fix:      "list at least one, or set AllowedOAuthFlowsUserPoolClient to false",
			Fields:   []Field{FieldAllowedOAuthFlowsUserPoolClient, FieldAllowedOAuthFlows, FieldAllowedOAuthScopes},
			presence: []Field{FieldAllowedOAuthFlows, FieldAllowedOAuthScopes},
			Evidence: EvidenceMeasured,
			Sources: []Source{
				preflight("pf-cognito-oauth-flows-scopes-required", "the switch on, without flows and without scopes").
					dated("2026-09-03"),
				clientCredentialsPost,
			},

			Exception: invalidParameter,
			ServiceMessage: "AllowedOAuthFlows and AllowedOAuthScopes are required " +
				"if user pool client is allowed to use OAuth flows.",

			Bad:  on(web, `"AllowedOAuthScopes":[]`),
			Good: on(web, `"AllowedOAuthScopes":["openid"]`),
			schema: statement{client: func() any {
				return schemaIf(schemaHas(FieldAllowedOAuthFlowsUserPoolClient, schemaTrue()),
					schemaAll(schemaFilled(FieldAllowedOAuthFlows), schemaFilled(FieldAllowedOAuthScopes)))
			}},
			check: func(s *subject) []Finding {
				if !oauthOn(s.c) {
					return nil
				}
				const needsOne = "and AllowedOAuthFlowsUserPoolClient true needs at least one"
				flows, scopes := omittedOrEmpty(s.c.AllowedOAuthFlows), omittedOrEmpty(s.c.AllowedOAuthScopes)
				hasFlows := s.fills(FieldAllowedOAuthFlows, len(s.c.AllowedOAuthFlows))
				hasScopes := s.fills(FieldAllowedOAuthScopes, len(s.c.AllowedOAuthScopes))
				switch {
				case !hasFlows && !hasScopes:
					all := found(FieldAllowedOAuthFlows, "%s and AllowedOAuthScopes %s, %s of each",
						flows, scopes, needsOne)
					return because(all, FieldAllowedOAuthFlowsUserPoolClient, FieldAllowedOAuthScopes)
				case !hasFlows:
					all := found(FieldAllowedOAuthFlows, "%s, %s flow", flows, needsOne)
					return because(all, FieldAllowedOAuthFlowsUserPoolClient)
				case !hasScopes:
					all := found(FieldAllowedOAuthScopes, "%s, %s scope", scopes, needsOne)
					return because(all, FieldAllowedOAuthFlowsUserPoolClient)
				}
				return nil
			},
		},
		{
			ID:       "callback-urls-required",
			Severity: SeverityError,
			Summary:  "With the code or implicit flow, CallbackURLs MUST NOT be empty.",
			Detail: flowsBeforeSwitch +
				" Of 30 public clients with flows and without the switch one had no callback URLs, and it was never used.",
			Fix:      "add the URL that users come back to when they have signed in",
			Fields:   []Field{FieldAllowedOAuthFlows, FieldCallbackURLs},
			each:     []Field{FieldAllowedOAuthFlows},
			presence: []Field{FieldCallbackURLs},
			Evidence: EvidenceMeasured,
			Sources: []Source{
				preflight("pf-cognito-oauth-callback-required",
					"the code flow without callback URLs").dated("2026-09-03"),
				{
					Title: "sst pull request 6272: a create without callback URLs, rejected",
					URL:   "https://github.com/anomalyco/sst/pull/6272",
					Date:  "2025-12-10",
				}, {
					Title: "crossfeed pull request 440: an update without callback URLs, rejected",
					URL:   "https://github.com/cisagov/crossfeed/pull/440",
					Date:  "2020-09-12",
				},
			},

			Exception:      invalidOAuthFlow,
			ServiceMessage: "CallbackUrls can not be empty when code flow or implicit flow is selected",

			Bad:  on(web, `"CallbackURLs":[]`),
			Good: on(web, `"CallbackURLs":["https://a.example/cb"]`),
			schema: statement{client: func() any {
				return schemaIf(schemaHolds(FieldAllowedOAuthFlows, types.OAuthFlowTypeCode, types.OAuthFlowTypeImplicit),
					schemaFilled(FieldCallbackURLs))
			}},
			check: func(s *subject) []Finding {
				if s.flows&flowUser == 0 || s.fills(FieldCallbackURLs, len(s.c.CallbackURLs)) {
					return nil
				}
				all := found(FieldCallbackURLs, "%s, and the code and implicit flows need at least one callback URL",
					omittedOrEmpty(s.c.CallbackURLs))
				return because(all, FieldAllowedOAuthFlows)
			},
		},
		{
			ID:       "client-credentials-exclusive",
			Severity: SeverityError,
			Summary:  "The client_credentials flow MUST be the only one in AllowedOAuthFlows.",
			Detail: "The same rejection is recorded on an update that omits AllowedOAuthFlowsUserPoolClient, so the rule " +
				"runs whatever the switch is. That record shows a client's secret and is not linked here.",
			Fix:      "make one app client for the machine and one for the users",
			Fields:   []Field{FieldAllowedOAuthFlows},
			each:     []Field{FieldAllowedOAuthFlows},
			Evidence: EvidenceMeasured,
			Sources: []Source{
				preflight("pf-cognito-client-credentials-exclusive",
					"client_credentials beside code").dated("2026-09-03"),
				apiCreate,
			},

			Exception:      invalidOAuthFlow,
			ServiceMessage: "client_credentials flow can not be selected along with code flow or implicit flow.",

			Bad: on(machine,
				`"AllowedOAuthFlows":["client_credentials","code"],"CallbackURLs":["https://a.example/cb"],`+
					`"LogoutURLs":["https://a.example/out"],"SupportedIdentityProviders":["COGNITO"]`),
			Good: on(machine, `"AllowedOAuthFlows":["client_credentials"],"CallbackURLs":[]`),
			schema: statement{client: func() any {
				return schemaNot(schemaAll(schemaHolds(FieldAllowedOAuthFlows, types.OAuthFlowTypeClientCredentials),
					schemaHolds(FieldAllowedOAuthFlows, types.OAuthFlowTypeCode, types.OAuthFlowTypeImplicit)))
			}},
			check: func(s *subject) []Finding {
				if s.flows&flowClientCredentials == 0 || s.flows&flowUser == 0 {
					return nil
				}
				return atFlow(s, types.OAuthFlowTypeClientCredentials,
					"stands beside a flow that signs users in, and must stand alone")
			},
		},
		{
			ID:       "client-credentials-secret",
			Severity: SeverityError,
			Summary:  "A client with the client_credentials flow MUST have a secret.",
			Detail:   flowsBeforeSwitch,
			Fix:      "set GenerateSecret to true",
			Fields:   []Field{FieldAllowedOAuthFlows, FieldGenerateSecret, FieldClientSecret},
			each:     []Field{FieldAllowedOAuthFlows},
			presence: []Field{FieldClientSecret},
			Needs:    NeedsSecret,
			Evidence: EvidenceMeasured,
			Sources: []Source{
				preflight("pf-cognito-client-credentials-secret", "the flow without a secret").dated("2026-09-03"),
				clientCredentialsPost,
			},

			Exception:      invalidOAuthFlow,
			ServiceMessage: "client_credentials flow can not be selected if client does not have a client secret.",

			Bad: Example{
				base:    created,
				members: `"RefreshTokenRotation":null,` + machineFlows,
				in:      Context{Operation: OperationCreate},
			},
			Good: Example{
				base:    created,
				members: `"RefreshTokenRotation":null,` + machineFlows + `,"GenerateSecret":true`,
				in:      Context{Operation: OperationCreate},
			},
			schema: statement{secret: true, client: func() any {
				return schemaIf(schemaHolds(FieldAllowedOAuthFlows, types.OAuthFlowTypeClientCredentials), schemaSecret())
			}},
			check: func(s *subject) []Finding {
				if s.flows&flowClientCredentials == 0 || s.secret != SecretStateAbsent {
					return nil
				}
				all := atFlow(s, types.OAuthFlowTypeClientCredentials, "needs a client secret, and the client has none")
				return because(fixedBy(all, "%s", secretFix(s.in.Operation)), FieldGenerateSecret, FieldClientSecret)
			},
			unsafeFix: generateSecret,
		},
		{
			ID:       "oauth-disabled",
			Severity: SeverityWarning,
			Summary: "AllowedOAuthFlowsUserPoolClient MUST be true for callback URLs, logout URLs, OAuth flows and " +
				"scopes to have an effect.",
			Detail: "The service accepts and stores them while the switch is off, although the API reference says " +
				"that it must be on first. The token endpoint then answers client_credentials with invalid_grant, " +
				"and only sign-in through the API works. On update, omitting the switch turns it off. A client with " +
				"ALLOW_CLIENT_TOKEN_AUTH gets its tokens from GetClientToken and needs no switch.",
			Fix: "set it to true",
			Fields: []Field{FieldAllowedOAuthFlowsUserPoolClient, FieldCallbackURLs, FieldLogoutURLs,
				FieldDefaultRedirectURI, FieldAllowedOAuthFlows, FieldAllowedOAuthScopes, FieldExplicitAuthFlows},
			presence: []Field{FieldCallbackURLs, FieldLogoutURLs, FieldDefaultRedirectURI, FieldAllowedOAuthFlows,
				FieldAllowedOAuthScopes},
			Evidence: EvidenceMeasured,
			Sources: []Source{{
				Title: "terraform-provider-aws issue 34945: stored with the switch off, then invalid_grant",
				URL:   "https://github.com/hashicorp/terraform-provider-aws/issues/34945",
				Date:  "2024-11-27",
			}, {
				Title: "aws-sdk-js-v3 issue 7158: client_credentials accepted on create, then invalid_grant",
				URL:   "https://github.com/aws/aws-sdk-js-v3/issues/7158",
				Date:  "2025-06-27",
			}, terraformTests, apiCreate},
			Bad:  on(web, `"AllowedOAuthFlowsUserPoolClient":false`),
			Good: on(web, `"AllowedOAuthFlowsUserPoolClient":true`),
			check: func(s *subject) []Finding {
				if oauthOn(s.c) || s.auth&authAllowClientToken != 0 && s.flows&flowUser == 0 {
					return nil
				}
				set, lacks := s.oauthSettings()
				if set == nil {
					return nil
				}
				state := "is false"
				if s.c.AllowedOAuthFlowsUserPoolClient == nil {
					state = "is omitted"
				}
				f := newFinding(FieldAllowedOAuthFlowsUserPoolClient, -1, "%s, so %s stored and %s",
					state, areSet(set), s.withoutOAuth())
				if lacks != nil {
					f = f.withFix("set it to true and list %s, or remove %s", andList(lacks), andList(set))
				}
				return because([]Finding{f}, set...)
			},
			unsafeFix: setTo(true),
		},
		{
			ID:       "identity-providers-missing",
			Severity: SeverityWarning,
			Summary: "With the code or implicit flow, SupportedIdentityProviders MUST name a provider for users to " +
				"sign in with.",
			Detail: "The request is accepted without; the sign-in page then has no provider to offer. A client that " +
				"is made through the API has no sign-in page at all until a branding style is applied to it, " +
				"whatever this list holds.",
			Fix: "add COGNITO or the name of a provider",
			Fields: []Field{FieldSupportedIdentityProviders, FieldAllowedOAuthFlowsUserPoolClient,
				FieldAllowedOAuthFlows},
			each:     []Field{FieldAllowedOAuthFlows},
			presence: []Field{FieldSupportedIdentityProviders},
			Evidence: EvidenceInferred,
			Sources:  []Source{terraformTests, apiCreate, appClientTerms},
			Bad:      on(web, `"SupportedIdentityProviders":[]`),
			Good:     on(web, `"SupportedIdentityProviders":["COGNITO"]`),
			check: func(s *subject) []Finding {
				if !oauthOn(s.c) || s.flows&flowUser == 0 ||
					s.fills(FieldSupportedIdentityProviders, len(s.c.SupportedIdentityProviders)) {
					return nil
				}
				all := found(FieldSupportedIdentityProviders, "%s, so the sign-in page has no provider to offer",
					omittedOrEmpty(s.c.SupportedIdentityProviders))
				return because(all, FieldAllowedOAuthFlowsUserPoolClient, FieldAllowedOAuthFlows)
			},
		},
		{
			ID:       "implicit-grant",
			Severity: SeverityAdvice,
			Harm:     HarmHigh,
			Summary:  "AllowedOAuthFlows SHOULD NOT hold implicit.",
			Detail: "It hands tokens to the browser in a URL, where they leak, and issues no refresh token. The code " +
				"flow with PKCE serves browsers as well.",
			Fix:      "use code with PKCE instead",
			Fields:   []Field{FieldAllowedOAuthFlows},
			each:     []Field{FieldAllowedOAuthFlows},
			Evidence: EvidenceDocumented,
			Sources: []Source{{
				Title: "RFC 9700 section 2.1.2, Implicit Grant",
				URL:   rfc9700.URL + "#section-2.1.2",
				Date:  rfc9700.Date,
			}},
			Bad:  on(web, `"AllowedOAuthFlows":["code","implicit"]`),
			Good: on(web, `"AllowedOAuthFlows":["code"]`),
			check: func(s *subject) []Finding {
				if s.flows&flowImplicit == 0 {
					return nil
				}
				return atFlow(s, types.OAuthFlowTypeImplicit, "puts tokens into URLs, where they leak")
			},
			unsafeFix: func(s *subject, f Finding) []Edit { return s.write(f, string(types.OAuthFlowTypeCode)) },
		},
		{
			ID:       "logout-urls-missing",
			Severity: SeverityAdvice,
			Harm:     HarmLow,
			Summary:  "With the code or implicit flow, LogoutURLs SHOULD NOT be empty.",
			Detail: "Without one the logout endpoint can only lead back to the sign-in page, and applications tend " +
				"to end only their own session.",
			Fix:      "add the page that signed-out users see",
			Fields:   []Field{FieldLogoutURLs, FieldAllowedOAuthFlowsUserPoolClient, FieldAllowedOAuthFlows},
			each:     []Field{FieldAllowedOAuthFlows},
			presence: []Field{FieldLogoutURLs},
			Evidence: EvidenceDocumented,
			Sources: []Source{{
				Title: "Amazon Cognito developer guide: the managed login sign-out endpoint",
				URL:   "https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html",
				Date:  "2026-11-25",
			}},
			Bad:  on(web, `"LogoutURLs":[]`),
			Good: on(web, `"LogoutURLs":["https://a.example/out"]`),
			check: func(s *subject) []Finding {
				// A client with one of these flows signs users in, so that is not asked.
				if !oauthOn(s.c) || s.flows&flowUser == 0 || s.fills(FieldLogoutURLs, len(s.c.LogoutURLs)) {
					return nil
				}
				all := found(FieldLogoutURLs, "%s, so the logout endpoint has no page of yours to send users to",
					omittedOrEmpty(s.c.LogoutURLs))
				return because(all, FieldAllowedOAuthFlowsUserPoolClient, FieldAllowedOAuthFlows)
			},
		},
	}
}

// oauthSettings returns which of the settings that need the OAuth switch are
// set, and which of the two lists that the switch needs are not.
func (s *subject) oauthSettings() (set, lacks []Field) {
	c := s.c
	for _, f := range [...]struct {
		field           Field
		isSet, isNeeded bool
	}{
		{FieldCallbackURLs, s.fills(FieldCallbackURLs, len(c.CallbackURLs)), false},
		{FieldLogoutURLs, s.fills(FieldLogoutURLs, len(c.LogoutURLs)), false},
		{FieldDefaultRedirectURI, c.DefaultRedirectURI != nil || s.unknown(FieldDefaultRedirectURI), false},
		{FieldAllowedOAuthFlows, s.fills(FieldAllowedOAuthFlows, len(c.AllowedOAuthFlows)), true},
		{FieldAllowedOAuthScopes, s.fills(FieldAllowedOAuthScopes, len(c.AllowedOAuthScopes)), true},
	} {
		switch {
		case f.isSet:
			set = append(set, f.field)
		case f.isNeeded:
			lacks = append(lacks, f.field)
		}
	}
	return set, lacks
}

// withoutOAuth says what fails while the OAuth switch is off.
func (s *subject) withoutOAuth() string {
	switch {
	case s.flows&flowUser != 0:
		return "every sign-in through the hosted pages fails"
	case s.flows&flowClientCredentials != 0:
		return "the token endpoint rejects the client"
	case s.pending(FieldAllowedOAuthFlows, false):
		return "the OAuth endpoints reject the client"
	}
	return "every sign-in through the hosted pages fails"
}

func areSet(fields []Field) string {
	if len(fields) == 1 {
		return string(fields[0]) + " is"
	}
	return andList(fields) + " are"
}
