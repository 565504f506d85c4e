package userpoolclient

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
)

// maxRequest is the longest text that is read as a request, in bytes.
const maxRequest = 1 << 20

// endpoints are the paths that ParseRequest knows.
var endpoints = []string{
	apiAuthorize, apiToken, apiRevoke, apiUserInfo, apiIDPResponse, apiLogin, apiLogout, apiError, apiDiscovery,
	apiKeys, apiAuthorizationServer,
}

// RequestError says why a text cannot be read as a request or a response. It shows
// nothing of the text.
type RequestError struct {
	Problem string // reads on from what is read: "is empty; paste a request"
}

// Error returns the problem.
func (e *RequestError) Error() string { return e.Problem }

func unreadableRequest(problem string) error { return &RequestError{problem} }

func noRequest() error {
	return unreadableRequest("is no request to Cognito that is known here; paste the URL of an endpoint such as " +
		"/oauth2/authorize, /oauth2/token or /logout, a curl command, a form body, or the JSON of an operation such as " +
		"InitiateAuth")
}

// ParseRequest reads a request out of what people have: the URL of an endpoint, a
// curl command, an HTTP request with its headers, the form body of /oauth2/token or
// /oauth2/revoke, or the JSON of InitiateAuth, AdminInitiateAuth,
// GetTokensFromRefreshToken, GetClientToken, SignUp and their kin. Its errors are
// of type *[RequestError].
func ParseRequest(text string) (Request, error) {
	text = strings.TrimSpace(text)
	switch {
	case len(text) > maxRequest:
		return Request{}, unreadableRequest("is longer than any request")
	case text == "":
		return Request{}, unreadableRequest("is empty; paste a request")
	case hasCommand(text, "curl"):
		return parseCurl(text)
	case strings.HasPrefix(text, "{"):
		return parseOperation(text, "")
	case strings.Contains(text, "\n"), hasMethod(text):
		return parseHTTP(text)
	case strings.Contains(text, "://"), strings.HasPrefix(text, "/"):
		return parseURL(text)
	}
	return parseForm(text)
}

// hasCommand reports whether a text begins with the name of a command.
func hasCommand(text, name string) bool {
	rest, ok := strings.CutPrefix(strings.TrimPrefix(text, "$ "), name)
	return ok && rest != "" && strings.ContainsAny(rest[:1], " \t\n\\")
}

func hasMethod(text string) bool {
	method, _, ok := strings.Cut(text, " ")
	return ok && slices.Contains([]string{"GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS"}, method)
}

// parseURL reads an endpoint out of a URL or of a path.
func parseURL(text string) (Request, error) {
	text, _, _ = strings.Cut(text, "#")
	text, query, _ := strings.Cut(text, "?")
	r := Request{Method: "GET"}
	path := text
	if _, rest, ok := strings.Cut(text, "://"); ok {
		host, p, _ := strings.Cut(rest, "/")
		r.Host, path = host[strings.LastIndexByte(host, '@')+1:], "/"+p
	}
	r.API = endpointOf(path)
	if r.API == "" && operationHost(r.Host) && path == "/" {
		r.API, r.Host = "/", ""
	}
	if r.API == "" {
		return Request{}, noRequest()
	}
	return r, addForm(&r, query)
}

// endpointOf returns the endpoint that a path names. A discovery document stands below
// the pool's ID.
func endpointOf(path string) string {
	path = strings.TrimRight(path, "/")
	for _, e := range endpoints {
		if path == e || strings.HasPrefix(e, "/.well-known/") && strings.HasSuffix(path, e) {
			return e
		}
	}
	return ""
}

// operationHost reports whether a host is that of the API.
func operationHost(host string) bool { return strings.HasPrefix(host, "cognito-idp") }

// addForm adds the parameters of a query or of a form.
func addForm(r *Request, form string) error {
	for form != "" {
		var pair string
		pair, form, _ = strings.Cut(form, "&")
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(name)
		value, err2 := url.QueryUnescape(value)
		if err != nil || err2 != nil {
			return unreadableRequest("holds a % that no two hexadecimal digits follow")
		}
		r.Parameters = append(r.Parameters, NewParameter(name, value))
	}
	return nil
}

// parseForm reads a query or a form body without its endpoint.
func parseForm(text string) (Request, error) {
	r := Request{}
	if err := addForm(&r, strings.TrimPrefix(text, "?")); err != nil {
		return Request{}, err
	}
	for _, endpoint := range []struct{ name, api, method string }{
		{"grant_type", apiToken, "POST"},
		{"response_type", apiAuthorize, "GET"},
		{"redirect_uri", apiAuthorize, "GET"},
		{"logout_uri", apiLogout, "GET"},
		{"post_logout_redirect_uri", apiLogout, "GET"},
		{"token", apiRevoke, "POST"},
		{"code", apiToken, "POST"},
		{"refresh_token", apiToken, "POST"},
	} {
		if r.has(endpoint.name) {
			r.API, r.Method = endpoint.api, endpoint.method
			return r, nil
		}
	}
	return Request{}, noRequest()
}

// has reports whether there is a parameter of a name, be its value known or not.
func (r Request) has(name string) bool {
	return slices.ContainsFunc(r.Parameters, func(p Parameter) bool { return p.Name == name })
}

