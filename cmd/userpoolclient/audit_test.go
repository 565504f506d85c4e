package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient/audit"
	"github.com/userpoolclient/userpoolclient/cognitotest"
)

// liveSecret is in the seed and may be in no output.
const liveSecret = "s3cr3tvalue0123456789abcdefghij"

const liveAccount = `{"UserPools": [
  {"Id": "us-east-1_shop", "UserPool": {"PoolName": "shop"}, "UserPoolClients": [
    {"ClientId": "idweb", "ClientName": "=web", "CallbackURLs": ["http://localhost/cb", "https://b.example/cb"],
     "AllowedOAuthFlows": ["implicit"], "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthScopes": ["openid"],
     "SupportedIdentityProviders": ["COGNITO"], "ClientSecret": "` + liveSecret + `"},
    {"ClientId": "idsame", "ClientName": "same", "AccessTokenValidity": 60,
     "TokenValidityUnits": {"AccessToken": "minutes"}, "EnableTokenRevocation": false},
    {"ClientId": "idhand", "ClientName": "by hand"}
  ]},
  {"Id": "us-east-1_test", "UserPool": {"PoolName": "test"}, "UserPoolClients": [
    {"ClientId": "idtwin", "ClientName": "twin", "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"]}
  ]}
]}`

const liveTemplate = `Resources:
  Same:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: us-east-1_shop
      ClientName: same
  Gone:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: us-east-1_shop
      ClientName: gone
  Nameless:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: us-east-1_shop
`

// live is a server with an account, which the SDK's default configuration finds.
func live(t *testing.T, seed string, options ...cognitotest.Option) *cognitotest.Service {
	t.Helper()
	clock := func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }
	service := cognitotest.New(append(options, cognitotest.WithClock(clock))...)
	if err := service.Load([]byte(seed)); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(service)
	t.Cleanup(server.Close)
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": server.URL, "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "x",
		"AWS_REGION": "us-east-1", "AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
		"AWS_EC2_METADATA_DISABLED": "true",
	} {
		t.Setenv(name, value)
	}
	return service
}

// audited runs an audit with nothing to wait for.
func audited(args ...string) result {
	var out, err bytes.Buffer
	args = append([]string{"audit", "--rate", "1e6", "--pool-rate", "1e6"}, args...)
	return result{run(args, terminal{in: strings.NewReader(""), out: &out, err: &err}), out.String(), err.String()}
}

// datesRead are the moments of a run, which no two runs have in common.
var datesRead = regexp.MustCompile(`"readAt": ?"[^"]*"`)

func TestAuditOutput(t *testing.T) {
	live(t, liveAccount)
	inFolder(t, map[string]string{"template.yaml": liveTemplate})
	for _, test := range []struct {
		file string
		args []string
	}{
		{"audit.txt", nil},
		{"audit-against.txt", []string{"--against", "template.yaml"}},
		{"audit-against.json", []string{"--against", "template.yaml", "--format", "json"}},
		{"audit.csv", []string{"--format", "csv"}},
		{"audit-concise.txt", []string{"--format", "concise", "--min-harm", "medium", "--ignore", "implicit-grant"}},
	} {
		t.Run(test.file, func(t *testing.T) {
			got := audited(test.args...)
			text := datesRead.ReplaceAllString(got.out, `"readAt": "WHEN"`)
			if strings.HasSuffix(test.file, ".txt") {
				text += got.err + fmt.Sprintf("exit %d\n", got.code)
			}
			auditGolden(t, test.file, text)
		})
	}
	help := command("", "audit", "--help")
	auditGolden(t, "audit-help.txt", help.out)
}

// packageFolder is where the golden files are, whatever folder a test works in.
var packageFolder, _ = os.Getwd()

func auditGolden(t *testing.T, name, got string) {
	t.Helper()
	t.Chdir(packageFolder)
	golden(t, name, got)
}

