package iac_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// A writer writes a client in all the ways in which people do: it knows nothing of
// the code that reads and edits.
type writer struct {
	t        *rapid.T
	json     bool
	comments bool
	bare     bool // keys have no quotes
}

func (w *writer) pick(what string, choices ...string) string {
	return rapid.SampledFrom(choices).Draw(w.t, what)
}

// What stands in a list without being a text.
const (
	aFunction = "\x00function"
	noValue   = "\x00no value"
)

// text writes a text in one of the styles that can hold it.
func (w *writer) text(s string) string {
	switch {
	case s == aFunction && w.json:
		return `{"Fn::Sub": "https://${Domain}/cb"}`
	case s == aFunction:
		return w.pick("function", `!Sub "https://${Domain}/cb"`, `{"Fn::Sub": "https://${Domain}/cb"}`)
	case s == noValue && w.json:
		return `{"Ref":"AWS::NoValue"}`
	case s == noValue:
		return "!Ref AWS::NoValue"
	}
	quoted, err := json.Marshal(s)
	if err != nil {
		w.t.Fatal(err)
	}
	styles := []string{string(quoted)}
	if !w.json {
		if !strings.ContainsAny(s, "\n\t\u2028") {
			styles = append(styles, "'"+strings.ReplaceAll(s, "'", "''")+"'")
		}
		if s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_/.:ü日") == "" &&
			!strings.HasSuffix(s, ":") && (s[0] > '9' && s[0] != ':') {
			styles = append(styles, s, s)
		}
	}
	return w.pick("style", styles...)
}

// value writes what a member or an element has, on one line.
func (w *writer) value(v any) string {
	switch v := v.(type) {
	case string:
		return w.text(v)
	case alias:
		return "*" + string(v)
	case []string:
		space := w.pick("space", "", " ", "  ")
		entries := make([]string, len(v))
		for i, s := range v {
			entries[i] = w.text(s)
		}
		return "[" + space + strings.Join(entries, w.pick("comma", ",", ", ", " , ")) + space + "]"
	}
	return fmt.Sprint(v)
}

// comment is a comment at the end of a line, or none.
func (w *writer) comment() string {
	if !w.comments {
		return ""
	}
	return w.pick("comment", "", "", "", " # why, \"quoted\": [x]", "   # - a")
}

// line is what may stand between two lines.
func (w *writer) line(indent string) string {
	if !w.comments {
		return ""
	}
	return w.pick("line", "", "", "", "\n", indent+"# - of its own: {\n", "# at the edge\n")
}

// An alias stands for a list of that anchor.
type alias string

// A setting is a member of an object.
type setting struct {
	key    string
	value  any // string, bool, int, []string, alias or []setting
	anchor string
}

// block writes an object on lines.
func (w *writer) block(b *strings.Builder, settings []setting, indent string) {
	for _, s := range settings {
		b.WriteString(w.line(indent))
		key := s.key
		if !w.bare && key != "<<" && rapid.IntRange(0, 5).Draw(w.t, "quote the key") == 0 {
			key = `"` + key + `"`
		}
		switch v := s.value.(type) {
		case []setting:
			if rapid.Bool().Draw(w.t, "on lines") {
				b.WriteString(indent + key + ":" + w.comment() + "\n")
				w.block(b, v, indent+w.pick("deeper", " ", "  ", "    "))
				continue
			}
			var members []string
			for _, m := range v {
				members = append(members, m.key+": "+w.value(m.value))
			}
			b.WriteString(indent + key + ": {" + strings.Join(members, ", ") + "}" + w.comment() + "\n")
		case []string:
			if s.anchor != "" {
				key += ": &" + s.anchor
			} else {
				key += ":"
			}
			if len(v) > 0 && rapid.Bool().Draw(w.t, "on lines") {
				b.WriteString(indent + key + w.comment() + "\n")
				deeper := indent + w.pick("deeper", "", " ", "  ")
				for _, text := range v {
					b.WriteString(w.line(indent) + deeper + "-" + w.pick("dash", " ", "   ") + w.text(text) + w.comment() + "\n")
				}
				continue
			}
			if len(v) > 0 && rapid.Bool().Draw(w.t, "in brackets on lines") {
				b.WriteString(indent + key + " " + w.brackets(v, indent+"  ") + w.comment() + "\n")
				continue
			}
			b.WriteString(indent + key + " " + w.value(v) + w.comment() + "\n")
		default:
			b.WriteString(indent + key + ":" + w.pick("colon", " ", "   ") + w.value(v) + w.comment() + "\n")
		}
	}
}

