package iac_test

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

var update = flag.Bool("update", false, "rewrite RULES.md")

// TestRulesFile holds RULES.md to the rules.
func TestRulesFile(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Rules about files\n\nThese are about what a template or plan says of an app client; the rules about the client itself are in [docs/rules.md](../docs/rules.md).\n")
	for _, r := range iac.Rules() {
		text, ok := iac.Explain(r.ID)
		if !ok {
			t.Errorf("%s is not explained", r.ID)
		}
		b.WriteString("\n" + text)
	}
	if *update {
		if err := os.WriteFile("RULES.md", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("RULES.md")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("RULES.md (-file +rules); go test ./iac -update rewrites it\n%s", diff)
	}
}

// TestRules holds that the rules about files are in the form of the catalogue
// and do not take its IDs.
func TestRules(t *testing.T) {
	all := iac.Rules()
	if len(all) == 0 {
		t.Fatal("no rules")
	}
	id := regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)+$`)
	seen := make(map[string]bool)
	for _, r := range all {
		_, taken := userpoolclient.RuleByID(r.ID)
		if !id.MatchString(r.ID) || taken || seen[r.ID] {
			t.Errorf("%s is not an ID of its own", r.ID)
		}
		seen[r.ID] = true
		if r.Severity == 0 || r.Summary == "" || r.Evidence == 0 || len(r.Sources) == 0 || r.Sources[0].Date == "" {
			t.Errorf("%s lacks severity, summary, evidence or a dated source", r.ID)
		}
	}
}
