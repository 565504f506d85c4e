package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const clients = "../../examples/clients/"

// result is what one run of the command left behind.
type result struct {
	code     int
	out, err string
}

// command runs the command line in this process.
func command(stdin string, args ...string) result {
	var out, err bytes.Buffer
	code := run(args, terminal{in: strings.NewReader(stdin), out: &out, err: &err})
	return result{code, out.String(), err.String()}
}

// file writes a file for one test.
func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; go test -update writes it", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-file +output); go test -update rewrites it\n%s", path, diff)
	}
}

// authorizeShop is a request of the shop, up to the last word of its redirect_uri.
const authorizeShop = "https://auth.shop.example/oauth2/authorize?response_type=code" +
	"&client_id=4h7u1n2c9v5b8m3k6j0qr2s1t8&redirect_uri=https%3A%2F%2Fwww.shop.example%2Fauth%2F"

func judgeOf(text string) []string {
	return []string{"judge", "--client", clients + "shop-good.json", text}
}

// What people see. The exit code stands at the end of each file.
func TestOutput(t *testing.T) {
	for _, test := range []struct {
		file string
		args []string
	}{
		{"help.txt", []string{"--help"}},
		{"check-help.txt", []string{"check", "--help"}},
		{"check-shop.txt", []string{"check", clients + "shop.json"}},
		{"check-concise.txt", []string{"check", "--format", "concise", clients + "shop.json"}},
		{"check-verbose.txt", []string{"check", "--verbose", clients + "shop-good.json"}},
		{"check-shop.json", []string{"check", "--format", "json", clients + "shop.json"}},
		{"check-good.txt", []string{"check", "--operation", "update", "--current", clients + "shop-good.json",
			"--secret", "absent", "--kind", "spa", clients + "shop-good.json"}},
		{"check-good.json", []string{"check", "--format", "json", clients + "shop-good.json"}},
		{"check-many.txt", []string{"check", "--fail-on", "advice", clients + "shop-good.json", clients + "shop.json",
			"missing.json", clients + "machine.now.json"}},
		{"resolve-shop.txt", []string{"resolve", "--operation", "create", clients + "shop.json"}},
		{"resolve-update.txt", []string{"resolve", "--operation", "update", "--current", clients +
			"add-callback.now.json", clients + "add-callback.update.json"}},
		{"sign-in-shop.txt", []string{"sign-in", clients + "shop.json"}},
		{"sign-in-machine.txt", []string{"sign-in", clients + "machine.now.json"}},
		{"plan-help.txt", []string{"plan", "--help"}},
		{"plan-add-callback.txt", planOf("add-callback")},
		{"plan-add-callback.json", append(planOf("add-callback"), "--format", "json")},
		{"plan-add-callback-complete.json", append(planOf("add-callback"), "--complete")},
		{"plan-oauth-only.txt", planOf("oauth-only")},
		{"plan-refresh-unit.txt", planOf("refresh-unit")},
		{"plan-rotation.txt", planOf("rotation")},
		{"plan-machine.txt", planOf("machine")},
		{"plan-nothing.txt", []string{"plan", "--current", clients + "shop-good.json", clients + "shop-good.json"}},
		{"explain-field.md", []string{"explain", "refresh_token_validity"}},
		{"diff.txt", []string{"diff", clients + "add-callback.now.json", clients + "machine.now.json"}},
		{"diff.json", []string{"diff", "--format", "json", clients + "shop.json", clients + "shop-good.json"}},
		{"diff-help.txt", []string{"diff", "--help"}},
		{"fields.txt", []string{"fields"}},
		{"explain-rule.md", []string{"explain", "client-credentials-secret"}},
		{"rules.txt", []string{"rules"}},
		{"explain-answer.md", []string{"explain", "redirect_mismatch"}},
		{"judge-help.txt", []string{"judge", "--help"}},
		{"judge-slash.txt", judgeOf(authorizeShop + "callback%2F")},
		{"judge-slash.json", append(judgeOf(authorizeShop+"callback%2F"), "--format", "json")},
		{"judge-slash-concise.txt", append(judgeOf(authorizeShop+"callback%2F"), "--format", "concise")},
		{"judge-accepted.txt", judgeOf(authorizeShop + "callback&scope=openid+email")},
		{"judge-several.txt", judgeOf(authorizeShop + "other&scope=phone+email&code_challenge=x")},
		{"judge-page.txt", judgeOf("https://auth.shop.example/error?error=redirect_mismatch")},
		{"judge-page.json", append(judgeOf("https://auth.shop.example/error?error=redirect_mismatch"), "--format", "json")},
		{"judge-text.txt", judgeOf("Client is not enabled for OAuth2.0 flows.")},
		{"judge-machine.txt", []string{"judge", "--client", clients + "machine.now.json",
			"curl https://auth.shop.example/oauth2/token -u 9p8o7i6u5y4t3r2e1w0q9a8s7d:secret -d grant_type=client_credentials"}},
		{"explain-help.txt", []string{"explain", "--help"}},
		{"fields-help.txt", []string{"fields", "--help"}},
		{"playground-help.txt", []string{"playground", "--help"}},
		{"resolve-help.txt", []string{"resolve", "--help"}},
	} {
		t.Run(test.file, func(t *testing.T) {
			got := command("", test.args...)
			text := got.out
			if !strings.HasSuffix(test.file, ".json") {
				text = "$ userpoolclient " + strings.Join(test.args, " ") + "\n" + got.out + got.err
				text += "exit " + string(rune('0'+got.code)) + "\n"
			}
			golden(t, test.file, text)
		})
	}
}

