package iac

import (
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient"
)

var update = flag.Bool("update", false, "rewrite RULES.md")

// TestRulesFile holds RULES.md to the rules.
func TestRulesFile(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Rules about files\n\nThese are about what a template or plan says of an app client; the rules about " +
		"the client itself are in [docs/rules.md](../docs/rules.md).\n")
	for _, r := range Rules() {
		b.WriteString("\n" + r.Markdown())
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
	all := Rules()
	if len(all) == 0 {
		t.Fatal("no rules")
	}
	id := regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)+$`)
	seen := make(map[string]bool)
	for i, r := range all {
		_, taken := userpoolclient.RuleByID(r.ID)
		if !id.MatchString(r.ID) || taken || seen[r.ID] {
			t.Errorf("%s is not an ID of its own", r.ID)
		}
		seen[r.ID] = true
		if r.Severity == 0 || r.Evidence == 0 || len(r.Sources) == 0 || r.Sources[0].Date == "" {
			t.Errorf("%s lacks severity, evidence or a dated source", r.ID)
		}
		form := map[userpoolclient.Severity]string{
			userpoolclient.SeverityError: " MUST ", userpoolclient.SeverityWarning: " SHOULD ",
		}[r.Severity]
		if !strings.Contains(r.Summary, form) {
			t.Errorf("%s: the requirement is not in the form of its severity: %s", r.ID, r.Summary)
		}
		if isError := r.Severity == userpoolclient.SeverityError; isError != (fileRules[i].rejectedBy != LayerNone) {
			t.Errorf("%s: %s, rejected by %q", r.ID, r.Severity, fileRules[i].rejectedBy)
		}
	}
}

// TestRulesAreCopies holds that a caller who changes what Rules and RuleByID
// return changes nothing else.
func TestRulesAreCopies(t *testing.T) {
	show := func() string {
		var all strings.Builder
		for _, r := range Rules() {
			all.WriteString(r.Markdown())
		}
		return all.String()
	}
	before := show()
	spoil := func(r userpoolclient.Rule) {
		for i := range r.Sources {
			r.Sources[i].URL = "spoilt"
		}
	}
	for _, r := range Rules() {
		spoil(r)
		one, ok := RuleByID(r.ID)
		if !ok {
			t.Errorf("%s is not found by its ID", r.ID)
		}
		spoil(one)
	}
	if diff := cmp.Diff(before, show()); diff != "" {
		t.Errorf("the rules have changed: %s", diff)
	}
}

// TestExamples holds that each rule's bad file yields its finding and no other
// about files, and its good file none.
func TestExamples(t *testing.T) {
	for _, r := range fileRules {
		if r.name == ".userpoolclient.yaml" {
			continue // of the command, which tests it
		}
		if got := fileFindings(t, r.name, r.bad); !slices.Equal(got, []string{r.ID}) {
			t.Errorf("%s: the bad file yields %q", r.ID, got)
		}
		if got := fileFindings(t, r.name, r.good); got != nil {
			t.Errorf("%s: the good file yields %q", r.ID, got)
		}
	}
}

// fileFindings are the rules about files that a file breaks.
func fileFindings(t *testing.T, name, text string) []string {
	t.Helper()
	all, err := Load(name, []byte(text))
	if err != nil || len(all) != 1 {
		t.Fatalf("%s: %d clients, %v", text, len(all), err)
	}
	var ids []string
	for _, f := range all[0].Check() {
		i := fileRuleIndex(f.Rule)
		if i < 0 {
			continue
		}
		ids = append(ids, f.Rule)
		if f.RejectedBy != fileRules[i].rejectedBy {
			t.Errorf("%s: rejected by %q, want %q", f.Rule, f.RejectedBy, fileRules[i].rejectedBy)
		}
		if !f.Position.IsValid() || f.Property == "" {
			t.Errorf("%s stands nowhere: %v", f.Rule, f)
		}
	}
	return ids
}

// TestKnownRule holds that a misspelt rule of files is suggested, too.
func TestKnownRule(t *testing.T) {
	for id, want := range map[string]string{
		"redirect-htp":    `"redirect-htp" is not a rule (did you mean "redirect-http"?)`,
		"property-unkown": `"property-unkown" is not a rule (did you mean "property-unknown"?)`,
		"xyz":             `"xyz" is not a rule`,
	} {
		if err := KnownRule(id); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if err := KnownRule("pool-lacks-scope"); err != nil {
		t.Error(err)
	}
}
