package playground

import (
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"path"
	"strings"

	"github.com/userpoolclient/userpoolclient/playground/verdict"
)

// mostBody is the longest question in bytes: three texts, each escaped as JSON.
const mostBody = 4 * verdict.MaxText

// Handler serves the page and judges for it. It answers only requests that name a
// loopback address or localhost as their host, and only those of the page itself.
func Handler() (http.Handler, error) {
	files, err := Files(EngineServer)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /judge", judge)
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { serve(w, "index.html", files["index.html"]) })
	mux.HandleFunc("GET /{name}", func(w http.ResponseWriter, r *http.Request) {
		data, ok := files[r.PathValue("name")]
		if !ok {
			http.NotFound(w, r)
			return
		}
		serve(w, r.PathValue("name"), data)
	})
	return local(http.NewCrossOriginProtection().Handler(mux)), nil
}

// local lets through what is asked of this machine by its own name, so that no page of
// another name that resolves to it can ask.
func local(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isLoopback(r.Host) {
			http.Error(w, "the host must be localhost or a loopback address", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// isLoopback reports whether a host, with or without a port, is this machine.
func isLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.Trim(host, "[]")
	address, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && address.IsLoopback()
}

var types = map[string]string{".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
	".js": "text/javascript; charset=utf-8"}

func serve(w http.ResponseWriter, name string, data []byte) {
	h := w.Header()
	h.Set("Content-Type", types[path.Ext(name)])
	h.Set("Content-Security-Policy", EngineServer.policy()+"; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write(data) // who asked is gone
}

func judge(w http.ResponseWriter, r *http.Request) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		http.Error(w, "the question must be application/json", http.StatusUnsupportedMediaType)
		return
	}
	question, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostBody))
	var tooLong *http.MaxBytesError
	switch {
	case errors.As(err, &tooLong):
		http.Error(w, "the text is too long", http.StatusRequestEntityTooLarge)
		return
	case err != nil:
		return // who asked is gone
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(verdict.Answer(question)) // who asked is gone
}
