package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/preset"
)

// put writes a file below a folder.
func put(t *testing.T, folder, name, text string) {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// ran runs a program in a folder and returns what it prints.
func ran(t *testing.T, folder string, env []string, name string, args ...string) []byte {
	t.Helper()
	var errors bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env, cmd.Stderr = folder, append(os.Environ(), env...), &errors
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s%s", name, args, err, out, errors.Bytes())
	}
	return out
}

// goProgram sends the requests of the generated packages through the guard to a test
// server, and prints what the service then has.
const goProgram = `package main

import (
	"context"
	"encoding/json"
	"log"
	"net/http/httptest"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
	"github.com/userpoolclient/userpoolclient/sdk"
%s)

type made struct {
	Client   *userpoolclient.Config
	Secret   bool
	Findings []userpoolclient.Finding
}

func main() {
	ctx := context.Background()
	server := httptest.NewServer(cognitotest.New())
	var found []userpoolclient.Finding
	note := func(f userpoolclient.Finding) { found = append(found, f) }
	config := aws.Config{Region: "eu-central-1", BaseEndpoint: &server.URL, Credentials: aws.AnonymousCredentials{}}
	client := cip.NewFromConfig(config, sdk.Guard(sdk.GuardOptions{OnFinding: note}))
	pool, err := client.CreateUserPool(ctx, &cip.CreateUserPoolInput{PoolName: aws.String("shop")})
	check(err)
	_, err = client.CreateResourceServer(ctx, &cip.CreateResourceServerInput{UserPoolId: pool.UserPool.Id,
		Identifier: aws.String("https://api.example/v1"), Name: aws.String("api"),
		Scopes: []types.ResourceServerScopeType{{ScopeName: aws.String("read"), ScopeDescription: aws.String("read")}}})
	check(err)
	_, err = client.CreateIdentityProvider(ctx, &cip.CreateIdentityProviderInput{UserPoolId: pool.UserPool.Id,
		ProviderName: aws.String("Okta"), ProviderType: "OIDC", ProviderDetails: map[string]string{"client_id": "x"}})
	check(err)
	_, err = client.AddCustomAttributes(ctx, &cip.AddCustomAttributesInput{UserPoolId: pool.UserPool.Id,
		CustomAttributes: []types.SchemaAttributeType{{Name: aws.String("team"), AttributeDataType: "String"}}})
	check(err)
	all := map[string]made{}
	for kind, request := range map[string]func(string) *cip.CreateUserPoolClientInput{
%s	} {
		found = []userpoolclient.Finding{}
		out, err := client.CreateUserPoolClient(ctx, request(*pool.UserPool.Id))
		check(err)
		config := sdk.FromClient(*out.UserPoolClient)
		secret := config.ClientSecret != nil
		config.ClientSecret = nil
		all[kind] = made{config, secret, found}
	}
	check(json.NewEncoder(os.Stdout).Encode(all))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
`

