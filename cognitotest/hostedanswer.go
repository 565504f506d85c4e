package cognitotest

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/userpoolclient/userpoolclient"
)

// reject answers what a verdict says that does not accept: the response that is
// recorded, or the server's own words.
func (h *hostedRequest) reject(v userpoolclient.Verdict) {
	if v.Outcome == userpoolclient.OutcomeRejected {
		for _, c := range append([]userpoolclient.Cause{v.Cause}, v.Recorded...) {
			if !c.Response.IsZero() {
				h.answer(c.Response)
				return
			}
		}
	}
	h.unknown(own + v.Reason)
}

// rejectBy answers what a rule of the table records, where it is the server's state
// that the rule is about.
func (h *hostedRequest) rejectBy(rule string) {
	known, _ := userpoolclient.RequestRuleByID(rule)
	h.answer(known.Response)
}

// unknown answers in the server's words, where no answer of the service is recorded.
func (h *hostedRequest) unknown(text string) { h.unrecorded("invalid_request", text) }

// unrecorded does what unknown does, with an error that programs tell apart.
func (h *hostedRequest) unrecorded(code, text string) {
	switch h.API {
	case pathToken, pathRevoke:
		h.json(userpoolclient.Response{Status: http.StatusBadRequest, Error: code, Description: text})
	case pathUserInfo:
		h.challenge(userpoolclient.Response{Status: http.StatusBadRequest, Error: code, Description: text})
	default:
		h.page(http.StatusBadRequest, text)
	}
}

// answer answers as recorded.
func (h *hostedRequest) answer(r userpoolclient.Response) {
	r.Message = strings.ReplaceAll(r.Message, "{client}", h.ClientID())
	switch {
	case r.Place == userpoolclient.PlaceCallback || r.Place == userpoolclient.PlaceFragment:
		h.callback(r)
	case r.Place == userpoolclient.PlacePage:
		h.redirect(pathError + "?" + h.errorQuery(r))
	case r.Place == userpoolclient.PlaceLogin && h.API == pathAuthorize:
		h.redirect(pathLogin + "?" + h.r.URL.RawQuery)
	case h.API == pathUserInfo:
		h.challenge(r)
	case h.API == pathToken || h.API == pathRevoke:
		h.json(r)
	case r.Message != "":
		h.page(orBad(r.Status), r.Message)
	case r.Error != "":
		h.page(orBad(r.Status), "error: "+r.Error)
	default:
		h.page(orBad(r.Status))
	}
}

// orBad returns a status, 400 where none is recorded.
func orBad(status int) int {
	if status == 0 {
		return http.StatusBadRequest
	}
	return status
}

// json answers at an endpoint that programs call. Of some answers the status alone is
// recorded.
func (h *hostedRequest) json(r userpoolclient.Response) {
	if r.Error == "" {
		h.w.WriteHeader(orBad(r.Status))
		return
	}
	h.w.Header().Set("Cache-Control", "no-store")
	writeJSON(h.w, orBad(r.Status), struct {
		Error       string `json:"error"`
		Description string `json:"error_description,omitempty"`
	}{r.Error, r.Description})
}

// challenge answers with the header WWW-Authenticate.
func (h *hostedRequest) challenge(r userpoolclient.Response) {
	h.w.Header().Set("WWW-Authenticate", `error="`+r.Error+`", error_description="`+r.Description+`"`)
	if r.Status == 0 {
		r.Status = http.StatusUnauthorized
	}
	h.json(r)
}

// redirect sends the browser on.
func (h *hostedRequest) redirect(to string) {
	h.w.Header().Set("Location", to)
	h.w.Header().Set("Cache-Control", "no-store")
	h.w.WriteHeader(http.StatusFound)
}

// errorQuery is the query of the page /error: the error and the client, or what was
// sent where the record has no error.
func (h *hostedRequest) errorQuery(r userpoolclient.Response) string {
	var query []string
	add := func(name, value string) {
		if value != "" {
			query = append(query, name+"="+url.QueryEscape(value))
		}
	}
	add("error", r.Error)
	add("client_id", h.get("client_id"))
	if r.Error == "" {
		add("logout_uri", h.get("logout_uri"))
		add("post_logout_redirect_uri", h.get("post_logout_redirect_uri"))
	}
	return strings.Join(query, "&")
}

// target returns where the browser is to be sent back, and reports whether the client
// lists it: no other URL is ever redirected to.
func (h *hostedRequest) target() (string, bool) {
	if h.client == nil {
		return "", false
	}
	to := h.get("redirect_uri")
	if byDefault := h.client.config.DefaultRedirectURI; to == "" && byDefault != nil {
		to = *byDefault
	}
	return to, slices.Contains(h.client.config.CallbackURLs, to)
}

// callback sends the browser back with an error, its parameters in the recorded order.
func (h *hostedRequest) callback(r userpoolclient.Response) {
	var pairs []string
	if r.Description != "" {
		pairs = append(pairs, "error_description", r.Description)
	}
	pairs = append(pairs, "state", h.get("state"), "error", r.Error)
	h.sendBack(r.Place == userpoolclient.PlaceFragment, pairs...)
}

// sendBack sends the browser back with parameters, those aside that are empty.
func (h *hostedRequest) sendBack(fragment bool, pairs ...string) {
	to, listed := h.target()
	if !listed {
		h.unknown(own + "the error cannot be sent back: the redirect_uri is none of the client's")
		return
	}
	var query []string
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			query = append(query, pairs[i]+"="+url.QueryEscape(pairs[i+1]))
		}
	}
	mark := "?"
	switch {
	case fragment:
		mark = "#"
	case strings.Contains(to, "?"):
		mark = "&"
	}
	h.redirect(to + mark + strings.Join(query, "&"))
}

var pageTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("page").Parse(`<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Error</title>
<h1>An error was encountered with the requested page.</h1>
{{range .}}<p>{{.}}</p>
{{end}}</html>
`))
})

// page answers with the page that shows errors.
func (h *hostedRequest) page(status int, lines ...string) {
	var b strings.Builder
	if err := pageTemplate().Execute(&b, lines); err != nil {
		writeError(h.w, err)
		return
	}
	h.w.Header().Set("Content-Security-Policy", "default-src 'none'")
	h.w.Header().Set("Cache-Control", "no-store")
	write(h.w, status, "text/html; charset=utf-8", []byte(b.String()))
}

// errorPage is /error, where a browser ends.
func (s *Service) errorPage(h *hostedRequest) {
	switch e := h.get("error"); {
	case e != "":
		h.page(http.StatusBadRequest, "error: "+e)
	case h.get("logout_uri")+h.get("post_logout_redirect_uri") != "":
		known, _ := userpoolclient.RequestRuleByID("LOGOUT-2")
		h.page(http.StatusBadRequest, known.Response.Message)
	default:
		h.page(http.StatusBadRequest)
	}
}
