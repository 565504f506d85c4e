package userpoolclient

import "strings"

// What rules have in common that record responses to one condition.
const (
	causeNoClient  = "client_id missing"
	causeRedirect  = "redirect_uri not listed"
	causeOff       = "OAuth off"
	causeFlow      = "flow not allowed"
	causeScope     = "scope not listed"
	causeHash      = "secret hash"
	causeLogout    = "logout_uri not listed"
	causeTokenURI  = "redirect_uri at the token endpoint"
	causeNoSecret  = "client authentication"
	causeToken     = "scope of client_credentials"
	causeProvider  = "provider not listed"
	fixRedirect    = "send the URL exactly as CallbackURLs lists it, or add the URL that is sent to CallbackURLs"
	notOAuthClient = "Client is not enabled for OAuth2.0 flows."
)

func onAuthorize() []string { return []string{apiAuthorize} }

// authorizeRules is what stands against a request to /oauth2/authorize, in the order
// of the checks.
func authorizeRules() []RequestRule {
	page := func(e string) Response { return Response{Place: PlacePage, Error: e} }
	callback := func(e, description string) Response {
		return Response{Status: 302, Place: PlaceCallback, Error: e, Description: description}
	}
	return []RequestRule{
		{
			ID: "AUTHZ-2", APIs: onAuthorize(), cause: causeNoClient, Parameter: "client_id",
			Summary: "Nothing but response_type is sent.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported, Response: page("Required parameters missing"),
			Fix: "send client_id and redirect_uri", Side: SideRequest,
			when: func(v *requestView) Answer {
				return answerOf(v.lacks("client_id") && len(v.r.Parameters) == 1 && v.r.has("response_type"))
			},
		},
		{
			ID: "AUTHZ-1", APIs: onAuthorize(), cause: causeNoClient, Parameter: "client_id",
			Summary: "client_id is missing or empty.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported, Response: page("Required parameters missing"),
			Fix: "send client_id", Side: SideRequest,
			Tell: "the URL of the page holds no client_id",
			when: func(v *requestView) Answer { return answerOf(v.lacks("client_id")) },
		},
		{
			ID: "AUTHZ-3", APIs: onAuthorize(), Parameter: "client_id",
			Summary: "There is no client of this client_id in the user pool of the domain.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported, Response: page("invalid_request"),
			Fix: "send the ID of a client of the user pool that the domain belongs to", Side: SideRequest,
			Tell:  "describe-user-pool-client does not find the client in the pool of the domain",
			when:  func(v *requestView) Answer { return answerOf(v.none && !v.lacks("client_id")) },
			could: func(v *requestView) Answer { return answerOf(v.none) },
		},
		{
			ID: "AUTHZ-15", APIs: onAuthorize(), Parameter: "redirect_uri", Field: FieldDefaultRedirectURI,
			Summary: "redirect_uri is missing, and the client has no DefaultRedirectURI that could stand in for it.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported,
			Response: Response{Message: "Required String parameter 'redirect_uri' is not present"},
			Fix:      "send redirect_uri", Side: SideRequest,
			Tell:    "the request holds no redirect_uri",
			Sources: []Source{thread("vouch/vouch-proxy", "548", "a request without redirect_uri", "2023-12-28")},
			when:    func(v *requestView) Answer { return answerOf(v.match.missing).and(v.defaultRedirect().not()) },
		},
		{
			ID: "AUTHZ-6", APIs: onAuthorize(), cause: causeRedirect, Parameter: "redirect_uri", Field: FieldCallbackURLs,
			Summary: "CallbackURLs lists the host with a capital letter, and redirect_uri has it in lower case. " +
				"The login page still shows; signing in fails.",
			Outcome: OutcomeRejected, Evidence: EvidenceMeasured,
			Response: Response{Place: PlaceLogin, Message: notOAuthClient},
			Fix:      "list the host in lower case, as browsers send it", Side: SideClient,
			Tell: "the login page shows, and the error comes when the password is sent",
			Sources: []Source{{"dsql-migration-toolkit: its changelog",
				"https://github.com/awslabs/dsql-migration-toolkit/blob/main/CHANGELOG.md", "2026-11-21"}},
			when:  func(v *requestView) Answer { return v.missed(v.capitalHost()) },
			could: (*requestView).listsCapitalHost,
		},
		{
			ID: "AUTHZ-12", APIs: onAuthorize(), cause: causeRedirect, Parameter: "redirect_uri", Field: FieldCallbackURLs,
			Summary: "redirect_uri holds two callback URLs, joined by a comma.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported, Response: page("redirect_mismatch"),
			Fix: "send one of the URLs", Side: SideRequest,
			Tell:    "redirect_uri holds a comma",
			Sources: []Source{thread("aws-amplify/amplify-cli", "1711", "two sign-in URLs in one redirect_uri", "2019-06-22")},
			when:    func(v *requestView) Answer { return v.missed(v.match.near.has(DifferenceJoined)) },
			could: func(v *requestView) Answer {
				return answerOf(len(v.c.CallbackURLs) > 1 || v.pending(FieldCallbackURLs)).and(AnswerUndetermined)
			},
		},
		{
			ID: "AUTHZ-5", APIs: onAuthorize(), cause: causeRedirect, Parameter: "redirect_uri", Field: FieldCallbackURLs,
			Summary: "redirect_uri differs from a listed URL by a slash at the end or by letter case; URLs are compared as text.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported,
			Fix: fixRedirect, Side: SideRequest,
			Sources: []Source{thread("awslabs/sagemaker-dashboards-for-ml", "4", "URLs must be equal to the letter", "2020-06-30")},
			when: func(v *requestView) Answer {
				near := v.match.near
				return v.missed(near.has(DifferenceSlash, DifferenceCase, DifferenceHostCase) && !v.capitalHost())
			},
		},
		{
			ID: "AUTHZ-8", APIs: onAuthorize(), cause: causeRedirect, Parameter: "redirect_uri", Field: FieldCallbackURLs,
			Summary: "redirect_uri is a loopback URL with another port than the listed one. Ports are compared: there is no " +
				"exception as in RFC 8252 section 7.3.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported, Response: page("redirect_mismatch"),
			Fix: "let the application listen on the listed port, or list each port that it may take", Side: SideRequest,
			when: func(v *requestView) Answer {
				near := v.match.near
				return v.missed(near.includes(DifferencePort) && isLoopback(splitURL(v.match.sent).host))
			},
		},
		{
			ID: "AUTHZ-9", APIs: onAuthorize(), cause: causeRedirect, Parameter: "redirect_uri", Field: FieldCallbackURLs,
			Summary: "redirect_uri and the listed URL name the loopback host differently: localhost, 127.0.0.1 or [::1].",
			Outcome: OutcomeRejected, Evidence: EvidenceReported,
			Fix: fixRedirect, Side: SideRequest,
			when: func(v *requestView) Answer { return v.missed(v.match.near.includes(DifferenceLoopback)) },
		},
		{
			ID: "AUTHZ-10", APIs: onAuthorize(), cause: causeRedirect, Parameter: "redirect_uri", Field: FieldCallbackURLs,
			Summary: "One of redirect_uri and the listed URL has http, the other https.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported, Response: page("redirect_mismatch"),
			Fix: "send the scheme that is listed; behind a proxy that ends TLS, make the application use https", Side: SideRequest,
			when: func(v *requestView) Answer {
				u := splitRedirect(v.match.sent)
				return v.missed(v.match.near.includes(DifferenceScheme) && (u.isHTTP() || u.isHTTPS()))
			},
		},
		{
			ID: "AUTHZ-11", APIs: onAuthorize(), cause: causeRedirect, Parameter: "redirect_uri", Field: FieldCallbackURLs,
			Summary: "redirect_uri has an application's own scheme, and the client lists another one.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported, Response: page("redirect_mismatch"),
			Fix: fixRedirect, Side: SideRequest,
			when: func(v *requestView) Answer { return v.missed(v.otherScheme()) },
		},
		{
			ID: "AUTHZ-4", APIs: onAuthorize(), cause: causeRedirect, Parameter: "redirect_uri", Field: FieldCallbackURLs,
			Summary: "redirect_uri is not in CallbackURLs.",
			Outcome: OutcomeRejected, Evidence: EvidenceMeasured, Response: page("redirect_mismatch"),
			Fix: fixRedirect, Side: SideRequest,
			Tell: "the page shows before any login form; compare redirect_uri with CallbackURLs letter by letter",
			Sources: []Source{thread("aws/aws-aspnet-cognito-identity-provider", "167",
				"a callback path that is not listed", "2020-08-03")},
			when: func(v *requestView) Answer { return v.missed(!v.capitalHost()) },
			says: func(v *requestView) string { return v.notListed() },
		},
		{
			ID: "AUTHZ-7", APIs: onAuthorize(), cause: causeRedirect, Parameter: "redirect_uri", Field: FieldCallbackURLs,
			Summary: "redirect_uri differs from a listed URL by a slash at the end, and a later check answers.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported, Response: Response{Message: notOAuthClient},
			Fix: fixRedirect, Side: SideRequest,
			Tell: "AllowedOAuthFlowsUserPoolClient is true, and redirect_uri ends otherwise than the listed URL",
			when: func(v *requestView) Answer { return v.missed(v.match.near.has(DifferenceSlash)) },
		},
		{
			ID: "LOGIN-3", APIs: append(onAuthorize(), apiToken), cause: causeOff, Field: FieldAllowedOAuthFlowsUserPoolClient,
			Summary: "AllowedOAuthFlowsUserPoolClient is false: only sign-in with the API is permitted.",
			Outcome: OutcomeRejected, Evidence: EvidenceDocumented,
			Fix: "set AllowedOAuthFlowsUserPoolClient to true, beside AllowedOAuthFlows and AllowedOAuthScopes", Side: SideClient,
			Sources: []Source{sdkModel(), apiClient},
			when: func(v *requestView) Answer {
				if v.api == apiToken && v.r.flow() == "client_credentials" {
					return AnswerNo // TOKEN-18
				}
				return v.deniedBy(FieldAllowedOAuthFlowsUserPoolClient)
			},
			could: (*requestView).oauthOff,
			says:  (*requestView).wayInWords,
		},
		{
			ID: "LOGIN-2", APIs: onAuthorize(), cause: causeOff, Field: FieldAllowedOAuthFlowsUserPoolClient,
			Summary: "AllowedOAuthFlowsUserPoolClient is false.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported, Response: Response{Message: notOAuthClient},
			Detail: "The text alone does not prove it: a redirect_uri that is not listed can lead to it too.",
			Fix:    "set AllowedOAuthFlowsUserPoolClient to true, beside AllowedOAuthFlows and AllowedOAuthScopes", Side: SideClient,
			Tell:  "describe-user-pool-client shows AllowedOAuthFlowsUserPoolClient false or not at all",
			when:  func(v *requestView) Answer { return v.deniedBy(FieldAllowedOAuthFlowsUserPoolClient) },
			could: (*requestView).oauthOff,
		},
		{
			ID: "AUTHZ-17", APIs: onAuthorize(), Parameter: "response_type",
			Summary: "response_type is missing.",
			Outcome: OutcomeRejected, Evidence: EvidenceDocumented, Response: callback("invalid_request", ""),
			Fix: "send response_type=code", Side: SideRequest, Tell: "the request holds no response_type",
			Sources: []Source{guideAuthorize()},
			when:    func(v *requestView) Answer { return answerOf(v.lacks("response_type")) },
		},
		{
			ID: "AUTHZ-18", APIs: onAuthorize(), cause: causeFlow, Parameter: "response_type", Field: FieldAllowedOAuthFlows,
			Summary: "response_type is token, and AllowedOAuthFlows does not list implicit.",
			Outcome: OutcomeRejected, Evidence: EvidenceDocumented, Response: callback("unauthorized_client", ""),
			Fix: "send response_type=code with PKCE, or add implicit to AllowedOAuthFlows", Side: SideRequest,
			Tell:    "the request has response_type=token",
			Sources: []Source{guideAuthorize()},
			when: func(v *requestView) Answer {
				return answerOf(v.r.flow() == "token").and(v.deniedBy(FieldAllowedOAuthFlows))
			},
			could: func(v *requestView) Answer { return v.lacksFlow(flowImplicit) },
		},
		{
			ID: "AUTHZ-19", APIs: onAuthorize(), cause: causeFlow, Parameter: "response_type", Field: FieldAllowedOAuthFlows,
			Summary: "response_type is token, and AllowedOAuthFlows does not list implicit, as far as the report tells.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported, Response: callback("invalid_request", "unauthorized_client"),
			Fix: "send response_type=code with PKCE, or add implicit to AllowedOAuthFlows", Side: SideRequest,
			Tell: "the request has response_type=token",
			when: func(v *requestView) Answer {
				return answerOf(v.r.flow() == "token").and(v.deniedBy(FieldAllowedOAuthFlows))
			},
			could: func(v *requestView) Answer { return v.lacksFlow(flowImplicit) },
		},
		{
			ID: "AUTHZ-20", APIs: onAuthorize(), cause: causeFlow, Parameter: "response_type", Field: FieldAllowedOAuthFlows,
			Summary: "response_type is code, and AllowedOAuthFlows does not list code.",
			Outcome: OutcomeRejected, Evidence: EvidenceReported, Response: Response{Error: "unauthorized_client"},
			Fix: "add code to AllowedOAuthFlows", Side: SideClient, Tell: "the request has response_type=code",
			Sources: []Source{thread("aws-amplify/amplify-js", "5284", "unauthorized_client, cured by the code grant",
				"2021-07-08")},
			when: func(v *requestView) Answer {
				return answerOf(v.r.flow() == "code").and(v.deniedBy(FieldAllowedOAuthFlows))
			},
			could: func(v *requestView) Answer { return v.lacksFlow(flowCode) },
		},
		{
			ID: "LOGIN-5", APIs: onAuthorize(), Field: FieldSupportedIdentityProviders,
			Summary: "SupportedIdentityProviders lists nobody. The guide asks for local users or one provider; what the " +
				"service answers is not measured.",
			Outcome: OutcomeUndetermined, Evidence: EvidenceDocumented,
			Fix: "list COGNITO or an identity provider", Side: SideClient,
			Sources: []Source{guideAuthorize()},
			when: func(v *requestView) Answer {
				return answerOf(v.deniedBy(FieldSupportedIdentityProviders) != AnswerNo)
			},
		},
	}
}

