package main

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"
	"sync"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/internal/view"
)

// The page is one file that holds all it needs and asks for nothing.
var (
	//go:embed report.html
	htmlPage string
	//go:embed report.css
	htmlStyle string
	//go:embed report.js
	htmlScript string
)

// htmlTemplate is the page, parsed when it is first asked for.
var htmlTemplate = sync.OnceValues(func() (*template.Template, error) {
	return template.New("report").Parse(htmlPage)
})

// htmlReport is what the page shows.
type htmlReport struct {
	Style        template.CSS
	Script       template.JS
	Policy       string // the content security policy
	Title        string
	Conclusion   []string
	Severities   []htmlCount
	Rules        []htmlCount
	Groups       []htmlGroup
	Account      *account
	SkippedWants map[string]string // by rule
	Version      string
}

// htmlCount is a choice of the filter and how many findings it is about.
type htmlCount struct {
	Name  string
	Count int
}

// htmlGroup are the findings in one resource of a file.
type htmlGroup struct {
	File, Resource, Place string
	Findings              []htmlFinding
}

type htmlFinding struct {
	Rule, Severity, Label, Path, Message, Fix, Docs, Place string
	Source                                                 htmlSource
}

// htmlSource is a line of source, cut at what is pointed at.
type htmlSource struct {
	Line                 int
	Before, Value, After string
}

func writeHTML(w io.Writer, r *report) error {
	page, err := htmlTemplate()
	if err != nil {
		return err
	}
	return page.Execute(w, newHTMLReport(r))
}

func newHTMLReport(r *report) *htmlReport {
	h := &htmlReport{
		// Both are parts of this program.
		Style: template.CSS(htmlStyle), Script: template.JS(htmlScript),
		Policy: "default-src 'none'; style-src '" + hashOf(htmlStyle) + "'; script-src '" + hashOf(htmlScript) +
			"'; base-uri 'none'; form-action 'none'",
		Title: r.title(), Conclusion: r.conclusion(),
		Account: &r.account, SkippedWants: make(map[string]string), Version: version(),
	}
	for _, s := range r.account.Skipped {
		h.SkippedWants[s.Rule] = strings.Join(wants(s.Lacks), ", ")
	}
	rules := make(map[string]int)
	severities := make(map[string]int)
	for _, f := range inSourceOrder(r.findings) {
		rules[f.Rule]++
		severities[f.Severity.String()]++
		h.add(f)
	}
	for s := userpoolclient.SeverityError; s <= userpoolclient.SeverityAdvice; s++ {
		h.Severities = append(h.Severities, htmlCount{s.String(), severities[s.String()]})
	}
	for _, rule := range sortedKeys(rules) {
		h.Rules = append(h.Rules, htmlCount{rule, rules[rule]})
	}
	return h
}

func (h *htmlReport) add(f *finding) {
	if n := len(h.Groups); n == 0 || h.Groups[n-1].File != f.resourceFile() || h.Groups[n-1].Resource != f.resource {
		h.Groups = append(h.Groups, htmlGroup{File: f.resourceFile(), Resource: f.resource,
			Place: strings.TrimPrefix(at(f.owner), ":")})
	}
	group := &h.Groups[len(h.Groups)-1]
	shown := htmlFinding{
		Rule: f.Rule, Severity: f.Severity.String(), Label: f.label(), Path: printable(f.shown()),
		Message: f.says(), Fix: f.Fix, Docs: view.DocsOf(f.Rule), Place: f.file + at(f.position),
	}
	if f.source != "" && (f.home != "" || f.position != f.owner) {
		const most = 160
		line, from, to := snippet(f.source, f.position.Column, most)
		before, value, after := cutColumns(line, from, to)
		shown.Source = htmlSource{f.position.Line, strings.TrimLeft(before, " "), value, after}
	}
	group.Findings = append(group.Findings, shown)
}

// cutColumns cuts a line at two of its columns.
func cutColumns(line string, from, to int) (before, value, after string) {
	var parts [3]strings.Builder
	columns := 0
	for _, r := range line {
		part := 0
		switch {
		case columns >= to:
			part = 2
		case columns >= from:
			part = 1
		}
		parts[part].WriteRune(r)
		columns += columnsOf(r)
	}
	return parts[0].String(), parts[1].String(), parts[2].String()
}

// title is the outcome in a few words.
func (r *report) title() string {
	what := r.summary.inWords()
	switch {
	case r.account.Clients == 0:
		what = "nothing judged"
	case what == "":
		what = "nothing found"
	}
	if n := len(r.account.Unread); n > 0 {
		what += fmt.Sprintf(", %d not judged", n)
	}
	return "App clients: " + what
}

// hashOf is what a content security policy lets through.
func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
