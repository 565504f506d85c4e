package userpoolclient

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

const notAuthorized = "NotAuthorizedException"

// apiRules is what is known of sign-in with the API: the proof of the secret, and the
// flows.
func apiRules() []RequestRule {
	const (
		fixHash = "send the secret hash: HMAC-SHA256 of username and client ID, keyed with the client's secret, in Base64"
		srp     = types.AuthFlowTypeUserSrpAuth
	)
	text := func(exception, message string) Response { return Response{Exception: exception, Message: message} }
	both := []string{apiInitiateAuth, apiAdminInitiateAuth}
	flow := func(flows ...types.AuthFlowType) func(v *requestView) Answer {
		return func(v *requestView) Answer {
			if !slices.Contains(flows, types.AuthFlowType(v.r.flow())) {
				return AnswerNo
			}
			return v.deniedBy(FieldExplicitAuthFlows)
		}
	}
	lacks := func(api string, f types.AuthFlowType) func(v *requestView) Answer {
		return func(v *requestView) Answer { return v.closed(api, f) }
	}
	return []RequestRule{
		{
			ID: "INIT-1", APIs: []string{apiInitiateAuth}, cause: causeHash, Parameter: authSecretHash, Field: FieldClientSecret,
			Summary: "The client has a secret, and SECRET_HASH is missing.",
			Outcome: OutcomeRejected, Evidence: EvidenceMeasured,
			Response: text(notAuthorized, "Client {client} is configured with secret but SECRET_HASH was not received"),
			Detail:   "INIT-2 records other words for the same; no source says when each applies.",
			Fix:      fixHash + ", or use a client without a secret", Side: SideRequest,
			Tell: "the request holds no SECRET_HASH",
			Sources: []Source{thread("aws-amplify/amplify-android", "2504", "a client with a secret and no SECRET_HASH",
				"2026-11-21")},
			when: (*requestView).lacksHash, could: (*requestView).hasSecret,
		},
		{
			ID: "INIT-2", APIs: []string{apiInitiateAuth, apiSignUp}, cause: causeHash, Parameter: secretHash,
			Field:   FieldClientSecret,
			Summary: "The client has a secret, and the secret hash is missing, in other words than INIT-1.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported,
			Response: text("", "Client {client} is configured for secret but secret was not received"),
			Fix:      fixHash + ", or use a client without a secret", Side: SideRequest,
			Tell: "the request holds no secret hash",
			when: (*requestView).lacksHash, could: (*requestView).hasSecret,
		},
		{
			ID: "INIT-3", APIs: []string{apiInitiateAuth, apiAdminInitiateAuth, apiSignUp, apiConfirmSignUp, apiResend,
				apiForgotPassword, apiConfirmForgot, apiRespond},
			cause: causeHash, Parameter: secretHash, Field: FieldClientSecret, assumed: true,
			Summary: "The secret hash is wrong; with AdminInitiateAuth and SignUp also: it is missing.",
			Outcome: OutcomeRejected, Evidence: EvidenceMeasured,
			Response: text("", "Unable to verify secret hash for client {client}"),
			Fix:      fixHash, Side: SideRequest,
			Tell: "compute the hash anew: the username is the one that is sent, and the secret is this client's",
			Sources: []Source{
				thread("ganezasan/serverless-cognito-auth", "1", "a secret hash that is missing or wrong", "2018-04-02"),
				thread("AnomalyInnovations/serverless-stack-demo-client", "6", "a secret hash that is missing", "2017-07-11"),
			},
			when: (*requestView).wrongHash, could: (*requestView).hasSecret,
		},
		{
			ID: "INIT-4", APIs: []string{apiInitiateAuth}, Parameter: "AuthFlow", Field: FieldExplicitAuthFlows,
			Summary: "AuthFlow is USER_PASSWORD_AUTH, and ExplicitAuthFlows does not allow it.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported,
			Response: text(invalidParameter, "USER_PASSWORD_AUTH flow not enabled for this client"),
			Fix:      "add ALLOW_USER_PASSWORD_AUTH to ExplicitAuthFlows, or sign in with USER_SRP_AUTH", Side: SideClient,
			Tell:  "the text names the flow",
			when:  flow(types.AuthFlowTypeUserPasswordAuth),
			could: lacks(apiInitiateAuth, types.AuthFlowTypeUserPasswordAuth),
			says:  (*requestView).wayInWords,
		},
		{
			ID: "INIT-5", APIs: []string{apiAdminInitiateAuth}, Parameter: "AuthFlow", Field: FieldExplicitAuthFlows,
			Summary: "AuthFlow is ADMIN_USER_PASSWORD_AUTH or ADMIN_NO_SRP_AUTH, and ExplicitAuthFlows does not allow it.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported,
			Response: text("", "Auth flow not enabled for this client"),
			Fix:      "add ALLOW_ADMIN_USER_PASSWORD_AUTH to ExplicitAuthFlows", Side: SideClient,
			Tell:  "the call is AdminInitiateAuth",
			when:  flow(types.AuthFlowTypeAdminUserPasswordAuth, types.AuthFlowTypeAdminNoSrpAuth),
			could: lacks(apiAdminInitiateAuth, types.AuthFlowTypeAdminUserPasswordAuth),
			says:  (*requestView).wayInWords,
		},
		{
			ID: "INIT-6", APIs: both, Parameter: "AuthFlow", Field: FieldExplicitAuthFlows,
			Summary: "AuthFlow is USER_SRP_AUTH, and ExplicitAuthFlows does not allow it.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported,
			Response: text("", "USER_SRP_AUTH is not enabled for the client"),
			Fix:      "add ALLOW_USER_SRP_AUTH to ExplicitAuthFlows", Side: SideClient,
			Tell: "the text names the flow",
			when: flow(srp), could: lacks(apiInitiateAuth, srp),
			says: (*requestView).wayInWords,
		},
		{
			ID: "INIT-7", APIs: []string{apiAdminInitiateAuth}, Parameter: "AuthFlow",
			Summary: "AdminInitiateAuth is called with USER_PASSWORD_AUTH, which only InitiateAuth takes.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported,
			Response: text("", "Initiate Auth method not supported"),
			Fix:      "send ADMIN_USER_PASSWORD_AUTH, or call InitiateAuth", Side: SideRequest,
			Tell: "the call is AdminInitiateAuth",
			when: func(v *requestView) Answer {
				return answerOf(v.r.flow() == string(types.AuthFlowTypeUserPasswordAuth))
			},
		},
		{
			ID: "INIT-14", APIs: []string{apiClientToken}, Field: FieldExplicitAuthFlows, fields: []Field{FieldClientSecret},
			Summary: "GetClientToken needs a client with a secret and ALLOW_CLIENT_TOKEN_AUTH as its only flow. Without scopes, " +
				"the token gets all.",
			Outcome: OutcomeRejected, Evidence: EvidenceDocumented,
			Detail: "The texts of the answers were not found.",
			Fix:    "use a client with a secret whose ExplicitAuthFlows is ALLOW_CLIENT_TOKEN_AUTH alone", Side: SideClient,
			Sources: []Source{apiGetClientToken},
			when: func(v *requestView) Answer {
				if v.allowed.field == FieldClientSecret {
					return v.deniedBy(FieldClientSecret)
				}
				return v.deniedBy(FieldExplicitAuthFlows)
			},
			says: (*requestView).wayInWords,
		},
	}
}

