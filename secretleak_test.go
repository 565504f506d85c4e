package userpoolclient

import (
	"bytes"
	"encoding/base64"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"expvar"
	"fmt"
	htmltemplate "html/template"
	"log"
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"testing"
	texttemplate "text/template"

	"github.com/davecgh/go-spew/spew"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"go.yaml.in/yaml/v3"
)

// The two values that no output may show. Every part of them that is long enough
// to mean something is looked for, in every usual encoding.
const (
	shownSecret = "Zq7Wx0vB3kLm9TnR5yHc"
	otherSecret = "pU8dGf2JsE6oQa4XiC1w"
)

// traces are what gives a secret away: parts of it as text, in hexadecimal, in
// base64, as a list of bytes.
func traces(secret string) []string {
	const part = 6
	var all []string
	for i := 0; i+part <= len(secret); i++ {
		s := secret[i : i+part]
		list := strings.Trim(fmt.Sprint([]byte(s)), "[]")
		all = append(all, s, hex.EncodeToString([]byte(s)), strings.ToUpper(hex.EncodeToString([]byte(s))),
			list, strings.ReplaceAll(list, " ", ","), strings.ReplaceAll(fmt.Sprintf("% x", s), " ", " 0x"))
	}
	for shift := range 3 { // the three ways in which base64 cuts a text
		encoded := base64.StdEncoding.EncodeToString([]byte(secret[shift : len(secret)-shift]))
		all = append(all, encoded[:8])
	}
	return all
}

var allTraces = append(traces(shownSecret), traces(otherSecret)...)

func givesAway(output string) bool {
	for _, trace := range allTraces {
		if strings.Contains(output, trace) {
			return true
		}
	}
	return false
}

// A holder is a user's struct with a secret in every kind of place.
type holder[S any] struct {
	Exported   S
	unexported S
	Pointer    *S
	pointer    *S
	List       []S
	Any        any
	unnamed    any
	Nested     struct{ inner struct{ deepest S } }
}

// holdingError is an error with a secret in it.
type holdingError[S any] struct{ secret S }

func (e holdingError[S]) Error() string { return fmt.Sprintf("failed with %v", e.secret) }

// subjects returns a secret and what may hold one.
func subjects[S any](secret S) map[string]any {
	h := holder[S]{Exported: secret, unexported: secret, Pointer: &secret, pointer: &secret, List: []S{secret},
		Any: secret, unnamed: &secret}
	h.Nested.inner.deepest = secret
	array := [1]S{secret}
	pointer := &secret
	return map[string]any{
		"the secret": secret, "a pointer": &secret, "a pointer to a pointer": &pointer,
		"a struct": h, "a pointer to a struct": &h, "a list": []S{secret}, "an array": array,
		"a list of pointers": []*S{&secret},
		"a map value":        map[string]S{"secret": secret}, "a map of structs": map[string]holder[S]{"shop": h},
		"a list of anything": []any{secret, &secret, h}, "an error": holdingError[S]{secret},
		"an unnamed struct": struct{ secret S }{secret}, "an xml attribute": struct {
			Value S `xml:"value,attr"`
		}{secret},
	}
}

// A way is one way of making text or bytes of a value; of two values, where it
// compares.
type way struct {
	name string
	show func(a, b any) string
}

// ways returns every way that the standard library, go-cmp, testify, spew and
// yaml have.
func ways() []way {
	all := append(formatting(), marshalling()...)
	all = append(all, templates()...)
	return append(all, comparing()...)
}

