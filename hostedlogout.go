package userpoolclient

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
)

func amplifyJS(number, what, date string) Source {
	return thread("aws-amplify/amplify-js", number, what, date)
}

// logoutRules is what is known of /logout.
func logoutRules() []RequestRule {
	const required = "Required String parameter 'redirect_uri' is not present"
	on := []string{apiLogout}
	signsIn := func(v *requestView) bool { return v.r.has("redirect_uri") && v.r.has("response_type") }
	return []RequestRule{
		{
			ID: "LOGOUT-5", APIs: on, Parameter: "logout_uri",
			Summary: "Nothing is sent: the user is signed out, and the browser ends at an error of /login.",
			Outcome: OutcomeRejected, Evidence: EvidenceMeasured, Response: Response{Status: 400},
			Fix: "send client_id and a logout_uri that LogoutURLs lists", Side: SideRequest, Tell: "the URL has no parameters",
			Sources: []Source{thread("jenkinsci/oic-auth-plugin", "620", "the logout without parameters", "2025-07-07")},
			when:    func(v *requestView) Answer { return answerOf(len(v.r.Parameters) == 0) },
		},
		{
			ID: "LOGOUT-3", APIs: on, Parameter: "logout_uri",
			Summary: "post_logout_redirect_uri or id_token_hint is sent instead of logout_uri: the user is signed out, and the " +
				"page shows an error.",
			Outcome: OutcomeRejected, Evidence: EvidenceMeasured, Response: Response{Status: 400, Place: PlacePage, Message: required},
			Fix: "send logout_uri and client_id; /logout does not know the parameters of OpenID Connect", Side: SideRequest,
			Tell:    "the URL of the page holds post_logout_redirect_uri",
			Sources: []Source{thread("streamlit/streamlit", "14601", "a logout with post_logout_redirect_uri", "2026-04-01")},
			when: func(v *requestView) Answer {
				return answerOf(v.lacks("logout_uri") && !signsIn(v) &&
					(v.r.has("post_logout_redirect_uri") || v.r.has("id_token_hint")))
			},
		},
		{
			ID: "LOGOUT-4", APIs: on, cause: causeLogout, Parameter: "logout_uri",
			Summary: "client_id is sent without a logout_uri that can be used.",
			Outcome: OutcomeRejected, Evidence: EvidenceMeasured,
			Response: Response{Place: PlacePage, Error: "Required parameters missing"},
			Fix:      "send a logout_uri that LogoutURLs lists", Side: SideRequest,
			Tell: "the URL of the page holds client_id and no logout_uri",
			Sources: []Source{thread("agentic-community/mcp-gateway-registry", "1545", "a logout without a usable logout_uri",
				"2026-07-24")},
			when: func(v *requestView) Answer {
				return answerOf(v.r.has("client_id") && v.lacks("logout_uri") && !signsIn(v) &&
					!v.r.has("post_logout_redirect_uri") && !v.r.has("id_token_hint"))
			},
		},
		{
			ID: "LOGOUT-2", APIs: on, cause: causeLogout, Parameter: "logout_uri", Field: FieldLogoutURLs,
			Summary: "logout_uri is not in LogoutURLs exactly: a slash at the end and escaping count.",
			Outcome: OutcomeRejected, Evidence: EvidenceMeasured, Response: Response{Status: 400, Place: PlacePage, Message: required},
			Detail: "The text names redirect_uri although logout_uri is at fault.",
			Fix:    "send the URL exactly as LogoutURLs lists it, or add the URL that is sent to LogoutURLs", Side: SideRequest,
			Tell: "the URL of the page holds logout_uri; compare it with LogoutURLs letter by letter",
			Sources: []Source{
				amplifyJS("2423", "a logout with an unlisted URL", "2018-12-27"),
				amplifyJS("1298", "a logout with an unlisted URL", "2018-07-23"),
				thread("awslabs/aws-api-gateway-developer-portal", "214", "the cause: the URL is not listed", "2019-01-23"),
			},
			when: func(v *requestView) Answer {
				if v.match.name != "logout_uri" || v.match.missing {
					return AnswerNo
				}
				return v.match.answer.not()
			},
			says: (*requestView).notListed,
		},
		{
			ID: "LOGOUT-1", APIs: on, Parameter: "logout_uri", Field: FieldLogoutURLs,
			Summary: "logout_uri is in LogoutURLs: the session is cleared, and the browser is sent there.",
			Outcome: OutcomeAccepted, Evidence: EvidenceDocumented, Response: Response{Status: 302}, Sources: []Source{guideLogout()},
			when: func(v *requestView) Answer {
				return answerOf(v.match.name == "logout_uri" && v.r.has("client_id")).and(v.match.answer)
			},
		},
		{
			ID: "LOGOUT-6", APIs: on, Parameter: "redirect_uri", Field: FieldCallbackURLs,
			Summary: "redirect_uri, response_type and client_id are sent: the user is signed out and sent to /login. " +
				"redirect_uri must be in CallbackURLs, and a missing scope stands for all.",
			Outcome: OutcomeAccepted, Evidence: EvidenceDocumented, Response: Response{Status: 302}, Sources: []Source{guideLogout()},
			when: func(v *requestView) Answer {
				return answerOf(v.lacks("logout_uri") && signsIn(v) && v.r.has("client_id")).and(v.match.answer)
			},
		},
		{
			ID: "LOGOUT-7", APIs: on, Parameter: "state",
			Summary: "state is sent with logout_uri: it is not returned.",
			Outcome: OutcomeAccepted, Evidence: EvidenceMeasured,
			Sources: []Source{thread("awsdocs/amazon-cognito-developer-guide", "15", "state is not returned", "2021-09-27")},
			when:    func(v *requestView) Answer { return answerOf(v.r.has("state") && v.r.has("logout_uri")) },
		},
	}
}

