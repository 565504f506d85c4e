package preset

import (
	"slices"

	"github.com/userpoolclient/userpoolclient"
)

// Way is one call that signs somebody in or leads there.
type Way struct {
	API  string // the operation, "InitiateAuth", or the endpoint, "/oauth2/token"
	Flow string // its AuthFlow, response_type or grant_type; "" where it has none

	// Allowed is AnswerYes, or AnswerUndetermined where it is not verified what the
	// service makes of a call that the client has no use for.
	Allowed userpoolclient.Answer
}

// ways returns the calls of an API with these flows.
func ways(answer userpoolclient.Answer, api string, flows ...string) []Way {
	all := make([]Way, len(flows))
	for i, flow := range flows {
		all[i] = Way{api, flow, answer}
	}
	return all
}

const yes = userpoolclient.AnswerYes

// The flows that renew tokens, and that no rotation excludes.
var refreshFlows = []string{"REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"}

// refreshWays are the calls that renew tokens by a flow of the list.
func refreshWays(answer userpoolclient.Answer) (initiate, admin, operation []Way) {
	return ways(answer, "InitiateAuth", refreshFlows...), ways(answer, "AdminInitiateAuth", refreshFlows...),
		ways(answer, "GetTokensFromRefreshToken", "")
}

// codeWays are the calls of the authorization code grant.
func codeWays() []Way {
	return slices.Concat(ways(yes, "/oauth2/authorize", "code"),
		ways(yes, "/oauth2/token", "authorization_code", "refresh_token"))
}

// openWays are the calls that no setting of a client forbids: whether people may
// sign themselves up is the pool's.
func openWays() []Way {
	var all []Way
	for _, api := range []string{"SignUp", "ConfirmSignUp", "ResendConfirmationCode", "ForgotPassword",
		"ConfirmForgotPassword"} {
		all = append(all, Way{api, "", yes})
	}
	return all
}

// publicWays are those of an SPA and of a native application in a pool.
func publicWays(p *userpoolclient.Pool) []Way {
	if !rotates(p) {
		return webWays()
	}
	return slices.Concat(ways(yes, "InitiateAuth", "USER_SRP_AUTH"), ways(yes, "AdminInitiateAuth", "USER_SRP_AUTH"),
		ways(yes, "GetTokensFromRefreshToken", ""), codeWays(), ways(yes, "RespondToAuthChallenge", ""), openWays())
}

func webWays() []Way {
	initiate, admin, operation := refreshWays(yes)
	return slices.Concat(initiate, admin, operation, codeWays(), openWays())
}

func serverWays() []Way {
	initiate, admin, operation := refreshWays(yes)
	return slices.Concat(initiate, ways(yes, "AdminInitiateAuth", "ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"),
		admin, operation, openWays())
}

// machineWays has the calls that renew tokens, which ALLOW_REFRESH_TOKEN_AUTH
// allows; there is never one to renew.
func machineWays() []Way {
	initiate, admin, operation := refreshWays(yes)
	return slices.Concat(initiate, admin, operation, ways(yes, "/oauth2/token", "client_credentials"), openWays())
}

// machineTokenWays has the calls that renew tokens as undetermined: without
// ALLOW_REFRESH_TOKEN_AUTH it is not verified what becomes of them, and there is
// never a token to renew.
func machineTokenWays() []Way {
	initiate, admin, operation := refreshWays(userpoolclient.AnswerUndetermined)
	return slices.Concat(initiate, admin, operation, ways(yes, "GetClientToken", ""), openWays())
}
