package userpoolclient

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// A flowSet says which values AllowedOAuthFlows holds.
type flowSet uint8

const (
	flowCode flowSet = 1 << iota
	flowImplicit
	flowClientCredentials
	flowOther // a value the API does not name

	flowUser = flowCode | flowImplicit // flows that sign a user in
)

// flowBit returns the bit of a flow, flowOther for a value the API does not name.
func flowBit(f types.OAuthFlowType) flowSet {
	switch f {
	case types.OAuthFlowTypeCode:
		return flowCode
	case types.OAuthFlowTypeImplicit:
		return flowImplicit
	case types.OAuthFlowTypeClientCredentials:
		return flowClientCredentials
	}
	return flowOther
}

var oauthFlowNames = []string{"code", "implicit", "client_credentials"}

// flowFix returns what to do about a flow that does not exist, beside the flows
// that do: no suggestion that client-credentials-exclusive would reject.
func flowFix(flow string, beside flowSet) string {
	names := oauthFlowNames
	switch {
	case beside&flowClientCredentials != 0:
		return "remove it, because client_credentials must stand alone"
	case beside&flowUser != 0:
		names = oauthFlowNames[:2]
	}
	near := flow
	switch strings.ToLower(flow) { // the names of response types and grants are the usual mix-up
	case "token", "id_token":
		near = "implicit"
	case "authorization_code", "authorization-code":
		near = "code"
	}
	return "use " + orList(names) + didYouMean(near, names...)
}

// flowNames is the rule that an OAuth flow is one that the API names.
func flowNames(r Rule) Rule {
	r = enum(r, oauthFlowNames, FieldAllowedOAuthFlows)
	r.check = func(s *subject) []Finding {
		if s.flows&flowOther == 0 {
			return nil
		}
		return eachIn(FieldAllowedOAuthFlows, s.c.AllowedOAuthFlows,
			func(f types.OAuthFlowType) bool { return flowBit(f) == flowOther },
			func(f types.OAuthFlowType) (message, fix string) {
				return quoteThen(string(f), " is not an OAuth flow"), flowFix(string(f), s.flows)
			})
	}
	return r
}
