package userpoolclient

import (
	"net/url"
	"slices"
	"strings"
)

func onToken() []string { return []string{apiToken} }

// tokenError is an error of /oauth2/token.
func tokenError(e string) Response { return Response{Status: 400, Place: PlaceBody, Error: e} }

func amplifyAuth(number, what, date string) Source {
	return thread("amazon-archives/amazon-cognito-auth-js", number, what, date)
}

// tokenRules is what stands against a request to /oauth2/token.
func tokenRules() []RequestRule {
	return []RequestRule{
		{
			ID: "TOKEN-17", APIs: onToken(),
			Summary: "The header Content-Type has stray quotation marks.",
			Outcome: OutcomeRejected, Evidence: EvidenceMeasured, Response: Response{Status: 405},
			Fix: "send Content-Type: application/x-www-form-urlencoded", Side: SideRequest, Tell: "the body is empty",
			Sources: []Source{amplifyAuth("52", "405 and an empty body", "2018-03-16")},
			when:    func(v *requestView) Answer { return answerOf(strings.ContainsAny(v.r.ContentType, `"'`)) },
		},
		{
			ID: "TOKEN-16", APIs: onToken(),
			Summary: "The body is JSON under the content type of a form.",
			Outcome: OutcomeRejected, Evidence: EvidenceMeasured, Response: tokenError("invalid_request"),
			Fix: "send the parameters as a form: name=value&name=value", Side: SideRequest, Tell: "the body begins with {",
			Sources: []Source{amplifyAuth("52", "JSON under the form content type", "2018-03-16")},
			when: func(v *requestView) Answer {
				return answerOf(v.r.JSONBody && strings.HasPrefix(v.r.ContentType, "application/x-www-form-urlencoded"))
			},
		},
		{
			ID: "TOKEN-3", APIs: onToken(), cause: causeNoSecret, assumed: true, Parameter: "client_secret", Field: FieldClientSecret,
			Summary: "There is no client of this ID, or the secret is not the client's.",
			Outcome: OutcomeRejected, Evidence: EvidenceMeasured, Response: tokenError("invalid_client"),
			Fix: "send the client's own ID and secret", Side: SideRequest,
			Tell:    "compare client_id and client_secret with describe-user-pool-client",
			Sources: []Source{guideToken(), amplifyAuth("52", "invalid_client", "2017-12-07")},
			when:    (*requestView).wrongSecret,
		},
		{
			ID: "TOKEN-5", APIs: onToken(), cause: causeNoSecret, Parameter: "client_secret", Field: FieldClientSecret,
			Summary: "The client has a secret, and the request sends none.",
			Outcome: OutcomeRejected, Evidence: EvidenceMeasured, Response: tokenError("invalid_client"),
			Fix: "send client_secret, or use a client without a secret in a browser or an app", Side: SideRequest,
			Tell: "the request has neither client_secret nor an Authorization header",
			Sources: []Source{thread("awslabs/aws-sdk-android-samples", "152", "a client with a secret, none sent",
				"2017-09-07")},
			when:  func(v *requestView) Answer { return v.hasSecret().and(v.sendsSecret().not()) },
			could: (*requestView).hasSecret,
		},
		{
			ID: "TOKEN-4", APIs: onToken(), cause: causeNoSecret, Parameter: "client_secret", Field: FieldClientSecret,
			Summary: "The client has no secret, and the request sends one.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported, Response: tokenError("invalid_client"),
			Fix: "send no secret, or use a client with one", Side: SideRequest,
			Tell: "describe-user-pool-client shows no ClientSecret",
			Sources: []Source{{"Open Illumination: a client without a secret under Auth.js", "https://openillumi.com/?p=117400",
				"2026-11-21"}},
			when:  func(v *requestView) Answer { return v.hasSecret().not().and(v.sendsSecret()) },
			could: func(v *requestView) Answer { return v.hasSecret().not() },
		},
		{
			ID: "TOKEN-8", APIs: onToken(), cause: causeNoSecret, Parameter: "Authorization", Field: FieldClientSecret,
			Summary: "The Authorization header holds the ID or the secret URL-encoded; it is compared as sent, not decoded.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported,
			Fix: "put ID and secret into the header as they are, or send them in the body", Side: SideRequest,
			Tell: "the decoded header holds a %",
			when: (*requestView).encodedBasic, could: (*requestView).hasSecret,
		},
		{
			ID: "TOKEN-7", APIs: onToken(), Parameter: "Authorization",
			Summary: "A library sent the secret in the Authorization header; in the body it was accepted.",
			Outcome: OutcomeUndetermined, Evidence: EvidenceReported, Response: tokenError("invalid_client"),
			Fix: "send client_id and client_secret in the body", Side: SideRequest,
			Tell:    "the same ID and secret are accepted in the body",
			Sources: []Source{thread("pilcrowonpaper/arctic", "175", "the header is rejected, the body accepted", "2024-10-09")},
			could:   (*requestView).hasSecret,
		},
		{
			ID: "TOKEN-15", APIs: onToken(),
			Summary: "A parameter that the grant needs is missing.",
			Outcome: OutcomeRejected, Evidence: EvidenceDocumented, Response: tokenError("invalid_request"),
			Fix: "send the parameters that the grant needs", Side: SideRequest,
			Tell: "grant_type, client_id, code, redirect_uri or refresh_token is missing", Sources: []Source{guideToken()},
			when: func(v *requestView) Answer { return answerOf(v.lacking() != "") },
			says: func(v *requestView) string { return v.lacking() + " is missing" },
		},
		{
			ID: "TOKEN-14", APIs: onToken(), Parameter: "grant_type",
			Summary: "grant_type is none of authorization_code, refresh_token and client_credentials.",
			Outcome: OutcomeRejected, Evidence: EvidenceDocumented, Response: tokenError("unsupported_grant_type"),
			Fix: "send authorization_code, refresh_token or client_credentials", Side: SideRequest,
			Sources: []Source{guideToken()},
			when: func(v *requestView) Answer {
				return answerOf(v.get("grant_type") != "" && wayOf(apiToken, v.get("grant_type")) == nil)
			},
			says: func(v *requestView) string {
				return "grant_type " + quote(v.get("grant_type")) + " is none of the three that there are" +
					didYouMean(v.get("grant_type"), "authorization_code", "refresh_token", "client_credentials")
			},
		},
		{
			ID: "TOKEN-18", APIs: onToken(), Field: FieldAllowedOAuthFlowsUserPoolClient, Parameter: "grant_type",
			Summary: "grant_type is client_credentials, AllowedOAuthFlows lists it, and AllowedOAuthFlowsUserPoolClient is false.",
			Outcome: OutcomeRejected, Evidence: EvidenceMeasured, Response: tokenError("invalid_grant"),
			Fix: "set AllowedOAuthFlowsUserPoolClient to true", Side: SideClient,
			Tell: "describe-user-pool-client shows AllowedOAuthFlowsUserPoolClient false or not at all",
			Sources: []Source{
				thread("hashicorp/terraform-provider-aws", "34945", "two clients side by side, with the switch and without",
					"2023-12-15"),
				thread("boto/boto3", "3916", "invalid_grant, cured by the switch", "2026-11-21"),
				thread("aws/aws-sdk-js-v3", "7158", "invalid_grant, cured by the switch", "2025-06-27"),
			},
			when: func(v *requestView) Answer {
				return answerOf(v.r.flow() == "client_credentials").and(v.deniedBy(FieldAllowedOAuthFlowsUserPoolClient))
			},
			could: (*requestView).oauthOff,
		},
		{
			ID: "TOKEN-13", APIs: onToken(), Field: FieldAllowedOAuthFlows, Parameter: "grant_type",
			Summary: "The client does not allow the code grant, or does not allow refreshing.",
			Outcome: OutcomeRejected, Evidence: EvidenceDocumented, Response: tokenError("unauthorized_client"),
			Fix: "add code to AllowedOAuthFlows", Side: SideClient, Sources: []Source{guideToken()},
			when: func(v *requestView) Answer {
				return answerOf(v.r.flow() != "client_credentials").and(v.deniedBy(FieldAllowedOAuthFlows))
			},
			could: func(v *requestView) Answer { return v.lacksFlow(flowCode) },
			says:  (*requestView).wayInWords,
		},
		{
			ID: "TOKEN-1", APIs: onToken(), cause: causeTokenURI, Parameter: "redirect_uri", Field: FieldCallbackURLs,
			Summary: "redirect_uri lacks the slash at the end that the listed URL has.",
			Outcome: OutcomeRejected, Evidence: EvidenceMeasured, Response: tokenError("unauthorized_client"),
			Fix: "send the same redirect_uri as to /oauth2/authorize, exactly as CallbackURLs lists it", Side: SideRequest,
			Tell: "redirect_uri and the listed URL differ by a slash",
			Sources: []Source{{"Stack Overflow 50264679: unauthorized_client at the token endpoint",
				"https://stackoverflow.com/questions/50264679", "2018-05-10"}},
			when: func(v *requestView) Answer {
				return v.codeURIMissed().and(answerOf(v.match.near.has(DifferenceSlash) &&
					strings.HasSuffix(splitURL(v.match.near.Listed).path, "/")))
			},
			says: (*requestView).notListed,
		},
		{
			ID: "TOKEN-2", APIs: onToken(), cause: causeTokenURI, Parameter: "redirect_uri", Field: FieldCallbackURLs,
			Summary: "redirect_uri is not the one that was sent to /oauth2/authorize.",
			Outcome: OutcomeRejected, Evidence: EvidenceDocumented,
			Response: Response{Status: 400, Place: PlaceBody, Error: "unauthorized_client", Description: "invalid_redirect"},
			Fix:      "send the same redirect_uri as to /oauth2/authorize", Side: SideRequest,
			Tell:    "compare the redirect_uri of both requests letter by letter",
			Sources: []Source{guideToken()},
			when:    (*requestView).codeURIMissed,
			says: func(v *requestView) string {
				return v.notListed() + ", so it cannot be the one that was authorized"
			},
		},
		{
			ID: "TOKEN-19", APIs: onToken(), cause: causeToken, Parameter: "scope", Field: FieldAllowedOAuthScopes,
			Summary: "scope holds one that the client cannot use, with grant_type client_credentials: rejected in one report, " +
				"ignored after the guide.",
			Outcome: OutcomeUndetermined, Evidence: EvidenceReported, Response: tokenError("invalid_scope"),
			Fix: "request scopes that AllowedOAuthScopes lists", Side: SideRequest,
			Sources: []Source{{"AWS re:Post: invalid_scope with client_credentials",
				"https://repost.aws/questions/QUnhrxb08MRJaH7hIRtUnCKA", "2026-11-21"}},
			when: func(v *requestView) Answer {
				return answerOf(v.r.flow() == "client_credentials").and(v.asksUnlisted())
			},
			says: func(v *requestView) string {
				return v.unlistedInWords() + "; the guide says that it is ignored, one report that it is rejected"
			},
		},
		{
			ID: "TOKEN-20", APIs: onToken(), cause: causeToken, Parameter: "scope", Field: FieldAllowedOAuthScopes,
			Summary: "scope is missing with grant_type client_credentials: the token gets every scope of the client. After the " +
				"guide a scope that is not the client's is ignored.",
			Outcome: OutcomeAccepted, Evidence: EvidenceDocumented, Sources: []Source{guideToken()},
			when: func(v *requestView) Answer {
				return answerOf(v.r.flow() == "client_credentials" && v.lacks("scope"))
			},
		},
		{
			ID: "TOKEN-6", APIs: append(onToken(), apiRevoke),
			Summary: "The secret may be sent in an Authorization: Basic header or in the body.",
			Outcome: OutcomeAccepted, Evidence: EvidenceDocumented, Sources: []Source{guideToken()},
			when: func(v *requestView) Answer { return v.hasSecret().and(v.sendsSecret()) },
		},
		{
			ID: "TOKEN-22", APIs: onToken(), Field: FieldRefreshTokenRotation,
			Summary: "A refresh without rotation gets an ID and an access token, and no refresh token.",
			Outcome: OutcomeAccepted, Evidence: EvidenceDocumented, Sources: []Source{guideToken()},
			when: func(v *requestView) Answer { return answerOf(v.r.flow() == "refresh_token").and(v.rotation.not()) },
		},
		{
			ID: "TOKEN-23", APIs: onToken(), Field: FieldRefreshTokenRotation,
			Summary: "A refresh with rotation gets a new refresh token too.",
			Outcome: OutcomeAccepted, Evidence: EvidenceDocumented, Sources: []Source{guideToken()},
			when: func(v *requestView) Answer { return answerOf(v.r.flow() == "refresh_token").and(v.rotation) },
		},
		configuration("TOKEN-21", "client_credentials with openid in AllowedOAuthScopes is rejected when it is configured: "+
			"\"openid is not supported with client_credentials flow\".", EvidenceMeasured,
			[]Source{thread("hashicorp/terraform-provider-aws", "4984", "openid with client_credentials, rejected", "2018-06-26")},
			FieldAllowedOAuthScopes, "client-credentials-reserved-scope"),
	}
}