// TestInitGo: each kind, as Go: it compiles, is formatted, passes the guard, and the
// service then has the client that was asked for.
func TestInitGo(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	var imports, requests strings.Builder
	for _, k := range preset.Kinds() {
		name := strings.ReplaceAll(k.String(), "-", "")
		source := command("", append(initFlags(k), "--form", "go")...)
		if source.code != exitClean {
			t.Fatal(source)
		}
		put(t, folder, name+"/client.go", source.out)
		fmt.Fprintf(&imports, "\tof%s %q\n", name, "example/"+name)
		fmt.Fprintf(&requests, "\t\t%q: of%s.ShopFrontEndClient,\n", k.String(), name)
	}
	fixed := append(initFlags(preset.KindWeb), "--form", "go", "--pool-id", initPool)
	put(t, folder, "fixed/client.go", command("", fixed...).out)
	put(t, folder, "main.go", fmt.Sprintf(goProgram, imports.String(), requests.String()))
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		if name == "go.mod" {
			const module = "github.com/userpoolclient/userpoolclient"
			data = []byte(strings.Replace(string(data), "module "+module, "module example", 1) +
				"\nrequire " + module + " v0.0.0\n\nreplace " + module + " => " + root + "\n")
		}
		put(t, folder, name, string(data))
	}
	offline := []string{"GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off"}
	if unformatted := ran(t, folder, nil, "gofmt", "-l", "."); strings.Contains(string(unformatted), "client.go") {
		t.Errorf("not formatted: %s", unformatted)
	}
	ran(t, folder, offline, "go", "vet", "./...")
	out := ran(t, folder, offline, "go", "run", ".")
	var all map[string]struct {
		Client   *userpoolclient.Config
		Secret   bool
		Findings []userpoolclient.Finding
	}
	if err := json.Unmarshal(out, &all); err != nil || len(all) != len(preset.Kinds()) {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, k := range preset.Kinds() {
		want := wanted(t, k, initPool)
		got := all[k.String()]
		if got.Secret != *want.GenerateSecret {
			t.Errorf("%s: a secret: %v", k, got.Secret)
		}
		described, err := json.Marshal(got.Client)
		if err != nil {
			t.Fatal(err)
		}
		nothingFound(t, k, file(t, "client.json", string(described)))
		got.Client.GenerateSecret = want.GenerateSecret
		sameClient(t, k.String(), got.Client, want)
		for _, f := range got.Findings {
			t.Errorf("%s: the guard finds %v", k, f)
		}
	}
}

// TestInitCDK: each kind, in TypeScript: the compiler accepts it, and the template that
// the CDK makes of it is the client that was asked for. NODE_PACKAGES names a folder in
// which the packages of tools/npm are installed.
func TestInitCDK(t *testing.T) {
	npm := os.Getenv("NODE_PACKAGES")
	if npm == "" {
		t.Skip("NODE_PACKAGES names no folder with the packages of tools/npm")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not there")
	}
	folder, err := os.MkdirTemp(npm, "cdk-") // within, so that the packages are found
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	var main strings.Builder
	main.WriteString("import { App, Stack } from 'aws-cdk-lib';\n")
	for _, k := range preset.Kinds() {
		name := strings.ReplaceAll(k.String(), "-", "")
		put(t, folder, name+".ts", command("", append(initFlags(k), "--form", "cdk")...).out)
		fmt.Fprintf(&main, "import { shopFrontEndClient as %s } from './%s';\n", name, name)
	}
	fixed := append(initFlags(preset.KindWeb), "--form", "cdk", "--pool-id", initPool)
	put(t, folder, "fixed.ts", command("", fixed...).out)
	main.WriteString("import { shopFrontEndClient as fixed } from './fixed';\nconst app = new App();\n")
	for _, k := range preset.Kinds() {
		name := strings.ReplaceAll(k.String(), "-", "")
		fmt.Fprintf(&main, "%s(new Stack(app, '%s'), '%s');\n", name, k, initPool)
	}
	main.WriteString("fixed(new Stack(app, 'fixed'));\n" +
		"console.log(JSON.stringify(app.synth().stacks.map(s => ({name: s.stackName, template: s.template}))));\n")
	put(t, folder, "main.ts", main.String())
	put(t, folder, "tsconfig.json", `{"compilerOptions":{"strict":true,"target":"es2022","module":"commonjs",`+
		`"types":["node"],"skipLibCheck":true},"files":["main.ts"]}`)
	ran(t, folder, nil, node, filepath.Join(npm, "node_modules/typescript/bin/tsc"), "-p", ".")
	out := ran(t, folder, []string{"CDK_OUTDIR=" + t.TempDir()}, node, "main.js")
	var stacks []struct {
		Name     string
		Template json.RawMessage
	}
	if err := json.Unmarshal(out, &stacks); err != nil || len(stacks) != len(preset.Kinds())+1 {
		t.Fatalf("%v\n%.2000s", err, out)
	}
	for _, stack := range stacks {
		k := preset.KindWeb
		_ = k.UnmarshalText([]byte(stack.Name)) // but for the one that is fixed
		path := file(t, stack.Name+".template.json", string(stack.Template))
		all, err := iac.Load(path, stack.Template)
		if err != nil || len(all) != 1 {
			t.Fatalf("%s: %d clients, %v", stack.Name, len(all), err)
		}
		nothingFound(t, k, path)
		sameClient(t, stack.Name, all[0].Config, wanted(t, k, initPool))
	}
}

