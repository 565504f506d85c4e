package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestReadme: the pictures that the README shows are those that TestPictures holds
// to the command, and the flags that it and docs/organisation.md name are there.
func TestReadme(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	readme := string(data)
	for _, name := range []string{"check.svg", "plan.svg"} {
		if !regexp.MustCompile(`!\[[^\]]{20,}\]\(docs/` + regexp.QuoteMeta(name) + `\)`).MatchString(readme) {
			t.Errorf("the README does not show docs/%s, with words for who cannot see it", name)
		}
		if _, err := os.Stat(filepath.Join("../../docs", name)); err != nil {
			t.Error(err)
		}
	}
	var help strings.Builder
	for _, name := range []string{"check", "plan", "resolve", "sign-in", "diff", "audit", "serve", "init", "schema",
		"probe", "judge"} {
		help.WriteString(command("", name, "--help").out)
	}
	organisation, err := os.ReadFile("../../docs/organisation.md")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for line := range strings.Lines(readme + string(organisation)) {
		code, ok := strings.CutPrefix(line, "    ")
		if !ok || !strings.Contains(code, "userpoolclient ") || strings.Contains(code, "go run") {
			continue
		}
		_, args, _ := strings.Cut(code, "userpoolclient ")
		for _, flag := range regexp.MustCompile(`--[a-z-]+`).FindAllString(args, -1) {
			seen++
			if !strings.Contains(help.String(), flag) {
				t.Errorf("a page names %s, which there is not: %s", flag, line)
			}
		}
	}
	if seen < 5 {
		t.Fatalf("%d flags in the README: the test sees too little", seen)
	}
}

// TestReadmeJudge: the README leads from the request that fails to what to change in
// three lines. TestInitReadme holds them to the command.
func TestReadmeJudge(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile("```console\n\\$ userpoolclient judge [^\n]+\nrejected [^\n]+\nfix [^\n]+\n```").Match(data) {
		t.Error("the README does not show a request, why it fails and what to change")
	}
}
