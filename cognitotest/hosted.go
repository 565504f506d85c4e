package cognitotest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// The paths that are served beside the API.
const (
	pathAuthorize = "/oauth2/authorize"
	pathToken     = "/oauth2/token"
	pathRevoke    = "/oauth2/revoke"
	pathUserInfo  = "/oauth2/userInfo"
	pathLogin     = "/login"
	pathLogout    = "/logout"
	pathError     = "/error"
	pathDiscovery = "/.well-known/openid-configuration"
	pathKeys      = "/.well-known/jwks.json"
)

const formType = "application/x-www-form-urlencoded"

// An endpoint is one of a user pool's domain.
type endpoint struct {
	methods []string
	serve   func(s *Service, h *hostedRequest)
}

func endpointAt(path string) (endpoint, bool) {
	get, post := []string{http.MethodGet}, []string{http.MethodPost}
	switch path {
	case pathAuthorize, pathLogin:
		return endpoint{get, (*Service).authorize}, true
	case pathLogout:
		return endpoint{get, (*Service).logout}, true
	case pathError:
		return endpoint{get, (*Service).errorPage}, true
	case pathToken:
		return endpoint{post, (*Service).token}, true
	case pathRevoke:
		return endpoint{post, (*Service).revokeEndpoint}, true
	case pathUserInfo:
		return endpoint{append(get, post...), (*Service).userInfo}, true
	}
	return endpoint{}, false
}

// A hostedRequest is a request to an endpoint as it is being served.
type hostedRequest struct {
	userpoolclient.Request
	w    http.ResponseWriter
	r    *http.Request
	base string // the address under which the server was asked: "http://127.0.0.1:9229"

	// The client that the request names and its pool; nil where there is none.
	poolID string
	pool   *pool
	client *client
}

// isPage reports whether a request is for a page or an endpoint, and not for an
// operation.
func isPage(r *http.Request) bool {
	_, served := endpointAt(r.URL.Path)
	return served || r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions ||
		strings.HasPrefix(r.URL.Path, "/oauth2/")
}

// servePage answers at an endpoint, with a document of a pool, or says what this
// server is.
func (s *Service) servePage(w http.ResponseWriter, r *http.Request) {
	s.share(w, r)
	if r.Method == http.MethodOptions {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	e, served := endpointAt(r.URL.Path)
	if !served {
		s.serveDocument(w, r)
		return
	}
	h, problem := newHostedRequest(w, r)
	switch {
	case !slices.Contains(e.methods, r.Method):
		w.Header().Set("Allow", strings.Join(e.methods, ", "))
		writeText(w, http.StatusMethodNotAllowed, own+"the method must be "+strings.Join(e.methods, " or "))
	case problem != "":
		h.unknown(problem)
	default:
		e.serve(s, h)
	}
}

// newHostedRequest reads a request; problem says why it cannot be read.
func newHostedRequest(w http.ResponseWriter, r *http.Request) (h *hostedRequest, problem string) {
	h = &hostedRequest{w: w, r: r, base: baseOf(r)}
	h.API, h.Method, h.Host, h.ContentType = r.URL.Path, r.Method, r.Host, r.Header.Get("Content-Type")
	if user, password, ok := r.BasicAuth(); ok {
		h.Basic = &userpoolclient.BasicAuth{Username: user, Password: userpoolclient.NewSecret(password)}
	}
	if scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " "); strings.EqualFold(scheme, "Bearer") {
		bearer := userpoolclient.NewSecret(strings.TrimSpace(token))
		h.Bearer = &bearer
	}
	form := r.URL.RawQuery
	if r.Method == http.MethodPost && r.URL.Path != pathUserInfo {
		body, err := read(w, r)
		if err != nil {
			return h, asAPIError(err).message
		}
		form = string(body)
		if strings.HasPrefix(strings.TrimSpace(form), "{") {
			h.JSONBody = true
			return h, ""
		}
		if !strings.HasPrefix(h.ContentType, formType) {
			return h, own + "Content-Type must be " + formType
		}
	}
	return h, h.addForm(form)
}

// addForm adds the parameters of a query or of a form, in their order.
func (h *hostedRequest) addForm(form string) (problem string) {
	for pair := range strings.SplitSeq(form, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(name)
		value, err2 := url.QueryUnescape(value)
		if err != nil || err2 != nil {
			return own + "a % is followed by no two hexadecimal digits"
		}
		h.Parameters = append(h.Parameters, userpoolclient.NewParameter(name, value))
	}
	return ""
}

