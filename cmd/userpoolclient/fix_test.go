package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/aymanbagabas/go-udiff"
	"github.com/google/go-cmp/cmp"
)

// shopToFix has what --fix mends, what it does not, and what must stay: an
// anchor that is used twice, comments, a line of Japanese, carriage returns.
var shopToFix = strings.ReplaceAll(`# 日本の店
Urls: &urls
  - https://shop.example.jp/bye
Resources:
  Web: # the shop
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !Ref Users
      ClientName: "日本" # 日本
      AccessTokenValidity: 3600 # seconds
      AllowedOAuthFlowsUserPoolClient: true
      AllowedOAuthFlows: [code]
      AllowedOAuthScopes: ["OpenID" , email] # 日本
      SupportedIdentityProviders: ["日本",   'cognito']
      CallbackURLs:
        - !Sub "https://${Domain}/cb"
        - http://shop.example.jp/cb # no TLS yet
        - "https://shop.example.jp/cb2 "
      LogoutURLs: *urls
      ExplicitAuthFlows:
        - USER_SRP_AUTH
        - ALLOW_REFRESH_TOKEN_AUTH # for the app
      WriteAttributes: [name, sub]
      PreventUserExistenceErrors: ENABLED
      EnableTokenRevocation: false
`, "\n", "\r\n")

// replaced is a text with parts of it replaced, each of which it must have.
func replaced(t *testing.T, text string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		from, to := strings.ReplaceAll(pairs[i], "\n", "\r\n"), strings.ReplaceAll(pairs[i+1], "\n", "\r\n")
		if strings.Count(text, from) != 1 {
			t.Fatalf("%d times %q in\n%s", strings.Count(text, from), from, text)
		}
		text = strings.Replace(text, from, to, 1)
	}
	return text
}

func safelyFixed(t *testing.T) string {
	return replaced(t, shopToFix, `["OpenID" , email]`, `["openid" , email]`, `["日本",   'cognito']`,
		`["日本",   'COGNITO']`, `cb2 "`, `cb2"`, "- USER_SRP_AUTH", "- ALLOW_USER_SRP_AUTH", "[name, sub]", "[name]",
		"Revocation: false\n", "Revocation: false\n      TokenValidityUnits:\n        AccessToken: seconds\n")
}

func allFixed(t *testing.T) string {
	return replaced(t, safelyFixed(t), "- http://shop.example.jp/cb # no TLS yet",
		"- https://shop.example.jp/cb # no TLS yet",
		"EnableTokenRevocation: false", "EnableTokenRevocation: true",
		"        - ALLOW_REFRESH_TOKEN_AUTH # for the app\n", "        # for the app\n",
		"        AccessToken: seconds\n", "        AccessToken: seconds\n      RefreshTokenRotation:\n"+
			"        Feature: ENABLED\n")
}

