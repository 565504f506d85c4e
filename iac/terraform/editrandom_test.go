package terraform_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/iac/terraform"
)

// A sourceWriter writes source in the ways in which people do: it knows nothing of
// the code that reads and edits.
type sourceWriter struct{ t *rapid.T }

func (w *sourceWriter) pick(what string, choices ...string) string {
	return rapid.SampledFrom(choices).Draw(w.t, what)
}

func (w *sourceWriter) quoted(s string) string {
	return `"` + strings.NewReplacer(`"`, `\"`, `\`, `\\`, "${", "$${", "\n", `\n`).Replace(s) + `"`
}

func (w *sourceWriter) comment() string {
	return w.pick("comment", "", "", "", " # why, [x]", "   // \"quoted\" {", " /* inside */")
}

func (w *sourceWriter) line(indent string) string {
	return w.pick("line", "", "", "", "\n", indent+"# of its own = [\n", "// at the edge }\n")
}

// text writes a text: as a heredoc only where it is a line.
func (w *sourceWriter) text(s, indent string) string {
	if s == aVariable {
		return w.pick("expression", "var.x", `"${var.x}/cb"`, `upper("x")`)
	}
	if strings.HasSuffix(s, "\n") && !strings.ContainsAny(strings.TrimSuffix(s, "\n"), "\n\\$%") {
		if w.pick("heredoc", "no", "yes") == "yes" {
			return "<<-EOT\n" + indent + "    " + s + indent + "  EOT"
		}
	}
	return w.quoted(s)
}

const aVariable = "\x00variable"

func (w *sourceWriter) list(list []string, indent string) string {
	if len(list) == 0 || w.pick("one line", "yes", "no") == "yes" {
		var entries []string
		for _, s := range list {
			if s == aVariable {
				entries = append(entries, "var.x")
			} else {
				entries = append(entries, w.quoted(s))
			}
		}
		space := w.pick("space", "", " ")
		return "[" + space + strings.Join(entries, w.pick("comma", ", ", ",", " , ")) + space + "]"
	}
	var b strings.Builder
	b.WriteString("[" + w.comment() + "\n")
	for i, s := range list {
		entry := w.text(s, indent)
		b.WriteString(w.line(indent+"  ") + indent + "  " + entry)
		isHeredoc := strings.HasPrefix(entry, "<<")
		if isHeredoc {
			b.WriteString("\n" + indent + "  ")
		}
		if i < len(list)-1 || w.pick("comma at the end", "yes", "no") == "yes" {
			b.WriteString(",")
		}
		if !isHeredoc {
			b.WriteString(w.comment())
		}
		b.WriteString("\n")
	}
	return b.String() + w.line(indent) + indent + "]"
}

var sourceTexts = []string{"a", "https://a.example/cb", "it's \"so\"", "x # y", "日本", "", "${x}", "a line\n", "//",
	"]", "}"}

// source draws a file with a client, and what is beside it.
func source(t *rapid.T) string {
	w := &sourceWriter{t}
	texts := rapid.SampledFrom(append([]string{aVariable}, sourceTexts...))
	var b strings.Builder
	b.WriteString("variable \"x\" {\n  default = \"https://x.example\"\n}\n\n" +
		"resource \"aws_cognito_user_pool_client\" \"web\" {" +
		w.comment() + "\n  name = \"web\"" + w.comment() + "\n")
	names := []string{"callback_urls", "explicit_auth_flows", "access_token_validity", "enable_token_revocation",
		"token_validity_units", "refresh_token_rotation", "default_redirect_uri"}
	for _, name := range rapid.Permutation(names).Draw(t, "names") {
		if !rapid.Bool().Draw(t, name) {
			continue
		}
		b.WriteString(w.line("  "))
		equals := w.pick("equals", " = ", "   = ")
		switch name {
		case "callback_urls", "explicit_auth_flows":
			b.WriteString("  " + name + equals + w.list(rapid.SliceOfN(texts, 0, 5).Draw(t, "list"), "  ") + w.comment() + "\n")
		case "access_token_validity":
			fmt.Fprintf(&b, "  %s%s%d%s\n", name, equals, rapid.IntRange(1, 100).Draw(t, "number"), w.comment())
		case "enable_token_revocation":
			fmt.Fprintf(&b, "  %s%s%v%s\n", name, equals, rapid.Bool().Draw(t, "boolean"), w.comment())
		case "token_validity_units":
			b.WriteString("  " + name + " {" + w.comment() + "\n    access_token = \"hours\"" + w.comment() + "\n  }\n")
		case "refresh_token_rotation":
			b.WriteString("  " + name + " {\n" + w.line("    ") + "    feature = \"ENABLED\"\n" +
				"    retry_grace_period_seconds = 5\n  }" +
				w.comment() + "\n")
		default:
			value := w.text(texts.Draw(t, "text"), "  ")
			b.WriteString("  " + name + equals + value)
			if !strings.HasPrefix(value, "<<") {
				b.WriteString(w.comment())
			}
			b.WriteString("\n")
		}
	}
	b.WriteString(w.line("  ") + "}\n\nresource \"aws_cognito_user_pool_client\" \"other\" {\n  name = \"other\"\n" +
		"  callback_urls = [var.x]\n}\n")
	text := b.String()
	if rapid.IntRange(0, 2).Draw(t, "carriage returns") == 0 && !strings.Contains(text, "<<") {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	return text
}

// sourceEdits draws edits that fit a client.
func sourceEdits(t *rapid.T, c *userpoolclient.Config) (fixes []userpoolclient.SuggestedFix) {
	texts := rapid.SampledFrom(append([]string{"ENABLED", "ü\u2028%{", `"`}, sourceTexts...))
	for range rapid.IntRange(1, 5).Draw(t, "edits") {
		var e userpoolclient.Edit
		switch f := rapid.SampledFrom([]userpoolclient.Field{callbacks, callbacks, flows, flows, access, unit, feature, grace,
			revoke, redirect, naming, userpoolclient.FieldReadAttributes}).Draw(t, "field"); f {
		case callbacks, flows, userpoolclient.FieldReadAttributes:
			list, _ := c.Elements(f)
			i := rapid.IntRange(0, len(list)).Draw(t, "index")
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				e = edit(f, -1, rapid.SliceOfN(texts, 1, 3).Draw(t, "list"))
			case 1:
				e = edit(f, i, nil)
			default:
				e = edit(f, i, texts.Draw(t, "text"))
			}
		case access, grace:
			e = edit(f, -1, rapid.SampledFrom([]any{int32(7), int32(60), nil}).Draw(t, "number"))
		case revoke:
			e = edit(f, -1, rapid.SampledFrom([]any{true, false, nil}).Draw(t, "boolean"))
		case unit:
			e = edit(f, -1, rapid.SampledFrom([]any{"days", "seconds"}).Draw(t, "unit"))
		case feature:
			e = edit(f, -1, "DISABLED")
		default:
			e = edit(f, -1, texts.Draw(t, "text"))
		}
		fixes = append(fixes, userpoolclient.SuggestedFix{Rule: "a-rule", Edits: []userpoolclient.Edit{e}})
	}
	return fixes
}

// TestEditsRandom: whatever the source and the edits, what is written says what the
// edits do and nothing else, as the evaluator tells; every byte outside the edits and
// every comment stays; and what is not made is refused.
func TestEditsRandom(t *testing.T) {
	made, refused := 0, map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		text := source(t)
		read := func(text string) []iac.Resource {
			m, err := terraform.LoadModule(fstest.MapFS{"main.tf": {Data: []byte(text)}}, ".", terraform.Options{})
			if err != nil || len(m.Resources) != 2 || len(m.Unjudged) > 0 {
				t.Fatalf("%v, %v\n%s", err, m.Unjudged, text)
			}
			return m.Resources
		}
		all := read(text)
		slices.SortFunc(all, func(a, b iac.Resource) int { return a.Position.Line - b.Position.Line })
		fixes := sourceEdits(t, all[0].Config)
		edits, no, err := terraform.NewSource("main.tf", []byte(text)).Edits(iac.Change{Resource: &all[0], Fixes: fixes})
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		after := string(iac.ApplyEdits([]byte(text), edits))
		at, rest := 0, after
		for _, e := range edits {
			same := text[at:e.Start] + e.Text
			if !strings.HasPrefix(rest, same) {
				t.Fatalf("%+v are not in order, or more has changed:\n%s\n%s", edits, text, after)
			}
			at, rest = e.End, rest[len(same):]
		}
		if text[at:] != rest {
			t.Fatalf("what is behind %+v has changed:\n%s\n%s", edits, text, after)
		}
		for _, comment := range []string{"# why, [x]", "// \"quoted\" {", "/* inside */", "# of its own = [",
			"// at the edge }"} {
			if strings.Count(text, comment) > strings.Count(after, comment) {
				t.Fatalf("%+v lose a comment:\n%s\n%s", edits, text, after)
			}
		}
		var done []userpoolclient.SuggestedFix
		for _, fix := range fixes {
			if !slices.ContainsFunc(no, func(r iac.Refused) bool { return cmp.Equal(r.Fix, fix) }) {
				done = append(done, fix)
			}
		}
		for _, r := range no {
			refused[r.Reason]++
		}
		want, err := userpoolclient.ApplyFixes(all[0].Config, done...)
		if err != nil {
			t.Fatal(err)
		}
		again := read(after)
		slices.SortFunc(again, func(a, b iac.Resource) int { return a.Position.Line - b.Position.Line })
		asSets(want)
		if diff := cmp.Diff(want, again[0].Config); diff != "" {
			t.Fatalf("%+v\nmake of\n%s\nthis\n%s\n-edits +text\n%s", done, text, after, diff)
		}
		if !cmp.Equal(all[1].Config, again[1].Config) {
			t.Fatalf("%+v change another client\n%s\n%s", done, text, after)
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

// asSets leaves of each list of a client what Terraform takes it for: the first of
// each element.
func asSets(c *userpoolclient.Config) {
	seen := map[string]bool{}
	c.CallbackURLs = slices.DeleteFunc(c.CallbackURLs, func(s string) bool { return again(seen, "c"+s) })
	c.ReadAttributes = slices.DeleteFunc(c.ReadAttributes, func(s string) bool { return again(seen, "r"+s) })
	c.ExplicitAuthFlows = slices.DeleteFunc(c.ExplicitAuthFlows, func(s types.ExplicitAuthFlowsType) bool {
		return again(seen, "e"+string(s))
	})
}

func again(seen map[string]bool, s string) bool {
	before := seen[s]
	seen[s] = true
	return before
}
