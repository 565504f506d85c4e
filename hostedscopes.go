package userpoolclient

import (
	"encoding/json"
	"slices"
	"strings"
)

// authorizeDetails is what /oauth2/authorize makes of scopes, PKCE, resource and the
// rest, when the client and redirect_uri are in order: errors go to the callback.
func authorizeDetails() []RequestRule {
	const fixScope = "request a scope that AllowedOAuthScopes lists, or add it there"
	callback := func(e, description string) Response {
		return Response{Status: 302, Place: PlaceCallback, Error: e, Description: description}
	}
	wildcard := configuration("AUTHZ-13", "A wildcard in CallbackURLs is rejected when it is registered, as a report says; "+
		"redirect-wildcard tells what else is known.", EvidenceReported, nil, FieldCallbackURLs, "redirect-wildcard")
	wildcard.Outcome = OutcomeUndetermined
	return []RequestRule{
		{
			ID: "AUTHZ-23", APIs: onAuthorize(), cause: causeScope, Parameter: "scope", Field: FieldAllowedOAuthScopes,
			Summary: "scope holds offline_access, which Cognito does not have.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported, Response: callback("invalid_request", "invalid_scope"),
			Fix: "remove offline_access; the code flow issues a refresh token without it", Side: SideRequest,
			Tell: "scope holds offline_access",
			when: func(v *requestView) Answer {
				return answerOf(v.r.flow() != "token" && slices.Contains(v.requestedScopes(), "offline_access"))
			},
		},
		{
			ID: "AUTHZ-21", APIs: onAuthorize(), cause: causeScope, Parameter: "scope", Field: FieldAllowedOAuthScopes,
			Summary: "scope holds one that AllowedOAuthScopes does not list, with response_type code.",
			Outcome: OutcomeRejected, Evidence: EvidenceMeasured, Response: callback("invalid_request", "invalid_scope"),
			Detail: "The guide says error=invalid_scope; logs since 2020 show this.",
			Fix:    fixScope, Side: SideRequest, Tell: "compare scope with AllowedOAuthScopes, element by element",
			Sources: []Source{
				thread("aws-samples/cloudfront-authorization-at-edge", "82", "the callback with invalid_scope", "2020-09-08"),
				thread("mlops-club/awscdk-minecraft", "40", "the callback with invalid_scope", "2023-04-11"),
			},
			when: func(v *requestView) Answer { return answerOf(v.r.flow() == "code").and(v.asksUnlisted()) },
			says: (*requestView).unlistedInWords,
		},
		{
			ID: "AUTHZ-22", APIs: onAuthorize(), cause: causeScope, Parameter: "scope", Field: FieldAllowedOAuthScopes,
			Summary: "scope holds one that AllowedOAuthScopes does not list, with response_type token: the error stands in the " +
				"fragment of the callback.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported,
			Response: Response{Place: PlaceFragment, Error: "invalid_request", Description: "invalid_scope"},
			Fix:      fixScope, Side: SideRequest, Tell: "the error stands behind the # of the callback",
			when: func(v *requestView) Answer { return answerOf(v.r.flow() == "token").and(v.asksUnlisted()) },
			says: (*requestView).unlistedInWords,
		},
		{
			ID: "AUTHZ-24", APIs: onAuthorize(), cause: causeScope, Parameter: "scope", Field: FieldAllowedOAuthScopes,
			Summary: "scope holds one that AllowedOAuthScopes does not list beside others that it lists: the whole request " +
				"fails, the scope is not dropped.",
			Outcome: OutcomeRejected, Evidence: EvidenceMeasured,
			Fix: fixScope, Side: SideRequest,
			Sources: []Source{thread("openchoreo/openchoreo", "3217", "phone, which the client does not list, fails the request",
				"2026-04-17")},
			when: func(v *requestView) Answer {
				unlisted, _ := v.unlistedScopes()
				return v.asksUnlisted().and(answerOf(len(unlisted) < len(v.requestedScopes())))
			},
		},
		{
			ID: "AUTHZ-25", APIs: onAuthorize(), cause: causeScope, Parameter: "scope", Field: FieldAllowedOAuthScopes,
			Summary: "scope holds one that AllowedOAuthScopes does not list, after the guide, which also says that such a " +
				"scope is ignored at runtime.",
			Outcome: OutcomeRejected, Evidence: EvidenceDocumented, Response: Response{Place: PlaceCallback, Error: "invalid_scope"},
			Fix: fixScope, Side: SideRequest, Sources: []Source{guideAuthorize()},
			when: (*requestView).asksUnlisted,
		},
		{
			ID: "AUTHZ-26", APIs: onAuthorize(), cause: causeScope, Parameter: "scope", Field: FieldAllowedOAuthScopes,
			Summary: "scope holds one that AllowedOAuthScopes does not list, and the error page shows instead of the callback.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported, Response: Response{Place: PlacePage, Error: "invalid_scope"},
			Detail: "Why the page shows here and not the callback is not explained.",
			Fix:    fixScope, Side: SideRequest,
			Sources: []Source{thread("python-social-auth/social-app-django", "538", "the page with invalid_scope", "2024-01-15")},
			when:    (*requestView).asksUnlisted,
		},
		{
			ID: "AUTHZ-42", APIs: onAuthorize(), Parameter: "resource",
			Summary: "scope holds a custom scope of another resource server than the one that resource names.",
			Outcome: OutcomeRejected, Evidence: EvidenceMeasured,
			Response: Response{Error: "invalid_request", Message: "custom scopes requested for resource-binding must be assigned " +
				"to the resource being requested"},
			Fix: "request custom scopes of one resource server only, the one that resource names", Side: SideRequest,
			Tell: "the request holds resource", Sources: []Source{swng()},
			when: (*requestView).bindsOther,
		},
		{
			ID: "AUTHZ-30", APIs: onAuthorize(), cause: causeProvider, Parameter: "identity_provider",
			Field:   FieldSupportedIdentityProviders,
			Summary: "identity_provider names a provider that the client or the pool does not have.",
			Outcome: OutcomeRejected, Evidence: EvidenceMeasured,
			Response: Response{Place: PlaceLogin, Message: "Login option is not available. Please try another one"},
			Fix:      "add the provider to SupportedIdentityProviders, or send the name that is listed", Side: SideClient,
			Sources: []Source{thread("aws-amplify/aws-sdk-android", "1808", "a provider that the client lacks", "2020-06-02")},
			when:    (*requestView).asksProvider,
			says: func(v *requestView) string {
				name := v.get("identity_provider")
				return "identity_provider " + quote(name) + " is not in SupportedIdentityProviders" +
					didYouMean(name, v.c.SupportedIdentityProviders...)
			},
		},
		{
			ID: "AUTHZ-31", APIs: onAuthorize(), cause: causeProvider, Field: FieldSupportedIdentityProviders,
			Summary: "A provider is not in SupportedIdentityProviders, as a report tells whose request names none.",
			Outcome: OutcomeUndetermined, Evidence: EvidenceReported, Response: Response{Place: PlacePage, Error: "invalid_request"},
			Fix: "compare SupportedIdentityProviders with the provider that is meant", Side: SideClient,
			Tell: "the client is known and a challenge of PKCE is sent that is no real one",
		},
		{
			ID: "AUTHZ-32", APIs: onAuthorize(), Parameter: "code_challenge_method",
			Summary: "code_challenge is sent with another method than S256, or without one.",
			Outcome: OutcomeRejected, Evidence: EvidenceDocumented, Response: callback("invalid_request", ""),
			Fix: "send code_challenge_method=S256", Side: SideRequest,
			Tell: "the request has code_challenge and not code_challenge_method=S256", Sources: []Source{guideAuthorize()},
			when: func(v *requestView) Answer {
				return answerOf(v.r.has("code_challenge")).and(v.sends("code_challenge_method", "S256").not())
			},
		},
		{
			ID: "AUTHZ-39", APIs: onAuthorize(), Parameter: "state",
			Summary: "state is a JSON text, which is not allowed. Any other state is returned.",
			Outcome: OutcomeRejected, Evidence: EvidenceDocumented,
			Fix: "encode the JSON as Base64 before it is sent", Side: SideRequest, Sources: []Source{guideAuthorize()},
			when: func(v *requestView) Answer {
				state := strings.TrimSpace(v.get("state"))
				return answerOf(strings.HasPrefix(state, "{") && json.Valid([]byte(state)))
			},
		},
		{
			ID: "AUTHZ-35", APIs: onAuthorize(), Parameter: "prompt",
			Summary: "prompt is none, and the browser has no session (managed login only).",
			Outcome: OutcomeRejected, Evidence: EvidenceDocumented, Response: callback("login_required", ""),
			Fix: "send the user to the login page without prompt=none", Side: SideRequest,
			Sources: []Source{guideAuthorize()},
			could: func(v *requestView) Answer {
				if len(v.r.Parameters) == 0 {
					return AnswerUndetermined
				}
				return answerOf(v.get("prompt") == "none")
			},
		},
		{
			ID: "AUTHZ-16", APIs: onAuthorize(), Parameter: "redirect_uri", Field: FieldDefaultRedirectURI,
			Summary: "redirect_uri is missing, and DefaultRedirectURI stands in for it: the client has one identity provider.",
			Outcome: OutcomeAccepted, Evidence: EvidenceDocumented, Detail: "Nobody measured it.", Sources: []Source{sdkModel()},
			when: func(v *requestView) Answer { return answerOf(v.match.missing).and(v.defaultRedirect()) },
		},
		{
			ID: "AUTHZ-33", APIs: onAuthorize(),
			Summary: "No code_challenge is sent: PKCE is optional, for clients without a secret too.",
			Outcome: OutcomeAccepted, Evidence: EvidenceDocumented, Sources: []Source{guideAuthorize(), guideToken()},
			when: func(v *requestView) Answer { return answerOf(v.r.flow() == "code" && !v.r.has("code_challenge")) },
		},
		{
			ID: "AUTHZ-27", APIs: onAuthorize(), Parameter: "scope", Field: FieldAllowedOAuthScopes,
			Summary: "scope is missing: the tokens get every scope of the client.",
			Outcome: OutcomeAccepted, Evidence: EvidenceDocumented, Sources: []Source{guideAuthorize()},
			when: func(v *requestView) Answer { return answerOf(v.lacks("scope")) },
		},
		{
			ID: "AUTHZ-28", APIs: onAuthorize(), Parameter: "scope",
			Summary: "scope is missing: a code is issued, and in one report its exchange fails with invalid_grant.",
			Detail:  "That a resource was sent too may be the real cause: AUTHZ-40.",
			Outcome: OutcomeAccepted, Evidence: EvidenceReported,
			Sources: []Source{thread("anthropics/claude-code", "90190", "a code without scope, its exchange fails", "2026-08-27")},
			when:    func(v *requestView) Answer { return answerOf(v.lacks("scope") && v.r.flow() == "code") },
		},
		{
			ID: "AUTHZ-29", APIs: onAuthorize(), Parameter: "scope",
			Summary: "scope does not hold openid: there is no ID token, and phone, email and profile need openid.",
			Outcome: OutcomeAccepted, Evidence: EvidenceMeasured,
			Sources: []Source{guideAuthorize(), thread("aws-amplify/amplify-js", "7393", "no id_token without openid", "2020-12-11")},
			when: func(v *requestView) Answer {
				scopes := v.requestedScopes()
				return answerOf(scopes != nil && !slices.Contains(scopes, scopeOpenID))
			},
		},
		{
			ID: "AUTHZ-40", APIs: onAuthorize(), Parameter: "resource", assumed: true,
			Summary: "resource is a URL that names no resource server: a code is issued, and its exchange fails with " +
				"invalid_grant, with or without resource there.",
			Detail:  "The guide says that the URL is of your choosing.",
			Outcome: OutcomeAccepted, Evidence: EvidenceMeasured, Sources: []Source{swng()},
			when: func(v *requestView) Answer {
				return answerOf(!v.lacks("resource")).and(v.knowsResource(v.get("resource")).not())
			},
		},
		{
			ID: "AUTHZ-41", APIs: onAuthorize(), Parameter: "resource",
			Summary: "resource is the identifier of a resource server: it becomes aud, and a refresh keeps aud and scope.",
			Outcome: OutcomeAccepted, Evidence: EvidenceMeasured, Sources: []Source{swng()},
			when: func(v *requestView) Answer {
				return answerOf(!v.lacks("resource")).and(v.knowsResource(v.get("resource")))
			},
		},
		note("AUTHZ-34", "A parameter that the endpoint does not know is tolerated.", EvidenceMeasured, swng(),
			func(v *requestView) bool { return v.strangeParameter() }),
		note("AUTHZ-36", "prompt is login: the browser is sent to /login with prompt=login.", EvidenceDocumented,
			guideAuthorize(), func(v *requestView) bool { return v.get("prompt") == "login" }),
		{
			ID: "AUTHZ-37", APIs: onAuthorize(),
			Summary: "lang and ui_locales are ignored by the classic pages and work with managed login.",
			Outcome: OutcomeAccepted, Evidence: EvidenceReported,
			when: func(v *requestView) Answer { return answerOf(v.r.has("lang") || v.r.has("ui_locales")) },
		},
		note("AUTHZ-38", "nonce is copied into the ID token.", EvidenceDocumented, guideAuthorize(),
			func(v *requestView) bool { return v.r.has("nonce") }),
		note("AUTHZ-43", "The code is valid for five minutes.", EvidenceDocumented, guideAuthorize(),
			func(v *requestView) bool { return v.r.flow() == "code" }),
		wildcard,
		configuration("AUTHZ-14", "Plain http to another host than localhost, 127.0.0.1 or [::1], a fragment or a relative "+
			"URL is rejected when it is registered. Ports are free.", EvidenceDocumented, []Source{sdkModel()},
			FieldCallbackURLs, "redirect-http", "redirect-fragment", "redirect-not-absolute"),
	}
}

