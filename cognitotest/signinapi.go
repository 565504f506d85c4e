package cognitotest

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

// newAPIRequest returns a request for an operation, of names and values; what is empty
// is not sent.
func newAPIRequest(api string, pairs ...string) userpoolclient.Request {
	r := userpoolclient.Request{API: api, Method: "POST"}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			r.Parameters = append(r.Parameters, userpoolclient.NewParameter(pairs[i], pairs[i+1]))
		}
	}
	return r
}

// exception is the answer to a request that a verdict does not accept: the recorded
// text, or the server's own.
func exception(v userpoolclient.Verdict, clientID string) error {
	e := &apiError{code: invalidParameter, message: own + v.Reason}
	if v.Field == userpoolclient.FieldClientSecret || strings.HasSuffix(v.Parameter, "Secret") {
		e.code = notAuthorized
	}
	if v.Outcome != userpoolclient.OutcomeRejected {
		return e
	}
	for _, c := range append([]userpoolclient.Cause{v.Cause}, v.Recorded...) {
		if c.Response.Message != "" {
			e.code = cmp.Or(c.Response.Exception, e.code)
			e.message = strings.ReplaceAll(c.Response.Message, "{client}", clientID)
			break
		}
	}
	return e
}

// A signInRequest is InitiateAuth or AdminInitiateAuth.
type signInRequest struct {
	api        string
	poolID     *string // of AdminInitiateAuth
	clientID   *string
	flow       types.AuthFlowType
	parameters map[string]string
	base       string
}

func (s *Service) initiateAuth(r *request, in *cip.InitiateAuthInput) (*cip.InitiateAuthOutput, error) {
	result, err := s.signInWith(&signInRequest{
		api: "InitiateAuth", clientID: in.ClientId, flow: in.AuthFlow, parameters: in.AuthParameters, base: r.base,
	})
	if err != nil {
		return nil, err
	}
	return &cip.InitiateAuthOutput{AuthenticationResult: result}, nil
}

func (s *Service) adminInitiateAuth(
	r *request, in *cip.AdminInitiateAuthInput,
) (*cip.AdminInitiateAuthOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	if err := l.err(); err != nil {
		return nil, err
	}
	result, err := s.signInWith(&signInRequest{
		api: "AdminInitiateAuth", poolID: in.UserPoolId, clientID: in.ClientId, flow: in.AuthFlow,
		parameters: in.AuthParameters, base: r.base,
	})
	if err != nil {
		return nil, err
	}
	return &cip.AdminInitiateAuthOutput{AuthenticationResult: result}, nil
}

// signInWith answers a sign-in up to where passwords come in, and a refresh whole.
func (s *Service) signInWith(in *signInRequest) (*types.AuthenticationResultType, error) {
	var l limits
	l.clientID(in.clientID)
	if flows := in.flow.Values(); in.flow == "" {
		l.add("null", "authFlow", notNull)
	} else if !slices.Contains(flows, in.flow) {
		l.add("'"+cut(string(in.flow))+"'", "authFlow", enumText(strs(flows)))
	}
	if err := l.err(); err != nil {
		return nil, err
	}
	t, err := s.signInTokens(in)
	if err != nil {
		return nil, err
	}
	return s.result(t)
}

func (s *Service) signInTokens(in *signInRequest) (tokens, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	poolID, c, err := s.clientAnywhere(*in.clientID)
	if in.poolID != nil {
		poolID = *in.poolID
		_, c, err = s.client(poolID, *in.clientID)
	}
	if err != nil {
		return tokens{}, err
	}
	asked := newAPIRequest(in.api, "ClientId", *in.clientID, "UserPoolId", aws.ToString(in.poolID), "AuthFlow",
		string(in.flow))
	for _, name := range slices.Sorted(maps.Keys(in.parameters)) {
		asked.Parameters = append(asked.Parameters,
			userpoolclient.NewParameter("AuthParameters."+name, in.parameters[name]))
	}
	asked.HashVerified = userpoolclient.AnswerNo
	if c.hashes(s.hashedName(s.pools[poolID], in), in.parameters["SECRET_HASH"]) {
		asked.HashVerified = userpoolclient.AnswerYes
	}
	if v := s.judge(asked, s.pools[poolID], c); v.Outcome != userpoolclient.OutcomeAccepted {
		return tokens{}, exception(v, *in.clientID)
	}
	if in.flow != types.AuthFlowTypeRefreshTokenAuth && in.flow != types.AuthFlowTypeRefreshToken {
		return tokens{}, &apiError{code: "UnsupportedOperationException", message: own + "the client allows " +
			string(in.flow) + ", and there it ends: passwords, SRP, MFA and triggers are not modelled"}
	}
	return s.refreshed(in.base, poolID, c, in.parameters["REFRESH_TOKEN"])
}

// hashedName returns the user name that goes into the secret hash: the one that is
// sent, or that of the refresh token's user.
func (s *Service) hashedName(p *pool, in *signInRequest) string {
	if name := in.parameters["USERNAME"]; name != "" {
		return name
	}
	if token := s.refreshTokens.get(in.parameters["REFRESH_TOKEN"]); token != nil {
		return token.user.Username
	}
	if p.user != nil {
		return p.user.Username
	}
	return ""
}