func baseOf(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// get returns a parameter, "" where it is not sent.
func (h *hostedRequest) get(name string) string {
	value, _ := h.Get(name)
	return value
}

// find finds the client that the request names. All pools are behind one address, so
// it is the client's ID that tells the pool. The caller holds the lock.
func (s *Service) find(h *hostedRequest) {
	poolID, c, err := s.clientAnywhere(h.ClientID())
	if err != nil {
		return
	}
	h.poolID, h.client, h.pool = poolID, c, s.pools[poolID]
}

// judge asks the table of the userpoolclient package what becomes of a request. The
// caller holds the lock.
func (s *Service) judge(r userpoolclient.Request, p *pool, c *client) userpoolclient.Verdict {
	if c == nil {
		return userpoolclient.Judge(nil, userpoolclient.Context{}, r)
	}
	config := s.answer(c, sortedSet)
	config.ClientSecret = c.secretOf(r)
	return userpoolclient.Judge(config, userpoolclient.Context{Secret: c.secret(), Pool: p.context()}, r)
}

// secretOf returns the secret that a request is held against: the one that it sends
// where that is the client's, or else the first; nil where the client has none.
func (c *client) secretOf(r userpoolclient.Request) *userpoolclient.Secret {
	if len(c.secrets) == 0 {
		return nil
	}
	var sent []string
	if r.Basic != nil {
		sent = append(sent, r.Basic.Password.Reveal())
	}
	for _, name := range []string{"client_secret", "ClientSecret", "Secret"} {
		value, _ := r.Get(name)
		sent = append(sent, value)
	}
	for i := range c.secrets {
		if slices.Contains(sent, c.secrets[i].value.Reveal()) {
			return &c.secrets[i].value
		}
	}
	return &c.secrets[0].value
}

// share lets a page read the answers, and send what is not simple, where its origin
// is that of a callback URL of a client: it is the application under test.
func (s *Service) share(w http.ResponseWriter, r *http.Request) {
	origin := r.Header.Get("Origin")
	if origin == "" || !s.isApplication(origin) {
		return
	}
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", origin)
	h.Add("Vary", "Origin")
	if r.Method == http.MethodOptions {
		h.Set("Access-Control-Allow-Methods", "GET, POST")
		h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type")
	}
}

// isApplication reports whether an origin is that of a callback URL.
func (s *Service) isApplication(origin string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.pools {
		for _, c := range p.clients {
			for _, callback := range c.config.CallbackURLs {
				rest, ok := strings.CutPrefix(callback, origin)
				if ok && (rest == "" || strings.ContainsAny(rest[:1], "/?")) {
					return true
				}
			}
		}
	}
	return false
}

// whatThisIs is the answer to whoever looks for something else.
const whatThisIs = "This is the simulated Cognito of userpoolclient, for tests. It serves the operations of the API " +
	"that manage app clients and what they need, the OAuth endpoints of all user pools (/oauth2/authorize, " +
	"/oauth2/token, /oauth2/revoke, /oauth2/userInfo, /logout), and below /POOL-ID the documents " + pathDiscovery +
	" and " + pathKeys + ".\n"

// discovery is the document of a pool, as localstack/localstack issue 12914 shows the
// service's of 2025-07-28: it names the scopes that every pool has and no method of
// PKCE, although there is S256.
type discovery struct {
	Authorization string   `json:"authorization_endpoint"`
	EndSession    string   `json:"end_session_endpoint"`
	Algorithms    []string `json:"id_token_signing_alg_values_supported"`
	Issuer        string   `json:"issuer"`
	Keys          string   `json:"jwks_uri"`
	ResponseTypes []string `json:"response_types_supported"`
	Revocation    string   `json:"revocation_endpoint"`
	Scopes        []string `json:"scopes_supported"`
	SubjectTypes  []string `json:"subject_types_supported"`
	Token         string   `json:"token_endpoint"`
	AuthMethods   []string `json:"token_endpoint_auth_methods_supported"`
	UserInfo      string   `json:"userinfo_endpoint"`
}

// serveDocument answers with a document about a pool.
func (s *Service) serveDocument(w http.ResponseWriter, r *http.Request) {
	poolID, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	s.mu.Lock()
	_, err := s.pool(poolID)
	s.mu.Unlock()
	name, base := "/"+name, baseOf(r)
	switch {
	case err == nil && name == pathDiscovery:
		writeJSON(w, http.StatusOK, discovery{
			Authorization: base + pathAuthorize, Token: base + pathToken, Revocation: base + pathRevoke,
			UserInfo: base + pathUserInfo, EndSession: base + pathLogout,
			Issuer: issuer(base, poolID), Keys: issuer(base, poolID) + pathKeys,
			ResponseTypes: []string{"code", "token"}, Scopes: []string{"openid", "email", "phone", "profile"},
			SubjectTypes: []string{"public"}, Algorithms: []string{"RS256"},
			AuthMethods: []string{"client_secret_basic", "client_secret_post"},
		})
	case err == nil && name == pathKeys:
		keys, err := s.keys()
		if err != nil {
			writeError(w, err)
			return
		}
		writeJSON(w, http.StatusOK, keys.public)
	default:
		writeText(w, http.StatusNotFound, whatThisIs)
	}
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		writeError(w, err)
		return
	}
	write(w, status, "application/json", body)
}

func writeText(w http.ResponseWriter, status int, text string) {
	write(w, status, "text/plain; charset=utf-8", []byte(text))
}
