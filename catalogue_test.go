package userpoolclient

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The catalogue's IDs are a public contract. An ID that is taken out moves to
// retired and is never used again.
var retired = []string{}

func TestCatalogue(t *testing.T) {
	if len(catalogue()) < 100 {
		t.Fatalf("the catalogue has %d rules; is a topic missing from the list in rules.go?", len(catalogue()))
	}
	id := regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)+$`)
	date := regexp.MustCompile(`^\d{4}(-\d\d(-\d\d)?)?$`)
	sentences := regexp.MustCompile(`\. [A-Z]`)
	seen := map[string]bool{}
	for _, r := range catalogue() {
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
				t.Error("a measured rejection must quote the service's message")
			}
			if len(r.Fields) == 0 {
				t.Error("Fields must name what the rule reads")
			}
			for _, f := range r.Fields {
				if _, ok := fieldIndex()[f]; !ok {
					t.Errorf("field %s is not in the fields table", f)
				}
			}
			for _, f := range slices.Concat(r.each, r.presence) {
				if !slices.Contains(r.Fields, f) {
					t.Errorf("each or presence names %s, which Fields does not", f)
				}
			}
			if (r.check == nil) == (r.says == nil) || (r.says == nil) != (r.broken.any == 0) {
				t.Error("a rule has either check, or broken and says")
			}
		})
	}
}

// TestSummaries: a Summary states a requirement.
func TestSummaries(t *testing.T) {
	for _, r := range catalogue() {
		if form := requirement(r.Severity); !form.MatchString(r.Summary) {
			t.Errorf("%s, of severity %v, must state a requirement (%v): %q", r.ID, r.Severity, form, r.Summary)
		}
	}
}

// requirement is the form of a rule's Summary. An error MUST be avoided, advice
// SHOULD be followed; of a warning, either may be the natural word.
func requirement(s Severity) *regexp.Regexp {
	switch s {
	case SeverityError:
		return regexp.MustCompile(` MUST `)
	case SeverityWarning:
		return regexp.MustCompile(` (MUST|SHOULD) `)
	}
	return regexp.MustCompile(` SHOULD `)
}

// TestRulesFixed holds the IDs, so that none disappears or changes by accident.
func TestRulesFixed(t *testing.T) {
	data, err := os.ReadFile("testdata/rule-ids.txt")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range catalogue() {
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
	for _, r := range catalogue() {
		t.Run(r.ID, func(t *testing.T) {
			bad := Check(r.Bad.Config(), r.Bad.Context())
			if len(bad) != 1 || bad[0].Rule != r.ID {
				t.Fatalf("the bad example must yield this rule once and nothing else; it yields:\n%s", lines(bad))
			}
			f := bad[0]
			if f.Severity != r.Severity || f.Harm != r.Harm {
				t.Errorf("the finding has severity %v and harm %v, the rule %v and %v; "+
					"Harm is the highest level that a finding has, and the bad example shows it",
					f.Severity, f.Harm, r.Severity, r.Harm)
			}
			if !slices.ContainsFunc(r.Fields, func(d Field) bool { return covers(d, f.Field) }) {
				t.Errorf("the finding is on %s, which Fields does not declare", f.Field)
			}
			for _, rel := range f.Related {
				if !slices.Contains(r.Fields, rel) {
					t.Errorf("the finding relates to %s, which Fields does not declare", rel)
				}
			}
			msg := f.Message
			if msg == "" || strings.HasSuffix(msg, ".") || strings.Contains(msg, "should") || strings.Contains(msg,
				"%!") {
				t.Errorf("message %q must be a fact, without a full stop and without should", msg)
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

// TestFixes: each finding says what to do about it, and says it in the fix and
// not in the message.
func TestFixes(t *testing.T) {
	for _, r := range catalogue() {
		for _, f := range Check(r.Bad.Config(), r.Bad.Context()) {
			if strings.Contains(f.Message, "; ") {
				t.Errorf("%s: message %q says what to do about it, which belongs to the fix", r.ID, f.Message)
			}
			if fix := f.Fix; !startsLower(fix) || strings.HasSuffix(fix, ".") || strings.Contains(fix, "%!") {
				t.Errorf("%s: fix %q must be an instruction in lower case, without a full stop", r.ID, fix)
			}
		}
	}
}

// startsLower reports whether a text begins with a lower-case letter.
func startsLower(text string) bool { return text != "" && 'a' <= text[0] && text[0] <= 'z' }

// covers reports whether a field is the declared one, within it or around it.
func covers(declared, f Field) bool {
	return declared == f || within(f, declared, '.') || within(declared, f, '.')
}

// TestUnknownIsSilent: a rule says nothing of values that are not known, and
// Skipped lists it. A rule that reads of all its fields only whether they are set
// is not skipped: a value that is not known is set.
func TestUnknownIsSilent(t *testing.T) {
	silenced, judged := 0, 0
	for _, r := range catalogue() {
		in := r.Bad.Context()
		if answers(r, r.Bad.Config(), in) == 0 {
			t.Errorf("%s says nothing of its bad example: its silence shows nothing", r.ID)
			continue
		}
		c := r.Bad.Config()
		c.Unknown = r.Fields
		speaks, skipped := answers(r, c, in) > 0, skips(r, c, in)
		readsAValue := slices.ContainsFunc(r.Fields, func(f Field) bool { return !slices.Contains(r.presence, f) })
		switch {
		case !readsAValue && skipped:
			t.Errorf("%s reads only whether its fields are set, and is listed as skipped where their values are not known", r.ID)
		case !readsAValue:
			judged++
		case speaks:
			t.Errorf("%s speaks although values that it reads are not known:\n%s", r.ID, lines(Check(c, in)))
		case !skipped:
			t.Errorf("%s is silent where its fields are not known, and Skipped does not list it", r.ID)
		default:
			silenced++
		}
	}
	if silenced == 0 || judged == 0 {
		t.Fatalf("%d rules were silenced and %d judged what is not known as set: the test saw nothing", silenced,
			judged)
	}
}

// TestMaybeSetIsSilent: no rule judges a field of which it is open whether it is
// set at all, and Skipped lists each that would.
func TestMaybeSetIsSilent(t *testing.T) {
	for _, r := range catalogue() {
		c := r.Bad.Config()
		c.MaybeSet = r.Fields
		if in := r.Bad.Context(); answers(r, c, in) > 0 || !skips(r, c, in) {
			t.Errorf("%s must be silent where its fields may be absent, and be listed as skipped", r.ID)
		}
	}
}

// TestUnknownIsSet: a rule that reads only whether a field is set says the same
// when the value of the field is not known, and it is not skipped.
func TestUnknownIsSet(t *testing.T) {
	seen := 0
	for _, r := range catalogue() {
		for _, f := range r.presence {
			c, in := r.Bad.Config(), r.Bad.Context()
			if skips(r, &Config{Unknown: []Field{f}}, in) {
				t.Errorf("%s is skipped although of %s, which is not known, it reads only whether it is set", r.ID, f)
			}
			before := answers(r, c, in)
			if row := rowOf(f); !row.isSet(c) || row.empty(c) { // to these rules the empty list is an omitted one
				continue
			}
			seen++
			if err := c.Set(f, nil); err != nil {
				t.Fatal(err)
			}
			c.Unknown = []Field{f}
			if after := answers(r, c, in); after != before {
				t.Errorf("%s: %d findings, but %d with the value of %s not known; it is set all the same", r.ID, before,
					after, f)
			}
		}
	}
	if seen == 0 {
		t.Fatal("no bad example sets a field of which only that is read: the test saw nothing")
	}
}

// TestPoolParts: a rule that needs the pool is skipped, and listed as such, where the
// pool does not know what the rule reads; where it does, the rule is not listed.
func TestPoolParts(t *testing.T) {
	seen := 0
	for _, r := range catalogue() {
		if r.Needs&NeedsPool == 0 {
			if r.ofPool != nil {
				t.Errorf("%s does not need the pool and says what it reads of it", r.ID)
			}
			continue
		}
		seen++
		if r.ofPool == nil {
			t.Errorf("%s needs the pool: ofPool must say what it reads of it", r.ID)
			continue
		}
		c, in := r.Bad.Config(), r.Bad.Context()
		if skips(r, c, in) {
			t.Errorf("%s is listed, though the pool of its bad example knows all", r.ID)
		}
		in.Pool = new(Pool)
		if !skips(r, c, in) || answers(r, c, in) > 0 {
			t.Errorf("%s is not listed, though nothing of the pool is known", r.ID)
		}
	}
	if seen == 0 {
		t.Fatal("no rule needs the pool: the test saw nothing")
	}
	if r, _ := RuleByID("auth-flow-tier"); !skips(r, r.Bad.Config(), Context{Pool: &Pool{Tier: "lite"}}) {
		t.Error("a tier that nobody knows is taken for one that has everything")
	}
}

// skips reports whether Skipped lists the rule.
func skips(r Rule, c *Config, in Context) bool {
	return slices.ContainsFunc(Skipped(c, in), func(s Skip) bool { return s.Rule == r.ID })
}

// TestWords: the texts of rules and fields keep to the words of this project, so
// that a reader needs no glossary.
func TestWords(t *testing.T) {
	forbidden := regexp.MustCompile(`(?i)\b(refus\w*|remed\w*|not given|on record|laws?)\b`)
	seen := 0
	check := func(where, text string) {
		seen++
		if word := forbidden.FindString(text); word != "" {
			t.Errorf("%s says %q in %q; say reject, fix, omitted, undocumented or not verified, rule", where, word,
				text)
		}
	}
	for _, r := range catalogue() {
		check(r.ID+", Summary", r.Summary)
		check(r.ID+", Detail", r.Detail)
		check(r.ID+", Fix", r.Fix)
		for _, f := range Check(r.Bad.Config(), r.Bad.Context()) {
			check(r.ID+", Message", f.Message)
			check(r.ID+", the finding's Fix", f.Fix)
		}
	}
	for _, f := range Fields() {
		check(string(f.Name)+", Summary", f.Summary)
		check(string(f.Name)+", OmissionNote", f.OmissionNote)
		check(string(f.Name)+", DefaultWords", f.DefaultWords)
	}
	if seen == 0 || !forbidden.MatchString("the service refuses it") {
		t.Fatal("the test saw nothing")
	}
}

// TestFindings: what holds of the finding of each bad example holds of all
// findings.
func TestFindings(t *testing.T) {
	gen, seen := genConfig(), map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		c, current := gen.Draw(t, "c"), gen.Draw(t, "current")
		for _, in := range []Context{{}, {Operation: OperationCreate, Kind: KindSPA},
			{Operation: OperationUpdate, Secret: SecretStateAbsent}, {Operation: OperationUpdate, Current: current}} {
			for _, f := range Check(c, in) {
				seen[f.Rule] = true
				r, _ := RuleByID(f.Rule)
				switch {
				case f.Severity != r.Severity || f.Harm > r.Harm:
					t.Fatalf("%v has severity %v and harm %v, the rule %v and %v", f, f.Severity, f.Harm, r.Severity,
						r.Harm)
				case f.Message == "" || f.Fix == "" || strings.Contains(f.Message, "; ") ||
					strings.Contains(f.Message+f.Fix, "%!"):
					t.Fatalf("%v needs a message and, apart from it, a fix", f)
				}
			}
		}
	})
	if len(seen) < 20 {
		t.Fatalf("only %d rules had a finding: the test saw too little", len(seen))
	}
}

// TestTruthfulFields: clearing what a rule does not declare does not change its
// answer.
func TestTruthfulFields(t *testing.T) {
	cleared := 0
	for _, r := range catalogue() {
		for what, e := range map[string]Example{"bad": r.Bad, "good": r.Good} {
			before := answers(r, e.Config(), e.Context())
			c := e.Config()
			cleared += clearUndeclared(c, r.Fields)
			if after := answers(r, c, e.Context()); after != before {
				t.Errorf("%s, %s example: %d findings, but %d with the undeclared fields cleared; declare what the rule reads",
					r.ID, what, before, after)
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
		isDeclared := slices.ContainsFunc(declared, func(d Field) bool { return covers(d, name) })
		if name == "Unknown" || name == "MaybeSet" || isDeclared {
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
	for _, r := range catalogue() {
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
	c := mustParse(web, `"CallbackURLs":["http://b.example","https://a.example/#x","http://a.example"],`+
		`"LogoutURLs":["http://c.example"],"AuthSessionValidity":1,"AllowedOAuthFlows":["code","implicit"]`)
	got := Check(c, Context{})
	if len(got) < 6 {
		t.Fatalf("expected at least 6 findings, got:\n%s", lines(got))
	}
	if !slices.IsSortedFunc(got, func(a,
		b Finding) int {
		return catalogueIndex()[a.Rule] - catalogueIndex()[b.Rule]
	}) {
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
