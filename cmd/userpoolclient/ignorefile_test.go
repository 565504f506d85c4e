package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestIgnoreAgreesWithGit holds that patterns mean what git takes them to mean:
// git is asked about the same paths.
func TestIgnoreAgreesWithGit(t *testing.T) {
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("git is not there to compare with")
	}
	folder := t.TempDir()
	if out, err := exec.Command(git, "-C", folder, "init", "-q").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	names := []string{"a", "b", "a.b", "{a,b}", "#a", "!a", "a ", "ab"}
	var paths []string
	for _, one := range names {
		for _, two := range names {
			for _, three := range []string{"a", "b", "a.b"} {
				paths = append(paths, one+"/"+two+"/"+three)
			}
		}
	}
	for _, path := range paths {
		full := filepath.Join(folder, path)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	part := rapid.SampledFrom([]string{"a", "b", "*", "**", "?", "a*", "*.b", "[ab]", "[!a]", "{a,b}"})
	line := rapid.Custom(func(t *rapid.T) string {
		text := strings.Join(rapid.SliceOfN(part, 1, 3).Draw(t, "parts"), "/")
		prefix := rapid.SampledFrom([]string{"", "", "/", "!", "!/", `\`, "#", `\#`, `\!`, "**/"}).Draw(t, "prefix")
		return prefix + text + rapid.SampledFrom([]string{"", "", "/", "/**", " ", `\ `, "  "}).Draw(t, "suffix")
	})
	ignored := 0
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(line, 1, 4).Draw(t, "lines"), "\n")
		if err := os.WriteFile(filepath.Join(folder, ".gitignore"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(git, "-C", folder, "check-ignore", "--stdin", "-z")
		cmd.Stdin = strings.NewReader(strings.Join(paths, "\x00"))
		out, _ := cmd.Output() // exit code 1: none
		want := make(map[string]bool)
		for path := range strings.SplitSeq(string(out), "\x00") {
			want[path] = true
		}
		list := ignoreLists{newIgnoreList(folder, text)}
		for _, path := range paths {
			got := ignoredAsWalked(list, folder, path)
			if got != want[path] {
				t.Fatalf("%q: %s: ignored %v, git says %v", text, path, got, want[path])
			}
			if got {
				ignored++
			}
		}
	})
	if ignored == 0 {
		t.Fatal("no pattern ignored anything: the test saw nothing")
	}
}

// ignoredAsWalked reports whether a walk from the folder never comes to a path.
func ignoredAsWalked(list ignoreLists, folder, path string) bool {
	parts := strings.Split(path, "/")
	for i := range parts {
		if list.ignore(filepath.Join(folder, filepath.Join(parts[:i+1]...)), i < len(parts)-1) {
			return true
		}
	}
	return false
}
