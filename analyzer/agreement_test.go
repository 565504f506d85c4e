package analyzer

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/sdk"
)

// A sample is a configuration and what the library says of the value that the
// program would make.
type sample struct {
	name  string
	form  form
	hide  float64
	whole *userpoolclient.Config
}

// value is the configuration that the program's literal comes to: through the
// request of the SDK, which is decoded by json, and back.
func (s sample) value(t *testing.T) *userpoolclient.Config {
	switch s.form.typ {
	case createForm.typ:
		return sdk.FromCreate(request[cognitoidentityprovider.CreateUserPoolClientInput](t, s.whole))
	case updateForm.typ:
		return sdk.FromUpdate(request[cognitoidentityprovider.UpdateUserPoolClientInput](t, s.whole))
	}
	return s.whole
}

// expected returns the findings about the value: those of Validate, and the
// warnings and advice that Check has beside them. What an update omits is told
// another way.
func (s sample) expected(t *testing.T) []string {
	var all []string
	value := s.value(t)
	var rejected *userpoolclient.ValidationError
	if errors.As(userpoolclient.Validate(value, s.form.context), &rejected) {
		for _, f := range rejected.Findings {
			all = append(all, f.String())
		}
	}
	for _, f := range userpoolclient.Check(value, s.form.context) {
		if f.Severity != userpoolclient.SeverityError && f.Rule != "update-omits" {
			all = append(all, f.String())
		}
	}
	slices.Sort(all)
	return all
}

// catalogueSamples are the examples of every rule, in each form.
func catalogueSamples() []sample {
	var all []sample
	for _, r := range userpoolclient.Rules() {
		name := strings.ReplaceAll(r.ID, "-", "_")
		for i, f := range []form{configForm, createForm, updateForm} {
			all = append(all,
				sample{fmt.Sprintf("bad_%s_%d", name, i), f, 0, r.Bad.Config()},
				sample{fmt.Sprintf("good_%s_%d", name, i), f, 0, r.Good.Config()})
		}
	}
	return all
}

// mixedSamples are configurations whose members come from the examples of
// different rules.
func mixedSamples(n int, hide float64) []sample {
	random := rand.New(rand.NewPCG(1, 2))
	var examples []*userpoolclient.Config
	for _, r := range userpoolclient.Rules() {
		examples = append(examples, r.Bad.Config(), r.Good.Config())
	}
	var all []sample
	for i := range n {
		c := new(userpoolclient.Config)
		for _, f := range userpoolclient.Fields() {
			from := examples[random.IntN(len(examples))]
			if value, isSet := from.Get(f.Name); isSet && f.Parent == "" && random.IntN(3) > 0 {
				if err := c.Set(f.Name, value); err != nil {
					panic(err)
				}
			}
		}
		forms := []form{configForm, createForm, updateForm}
		all = append(all, sample{fmt.Sprintf("mixed_%d", i), forms[i%len(forms)], hide, c})
	}
	return all
}

// program returns one source with a function for each sample.
func program(samples []sample) string {
	random := rand.New(rand.NewPCG(3, 4))
	var b strings.Builder
	b.WriteString(header)
	for _, s := range samples {
		p := &printer{form: s.form, random: random, hide: s.hide}
		b.WriteString(p.function(s.name, s.whole))
	}
	return b.String()
}

// reported returns what the analyzer reports in each function of a source.
func reported(t *testing.T, text string) map[string][]string {
	src := check(t, "generated.go", text)
	in := make([]string, strings.Count(text, "\n")+2) // the function on each line
	name := ""
	for i, l := range strings.Split(text, "\n") {
		if after, ok := strings.CutPrefix(l, "func "); ok {
			name, _, _ = strings.Cut(after, "(")
		}
		in[i+1] = name
	}
	all := make(map[string][]string)
	for _, d := range src.run(t, Options{Advice: true}) {
		at := in[src.line(d)]
		all[at] = append(all[at], d.Message)
	}
	for _, messages := range all {
		slices.Sort(messages)
	}
	return all
}

// TestAgreement proves that a literal of constants gets the findings that Validate
// and Check have for the same value, whatever way it is spelled.
func TestAgreement(t *testing.T) {
	samples := append(catalogueSamples(), mixedSamples(600, 0)...)
	all := reported(t, program(samples))
	rules, wrong := make(map[string]bool), 0
	for _, s := range samples {
		want := s.expected(t)
		if got := all[s.name]; !slices.Equal(got, want) && wrong < 5 {
			wrong++
			t.Errorf("%s, %s:\n got %s\nwant %s\n%s", s.name, s.form.typ, strings.Join(got, "\n     "),
				strings.Join(want, "\n     "), function(t, samples, s.name))
		}
		for _, message := range want {
			rules[message[strings.LastIndexByte(message, '['):]] = true
		}
	}
	// The test must have seen nearly every rule that needs neither the pool nor the
	// kind of client.
	for _, r := range userpoolclient.Rules() {
		const other = userpoolclient.NeedsPool | userpoolclient.NeedsKind
		if reason := unreachable[r.ID]; !rules["["+r.ID+"]"] && r.Needs&other == 0 && reason == "" {
			t.Errorf("%s is not in any sample; say in unreachable why no literal can break it", r.ID)
		} else if rules["["+r.ID+"]"] && reason != "" {
			t.Errorf("%s is listed as unreachable and was reached", r.ID)
		}
	}
}

// unreachable are rules that no literal by itself breaks, and why.
var unreachable = map[string]string{
	"secret-on-update":          "an update request has no such members, and a Config by itself plans no update",
	"public-client-with-secret": "its examples declare the kind of client, which source does not",
	"update-omits":              "it is reported for what is sent, once: see the updates of the test packages",
}

// TestNeverGuesses proves that where members are not known, nothing is reported
// as an error that is not true of the value that the program has in the end.
func TestNeverGuesses(t *testing.T) {
	samples := mixedSamples(900, 0.3)
	all := reported(t, program(samples))
	seen := 0
	for _, s := range samples {
		rejected := make(map[string]bool)
		for _, message := range s.expected(t) {
			rejected[message[strings.LastIndexByte(message, '['):]] = true
		}
		for _, message := range all[s.name] {
			id := message[strings.LastIndexByte(message, '['):]
			rule, _ := userpoolclient.RuleByID(strings.Trim(id, "[]"))
			if rule.Severity != userpoolclient.SeverityError {
				continue
			}
			if seen++; !rejected[id] {
				t.Errorf("%s, %s: %s\n%s", s.name, s.form.typ, message, function(t, samples, s.name))
			}
		}
	}
	if seen < 300 {
		t.Errorf("only %d errors were reported: the test saw too little", seen)
	}
}

// function returns the source of one sample.
func function(t *testing.T, samples []sample, name string) string {
	t.Helper()
	_, after, _ := strings.Cut(program(samples), "func "+name+"(")
	text, _, _ := strings.Cut(after, "\nfunc ")
	return text
}