// brackets writes a list in brackets over several lines.
func (w *writer) brackets(list []string, indent string) string {
	var b strings.Builder
	b.WriteString("[" + w.comment() + "\n")
	for i, text := range list {
		b.WriteString(indent + w.text(text))
		if i < len(list)-1 || !w.json && rapid.Bool().Draw(w.t, "comma at the end") {
			b.WriteString(",")
		}
		b.WriteString(w.comment() + "\n")
	}
	b.WriteString(indent[:len(indent)-2] + " ]")
	return b.String()
}

// object writes an object in JSON.
func (w *writer) object(settings []setting, indent string) string {
	if rapid.Bool().Draw(w.t, "on one line") {
		colon, comma := w.pick("colon", ":", ": "), w.pick("comma", ",", ", ")
		var members []string
		for _, s := range settings {
			value := ""
			if inner, ok := s.value.([]setting); ok {
				value = w.object(inner, indent)
			} else {
				value = w.value(s.value)
			}
			members = append(members, `"`+s.key+`"`+colon+value)
		}
		return "{" + strings.Join(members, comma) + "}"
	}
	deeper := indent + w.pick("deeper", "  ", "\t")
	var members []string
	for _, s := range settings {
		value := ""
		switch v := s.value.(type) {
		case []setting:
			value = w.object(v, deeper)
		case []string:
			value = w.value(v)
			if len(v) > 0 && rapid.Bool().Draw(w.t, "in brackets on lines") {
				value = w.brackets(v, deeper+"  ")
			}
		default:
			value = w.value(v)
		}
		members = append(members, deeper+`"`+s.key+`": `+value)
	}
	return "{\n" + strings.Join(members, ",\n") + "\n" + indent + "}"
}

var someTexts = []string{"a", "https://a.example/cb", "ALLOW_USER_SRP_AUTH", "it's", "x # y", "yes", "- a", "日本", "", "a: b", "[", "1", "z"}

// someSettings draws the members of a client.
func someSettings(t *rapid.T) []setting {
	texts := rapid.SampledFrom(someTexts)
	all := []setting{{key: "ClientName", value: "web"}}
	for _, key := range rapid.Permutation([]string{"CallbackURLs", "ExplicitAuthFlows", "AccessTokenValidity",
		"EnableTokenRevocation", "TokenValidityUnits", "RefreshTokenRotation", "DefaultRedirectURI"}).Draw(t, "keys") {
		if !rapid.Bool().Draw(t, key) {
			continue
		}
		var value any
		switch key {
		case "CallbackURLs", "ExplicitAuthFlows":
			value = rapid.SliceOfN(texts, 0, 5).Draw(t, "list")
		case "AccessTokenValidity":
			value = rapid.IntRange(1, 100).Draw(t, "number")
		case "EnableTokenRevocation":
			value = rapid.Bool().Draw(t, "boolean")
		case "TokenValidityUnits":
			value = []setting{{key: "AccessToken", value: "hours"}}
		case "RefreshTokenRotation":
			value = []setting{{key: "Feature", value: "ENABLED"}, {key: "RetryGracePeriodSeconds", value: 5}}
		default:
			value = texts.Draw(t, "text")
		}
		all = append(all, setting{key: key, value: value})
	}
	return all
}

// A randomFile is a file with a client that is edited and, where there is one, one
// that is not.
type randomFile struct{ name, text string }

