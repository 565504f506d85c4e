package cognitotest_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/userpoolclient/userpoolclient/cognitotest"
)

// A web page that somebody else serves cannot read what the server holds, under
// whatever name it reaches it.
func TestHostAndOrigin(t *testing.T) {
	server := cognitotest.NewServer(t, cognitotest.WithHosts("Cognito.Test", "fd00::1"))
	port := server.URL[strings.LastIndexByte(server.URL, ':'):]
	for _, row := range []struct {
		reason, host string
		headers      map[string]string
		status       int
	}{
		{"the address served", "127.0.0.1" + port, nil, 200},
		{"a loopback name", "localhost" + port, nil, 200},
		{"a loopback name, fully qualified and in another case", "LocalHost.", nil, 200},
		{"another loopback address", "127.0.0.2" + port, nil, 200},
		{"the IPv6 loopback address", "[::1]" + port, nil, 200},
		{"the same without a port", "[::1]", nil, 200},
		{"a name that was allowed", "cognito.test" + port, nil, 200},
		{"an address that was allowed", "[fd00::1]" + port, nil, 200},
		{"DNS rebinding: the page's own name", "evil.example" + port, nil, 403},
		{"the same without a port", "evil.example", nil, 403},
		{"a name that begins like a good one", "localhost.evil.example" + port, nil, 403},
		{"a name that ends like a good one", "evil-localhost" + port, nil, 403},
		{"an address of another machine", "192.0.2.1" + port, nil, 403},
		{"a name that looks like an address", "127.0.0.1.evil.example" + port, nil, 403},
		{"an address in another spelling", "2130706433" + port, nil, 403},
		{"rebinding, with the origin that a page then has", "evil.example" + port,
			map[string]string{"Origin": "http://evil.example" + port, "Sec-Fetch-Site": "same-origin"}, 403},
		{"a page of another origin", "127.0.0.1" + port, map[string]string{"Origin": "https://evil.example"}, 403},
		{"a page without an origin", "127.0.0.1" + port, map[string]string{"Origin": "null"}, 403},
		{"what a browser says of such a page", "127.0.0.1" + port, map[string]string{"Sec-Fetch-Site": "cross-site"},
			403},
		{"another site on this machine", "localhost" + port, map[string]string{"Origin": "http://localhost:1"}, 403},
		{"a page that the server's own address serves", "127.0.0.1" + port,
			map[string]string{"Origin": "http://127.0.0.1" + port}, 200},
		{"an allowed name with another page's origin", "cognito.test" + port,
			map[string]string{"Origin": "https://evil.example"}, 403},
	} {
		t.Run(row.reason, func(t *testing.T) {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL,
				strings.NewReader(`{"MaxResults":1}`))
			if err != nil {
				t.Fatal(err)
			}
			r.Host = row.host
			r.Header.Set("Content-Type", jsonType)
			r.Header.Set("X-Amz-Target", prefix+"ListUserPools")
			for name, value := range row.headers {
				r.Header.Set(name, value)
			}
			response, err := server.Config().HTTPClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			body, _ := io.ReadAll(response.Body)
			if response.StatusCode != row.status {
				t.Errorf("status %d, want %d: %s", response.StatusCode, row.status, body)
			}
			if row.status == http.StatusForbidden && !strings.HasPrefix(string(body),
				`{"__type":"AccessDeniedException"`) {
				t.Errorf("the answer is %s", body)
			}
			if response.Header.Get("Access-Control-Allow-Origin") != "" {
				t.Error("a page may read the answer")
			}
		})
	}
	if n := server.Calls("ListUserPools"); n != 9 {
		t.Errorf("%d requests counted, want the 9 that were let in", n)
	}
}

// An own http.Server around a Service is guarded as NewServer is; a request that
// came through no listener is a test's own.
func TestHostOfOwnServer(t *testing.T) {
	service := cognitotest.New()
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, "http://example.com/", strings.NewReader(`{"MaxResults":1}`))
	r.Header.Set("Content-Type", jsonType)
	r.Header.Set("X-Amz-Target", prefix+"ListUserPools")
	service.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		t.Errorf("a recorder is answered with %d: %s", w.Code, w.Body)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(service)
	_ = server.Listener.Close()
	server.Listener = listener
	server.Start()
	defer server.Close()
	own, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL,
		strings.NewReader(`{"MaxResults":1}`))
	if err != nil {
		t.Fatal(err)
	}
	own.Header, own.Host = r.Header, "evil.example"
	response, err := server.Client().Do(own)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusForbidden {
		t.Errorf("an own server answers to evil.example with %d", response.StatusCode)
	}
}