// oauthOff reports whether the switch of the OAuth flows is off.
func (v *requestView) oauthOff() Answer {
	if v.pending(FieldAllowedOAuthFlowsUserPoolClient) {
		return AnswerUndetermined
	}
	return answerOf(!oauthOn(v.c))
}

// lacksFlow reports whether AllowedOAuthFlows does not list a flow.
func (v *requestView) lacksFlow(flow flowSet) Answer {
	set, partly := v.oauthFlows()
	switch {
	case set&flow != 0:
		return AnswerNo
	case partly || v.pending(FieldAllowedOAuthFlows):
		return AnswerUndetermined
	}
	return AnswerYes
}

// defaultRedirect reports whether DefaultRedirectURI stands in for a redirect_uri
// that is missing, which it does where the client has one identity provider.
func (v *requestView) defaultRedirect() Answer {
	switch {
	case v.pending(FieldDefaultRedirectURI):
		return AnswerUndetermined
	case v.c.DefaultRedirectURI == nil:
		return AnswerNo
	case len(v.c.SupportedIdentityProviders) != 1 || v.pending(FieldSupportedIdentityProviders):
		return AnswerUndetermined
	}
	return AnswerYes
}

// missed reports whether redirect_uri is not listed and a condition on how holds.
func (v *requestView) missed(how bool) Answer {
	if v.match.missing || v.match.name != "redirect_uri" || !how {
		return AnswerNo
	}
	return v.match.answer.not()
}

