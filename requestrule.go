package userpoolclient

import (
	"slices"
	"strings"
)

// RequestRule is one thing that is known about requests: what the request and the
// client are, what the service answers, how that is known, and what to change.
type RequestRule struct {
	ID       string   // a public contract: "AUTHZ-4"
	APIs     []string // the endpoints and operations that it is about, as in Request.API
	Summary  string   // the request and the client, and what happens, in one sentence
	Detail   string   // what else there is to know; may be empty
	Outcome  Outcome
	Evidence Evidence
	Response Response // as recorded; the zero Response is not recorded

	// What decides: a setting of the client, a parameter of the request, or both; ""
	// where neither does.
	Field     Field
	Parameter string

	Fix     string   // what to change, as an instruction; "" where there is nothing to
	Side    Side     // where the change is made
	Tell    string   // what tells it from other causes of the same response; may be empty
	Rules   []string // the rules about clients that say the same of a create or an update
	Sources []Source // those that can be cited; nil where there are none

	// cause is what the rules have in common that record the responses to one and the
	// same condition; "" where a rule is alone.
	cause string

	// fields are settings that decide besides Field.
	fields []Field

	// texts are other texts of the Response that are recorded; the answer goes on after
	// them.
	texts []string

	// assumed says that what the rule cannot tell is taken to be in order, and told in
	// Verdict.Depends.
	assumed bool

	// when reports whether the rule speaks of a request. It is nil where neither the
	// request nor the client tells: whether a code was used already.
	when func(v *requestView) Answer

	// could reports whether a client can lead there with some request; nil: any can.
	could func(v *requestView) Answer

	// says is Summary with what the request and the client hold; nil: Summary.
	says func(v *requestView) string
}

// Outcome is what becomes of a request.
type Outcome uint8

// The outcomes; the zero Outcome is none.
const (
	OutcomeAccepted     Outcome = iota + 1 // nothing in the client or the request stands against it
	OutcomeRejected                        // the service answers with an error
	OutcomeUndetermined                    // something is not known, or nobody measured it
)

// Side is where something must change.
type Side uint8

// The sides; the zero Side is none.
const (
	SideRequest Side = iota + 1 // the request, in the application
	SideClient                  // the app client's settings
	SidePool                    // the user pool, its domain or an identity provider
)

// Response is what the service answers, as recorded: nothing in it is made up, and
// what is not recorded is empty.
type Response struct {
	Status      int    `json:"status,omitzero"`      // of HTTP
	Place       Place  `json:"place,omitzero"`       // where the error stands
	Error       string `json:"error,omitzero"`       // of OAuth: "redirect_mismatch"
	Description string `json:"description,omitzero"` // error_description
	Exception   string `json:"exception,omitzero"`   // of the API: "NotAuthorizedException"
	Message     string `json:"message,omitzero"`     // the text of the exception or of the page; {client} is the client's ID

	// Of a response that somebody got, what it tells of the request; "" in a rule.
	API      string `json:"api,omitzero"`
	ClientID string `json:"clientId,omitzero"`
}

// Place is where an endpoint puts an error.
type Place string

// The places.
const (
	PlacePage     Place = "page"     // the page /error of the domain, to which the browser is sent
	PlaceLogin    Place = "login"    // the login page
	PlaceCallback Place = "callback" // the redirect_uri, with the error in the query
	PlaceFragment Place = "fragment" // the redirect_uri, with the error in the fragment
	PlaceBody     Place = "body"     // the body of the response
	PlaceHeader   Place = "header"   // the header WWW-Authenticate
)

// IsZero reports whether nothing is recorded.
func (r Response) IsZero() bool { return r == Response{} }

// String returns the response in words: status, error and text.
func (r Response) String() string {
	var parts []string
	for _, part := range []string{r.status(), r.Exception, r.error(), r.Message} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ": ")
}

func (r Response) error() string {
	if r.Description != "" {
		return "error=" + r.Error + ", error_description=" + r.Description
	}
	if r.Error != "" {
		return "error=" + r.Error
	}
	return ""
}

func (r Response) status() string {
	switch r.Place {
	case PlacePage:
		return "the page /error"
	case PlaceLogin:
		return "the login page"
	case PlaceCallback:
		return "redirect to redirect_uri"
	case PlaceFragment:
		return "redirect to redirect_uri, in the fragment"
	}
	if r.Status == 0 {
		return ""
	}
	return "HTTP " + itoa(r.Status)
}

// RequestRules returns what is known about requests, by endpoint and in the order in
// which the service checks.
func RequestRules() []RequestRule {
	all := make([]RequestRule, len(requestTable()))
	for i := range requestTable() {
		all[i] = requestTable()[i].clone()
	}
	return all
}

// RequestRuleByID returns one of them.
func RequestRuleByID(id string) (RequestRule, bool) {
	if rule := requestRule(id); rule != nil {
		return rule.clone(), true
	}
	return RequestRule{}, false
}

// requestRule returns a row of the table, nil where there is none.
func requestRule(id string) *RequestRule {
	for i := range requestTable() {
		if requestTable()[i].ID == id {
			return &requestTable()[i]
		}
	}
	return nil
}

// clone returns a copy that shares no list with the table.
func (r *RequestRule) clone() RequestRule {
	c := *r
	c.APIs, c.Rules, c.Sources = slices.Clone(r.APIs), slices.Clone(r.Rules), slices.Clone(r.Sources)
	return c
}

// requestTable holds every rule about requests. Within one API the order is that of
// the service's checks, as far as it can be inferred from what is recorded: the client
// is known, redirect_uri is listed, then flow, scopes and PKCE.
func requestTable() []RequestRule { return requestRules.get(makeRequestRules) }

var requestRules lazy[[]RequestRule]

func makeRequestRules() []RequestRule {
	return slices.Concat(authorizeRules(), authorizeDetails(), loginRules(), tokenRules(), tokenState(),
		logoutRules(), revokeRules(), userInfoRules(), idpRules(), apiRules(), refreshRules(), discoveryRules())
}
