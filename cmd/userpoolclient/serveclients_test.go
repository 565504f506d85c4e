package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// SDKs of other languages create, update and rotate, and see rejections and conflicts
// as typed exceptions: where they are installed. Node finds the SDK in NODE_PATH.
func TestServeOtherSDKs(t *testing.T) {
	const want = `updated renamed None
rotated 1
rejected http://shop.example/cb cannot use the HTTP protocol.
conflict
`
	for _, tt := range []struct {
		name, program, script string
		has                   []string
	}{
		{"boto3", "python3", "session.py", []string{"-c", "import boto3"}},
		{"JavaScript", "node", "session.cjs", []string{"-e", `require("@aws-sdk/client-cognito-identity-provider")`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if out, err := exec.CommandContext(t.Context(), tt.program, tt.has...).CombinedOutput(); err != nil {
				t.Skipf("the SDK is not there: %v: %.200s", err, out)
			}
			url, pool := serveWithConflicts(t)
			out, err := exec.CommandContext(t.Context(), tt.program,
				filepath.Join("testdata", "clients", tt.script), url, pool).Output()
			if err != nil {
				t.Fatal(err)
			}
			if string(out) != want {
				t.Errorf("the session is\n%s\nwant\n%s", out, want)
			}
		})
	}
}

// serveWithConflicts serves a pool whose app clients cannot be deleted.
func serveWithConflicts(t *testing.T) (url, pool string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "pools.json")
	if err := os.WriteFile(file, []byte(seed), 0o600); err != nil {
		t.Fatal(err)
	}
	url, ended := serveInBackground(t, "--seed-file", file,
		"--fail=DeleteUserPoolClient=ConcurrentModificationException")
	t.Cleanup(func() { interrupt(t, ended) })
	return url, "us-east-1_a1B2c3D4e"
}

// The AWS CLI is served with --endpoint-url, which every version of it heeds.
func TestServeAWSCLI(t *testing.T) {
	if out, err := exec.CommandContext(t.Context(), "aws", "--version").CombinedOutput(); err != nil {
		t.Skipf("the AWS CLI is not there: %v: %.200s", err, out)
	}
	t.Setenv("AWS_ACCESS_KEY_ID", "test")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "test")
	t.Setenv("AWS_DEFAULT_REGION", "us-east-1")
	url, pool := serveWithConflicts(t)
	aws := func(operation string, args ...string) string {
		args = append([]string{"--endpoint-url", url, "--output", "text", "cognito-idp", operation, "--user-pool-id", pool,
			"--client-id", "4f0example"}, args...)
		out, _ := exec.CommandContext(t.Context(), "aws", args...).CombinedOutput()
		return strings.TrimSpace(string(out))
	}
	if got := aws("describe-user-pool-client", "--query", "UserPoolClient.ClientName"); got != "web" {
		t.Errorf("described: %s", got)
	}
	if got := aws("delete-user-pool-client"); !strings.Contains(got, "(ConcurrentModificationException)") {
		t.Errorf("deleted: %s", got)
	}
}

// TestReadmeServe runs the session with serve that the README shows. Times and the
// numbers of secrets are others each time.
func TestReadmeServe(t *testing.T) {
	if out, err := exec.CommandContext(t.Context(), "aws", "--version").CombinedOutput(); err != nil {
		t.Skipf("the AWS CLI is not there: %v: %.200s", err, out)
	}
	t.Setenv("AWS_ACCESS_KEY_ID", "test")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "test")
	t.Setenv("AWS_DEFAULT_REGION", "eu-central-1")
	file := filepath.Join(t.TempDir(), "pools.json")
	pools := strings.NewReplacer("us-east-1", "eu-central-1", `"ClientName": "web"`,
		`"ClientName": "web", "ClientSecret": "0123456789abcdefghijklmnopqrstuv"`).Replace(seed)
	if err := os.WriteFile(file, []byte(pools), 0o600); err != nil {
		t.Fatal(err)
	}
	url, ended := serveInBackground(t, "--seed-file", file, "--fail=DeleteUserPoolClient=ConcurrentModificationException")
	t.Cleanup(func() { interrupt(t, ended) })

	readme := strings.ReplaceAll(readText(t, "../../README.md"), " \\\n          ", " ")
	_, session, _ := strings.Cut(readme, "    $ alias cognito=")
	session, _, _ = strings.Cut(session, "\n\n")
	number := regexp.MustCompile(`[0-9.]{6,}`)
	runs := strings.Split(session, "\n    $ cognito ")[1:]
	if len(runs) < 3 {
		t.Fatalf("the README shows %d runs: the test saw nothing", len(runs))
	}
	for _, run := range runs {
		line, shown, _ := strings.Cut(run, "\n    ")
		args := append([]string{"--endpoint-url", url, "cognito-idp"}, strings.Fields(line)...)
		out, _ := exec.CommandContext(t.Context(), "aws", args...).CombinedOutput() // a rejection is an exit code
		got, want := number.ReplaceAllString(strings.TrimSpace(string(out)), "N"), number.ReplaceAllString(shown, "N")
		if start, cut := strings.CutSuffix(want, "…"); got != want && (!cut || !strings.HasPrefix(got, start)) {
			t.Errorf("%s says\n%s\nand the README\n%s", line, got, want)
		}
	}
}
