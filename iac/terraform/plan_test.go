package terraform

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/iac/internal/evaluated"
)

// TestSameAsPlan compares what this package makes of modules with what Terraform
// itself plans for them: the hand-written ones of testdata/same, one for each
// feature of the language, and generated ones. They are planned together, as
// modules of one root, with a provider that has nothing but schemas.
func TestSameAsPlan(t *testing.T) {
	if testing.Short() {
		t.Skip("runs terraform")
	}
	tf := newTerraform(t)
	for name, fill := range map[string]func(t *testing.T, dir string) int{"written": written, "generated": generated} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			count := fill(t, dir)
			plan := tf.plan(t, dir)
			seen := comparePlan(t, evaluate(t, dir, Options{}), plan)
			t.Logf("%d modules, %d clients, %d arguments that the plan knows, %d of them known here, and %d more",
				count, seen.clients, seen.known, seen.ours, seen.more)
			if seen.clients < count/2 || seen.known < count || seen.ours*100 < seen.known*95 ||
				seen.more*100 > seen.known {
				t.Errorf("at least 95 %% of the arguments that the plan knows must be known: %+v", seen)
			}
		})
	}
}

// TestSameVariables compares the values that files and the command line give the
// variables of the root.
func TestSameVariables(t *testing.T) {
	if testing.Short() {
		t.Skip("runs terraform")
	}
	tf := newTerraform(t)
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"main.tf": `
variable "a" {}
variable "b" { default = "default" }
variable "c" { default = "default" }
variable "d" { default = "default" }
variable "urls" { type = list(string) }
variable "text" { type = string }
variable "untyped" {}
variable "number" { type = number }
resource "aws_cognito_user_pool_client" "web" {
  name                  = "${var.a}-${var.b}-${var.c}-${var.d}-${var.text}-${var.untyped}"
  user_pool_id          = "eu-west-1_abc"
  callback_urls         = var.urls
  access_token_validity = var.number
}`,
		"terraform.tfvars":      `a = "tfvars"` + "\n" + `b = "tfvars"` + "\n" + `c = "tfvars"` + "\n" + `d = "tfvars"`,
		"terraform.tfvars.json": `{"b": "json"}`,
		"z.auto.tfvars":         `c = "auto"` + "\n" + `number = 7`,
		"a.auto.tfvars.json":    `{"c": "never", "d": "never"}`,
		"my.tfvars":             `d = "file"`,
	})
	vars := map[string]string{"urls": `["https://a.example", "https://b.example"]`, "text": `["not a list"]`,
		"untyped": "5"}
	arguments := []string{"-var-file=my.tfvars"}
	for name, value := range vars {
		arguments = append(arguments, "-var", name+"="+value)
	}
	plan := tf.plan(t, dir, arguments...)
	seen := comparePlan(t, evaluate(t, dir, Options{Vars: vars, VarFiles: []string{"my.tfvars"}}), plan)
	if seen.clients != 1 || seen.ours != 4 {
		t.Errorf("want 4 known arguments of 1 client: %+v", seen)
	}
}

