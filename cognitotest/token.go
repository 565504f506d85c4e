package cognitotest

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
	"time"

	"github.com/userpoolclient/userpoolclient"
)

// token is /oauth2/token.
func (s *Service) token(h *hostedRequest) {
	t, ok := s.granted(h)
	if !ok {
		return
	}
	access, id, err := s.signBoth(t)
	if err != nil {
		writeError(h.w, err)
		return
	}
	h.w.Header().Set("Cache-Control", "no-store")
	writeJSON(h.w, http.StatusOK, struct {
		ID      string `json:"id_token,omitempty"`
		Access  string `json:"access_token"`
		Refresh string `json:"refresh_token,omitempty"`
		Expires int    `json:"expires_in"`
		Type    string `json:"token_type"`
	}{id, access, t.refresh, int(t.lifetime / time.Second), "Bearer"})
}

// granted returns the tokens that a request gets; it has answered where there are
// none.
func (s *Service) granted(h *hostedRequest) (t tokens, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.find(h)
	v := s.judge(h.Request, h.pool, h.client)
	if v.Outcome != userpoolclient.OutcomeAccepted || h.client == nil {
		h.reject(v)
		return tokens{}, false
	}
	switch h.get("grant_type") {
	case "authorization_code":
		return s.exchange(h)
	case "refresh_token":
		return s.refreshGrant(h)
	}
	return s.machineTokens(h.base, h.poolID, h.client, v.Grant.Scopes), true
}

// exchange gives tokens for a code.
func (s *Service) exchange(h *hostedRequest) (t tokens, ok bool) {
	c := s.codes.get(h.get("code"))
	verifier := h.get("code_verifier")
	switch {
	case c == nil || c.used || c.clientID != h.ClientID():
		h.rejectBy("TOKEN-9")
	case !s.now().Before(c.ends):
		h.unrecorded("invalid_grant", own+"the code has expired")
	case h.get("redirect_uri") != c.redirectURI:
		h.rejectBy("TOKEN-2")
	case c.challenge != "" && verifier == "":
		h.unrecorded("invalid_grant", own+"code_verifier is missing; of the service the status 400 is reported")
	case c.challenge == "" && verifier != "":
		h.unrecorded("invalid_grant", own+"code_verifier is sent, and /oauth2/authorize got no code_challenge")
	case c.challenge != "" && s256(verifier) != c.challenge:
		h.unrecorded("invalid_grant", own+"code_verifier is not that of code_challenge")
	case c.dead: // AUTHZ-40
		h.answer(userpoolclient.Response{Status: http.StatusBadRequest, Error: "invalid_grant"})
	case h.client.unreadable(c.scopes) != "":
		h.rejectBy("TOKEN-12")
	default:
		c.used = true
		t = s.userTokens(h.base, h.poolID, h.client, c.session)
		t.refresh = s.newRefresh(c.session)
		return t, true
	}
	return tokens{}, false
}

// s256 is the challenge of a verifier.
func s256(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// refreshGrant gives tokens for a refresh token.
func (s *Service) refreshGrant(h *hostedRequest) (t tokens, ok bool) {
	value := h.get("refresh_token")
	if token := s.refreshTokens.get(value); token != nil && !token.hosted {
		h.rejectBy("TOKEN-25")
		return tokens{}, false
	}
	of, rotated, why := s.refresh(h.client, value)
	switch why {
	case "":
	case endedRevoked:
		h.rejectBy("TOKEN-24")
		return tokens{}, false
	default:
		h.unrecorded("invalid_grant", own+string(why))
		return tokens{}, false
	}
	t = s.userTokens(h.base, h.poolID, h.client, of)
	t.refresh = rotated
	return t, true
}

// revokeEndpoint is /oauth2/revoke.
func (s *Service) revokeEndpoint(h *hostedRequest) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.find(h)
	v := s.judge(h.Request, h.pool, h.client)
	if v.Outcome != userpoolclient.OutcomeAccepted || h.client == nil {
		h.reject(v)
		return
	}
	s.revoke(h.ClientID(), h.get("token"))
	h.w.WriteHeader(http.StatusOK)
}

// userInfo is /oauth2/userInfo. Whose token it is, the token tells.
func (s *Service) userInfo(h *hostedRequest) {
	v := s.judge(h.Request, nil, nil)
	if v.Outcome != userpoolclient.OutcomeAccepted {
		h.reject(v)
		return
	}
	shown := s.userOf(s.verify(h.Bearer.Reveal()))
	if shown == nil {
		h.rejectBy("INFO-3")
		return
	}
	writeJSON(h.w, http.StatusOK, shown)
}

// userOf returns what an access token shows of its user, nil where it shows nothing
// any more.
func (s *Service) userOf(token claims) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	clientID, _ := token["client_id"].(string)
	poolID, c, err := s.clientAnywhere(clientID)
	if err != nil || s.pools[poolID].user == nil {
		return nil
	}
	expires, _ := token["exp"].(float64)
	origin, _ := token["origin_jti"].(string)
	begun, user := s.sessions.get(origin), *s.pools[poolID].user
	if s.now().Unix() >= int64(expires) || begun != nil && begun.revoked || token["sub"] != user.Sub {
		return nil
	}
	scope, _ := token["scope"].(string)
	shown := c.shows(&session{user: user, scopes: strings.Fields(scope), hosted: true})
	shown["username"] = user.Username
	return shown
}