func readText(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func sameText(t *testing.T, want, got string) {
	t.Helper()
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestFix: --fix writes the safe fixes, --unsafe-fixes the others, and nothing else
// changes; what is left is reported.
func TestFix(t *testing.T) {
	inFolder(t, map[string]string{"web.yaml": shopToFix, "clean.json": `{"ClientName":"x"}`,
		"notes.txt": "WriteAttributes"})
	if err := os.Chmod("web.yaml", 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("web.yaml", "link.yaml"); err != nil {
		t.Fatal(err)
	}
	before, err := os.Stat("clean.json")
	if err != nil {
		t.Fatal(err)
	}
	got := command("", "check", "--fix", "--format", "concise", ".")
	sameText(t, safelyFixed(t), readText(t, "web.yaml"))
	if !strings.Contains(got.err,
		"note: made 6 fixes in 1 file; --unsafe-fixes makes 3 more, which may change what users can do\n") {
		t.Errorf("stderr: %s", got.err)
	}
	if strings.Contains(got.out, "write-attribute-read-only") || !strings.Contains(got.out, "redirect-http") {
		t.Errorf("what is left must be reported, and nothing else:\n%s", got.out)
	}
	if got.code != exitFindings {
		t.Errorf("exit code %d: redirect-http is left", got.code)
	}
	info, err := os.Lstat("web.yaml")
	if err != nil || info.Mode() != 0o640 {
		t.Errorf("the file's mode is %v, %v", info.Mode(), err)
	}
	if info, err := os.Lstat("link.yaml"); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Error("the link to the file is no link any more")
	}
	if after, err := os.Stat("clean.json"); err != nil || !os.SameFile(before, after) ||
		after.ModTime() != before.ModTime() {
		t.Error("a file without fixes was written")
	}
	if got := command("", "check", "--fix", "."); !strings.Contains(got.err,
		"no fixes to make; --unsafe-fixes makes 3 more") {
		t.Errorf("a second run: %s", got.err)
	}
	command("", "check", "--fix", "--unsafe-fixes", "link.yaml")
	sameText(t, allFixed(t), readText(t, "web.yaml"))
	if info, err := os.Lstat("link.yaml"); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Error("the link that was named is no link any more")
	}
	entries, err := os.ReadDir(".")
	if err != nil || len(entries) != 4 {
		t.Errorf("the folder holds %v, %v", entries, err)
	}
}

// TestFixedIsRead: what was fixed is judged clean of the rules that were fixed, by a
// run of its own.
func TestFixedIsRead(t *testing.T) {
	inFolder(t, map[string]string{"web.yaml": allFixed(t)})
	got := command("", "check", "--format", "concise", "web.yaml")
	for _, rule := range []string{"redirect-http", "auth-flow-invalid", "access-token-validity-range", "scope-format",
		"identity-provider-case", "write-attribute-read-only", "redirect-characters", "rotation-missing"} {
		if strings.Contains(got.out, rule) {
			t.Errorf("%s is found again:\n%s", rule, got.out)
		}
	}
}

// TestDiff: --diff shows what --fix would write, and writes nothing.
func TestDiff(t *testing.T) {
	home, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	inFolder(t, map[string]string{"in/web.yaml": shopToFix, "client.json": "{\n  \"WriteAttributes\": [\n" +
		"    \"name\",\n    \"sub\"\n  ]\n}\n"})
	got := command("", "check", "--diff", ".")
	if readText(t, "in/web.yaml") != shopToFix {
		t.Error("--diff has written")
	}
	if !strings.Contains(got.err, "note: --fix would make 7 fixes in 2 files; --unsafe-fixes makes 3 more") ||
		got.code != exitFindings {
		t.Errorf("exit code %d; %s", got.code, got.err)
	}
	piped := command(`{"WriteAttributes":["name","sub"]}`, "check", "--diff")
	if !strings.Contains(piped.out, `+{"WriteAttributes":["name"]}`) || !strings.HasPrefix(piped.out, "--- a/<stdin>\n") {
		t.Errorf("of standard input: %s%s", piped.out, piped.err)
	}
	if clean := command(`{"ClientName":"x"}`, "check", "--diff"); clean.out != "" || clean.code != exitClean {
		t.Errorf("of what has nothing to fix: %d, %s%s", clean.code, clean.out, clean.err)
	}
	t.Chdir(home)
	golden(t, "fix.diff", got.out)
}

// TestDiffHidesSecrets: a diff shows the lines around a change, and no secret in them.
func TestDiffHidesSecrets(t *testing.T) {
	const secret = "0123456789abcdefghijklmnop"
	for name, text := range map[string]string{
		"one line":  `{"ClientSecret":"` + secret + `","WriteAttributes":["name","sub"],"ClientName":"` + secret + `"}`,
		"beside it": "{\n  \"ClientSecret\": \"" + secret + "\",\n  \"WriteAttributes\": [\"name\", \"sub\"]\n}\n",
		"a function": clientTemplate + "      WriteAttributes: [name, sub]\n  F:\n    Type: AWS::Lambda::Function\n" +
			"    API_KEY: '" + secret + "' # x\n",
	} {
		path := file(t, "c.yaml", text)
		got := command("", "check", "--diff", path)
		if strings.Contains(got.out+got.err, secret) || !strings.Contains(got.out, "(secret)") || !strings.Contains(got.out,
			"\n+") {
			t.Errorf("%s:\n%s%s", name, got.out, got.err)
		}
		command("", "check", "--fix", path)
		if after := readText(t, path); !strings.Contains(after, secret) || strings.Contains(after, "sub") {
			t.Errorf("%s, fixed:\n%s", name, after)
		}
	}
}

const clientTemplate = "Resources:\n  Web:\n    Type: AWS::Cognito::UserPoolClient\n    Properties:\n"

// TestFixFlags: wrong use is told before anything is written.
func TestFixFlags(t *testing.T) {
	path := file(t, "c.json", `{"WriteAttributes":["name","sub"]}`)
	for _, row := range []struct {
		args []string
		want string
	}{
		{[]string{"--unsafe-fixes", path}, "--unsafe-fixes goes with --fix or --diff"},
		{[]string{"--fix", "--diff", path}, "--diff shows what --fix would write; name one of them"},
		{[]string{"--fix", path, "-"}, "--fix cannot write into standard input; name a FILE, or use --diff"},
		{[]string{"--fix"}, "--fix cannot write into standard input; name a FILE, or use --diff"},
		{[]string{"--diff", "--write-baseline", "base.json", path}, "--diff writes nothing; leave out --write-baseline"},
	} {
		got := command("{}", append([]string{"check"}, row.args...)...)
		if got.code != exitUsage || got.err != "userpoolclient: "+row.want+"\n" {
			t.Errorf("%v: %d, %s; want %s", row.args, got.code, got.err, row.want)
		}
	}
	if readText(t, path) != `{"WriteAttributes":["name","sub"]}` {
		t.Error("the file was written")
	}
}

// TestFixRefused: what is not the client's own is not edited, and said, and so is
// what nobody wrote; the finding stays.
func TestFixRefused(t *testing.T) {
	inFolder(t, map[string]string{
		"alias.yaml": "X: &x [name, sub]\nResources:\n  Web:\n    Type: AWS::Cognito::UserPoolClient\n    Properties:\n" +
			"      UserPoolId: !Ref Users\n      WriteAttributes: *x\n",
		"shop.template.json": `{"Resources":{"A":{"Type":"AWS::Cognito::UserPoolClient","Properties":{"WriteAttributes":["name","sub"],` +
			`"LogoutURLs":["a:b","a:b"]}}}}`,
	})
	before := readText(t, "alias.yaml") + readText(t, "shop.template.json")
	got := command("", "check", "--fix", "--format", "concise", "alias.yaml", "shop.template.json")
	want := "userpoolclient: note: alias.yaml: Web WriteAttributes stands behind the alias *x, so the fix of " +
		"write-attribute-read-only is not made\n" +
		"userpoolclient: note: shop.template.json: what is to be fixed stands in a template that CDK writes and " +
		"overwrites, so 2 fixes are not made\nuserpoolclient: note: no fixes to make"
	if !strings.HasPrefix(got.err, want) {
		t.Errorf("got  %s\nwant %s", got.err, want)
	}
	if readText(t, "alias.yaml")+readText(t, "shop.template.json") != before {
		t.Error("a file was written")
	}
	if strings.Count(got.out, "[write-attribute-read-only]") != 2 || got.code != exitFindings {
		t.Errorf("%d\n%s", got.code, got.out)
	}
}

// TestFixLeavesOut: what is not reported is not fixed.
func TestFixLeavesOut(t *testing.T) {
	const text = `{"WriteAttributes":["name","sub"],"LogoutURLs":["https://a.example","https://a.example"],` +
		`"SupportedIdentityProviders":["google"],"AllowedOAuthFlows":["Code"],"CallbackURLs":["https://a.example"]}`
	inFolder(t, map[string]string{"c.json": text, ".userpoolclient.yaml": "ignore:\n  - rule: duplicate-value\n" +
		"    reason: later\n"})
	got := command("", "check", "--fix", "--ignore", "identity-provider-case", "--format", "json", "c.json")
	for _, count := range []string{`"config": 1,`, `"ignore": 1,`} { // each once, although the file was judged twice
		if !strings.Contains(got.out, count) {
			t.Errorf("no %s in the account of what is left out", count)
		}
	}
	want := strings.NewReplacer(`,"sub"`, "", "Code", "code").Replace(text)
	sameText(t, want, readText(t, "c.json"))
}

// TestFixCannotWrite: a file that cannot be replaced stays as it is, and the run says
// so and fails.
func TestFixCannotWrite(t *testing.T) {
	path := file(t, "c.json", "old")
	for _, row := range []struct {
		why, path, want string
	}{
		{"somebody has written meanwhile", path, "has changed since it was read, and is not written"},
		{"a folder", filepath.Dir(path), "is not a regular file, and is not written"},
		{"there is no such file", path + "x", "no such file or directory"},
	} {
		err := replaceFile(row.path, []byte("as it was read"), []byte("new"))
		if err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: %v, want %s", row.why, err, row.want)
		}
	}
	if readText(t, path) != "old" {
		t.Error("the file has changed")
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
		t.Errorf("something is left beside it: %v, %v", entries, err)
	}
}