// TestAuditAgainstReadsAsCheckDoes holds that Terraform source is compared, by its
// modules, and that a parameter which no template has is told.
func TestAuditAgainstReadsAsCheckDoes(t *testing.T) {
	live(t, liveAccount)
	inFolder(t, map[string]string{
		"source/main.tf": `resource "aws_cognito_user_pool_client" "same" {
  name                    = var.name
  user_pool_id            = "us-east-1_shop"
  enable_token_revocation = true
}
resource "aws_cognito_user_pool_client" "gone" {
  name         = "gone"
  user_pool_id = "us-east-1_shop"
}
`,
		"source/variables.tf": `variable "name" { default = "same" }`,
		"template.yaml":       "Parameters: {Name: {Type: String}}\n" + liveTemplate,
	})
	for _, path := range []string{"source", "source/main.tf"} {
		var document auditDocument
		got := audited("--against", path, "--format", "json")
		decode(t, got.out, &document)
		d := document.Drift
		if got.code != exitFindings || len(d.Changed) != 1 || d.Changed[0].ClientID != "idsame" ||
			d.Changed[0].File != "source/main.tf" || d.Changed[0].Line != 1 || len(d.Missing) != 1 ||
			d.Missing[0].Resource != "aws_cognito_user_pool_client.gone" || len(d.Unmanaged) != 3 {
			t.Errorf("%s: exit %d, %s, %+v", path, got.code, got.err, d)
		}
	}
	got := audited("--against", "template.yaml", "--parameter", "Nmae=x")
	if got.code != exitUsage || !strings.Contains(got.err, `no template has such a parameter (did you mean "Name"?)`) {
		t.Errorf("a parameter that is misspelt: exit %d, %s", got.code, got.err)
	}
}

// TestAuditKeepsSecrets holds that no form of the report shows a secret.
func TestAuditKeepsSecrets(t *testing.T) {
	live(t, liveAccount)
	resume := filepath.Join(t.TempDir(), "audit.jsonl")
	for _, form := range []string{"text", "concise", "json", "jsonl", "sarif", "csv", "html"} {
		got := audited("--format", form, "--resume", resume)
		if !strings.Contains(got.out, "idweb") {
			t.Errorf("%s does not tell of the client:\n%.500s%s", form, got.out, got.err)
		}
		kept, err := os.ReadFile(resume)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(got.out+got.err+string(kept), "s3cr3t") {
			t.Errorf("%s shows a secret", form)
		}
		if err := os.Remove(resume); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAuditFormatsAgree holds that every form has the same findings.
func TestAuditFormatsAgree(t *testing.T) {
	live(t, liveAccount)
	var document struct {
		Clients []struct {
			ClientID string
			Findings []struct{ Rule, Message string }
		}
	}
	decode(t, audited("--format", "json").out, &document)
	want := make(map[string]int)
	for _, c := range document.Clients {
		for _, f := range c.Findings {
			want[c.ClientID+" "+f.Rule]++
		}
	}
	if len(want) < 6 || len(document.Clients) != 4 {
		t.Fatalf("%d findings in %d clients: the test sees too little", len(want), len(document.Clients))
	}
	got := map[string]map[string]int{"sarif": {}, "jsonl": {}}
	var log struct {
		Runs []struct {
			Results []struct {
				RuleID    string
				Locations []struct {
					LogicalLocations []struct{ FullyQualifiedName string }
				}
			}
		}
	}
	decode(t, audited("--format", "sarif").out, &log)
	for _, r := range log.Runs[0].Results {
		client, _, _ := strings.Cut(r.Locations[0].LogicalLocations[0].FullyQualifiedName, "/")
		got["sarif"][client+" "+r.RuleID]++
	}
	for line := range strings.Lines(audited("--format", "jsonl").out) {
		var record struct {
			Client struct {
				ClientID string
				Findings []struct{ Rule string }
			}
		}
		decode(t, line, &record)
		for _, f := range record.Client.Findings {
			got["jsonl"][record.Client.ClientID+" "+f.Rule]++
		}
	}
	for form, counts := range got {
		if fmt.Sprint(counts) != fmt.Sprint(want) {
			t.Errorf("%s has %v, want %v", form, counts, want)
		}
	}
	lines, err := csv.NewReader(strings.NewReader(audited("--format", "csv").out)).ReadAll()
	if err != nil || len(lines) != 5 {
		t.Errorf("%d lines of CSV, %v", len(lines), err)
	}
	for _, line := range lines {
		if line[4] == "idweb" && line[5] != "'=web" {
			t.Errorf("a spreadsheet takes the name for a formula: %q", line[5])
		}
	}
}

func decode(t *testing.T, text string, to any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), to); err != nil {
		t.Fatalf("%v in %.300s", err, text)
	}
}

// TestAuditDriftInEveryForm holds that no form is silent about what differs.
func TestAuditDriftInEveryForm(t *testing.T) {
	live(t, liveAccount)
	inFolder(t, map[string]string{"template.yaml": liveTemplate})
	for form, want := range map[string]string{
		"text": "1 in the code and not live", "concise": "1 in the code and not live", "html": "1 in the code and not live",
		"json": `"resource": "Gone"`, "sarif": `"resource": "Gone"`, "csv": "1 in the code and not live",
	} {
		got := audited("--format", form, "--fail-on", "error", "--against", "template.yaml")
		if said := strings.Join(strings.Fields(got.out+got.err), " "); got.code != exitFindings ||
			!strings.Contains(said, want) {
			t.Errorf("%s does not tell of the drift: exit %d, %s", form, got.code, got.err)
		}
	}
}

