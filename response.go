package userpoolclient

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
)

// ParseResponse reads what somebody got from the service: the URL of the page /error
// or of a callback, the JSON body of an endpoint or of the API, a header
// WWW-Authenticate, the text of an exception as an SDK or the AWS CLI prints it, or the
// error alone. Its errors are of type *[RequestError].
func ParseResponse(text string) (Response, error) {
	text = strings.TrimSpace(text)
	switch {
	case len(text) > maxRequest:
		return Response{}, unreadableRequest("is longer than any response")
	case text == "":
		return Response{}, unreadableRequest("is empty; paste a response")
	case strings.HasPrefix(text, "{"):
		return parseBody(text)
	case strings.Contains(text, `error="`):
		return parseChallenge(text), nil
	case isErrorURL(text):
		return parseErrorURL(text)
	}
	return parseException(text), nil
}

// isErrorURL reports whether a text is a URL or a query with an error, or that of the
// page /error.
func isErrorURL(text string) bool {
	if strings.ContainsAny(text, " \n") {
		return false
	}
	path, query := cutPath(text)
	return endpointOf(path) == apiError || strings.HasPrefix(query, "error") || strings.Contains(query, "&error")
}

// cutPath parts the path of a URL from its parameters, be they in the query or in the
// fragment.
func cutPath(text string) (path, parameters string) {
	i := strings.IndexAny(text, "?#")
	if i < 0 && strings.Contains(text, "=") {
		return "", text
	}
	if i >= 0 {
		text, parameters = text[:i], text[i+1:]
	}
	if _, rest, ok := strings.Cut(text, "://"); ok {
		_, path, _ = strings.Cut(rest, "/")
		return "/" + path, parameters
	}
	return text, parameters
}

func parseErrorURL(text string) (Response, error) {
	path, query := cutPath(text)
	got := Response{}
	switch {
	case endpointOf(path) == apiError:
		got.Place = PlacePage
	case path != "" && strings.Contains(text, "#error"), strings.Contains(text, "#") && strings.Contains(text, "&error"):
		got.Place = PlaceFragment
	case path != "":
		got.Place = PlaceCallback
	}
	values, err := url.ParseQuery(strings.ReplaceAll(query, "#", "&"))
	if err != nil {
		return Response{}, unreadableRequest("holds a % that no two hexadecimal digits follow, or a ;")
	}
	got.Error, got.Description, got.ClientID = values.Get("error"), values.Get("error_description"), values.Get("client_id")
	if values.Has("logout_uri") || values.Has("post_logout_redirect_uri") {
		got.API = apiLogout
	}
	return got, nil
}

// parseBody reads the JSON of an endpoint or of the API.
func parseBody(text string) (Response, error) {
	members := make(map[string]any)
	if json.Unmarshal([]byte(text), &members) != nil {
		return Response{}, unreadableRequest("begins like JSON and is none")
	}
	first := func(names ...string) string {
		for _, name := range names {
			if s, _ := members[name].(string); s != "" {
				return s
			}
		}
		return ""
	}
	got := Response{Error: first("error"), Description: first("error_description"), Message: first("message", "Message"),
		Exception: first("__type", "code", "name", "Code")}
	got.Exception = got.Exception[strings.LastIndexByte(got.Exception, '#')+1:]
	if got.Error != "" {
		got.Place = PlaceBody
	}
	if got.IsZero() {
		return Response{}, unreadableRequest("has neither error nor message; paste the body of an error")
	}
	return got, nil
}

// parseChallenge reads a header WWW-Authenticate.
func parseChallenge(text string) Response {
	quoted := func(name string) string {
		_, rest, _ := strings.Cut(text, name+`="`)
		value, _, _ := strings.Cut(rest, `"`)
		return value
	}
	return Response{Place: PlaceHeader, API: apiUserInfo, Error: quoted("error"), Description: quoted("error_description")}
}

// parseException reads the text of an exception, or an error alone.
func parseException(text string) Response {
	text = strings.Join(strings.Fields(text), " ")
	if word, ok := strings.CutPrefix(text, "error: "); ok && !strings.Contains(word, " ") {
		text = word
	}
	if !strings.Contains(text, " ") && !strings.HasSuffix(text, "Exception") {
		return Response{Error: strings.Trim(text, `"'.`)}
	}
	got := Response{Message: text}
	for _, o := range operations {
		if strings.Contains(text, " "+o+" ") || strings.Contains(text, " "+o+",") {
			got.API = o
		}
	}
	if i := strings.LastIndex(text, "Exception"); i >= 0 {
		end := i + len("Exception")
		start := strings.LastIndexAny(text[:i], " (:#.\"'") + 1
		got.Exception = text[start:end]
		got.Message = text[end:]
		if _, message, ok := strings.Cut(got.Message, ": "); ok {
			got.Message = message
		}
		got.Message = strings.Trim(got.Message, ` ):"'`)
	}
	return got
}

// matches reports whether a recorded response is one that somebody got.
func (r Response) matches(got Response, texts []string) bool {
	for _, pair := range [][2]string{{string(r.Place), string(got.Place)}, {r.Exception, got.Exception}} {
		if pair[0] != "" && pair[1] != "" && pair[0] != pair[1] {
			return false
		}
	}
	if r.Status != 0 && got.Status != 0 && r.Status != got.Status {
		return false
	}
	all := append([]string{r.Message, r.Description}, texts...)
	switch {
	case got.Message != "":
		return slices.ContainsFunc(all, func(t string) bool { return sameText(t, got.Message) }) ||
			r.Message == "" && r.Exception != "" && r.Exception == got.Exception
	case got.Description != "":
		return r.Error == got.Description ||
			(got.Error == "" || r.Error == got.Error) && slices.ContainsFunc(all, func(t string) bool {
				return sameText(t, got.Description)
			})
	case got.Error != "":
		return r.Error == got.Error || got.Place == "" && r.Description == got.Error
	case got.Exception != "":
		return r.Exception == got.Exception
	}
	return false
}

// sameText reports whether a text is a recorded one, in which {client} stands for what
// varies. What follows a recorded text is its detail.
func sameText(recorded, text string) bool {
	if recorded == "" {
		return false
	}
	before, after, varies := strings.Cut(strings.TrimSuffix(recorded, "."), "{client}")
	text, ok := strings.CutPrefix(text, before)
	if !ok || !varies {
		return ok
	}
	id := 0
	for id < len(text) && text[id] != ' ' {
		id++
	}
	return after == "" || strings.HasPrefix(text[id:], after)
}