// jsonReport is what this test reads of the JSON form.
type jsonReport struct {
	Findings []struct {
		Rule  string
		Path  string
		Fixes []struct {
			Safe         bool
			Edits        []struct{ Field string }
			Refused      string
			Replacements []struct {
				Start, End                       int
				Text                             string
				Line, Column, EndLine, EndColumn int
			}
		}
	}
}

// TestFixesInJSON: the JSON form has for each finding the edits that mend it, by
// bytes and by lines and columns, which say the same.
func TestFixesInJSON(t *testing.T) {
	inFolder(t, map[string]string{"web.yaml": shopToFix})
	var report jsonReport
	if err := json.Unmarshal([]byte(command("", "check", "--format", "json", "web.yaml").out), &report); err != nil {
		t.Fatal(err)
	}
	safe, unsafe := 0, 0
	for _, f := range report.Findings {
		for _, fix := range f.Fixes {
			if fix.Safe {
				safe++
			} else {
				unsafe++
			}
			if len(fix.Edits) == 0 || len(fix.Replacements) == 0 || fix.Refused != "" {
				t.Errorf("%s %s has the fix %+v", f.Rule, f.Path, fix)
			}
			byBytes, byLines := shopToFix, shopToFix
			for _, r := range slices.Backward(fix.Replacements) {
				byBytes = byBytes[:r.Start] + r.Text + byBytes[r.End:]
				from, to := offsetOf(shopToFix, r.Line, r.Column), offsetOf(shopToFix, r.EndLine, r.EndColumn)
				byLines = byLines[:from] + r.Text + byLines[to:]
			}
			if byBytes == shopToFix || byBytes != byLines {
				t.Errorf("%s %s: the replacements %+v say by bytes and by lines\n%s\n%s", f.Rule, f.Path, fix.Replacements,
					byBytes, byLines)
			}
			if err := os.WriteFile("web.yaml", []byte(byBytes), 0o644); err != nil {
				t.Fatal(err)
			}
			if after := command("", "check", "--format", "concise", "web.yaml"); strings.Contains(after.out, "["+f.Rule+"]") {
				t.Errorf("%s is found again after its fix", f.Rule)
			}
		}
	}
	if safe != 6 || unsafe != 4 {
		t.Errorf("%d safe fixes and %d unsafe ones, want 6 and 4", safe, unsafe)
	}
}