// TestSameFindings holds that a plan of a module has the same findings as its
// source, by rule, resource and argument.
func TestSameFindings(t *testing.T) {
	if testing.Short() {
		t.Skip("runs terraform")
	}
	tf := newTerraform(t)
	dir := t.TempDir()
	written(t, dir)
	plan, err := iac.Terraform(tf.planJSON(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	source, err := LoadModule(os.DirFS(dir), ".", Options{})
	if err != nil {
		t.Fatal(err)
	}
	ofPlan, ofSource := findingsOf(plan), findingsOf(source.Resources)
	for f := range ofPlan {
		if !ofSource[f] {
			t.Errorf("the plan has, and the source has not: %s", f)
		}
	}
	for f := range ofSource {
		if !ofPlan[f] {
			t.Errorf("the source has, and the plan has not: %s", f)
		}
	}
	if len(ofPlan) < 200 {
		t.Errorf("%d findings show little", len(ofPlan))
	}
}

// findingsOf are the findings of all clients.
func findingsOf(all []iac.Resource) map[string]bool {
	found := make(map[string]bool)
	for i := range all {
		for _, f := range all[i].Check() {
			if f.When != "" {
				continue // a plan does not tell what a condition that it does not know decides
			}
			property, _, _ := strings.Cut(f.Property, "[") // a plan has sets in another order
			found[f.Rule+" "+f.Resource+" "+property] = true
		}
	}
	return found
}

// written copies the modules of testdata/same.
func written(t *testing.T, dir string) int {
	entries, err := os.ReadDir("testdata/same")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(dir, "same"), os.DirFS("testdata/same")); err != nil {
		t.Fatal(err)
	}
	var root strings.Builder
	for _, e := range entries {
		fmt.Fprintf(&root, "module %q {\n  source = \"./same/%s\"\n}\n", e.Name(), e.Name())
	}
	write(t, dir, map[string]string{"main.tf": root.String()})
	if len(entries) < 60 {
		t.Errorf("%d modules; want at least 60", len(entries))
	}
	return len(entries)
}

// generated writes modules of random expressions.
func generated(t *testing.T, dir string) int {
	const count = 300
	var root strings.Builder
	for seed := range count {
		name := "g" + strconv.Itoa(seed)
		write(t, dir, generateModule(uint64(seed), name))
		fmt.Fprintf(&root, "module %q {\n  source = \"./%s\"\n}\n", name, name)
	}
	write(t, dir, map[string]string{"main.tf": root.String()})
	return count
}

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func evaluate(t *testing.T, dir string, o Options) []evaluated.Resource {
	t.Helper()
	l := newLoader(os.DirFS(dir), ".", o)
	source, err := l.folder(".")
	if err != nil {
		t.Fatal(err)
	}
	found := l.evaluateModule(source)
	for _, u := range l.unjudged {
		t.Log(u)
	}
	return found.Resources
}

// provider builds the test's provider once, under both of its names, and returns
// the folder and what the compiler prints.
var provider = onceValues(func() (dir, out string, err error) {
	dir = filepath.Join(scratch, "provider")
	aws := filepath.Join(dir, "terraform-provider-aws")
	build := exec.Command("go", "build", "-o", aws, ".")
	build.Dir = "../../tools/tfprovider"
	build.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=-mod=mod", "GOWORK=off")
	printed, err := build.CombinedOutput()
	if err == nil {
		err = os.Link(aws, aws+"cc")
	}
	return dir, string(printed), err
})

func onceValues(f func() (dir, out string, err error)) func() (string, string, error) {
	type result struct {
		dir, out string
		err      error
	}
	once := sync.OnceValue(func() result {
		dir, out, err := f()
		return result{dir, out, err}
	})
	return func() (string, string, error) { r := once(); return r.dir, r.out, r.err }
}

// scratch is a folder that goes with the tests of the package.
var scratch string

func TestMain(m *testing.M) {
	flag.Parse()
	var err error
	if scratch, err = os.MkdirTemp("", "terraform-test"); err != nil {
		log.Fatal(err)
	}
	code := m.Run()
	_ = os.RemoveAll(scratch)
	os.Exit(code)
}

var _ = flag.Bool("update", false, "rewrite golden files (none here)")

// A terraformCommand is the terraform command with the test's own provider.
type terraformCommand struct {
	path string
	env  []string
}

func newTerraform(t *testing.T) *terraformCommand {
	t.Helper()
	path, err := exec.LookPath("terraform")
	if err != nil {
		t.Skip("the terraform command is not installed: ", err)
	}
	dir, out, err := provider()
	switch {
	case err != nil && strings.Contains(out, "GOPROXY=off"):
		t.Skip("the modules of tools/tfprovider are not in the module cache; run go mod download there")
	case err != nil:
		t.Fatalf("tools/tfprovider: %v\n%s", err, out)
	}
	overrides := filepath.Join(dir, "terraform.rc")
	write(t, dir, map[string]string{"terraform.rc": fmt.Sprintf(
		"provider_installation {\n  dev_overrides {\n    \"hashicorp/aws\" = %q\n    \"hashicorp/awscc\" = %q\n  }\n}\n", dir, dir)})
	return &terraformCommand{path, []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TF_CLI_CONFIG_FILE=" + overrides,
		"CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1",
	}}
}

