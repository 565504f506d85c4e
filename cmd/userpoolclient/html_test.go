package main

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// pageFiles are files of which the page shows everything that it can show.
var pageFiles = map[string]string{
	"infra/web.yaml": shopTemplate +
		"  App:\n    Type: AWS::Cognito::UserPoolClient\n    Properties:\n      UserPoolId: !ImportValue Users\n      CallbackURL: [\"https://a.example.jp/<b>&amp;\"]\n",
	"shop.json": `{"CallbackURLs":["http://a.example.jp/` + strings.Repeat("long/", 40) +
		`"],"EnableTokenRevocation":false}`,
	"main.tf": terraformSource,
}

// pageOf is the page about some files.
func pageOf(t *testing.T, files map[string]string) string {
	t.Helper()
	inFolder(t, files)
	got := command("", "check", "--format", "html", ".")
	if got.code != exitUsage && got.code != exitFindings && got.code != exitClean {
		t.Fatal(got)
	}
	return got.out
}

// TestHTML holds that the page carries every finding and asks for nothing from
// outside.
func TestHTML(t *testing.T) {
	page := pageOf(t, pageFiles)
	var findings struct {
		Findings []struct{ Rule, Message, Fix, File string }
	}
	if err := json.Unmarshal([]byte(command("", "check", "--format", "json", ".").out), &findings); err != nil {
		t.Fatal(err)
	}
	text := html.UnescapeString(page)
	if len(findings.Findings) < 5 {
		t.Fatalf("%d findings: the test sees too little", len(findings.Findings))
	}
	for _, f := range findings.Findings {
		if !strings.Contains(text, f.Message) || !strings.Contains(text, f.Fix) || !strings.Contains(page,
			`data-rule="`+f.Rule+`"`) {
			t.Errorf("the page lacks %+v", f)
		}
	}
	if n := strings.Count(page, `<article class="finding`); n != len(findings.Findings) {
		t.Errorf("%d findings on the page, want %d", n, len(findings.Findings))
	}
	for _, outside := range []string{"<link", "<img", "<iframe", " src=", "@import", "url(", "<object", "<base"} {
		if strings.Contains(page, outside) {
			t.Errorf("the page may ask for something: %s", outside)
		}
	}
	if strings.Contains(page, "<b>&") {
		t.Error("a text of a file is markup on the page")
	}
	if !strings.Contains(page, `content="default-src &#39;none&#39;; style-src &#39;sha256-`) {
		t.Error("the page has no policy")
	}
	if clean := pageOf(t, map[string]string{"client.json": clean}); !strings.Contains(clean,
		"<title>App clients: nothing found</title>") || strings.Contains(clean, "<form") {
		t.Errorf("a page without findings:\n%s", clean)
	}
	if none := pageOf(t,
		map[string]string{"web.yaml": "Resources:\n  Web:\n    Type: AWS::Cognito::UserPoolClient\n   x: [\n"}); !strings.Contains(none,
		"<title>App clients: nothing judged, 1 not judged</title>") {
		t.Errorf("a page about nothing:\n%.300s", none)
	}
}

// probe is what a script finds out in the browser.
type probe struct {
	Width, Overflow, Requests   int
	All, WithoutErrors, OneRule int // findings that are shown
	Rule                        string
	Background                  string
	Axe                         []string
}

