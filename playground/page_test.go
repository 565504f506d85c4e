package playground

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/userpoolclient/userpoolclient/playground/verdict"
)

// A site is the page on a loopback address, and how often it was asked for something.
type site struct {
	*httptest.Server
	asked atomic.Int64
}

func newSite(t *testing.T, handler http.Handler) *site {
	t.Helper()
	s := new(site)
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked.Add(1)
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// staticSite is the page as the command of the folder build writes it.
func staticSite(t *testing.T) *site {
	t.Helper()
	dir := t.TempDir()
	if out, err := exec.Command("go", "run", "./build", "-o", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return newSite(t, http.FileServer(http.Dir(dir)))
}

const judged = `document.body?.dataset.judged > %d`

// turn waits for a verdict after the one of that number, and returns its number.
func (p *tab) turn(last int) (now int) {
	p.t.Helper()
	p.until(fmt.Sprintf(judged, last))
	p.eval("Number(document.body.dataset.judged)", &now)
	return now
}

// choose chooses an example and waits for its verdict.
func (p *tab) choose(i, last int) int {
	p.t.Helper()
	p.eval(fmt.Sprintf(`{const e = document.getElementById("example"); e.value = "%d"; e.dispatchEvent(new Event("change"));}`,
		i), nil)
	return p.turn(last)
}

// paste puts a text into the editor as pasting does.
func (p *tab) paste(text string, last int) int {
	p.t.Helper()
	data, err := json.Marshal(text)
	if err != nil {
		p.t.Fatal(err)
	}
	p.eval(`{const c = document.getElementById("text").shadowRoot.querySelector(".cm-content"); c.focus();}`, nil)
	p.do("Input.dispatchKeyEvent", object{"type": "rawKeyDown", "key": "a", "code": "KeyA", "modifiers": 2,
		"windowsVirtualKeyCode": 65, "commands": []string{"selectAll"}})
	p.eval(`{const d = new DataTransfer(); d.setData("text/plain", `+string(data)+`);
		document.getElementById("text").shadowRoot.querySelector(".cm-content")
		.dispatchEvent(new ClipboardEvent("paste", {clipboardData: d, bubbles: true, cancelable: true}));}`, nil)
	return p.turn(last)
}

// shown are the findings that the page shows: rule, path and message.
func (p *tab) shown() (all []string) {
	p.t.Helper()
	p.eval(`[...document.querySelectorAll(".finding")].map(f => f.dataset.rule + " " +
		f.querySelector("p").textContent.replace(/\s+/g, " ").trim())`, &all)
	return all
}

// wanted are the findings that the page must show.
func wanted(e example) (all []string) {
	d := verdict.Judge(verdict.Request{Text: e.Text, Current: e.Current, Kind: e.Kind, Operation: e.Operation,
		Secret: e.Secret})
	for _, f := range d.Findings {
		label := f.Severity.String()
		if f.Harm != 0 {
			label += " (" + f.Harm.String() + " harm)"
		}
		path := f.Property
		if path == "" {
			path = f.Path
		}
		text := f.Rule + " " + label + " " + strings.TrimSpace(f.Resource+" "+path) + " " + f.Message
		if f.RejectedBy != "" && f.RejectedBy != "Cognito" {
			text += " (" + f.RejectedBy + " rejects it)"
		}
		all = append(all, strings.Join(strings.Fields(text), " "))
	}
	return all
}

var tabNames = []string{"findings", "settings", "plan", "signin", "account"}

// axeOf runs axe-core on a tab, where AXE names the file axe.min.js.
func (p *tab) axe(where string) {
	p.t.Helper()
	script, err := os.ReadFile(os.Getenv("AXE"))
	if err != nil {
		return
	}
	p.eval(`typeof axe === "undefined" && (() => {`+string(script)+"\n"+`})()`, nil)
	var found []string
	p.eval(`axe.run(document, {resultTypes: ["violations"]}).then(r =>
		r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html).slice(0, 3).join(" ")))`, &found)
	for _, v := range found {
		p.t.Errorf("%s: axe: %s", where, v)
	}
}

// look opens each tab of the page by the keyboard at each width and scheme, and looks
// at it.
func (p *tab) look(e example) {
	p.t.Helper()
	p.eval(`{const t = document.getElementById("tab-findings"); t.click(); t.focus();}`, nil)
	for i, name := range tabNames {
		if i > 0 {
			p.key("ArrowRight")
		}
		var open []string
		p.eval(`[...document.querySelectorAll("[role=tabpanel]")].filter(p => !p.hidden && p.innerText.trim()).map(p => p.id)`,
			&open)
		if !slices.Equal(open, []string{name}) {
			p.t.Errorf("%s: %v are open, want %s", e.Title, open, name)
		}
		for _, width := range []int{360, 1280} {
			p.view(width, width == 360)
			var over int
			p.eval("document.documentElement.scrollWidth - innerWidth", &over)
			if over > 0 {
				p.t.Errorf("%s, %s: %d pixels too wide at %d", e.Title, name, over, width)
			}
		}
	}
}

// TestPage looks at the static page in Chromium. AXE names the file axe.min.js of the
// npm package axe-core; SCREENSHOTS a folder for pictures.
func TestPage(t *testing.T) {
	b := startBrowser(t)
	s := staticSite(t)
	p := b.open(s.URL, 1280, false)
	last := p.turn(0)
	var waited []float64
	p.eval(`[performance.getEntriesByType("navigation")[0].loadEventEnd,
		performance.getEntriesByName("compiled")[0].startTime, performance.getEntriesByName("judged")[0].startTime]`, &waited)
	t.Logf("after %.0f ms the page is loaded, after %.0f the library, after %.0f the first verdict is there", waited[0],
		waited[1], waited[2])
	asked := s.asked.Load()
	all := examples(t)
	for i, e := range all {
		last = p.choose(i, last)
		want := wanted(e)
		if diff := cmp.Diff(want, p.shown(), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-package +page):\n%s", e.Title, diff)
		}
		p.look(e)
	}
	last = p.fixed(last)
	last = p.hostile(last)
	p.pictures(last)
	p.sealed()
	if now := s.asked.Load(); now != asked || asked < 6 {
		t.Errorf("the page asked for %d things after it was loaded with %d", now-asked, asked)
	}
	p.linked(s, last)
	for _, what := range []string{"Runtime.exceptionThrown", "Log.entryAdded"} {
		for _, entry := range b.happened(what) {
			if !strings.Contains(entry, "/provoked") {
				t.Errorf("%s: %s", what, entry)
			}
		}
	}
}

// fixed applies a fix by a click.
func (p *tab) fixed(last int) int {
	p.t.Helper()
	const text = `{"ClientName": "é😀", "CallbackURLs": ["https://a.example/", "https://a.example/"],
 "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"], "AllowedOAuthFlowsUserPoolClient": true}`
	last = p.paste(text, last)
	before := p.shown()
	var rule string
	p.eval(`{document.getElementById("tab-findings").click();
		document.querySelector(".apply").closest(".finding").dataset.rule}`, &rule)
	d := verdict.Judge(verdict.Request{Text: text})
	i := slices.IndexFunc(d.Findings, func(f verdict.Finding) bool { return f.Rule == rule })
	if i < 0 || !d.Findings[i].Fixes[0].Safe {
		p.t.Fatalf("%s has a button and no safe fix", rule)
	}
	p.eval(`document.querySelector(".apply").click()`, nil)
	last = p.turn(last)
	if after := p.shown(); len(after) >= len(before) || strings.HasPrefix(strings.Join(after, "\n"), rule) {
		p.t.Errorf("the fix of %s leaves\n%s\nof\n%s", rule, strings.Join(after, "\n"), strings.Join(before, "\n"))
	}
	return last
}

// hostile pastes what must not harm the page.
func (p *tab) hostile(last int) int {
	p.t.Helper()
	var b strings.Builder
	b.WriteString("Resources:\n")
	for i := 0; b.Len() < 1<<20-300; i++ {
		fmt.Fprintf(&b, "  Web%d:\n    Type: AWS::Cognito::UserPoolClient\n    Properties:\n"+
			"      UserPoolId: eu-central-1_a1B2c3D4e\n      CallbackURLs: [\"http://a.example/%d\"]\n", i, i)
	}
	for _, test := range []struct{ reason, text, want string }{
		{"a template of 1 MB", b.String(), "app clients"},
		{"broken JSON", `{"ClientName": `, "Nothing was judged: line 1"},
		{"broken YAML", "Resources:\n  a: [\n", "Nothing was judged"},
		{"markup", `{"ClientName":"<img src=x onerror=alert(1)>","CallbackURLs":["http://<b>x</b>"]}`, "1 app client"},
		{"prose", "hello", "holds no app client"},
	} {
		last = p.paste(test.text, last)
		var summary string
		p.eval(`document.getElementById("summary").textContent + document.getElementById("message").textContent`, &summary)
		if !strings.Contains(summary, test.want) {
			p.t.Errorf("%s: %q, want %q", test.reason, summary, test.want)
		}
	}
	var markup int
	p.eval(`document.querySelectorAll("main img, main b").length`, &markup)
	if markup > 0 {
		p.t.Error("a text became markup")
	}
	return last
}

// pictures looks at the page with axe, wide and narrow, light and dark.
func (p *tab) pictures(last int) {
	p.t.Helper()
	p.choose(3, last) // an update, which has something in every tab
	grounds := make(map[string]bool)
	for _, width := range []int{360, 1280} {
		for _, dark := range []bool{false, true} {
			p.view(width, dark)
			var ground string
			p.eval("getComputedStyle(document.body).backgroundColor", &ground)
			grounds[ground] = true
			for _, name := range tabNames {
				p.eval(`document.getElementById("tab-`+name+`").click()`, nil)
				if name == "findings" || name == "signin" || width == 1280 {
					p.axe(fmt.Sprintf("%s, %d wide, dark %v", name, width, dark))
				}
				if dir := os.Getenv("SCREENSHOTS"); dir != "" {
					p.eval(fmt.Sprintf(`{const w = %d; if (w < 500) document.querySelector("[role=tablist]").scrollIntoView();
						else scrollTo(0, 0);}`, width), nil)
					p.screenshot(filepath.Join(dir, fmt.Sprintf("%s-%d-%v.png", name, width, dark)))
				}
			}
		}
	}
	if len(grounds) != 2 {
		p.t.Errorf("light and dark look alike: %v", grounds)
	}
}

// sealed tries to ask for something, from the page and from a worker like that of the
// library.
func (p *tab) sealed() {
	p.t.Helper()
	var page, worker string
	p.eval(`fetch("/provoked").then(() => "asked", () => "blocked")`, &page)
	p.eval(`new Promise(done => {
		const code = "fetch('" + location.origin + "/provoked').then(() => 'asked', () => 'blocked').then(x => postMessage(x))";
		const w = new Worker(URL.createObjectURL(new Blob([code])));
		w.onmessage = e => done(e.data);
		w.onerror = () => done("failed");
	})`, &worker)
	if page != "blocked" || worker != "blocked" {
		p.t.Errorf("the page can ask (%s), and so can its worker (%s)", page, worker)
	}
}

// linked makes a link to a text with a secret and opens it in a fresh profile.
func (p *tab) linked(s *site, last int) {
	p.t.Helper()
	const secret = "1a2b3c4d5e6f7g8h9i0jk"
	text := `{"ClientName": "wéb", "ClientSecret": "` + secret + `", "CallbackURLs": ["http://a.example/"]}`
	last = p.choose(1, last) // a text of before
	p.paste(text, last)
	p.eval(`{const k = document.getElementById("kind"); k.value = "web"; k.dispatchEvent(new Event("change"));}`, nil)
	p.until(`document.querySelectorAll(".finding").length > 0`)
	p.eval(`document.getElementById("share").click()`, nil)
	p.until(`!document.getElementById("link").hidden`)
	var link string
	p.eval(`document.getElementById("address").value`, &link)
	want := p.shown()
	other := p.open(link, 1280, false)
	other.turn(0)
	if diff := cmp.Diff(want, other.shown(), cmpopts.EquateEmpty()); diff != "" || len(want) == 0 {
		p.t.Errorf("the link shows another verdict (-page +link):\n%s", diff)
	}
	var there, kind string
	other.eval(`document.getElementById("text").shadowRoot.querySelector(".cm-content").textContent`, &there)
	other.eval(`document.getElementById("kind").value`, &kind)
	if shown := strings.ReplaceAll(text, secret, strings.Repeat("x", len(secret))); there != shown || kind != "web" {
		p.t.Errorf("the link holds %q of kind %q, want %q", there, kind, shown)
	}
	damaged := p.open(s.URL+"#v1.AAAA", 1280, false)
	damaged.until(`document.getElementById("message")?.textContent.includes("damaged")`)
}

// TestServedPage looks at the page that the command serves.
func TestServedPage(t *testing.T) {
	b := startBrowser(t)
	handler, err := Handler()
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t, handler)
	p := b.open(s.URL, 1280, false)
	last := p.turn(0)
	for i, e := range examples(t) {
		last = p.choose(i, last)
		if diff := cmp.Diff(wanted(e), p.shown(), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-package +page):\n%s", e.Title, diff)
		}
	}
	p.linked(s, last)
	for _, what := range []string{"Runtime.exceptionThrown", "Log.entryAdded"} {
		for _, entry := range b.happened(what) {
			t.Errorf("%s: %s", what, entry)
		}
	}
}
