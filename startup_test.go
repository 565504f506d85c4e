package userpoolclient

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// TestStartUp: importing the package makes no table. Each is made on first use.
func TestStartUp(t *testing.T) {
	dir := t.TempDir()
	source := filepath.Join(dir, "main.go")
	program := "package main\n\nimport _ \"github.com/userpoolclient/userpoolclient\"\n\nfunc main() {}\n"
	if err := os.WriteFile(source, []byte(program), 0o644); err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(dir, "main")
	if out, err := exec.Command("go", "build", "-o", binary, source).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	run := exec.Command(binary)
	run.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	out, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !regexp.MustCompile(`(?m)^init runtime `).Match(out) {
		t.Fatalf("no trace: the test saw nothing\n%s", out)
	}
	const most = 18 // a few short lists and an error
	own := regexp.MustCompile(`(?m)^init github.com/userpoolclient/userpoolclient .* (\d+) allocs`).FindSubmatch(out)
	if own == nil {
		t.Fatalf("the trace does not name the package\n%s", out)
	}
	if n, _ := strconv.Atoi(string(own[1])); n > most {
		t.Errorf("the package allocates %d times when it is imported, more than %d; make it on first use", n, most)
	}
}