// refreshRules is what is known of refreshing with the API.
func refreshRules() []RequestRule {
	refreshes := []string{string(types.AuthFlowTypeRefreshTokenAuth), string(types.AuthFlowTypeRefreshToken)}
	rotates := func(v *requestView) Answer { return v.rotation }
	const invalidToken = "Invalid Refresh Token."
	return []RequestRule{
		{
			ID: "INIT-10", APIs: []string{apiInitiateAuth, apiAdminInitiateAuth}, Parameter: "AuthFlow",
			Field:   FieldRefreshTokenRotationFeature,
			Summary: "AuthFlow is REFRESH_TOKEN_AUTH, and refresh tokens rotate: the flow cannot be used.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported,
			Fix: "call GetTokensFromRefreshToken", Side: SideRequest,
			Sources: []Source{amplifyJS("14427", "rotation excludes REFRESH_TOKEN_AUTH", "2025-06-13")},
			when:    func(v *requestView) Answer { return v.deniedBy(FieldRefreshTokenRotationFeature) },
			could:   rotates, says: (*requestView).wayInWords,
		},
		{
			ID: "INIT-8", APIs: []string{apiInitiateAuth, apiAdminInitiateAuth},
			Summary: "Devices are remembered, and the request has no device key.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported, Response: Response{Message: invalidToken},
			Fix: "send AuthParameters.DEVICE_KEY", Side: SideRequest,
			Tell: "the user pool remembers devices, and the request holds no DEVICE_KEY",
			Sources: []Source{
				thread("aws/aws-sdk-java-v2", "1389", "a refresh without the device key", "2019-08-19"),
				thread("aws/aws-sdk-cpp", "851", "a refresh without the device key", "2018-04"),
			},
			could: func(v *requestView) Answer {
				return v.flowIs(refreshes...).and(answerOf(!v.r.has("AuthParameters.DEVICE_KEY")))
			},
		},
		{
			ID: "INIT-9", APIs: []string{apiGetTokens}, Field: FieldRefreshTokenRotationFeature,
			Summary: "Refresh tokens rotate, and the token comes from a sign-in with ADMIN_NO_SRP_AUTH.",
			Outcome: OutcomeRejected, Evidence: EvidenceMeasured, Response: Response{Message: invalidToken},
			Fix: "sign in with another flow", Side: SideRequest, Tell: "the token was got with ADMIN_NO_SRP_AUTH",
			Sources: []Source{thread("aws/aws-sdk-js-v3", "7162", "a token of ADMIN_NO_SRP_AUTH under rotation", "2025-06-28")},
			could:   rotates,
		},
		{
			ID: "INIT-11", APIs: []string{apiGetTokens}, Field: FieldRefreshTokenRotationRetryGracePeriodSeconds,
			Summary: "The refresh token was rotated, and is used again after the grace period.",
			Outcome: OutcomeRejected, Evidence: EvidenceDocumented, Response: Response{Exception: "RefreshTokenReuseException"},
			Fix: "keep the newest refresh token", Side: SideRequest, Sources: []Source{sdkModel()},
			could: rotates,
		},
		{
			ID: "INIT-13", APIs: []string{apiGetTokens}, Field: FieldRefreshTokenRotationFeature,
			Summary: "Without rotation, GetTokensFromRefreshToken works and issues no new refresh token.",
			Outcome: OutcomeAccepted, Evidence: EvidenceDocumented,
			Sources: []Source{amplifyJS("14427", "GetTokensFromRefreshToken without rotation", "2025-06-13"), sdkModel()},
			when:    func(v *requestView) Answer { return v.rotation.not() },
		},
		configuration("INIT-12", "RetryGracePeriodSeconds is 0 to 60; with 0 the old refresh token dies at once.",
			EvidenceDocumented, []Source{sdkModel()}, FieldRefreshTokenRotationRetryGracePeriodSeconds,
			"rotation-grace-range"),
	}
}

