package userpoolclient

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// The limits of the API model, and what advice compares with.
const (
	minAuthSession  = 3  // minutes
	maxAuthSession  = 15 // minutes
	maxGracePeriod  = 60 // seconds
	longGracePeriod = 10 // seconds
)

// An authFlowSet says which values ExplicitAuthFlows holds.
type authFlowSet uint16

const (
	authAdminNoSRP authFlowSet = 1 << iota
	authCustomOnly
	authUserPassword
	authAllowAdminPassword
	authAllowCustom
	authAllowUserPassword
	authAllowSRP
	authAllowRefresh
	authAllowUser
	authAllowClientToken
	authAllowOther // a value with the prefix that this version does not know
	authOther      // any other value

	authLegacy    = authAdminNoSRP | authCustomOnly | authUserPassword
	authAllowSign = authAllowAdminPassword | authAllowCustom | authAllowUserPassword | authAllowSRP | authAllowUser
	authNoUser    = authAllowRefresh | authAllowClientToken // the flows that sign no user in
	authAllow     = authAllowSign | authNoUser | authAllowOther
	authUnknown   = authAllowOther | authOther
	authDefault   = authAllowSRP | authAllowCustom | authAllowRefresh // what an omitted or empty list stands for
)

const allowPrefix = "ALLOW_"

// flowAllowClientToken lets the client get tokens for itself with
// GetClientToken. AWS documents the value; the SDK's enum lacks it.
const flowAllowClientToken types.ExplicitAuthFlowsType = "ALLOW_CLIENT_TOKEN_AUTH"

func authFlowBit(f types.ExplicitAuthFlowsType) authFlowSet {
	switch f {
	case types.ExplicitAuthFlowsTypeAdminNoSrpAuth:
		return authAdminNoSRP
	case types.ExplicitAuthFlowsTypeCustomAuthFlowOnly:
		return authCustomOnly
	case types.ExplicitAuthFlowsTypeUserPasswordAuth:
		return authUserPassword
	case types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth:
		return authAllowAdminPassword
	case types.ExplicitAuthFlowsTypeAllowCustomAuth:
		return authAllowCustom
	case types.ExplicitAuthFlowsTypeAllowUserPasswordAuth:
		return authAllowUserPassword
	case types.ExplicitAuthFlowsTypeAllowUserSrpAuth:
		return authAllowSRP
	case types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth:
		return authAllowRefresh
	case types.ExplicitAuthFlowsTypeAllowUserAuth:
		return authAllowUser
	case flowAllowClientToken:
		return authAllowClientToken
	}
	if strings.HasPrefix(string(f), allowPrefix) {
		return authAllowOther
	}
	return authOther
}

// authFlowNames are the values of ExplicitAuthFlows: those of today, then those
// they superseded.
var authFlowNames = []string{
	string(types.ExplicitAuthFlowsTypeAllowUserAuth),
	string(types.ExplicitAuthFlowsTypeAllowUserSrpAuth),
	string(types.ExplicitAuthFlowsTypeAllowUserPasswordAuth),
	string(types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth),
	string(types.ExplicitAuthFlowsTypeAllowCustomAuth),
	string(types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth),
	string(flowAllowClientToken),
	string(types.ExplicitAuthFlowsTypeAdminNoSrpAuth),
	string(types.ExplicitAuthFlowsTypeCustomAuthFlowOnly),
	string(types.ExplicitAuthFlowsTypeUserPasswordAuth),
}

// authFlowNear is what a value that does not exist probably stands for. The
// usual mix-up is the AuthFlow of a sign-in call, which has no prefix.
func authFlowNear(flow string) string {
	if name := allowPrefix + strings.ToUpper(flow); slices.Contains(authFlowNames, name) {
		return didYouMean(name, name)
	}
	return didYouMean(flow, authFlowNames...)
}

// successor is the value that does today what a legacy one did.
func successor(legacy types.ExplicitAuthFlowsType) types.ExplicitAuthFlowsType {
	switch legacy {
	case types.ExplicitAuthFlowsTypeAdminNoSrpAuth:
		return types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth
	case types.ExplicitAuthFlowsTypeCustomAuthFlowOnly:
		return types.ExplicitAuthFlowsTypeAllowCustomAuth
	}
	return types.ExplicitAuthFlowsTypeAllowUserPasswordAuth
}