func someFile(t *rapid.T) randomFile {
	settings := someSettings(t)
	w := &writer{t: t}
	functions := func() { // in a template
		for _, s := range settings {
			if list, ok := s.value.([]string); ok {
				for i := range list {
					if n := rapid.IntRange(0, 9).Draw(t, "function"); n < 2 {
						list[i] = []string{aFunction, noValue}[n]
					}
				}
			}
		}
	}
	anchors := func() { // in YAML
		for i, s := range settings {
			if _, ok := s.value.([]string); ok && rapid.IntRange(0, 3).Draw(t, "anchor") == 0 {
				settings[i].anchor = "urls"
				if rapid.Bool().Draw(t, "used again") {
					settings = append(settings, setting{key: "ReadAttributes", value: alias("urls")})
				}
				return
			}
		}
	}
	other := `{"ClientName": "other", "CallbackURLs": ["https://other.example/cb"]}`
	var f randomFile
	switch kind := w.pick("kind", "c.json", "t.json", "t.yaml", "t.yaml", "flow.yaml", "c.yaml", "serverless.yml"); kind {
	case "c.json":
		w.json = true
		f = randomFile{kind, w.object(settings, "")}
	case "t.json":
		w.json = true
		functions()
		f = randomFile{kind, `{"Resources":{"Web":{"Type":"AWS::Cognito::UserPoolClient","Properties":` + w.object(settings, "") +
			`},"Other":{"Type":"AWS::Cognito::UserPoolClient","Properties":` + other + `}}}`}
	case "flow.yaml":
		functions()
		f = randomFile{kind, "Resources: {Web: {Type: 'AWS::Cognito::UserPoolClient', Properties: " +
			strings.ReplaceAll(w.object(settings, "        "), "\t", "  ") + "}}\n"}
	case "c.yaml":
		w.comments, w.bare = true, true
		anchors()
		var b strings.Builder
		w.block(&b, settings, "")
		f = randomFile{kind, b.String()}
	default:
		w.comments = true
		functions()
		anchors()
		var b strings.Builder
		indent, head := "      ", "# a template\nResources:\n"
		merged := kind == "t.yaml" && rapid.IntRange(0, 3).Draw(t, "merged") == 0
		if merged {
			head = "X: &merged {AuthSessionValidity: 5, CallbackURLs: [m, m], TokenValidityUnits: {IdToken: days}}\n" + head
			settings = append(settings, setting{key: "<<", value: alias("merged")})
		}
		if kind == "serverless.yml" {
			indent, head = "        ", "service: x\nresources:\n Resources:\n"
		}
		b.WriteString(head + indent[4:] + "Web:\n" + indent[2:] + "Type: AWS::Cognito::UserPoolClient\n" +
			indent[2:] + "Properties:" + w.comment() + "\n")
		w.block(&b, settings, indent)
		b.WriteString(indent[4:] + "Other:\n" + indent[2:] + "Type: AWS::Cognito::UserPoolClient\n" +
			indent[2:] + "Properties: " + other + "\n")
		f = randomFile{kind, b.String()}
	}
	if rapid.IntRange(0, 3).Draw(t, "no line break at the end") == 0 {
		f.text = strings.TrimRight(f.text, "\n")
	}
	if rapid.IntRange(0, 2).Draw(t, "carriage returns") == 0 {
		f.text = strings.ReplaceAll(f.text, "\n", "\r\n")
	}
	return f
}

