package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/playground/verdict"
)

// pasted are texts that people may paste, by the name that the command needs to know
// what they are and the page does without.
func pasted(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{
		"web.yaml": shopTemplate, "main.tf": terraformSource, "plan.json": terraformPlan,
		"empty.json": "{}", "broken.json": `{"ClientName": `, "other.json": `{"name": "x"}`,
		"broken.yaml": "Resources:\n  Web:\n    Type: AWS::Cognito::UserPoolClient\n   x: [\n",
		"misspelt.yaml": shopTemplate +
			"  Other:\n    Type: AWS::Cognito::UserPoolClients\n    Properties:\n      UserPoolId: x\n",
		"never.yaml": shopTemplate + "  Other:\n    Type: AWS::Cognito::UserPoolClient\n    Condition: Never\n" +
			"    Properties:\n      UserPoolId: x\nConditions:\n  Never: !Equals [a, b]\n",
		"wide.yaml": strings.Replace(shopTemplate, "AWSTemplate", "# \U0001F600 é\nAWSTemplate", 1),
	}
	for _, pattern := range []string{clients + "*.json", "testdata/init-*", "../../iac/terraform/testdata/same/*/main.tf"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, file := range files {
			folder, _ := filepath.Glob(filepath.Dir(file) + "/*.t*")
			ext := filepath.Ext(file)
			if ext == ".tf" && strings.Contains(pattern, "same") && len(folder) > 1 || ext == ".go" || ext == ".ts" ||
				ext == ".txt" {
				continue // more than one file, or a program
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(data), `"./`) {
				continue // calls a module of another folder
			}
			all[strings.ReplaceAll(strings.TrimLeft(file, "./"), "/", "_")] = string(data)
		}
	}
	for _, r := range slices.Concat(userpoolclient.Rules(), iac.Rules()) {
		for what, text := range map[string]string{"bad": r.Bad.Members(), "good": r.Good.Members()} {
			ext := ".yaml"
			if strings.HasPrefix(text, "{") {
				ext = ".json"
			}
			all[r.ID+"-"+what+ext] = text
		}
	}
	return all
}

// run is the account of what was not judged, as the command writes it.
type runDocument struct {
	Clients    int               `json:"clients"`
	Unknown    []verdict.Unknown `json:"unknown"`
	Skipped    []verdict.Skipped `json:"skipped"`
	Unread     []verdict.Unread  `json:"unread"`
	Aside      []verdict.Unread  `json:"aside"`
	NotCreated []verdict.Unread  `json:"notCreated"`
	Suppressed struct {
		Resource int `json:"resource"`
	} `json:"suppressed"`
}

// TestPlaygroundAgrees holds that a page shows the findings, the fixes and the account
// that check has for the same text.
func TestPlaygroundAgrees(t *testing.T) {
	findings, fixes, unread := 0, 0, 0
	for name, text := range pasted(t) {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if strings.HasSuffix(name, ".tf") {
				name = "main.tf" // source is read by the folder
			}
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			var want struct {
				Findings []map[string]any
				Summary  verdict.Summary
				Run      runDocument
			}
			out := command("", "check", "--format", "json", path).out
			if err := json.Unmarshal([]byte(out), &want); err != nil {
				t.Fatal(err, out)
			}
			got := verdict.Judge(verdict.Request{Text: text})
			if diff := cmp.Diff(withoutFiles(want.Findings), withoutFiles(plain(t, got.Findings))); diff != "" {
				t.Errorf("findings (-command +page):\n%s", diff)
			}
			if want.Summary != got.Summary {
				t.Errorf("counts %+v, want %+v", got.Summary, want.Summary)
			}
			findings += len(want.Findings)
			for _, f := range got.Findings {
				fixes += len(f.Fixes)
			}
			if diff := cmp.Diff(bare(want.Run.Unknown), bare(got.Account.Unknown)); diff != "" {
				t.Errorf("not known (-command +page):\n%s", diff)
			}
			if diff := cmp.Diff(want.Run.Skipped, got.Account.Skipped); diff != "" {
				t.Errorf("skipped (-command +page):\n%s", diff)
			}
			if want.Run.Clients != got.Account.Clients || want.Run.Suppressed.Resource != got.Account.Suppressed {
				t.Errorf("%d clients, %d suppressed, want %+v", got.Account.Clients, got.Account.Suppressed, want.Run)
			}
			if (len(want.Run.Unread) > 0) != (len(got.Account.Unread) > 0) ||
				len(want.Run.Aside)+len(want.Run.Unread) != len(got.Account.Aside)+len(got.Account.Unread) {
				t.Errorf("unread %v, aside %v, want %v and %v", got.Account.Unread, got.Account.Aside, want.Run.Unread,
					want.Run.Aside)
			}
			if diff := cmp.Diff(want.Run.NotCreated, got.Account.NotCreated, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("not created (-command +page):\n%s", diff)
			}
			unread += len(want.Run.Unread)
		})
	}
	if findings < 100 || fixes < 20 || unread < 4 {
		t.Errorf("%d findings, %d fixes, %d unread: the test sees too little", findings, fixes, unread)
	}
}