// TestInitTerraformTool: what terraform itself says of the source: it is formatted, it is
// valid by the schemas of the providers, and a plan of it has nothing to find. It needs
// the command, and tools/tfprovider, which has the schemas.
func TestInitTerraformTool(t *testing.T) {
	terraform, err := exec.LookPath("terraform")
	if err != nil {
		t.Skip("terraform is not there")
	}
	folder := t.TempDir()
	for _, k := range preset.Kinds() {
		for i, pool := range [][]string{nil, {"--pool-id", initPool}} {
			name := fmt.Sprintf("%s%d/main.tf", k, i)
			put(t, folder, name, command("", slices.Concat(initFlags(k), []string{"--form", "terraform"}, pool)...).out)
		}
	}
	quiet := []string{"CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1"}
	unformatted := ran(t, folder, quiet, terraform, "fmt", "-recursive", "-list=true", "-write=false")
	if len(unformatted) > 0 {
		t.Errorf("not formatted: %s", unformatted)
	}
	provider := "../../tools/tfprovider"
	if _, err := os.Stat(provider); err != nil {
		t.Skip("tools/tfprovider is not there: formatted, and not validated")
	}
	binaries := t.TempDir()
	for _, name := range []string{"terraform-provider-aws", "terraform-provider-awscc"} {
		build := exec.Command("go", "build", "-o", filepath.Join(binaries, name), ".")
		build.Dir, build.Env = provider, append(os.Environ(), "GOWORK=off", "GOPROXY=off")
		if out, err := build.CombinedOutput(); err != nil {
			t.Skipf("tools/tfprovider cannot be built from what is here: formatted, and not validated\n%s", out)
		}
	}
	put(t, folder, "terraform.rc", fmt.Sprintf("provider_installation {\n  dev_overrides {\n"+
		"    \"hashicorp/aws\" = %q\n    \"hashicorp/awscc\" = %q\n  }\n}\n", binaries, binaries))
	quiet = append(quiet, "TF_CLI_CONFIG_FILE="+filepath.Join(folder, "terraform.rc"))
	for _, k := range preset.Kinds() {
		for i := range 2 {
			module := filepath.Join(folder, fmt.Sprintf("%s%d", k, i))
			ran(t, module, quiet, terraform, "validate", "-no-color")
			ran(t, module, append(quiet, "TF_VAR_user_pool_id="+initPool), terraform, "plan", "-input=false", "-out=plan")
			plan := ran(t, module, quiet, terraform, "show", "-json", "plan")
			path := file(t, "plan.json", string(plan))
			nothingFound(t, k, path)
			sameClient(t, k.String(), loadOne(t, path), wanted(t, k, initPool))
		}
	}
}

// TestInitReadme: the texts about init, and those about judge, show what the command
// writes.
func TestInitReadme(t *testing.T) {
	for _, path := range []string{"../../README.md", "../../docs/init.md"} {
		showsRuns(t, path)
	}
}

// showsRuns holds the runs of the command that a page shows to the command.
func showsRuns(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```console\n\\$ userpoolclient (.*?)\n?```")
	seen := 0
	page := block.ReplaceAllStringFunc(string(text), func(shown string) string {
		seen++
		line, _, _ := strings.Cut(strings.TrimPrefix(shown[strings.Index(shown, "$ "):], "$ userpoolclient "), "\n")
		want := exitClean
		if strings.HasPrefix(line, "judge ") {
			want = exitFindings // the request that the page is about fails
		}
		got := command("", strings.Fields(strings.NewReplacer("'", "", " examples/clients/", " "+clients).Replace(line))...)
		if got.code != want {
			t.Errorf("%s: %+v", line, got)
		}
		return "```console\n$ userpoolclient " + line + "\n" + strings.TrimRight(got.out, "\n") + "\n```"
	})
	if seen == 0 {
		t.Fatal("the text shows no run of the command: the test saw nothing")
	}
	switch {
	case *update:
		if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	case page != string(text):
		t.Errorf("%s does not show what the command says; go test -update rewrites it", path)
	}
}
