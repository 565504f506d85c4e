package cognitotest

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

const (
	maxCodes    = 10_000 // of a Service; the oldest is forgotten
	maxSessions = 10_000
	maxRefresh  = 10_000
	codeLife    = 5 * time.Minute
)

// A store holds things by name: the newest ones, and at most a number of them.
type store[T any] struct {
	most  int
	items map[string]*T
	order []string // once it is full, a ring: the next name takes the place of the oldest
	next  int
}

func newStore[T any](most int) *store[T] { return &store[T]{most: most, items: make(map[string]*T)} }

func (s *store[T]) put(name string, item *T) {
	s.items[name] = item
	if len(s.order) < s.most {
		s.order = append(s.order, name)
		return
	}
	delete(s.items, s.order[s.next])
	s.order[s.next] = name
	s.next = (s.next + 1) % s.most
}

// get returns a thing, nil where there is none of that name.
func (s *store[T]) get(name string) *T { return s.items[name] }

// A session is one sign-in, to which all tokens belong that come of it.
type session struct {
	id       string // origin_jti of its tokens
	clientID string
	user     User
	scopes   []string
	audience string // the resource server that the access tokens are bound to; "" for none
	nonce    string
	hosted   bool // begun at the hosted pages, not with the API
	began    time.Time
	ends     time.Time // when its refresh tokens expire
	revoked  bool
}

// A code is an authorization code.
type code struct {
	*session
	redirectURI string
	challenge   string // of PKCE with S256; "" without
	used, dead  bool   // dead: bound to a resource server that does not exist
	ends        time.Time
}

// A refreshToken is one of those that a session has had.
type refreshToken struct {
	*session
	deadline time.Time // until when it serves after it was rotated; zero: it was not
}

// An ending says why a refresh token does not serve; "" where it does.
type ending string

const (
	endedUnknown ending = "the refresh token is none of the client's"
	endedRevoked ending = "the refresh token was revoked"
	endedExpired ending = "the refresh token has expired"
	endedRotated ending = "the refresh token was rotated, and its grace period is over"
)

// newRefresh adds a refresh token to a session. The caller holds the lock.
func (s *Service) newRefresh(of *session) string {
	const length = 64
	value := s.ids.text(alnum, length)
	s.refreshTokens.put(value, &refreshToken{session: of})
	return value
}

// refresh uses a refresh token and returns its session, with the token that takes
// its place where the client's tokens rotate. The caller holds the lock.
func (s *Service) refresh(c *client, value string) (of *session, rotated string, why ending) {
	token, now := s.refreshTokens.get(value), s.now()
	switch {
	case token == nil || token.clientID != *c.config.ClientId:
		return nil, "", endedUnknown
	case token.revoked:
		return token.session, "", endedRevoked
	case !now.Before(token.ends):
		return token.session, "", endedExpired
	case !token.deadline.IsZero() && !now.Before(token.deadline):
		return token.session, "", endedRotated
	}
	rotation := c.config.RefreshTokenRotation
	if rotation == nil || rotation.Feature != types.FeatureTypeEnabled {
		return token.session, "", ""
	}
	if token.deadline.IsZero() {
		var grace time.Duration
		if seconds := rotation.RetryGracePeriodSeconds; seconds != nil {
			grace = time.Duration(*seconds) * time.Second
		}
		token.deadline = now.Add(grace)
	}
	return token.session, s.newRefresh(token.session), ""
}

// revoke ends the session of a refresh token of the client. What is no such token is
// ended already.
func (s *Service) revoke(clientID, value string) {
	if token := s.refreshTokens.get(value); token != nil && token.clientID == clientID {
		token.revoked = true
	}
}
