package playground

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/userpoolclient/userpoolclient/playground/verdict"
)

const question = `{"judge":{"text":"{\"CallbackURLs\":[\"http://a.example/\"]}"}}`

// TestHandler holds who is answered.
func TestHandler(t *testing.T) {
	handler, err := Handler()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	for _, test := range []struct {
		reason, method, path, host, body string
		headers                          map[string]string
		want                             int
	}{
		{reason: "the page", path: "/", want: 200},
		{reason: "a script of the page", path: "/engine.js", want: 200},
		{reason: "what is not there", path: "/worker.js", want: 404},
		{reason: "a path out of the page", path: "/%2e%2e%2fplayground.go", want: 404},
		{reason: "another name that resolves to this machine", path: "/", host: "evil.example:80", want: 403},
		{reason: "a name that only begins as this machine does", path: "/", host: "127.0.0.1.evil.example", want: 403},
		{reason: "localhost", path: "/", host: "localhost:1234", want: 200},
		{reason: "IPv6", path: "/", host: "[::1]:1234", want: 200},
		{reason: "a question", method: "POST", path: "/judge", body: question,
			headers: map[string]string{"Content-Type": "application/json"}, want: 200},
		{reason: "a question of no page at all, of another name", method: "POST", path: "/judge", host: "evil.example",
			body: question, headers: map[string]string{"Content-Type": "application/json"}, want: 403},
		{reason: "what a form of any page can send", method: "POST", path: "/judge", body: question,
			headers: map[string]string{"Content-Type": "text/plain"}, want: 415},
		{reason: "no type", method: "POST", path: "/judge", body: question, want: 415},
		{reason: "a page of another origin", method: "POST", path: "/judge", body: question,
			headers: map[string]string{"Content-Type": "application/json", "Origin": "https://evil.example"}, want: 403},
		{reason: "a page of another site, as browsers say it", method: "POST", path: "/judge", body: question,
			headers: map[string]string{"Content-Type": "application/json", "Sec-Fetch-Site": "cross-site"}, want: 403},
		{reason: "a question without an end", method: "POST", path: "/judge", body: strings.Repeat(" ", mostBody+1),
			headers: map[string]string{"Content-Type": "application/json"}, want: 413},
		{reason: "a question by GET", path: "/judge", want: 404},
	} {
		t.Run(test.reason, func(t *testing.T) {
			request, err := http.NewRequestWithContext(t.Context(), test.method, server.URL+test.path,
				strings.NewReader(test.body))
			if err != nil {
				t.Fatal(err)
			}
			request.Host = test.host
			for name, value := range test.headers {
				request.Header.Set(name, value)
			}
			response, err := server.Client().Do(request)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			body, err := io.ReadAll(response.Body)
			if err != nil || response.StatusCode != test.want {
				t.Errorf("%d, want %d (%v): %.200s", response.StatusCode, test.want, err, body)
			}
			if test.want == 200 && test.path == "/judge" && !strings.Contains(string(body), `"rule":"redirect-http"`) {
				t.Errorf("no verdict: %.300s", body)
			}
			if test.want == 200 && test.path == "/" && !strings.Contains(
				response.Header.Get("Content-Security-Policy"), "default-src 'none'") {
				t.Error("the page has no policy")
			}
		})
	}
	if verdict.MaxText > mostBody {
		t.Error("a text that is judged does not fit")
	}
}
