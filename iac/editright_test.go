package iac

import (
	"strings"
	"testing"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac/internal/syntax"
)

// TestIsRight: a text that came out otherwise than planned is not taken, whatever
// the edits are.
func TestIsRight(t *testing.T) {
	const yaml = `Resources:
  Web:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      ClientName: shop
      AccessTokenValidity: 60
      CallbackURLs: [a, b]
  Other:
    Type: AWS::Cognito::UserPoolClient
    Properties: {ClientName: other}
`
	const json = `{"Resources":{"Web":{"Type":"AWS::Cognito::UserPoolClient","Properties":{"ClientName":"shop",` +
		`"AccessTokenValidity":60,"CallbackURLs":["a","b"]}},"Other":{"Properties":{"ClientName":"other"}}}}`
	for _, row := range []struct {
		why, text string
		replace   []string // pairs, after the edit
		want      bool
	}{
		{"as planned", yaml, nil, true},
		{"as planned, in JSON", json, nil, true},
		{"in another order", yaml, []string{"      AccessTokenValidity: 60\n", "", "[a, c]\n",
			"[a, c]\n      AccessTokenValidity: 60\n"}, true},
		{"another comment", yaml, []string{"60\n", "60 # one hour\n"}, true},
		{"a number in quotes is another value", yaml, []string{"60", "'60'"}, false},
		{"another number", yaml, []string{"60", "61"}, false},
		{"an element more", yaml, []string{"[a, c]", "[a, c, d]"}, false},
		{"an element less", yaml, []string{"[a, c]", "[a]"}, false},
		{"elements the other way round", yaml, []string{"[a, c]", "[c, a]"}, false},
		{"a text that is a boolean", yaml, []string{"[a, c]", "[yes, c]"}, false},
		{"a member more", yaml, []string{"60\n", "60\n      X: y\n"}, false},
		{"a member less", yaml, []string{"      AccessTokenValidity: 60\n", ""}, false},
		{"another resource", yaml, []string{"other", "another"}, false},
		{"another resource, in JSON", json, []string{"other", "another"}, false},
		{"another type around it", yaml, []string{"    Type: AWS::Cognito::UserPoolClient\n    Properties:\n",
			"    Type: AWS::Cognito::UserPool\n    Properties:\n"}, false},
		{"a resource less", yaml, []string{"  Other:\n    Type: AWS::Cognito::UserPoolClient\n    Properties: {ClientName: other}\n", ""}, false},
		{"a function", yaml, []string{"ClientName: shop", "ClientName: !Sub shop"}, false},
		{"what is not YAML", yaml, []string{"[a, c]", "[a, c"}, false},
		{"another language", yaml, []string{yaml, json}, false},
	} {
		all, err := Load("t.yaml", []byte(row.text))
		if err != nil || len(all) == 0 {
			t.Fatal(row.why, len(all), err)
		}
		s, err := readSource(row.text)
		if err != nil {
			t.Fatal(err)
		}
		e, err := newTreeEditor(&all[0], s)
		if err != nil {
			t.Fatal(err)
		}
		edits, why := e.plan([]userpoolclient.SuggestedFix{{Edits: []userpoolclient.Edit{
			{Field: userpoolclient.FieldCallbackURLs, Index: 1, Value: "c"}}}})
		if why != nil {
			t.Fatal(row.why, why)
		}
		text := string(ApplyEdits([]byte(row.text), textEdits(edits)))
		for i := 0; i < len(row.replace); i += 2 {
			if row.why != "another language" && !strings.Contains(text, row.replace[i]) {
				t.Fatalf("%s: no %q in\n%s", row.why, row.replace[i], text)
			}
			text = strings.Replace(text, row.replace[i], row.replace[i+1], 1)
		}
		if row.why == "another language" {
			text = json
		}
		from, hole := e.hole()
		if got := s.SameBut(text, map[int]syntax.Hole{from: hole}); got != row.want {
			t.Errorf("%s: %v, want %v\n%s", row.why, got, row.want, text)
		}
	}
}
