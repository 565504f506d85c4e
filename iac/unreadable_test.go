package iac_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

const (
	hclSource   = "# our client\nlocals {}\n\n  resource \"aws_cognito_user_pool_client\" \"web\" {\n  name = \"web\"\n}\n"
	hclJSON     = `{"terraform":{},"resource":{"aws_cognito_user_pool_client":{"web":{"name":"web"}}}}`
	rawState    = `{"version":4,"lineage":"x","resources":[{"mode":"managed","type":"aws_cognito_user_pool_client"}]}`
	pulumiYAML  = "name: shop\nruntime: yaml\nresources:\n  web:\n    type: aws:cognito:UserPoolClient\n    properties: {}\n"
	cdkTreeJSON = `{"version":"tree-0.1","tree":{"attributes":{"aws:cdk:cloudformation:type":"AWS::Cognito::UserPoolClient"}}}`
)

// TestUnreadable holds that a file that holds a client in a form that is not read
// never passes for one without.
func TestUnreadable(t *testing.T) {
	tests := []struct {
		reason, name, data, at, want string
		discovered                   bool // it is so of a file that nobody named, too
	}{
		{"Terraform's own language", "main.tf", hclSource, "4:3", "is Terraform source", true},
		{"on standard input", "-", hclSource, "4:3", "is Terraform source", false},
		{"behind a byte order mark", "main.tf", "\ufeffresource \"aws_cognito_user_pool_client\" \"web\" {}", "1:1",
			"is Terraform source", true},
		{"a managed client", "main.tf", strings.Replace(hclSource, "user_pool", "managed_user_pool", 1), "4:3",
			"is Terraform source", true},
		{"labels without quotes", "main.tf", "resource aws_cognito_user_pool_client web {}", "1:1", "is Terraform source", true},
		{"no space", "main.tf", `resource"aws_cognito_user_pool_client""web"{}`, "1:1", "is Terraform source", true},
		{"the provider awscc", "main.tf", strings.Replace(hclSource, "aws_", "awscc_", 1), "4:3", "is Terraform source", true},
		{"the provider awscc as JSON", "main.tf.json", strings.Replace(hclJSON, "aws_", "awscc_", 1), "1:29",
			"is Terraform source", true},
		{"a list of resources as JSON", "main.tf.json",
			`{"resource":[{"aws_iam_role":{}},{"aws_cognito_user_pool_client":{"web":{"name":"web"}}}]}`, "1:35",
			"is Terraform source", true},
		{"a raw state of the provider awscc", "terraform.tfstate", strings.Replace(rawState, "aws_", "awscc_", 1), "1:66",
			"is Terraform's raw state", true},
		{"Terraform's own language as JSON", "main.tf.json", hclJSON, "1:29", "is Terraform source", true},
		{"a raw state", "terraform.tfstate", rawState, "1:66", "is Terraform's raw state", true},
		{"a Pulumi program", "Pulumi.yaml", pulumiYAML, "5:11", "has an app client in a Pulumi program or state", true},
		{"CDK's tree", "tree.json", cdkTreeJSON, "1:23", "is the tree of constructs that CDK writes", false},
		{"a plan that ended in errors", "plan.json", strings.Replace(change(client, `{"actions":["create"],"after":{}}`, `{}`),
			"{", `{"errored":true,`, 1), "1:1", "is a plan that ended in errors", true},
		{"a preview that ended in errors", "preview.json", `{"steps":[{"op":"create","newState":{"type":` +
			`"aws:cognito/userPoolClient:UserPoolClient","inputs":{}}}],"diagnostics":[{"severity":"warning"},{"severity":"error"}]}`,
			"1:142", "is a preview that ended in errors", true},
		{"a list of resources in a template", "a.yaml", "Resources:\n  - Type: AWS::SQS::Queue\n" +
			"  - Type: AWS::Cognito::UserPoolClient\n", "2:3", "Resources is a list", true},
		{"a list of resources in a template in JSON", "a.json",
			`{"Resources":[{"Type":"AWS::Cognito::UserPoolClient"}]}`, "1:14", "Resources is a list", true},
		{"a list of clients", "a.json", `[{"CallbackURLs":["http://a.example.jp"]}]`, "1:2",
			"is an app client in a list; each must be", true},
		{"a list of what Describe answers", "a.json", " [\n{\"UserPoolClient\":{\"LogoutURLs\":[]}}]", "2:1",
			"is an app client in a list; each must be", true},
		{"a list of clients in YAML", "a.yaml", "- ClientName: web\n  CallbackURLs: ['http://a.example.jp']\n", "1:3",
			"is an app client in a list; each must be", true},
		{"a list of clients under what List answers", "a.yaml", "UserPoolClients:\n- LogoutURLs: []\n", "2:3",
			"is an app client in a list; each must be", true},
		{"what List answers", "a.json", `{"UserPoolClients":[{"ClientId":"a","ClientName":"web","UserPoolId":"b"}]}`, "1:21",
			"is an app client in a list without its settings", false},
		{"a binary plan", "plan.out", "PK\x03\x04...", "", "is a binary plan", false},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			_, err := iac.Load(test.name, []byte(test.data))
			var unreadable *iac.UnreadableError
			if !errors.As(err, &unreadable) || !strings.HasPrefix(unreadable.Reason, test.want) ||
				unreadable.File != test.name {
				t.Fatalf("got %v, want %s", err, test.want)
			}
			if at := unreadable.Position; test.at != "" && at.String() != test.at {
				t.Errorf("at %v, want %s", at, test.at)
			}
			var syntax *iac.SyntaxError
			if !errors.As(err, &syntax) || syntax.Message != unreadable.Reason {
				t.Errorf("it is no *SyntaxError to who asks for one: %v", syntax)
			}
			all, err := (iac.Options{Discovered: true}).Load(test.name, []byte(test.data))
			if isError := errors.As(err, &unreadable); isError != test.discovered || all != nil {
				t.Errorf("in a folder: %v", err)
			}
		})
	}
}

