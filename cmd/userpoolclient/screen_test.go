package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestFits holds that what people read fits their terminals: no line is longer,
// but for a word that is.
func TestFits(t *testing.T) {
	commands := [][]string{
		{"check", "--verbose", clients + "shop.json", clients + "shop-good.json", clients + "machine.now.json"},
		{"plan", "--current", clients + "machine.now.json", clients + "machine.update.json"}, planOf("add-callback"),
		{"diff", clients + "shop.json", clients + "machine.now.json"},
		{"fields"}, {"rules"}, {"sign-in", clients + "shop.json"}, {"resolve", "--operation", "create", clients +
			"shop.json"},
		{"explain", "client-credentials-secret"}, {"explain", "RefreshTokenValidity"},
		{"--help"}, {"check", "--help"}, {"plan", "--help"}, {"diff", "--help"}, {"fields", "--help"}, {"resolve",
			"--help"}, {"explain", "--help"},
	}
	for _, width := range []int{80, 100} {
		for _, args := range commands {
			var out bytes.Buffer
			run(args, terminal{in: strings.NewReader(""), out: &out, err: &out, outTTY: true, width: width})
			if out.Len() == 0 {
				t.Errorf("%v says nothing", args)
			}
			for line := range strings.Lines(out.String()) {
				plain := escapes().ReplaceAllString(strings.TrimRight(line, "\n"), "")
				if visible(plain) > width && !mayBeLong(plain) {
					t.Errorf("%d columns: %v: %d: %s", width, args, visible(plain), plain)
				}
			}
		}
	}
}

// mayBeLong reports whether a line is one that is not wrapped: a single word, the
// text or JSON of an example, a command to copy.
func mayBeLong(line string) bool {
	return len(strings.Fields(line)) <= 2 || strings.HasPrefix(line, "    ") && strings.ContainsAny(line, `{"_`) ||
		strings.Contains(line, "aws cognito-idp")
}

// TestRepeats holds that what is found in many places is shown once, with their
// count and the first few of them.
func TestRepeats(t *testing.T) {
	var template strings.Builder
	template.WriteString("Resources:\n")
	for i := range 9 {
		fmt.Fprintf(&template,
			"  App%d:\n    Type: AWS::Cognito::UserPoolClient\n    Properties:\n      UserPoolId: !ImportValue Users\n      WriteAttributes: [name]\n"+
				"      CallbackURLs: [\"http://shop.example.jp/cb\", \"http://shop%d.example.jp/cb\"]\n      AllowedOAuthFlowsUserPoolClient: true\n      AllowedOAuthFlows: [code, implicit]\n"+
				"      AllowedOAuthScopes: [openid]\n      SupportedIdentityProviders: [COGNITO]\n", i, i)
	}
	inFolder(t, map[string]string{"web.yaml": template.String()})
	got := command("", "check", "web.yaml").out
	concise := command("", "check", "--format", "concise", "web.yaml").out
	for _, row := range []struct {
		why, text    string
		shown, total int
	}{
		{"advice that differs in nothing", "[implicit-grant]", 1, 9},
		{"an error about one value", `CallbackURLs[0] "http://shop.example.jp/cb"`, 1, 9},
		{"errors about several values", "[redirect-http]", 10, 18},
	} {
		if n := strings.Count(got, row.text); n != row.shown {
			t.Errorf("%s: shown %d times, want %d\n%s", row.why, n, row.shown, got)
		}
		if n := strings.Count(concise, row.text); n != row.total {
			t.Errorf("%s: %d in all, want %d", row.why, n, row.total)
		}
	}
	if want := "also: 8 other places: App1 AllowedOAuthFlows[1] (line"; !strings.Contains(got, want) ||
		!strings.Contains(got, "and 3 more") {
		t.Errorf("no %q in\n%s", want, got)
	}
}

// TestSourceOrder holds that findings stand in the order of the file.
func TestSourceOrder(t *testing.T) {
	got := command("", "check", clients+"shop.json").out
	last, seen := 0, 0
	for line := range strings.Lines(got) {
		var number int
		if n, _ := fmt.Sscanf(line, "    %d |", &number); n == 1 {
			seen++
			if number < last {
				t.Errorf("line %d after line %d", number, last)
			}
			last = number
		}
	}
	if seen < 5 {
		t.Fatalf("%d lines of source: the test sees too little", seen)
	}
}