const probeScript = `
addEventListener("load", async function () {
  const shown = () => [...document.querySelectorAll(".finding")].filter(f => f.offsetParent !== null).length;
  const form = document.getElementById("filter");
  const p = {Width: innerWidth, Overflow: document.documentElement.scrollWidth - innerWidth, Axe: []};
  document.querySelectorAll("details").forEach(d => d.open = true);
  p.Overflow = Math.max(p.Overflow, document.documentElement.scrollWidth - innerWidth);
  p.Background = getComputedStyle(document.body).backgroundColor;
  if (window.axe) {
    const found = await axe.run(document, {resultTypes: ["violations"]});
    p.Axe = found.violations.map(v => v.id + ": " + v.nodes.map(n => n.html).slice(0, 3).join(" "));
  }
  p.All = shown();
  const error = form.querySelector("input[value=error]");
  error.click();
  p.WithoutErrors = shown();
  error.click();
  form.elements.rule.selectedIndex = 1;
  form.elements.rule.dispatchEvent(new Event("change", {bubbles: true}));
  p.Rule = form.elements.rule.value;
  p.OneRule = shown();
  p.Requests = performance.getEntriesByType("resource").length;
  parent.postMessage(JSON.stringify(p), "*");
});`

// framed shows the page in a frame of the given width: a window cannot be as
// narrow as a phone.
const framed = `<!doctype html><html><body style="margin:0"><script>
addEventListener("message", function (e) {
  const out = document.createElement("pre");
  out.id = "probe";
  out.textContent = e.data;
  document.body.append(out);
});
</script><iframe src="page.html" width="%d" height="900" style="border:0"></iframe></body></html>`

// TestPageInBrowser looks at the page in Chromium: at the width of a phone and of
// a desk, light and dark. AXE names the file axe.min.js of the npm package
// axe-core, with which it also looks for what keeps people out.
func TestPageInBrowser(t *testing.T) {
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("chromium is not there to look at the page with")
	}
	page := pageOf(t, pageFiles)
	findings := strings.Count(page, `<article class="finding`)
	errors := strings.Count(page, `data-severity="error"`)
	path := probedPage(t, page, probeScript)
	grounds := make(map[string]bool)
	for _, width := range []int{360, 1280} {
		for _, dark := range []bool{false, true} {
			p := lookAt(t, browser, path, width, dark)
			grounds[fmt.Sprint(dark, p.Background)] = true
			if p.Width != width || p.Overflow > 0 || p.Requests != 0 {
				t.Errorf("%d wide, dark %v: width %d, %d pixels too wide, %d requests", width, dark, p.Width,
					p.Overflow, p.Requests)
			}
			if p.All != findings || p.WithoutErrors != findings-errors || p.OneRule < 1 ||
				p.OneRule != strings.Count(page, `data-rule="`+p.Rule+`"`) {
				t.Errorf("%d wide: %+v, want %d findings, %d of them errors", width, p, findings, errors)
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

var probed = regexp.MustCompile(`(?s)<pre id="probe">(.*?)</pre>`)

func lookAt(t *testing.T, browser, path string, width int, dark bool) (p probe) {
	t.Helper()
	seen(t, browser, path, width, dark, &p)
	return p
}

// seen reads into p what the script of a page finds out.
func seen(t *testing.T, browser, path string, width int, dark bool, p any) {
	t.Helper()
	scheme := "1"
	if dark {
		scheme = "0"
	}
	frame := filepath.Join(filepath.Dir(path), fmt.Sprintf("frame%d.html", width))
	if err := os.WriteFile(frame, fmt.Appendf(nil, framed, width), 0o644); err != nil {
		t.Fatal(err)
	}
	profile, err := os.MkdirTemp("", "userpoolclient-browser")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(profile) // what the browser still writes does not fail the test
	const longest = 2 * time.Minute
	ctx, cancel := context.WithTimeout(t.Context(), longest)
	defer cancel()
	cmd := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
		"--user-data-dir="+profile,
		"--blink-settings=preferredColorScheme="+scheme, "--window-size=1400,1000", "--virtual-time-budget=20000",
		"--dump-dom", "file://"+frame)
	cmd.WaitDelay = 10 * time.Second
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	found := probed.FindSubmatch(out)
	if found == nil {
		t.Fatalf("the page did not answer:\n%.2000s", out)
	}
	if err := json.Unmarshal([]byte(html.UnescapeString(string(found[1]))), p); err != nil {
		t.Fatal(err)
	}
}