func formatting() (all []way) {
	for _, flags := range []string{"", "+", "#", " ", "-", "0", "30", "-30", ".3", "+#", "# "} {
		for verb := 'A'; verb <= 'z'; verb++ {
			if verb > 'Z' && verb < 'a' {
				continue
			}
			format := "%" + flags + string(verb)
			all = append(all, way{"fmt " + format, func(a, _ any) string { return fmt.Sprintf(format, a) }})
		}
	}
	logger := func(h func(b *bytes.Buffer) slog.Handler) func(a, _ any) string {
		return func(a, _ any) string {
			var b bytes.Buffer
			l := slog.New(h(&b))
			l.With("with", a).WithGroup("group").Info("message", "value", a, slog.Group("in", slog.Any("value", a)))
			return b.String()
		}
	}
	return append(all,
		way{"fmt.Sprint", func(a, _ any) string { return fmt.Sprint(a, a) }},
		way{"fmt.Sprintln", func(a, _ any) string { return fmt.Sprintln(a, "and", a) }},
		way{"fmt.Errorf %w", func(a, _ any) string {
			format := "%w" // of what is no error, which vet would forbid
			return errorText(fmt.Errorf(format, a))
		}},
		way{"errors.Join", func(a, _ any) string {
			return errorText(errors.Join(fmt.Errorf("%v", a), holdingError[any]{a}))
		}},
		way{"log", func(a, _ any) string {
			var b bytes.Buffer
			l := log.New(&b, "", log.LstdFlags)
			l.Print(a)
			l.Println(a)
			l.Printf("%#v", a)
			return b.String()
		}},
		way{"slog text", logger(func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) })},
		way{"slog json", logger(func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) })},
		way{"slog default", func(a, _ any) string { return slog.AnyValue(a).String() }},
		way{"expvar", func(a, _ any) string { return expvar.Func(func() any { return a }).String() }},
		way{"panic", func(a, _ any) (text string) {
			defer func() { text = fmt.Sprint(recover()) }()
			panic(a)
		}},
	)
}

// errorText returns the text of an error and of everything that it wraps.
func errorText(err error) string {
	var b strings.Builder
	for ; err != nil; err = errors.Unwrap(err) {
		fmt.Fprintf(&b, "%s %v %+v %#v\n", err, err, err, err)
	}
	return b.String()
}

// marshalled returns what was made of a value, also of one that cannot be made
// anything of.
func marshalled(data []byte, err error) string { return fmt.Sprintf("%s %v", data, err) }

func marshalling() []way {
	return []way{
		{"json", func(a, _ any) string { return marshalled(json.Marshal(a)) }},
		{"json indented", func(a, _ any) string { return marshalled(json.MarshalIndent(a, "", "  ")) }},
		{"json encoder", func(a, _ any) string {
			var b bytes.Buffer
			err := json.NewEncoder(&b).Encode(a)
			return marshalled(b.Bytes(), err)
		}},
		{"xml", func(a, _ any) string { return marshalled(xml.Marshal(a)) }},
		{"gob", func(a, _ any) string {
			var b bytes.Buffer
			err := gob.NewEncoder(&b).Encode(a)
			return marshalled(b.Bytes(), err)
		}},
		{"yaml", func(a, _ any) (text string) {
			defer func() {
				if r := recover(); r != nil { // yaml panics where it cannot marshal
					text = fmt.Sprint(r)
				}
			}()
			return marshalled(yaml.Marshal(a))
		}},
	}
}

func templates() (all []way) {
	for _, text := range []string{
		`{{.}}`, `{{print .}}`, `{{println .}}`, `{{printf "%s %v %q %x %d %#v" . . . . . .}}`, `{{html .}}`,
		`{{js .}}`,
		`{{urlquery .}}`, `<a href="/?secret={{.}}" title="{{.}}" onclick="go({{.}})" style="width: {{.}}">{{.}}</a>`,
		`<script>var secret = {{.}}; var text = "{{.}}"</script>`, `<textarea>{{.}}</textarea>`,
	} {
		all = append(all,
			way{"text/template " + text, func(a, _ any) string {
				var b bytes.Buffer
				err := texttemplate.Must(texttemplate.New("").Parse(text)).Execute(&b, a)
				return marshalled(b.Bytes(), err)
			}},
			way{"html/template " + text, func(a, _ any) string {
				var b bytes.Buffer
				err := htmltemplate.Must(htmltemplate.New("").Parse(text)).Execute(&b, a)
				return marshalled(b.Bytes(), err)
			}})
	}
	return all
}

