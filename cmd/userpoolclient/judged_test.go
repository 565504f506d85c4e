package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/userpoolclient/userpoolclient/iac"
)

const (
	terraformSource = "provider \"aws\" {}\n\nresource \"aws_cognito_user_pool_client\" \"web\" {\n  callback_urls = [\"http://a.example.jp/cb\"]\n}\n"
	pulumiProgram   = "name: shop\nruntime: yaml\nresources:\n  web:\n    type: aws:cognito:UserPoolClient\n    properties:\n      callbackUrls: [\"http://a.example.jp/cb\"]\n"
	cdkTree         = `{"version":"tree-0.1","tree":{"id":"App","children":{"Web":{"attributes":{"aws:cdk:cloudformation:type":"AWS::Cognito::UserPoolClient","aws:cdk:cloudformation:props":{}}}}}}`
	jsonClient      = `{"UserPoolId":"eu-central-1_a1B2c3D4e","LogoutURLs":[],"CallbackURLs":["http://a.example.jp/cb"]}`
	jsonFragment    = `{"Web":{"Type":"AWS::Cognito::UserPoolClient","Properties":{"CallbackURLs":["http://a.example.jp/cb"]}}}`
	jsonTemplate    = `{"Resources":` + jsonFragment + `}`
	yamlClientText  = "UserPoolId: eu-central-1_a1B2c3D4e\nClientName: shop\nCallbackURLs:\n  - http://a.example.jp/cb\nLogoutURLs: []\n"
	helmChart       = "{{- if .Values.enabled }}\napiVersion: v1\nkind: ConfigMap\n{{- end }}\n"
	prodTemplate    = "Parameters:\n  Stage: {Type: String}\nConditions:\n  IsProd: !Equals [!Ref Stage, prod]\nResources:\n" +
		"  Web:\n    Type: AWS::Cognito::UserPoolClient\n    Condition: IsProd\n    Properties: {}\n"
	brokenTemplate = "Resources:\n  Web:\n    Type: AWS::Cognito::UserPoolClient\n    Properties: [\n"
	misspeltType   = "Resources:\n  Web:\n    Type: AWS::Cognito::UserpoolClient\n    Properties: {}\n"
)

// notRead is what a row of TestJudged expects of something that is not judged.
type notRead struct {
	file   string
	line   int
	reason string // a part of it
}