// tokenState is what neither the client nor the request tells of a request to
// /oauth2/token.
func tokenState() []RequestRule {
	code := func(v *requestView) Answer { return v.flowIs("authorization_code") }
	refresh := func(v *requestView) Answer { return v.flowIs("refresh_token") }
	state := func(id, summary string, e Evidence, got Response, fix, tell string, could func(v *requestView) Answer,
		sources ...Source) RequestRule {
		return RequestRule{ID: id, APIs: onToken(), Summary: summary, Outcome: OutcomeRejected, Evidence: e, Response: got,
			Fix: fix, Side: SideRequest, Tell: tell, could: could, Sources: sources}
	}
	return []RequestRule{
		state("TOKEN-9", "The code was used already, or is none of the service's.", EvidenceDocumented,
			tokenError("invalid_grant"), "exchange a code once only, and within five minutes",
			"the request is sent twice: a reload, a retry, a second handler of the callback", code, guideToken()),
		state("TOKEN-10", "The code was exchanged already, or code_verifier is missing; the report does not tell which.",
			EvidenceReported, tokenError("invalid_grant"), "exchange a code once only, with its code_verifier",
			"the request holds no code_verifier", code,
			thread("aws-amplify/amplify-js", "6347", "a second exchange without verifier", "2020-07-17")),
		state("TOKEN-11", "The authorization had a code_challenge, and code_verifier is missing.", EvidenceReported,
			Response{Status: 400}, "send the code_verifier of the authorization",
			"the request to /oauth2/authorize held a code_challenge", func(v *requestView) Answer {
				return code(v).and(answerOf(v.lacks("code_verifier")))
			}, thread("DuendeArchive/identity-model-oidc-client-js", "1182", "the verifier is missing", "2020-08-22")),
		{
			ID: "TOKEN-12", APIs: onToken(), Field: FieldReadAttributes,
			Summary: "A requested scope covers an attribute that the client cannot read: email without email_verified.",
			Outcome: OutcomeRejected, Evidence: EvidenceDocumented, Response: tokenError("invalid_grant"),
			Fix: "add the attributes of the scope to ReadAttributes", Side: SideClient, Sources: []Source{guideToken()},
			Tell: "the exchange works without the scope",
			could: func(v *requestView) Answer {
				if code(v) == AnswerNo {
					return AnswerNo
				}
				return v.unreadableScope()
			},
		},
		state("TOKEN-24", "The refresh token was revoked.", EvidenceDocumented, tokenError("invalid_grant"),
			"sign the user in again", "the user signed out, or the token was revoked", refresh, guideToken()),
		state("TOKEN-25", "The refresh token comes from a sign-in with the API (SRP), not from this endpoint.", EvidenceReported,
			tokenError("invalid_grant"), "refresh with REFRESH_TOKEN_AUTH or GetTokensFromRefreshToken",
			"the token was got by InitiateAuth", refresh,
			thread("aws/aws-sdk-js", "3836", "a refresh token of SRP at the token endpoint", "2021-07-17"),
			thread("aws-amplify/amplify-js", "8981", "the same, with devices remembered", "2021-10-03")),
		state("TOKEN-26", "The access token has expired before the refresh, as one report tells.", EvidenceReported,
			tokenError("invalid_client"), "look for another cause first", "everything else is ruled out", refresh,
			amplifyAuth("116", "invalid_client after the access token expired", "2018-04-16")),
	}
}