// A recordingT is the t of a failing test.
type recordingT struct{ strings.Builder }

func (t *recordingT) Errorf(format string, args ...any) { fmt.Fprintf(t, format, args...) }

func comparing() (all []way) {
	asserted := func(name string, compare func(t assert.TestingT, a, b any)) way {
		return way{"testify " + name, func(a, b any) string {
			t := new(recordingT)
			compare(t, a, b)
			return t.String()
		}}
	}
	diffed := func(name string, options ...cmp.Option) way {
		return way{"cmp.Diff " + name, func(a, b any) (text string) {
			defer func() {
				if r := recover(); r != nil { // cmp panics over unexported fields
					text = fmt.Sprint(r)
				}
			}()
			return cmp.Diff(a, b, options...)
		}}
	}
	dump := func(name string, c spew.ConfigState) way {
		return way{"spew " + name, func(a, _ any) string {
			return c.Sdump(a) + c.Sprint(a) + c.Sprintf("%v %+v %#v %#+v", a, a, a, a) + errorText(c.Errorf("%+v", a))
		}}
	}
	return append(all,
		diffed("plain"),
		diffed("exporting everything", cmp.Exporter(func(reflect.Type) bool { return true })),
		way{"reflect.DeepEqual", func(a, b any) string {
			if reflect.DeepEqual(a, b) {
				return "equal"
			}
			return fmt.Sprintf("got %v %+v %#v, want %v %+v %#v", a, a, a, b, b, b)
		}},
		way{"reflect.Value", func(a, _ any) string {
			return fmt.Sprint(reflect.ValueOf(a)) +
				reflect.ValueOf(a).String()
		}},
		asserted("Equal", func(t assert.TestingT, a, b any) { assert.Equal(t, a, b) }),
		asserted("EqualValues", func(t assert.TestingT, a, b any) { assert.EqualValues(t, a, b) }),
		asserted("EqualExportedValues", func(t assert.TestingT, a, b any) { assert.EqualExportedValues(t, a, b) }),
		asserted("Exactly", func(t assert.TestingT, a, b any) { assert.Exactly(t, a, b) }),
		asserted("NotEqual", func(t assert.TestingT, a, _ any) { assert.NotEqual(t, a, a) }),
		asserted("Same", func(t assert.TestingT, a, b any) { assert.Same(t, a, b) }),
		asserted("ElementsMatch", func(t assert.TestingT, a, b any) { assert.ElementsMatch(t, []any{a}, []any{b}) }),
		asserted("Contains", func(t assert.TestingT, a, b any) { assert.Contains(t, []any{a}, b) }),
		asserted("Nil", func(t assert.TestingT, a, _ any) { assert.Nil(t, a) }),
		asserted("Empty", func(t assert.TestingT, a, _ any) { assert.Empty(t, a) }),
		asserted("Len", func(t assert.TestingT, a, _ any) { assert.Len(t, []any{a}, 7) }),
		asserted("IsType", func(t assert.TestingT, a, _ any) { assert.IsType(t, 0, a) }),
		dump("default", *spew.NewDefaultConfig()),
		dump("without methods", spew.ConfigState{Indent: " ", DisableMethods: true, DisablePointerMethods: true}),
		dump("continuing", spew.ConfigState{Indent: " ", ContinueOnMethod: true, SpewKeys: true}),
	)
}