// eachAuthFlow is a finding for every element that is in the set.
func eachAuthFlow(s subject, set authFlowSet, says func(f types.ExplicitAuthFlowsType) string) []Finding {
	if s.auth&set == 0 {
		return nil
	}
	return eachIn(FieldExplicitAuthFlows, s.c.ExplicitAuthFlows,
		func(f types.ExplicitAuthFlowsType) bool { return authFlowBit(f)&set != 0 },
		func(f types.ExplicitAuthFlowsType) (message, fix string) { return says(f), "" })
}

// indexOfAuthFlow is the place of the first element that is in the set.
func indexOfAuthFlow(c *Config, set authFlowSet) int {
	return slices.IndexFunc(c.ExplicitAuthFlows, func(f types.ExplicitAuthFlowsType) bool { return authFlowBit(f)&set != 0 })
}

// signsUsersIn reports whether a user can sign in through the client. No user
// can where the list holds nothing but flows that sign nobody in, and either one
// of them is for machines or the only OAuth flow is.
func (s *subject) signsUsersIn() bool {
	if len(s.c.ExplicitAuthFlows) == 0 || s.auth&^authNoUser != 0 || s.flows&flowUser != 0 {
		return true
	}
	return s.auth&authAllowClientToken == 0 && s.flows != flowClientCredentials
}

// rotationAfter says whether refresh tokens rotate once the call is made. An
// update that does not mention rotation leaves it as it stands.
func rotationAfter(c *Config, in Context) (enabled, known bool) {
	if c.RefreshTokenRotation == nil && in.Operation == OperationUpdate {
		if in.Current == nil {
			return false, false
		}
		c = in.Current
	}
	if unknown(c.Unknown, FieldRefreshTokenRotationFeature, false) {
		return false, false
	}
	switch {
	case c.RefreshTokenRotation == nil, c.RefreshTokenRotation.Feature == types.FeatureTypeDisabled:
		return false, true
	}
	return rotationEnabled(c), rotationEnabled(c)
}

func keepsRotation(s subject) bool {
	return s.c.RefreshTokenRotation == nil && s.in.Operation == OperationUpdate
}

func gracePeriod(c *Config) *int32 {
	if c.RefreshTokenRotation == nil {
		return nil
	}
	return c.RefreshTokenRotation.RetryGracePeriodSeconds
}

// The sources of this topic.
var (
	apiRotation = Source{
		Title: "Amazon Cognito API reference: RefreshTokenRotationType",
		URL:   "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RefreshTokenRotationType.html",
		Date:  "2026-11-21",
	}
	refreshTokenGuide = Source{
		Title: "Amazon Cognito developer guide: refresh tokens",
		URL:   "https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html",
		Date:  "2026-11-21",
	}
	userExistenceGuide = Source{
		Title: "Amazon Cognito developer guide: managing user existence error responses",
		URL:   "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html",
		Date:  "2026-11-21",
	}
	securityFlows = Source{
		Title: "Amazon Cognito developer guide: authentication flows",
		URL:   "https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html",
		Date:  "2026-11-21",
	}
	refreshTokenAdvice = Source{Title: "RFC 9700 section 2.2.2, Refresh Tokens", URL: rfc9700.URL + "#section-2.2.2", Date: rfc9700.Date}
)

var rotationFeatures = []string{string(types.FeatureTypeEnabled), string(types.FeatureTypeDisabled)}

var userExistenceValues = []string{
	string(types.PreventUserExistenceErrorTypesLegacy),
	string(types.PreventUserExistenceErrorTypesEnabled),
}

