package cognitotest

import (
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/userpoolclient/userpoolclient"
)

// keyBits is the size of the keys that sign tokens, as the service's.
const keyBits = 2048

// The keys of a Service, of which it has two, as the service does: one for the tokens
// of each use.
const (
	useAccess = "access"
	useID     = "id"
)

// signingKeys sign the tokens of a Service.
type signingKeys struct {
	signers map[string]jose.Signer // by token_use
	public  jose.JSONWebKeySet
}

func newSigningKeys() (*signingKeys, error) {
	keys := &signingKeys{signers: make(map[string]jose.Signer)}
	for _, use := range []string{useID, useAccess} {
		private, err := rsa.GenerateKey(rand.Reader, keyBits)
		if err != nil {
			return nil, err
		}
		public := jose.JSONWebKey{
			Key: private.Public(), KeyID: "cognitotest-" + use, Algorithm: string(jose.RS256), Use: "sig",
		}
		key := jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: private, KeyID: public.KeyID}}
		if keys.signers[use], err = jose.NewSigner(key, nil); err != nil {
			return nil, err
		}
		keys.public.Keys = append(keys.public.Keys, public)
	}
	return keys, nil
}

// claims are what a token says.
type claims map[string]any

// tokens are those that one request gets, before they are signed: that takes a while,
// and is done without the lock.
type tokens struct {
	access, id claims // id is nil where there is none
	refresh    string
	lifetime   time.Duration // of access
}

// sign returns a token.
func (s *Service) sign(c claims) (string, error) {
	keys, err := s.keys()
	if err != nil {
		return "", fmt.Errorf("no key to sign with: %w", err)
	}
	use, _ := c["token_use"].(string)
	token, err := jwt.Signed(keys.signers[use]).Claims(map[string]any(c)).Serialize()
	if err != nil {
		return "", fmt.Errorf("cannot sign: %w", err)
	}
	return token, nil
}

// signBoth signs the access token and, where there is one, the ID token.
func (s *Service) signBoth(t tokens) (access, id string, err error) {
	if access, err = s.sign(t.access); err == nil && t.id != nil {
		id, err = s.sign(t.id)
	}
	return access, id, err
}

// verify returns the claims of an access token of this server, nil where it is none.
func (s *Service) verify(token string) claims {
	keys, err := s.keys()
	if err != nil {
		return nil
	}
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		return nil
	}
	var c claims
	if err := parsed.Claims(keys.public, &c); err != nil || c["token_use"] != useAccess {
		return nil
	}
	return c
}

// issuer is the iss of a pool's tokens, below which its discovery document is.
func issuer(base, poolID string) string { return base + "/" + poolID }

// orHour returns a lifetime, an hour where it is not known: what a unit alone comes
// to is not recorded.
func orHour(d time.Duration, known bool) time.Duration {
	if known {
		return d
	}
	return time.Hour
}

// common is what tokens of both uses say. The caller holds the lock.
func (s *Service) common(base, poolID, use string, lifetime time.Duration, authTime time.Time) claims {
	now := s.now()
	return claims{
		"iss": issuer(base, poolID), "token_use": use, "jti": s.ids.uuid(),
		"iat": now.Unix(), "exp": now.Add(lifetime).Unix(), "auth_time": authTime.Unix(),
	}
}

// machineTokens are those of a client itself: there is no user.
func (s *Service) machineTokens(base, poolID string, c *client, scopes []string) tokens {
	lifetime := orHour(c.config.AccessTokenLifetime())
	access := s.common(base, poolID, useAccess, lifetime, s.now())
	access["sub"], access["client_id"], access["version"] = *c.config.ClientId, *c.config.ClientId, 2
	if len(scopes) > 0 {
		access["scope"] = strings.Join(scopes, " ")
	}
	return tokens{access: access, lifetime: lifetime}
}

// userTokens are those of a session; the refresh token is the caller's. The caller
// holds the lock.
func (s *Service) userTokens(base, poolID string, c *client, of *session) tokens {
	lifetime := orHour(c.config.AccessTokenLifetime())
	access := s.common(base, poolID, useAccess, lifetime, of.began)
	access["sub"], access["username"], access["client_id"] = of.user.Sub, of.user.Username, of.clientID
	access["version"], access["scope"] = 2, strings.Join(of.scopes, " ")
	if of.audience != "" {
		access["aud"] = of.audience
	}
	t := tokens{access: access, lifetime: lifetime}
	if !of.hosted || slices.Contains(of.scopes, "openid") {
		t.id = s.common(base, poolID, useID, orHour(c.config.IdTokenLifetime()), of.began)
		maps.Copy(t.id, c.shows(of))
		t.id["aud"], t.id["cognito:username"] = of.clientID, of.user.Username
		if of.nonce != "" {
			t.id["nonce"] = of.nonce
		}
	}
	if revocable(&c.config) {
		access["origin_jti"] = of.id
		if t.id != nil {
			t.id["origin_jti"] = of.id
		}
	}
	return t
}

// revocable reports whether the client's tokens can be revoked, as by default.
func revocable(c *userpoolclient.Config) bool {
	return c.EnableTokenRevocation == nil || *c.EnableTokenRevocation
}
