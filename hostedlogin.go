package userpoolclient

// loginRules is what is known of /login. With parameters it is judged as
// /oauth2/authorize, which leads there.
func loginRules() []RequestRule {
	return []RequestRule{
		{
			ID: "LOGIN-6", APIs: []string{apiLogin},
			Summary: "/login is opened without parameters.",
			Outcome: OutcomeRejected, Evidence: EvidenceMeasured, Response: Response{Status: 400},
			Fix: "send the browser to /oauth2/authorize", Side: SideRequest, Tell: "the URL has no parameters",
			Sources: []Source{thread("jenkinsci/oic-auth-plugin", "620", "the login page without parameters", "2025-07-07")},
			when:    func(v *requestView) Answer { return answerOf(len(v.r.Parameters) == 0) },
		},
		{
			ID: "LOGIN-1", APIs: []string{apiAuthorize, apiLogin},
			Summary: "The domain has managed login (version 2), and the client has no branding style.",
			Outcome: OutcomeRejected, Evidence: EvidenceMeasured,
			Response: Response{Status: 403, Place: PlaceLogin,
				Message: "Login pages unavailable. Please contact an administrator."},
			Fix:  "create a branding style for the client (CreateManagedLoginBranding), or set the domain to version 1",
			Side: SidePool, Tell: "describe-managed-login-branding-by-client finds nothing",
			Sources: []Source{swng(), thread("minorun365/html-share", "3", "pages unavailable without a style", "2026-08-14")},
		},
		{
			ID: "LOGIN-4", APIs: []string{apiLogin, apiAuthorize}, Field: FieldSupportedIdentityProviders,
			Summary: "SupportedIdentityProviders decides what the login page offers; without COGNITO, users can still sign in " +
				"with the API.",
			Outcome: OutcomeAccepted, Evidence: EvidenceDocumented, Sources: []Source{sdkModel()},
			when: func(v *requestView) Answer { return answerOf(len(v.c.SupportedIdentityProviders) > 0) },
		},
	}
}
