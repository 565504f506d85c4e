package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/preset"
)

// awkward is a URL that every form must quote in its own way.
const awkward = `https://shop.example/${x}/%{y}/"'\{{z}}/` + "`" + `あ?a=1&b=<c>`

const initPool = "eu-central-1_a1B2c3D4e"

// initFlags are the flags of a client of each kind, with all that is optional.
func initFlags(k preset.Kind) []string {
	args := []string{"init", "--kind", k.String(), "--name", "Shop front-end", "--access-lifetime", "15m"}
	for flag, values := range map[string][]string{
		"callback": {"https://shop.example/cb", awkward}, "logout": {"https://shop.example/"},
		"provider":    {"COGNITO", "Okta"},
		"id-lifetime": {"20m"}, "refresh-lifetime": {"7d"}, "write-attribute": {"name", "custom:team"},
	} {
		for _, value := range values {
			if slices.Contains(takes(k), flag) {
				args = append(args, "--"+flag, value)
			}
		}
	}
	switch {
	case k == preset.KindMachine, k == preset.KindMachineToken:
		args = append(args, "--scope", "https://api.example/v1/read")
	case slices.Contains(takes(k), "scope"):
		args = append(args, "--scope", "openid", "--scope", "https://api.example/v1/read")
	}
	return args
}

