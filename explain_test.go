package userpoolclient

import (
	"encoding/json"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var rewrite = flag.Bool("update", false, "rewrite the golden files")

// golden compares what was made with a file, or rewrites the file.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *rewrite {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; go test -update writes it", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s is not what the tables say (-file +tables); go test -update rewrites it\n%s", file, diff)
	}
}

func TestDocs(t *testing.T) {
	golden(t, "docs/rules.md", RulesMarkdown())
	golden(t, "docs/fields.md", FieldsMarkdown())
	golden(t, "docs/hosted.md", RequestRulesMarkdown())
}

// Links into the documentation stand in JSON and SARIF reports, so a rule's
// heading must be its ID.
func TestRuleURL(t *testing.T) {
	text := RulesMarkdown()
	seen := 0
	for _, r := range Rules() {
		page, anchor, _ := strings.Cut(r.URL(), "#")
		if page != "https://github.com/userpoolclient/userpoolclient/blob/main/docs/rules.md" {
			t.Errorf("%s: the page is %s", r.ID, page)
		}
		if n := strings.Count(text, "\n## "+anchor+"\n"); n != 1 {
			t.Errorf("%s: docs/rules.md has %d headings for it", r.ID, n)
		}
		seen++
	}
	if seen < 100 {
		t.Fatalf("saw %d rules", seen)
	}
}

// What a reader must find in the section of every rule.
func TestRuleMarkdown(t *testing.T) {
	fence := regexp.MustCompile("(?s)```json\n(.*?)\n```")
	examples := 0
	for _, r := range Rules() {
		text := r.Markdown()
		want := []string{
			"## " + r.ID + "\n",
			r.Summary,
			r.Detail,
			r.Exception,
			r.ServiceMessage,
			"Evidence: " + r.Evidence.String(),
			"\nBad",
			"\nGood",
		}
		for _, f := range r.Fields {
			want = append(want, "`"+string(f)+"`")
		}
		for _, s := range r.Sources {
			want = append(want, s.Title, s.URL, s.Date)
		}
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s: the section lacks %q", r.ID, w)
			}
		}
		for _, m := range fence.FindAllStringSubmatch(text, -1) {
			examples++
			if !json.Valid([]byte(m[1])) {
				t.Errorf("%s: an example is not JSON:\n%s", r.ID, m[1])
			}
		}
	}
	if examples < 100 {
		t.Fatalf("saw %d examples", examples)
	}
}

func TestExplain(t *testing.T) {
	for _, test := range []struct{ name, want, wrong, why string }{
		{name: "redirect-fragment", want: "## redirect-fragment\n", why: "a rule by its ID"},
		{name: "redirect-fragmnt", wrong: `"redirect-fragmnt" is neither a rule, a field nor an answer of the service (did you mean ` +
			`"redirect-fragment"?)`, why: "a slip in an ID"},
		{name: "Redirect_Fragment", wrong: `"Redirect_Fragment" is neither a rule, a field nor an answer of the service (did you mean ` +
			`"redirect-fragment"?)`, why: "another spelling of an ID"},
		{name: "RefreshTokenValidity", want: "## RefreshTokenValidity\n", why: "a field by its name in the API"},
		{name: "refresh_token_validity", want: "## RefreshTokenValidity\n", why: "a field by its name in Terraform"},
		{name: "TokenValidityUnits.AccessToken", want: "## TokenValidityUnits.AccessToken\n",
			why: "a member of a structure"},
		{name: "CallbackUrls", wrong: `"CallbackUrls" is neither a rule, a field nor an answer of the service (did you mean "CallbackURLs"?)`,
			why: "the case of a field"},
		{name: "", wrong: `"" is neither a rule, a field nor an answer of the service`, why: "nothing is near nothing"},
		{name: strings.Repeat("z", 300), wrong: `is neither a rule, a field nor an answer of the service`,
			why: "a long name is cut and has no neighbour"},
	} {
		got, err := Explain(test.name)
		if test.wrong != "" {
			if err == nil || !strings.HasSuffix(err.Error(), test.wrong) {
				t.Errorf("%s: error %v, want %s", test.why, err, test.wrong)
			}
			continue
		}
		if err != nil || !strings.HasPrefix(got, test.want) {
			t.Errorf("%s: %v, %.40q, want %q", test.why, err, got, test.want)
		}
	}
}

// What a reader must find in the section of every field.
func TestFieldMarkdown(t *testing.T) {
	text := FieldsMarkdown()
	seen := 0
	for _, f := range Fields() {
		section := f.Markdown()
		for _, w := range []string{"## " + string(f.Name) + "\n", f.Summary, f.Type, f.Terraform, f.CloudFormation,
			f.DefaultWords, f.OmissionNote} {
			if !strings.Contains(section, w) {
				t.Errorf("%s: the section lacks %q", f.Name, w)
			}
		}
		if !strings.Contains(text, "\n"+section) {
			t.Errorf("%s: not in docs/fields.md", f.Name)
		}
		seen++
	}
	if seen < 30 {
		t.Fatalf("saw %d fields", seen)
	}
}