// capitalHost reports whether the listed URL differs in capital letters of its host
// alone, which the one that was sent does not have.
func (v *requestView) capitalHost() bool {
	n := v.match.near
	return n.has(DifferenceHostCase) && hasCapital(splitURL(n.Listed).host) && !hasCapital(splitURL(v.match.sent).host)
}

func hasCapital(s string) bool { return strings.ToLower(s) != s }

// listsCapitalHost reports whether a callback URL has a capital letter in its host.
func (v *requestView) listsCapitalHost() Answer {
	for _, u := range v.c.CallbackURLs {
		if hasCapital(splitURL(u).host) {
			return AnswerYes
		}
	}
	if v.pending(FieldCallbackURLs) {
		return AnswerUndetermined
	}
	return AnswerNo
}

// otherScheme reports whether redirect_uri has an application's own scheme and a
// listed URL another one.
func (v *requestView) otherScheme() bool {
	sent := splitRedirect(v.match.sent)
	if sent.scheme == "" || sent.isHTTP() || sent.isHTTPS() {
		return false
	}
	for _, l := range v.c.CallbackURLs {
		listed := splitRedirect(l)
		if listed.scheme != sent.scheme && listed.scheme != "" && !listed.isHTTP() && !listed.isHTTPS() {
			return true
		}
	}
	return false
}

// notListed says that the URL of the request is not listed, and how the nearest one
// differs.
func (v *requestView) notListed() string {
	m := &v.match
	text := m.name + " " + quote(m.sent) + " is not in " + string(m.field)
	if m.near == nil {
		return text
	}
	return text + "; " + string(elementOf(m.field, m.near.Index)) + " " + quote(m.near.Listed) + " differs by " +
		m.near.words()
}

// nearMiss completes what a rule says of a URL that is not listed.
func (v *requestView) nearMiss(c *Cause) {
	c.Near = v.match.near
	c.Reason = v.notListed()
	if v.match.near == nil {
		return
	}
	for _, d := range v.match.near.Differences {
		if !d.reported() {
			c.Evidence = EvidenceReported
			c.Reason += "; URLs are reported to be compared as text, and nobody measured this difference"
			return
		}
	}
	if c.Rule == "AUTHZ-4" {
		c.Evidence = EvidenceReported // the record is of another path
	}
}
