package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// shopTemplate has one wrong callback among three intrinsic functions.
const shopTemplate = `Parameters:
  Domain: {Type: String}
Resources:
  Web:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !ImportValue Users
      AllowedOAuthFlowsUserPoolClient: true
      AllowedOAuthFlows: [code]
      AllowedOAuthScopes: [openid]
      SupportedIdentityProviders: [COGNITO]
      CallbackURLs:
        - !Sub "https://${Domain}/cb"
        - !Join ["", ["https://", !Ref Domain, "/cb2"]]
        - http://shop.example.jp/cb
        - !ImportValue Callback
      LogoutURLs:
        - https://shop.example.jp/bye
      WriteAttributes: [name]
      PreventUserExistenceErrors: ENABLED
      RefreshTokenRotation: {Feature: ENABLED, RetryGracePeriodSeconds: 10}
`

// inFolder runs the test in a folder of its own that holds the files.
func inFolder(t *testing.T, files map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
}

// TestFormats holds that every form shows the one finding, at its place.
func TestFormats(t *testing.T) {
	inFolder(t, map[string]string{"web.yaml": shopTemplate})
	for form, want := range map[string][]string{
		"text": {"web.yaml:4:3: Web\n", `  error: CallbackURLs[2] "http://shop.example.jp/cb" uses plain http`,
			"\n      15 |         - http://shop.example.jp/cb\n         |           ^^^^^^^^^^^^^^^^^^^^^^^^^\n    fix: use https\n", "1 app client in 1 file: 1 error\n"},
		"concise": {`web.yaml:15:11: error: Web CallbackURLs[2] "http://shop.example.jp/cb" uses plain http`,
			"1 app client in 1 file: 1 error\n"},
		"json": {`"file": "web.yaml"`, `"line": 15`, `"column": 11`, `"resource": "Web"`, `"rule": "redirect-http"`,
			`"path": "CallbackURLs[2]"`},
		"sarif": {`"startLine": 15`, `"startColumn": 11`, `"ruleId": "redirect-http"`, `"uri": "web.yaml"`,
			`"fullyQualifiedName": "Web/CallbackURLs[2]"`},
		"github": {`::error file=web.yaml,line=15,col=11,title=redirect-http::Web CallbackURLs[2] "http://shop.example.jp/cb" uses plain http`},
		"junit": {`<testsuites tests="2" failures="1" errors="0">`,
			`<failure message="Web CallbackURLs[2] &#34;http://shop.example.jp/cb&#34; uses plain http`,
			`type="redirect-http"`},
	} {
		t.Run(form, func(t *testing.T) {
			got := command("", "check", "--format", form, "web.yaml")
			if got.code != exitFindings {
				t.Errorf("exit code %d, want %d; %s", got.code, exitFindings, got.err)
			}
			for _, must := range want {
				if !strings.Contains(got.out, must) {
					t.Errorf("no %s in\n%.2000s", must, got.out)
				}
			}
			if n := strings.Count(got.out, "plain http to a host"); form == "concise" && n != 1 {
				t.Errorf("%d findings, want 1", n)
			}
		})
	}
}