// TestJudged: what holds an app client and is not judged never passes for clean,
// whatever the form of the output; what holds none is no error.
func TestJudged(t *testing.T) {
	schema := sarifSchema(t)
	for _, test := range []struct {
		why   string
		files map[string]string
		links map[string]string
		stdin string
		args  []string
		code  int
		not   []notRead
	}{
		// What was silent.
		{"a folder whose only clients are Terraform source", map[string]string{"infra/main.tf": terraformSource}, nil,
			"", []string{"."}, exitFindings, nil},
		{"a pattern of Terraform source", map[string]string{"main.tf": terraformSource}, nil, "", []string{"*.tf"},
			exitFindings, nil},
		{"Terraform source that is named", map[string]string{"main.tf": terraformSource}, nil, "", []string{"main.tf"},
			exitFindings, nil},
		{"Terraform source that is broken", map[string]string{"main.tf": terraformSource + "resource {"}, nil, "",
			[]string{"."}, exitUsage, []notRead{{"main.tf", 6, ""}}},
		{"Terraform source without a client, named", map[string]string{"main.tf": "provider \"aws\" {}\n"}, nil, "",
			[]string{"main.tf"}, exitUsage, []notRead{{"main.tf", 0, "holds no app client, nor does its module"}}},
		{"a module about users from elsewhere", map[string]string{"main.tf": terraformSource +
			"module \"auth\" {\n  source = \"example/cognito/aws\"\n}\n"}, nil, "",
			[]string{"."}, exitUsage, []notRead{{"main.tf", 6, "example/cognito/aws"}}},
		{"a module about user pools from elsewhere, beside a client that is read", map[string]string{
			"main.tf":  "module \"users\" {\n  source = \"example/cognito/aws\"\n}\n",
			"web.yaml": shopTemplate,
		}, nil, "", []string{"."}, exitUsage, []notRead{{"main.tf", 1, "example/cognito/aws"}}},
		{"a module about something else from elsewhere", map[string]string{"main.tf": terraformSource +
			"module \"net\" {\n  source = \"example/vpc/aws\"\n}\n"}, nil, "",
			[]string{"."}, exitFindings, nil},
		{"Terraform source on standard input", nil, nil, terraformSource, []string{"-"}, exitUsage,
			[]notRead{{"<stdin>", 3, "is Terraform source"}}},
		{"Terraform source for OpenTofu", map[string]string{"main.tofu": terraformSource}, nil, "", []string{"."},
			exitFindings, nil},
		{"Terraform source in JSON",
			map[string]string{"main.tf.json": `{"resource":{"aws_cognito_user_pool_client":{"web":{"name":"w","user_pool_id":"a","callback_urls":["http://a.example.jp/"]}}}}`}, nil, "",
			[]string{"main.tf.json"}, exitFindings, nil},
		{"Terraform source in JSON in a folder",
			map[string]string{"main.tf.json": `{"resource":{"aws_cognito_user_pool_client":{"web":{"name":"w","user_pool_id":"a","callback_urls":["http://a.example.jp/"]}}}}`}, nil, "",
			[]string{"."}, exitFindings, nil},
		{"Terraform source that only mentions a client", map[string]string{
			"outputs.tf": "# resource \"aws_cognito_user_pool_client\"\noutput \"id\" { value = aws_cognito_user_pool_client.web.id }\n", "web.yaml": shopTemplate},
			nil, "", []string{"."}, exitFindings, nil},
		{"a link to a folder that is named", map[string]string{"real/web.yaml": shopTemplate},
			map[string]string{"link": "real"}, "", []string{"link"}, exitFindings, nil},
		{"a link to a folder in a folder", map[string]string{"real/web.yaml": shopTemplate, "tree/x.txt": ""},
			map[string]string{"tree/link": "../real"}, "", []string{"tree"}, exitFindings, nil},
		{"a link to a file", map[string]string{"real/web.yaml": shopTemplate, "tree/x.txt": ""},
			map[string]string{"tree/link.yaml": "../real/web.yaml"}, "", []string{"tree"}, exitFindings, nil},
		{"a link that is a loop", map[string]string{"tree/web.yaml": shopTemplate},
			map[string]string{"tree/deep/loop": "../../tree", "tree/self": "self"}, "", []string{"tree"}, exitFindings,
			nil},
		{"Pulumi.yaml", map[string]string{"Pulumi.yaml": pulumiProgram}, nil, "", []string{"Pulumi.yaml"}, exitUsage,
			[]notRead{{"Pulumi.yaml", 5,
				"has an app client in a Pulumi program or state, which is not read; check what pulumi preview --json prints"}}},
		{"Pulumi.yaml in a folder", map[string]string{"Pulumi.yaml": pulumiProgram}, nil, "", []string{"."}, exitUsage,
			[]notRead{{"Pulumi.yaml", 5, "Pulumi"}}},
		{"serverless-state.json", map[string]string{"serverless-state.json": `{"service":{"resources":` + jsonTemplate +
			`}}`}, nil, "", []string{"serverless-state.json"}, exitUsage,
			[]notRead{{"serverless-state.json", 1, "outside the Resources of a template"}}},
		{"CDK's tree.json", map[string]string{"tree.json": cdkTree}, nil, "", []string{"tree.json"}, exitUsage,
			[]notRead{{"tree.json", 1, "is the tree of constructs that CDK writes; check the templates beside it"}}},
		{"CDK's tree.json beside its template", map[string]string{"tree.json": cdkTree,
			"App.template.json": jsonTemplate}, nil, "", []string{"."}, exitFindings, nil},
		{"a client in YAML", map[string]string{"client.yaml": yamlClientText}, nil, "", []string{"client.yaml"},
			exitFindings, nil},
		{"a client in YAML in a folder", map[string]string{"client.yaml": yamlClientText}, nil, "", []string{"."},
			exitFindings, nil},
		{"a JSON fragment of a template", map[string]string{"web.json": jsonFragment}, nil, "", []string{"web.json"},
			exitFindings, nil},
		{"a JSON fragment of a template in a folder", map[string]string{"web.json": jsonFragment}, nil, "",
			[]string{"."}, exitFindings, nil},
		{"a misspelt type", map[string]string{"web.yaml": misspeltType}, nil, "", []string{"web.yaml"}, exitUsage,
			[]notRead{{"web.yaml", 3,
				`"AWS::Cognito::UserpoolClient" is not the type of an app client; it must be AWS::Cognito::UserPoolClient`}}},
		{"a misspelt type in a folder", map[string]string{"web.yaml": misspeltType}, nil, "", []string{"."}, exitUsage,
			[]notRead{{"web.yaml", 3, "is not the type of an app client"}}},
		{"a misspelt type beside a client that is read", map[string]string{"web.yaml": shopTemplate +
			"  App:\n    Type: AWS::Cognito::UserPoolClients\n"}, nil, "", []string{"."}, exitUsage,
			[]notRead{{"web.yaml", 23, "is not the type of an app client"}}},
		{"clients that a loop makes", map[string]string{"web.yaml": shopTemplate +
			"  Fn::ForEach::Apps:\n    - Name\n    - [A, B]\n    - App${Name}:\n        Type: AWS::Cognito::UserPoolClient\n"}, nil, "", []string{"."}, exitUsage,
			[]notRead{{"web.yaml", 22, "Fn::ForEach makes app clients, which are not read"}}},
		{"a Kubernetes manifest of a group that is not read",
			map[string]string{"web.yaml": "apiVersion: cognito.aws.jet.crossplane.io/v1alpha2\nkind: UserPoolClient\nspec: {}\n"}, nil, "", []string{"."}, exitUsage,
			[]notRead{{"web.yaml", 2, "is a Kubernetes manifest of an app client"}}},
		{"a template in UTF-16", map[string]string{"web.yaml": utf16(shopTemplate)}, nil, "", []string{"."}, exitUsage,
			[]notRead{{"web.yaml", 0, "is UTF-16; it must be UTF-8"}}},
		{"a syntax error in a file that is named", map[string]string{"web.yaml": brokenTemplate}, nil, "",
			[]string{"web.yaml"}, exitUsage,
			[]notRead{{"web.yaml", 4, "not YAML"}}},
		{"a syntax error in a file that is found", map[string]string{"web.yaml": brokenTemplate,
			"good.yaml": shopTemplate}, nil, "", []string{"."}, exitUsage,
			[]notRead{{"web.yaml", 4, "not YAML"}}},
		{"a file that is not there", map[string]string{"web.yaml": shopTemplate}, nil, "", []string{"web.yaml",
			"missing.yaml"}, exitUsage,
			[]notRead{{"missing.yaml", 0, "no such file or directory"}}},
		{"a parameter that no template has", map[string]string{"web.yaml": shopTemplate}, nil, "",
			[]string{"--parameter", "Domian=a.example.jp", "web.yaml"}, exitUsage,
			[]notRead{{"", 0, `--parameter Domian: no template has such a parameter (did you mean "Domain"?)`}}},
		{"a variable, and no source that has any", map[string]string{"web.yaml": shopTemplate}, nil, "",
			[]string{"--var", "domain=a.example.jp", "--var-file", "a.tfvars", "web.yaml"}, exitUsage,
			[]notRead{{"", 0, "--var domain: there is no Terraform source"},
				{"", 0, "--var-file a.tfvars: there is no Terraform source"}}},
		{"a parameter that a template has", map[string]string{"web.yaml": shopTemplate, "web.json": jsonTemplate}, nil,
			"", []string{"--parameter", "Domain=a.example.jp", "."}, exitFindings, nil},
		{"a client that its condition leaves out, in a file that is named", map[string]string{"web.yaml": prodTemplate},
			nil, "", []string{"--parameter", "Stage=dev", "web.yaml"}, exitUsage,
			[]notRead{{"web.yaml", 0, "creates no app client, by its conditions"}}},
		{"a client that its condition leaves out, in a file that is found", map[string]string{"web.yaml": prodTemplate,
			"shop.yaml": shopTemplate}, nil, "", []string{"--parameter", "Stage=dev", "."}, exitFindings, nil},
		{"a client that its condition leaves out, and no other", map[string]string{"web.yaml": prodTemplate}, nil, "",
			[]string{"--parameter", "Stage=dev", "."}, exitUsage, []notRead{{".", 0, "no app client in 1 file"}}},
		{"a file without a client", map[string]string{"x.yaml": "a: b\n"}, nil, "", []string{"x.yaml"}, exitUsage,
			[]notRead{{"x.yaml", 0, "holds no app client"}}},
		{"a file without a client beside one that has one", map[string]string{"x.yaml": "a: b\n",
			"web.yaml": shopTemplate}, nil, "", []string{"web.yaml", "x.yaml"}, exitUsage,
			[]notRead{{"x.yaml", 0, "holds no app client"}}},
		{"a list of clients in a file that is found", map[string]string{"web.yaml": shopTemplate,
			"all.json": `[{"UserPoolClient":` + jsonClient + `}]`}, nil, "", []string{"."}, exitUsage,
			[]notRead{{"all.json", 1, "is an app client in a list; each must be an input of its own"}}},
		{"a client behind another in a file that is found", map[string]string{"web.yaml": shopTemplate,
			"all.json": jsonClient + "\n" + jsonClient}, nil, "", []string{"."}, exitUsage,
			[]notRead{{"all.json", 2, "a second value begins; each must be an input of its own"}}},
		{"names of clients in a file that is found", map[string]string{"web.yaml": shopTemplate,
			"all.json": `{"UserPoolClients":[{"ClientId":"abc","ClientName":"web"}]}`}, nil, "", []string{"."}, exitFindings,
			nil},
		{"names of clients", map[string]string{"all.json": `{"UserPoolClients":[{"ClientId":"abc","ClientName":"web"}]}`},
			nil, "", []string{"all.json"}, exitUsage,
			[]notRead{{"all.json", 1, "is an app client in a list without its settings; check what describe-user-pool-client"}}},
		{"a pattern without a client", map[string]string{"x.yaml": "a: b\n", "web.yaml": shopTemplate}, nil, "",
			[]string{"web.yaml", "x*.yaml"}, exitUsage,
			[]notRead{{"x*.yaml", 0, "no app client in 2 files"}}},
		{"a pattern that matches nothing", map[string]string{"web.yaml": shopTemplate}, nil, "", []string{"web.yaml",
			"x*.yaml"}, exitUsage,
			[]notRead{{"x*.yaml", 0, "no file matches"}}},
		{"a run that judged nothing", map[string]string{"x.yaml": "a: b\n"}, nil, "", []string{"."}, exitUsage,
			[]notRead{{".", 0, "no app client in 1 file"}}},
		{"a run that judged nothing for .gitignore", map[string]string{"cdk.out/web.yaml": shopTemplate,
			".gitignore": "cdk.out/\n"}, nil, "", []string{"."}, exitUsage,
			[]notRead{{".", 0,
				"no app client in 0 files; 1 entry was passed over (--no-ignore looks into what .gitignore leaves out)"}}},
		{"nothing, which may be", map[string]string{"x.yaml": "a: b\n"}, nil, "", []string{"--allow-empty", "x.yaml",
			"x*.yaml", "."}, exitClean, nil},
		{"what may be empty must still be read", map[string]string{"main.tf": terraformSource + "resource {"}, nil, "",
			[]string{"--allow-empty", "."}, exitUsage,
			[]notRead{{"main.tf", 6, ""}}},

		// What was an error and is none.
		{"a Helm chart", map[string]string{"chart/templates/x.yaml": helmChart, "web.yaml": shopTemplate}, nil, "",
			[]string{"."}, exitFindings, nil},
		{"another tool's JSON with a key of an app client",
			map[string]string{"x.json": `{"ReadAttributes":["a"],"Other":1}`, "y.json": `{"CallbackURLs":{"a":1}}`,
				"web.yaml": shopTemplate},
			nil, "", []string{"."}, exitFindings, nil},
		{"a Helm chart that passes on the ID of a client",
			map[string]string{"x.yaml": "{{- if .Values.auth }}\nenv: [{name: COGNITO_CLIENT, value: {{ .Values.userPoolClientId }}}]\n{{- end }}\n",
				"y.yaml": "a: {{ .Values.userPoolClientId }}\nb: [\n", "z.json": "{{ .Values.userPoolClientId }}",
				"web.yaml": shopTemplate}, nil, "", []string{"."}, exitFindings, nil},
		{"a comment that names a type", map[string]string{"web.yaml": "# Type: AWS::Cognito::UserpoolClient\n" +
			shopTemplate, "x.yaml": "# Type: AWS::Cognito::UserPoolClient\na: [\n"}, nil, "", []string{"."},
			exitFindings, nil},
		{"a schema that names a type",
			map[string]string{"schema.json": `{"typeName":"AWS::Cognito::UserPoolClient","properties":{"CallbackURLs":{}}}`, "rules.yaml": "rules:\n  - AWS::Cognito::UserPoolClient\n", "web.yaml": shopTemplate},
			nil, "", []string{"."}, exitFindings, nil},
		{"a file twice, found and named", map[string]string{"x.yaml": "a: b\n", "web.yaml": shopTemplate}, nil, "",
			[]string{".", "x.yaml"}, exitUsage, []notRead{{"x.yaml", 0, "holds no app client"}}},
		{"a file twice, found and matched", map[string]string{"web.yaml": shopTemplate}, nil, "", []string{".",
			"*.yaml", "web.yaml"}, exitFindings, nil},
		{"a plan that is cut off", map[string]string{"plan.json": terraformPlan[:len(terraformPlan)-9]}, nil, "",
			[]string{"."}, exitUsage, []notRead{{"plan.json", 5, "unexpected end of JSON input"}}},
		{"a broken file of another tool", map[string]string{"tsconfig.json": "{ // x\n}", "x.yaml": "a: [\n",
			"web.yaml": shopTemplate}, nil, "", []string{"."}, exitFindings, nil},
		{"a client of the API that is found and broken",
			map[string]string{"client.json": `{"CallbackURLs":["http://a.example.jp"],"LogoutURLs":[],"Scope":1}`}, nil,
			"", []string{"."}, exitUsage,
			[]notRead{{"client.json", 1, `unknown key "Scope"`}}},
	} {
		t.Run(test.why, func(t *testing.T) {
			inFolder(t, test.files)
			for name, target := range test.links {
				if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.Symlink(target, name); err != nil {
					t.Skip(err)
				}
			}
			for _, form := range []format{formatText, formatConcise, formatJSON, formatSARIF, formatGitHub, formatJUnit,
				formatHTML} {
				got := command(test.stdin, append([]string{"check", "--format", form.String()}, test.args...)...)
				if got.code != test.code {
					t.Errorf("%s: exit code %d, want %d\n%s%s", form, got.code, test.code, got.out, got.err)
				}
				if n := strings.Count(got.err, "\n"); n != len(test.not) {
					t.Errorf("%s: %d lines on standard error, want %d: %s", form, n, len(test.not), got.err)
				}
				carries(t, schema, form, got, test.not)
			}
		})
	}
}