// revokeRules is what is known of /oauth2/revoke and RevokeToken.
func revokeRules() []RequestRule {
	on := []string{apiRevoke}
	return []RequestRule{
		{
			ID: "REVOKE-3", APIs: on, cause: causeNoSecret, assumed: true, Parameter: "client_secret", Field: FieldClientSecret,
			Summary: "There is no client of this ID, or the secret is missing or not the client's.",
			Outcome: OutcomeRejected, Evidence: EvidenceDocumented,
			Response: Response{Status: 401, Place: PlaceBody, Error: "invalid_client"},
			Fix:      "send the client's own ID and secret", Side: SideRequest,
			Sources: []Source{guideRevoke(), thread("sergiodxa/remix-auth-oauth2", "132", "the header works", "2024-10-24")},
			when: func(v *requestView) Answer {
				if wrong := v.wrongSecret(); wrong != AnswerNo {
					return wrong
				}
				return v.hasSecret().and(v.sendsSecret().not())
			},
		},
		{
			ID: "REVOKE-1", APIs: on, Parameter: "token", Field: FieldEnableTokenRevocation,
			Summary: "token is missing, or EnableTokenRevocation is false.",
			Outcome: OutcomeRejected, Evidence: EvidenceDocumented, Response: tokenError("invalid_request"),
			Detail: "That EnableTokenRevocation false leads to it is documented, and nobody measured it.",
			Fix:    "set EnableTokenRevocation to true, and send the refresh token as token", Side: SideClient,
			Tell:    "the request holds no token, or describe-user-pool-client shows EnableTokenRevocation false",
			Sources: []Source{guideRevoke()},
			when: func(v *requestView) Answer {
				if v.lacks("token") {
					return AnswerYes
				}
				return v.revokes().not()
			},
			says: func(v *requestView) string {
				if v.lacks("token") {
					return "token is missing"
				}
				return "EnableTokenRevocation is false"
			},
		},
		{
			ID: "REVOKE-2", APIs: on, Parameter: "token",
			Summary: "token is an access token.",
			Outcome: OutcomeRejected, Evidence: EvidenceMeasured, Response: tokenError("unsupported_token_type"),
			Fix: "send the refresh token", Side: SideRequest, Tell: "token has three parts, parted by dots",
			Sources: []Source{guideRevoke(), thread("authts/oidc-client-ts", "262", "an access token, rejected", "2021-12-14")},
			when:    func(v *requestView) Answer { return answerOf(claimsOf(v.get("token")).Use == "access") },
		},
		{
			ID: "REVOKE-5", APIs: on, Parameter: "client_id", Field: FieldClientSecret,
			Summary: "A client without a secret sends no client_id, which the guide requires; one report saw success and no " +
				"revocation.",
			Outcome: OutcomeUndetermined, Evidence: EvidenceReported, Fix: "send client_id", Side: SideRequest,
			Sources: []Source{thread("FormidableLabs/react-native-app-auth", "774", "success, and the token still works",
				"2022-09-17")},
			when: func(v *requestView) Answer {
				return answerOf(v.lacks("client_id") && v.r.Basic == nil).and(v.hasSecret().not())
			},
		},
		{
			ID: "REVOKE-4", APIs: on, Parameter: "token",
			Summary: "A token that is unknown or revoked already gets the same answer as any other: 200 and an empty body.",
			Outcome: OutcomeAccepted, Evidence: EvidenceDocumented, Response: Response{Status: 200}, Sources: []Source{guideRevoke()},
			when: func(v *requestView) Answer { return answerOf(!v.lacks("token")) },
		},
		{
			ID: "REVOKE-6", APIs: []string{apiRevokeToken}, Field: FieldEnableTokenRevocation,
			Summary: "RevokeToken answers UnsupportedOperationException, UnsupportedTokenTypeException or UnauthorizedException; " +
				"the texts are not published.",
			Outcome: OutcomeUndetermined, Evidence: EvidenceDocumented, Sources: []Source{sdkModel()},
			Fix: "set EnableTokenRevocation to true, and send the refresh token and the client's secret", Side: SideClient,
			when: func(v *requestView) Answer {
				bad := []Answer{v.revokes().not(), answerOf(claimsOf(v.get("Token")).Use == "access"), v.wrongSecret()}
				return answerOf(slices.Contains(bad, AnswerYes))
			},
		},
	}
}