// TestNotUnreadable holds that files of other tools, and files that only speak of
// a client, are no error.
func TestNotUnreadable(t *testing.T) {
	for _, test := range []struct{ reason, name, data string }{
		{"a Terraform file without a client", "main.tf", `resource "aws_cognito_user_pool" "users" {}`},
		{"a Terraform file that refers to one", "out.tf",
			`output "id" { value = aws_cognito_user_pool_client.web.id }`},
		{"a client that is commented out", "main.tf", `# resource "aws_cognito_user_pool_client" "web" {}`},
		{"a data source", "main.tf", `data "aws_cognito_user_pool_client" "web" {}`},
		{"a text that quotes Terraform", "notes.yaml", "text: |\n" + strings.ReplaceAll("\n"+hclSource, "\n", "\n  ")},
		{"a Helm chart that begins with a brace", "chart.yaml",
			"{{- if .Values.cognito }}\na: AWS::Cognito::UserPool\n{{ end }}"},
		{"another tool's JSON with a member of the API", "settings.json", `{"ReadAttributes":["a"],"Other":1}`},
		{"another tool's YAML with a member of the API", "settings.yaml", "ReadAttributes: [a]\nOther: 1\n"},
		{"a client of the API with a member that is none", "client.json", `{"ReadAttributes":["a"],"Other":1}`},
		{"a Pulumi program without a client", "Pulumi.yaml", "resources: {web: {type: 'aws:cognito:UserPool'}}"},
		{"a report of another tool", "x.json", `{"steps":[],"diagnostics":[{"severity":"error"}]}`},
		{"a raw state without a client", "x.json", `{"version":4,"lineage":"x","resources":[]}`},
	} {
		all, err := (iac.Options{Discovered: true}).Load(test.name, []byte(test.data))
		if err != nil || all != nil {
			t.Errorf("%s: got %v, %v", test.reason, all, err)
		}
	}
}

