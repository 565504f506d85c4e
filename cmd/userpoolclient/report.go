package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/internal/view"
)

// report is what the check of all inputs found, in input order, and what it did
// not judge.
type report struct {
	findings []*finding
	clients  []checked
	summary  summary
	account  account
	exitCode int
	concise  []string // the conclusion of a run that has its own
}

// checked is one app client and how many of the findings are about it.
type checked struct {
	file, resource string
	findings       int
	isNone         bool // the findings are about no app client
}

type finding struct {
	file string
	place
	home       string       // the file of the resource, where it is another one
	owner      iac.Position // of the resource
	source     string       // the line of the file; "" when it is not to be shown
	rejectedBy string       // who rejects the request because of it
	fails      bool         // it fails the run
	fix        *fileFix     // nil: none, or not asked for
	*userpoolclient.Finding
}

// resourceFile returns the file that the resource stands in.
func (f finding) resourceFile() string { return cmp.Or(f.home, f.file) }

// place is where in its file a finding is.
type place struct {
	resource string // the address of the resource; "" where the file is one client
	name     string // what people call it, where that is not its address
	property string // the path in the names of the file's format
	position iac.Position
}

// shown is the path that a reader of the file knows.
func (f finding) shown() string { return cmp.Or(f.property, f.Path()) }

// subject is what a finding is about, in the names of its file.
func (f finding) subject() string {
	return strings.TrimSpace(printable(f.resource) + " " + printable(f.shown()))
}

// says is the message, and who rejects where that is not Cognito.
func (f finding) says() string {
	if f.rejectedBy == "" || f.rejectedBy == rejectedByCognito {
		return f.Message
	}
	return f.Message + " (" + f.rejectedBy + " rejects it)"
}

// text is message and fix in one line.
func (f finding) text() string {
	if f.Fix == "" {
		return f.says()
	}
	return f.says() + "; " + f.Fix
}

// label is the severity and, of advice, the harm.
func (f finding) label() string {
	if f.Severity == userpoolclient.SeverityAdvice {
		return fmt.Sprintf("advice (%s harm)", f.Harm)
	}
	return f.Severity.String()
}

// close counts, and puts the account into its order.
func (r *report) close() {
	r.account.close()
	r.summary = summary{}
	for _, client := range r.clients {
		if !client.isNone {
			r.summary.Configs++
		}
	}
	for _, f := range r.findings {
		r.summary.count(f.Severity)
	}
}

// judged returns the files with app clients that were judged, as they are shown.
func (r *report) judged() map[string]bool {
	files := make(map[string]bool)
	for _, client := range r.clients {
		if !client.isNone {
			files[client.file] = true
		}
	}
	return files
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

// inWords are the counts, "" where there are none.
func (s summary) inWords() string {
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
	return strings.Join(counts, ", ")
}

// conclusion tells what was judged and what was found, what is left out, and what
// was not judged, each in one line.
func (r *report) conclusion() []string {
	if r.concise != nil {
		return r.concise
	}
	what := plural(r.account.Clients, "app client", "app clients") + " in " + plural(r.account.Files, "file", "files")
	counts := r.summary.inWords()
	switch {
	case counts != "":
		what += ": " + counts
	case r.account.Clients > 0:
		what += ": nothing found"
	}
	lines := []string{what}
	for _, more := range []string{r.account.leftOut(), r.account.left()} {
		if more != "" {
			lines = append(lines, more)
		}
	}
	return lines
}

// inOneLine is the conclusion for what takes a line.
func (r *report) inOneLine() string { return strings.Join(r.conclusion(), "; ") }

func (a *app) writeReport(o *checkOptions, r *report) error {
	switch o.format {
	case formatJSON:
		empty := reportDocument{[]findingDocument{}, r.summary, &r.account}
		return writeLongJSON(a.out, empty, "findings", len(r.findings), func(i int) findingDocument {
			return newFindingDocument(r.findings[i])
		})
	case formatSARIF:
		return writeSARIF(a.out, r)
	case formatGitHub:
		writeGitHub(a.out, r)
		return nil
	case formatJUnit:
		return writeJUnit(a.out, r)
	case formatHTML:
		return writeHTML(a.out, r)
	case formatConcise:
		writeFindings(a.out, a.style(), r.findings)
	default:
		s := screen{a.out, a.style(), a.columns()}
		s.findings(r.findings)
	}
	if o.verbose {
		r.account.write(a.out, a.style(), a.columns())
	}
	for i, line := range r.conclusion() {
		if strings.HasPrefix(line, notJudged) && !o.verbose {
			line += " (--verbose lists them)"
		}
		for _, part := range wrap(line, a.columns()) {
			if i == 0 {
				part = a.style().bold(part)
			}
			fmt.Fprintln(a.out, part)
		}
	}
	return nil
}

// reportDocument is the JSON form of a report.
type reportDocument struct {
	Findings []findingDocument `json:"findings"`
	Summary  summary           `json:"summary"`
	Run      *account          `json:"run"`
}

type findingDocument struct {
	File       string                  `json:"file"`
	Line       int                     `json:"line,omitzero"`
	Column     int                     `json:"column,omitzero"`
	Resource   string                  `json:"resource,omitzero"`
	Property   string                  `json:"property,omitzero"` // the path in the names of the file's format
	Rule       string                  `json:"rule"`
	Severity   userpoolclient.Severity `json:"severity"`
	Harm       userpoolclient.Harm     `json:"harm,omitzero"`
	RejectedBy string                  `json:"rejectedBy,omitzero"`
	Path       string                  `json:"path"`
	Pointer    string                  `json:"pointer"`
	Message    string                  `json:"message"`
	Fix        string                  `json:"fix,omitzero"`
	Fixes      []fileFix               `json:"fixes,omitempty"`
	Related    []userpoolclient.Field  `json:"related"`
	Docs       string                  `json:"docs"`
}

func findingDocuments(findings []*finding) []findingDocument {
	all := make([]findingDocument, len(findings))
	for i := range findings {
		all[i] = newFindingDocument(findings[i])
	}
	return all
}

func newFindingDocument(f *finding) findingDocument {
	return findingDocument{
		File: f.file, Line: f.position.Line, Column: f.position.Column, Resource: f.resource, Property: f.property,
		Rule: f.Rule, Severity: f.Severity, Harm: f.Harm, RejectedBy: f.rejectedBy,
		Path: f.Path(), Pointer: f.Pointer(), Message: f.Message, Fix: f.Fix, Fixes: f.fix.document(),
		Related: append([]userpoolclient.Field{}, f.Related...), Docs: view.DocsOf(f.Rule),
	}
}
