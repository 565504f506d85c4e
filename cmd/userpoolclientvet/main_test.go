package main

import (
	"flag"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// go test ./... -update rewrites golden files wherever there are some; here
// there are none, and the flag must be known all the same.
var _ = flag.Bool("update", false, "rewrite golden files (none here)")

const testdata = "github.com/userpoolclient/userpoolclient/analyzer/testdata/"

// TestCommand runs the built command as users do: under go vet, and by itself.
func TestCommand(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the command and loads packages")
	}
	bin := filepath.Join(t.TempDir(), "userpoolclientvet")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	run := func(name string, args ...string) (string, bool) {
		out, err := exec.Command(name, args...).CombinedOutput()
		return string(out), err == nil
	}

	t.Run("vet reports and fails", func(t *testing.T) {
		out, ok := run("go", "vet", "-vettool="+bin, testdata+"fix")
		if ok || !strings.Contains(out, "fix.go:16:") || !strings.Contains(out, "[identity-provider-case]") {
			t.Errorf("passed: %t\n%s", ok, out)
		}
	})
	t.Run("vet hands flags on", func(t *testing.T) {
		out, ok := run("go", "vet", "-vettool="+bin, "-ignore=identity-provider-case", testdata+"fix")
		if ok || strings.Contains(out, "[identity-provider-case]") || !strings.Contains(out, "[duplicate-value]") {
			t.Errorf("passed: %t\n%s", ok, out)
		}
	})
	t.Run("by itself, with the fixes as a diff", func(t *testing.T) {
		out, _ := run(bin, "-fix", "-diff", testdata+"fix")
		if !strings.Contains(out, `-	SupportedIdentityProviders: []string{"COGNITO", "GOOGLE"}`) ||
			!strings.Contains(out, `+	SupportedIdentityProviders: []string{"COGNITO", "Google"}`) {
			t.Error(out)
		}
	})
}