// sarifSchema is the schema of SARIF 2.1.0 as OASIS publishes it (errata 01).
func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	data, err := os.ReadFile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("sarif.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// sarifOf is the output as the schema sees it and as this package writes it.
func sarifOf(t *testing.T, schema *jsonschema.Schema, output string) (any, sarifLog) {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(output))
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	if err := schema.Validate(document); err != nil {
		t.Error(err)
	}
	var log sarifLog
	if err := json.Unmarshal([]byte(output), &log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || len(log.Runs) != 1 || len(log.Runs[0].Invocations) != 1 {
		t.Fatalf("version %s, %d runs", log.Version, len(log.Runs))
	}
	return document, log
}

// TestSARIF holds the output to the schema of SARIF 2.1.0.
func TestSARIF(t *testing.T) {
	schema := sarifSchema(t)
	inFolder(t, map[string]string{"a folder/web ü.yaml": shopTemplate,
		"client.json": `{"CallbackURLs":["http://a.example.jp"]}`})
	got := command("", "check", "--format", "sarif", ".")
	document, log := sarifOf(t, schema, got.out)
	run := log.Runs[0]
	if len(run.Results) < 2 {
		t.Fatalf("%d results", len(run.Results))
	}
	prints := make(map[string]bool)
	for _, r := range run.Results {
		if rule := run.Tool.Driver.Rules[r.RuleIndex]; rule.ID != r.RuleID || rule.Help.Markdown == "" ||
			rule.HelpURI == "" {
			t.Errorf("rule %d of %s is %s, with help at %s", r.RuleIndex, r.RuleID, rule.ID, rule.HelpURI)
		}
		print := r.PartialFingerprints[fingerprintName]
		if print == "" || prints[print] {
			t.Errorf("fingerprint %q of %s", print, r.RuleID)
		}
		prints[print] = true
		if r.Level == "error" && r.Properties["rejectedBy"] != "Cognito" {
			t.Errorf("%s is rejected by %v", r.RuleID, r.Properties["rejectedBy"])
		}
	}
	invocation := run.Invocations[0]
	if !invocation.ExecutionSuccessful || invocation.ExitCode != exitFindings {
		t.Errorf("a run that read everything: %+v", invocation)
	}
	for _, n := range invocation.ToolExecutionNotifications {
		if run.Tool.Driver.Notifications[n.Descriptor.Index].ID != n.Descriptor.ID {
			t.Errorf("notification %d is not %s", n.Descriptor.Index, n.Descriptor.ID)
		}
	}
	if !strings.Contains(got.out, `"uri": "a%20folder/web%20%C3%BC.yaml"`) {
		t.Error("the file's name is not a URI")
	}
	if !strings.Contains(got.out, `"security-severity": "8.0"`) {
		t.Error("no advice has a security severity")
	}
	results := document.(map[string]any)["runs"].([]any)[0].(map[string]any)["results"].([]any)
	results[0].(map[string]any)["level"] = "fatal"
	if schema.Validate(document) == nil {
		t.Error("the schema accepts a level that there is not")
	}
}

// TestGitHubEscapes holds that nothing in a file ends or starts a workflow
// command.
func TestGitHubEscapes(t *testing.T) {
	inFolder(t, map[string]string{"a,b:c%.json": `{"CallbackURLs":["http://a.example.jp/\n::error::x%0A"]}`})
	got := command("", "check", "--format", "github", ".")
	ours := regexp.MustCompile(`^::(error|warning|notice) (file=a%2Cb%3Ac%25\.json,line=1,|title=userpoolclient::1 app client)`)
	for line := range strings.Lines(got.out) {
		if !ours.MatchString(line) {
			t.Errorf("a line that is not ours: %s", line)
		}
	}
	if !strings.Contains(got.out, "%250A") {
		t.Errorf("a percent sign is not escaped:\n%s", got.out)
	}
}

// TestNamesAreData holds that a name in a file cannot write to the terminal.
func TestNamesAreData(t *testing.T) {
	inFolder(t,
		map[string]string{"web.json": `{"Resources":{"\u001b[2JWeb":{"Type":"AWS::Cognito::UserPoolClient","Properties":{"a\nb[0].c":1}}}}`})
	got := command("", "check", "--format", "concise", "web.json")
	if strings.Contains(got.out, "\x1b") || !strings.Contains(got.out, `"\x1b[2JWeb" "a\nb[0].c" is not a property`) {
		t.Errorf("got %q", got.out)
	}
}

// TestJUnit holds that the XML is well formed and counts.
func TestJUnit(t *testing.T) {
	inFolder(t, map[string]string{"a.yaml": shopTemplate, "b.yaml": strings.Replace(shopTemplate, "http://", "https://",
		1)})
	got := command("", "check", "--format", "junit", ".")
	var all junitSuites
	if err := xml.Unmarshal([]byte(got.out), &all); err != nil {
		t.Fatal(err)
	}
	if all.Tests != 3 || all.Failures != 1 || all.Errors != 0 || len(all.Suites) != 3 ||
		all.Suites[0].Cases[0].Name != "Web" || all.Suites[1].Failures != 0 {
		t.Errorf("got %+v", all)
	}
}

// TestFolder says which files a folder, a pattern and a name stand for.
func TestFolder(t *testing.T) {
	inFolder(t, map[string]string{
		"web.yaml":                  shopTemplate,
		"deep/er/web.template":      shopTemplate,
		"cdk.out/App.template.json": `{"Resources":{"C":{"Type":"AWS::Cognito::UserPoolClient","Properties":{}}}}`,
		"node_modules/x/web.yaml":   shopTemplate,
		"notes.txt":                 shopTemplate,
		"tsconfig.json":             "{ // no JSON\n}",
		"chart.yaml":                "{{ if }}",
		"package.json":              `{"name":"x"}`,
		"aws-exports.json":          `{"UserPoolId":"x","ClientId":"y"}`,
	})
	for _, test := range []struct {
		reason  string
		args    []string
		configs string
		code    int
	}{
		{"a folder and what is below it", []string{"."}, "3 app clients", exitFindings},
		{"a folder twice", []string{".", "."}, "3 app clients", exitFindings},
		{"a pattern", []string{"**/*.template"}, "1 app client in 1 file:", exitFindings},
		{"a pattern that matches nothing", []string{"*.toml"}, "", exitUsage},
		{"a file that is named is read whatever its name", []string{"notes.txt"}, "1 app client in 1 file:",
			exitFindings},
		{"a file without app clients", []string{"package.json"}, "0 app clients", exitUsage},
		{"a file without app clients, which may be", []string{"--allow-empty", "package.json"},
			"0 app clients in 1 file\n", exitClean},
		{"a broken file that is named", []string{"tsconfig.json"}, "", exitUsage},
	} {
		got := command("", append([]string{"check"}, test.args...)...)
		if got.code != test.code || !strings.Contains(got.out, test.configs) {
			t.Errorf("%s: exit code %d, want %d and %q\n%s%s", test.reason, got.code, test.code, test.configs, got.out,
				got.err)
		}
	}
	if got := command("", "check", "package.json"); got.err != "package.json: holds no app client\n" {
		t.Errorf("a run without app clients: %q", got.err)
	}
}

// TestSettings holds that suppressions suppress, and say so when they should not.
func TestSettings(t *testing.T) {
	past, future := time.Now().AddDate(0, 0, -2).Format(time.DateOnly), time.Now().AddDate(1, 0,
		0).Format(time.DateOnly)
	for _, test := range []struct {
		reason, settings string
		args             []string
		code             int
		want             string // in either output
	}{
		{"by rule", "ignore: [{rule: redirect-http, reason: old}]", []string{"."}, exitClean, "nothing found"},
		{"by rule and path", "ignore: [{rule: redirect-http, path: 'web.*', reason: old, expires: " + future + "}]",
			[]string{"."}, exitClean, "nothing found"},
		{"by property", "ignore: [{rule: redirect-http, property: 'CallbackURLs[2]', reason: old}]", []string{"."},
			exitClean, "nothing found"},
		{"another path", "ignore: [{rule: redirect-http, path: 'x/**', reason: old}]", []string{"."}, exitFindings,
			`.userpoolclient.yaml:1:10: warning: ignore suppresses redirect-http, which finds nothing in x/**; remove it [suppression-unused]`},
		{"another path, in a run over one file", "ignore: [{rule: redirect-http, path: 'x/**', reason: old}]",
			[]string{"web.yaml"}, exitFindings, "1 app client in 1 file: 1 error\n"},
		{"past its date", "ignore: [{rule: redirect-http, reason: old, expires: " + past + "}]", []string{"."},
			exitFindings, "[suppression-expired]"},
		{"no reason", "ignore: [{rule: redirect-http}]", []string{"."}, exitUsage,
			".userpoolclient.yaml: line 1: the suppression of redirect-http gives no reason"},
		{"an unknown rule", "ignore: [{rule: redirect-htp, reason: old}]", []string{"."}, exitUsage,
			`.userpoolclient.yaml: line 1: "redirect-htp" is not a rule (did you mean "redirect-http"?)`},
		{"an unknown member", "ignored: []", []string{"."}, exitUsage,
			`.userpoolclient.yaml: line 1: "ignored" is not a member; it must be one of exclude, fail-on, ignore, `},
		{"a date that is none", "ignore: [{rule: redirect-http, reason: old, expires: soon}]", []string{"."}, exitUsage,
			`line 1: expires "soon" must be a date`},
		{"a kind", "paths: [{path: '*.yaml', kind: web}]", []string{"."}, exitFindings,
			"confidential-client-without-secret"},
		{"a kind that is none", "paths: [{path: '*.yaml', kind: mobile}]", []string{"."}, exitUsage,
			`kind "mobile" must be one of spa, native, web, machine`},
		{"a pool", "paths: [{path: '*.yaml', pool: pool.json}]", []string{"--ignore", "redirect-http", "."},
			exitFindings, "identity-provider-not-in-pool"},
		{"a pool that is not there", "paths: [{path: '*.yaml', pool: no.json}]", []string{"."}, exitUsage,
			"no.json: no such file or directory"},
		{"a pattern that stands for millions", "ignore: [{rule: redirect-http, reason: old, path: '" +
			strings.Repeat("{a,aa}", 24) + "'}]", []string{"."}, exitUsage,
			"its braces stand for more than 1000 patterns"},
		{"nothing", "", []string{"."}, exitFindings, "1 error"},
		{"a byte order mark", "\xef\xbb\xbfignore: [{rule: redirect-http, reason: old}]", []string{"."}, exitClean,
			"nothing found"},
		{"a document between marks", "---\nignore: [{rule: redirect-http, reason: old}]\n---\n", []string{"."}, exitClean,
			"nothing found"},
		{"two documents", "min-harm: high\n---\nignore: [{rule: redirect-http, reason: old}]\n", []string{"."}, exitUsage,
			".userpoolclient.yaml: line 3: must be one document, and a second one begins"},
		{"a member twice", "kind: spa\nkind: web\n", []string{"."}, exitUsage,
			`.userpoolclient.yaml: line 2: "kind" stands there twice`},
		{"a parameter twice", "parameters:\n  Domain: a\n  Domain: b\n", []string{"."}, exitUsage,
			`.userpoolclient.yaml: line 3: "Domain" stands there twice`},
		{"no YAML", "ignore: [", []string{"."}, exitUsage, ".userpoolclient.yaml: line 1"},
	} {
		t.Run(test.reason, func(t *testing.T) {
			template := shopTemplate
			if test.reason == "a pool" {
				template = strings.Replace(template, "[COGNITO]", "[COGNITO, Google]", 1)
			}
			inFolder(t, map[string]string{"web.yaml": template, "pool.json": `{"IdentityProviders":["Okta"]}`,
				settingsName: test.settings})
			got := command("", append([]string{"check", "--format", "concise"}, test.args...)...)
			if got.code != test.code || !strings.Contains(got.out+got.err, test.want) {
				t.Errorf("exit code %d, want %d and %s\n%s%s", got.code, test.code, test.want, got.out, got.err)
			}
		})
	}
}

// TestBaseline holds that what was there stays out, and what is new does not,
// when lines move.
func TestBaseline(t *testing.T) {
	inFolder(t, map[string]string{"web.yaml": shopTemplate})
	if got := command("", "check", "--write-baseline", "base.json", "web.yaml"); got.code != exitClean ||
		!strings.Contains(got.err, "base.json holds 1 finding") {
		t.Fatalf("exit code %d, %s", got.code, got.err)
	}
	moved := "# moved\n" + shopTemplate
	if err := os.WriteFile("web.yaml", []byte(moved), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := command("", "check", "--baseline", "base.json", "web.yaml"); got.code != exitClean ||
		!strings.Contains(got.out, "nothing found") {
		t.Errorf("exit code %d\n%s", got.code, got.out)
	}
	worse := strings.Replace(moved, "        - !ImportValue Callback\n", "        - http://new.example.jp/cb\n", 1)
	if err := os.WriteFile("web.yaml", []byte(worse), 0o644); err != nil {
		t.Fatal(err)
	}
	got := command("", "check", "--baseline", "base.json", "web.yaml")
	if got.code != exitFindings || !strings.Contains(got.out, "new.example.jp") || strings.Contains(got.out,
		"shop.example.jp/cb\"") {
		t.Errorf("exit code %d\n%s", got.code, got.out)
	}
	if got := command("", "check", "--baseline", "web.yaml", "web.yaml"); got.code != exitUsage ||
		!strings.Contains(got.err, "is not a baseline") {
		t.Errorf("exit code %d, %s", got.code, got.err)
	}
}

// TestBaselineOrWriteBaseline: to leave findings out and to note all that there are is
// not asked for in one run, and nothing is written.
func TestBaselineOrWriteBaseline(t *testing.T) {
	inFolder(t, map[string]string{"web.yaml": shopTemplate})
	got := command("", "check", "--baseline", "missing.json", "--write-baseline", "base.json", "web.yaml")
	if got.code != exitUsage || !strings.Contains(got.err, "--baseline and --write-baseline do not go together") {
		t.Errorf("exit code %d, %s", got.code, got.err)
	}
	if _, err := os.Stat("base.json"); err == nil {
		t.Error("a baseline is written")
	}
}

// TestWriteBaselineAfterFix: that a run writes a baseline does not keep it from telling
// what it has fixed.
func TestWriteBaselineAfterFix(t *testing.T) {
	path := file(t, "c.json", `{"WriteAttributes":["name","sub"]}`)
	got := command("", "check", "--fix", "--write-baseline", path+".base", path)
	if got.code != exitClean || !strings.Contains(got.err, "made 1 fix in 1 file") {
		t.Errorf("exit code %d, %s", got.code, got.err)
	}
}

// TestParameter holds that the value of a parameter is used.
func TestParameter(t *testing.T) {
	inFolder(t, map[string]string{"web.yaml": strings.Replace(shopTemplate, "https://${Domain}", "http://${Domain}",
		1)})
	got := command("", "check", "--format", "concise", "--parameter", "Domain=a.example.jp", "web.yaml")
	if !strings.Contains(got.out, `web.yaml:13:11: error: Web CallbackURLs[0] "http://a.example.jp/cb"`) {
		t.Error(got.out, got.err)
	}
	if got := command("", "check", "--parameter", "Domain", "web.yaml"); got.code != exitUsage ||
		!strings.Contains(got.err, "must be NAME=VALUE") {
		t.Error(got.err)
	}
	if got := command("", "check", "--var", "domain", "web.yaml"); got.code != exitUsage ||
		!strings.Contains(got.err, "--var domain: must be NAME=VALUE") {
		t.Error(got.err)
	}
}

// terraformPlan changes one attribute of a client that has more than the plan
// gives.
const terraformPlan = `{"format_version":"1.2","resource_changes":[{"address":"aws_cognito_user_pool_client.web","mode":"managed","type":"aws_cognito_user_pool_client","name":"web",
"change":{"actions":["update"],
"before":{"id":"4ab5c6","name":"shop","user_pool_id":"eu-central-1_a1B2c3D4e","callback_urls":["https://a.example.jp/cb"],"explicit_auth_flows":["ALLOW_USER_SRP_AUTH"],"logout_urls":["https://a.example.jp/out"],"write_attributes":["name"],"refresh_token_validity":30},
"after":{"id":"4ab5c6","name":"shop","user_pool_id":"eu-central-1_a1B2c3D4e","callback_urls":["https://b.example.jp/cb"],"explicit_auth_flows":["ALLOW_USER_SRP_AUTH"],"logout_urls":null,"write_attributes":["name"],"refresh_token_validity":30},
"after_unknown":{}}}]}`

// TestPlanOfTerraform holds that plan shows what a Terraform plan changes, and
// what it resets beside.
func TestPlanOfTerraform(t *testing.T) {
	inFolder(t, map[string]string{"plan.json": terraformPlan, "new.json": strings.Replace(terraformPlan, `"update"`,
		`"create"`, 1), "web.yaml": shopTemplate})
	got := command("", "plan", "plan.json")
	if got.code != exitFindings {
		t.Errorf("exit code %d, want %d: %s", got.code, exitFindings, got.err)
	}
	for _, must := range []string{"plan.json: aws_cognito_user_pool_client.web\n", "RESET", "LogoutURLs", "SET",
		"CallbackURLs"} {
		if !strings.Contains(got.out, must) {
			t.Errorf("no %s in\n%s", must, got.out)
		}
	}
	if strings.Contains(got.out, "ExplicitAuthFlows") {
		t.Errorf("a plan of what does not change:\n%s", got.out)
	}
	got = command("", "plan", "--format", "json", "--resource", "aws_cognito_user_pool_client.web", "plan.json")
	if !strings.Contains(got.out, `"resource": "aws_cognito_user_pool_client.web"`) || !strings.Contains(got.out,
		`"reset": 1`) {
		t.Errorf("got\n%s%s", got.out, got.err)
	}
	if got := command("", "plan", "--complete", "plan.json"); !strings.Contains(got.out, `"LogoutURLs"`) {
		t.Errorf("got\n%s%s", got.out, got.err)
	}
	if got := command("", "plan", "new.json"); got.code != exitClean || !strings.Contains(got.err,
		"note: no app client is updated") {
		t.Errorf("exit code %d, %s", got.code, got.err)
	}
	if got := command("", "plan", "web.yaml"); got.code != exitUsage || !strings.Contains(got.err,
		"plan needs --current FILE") {
		t.Errorf("exit code %d, %s", got.code, got.err)
	}
	if got := command("", "plan", "--resource", "x", "plan.json"); got.code != exitUsage || !strings.Contains(got.err,
		"holds no app client x") {
		t.Errorf("exit code %d, %s", got.code, got.err)
	}
}

// TestResource holds that one of several app clients can be chosen.
func TestResource(t *testing.T) {
	second := strings.Split(shopTemplate, "Resources:\n")[1]
	inFolder(t, map[string]string{"two.yaml": shopTemplate + strings.Replace(second, "  Web:", "  App:", 1)})
	if got := command("", "resolve", "two.yaml"); got.code != exitUsage || !strings.Contains(got.err,
		"two.yaml: holds 2 app clients; choose one with --resource: Web, App") {
		t.Errorf("exit code %d, %s", got.code, got.err)
	}
	if got := command("", "resolve", "--resource", "App", "two.yaml"); got.code != exitClean ||
		!strings.Contains(got.out, "CallbackURLs") {
		t.Errorf("exit code %d, %s%s", got.code, got.out, got.err)
	}
}

// TestProgress holds that a run that lasts shows how far it is, and leaves
// nothing of it.
func TestProgress(t *testing.T) {
	var err strings.Builder
	p := &progress{app: &app{terminal: terminal{err: &err, live: true}}, total: 10, begin: time.Now().Add(-time.Minute)}
	p.at(3)
	p.end()
	if want := "\r3 of 10 files\r\x1b[K"; err.String() != want {
		t.Errorf("got %q, want %q", err.String(), want)
	}
	err.Reset()
	quick := (&app{terminal: terminal{err: &err, live: true}}).newProgress(10)
	quick.at(3)
	quick.end()
	if err.String() != "" {
		t.Errorf("a quick run shows %q", err.String())
	}
}

// BenchmarkCheckTemplates checks 1,000 templates in one run; memory does not grow
// with their number.
func BenchmarkCheckTemplates(b *testing.B) {
	dir := b.TempDir()
	for i := range 1000 {
		name := filepath.Join(dir, fmt.Sprintf("t%04d.yaml", i))
		if err := os.WriteFile(name, []byte(strings.Replace(shopTemplate, "http://", "https://", 1)),
			0o644); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if got := command("", "check", dir); got.code != exitClean ||
			!regexp.MustCompile("1000 app clients").MatchString(got.out) {
			b.Fatal(got.code, got.out)
		}
	}
}