// offsetOf is the byte at a line and column.
func offsetOf(text string, line, column int) int {
	offset := 0
	for range line - 1 {
		offset += strings.IndexByte(text[offset:], '\n') + 1
	}
	for range column - 1 {
		offset += len(string([]rune(text[offset:])[0]))
	}
	return offset
}

// TestFixesInSARIF: the SARIF form has the fixes, as its schema has them.
func TestFixesInSARIF(t *testing.T) {
	schema := sarifSchema(t)
	inFolder(t, map[string]string{"web ü.yaml": shopToFix, "alias.yaml": "X: &x [name, sub]\nResources:\n  Web:\n" +
		"    Type: AWS::Cognito::UserPoolClient\n" +
		"    Properties: {WriteAttributes: *x, PreventUserExistenceErrors: ENABLED,\n" +
		"      RefreshTokenRotation: {Feature: ENABLED}}\n"})
	_, log := sarifOf(t, schema, command("", "check", "--format", "sarif", ".").out)
	seen := map[string]int{}
	for _, r := range log.Runs[0].Results {
		uri := r.Locations[0].PhysicalLocation.ArtifactLocation.URI
		for _, fix := range r.Fixes {
			seen[uri]++
			if len(fix.ArtifactChanges) != 1 || fix.ArtifactChanges[0].ArtifactLocation.URI != uri ||
				fix.Description.Text == "" {
				t.Errorf("%s has the fix %+v", r.RuleID, fix)
			}
			if r.RuleID == "redirect-http" {
				one := fix.ArtifactChanges[0].Replacements[0]
				want := sarifReplacement{sarifDeleted{17, 11, 17, 36}, &sarifText{Text: "https://shop.example.jp/cb"}}
				if diff := cmp.Diff(want, one); diff != "" || fix.Properties["safety"] != "unsafe" {
					t.Errorf("redirect-http, safety %v, -want +got\n%s", fix.Properties["safety"], diff)
				}
			}
		}
	}
	if diff := cmp.Diff(map[string]int{"web%20%C3%BC.yaml": 10}, seen); diff != "" {
		t.Errorf("the fixes of each file: -want +got\n%s", diff)
	}
}

