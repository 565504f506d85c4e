package cognitotest

import (
	"net/http"
	"strconv"
	"time"

	"github.com/userpoolclient/userpoolclient"
)

// authorize is /oauth2/authorize and the /login that it leads to: the user of the pool
// is signed in at once.
func (s *Service) authorize(h *hostedRequest) {
	if answer := s.authorized(h); answer != nil {
		answer()
	}
}

// authorized decides, and returns what answers once the lock is free; nil where it has
// answered.
func (s *Service) authorized(h *hostedRequest) (answer func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.find(h)
	v := s.judge(h.Request, h.pool, h.client)
	if v.Outcome != userpoolclient.OutcomeAccepted || h.client == nil || v.Grant == nil {
		h.reject(v)
		return nil
	}
	switch prompt := h.get("prompt"); {
	case prompt == "login" && h.API == pathAuthorize:
		h.redirect(pathLogin + "?" + h.r.URL.RawQuery)
		return nil
	case h.pool.user == nil && prompt == "none":
		h.rejectBy("AUTHZ-35")
		return nil
	case h.pool.user == nil:
		h.page(http.StatusBadRequest, own+"nobody is signed in to user pool "+h.poolID+
			": call SignIn, or give the pool a User in the seed")
		return nil
	}
	of := s.newSession(h.client, *h.pool.user, v.Grant.Scopes)
	of.hosted, of.nonce = true, h.get("nonce")
	resource := h.get("resource")
	_, bound := h.pool.servers[resource]
	if bound {
		of.audience = resource
	}
	if h.get("response_type") == "code" {
		to, _ := h.target()
		value := s.ids.uuid()
		s.codes.put(value, &code{
			session: of, redirectURI: to, challenge: h.get("code_challenge"), ends: s.now().Add(codeLife),
			dead: resource != "" && !bound,
		})
		h.sendBack(false, "code", value, "state", h.get("state"))
		return nil
	}
	t := s.userTokens(h.base, h.poolID, h.client, of)
	return func() { s.sendTokens(h, t) }
}

// newSession begins a session of a user. The caller holds the lock.
func (s *Service) newSession(c *client, user User, scopes []string) *session {
	lifetime, known := c.config.RefreshTokenLifetime()
	if !known {
		const byDefault = 30 * 24 * time.Hour
		lifetime = byDefault
	}
	now := s.now()
	of := &session{id: s.ids.uuid(), clientID: *c.config.ClientId, user: user, scopes: scopes, began: now,
		ends: now.Add(lifetime)}
	s.sessions.put(of.id, of)
	return of
}

// sendTokens ends an implicit grant.
func (s *Service) sendTokens(h *hostedRequest, t tokens) {
	access, id, err := s.signBoth(t)
	if err != nil {
		writeError(h.w, err)
		return
	}
	h.sendBack(true, "id_token", id, "access_token", access, "expires_in", strconv.Itoa(int(t.lifetime/time.Second)),
		"token_type", "Bearer", "state", h.get("state"))
}

// logout is /logout. Nobody is signed out by it: the user of the pool is signed in
// whenever a browser comes.
func (s *Service) logout(h *hostedRequest) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.find(h)
	v := s.judge(h.Request, h.pool, h.client)
	switch {
	case v.Outcome != userpoolclient.OutcomeAccepted || h.client == nil:
		h.reject(v)
	case h.get("logout_uri") != "":
		h.redirect(h.get("logout_uri"))
	default:
		h.redirect(pathLogin + "?" + h.r.URL.RawQuery)
	}
}