// plan returns the plan of a module.
func (tf *terraformCommand) plan(t *testing.T, dir string, arguments ...string) *tfjson.Plan {
	t.Helper()
	var plan tfjson.Plan
	if err := json.Unmarshal(tf.planJSON(t, dir, arguments...), &plan); err != nil {
		t.Fatal(err)
	}
	return &plan
}

// planJSON returns the plan of a module as JSON.
func (tf *terraformCommand) planJSON(t *testing.T, dir string, arguments ...string) []byte {
	t.Helper()
	tf.run(t, dir, "get", "-no-color")
	tf.run(t, dir, append([]string{
		"plan", "-out=plan", "-refresh=false", "-input=false", "-no-color", "-lock=false", "-parallelism=2",
	}, arguments...)...)
	return tf.run(t, dir, "show", "-json", "plan")
}

func (tf *terraformCommand) run(t *testing.T, dir string, arguments ...string) []byte {
	t.Helper()
	var out, problems bytes.Buffer
	command := exec.CommandContext(context.WithoutCancel(t.Context()), tf.path, arguments...)
	command.Dir, command.Env, command.Stdout, command.Stderr = dir, tf.env, &out, &problems
	if err := command.Run(); err != nil {
		t.Fatalf("terraform %s: %v\n%s", arguments[0], err, problems.Bytes())
	}
	return out.Bytes()
}

// tally counts what a comparison has seen.
type tally struct{ clients, known, ours, more int }

// comparePlan compares the clients of a module with those of its plan.
func comparePlan(t *testing.T, ours []evaluated.Resource, plan *tfjson.Plan) tally {
	t.Helper()
	var seen tally
	byAddress := make(map[string]evaluated.Resource)
	for _, r := range ours {
		if isClient(r.Type) {
			byAddress[r.Address] = r
		}
	}
	for _, change := range plan.ResourceChanges {
		if !isClient(change.Type) {
			continue
		}
		seen.clients++
		r, ok := byAddress[change.Address]
		if !ok {
			t.Errorf("%s is planned and not found", change.Address)
			continue
		}
		delete(byAddress, change.Address)
		after, _ := change.Change.After.(map[string]any)
		unknown, _ := change.Change.AfterUnknown.(map[string]any)
		secret, _ := change.Change.AfterSensitive.(map[string]any)
		compareMembers(t, &seen, change.Address, r.Body, after, unknown, secret)
	}
	for address := range byAddress {
		t.Errorf("%s is found and not planned", address)
	}
	return seen
}

// compareMembers compares arguments with those of a plan.
func compareMembers(t *testing.T, seen *tally, path string, ours []evaluated.Member, after, unknown,
	secret map[string]any) {
	t.Helper()
	given := make(map[string]evaluated.Value)
	for _, m := range ours {
		given[m.Name] = m.Value
	}
	for name, value := range after {
		v, ok := given[name]
		isList := slices.Contains([]string{"token_validity_units", "refresh_token_rotation", "analytics_configuration"},
			name)
		switch {
		case isList:
			compareBlocks(t, seen, path+"."+name, v, value, unknown[name], secret[name])
		case !ok && value == nil:
		case !ok:
			t.Errorf("%s.%s is planned and not found", path, name)
		default:
			compareValue(t, seen, path+"."+name, v, value, unknown[name], secret[name])
		}
		delete(given, name)
	}
	for name, v := range given {
		isNull := v.Kind == evaluated.Null
		switch {
		case v.State == evaluated.Known && !isNull && isUnknown(unknown[name]):
			seen.more++ // a later version of the library knows more: false && x is false
		case v.State == evaluated.Known && !isNull:
			t.Errorf("%s.%s is known here and not in the plan: %+v", path, name, v)
		}
	}
}