// revokes reports whether EnableTokenRevocation is on.
func (v *requestView) revokes() Answer {
	switch {
	case v.pending(FieldEnableTokenRevocation):
		return AnswerUndetermined
	case v.c.EnableTokenRevocation != nil:
		return answerOf(*v.c.EnableTokenRevocation)
	case v.in.Operation == OperationUpdate:
		return AnswerUndetermined // what an update makes of the omitted member is not known
	}
	return AnswerYes
}

// claims is what a token of the service says of itself.
type claims struct {
	Use   string `json:"token_use"`
	Scope string `json:"scope"`
}

// claimsOf returns the claims of a JSON web token, none where it is no such token. The
// signature is not looked at.
func claimsOf(token string) claims {
	var c claims
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return c
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || json.Unmarshal(payload, &c) != nil {
		return claims{}
	}
	return c
}

// userInfoRules is what is known of /oauth2/userInfo.
func userInfoRules() []RequestRule {
	on := []string{apiUserInfo}
	return []RequestRule{
		{
			ID: "INFO-1", APIs: on, Parameter: "Authorization",
			Summary: "The access token does not have the scope openid.",
			Outcome: OutcomeRejected, Evidence: EvidenceMeasured,
			Response: Response{Error: "invalid_token", Description: "Access token does not contain openid scope"},
			Fix:      "request the scope openid when the user signs in", Side: SideRequest,
			Sources: []Source{thread("simov/grant", "189", "an access token without openid", "2020-09-08")},
			when: func(v *requestView) Answer {
				if v.r.Bearer == nil {
					return AnswerNo
				}
				c := claimsOf(v.r.Bearer.Reveal())
				return answerOf(c.Use == "access" && !slices.Contains(strings.Fields(c.Scope), scopeOpenID))
			},
		},
		{
			ID: "INFO-2", APIs: on,
			Summary: "The request is malformed: it has no Authorization header with a token.",
			Outcome: OutcomeRejected, Evidence: EvidenceDocumented,
			Response: Response{Status: 400, Place: PlaceHeader, Error: "invalid_request",
				Description: "Bad OAuth2 request at UserInfo Endpoint"},
			Fix: "send Authorization: Bearer and the access token", Side: SideRequest, Sources: []Source{guideUserInfo()},
			when: func(v *requestView) Answer { return answerOf(v.r.Bearer == nil) },
		},
		{
			ID: "INFO-3", APIs: on,
			Summary: "The access token has expired or was revoked.",
			Outcome: OutcomeRejected, Evidence: EvidenceDocumented,
			Response: Response{Status: 401, Place: PlaceHeader, Error: "invalid_token",
				Description: "Access token is expired, disabled, or deleted, or the user has globally signed out."},
			Fix: "refresh the tokens, or sign the user in again", Side: SideRequest, Sources: []Source{guideUserInfo()},
		},
	}
}