// hasSecret reports whether the client has a secret.
func (v *requestView) hasSecret() Answer {
	switch v.secret {
	case SecretStatePresent:
		return AnswerYes
	case SecretStateAbsent:
		return AnswerNo
	}
	return AnswerUndetermined
}

// sentSecrets returns the secrets that the request sends and are known.
func (v *requestView) sentSecrets() []string {
	var all []string
	for _, name := range []string{"client_secret", "ClientSecret", "Secret"} {
		if s := v.get(name); s != "" {
			all = append(all, s)
		}
	}
	if v.r.Basic != nil && v.r.Basic.Password.Reveal() != "" {
		all = append(all, v.r.Basic.Password.Reveal())
	}
	return all
}

// sendsSecret reports whether the request sends a secret.
func (v *requestView) sendsSecret() Answer {
	switch {
	case len(v.sentSecrets()) > 0:
		return AnswerYes
	case v.r.has("client_secret") && !v.lacks("client_secret"), v.r.Basic != nil && v.r.Basic.Username == "":
		return AnswerUndetermined // a variable of the shell
	}
	return AnswerNo
}

// wrongSecret reports whether there is no such client, or the secret is not its own.
func (v *requestView) wrongSecret() Answer {
	if v.none {
		return answerOf(v.r.ClientID() != "")
	}
	sent := v.sentSecrets()
	switch {
	case v.sendsSecret() == AnswerNo, v.secret == SecretStateAbsent, v.encodedBasic() == AnswerYes:
		return AnswerNo // other rules tell
	case len(sent) == 0, v.c.ClientSecret == nil, v.c.ClientSecret.Reveal() == "":
		return AnswerUndetermined
	}
	return answerOf(!slices.Contains(sent, v.c.ClientSecret.Reveal()))
}