// TestFixModules: Terraform source is fixed where it is written: across files, in a
// module that is called twice only what both clients want, and nothing that an
// expression gives.
func TestFixModules(t *testing.T) {
	files := map[string]string{
		"main.tf": "# the shop\nmodule \"a\" {\n  source   = \"./client\"\n  callback = \"https://a.example/cb\"\n" +
			"  flow     = \"USER_SRP_AUTH\"\n}\n\n" +
			"module \"b\" {\n  source   = \"./client\"\n  callback = \"https://b.example/cb\"\n" +
			"  flow     = \"ALLOW_USER_SRP_AUTH\"\n}\n",
		"web.tf": "resource \"aws_cognito_user_pool_client\" \"web\" {\n  name                  = \"web\"\n" +
			"  user_pool_id          = \"eu-west-1_abc\"\n" +
			"  access_token_validity = 3600 # an hour\n\n  logout_urls = [\n    \"https://a.example\",\n" +
			"    \"https://a.example/\", # kept\n" +
			"    \" https://a.example/\",\n  ]\n}\n",
		"client/main.tf": "variable \"callback\" {}\nvariable \"flow\" {}\n\n" +
			"resource \"aws_cognito_user_pool_client\" \"this\" {\n  name             = \"c\"\n" +
			"  user_pool_id     = \"eu-west-1_abc\"\n  write_attributes = [\"name\", \"sub\"]\n" +
			"  callback_urls    = [var.callback]\n" +
			"  explicit_auth_flows = [\n    var.flow,\n    \"ALLOW_REFRESH_TOKEN_AUTH\",\n  ]\n}\n",
		"old.tf.json": `{"resource":{"aws_cognito_user_pool_client":{"old":{"name":"old","write_attributes":["name","sub"]}}}}`,
	}
	inFolder(t, files)
	got := command("", "check", "--fix", "--format", "concise", ".")
	for _, want := range []string{
		"client/main.tf: module.a.aws_cognito_user_pool_client.this is one of several clients of one block, not all of which " +
			"need the fix of auth-flow-invalid, so it is not made\n",
		"old.tf.json: the JSON syntax of Terraform is not edited\n",
		"note: made 3 fixes in 2 files",
	} {
		if !strings.Contains(got.err, want) {
			t.Errorf("not told: %s\n%s", want, got.err)
		}
	}
	for name, pairs := range map[string][]string{
		"main.tf": nil, "old.tf.json": nil,
		"web.tf": {"    \" https://a.example/\",\n", "", "  ]\n}", "  ]\n  token_validity_units {\n" +
			"    access_token = \"seconds\"\n  }\n}"},
		"client/main.tf": {`["name", "sub"]`, `["name"]`},
	} {
		sameText(t, strings.NewReplacer(append(pairs, "\x00", "")...).Replace(files[name]), readText(t, name))
	}
	if again := command("", "check", "--fix", "."); !strings.Contains(again.err, "no fixes to make") {
		t.Errorf("a second run: %s", again.err)
	}
	if diff := command("", "check", "--diff", "."); diff.out != "" {
		t.Errorf("a diff where nothing is left to fix:\n%s", diff.out)
	}
}

