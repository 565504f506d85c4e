package verdict

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

const secret = "1a2b3c4d5e6f7g8h9i0jk+_l"

// TestWithoutSecrets holds that no secret goes into a link, and that the verdict about
// what goes is the same.
func TestWithoutSecrets(t *testing.T) {
	x := strings.Repeat("x", len(secret))
	for _, test := range []struct{ reason, text, want string }{
		{"the API's JSON", `{"ClientName":"a","ClientSecret":"` + secret + `"}`, `{"ClientName":"a","ClientSecret":"` + x + `"}`},
		{"the secret in another place, too", `{"ClientName":"` + secret + `","ClientSecret":"` + secret + `"}`,
			`{"ClientName":"` + x + `","ClientSecret":"` + x + `"}`},
		{"an escape, behind which the name does not stand", `{"Client\u0053ecret":"` + secret + `"}`,
			`{"Client\u0053ecret":"` + x + `"}`},
		{"a text that cannot be read", `{"ClientSecret":"` + secret + `"`, `{"ClientSecret":"` + x + `"`},
		{"a secret that is too short and has a sign too many", `{"ClientSecret":"ab-c"}`, `{"ClientSecret":"xx-x"}`},
		{"where true or false must stand", "GenerateSecret: " + secret, "GenerateSecret: " + x},
		{"true", "Resources:\n  GenerateSecret: true\n", "Resources:\n  GenerateSecret: true\n"},
		{"a reference of a template", "ClientSecret: !Ref S", "ClientSecret: !Ref S"},
		{"a dynamic reference", `Password: "{{resolve:secretsmanager:a}}"`, `Password: "{{resolve:secretsmanager:a}}"`},
		{"Terraform source of a provider", `client_secret = "hunter2"`, `client_secret = "xxxxxxx"`},
		{"a variable of Terraform", `client_secret = var.s`, `client_secret = var.s`},
		{"a password", "password: 'p\u00e4ss word'", "password: 'x" + "-xx-xxxx'"},
		{"nothing secret", `{"ClientName":"a"}`, `{"ClientName":"a"}`},
	} {
		t.Run(test.reason, func(t *testing.T) {
			was := Request{Text: test.text, Current: test.text, Pool: test.text}
			got, err := WithoutSecrets(was)
			if err != nil || got.Text != test.want || got.Current != test.want || got.Pool != test.want {
				t.Errorf("%v, %q, want %q", err, got, test.want)
			}
			before, after := Judge(Request{Text: test.text}), Judge(Request{Text: got.Text})
			if diff := cmp.Diff(messages(before), messages(after)); diff != "" && !strings.Contains(diff, "xxxx") {
				t.Errorf("the verdict is another one:\n%s", diff)
			}
		})
	}
	for _, left := range []string{
		"ClientSecret: |\n  " + secret, "ClientSecret: &s\n  " + secret, `{"Client\u0053ecret":"abc"}`,
		"client_secret = <<EOF\nabc\nEOF\n",
	} {
		if got, err := WithoutSecrets(Request{Text: left}); !errors.Is(err, ErrSecret) {
			t.Errorf("%q goes into a link as %q (%v)", left, got.Text, err)
		}
	}
}

func messages(d *Document) (all []string) {
	for _, f := range d.Findings {
		all = append(all, f.Rule+" "+f.Path)
	}
	return all
}

// TestPlaces holds that a browser finds the places of a text with characters of all
// widths, and that an edit made there is the edit of the bytes.
func TestPlaces(t *testing.T) {
	text := "{\n \"ClientName\": \"\U0001F600\u00e9\", \"AllowedOAuthFlowsUserPoolClient\": false,\n" +
		" \"CallbackURLs\": [\"\U0001F600://a\", \"https://a.example/\", \"https://a.example/\"] }"
	seen := 0
	units := utf16.Encode([]rune(text))
	for _, f := range Judge(Request{Text: text}).Findings {
		if f.To > f.From && f.Path == "CallbackURLs[0]" {
			if got := string(utf16.Decode(units[f.From:f.To])); got != "\"\U0001F600://a\"" {
				t.Errorf("%s points at %q", f.Rule, got)
			}
			seen++
		}
		for _, fix := range f.Fixes {
			for _, e := range fix.Text {
				if bytes, there := text[e.Start:e.End], string(utf16.Decode(units[e.From:e.To])); bytes != there {
					t.Errorf("the bytes %q are %q in a browser", bytes, there)
				}
				seen++
			}
		}
	}
	if seen < 2 {
		t.Errorf("%d places: the test sees too little", seen)
	}
}

// TestNothingJudged holds that what is not read is told.
func TestNothingJudged(t *testing.T) {
	for reason, text := range map[string]string{
		"nothing": "", "space": " \n", "prose": "hello", "another thing": `{"name":"x"}`, "broken JSON": `{"ClientName":`,
		"broken YAML": "Resources:\n  a: [\n", "broken Terraform": "resource \"a\" \"b\" {", "null": "null", "zero": "\x00",
		"no UTF-8": "\xff\xfe{", "too long": strings.Repeat(" ", MaxText+1), "deep": strings.Repeat("[", 1<<20),
	} {
		if d := Judge(Request{Text: text}); len(d.Account.Unread) == 0 || d.Account.Clients != 0 {
			t.Errorf("%s: %+v", reason, d.Account)
		}
	}
}

// TestWrongContext holds that what is known beside the text and cannot be used is told.
func TestWrongContext(t *testing.T) {
	d := Judge(Request{Text: "{}", Kind: "web site", Operation: "delete", Secret: "maybe", Pool: "{", Current: "["})
	if len(d.Wrong) != 5 {
		t.Errorf("%+v, want all five parts", d.Wrong)
	}
}

func FuzzAnswer(f *testing.F) {
	for _, text := range []string{"{}", "[", `{"ClientSecret":"abc"}`, "resource \"aws_cognito_user_pool_client\" \"a\" {}",
		"Resources:\n  A:\n    Type: AWS::Cognito::UserPoolClient\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, question := range []map[string]Request{{"judge": {Text: text}}, {"share": {Text: text, Current: text}}} {
			data, err := json.Marshal(question)
			if err != nil {
				t.Fatal(err)
			}
			out := Answer(data)
			if !json.Valid(out) || bytes.Equal(out, []byte(`{"error":"the verdict cannot be written"}`)) {
				t.Errorf("%q is answered with %.200s", data, out)
			}
		}
		d := Judge(Request{Text: text})
		if d.Account.Clients == 0 && len(d.Account.Unread) == 0 {
			t.Errorf("%q passes for clean", text)
		}
	})
}