// encodedBasic reports whether the Authorization header has the client's secret
// URL-encoded.
func (v *requestView) encodedBasic() Answer {
	if v.r.Basic == nil || v.c.ClientSecret == nil {
		return AnswerNo
	}
	sent, secret := v.r.Basic.Password.Reveal(), v.c.ClientSecret.Reveal()
	decoded, err := url.QueryUnescape(sent)
	return answerOf(err == nil && sent != secret && decoded == secret)
}

// lacking returns the first parameter that the grant needs and the request lacks, ""
// where there is none.
func (v *requestView) lacking() string {
	needed := map[string][]string{
		"authorization_code": {"code", "redirect_uri"}, "refresh_token": {"refresh_token"},
	}[v.r.flow()]
	for _, name := range append([]string{"grant_type"}, needed...) {
		if v.lacks(name) {
			return name
		}
	}
	if v.lacks("client_id") && v.r.Basic == nil {
		return "client_id"
	}
	return ""
}

// codeURIMissed reports whether the redirect_uri of a code's exchange is not listed.
func (v *requestView) codeURIMissed() Answer {
	if v.r.flow() != "authorization_code" {
		return AnswerNo
	}
	return v.missed(true)
}

// unreadableScope reports whether the client lists a scope and cannot read its
// attributes.
func (v *requestView) unreadableScope() Answer {
	if v.c.ReadAttributes == nil || v.pending(FieldReadAttributes) {
		return AnswerNo // the default reads them all
	}
	for scope, attributes := range map[string][]string{
		scopeEmail: {"email", "email_verified"}, scopePhone: {"phone_number", "phone_number_verified"},
	} {
		if !slices.Contains(v.c.AllowedOAuthScopes, scope) {
			continue
		}
		for _, a := range attributes {
			if !slices.Contains(v.c.ReadAttributes, a) {
				return AnswerYes
			}
		}
	}
	return AnswerNo
}