// TestFixModulesLeavesOut: of what a module calls, only the files that were named or
// found are written.
func TestFixModulesLeavesOut(t *testing.T) {
	client := func(name string) string {
		return "resource \"aws_cognito_user_pool_client\" \"" + name + "\" {\n  name = \"" + name +
			"\"\n  user_pool_id = \"eu-west-1_abc\"\n  write_attributes = [\"name\", \"sub\"]\n}\n"
	}
	for _, row := range []struct {
		why    string
		args   []string
		others []string // files of others
	}{
		{"all are found", []string{"."}, nil},
		{"a folder that is excluded", []string{"--exclude", "client/", "."}, []string{"client/main.tf"}},
		{"a folder that .gitignore leaves out", []string{"."}, []string{"ignored/main.tf"}},
		{"one file is named", []string{"main.tf"}, []string{"web.tf", "client/main.tf"}},
		{"one file is named beside its folder", []string{".", "main.tf"}, nil},
	} {
		t.Run(row.why, func(t *testing.T) {
			files := map[string]string{
				"main.tf": "module \"c\" {\n  source = \"./client\"\n}\n" + client("a"), "web.tf": client("b"),
				"client/main.tf": client("c"),
			}
			if slices.Contains(row.others, "ignored/main.tf") {
				files["ignored/main.tf"], files[".gitignore"] = client("d"), "ignored/\n"
				files["main.tf"] += "module \"d\" {\n  source = \"./ignored\"\n}\n"
			}
			inFolder(t, files)
			got := command("", append([]string{"check", "--fix"}, row.args...)...)
			for name, was := range files {
				isOthers := slices.Contains(row.others, name)
				if strings.HasSuffix(name, ".tf") && (readText(t, name) == was) != isOthers {
					t.Errorf("%s is written: %v", name, !isOthers)
				}
				told := strings.Contains(got.err, "note: "+name+": is not among the files to check, so 1 fix is not made")
				if told != isOthers {
					t.Errorf("%s: told %v\n%s", name, told, got.err)
				}
			}
		})
	}
}

// TestDiffOfModules: what --diff shows of Terraform source is what --fix writes, in as
// many rounds.
func TestDiffOfModules(t *testing.T) {
	const text = "resource \"aws_cognito_user_pool_client\" \"web\" {\n  name                       = \"web\"\n" +
		"  user_pool_id               = \"eu-west-1_abc\"\n  allowed_oauth_scopes       = [\"OpenID\", \"email\"]\n" +
		"  explicit_auth_flows        = [\"REFRESH_TOKEN_AUTH\", \"USER_SRP_AUTH\"]\n}\n"
	inFolder(t, map[string]string{"main.tf": text})
	diff := command("", "check", "--diff", "--unsafe-fixes", ".").out
	if readText(t, "main.tf") != text {
		t.Fatal("--diff has written")
	}
	command("", "check", "--fix", "--unsafe-fixes", ".")
	after := readText(t, "main.tf")
	sameText(t, udiff.Unified("a/main.tf", "b/main.tf", text, after), diff)
	if !strings.Contains(after, `["openid", "email"]`) || !strings.Contains(after, `["ALLOW_USER_SRP_AUTH"]`) {
		t.Errorf("the test saw no two rounds:\n%s", after)
	}
}

// TestFixesGrow: what the fixes of a file cost in a report grows as the file does. A
// copy of the file for each fix took ten times as much for four times the clients.
func TestFixesGrow(t *testing.T) {
	allocated := func(clients int) uint64 {
		var text strings.Builder
		text.WriteString("Resources:\n")
		for i := range clients {
			fmt.Fprintf(&text, "  C%d:\n    Type: AWS::Cognito::UserPoolClient\n    Properties:\n"+
				"      UserPoolId: !Ref Pool\n      ClientName: w\n      WriteAttributes: [name, sub]\n"+
				"      ExplicitAuthFlows: [USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH]\n", i)
		}
		path := file(t, "web.yaml", text.String())
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		got := command("", "check", "--format", "json", path)
		runtime.ReadMemStats(&after)
		if n := strings.Count(got.out, `"replacements"`); n < clients {
			t.Fatalf("%d fixes of %d clients: the test saw nothing", n, clients)
		}
		return after.TotalAlloc - before.TotalAlloc
	}
	small, large := allocated(500), allocated(2000)
	if large > 6*small {
		t.Errorf("500 clients take %d MB and 2000 take %d MB", small>>20, large>>20)
	}
}
