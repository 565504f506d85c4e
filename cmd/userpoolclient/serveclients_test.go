package main

import (
	"os"
	"os/exec"
	"path/filepath"
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
