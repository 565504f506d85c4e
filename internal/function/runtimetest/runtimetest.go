// Package runtimetest is a double of the Lambda runtime API, with which tests drive
// the built binary of a function as Lambda does.
package runtimetest

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Build builds the command in a folder for this machine and returns its path.
func Build(t testing.TB, folder string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bootstrap")
	if out, err := exec.Command("go", "build", "-tags", "lambda.norpc", "-o", path, folder).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return path
}

// An Answer is what the function answered to an event.
type Answer struct {
	Body   string
	Failed bool // it reported an error instead of a response
}

// A Function is a running function.
type Function struct {
	t       testing.TB
	events  chan string
	answers chan Answer
	exited  chan struct{}
	output  strings.Builder
	started time.Time
	asked   bool
	Cold    time.Duration // from the start of the process to the first answer
}

// Start starts a binary with further variables, "NAME=value". The function ends
// with the test.
func Start(t testing.TB, binary string, env ...string) *Function {
	t.Helper()
	f := &Function{t: t, events: make(chan string), answers: make(chan Answer), exited: make(chan struct{})}
	server := httptest.NewServer(f)
	cmd := exec.Command(binary)
	cmd.Env = append([]string{
		"AWS_LAMBDA_RUNTIME_API=" + strings.TrimPrefix(server.URL, "http://"), "AWS_LAMBDA_FUNCTION_NAME=function",
		"AWS_REGION=us-east-1", "AWS_ACCESS_KEY_ID=AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY=x", "AWS_SESSION_TOKEN=y",
		"AWS_EC2_METADATA_DISABLED=true", "PATH=" + os.Getenv("PATH"),
	}, env...)
	cmd.Stdout, cmd.Stderr = &f.output, &f.output
	f.started = time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = cmd.Wait() // it is killed
		close(f.exited)
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it may have ended by itself
		<-f.exited
		close(f.events)
		server.Close()
	})
	return f
}

// Invoke hands the function an event and returns its answer.
func (f *Function) Invoke(event string) Answer {
	f.t.Helper()
	select {
	case f.events <- event:
	case <-f.exited:
		f.t.Fatalf("the function has ended:\n%s", f.output.String())
	}
	select {
	case a := <-f.answers:
		if !f.asked {
			f.asked, f.Cold = true, time.Since(f.started)
		}
		return a
	case <-f.exited:
		f.t.Fatalf("the function ended over an event:\n%s", f.output.String())
	}
	return Answer{}
}

const version = "/2018-06-01/runtime/"

// ServeHTTP serves the runtime API: the next event, its response, its error.
func (f *Function) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, ok := strings.CutPrefix(r.URL.Path, version)
	switch {
	case ok && path == "invocation/next":
		select {
		case event, open := <-f.events:
			if !open {
				w.WriteHeader(http.StatusGone)
				return
			}
			const allowed = 30 * time.Second
			w.Header().Set("Lambda-Runtime-Aws-Request-Id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd")
			w.Header().Set("Lambda-Runtime-Deadline-Ms", fmt.Sprint(time.Now().Add(allowed).UnixMilli()))
			w.Header().Set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:123456789012:function:function")
			fmt.Fprint(w, event)
		case <-r.Context().Done():
		}
	case ok && strings.HasPrefix(path, "invocation/"):
		body, _ := io.ReadAll(r.Body)
		w.WriteHeader(http.StatusAccepted)
		f.answers <- Answer{string(body), strings.HasSuffix(path, "/error")}
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}
