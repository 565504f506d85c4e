package userpoolclient

import "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

// A signInFlow is one AuthFlow and the values of ExplicitAuthFlows that have a
// say in it.
type signInFlow struct {
	flow    types.AuthFlowType
	only    string                      // the one operation that takes it, "" for both
	allowed types.ExplicitAuthFlowsType // the value that allows it
	legacy  types.ExplicitAuthFlowsType // the legacy value that allows it, "" for none
	barred  authFlowSet                 // the legacy values that switch it off
	unclear authFlowSet                 // the legacy values beside which its state is not verified
	params  []string                    // what AuthParameters holds, the secret's hash aside
	refresh bool                        // it renews tokens and signs nobody in
}

// signInFlows holds every AuthFlow. The legacy values of ExplicitAuthFlows are
// older than the names for SRP, custom authentication and refreshing, which
// such a list can therefore neither allow nor forbid, CUSTOM_AUTH_FLOW_ONLY
// apart; what the service makes of them today is not verified.
//
// That each operation rejects the other's password flow is public:
// https://github.com/awsdocs/aws-doc-sdk-examples/issues/5289 (2023) and
// https://github.com/soto-project/soto-cognito-authentication-kit/issues/10 (2020).
var signInFlows = []signInFlow{
	{
		flow:    types.AuthFlowTypeUserSrpAuth,
		allowed: types.ExplicitAuthFlowsTypeAllowUserSrpAuth,
		barred:  authCustomOnly,
		unclear: authAdminNoSRP | authUserPassword,
		params:  []string{"USERNAME", "SRP_A"},
	},
	{
		flow:    types.AuthFlowTypeUserPasswordAuth,
		only:    apiInitiateAuth,
		allowed: types.ExplicitAuthFlowsTypeAllowUserPasswordAuth,
		legacy:  types.ExplicitAuthFlowsTypeUserPasswordAuth,
		params:  []string{"USERNAME", "PASSWORD"},
	},
	{
		flow:    types.AuthFlowTypeCustomAuth,
		allowed: types.ExplicitAuthFlowsTypeAllowCustomAuth,
		legacy:  types.ExplicitAuthFlowsTypeCustomAuthFlowOnly,
		unclear: authAdminNoSRP | authUserPassword,
		params:  []string{"USERNAME"},
	},
	{
		flow:    types.AuthFlowTypeUserAuth,
		allowed: types.ExplicitAuthFlowsTypeAllowUserAuth,
		params:  []string{"USERNAME"},
	},
	{
		flow:    types.AuthFlowTypeAdminUserPasswordAuth,
		only:    apiAdminInitiateAuth,
		allowed: types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth,
		unclear: authAdminNoSRP,
		params:  []string{"USERNAME", "PASSWORD"},
	},
	{ // the older name of the flow before
		flow:    types.AuthFlowTypeAdminNoSrpAuth,
		only:    apiAdminInitiateAuth,
		allowed: types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth,
		legacy:  types.ExplicitAuthFlowsTypeAdminNoSrpAuth,
		params:  []string{"USERNAME", "PASSWORD"},
	},
	refreshFlow,
	{
		flow:    types.AuthFlowTypeRefreshToken,
		allowed: refreshFlow.allowed,
		unclear: refreshFlow.unclear,
		params:  refreshFlow.params,
		refresh: true,
	},
}

var refreshFlow = signInFlow{
	flow:    types.AuthFlowTypeRefreshTokenAuth,
	allowed: types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
	unclear: authLegacy,
	params:  []string{"REFRESH_TOKEN"},
	refresh: true,
}

// clientTokenFlow is the flow of GetClientToken, which is no AuthFlow.
var clientTokenFlow = signInFlow{flow: "GetClientToken", allowed: flowAllowClientToken}
