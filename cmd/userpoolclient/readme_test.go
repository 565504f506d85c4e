package main

import (
	"os"
	"strings"
	"testing"
)

// TestReadme: the output that the README shows is the command's own; -update
// writes it.
func TestReadme(t *testing.T) {
	const path = "../../README.md"
	readme, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	golden, err := os.ReadFile("testdata/plan-add-callback.txt")
	if err != nil {
		t.Fatal(err)
	}
	real, _, _ := strings.Cut(strings.ReplaceAll(string(golden), "../../", ""), "\n\nFINDINGS")
	seen := 0
	for _, block := range blocks(string(readme)) {
		if !strings.HasPrefix(block, "$ userpoolclient plan") {
			continue
		}
		seen++
		if *update {
			readme = []byte(strings.Replace(string(readme), indented(block), indented(real), 1))
			if err := os.WriteFile(path, readme, 0o644); err != nil {
				t.Fatal(err)
			}
		} else if real != block {
			t.Errorf("the README shows\n%s\nbut the command says\n%s", block, real)
		}
	}
	if seen == 0 {
		t.Fatal("the README shows no plan: the test saw nothing")
	}
}

// indented is a block as Markdown has it.
func indented(block string) string {
	lines := strings.Split(block, "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = "    " + line
		}
	}
	return strings.Join(lines, "\n")
}

// blocks are the indented blocks of a Markdown text, blank lines inside them
// included.
func blocks(markdown string) []string {
	var all []string
	var b strings.Builder
	end := func() {
		if block := strings.Trim(b.String(), "\n"); block != "" {
			all = append(all, block)
		}
		b.Reset()
	}
	for line := range strings.Lines(markdown) {
		switch code, ok := strings.CutPrefix(line, "    "); {
		case ok:
			b.WriteString(code)
		case strings.TrimSpace(line) == "":
			b.WriteString("\n")
		default:
			end()
		}
	}
	end()
	return all
}
