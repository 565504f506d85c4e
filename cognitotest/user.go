package cognitotest

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// User is the one user of a user pool, who is signed in whenever a browser comes to
// its hosted pages: there is no login form.
type User struct {
	Sub        string            // a new UUID where it is empty
	Username   string            // Sub where it is empty
	Attributes map[string]string // by the names of the pool's schema: "email", "custom:tenant"
}

// UserError says that a user pool cannot have a user.
type UserError struct {
	Pool    string
	Problem string // reads on from the pool: "does not exist"
}

// Error names the pool and the problem.
func (e *UserError) Error() string { return "cognitotest: user pool " + e.Pool + " " + e.Problem }

// maxValue is the length of an attribute's value, in bytes, by the API reference.
const maxValue = 2048

// SignIn makes a user the one who is signed in at the hosted pages of a user pool, in
// place of any other. Its errors are of type *[UserError].
func (s *Service) SignIn(poolID string, u User) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.pools[poolID]
	if !ok {
		return &UserError{poolID, "does not exist"}
	}
	known := p.context().Attributes
	for _, name := range slices.Sorted(maps.Keys(u.Attributes)) {
		switch {
		case !slices.ContainsFunc(known, func(a userpoolclient.Attribute) bool { return a.Name == name }):
			return &UserError{poolID, "has no attribute " + strconv.Quote(cut(name))}
		case name == "sub":
			return &UserError{poolID, "takes sub as User.Sub, not as an attribute"}
		case len(u.Attributes[name]) > maxValue:
			return &UserError{poolID, "takes at most " + strconv.Itoa(maxValue) + " bytes of " + name}
		}
	}
	if u.Sub == "" {
		u.Sub = s.ids.uuid()
	}
	if u.Username == "" {
		u.Username = u.Sub
	}
	u.Attributes = maps.Clone(u.Attributes)
	p.user = &u
	return nil
}

// The attributes that the scopes of OpenID Connect give access to, those aside that
// give access to all.
var scopeAttributes = map[string][]string{
	"email": {"email", "email_verified"},
	"phone": {"phone_number", "phone_number_verified"},
}

// unreadable returns an attribute that a scope gives access to and the client cannot
// read, "" where there is none.
func (c *client) unreadable(scopes []string) string {
	for _, scope := range scopes {
		for _, attribute := range scopeAttributes[scope] {
			if !c.reads(attribute) {
				return attribute
			}
		}
	}
	return ""
}

// reads reports whether the client can read an attribute; by default it reads all.
func (c *client) reads(attribute string) bool {
	return len(c.config.ReadAttributes) == 0 || slices.Contains(c.config.ReadAttributes, attribute)
}

// shows returns what an ID token and userInfo say of the user: what the scopes cover
// and the client can read. openid without another scope covers everything, and so
// does profile.
func (c *client) shows(of *session) map[string]any {
	shown := map[string]any{"sub": of.user.Sub}
	has := func(scope string) bool { return slices.Contains(of.scopes, scope) }
	all := !of.hosted || has("profile") || !has("email") && !has("phone")
	for name, value := range of.user.Attributes {
		scope, _, _ := strings.Cut(name, "_") // email_verified, phone_number
		covered := has(scope) && slices.Contains(scopeAttributes[scope], name)
		switch {
		case !c.reads(name) || !all && !covered:
		case strings.HasSuffix(name, "_verified"):
			shown[name] = value == "true"
		default:
			shown[name] = value
		}
	}
	return shown
}
