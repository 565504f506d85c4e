package main

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// fileFix is the mechanical fix of a finding, for reports that a machine reads.
type fileFix struct {
	File         string                `json:"file"`
	Safe         bool                  `json:"safe"` // it cannot change what the client's users can do
	Edits        []userpoolclient.Edit `json:"edits"`
	Replacements []replacement         `json:"replacements,omitempty"` // in the file
	Refused      string                `json:"refused,omitempty"`      // why it is not made in the file
}

// replacement is a change of the bytes of a file: those from Start to End become
// Text. Lines and columns are counted from 1, columns in characters; the end is
// behind the last character.
type replacement struct {
	iac.TextEdit
	Line      int `json:"line"`
	Column    int `json:"column"`
	EndLine   int `json:"endLine"`
	EndColumn int `json:"endColumn"`
}

// mostFixes is of how many findings of one client the fixes are reported.
const mostFixes = 100

// A suggestion is fixes of a client, and of which findings they are.
type suggestion struct {
	iac.Change
	findings []int
}

// suggest returns the fixes of the last findings, those of a client, where the form
// of the report has fixes.
func (c *checker) suggest(r *iac.Resource) suggestion {
	s := suggestion{Change: iac.Change{Resource: r}}
	if f := c.options.format; f != formatJSON && f != formatSARIF {
		return s
	}
	count := c.report.clients[len(c.report.clients)-1].findings
	first := len(c.report.findings) - count
	for k := first; k < first+min(count, mostFixes); k++ {
		fixes := r.SuggestFixes([]iac.Finding{{Finding: *c.report.findings[k].Finding}})
		if len(fixes) > 0 {
			s.Fixes, s.findings = append(s.Fixes, fixes[0]), append(s.findings, k)
		}
	}
	return s
}

// addFixes adds to findings the fixes that are suggested for them, with the edits of
// the file.
func (c *checker) addFixes(all []suggestion, file string, source *iac.Source, data []byte) {
	changes := make([]iac.Change, len(all))
	fixes := 0
	for i, s := range all {
		changes[i] = s.Change
		fixes += len(s.Fixes)
	}
	if fixes == 0 {
		return
	}
	made, err := source.Each(changes...)
	if err != nil {
		return // this file is not one that is edited
	}
	places := editPlaces(data, made)
	for i, s := range all {
		for k, fix := range made[i] {
			c.report.findings[s.findings[k]].fix = newFileFix(fix, file, places)
		}
	}
}

// editPlaces returns the lines and columns at which edits begin and end, by the byte:
// for all edits of a file at once, since a column is counted from where another was.
func editPlaces(data []byte, fixes [][]iac.FileFix) map[int]iac.Position {
	var offsets []int
	for _, fix := range slices.Concat(fixes...) {
		for _, e := range fix.Text {
			offsets = append(offsets, e.Start, e.End)
		}
	}
	slices.Sort(offsets)
	places := make(map[int]iac.Position, len(offsets))
	at, here := 0, iac.Position{Line: 1, Column: 1}
	for _, to := range offsets {
		here = advance(data[at:to], here)
		at, places[to] = to, here
	}
	return places
}

func newFileFix(fix iac.FileFix, file string, places map[int]iac.Position) *fileFix {
	f := &fileFix{File: file, Safe: fix.Safe, Edits: fix.Edits}
	if fix.Refused != nil {
		f.Refused = strings.TrimSpace(fix.Refused.Property + " " + fix.Refused.Reason)
		return f
	}
	for _, e := range fix.Text {
		start, end := places[e.Start], places[e.End]
		f.Replacements = append(f.Replacements, replacement{e, start.Line, start.Column, end.Line, end.Column})
	}
	return f
}

// advance returns the place behind a text that begins at a place.
func advance(text []byte, from iac.Position) iac.Position {
	if n := bytes.Count(text, []byte("\n")); n > 0 {
		from = iac.Position{Line: from.Line + n, Column: 1}
		text = text[bytes.LastIndexByte(text, '\n')+1:]
	}
	from.Column += utf8.RuneCount(text)
	return from
}

// document is the fix in a list, as reports have it.
func (f *fileFix) document() []fileFix {
	if f == nil {
		return nil
	}
	return []fileFix{*f}
}

// sarif is the fix as SARIF has it; none where the file is not edited.
func (f *fileFix) sarif(description string) []sarifFix {
	if f == nil || f.Refused != "" || len(f.Replacements) == 0 {
		return nil
	}
	change := sarifChange{ArtifactLocation: sarifArtifact{fileURI(f.File)}}
	for _, r := range f.Replacements {
		one := sarifReplacement{DeletedRegion: sarifDeleted{r.Line, r.Column, r.EndLine, r.EndColumn}}
		if r.Text != "" {
			one.InsertedContent = &sarifText{Text: r.Text}
		}
		change.Replacements = append(change.Replacements, one)
	}
	safety := "safe"
	if !f.Safe {
		safety = "unsafe"
	}
	return []sarifFix{{sarifText{Text: description}, []sarifChange{change}, map[string]any{"safety": safety}}}
}

// The parts of SARIF 2.1.0 that fixes have.
type (
	sarifFix struct {
		Description     sarifText      `json:"description"`
		ArtifactChanges []sarifChange  `json:"artifactChanges"`
		Properties      map[string]any `json:"properties,omitempty"`
	}
	sarifChange struct {
		ArtifactLocation sarifArtifact      `json:"artifactLocation"`
		Replacements     []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		DeletedRegion   sarifDeleted `json:"deletedRegion"`
		InsertedContent *sarifText   `json:"insertedContent,omitempty"`
	}
	sarifDeleted struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
)