// TestSecretIsNeverGivenAway: no way of printing, marshalling or comparing shows
// the value of a Secret, wherever it stands. A map key cannot be one: the
// compiler says so.
func TestSecretIsNeverGivenAway(t *testing.T) {
	a, b := NewSecret(shownSecret), NewSecret(otherSecret)
	one, two := subjects(a), subjects(b)
	one["a Config"], two["a Config"] = Config{ClientSecret: &a}, Config{ClientSecret: &b}
	one["a pointer to a Config"], two["a pointer to a Config"] = &Config{ClientSecret: &a}, &Config{ClientSecret: &b}
	one["a Setting"] = Resolve(&Config{ClientSecret: &a}, Context{})
	two["a Setting"] = Resolve(&Config{ClientSecret: &b}, Context{})
	one["a Context"] = Context{Current: &Config{ClientSecret: &a}}
	two["a Context"] = Context{Current: &Config{ClientSecret: &b}}
	one["a Request"], two["a Request"] = secretRequest(t, shownSecret), secretRequest(t, otherSecret)
	one["a Parameter"], two["a Parameter"] = NewParameter("code", shownSecret), NewParameter("code", otherSecret)
	one["a Verdict"] = Judge(&Config{ClientSecret: &b}, Context{}, secretRequest(t, shownSecret))
	two["a Verdict"] = Judge(&Config{ClientSecret: &a}, Context{}, secretRequest(t, otherSecret))
	for name := range one {
		for _, w := range ways() {
			if output := w.show(one[name], two[name]); givesAway(output) {
				t.Errorf("%s, by %s, shows the value:\n%.400s", name, w.name, output)
			}
		}
	}
}

// secretRequest is a request with a secret in every place that may hold one.
func secretRequest(t *testing.T, secret string) Request {
	t.Helper()
	r, err := ParseRequest("curl https://auth.example/oauth2/token -u abc:" + secret + " -H 'Authorization: Bearer " + secret +
		"' -d 'grant_type=authorization_code&client_id=abc&redirect_uri=x&code=" + secret + "&code_verifier=" + secret +
		"&client_secret=" + secret + "&refresh_token=" + secret + "&client_secrt=" + secret + "'")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A leakySecret is what a Secret must not be: a string that asks to be printed
// otherwise.
type leakySecret string

func (leakySecret) String() string               { return redacted }
func (leakySecret) GoString() string             { return redacted }
func (leakySecret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
func (leakySecret) LogValue() slog.Value         { return slog.StringValue(redacted) }

// TestLeaksAreSeen: the table above finds what it looks for. A string kind leaks
// by most of the ways, and a plain string by nearly all.
func TestLeaksAreSeen(t *testing.T) {
	count := func(one, two map[string]any) (leaks int, silent []string) {
		for _, w := range ways() {
			seen := false
			for name := range one {
				seen = seen || givesAway(w.show(one[name], two[name]))
			}
			if seen {
				leaks++
			} else if !strings.HasPrefix(w.name, "fmt ") {
				silent = append(silent, w.name)
			}
		}
		return leaks, silent
	}
	leaks, _ := count(subjects[leakySecret](shownSecret), subjects[leakySecret](otherSecret))
	if leaks < 200 {
		t.Errorf("a string kind leaks by %d of %d ways only: the table does not look well", leaks, len(ways()))
	}
	leaks, silent := count(subjects(shownSecret), subjects(otherSecret))
	if leaks < len(ways())*8/10 {
		t.Errorf("a plain string leaks by %d of %d ways only", leaks, len(ways()))
	}
	// These ways do not show what they are given at all.
	allowed := []string{"testify Len", "testify IsType"}
	for _, name := range silent {
		if !slices.Contains(allowed, name) {
			t.Errorf("%s does not show a plain string: it is no test", name)
		}
	}
}

// TestSecretEqual: Equal and Reveal are the two ways to the value.
func TestSecretEqual(t *testing.T) {
	a, same, other := NewSecret(shownSecret), NewSecret(shownSecret), NewSecret(otherSecret)
	var zero Secret
	switch {
	case !a.Equal(same) || !cmp.Equal(a, same):
		t.Error("two secrets of one value are not equal")
	case a.Equal(other) || cmp.Equal(a, other) || a.Equal(zero):
		t.Error("two secrets of different values are equal")
	case a.Reveal() != shownSecret || zero.Reveal() != "":
		t.Error("Reveal does not return the value")
	case !zero.Equal(NewSecret("")):
		t.Error("the zero Secret is not the empty one")
	}
}