func utf16(text string) string {
	var b strings.Builder
	b.WriteString("\xFF\xFE")
	for _, c := range []byte(text) {
		b.WriteByte(c)
		b.WriteByte(0)
	}
	return b.String()
}

// carries holds that an output tells everything that was not judged, in the way of
// its form.
func carries(t *testing.T, schema *jsonschema.Schema, form format, got result, not []notRead) {
	t.Helper()
	switch form {
	case formatText, formatConcise:
		if want := fmt.Sprintf("not judged: %s", plural(len(not), "input", "inputs")); len(not) > 0 &&
			!strings.Contains(got.out, want) {
			t.Errorf("%s: no %q in\n%s", form, want, got.out)
		}
		for _, n := range not {
			if !strings.Contains(got.err, n.reason) || !strings.Contains(got.err,
				n.file+at(iac.Position{Line: n.line})) {
				t.Errorf("%s: standard error does not tell %+v: %s", form, n, got.err)
			}
		}
	case formatJSON:
		var doc struct{ Run account }
		if err := json.Unmarshal([]byte(got.out), &doc); err != nil {
			t.Fatalf("%v\n%s", err, got.out)
		}
		if len(doc.Run.Unread) != len(not) {
			t.Errorf("json: %+v", doc.Run.Unread)
		}
		for _, n := range not {
			if !slices.ContainsFunc(doc.Run.Unread, func(u unread) bool {
				return u.File == n.file && (n.line == 0 || u.Line == n.line) && strings.Contains(u.Reason, n.reason)
			}) {
				t.Errorf("json: no %+v in %+v", n, doc.Run.Unread)
			}
		}
	case formatSARIF:
		carriesSARIF(t, schema, got, not)
	case formatGitHub:
		for _, n := range not {
			if !strings.Contains(got.out, "title=not judged::") || !strings.Contains(got.out, escapeData(n.reason)) {
				t.Errorf("github: no %+v in\n%s", n, got.out)
			}
			if n.line > 0 && !strings.Contains(got.out, fmt.Sprintf("::error file=%s,line=%d,", escapeProperty(n.file),
				n.line)) {
				t.Errorf("github: no annotation at %s:%d\n%s", n.file, n.line, got.out)
			}
		}
	case formatJUnit:
		var all junitSuites
		if err := xml.Unmarshal([]byte(got.out), &all); err != nil {
			t.Fatal(err)
		}
		if all.Errors != len(not) || all.Tests < 1+len(not) {
			t.Errorf("junit: %d errors of %d tests\n%s", all.Errors, all.Tests, got.out)
		}
	case formatHTML:
		for _, n := range not {
			if !strings.Contains(html.UnescapeString(got.out), n.reason) {
				t.Errorf("html: no %+v", n)
			}
		}
	}
}