// planOf is the plan of one of the shipped pairs.
func planOf(story string) []string {
	return []string{"plan", "--current", clients + story + ".now.json", clients + story + ".update.json"}
}

const (
	clean     = `{"WriteAttributes":["name"]}`
	refused   = `{"WriteAttributes":["name"],"AccessTokenValidity":0}`
	warned    = `{"WriteAttributes":["name"],"RefreshTokenValidity":0}`
	adviced   = `{"WriteAttributes":["name"],"EnableTokenRevocation":true,"AnalyticsConfiguration":{"ApplicationArn":"arn:aws:mobiletargeting:us-east-1:123456789012:apps/d4c3b2a1"}}`
	malformed = "{\n  \"CallbackUrls\": []\n}"
)

func TestExitCodes(t *testing.T) {
	dir := t.TempDir()
	bad := file(t, "bad.json", malformed)
	pool := file(t, "pool.json", `{"Scopes":[]}`)
	badPool := file(t, "pool.json", `{"Scope":[]}`)
	shop, good := clients+"shop.json", clients+"shop-good.json"
	for _, test := range []struct {
		why   string
		stdin string
		args  []string
		code  int
		err   string // what standard error holds
	}{
		{"nothing found", clean, []string{"check"}, 0, ""},
		{"- is standard input", clean, []string{"check", "-"}, 0, ""},
		{"an error", refused, []string{"check"}, 1, ""},
		{"a warning is below the default threshold", warned, []string{"check"}, 0, ""},
		{"a warning at the threshold", warned, []string{"check", "--fail-on", "warning"}, 1, ""},
		{"an error above the threshold", refused, []string{"check", "--fail-on=advice"}, 1, ""},
		{"advice is below the threshold", adviced, []string{"check", "--fail-on", "warning"}, 0, ""},
		{"advice at the threshold", adviced, []string{"check", "--fail-on", "advice"}, 1, ""},
		{"an ignored finding does not count", refused, []string{"check", "--ignore", "access-token-validity-integer"},
			0, ""},
		{"ignored among others", "", []string{"check", "--ignore", "redirect-http", "--ignore",
			"write-attribute-read-only,default-redirect-not-listed", shop}, 0, ""},
		{"an ignored rule must exist", clean, []string{"check", "--ignore", "redirect-htp"}, 2,
			`--ignore: "redirect-htp" is not a rule (did you mean "redirect-http"?)`},
		{"one bad file does not hide another's findings", "", []string{"check", bad, shop}, 2, bad +
			`:2:3: unknown key "CallbackUrls" (did you mean "CallbackURLs"?)`},
		{"unreadable outweighs clean", "", []string{"check", good, "missing.json"}, 2,
			"missing.json: no such file or directory"},
		{"a folder without app clients", "", []string{"check", dir}, 2, dir + ": no app client in 0 files"},
		{"a folder without app clients, which may be", "", []string{"check", "--allow-empty", dir}, 0, ""},
		{"a folder where one file belongs", clean, []string{"check", "--pool", dir}, 2, dir +
			": is a directory; name a file"},
		{"bad standard input", malformed, []string{"check"}, 2, "<stdin>:2:3: "},
		{"empty standard input", "", []string{"check"}, 2, "<stdin>:1:1: "},
		{"UTF-16, as PowerShell redirects", "", []string{"check", file(t, "utf16.json", "\xFF\xFE{\x00}\x00")}, 2,
			"utf16.json: is UTF-16; it must be UTF-8"},
		{"UTF-16 on standard input", "\xFF\xFE{\x00}\x00", []string{"check"}, 2,
			"<stdin>: is UTF-16; it must be UTF-8"},
		{"an empty file that is named", "", []string{"check", file(t, "empty.json", "")}, 2, "empty.json:1:1: "},
		{"a comment before the JSON", "", []string{"check", file(t, "comment.json", "// x\n"+refused)}, 2,
			"comment.json:1:1: "},
		{"app clients in a list", "[" + refused + "]", []string{"check"}, 2,
			"<stdin>:1:2: is an app client in a list; each must be an input of its own"},
		{"templates in a list", `[{"Resources":{"A":{"Type":"AWS::Cognito::UserPoolClient"}}}]`, []string{"check"}, 2,
			"<stdin>:1:1: holds templates with app clients in a list; each must be an input of its own"},
		{"another list", `[{"name":"x"}]`, []string{"check"}, 2, "<stdin>: holds no app client"},
		{"standard input twice", clean, []string{"check", "-", "-"}, 2, "standard input can be named once only"},
		{"a name that would move the cursor is quoted", "", []string{"check", "a\x1b[2J"}, 2,
			`"a\x1b[2J": no such file or directory`},
		{"unknown severity", clean, []string{"check", "--fail-on", "fatal"}, 2,
			"must be one of error, warning, advice"},
		{"unknown format", clean, []string{"check", "--format", "xml"}, 2, "must be one of text, json"},
		{"unknown operation", clean, []string{"check", "--operation", "delete"}, 2, "must be one of create, update"},
		{"unknown kind", clean, []string{"check", "--kind", "mobile"}, 2, "must be one of spa, native, web, machine"},
		{"unknown flag", clean, []string{"check", "--strict"}, 2,
			"unknown flag: --strict; see userpoolclient check --help"},
		{"misspelt flag", clean, []string{"check", "--exclud", "x"}, 2,
			"unknown flag: --exclud (did you mean --exclude?)"},
		{"unknown command", "", []string{"chekc"}, 2, `unknown command "chekc" (did you mean "check"?)`},
		{"unknown command without a neighbour", "", []string{"frobnicate"}, 2,
			`unknown command "frobnicate"; see userpoolclient --help`},
		{"the pool adds rules",
			`{"WriteAttributes":["name"],"AllowedOAuthFlowsUserPoolClient":true,"AllowedOAuthFlows":["client_credentials"],"AllowedOAuthScopes":["api/read"],"ExplicitAuthFlows":["ALLOW_REFRESH_TOKEN_AUTH"]}`,
			[]string{"check", "--pool", pool}, 1, ""},
		{"a bad pool", clean, []string{"check", "--pool", badPool}, 2, badPool +
			`:1:2: unknown key "Scope" (did you mean "Scopes"?)`},
		{"a missing current client", clean, []string{"check", "--current", "missing.json"}, 2,
			"missing.json: no such file or directory"},
		{"the secret adds rules", `{"WriteAttributes":["name"],"EnablePropagateAdditionalUserContextData":true}`,
			[]string{"check", "--secret", "absent"}, 1, ""},
		{"no command is a question", "", nil, 0, ""},
		{"help", "", []string{"help", "check"}, 0, ""},
		{"explain a rule", "", []string{"explain", "redirect-http"}, 0, ""},
		{"explain a misspelt rule", "", []string{"explain", "redirect-htp"}, 2,
			`"redirect-htp" is neither a rule, a field nor an answer of the service (did you mean "redirect-http"?)`},
		{"explain nothing", "", []string{"explain"}, 2, "explain takes one RULE, FIELD or ANSWER, not 0"},
		{"rules", "", []string{"rules"}, 0, ""},
		{"rules takes no argument", "", []string{"rules", "x"}, 2, `unknown command "x"`},
		{"fields", "", []string{"fields"}, 0, ""},
		{"explain a field", "", []string{"explain", "CallbackURLs"}, 0, ""},
		{"resolve standard input", clean, []string{"resolve"}, 0, ""},
		{"resolve two files", "", []string{"resolve", shop, good}, 2, "resolve takes one FILE, not 2"},
		{"resolve a file without an app client", "", []string{"resolve", file(t, "x.yaml", "a: b\n")}, 2,
			"x.yaml: holds no app client"},
		{"resolve Terraform source", terraformSource, []string{"resolve"}, 2, "<stdin>:3:1: is Terraform source, " +
			"which is read with its folder: by userpoolclient check FOLDER"},
		{"resolve Terraform source that is named", "", []string{"resolve", file(t, "main.tf", terraformSource)}, 2,
			"elsewhere take what terraform show -json prints"},
		{"a plan of a client in YAML", yamlClientText, []string{"plan", "--current", good, "-"}, 1, ""},
		{"a diff with a template without a client", "", []string{"diff", good, file(t, "web.yaml",
			"Resources: {A: {Type: 'AWS::Cognito::UserPool'}}")}, 2, "web.yaml: holds no app client"},
		{"resolve a bad file", "", []string{"resolve", bad}, 2, bad + ":2:3: "},
		{"sign-in shows, it does not judge", refused, []string{"sign-in"}, 0, ""},
		{"a plan without the client as it is", clean, []string{"plan"}, 2, "plan needs --current FILE"},
		{"a plan that only sets", "", planOf("rotation"), 0, ""},
		{"a plan in which nothing changes", "", []string{"plan", "--current", good, good}, 0, ""},
		{"a plan that resets", "", planOf("add-callback"), 1, ""},
		{"a plan that resets, which is accepted", "", append(planOf("oauth-only"), "--allow", "reset"), 0, ""},
		{"accepted resets leave the doubt", "", append(planOf("add-callback"), "--allow", "reset"), 1, ""},
		{"accepted doubt leaves the resets", "", append(planOf("add-callback"), "--allow", "undetermined"), 1, ""},
		{"resets and doubt accepted", "", append(planOf("add-callback"), "--allow", "reset,undetermined"), 0, ""},
		{"accepted one by one", "", append(planOf("add-callback"), "--allow", "reset", "--allow", "undetermined"), 0,
			""},
		{"what cannot be changed cannot be accepted", "", append(planOf("machine"), "--allow", "reset,undetermined"), 1,
			""},
		{"an effect that cannot be accepted", "", append(planOf("machine"), "--allow", "refused"), 2,
			"must be of reset, undetermined"},
		{"a plan whose result would be refused", `{"AccessTokenValidity":0}`, []string{"plan", "--current", good,
			"--allow", "reset,undetermined", "-"}, 1, ""},
		{"findings of the result below the threshold", "", append(planOf("oauth-only"), "--allow", "reset", "--fail-on",
			"warning"), 1, ""},
		{"the same, ignored", "", append(planOf("oauth-only"), "--allow", "reset", "--fail-on", "warning", "--ignore",
			"oauth-disabled"), 0, ""},
		{"the full update", "", append(planOf("add-callback"), "--complete"), 0, ""},
		{"a full update that leaves something out", "", append(planOf("machine"), "--complete"), 1,
			"left out, as no update can change it: GenerateSecret"},
		{"a full update that would be refused", clean, []string{"plan", "--current", good, "--complete", bad}, 2, bad +
			":2:3: "},
		{"no difference", "", []string{"diff", good, good}, 0, ""},
		{"no difference but in the spelling",
			`{"AccessTokenValidity":60,"TokenValidityUnits":{"AccessToken":"minutes"}}`,
			[]string{"diff", "-", file(t, "hour.json", `{"AccessTokenValidity":1}`)}, 0, ""},
		{"a difference", "", []string{"diff", shop, good}, 1, ""},
		{"a difference as JSON", "", []string{"diff", "--format", "json", shop, good}, 1, ""},
		{"a diff of one", "", []string{"diff", shop}, 2, "diff takes two FILEs, A and B, not 1"},
		{"a diff with a file that is not there", "", []string{"diff", shop, "missing.json"}, 2,
			"missing.json: no such file or directory"},
		{"ignore a rule about files", clean, []string{"check", "--ignore", "suppression-unused"}, 0, ""},
		{"ignore a misspelt rule about files", clean, []string{"check", "--ignore", "property-unknow"}, 2,
			`--ignore: "property-unknow" is not a rule (did you mean "property-unknown"?)`},
		{"explain a rule about files", "", []string{"explain", "property-unknown"}, 0, ""},
		{"explain a misspelt rule about files", "", []string{"explain", "propery-unknown"}, 2,
			`"propery-unknown" is neither a rule, a field nor an answer of the service (did you mean "property-unknown"?)`},
		{"judge without a client", "", []string{"judge", authorizeShop + "callback"}, 2,
			"name the app client with --client FILE"},
		{"judge an error without a client", "", []string{"judge", `{"error":"unsupported_token_type"}`}, 1,
			"with --client FILE the causes are compared"},
		{"judge nothing", "", []string{"judge"}, 2, "judge takes one REQUEST or RESPONSE, not 0"},
		{"judge an empty text", " ", judgeOf("-"), 2, "the text is empty"},
		{"judge prose", "", judgeOf("why does it fail"), 2, "no error that is recorded has these words"},
		{"judge a file that is not there", "", []string{"judge", "--client", "missing.json", authorizeShop}, 2,
			"missing.json: no such file or directory"},
		{"judge a request that is accepted", authorizeShop + "callback", judgeOf("-"), 0, ""},
		{"judge a request that is rejected", "curl '" + authorizeShop + "nowhere'", judgeOf("-"), 1, ""},
		{"judge a request of another client", "", judgeOf("/oauth2/authorize?client_id=x"), 2, ""},
		{"judge a response that nobody recorded", "", judgeOf(`{"error":"slow_down"}`), 2, ""},
		{"judge, the client from standard input", `{"ClientId":"abc"}`, []string{"judge", "--client", "-",
			"/logout?client_id=abc"}, 1, ""},
		{"judge, both from standard input", `{"ClientId":"abc"}`, []string{"judge", "--client", "-", "-"}, 2,
			"standard input can be named once only"},
		{"judge among several clients", "", append(judgeOf(authorizeShop+"callback"), "--client", clients+"machine.now.json"),
			0, ""},
		{"judge among several clients, none of which it is", "", append(judgeOf("/logout?client_id=x"), "--client",
			clients+"machine.now.json"), 2, "none of the 2 app clients has the ID that the request names"},
		{"judge with broken JSON", "", judgeOf(`{"AuthFlow":`), 2, "begins like JSON and is none"},
		{"version", "", []string{"version"}, 0, ""},
		{"version as a flag", "", []string{"--version"}, 0, ""},
	} {
		t.Run(test.why, func(t *testing.T) {
			got := command(test.stdin, test.args...)
			if got.code != test.code {
				t.Errorf("exit code %d, want %d\n%s%s", got.code, test.code, got.out, got.err)
			}
			if !strings.Contains(got.err, filepath.ToSlash(test.err)) || test.err == "" && got.err != "" {
				t.Errorf("standard error %q, want %q", got.err, test.err)
			}
			if strings.Contains(got.err, "goroutine ") || strings.Count(got.err, "\n") > 1 {
				t.Errorf("standard error must be one line: %q", got.err)
			}
		})
	}
}

