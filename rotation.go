package userpoolclient

import (
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// The limit of the API model, and what advice compares with.
const (
	maxGracePeriod  = 60 // seconds
	longGracePeriod = 10 // seconds
)

// rotationAfter returns whether refresh tokens rotate while the service
// validates the call, and whether that is known. During an update that omits
// rotation, what the client has now is in force; what it has afterwards is
// undetermined.
func rotationAfter(c *Config, in Context) (enabled, known bool) {
	if c.RefreshTokenRotation == nil && !rotationPending(c) && in.Operation == OperationUpdate {
		if in.Current == nil {
			return false, false
		}
		c = in.Current
	}
	switch {
	case rotationPending(c):
		return false, false
	case c.RefreshTokenRotation == nil, c.RefreshTokenRotation.Feature == types.FeatureTypeDisabled:
		return false, true
	}
	return rotationEnabled(c), rotationEnabled(c)
}

// rotationStands returns whether refresh tokens rotate once the call is made,
// and whether that is known. An update that omits rotation where it is ENABLED
// leaves that undetermined.
func rotationStands(c *Config, in Context) (enabled, known bool) {
	enabled, known = rotationAfter(c, in)
	if enabled && c.RefreshTokenRotation == nil && !rotationPending(c) {
		return false, false
	}
	return enabled, known
}

// rotationPending reports whether the value of Feature is not known.
func rotationPending(c *Config) bool {
	return unknown(c.Unknown, FieldRefreshTokenRotationFeature, false) ||
		unknown(c.MaybeSet, FieldRefreshTokenRotationFeature, false)
}

// omitsRotation reports whether the call is an update that leaves rotation to
// what the client has.
func omitsRotation(s *subject) bool {
	return s.c.RefreshTokenRotation == nil && s.in.Operation == OperationUpdate
}

func gracePeriod(c *Config) *int32 {
	if c.RefreshTokenRotation == nil {
		return nil
	}
	return c.RefreshTokenRotation.RetryGracePeriodSeconds
}

// public reports whether the client is known to be one that cannot keep a
// secret, or has none to keep.
func (s *subject) public() bool {
	return s.in.Kind == KindSPA || s.in.Kind == KindNative || s.secret == SecretStateAbsent && s.in.Kind != KindMachine
}

// getsRefreshTokens reports whether a sign-in to the client hands out a refresh
// token that it can use.
func (s *subject) getsRefreshTokens() bool {
	if !s.signsUsersIn() || s.flows == flowClientCredentials {
		return false
	}
	return len(s.c.ExplicitAuthFlows) == 0 || s.auth&authAllowRefresh != 0 || s.flows&flowCode != 0
}

// The sources of this topic.
var (
	apiRotation = Source{
		Title: "Amazon Cognito API reference: RefreshTokenRotationType",
		URL: "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/" +
			"API_RefreshTokenRotationType.html",
		Date: "2026-11-21",
	}
	refreshTokenGuide = Source{
		Title: "Amazon Cognito developer guide: refresh tokens",
		URL: "https://docs.aws.amazon.com/cognito/latest/developerguide/" +
			"amazon-cognito-user-pools-using-the-refresh-token.html",
		Date: "2026-11-21",
	}
	refreshTokenAdvice = Source{
		Title: "RFC 9700 section 2.2.2, Refresh Tokens",
		URL:   rfc9700.URL + "#section-2.2.2",
		Date:  rfc9700.Date,
	}
)

var rotationFeatures = []string{string(types.FeatureTypeEnabled), string(types.FeatureTypeDisabled)}

func rotationRules() []Rule {
	return []Rule{
		rotationFeature(Rule{
			ID:   "rotation-feature-required",
			Bad:  on(plain, `"RefreshTokenRotation":{"RetryGracePeriodSeconds":5}`),
			Good: on(plain, `"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":5}`),
		}),

		enum(Rule{
			ID:      "rotation-feature-unknown",
			Bad:     on(plain, `"RefreshTokenRotation":{"Feature":"enabled"}`),
			Good:    on(plain, `"RefreshTokenRotation":{"Feature":"ENABLED"}`),
			safeFix: respell(rotationFeatures...),
		}, rotationFeatures, FieldRefreshTokenRotationFeature),

		numeric(Rule{
			ID:   "rotation-grace-range",
			Bad:  on(plain, `"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":3600}`),
			Good: on(plain, `"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":10}`),
		}, 0, maxGracePeriod, "seconds", FieldRefreshTokenRotationRetryGracePeriodSeconds),

		{
			ID:       "rotation-refresh-flow",
			Severity: SeverityError,
			Summary:  "ExplicitAuthFlows MUST NOT hold ALLOW_REFRESH_TOKEN_AUTH while refresh token rotation is ENABLED.",
			Detail: "A rotated token is redeemed with GetTokensFromRefreshToken or at the token endpoint. Rotation with " +
				"ExplicitAuthFlows omitted is accepted.\n\n" +
				"While an update that omits RefreshTokenRotation is validated, the client's rotation is in force: the " +
				"recorded rejection is of such an update, which added ALLOW_REFRESH_TOKEN_AUTH. Send Feature DISABLED to " +
				"end rotation.",
			Fields:   []Field{FieldExplicitAuthFlows, FieldRefreshTokenRotationFeature},
			Fix:      "remove it, or set RefreshTokenRotation.Feature to DISABLED",
			Evidence: EvidenceMeasured,
			Sources:  []Source{rotationInForce, refreshTokenGuide},

			Exception: invalidParameter,
			ServiceMessage: "ALLOW_REFRESH_TOKEN_AUTH is not a permitted ExplicitAuthFlow " +
				"when refresh token rotation is enabled.",

			Bad: on(plain, `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"],`+
				`"RefreshTokenRotation":{"Feature":"ENABLED"}`),
			Good: on(plain, `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"],"RefreshTokenRotation":{"Feature":"ENABLED"}`),
			each: []Field{FieldExplicitAuthFlows},
			schema: statement{client: func() any {
				return schemaNot(schemaAll(schemaRotates(),
					schemaHolds(FieldExplicitAuthFlows, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth)))
			}},
			check: func(s *subject) []Finding {
				if s.auth&authAllowRefresh == 0 {
					return nil
				}
				if enabled, _ := rotationAfter(s.c, s.in); !enabled {
					return nil
				}
				why := "while RefreshTokenRotation is ENABLED"
				if omitsRotation(s) {
					why += ", as the client has it and the update omits it"
				}
				return because(eachAuthFlow(s, authAllowRefresh, func(f authFlow) (message, fix string) {
					return quote(string(f)) + " is not permitted " + why, ""
				}), FieldRefreshTokenRotationFeature)
			},
			safeFix: dropRefreshFlow,
		},

		{
			ID:       "rotation-tier",
			Severity: SeverityWarning,
			Summary:  "Refresh token rotation MUST NOT be ENABLED where the user pool has the tier LITE.",
			Detail: "AWS announced rotation for the tiers Essentials and Plus. A rejection is not recorded, and what a LITE " +
				"pool makes of the setting is not verified, so this is a warning.",
			Fields:   []Field{FieldRefreshTokenRotationFeature},
			Needs:    NeedsPool,
			ofPool:   (*Pool).knowsTier,
			Fix:      "set it to DISABLED, or raise the pool's tier",
			Evidence: EvidenceDocumented,
			Sources: []Source{{
				Title: "AWS announcement: Amazon Cognito supports refresh token rotation",
				URL:   "https://aws.amazon.com/about-aws/whats-new/2025/04/amazon-cognito-refresh-token-rotation/",
				Date:  "2025-04-22",
			}, {
				Title: "Peter Hallen on the announcement: rotation is for the tiers Essentials and Plus",
				URL:   "https://peterhallen.com/blog/amazon-cognito-refresh-token-rotation.html",
				Date:  "2025-04-21",
			}},
			Bad: Example{base: plain, members: `"RefreshTokenRotation":{"Feature":"ENABLED"}`,
				pool: `{"Tier":"LITE"}`},
			Good: Example{base: plain, members: `"RefreshTokenRotation":{"Feature":"DISABLED"}`,
				pool: `{"Tier":"LITE"}`},
			check: func(s *subject) []Finding {
				if !rotationEnabled(s.c) || !s.inLitePool() {
					return nil
				}
				return found(FieldRefreshTokenRotationFeature,
					"ENABLED needs a pool of the tier ESSENTIALS or PLUS, and the pool has LITE")
			},
		},
		{
			ID:       "refresh-flow-missing",
			Severity: SeverityWarning,
			Summary: "A list of flows that begin with ALLOW_ MUST hold ALLOW_REFRESH_TOKEN_AUTH, " +
				"unless refresh token rotation is ENABLED or the client is for machines.",
			Detail: "The recorded rejection is of 2020. Clients in use in 2024 to 2026 are declared without " +
				"the flow, so it is " +
				"apparently accepted now; no run shows it. Whether such a client can refresh its tokens is not verified either. " +
				"A client with ALLOW_CLIENT_TOKEN_AUTH alone is accepted.",
			Fields:   []Field{FieldExplicitAuthFlows, FieldRefreshTokenRotationFeature},
			Fix:      "add it, or set RefreshTokenRotation.Feature to ENABLED",
			Evidence: EvidenceMeasured,
			Sources: []Source{{
				Title: "aws-cdk issue 7625: the rejection of 2020",
				URL:   "https://github.com/aws/aws-cdk/issues/7625",
				Date:  "2020-04-27",
			}, {
				Title: "aws-cdk pull request 10561: the CDK adds ALLOW_REFRESH_TOKEN_AUTH to every list",
				URL:   "https://github.com/aws/aws-cdk/pull/10561",
				Date:  "2020-09-27",
			}},

			Exception:      invalidParameter,
			ServiceMessage: "REFRESH_TOKEN_AUTH should always be allowed.",

			Bad:  on(plain, `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"]`),
			Good: on(plain, `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`),
			check: func(s *subject) []Finding {
				// A value that is not known may be ALLOW_REFRESH_TOKEN_AUTH misspelt.
				if s.auth&authAllowSign == 0 || s.auth&(authNoUser|authLegacy|authUnknown) != 0 {
					return nil
				}
				if enabled, known := rotationAfter(s.c, s.in); enabled || !known {
					return nil
				}
				all := because(found(FieldExplicitAuthFlows, "lacks ALLOW_REFRESH_TOKEN_AUTH "+
					"while refresh token rotation is not ENABLED, and such a list was rejected in 2020"),
					FieldRefreshTokenRotationFeature)
				if s.inLitePool() { // rotation needs another tier
					return fixedBy(all, "add it")
				}
				return all
			},
		},
		{
			ID:       "token-revocation-off",
			Severity: SeverityAdvice,
			Harm:     HarmMedium,
			Summary:  "EnableTokenRevocation SHOULD be true, which is its default.",
			Detail: "With it off, a stolen refresh token works until it expires, and the RevokeToken operation does nothing " +
				"for the client.",
			Fields:   []Field{FieldEnableTokenRevocation, FieldExplicitAuthFlows, FieldAllowedOAuthFlows},
			Fix:      "set it to true",
			Evidence: EvidenceDocumented,
			Sources: []Source{{
				Title: "Amazon Cognito developer guide: ending user sessions with token revocation",
				URL:   "https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html",
				Date:  "2026-11-21",
			}, {
				Title: "RFC 7009, OAuth 2.0 Token Revocation",
				URL:   "https://www.rfc-editor.org/rfc/rfc7009.html",
				Date:  "2013-08",
			}},
			Bad:  on(plain, `"EnableTokenRevocation":false`),
			Good: on(plain, `"EnableTokenRevocation":true`),
			each: []Field{FieldExplicitAuthFlows, FieldAllowedOAuthFlows},
			check: func(s *subject) []Finding {
				if !isFalse(s.c.EnableTokenRevocation) || !s.signsUsersIn() {
					return nil
				}
				return found(FieldEnableTokenRevocation, "is false, so a stolen refresh token works until it expires")
			},
			unsafeFix: setTo(true),
		},
		{
			ID:       "rotation-missing",
			Severity: SeverityAdvice,
			Harm:     HarmMedium,
			Summary:  "A public client that gets refresh tokens SHOULD have them rotated.",
			Detail: "A public client cannot prove who it is, so a stolen refresh token works for anybody. With rotation a " +
				"token works once, and its second use shows the theft. A client is public when its kind is declared SPA or " +
				"native, or when it has no secret.\n\n" +
				"Rotation needs a pool of the tier Essentials or Plus: for a LITE pool the rule is silent. " +
				"Of an update that omits RefreshTokenRotation it speaks only where the client has no rotation now.",
			Fields: []Field{FieldRefreshTokenRotationFeature, FieldExplicitAuthFlows, FieldAllowedOAuthFlows,
				FieldGenerateSecret, FieldClientSecret},
			Fix:      "set Feature to ENABLED",
			Evidence: EvidenceDocumented,
			Sources:  []Source{refreshTokenAdvice, refreshTokenGuide},
			Bad: Example{base: plain, members: `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`,
				in: Context{Kind: KindSPA}},
			Good: Example{base: plain,
				members: `"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"],"RefreshTokenRotation":{"Feature":"ENABLED"}`,
				in:      Context{Kind: KindSPA}},
			check: func(s *subject) []Finding {
				if !s.public() || !s.getsRefreshTokens() || s.inLitePool() {
					return nil
				}
				if enabled, known := rotationAfter(s.c, s.in); enabled || !known {
					return nil
				}
				state := "is omitted"
				switch {
				case s.c.RefreshTokenRotation != nil:
					state = "is DISABLED"
				case omitsRotation(s):
					state = "is off and omitted"
				}
				all := because(found(FieldRefreshTokenRotation,
					"%s, so a refresh token stolen from a public client works until it expires", state),
					FieldExplicitAuthFlows, FieldAllowedOAuthFlows)
				if s.auth&authAllowRefresh != 0 {
					return fixedBy(all,
						"set Feature to ENABLED and remove ALLOW_REFRESH_TOKEN_AUTH from ExplicitAuthFlows")
				}
				return all
			},
			unsafeFix: rotate,
		},
		{
			ID:       "rotation-grace-long",
			Severity: SeverityAdvice,
			Harm:     HarmLow,
			Summary:  fmt.Sprintf("A rotated refresh token SHOULD stay valid for at most %d seconds.", longGracePeriod),
			Detail: "The grace period lets a client whose connection broke try again. For as long as it lasts, a stolen token " +
				"works as well.",
			Fields: []Field{FieldRefreshTokenRotationRetryGracePeriodSeconds, FieldRefreshTokenRotationFeature,
				FieldExplicitAuthFlows, FieldAllowedOAuthFlows},
			Fix:      fmt.Sprintf("set it to at most %d", longGracePeriod),
			Evidence: EvidenceInferred,
			Sources:  []Source{apiRotation, refreshTokenAdvice},
			Bad:      on(plain, `"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":60}`),
			Good:     on(plain, `"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":10}`),
			each:     []Field{FieldExplicitAuthFlows, FieldAllowedOAuthFlows},
			check: func(s *subject) []Finding {
				grace := gracePeriod(s.c)
				if grace == nil || *grace <= longGracePeriod || *grace > maxGracePeriod {
					return nil
				}
				if !rotationEnabled(s.c) || !s.signsUsersIn() {
					return nil
				}
				return because(found(FieldRefreshTokenRotationRetryGracePeriodSeconds,
					"%d seconds is how long a token that was replaced, or stolen, still works", *grace),
					FieldRefreshTokenRotationFeature)
			},
		},
	}
}

// rotationFeature is the rule that a RefreshTokenRotation that is set has its
// Feature.
func rotationFeature(r Rule) Rule {
	r = required(r, FieldRefreshTokenRotationFeature)
	missing := r.check
	r.check = func(s *subject) []Finding {
		if s.c.RefreshTokenRotation == nil {
			return nil
		}
		return missing(s)
	}
	return r
}