func carriesSARIF(t *testing.T, schema *jsonschema.Schema, got result, not []notRead) {
	t.Helper()
	_, log := sarifOf(t, schema, got.out)
	invocation := log.Runs[0].Invocations[0]
	if invocation.ExecutionSuccessful != (len(not) == 0) || invocation.ExitCode != got.code {
		t.Errorf("sarif: successful %v, exit code %d", invocation.ExecutionSuccessful, invocation.ExitCode)
	}
	for _, n := range not {
		if !slices.ContainsFunc(invocation.ToolExecutionNotifications, func(s sarifNotification) bool {
			if s.Level != "error" || !strings.Contains(s.Message.Text, n.reason) {
				return false
			}
			return n.line == 0 || len(s.Locations) == 1 && s.Locations[0].PhysicalLocation.Region.StartLine == n.line
		}) {
			t.Errorf("sarif: no %+v in %+v", n, invocation.ToolExecutionNotifications)
		}
	}
}

// accountOf is the account of a run.
func accountOf(t *testing.T, args ...string) (account, result) {
	t.Helper()
	got := command("", append([]string{"check", "--format", "json"}, args...)...)
	var doc struct{ Run account }
	if err := json.Unmarshal([]byte(got.out), &doc); err != nil {
		t.Fatalf("%v\n%s%s", err, got.out, got.err)
	}
	return doc.Run, got
}

// TestNotCreated holds that app clients that are not created are counted and listed.
func TestNotCreated(t *testing.T) {
	inFolder(t, map[string]string{"web.yaml": prodTemplate, "shop.yaml": shopTemplate})
	run, got := accountOf(t, "--parameter", "Stage=dev", ".")
	want := []unread{{File: "web.yaml", Line: 6, Column: 3, Reason: "Web is not created, by the conditions of the template"}}
	if !slices.EqualFunc(run.NotCreated, want, func(a, b unread) bool { return a.String() == b.String() }) {
		t.Errorf("got %v\n%s", run.NotCreated, got.err)
	}
	if run, _ := accountOf(t, "--parameter", "Stage=prod", "."); run.NotCreated != nil || run.Clients != 2 {
		t.Errorf("a client that is created: %+v", run)
	}
	text := command("", "check", "--parameter", "Stage=dev", "--verbose", ".").out
	for _, part := range []string{"App clients that are not created\n  web.yaml:6:3: Web", "1 app client that is not created"} {
		if !strings.Contains(text, part) {
			t.Errorf("no %q in\n%s", part, text)
		}
	}
	for _, form := range []string{"sarif", "html", "json"} {
		got := command("", "check", "--parameter", "Stage=dev", "--format", form, ".").out
		if !strings.Contains(got, want[0].Reason) {
			t.Errorf("%s does not tell of it", form)
		}
	}
	resolved := command("", "resolve", "--parameter", "Stage=dev", "web.yaml")
	if resolved.code != exitUsage || !strings.Contains(resolved.err, "web.yaml:6:3: Web is not created") {
		t.Errorf("resolve: %+v", resolved)
	}
}

// TestModuleOnce holds that a module is judged once, however often its files are named.
func TestModuleOnce(t *testing.T) {
	client := func(name string) string { return strings.ReplaceAll(terraformSource, `"web"`, `"`+name+`"`) }
	inFolder(t, map[string]string{"infra/main.tf": client("one"), "infra/web.tf": client("two")})
	absolute, err := filepath.Abs("infra/main.tf")
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"."}, {absolute, "."}, {".", "infra/main.tf"}, {"infra/main.tf", "."}, {"infra", "."}, {"infra/*.tf", "."}, {"infra/main.tf"},
		{"infra/main.tf", "infra/web.tf"},
	} {
		if run, got := accountOf(t, args...); run.Clients != 2 || got.code != exitFindings {
			t.Errorf("%v: %d app clients, exit code %d\n%s", args, run.Clients, got.code, got.err)
		}
	}
}