// note is what an accepted request to /oauth2/authorize is told.
func note(id, summary string, e Evidence, source Source, when func(v *requestView) bool) RequestRule {
	return RequestRule{
		ID: id, APIs: onAuthorize(), Summary: summary, Outcome: OutcomeAccepted, Evidence: e, Sources: []Source{source},
		when: func(v *requestView) Answer { return answerOf(when(v)) },
	}
}

// configuration is a fact about what a client may hold, which rules of the catalogue
// say of the create and the update.
func configuration(id, summary string, e Evidence, sources []Source, f Field, rules ...string) RequestRule {
	return RequestRule{
		ID: id, APIs: []string{"CreateUserPoolClient", "UpdateUserPoolClient"}, Summary: summary,
		Outcome: OutcomeRejected, Evidence: e, Sources: sources, Field: f, Side: SideClient, Rules: rules,
		Fix: "see userpoolclient explain " + rules[0],
	}
}

// asksUnlisted reports whether scope holds one that the client does not list.
func (v *requestView) asksUnlisted() Answer {
	_, any := v.unlistedScopes()
	return any
}

func (v *requestView) unlistedInWords() string {
	scopes, _ := v.unlistedScopes()
	var parts []string
	for _, s := range scopes {
		parts = append(parts, quote(s)+didYouMean(s, v.c.AllowedOAuthScopes...))
	}
	if len(parts) > 1 {
		return "scope holds " + strings.Join(parts, " and ") + ", which AllowedOAuthScopes does not list"
	}
	return "scope holds " + strings.Join(parts, "") + ", which is not in AllowedOAuthScopes"
}

