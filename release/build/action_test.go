package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// action runs release/action.sh as action.yml does on a runner for Linux.
func action(t *testing.T, server, folder string, environment ...string) (code int, out string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the workflow ci runs the action on Windows")
	}
	for _, name := range []string{"bash", "curl"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("there is no %s", name)
		}
	}
	script, err := filepath.Abs("../action.sh")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("bash", script)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "USERPOOLCLIENT_RELEASES="+server, "RUNNER_OS=Linux", "RUNNER_ARCH=X64",
		"RUNNER_TEMP="+t.TempDir(), "NO_PROXY=127.0.0.1", "GITHUB_PATH=")
	cmd.Env = append(cmd.Env, environment...)
	var all bytes.Buffer
	cmd.Stdout, cmd.Stderr = &all, &all
	return exitCode(cmd.Run()), all.String()
}

// released serves folders of releases: the newest, and one by its version.
func released(t *testing.T, folder string) string {
	t.Helper()
	files := http.FileServer(http.Dir(folder))
	mux := http.NewServeMux()
	mux.Handle("/latest/download/", http.StripPrefix("/latest/download/", files))
	mux.Handle("/download/v1.2.3/", http.StripPrefix("/download/v1.2.3/", files))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// actionRuns runs the action on a release that was really built.
func actionRuns(t *testing.T, out string) {
	folder := t.TempDir()
	write(t, filepath.Join(folder, "a 'folder'", "web.json"), []byte(`{"CallbackURLs":["http://shop.example/cb"]}`), 0o644)
	path := filepath.Join(folder, "path")
	code, got := action(t, released(t, out), folder, "INPUT_PATH=a 'folder'/web.json", "GITHUB_PATH="+path)
	if code != 1 || !strings.Contains(got, "::error file=a 'folder'/web.json,line=1,") {
		t.Errorf("exit code %d\n%s", code, got)
	}
	added, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(strings.TrimSpace(string(added)), "userpoolclient")
	if version, err := exec.Command(program, "--version").Output(); err != nil || !bytes.Contains(version, []byte(testTag)) {
		t.Errorf("%v\n%s", err, version)
	}
}

// TestAction runs the action on a release whose command prints its arguments.
func TestAction(t *testing.T) {
	folder := t.TempDir()
	r := &release{out: folder, stamp: stamp{version: testTag}, sums: map[string][sha256.Size]byte{}}
	fake := entry{name: "userpoolclient", program: true, data: []byte("#!/bin/sh\nprintf '[%s]\\n' \"$@\"\n")}
	for _, p := range []platform{{"linux", "amd64"}, {"darwin", "arm64"}, {"windows", "amd64"}} {
		if p.os == "windows" {
			fake.name += ".exe"
		}
		if err := r.archive(p, tree{fake}); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.writeSums(); err != nil {
		t.Fatal(err)
	}
	server := released(t, folder)
	plain := "[check]\n[--format=github]\n[--]\n[.]\n"
	for _, test := range []struct {
		reason      string
		environment []string
		code        int
		want        string
	}{
		{"no input", nil, 0, plain},
		{"macOS", []string{"RUNNER_OS=macOS", "RUNNER_ARCH=ARM64"}, 0, plain},
		{"a version", []string{"INPUT_VERSION=v1.2.3"}, 0, plain},
		{"the action's own tag", []string{"ACTION_REF=v1.2.3"}, 0, plain},
		{"a branch of the action", []string{"ACTION_REF=main"}, 0, plain},
		{"a moving tag of the action", []string{"ACTION_REF=v1"}, 0, plain},
		{"every input, with what a shell would read", []string{
			"INPUT_PATH=a b\n$(touch owned)\r\n`touch owned`; touch owned\n'\"*\n-x", "INPUT_FORMAT=sarif", "INPUT_FAIL_ON=warning",
			"INPUT_ARGS=--kind=spa\n\n--exclude=a $HOME \"b\"*\n--verbose"}, 0,
			"[check]\n[--format=sarif]\n[--fail-on=warning]\n[--kind=spa]\n[--exclude=a $HOME \"b\"*]\n[--verbose]\n[--]\n" +
				"[a b]\n[$(touch owned)]\n[`touch owned`; touch owned]\n['\"*]\n[-x]\n"},
		{"two arguments in a line", []string{"INPUT_ARGS=--kind spa"}, 3,
			"::error title=userpoolclient::the input args takes one argument a line: write --kind=VALUE, not \"--kind spa\"\n"},
		{"no version", []string{"INPUT_VERSION=../../x"}, 3,
			"::error title=userpoolclient::the input version must be like v1.2.3, not \"../../x\"\n"},
		{"no version, with a command for the runner", []string{"INPUT_VERSION=v1\n::set-output::100%"}, 3,
			"::error title=userpoolclient::the input version must be like v1.2.3, not \"v1%0A::set-output::100%25\"\n"},
		{"another processor", []string{"RUNNER_ARCH=X86"}, 3,
			"::error title=userpoolclient::there is no release for the processor \"X86\"\n"},
		{"a processor that this release has not", []string{"RUNNER_ARCH=ARM64"}, 3,
			"::error title=userpoolclient::the release latest has no archive for linux_arm64\n"},
		{"another system", []string{"RUNNER_OS=Plan9"}, 3,
			"::error title=userpoolclient::there is no release for the operating system \"Plan9\"\n"},
	} {
		t.Run(test.reason, func(t *testing.T) {
			work := t.TempDir()
			code, out := action(t, server, work, test.environment...)
			if diff := cmp.Diff(test.want, out); code != test.code || diff != "" {
				t.Errorf("exit code %d, want %d (-want +got)\n%s", code, test.code, diff)
			}
			if _, err := os.Stat(filepath.Join(work, "owned")); err == nil {
				t.Error("an input ran as a command")
			}
		})
	}
	t.Run("Windows", func(t *testing.T) {
		if _, err := exec.LookPath("unzip"); err != nil {
			t.Skip("there is no unzip")
		}
		if code, out := action(t, server, t.TempDir(), "RUNNER_OS=Windows"); code != 0 || out != plain {
			t.Errorf("exit code %d\n%s", code, out)
		}
	})
	t.Run("a version that is not there", func(t *testing.T) {
		code, out := action(t, server, t.TempDir(), "INPUT_VERSION=v9.9.9")
		if want := "::error title=userpoolclient::" + server + "/download/v9.9.9/SHA256SUMS cannot be fetched\n"; code != 3 ||
			!strings.HasSuffix(out, want) {
			t.Errorf("exit code %d\n%s", code, out)
		}
	})
	t.Run("output into a file", func(t *testing.T) {
		work := t.TempDir()
		code, out := action(t, server, work, "INPUT_OUTPUT=a b.txt")
		if data, err := os.ReadFile(filepath.Join(work, "a b.txt")); code != 0 || out != "" || string(data) != plain {
			t.Errorf("exit code %d, %q, %v: %s", code, out, err, data)
		}
	})
	t.Run("a changed archive", func(t *testing.T) {
		name := filepath.Join(folder, archive+".tar.gz")
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		was := sha256.Sum256(data)
		data[len(data)/2] ^= 1
		write(t, name, data, 0o644)
		code, out := action(t, server, t.TempDir())
		want := fmt.Sprintf("::error title=userpoolclient::%s.tar.gz is not what was released: its SHA-256 is %x, and SHA256SUMS says %x\n",
			archive, sha256.Sum256(data), was)
		if code != 3 || out != want {
			t.Errorf("exit code %d\n%s", code, out)
		}
	})
}