// TestRecognised holds that a client is read in whatever it stands.
func TestRecognised(t *testing.T) {
	const template = `{"Type":"AWS::Cognito::UserPoolClient","Properties":{"CallbackURLs":["http://a.example.jp"]}}`
	tests := []struct {
		reason, name, data string
		format             iac.Format
		discovered         bool
	}{
		{"a fragment of a template", "a.json", `{"Web":` + template + `}`, iac.FormatServerless, true},
		{"one resource", "a.json", template, iac.FormatServerless, true},
		{"one resource in YAML", "a.yaml",
			"Type: AWS::Cognito::UserPoolClient\nProperties: {CallbackURLs: ['http://a.example.jp']}\n",
			iac.FormatServerless, true},
		{"Serverless in JSON", "serverless.json", `{"service":"x","resources":{"Resources":{"Web":` + template + `}}}`,
			iac.FormatServerless, true},
		{"the parts of a Serverless file", "serverless.yml", "resources:\n  - ${file(x.yml)}\n  - Resources: {Web: " +
			template + "}\n",
			iac.FormatServerless, true},
		{"the state of Serverless", "serverless-state.json",
			`{"service":{"service":"x","provider":{"compiledCloudFormationTemplate":{"Resources":{"Web":` +
				template + `}}}},"package":{}}`, iac.FormatServerless, true},
		{"resources beside the Resources of a template", "a.json",
			`{"resources":{"x":1},"Resources":{"Web":` + template + `}}`, iac.FormatServerless, true},
		{"the same, in YAML", "a.yaml", "resources: {x: 1}\nResources: {Web: " + template + "}\n", iac.FormatServerless,
			true},
		{"Resources beside those of Serverless", "a.json",
			`{"service":"x","resources":{"Resources":{"Q":{"Type":"AWS::SQS::Queue"}}},"Resources":{"Web":` + template + `}}`,
			iac.FormatServerless, true},
		{"a client in YAML", "client.yaml", "ClientName: web\nCallbackURLs:\n  - http://a.example.jp\n", iac.FormatAPI,
			true},
		{"a resource with a name of the API", "part.yaml", "UserPoolClient:\n  Type: AWS::Cognito::UserPoolClient\n" +
			"  Properties: {CallbackURLs: ['http://a.example.jp']}\n", iac.FormatServerless, true},
		{"a client in YAML that speaks of templates", "client.yaml",
			"# as AWS::Cognito::UserPoolClient\nClientName: web\nCallbackURLs:\n  - http://a.example.jp\n", iac.FormatAPI, true},
		{"a client in YAML behind a template", "client.yaml", "Resources: {Users: {Type: 'AWS::Cognito::UserPool'}}\n---\n" +
			"CallbackURLs:\n  - http://a.example.jp\n", iac.FormatAPI, true},
		{"what Describe answers, in YAML", "client.yaml",
			"UserPoolClient:\n  ClientName: web\n  CallbackURLs: ['http://a.example.jp']\n", iac.FormatAPI, true},
		{"a type in another case", "a.yaml", "Resources:\n  Web: " + strings.Replace(template, "PoolClient",
			"poolClient", 1), iac.FormatCloudFormation, true},
		{"a misspelt type", "a.json", `{"Resources":{"Web":` + strings.Replace(template, "PoolClient", "PoolCleint",
			1) + `}}`,
			iac.FormatCloudFormation, true},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			for _, discovered := range []bool{false, test.discovered} {
				r := one(t, test.name, test.data, iac.Options{Discovered: discovered})
				if r.Format != test.format {
					t.Errorf("format %s, want %s", r.Format, test.format)
				}
				rules := make(map[string]iac.Finding)
				for _, f := range r.Check() {
					rules[f.Rule] = f
				}
				if at := rules["redirect-http"].Position; !at.IsValid() || !strings.HasPrefix(lineAt(test.data, at),
					"http://") {
					t.Errorf("redirect-http stands at %v: %v", at, rules["redirect-http"])
				}
				misspelt := strings.Contains(test.reason, "type")
				if f, ok := rules["resource-type-unknown"]; ok != misspelt || ok &&
					f.RejectedBy != iac.LayerCloudFormation {
					t.Errorf("resource-type-unknown: %v", f)
				}
			}
		})
	}
}

// lineAt is the text from a position on, without quotes and the mark of an item.
func lineAt(text string, at iac.Position) string {
	return strings.TrimLeft(strings.Split(text, "\n")[at.Line-1][at.Column-1:], `'"`)
}

