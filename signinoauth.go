package userpoolclient

import "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

// The ways in that need no user flow of ExplicitAuthFlows: the token of
// GetClientToken and the grants of the OAuth endpoints.

// clientTokenFlow is the token that a machine gets for the client itself.
func (v *signInView) clientTokenFlow() verdict {
	list := v.flow(&clientTokenFlow)
	switch {
	case list.answer != AnswerYes:
		return list
	case v.secret == SecretStateAbsent:
		return verdict{AnswerNo, FieldClientSecret, "is absent, and GetClientToken must send one"}
	case v.secret == SecretStateUnknown:
		return verdict{
			AnswerUndetermined,
			FieldClientSecret,
			"must be sent, and whether the client has one is not known",
		}
	}
	return list
}

// grant returns whether the OAuth settings allow a flow.
func (v *signInView) grant(flow types.OAuthFlowType) verdict {
	switch {
	case v.notKnown(FieldAllowedOAuthFlowsUserPoolClient):
		return verdict{AnswerUndetermined, FieldAllowedOAuthFlowsUserPoolClient, "is not known yet"}
	case v.c.AllowedOAuthFlowsUserPoolClient == nil:
		return verdict{
			AnswerNo,
			FieldAllowedOAuthFlowsUserPoolClient,
			"is omitted, which means false: the OAuth endpoints reject the client",
		}
	case !oauthOn(v.c):
		return verdict{
			AnswerNo,
			FieldAllowedOAuthFlowsUserPoolClient,
			"is false: the OAuth endpoints reject the client",
		}
	case v.notKnown(FieldAllowedOAuthFlows):
		return verdict{AnswerUndetermined, FieldAllowedOAuthFlows, "is not known yet"}
	}
	set, partly := v.oauthFlows()
	switch bit := flowBit(flow); {
	case set&bit == 0 && partly:
		return verdict{
			AnswerUndetermined,
			FieldAllowedOAuthFlows,
			"does not list " + string(flow) + " so far; an element is not known yet",
		}
	case set&bit == 0:
		return verdict{AnswerNo, FieldAllowedOAuthFlows, "does not list " + string(flow)}
	case bit == flowClientCredentials:
		return v.machineGrant()
	}
	if no, rejected := v.rejected(
		"client-credentials-exclusive",
		"oauth-flows-scopes-required",
		"callback-urls-required",
	); rejected {
		return no
	}
	switch {
	case !v.has(FieldSupportedIdentityProviders, len(v.c.SupportedIdentityProviders)):
		return verdict{
			AnswerUndetermined,
			FieldSupportedIdentityProviders,
			"is omitted or empty: the sign-in pages have no provider to offer",
		}
	}
	return verdict{
		AnswerYes,
		FieldAllowedOAuthFlows,
		"lists " + string(flow) + " and AllowedOAuthFlowsUserPoolClient is true",
	}
}

func (v *signInView) machineGrant() verdict {
	no, rejected := v.rejected(
		"client-credentials-exclusive",
		"oauth-flows-scopes-required",
		"client-credentials-secret",
	)
	if rejected {
		return no
	}
	if v.secret == SecretStateUnknown {
		return verdict{AnswerUndetermined, FieldClientSecret, "is needed, and whether the client has one is not known"}
	}
	return verdict{AnswerYes, FieldAllowedOAuthFlows, "lists client_credentials and the client has a secret"}
}

// refreshGrant returns whether the token endpoint refreshes tokens. Of the grants
// only the authorization code issues a refresh token.
func (v *signInView) refreshGrant() verdict {
	code := v.grant(types.OAuthFlowTypeCode)
	if code.answer == AnswerYes {
		return v.refresh()
	}
	set, partly := v.oauthFlows()
	if code.field != FieldAllowedOAuthFlows || code.answer == AnswerUndetermined || set&flowCode != 0 {
		return code
	}
	if set&flowImplicit != 0 && !partly {
		return verdict{
			AnswerUndetermined,
			FieldAllowedOAuthFlows,
			"does not list code, the flow that issues a refresh token; whether one issued by an API call serves here is not " +
				"verified",
		}
	}
	return verdict{AnswerNo, FieldAllowedOAuthFlows, "does not list code, the flow that issues a refresh token"}
}

// oauthFlows is the flows that are known, and whether others are not.
func (v *signInView) oauthFlows() (set flowSet, partly bool) {
	for i, f := range v.c.AllowedOAuthFlows {
		if !v.subject.knows(FieldAllowedOAuthFlows, i) {
			partly = true
			continue
		}
		set |= flowBit(f)
	}
	return set, partly
}

// has reports whether a list has elements; one that is not known yet has.
func (v *signInView) has(f Field, n int) bool { return n > 0 || v.notKnown(f) }
