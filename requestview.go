package userpoolclient

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// A requestView is what the rules about requests ask of a request and its client.
type requestView struct {
	*signInView
	r       Request
	api     string
	none    bool // there is no such client
	way     *signInWay
	wants   bool    // the request names a flow
	allowed verdict // what the way says

	match redirectMatch // of redirect_uri or logout_uri
}

func newRequestView(c *Config, in Context, r Request) *requestView {
	v := &requestView{r: r, api: r.API, none: c == nil}
	if c == nil {
		c = new(Config)
	}
	v.signInView = newSignInView(c, in)
	if r.API == apiLogin && len(r.Parameters) > 0 {
		v.api = apiAuthorize // the page takes the parameters of the endpoint that leads to it
	}
	v.wants = r.flow() != ""
	v.match = redirectMatch{name: "redirect_uri", answer: AnswerUndetermined}
	if v.none {
		return v // what a client would decide, nobody can tell
	}
	if v.way = wayOf(v.api, r.flow()); v.way != nil {
		v.allowed = v.way.allowed(v.signInView)
	}
	v.match = v.matchURL()
	return v
}

// matchURL compares the URL that the request names with those of the client.
func (v *requestView) matchURL() redirectMatch {
	name, field, listed := "redirect_uri", FieldCallbackURLs, v.c.CallbackURLs
	if v.api == apiLogout && v.r.has("logout_uri") {
		name, field, listed = "logout_uri", FieldLogoutURLs, v.c.LogoutURLs
	}
	sent, known := v.r.Get(name)
	m := redirectMatch{name: name, field: field, sent: sent, missing: v.lacks(name),
		answer: v.listed(field, listed, sent, known)}
	if known && m.answer != AnswerYes && !m.missing {
		m.near = nearestURL(field, sent, listed)
	}
	return m
}

// listed returns whether a list of the client has a value.
func (v *requestView) listed(f Field, list []string, value string, known bool) Answer {
	for i, e := range list {
		if known && e == value && v.subject.knows(f, i) {
			return AnswerYes
		}
	}
	if !known || v.pending(f) {
		return AnswerUndetermined
	}
	return AnswerNo
}

// pending reports whether a setting, or a part of it, is not known yet.
func (v *requestView) pending(f Field) bool { return v.c.pending(f) }

// answerOf makes an Answer of what is known to be so or not.
func answerOf(yes bool) Answer {
	if yes {
		return AnswerYes
	}
	return AnswerNo
}

// not is the contrary; what is undetermined stays so.
func (a Answer) not() Answer {
	switch a {
	case AnswerYes:
		return AnswerNo
	case AnswerNo:
		return AnswerYes
	}
	return a
}

// and is yes where both are, and no where one is not.
func (a Answer) and(b Answer) Answer {
	switch {
	case a == AnswerNo || b == AnswerNo:
		return AnswerNo
	case a == AnswerYes:
		return b
	}
	return a
}

// get returns a parameter's value, "" where it is not sent or not known.
func (v *requestView) get(name string) string {
	value, known := v.r.Get(name)
	if !known {
		return ""
	}
	return value
}

// lacks reports whether a parameter is missing or empty.
func (v *requestView) lacks(name string) bool {
	value, known := v.r.Get(name)
	return value == "" && (known || !v.r.has(name))
}

// flowIs returns whether the request is for one of some flows; where it names none, that
// is undetermined.
func (v *requestView) flowIs(names ...string) Answer {
	if !v.wants {
		return AnswerUndetermined
	}
	return answerOf(slices.Contains(names, v.r.flow()))
}

// otherClient says that the request names another client than the one that is given,
// nil where it does not.
func (v *requestView) otherClient() *Cause {
	id := v.r.ClientID()
	if v.none || id == "" || v.c.ClientId == nil || *v.c.ClientId == id || v.pending(FieldClientId) {
		return nil
	}
	return &Cause{
		Evidence: EvidenceInferred, Field: FieldClientId, Parameter: clientParameter(v.r),
		Reason: "the request names the client " + quote(id) + ", and the client given is " + quote(*v.c.ClientId),
		Fix:    "give the settings of the client that the request names, or correct the request", Side: SideRequest,
	}
}

func clientParameter(r Request) string {
	if r.has("ClientId") {
		return "ClientId"
	}
	return "client_id"
}

