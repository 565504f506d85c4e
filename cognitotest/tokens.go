package cognitotest

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// keyBits is the size of the key that signs tokens, as the service's.
const keyBits = 2048

// A signingKey signs the tokens of a Service.
type signingKey struct {
	signer jose.Signer
	public jose.JSONWebKeySet
}

func newSigningKey() (*signingKey, error) {
	private, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return nil, err
	}
	public := jose.JSONWebKey{Key: private.Public(), KeyID: "cognitotest", Algorithm: string(jose.RS256), Use: "sig"}
	key := jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: private, KeyID: public.KeyID}}
	signer, err := jose.NewSigner(key, nil)
	if err != nil {
		return nil, err
	}
	return &signingKey{signer, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{public}}}, nil
}

// machineClaims are the claims of a token for a client itself.
type machineClaims struct {
	Subject  string           `json:"sub"` // the client's ID: there is no user
	TokenUse string           `json:"token_use"`
	Scope    string           `json:"scope,omitempty"`
	AuthTime *jwt.NumericDate `json:"auth_time"`
	Issuer   string           `json:"iss"`
	Expiry   *jwt.NumericDate `json:"exp"`
	IssuedAt *jwt.NumericDate `json:"iat"`
	Version  int              `json:"version"`
	ID       string           `json:"jti"`
	ClientID string           `json:"client_id"`
}

// clientTokenFlow lets a client get tokens for itself; the SDK's enum lacks it.
const clientTokenFlow = "ALLOW_CLIENT_TOKEN_AUTH"

// getClientToken issues a token to a client that shows one of its secrets. It
// needs no credentials, and finds the pool by the client. No rejection of the
// service is recorded.
func (s *Service) getClientToken(_ *request, in *cip.GetClientTokenInput) (*cip.GetClientTokenOutput, error) {
	var l limits
	l.clientID(in.ClientId)
	l.clientSecret("secret", in.Secret, true)
	if err := l.err(); err != nil {
		return nil, err
	}
	claims, lifetime, err := s.machineClaims(in)
	if err != nil {
		return nil, err
	}
	key, err := s.key()
	if err != nil {
		return nil, fmt.Errorf("no key to sign with: %w", err)
	}
	token, err := jwt.Signed(key.signer).Claims(claims).Serialize()
	if err != nil {
		return nil, fmt.Errorf("cannot sign: %w", err)
	}
	return &cip.GetClientTokenOutput{ClientAuthenticationResult: &types.ClientAuthenticationResultType{
		AccessToken: &token, ExpiresIn: int32(lifetime / time.Second), TokenType: aws.String("Bearer"),
	}}, nil
}

// machineClaims returns what the token says and how long it lives.
func (s *Service) machineClaims(in *cip.GetClientTokenInput) (*machineClaims, time.Duration, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	poolID, c, err := s.clientAnywhere(*in.ClientId)
	if err != nil {
		return nil, 0, err
	}
	scopes, err := c.grant(in)
	if err != nil {
		return nil, 0, err
	}
	lifetime, ok := c.config.AccessTokenLifetime()
	if !ok {
		lifetime = time.Hour // a unit alone: what it comes to is not recorded
	}
	now := s.now()
	return &machineClaims{
		Subject: *in.ClientId, ClientID: *in.ClientId, TokenUse: "access", Scope: strings.Join(scopes, " "), Version: 2,
		Issuer:   "https://cognito-idp." + regionOf(poolID) + ".amazonaws.com/" + poolID,
		IssuedAt: jwt.NewNumericDate(now), AuthTime: jwt.NewNumericDate(now),
		Expiry: jwt.NewNumericDate(now.Add(lifetime)),
		ID:     s.ids.uuid(),
	}, lifetime, nil
}

// clientAnywhere returns an app client and the ID of its pool. The service gives
// no two clients one ID; a seed can, and then the first pool counts.
func (s *Service) clientAnywhere(clientID string) (poolID string, c *client, err error) {
	for _, id := range slices.Sorted(maps.Keys(s.pools)) {
		if c, ok := s.pools[id].clients[clientID]; ok {
			return id, c, nil
		}
	}
	return "", nil, clientNotFound(clientID)
}

// grant returns the scopes that the client gets: those that it asks for, or all
// that it may have.
func (c *client) grant(in *cip.GetClientTokenInput) ([]string, error) {
	switch flows := c.config.ExplicitAuthFlows; {
	case !slices.Contains(flows, types.ExplicitAuthFlowsType(clientTokenFlow)):
		return nil, &apiError{code: invalidParameter, message: own + clientTokenFlow + " is not enabled for the client"}
	case !c.hasSecret(*in.Secret):
		return nil, &apiError{code: notAuthorized, message: own + "the secret is none of the client's"}
	case len(in.Scopes) == 0:
		return c.config.AllowedOAuthScopes, nil
	}
	for _, scope := range in.Scopes {
		if !slices.Contains(c.config.AllowedOAuthScopes, scope) {
			return nil, &apiError{code: invalidParameter, message: own + "the client does not have the scope " + scope}
		}
	}
	return in.Scopes, nil
}

// whatThisIs is the answer to whoever looks for pages.
const whatThisIs = "This is the simulated Cognito of userpoolclient, for tests. It serves the operations of the API " +
	"that manage app clients and what they need, and a pool's keys at /POOL-ID/.well-known/jwks.json. " +
	"It has no hosted pages and no OAuth endpoints.\n"

// isPage reports whether a request is for a page, and not for an operation.
func isPage(r *http.Request) bool {
	return r.Method == http.MethodGet || r.Method == http.MethodHead || strings.HasPrefix(r.URL.Path, "/oauth2/")
}

// servePage answers with the keys of a pool, at the path of its issuer, or says
// what this server is.
func (s *Service) servePage(w http.ResponseWriter, r *http.Request) {
	poolID, ok := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, "/"), "/.well-known/jwks.json")
	s.mu.Lock()
	_, err := s.pool(poolID)
	s.mu.Unlock()
	if !ok || err != nil {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte(whatThisIs)) // the client may be gone; there is nobody to tell
		return
	}
	key, err := s.key()
	if err != nil {
		writeError(w, err)
		return
	}
	body, err := json.Marshal(key.public)
	if err != nil {
		writeError(w, err)
		return
	}
	write(w, http.StatusOK, "application/json", body)
}