func TestAuditBaseline(t *testing.T) {
	live(t, liveAccount)
	path := filepath.Join(t.TempDir(), "baseline.json")
	if got := audited("--write-baseline", path); got.code != exitClean {
		t.Fatal(got)
	}
	got := audited("--baseline", path, "--fail-on", "advice")
	if got.code != exitClean || !strings.Contains(got.out, "nothing found") || !strings.Contains(got.out,
		"by the baseline") {
		t.Errorf("%+v", got)
	}
	if got := audited("--fail-on", "advice"); got.code != exitFindings {
		t.Errorf("without the baseline: exit %d", got.code)
	}
}

// TestAuditAccount holds that what could not be read is told, exits 2 and does not
// pass for clean.
func TestAuditAccount(t *testing.T) {
	denied := &types.NotAuthorizedException{Message: aws.String("no permission")}
	service := live(t, liveAccount)
	service.Fail("DescribeUserPoolClient", 3, denied)
	got := audited("--ignore", "password-auth-flow,refresh-flow-missing")
	if got.code != exitUsage || !strings.Contains(got.err,
		"DescribeUserPoolClient: NotAuthorizedException: no permission") ||
		!strings.Contains(got.err, "and 2 more") || !strings.Contains(got.out, "3 things that could not be read") {
		t.Errorf("%+v", got)
	}
	service.Fail("ListUserPoolClients", 1, denied)
	var log struct {
		Runs []struct {
			Invocations []struct {
				ExecutionSuccessful bool
				ExitCode            int
			}
		}
	}
	decode(t, audited("--format", "sarif").out, &log)
	if i := log.Runs[0].Invocations[0]; i.ExecutionSuccessful || i.ExitCode != exitUsage {
		t.Errorf("SARIF: %+v", i)
	}
	service.Fail("DescribeUserPool", 1, denied)
	if got := audited(); got.code != exitUsage || !strings.Contains(oneLine(got.out),
		"for want of what is not known of the user pool") {
		t.Errorf("a pool that cannot be read: %+v", got)
	}
}

func TestAuditEmptyIsNotClean(t *testing.T) {
	live(t, `{"UserPools": []}`)
	if got := audited(); got.code != exitUsage || !strings.Contains(got.err, "no app client") {
		t.Errorf("%+v", got)
	}
}

func TestAuditUsage(t *testing.T) {
	live(t, liveAccount)
	for _, test := range []struct{ args, want string }{
		{"--rate 0", "numbers greater than 0"},
		{"--rate -1", "numbers greater than 0"},
		{"--rate NaN", "numbers greater than 0"},
		{"--rate Inf", "numbers greater than 0"},
		{"--pool-rate NaN", "numbers greater than 0"},
		{"--concurrency 0", "numbers greater than 0"},
		{"--format jsonl --against x.yaml", "leave out --against"},
		{"--format jsonl --baseline x.json", "leave out --baseline"},
		{"--accounts-file accounts.txt", "needs --role-arn"},
		{"--write-baseline b --against .", "leave out --against"},
		{"--ignore implicit-grants", "implicit-grant"},
		{"--role-arn Audit", "is not the ARN of a role"},
		{"extra", "unknown command"},
	} {
		got := audited(strings.Fields(test.args)...)
		if got.code != exitUsage || !strings.Contains(got.err, test.want) {
			t.Errorf("%s: exit %d, %q, want %q", test.args, got.code, got.err, test.want)
		}
	}
	inFolder(t, map[string]string{"accounts.txt": "111111111111\n42\n"})
	got := audited("--accounts-file", "accounts.txt", "--role-arn", "arn:aws:iam::*:role/Audit")
	if got.code != exitUsage || !strings.Contains(got.err, "42 is no account ID") {
		t.Errorf("%+v", got)
	}
}

