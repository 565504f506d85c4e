package preset

import (
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestDoesNotCompile: what a kind of client cannot have cannot be written. Each line
// of testdata/wrong that ends in // ERROR and a text must not compile, for the reason
// that the text is, and no other line.
func TestDoesNotCompile(t *testing.T) {
	const path = "testdata/wrong/wrong.go"
	source, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := make(map[int]string)
	for i, line := range strings.Split(string(source), "\n") {
		if _, text, ok := strings.Cut(line, "// ERROR "); ok {
			want[i+1] = text
		}
	}
	out, err := exec.Command("go", "build", "-gcflags=-e", "-o", os.DevNull, "./testdata/wrong").CombinedOutput()
	if err == nil || len(want) == 0 {
		t.Fatalf("%d lines must not compile, and the file does", len(want))
	}
	for _, m := range regexp.MustCompile(`wrong\.go:(\d+):\d+: (.*)`).FindAllStringSubmatch(string(out), -1) {
		line, _ := strconv.Atoi(m[1])
		if text, ok := want[line]; !ok || !strings.Contains(m[2], text) {
			t.Errorf("line %d: %s, want %q", line, m[2], text)
		}
		delete(want, line)
	}
	for line, text := range want {
		t.Errorf("line %d compiles, want %q\n%s", line, text, out)
	}
}