// bindsOther reports whether a custom scope belongs to another resource server than
// resource names.
func (v *requestView) bindsOther() Answer {
	r := v.get("resource")
	if r == "" || v.knowsResource(r) != AnswerYes {
		return AnswerNo
	}
	return answerOf(slices.ContainsFunc(v.requestedScopes(), func(s string) bool {
		return resource(s) != "" && resource(s) != r
	}))
}

// asksProvider reports whether identity_provider names one that is not listed.
func (v *requestView) asksProvider() Answer {
	if v.lacks("identity_provider") || len(v.c.SupportedIdentityProviders) == 0 && !v.pending(FieldSupportedIdentityProviders) {
		return AnswerNo
	}
	name, known := v.r.Get("identity_provider")
	return v.listed(FieldSupportedIdentityProviders, v.c.SupportedIdentityProviders, name, known).not()
}

// sends reports whether a parameter has a value.
func (v *requestView) sends(name, value string) Answer {
	got, known := v.r.Get(name)
	if v.r.has(name) && !known {
		return AnswerUndetermined
	}
	return answerOf(got == value)
}

// strangeParameter reports whether the request to /oauth2/authorize has a parameter
// that the guide does not name.
func (v *requestView) strangeParameter() bool {
	return slices.ContainsFunc(v.r.Parameters, func(p Parameter) bool {
		return !slices.Contains([]string{
			"response_type", "client_id", "redirect_uri", "state", "identity_provider", "idp_identifier", "scope",
			"code_challenge_method", "code_challenge", "nonce", "lang", "ui_locales", "login_hint", "prompt", "resource",
		}, p.Name)
	})
}
