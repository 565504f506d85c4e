package iac_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// TestKnownInPart says what is certain of a text of which only a part is known.
func TestKnownInPart(t *testing.T) {
	tests := []struct {
		reason, property, yaml string
		want                   []string // rules
	}{
		{"the host is known", "CallbackURLs", `[!Sub "http://shop.example.jp/${X}"]`, []string{"redirect-http"}},
		{"the host ends somewhere else", "CallbackURLs", `[!Sub "http://shop.example.jp${X}"]`, nil},
		{"the host may be localhost", "CallbackURLs", `[!Sub "http://${X}/cb"]`, nil},
		{"the host may come to localhost", "CallbackURLs", `[!Sub "http://local${X}/cb"]`, nil},
		{"and to an address of loopback", "CallbackURLs", `[!Sub "http://127.0.0.${X}:80/cb"]`, nil},
		{"the host may come to localhost after user information", "CallbackURLs",
			`[!Sub "http://a@local${X}/cb"]`, []string{"redirect-userinfo"}},
		{"the host is localhost", "CallbackURLs", `[!Sub "http://localhost/${X}"]`, nil},
		{"the port is not known, and the host may stand after it", "CallbackURLs",
			`[!Sub "http://shop.example.jp:${X}"]`, nil},
		{"the scheme is not known", "CallbackURLs", `[!Sub "${X}://shop.example.jp/"]`, nil},
		{"https", "CallbackURLs", `[!Sub "https://shop.example.jp/${X}"]`, nil},
		{"a fragment after what is not known", "CallbackURLs", `[!Sub "https://${X}/#/cb"]`,
			[]string{"redirect-fragment"}},
		{"a fragment before it", "CallbackURLs", `[!Sub "https://shop.example.jp/#/${X}"]`,
			[]string{"redirect-fragment"}},
		{"a fragment between two such parts counts as not known", "CallbackURLs", `[!Sub "https://${X}/#/${Y}"]`, nil},
		{"a fragment in a logout URL", "LogoutURLs", `[!Sub "https://${X}/#/bye"]`, []string{"logout-fragment"}},
		{"a default", "DefaultRedirectURI", `!Sub "https://${X}/#/cb"`, []string{"redirect-fragment"}},
		{"white space", "CallbackURLs", `[!Sub "https://${X}/sign in"]`, []string{"redirect-characters"}},
		{"no scheme", "CallbackURLs", `[!Sub "shop.example.jp/${X}"]`, []string{"redirect-not-absolute"}},
		{"perhaps a scheme", "CallbackURLs", `[!Sub "${X}/cb"]`, nil},
		{"a name with a colon", "ClientName", `!Sub "shop: ${X}"`, []string{"client-name-pattern"}},
		{"a name", "ClientName", `!Sub "shop-${X}"`, nil},
		{"too long in any case", "ClientName", `!Sub "` + strings.Repeat("a", 129) + `${X}"`,
			[]string{"client-name-length"}},
		{"perhaps too long", "ClientName", `!Sub "` + strings.Repeat("a", 100) + `${X}"`, nil},
		{"a scope with a space", "AllowedOAuthScopes", `[!Sub "my ${X}"]`, []string{"scope-characters"}},
		{"Join", "CallbackURLs", `[!Join ["", ["http://shop.example.jp/", !ImportValue x]]]`,
			[]string{"redirect-http"}},
		{"Join in Sub", "CallbackURLs", `[!Sub ["${A}/x", {A: !Join ["", ["http://shop.example.jp/", !Ref B]]}]]`,
			[]string{"redirect-http"}},
		{"a dynamic reference", "CallbackURLs", `["http://shop.example.jp/{{resolve:ssm:/cb}}"]`,
			[]string{"redirect-http"}},
		{"a dynamic reference before it", "CallbackURLs", `[!Sub "{{resolve:ssm:/scheme}}://shop.example.jp/${X}"]`,
			nil},
		{"a variable of Serverless", "CallbackURLs", `["http://shop.example.jp/${self:custom.${opt:stage}.cb}"]`,
			[]string{"redirect-http"}},
		{"a pseudo parameter of a plugin", "CallbackURLs", `["http://shop.example.jp/#{AWS::Region}"]`,
			[]string{"redirect-http"}},
		{"a pseudo parameter of a plugin alone", "CallbackURLs", `["https://x-#{AWS::AccountId}.example.jp/cb"]`, nil},
		{"nothing known", "CallbackURLs", `[!Sub "${X}"]`, nil},
	}
	ours := []string{"redirect-http", "redirect-fragment", "logout-fragment", "redirect-characters",
		"redirect-not-absolute",
		"redirect-wildcard", "client-name-pattern", "client-name-length", "scope-characters", "redirect-userinfo"}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			r := one(t, "t.yaml", template("      "+test.property+": "+test.yaml+"\n"), iac.Options{})
			var got []string
			for _, f := range r.Check() {
				if slices.Contains(ours, f.Rule) {
					got = append(got, f.Rule)
					if f.Position.Line != 6 || !strings.HasPrefix(f.Property, test.property) {
						t.Errorf("%s stands at %s of %v", f.Rule, f.Property, f.Position)
					}
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestKnownInPartShown holds that the message shows the text as it is written, and
// that the value stays unknown to other rules.
func TestKnownInPartShown(t *testing.T) {
	r := one(t, "t.yaml",
		template(`      CallbackURLs: [https://a.example.jp, !Sub "http://shop.example.jp/${X}/${Y.Z}"]`+"\n"),
		iac.Options{})
	for _, f := range r.Check() {
		if f.Rule != "redirect-http" {
			continue
		}
		if !strings.HasPrefix(f.Message, `"http://shop.example.jp/${X}/${Y.Z}" uses plain http`) ||
			f.Property != "CallbackURLs[1]" ||
			f.RejectedBy != iac.LayerCognito {
			t.Error(f)
		}
		if !slices.Contains(r.Config.Unknown, "CallbackURLs[1]") {
			t.Errorf("unknown is %v", r.Config.Unknown)
		}
		return
	}
	t.Error("no redirect-http")
}

// TestServerlessTexts holds that what Serverless and its plugins look up later is
// there and not known: none of it is judged as a value.
func TestServerlessTexts(t *testing.T) {
	const data = `
resources:
  Resources:
    Web:
      Type: AWS::Cognito::UserPoolClient
      Properties:
        UserPoolId: "#{Users}"
        ClientName: "shop-#{AWS::AccountId}"
        CallbackURLs: ["#{Url}", "${self:custom.cb}", "https://${opt:x}/cb"]
        ExplicitAuthFlows: ${self:custom.flows}
`
	r := one(t, "serverless.yml", data, iac.Options{})
	for _, f := range r.Check() {
		if f.Severity == userpoolclient.SeverityError {
			t.Error(f)
		}
	}
	for _, f := range []userpoolclient.Field{"UserPoolId", "ClientName", "CallbackURLs[0]", "CallbackURLs[1]",
		"CallbackURLs[2]", "ExplicitAuthFlows"} {
		if !slices.Contains(r.Config.Unknown, f) {
			t.Errorf("%s is not among %v", f, r.Config.Unknown)
		}
	}
	if len(r.Config.MaybeSet) > 0 {
		t.Errorf("perhaps set: %v", r.Config.MaybeSet)
	}
}
