package cognitotest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/userpoolclient/userpoolclient"
)

// An application in a browser signs in, refreshes and revokes with oidc-client-ts, where
// Chromium and the library are there: all of it crosses origins.
func TestBrowserClient(t *testing.T) {
	const want = "signed in ann@shop.example Bearer openid email true\nrotated true true\nrevoked invalid_grant\nsigned out"
	if got := newBrowserApp(t).run(); got != want {
		t.Errorf("the application tells\n%s\nwant\n%s", got, want)
	}
}

// A browserApp is the server of an application and what the application told it.
type browserApp struct {
	*testing.T
	*httptest.Server
	library, script string
	settings        []byte
	chromium        string
	told            chan string
}

func newBrowserApp(t *testing.T) *browserApp {
	a := &browserApp{T: t, told: make(chan string, 1)}
	var err error
	if a.chromium, err = exec.LookPath("chromium"); err != nil {
		t.Skip("chromium is not there to run the application in")
	}
	a.library = filepath.Join(os.Getenv("NODE_PATH"), "oidc-client-ts", "dist", "browser", "oidc-client-ts.min.js")
	if _, err := os.Stat(a.library); err != nil {
		t.Skip("oidc-client-ts is not there, in NODE_PATH: ", err)
	}
	a.script = filepath.Join("testdata", "oidcclient.js")
	a.Server = httptest.NewUnstartedServer(a) // the callback URL names its port
	t.Cleanup(a.Close)
	return a
}

// origin is what a callback URL may name without TLS.
func (a *browserApp) origin() string {
	_, port, err := net.SplitHostPort(a.Listener.Addr().String())
	if err != nil {
		a.Fatal(err)
	}
	return "http://localhost:" + port
}

// run signs in and returns what the application told.
func (a *browserApp) run() string {
	app := newOAuthApp(a.T, func(c *userpoolclient.Config) {
		c.GenerateSecret, c.CallbackURLs, c.LogoutURLs = nil, []string{a.origin() + "/cb"}, []string{a.origin() + "/bye"}
	})
	var err error
	a.settings, err = json.Marshal(map[string]string{
		"authority": app.server.URL + "/" + app.pool, "client_id": *app.client.ClientId,
	})
	if err != nil {
		a.Fatal(err)
	}
	a.Start()
	ctx, cancel := context.WithTimeout(a.Context(), time.Minute)
	defer cancel()
	browser := exec.CommandContext(ctx, a.chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
		"--disable-background-networking", "--remote-debugging-port=0", "--user-data-dir="+a.profile(), a.origin()+"/")
	if err := browser.Start(); err != nil {
		a.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- browser.Wait() }()
	select {
	case told := <-a.told:
		cancel()
		<-ended
		return told
	case err := <-ended:
		a.Fatalf("the browser ended before the application: %v", err)
	}
	return ""
}

// profile is a folder that what the browser still writes at its end does not keep.
func (a *browserApp) profile() string {
	dir, err := os.MkdirTemp("", "cognitotest-browser")
	if err != nil {
		a.Fatal(err)
	}
	a.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// ServeHTTP serves the application, and takes what it tells.
func (a *browserApp) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/library.js":
		http.ServeFile(w, r, a.library)
	case "/app.js":
		http.ServeFile(w, r, a.script)
	case "/done":
		told, _ := io.ReadAll(r.Body)
		select {
		case a.told <- string(told):
		default: // once is enough
		}
	case "/", "/cb", "/bye":
		fmt.Fprintf(w, `<!DOCTYPE html><meta charset="utf-8"><title>shop</title>
<script type="application/json" id="settings">%s</script>
<script src="/library.js"></script><script src="/app.js"></script>`, a.settings)
	default:
		http.NotFound(w, r)
	}
}