// TestAuditInterrupted interrupts the built command while it reads, and resumes it.
func TestAuditInterrupted(t *testing.T) {
	needsSignals(t)
	binary := filepath.Join(t.TempDir(), "userpoolclient")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	service := live(t, liveAccount)
	journal := filepath.Join(t.TempDir(), "audit.jsonl")
	entered, release, err := service.Hold("DescribeUserPoolClient")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary, "audit", "--resume", journal)
	var out, errs lockedBuffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	<-entered
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // the exit code tells
	release()
	if code := cmd.ProcessState.ExitCode(); code != exitUsage || !strings.Contains(out.String(), "PARTIAL (") ||
		!strings.Contains(errs.String(), "interrupted: ") {
		t.Fatalf("exit %d\n%s\n%s", code, out.String(), errs.String())
	}
	got := audited("--resume", journal)
	if want := audited(); got.out != want.out || got.code != want.code {
		t.Errorf("resumed:\n%s\nwant\n%s", got.out, want.out)
	}
	if again := audited("--resume", journal); again.code != exitUsage || !strings.Contains(again.err,
		"finished audit") {
		t.Errorf("a finished audit is resumed: %+v", again)
	}
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// manyClients is an account of so many clients in five pools.
func manyClients(t *testing.T, n int) string {
	t.Helper()
	const pools = 5
	var all []any
	for p := range pools {
		var list []any
		for i := p; i < n; i += pools {
			list = append(list, map[string]any{"ClientId": fmt.Sprintf("id%05d", i), "ClientName": fmt.Sprintf("app %d",
				i),
				"EnableTokenRevocation": i%3 == 0, "CallbackURLs": []string{fmt.Sprintf("https://app%d.example/cb",
					i)}})
		}
		all = append(all, map[string]any{"Id": fmt.Sprintf("us-east-1_pool%d", p),
			"UserPool": map[string]any{"PoolName": fmt.Sprintf("pool %d", p)}, "UserPoolClients": list})
	}
	text, err := json.Marshal(map[string]any{"UserPools": all})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// auditProbe is what a script finds out on the page of an audit.
type auditProbe struct {
	Width, Overflow, Requests   int
	Rows, Errors, Found, Opened int
	Sorted                      string
	Slowest                     float64 // milliseconds of one act
	Background                  string
	InDocument                  int // rows of the table
	Axe                         []string
}

const auditProbeScript = `
addEventListener("load", async function () {
  const form = document.getElementById("filter");
  const shown = () => parseInt(document.getElementById("shown").textContent);
  const p = {Width: innerWidth, Axe: [], Slowest: 0, Rows: shown()};
  const act = f => { const t = performance.now(); f(); void document.body.offsetHeight; p.Slowest = Math.max(p.Slowest, performance.now() - t); };
  const set = (name, value) => act(() => { form.elements[name].value = value; form.elements[name].dispatchEvent(new Event("change", {bubbles: true})); });
  set("severity", "warning"); p.Errors = shown(); set("severity", "");
  set("text", "TWIN"); p.Found = shown();
  set("text", "");
  act(() => document.querySelector("#clients thead th:last-child button").click());
  p.Sorted = document.querySelector("#clients thead th:last-child").getAttribute("aria-sort") + " " +
    document.querySelector("#clients tbody tr td:last-child").textContent;
  act(() => document.querySelector("#clients tbody tr button").click());
  p.Opened = document.querySelectorAll("#clients .detail .finding").length;
  p.InDocument = document.querySelectorAll("#clients > tbody > tr:not(.detail)").length;
  document.querySelectorAll("details").forEach(d => d.open = true);
  p.Overflow = document.documentElement.scrollWidth - innerWidth;
  p.Background = getComputedStyle(document.body).backgroundColor;
  if (window.axe && p.Rows < 100) {
    const found = await axe.run(document, {resultTypes: ["violations"]});
    p.Axe = found.violations.map(v => v.id + ": " + v.nodes.map(n => n.html).slice(0, 3).join(" "));
  }
  p.Requests = performance.getEntriesByType("resource").length;
  parent.postMessage(JSON.stringify(p), "*");
});`

// TestAuditPageInBrowser looks at the page in Chromium: narrow and wide, light and
// dark, and with 5,000 clients.
func TestAuditPageInBrowser(t *testing.T) {
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not there to look at the page with")
	}
	live(t, liveAccount)
	template := file(t, "template.yaml", liveTemplate)
	page := probedPage(t, audited("--format", "html", "--against", template).out, auditProbeScript)
	grounds := make(map[string]bool)
	for _, width := range []int{360, 1280} {
		for _, dark := range []bool{false, true} {
			var p auditProbe
			seen(t, browser, page, width, dark, &p)
			grounds[fmt.Sprint(dark, p.Background)] = true
			if p.Width != width || p.Overflow > 0 || p.Requests != 0 {
				t.Errorf("%d wide, dark %v: %+v", width, dark, p)
			}
			if p.Rows != 4 || p.Errors != 1 || p.Found != 1 || p.Opened != 3 || p.InDocument != 4 ||
				p.Sorted != "descending 3" {
				t.Errorf("%d wide: %+v", width, p)
			}
			for _, v := range p.Axe {
				t.Errorf("%d wide, dark %v: axe: %s", width, dark, v)
			}
		}
	}
	if len(grounds) != 2 {
		t.Errorf("light and dark look alike: %v", grounds)
	}
}