// deniedBy reports whether the way of the request is closed by a setting.
func (v *requestView) deniedBy(f Field) Answer {
	switch {
	case v.way == nil || v.allowed.field != f:
		return AnswerNo
	case v.allowed.answer == AnswerYes:
		return AnswerNo
	case v.allowed.answer == AnswerNo:
		return AnswerYes
	}
	return AnswerUndetermined
}

// wayInWords is what the table of ways says, "" where the request has no way there.
func (v *requestView) wayInWords() string {
	if v.way == nil {
		return ""
	}
	return strings.TrimSpace(string(v.allowed.field) + " " + v.allowed.reason)
}

// acceptance is why a request is accepted of which no rule says so.
func (v *requestView) acceptance() string {
	return "nothing in the client or the request stands against it"
}

// gap says what of the request nobody measured, nil where there is nothing such.
func (v *requestView) gap() *Cause {
	open := func(parameter, fix, reason string) *Cause {
		return &Cause{Evidence: EvidenceInferred, Parameter: parameter, Fix: fix, Side: SideRequest,
			Reason: reason + "; nobody measured what the service answers"}
	}
	if name := v.repeated(); name != "" {
		return open(name, "send "+name+" once", name+" is sent more than once")
	}
	if b := v.r.Basic; b != nil && (differ(v.get("client_id"), b.Username) ||
		differ(v.get("client_secret"), b.Password.Reveal())) {
		return open("Authorization", "send ID and secret once, in the header or in the body",
			"the Authorization header and the body differ in ID or secret")
	}
	if strings.HasPrefix(v.api, "/") {
		return v.endpointGap(open)
	}
	return v.operationGap(open)
}

// differ reports whether two values are there and are not equal.
func differ(a, b string) bool { return a != "" && b != "" && a != b }

// repeated returns the name of the first parameter of an endpoint that is sent more
// than once, "" where there is none.
func (v *requestView) repeated() string {
	seen := make(map[string]bool, len(v.r.Parameters))
	for _, p := range v.r.Parameters {
		if seen[p.Name] {
			return p.Name
		}
		seen[p.Name] = true
	}
	return ""
}

// endpointGap is what nobody measured of an endpoint.
func (v *requestView) endpointGap(open func(parameter, fix, reason string) *Cause) *Cause {
	switch v.api {
	case apiLogout:
		switch {
		case v.lacks("client_id"):
			return open("client_id", "send client_id", "client_id is missing")
		case v.match.name == "redirect_uri" && v.match.answer != AnswerYes:
			return open("redirect_uri", fixRedirect, v.notListed())
		}
	case apiAuthorize:
		if v.r.has("idp_identifier") {
			return open("idp_identifier", "send identity_provider with the name of the provider",
				"idp_identifier stands for a provider that the client's settings do not name")
		}
	case apiToken:
		if v.r.JSONBody {
			return open("", "send the parameters as a form", "the body is JSON")
		}
	case apiIDPResponse, apiError:
		return open("", "begin at /oauth2/authorize", "a browser is sent to "+v.api+" in the course of a sign-in")
	}
	return nil
}

// operationGap is what nobody measured of an operation: the service's answer where a
// member is missing that each request carries, or where one is too many.
func (v *requestView) operationGap(open func(parameter, fix, reason string) *Cause) *Cause {
	if v.way == nil {
		return nil
	}
	sends := v.way.sends
	if v.secret == SecretStatePresent && v.way.proof != "" {
		sends = append(slices.Clip(sends), v.way.proof)
	}
	for _, name := range sends {
		if !strings.Contains(name, " ") && v.lacks(name) {
			return open(name, "send "+name, name+" is missing, which each request must carry")
		}
	}
	if v.secret == SecretStateAbsent && v.way.proof != "" && !v.lacks(v.way.proof) {
		return open(v.way.proof, "send no "+v.way.proof, "the client has no secret, and the request sends "+v.way.proof)
	}
	if v.api == apiClientToken && v.asksUnlisted() == AnswerYes {
		return open("Scopes", "request scopes that AllowedOAuthScopes lists", v.unlistedInWords())
	}
	if v.api == apiGetTokens || v.api == apiClientToken {
		if v.wrongSecret() == AnswerYes {
			return open("ClientSecret", "send the client's own secret", "the secret is not the client's")
		}
	}
	return nil
}

