package iac_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// TestFindingString holds that a finding prints where it stands, and who rejects
// where that is not Cognito.
func TestFindingString(t *testing.T) {
	inner := userpoolclient.Finding{Rule: "a-rule", Field: "CallbackURLs", Index: 2, Message: "is wrong",
		Fix: "mend it"}
	at := iac.Position{Line: 8, Column: 11}
	tests := []struct {
		reason string
		f      iac.Finding
		want   string
	}{
		{"all there is", iac.Finding{Finding: inner, Resource: "Web", Property: "callback_urls[2]", Position: at},
			"8:11 Web callback_urls[2] is wrong; mend it [a-rule]"},
		{"rejected by Cognito", iac.Finding{Finding: inner, Property: "x", Position: at, RejectedBy: iac.LayerCognito},
			"8:11 x is wrong; mend it [a-rule]"},
		{"rejected by another", iac.Finding{Finding: inner, Property: "x", Position: at,
			RejectedBy: iac.LayerTerraform},
			"8:11 x is wrong; mend it [a-rule, rejected by the Terraform provider]"},
		{"in a branch", iac.Finding{Finding: inner, Property: "x", Position: at, When: "not Dev"},
			"8:11 x is wrong (if not Dev); mend it [a-rule]"},
		{"a line alone", iac.Finding{Finding: inner, Property: "x", Position: iac.Position{Line: 8}},
			"8 x is wrong; mend it [a-rule]"},
		{"of no file", iac.Finding{Finding: inner}, "CallbackURLs[2] is wrong; mend it [a-rule]"},
		{"names that would write to the terminal", iac.Finding{Finding: inner, Resource: "\x1b[2J", Property: "a\nb"},
			`"\x1b[2J" "a\nb" is wrong; mend it [a-rule]`},
	}
	for _, test := range tests {
		if got := fmt.Sprint(test.f); got != test.want {
			t.Errorf("%s: got %s, want %s", test.reason, got, test.want)
		}
		if got := (&test.f).Error(); got != test.want {
			t.Errorf("%s: as an error %s, want %s", test.reason, got, test.want)
		}
	}
}

// TestFindingJSON holds the JSON of a finding, and that it is read back.
func TestFindingJSON(t *testing.T) {
	r := one(t, "t.yaml",
		stages+template(`      CallbackURLs: [!If [Dev, "http://a.example.jp", "https://a.example.jp"]]`+"\n      Bad: 1\n"), iac.Options{})
	seen := make(map[string]bool)
	for _, f := range r.Check() {
		data, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		must := map[string][]string{
			"redirect-http": {`"rule":"redirect-http"`, `"path":"CallbackURLs[0]"`, `"resource":"Web"`,
				`"property":"CallbackURLs[0]"`,
				`"rejectedBy":"cognito"`, `"when":"Dev"`, `"line":17`, `"column":32`},
			"property-unknown": {`"rejectedBy":"cloudformation"`, `"property":"Bad"`},
			"oauth-disabled":   {`"rejectedBy":""`},
		}[f.Rule]
		for _, part := range must {
			if !strings.Contains(string(data), part) {
				t.Errorf("no %s in %s", part, data)
			}
		}
		seen[f.Rule] = true
		var back iac.Finding
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(f, back); diff != "" {
			t.Errorf("read back (-want +got):\n%s", diff)
		}
	}
	if !seen["redirect-http"] || !seen["property-unknown"] || !seen["oauth-disabled"] {
		t.Errorf("saw only %v", seen)
	}
}

// TestRejectedBy says who rejects, by rule and format.
func TestRejectedBy(t *testing.T) {
	tests := []struct {
		reason, name, data, rule string
		want                     iac.Layer
	}{
		{"Cognito, what a template says", "t.yaml", template("      CallbackURLs: [http://a.example.jp]\n"),
			"redirect-http", iac.LayerCognito},
		{"the handler, a property that there is not", "t.yaml", template("      Bad: 1\n"), "property-unknown",
			iac.LayerCloudFormation},
		{"the handler, a wrong type", "t.yaml", template("      CallbackURLs: x\n"), "property-type",
			iac.LayerCloudFormation},
		{"the handler, what the API takes", "t.yaml", template("      RefreshTokenValidity: 0\n"),
			"refresh-token-validity-template", iac.LayerCloudFormation},
		{"nobody, what is ignored", "t.yaml", template("      ClientId: x\n"), "property-read-only", iac.LayerNone},
		{"the provider, a wrong type", "p.json", change(client,
			`{"actions":["create"],"after":{"name":"x","callback_urls":"y"}}`, "{}"), "property-type",
			iac.LayerTerraform},
		{"nobody, an attribute that is not known", "p.json", change(client,
			`{"actions":["create"],"after":{"name":"x","new":1}}`, "{}"), "property-unread", iac.LayerNone},
		{"Pulumi's provider, which is Terraform's", "p.json", preview("create", pulumiClient, `{"callbackUrls":"y"}`,
			"null"), "property-type", iac.LayerTerraform},
		{"Pulumi's native provider, which is CloudFormation's", "p.json", preview("create", nativeClient,
			`{"callbackUrls":"y"}`, "null"), "property-type", iac.LayerCloudFormation},
		{"Cognito, what a plan says", "p.json", change(client,
			`{"actions":["create"],"after":{"name":"x","callback_urls":["http://a.example.jp"]}}`, "{}"),
			"redirect-http", iac.LayerCognito},
		{"nobody, what the provider of another version takes", "p.json",
			change(client,
				`{"actions":["create"],"after":{"name":"x","explicit_auth_flows":["ALLOW_CLIENT_TOKEN_AUTH"]}}`, "{}"),
			"terraform-auth-flow", iac.LayerNone},
	}
	for _, test := range tests {
		saw := false
		for _, f := range one(t, test.name, test.data, iac.Options{}).Check() {
			if f.Rule == test.rule {
				saw = true
				if f.RejectedBy != test.want {
					t.Errorf("%s: %q, want %q", test.reason, f.RejectedBy, test.want)
				}
			}
			if (f.RejectedBy != iac.LayerNone) != (f.Severity == userpoolclient.SeverityError) {
				t.Errorf("%s: %s %s is rejected by %q", test.reason, f.Severity, f.Rule, f.RejectedBy)
			}
		}
		if !saw {
			t.Errorf("%s: no %s", test.reason, test.rule)
		}
	}
}