// TestUnknown holds that values that are not known are counted, told with their
// line, and fail the run where that is asked for.
func TestUnknown(t *testing.T) {
	inFolder(t, map[string]string{
		"web.yaml": strings.Replace(shopTemplate, "http://", "https://", 1),
		"known.yaml": "Resources:\n  Web:\n    Type: AWS::Cognito::UserPoolClient\n    Properties:\n      UserPoolId: !ImportValue Users\n      WriteAttributes: [name]\n" +
			"      PreventUserExistenceErrors: ENABLED\n      RefreshTokenRotation: {Feature: ENABLED, RetryGracePeriodSeconds: 10}\n",
	})
	run, got := accountOf(t, "web.yaml")
	if got.code != exitClean {
		t.Errorf("exit code %d\n%s", got.code, got.out)
	}
	for i, line := range []int{13, 14, 16} {
		if len(run.Unknown) != 3 || run.Unknown[i].Line != line || run.Unknown[i].Resource != "Web" ||
			run.Unknown[i].File != "web.yaml" || !run.Unknown[i].Decides {
			t.Fatalf("unknown %+v", run.Unknown)
		}
	}
	if !slices.ContainsFunc(run.Skipped, func(s skippedRule) bool {
		return s.Rule == "redirect-http" &&
			slices.Contains(s.Lacks, lacksValue)
	}) {
		t.Errorf("skipped %+v", run.Skipped)
	}
	for _, row := range []struct {
		why, file string
		code      int
	}{
		{"a callback that is not known", "web.yaml", exitFindings},
		{"an ID that is not known is not asked for", "known.yaml", exitClean},
	} {
		if got := command("", "check", "--fail-on-unknown", row.file); got.code != row.code {
			t.Errorf("%s: exit code %d, want %d\n%s", row.why, got.code, row.code, got.out)
		}
	}
	text := command("", "check", "--verbose", "web.yaml").out
	for _, want := range []string{"web.yaml:14:11: Web CallbackURLs[1]",
		"not judged: 3 settings whose values are not known", "for want of --pool, --kind"} {
		if !strings.Contains(strings.Join(strings.Fields(text), " "), want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// TestSkipped holds that rules that lack what a flag tells are counted, with the
// flag, and run when it is there.
func TestSkipped(t *testing.T) {
	client, pool := file(t, "client.json", clean), file(t, "pool.json",
		`{"Tier":"ESSENTIALS","Attributes":[],"IdentityProviders":[],"Scopes":[],"AttributeMappings":[]}`)
	run, _ := accountOf(t, client)
	lacks := func(run account) map[string]bool {
		all := make(map[string]bool)
		for _, s := range run.Skipped {
			for _, l := range s.Lacks {
				all[l] = true
			}
		}
		return all
	}
	if got := lacks(run); len(got) != 4 || !got["operation"] || !got["secret"] || !got["pool"] || !got["kind"] {
		t.Errorf("without a flag: %v", got)
	}
	run, _ = accountOf(t, "--operation", "create", "--kind", "web", "--pool", pool, client)
	if got := lacks(run); len(got) != 0 {
		t.Errorf("with every flag: %v", run.Skipped)
	}
	run, _ = accountOf(t, "--operation", "create", "--kind", "web", "--pool", file(t, "scopes.json", `{"Scopes":[]}`), client)
	var rules []string
	for _, s := range run.Skipped {
		rules = append(rules, s.Rule)
	}
	if got := lacks(run); len(got) != 1 || !got["pool"] || !slices.Contains(rules, "auth-flow-tier") ||
		slices.Contains(rules, "scope-not-in-pool") {
		t.Errorf("with a part of the pool: %v", run.Skipped)
	}
	if got := command("", "check", client); !strings.Contains(got.out, "nothing found\nnot judged: ") {
		t.Errorf("got %s", got.out)
	}
}

// TestLeftOut holds that findings that are left out are counted, by what leaves
// them out.
func TestLeftOut(t *testing.T) {
	beside := strings.Replace(shopTemplate, "    Properties:\n",
		"    Metadata:\n      userpoolclient:\n        ignore:\n          - {rule: redirect-http, reason: old}\n    Properties:\n", 1)
	for _, test := range []struct {
		why, template, settings string
		args                    []string
		want                    suppressedBy
		says                    string
	}{
		{"beside the resource", beside, "", nil, suppressedBy{Resource: 1}, "1 by suppressions beside resources"},
		{"in the settings", shopTemplate, "ignore: [{rule: redirect-http, reason: old}]", nil, suppressedBy{Config: 1},
			"1 by .userpoolclient.yaml"},
		{"by the flag", shopTemplate, "", []string{"--ignore", "redirect-http"}, suppressedBy{Ignore: 1},
			"1 by --ignore"},
		{"by the baseline", shopTemplate, "", []string{"--baseline", "base.json"}, suppressedBy{Baseline: 1},
			"1 by the baseline"},
		{"advice of little harm", shopTemplate, "", []string{"--min-harm", "high", "--ignore", "redirect-http",
			"advised.json"}, suppressedBy{Ignore: 1, MinHarm: 1}, "1 by --min-harm"},
	} {
		t.Run(test.why, func(t *testing.T) {
			inFolder(t, map[string]string{"web.yaml": shopTemplate, "advised.json": adviced})
			if got := command("", "check", "--write-baseline", "base.json", "web.yaml"); got.code != exitClean {
				t.Fatal(got)
			}
			if err := os.WriteFile("web.yaml", []byte(test.template), 0o644); err != nil {
				t.Fatal(err)
			}
			if test.settings != "" {
				if err := os.WriteFile(settingsName, []byte(test.settings), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			run, got := accountOf(t, append(test.args, "web.yaml")...)
			if run.Suppressed != test.want || got.code != exitClean {
				t.Errorf("suppressed %+v, want %+v, exit code %d\n%s", run.Suppressed, test.want, got.code, got.out)
			}
			text := command("", append([]string{"check", "web.yaml"}, test.args...)...).out
			if !strings.Contains(strings.Join(strings.Fields(text), " "), test.says) {
				t.Errorf("no %q in\n%s", test.says, text)
			}
		})
	}
}

// TestToldForNamedFiles holds that suppressions and entries of a baseline that
// nothing needs are told where the one file that they are about is named.
func TestToldForNamedFiles(t *testing.T) {
	inFolder(t, map[string]string{
		"web.yaml": shopTemplate, "other.yaml": shopTemplate,
		settingsName: "ignore:\n  - {rule: redirect-fragment, path: web.yaml, reason: old}\n  - {rule: redirect-wildcard, path: '*.yaml', reason: old}\n",
	})
	got := command("", "check", "--format", "concise", "web.yaml")
	if !strings.Contains(got.out, settingsName+":2:5: warning: ignore suppresses redirect-fragment") ||
		strings.Contains(got.out, "redirect-wildcard") {
		t.Errorf("got %s", got.out)
	}
	if got := command("", "check", "--format", "concise", "other.yaml"); strings.Contains(got.out, ruleUnused) {
		t.Errorf("told of another file: %s", got.out)
	}
	if got := command("", "check", "--write-baseline", "base.json", "web.yaml", "other.yaml"); got.code != exitClean {
		t.Fatal(got)
	}
	if err := os.WriteFile("web.yaml", []byte(strings.Replace(shopTemplate, "http://", "https://", 1)),
		0o644); err != nil {
		t.Fatal(err)
	}
	got = command("", "check", "--format", "concise", "--baseline", "base.json", "web.yaml")
	if want := "base.json: warning: findings holds 1 finding that is no longer there: "; !strings.Contains(got.out,
		want) {
		t.Errorf("no %q in %s", want, got.out)
	}
}

// TestToldForFolders holds that a suppression that nothing needs is told in a run
// over its folder, but not where what it is about was passed over.
func TestToldForFolders(t *testing.T) {
	files := func(path string) map[string]string {
		return map[string]string{
			"web.yaml": shopTemplate, "infra/web.yaml": shopTemplate, "cdk.out/web.yaml": shopTemplate,
			".gitignore": "cdk.out/\n",
			settingsName: "ignore: [{rule: redirect-fragment, path: '" + path + "', reason: old}]\n",
		}
	}
	for _, test := range []struct {
		why, path string
		args      []string
		told      bool
	}{
		{"a folder that was looked at", "infra/**", []string{"."}, true},
		{"a folder that was passed over", "cdk.out/**", []string{"."}, false},
		{"a folder that was passed over, looked into", "cdk.out/**", []string{"--no-ignore", "."}, true},
		{"all files, of which some were passed over", "**", []string{"."}, false},
		{"all files, all of which were looked at", "**", []string{"--no-ignore", "."}, true},
		{"a run over another folder", "infra/**", []string{"cdk.out"}, false},
	} {
		inFolder(t, files(test.path))
		got := command("", append([]string{"check", "--format", "concise"}, test.args...)...)
		if told := strings.Contains(got.out, "["+ruleUnused+"]"); told != test.told || !strings.Contains(got.out,
			"redirect-http") {
			t.Errorf("%s: told %v, want %v\n%s%s", test.why, told, test.told, got.out, got.err)
		}
	}
}

// TestSettingsAbove holds that settings are those of the nearest folder above a
// file, within its repository, and that they say what flags say.
func TestSettingsAbove(t *testing.T) {
	inFolder(t, map[string]string{
		"repo/.git/HEAD": "",
		settingsName:     "ignore: [{rule: redirect-http, reason: beyond the repository}]",
		"repo/" +
			settingsName: "fail-on: warning\nexclude: [legacy/]\nparameters: {Domain: a.example.jp}\nkind: web\n",
		"repo/a/web.yaml":             shopTemplate,
		"repo/legacy/web.yaml":        shopTemplate,
		"repo/b/" + settingsName:      "ignore: [{rule: redirect-http, reason: here}]\npool: pool.json\n",
		"repo/b/deep/web.yaml":        strings.Replace(shopTemplate, "[COGNITO]", "[COGNITO, Google]", 1),
		"repo/b/pool.json":            `{"IdentityProviders":["Okta"]}`,
		"repo/c/" + settingsName:      "fail-on: error\n",
		"repo/c/warned.json":          warned,
		"repo/d/warned.json":          warned,
		"repo/parameter/web.yaml":     strings.Replace(shopTemplate, "https://${Domain}", "http://${Domain}", 1),
		"repo/e/" + settingsName:      "min-harm: high\n",
		"repo/e/advised.json":         adviced,
		"repo/broken/" + settingsName: "fail-on: never\n",
		"repo/broken/web.yaml":        shopTemplate,
	})
	for _, test := range []struct {
		why, path string
		args      []string
		code      int
		has, not  string
	}{
		{"the nearest, not one beyond the repository", "repo/a", nil, exitFindings, "redirect-http", "passed over"},
		{"exclude", "repo/legacy/../", []string{"--fail-on", "error", "--exclude", "broken/", "--exclude",
			"repo/broken"}, exitFindings, "repo/a/web.yaml", "legacy/web.yaml"},
		{"the kind", "repo/a", nil, exitFindings, "confidential-client-without-secret", ""},
		{"one further down takes its place", "repo/b", nil, exitFindings, "identity-provider-not-in-pool",
			"redirect-http"},
		{"fail-on warning from above", "repo/d/warned.json", nil, exitFindings, "1 warning", ""},
		{"fail-on error in its own folder", "repo/c/warned.json", nil, exitClean, "1 warning", ""},
		{"the flag goes before", "repo/d/warned.json", []string{"--fail-on", "error"}, exitClean, "1 warning", ""},
		{"parameters", "repo/parameter/web.yaml", nil, exitFindings, "http://a.example.jp/cb", ""},
		{"the flag goes before parameters", "repo/parameter/web.yaml", []string{"--parameter", "Domain=b.example.jp"},
			exitFindings, "http://b.example.jp/cb", "a.example.jp"},
		{"min-harm", "repo/e/advised.json", nil, exitClean, "left out: 1 finding", "analytics"},
		{"the flag goes before min-harm", "repo/e/advised.json", []string{"--min-harm", "low"}, exitClean, "analytics",
			""},
		{"a value that there is not", "repo/broken/web.yaml", nil, exitUsage,
			`repo/broken/.userpoolclient.yaml: line 1: fail-on "never" must be one of error, warning, advice`, ""},
	} {
		t.Run(test.why, func(t *testing.T) {
			got := command("", append([]string{"check", "--format", "concise", test.path}, test.args...)...)
			all := got.out + got.err
			if got.code != test.code || !strings.Contains(all, test.has) || test.not != "" && strings.Contains(all,
				test.not) {
				t.Errorf("exit code %d, want %d; want %q, not %q\n%s", got.code, test.code, test.has, test.not, all)
			}
		})
	}
}

// TestIgnoredFolders holds what a walk passes over.
func TestIgnoredFolders(t *testing.T) {
	inFolder(t, map[string]string{
		".git/HEAD":                   "",
		".git/info/exclude":           "private.yaml\n",
		".gitignore":                  "cdk.out/\n*.local.yaml\n!keep.local.yaml\n",
		"web.yaml":                    shopTemplate,
		"private.yaml":                shopTemplate,
		"a.local.yaml":                shopTemplate,
		"keep.local.yaml":             shopTemplate,
		"cdk.out/web.yaml":            shopTemplate,
		"sub/.gitignore":              "/web.yaml\n",
		"sub/web.yaml":                shopTemplate,
		"sub/deep/web.yaml":           shopTemplate,
		".venv/lib/web.yaml":          shopTemplate,
		"node_modules/x/web.yaml":     shopTemplate,
		"sub/node_modules/x/web.yaml": shopTemplate,
		"sub/.terraform/m/main.tf":    terraformSource,
		"vendor/x/web.yaml":           shopTemplate,
	})
	for _, test := range []struct {
		why     string
		args    []string
		clients int
		passed  int
	}{
		{"what git passes over", []string{"."}, 3, 4},
		{"all of it", []string{"--no-ignore", "."}, 7, 0},
		{"what is named is not passed over", []string{"cdk.out"}, 1, 0},
		{"a folder that is always passed over, named", []string{".venv"}, 1, 0},
		{"what is named is read, whatever git says", []string{"private.yaml"}, 1, 0},
		{"a pattern with more to pass over", []string{"--exclude", "sub/", "**/web.yaml"}, 5, 3},
		{"more to pass over", []string{"--exclude", "sub/", "--exclude", "keep.*", "."}, 1, 5},
		{"a folder below takes the lists from above", []string{"sub"}, 1, 1},
	} {
		run, got := accountOf(t, test.args...)
		if run.Clients != test.clients || run.PassedOver != test.passed {
			t.Errorf("%s: %d app clients, want %d; %d passed over, want %d\n%s%s", test.why, run.Clients, test.clients,
				run.PassedOver, test.passed, got.out, got.err)
		}
	}
}

// TestHostilePaths holds that no pipe and no pattern hangs the command, and that
// what has no end is cut.
func TestHostilePaths(t *testing.T) {
	inFolder(t, map[string]string{"web.yaml": shopTemplate, "d/x.txt": ""})
	fifo := mkfifo("d/pipe.yaml") == nil
	zero := "/dev/zero"
	if _, err := os.Stat(zero); err != nil {
		zero = ""
	}
	for _, test := range []struct {
		why  string
		skip bool
		args []string
		code int
		says string
	}{
		{"a pipe that is named and that nobody writes to", !fifo, []string{"d/pipe.yaml"}, exitUsage,
			"d/pipe.yaml: is a pipe that nobody writes to"},
		{"a pattern that a pipe matches", !fifo, []string{"d/**"}, exitUsage, "d/**: no app client in 1 file"},
		{"a folder with a pipe", !fifo, []string{"d"}, exitUsage, "d: no app client in 0 files"},
		{"settings from a pipe", !fifo, []string{"--config", "d/pipe.yaml", "web.yaml"}, exitUsage,
			"d/pipe.yaml: is a pipe that nobody writes to"},
		{"settings without end", zero == "", []string{"--config", zero, "web.yaml"}, exitUsage,
			"/dev/zero: is larger than 64 MB"},
		{"a baseline without end", zero == "", []string{"--baseline", zero, "web.yaml"}, exitUsage,
			"/dev/zero: is larger than 64 MB"},
		{"an input without end", zero == "", []string{zero}, exitUsage, "/dev/zero: is larger than 64 MB"},
		{"a pool without end", zero == "", []string{"--pool", zero, "web.yaml"}, exitUsage,
			"/dev/zero: is larger than 64 MB"},
		{"a pattern that stands for millions", false, []string{strings.Repeat("{a,aa}", 24) + "*.yaml"}, exitUsage,
			"its braces stand for more than 1000 patterns"},
		{"one that nests", false, []string{strings.Repeat("{a,{b,", 24) + "c" + strings.Repeat("}}", 24) +
			strings.Repeat("{a,b}", 10)}, exitUsage, "its braces stand for more than 1000 patterns"},
		{"a pattern that may be", false, []string{"{web,app}.{yaml,yml}"}, exitFindings, "1 app client in 1 file"},
	} {
		t.Run(test.why, func(t *testing.T) {
			if test.skip {
				t.Skip("there is no such file on this system")
			}
			got := command("", append([]string{"check"}, test.args...)...)
			if got.code != test.code || !strings.Contains(got.out+got.err, test.says) {
				t.Errorf("exit code %d, want %d and %q\n%s%s", got.code, test.code, test.says, got.out, got.err)
			}
		})
	}
	t.Run("a pipe that somebody writes to", func(t *testing.T) {
		if !fifo {
			t.Skip("there is no such file on this system")
		}
		done := make(chan error, 1)
		go func() { done <- os.WriteFile("d/pipe.yaml", []byte(shopTemplate), 0o644) }()
		got := command("", "check", "d/pipe.yaml")
		if err := <-done; err != nil || got.code != exitFindings || !strings.Contains(got.out,
			"1 app client in 1 file") {
			t.Errorf("%v: exit code %d\n%s%s", err, got.code, got.out, got.err)
		}
	})
}

// TestLargeFolder: a folder of 5,000 files of other tools and 50 templates is
// judged whole, once, and what is not read is told.
func TestLargeFolder(t *testing.T) {
	files := make(map[string]string)
	for i := range 50 {
		files[fmt.Sprintf("infra/stack%02d/web.yaml", i)] = strings.Replace(shopTemplate, "http://", "https://", 1)
	}
	for i := range 2000 {
		files[fmt.Sprintf("k8s/app%02d/values%04d.yaml", i%40,
			i)] = fmt.Sprintf("replicas: %d\nimage: {repository: x, tag: v%d}\n", i, i)
	}
	for i := range 1000 {
		files[fmt.Sprintf("charts/c%02d/templates/t%04d.yaml", i%20, i)] = helmChart
	}
	for i := range 1000 {
		files[fmt.Sprintf("src/p%02d/package%04d.json", i%50, i)] = `{"name":"x","version":"1.0.0","ReadAttributes":1}`
	}
	for i := range 948 {
		files[fmt.Sprintf("node_modules/m%03d/template.yaml", i)] = shopTemplate
	}
	files["infra/main.tf"] = terraformSource
	files["infra/outputs.tf"] = "output \"id\" { value = aws_cognito_user_pool_client.web.id }\n"
	inFolder(t, files)
	loops := 0
	for _, link := range [][2]string{{"infra/loop", ".."}, {"infra/stack00/again", "../stack01"}, {"charts/self",
		"self"}} {
		if os.Symlink(link[1], link[0]) == nil {
			loops++
		}
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	begin := time.Now()
	run, got := accountOf(t, ".")
	t.Logf("%d files, %d links: %v", len(files), loops, time.Since(begin))
	runtime.ReadMemStats(&after)
	if len(files) != 5000 {
		t.Fatalf("%d files: the test is not what it says", len(files))
	}
	if run.Clients != 51 || run.Files != 4052 || got.code != exitFindings {
		t.Errorf("%d app clients in %d files, exit code %d\n%s", run.Clients, run.Files, got.code, got.err)
	}
	if len(run.Unread) != 0 {
		t.Errorf("unread %+v", run.Unread)
	}
	const most = 400 << 20 // 80 KB for each file; what is read and thrown away again
	if used := after.TotalAlloc - before.TotalAlloc; used > most {
		t.Errorf("%d MB allocated, want at most %d", used>>20, most>>20)
	}
}

// TestOtherCurrent holds that an update is not judged by how another client stands.
func TestOtherCurrent(t *testing.T) {
	inFolder(t, map[string]string{
		"now.json":     `{"UserPoolClient":{"UserPoolId":"us-east-1_a","ClientId":"aaaaaaaaaa","CallbackURLs":["https://a.example/cb"]}}`,
		"own.json":     `{"UserPoolId":"us-east-1_a","ClientId":"aaaaaaaaaa"}`,
		"open.json":    `{"ClientName":"web"}`,
		"another.json": `{"UserPoolId":"us-east-1_a","ClientId":"bbbbbbbbbb"}`,
		"pool.json":    `{"UserPoolId":"us-east-1_b","ClientName":"web"}`,
	})
	for name, isOther := range map[string]bool{"own.json": false, "open.json": false, "another.json": true, "pool.json": true} {
		got := command("", "check", "--operation", "update", "--current", "now.json", name)
		if told := strings.Contains(got.err, "--current is of another app client than 1 of those"); told != isOther ||
			(got.code == exitUsage) != isOther || strings.Contains(got.out, "it goes from https://a.example/cb") == isOther {
			t.Errorf("%s: exit code %d, %s\n%s", name, got.code, got.err, got.out)
		}
	}
}

// TestOtherPool holds that a client is not judged by what another pool has.
func TestOtherPool(t *testing.T) {
	inFolder(t, map[string]string{
		"client.json":   `{"UserPoolId":"us-east-1_a","ClientName":"web","ExplicitAuthFlows":["ALLOW_USER_AUTH"]}`,
		"any.json":      `{"ClientName":"web","ExplicitAuthFlows":["ALLOW_USER_AUTH"]}`,
		"a.json":        `{"UserPool":{"Id":"us-east-1_a","UserPoolTier":"LITE","SchemaAttributes":[]}}`,
		"b.json":        `{"UserPool":{"Id":"us-east-1_b","UserPoolTier":"LITE","SchemaAttributes":[]}}`,
		"own.json":      `{"Tier":"LITE"}`,
		"a-scopes.json": `{"ResourceServers":[{"UserPoolId":"us-east-1_a","Identifier":"api","Scopes":[]}]}`,
	})
	const note = "1 app client is of another user pool than the one that --pool or .userpoolclient.yaml names"
	for _, test := range []struct {
		why  string
		args []string
		code int
		err  string
	}{
		{"its own pool", []string{"--pool", "a.json", "--pool", "a-scopes.json", "client.json"}, exitFindings, ""},
		{"a pool that does not say which it is", []string{"--pool", "own.json", "client.json"}, exitFindings, ""},
		{"a client that does not say which its pool is", []string{"--pool", "b.json", "any.json"}, exitFindings, ""},
		{"another pool", []string{"--pool", "b.json", "client.json"}, exitClean, note},
		{"parts of two pools", []string{"--pool", "b.json", "--pool", "a-scopes.json", "client.json"}, exitUsage,
			"a-scopes.json: is of the user pool us-east-1_a, and a file before it of us-east-1_b"},
	} {
		t.Run(test.why, func(t *testing.T) {
			got := command("", append([]string{"check"}, test.args...)...)
			if got.code != test.code || !strings.Contains(got.err, test.err) || test.err == "" && got.err != "" {
				t.Errorf("exit code %d, %s\n%s", got.code, got.err, got.out)
			}
			for _, name := range []string{"resolve", "sign-in"} { // which are about one client
				other := command("", append([]string{name}, test.args...)...)
				if wrong := test.why == "another pool" || test.why == "parts of two pools"; wrong != (other.code == exitUsage) {
					t.Errorf("%s: exit code %d, %s", name, other.code, other.err)
				}
			}
			if test.err == note && !strings.Contains(got.out, "--pool") {
				t.Errorf("the rules about the pool are not told:\n%s", got.out)
			}
		})
	}
}

// TestPool holds that --pool takes what the AWS CLI prints.
func TestPool(t *testing.T) {
	described := `{"UserPool":{"Id":"eu-central-1_a1B2c3D4e","Name":"shop","UserPoolTier":"LITE","SchemaAttributes":[{"Name":"email","AttributeDataType":"String","Mutable":true,"Required":true},{"Name":"custom:department","Mutable":true,"Required":false}],"MfaConfiguration":"OFF"}}`
	servers := `{"ResourceServers":[{"UserPoolId":"eu-central-1_a1B2c3D4e","Identifier":"api","Name":"api","Scopes":[{"ScopeName":"read","ScopeDescription":"r"}]}]}`
	providers := `{"Providers":[{"ProviderName":"Okta","ProviderType":"SAML","CreationDate":"2026-01-01T00:00:00Z"}]}`
	mapped := `{"IdentityProvider":{"ProviderName":"Okta","ProviderType":"SAML","AttributeMapping":{"email":"mail","phone_number":"tel"}}}`
	client := `{"ReadAttributes":["custom:team"],"WriteAttributes":["email"],"SupportedIdentityProviders":["Google","Okta"],"AllowedOAuthFlowsUserPoolClient":true,"AllowedOAuthFlows":["code"],"AllowedOAuthScopes":["api/write"],"CallbackURLs":["https://a.example.jp"],"ExplicitAuthFlows":["ALLOW_USER_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]}`
	inFolder(t, map[string]string{
		"client.json": client, "pool.json": described, "servers.json": servers, "providers.json": providers,
		"mapped.json": mapped,
		"all.json": strings.Join([]string{described[:len(described)-1], servers[1 : len(servers)-1], providers[1:]},
			","),
		"page.json": `{"ResourceServers":[],"NextToken":"x"}`, "near.json": `{"UserPol":{}}`,
		"wrong.json": `{"UserPool":{"SchemaAttributes":1}}`,
		"empty.json": `{"Providers":[]}`,
	})
	rules := []string{"attribute-not-in-pool", "identity-provider-not-in-pool", "scope-not-in-pool", "auth-flow-tier",
		"attribute-mapping-not-writable"}
	for _, test := range []struct {
		why   string
		pools []string
		code  int
		says  []string
		not   []string
	}{
		{"the pool", []string{"pool.json"}, exitFindings, []string{rules[0], rules[3]}, []string{rules[1], rules[2]}},
		{"the resource servers", []string{"servers.json"}, exitFindings, []string{rules[2]}, []string{rules[0],
			rules[1]}},
		{"the providers", []string{"providers.json"}, exitFindings, []string{rules[1]}, []string{rules[0], rules[2]}},
		{"no providers", []string{"empty.json"}, exitFindings, []string{rules[1]}, nil},
		{"one provider's mapping", []string{"mapped.json"}, exitClean, []string{rules[4]}, []string{rules[1]}},
		{"all of them", []string{"pool.json", "servers.json", "providers.json", "mapped.json"}, exitFindings, rules,
			nil},
		{"all in one", []string{"all.json"}, exitFindings, rules[:4], nil},
		{"a first page", []string{"page.json"}, exitUsage,
			[]string{"page.json: is not the whole list, as its NextToken tells"}, nil},
		{"a key that is near", []string{"near.json"}, exitUsage,
			[]string{`near.json:1:2: unknown key "UserPol" (did you mean "UserPool"?)`}, nil},
		{"a value of another type", []string{"wrong.json"}, exitUsage,
			[]string{"wrong.json: UserPool.SchemaAttributes must not be number"}, nil},
	} {
		t.Run(test.why, func(t *testing.T) {
			args := []string{"check", "--format", "concise", "client.json"}
			for _, p := range test.pools {
				args = append(args, "--pool", p)
			}
			got := command("", args...)
			if got.code != test.code {
				t.Errorf("exit code %d, want %d\n%s%s", got.code, test.code, got.out, got.err)
			}
			for _, want := range test.says {
				if !strings.Contains(got.out+got.err, want) {
					t.Errorf("no %q in\n%s%s", want, got.out, got.err)
				}
			}
			for _, not := range test.not {
				if strings.Contains(got.out, not) {
					t.Errorf("%q in\n%s", not, got.out)
				}
			}
		})
	}
}

// TestColors holds what decides whether the output is coloured.
func TestColors(t *testing.T) {
	for _, test := range []struct {
		why  string
		tty  bool
		env  map[string]string
		args []string
		want bool
	}{
		{"a file", false, nil, nil, false},
		{"a terminal", true, nil, nil, true},
		{"a terminal that cannot", true, map[string]string{"TERM": "dumb"}, nil, false},
		{"NO_COLOR", true, map[string]string{"NO_COLOR": "1"}, nil, false},
		{"FORCE_COLOR", false, map[string]string{"FORCE_COLOR": "1"}, nil, true},
		{"FORCE_COLOR=0", true, map[string]string{"FORCE_COLOR": "0"}, nil, false},
		{"NO_COLOR goes before FORCE_COLOR", true, map[string]string{"NO_COLOR": "1", "FORCE_COLOR": "1"}, nil, false},
		{"always", false, map[string]string{"NO_COLOR": "1"}, []string{"--color", "always"}, true},
		{"never", true, map[string]string{"FORCE_COLOR": "1"}, []string{"--color=never"}, false},
		{"auto", true, nil, []string{"--color=auto"}, true},
	} {
		var out bytes.Buffer
		run(append([]string{"check", clients + "shop.json"}, test.args...), terminal{
			in: strings.NewReader(""), out: &out, err: &out, outTTY: test.tty,
			env: func(name string) string { return test.env[name] },
		})
		if got := strings.Contains(out.String(), "\x1b["); got != test.want || !strings.Contains(out.String(),
			"shop.json") {
			t.Errorf("%s: escape sequences %v, want %v", test.why, got, test.want)
		}
	}
}