// hashParameter is the member that holds the secret hash of an operation, "" where it
// takes none.
func hashParameter(api string) string {
	switch api {
	case apiInitiateAuth, apiAdminInitiateAuth:
		return authSecretHash
	case apiRespond:
		return responseSecretHash
	case apiSignUp, apiConfirmSignUp, apiResend, apiForgotPassword, apiConfirmForgot:
		return secretHash
	}
	return ""
}

// lacksHash reports whether the client has a secret and the request no secret hash.
func (v *requestView) lacksHash() Answer {
	return answerOf(v.lacks(hashParameter(v.api))).and(v.hasSecret())
}

// wrongHash reports whether the secret hash is wrong, or missing where the answer is
// the same.
func (v *requestView) wrongHash() Answer {
	if v.lacks(hashParameter(v.api)) {
		return answerOf(v.api == apiAdminInitiateAuth || v.api == apiSignUp).and(v.hasSecret())
	}
	switch v.r.HashVerified {
	case AnswerYes:
		return AnswerNo
	case AnswerNo:
		return v.hasSecret()
	}
	return AnswerUndetermined.and(v.hasSecret())
}

// closed reports whether the client closes a way of the API.
func (v *requestView) closed(api string, f types.AuthFlowType) Answer {
	switch wayOf(api, string(f)).allowed(v.signInView).answer {
	case AnswerYes:
		return AnswerNo
	case AnswerNo:
		return AnswerYes
	}
	return AnswerUndetermined
}
