package cognitotest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
	"github.com/userpoolclient/userpoolclient/iac"
)

// TestRequireTemplate: the assertion judges the file, and never passes on what it
// did not judge.
func TestRequireTemplate(t *testing.T) {
	client := func(properties string) string {
		return "Resources:\n  Web:\n    Type: AWS::Cognito::UserPoolClient\n    Properties:\n      UserPoolId: eu-west-1_abc\n" +
			properties
	}
	for _, row := range []struct {
		why, text string
		options   []iac.Options
		want      []string // in what it prints; none: it passes
	}{
		{"a good template passes", client("      ClientName: web\n"), nil, nil},
		{"an error is told with file, line, resource, rule and fix",
			client("      CallbackURLs: [http://a.example/cb]\n"), nil,
			[]string{"template.yaml:6:", "Web", "CallbackURLs[0]", "use https", "[redirect-http]"}},
		{"a misspelt property is the file's own error", client("      CallbackUrls: []\n"), nil,
			[]string{"template.yaml:6:", "CallbackUrls", "[property-unknown"}},
		{"nothing to judge is no success", "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n", nil,
			[]string{"no app client"}},
		{"a broken file is no success", "Resources:\n  Web: [\n", nil, []string{"template.yaml"}},
		{"a suppression counts", strings.Replace(client("      CallbackURLs: [http://a.example/cb]\n"),
			"    Properties:",
			"    Metadata:\n      userpoolclient:\n        ignore:\n          - rule: redirect-http\n            reason: old\n    Properties:", 1),
			nil, nil},
		{"parameters decide", "Parameters:\n  Cb: {Type: String}\n" + client("      CallbackURLs: [!Ref Cb]\n"),
			[]iac.Options{{Parameters: map[string]string{"Cb": "http://a.example/cb"}}}, []string{"[redirect-http]"}},
		{"a context is laid over", client("      CallbackURLs: [https://a.example/cb]\n      GenerateSecret: true\n"),
			[]iac.Options{{Context: userpoolclient.Context{Kind: userpoolclient.KindSPA}}}, nil},
	} {
		t.Run(row.why, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, "template.yaml")
			if err := os.WriteFile(file, []byte(row.text), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, path := range []string{file, dir} {
				got := ends(t, func(t testing.TB) { cognitotest.RequireTemplate(t, path, row.options...) })
				if path == dir && row.why == "a broken file is no success" {
					row.want = []string{"no app client"} // nobody named it, and it does not speak of one
				}
				if len(row.want) == 0 && got != "" {
					t.Errorf("%s: it must pass, and prints\n%s", path, got)
				}
				for _, part := range row.want {
					if !strings.Contains(got, part) {
						t.Errorf("%s: it must print %q, and prints\n%s", path, part, got)
					}
				}
			}
		})
	}
	l := &logger{TB: t}
	file := filepath.Join(t.TempDir(), "template.yaml")
	if err := os.WriteFile(file, []byte(client("      ClientName: !Ref Name\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	cognitotest.RequireTemplate(l, file)
	for _, part := range []string{file + " Web: not judged: ", "Context.Pool", "the value of ClientName"} {
		if !strings.Contains(l.text, part) {
			t.Errorf("it must log %q, and logs %q", part, l.text)
		}
	}
	if got := ends(t, func(t testing.TB) { cognitotest.RequireTemplate(t, "no-such-file.yaml") }); got == "" {
		t.Error("a file that is not there passes")
	}
}

// TestRequireTemplateNotCreated: an app client that no stack gets is none that passed.
func TestRequireTemplateNotCreated(t *testing.T) {
	file := filepath.Join(t.TempDir(), "template.yaml")
	const text = `Conditions:
  Never: !Equals [a, b]
Resources:
  Web:
    Type: AWS::Cognito::UserPoolClient
    Properties: {UserPoolId: eu-west-1_abc}
  Other:
    Type: AWS::Cognito::UserPoolClient
    Condition: Never
    Properties: {UserPoolId: eu-west-1_abc, CallbackURLs: [http://a.example/cb]}
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	l := &logger{TB: t}
	cognitotest.RequireTemplate(l, file)
	if want := file + ": not judged: Other at 7:3 is not created"; !strings.Contains(l.text, want) {
		t.Errorf("it must log %q, and logs %q", want, l.text)
	}
	var told []string
	tell := func(address string, _ iac.Position) { told = append(told, address) }
	cognitotest.RequireTemplate(t, file, iac.Options{NotCreated: tell}, iac.Options{AssumeDefaults: true})
	if len(told) != 1 || told[0] != "Other" {
		t.Errorf("NotCreated is told of %v", told)
	}
}
