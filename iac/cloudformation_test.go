package iac_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// template is a CloudFormation template around the properties of one client,
// which are indented by six.
func template(properties string) string {
	return "Resources:\n  Web:\n    Type: AWS::Cognito::UserPoolClient\n    Properties:\n      UserPoolId: !Ref Users\n" +
		strings.ReplaceAll(strings.TrimPrefix(properties, "\n"), "\t", "  ")
}

// one is the only resource of a file.
func one(t *testing.T, name, data string, o iac.Options) *iac.Resource {
	t.Helper()
	all, err := o.Load(name, []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 1 {
		t.Fatalf("got %d resources, want 1", len(all))
	}
	return &all[0]
}

// TestOneWrongCallback holds that among intrinsic functions the one wrong
// callback is found, where it stands.
func TestOneWrongCallback(t *testing.T) {
	r := one(t, "template.yaml", template(`
      CallbackURLs:
        - !Sub "https://${Domain}/cb"
        - Fn::Join: ["", ["https://", !Ref Domain, "/cb"]]
        - http://shop.example.jp/cb
        - !If [Test, "https://test.example.jp", !Ref AWS::NoValue]
`), iac.Options{})
	var got []iac.Finding
	for _, f := range r.Check() {
		if f.Field == userpoolclient.FieldCallbackURLs {
			got = append(got, f)
		}
	}
	if len(got) != 1 || got[0].Rule != "redirect-http" || got[0].Property != "CallbackURLs[2]" ||
		got[0].Position != (iac.Position{Line: 9, Column: 11}) {
		t.Errorf("got %+v, want redirect-http at CallbackURLs[2], 9:11", got)
	}
}

// TestIntrinsics says what of a function is known.
func TestIntrinsics(t *testing.T) {
	parameters := map[string]string{
		"Domain": "shop.example.jp", "List": "https://a.example.jp, https://b.example.jp",
		"AWS::Region": "eu-central-1",
		"Stage":       "prod",
	}
	const mappings = "Mappings:\n  Stage:\n    prod: {Url: https://prod.example.jp}\n"
	tests := []struct {
		reason, yaml string
		want         string // of DefaultRedirectURI; "?" unknown, "-" not given
	}{
		{"a text is itself", `https://a.example.jp`, "https://a.example.jp"},
		{"!Sub without variables is its literal", `!Sub https://a.example.jp`, "https://a.example.jp"},
		{"long form", `{"Fn::Sub": "https://a.example.jp"}`, "https://a.example.jp"},
		{"a parameter that is given", `!Sub "https://${Domain}/cb"`, "https://shop.example.jp/cb"},
		{"a pseudo parameter that is given", `!Sub "https://${AWS::Region}.example.jp"`,
			"https://eu-central-1.example.jp"},
		{"a parameter that is not", `!Sub "https://${Other}/cb"`, "?"},
		{"an attribute of a resource", `!Sub "https://${Web.Name}/cb"`, "?"},
		{"an escaped variable", `!Sub "https://a.example.jp/${!x}"`, "https://a.example.jp/${x}"},
		{"an unfinished variable", `!Sub "https://a.example.jp/${x"`, "?"},
		{"variables of its own", `!Sub ["https://${Host}/cb", {Host: !Ref Domain}]`, "https://shop.example.jp/cb"},
		{"unknown variables of its own", `!Sub ["https://${Host}/cb", {Host: !ImportValue x}]`, "?"},
		{"Ref of a parameter", `!Ref Domain`, "shop.example.jp"},
		{"Ref of what is not given", `!Ref Other`, "?"},
		{"Ref in JSON style", `{Ref: Domain}`, "shop.example.jp"},
		{"Join of known parts", `!Join ["/", ["https:/", !Ref Domain, cb]]`, "https://shop.example.jp/cb"},
		{"Join with an unknown part", `!Join ["/", ["https:/", !Ref Other, cb]]`, "?"},
		{"Join of a function that is known", `!Join ["/", !Split [",", "https:,,a.example.jp"]]`,
			"https://a.example.jp"},
		{"Join of a function that is not", `!Join ["/", !Split [",", !ImportValue x]]`, "?"},
		{"Join of NoValue, which leaves nothing to be said", `!Join ["/", [a, !Ref AWS::NoValue]]`, "?"},
		{"Select of a list", `!Select [1, [a, "https://b.example.jp"]]`, "https://b.example.jp"},
		{"Select of a list parameter", `!Select ["1", !Split [", ", !Ref List]]`, "https://b.example.jp"},
		{"Select beyond the end", `!Select [2, [a, b]]`, "?"},
		{"Select of no number", `!Select [!Ref Other, [a, b]]`, "?"},
		{"a condition", `!If [A, "https://a.example.jp", "https://b.example.jp"]`, "?"},
		{"an import", `!ImportValue cb`, "?"},
		{"an attribute", `!GetAtt Web.Name`, "?"},
		{"a mapping that the template lacks", `!FindInMap [A, B, C]`, "?"},
		{"a mapping", `!FindInMap [Stage, prod, Url]`, "https://prod.example.jp"},
		{"a mapping by a parameter that is given", `!FindInMap [Stage, !Ref Stage, Url]`, "https://prod.example.jp"},
		{"a mapping by a parameter that is not", `!FindInMap [Stage, !Ref Other, Url]`, "?"},
		{"a macro", `{"Fn::Transform": {Name: X}}`, "?"},
		{"no value", `!Ref AWS::NoValue`, "-"},
		{"a dynamic reference", `"{{resolve:ssm:/cb}}"`, "?"},
		{"a dynamic reference inside a text", `!Sub "https://{{resolve:ssm:/host}}/cb"`, "?"},
		{"a variable of Serverless", `"${self:custom.cb}"`, "?"},
		{"a dollar is not a variable here", `"https://a.example.jp/${x}"`, "https://a.example.jp/${x}"},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			r := one(t, "template.yaml", mappings+template("      DefaultRedirectURI: "+test.yaml+"\n"),
				iac.Options{Parameters: parameters, SharedParameters: true})
			got := "-"
			switch {
			case slices.Contains(r.Config.Unknown, userpoolclient.FieldDefaultRedirectURI):
				got = "?"
			case r.Config.DefaultRedirectURI != nil:
				got = *r.Config.DefaultRedirectURI
			}
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// TestListParameter holds that a list parameter is a list.
func TestListParameter(t *testing.T) {
	data := "Parameters:\n  Urls: {Type: CommaDelimitedList}\n" + template("      CallbackURLs: !Ref Urls\n")
	r := one(t, "t.yaml", data,
		iac.Options{Parameters: map[string]string{"Urls": "https://a.example.jp, https://b.example.jp"}})
	if diff := cmp.Diff([]string{"https://a.example.jp", "https://b.example.jp"}, r.Config.CallbackURLs); diff != "" {
		t.Error(diff)
	}
	r = one(t, "t.yaml", data, iac.Options{})
	if !slices.Contains(r.Config.Unknown, userpoolclient.FieldCallbackURLs) {
		t.Errorf("without a value CallbackURLs is %v and not unknown", r.Config.CallbackURLs)
	}
}

// TestTypes holds that values are turned into their types as CloudFormation
// turns them, and refused where it refuses them.
func TestTypes(t *testing.T) {
	tests := []struct {
		reason, yaml string
		want         []string // "rule property line:column message part"
	}{
		{"a number in quotes", `RefreshTokenValidity: "60"`, nil},
		{"a number that is whole", `RefreshTokenValidity: 60.0`, nil},
		{"a boolean in quotes", `EnableTokenRevocation: "true"`, nil},
		{"a boolean of YAML 1.1", `EnableTokenRevocation: yes`, nil},
		{"a name that is a number", `ClientName: 123`, nil},
		{"a name that looks like a date", `ClientName: 2026-11-21`, nil},
		{"a word for a number", `RefreshTokenValidity: sixty`,
			[]string{`property-type RefreshTokenValidity 6:29 "sixty" is not a whole number that the API can hold; write a whole number of at most 2147483647`}},
		{"a fraction", `RefreshTokenValidity: 1.5`,
			[]string{`property-type RefreshTokenValidity 6:29 "1.5" is not a whole number that the API can hold`}},
		{"a number beyond the API", `RefreshTokenValidity: 99999999999`,
			[]string{`property-type RefreshTokenValidity 6:29 "99999999999" is not a whole number that the API can hold`}},
		{"a word for a boolean", `EnableTokenRevocation: maybe`,
			[]string{`property-type EnableTokenRevocation 6:30 "maybe" is not a boolean; write true or false`}},
		{"one letter for a boolean", `EnableTokenRevocation: "t"`,
			[]string{`property-type EnableTokenRevocation 6:30 "t" is not a boolean; write true or false`}},
		{"a string where a list belongs", `CallbackURLs: https://a.example.jp`,
			[]string{`property-type CallbackURLs 6:21 is a string; write a list`}},
		{"a list where a string belongs", `ClientName: [a]`,
			[]string{`property-type ClientName 6:19 is a list; write a string`}},
		{"a list in a list", `CallbackURLs: [[https://a.example.jp]]`,
			[]string{`property-type CallbackURLs[0] 6:22 is a list; write a string`}},
		{"a string where an object belongs", `TokenValidityUnits: hours`,
			[]string{`property-type TokenValidityUnits 6:27 is a string; write an object`}},
		{"nothing", `CallbackURLs:`, []string{`property-type CallbackURLs 6:20 is null; write a list`}},
		{"null in a list", `CallbackURLs: [null]`,
			[]string{`property-type CallbackURLs[0] 6:22 is null; write a string`}},
		{"a misspelled property", `CalbackURLs: []`,
			[]string{`property-unknown CalbackURLs 6:7 is not a property of an app client in CloudFormation (did you mean "CallbackURLs"?)`}},
		{"a property in another case", `callbackUrls: []`,
			[]string{`property-unknown callbackUrls 6:7 is not a property of an app client in CloudFormation (did you mean "CallbackURLs"?)`}},
		{"a Terraform name", `logout_urls: []`,
			[]string{`property-unknown logout_urls 6:7 is not a property of an app client in CloudFormation (did you mean "LogoutURLs"?)`}},
		{"a property of nothing", `Tags: []`,
			[]string{`property-unknown Tags 6:7 is not a property of an app client in CloudFormation`}},
		{"a return value", `ClientSecret: x`,
			[]string{`property-read-only ClientSecret 6:7 is read only and is ignored: the client gets no secret from it; remove it`}},
		{"a misspelled member", `TokenValidityUnits: {AccesToken: hours}`,
			[]string{`property-unknown TokenValidityUnits.AccesToken 6:28 is not a property of an app client in CloudFormation (did you mean "AccessToken"?)`}},
		{"a property given twice", "ClientName: a\n      ClientName: b",
			[]string{`property-repeated ClientName 7:7 is set twice, and the last one counts; remove the other`}},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			r := one(t, "t.yaml", template("      "+test.yaml+"\n"), iac.Options{})
			var got []string
			for _, f := range r.Check() {
				if strings.HasPrefix(f.Rule, "property-") {
					got = append(got, f.Rule+" "+f.Property+" "+f.Position.String()+" "+f.Text())
				}
			}
			if len(got) != len(test.want) {
				t.Fatalf("got %q, want %q", got, test.want)
			}
			for i := range got {
				if !strings.HasPrefix(got[i], test.want[i]) {
					t.Errorf("got %q, want %q", got[i], test.want[i])
				}
			}
		})
	}
}

// TestRepeated holds that of a property that is set twice only the last counts.
func TestRepeated(t *testing.T) {
	for yaml, want := range map[string]string{
		"ClientName: !Ref X\n      ClientName: b": "b",
		"ClientName: a\n      ClientName: !Ref X": "?",
		"ClientName: [a]\n      ClientName: b":    "b",
	} {
		r := one(t, "t.yaml", template("      "+yaml+"\n"), iac.Options{})
		got := "?"
		if r.Config.ClientName != nil {
			got = *r.Config.ClientName
		}
		if unknown := slices.Contains(r.Config.Unknown, userpoolclient.FieldClientName); got != want ||
			unknown != (want == "?") {
			t.Errorf("%s: got %s, unknown %v; want %s", yaml, got, unknown, want)
		}
	}
}

// TestWrongTypeIsSilent holds that what is wrong with the file is said once: the
// rules about the field are silent.
func TestWrongTypeIsSilent(t *testing.T) {
	r := one(t, "t.yaml", template(`
      AllowedOAuthFlowsUserPoolClient: true
      AllowedOAuthFlows: code
      AllowedOAuthScopes: [openid]
      CallbackURLs: https://a.example.jp
`), iac.Options{})
	for _, f := range r.Check() {
		if f.Rule != ruleType && (f.Field == userpoolclient.FieldAllowedOAuthFlows ||
			f.Field == userpoolclient.FieldCallbackURLs) {
			t.Errorf("%s %s %s", f.Rule, f.Path(), f.Message)
		}
	}
}

const ruleType = "property-type"

// TestSupplied holds that what CloudFormation supplies by itself is not missing.
func TestSupplied(t *testing.T) {
	for _, f := range one(t, "t.yaml", template(""), iac.Options{}).Check() {
		if f.Severity == userpoolclient.SeverityError {
			t.Errorf("a client with only a pool: %s %s %s", f.Rule, f.Path(), f.Message)
		}
	}
	bare := strings.Replace(template(""), "      UserPoolId: !Ref Users\n", "      ClientName: a\n", 1)
	if !slices.Contains(ids(one(t, "t.yaml", bare, iac.Options{}).Check()), "user-pool-id-required UserPoolId") {
		t.Error("a client without UserPoolId is not refused")
	}
	empty := "Resources: {Web: {Type: AWS::Cognito::UserPoolClient}}"
	r := one(t, "t.yaml", empty, iac.Options{})
	if got := ids(r.Check()); !slices.Contains(got, "user-pool-id-required UserPoolId") {
		t.Error("a client without Properties is not refused:", got)
	}
}

// TestLeftAlone holds that macros and loops make nothing up.
func TestLeftAlone(t *testing.T) {
	r := one(t, "t.yaml", template(`
      Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://a/b}}
      AllowedOAuthFlowsUserPoolClient: true
`), iac.Options{})
	for _, f := range r.Check() {
		if f.Severity == userpoolclient.SeverityError {
			t.Errorf("what a macro may add is missing: %s %s", f.Rule, f.Message)
		}
	}
	loop := `
Resources:
  Fn::ForEach::Clients:
    - Name
    - [A, B]
    - Client${Name}:
        Type: AWS::Cognito::UserPoolClient
        Properties: {Bad: true}
`
	if all, err := iac.Load("t.yaml", []byte(loop)); err != nil || len(all) != 0 {
		t.Errorf("a loop: %d resources, %v", len(all), err)
	}
}

// TestFragment holds that resources that a Serverless file includes are found.
func TestFragment(t *testing.T) {
	r := one(t, "cognito.yml",
		"Client:\n  Type: AWS::Cognito::UserPoolClient\n  Properties:\n    UserPoolId: !Ref Users\n    ClientName: ${self:service}\n", iac.Options{})
	if r.Format != iac.FormatServerless || r.Address != "Client" || !slices.Contains(r.Config.Unknown,
		userpoolclient.FieldClientName) {
		t.Errorf("got %s in %s, unknown %v", r.Address, r.Format, r.Config.Unknown)
	}
}

// TestAliases holds that anchors, aliases and merges work.
func TestAliases(t *testing.T) {
	r := one(t, "t.yaml", `
x-urls: &urls
  - https://a.example.jp/cb
  - http://b.example.jp/cb
x-base: &base
  UserPoolId: !Ref Users
  ClientName: base
  LogoutURLs: &one [https://a.example.jp/out]
Resources:
  Web:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      <<: *base
      ClientName: web
      CallbackURLs: *urls
`, iac.Options{})
	if name := *r.Config.ClientName; name != "web" {
		t.Errorf("ClientName is %s; its own wins over the merged one", name)
	}
	if diff := cmp.Diff([]string{"https://a.example.jp/out"}, r.Config.LogoutURLs); diff != "" {
		t.Errorf("the merged LogoutURLs: %s", diff)
	}
	for _, f := range r.Check() {
		if f.Rule == "redirect-http" {
			if f.Position != (iac.Position{Line: 4, Column: 5}) {
				t.Errorf("redirect-http at %v, want 4:5, where the value stands", f.Position)
			}
			return
		}
	}
	t.Error("no redirect-http")
}

// TestIgnores holds that a suppression beside the resource is honoured, needs a
// reason and is reported when nothing needs it.
func TestIgnores(t *testing.T) {
	const body = `
Resources:
  Web:
    Type: AWS::Cognito::UserPoolClient
    Metadata:
      userpoolclient:
        ignore:
          - rule: redirect-http
            property: CallbackURLs[1]
            reason: the old device, until March
    Properties:
      UserPoolId: !Ref Users
      CallbackURLs: [http://a.example.jp/, http://b.example.jp/]
`
	got := ids(one(t, "t.yaml", body, iac.Options{}).Check())
	if !slices.Contains(got, "redirect-http CallbackURLs[0]") || slices.Contains(got, "redirect-http CallbackURLs[1]") {
		t.Errorf("got %q, want redirect-http at [0] alone", got)
	}
	got = ids(one(t, "t.yaml", strings.Replace(body, "[1]", "[7]", 1), iac.Options{}).Check())
	if !slices.Contains(got, "suppression-unused Metadata") {
		t.Errorf("got %q, want suppression-unused", got)
	}
	wrong := []struct{ reason, old, new, want string }{
		{"no reason", "            reason: the old device, until March\n", "",
			`line 8, column 13: the suppression of redirect-http gives no reason`},
		{"an unknown rule", "redirect-http", "redirect-htp",
			`line 8, column 19: "redirect-htp" is not a rule (did you mean "redirect-http"?)`},
		{"an unknown member", "reason:", "why:",
			`line 10, column 13: a suppression has no member "why"; it must be rule, reason or property`},
		{"a member beside ignore", "ignore:", "ignored:",
			`line 7, column 9: Metadata.userpoolclient has no member "ignored"; it must be ignore`},
	}
	for _, test := range wrong {
		_, err := iac.Load("t.yaml", []byte(strings.Replace(body, test.old, test.new, 1)))
		if err == nil || err.Error() != test.want {
			t.Errorf("%s: got %v, want %s", test.reason, err, test.want)
		}
	}
}
