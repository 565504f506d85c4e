package iac_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient/iac"
)

// TestLoadNothing holds that a file without app clients is not an error.
func TestLoadNothing(t *testing.T) {
	tests := []struct{ reason, name, data string }{
		{"an empty file", "a.yaml", ""},
		{"an empty object", "a.json", "{}"},
		{"a template without clients", "a.yaml", "Resources: {A: {Type: AWS::SNS::Topic}}"},
		{"a package.json", "package.json", `{"name":"x","version":"1.0.0","scripts":{}}`},
		{"a list", "a.json", `["x"]`},
		{"a Helm chart, which is not YAML", "a.yaml", "a: {{ .Values.x }}\n{{- end }}"},
		{"an empty plan", "plan.json", `{"format_version":"1.2","resource_changes":[]}`},
		{"an empty state", "state.json", `{"format_version":"1.0","values":{}}`},
		{"an empty preview", "p.json", `{"steps":[],"changeSummary":{}}`},
		{"a text about one", "README.txt", "AWS::Cognito::UserPoolClient"},
	}
	for _, test := range tests {
		if all, err := iac.Load(test.name, []byte(test.data)); err != nil || len(all) != 0 {
			t.Errorf("%s: got %d resources, %v; want none", test.reason, len(all), err)
		}
	}
}

// TestLoadErrors holds that a broken file says where it is broken.
func TestLoadErrors(t *testing.T) {
	tests := []struct{ reason, name, data, want string }{
		{"JSON that ends early", "a.json", "{\n\"a\":", `line 2, column 4: unexpected end of JSON input`},
		{"JSON with a comma too many", "a.json", "{\n  \"é\": 1,\n}",
			`line 3, column 1: invalid character '}' looking for beginning of object key string`},
		{"YAML that is not", "a.yaml", "# AWS::Cognito::UserPoolClient\na: b\n  c: d",
			"line 3, column 3: not YAML: mapping values are not allowed in this context"},
		{"YAML that loses its indentation", "a.yaml",
			"Resources:\n  Web:\n    Type: AWS::Cognito::UserPoolClient\n   Properties: {}\n",
			"line 4, column 4: not YAML: did not find expected key"},
		{"YAML with a tab", "a.yaml", "Resources:\n  Web:\n    Type: AWS::Cognito::UserPoolClient\n\tProperties: {}\nA: b\n",
			"line 4, column 2: not YAML: found a tab character"},
		{"YAML with a brace that nothing closes", "a.yaml",
			"Resources:\n  Web:\n    Type: AWS::Cognito::UserPoolClient\n    Properties: {\nOutputs: {}\n",
			"line 5, column 1: not YAML: did not find expected"},
		{"YAML with an alias of nothing", "a.yaml",
			"Resources:\r\n  Web:\r\n    Type: AWS::Cognito::UserPoolClient\r\n    Properties: *x\r\n",
			"line 4, column 5: not YAML: an alias names an anchor that the file does not have"},
		{"a misspelled member of the API", "a.json", "{\n  \"CalbackURLs\": []}", "did you mean"},
	}
	for _, test := range tests {
		_, err := iac.Load(test.name, []byte(test.data))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %s", test.reason, err, test.want)
		}
	}
	for _, data := range []string{`{"userPoolId":"x","clientId":"y"}`, `{"UserPoolId":"x","ClientId":"y","Region":"z"}`,
		`{"format_version":"9"}`, "{ // a comment\n}"} {
		if all, err := (iac.Options{Discovered: true}).Load("config.json", []byte(data)); err != nil || all != nil {
			t.Errorf("%s, which nobody named: got %v, %v", data, all, err)
		}
	}
}

// fuzz runs a decoder on the files of testdata and what the fuzzer makes of them.
// Run it with -fuzzminimizetime 0x: by default the engine tries to shrink each of
// these files that shows something new, for a minute each, and hardly does
// anything else.
func fuzz(f *testing.F, decode func([]byte) ([]iac.Resource, error), seeds ...string) {
	names, err := filepath.Glob("testdata/same/*")
	if err != nil || len(names) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		all, err := decode(data)
		if err != nil && all != nil {
			t.Error("both resources and an error")
		}
		for i := range all {
			judgedWell(t, &all[i])
		}
	})
}

// judgedWell holds what is so of the clients of any file.
func judgedWell(t *testing.T, r *iac.Resource) {
	const mostVariants, mostFindings = 8, 1300
	found := r.Check()
	if len(r.Variants) > mostVariants || len(found) > mostFindings {
		t.Errorf("%d variants, %d findings", len(r.Variants), len(found))
	}
	for _, finding := range found {
		if finding.Position.Line < 0 || finding.Property == "" || finding.Rule == "" {
			t.Errorf("%+v stands nowhere", finding)
		}
		if finding.When != "" && r.Variants == nil {
			t.Errorf("%v holds in a branch, and there are none", finding)
		}
	}
	if diff := cmp.Diff(found, r.Check()); diff != "" {
		t.Errorf("checked again: %s", diff)
	}
	for _, s := range r.Unknown() {
		if s.Property == "" {
			t.Errorf("%+v stands nowhere", s)
		}
	}
}

func FuzzLoad(f *testing.F) {
	fuzz(f, func(data []byte) ([]iac.Resource, error) { return iac.Load("a.yaml", data) },
		hclSource, hclJSON, rawState, pulumiYAML, cdkTreeJSON, "ClientName: web\nCallbackURLs: [a]\n")
}

func FuzzCloudFormation(f *testing.F) {
	o := iac.Options{Parameters: map[string]string{"A": "b"}, SharedParameters: true, AssumeDefaults: true}
	fuzz(f, o.CloudFormation, template("      <<: *a\n"), shop,
		stages+template("      ClientName: !If [Dev, !Join [\"\", [!Ref A, !Sub [\"${A}${B}\", {B: !Ref A}]]], !Ref AWS::NoValue]\n"),
		`{"Parameters":{"E":{"Type":"String","AllowedValues":["a","b"]}},"Resources":{"W":{"Type":"AWS::Cognito::UserPoolClient",`+
			`"Properties":{"CallbackURLs":[{"Fn::Sub":"http://a.b/${E}"},{"Fn::If":["C",{"Ref":"AWS::NoValue"},"x"]}]}}}}`)
}

func FuzzTerraform(f *testing.F) {
	fuzz(f, iac.Terraform, change(client,
		`{"actions":["update"],"before":{`+before+`},"after":{`+before+`},"after_unknown":{"callback_urls":[true]}}`,
		`{"callback_urls":{"references":["a.b.c","a.b"]}}`))
}

func FuzzPulumi(f *testing.F) {
	fuzz(f, iac.Pulumi, preview("update", pulumiClient, "{}", "{}"))
}

func FuzzAPI(f *testing.F) { fuzz(f, iac.API) }
