package userpoolclient

import (
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// The limits of the API model.
const (
	minAuthSession = 3  // minutes
	maxAuthSession = 15 // minutes
)

// The sources of this topic.
var (
	apiGetClientToken = Source{
		Title: "Amazon Cognito API reference: GetClientToken",
		URL:   "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetClientToken.html",
		Date:  "2026-11-21",
	}
	resourceServersGuide = Source{
		Title: "Amazon Cognito developer guide: scopes, M2M, and resource servers",
		URL: "https://docs.aws.amazon.com/cognito/latest/developerguide/" +
			"cognito-user-pools-define-resource-servers.html",
		Date: "2026-11-21",
	}
	userExistenceGuide = Source{
		Title: "Amazon Cognito developer guide: managing user existence error responses",
		URL:   "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html",
		Date:  "2026-11-21",
	}
	securityFlows = Source{
		Title: "Amazon Cognito developer guide: authentication flows",
		URL: "https://docs.aws.amazon.com/cognito/latest/developerguide/" +
			"amazon-cognito-user-pools-authentication-flow-methods.html",
		Date: "2026-11-21",
	}
	flowValuesRejected = Source{
		Title: "aws-cloudformation-user-guide pull request 525: the rejection with the values of its day",
		URL:   "https://github.com/awsdocs/aws-cloudformation-user-guide/pull/525",
		Date:  "2019-11-18",
	}
)

var userExistenceValues = []string{
	string(types.PreventUserExistenceErrorTypesLegacy),
	string(types.PreventUserExistenceErrorTypesEnabled),
}

func authFlowRules() []Rule {
	return []Rule{
		enum(Rule{
			ID:      "user-existence-errors-unknown",
			Bad:     on(plain, `"PreventUserExistenceErrors":"enabled"`),
			Good:    on(plain, `"PreventUserExistenceErrors":"ENABLED"`),
			safeFix: respell(userExistenceValues...),
		}, userExistenceValues, FieldPreventUserExistenceErrors),

		numeric(Rule{
			ID:   "auth-session-validity-range",
			Bad:  on(plain, `"AuthSessionValidity":30`),
			Good: on(plain, `"AuthSessionValidity":15`),
		}, minAuthSession, maxAuthSession, "minutes", FieldAuthSessionValidity),

		{
			ID:       "auth-flow-invalid",
			Severity: SeverityError,
			Summary: fmt.Sprintf("Each value of ExplicitAuthFlows MUST be one of the %d flows of app clients, or begin with %s.",
				len(authFlowNames), allowPrefix),
			Detail: "A sign-in call names its flow without the prefix: USER_SRP_AUTH, ADMIN_USER_PASSWORD_AUTH. " +
				"Case counts.\n\n" +
				"The recorded rejection is of ADMIN_USER_PASSWORD_AUTH, and its text lists the values of its day. " +
				"For other values the rule is extrapolated from that list. A value that begins with ALLOW_ and is not known " +
				"may be newer than this version: see auth-flow-unknown.",
			Fields:   []Field{FieldExplicitAuthFlows},
			Evidence: EvidenceMeasured,
			Sources: []Source{{
				Title: "media-insights-on-aws pull request 199: ADMIN_USER_PASSWORD_AUTH, rejected",
				URL:   "https://github.com/aws-solutions/media-insights-on-aws/pull/199",
				Date:  "2020-05-31",
			}, flowValuesRejected, apiModel},

			Constraint:     &Constraint{Kind: ConstraintEnum, Values: authFlowNames},
			Exception:      invalidParameter,
			ServiceMessage: shapeMessage,

			Bad:  on(plain, `"ExplicitAuthFlows":["USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`),
			Good: on(plain, `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`),
			each: []Field{FieldExplicitAuthFlows},
			schema: statement{value: func() any {
				return schemaAny(schemaOf("enum", authFlowNames), schemaPattern("^"+allowPrefix))
			}},
			check: func(s *subject) []Finding {
				return eachAuthFlow(s, authOther, func(f authFlow) (message, fix string) {
					flows, message := s.fittingAuthFlows(), "is empty"
					if f != "" {
						message = quoteThen(string(f), " is not an authentication flow of app clients")
					}
					switch meant := meantAuthFlow(string(f), flows); {
					case meant != "":
						return message, "write " + meant
					case len(flows) == 0:
						return message, "remove it"
					}
					return message, "use " + orList(flows) + didYouMean(string(f), flows...)
				})
			},
			safeFix: writeAuthFlow,
		},
		{
			ID:       "auth-flows-mixed",
			Severity: SeverityError,
			Summary:  "ExplicitAuthFlows MUST NOT hold a legacy value beside one that begins with ALLOW_.",
			Detail:   "The record is of ADMIN_NO_SRP_AUTH beside ALLOW_REFRESH_TOKEN_AUTH; its text speaks of all such values.",
			Fields:   []Field{FieldExplicitAuthFlows},
			Evidence: EvidenceMeasured,
			Sources: []Source{
				preflight("pf-cognito-explicit-auth-flows-legacy-mix",
					"legacy values beside ALLOW_ values").dated("2026-09-08"),
			},

			Exception:      invalidParameter,
			ServiceMessage: "Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.",

			Bad: on(plain,
				`"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH","ADMIN_NO_SRP_AUTH"]`),
			Good: on(plain, `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH",`+
				`"ALLOW_ADMIN_USER_PASSWORD_AUTH"]`),
			each: []Field{FieldExplicitAuthFlows},
			schema: statement{client: func() any {
				return schemaNot(schemaAll(schemaHolds(FieldExplicitAuthFlows, namesOf(authLegacy)...),
					schemaHas(FieldExplicitAuthFlows, schemaObject{{"type", "array"},
						{"contains", schemaObject{{"type", "string"}, {"pattern", "^" + allowPrefix}}}})))
			}},
			check: func(s *subject) []Finding {
				if !flowsMixed(s.auth) {
					return nil
				}
				_, allow := s.firstAuthFlow(authAllow)
				_, legacy := s.firstAuthFlow(authLegacy)
				return fixedBy(found(FieldExplicitAuthFlows, "holds %s beside the legacy %s",
					quote(string(allow)), quote(string(legacy))), "%s", s.withoutLegacy())
			},
			safeFix: replaceLegacy,
		},
		{
			ID:       "auth-flow-tier",
			Severity: SeverityError,
			Summary:  "ALLOW_USER_AUTH MUST NOT stand in ExplicitAuthFlows where the user pool has the tier LITE.",
			Detail: "The reference states the condition and declares the exception for the request. A rejection of an app " +
				"client is not recorded, so its text is not known, and that the request is what fails is extrapolated. " +
				"What is recorded is the like of it for a pool: a LITE pool with passwordless sign-in is rejected.",
			Fields:   []Field{FieldExplicitAuthFlows},
			Needs:    NeedsPool,
			ofPool:   (*Pool).knowsTier,
			Fix:      "remove it, or raise the pool's tier",
			Evidence: EvidenceDocumented,
			Sources: []Source{apiCreate,
				preflight("pf-cognito-signin-policy-webauthn-tier",
					"a LITE pool with passwordless sign-in").dated("2026-09-08"),
			},

			Exception: featureNotInTier,

			Bad: Example{base: plain, members: `"ExplicitAuthFlows":["ALLOW_USER_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`,
				pool: `{"Tier":"LITE"}`},
			Good: Example{base: plain,
				members: `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`,
				pool:    `{"Tier":"LITE"}`},
			each: []Field{FieldExplicitAuthFlows},
			check: func(s *subject) []Finding {
				if !s.inLitePool() {
					return nil
				}
				return eachAuthFlow(s, authAllowUser, func(f authFlow) (message, fix string) {
					return quoteThen(string(f), " needs a pool of the tier ESSENTIALS or PLUS, and the pool has LITE"), ""
				})
			},
		},
		{
			ID:       "client-token-auth-exclusive",
			Severity: SeverityError,
			Summary:  "ALLOW_CLIENT_TOKEN_AUTH MUST NOT stand beside a flow that signs a user in.",
			Detail: "AWS documents that the flow is mutually exclusive with user authentication flows. " +
				"A rejection is not recorded: that the create is what fails, and with which exception, is extrapolated.",
			Fields:   []Field{FieldExplicitAuthFlows},
			Fix:      "remove it, and make a client of its own for machines",
			Evidence: EvidenceDocumented,
			Sources:  []Source{apiGetClientToken, resourceServersGuide},

			Exception: invalidParameter,

			Bad:  on(plain, `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH","ALLOW_USER_SRP_AUTH"]`),
			Good: on(plain, `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"]`),
			each: []Field{FieldExplicitAuthFlows},
			schema: statement{client: func() any {
				return schemaNot(schemaAll(schemaHolds(FieldExplicitAuthFlows, flowAllowClientToken),
					schemaHolds(FieldExplicitAuthFlows, namesOf(authAllowSign)...)))
			}},
			check: func(s *subject) []Finding {
				if s.auth&authAllowClientToken == 0 || s.auth&authAllowSign == 0 {
					return nil
				}
				i, _ := s.firstAuthFlow(authAllowClientToken)
				_, user := s.firstAuthFlow(authAllowSign)
				return []Finding{newFinding(FieldExplicitAuthFlows, i,
					"%s stands beside %s, and it must be the only flow",
					quote(string(flowAllowClientToken)), quote(string(user)))}
			},
		},

		{
			ID:       "client-token-auth-refresh",
			Severity: SeverityWarning,
			Summary:  "ALLOW_REFRESH_TOKEN_AUTH MUST NOT stand beside ALLOW_CLIENT_TOKEN_AUTH.",
			Detail: "AWS documents that ALLOW_CLIENT_TOKEN_AUTH is mutually exclusive with user authentication flows, and " +
				"that it must be the only flow. Whether ALLOW_REFRESH_TOKEN_AUTH, which signs no user in, is rejected " +
				"beside it is not verified.",
			Fields:   []Field{FieldExplicitAuthFlows},
			Fix:      "remove it",
			Evidence: EvidenceDocumented,
			Sources:  []Source{apiGetClientToken, resourceServersGuide},
			Bad:      on(plain, `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`),
			Good:     on(plain, `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"]`),
			each:     []Field{FieldExplicitAuthFlows},
			check: func(s *subject) []Finding {
				if s.auth&authAllowClientToken == 0 || s.auth&authAllowSign != 0 {
					return nil
				}
				return eachAuthFlow(s, authAllowRefresh, func(f authFlow) (message, fix string) {
					return quoteThen(string(f), " stands beside ALLOW_CLIENT_TOKEN_AUTH, which must be the only flow"), ""
				})
			},
			unsafeFix: removeElement,
		},
		{
			ID:       "client-token-auth-secret",
			Severity: SeverityWarning,
			Summary:  "A client with ALLOW_CLIENT_TOKEN_AUTH MUST have a client secret.",
			Detail: "GetClientToken requires the secret. Whether a client without one is rejected when it is created " +
				"is not verified.",
			Fields:   []Field{FieldExplicitAuthFlows, FieldGenerateSecret, FieldClientSecret},
			Needs:    NeedsSecret,
			Fix:      "set GenerateSecret to true",
			Evidence: EvidenceDocumented,
			Sources:  []Source{apiGetClientToken, resourceServersGuide},
			Bad: Example{base: created, members: `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"]`,
				in: Context{Operation: OperationCreate}},
			Good: Example{base: created,
				members: `"ExplicitAuthFlows":["ALLOW_CLIENT_TOKEN_AUTH"],"GenerateSecret":true`,
				in:      Context{Operation: OperationCreate}},
			each: []Field{FieldExplicitAuthFlows},
			check: func(s *subject) []Finding {
				if s.secret != SecretStateAbsent {
					return nil
				}
				all := because(eachAuthFlow(s, authAllowClientToken, func(f authFlow) (message, fix string) {
					return quoteThen(string(f), " needs a client secret, and the client has none"), ""
				}), FieldGenerateSecret, FieldClientSecret)
				if s.in.Operation == OperationUpdate {
					return fixedBy(all, "make a new client with GenerateSecret true")
				}
				return all
			},
			unsafeFix: generateSecret,
		},
		{
			ID:       "auth-flow-unknown",
			Severity: SeverityWarning,
			Summary:  "Each value of ExplicitAuthFlows that begins with ALLOW_ MUST be a flow that the service knows.",
			Detail: "The service rejects a value that it does not know. AWS adds flows: ALLOW_USER_AUTH in 2024-11, " +
				"ALLOW_CLIENT_TOKEN_AUTH in 2026-08. A value that this version does not know may be such a one, " +
				"so this is a warning.",
			Fields:   []Field{FieldExplicitAuthFlows},
			Evidence: EvidenceInferred,
			Sources:  []Source{flowValuesRejected, apiGetClientToken, apiModel},

			Constraint:     &Constraint{Kind: ConstraintEnum, Values: authFlowNames},
			Exception:      invalidParameter,
			ServiceMessage: shapeMessage,

			Bad:  on(plain, `"ExplicitAuthFlows":["ALLOW_ADMIN_NO_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`),
			Good: on(plain, `"ExplicitAuthFlows":["ALLOW_ADMIN_USER_PASSWORD_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`),
			each: []Field{FieldExplicitAuthFlows},
			check: func(s *subject) []Finding {
				return eachAuthFlow(s, authAllowOther, func(f authFlow) (message, fix string) {
					flows := s.fittingAuthFlows()
					message = quoteThen(string(f), " is not a flow that this version knows")
					if meant := meantAuthFlow(string(f), flows); meant != "" {
						return message, "write " + meant
					}
					return message, "look the name up in the API reference" + didYouMean(string(f), flows...)
				})
			},
			safeFix: writeAuthFlow,
		},
		{
			ID:       "user-existence-errors-legacy",
			Severity: SeverityAdvice,
			Harm:     HarmMedium,
			Summary:  "PreventUserExistenceErrors SHOULD be ENABLED.",
			Detail: "LEGACY tells whoever asks whether an account exists. A client that is created through the API without " +
				"the member behaves as LEGACY; the console sends ENABLED.",
			Fields:   []Field{FieldPreventUserExistenceErrors, FieldExplicitAuthFlows, FieldAllowedOAuthFlows},
			Fix:      "set it to ENABLED",
			Evidence: EvidenceDocumented,
			Sources:  []Source{userExistenceGuide},
			Bad:      on(plain, `"PreventUserExistenceErrors":"LEGACY"`),
			Good:     on(plain, `"PreventUserExistenceErrors":"ENABLED"`),
			each:     []Field{FieldExplicitAuthFlows, FieldAllowedOAuthFlows},
			check: func(s *subject) []Finding {
				switch {
				case !s.signsUsersIn():
					return nil
				case s.c.PreventUserExistenceErrors == types.PreventUserExistenceErrorTypesLegacy:
					return found(FieldPreventUserExistenceErrors, "LEGACY tells whoever asks whether an account exists")
				case s.c.PreventUserExistenceErrors == "" && s.in.Operation == OperationCreate:
					return found(FieldPreventUserExistenceErrors,
						"is omitted, which means LEGACY and tells whoever asks whether an account exists")
				}
				return nil
			},
			unsafeFix: setTo(string(types.PreventUserExistenceErrorTypesEnabled)),
		},
		{
			ID:       "password-auth-flow",
			Severity: SeverityAdvice,
			Harm:     HarmMedium,
			Summary:  "ExplicitAuthFlows SHOULD NOT let clients send the user's password in the request.",
			Detail: "SRP proves the password without sending it. A user migration trigger needs the password: " +
				"then this flow is the way.",
			Fields:   []Field{FieldExplicitAuthFlows},
			Fix:      "use ALLOW_USER_SRP_AUTH instead, which proves the password without sending it",
			Evidence: EvidenceDocumented,
			Sources:  []Source{securityFlows},
			Bad:      on(plain, `"ExplicitAuthFlows":["ALLOW_USER_PASSWORD_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`),
			Good:     on(plain, `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`),
			each:     []Field{FieldExplicitAuthFlows},
			check: func(s *subject) []Finding {
				return eachAuthFlow(s, authAllowUserPassword|authUserPassword, func(f authFlow) (message, fix string) {
					switch {
					case s.auth&authAllowSRP != 0:
						fix = "remove it, and have users sign in by SRP"
					case s.auth&authLegacy != 0: // beside which no value of today is accepted
						fix = "list values that begin with ALLOW_, and ALLOW_USER_SRP_AUTH in place of this one"
					}
					return quoteThen(string(f), " has users send their password in the request"), fix
				})
			},
		},
		{
			ID:       "admin-flow-without-secret",
			Severity: SeverityAdvice,
			Harm:     HarmMedium,
			Summary:  "A client that signs users in from a server SHOULD have a secret.",
			Detail: "The administrator's flow runs on a server, which can keep a secret. Without one, the same client ID also " +
				"serves whoever copies it.",
			Fields:   []Field{FieldExplicitAuthFlows, FieldGenerateSecret, FieldClientSecret},
			Needs:    NeedsSecret,
			Fix:      "remove it from this client, and give the server a client of its own, with a secret",
			Evidence: EvidenceInferred,
			Sources: []Source{securityFlows, {
				Title: "RFC 6749 section 2.3, Client Authentication",
				URL:   rfc6749.URL + "#section-2.3",
				Date:  rfc6749.Date,
			}},
			Bad: Example{base: plain,
				members: `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_ADMIN_USER_PASSWORD_AUTH"],` +
					`"RefreshTokenRotation":{"Feature":"ENABLED"}`,
				in: Context{Secret: SecretStateAbsent}},
			Good: Example{base: plain,
				members: `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"],"RefreshTokenRotation":{"Feature":"ENABLED"}`,
				in:      Context{Secret: SecretStateAbsent}},
			each: []Field{FieldExplicitAuthFlows},
			check: func(s *subject) []Finding {
				if s.secret != SecretStateAbsent {
					return nil
				}
				return because(eachAuthFlow(s, authAllowAdminPassword|authAdminNoSRP,
					func(f authFlow) (message, fix string) {
						return quoteThen(string(f), " is a flow for servers, and the client has no secret"), ""
					}), FieldGenerateSecret, FieldClientSecret)
			},
		},
		{
			ID:       "machine-with-user-flows",
			Severity: SeverityAdvice,
			Harm:     HarmLow,
			Summary:  "A client with the client_credentials grant SHOULD NOT let users sign in.",
			Detail: "An omitted or empty list is not none: it stands for ALLOW_USER_SRP_AUTH, ALLOW_CUSTOM_AUTH and " +
				"ALLOW_REFRESH_TOKEN_AUTH. The lists that let no user in are ALLOW_REFRESH_TOKEN_AUTH alone and " +
				"ALLOW_CLIENT_TOKEN_AUTH alone.",
			Fields:   []Field{FieldExplicitAuthFlows, FieldAllowedOAuthFlows},
			Fix:      "list ALLOW_REFRESH_TOKEN_AUTH alone",
			Evidence: EvidenceDocumented,
			Sources:  []Source{apiCreate, apiGetClientToken},
			Bad:      on(machine, `"ExplicitAuthFlows":null`),
			Good:     on(machine, `"ExplicitAuthFlows":["ALLOW_REFRESH_TOKEN_AUTH"]`),
			each:     []Field{FieldExplicitAuthFlows, FieldAllowedOAuthFlows},
			check: func(s *subject) []Finding {
				_, user := s.firstAuthFlow(authLegacy | authAllowSign)
				var how string
				switch {
				case s.flows&flowClientCredentials == 0, s.auth&authAllowClientToken != 0:
					return nil // of ALLOW_CLIENT_TOKEN_AUTH beside others client-token-auth-exclusive speaks
				case user != "":
					how = "holds " + quote(string(user))
				case s.c.ExplicitAuthFlows == nil:
					how = "is omitted"
				case len(s.c.ExplicitAuthFlows) == 0:
					how = "is empty"
				default:
					return nil
				}
				all := because(found(FieldExplicitAuthFlows,
					"%s, so users can sign in to a client made for client_credentials", how), FieldAllowedOAuthFlows)
				if enabled, _ := rotationAfter(s.c, s.in); enabled {
					return fixedBy(all,
						"list ALLOW_REFRESH_TOKEN_AUTH alone, and set RefreshTokenRotation.Feature to DISABLED")
				}
				return all
			},
			unsafeFix: leaveMachine,
		},
		{
			ID:       "legacy-auth-flow",
			Severity: SeverityAdvice,
			Harm:     HarmLow,
			Summary:  "ExplicitAuthFlows SHOULD NOT hold legacy values, which values that begin with ALLOW_ replace.",
			Detail: "Legacy values are accepted, also several of them together. They name fewer flows than the client has: " +
				"with USER_PASSWORD_AUTH or ADMIN_NO_SRP_AUTH it also signs in by SRP and refreshes tokens. Tests of moto " +
				"that are marked as verified on AWS say so; no run is recorded. " +
				"A list that allows the same names these flows too.",
			Fields:   []Field{FieldExplicitAuthFlows, FieldRefreshTokenRotationFeature},
			Evidence: EvidenceDocumented,
			Sources:  []Source{apiCreate, terraformTests},
			Bad:      on(plain, `"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH"]`),
			Good: on(plain, `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_ADMIN_USER_PASSWORD_AUTH",`+
				`"ALLOW_REFRESH_TOKEN_AUTH"]`),
			each: []Field{FieldExplicitAuthFlows},
			check: func(s *subject) []Finding {
				if flowsMixed(s.auth) {
					return nil
				}
				return eachAuthFlow(s, authLegacy, func(f authFlow) (message, fix string) {
					return fmt.Sprintf("%s is a legacy value, replaced by %s", quote(string(f)), successor(f)),
						"make the list " + andList(s.modernAuthFlows()) + ", which allow the same"
				})
			},
			unsafeFix: spellLegacyOut,
		},
	}
}
