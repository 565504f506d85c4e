package view

import (
	"testing"

	"github.com/userpoolclient/userpoolclient/iac"
)

func TestTokenAt(t *testing.T) {
	for _, test := range []struct{ reason, text, want string }{
		{"a text in quotes", `"a \" b", "c"`, `"a \" b"`},
		{"a text in single quotes", `'a b' # c`, `'a b'`},
		{"quotes that do not end", `"a b`, `"a b`},
		{"a name of YAML", "Name: x", "Name"},
		{"an element of a list", "a, b]", "a"},
		{"nothing", "", ""},
	} {
		if got := TokenAt(test.text); got != test.want {
			t.Errorf("%s: %q, want %q", test.reason, got, test.want)
		}
	}
}

func TestStray(t *testing.T) {
	const client = "Type: AWS::Cognito::UserPoolClient\n"
	for _, test := range []struct {
		reason, text string
		format       iac.Format
		accounted    int
		want         iac.Position // the zero Position: none
	}{
		{"all are accounted for", client, iac.FormatCloudFormation, 1, iac.Position{}},
		{"a type that is misspelt", client + " Type: aws::cognito::UserPoolClients", iac.FormatSAM, 1,
			iac.Position{Line: 2, Column: 8}},
		{"a comment", client + "# Type: AWS::Cognito::UserpoolClient", iac.FormatCloudFormation, 1, iac.Position{}},
		{"a loop that makes one more", "\u00e9 Fn::ForEach\n" + client, iac.FormatCloudFormation, 0, iac.Position{Line: 1, Column: 3}},
		{"a loop of something else", "Fn::ForEach\n" + client, iac.FormatCloudFormation, 1, iac.Position{}},
		{"no template", "Type: AWS::Cognito::UserpoolClient", iac.FormatAPI, 0, iac.Position{}},
	} {
		at, why, ok := Stray(test.format, []byte(test.text), test.accounted)
		if at != test.want || ok != (test.want != iac.Position{}) || ok == (why == "") {
			t.Errorf("%s: %v, %q, %v", test.reason, at, why, ok)
		}
	}
}