// A terminal without input would wait for typing.
func TestNoInput(t *testing.T) {
	var out, err bytes.Buffer
	code := run([]string{"check"}, terminal{in: strings.NewReader(clean), out: &out, err: &err, inTTY: true})
	if code != exitUsage || !strings.Contains(err.String(), "name a FILE") || out.Len() > 0 {
		t.Errorf("exit code %d, %q, %q", code, out.String(), err.String())
	}
}

func TestColor(t *testing.T) {
	for _, test := range []struct {
		reason     string
		tty, plain bool
		want       bool
	}{
		{"a file", false, false, false},
		{"a terminal", true, false, true},
		{"a console that shows the codes", true, true, false},
	} {
		var out bytes.Buffer
		run([]string{"check", clients + "shop.json"}, terminal{in: strings.NewReader(""), out: &out, err: io.Discard,
			outTTY: test.tty, plain: test.plain})
		if got := strings.Contains(out.String(), "\x1b["); got != test.want {
			t.Errorf("%s: escape sequences %v", test.reason, got)
		}
		if !strings.Contains(out.String(), "shop.json") {
			t.Errorf("%s: no findings", test.reason)
		}
	}
}

// The JSON of check is a contract: one document, in the order of the inputs.
func TestCheckJSON(t *testing.T) {
	type document struct {
		Findings []struct {
			File, Resource, Property, Rule, Path, Pointer, Message, Fix, Docs, RejectedBy string
			Line, Column                                                                  int
			Severity                                                                      userpoolclient.Severity
			Harm                                                                          userpoolclient.Harm
			Related                                                                       []userpoolclient.Field
			Fixes                                                                         []fileFix
		}
		Summary struct{ Configs, Error, Warning, Advice int }
		Run     account
	}
	got := command("", "check", "--format", "json", clients+"oauth-only.update.json", "missing.json",
		clients+"shop.json")
	var doc document
	d := json.NewDecoder(strings.NewReader(got.out))
	d.DisallowUnknownFields()
	if err := d.Decode(&doc); err != nil || d.More() {
		t.Fatalf("not one document: %v\n%s", err, got.out)
	}
	if got.code != exitUsage {
		t.Errorf("exit code %d, want %d for the missing file", got.code, exitUsage)
	}
	var files []string
	counts := map[userpoolclient.Severity]int{}
	for _, f := range doc.Findings {
		if len(files) == 0 || files[len(files)-1] != f.File {
			files = append(files, f.File)
		}
		counts[f.Severity]++
		if f.Related == nil || !strings.HasSuffix(f.Docs, "docs/rules.md#"+f.Rule) || f.Message == "" || f.Path == "" ||
			f.Pointer == "" {
			t.Errorf("incomplete finding %+v", f)
		}
		if (f.Severity == userpoolclient.SeverityAdvice) != (f.Harm != userpoolclient.HarmNone) {
			t.Errorf("harm %v of %v", f.Harm, f.Severity)
		}
	}
	if diff := cmp.Diff([]string{clients + "oauth-only.update.json", clients + "shop.json"}, files); diff != "" {
		t.Errorf("order of files (-want +got)\n%s", diff)
	}
	s := doc.Summary
	if s.Configs != 2 || s.Error != counts[userpoolclient.SeverityError] ||
		s.Warning != counts[userpoolclient.SeverityWarning] || s.Advice != counts[userpoolclient.SeverityAdvice] ||
		s.Error == 0 || s.Warning == 0 || s.Advice == 0 {
		t.Errorf("summary %+v, counted %v", s, counts)
	}
	if none := command(clean, "check", "--format", "json"); !strings.Contains(none.out, `"findings": []`) {
		t.Errorf("without findings: %s", none.out)
	}
}

