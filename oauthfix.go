package userpoolclient

import "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

// The mechanical fixes of OAuth flows and scopes.

// writeOAuthFlow writes the flow that a value is another name of: a response type or
// a grant type.
func writeOAuthFlow(s *subject, f Finding) []Edit {
	value, ok := s.valueAt(f)
	if !ok {
		return nil
	}
	switch bare(value) {
	case "token":
		return s.write(f, string(types.OAuthFlowTypeImplicit))
	case "authorizationcode":
		return s.write(f, string(types.OAuthFlowTypeCode))
	}
	return s.write(f, spelled(value, oauthFlowNames...))
}

// dropReservedScope removes a scope that is about users from a client that signs
// none in.
func dropReservedScope(s *subject, f Finding) []Edit {
	if s.flows != flowClientCredentials {
		return nil
	}
	return removeElement(s, f)
}
