package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// report is what the check of all inputs found, in input order.
type report struct {
	findings []finding
	clients  []checked
	summary  summary
	failOn   userpoolclient.Severity
}

// checked is one app client and how many of the findings are about it.
type checked struct {
	file, resource string
	findings       int
}

type finding struct {
	file string
	place
	userpoolclient.Finding
}

// place is where in its file a finding is.
type place struct {
	resource string // the address of the resource; "" where the file is one client
	property string // the path in the names of the file's format
	position iac.Position
}

// shown is the path that a reader of the file knows.
func (f finding) shown() string { return cmp.Or(f.property, f.Path()) }

// subject is what a finding is about, in the names of its file.
func (f finding) subject() string {
	return strings.TrimSpace(printable(f.resource) + " " + printable(f.shown()))
}

type summary struct {
	Configs int `json:"configs"`
	Error   int `json:"error"`
	Warning int `json:"warning"`
	Advice  int `json:"advice"`
}

func (s *summary) count(v userpoolclient.Severity) {
	switch v {
	case userpoolclient.SeverityError:
		s.Error++
	case userpoolclient.SeverityWarning:
		s.Warning++
	case userpoolclient.SeverityAdvice:
		s.Advice++
	}
}

func (s summary) String() string {
	if s == (summary{}) {
		return "0 app clients"
	}
	var counts []string
	if s.Error > 0 {
		counts = append(counts, plural(s.Error, "error", "errors"))
	}
	if s.Warning > 0 {
		counts = append(counts, plural(s.Warning, "warning", "warnings"))
	}
	if s.Advice > 0 {
		counts = append(counts, fmt.Sprintf("%d advice", s.Advice))
	}
	if counts == nil {
		counts = []string{"nothing found"}
	}
	return plural(s.Configs, "app client", "app clients") + ": " + strings.Join(counts, ", ")
}

func (a *app) writeReport(f format, r *report) error {
	switch f {
	case formatJSON:
		return writeJSON(a.out, r.document())
	case formatSARIF:
		return writeSARIF(a.out, r)
	case formatGitHub:
		writeGitHub(a.out, r)
		return nil
	case formatJUnit:
		return writeJUnit(a.out, r)
	}
	writeFindings(a.out, a.style(), r.findings)
	fmt.Fprintln(a.out, r.summary)
	return nil
}

// writeFindings writes a line for each finding, as compilers do.
func writeFindings(w io.Writer, s style, findings []finding) {
	for _, f := range findings {
		fmt.Fprintf(w, "%s%s: %s: %s %s %s\n",
			f.file, at(f.position), s.severity(f.Severity, label(f.Finding)), s.bold(f.subject()), f.Text(), s.dim("["+f.Rule+"]"))
	}
}

// label is the severity and, of advice, the harm.
func label(f userpoolclient.Finding) string {
	if f.Severity == userpoolclient.SeverityAdvice {
		return fmt.Sprintf("advice (%s harm)", f.Harm)
	}
	return f.Severity.String()
}

// reportDocument is the JSON form of a report.
type reportDocument struct {
	Findings []findingDocument `json:"findings"`
	Summary  summary           `json:"summary"`
}

type findingDocument struct {
	File     string                  `json:"file"`
	Line     int                     `json:"line,omitzero"`
	Column   int                     `json:"column,omitzero"`
	Resource string                  `json:"resource,omitzero"`
	Property string                  `json:"property,omitzero"` // the path in the names of the file's format
	Rule     string                  `json:"rule"`
	Severity userpoolclient.Severity `json:"severity"`
	Harm     userpoolclient.Harm     `json:"harm,omitzero"`
	Path     string                  `json:"path"`
	Pointer  string                  `json:"pointer"`
	Message  string                  `json:"message"`
	Fix      string                  `json:"fix,omitzero"`
	Related  []userpoolclient.Field  `json:"related"`
	Docs     string                  `json:"docs"`
}

func (r *report) document() reportDocument {
	return reportDocument{findingDocuments(r.findings), r.summary}
}

func findingDocuments(findings []finding) []findingDocument {
	all := make([]findingDocument, len(findings))
	for i, f := range findings {
		all[i] = findingDocument{f.file, f.position.Line, f.position.Column, f.resource, f.property, f.Rule, f.Severity, f.Harm,
			f.Path(), f.Pointer(), f.Message, f.Fix, append([]userpoolclient.Field{}, f.Related...), docsOf(f.Rule)}
	}
	return all
}
