package userpoolclient

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"
)

// Request is one request to an endpoint of the user pool's domain or to an
// operation of the API: what [ParseRequest] reads and [Judge] judges. What may be a
// secret is cut wherever a Request is printed, logged or marshalled.
type Request struct {
	API         string `json:"api"`                  // the endpoint, "/oauth2/token", or the operation, "InitiateAuth"
	Method      string `json:"method,omitzero"`      // "GET"; "" where it is not known
	Host        string `json:"host,omitzero"`        // of an endpoint; "" where it is not known
	ContentType string `json:"contentType,omitzero"` // of the body, as sent; "" where it is not known

	// Parameters is the query and the form, or the members of the JSON by their paths,
	// "AuthParameters.USERNAME", in the order in which they were sent.
	Parameters []Parameter `json:"parameters"`

	// Basic is the Authorization header of the scheme Basic, nil where there is none,
	// and Bearer the token of the scheme Bearer.
	Basic  *BasicAuth `json:"basic,omitzero"`
	Bearer *Secret    `json:"bearer,omitzero"`

	// JSONBody reports whether the body of an OAuth endpoint is JSON, not a form.
	JSONBody bool `json:"jsonBody,omitzero"`

	// HashVerified tells whether the secret hash of the request is right, where somebody
	// has computed it: this package does not. The zero Answer is not known.
	HashVerified Answer `json:"hashVerified,omitzero"`
}

// Parameter is one parameter of a Request. Make one with [NewParameter].
type Parameter struct {
	Name    string
	Unknown bool // its value is not known: a variable of the shell

	value Secret
}

// BasicAuth is what an Authorization header of the scheme Basic holds, decoded.
type BasicAuth struct {
	Username string `json:"username"` // the client's ID
	Password Secret `json:"password"` // the client's secret
}

// NewParameter returns a parameter. Its value is shown only where the name says
// that it is no secret.
func NewParameter(name, value string) Parameter {
	return Parameter{Name: name, value: NewSecret(value)}
}

// Reveal returns the value, be it a secret or not.
func (p Parameter) Reveal() string { return p.value.Reveal() }

// shownParameters are those whose values are no secret. What is not listed may be
// one, a misspelt client_secret for instance.
var shownParameters = []string{
	"client_id", "redirect_uri", "response_type", "response_mode", "scope", "identity_provider", "idp_identifier",
	"code_challenge_method", "prompt", "lang", "ui_locales", "resource", "grant_type", "logout_uri",
	"post_logout_redirect_uri", "token_type_hint", "error", "error_description",
	"AuthFlow", "ClientId", "UserPoolId", "ChallengeName", "Scopes",
}

// Shown returns the value, "(secret)" where it may be one.
func (p Parameter) Shown() string {
	switch {
	case p.Unknown:
		return "(not known)"
	case slices.Contains(shownParameters, p.Name):
		return p.Reveal()
	}
	return redacted
}

// String returns name=value, the value cut where it may be a secret.
func (p Parameter) String() string {
	if slices.Contains(shownParameters, p.Name) && !p.Unknown {
		return p.Name + "=" + url.QueryEscape(p.Reveal())
	}
	return p.Name + "=" + p.Shown()
}

// Format writes what String returns, whatever the verb and flags.
func (p Parameter) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(p.String())) }

// MarshalJSON returns the name and the value, "(secret)" where it may be one.
func (p Parameter) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}{p.Name, p.Shown()})
}

// String returns the request on one line; what may be a secret is cut.
func (r Request) String() string {
	var b strings.Builder
	if r.Method != "" {
		b.WriteString(r.Method + " ")
	}
	if r.Host != "" {
		b.WriteString("https://" + r.Host)
	}
	b.WriteString(r.API)
	for i, p := range r.Parameters {
		b.WriteString(separator(i) + p.String())
	}
	return b.String()
}

func separator(i int) string {
	if i == 0 {
		return "?"
	}
	return "&"
}

// Format writes what String returns, whatever the verb and flags.
func (r Request) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(r.String())) }

// LogValue returns what String does.
func (r Request) LogValue() slog.Value { return slog.StringValue(r.String()) }

// Get returns the value of the first parameter of a name, be it a secret or not, and
// reports whether there is one whose value is known.
func (r Request) Get(name string) (value string, ok bool) {
	for _, p := range r.Parameters {
		if p.Name == name {
			return p.Reveal(), !p.Unknown
		}
	}
	return "", false
}

// ClientID returns the ID of the client that sends the request, "" where the request
// does not tell.
func (r Request) ClientID() string {
	for _, name := range []string{"client_id", "ClientId"} {
		if id, _ := r.Get(name); id != "" {
			return id
		}
	}
	if r.Basic != nil {
		return r.Basic.Username
	}
	return ""
}

// flow returns what tells the ways of an API apart: the response_type, grant_type or
// AuthFlow.
func (r Request) flow() string {
	value, _ := r.Get(flowParameter(r.API))
	return value
}

// flowParameter is the parameter that tells the ways of an API apart, "" where it has
// but one.
func flowParameter(api string) string {
	switch api {
	case apiAuthorize, apiLogin:
		return "response_type"
	case apiToken:
		return "grant_type"
	case apiInitiateAuth, apiAdminInitiateAuth:
		return "AuthFlow"
	}
	return ""
}