// TestSnippet holds what of a line is shown and what is pointed at.
func TestSnippet(t *testing.T) {
	for _, row := range []struct {
		why, line string
		column    int
		width     int
		shown     string
		pointed   string
	}{
		{"a value in YAML", "  - http://a.example.jp/cb", 5, 60, "  - http://a.example.jp/cb",
			"http://a.example.jp/cb"},
		{"a value in quotes", `  "a": "b c", "d": 1`, 8, 60, `  "a": "b c", "d": 1`, `"b c"`},
		{"quotes inside quotes", `{"a": "b\"c,d"}`, 7, 60, `{"a": "b\"c,d"}`, `"b\"c,d"`},
		{"a key", "  Web:", 3, 60, "  Web:", "Web"},
		{"a tab", "\tWeb: x", 2, 60, "    Web: x", "Web"},
		{"what would move the cursor", "a: \x1b[2Jb", 4, 60, "a: ·[2Jb", "·[2Jb"},
		{"the end of the line", "a: ", 4, 60, "a: ", ""},
		{"beyond the end of the line", "a", 9, 60, "a", ""},
		{"a list", "a: [x, y]", 4, 60, "a: [x, y]", "[x"},
		{"a long line, near its begin", "a: b " + strings.Repeat("x", 100), 4, 20, "a: b xxxxxxxxxxxxxx…", "b"},
		{"a long line, far from its begin", strings.Repeat("x", 100) + " b: c" + strings.Repeat("y", 100), 105, 20,
			"…xx b: cyyyyyyyyyyy…", "cyyyyyyyyyyy"},
		{"wide characters", "名前: 値", 5, 60, "名前: 値", "値"},
	} {
		shown, from, to := snippet(row.line, row.column, row.width)
		_, pointed, _ := cutColumns(shown, from, to)
		if shown != row.shown || pointed != row.pointed || visible(shown) > row.width || to <= from {
			t.Errorf("%s: %q pointing at %q (%d to %d), want %q and %q", row.why, shown, pointed, from, to, row.shown,
				row.pointed)
		}
	}
}

// TestSourceKeepsSecrets holds that no line is shown beside which a secret stands.
func TestSourceKeepsSecrets(t *testing.T) {
	for _, row := range []struct {
		why, name, text string
		shown           bool
	}{
		{"one line with the secret", "a.json", `{"ClientSecret":"` + secret +
			`","CallbackURLs":["http://a.example.jp"]}`, false},
		{"a secret of another kind", "a.json", `{"CallbackURLs":["http://a.example.jp"]}` + strings.Repeat(" ", 3),
			true},
		{"a password beside it", "a.yaml",
			"Resources:\n  Web:\n    Type: AWS::Cognito::UserPoolClient\n    Properties: {UserPoolId: x_y, CallbackURLs: [\"http://a.example.jp\"]} # password: hunter2\n", false},
		{"a line of its own", "a.json", "{\"ClientSecret\":\"" + secret +
			"\",\n\"CallbackURLs\":[\"http://a.example.jp\"]}", true},
	} {
		path := file(t, row.name, row.text)
		for _, form := range []string{"text", "html"} {
			got := command("", "check", "--format", form, path)
			if strings.Contains(got.out, secret) || strings.Contains(got.out, "hunter2") {
				t.Errorf("%s: %s shows it:\n%s", row.why, form, got.out)
			}
			mark := " | "
			if form == "html" {
				mark = "<mark>"
			}
			if strings.Contains(got.out, mark) != row.shown {
				t.Errorf("%s: %s: a line of source: %v, want %v\n%s", row.why, form, !row.shown, row.shown, got.out)
			}
			if !strings.Contains(got.out, "redirect-http") {
				t.Errorf("%s: no finding to show: %s", row.why, got.out)
			}
		}
	}
}

// TestExplainOnTerminal holds that a terminal gets no Markdown.
func TestExplainOnTerminal(t *testing.T) {
	for _, name := range []string{"client-credentials-secret", "RefreshTokenValidity", "property-type",
		"redirect-fragment"} {
		var out bytes.Buffer
		run([]string{"explain", name}, terminal{in: strings.NewReader(""), out: &out, err: &out, outTTY: true,
			width: 80})
		text := out.String()
		for _, not := range []string{"**", "##", "```", "](", "`"} {
			if strings.Contains(text, not) {
				t.Errorf("%s: %q in\n%s", name, not, text)
			}
		}
		if !strings.Contains(text, name) || !strings.Contains(text, "https://") {
			t.Errorf("%s: got\n%s", name, text)
		}
		if raw := command("", "explain", name).out; !strings.HasPrefix(raw, "## "+name+"\n") {
			t.Errorf("%s: a pipe must get Markdown: %.40q", name, raw)
		}
	}
}

// TestMain takes away what the environment says about colours.
func TestMain(m *testing.M) {
	for _, name := range []string{"NO_COLOR", "FORCE_COLOR"} {
		os.Unsetenv(name)
	}
	os.Exit(m.Run())
}

// TestSnippetFits: whatever the line and the column, what is shown fits, moves no
// cursor, and something of it is pointed at.
func TestSnippetFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune("ab \t\"',:[]{}\\\x1b値é")))).Draw(t,
			"line")
		line = strings.ReplaceAll(line, "\n", "")
		column, width := rapid.IntRange(-1, 200).Draw(t, "column"), rapid.IntRange(20, 120).Draw(t, "width")
		shown, from, to := snippet(line, column, width)
		if visible(shown) > width || from < 0 || to <= from || to > width+1 {
			t.Fatalf("%q: %d columns of %d, pointing at %d to %d", shown, visible(shown), width, from, to)
		}
		if strings.ContainsAny(shown, "\x1b\t\r") {
			t.Fatalf("%q moves the cursor", shown)
		}
	})
}
