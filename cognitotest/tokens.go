package cognitotest

import (
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

// getClientToken issues a token to a client that shows one of its secrets. It
// needs no credentials, and finds the pool by the client. No rejection of the
// service is recorded.
func (s *Service) getClientToken(r *request, in *cip.GetClientTokenInput) (*cip.GetClientTokenOutput, error) {
	var l limits
	l.clientID(in.ClientId)
	l.clientSecret("secret", in.Secret, true)
	if err := l.err(); err != nil {
		return nil, err
	}
	t, err := s.clientTokens(r.base, in)
	if err != nil {
		return nil, err
	}
	token, err := s.sign(t.access)
	if err != nil {
		return nil, err
	}
	return &cip.GetClientTokenOutput{ClientAuthenticationResult: &types.ClientAuthenticationResultType{
		AccessToken: &token, ExpiresIn: int32(t.lifetime / time.Second), TokenType: aws.String("Bearer"),
	}}, nil
}

// clientTokens returns the tokens that a client gets for itself.
func (s *Service) clientTokens(base string, in *cip.GetClientTokenInput) (tokens, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	poolID, c, err := s.clientAnywhere(*in.ClientId)
	if err != nil {
		return tokens{}, err
	}
	asked := newAPIRequest("GetClientToken", "ClientId", *in.ClientId, "Secret", *in.Secret)
	scopes := c.config.AllowedOAuthScopes
	if len(in.Scopes) > 0 {
		scopes = in.Scopes
		asked.Parameters = append(asked.Parameters,
			userpoolclient.NewParameter("Scopes", strings.Join(in.Scopes, " ")))
	}
	v := s.judge(asked, s.pools[poolID], c)
	if v.Outcome != userpoolclient.OutcomeAccepted {
		return tokens{}, exception(v, *in.ClientId)
	}
	return s.machineTokens(base, poolID, c, scopes), nil
}