// TestRefreshZero holds that 0 days are told once: by the handler that rejects
// them in a template, by the API elsewhere.
func TestRefreshZero(t *testing.T) {
	for reason, test := range map[string]struct{ name, data, want string }{
		"a template": {"t.yaml", template("      RefreshTokenValidity: 0\n"), "refresh-token-validity-template"},
		"the API":    {"c.json", `{"RefreshTokenValidity":0}`, "refresh-token-validity-zero"},
	} {
		var got []string
		for _, f := range one(t, test.name, test.data, iac.Options{}).Check() {
			if f.Field == userpoolclient.FieldRefreshTokenValidity {
				got = append(got, f.Rule)
			}
		}
		if !slices.Equal(got, []string{test.want}) {
			t.Errorf("%s: got %q, want %s", reason, got, test.want)
		}
	}
}

// TestZeroResource holds that a resource that nobody has read has nothing to
// check, and that one that is made by hand is judged.
func TestZeroResource(t *testing.T) {
	var zero iac.Resource
	zero.MergeContext(userpoolclient.Context{Operation: userpoolclient.OperationUpdate, Pool: &userpoolclient.Pool{}})
	if got := zero.Check(); len(got) != 0 {
		t.Errorf("got %v", got)
	}
	if zero.PositionOf("CallbackURLs[2]").IsValid() || zero.Property("CallbackURLs[2]") != "CallbackURLs[2]" ||
		zero.Unknown() != nil || zero.Skipped() != nil {
		t.Error("the zero resource stands somewhere, or has settings")
	}
	hand := iac.Resource{
		Address: "web",
		Config: &userpoolclient.Config{CallbackURLs: []string{"http://a.example.jp"},
			Unknown: []userpoolclient.Field{"LogoutURLs"}},
		Variants: []iac.Variant{{When: "Dev"}, {}},
		Ignores:  []iac.Ignore{{Rule: "oauth-disabled"}, {Rule: "implicit-grant"}},
	}
	got := ids(hand.Check())
	if !slices.Contains(got, "redirect-http CallbackURLs[0]") || !slices.Contains(got, "suppression-unused Metadata") ||
		slices.Contains(got, "oauth-disabled") {
		t.Errorf("got %q", got)
	}
	if len(hand.Unknown()) != 1 || len(hand.Skipped()) == 0 {
		t.Errorf("unknown %v", hand.Unknown())
	}
	for _, f := range hand.Check() {
		if f.Resource != "web" || f.Property == "" {
			t.Errorf("%v stands nowhere", f)
		}
	}
}

// TestConcurrency holds that the resources of one file may be checked at once:
// where things stand is found on demand.
func TestConcurrency(t *testing.T) {
	for name, data := range map[string]string{
		"t.json": `{"Resources":{"A":{"Type":"AWS::Cognito::UserPoolClient","Properties":{"CallbackURLs":["http://a.b","http://c.d"]}},` +
			`"B":{"Type":"AWS::Cognito::UserPoolClient","Properties":{"CallbackURLs":["http://a.b",{"Fn::Sub":"http://c.d/${X}"}]}}}}`,
		"t.yaml": stages +
			template(`      CallbackURLs: [!If [Dev, "http://a.example.jp", "https://a.example.jp"]]`+"\n"),
		"c.json": `{"CallbackURLs":["http://a.b","http://c.d"]}`,
	} {
		all, err := iac.Load(name, []byte(data))
		if err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		for range 4 {
			for i := range all {
				r := &all[i]
				group.Go(func() {
					for _, f := range r.Check() {
						if f.Rule == "redirect-http" && f.Position == r.Position {
							t.Errorf("%v is not where it stands", f)
						}
					}
					r.Unknown()
					r.Skipped()
				})
			}
		}
		group.Wait()
	}
}
