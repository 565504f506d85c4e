package main

import (
	"encoding/json"
	"os"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// TestVersion holds what version says to go.mod, and to the dates that the pages
// of the rules and of the fields show.
func TestVersion(t *testing.T) {
	var b build
	got := command("", "version", "--format", "json")
	if err := json.Unmarshal([]byte(got.out), &b); err != nil || got.code != exitClean {
		t.Fatalf("%v\n%+v", err, got)
	}
	mod := page(t, "../../go.mod")
	required := regexp.MustCompile(regexp.QuoteMeta(sdk) + ` (v\S+)`).FindStringSubmatch(mod)
	if required == nil || b.SDK.Path != sdk || b.SDK.Version != required[1] {
		t.Errorf("the SDK is %v, in go.mod %q", b.SDK, required)
	}
	newest := ""
	pages := page(t, "../../docs/rules.md") + page(t, "../../docs/fields.md")
	for _, date := range regexp.MustCompile(`\), (\d{4}-\d{2}(?:-\d{2})?)\n`).FindAllStringSubmatch(pages, -1) {
		newest = max(newest, date[1])
	}
	if newest < "2026-11" || b.Rules.Date != newest {
		t.Errorf("the rules are of %q, their pages of %q", b.Rules.Date, newest)
	}
	if b.Rules.Count < 100 || b.Version == "" || b.Go != runtime.Version() {
		t.Errorf("%+v", b)
	}
	text := command("", "version").out
	for _, want := range []string{"userpoolclient " + b.Version, b.SDK.Version, b.Rules.Date, b.OS + "/" + b.Arch} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

func page(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
