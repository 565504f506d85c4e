package playground

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestEditorIsFresh makes the editor again from the packages that the lock file pins.
// PLAYGROUND_PACKAGES is the folder in which npm ci has installed them.
func TestEditorIsFresh(t *testing.T) {
	packages := os.Getenv("PLAYGROUND_PACKAGES")
	if packages == "" {
		t.Skip("PLAYGROUND_PACKAGES does not name the folder of the packages of playground/package.json")
	}
	if _, err := exec.LookPath("npm"); err != nil {
		t.Skip("npm is not there to make the editor with")
	}
	dir := t.TempDir()
	for _, name := range []string{"package.json", "editor.src.js"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	modules, err := filepath.Abs(filepath.Join(packages, "node_modules"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(modules, filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "npm", "run", "build")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	const path = "page/editor.js"
	got, err := os.ReadFile(filepath.Join(dir, path))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not what editor.src.js and the pinned packages make (%v); go test -update writes it", path, err)
	}
}