// parseHTTP reads a request line, headers and a body. Where the lines are no such
// thing, they are a form body or a URL that was broken into lines.
func parseHTTP(text string) (Request, error) {
	if !hasMethod(text) {
		return ParseRequest(strings.Join(strings.Fields(text), ""))
	}
	head, body, _ := strings.Cut(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n")
	line, headers, _ := strings.Cut(head, "\n")
	words := strings.Fields(line)
	if len(words) < 2 {
		return Request{}, noRequest()
	}
	s := sent{method: words[0], url: words[1], body: strings.TrimSpace(body)}
	for header := range strings.Lines(headers) {
		s.header(header)
	}
	return s.request()
}

// A sent is an HTTP request in parts.
type sent struct {
	method, url, body string
	target            string // of the header X-Amz-Target: the operation
	host, contentType string
	basic             *BasicAuth
	bearer            *Secret
	unknown           string // stands where a value is not known; "" where none can be
}

// header takes what matters out of a header.
func (s *sent) header(line string) {
	name, value, _ := strings.Cut(line, ":")
	value = strings.TrimSpace(value)
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "host":
		s.host = value
	case "content-type":
		s.contentType = value
	case "x-amz-target":
		s.target = value[strings.LastIndexByte(value, '.')+1:]
	case "authorization":
		s.authorization(value)
	}
}

func (s *sent) authorization(value string) {
	scheme, credentials, _ := strings.Cut(value, " ")
	credentials = strings.TrimSpace(credentials)
	switch {
	case strings.EqualFold(scheme, "bearer"):
		token := NewSecret(credentials)
		s.bearer = &token
	case strings.EqualFold(scheme, "basic"):
		decoded, err := base64.StdEncoding.DecodeString(credentials)
		if err != nil {
			decoded = nil
		}
		user, password, _ := strings.Cut(string(decoded), ":")
		s.basic = &BasicAuth{user, NewSecret(password)}
	}
}

// request puts the parts together.
func (s *sent) request() (Request, error) {
	if s.target != "" {
		return parseOperation(s.body, s.target)
	}
	r, err := parseURL(s.url)
	if err != nil {
		return Request{}, err
	}
	if r.API == "/" {
		return parseOperation(s.body, "")
	}
	r.Method, r.ContentType, r.Basic, r.Bearer = s.method, s.contentType, s.basic, s.bearer
	if r.Host == "" {
		r.Host = s.host
	}
	if strings.HasPrefix(s.body, "{") {
		r.JSONBody = true
		err = addMembers(&r, s.body)
	} else {
		err = addForm(&r, s.body)
	}
	if err != nil {
		return Request{}, err
	}
	s.forget(&r)
	return r, nil
}

// forget marks the values that are not known.
func (s *sent) forget(r *Request) {
	if s.unknown == "" {
		return
	}
	for i, p := range r.Parameters {
		if strings.Contains(p.Reveal(), s.unknown) {
			r.Parameters[i] = Parameter{Name: p.Name, Unknown: true}
		}
	}
	if b := r.Basic; b != nil && strings.Contains(b.Username+b.Password.Reveal(), s.unknown) {
		r.Basic = &BasicAuth{}
	}
}

// parseOperation reads the JSON of an operation. Where its name is not told, the
// members tell it.
func parseOperation(text, operation string) (Request, error) {
	r := Request{API: operation, Method: "POST"}
	if err := addMembers(&r, text); err != nil {
		return Request{}, err
	}
	if r.API == "" {
		r.API = operationOf(r)
	}
	if wayOf(r.API, r.flow()) == nil && !slices.Contains(operations, r.API) {
		return Request{}, noRequest()
	}
	return r, nil
}

// operations are those that Judge knows.
var operations = []string{
	apiInitiateAuth, apiAdminInitiateAuth, apiGetTokens, apiClientToken, apiRespond, apiSignUp, apiConfirmSignUp,
	apiResend, apiForgotPassword, apiConfirmForgot, apiRevokeToken,
}

// operationOf returns the operation that takes the members of a request, "" where
// more than one or none does.
func operationOf(r Request) string {
	for _, o := range []struct {
		api     string
		members []string
	}{
		{apiAdminInitiateAuth, []string{"AuthFlow", "UserPoolId"}},
		{apiInitiateAuth, []string{"AuthFlow"}},
		{apiRespond, []string{"ChallengeName"}},
		{apiGetTokens, []string{"RefreshToken"}},
		{apiClientToken, []string{"ClientId", "Secret"}},
		{apiRevokeToken, []string{"Token", "ClientId"}},
		{apiConfirmForgot, []string{"ConfirmationCode", "Password"}},
		{apiConfirmSignUp, []string{"ConfirmationCode", "Username"}},
		{apiSignUp, []string{"Username", "Password"}},
	} {
		if !slices.ContainsFunc(o.members, func(m string) bool { return !r.has(m) }) {
			return o.api
		}
	}
	return ""
}

// addMembers adds the members of a JSON object, those of an object in it by their
// paths.
func addMembers(r *Request, text string) error {
	members := make(map[string]json.RawMessage)
	if json.Unmarshal([]byte(text), &members) != nil {
		return unreadableRequest("begins like JSON and is none")
	}
	for _, name := range sortedNames(members) {
		inner := make(map[string]json.RawMessage)
		if json.Unmarshal(members[name], &inner) != nil || inner == nil {
			r.addMember(name, members[name])
			continue
		}
		for _, member := range sortedNames(inner) {
			r.addMember(name+"."+member, inner[member])
		}
	}
	return nil
}

func sortedNames(members map[string]json.RawMessage) []string {
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// addMember adds a member, unless it is null. A list of strings is one value, its
// elements parted by spaces.
func (r *Request) addMember(name string, value json.RawMessage) {
	var text string
	var list []string
	switch {
	case string(value) == "null":
		return
	case json.Unmarshal(value, &text) == nil:
	case json.Unmarshal(value, &list) == nil:
		text = strings.Join(list, " ")
	default:
		text = string(value)
	}
	r.Parameters = append(r.Parameters, NewParameter(name, text))
}
