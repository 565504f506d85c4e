package userpoolclient

import (
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// The operations and endpoints, as Capability.API and Request.API name them.
const (
	apiInitiateAuth        = "InitiateAuth"
	apiAdminInitiateAuth   = "AdminInitiateAuth"
	apiGetTokens           = "GetTokensFromRefreshToken"
	apiClientToken         = "GetClientToken"
	apiRespond             = "RespondToAuthChallenge"
	apiSignUp              = "SignUp"
	apiConfirmSignUp       = "ConfirmSignUp"
	apiResend              = "ResendConfirmationCode"
	apiForgotPassword      = "ForgotPassword"
	apiConfirmForgot       = "ConfirmForgotPassword"
	apiRevokeToken         = "RevokeToken"
	apiAuthorize           = "/oauth2/authorize"
	apiToken               = "/oauth2/token"
	apiRevoke              = "/oauth2/revoke"
	apiUserInfo            = "/oauth2/userInfo"
	apiIDPResponse         = "/oauth2/idpresponse"
	apiLogin               = "/login"
	apiLogout              = "/logout"
	apiError               = "/error"
	apiDiscovery           = "/.well-known/openid-configuration"
	apiKeys                = "/.well-known/jwks.json"
	apiAuthorizationServer = "/.well-known/oauth-authorization-server"
)

// The names of what a request carries.
const (
	secretHash         = "SecretHash"
	authSecretHash     = "AuthParameters.SECRET_HASH"
	responseSecretHash = "ChallengeResponses.SECRET_HASH"
	basicOrBody        = "client_secret, or client_id and client_secret in an Authorization: Basic header"
)

// A signInWay is a call that signs somebody in or belongs to it: what carries it and what
// of the client decides whether it can be used. SignIn lists the ways, Judge asks the
// way of a request.
type signInWay struct {
	api, flow   string   // as in Capability
	sends       []string // what each request carries, the secret aside
	proof       string   // what a client with a secret sends besides; "" where sends has it or nothing does
	contextData bool     // it takes UserContextData and no AWS credentials
	allowed     func(v *signInView) verdict
}

func signInWays() []signInWay { return wayList.get(makeWays) }

var wayList lazy[[]signInWay]

func makeWays() []signInWay {
	var all []signInWay
	for _, api := range []string{apiInitiateAuth, apiAdminInitiateAuth} {
		for i := range signInFlows {
			all = append(all, authWay(api, &signInFlows[i]))
		}
	}
	all = append(all,
		signInWay{api: apiGetTokens, sends: []string{"ClientId", "RefreshToken"}, proof: "ClientSecret",
			allowed: (*signInView).refresh},
		signInWay{api: apiClientToken, sends: []string{"ClientId", "Secret"}, allowed: (*signInView).clientTokenFlow})
	all = append(all, oauthWays()...)
	return append(all, unauthenticatedWays()...)
}

// authWay is InitiateAuth or AdminInitiateAuth with one AuthFlow.
func authWay(api string, f *signInFlow) signInWay {
	w := signInWay{api: api, flow: string(f.flow), proof: authSecretHash, contextData: api == apiInitiateAuth}
	w.sends = []string{"ClientId"}
	if api == apiAdminInitiateAuth {
		w.sends = []string{"AWS credentials", "UserPoolId", "ClientId"}
	}
	for _, p := range f.params {
		w.sends = append(w.sends, "AuthParameters."+p)
	}
	w.allowed = func(v *signInView) verdict {
		switch {
		case f.only != "" && f.only != api:
			return verdict{AnswerNo, "", "only " + f.only + " takes this flow"}
		case f.refresh:
			return v.refreshCall(f)
		}
		return v.flow(f)
	}
	return w
}

// oauthWays is the grants at the OAuth endpoints.
func oauthWays() []signInWay {
	grant := func(flow types.OAuthFlowType) func(v *signInView) verdict {
		return func(v *signInView) verdict { return v.grant(flow) }
	}
	code := grant(types.OAuthFlowTypeCode)
	return []signInWay{
		{api: apiAuthorize, flow: "code", sends: []string{"response_type=code", "client_id", "redirect_uri"},
			allowed: code},
		{api: apiToken, flow: "authorization_code", allowed: code, proof: basicOrBody,
			sends: []string{"grant_type=authorization_code", "client_id", "code", "redirect_uri"}},
		{api: apiAuthorize, flow: "token", sends: []string{"response_type=token", "client_id", "redirect_uri"},
			allowed: grant(types.OAuthFlowTypeImplicit)},
		{api: apiToken, flow: "client_credentials", allowed: grant(types.OAuthFlowTypeClientCredentials),
			sends: []string{"grant_type=client_credentials", "client_id", basicOrBody}},
		{api: apiToken, flow: "refresh_token", allowed: (*signInView).refreshGrant, proof: basicOrBody,
			sends: []string{"grant_type=refresh_token", "client_id", "refresh_token"}},
	}
}

// unauthenticatedWays is the other operations that need no AWS credentials and take
// UserContextData.
func unauthenticatedWays() []signInWay {
	open := func(*signInView) verdict { return verdict{AnswerYes, "", "no setting of the client forbids it"} }
	all := []signInWay{
		{api: apiRespond, sends: []string{"ClientId", "ChallengeName", "Session", "ChallengeResponses.USERNAME"},
			proof: responseSecretHash, allowed: (*signInView).challenge},
		{api: apiSignUp, sends: []string{"ClientId", "Username"}, proof: secretHash, allowed: open},
		{api: apiConfirmSignUp, sends: []string{"ClientId", "Username", "ConfirmationCode"}, proof: secretHash,
			allowed: open},
		{api: apiResend, sends: []string{"ClientId", "Username"}, proof: secretHash, allowed: open},
		{api: apiForgotPassword, sends: []string{"ClientId", "Username"}, proof: secretHash, allowed: open},
		{api: apiConfirmForgot, sends: []string{"ClientId", "Username", "ConfirmationCode", "Password"},
			proof: secretHash, allowed: open},
	}
	for i := range all {
		all[i].contextData = true
	}
	return all
}

// wayOf returns the way of an operation or endpoint with a flow, nil where there is
// none.
func wayOf(api, flow string) *signInWay {
	for i := range signInWays() {
		if w := &signInWays()[i]; w.api == api && w.flow == flow {
			return w
		}
	}
	return nil
}