func TestAuditPageOfManyClients(t *testing.T) {
	browser, err := exec.LookPath("chromium")
	if err != nil || testing.Short() {
		t.Skip("chromium is not there to look at the page with, or the run is to be short")
	}
	live(t, manyClients(t, 5000))
	got := audited("--format", "html").out
	const most = 8 << 20
	if len(got) > most {
		t.Errorf("the page has %d MiB", len(got)>>20)
	}
	var p auditProbe
	seen(t, browser, probedPage(t, got, auditProbeScript), 1280, false, &p)
	if p.Rows != 5000 || p.Opened == 0 || p.Requests != 0 || p.InDocument != 200 {
		t.Errorf("%+v", p)
	}
	t.Logf("%d bytes; the slowest act takes %.0f ms", len(got), p.Slowest)
}

// probedPage is a page with a script that tells what it finds, and with axe-core
// where AXE names it.
func probedPage(t *testing.T, page, script string) string {
	t.Helper()
	scripts := []string{script}
	if path := os.Getenv("AXE"); path != "" {
		axe, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		scripts = []string{string(axe), script}
	} else {
		t.Log("AXE names no axe.min.js: accessibility is not looked at")
	}
	var tags, hashes strings.Builder
	for _, script := range scripts {
		fmt.Fprintf(&tags, "<script>%s</script>", script)
		fmt.Fprintf(&hashes, " &#39;%s&#39;", html.EscapeString(hashOf(script)))
	}
	page = strings.Replace(page, "script-src ", "script-src"+hashes.String()+" ", 1)
	page = strings.Replace(page, "</body>", tags.String()+"</body>", 1)
	path := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestAuditSARIF holds the log to the schema of SARIF, of a whole run and of one
// that could not read everything.
func TestAuditSARIF(t *testing.T) {
	service := live(t, liveAccount)
	for _, fails := range []int{0, 2} {
		service.Fail("DescribeUserPoolClient", fails,
			&types.NotAuthorizedException{Message: aws.String("no permission")})
		_, log := sarifOf(t, sarifSchema(t), audited("--format", "sarif").out)
		unread := 0
		for _, n := range log.Runs[0].Invocations[0].ToolExecutionNotifications {
			if n.Descriptor.ID == sarifNotices[noticeUnread].ID {
				unread++
			}
		}
		if unread != fails || len(log.Runs[0].Results) == 0 {
			t.Errorf("%d things not read, want %d; %d results", unread, fails, len(log.Runs[0].Results))
		}
	}
}

func TestAuditProgress(t *testing.T) {
	p := auditProgress{from: 100}
	for _, test := range []struct {
		now   audit.Progress
		since time.Duration
		want  string
	}{
		{audit.Progress{Pools: 1, Total: 60}, 0, "listing: 60 app clients in 1 user pool"},
		{audit.Progress{Pools: 2, Total: 1000, Clients: 100, Listed: true}, 0, "100 of 1000 app clients"},
		{audit.Progress{Total: 1000, Clients: 400, Listed: true}, 30 * time.Second,
			"400 of 1000 app clients, about 1m0s left"},
		{audit.Progress{Total: 1000, Clients: 997, Unread: 3, Listed: true}, time.Minute,
			"997 of 1000 app clients, 3 not read, about 0s left"},
		{audit.Progress{Total: 1000, Clients: 1000, Listed: true}, time.Minute, "1000 of 1000 app clients"},
	} {
		if got := p.line(test.now, test.since); got != test.want {
			t.Errorf("%+v: %q, want %q", test.now, got, test.want)
		}
	}
	var out bytes.Buffer
	shown := (&app{terminal: terminal{err: &out}}).newAuditProgress()
	shown.last = shown.last.Add(-time.Hour)
	shown.at(audit.Progress{Total: 5})
	if out.Len() != 0 {
		t.Errorf("nobody watches, and it writes %q", out.String())
	}
	shown.app.live = true
	shown.at(audit.Progress{Total: 5})
	shown.end()
	if !strings.Contains(out.String(), "listing: 5") || !strings.HasSuffix(out.String(), "\r\x1b[K") {
		t.Errorf("on a terminal: %q", out.String())
	}
}