var authFlowRules = []Rule{
	enum(Rule{
		ID:   "user-existence-errors-unknown",
		Bad:  on(plain, `"PreventUserExistenceErrors":"enabled"`),
		Good: on(plain, `"PreventUserExistenceErrors":"ENABLED"`),
	}, userExistenceValues, FieldPreventUserExistenceErrors),

	numeric(Rule{
		ID:   "auth-session-validity-range",
		Bad:  on(plain, `"AuthSessionValidity":30`),
		Good: on(plain, `"AuthSessionValidity":15`),
	}, minAuthSession, maxAuthSession, "minutes", FieldAuthSessionValidity),

	rotationFeature(Rule{
		ID:   "rotation-feature-required",
		Bad:  on(plain, `"RefreshTokenRotation":{"RetryGracePeriodSeconds":5}`),
		Good: on(plain, `"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":5}`),
	}),

	enum(Rule{
		ID:   "rotation-feature-unknown",
		Bad:  on(plain, `"RefreshTokenRotation":{"Feature":"enabled"}`),
		Good: on(plain, `"RefreshTokenRotation":{"Feature":"ENABLED"}`),
	}, rotationFeatures, FieldRefreshTokenRotationFeature),

	numeric(Rule{
		ID:   "rotation-grace-range",
		Bad:  on(plain, `"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":3600}`),
		Good: on(plain, `"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":10}`),
	}, 0, maxGracePeriod, "seconds", FieldRefreshTokenRotationRetryGracePeriodSeconds),

	{
		ID:       "auth-flows-mixed",
		Severity: SeverityError,
		Summary:  "ExplicitAuthFlows holds either values that begin with ALLOW_ or the legacy ones, not both.",
		Fields:   []Field{FieldExplicitAuthFlows},
		Evidence: EvidenceMeasured,
		Sources:  []Source{cdkPreflight, apiCreate},

		Exception:      invalidParameter,
		ServiceMessage: "Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.",

		Bad:  on(plain, `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH","ADMIN_NO_SRP_AUTH"]`),
		Good: on(plain, `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH","ALLOW_ADMIN_USER_PASSWORD_AUTH"]`),
		check: func(s subject) []Finding {
			if !flowsMixed(s.auth) {
				return nil
			}
			legacy := s.c.ExplicitAuthFlows[indexOfAuthFlow(s.c, authLegacy)]
			allow := s.c.ExplicitAuthFlows[indexOfAuthFlow(s.c, authAllow)]
			return found(FieldExplicitAuthFlows, "holds both %s and the legacy %s; all must begin with %s, so write %s for %s",
				quote(string(allow)), quote(string(legacy)), allowPrefix, successor(legacy), legacy)
		},
	},
	{
		ID:       "rotation-refresh-flow",
		Severity: SeverityError,
		Summary:  "ExplicitAuthFlows does not hold ALLOW_REFRESH_TOKEN_AUTH while refresh token rotation is ENABLED.",
		Detail: "A rotated token is redeemed with GetTokensFromRefreshToken or at the token endpoint. Rotation with ExplicitAuthFlows omitted is accepted.\n\n" +
			"An update that leaves RefreshTokenRotation out does not switch it off: the service refused one that did so while adding ALLOW_REFRESH_TOKEN_AUTH. Send Feature DISABLED.",
		Fields:   []Field{FieldExplicitAuthFlows, FieldRefreshTokenRotationFeature},
		Evidence: EvidenceMeasured,
		Sources: []Source{{
			Title: "terraform-provider-aws issue 47196: the refusal, on an update that leaves rotation out",
			URL:   "https://github.com/hashicorp/terraform-provider-aws/issues/47196",
			Date:  "2026-04",
		}, refreshTokenGuide},

		Exception:      invalidParameter,
		ServiceMessage: "ALLOW_REFRESH_TOKEN_AUTH is not a permitted ExplicitAuthFlow when refresh token rotation is enabled.",

		Bad:  on(plain, `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"],"RefreshTokenRotation":{"Feature":"ENABLED"}`),
		Good: on(plain, `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"],"RefreshTokenRotation":{"Feature":"ENABLED"}`),
		each: []Field{FieldExplicitAuthFlows},
		check: func(s subject) []Finding {
			if s.auth&authAllowRefresh == 0 {
				return nil
			}
			if enabled, _ := rotationAfter(s.c, s.in); !enabled {
				return nil
			}
			say := "%s is not permitted while RefreshTokenRotation is ENABLED; take it out, or set Feature DISABLED"
			if keepsRotation(s) {
				say = "%s is not permitted while RefreshTokenRotation is ENABLED, which an update that omits it does not change; take it out, or send Feature DISABLED"
			}
			return because(eachAuthFlow(s, authAllowRefresh, func(f types.ExplicitAuthFlowsType) string {
				return fmt.Sprintf(say, quote(string(f)))
			}), FieldRefreshTokenRotationFeature)
		},
	},
	{
		ID:       "auth-flow-tier",
		Severity: SeverityError,
		Summary:  "ALLOW_USER_AUTH needs a user pool of the Essentials or Plus tier.",
		Detail:   "The exception is declared for the request and the condition documented; the text of the refusal is not on record.",
		Fields:   []Field{FieldExplicitAuthFlows},
		Needs:    NeedsPool,
		Evidence: EvidenceDocumented,
		Sources:  []Source{apiCreate},

		Exception: featureNotInTier,

		Bad:  Example{base: plain, members: `"ExplicitAuthFlows":["ALLOW_USER_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`, pool: `{"Tier":"LITE"}`},
		Good: Example{base: plain, members: `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`, pool: `{"Tier":"LITE"}`},
		each: []Field{FieldExplicitAuthFlows},
		check: func(s subject) []Finding {
			if s.in.Pool == nil || s.in.Pool.Tier != types.UserPoolTierTypeLite {
				return nil
			}
			return eachAuthFlow(s, authAllowUser, func(f types.ExplicitAuthFlowsType) string {
				return fmt.Sprintf("%s needs the tier ESSENTIALS or PLUS and the pool has LITE; take it out, or raise the pool's tier", quote(string(f)))
			})
		},
	},

	{
		ID:       "auth-flow-unknown",
		Severity: SeverityWarning,
		Summary:  "Each value of ExplicitAuthFlows is one that this version knows.",
		Detail:   "The service refuses a value that it does not know. AWS adds values from time to time (the last was ALLOW_USER_AUTH in 2024-11), so this is a warning.",
		Fields:   []Field{FieldExplicitAuthFlows},
		Evidence: EvidenceMeasured,
		Sources: []Source{apiModel, {
			Title: "aws-cloudformation-user-guide pull request 525: the refusal with the values of its day",
			URL:   "https://github.com/awsdocs/aws-cloudformation-user-guide/pull/525",
			Date:  "2019-11",
		}},

		Constraint:     &Constraint{Kind: ConstraintEnum, Values: authFlowNames},
		Exception:      invalidParameter,
		ServiceMessage: shapeMessage,

		Bad:  on(plain, `"ExplicitAuthFlows":["USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`),
		Good: on(plain, `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`),
		each: []Field{FieldExplicitAuthFlows},
		check: func(s subject) []Finding {
			return eachAuthFlow(s, authUnknown, func(f types.ExplicitAuthFlowsType) string {
				return fmt.Sprintf("%s is not an authentication flow known to this version; it must be one that the service knows: %s%s",
					quote(string(f)), orList(authFlowNames), authFlowNear(string(f)))
			})
		},
	},
	{
		ID:       "refresh-flow-missing",
		Severity: SeverityWarning,
		Summary:  "A list of ALLOW_ values holds ALLOW_REFRESH_TOKEN_AUTH, unless refresh token rotation is ENABLED.",
		Detail: "In 2020 the service refused this. Clients in use in 2024 to 2026 are declared so, hence it is apparently accepted now; no run is on record. " +
			"Whether such a client can refresh its tokens is not on record either.",
		Fields:   []Field{FieldExplicitAuthFlows, FieldRefreshTokenRotationFeature},
		Evidence: EvidenceMeasured,
		Sources: []Source{{
			Title: "aws-cdk issue 7625: the refusal of 2020",
			URL:   "https://github.com/aws/aws-cdk/issues/7625",
			Date:  "2020-04-27",
		}, {
			Title: "aws-cdk pull request 10561: the CDK adds ALLOW_REFRESH_TOKEN_AUTH to every list",
			URL:   "https://github.com/aws/aws-cdk/pull/10561",
			Date:  "2020-09",
		}},

		Exception:      invalidParameter,
		ServiceMessage: "REFRESH_TOKEN_AUTH should always be allowed.",

		Bad:  on(plain, `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"]`),
		Good: on(plain, `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`),
		check: func(s subject) []Finding {
			// A value that is not known may be ALLOW_REFRESH_TOKEN_AUTH misspelt.
			if s.auth&authAllow == 0 || s.auth&(authAllowRefresh|authLegacy|authUnknown) != 0 {
				return nil
			}
			if enabled, known := rotationAfter(s.c, s.in); enabled || !known {
				return nil
			}
			return because(found(FieldExplicitAuthFlows,
				"lacks ALLOW_REFRESH_TOKEN_AUTH and refresh token rotation is not ENABLED; the service refused such a list in 2020, so add it or enable rotation"),
				FieldRefreshTokenRotationFeature)
		},
	},
	{
		ID:       "legacy-auth-flow",
		Severity: SeverityWarning,
		Summary:  "No value of ExplicitAuthFlows is a legacy one, which a value with the prefix ALLOW_ superseded.",
		Detail:   "Legacy values are accepted, also several of them together. They name fewer flows than there are: what else such a client can do is left to the service.",
		Fields:   []Field{FieldExplicitAuthFlows},
		Evidence: EvidenceMeasured,
		Sources:  []Source{terraformTests, apiCreate},

		Bad:  on(plain, `"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH"]`),
		Good: on(plain, `"ExplicitAuthFlows":["ALLOW_ADMIN_USER_PASSWORD_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`),
		check: func(s subject) []Finding {
			if flowsMixed(s.auth) {
				return nil
			}
			return eachAuthFlow(s, authLegacy, func(f types.ExplicitAuthFlowsType) string {
				return fmt.Sprintf("%s is a legacy name; list every flow by its name of today, %s for this one", quote(string(f)), successor(f))
			})
		},
	},

	{
		ID:       "token-revocation-off",
		Severity: SeverityAdvice,
		Harm:     HarmMedium,
		Summary:  "EnableTokenRevocation is true or left to its default.",
		Detail:   "With it off, a stolen refresh token works until it expires and the RevokeToken operation does nothing for the client.",
		Fields:   []Field{FieldEnableTokenRevocation},
		Evidence: EvidenceDocumented,
		Sources: []Source{{
			Title: "Amazon Cognito developer guide: ending user sessions with token revocation",
			URL:   "https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html",
			Date:  "2026-11-21",
		}, {Title: "RFC 7009, OAuth 2.0 Token Revocation", URL: "https://www.rfc-editor.org/rfc/rfc7009.html", Date: "2013-08"}},
		Bad:  on(plain, `"EnableTokenRevocation":false`),
		Good: on(plain, `"EnableTokenRevocation":true`),
		check: func(s subject) []Finding {
			if !isFalse(s.c.EnableTokenRevocation) {
				return nil
			}
			return found(FieldEnableTokenRevocation, "is false, so a stolen refresh token works until it expires; set it to true")
		},
	},
	{
		ID:       "user-existence-errors-legacy",
		Severity: SeverityAdvice,
		Harm:     HarmMedium,
		Summary:  "PreventUserExistenceErrors is ENABLED.",
		Detail:   "LEGACY tells whoever asks whether an account exists. A client that is created through the API without the member behaves as LEGACY; the console sends ENABLED.",
		Fields:   []Field{FieldPreventUserExistenceErrors},
		Evidence: EvidenceDocumented,
		Sources:  []Source{userExistenceGuide},
		Bad:      on(plain, `"PreventUserExistenceErrors":"LEGACY"`),
		Good:     on(plain, `"PreventUserExistenceErrors":"ENABLED"`),
		check: func(s subject) []Finding {
			switch {
			case s.c.PreventUserExistenceErrors == types.PreventUserExistenceErrorTypesLegacy:
				return found(FieldPreventUserExistenceErrors, "LEGACY tells whoever asks whether an account exists; set it to ENABLED")
			case s.c.PreventUserExistenceErrors == "" && s.in.Operation == OperationCreate:
				return found(FieldPreventUserExistenceErrors, "is omitted, which means LEGACY and tells whoever asks whether an account exists; set it to ENABLED")
			}
			return nil
		},
	},
	{
		ID:       "password-auth-flow",
		Severity: SeverityAdvice,
		Harm:     HarmMedium,
		Summary:  "ExplicitAuthFlows does not let clients send the user's password in the request.",
		Detail:   "SRP proves the password without sending it. A user migration trigger needs the password: then this flow is the way.",
		Fields:   []Field{FieldExplicitAuthFlows},
		Evidence: EvidenceDocumented,
		Sources:  []Source{securityFlows},
		Bad:      on(plain, `"ExplicitAuthFlows":["ALLOW_USER_PASSWORD_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`),
		Good:     on(plain, `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`),
		each:     []Field{FieldExplicitAuthFlows},
		check: func(s subject) []Finding {
			return eachAuthFlow(s, authAllowUserPassword|authUserPassword, func(f types.ExplicitAuthFlowsType) string {
				return fmt.Sprintf("%s has users send their password in the request; use ALLOW_USER_SRP_AUTH, which proves it without sending it", quote(string(f)))
			})
		},
	},
	{
		ID:       "admin-flow-without-secret",
		Severity: SeverityAdvice,
		Harm:     HarmMedium,
		Summary:  "A client that signs users in from a server has a secret.",
		Detail:   "The administrator's flow runs on a server, which can keep a secret. Without one, the same client ID also serves whoever copies it.",
		Fields:   []Field{FieldExplicitAuthFlows, FieldGenerateSecret, FieldClientSecret},
		Needs:    NeedsSecret,
		Evidence: EvidenceInferred,
		Sources:  []Source{securityFlows, {Title: "RFC 6749 section 2.3, Client Authentication", URL: rfc6749.URL + "#section-2.3", Date: rfc6749.Date}},
		Bad: Example{base: plain, members: `"ExplicitAuthFlows":["ALLOW_ADMIN_USER_PASSWORD_AUTH"],"RefreshTokenRotation":{"Feature":"ENABLED"}`,
			in: Context{Secret: SecretStateAbsent}},
		Good: Example{base: plain, members: `"ExplicitAuthFlows":["ALLOW_ADMIN_USER_PASSWORD_AUTH"],"RefreshTokenRotation":{"Feature":"ENABLED"}`,
			in: Context{Secret: SecretStatePresent}},
		each: []Field{FieldExplicitAuthFlows},
		check: func(s subject) []Finding {
			if s.secret != SecretStateAbsent {
				return nil
			}
			return because(eachAuthFlow(s, authAllowAdminPassword|authAdminNoSRP, func(f types.ExplicitAuthFlowsType) string {
				return fmt.Sprintf("%s is a flow for servers and the client has no secret; make one with a secret for the server", quote(string(f)))
			}), FieldGenerateSecret, FieldClientSecret)
		},
	},
	{
		ID:       "machine-with-user-flows",
		Severity: SeverityAdvice,
		Harm:     HarmLow,
		Summary:  "A client with the client_credentials grant lets no user sign in.",
		Detail:   "An omitted or empty list is not none: it stands for ALLOW_USER_SRP_AUTH, ALLOW_CUSTOM_AUTH and ALLOW_REFRESH_TOKEN_AUTH. The list that lets no user in is ALLOW_REFRESH_TOKEN_AUTH alone.",
		Fields:   []Field{FieldExplicitAuthFlows, FieldAllowedOAuthFlows},
		Evidence: EvidenceDocumented,
		Sources:  []Source{apiCreate},
		Bad:      on(machine, `"ExplicitAuthFlows":null`),
		Good:     on(machine, `"ExplicitAuthFlows":["ALLOW_REFRESH_TOKEN_AUTH"]`),
		check: func(s subject) []Finding {
			if s.flows&flowClientCredentials == 0 {
				return nil
			}
			switch {
			case len(s.c.ExplicitAuthFlows) == 0:
				given := "is omitted"
				if s.c.ExplicitAuthFlows != nil {
					given = "is empty"
				}
				return because(found(FieldExplicitAuthFlows, "%s, so users can sign in to a client made for client_credentials; list ALLOW_REFRESH_TOKEN_AUTH alone", given),
					FieldAllowedOAuthFlows)
			case s.auth&^authAllowRefresh != 0:
				other := s.c.ExplicitAuthFlows[indexOfAuthFlow(s.c, ^authAllowRefresh)]
				return because(found(FieldExplicitAuthFlows, "holds %s, so users can sign in to a client made for client_credentials; list ALLOW_REFRESH_TOKEN_AUTH alone", quote(string(other))),
					FieldAllowedOAuthFlows)
			}
			return nil
		},
	},
	{
		ID:       "rotation-missing",
		Severity: SeverityAdvice,
		Harm:     HarmMedium,
		Summary:  "A public client that gets refresh tokens has them rotated.",
		Detail: "A public client cannot prove who it is, so a stolen refresh token works for anybody. With rotation a token works once and its second use shows the theft. " +
			"A client is public when its kind is declared SPA or native, or when it has no secret. An update that omits RefreshTokenRotation keeps it as it stands.",
		Fields:   []Field{FieldRefreshTokenRotationFeature, FieldExplicitAuthFlows, FieldAllowedOAuthFlows, FieldGenerateSecret, FieldClientSecret},
		Evidence: EvidenceDocumented,
		Sources:  []Source{refreshTokenAdvice, refreshTokenGuide},
		Bad:      Example{base: plain, members: `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`, in: Context{Kind: KindSPA}},
		Good:     Example{base: plain, members: `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"],"RefreshTokenRotation":{"Feature":"ENABLED"}`, in: Context{Kind: KindSPA}},
		check: func(s subject) []Finding {
			if !s.public() || !s.getsRefreshTokens() {
				return nil
			}
			if enabled, known := rotationAfter(s.c, s.in); enabled || !known {
				return nil
			}
			state := "is not given"
			switch {
			case s.c.RefreshTokenRotation != nil:
				state = "is DISABLED"
			case keepsRotation(s):
				state = "stays off"
			}
			remedy := "set Feature ENABLED"
			if s.auth&authAllowRefresh != 0 {
				remedy += " and take ALLOW_REFRESH_TOKEN_AUTH out of ExplicitAuthFlows"
			}
			return because(found(FieldRefreshTokenRotation, "%s, so a refresh token stolen from a public client works until it expires; %s", state, remedy),
				FieldExplicitAuthFlows, FieldAllowedOAuthFlows)
		},
	},
	{
		ID:       "rotation-grace-long",
		Severity: SeverityAdvice,
		Harm:     HarmLow,
		Summary:  fmt.Sprintf("A rotated refresh token stays valid for at most %d seconds.", longGracePeriod),
		Detail:   "The grace period lets a client whose connection broke try again. For as long as it lasts, a stolen token works as well.",
		Fields:   []Field{FieldRefreshTokenRotationRetryGracePeriodSeconds, FieldRefreshTokenRotationFeature},
		Evidence: EvidenceInferred,
		Sources:  []Source{apiRotation, refreshTokenAdvice},
		Bad:      on(plain, `"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":60}`),
		Good:     on(plain, `"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":10}`),
		check: func(s subject) []Finding {
			grace := gracePeriod(s.c)
			if !rotationEnabled(s.c) || grace == nil || *grace <= longGracePeriod || *grace > maxGracePeriod {
				return nil
			}
			return because(found(FieldRefreshTokenRotationRetryGracePeriodSeconds,
				"%d seconds is how long a token that was replaced, or stolen, still works; set at most %d", *grace, longGracePeriod),
				FieldRefreshTokenRotationFeature)
		},
	},
}

func flowsMixed(set authFlowSet) bool { return set&authLegacy != 0 && set&authAllow != 0 }

// public says that the client is known to be one that cannot keep a secret, or
// has none to keep.
func (s *subject) public() bool {
	return s.in.Kind == KindSPA || s.in.Kind == KindNative || s.secret == SecretStateAbsent && s.in.Kind != KindMachine
}

// getsRefreshTokens says that a sign-in to the client hands out a refresh token
// that it can use. A client with client_credentials alone gets none.
func (s *subject) getsRefreshTokens() bool {
	if s.flows == flowClientCredentials {
		return false
	}
	return len(s.c.ExplicitAuthFlows) == 0 || s.auth&authAllowRefresh != 0 || s.flows&flowCode != 0
}

// rotationFeature is the rule that a RefreshTokenRotation that is set has its
// Feature.
func rotationFeature(r Rule) Rule {
	r = required(r, FieldRefreshTokenRotationFeature)
	missing := r.check
	r.check = func(s subject) []Finding {
		if s.c.RefreshTokenRotation == nil {
			return nil
		}
		return missing(s)
	}
	return r
}
