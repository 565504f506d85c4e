package userpoolclient

import "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

// An authFlowSet says which values ExplicitAuthFlows holds.
type authFlowSet uint16

func authFlowBit(f types.ExplicitAuthFlowsType) authFlowSet { return 0 }

var authFlowRules []Rule