// TestClientInYAML holds that a client in YAML has its types checked as one in
// JSON.
func TestClientInYAML(t *testing.T) {
	for _, test := range []struct{ reason, data, want string }{
		{"a misspelt member", "ClientName: web\nCalbackURLs: []\n",
			`line 2, column 1: CalbackURLs is not a property of an app client in the API (did you mean "CallbackURLs"?)`},
		{"a wrong type", "CallbackURLs: https://a.example.jp\n", "line 1, column 15: CallbackURLs is a string"},
	} {
		if _, err := iac.Load("client.yaml", []byte(test.data)); err == nil || err.Error() != test.want {
			t.Errorf("%s: got %v, want %s", test.reason, err, test.want)
		}
	}
	r := one(t, "client.yaml",
		"ClientName: ~\nAccessTokenValidity: 60\nTokenValidityUnits: {AccessToken: minutes}\nEnableTokenRevocation: yes\n", iac.Options{})
	if r.Config.ClientName != nil || *r.Config.AccessTokenValidity != 60 ||
		r.Config.TokenValidityUnits.AccessToken != "minutes" ||
		!*r.Config.EnableTokenRevocation || r.Context.Operation != userpoolclient.OperationUnknown {
		t.Errorf("got %+v", r.Config)
	}
}

// TestYAMLErrorShowsNothing holds that the error about an alias does not show its
// name, which may be a secret that begins with an asterisk.
func TestYAMLErrorShowsNothing(t *testing.T) {
	_, err := iac.Load("t.yaml", []byte(template("      ClientSecret: *hunter2hunter2\n")))
	if err == nil || strings.Contains(err.Error(), "hunter2") || !strings.Contains(err.Error(), "must be quoted") {
		t.Errorf("got %v", err)
	}
}

// TestParameters holds that a value for a parameter that there is not is an error.
func TestParameters(t *testing.T) {
	const declared = "Parameters:\n  Callback: {Type: String}\n"
	file := func(text string) string { return text + template("      CallbackURLs: [!Ref Callback]\n") }
	give := func(names ...string) iac.Options {
		o := iac.Options{Parameters: make(map[string]string)}
		for _, name := range names {
			o.Parameters[name] = "x"
		}
		return o
	}
	for _, test := range []struct {
		reason, name, data string
		o                  iac.Options
		want               string
	}{
		{"declared", "t.yaml", file(declared), give("Callback"), ""},
		{"a pseudo parameter", "t.yaml", file(declared), give("AWS::Region"), ""},
		{"a typo", "t.yaml", file(declared), give("Calback"),
			`the template declares no parameter "Calback" (did you mean "Callback"?)`},
		{"nothing near", "t.yaml", file(declared), give("Other"), `the template declares no parameter "Other"`},
		{"no parameters at all", "t.yaml", file(""), give("Callback"), `the template declares no parameter "Callback"`},
		{"a client of the API", "c.json", `{"ClientName":"x"}`, give("Callback"),
			`the template declares no parameter "Callback"`},
		{"a plan", "p.json", change(client, `{"actions":["create"],"after":{"name":"x"}}`, "{}"), give("Callback"),
			`the template declares no parameter "Callback"`},
		{"a file without a client", "t.yaml", declared + "Resources: {A: {Type: 'AWS::Cognito::UserPool'}}",
			give("Other"), ""},
		{"another file includes it and may declare it", "t.yaml", "Web: {Type: 'AWS::Cognito::UserPoolClient'}",
			give("Other"), ""},
	} {
		_, err := test.o.Load(test.name, []byte(test.data))
		var parameter *iac.ParameterError
		if test.want == "" && err != nil || test.want != "" && (!errors.As(err, &parameter) ||
			err.Error() != test.want) {
			t.Errorf("%s: got %v, want %s", test.reason, err, test.want)
		}
		test.o.SharedParameters = true
		if _, err := test.o.Load(test.name, []byte(test.data)); err != nil {
			t.Errorf("%s: got %v, though another file may declare it", test.reason, err)
		}
	}
	if r := one(t, "t.yaml", file(declared), iac.Options{}); len(r.Parameters) != 1 || r.Parameters[0] != "Callback" {
		t.Errorf("parameters %q", r.Parameters)
	}
}