// requestedScopes returns what the parameter scope lists, nil where that is nothing.
func (v *requestView) requestedScopes() []string {
	scopes := v.get("scope")
	if v.api == apiClientToken {
		scopes = v.get("Scopes")
	}
	if scopes = strings.TrimSpace(scopes); scopes == "" {
		return nil
	}
	return strings.Fields(scopes)
}

// unlistedScopes returns the scopes of the request that the client does not list, and
// whether there are any.
func (v *requestView) unlistedScopes() (scopes []string, any Answer) {
	any = AnswerNo
	for _, s := range v.requestedScopes() {
		switch v.listed(FieldAllowedOAuthScopes, v.c.AllowedOAuthScopes, s, true) {
		case AnswerNo:
			scopes, any = append(scopes, s), AnswerYes
		case AnswerUndetermined:
			any = max(any, AnswerNo)
			if len(scopes) == 0 {
				any = AnswerUndetermined
			}
		}
	}
	if !v.lacks("scope") && v.get("scope") == "" && any == AnswerNo {
		any = AnswerUndetermined // a variable of the shell
	}
	return scopes, any
}

// resource returns the identifier of the resource server of a custom scope, "" for a
// scope that Cognito knows by itself.
func resource(scope string) string {
	i := strings.LastIndexByte(scope, '/')
	if isReserved(scope) || i < 0 {
		return ""
	}
	return scope[:i]
}

// knowsResource returns whether the pool has a resource server.
func (v *requestView) knowsResource(identifier string) Answer {
	isIts := func(scope string) bool { return resource(scope) == identifier }
	switch {
	case slices.ContainsFunc(v.c.AllowedOAuthScopes, isIts):
		return AnswerYes
	case v.in.Pool == nil || v.in.Pool.Scopes == nil:
		return AnswerUndetermined
	}
	return answerOf(slices.ContainsFunc(v.in.Pool.Scopes, isIts))
}

// Grant is what an accepted request of the OAuth endpoints gets.
type Grant struct {
	Flow   types.OAuthFlowType `json:"flow,omitzero"`   // "" for a refresh
	Scopes []string            `json:"scopes,omitzero"` // nil where the authorization before decided them
	Tokens []string            `json:"tokens,omitzero"` // "access", "id", "refresh"; nil for an authorization code
	// RedirectURI is where the browser is sent, of /oauth2/authorize.
	RedirectURI string `json:"redirectUri,omitzero"`
	// ChallengeMethod is the method of PKCE, "" without it.
	ChallengeMethod string `json:"challengeMethod,omitzero"`
}

// grant returns what the request gets if it is accepted, nil where that is no grant.
func (v *requestView) grant() *Grant {
	switch v.api + " " + v.r.flow() {
	case apiAuthorize + " code":
		return &Grant{Flow: types.OAuthFlowTypeCode, Scopes: v.grantedScopes(), RedirectURI: v.target(),
			ChallengeMethod: v.get("code_challenge_method")}
	case apiAuthorize + " token":
		g := &Grant{Flow: types.OAuthFlowTypeImplicit, Scopes: v.grantedScopes(), RedirectURI: v.target()}
		g.Tokens = tokensOf(g.Scopes)
		return g
	case apiToken + " client_credentials":
		return &Grant{Flow: types.OAuthFlowTypeClientCredentials, Scopes: v.grantedScopes(), Tokens: []string{"access"}}
	case apiToken + " authorization_code":
		return &Grant{Flow: types.OAuthFlowTypeCode}
	case apiToken + " refresh_token":
		g := &Grant{Tokens: []string{"id", "access"}}
		if v.rotation == AnswerYes {
			g.Tokens = append(g.Tokens, "refresh")
		}
		return g
	}
	return nil
}

// grantedScopes returns the scopes of the request, all of the client where it has
// none.
func (v *requestView) grantedScopes() []string {
	if scopes := v.requestedScopes(); scopes != nil {
		return scopes
	}
	return slices.Clone(v.c.AllowedOAuthScopes)
}

func (v *requestView) target() string {
	if v.match.missing && v.c.DefaultRedirectURI != nil {
		return *v.c.DefaultRedirectURI
	}
	return v.match.sent
}

// tokensOf returns the tokens of an implicit grant.
func tokensOf(scopes []string) []string {
	if slices.Contains(scopes, scopeOpenID) {
		return []string{"id", "access"}
	}
	return []string{"access"}
}
