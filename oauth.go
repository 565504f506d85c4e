package userpoolclient

import "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

// A flowSet says which values AllowedOAuthFlows holds.
type flowSet uint8

const (
	flowCode flowSet = 1 << iota
	flowImplicit
	flowClientCredentials
	flowOther // a value the API does not name
)

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

func scanScope(value string, advice bool) mark { return 0 }

var oauthRules, secretRules []Rule