// The completed update changes what was asked for and nothing else.
func TestPlanComplete(t *testing.T) {
	for _, story := range []string{"add-callback", "oauth-only", "refresh-unit", "rotation"} {
		full := command("", append(planOf(story), "--complete")...)
		if full.code != exitClean || full.err != "" {
			t.Fatalf("%s: exit code %d, %s", story, full.code, full.err)
		}
		var doc struct {
			Changes []struct{ Field, Effect string }
			Summary map[string]int
		}
		got := command(full.out, "plan", "--current", clients+story+".now.json", "--format", "json", "-")
		if err := json.Unmarshal([]byte(got.out), &doc); err != nil {
			t.Fatalf("%s: %v\n%s%s", story, err, got.out, got.err)
		}
		if len(doc.Changes) == 0 || len(doc.Changes) != doc.Summary["set"]+doc.Summary["clear"] ||
			got.code != exitClean {
			t.Errorf("%s: exit code %d, %+v", story, got.code, doc)
		}
	}
}

// The shipped examples: one shows all severities, the other has nothing to find.
func TestShipped(t *testing.T) {
	shop := command("", "check", "--format", "concise", clients+"shop.json")
	good := command("", "check", clients+"shop-good.json")
	for _, severity := range []string{": error: ", ": warning: ", ": advice ("} {
		if !strings.Contains(shop.out, severity) {
			t.Errorf("shop.json has no finding%s", severity)
		}
	}
	if shop.code != exitFindings || shop.err != "" {
		t.Errorf("shop.json: exit code %d, %q", shop.code, shop.err)
	}
	if good.code != exitClean || good.err != "" || !strings.HasPrefix(good.out,
		"1 app client in 1 file: nothing found\nnot judged: ") {
		t.Errorf("shop-good.json: %+v", good)
	}
}