// wanted is the client that initFlags ask for, by the package that makes it.
func wanted(t *testing.T, k preset.Kind, poolID string) *userpoolclient.Config {
	t.Helper()
	const minute, day = 60 * 1e9, 24 * 3600 * 1e9
	web := preset.Web{Name: "Shop front-end", PoolID: poolID, Callbacks: []string{"https://shop.example/cb", awkward},
		Logouts: []string{"https://shop.example/"}, Scopes: []string{"openid", "https://api.example/v1/read"},
		Providers: []string{"COGNITO", "Okta"}, WriteAttributes: []string{"name", "custom:team"},
		AccessTokenLifetime: 15 * minute, IDTokenLifetime: 20 * minute, RefreshTokenLifetime: 7 * day}
	machine := preset.Machine{Name: web.Name, PoolID: poolID, Scopes: web.Scopes[1:], AccessTokenLifetime: 15 * minute}
	c, err := map[preset.Kind]preset.Preset{
		preset.KindSPA: preset.SPA(web), preset.KindNative: preset.Native(web), preset.KindWeb: web,
		preset.KindServer: preset.Server{Name: web.Name, PoolID: poolID, WriteAttributes: web.WriteAttributes,
			AccessTokenLifetime: 15 * minute, IDTokenLifetime: 20 * minute, RefreshTokenLifetime: 7 * day},
		preset.KindMachine: machine, preset.KindMachineToken: preset.MachineToken(machine),
	}[k].Config()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// sameClient fails where a client is not the one that was asked for.
func sameClient(t *testing.T, what string, got, want *userpoolclient.Config) {
	t.Helper()
	for _, change := range userpoolclient.Diff(got, want) {
		t.Errorf("%s: %s is %s, want %s", what, change.Field, change.Before, change.After)
	}
	if got.ClientName == nil || *got.ClientName != *want.ClientName {
		t.Errorf("%s: the name is %v", what, got.ClientName)
	}
	generate := func(c *userpoolclient.Config) bool { return c.GenerateSecret != nil && *c.GenerateSecret }
	if generate(got) != generate(want) {
		t.Errorf("%s: GenerateSecret %v", what, generate(got))
	}
}

// written runs init into a file and returns the file's path.
func written(t *testing.T, args []string, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if got := command("", append(args, "-o", path)...); got.code != exitClean || got.out != "" {
		t.Fatalf("%v: %+v", args, got)
	}
	return path
}

// nothingFound fails unless check reads the file back and finds nothing.
func nothingFound(t *testing.T, k preset.Kind, path string, args ...string) {
	t.Helper()
	args = append([]string{"check", "--fail-on", "advice", "--kind", k.Client().String()}, append(args, path)...)
	got := command("", args...)
	if got.code != exitClean || !strings.Contains(got.out, "nothing found") {
		t.Errorf("%v: exit %d\n%s%s", args, got.code, got.out, got.err)
	}
}

// loadOne reads the one client of a file.
func loadOne(t *testing.T, path string) *userpoolclient.Config {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	all, err := iac.Load(path, data)
	if err != nil || len(all) != 1 {
		t.Fatalf("%s: %d clients, %v\n%s", path, len(all), err, data)
	}
	return all[0].Config
}

// TestInitCLI: each kind, for --cli-input-json: read back, and nothing is found.
func TestInitCLI(t *testing.T) {
	for _, k := range preset.Kinds() {
		path := written(t, append(initFlags(k), "--pool-id", initPool), "client.json")
		nothingFound(t, k, path, "--operation", "create")
		sameClient(t, k.String(), loadOne(t, path), wanted(t, k, initPool))
	}
}

// TestInitCloudFormation: each kind, as a template, with the pool and with a parameter.
func TestInitCloudFormation(t *testing.T) {
	for _, k := range preset.Kinds() {
		for _, pool := range [][]string{nil, {"--pool-id", initPool}} {
			path := written(t, slices.Concat(initFlags(k), []string{"--form", "cloudformation"}, pool), "client.yaml")
			nothingFound(t, k, path)
			got := loadOne(t, path)
			sameClient(t, k.String(), got, wanted(t, k, initPool))
			if named := got.UserPoolId != nil; named != (pool != nil) || named && *got.UserPoolId != initPool {
				t.Errorf("%s: the pool is %v", k, got.UserPoolId)
			}
		}
	}
}

// hclClient reads a client out of Terraform source without references, by its own
// account of what the two providers call the members.
func hclClient(t *testing.T, path string) (resource string, c *userpoolclient.Config) {
	t.Helper()
	source, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file, diagnostics := hclsyntax.ParseConfig(source, path, hcl.InitialPos)
	if diagnostics.HasErrors() {
		t.Fatal(diagnostics)
	}
	fields := map[string]userpoolclient.Field{"client_name": "ClientName", "allowed_o_auth_scopes": "AllowedOAuthScopes",
		"allowed_o_auth_flows_user_pool_client": "AllowedOAuthFlowsUserPoolClient"}
	for _, info := range userpoolclient.Fields() {
		if info.Terraform != "" {
			fields[info.Terraform] = info.Name
		}
	}
	c = new(userpoolclient.Config)
	put := func(name string, value cty.Value) {
		field, ok := fields[name]
		if !ok {
			t.Fatalf("%s: there is no argument %s", path, name)
		}
		if err := c.Set(field, hclNative(value)); err != nil {
			t.Fatal(err)
		}
	}
	attributes := func(prefix string, body *hclsyntax.Body) {
		for name, a := range body.Attributes {
			value, diagnostics := a.Expr.Value(&hcl.EvalContext{Variables: map[string]cty.Value{
				"var": cty.ObjectVal(map[string]cty.Value{"user_pool_id": cty.StringVal(initPool)}),
			}})
			if diagnostics.HasErrors() {
				t.Fatal(diagnostics)
			}
			if value.Type().IsObjectType() { // a structure of awscc
				for member, v := range value.AsValueMap() {
					put(name+"."+member, v)
				}
				continue
			}
			put(prefix+name, value)
		}
	}
	for _, block := range file.Body.(*hclsyntax.Body).Blocks {
		if block.Type != "resource" {
			continue
		}
		resource = block.Labels[0]
		attributes("", block.Body)
		for _, inner := range block.Body.Blocks {
			attributes(inner.Type+".", inner.Body)
		}
	}
	return resource, c
}

func hclNative(v cty.Value) any {
	switch {
	case v.Type() == cty.String:
		return v.AsString()
	case v.Type() == cty.Bool:
		return v.True()
	case v.Type() == cty.Number:
		n, _ := v.AsBigFloat().Int64()
		return n
	}
	list := []string{}
	for _, element := range v.AsValueSlice() {
		list = append(list, element.AsString())
	}
	return list
}

// TestInitTerraform: each kind, as Terraform source: check reads it back and finds
// nothing, and by another reading the client is the one that was asked for.
func TestInitTerraform(t *testing.T) {
	for _, k := range preset.Kinds() {
		for _, pool := range [][]string{nil, {"--pool-id", initPool}} {
			path := written(t, slices.Concat(initFlags(k), []string{"--form", "terraform"}, pool), "client.tf")
			nothingFound(t, k, path)
			resource, got := hclClient(t, path)
			sameClient(t, k.String(), got, wanted(t, k, initPool))
			for _, f := range userpoolclient.Check(got, k.Context()) {
				t.Errorf("%s: %v", k, f)
			}
			want := "aws_cognito_user_pool_client"
			if k == preset.KindMachineToken {
				want = "awscc_cognito_user_pool_client"
			}
			if resource != want {
				t.Errorf("%s: the resource is a %s", k, resource)
			}
		}
	}
}

// TestInitForms holds the forms as people see them. The exit code stands at the end of
// what was written.
func TestInitForms(t *testing.T) {
	spa := []string{"init", "--kind", "spa", "--name", "shop", "--callback", "https://shop.example/cb",
		"--logout", "https://shop.example/"}
	for _, test := range []struct {
		file string
		args []string
	}{
		{"init-spa.json", append(spa, "--pool-id", initPool)},
		{"init-spa.yaml", append(spa, "--form", "cloudformation")},
		{"init-spa.tf", append(spa, "--form", "terraform")},
		{"init-spa.go", append(spa, "--form", "go")},
		{"init-spa.ts", append(spa, "--form", "cdk")},
		{"init-machine-token.tf", []string{"init", "--kind", "machine-token", "--name", "reports", "--scope", "api/read",
			"--form", "terraform"}},
	} {
		got := command("", test.args...)
		if got.code != exitClean {
			t.Errorf("%s: %+v", test.file, got)
		}
		golden(t, test.file, got.out)
	}
	got := command("", append(spa, "--pool-id", initPool)...)
	golden(t, "init-spa-notes.txt", got.err)
}

// TestInitHelp holds the help of both commands, which fits a terminal.
func TestInitHelp(t *testing.T) {
	for _, name := range []string{"init", "schema"} {
		golden(t, name+"-help.txt", command("", name, "--help").out)
		for _, width := range []int{80, 100} {
			var out bytes.Buffer
			run([]string{name, "--help"}, terminal{in: strings.NewReader(""), out: &out, err: &out, outTTY: true, width: width})
			for line := range strings.Lines(out.String()) {
				if line = strings.TrimRight(line, "\n"); visible(line) > width && !mayBeLong(line) {
					t.Errorf("%s --help, %d columns: %s", name, width, line)
				}
			}
		}
	}
}

// TestInitLines: what is written for people fits their screens, long values aside.
func TestInitLines(t *testing.T) {
	for _, k := range preset.Kinds() {
		for _, form := range []clientForm{formCloudFormation, formTerraform, formGo, formCDK} {
			for line := range strings.Lines(command("", append(initFlags(k), "--form", form.String())...).out) {
				line = strings.ReplaceAll(strings.TrimRight(line, "\n"), "\t", "    ")
				if visible(line) > 120 && !strings.Contains(line, "https://") {
					t.Errorf("%s, %s: %d columns: %s", k, form, visible(line), line)
				}
			}
		}
	}
}

// TestInitExits: what init rejects, and how.
func TestInitExits(t *testing.T) {
	there := file(t, "there.json", "mine")
	pool := file(t, "pool.json", `{"Tier":"LITE","Scopes":[],"Attributes":[{"Name":"nickname","Required":true}]}`)
	spa := []string{"init", "--kind", "spa", "--name", "shop", "--pool-id", initPool,
		"--callback", "https://shop.example/cb"}
	machine := []string{"init", "--kind", "machine", "--name", "shop", "--pool-id", initPool}
	for _, test := range []struct {
		why  string
		args []string
		code int
		err  string // what standard error holds
	}{
		{"nothing is said", []string{"init"}, 2, "init needs --kind, --name, --pool-id; see userpoolclient init --help"},
		{"a machine without scopes", machine, 2, "init needs --scope"},
		{"an SPA without a callback", []string{"init", "--kind", "spa", "--name", "x", "--form", "cdk"}, 2,
			"init needs --callback"},
		{"a kind that there is not", []string{"init", "--kind", "mobile"}, 2,
			"must be one of spa, native, web, server, machine, machine-token"},
		{"a form that there is not", append(spa, "--form", "pulumi"), 2, "must be one of cli-json, cloudformation"},
		{"a machine that redirects", append(machine, "--callback", "https://a.example"), 2,
			"--callback: a client of the kind machine has none"},
		{"a machine with refresh tokens", append(machine, "--scope", "api/read", "--refresh-lifetime", "1d"), 2,
			"--refresh-lifetime: a client"},
		{"a server with a scope", []string{"init", "--kind", "server", "--scope", "openid"}, 2,
			"--scope: a client of the kind server has none"},
		{"a lifetime that is none", append(spa, "--access-lifetime", "soon"), 2, "must be a duration, as in 15m, 12h or 30d"},
		{"days that are none", append(spa, "--refresh-lifetime", "1.5d"), 2, "must be a number of days, as in 30d"},
		{"days that overflow", append(spa, "--refresh-lifetime", "999999999d"), 2, "must be a number of days"},
		{"a lifetime out of range", append(spa, "--access-lifetime", "2d"), 1,
			"AccessTokenValidity: a lifetime of 48h0m0s must be"},
		{"plain http", append(spa, "--callback", "http://shop.example"), 1, "[redirect-http]"},
		{"a warning", append(spa, "--scope", "email"), 1, "[scope-openid-missing]"},
		{"two things at once", append(spa, "--scope", "email", "--provider", "GOOGLE"), 1, "[identity-provider-case]"},
		{"a scope that the pool lacks", append(machine, "--scope", "api/read", "--pool", pool), 1, "[scope-not-in-pool]"},
		{"a pool that is not there", append(spa, "--pool", "none.json"), 2, "none.json: no such file"},
		{"a file that is there", append(spa, "-o", there), 2, there + ": file already exists"},
		{"a folder that is not there", append(spa, "-o", filepath.Join(t.TempDir(), "x", "y.json")), 2,
			"no such file or directory"},
		{"advice is left to the owner", spa, 0, "note: advice: LogoutURLs is omitted"},
		{"a LITE pool", append(spa, "--logout", "https://shop.example/", "--pool", pool), 0,
			"users sign in on the hosted pages alone"},
		{"an argument", append(spa, "x"), 2, `unknown command "x"`},
	} {
		got := command("", test.args...)
		if got.code != test.code || !strings.Contains(got.err, test.err) {
			t.Errorf("%s: exit %d, %q", test.why, got.code, got.err)
		}
		if (got.out == "") != (test.code != 0) {
			t.Errorf("%s: it writes %q", test.why, got.out)
		}
	}
	if data, err := os.ReadFile(there); err != nil || string(data) != "mine" {
		t.Errorf("the file that was there is %q, %v", data, err)
	}
}

// TestInitPool: what the pool has reaches the client.
func TestInitPool(t *testing.T) {
	pool := file(t, "pool.json", `{"Tier":"LITE","Attributes":[{"Name":"nickname","Required":true,"Mutable":true}]}`)
	got := command("", "init", "--kind", "spa", "--name", "shop", "--pool-id", initPool,
		"--callback", "https://shop.example/cb", "--pool", pool)
	c, err := userpoolclient.Parse([]byte(got.out))
	if err != nil || c.RefreshTokenRotation != nil || !slices.Contains(c.WriteAttributes, "nickname") {
		t.Errorf("%+v\n%v", got, err)
	}
}

// TestInitOutput: a link that leads nowhere is there too, - is standard output, and what
// was begun is finished or gone.
func TestInitOutput(t *testing.T) {
	args := []string{"init", "--kind", "server", "--name", "shop", "--pool-id", initPool, "-o"}
	link := filepath.Join(t.TempDir(), "link.json")
	if err := os.Symlink("nowhere.json", link); err != nil {
		t.Fatal(err)
	}
	if got := command("", append(args, link)...); got.code != exitUsage {
		t.Errorf("a link: %+v", got)
	}
	if got := command("", append(args, "-")...); got.code != exitClean || !json.Valid([]byte(got.out)) {
		t.Errorf("standard output: %+v", got)
	}
	path := filepath.Join(t.TempDir(), "new.json")
	got := command("", append(args, path)...)
	if got.code != exitClean || !strings.Contains(got.err, "note: wrote "+path) {
		t.Errorf("a new file: %+v", got)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm()&^0o644 != 0 {
		t.Errorf("%v, %v", info, err)
	}
}

// TestInitAsks: on a terminal it asks for what is missing, once more where the answer
// will not do, and for nothing else; without somebody to ask, never.
func TestInitAsks(t *testing.T) {
	ask := func(answers string, tty bool, args ...string) result {
		var out, err bytes.Buffer
		code := run(append([]string{"init"}, args...),
			terminal{in: strings.NewReader(answers), out: &out, err: &err, inTTY: tty, live: tty})
		return result{code, out.String(), err.String()}
	}
	for _, test := range []struct {
		why     string
		answers string
		args    []string
		asks    []string
		want    string // what is written
	}{
		{"everything", "phone\nspa\n\nshop\n" + initPool + "\n\nhttps://shop.example/cb\nhttps://b.example/cb\n\n" +
			"https://shop.example/\n\n", nil,
			[]string{"kind of client (spa, native, web, server, machine, machine-token): ", "it must be one of",
				"kind of client", "name of the client: ", "name of the client: ", "ID of the user pool: ",
				"URL that users come back to: ",
				"URL that users come back to: ", "another URL that users come back to (empty: no more): ", "another URL",
				"URL for signed-out users (empty: none): ", "another URL for signed-out users"}, `"https://b.example/cb"`},
		{"a parameter takes the pool's place", "shop\nhttps://shop.example/cb\n\n\n",
			[]string{"--kind", "web", "--form", "cloudformation"},
			[]string{"name of the client: ", "URL that users come back to: ", "another URL",
				"URL for signed-out users (empty: none): "}, "!Ref UserPoolId"},
		{"a machine's scopes", "api/read\n\n", []string{"--kind", "machine", "--name", "x", "--pool-id", initPool},
			[]string{"scope, as in api/read: ", "another scope"}, "api/read"},
		{"nothing is missing", "", []string{"--kind", "server", "--name", "x", "--pool-id", initPool}, nil,
			"ALLOW_ADMIN_USER_PASSWORD_AUTH"},
	} {
		got := ask(test.answers, true, test.args...)
		if got.code != exitClean || !strings.Contains(got.out, test.want) {
			t.Errorf("%s: %+v", test.why, got)
		}
		rest := got.err
		for _, question := range test.asks {
			_, after, ok := strings.Cut(rest, question)
			if !ok {
				t.Errorf("%s: it does not ask %q in\n%s", test.why, question, rest)
			}
			rest = after
		}
		if before, _, _ := strings.Cut(rest, "userpoolclient: note"); strings.Contains(before, ": ") && len(test.asks) == 0 {
			t.Errorf("%s: it asks %q", test.why, before)
		}
		if silent := ask(test.answers, false, test.args...); len(test.asks) > 0 && silent.code != exitUsage {
			t.Errorf("%s: nobody is there, and it does not fail: %+v", test.why, silent)
		}
	}
	got := ask("spa\nshop\n", true)
	if got.code != exitUsage || !strings.Contains(got.err, "there is no answer") || got.out != "" {
		t.Errorf("the answers end: %+v", got)
	}
	if got := ask("spa\n"+strings.Repeat("x", 1<<20), true); got.code != exitUsage || got.out != "" {
		t.Errorf("an endless answer: %d, %.80s", got.code, got.err)
	}
}

// TestNames: identifiers out of any name that Cognito takes.
func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		"shop": "Shop shop shop", "Shop front-end": "ShopFrontEnd shopFrontEnd shop_front_end",
		"3d":     "Client3d client3d client_3d",
		"+=,.@-": "Client client client", "a.b": "AB aB a_b", "MyApp": "MyApp myApp myapp", "_x": "X x x",
	} {
		c := clientFile{name: name}
		if got := fmt.Sprint(c.pascal(), " ", c.camel(), " ", c.snake()); got != want {
			t.Errorf("%q: got %s, want %s", name, got, want)
		}
	}
	for name, want := range map[string]string{
		"CallbackURLs": "callback_ur_ls callbackUrLs", "AllowedOAuthFlows": "allowed_o_auth_flows allowedOAuthFlows",
		"DefaultRedirectURI": "default_redirect_uri defaultRedirectUri", "UserPoolId": "user_pool_id userPoolId",
	} {
		if got := snakeCase(name) + " " + camelCase(name); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

// TestSchemaCommand: each schema is printed, and is the one in docs.
func TestSchemaCommand(t *testing.T) {
	for name, path := range map[string]string{
		"": "schema.json", "client": "schema.json", "create": "schema-create.json", "update": "schema-update.json",
		"cloudformation": "schema-cloudformation.json",
	} {
		want, err := os.ReadFile("../../docs/" + path)
		if err != nil {
			t.Fatal(err)
		}
		args := []string{"schema"}
		if name != "" {
			args = append(args, name)
		}
		if got := command("", args...); got.code != exitClean || got.out != string(want) {
			t.Errorf("schema %s: exit %d, %d bytes, want %d", name, got.code, len(got.out), len(want))
		}
	}
	for why, args := range map[string][]string{
		`"updat" must be one of client, create, update, cloudformation (did you mean "update"?)`: {"updat"},
		"schema takes one name, not 2": {"create", "update"},
	} {
		got := command("", append([]string{"schema"}, args...)...)
		if got.code != exitUsage || !strings.Contains(got.err, why) {
			t.Errorf("%v: %+v", args, got)
		}
	}
}