func compareBlocks(t *testing.T, seen *tally, path string, v evaluated.Value, value, unknown, secret any) {
	t.Helper()
	if object, ok := value.(map[string]any); ok { // awscc
		marks, _ := unknown.(map[string]any)
		compareMembers(t, seen, path, v.Members, object, marks, nil)
		return
	}
	list, _ := value.([]any)
	marks, _ := unknown.([]any)
	if v.State != evaluated.Known {
		if len(list) > 0 && !slices.ContainsFunc(marks, isUnknown) {
			seen.known++
		}
		return
	}
	if len(list) != len(v.Items) {
		t.Errorf("%s has %d blocks in the plan and %d here", path, len(list), len(v.Items))
		return
	}
	for i := range list {
		after, _ := list[i].(map[string]any)
		var mark map[string]any
		if i < len(marks) {
			mark, _ = marks[i].(map[string]any)
		}
		compareMembers(t, seen, fmt.Sprintf("%s[%d]", path, i), v.Items[i].Members, after, mark, nil)
	}
}

// isUnknown reports whether a mark, or one inside, says that a value is not known.
func isUnknown(mark any) bool {
	switch mark := mark.(type) {
	case bool:
		return mark
	case []any:
		return slices.ContainsFunc(mark, isUnknown)
	case map[string]any:
		for _, inner := range mark {
			if isUnknown(inner) {
				return true
			}
		}
	}
	return false
}

func compareValue(t *testing.T, seen *tally, path string, v evaluated.Value, value, unknown, secret any) {
	t.Helper()
	planKnows := !isUnknown(unknown) && value != nil
	if isUnknown(secret) { // a mark of the same form
		if v.State == evaluated.Known && v.Kind != evaluated.List {
			t.Errorf("%s is sensitive in the plan and known here", path)
		}
		return
	}
	if planKnows {
		seen.known++
	}
	if v.State != evaluated.Known {
		if planKnows {
			t.Logf("%s is known in the plan and not here", path)
		}
		return
	}
	want, ours := planText(value), ourText(v)
	list, isList := value.([]any)
	switch {
	case isUnknown(unknown) && isList:
		compareElements(t, path, v, list)
	case isUnknown(unknown): // a later version of the library knows more: false && x is false
		seen.more++
	case want != ours && !strings.Contains(ours, notKnown):
		t.Errorf("%s is %s in the plan and %s here", path, want, ours)
	case !strings.Contains(ours, notKnown):
		if planKnows {
			seen.ours++
		}
	}
}

// compareElements compares a list of which the plan does not know every element.
func compareElements(t *testing.T, path string, v evaluated.Value, list []any) {
	t.Helper()
	for _, item := range v.Items {
		if item.State == evaluated.Known && !slices.ContainsFunc(list,
			func(x any) bool { return planText(x) == ourText(item) }) {
			t.Errorf("%s has the element %s here and not in the plan", path, ourText(item))
		}
	}
}

// notKnown stands for a value that is not known.
const notKnown = "<not known>"

// planText is a value of a plan as text; lists are sets, in order.
func planText(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case []any:
		var all []string
		for _, item := range v {
			all = append(all, planText(item))
		}
		slices.Sort(all)
		return "[" + strings.Join(slices.Compact(all), " ") + "]"
	case string:
		return v
	}
	return fmt.Sprint(v)
}

// ourText is a value of ours in the same form.
func ourText(v evaluated.Value) string {
	switch {
	case v.State != evaluated.Known:
		return notKnown
	case v.Kind == evaluated.Null:
		return "null"
	case v.Kind == evaluated.List:
		var all []string
		for _, item := range v.Items {
			all = append(all, ourText(item))
		}
		slices.Sort(all)
		return "[" + strings.Join(slices.Compact(all), " ") + "]"
	}
	return v.Text
}
