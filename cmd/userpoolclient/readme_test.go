package main

import (
	"os"
	"strings"
	"testing"
)

// TestReadme: the output that the README shows is the command's own.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	golden, err := os.ReadFile("testdata/plan-add-callback.txt")
	if err != nil {
		t.Fatal(err)
	}
	real := strings.ReplaceAll(string(golden), "../../", "")
	seen := 0
	for _, block := range blocks(string(readme)) {
		if !strings.HasPrefix(block, "$ userpoolclient plan") {
			continue
		}
		seen++
		if !strings.HasPrefix(real, block) {
			t.Errorf("the README shows\n%s\nbut the command says\n%s", block, real)
		}
	}
	if seen == 0 {
		t.Fatal("the README shows no plan: the test saw nothing")
	}
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