// hashes reports whether a secret hash is that of a user name with one of the client's
// secrets.
func (c *client) hashes(username, hash string) bool {
	return slices.ContainsFunc(c.secrets, func(secret clientSecret) bool {
		mac := hmac.New(sha256.New, []byte(secret.value.Reveal()))
		mac.Write([]byte(username + *c.config.ClientId))
		return hmac.Equal([]byte(base64.StdEncoding.EncodeToString(mac.Sum(nil))), []byte(hash))
	})
}

// refreshed returns the tokens for a refresh token. Of the answers where it does not
// serve no text is recorded.
func (s *Service) refreshed(base, poolID string, c *client, value string) (tokens, error) {
	of, rotated, why := s.refresh(c, value)
	switch why {
	case "":
		t := s.userTokens(base, poolID, c, of)
		t.refresh = rotated
		return t, nil
	case endedRotated:
		return tokens{}, &apiError{code: "RefreshTokenReuseException", message: own + string(why)}
	}
	return tokens{}, &apiError{code: notAuthorized, message: own + string(why)}
}

// result signs tokens for the API.
func (s *Service) result(t tokens) (*types.AuthenticationResultType, error) {
	access, id, err := s.signBoth(t)
	if err != nil {
		return nil, err
	}
	result := &types.AuthenticationResultType{
		AccessToken: &access, ExpiresIn: int32(t.lifetime / time.Second), TokenType: aws.String("Bearer"),
	}
	if id != "" {
		result.IdToken = &id
	}
	if t.refresh != "" {
		result.RefreshToken = &t.refresh
	}
	return result, nil
}

func (s *Service) getTokensFromRefreshToken(
	r *request, in *cip.GetTokensFromRefreshTokenInput,
) (*cip.GetTokensFromRefreshTokenOutput, error) {
	var l limits
	l.clientID(in.ClientId)
	if err := l.err(); err != nil {
		return nil, err
	}
	t, err := s.refreshedTokens(r.base, in)
	if err != nil {
		return nil, err
	}
	result, err := s.result(t)
	if err != nil {
		return nil, err
	}
	return &cip.GetTokensFromRefreshTokenOutput{AuthenticationResult: result}, nil
}

func (s *Service) refreshedTokens(base string, in *cip.GetTokensFromRefreshTokenInput) (tokens, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	poolID, c, err := s.clientAnywhere(*in.ClientId)
	if err != nil {
		return tokens{}, err
	}
	value := aws.ToString(in.RefreshToken)
	asked := newAPIRequest("GetTokensFromRefreshToken", "ClientId", *in.ClientId, "RefreshToken", value,
		"ClientSecret", aws.ToString(in.ClientSecret))
	if v := s.judge(asked, s.pools[poolID], c); v.Outcome != userpoolclient.OutcomeAccepted {
		return tokens{}, exception(v, *in.ClientId)
	}
	return s.refreshed(base, poolID, c, value)
}

func (s *Service) revokeToken(_ *request, in *cip.RevokeTokenInput) (*cip.RevokeTokenOutput, error) {
	var l limits
	l.clientID(in.ClientId)
	if in.Token == nil {
		l.add("null", "token", notNull)
	}
	if err := l.err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	poolID, c, err := s.clientAnywhere(*in.ClientId)
	if err != nil {
		return nil, err
	}
	asked := newAPIRequest("RevokeToken", "ClientId", *in.ClientId, "Token", *in.Token, "ClientSecret",
		aws.ToString(in.ClientSecret))
	if v := s.judge(asked, s.pools[poolID], c); v.Outcome != userpoolclient.OutcomeAccepted {
		return nil, exception(v, *in.ClientId)
	}
	s.revoke(*in.ClientId, *in.Token)
	return &cip.RevokeTokenOutput{}, nil
}

// IssueTokens returns the tokens with which a sign-in of the pool's user with the API
// ends, such as one with a password, which this server does not serve. A client or a
// user that is not there fails the test.
func (s *Server) IssueTokens(clientID string) *types.AuthenticationResultType {
	s.t.Helper()
	t, err := s.apiTokens(s.URL, clientID)
	if err != nil {
		s.t.Error(err)
		return new(types.AuthenticationResultType)
	}
	result, err := s.result(t)
	if err != nil {
		s.t.Error(err)
		return new(types.AuthenticationResultType)
	}
	return result
}

func (s *Service) apiTokens(base, clientID string) (tokens, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	poolID, c, err := s.clientAnywhere(clientID)
	if err != nil {
		return tokens{}, err
	}
	user := s.pools[poolID].user
	if user == nil {
		return tokens{}, &UserError{poolID, "has no user; call SignIn"}
	}
	of := s.newSession(c, *user, []string{"aws.cognito.signin.user.admin"})
	t := s.userTokens(base, poolID, c, of)
	t.refresh = s.newRefresh(of)
	return t, nil
}