// bare is a list that is nil where it is empty.
func bare[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

// plain is what a page reads.
func plain(t *testing.T, findings []verdict.Finding) (all []map[string]any) {
	t.Helper()
	text, err := json.Marshal(findings)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// withoutFiles are findings without what only one of the two writes: the name of the
// file, and the places in one of several ways to count.
func withoutFiles(findings []map[string]any) []map[string]any {
	for _, f := range findings {
		strip(f, "file", "from", "to")
		fixes, _ := f["fixes"].([]any)
		for _, fix := range fixes {
			strip(fix.(map[string]any), "file")
			edits, _ := fix.(map[string]any)["replacements"].([]any)
			for _, e := range edits {
				strip(e.(map[string]any), "line", "column", "endLine", "endColumn", "from", "to")
			}
		}
	}
	return findings
}

func strip(object map[string]any, members ...string) {
	for _, m := range members {
		delete(object, m)
	}
}

// TestPlaygroundDetails holds that a page shows what resolve, sign-in and plan show.
func TestPlaygroundDetails(t *testing.T) {
	for _, name := range []string{"machine", "add-callback", "rotation", "oauth-only", "refresh-unit"} {
		now, update := clients+name+".now.json", clients+name+".update.json"
		text := func(path string) string {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			return string(data)
		}
		got := verdict.Judge(verdict.Request{Text: text(update), Current: text(now)}).Clients[0]
		sameAsCommand(t, "settings", got.Settings, []string{"text"},
			"resolve", "--operation", "update", "--current", now, "--format", "json", update)
		sameAsCommand(t, "capabilities", got.SignIn, nil,
			"sign-in", "--operation", "update", "--current", now, "--format", "json", update)
		var plan struct {
			Changes []struct{ Field, Effect string }
		}
		if err := json.Unmarshal([]byte(command("", "plan", "--format", "json", "--current", now, update).out),
			&plan); err != nil || len(plan.Changes) == 0 {
			t.Fatal(err, plan)
		}
		var want, have []string
		for _, c := range plan.Changes {
			want = append(want, c.Field+" "+c.Effect)
		}
		for _, c := range got.Plan {
			have = append(have, fmt.Sprintf("%s %s", c.Field, c.Effect))
		}
		if diff := cmp.Diff(want, have); diff != "" {
			t.Errorf("%s: plan (-command +page):\n%s", name, diff)
		}
	}
}

// sameAsCommand compares a list of the page with the member of that name of what a
// command writes.
func sameAsCommand(t *testing.T, member string, got any, more []string, args ...string) {
	t.Helper()
	var want map[string][]map[string]any
	if err := json.Unmarshal([]byte(command("", args...).out), &want); err != nil || len(want[member]) == 0 {
		t.Fatal(err, want)
	}
	data, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var have []map[string]any
	if err := json.Unmarshal(data, &have); err != nil {
		t.Fatal(err)
	}
	for _, object := range have {
		strip(object, more...)
	}
	if diff := cmp.Diff(want[member], have); diff != "" {
		t.Errorf("%v (-command +page):\n%s", args, diff)
	}
}

// TestPlaygroundServes holds that the command serves the page until it is interrupted,
// to this machine alone.
func TestPlaygroundServes(t *testing.T) {
	url, ended := inBackground(t, "playground")
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for host, want := range map[string]int{"": http.StatusOK, "evil.example": http.StatusForbidden} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = host
		response, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("host %q: status %d, want %d", host, response.StatusCode, want)
		}
	}
	if err := signalSelf(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if code := <-ended; code != exitClean {
		t.Errorf("exit code %d", code)
	}
	for _, addr := range []string{":0", "0.0.0.0:0"} {
		if got := command("", "playground", "--addr", addr); got.code != exitUsage ||
			!strings.Contains(got.err, "must be a loopback address") {
			t.Errorf("--addr %s: %+v", addr, got)
		}
	}
}