// someEdits draws edits that fit a client.
func someEdits(t *rapid.T, c *userpoolclient.Config) []userpoolclient.Edit {
	var edits []userpoolclient.Edit
	texts := rapid.SampledFrom(append([]string{"ENABLED", "ü\u2028", `"`}, someTexts...))
	for range rapid.IntRange(1, 5).Draw(t, "edits") {
		switch f := rapid.SampledFrom([]userpoolclient.Field{callbacks, callbacks, flows, flows, access, unit, feature, grace,
			revoke, userpoolclient.FieldDefaultRedirectURI, userpoolclient.FieldClientName, reads}).Draw(t, "field"); f {
		case callbacks, flows, reads:
			list, _ := c.Elements(f)
			switch i := rapid.IntRange(0, len(list)).Draw(t, "index"); rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				edits = append(edits, set(f, rapid.SliceOfN(texts, 1, 3).Draw(t, "list")))
			case 1:
				if i < len(list) {
					edits = append(edits, drop(f, i))
				}
			default:
				edits = append(edits, put(f, i, texts.Draw(t, "text")))
			}
		case access, grace:
			edits = append(edits, set(f, rapid.SampledFrom([]any{int32(7), int32(60), nil}).Draw(t, "number")))
		case revoke:
			edits = append(edits, set(f, rapid.SampledFrom([]any{true, false, nil}).Draw(t, "boolean")))
		case unit:
			edits = append(edits, set(f, rapid.SampledFrom([]any{"days", "seconds"}).Draw(t, "unit")))
		case feature:
			edits = append(edits, set(f, "DISABLED"))
		default:
			edits = append(edits, set(f, texts.Draw(t, "text")))
		}
	}
	return edits
}

// TestEditsRandom: whatever the file and the edits, what is written says what the
// edits do and nothing else, as the reader of files tells; every byte outside the
// edits and every comment stays; and what is not made is refused.
func TestEditsRandom(t *testing.T) {
	made, refused := 0, map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		f := someFile(t)
		all, err := iac.Load(f.name, []byte(f.text))
		if err != nil || len(all) == 0 {
			t.Fatalf("%v\n%s", err, f.text)
		}
		r := &all[0]
		var fixes []userpoolclient.SuggestedFix
		for _, e := range someEdits(t, r.Config) {
			fixes = append(fixes, userpoolclient.SuggestedFix{Rule: "a-rule", Edits: []userpoolclient.Edit{e}})
		}
		edits, no, err := r.Edits([]byte(f.text), fixes...)
		if err != nil {
			t.Fatalf("%v\n%s", err, f.text)
		}
		after := string(iac.ApplyEdits([]byte(f.text), edits))
		outsideStays(t, f.text, after, edits)
		var done []userpoolclient.SuggestedFix
		for _, fix := range fixes {
			if !slices.ContainsFunc(no, func(r iac.Refused) bool { return cmp.Equal(r.Fix, fix) }) {
				done = append(done, fix)
			}
		}
		for _, r := range no {
			refused[r.Reason]++
		}
		want, err := userpoolclient.ApplyFixes(r.Config, done...)
		if err != nil {
			t.Fatal(err)
		}
		again, err := iac.Load(f.name, []byte(after))
		if err != nil || len(again) != len(all) {
			t.Fatalf("%v\n%s", err, after)
		}
		if diff := cmp.Diff(want, again[0].Config); diff != "" {
			t.Fatalf("%+v\nmake of\n%s\nthis\n%s\n-edits +text\n%s", done, f.text, after, diff)
		}
		if len(all) > 1 && !cmp.Equal(all[1].Config, again[1].Config) {
			t.Fatalf("%+v change another client\n%s\n%s", done, f.text, after)
		}
		if len(edits) > 0 {
			made++
		}
	})
	if made < 20 {
		t.Fatalf("%d files were edited: the test saw too little", made)
	}
	t.Log(made, refused)
}

// outsideStays checks that a text is another one but for edits, and that no comment
// is lost.
func outsideStays(t *rapid.T, before, after string, edits []iac.TextEdit) {
	at, rest := 0, after
	for _, e := range edits {
		same := before[at:e.Start] + e.Text
		if e.Start < at || !strings.HasPrefix(rest, same) {
			t.Fatalf("%+v are not in order, or more has changed:\n%s\n%s", edits, before, after)
		}
		at, rest = e.End, rest[len(same):]
	}
	if before[at:] != rest {
		t.Fatalf("what is behind %+v has changed:\n%s\n%s", edits, before, after)
	}
	for _, comment := range []string{"# why, \"quoted\": [x]", "# - a", "# - of its own: {", "# at the edge", "# a template"} {
		if strings.Count(before, comment) > strings.Count(after, comment) {
			t.Fatalf("%+v lose a comment:\n%s\n%s", edits, before, after)
		}
	}
}