func TestRulesJSON(t *testing.T) {
	var doc struct {
		Rules []map[string]any
	}
	if err := json.Unmarshal([]byte(command("", "rules", "--format", "json").out), &doc); err != nil {
		t.Fatal(err)
	}
	rules := slices.Concat(userpoolclient.Rules(), iac.Rules())
	if len(doc.Rules) != len(rules) || len(rules) < 100 {
		t.Fatalf("%d rules in JSON, %d in the catalogue", len(doc.Rules), len(rules))
	}
	for i, r := range rules {
		got := doc.Rules[i]
		if got["id"] != r.ID || got["severity"] != r.Severity.String() || got["docs"] == "" ||
			got["evidence"] != r.Evidence.String() {
			t.Errorf("%s: %v", r.ID, got)
		}
	}
}

const secret = "0a9s8d7f6g5h4j3k2l1q0w9e8r7t"

// No output of any command shows a client secret.
func TestSecret(t *testing.T) {
	config := `{"UserPoolId":"eu-west-1_Zx9yW8vU7","ClientId":"1abc","ClientSecret":"` + secret +
		`","AccessTokenValidity":0`
	path := file(t, "secret.json", config+"}")
	bad := file(t, "bad.json", config+`,"ClientSecre":"`+secret+`"}`)
	bare := file(t, "bare.json", `{"UserPoolId":"eu-west-1_Zx9yW8vU7","ClientId":"1abc","ClientName":"x"}`)
	short := file(t, "short.json", strings.Replace(config, secret, secret[:20]+"!", 1)+"}")
	misplaced := file(t, "misplaced.json", strings.Replace(config, "ClientSecret", "GenerateSecret", 1)+"}")
	template := file(t, "misplaced.yaml", "Resources:\n  C:\n    Type: AWS::Cognito::UserPoolClient\n    Properties:\n"+
		"      UserPoolId: eu-west-1_Zx9yW8vU7\n      GenerateSecret: "+secret+"\n")
	for _, args := range [][]string{
		{"check", misplaced}, {"check", "--verbose", template}, {"check", "--format", "json", template},
		{"check", "--format", "sarif", template}, {"check", "--format", "html", template},
		{"check", path}, {"check", "--format", "json", path}, {"check", bad}, {"check", short},
		{"check", "--operation", "update", "--current", path, path},
		{"check", "--format", "sarif", path}, {"check", "--format", "github", path}, {"check", "--format", "junit",
			path},
		{"resolve", path}, {"resolve", "--format", "json", path}, {"resolve", "--operation", "update", "--current",
			path, bare},
		{"sign-in", path}, {"sign-in", "--format", "json", path},
		{"plan", "--current", path, path}, {"plan", "--current", path, bare}, {"plan", "--current", bare, path},
		{"plan", "--format", "json", "--current", bare, path}, {"plan", "--complete", "--current", path, bare}, {"plan",
			"--complete", "--current", bare, path},
	} {
		got := command("", args...)
		if strings.Contains(got.out+got.err, secret[:20]) {
			t.Errorf("%v shows the secret: %s%s", args, got.out, got.err)
		}
		if got.out+got.err == "" {
			t.Errorf("%v says nothing", args)
		}
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

type panicking struct{}

func (panicking) Read([]byte) (int, error) { panic("index out of range\n\ngoroutine 1") }

// A failure of the command's own is one line and its own exit code; a reader
// that has had enough (head, less) is no failure.
func TestFailures(t *testing.T) {
	shop := []string{"check", clients + "shop.json"}
	for _, test := range []struct {
		why  string
		args []string
		terminal
		code int
		err  string
	}{
		{"broken pipe", shop, terminal{out: failing{syscall.EPIPE}}, exitFindings, ""},
		{"broken pipe as the os reports it", shop, terminal{out: failing{&os.PathError{Op: "write", Path: "|1",
			Err: syscall.EPIPE}}}, exitFindings, ""},
		{"full disk", shop, terminal{out: failing{syscall.ENOSPC}}, exitInternal,
			"userpoolclient: cannot write: no space left on device\n"},
		{"a defect", []string{"check"}, terminal{in: panicking{}, out: io.Discard}, exitInternal,
			"userpoolclient: internal failure: index out of range goroutine 1\n"},
		{"unreadable input", []string{"check"}, terminal{in: io.MultiReader(strings.NewReader("{"), broken{}),
			out: io.Discard}, exitUsage, "<stdin>: input/output error\n"},
	} {
		t.Run(test.why, func(t *testing.T) {
			var err bytes.Buffer
			test.terminal.err = &err
			if test.in == nil {
				test.in = strings.NewReader("")
			}
			if code := run(test.args, test.terminal); code != test.code || err.String() != test.err {
				t.Errorf("exit code %d, want %d; standard error %q, want %q", code, test.code, err.String(), test.err)
			}
		})
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, syscall.EIO }

// endless never stops; the command must.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestEndlessInput(t *testing.T) {
	var err bytes.Buffer
	if code := run([]string{"check"}, terminal{in: endless{}, out: io.Discard, err: &err}); code != exitUsage ||
		!strings.Contains(err.String(), "larger than 64 MB") {
		t.Errorf("exit code %d, %q", code, err.String())
	}
}

// The built command hands its exit codes to the shell.
func TestBinary(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "userpoolclient")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, test := range []struct {
		stdin string
		args  []string
		code  int
	}{
		{clean, []string{"check"}, exitClean},
		{refused, []string{"check", "-"}, exitFindings},
		{"", []string{"check", clients + "shop-good.json"}, exitClean},
		{"", []string{"check", clients + "shop.json"}, exitFindings},
		{"", []string{"check", "missing.json"}, exitUsage},
		{"", []string{"version"}, exitClean},
	} {
		cmd := exec.Command(binary, test.args...)
		cmd.Stdin = strings.NewReader(test.stdin)
		out, err := cmd.CombinedOutput()
		var failed *exec.ExitError
		if err != nil && !errors.As(err, &failed) {
			t.Fatal(err)
		}
		if code := cmd.ProcessState.ExitCode(); code != test.code {
			t.Errorf("%v: exit code %d, want %d\n%s", test.args, code, test.code, out)
		}
		if len(out) == 0 || bytes.Contains(out, []byte("\x1b[")) {
			t.Errorf("%v: output into a pipe must be plain text: %q", test.args, out)
		}
	}
	brokenPipe(t, binary)
}

// brokenPipe closes the reader's end before the command writes.
func brokenPipe(t *testing.T, binary string) {
	if runtime.GOOS == "windows" {
		return
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	var stderr bytes.Buffer
	cmd := exec.Command(binary, "rules", "--format", "json")
	cmd.Stdout, cmd.Stderr = w, &stderr
	_ = cmd.Run()
	w.Close()
	if code := cmd.ProcessState.ExitCode(); code != exitClean || stderr.Len() > 0 {
		t.Errorf("broken pipe: exit code %d (%v), %q", code, cmd.ProcessState, stderr.String())
	}
}