// idpRules is what a federated sign-in can end in; neither the client nor the
// request tells.
func idpRules() []RequestRule {
	on := []string{apiIDPResponse, apiAuthorize}
	rule := func(id, summary string, e Evidence, got Response, fix, tell string, sources ...Source) RequestRule {
		return RequestRule{ID: id, APIs: on, Summary: summary, Outcome: OutcomeRejected, Evidence: e, Response: got, Fix: fix,
			Side: SidePool, Tell: tell, Sources: sources, could: (*requestView).federates}
	}
	timeout := rule("IDP-2", "The provider does not answer in time, or breaks off.", EvidenceDocumented,
		Response{Place: PlaceCallback, Error: "invalid_request",
			Description: "Timeout occurred in calling IdP token endpoint"},
		"see that the provider answers", "error_description tells of a timeout, a reset or a read that timed out",
		guideAuthorize())
	timeout.texts = []string{"Connection reset", "Read timed out"}
	return []RequestRule{
		rule("IDP-1", "The provider rejects the token request of the user pool.", EvidenceMeasured,
			Response{Place: PlaceCallback, Error: "invalid_request", Description: "Bad token response: HTTP/1.1 400"},
			"correct the provider's client ID, secret or token URL in the user pool",
			"error_description begins with Bad token response",
			thread("TimothyJones/github-cognito-openid-wrapper", "3", "the provider answers 400", "2018-11-08")),
		timeout,
		rule("IDP-3", "The redirect is checked again after the provider, and is not registered with the client.",
			EvidenceReported, Response{Message: "redirect uri is not registered with the client"},
			"list the redirect_uri in CallbackURLs", "the error comes after the provider's own page",
			amplifyJS("7968", "the check after the provider", "2021-03-19")),
		rule("IDP-4", "The state of the provider's answer is not the one that was sent.", EvidenceReported,
			Response{Place: PlacePage, Error: "Invalid state"}, "start the sign-in again, from /oauth2/authorize",
			"the user went back, or the sign-in began at the provider"),
	}
}

// federates reports whether users of other providers can sign in.
func (v *requestView) federates() Answer {
	if v.pending(FieldSupportedIdentityProviders) {
		return AnswerUndetermined
	}
	return answerOf(slices.ContainsFunc(v.c.SupportedIdentityProviders, func(p string) bool { return p != "COGNITO" }))
}

// discoveryRules is what is known of the documents about the user pool.
func discoveryRules() []RequestRule {
	config := []string{apiDiscovery}
	claude := func() Source {
		return thread("anthropics/claude-code", "13275", "the document of a live pool", "2025-12-07")
	}
	rule := func(id string, apis []string, summary string, e Evidence, sources ...Source) RequestRule {
		return RequestRule{ID: id, APIs: apis, Summary: summary, Outcome: OutcomeAccepted, Evidence: e, Sources: sources,
			when: func(*requestView) Answer { return AnswerYes }}
	}
	missing := rule("DISC-4", []string{apiAuthorizationServer}, "There is no document of RFC 8414, and no endpoint to "+
		"register clients.", EvidenceMeasured,
		thread("empires-security/mcp-oauth2-aws-cognito", "9", "no such document", "2025-07-29"), swng())
	missing.Outcome, missing.Side = OutcomeRejected, SideRequest
	missing.Fix = "read /.well-known/openid-configuration of the user pool"
	return []RequestRule{
		rule("DISC-1", config, "The document stands below the user pool's ID at cognito-idp, not at the domain; it names "+
			"the endpoints of the domain and the response types code and token.", EvidenceMeasured, claude()),
		rule("DISC-2", config, "The document has no code_challenge_methods_supported, although S256 works.", EvidenceMeasured,
			claude(), thread("anthropics/claude-ai-mcp", "946", "no S256 in the document", "2026-08-28"),
			thread("zed-industries/zed", "60358", "no S256 in the document", "2026-07-03")),
		rule("DISC-3", config, "scopes_supported is the user pool's: it names phone even where the client rejects it.",
			EvidenceMeasured, thread("openchoreo/openchoreo", "3217", "phone is named and rejected", "2026-04-17")),
		missing,
		rule("DISC-5", []string{apiKeys}, "There are two RSA keys, for RS256.", EvidenceReported),
	}
}
