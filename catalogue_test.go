package userpoolclient

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The catalogue's IDs are a public contract. An ID that is taken out moves to
// retired and is never used again.
var retired = []string{}

func TestCatalogue(t *testing.T) {
	if len(catalogue) < 100 {
		t.Fatalf("the catalogue has %d rules; is a topic missing from the list in rules.go?", len(catalogue))
	}
	id := regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)+$`)
	date := regexp.MustCompile(`^\d{4}(-\d\d(-\d\d)?)?$`)
	sentences := regexp.MustCompile(`\. [A-Z]`)
	seen := map[string]bool{}
	for _, r := range catalogue {
		t.Run(r.ID, func(t *testing.T) {
			switch {
			case !id.MatchString(r.ID):
				t.Errorf("the ID must match %v", id)
			case seen[r.ID]:
				t.Error("the ID is used twice")
			case slices.Contains(retired, r.ID):
				t.Error("the ID is retired; choose another")
			}
			seen[r.ID] = true
			if r.Severity < SeverityError || r.Severity > SeverityAdvice {
				t.Errorf("Severity is %d", r.Severity)
			}
			if (r.Severity == SeverityAdvice) != (r.Harm != HarmNone) {
				t.Errorf("Harm is %v; advice has a level of harm and nothing else has", r.Harm)
			}
			if !strings.HasSuffix(r.Summary, ".") || sentences.MatchString(r.Summary) {
				t.Errorf("Summary must be one sentence: %q", r.Summary)
			}
			if r.Evidence < EvidenceMeasured || r.Evidence > EvidenceInferred {
				t.Error("Evidence is missing")
			}
			if len(r.Sources) == 0 {
				t.Error("a rule needs a source")
			}
			for _, s := range r.Sources {
				if s.Title == "" || !strings.HasPrefix(s.URL, "https://") || !date.MatchString(s.Date) {
					t.Errorf("a source needs a title, a URL and a date: %+v", s)
				}
			}
			if r.Severity == SeverityError && r.Exception == "" {
				t.Error("an error rule must name the service's exception")
			}
			if r.Severity == SeverityError && r.Evidence == EvidenceMeasured && r.ServiceMessage == "" {
				t.Error("a measured refusal must quote the service's message")
			}
			if len(r.Fields) == 0 {
				t.Error("Fields must name what the rule reads")
			}
			for _, f := range r.Fields {
				if _, ok := fieldIndex[f]; !ok {
					t.Errorf("field %s is not in the fields table", f)
				}
			}
			for _, f := range r.each {
				if !slices.Contains(r.Fields, f) {
					t.Errorf("each names %s, which Fields does not", f)
				}
			}
			if (r.check == nil) == (r.says == nil) || (r.says == nil) != (r.broken == nil) {
				t.Error("a rule has either check, or marks and say")
			}
		})
	}
}

// TestRulesFixed holds the IDs, so that none disappears or changes by accident.
func TestRulesFixed(t *testing.T) {
	data, err := os.ReadFile("testdata/rule-ids.txt")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range catalogue {
		got = append(got, r.ID)
	}
	slices.Sort(got)
	want := strings.Fields(string(data))
	for _, id := range want {
		if !slices.Contains(got, id) {
			t.Errorf("rule %s is gone; IDs are a public contract", id)
		}
	}
	for _, id := range got {
		if !slices.Contains(want, id) {
			t.Errorf("rule %s is new; add it to testdata/rule-ids.txt", id)
		}
	}
}

// TestRulesAreCopies: what a caller does to a rule does not reach the catalogue.
func TestRulesAreCopies(t *testing.T) {
	for _, r := range Rules() {
		r.Fields[0], r.Sources[0].URL = "x", "x"
		if r.Constraint != nil {
			r.Constraint.Max = -1
		}
	}
	for _, r := range Rules() {
		if r.Fields[0] == "x" || r.Sources[0].URL == "x" || r.Constraint != nil && r.Constraint.Max == -1 {
			t.Fatalf("%s was changed from outside", r.ID)
		}
	}
	if _, ok := RuleByID("no-such-rule"); ok {
		t.Error("an unknown ID must not be found")
	}
	if r, ok := RuleByID("redirect-fragment"); !ok || r.ID != "redirect-fragment" {
		t.Error("redirect-fragment must be found")
	}
}

func TestExamples(t *testing.T) {
	for _, r := range catalogue {
		t.Run(r.ID, func(t *testing.T) {
			bad := Check(r.Bad.Config(), r.Bad.Context())
			if len(bad) != 1 || bad[0].Rule != r.ID {
				t.Fatalf("the bad example must yield this rule once and nothing else; it yields:\n%s", lines(bad))
			}
			f := bad[0]
			if f.Severity != r.Severity || f.Harm > r.Harm {
				t.Errorf("the finding has severity %v and harm %v, the rule %v and %v", f.Severity, f.Harm, r.Severity, r.Harm)
			}
			if !slices.ContainsFunc(r.Fields, func(d Field) bool { return covers(d, f.Field) }) {
				t.Errorf("the finding is on %s, which Fields does not declare", f.Field)
			}
			for _, rel := range f.Related {
				if !slices.Contains(r.Fields, rel) {
					t.Errorf("the finding relates to %s, which Fields does not declare", rel)
				}
			}
			if msg := f.Message; msg == "" || strings.HasSuffix(msg, ".") || strings.Contains(msg, "should") || strings.Contains(msg, "%!") {
				t.Errorf("message %q must be a fact and a remedy, without a full stop and without should", msg)
			}
			if good := Check(r.Good.Config(), r.Good.Context()); good != nil {
				t.Errorf("the good example must yield nothing; it yields:\n%s", lines(good))
			}
			if cmp.Equal(r.Bad.Config(), r.Good.Config()) && cmp.Equal(r.Bad.Context(), r.Good.Context()) {
				t.Error("the good example is the bad one")
			}
		})
	}
}

// covers says that a field is the declared one, within it or around it.
func covers(declared, f Field) bool {
	return declared == f || within(f, declared, '.') || within(declared, f, '.')
}

// TestUnknownIsSilent: a rule says nothing when what it reads is not known yet.
func TestUnknownIsSilent(t *testing.T) {
	for _, r := range catalogue {
		c := r.Bad.Config()
		c.Unknown = r.Fields
		for _, f := range Check(c, r.Bad.Context()) {
			if f.Rule == r.ID {
				t.Errorf("%s speaks although all its fields are unknown: %s", r.ID, f.Message)
			}
		}
	}
}

// TestTruthfulFields: clearing what a rule does not declare does not change its
// answer.
func TestTruthfulFields(t *testing.T) {
	cleared := 0
	for _, r := range catalogue {
		for what, e := range map[string]Example{"bad": r.Bad, "good": r.Good} {
			before := answers(r, e.Config(), e.Context())
			c := e.Config()
			cleared += clearUndeclared(c, r.Fields)
			if after := answers(r, c, e.Context()); after != before {
				t.Errorf("%s, %s example: %d findings, but %d with the undeclared fields cleared; declare what the rule reads", r.ID, what, before, after)
			}
		}
	}
	if cleared == 0 {
		t.Fatal("nothing was cleared: the test saw nothing")
	}
}

func answers(r Rule, c *Config, in Context) int {
	n := 0
	for _, f := range Check(c, in) {
		if f.Rule == r.ID {
			n++
		}
	}
	return n
}

func clearUndeclared(c *Config, declared []Field) (cleared int) {
	v := reflect.ValueOf(c).Elem()
	for i := range v.NumField() {
		name := Field(v.Type().Field(i).Name)
		if name == "Unknown" || name == "MaybeSet" || slices.ContainsFunc(declared, func(d Field) bool { return covers(d, name) }) {
			continue
		}
		if !v.Field(i).IsZero() {
			v.Field(i).SetZero()
			cleared++
		}
	}
	return cleared
}

// TestNeedsAreTruthful: a rule that needs context is silent without it.
func TestNeedsAreTruthful(t *testing.T) {
	seen := 0
	for _, r := range catalogue {
		if r.Needs == 0 {
			continue
		}
		seen++
		in := r.Bad.Context()
		in.Operation, in.Pool, in.Kind = OperationUnknown, nil, KindUnknown
		if r.Needs&NeedsSecret != 0 {
			in.Secret = SecretStateUnknown
		}
		c := r.Bad.Config()
		if r.Needs&NeedsSecret != 0 {
			c.GenerateSecret, c.ClientSecret = nil, nil
		}
		if n := answers(r, c, in); n != 0 {
			t.Errorf("%s speaks without the context it needs (%v)", r.ID, r.Needs.Names())
		}
	}
	if seen == 0 {
		t.Fatal("no rule needs context: the test saw nothing")
	}
}

func TestOrder(t *testing.T) {
	c := mustParse(web, `"CallbackURLs":["http://b.example","https://a.example/#x","http://a.example"],"LogoutURLs":["http://c.example"],"AuthSessionValidity":1,"AllowedOAuthFlows":["code","implicit"]`)
	got := Check(c, Context{})
	if len(got) < 6 {
		t.Fatalf("expected at least 6 findings, got:\n%s", lines(got))
	}
	if !slices.IsSortedFunc(got, func(a, b Finding) int { return catalogueIndex[a.Rule] - catalogueIndex[b.Rule] }) {
		t.Errorf("findings are not in catalogue order:\n%s", lines(got))
	}
	if got[len(got)-1].Severity != SeverityAdvice || got[0].Severity != SeverityError {
		t.Errorf("errors come first, advice last:\n%s", lines(got))
	}
}

func lines(findings []Finding) string {
	var b strings.Builder
	for i := range findings {
		b.WriteString("  " + findings[i].Severity.String() + " " + findings[i].Error() + "\n")
	}
	return b.String()
}

// TestDuplicateValueClaimsNoMore: what the service makes of a repeated value is
// not on record, so the rule must not say that it was seen.
func TestDuplicateValueClaimsNoMore(t *testing.T) {
	r, ok := RuleByID("duplicate-value")
	if !ok || r.Evidence != EvidenceInferred {
		t.Errorf("evidence %v, want %v", r.Evidence, EvidenceInferred)
	}
	found := Check(mustParse(`"CallbackURLs":["https://a.example/","https://a.example/"]`), Context{})
	i := slices.IndexFunc(found, func(f Finding) bool { return f.Rule == "duplicate-value" })
	if i < 0 || strings.Contains(found[i].Message, "keeps") {
		t.Errorf("got %v", found)
	}
}
