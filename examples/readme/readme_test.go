package readme_test

import (
	"os"
	"strings"
	"testing"
)

// TestReadmeBlocks: each statement of a Go block of the README stands in
// blocks_test.go, which compiles, in the same order and without a gap.
func TestReadmeBlocks(t *testing.T) {
	readme := read(t, "../../README.md")
	compiled := withoutIndent(read(t, "blocks_test.go"))
	seen := 0
	for _, block := range strings.Split(readme, "\n```go\n")[1:] {
		block, _, _ = strings.Cut(block, "\n```")
		for _, part := range strings.Split(withoutIndent(block), "\n\n") {
			if strings.HasPrefix(part, "import") || strings.HasPrefix(part, `"github.com/`) {
				imported(t, part, compiled)
				continue
			}
			seen++
			if !strings.Contains(compiled, part) {
				t.Errorf("the README has\n%s\nwhich does not stand in blocks_test.go; add it there, so that it compiles", part)
			}
		}
	}
	if seen < 8 {
		t.Fatalf("only %d parts of Go blocks: the test saw nothing", seen)
	}
}

// TestReadmeRuns: under a run of an example stands what it prints.
func TestReadmeRuns(t *testing.T) {
	runs := strings.Split(read(t, "../../README.md"), "\n    $ go run ./")[1:]
	if len(runs) == 0 {
		t.Fatal("the README shows no run: the test saw nothing")
	}
	for _, run := range runs {
		folder, shown, _ := strings.Cut(run, "\n")
		shown, _, _ = strings.Cut(shown, "\n\n")
		if want := read(t, "../../"+folder+"/output.txt"); strings.ReplaceAll(shown+"\n", "    ", "") != want {
			t.Errorf("under %s the README has\n%s\nwant\n%s", folder, shown, want)
		}
	}
}

// imported holds the imports of a block against those that compile.
func imported(t *testing.T, part, compiled string) {
	t.Helper()
	for line := range strings.Lines(part) {
		path := strings.TrimPrefix(strings.TrimSpace(line), "import ")
		if strings.HasPrefix(path, `"`) && !strings.Contains(compiled, path) {
			t.Errorf("the README imports %s, and blocks_test.go does not", path)
		}
	}
}

func withoutIndent(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimLeft(line, "\t"))
	}
	return b.String()
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
