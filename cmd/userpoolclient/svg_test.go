package main

import (
	"bytes"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The measures of a picture of a terminal, in pixels.
const (
	charWidth  = 8.4
	lineHeight = 19
	margin     = 16
)

// screenClasses are the classes of what the command paints, by its escape.
var screenClasses = map[string]string{"1": "b", "2": "d", "1;31": "r", "1;33": "y", "32": "g", "36": "c"}

const screenStyle = `text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#1b1f24}
rect{fill:#f6f7f9;stroke:#d5dae0}.b{font-weight:700}.d{fill:#59636e}.r{fill:#b3121d;font-weight:700}
.y{fill:#7d4e00;font-weight:700}.g{fill:#1a6331}.c{fill:#0a5c6b}
@media(prefers-color-scheme:dark){text{fill:#e7eaee}rect{fill:#14171b;stroke:#363d46}.d{fill:#a9b2bd}.r{fill:#ff8f8f}
.y{fill:#f0bd5b}.g{fill:#84d79a}.c{fill:#6fd0e0}}`

// picture draws what a terminal shows, light or dark as the reader has it.
func picture(title, screen string) string {
	lines := strings.Split(strings.TrimRight(screen, "\n"), "\n")
	width := 0
	for _, line := range lines {
		width = max(width, visible(line))
	}
	w, h := float64(width)*charWidth+2*margin, len(lines)*lineHeight+2*margin
	var b strings.Builder
	fmt.Fprintf(&b,
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %d" width="%.0f" height="%d" role="img">`, w, h, w,
		h)
	fmt.Fprintf(&b, "\n<title>%s</title>\n<style>%s</style>\n", html.EscapeString(title), screenStyle)
	fmt.Fprintf(&b, `<rect x=".5" y=".5" width="%.0f" height="%d" rx="8"/>`+"\n", w-1, h-1)
	for i, line := range lines {
		if line == "" {
			continue
		}
		fmt.Fprintf(&b, `<text x="%d" y="%d" xml:space="preserve" textLength="%.1f">%s</text>`+"\n",
			margin, margin+i*lineHeight+14, float64(visible(line))*charWidth, painted(line))
	}
	return b.String() + "</svg>\n"
}

// painted turns escapes into classes.
func painted(line string) string {
	var b strings.Builder
	open := false
	for line != "" {
		at := escapes().FindStringIndex(line)
		if at == nil {
			b.WriteString(html.EscapeString(line))
			break
		}
		b.WriteString(html.EscapeString(line[:at[0]]))
		code := strings.TrimSuffix(strings.TrimPrefix(line[at[0]:at[1]], "\x1b["), "m")
		if open {
			b.WriteString("</tspan>")
		}
		if open = code != "0"; open {
			fmt.Fprintf(&b, `<tspan class="%s">`, screenClasses[code])
		}
		line = line[at[1]:]
	}
	if open {
		b.WriteString("</tspan>")
	}
	return b.String()
}

// TestPictures: the pictures of the README show what the command writes; -update
// draws them.
func TestPictures(t *testing.T) {
	docs, err := filepath.Abs("../../docs")
	if err != nil {
		t.Fatal(err)
	}
	inFolder(t, map[string]string{
		"infra/web.yaml": shopTemplate,
		"infra/mobile.yaml": strings.NewReplacer("- http://shop.example.jp/cb", "- http://localhost:3000/#/cb",
			"[code]", "[code, implicit]").Replace(shopTemplate),
		"infra/main.tf": terraformSource,
		"now.json":      readFileText(t, docs, "../examples/clients/add-callback.now.json"),
		"update.json":   readFileText(t, docs, "../examples/clients/add-callback.update.json"),
	})
	for _, p := range []struct {
		name string
		args []string
	}{
		{"check.svg", []string{"check", "infra"}},
		{"plan.svg", []string{"plan", "--current", "now.json", "update.json"}},
	} {
		var out bytes.Buffer
		code := run(p.args, terminal{in: strings.NewReader(""), out: &out, err: &out, outTTY: true, width: 80})
		prompt := "$ userpoolclient " + strings.Join(p.args, " ")
		got := picture(prompt, "\x1b[1m"+prompt+"\x1b[0m\n"+out.String())
		if code == exitClean || code == exitInternal || !strings.Contains(got, `<tspan class="r">`) {
			t.Fatalf("%s shows nothing to see: exit code %d", p.name, code)
		}
		path := filepath.Join(docs, p.name)
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatalf("%v; go test -update draws it", err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-file +output); go test -update draws it\n%s", path, diff)
		}
	}
}

func readFileText(t *testing.T, parts ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
