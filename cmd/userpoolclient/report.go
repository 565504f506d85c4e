package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// report is what the check of all inputs found, in input order.
type report struct {
	findings []finding
	summary  summary
}

type finding struct {
	file string
	userpoolclient.Finding
}

type summary struct {
	Configs int `json:"configs"`
	Error   int `json:"error"`
	Warning int `json:"warning"`
	Advice  int `json:"advice"`
}

func (s *summary) count(v userpoolclient.Severity) {
	switch v {
	case userpoolclient.Error:
		s.Error++
	case userpoolclient.Warning:
		s.Warning++
	case userpoolclient.Advice:
		s.Advice++
	}
}

func (s summary) String() string {
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
	if f == formatJSON {
		return writeJSON(a.out, r.document())
	}
	writeFindings(a.out, style{a.color}, r.findings)
	fmt.Fprintln(a.out, r.summary)
	return nil
}

// writeFindings writes a line for each finding, as compilers do.
func writeFindings(w io.Writer, s style, findings []finding) {
	for _, f := range findings {
		fmt.Fprintf(w, "%s: %s: %s %s %s\n",
			f.file, s.severity(f.Severity, label(f.Finding)), s.bold(f.Path()), f.Message, s.dim("["+f.Rule+"]"))
	}
}

// label is the severity and, of advice, the harm.
func label(f userpoolclient.Finding) string {
	if f.Severity == userpoolclient.Advice {
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
	Rule     string                  `json:"rule"`
	Severity userpoolclient.Severity `json:"severity"`
	Harm     userpoolclient.Harm     `json:"harm,omitzero"`
	Path     string                  `json:"path"`
	Pointer  string                  `json:"pointer"`
	Message  string                  `json:"message"`
	Related  []userpoolclient.Field  `json:"related"`
	Docs     string                  `json:"docs"`
}

func (r *report) document() reportDocument {
	return reportDocument{findingDocuments(r.findings), r.summary}
}

func findingDocuments(findings []finding) []findingDocument {
	all := make([]findingDocument, len(findings))
	for i, f := range findings {
		rule, _ := userpoolclient.RuleByID(f.Rule)
		all[i] = findingDocument{f.file, f.Rule, f.Severity, f.Harm, f.Path(), f.Pointer(), f.Message,
			append([]userpoolclient.Field{}, f.Related...), rule.URL()}
	}
	return all
}
