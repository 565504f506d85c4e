package iac

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac/internal/syntax"
)

// TextEdit replaces the bytes of a text from Start to End; the offsets are those of
// the text before any edit.
type TextEdit struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// ApplyEdits returns a text with edits made, which must be in order and not overlap
// as [Resource.Edits] returns them.
func ApplyEdits(data []byte, edits []TextEdit) []byte {
	out := make([]byte, 0, len(data))
	at := 0
	for _, e := range edits {
		if e.Start < at || e.End < e.Start || e.End > len(data) {
			continue // not of this text
		}
		out = append(append(out, data[at:e.Start]...), e.Text...)
		at = e.End
	}
	return append(out, data[at:]...)
}

// Refused is a fix that is not written into a file, because the bytes that it would
// change are not the resource's own, or are written in a way that is not edited.
type Refused struct {
	Resource *Resource
	Fix      userpoolclient.SuggestedFix
	Property string // the place, in the format's names; "" for the file as a whole
	Reason   string // a fact that reads on from Property: "stands behind the alias *urls"
}

// String returns the resource, the place, the reason and the rule in one line.
func (r Refused) String() string {
	place := r.Property
	if r.Resource != nil {
		place = strings.TrimSpace(shown(r.Resource.Address) + " " + r.Property)
	}
	return fmt.Sprintf("%s %s, so the fix of %s is not made", place, r.Reason, r.Fix.Rule)
}

// SuggestFixes returns the mechanical fixes of findings of Check. Where conditions
// leave several cases open, a fix is among them that is right in each.
func (r *Resource) SuggestFixes(findings []Finding) []userpoolclient.SuggestedFix {
	about := make([]userpoolclient.Finding, len(findings))
	for i, f := range findings {
		about[i] = f.Finding
	}
	var common []userpoolclient.SuggestedFix
	for i, b := range r.branches() {
		here := userpoolclient.SuggestFixesFor(b.config, r.Context, about...)
		if i == 0 {
			common = here
			continue
		}
		common = slices.DeleteFunc(common, func(fix userpoolclient.SuggestedFix) bool { return !isAmong(here, fix) })
	}
	return common
}

// isAmong reports whether one of some fixes makes the same edits.
func isAmong(fixes []userpoolclient.SuggestedFix, fix userpoolclient.SuggestedFix) bool {
	return slices.ContainsFunc(fixes, func(other userpoolclient.SuggestedFix) bool {
		return fix.Rule == other.Rule && slices.EqualFunc(fix.Edits, other.Edits, sameEdit)
	})
}

func sameEdit(a, b userpoolclient.Edit) bool {
	return a.Field == b.Field && a.Index == b.Index &&
		fmt.Sprintf("%T %q", a.Value, a.Value) == fmt.Sprintf("%T %q", b.Value, b.Value)
}

// ErrOtherText says that a resource was not read from a text.
var ErrOtherText = errors.New("iac: the text is not the one that the resource was read from")

// Edits returns the edits of data, the text that the resource was read from, that do
// what fixes of Config do, in order. A fix of which one edit cannot be made is not
// made at all, and is refused: its value is not known or comes from an intrinsic
// function, an alias or a merged key, it is an anchor that is used again, or it is
// written in a way that is not edited. Everything else in the text stays, byte for
// byte, comments too. An error says that nothing can be edited.
//
// For several resources of one text, or fix by fix, there is [Source].
func (r *Resource) Edits(data []byte, fixes ...userpoolclient.SuggestedFix) ([]TextEdit, []Refused, error) {
	return NewSource(data).Edits(Change{r, fixes})
}

// Source is a text that resources were read from and that is edited. It reads the
// text once and is not for concurrent use.
type Source struct {
	read func() (syntax.Source, error)
}

// NewSource returns the source of a text in JSON or YAML. That of a file of
// Terraform is made by package terraform.
func NewSource(data []byte) *Source {
	return SourceOf(func() (syntax.Source, error) { return readSource(string(data)) })
}

// SourceOf returns the source of a text of which the syntax is read when it is asked
// for. It is for the packages below this one: only they can make the argument.
func SourceOf(read func() (syntax.Source, error)) *Source {
	return &Source{sync.OnceValues(read)}
}

// A Change is fixes of one resource.
type Change struct {
	Resource *Resource // that was read from the source
	Fixes    []userpoolclient.SuggestedFix
}

// Edits is [Resource.Edits] for resources of the source. Of each resource there may
// be one change.
func (s *Source) Edits(changes ...Change) ([]TextEdit, []Refused, error) {
	jobs, err := s.jobs(changes)
	if err != nil {
		return nil, nil, err
	}
	s.checkEach(jobs)
	edits, ok := s.check(jobs)
	if !ok {
		return nil, nil, ErrOtherText
	}
	var refused []Refused
	for _, j := range jobs {
		refused = append(refused, j.refused...)
	}
	return edits, refused, nil
}

// A FileFix is a fix and the edits of the text that make it alone.
type FileFix struct {
	userpoolclient.SuggestedFix
	Text    []TextEdit
	Refused *Refused // why it is not made; nil: it is
}

// Each returns for each fix of each change the edits that make it alone.
func (s *Source) Each(changes ...Change) ([][]FileFix, error) {
	jobs, err := s.jobs(changes)
	if err != nil {
		return nil, err
	}
	_, sound := s.check(jobs)
	all := make([][]FileFix, len(jobs))
	for i, j := range jobs {
		all[i] = make([]FileFix, len(j.Fixes))
	}
	for k := 0; ; k++ { // the fix of that number of each, since one check does for all
		var alone []*job
		checked := sound
		for _, j := range jobs {
			if k < len(j.Fixes) {
				alone = append(alone, j.alone(k))
				checked = checked && isAmong(j.made, j.Fixes[k])
			}
		}
		if alone == nil {
			return all, nil
		}
		if !checked {
			s.checkEach(alone)
		}
		for i, j := range jobs {
			if k < len(j.Fixes) {
				all[i][k], alone = alone[0].result(), alone[1:]
			}
		}
	}
}

// alone is a job of one of the fixes.
func (j *job) alone(k int) *job {
	one := &job{Change: Change{j.Resource, j.Fixes[k : k+1]}, editor: j.editor, closed: j.closed}
	one.plan(nil)
	return one
}

// result is what comes of a job of one fix.
func (j *job) result() FileFix {
	f := FileFix{SuggestedFix: j.Fixes[0], Text: textEdits(j.edits)}
	if j.refused != nil {
		f.Refused = &j.refused[0]
	}
	return f
}

// checkEach plans again what does not do what it should.
func (s *Source) checkEach(jobs []*job) {
	if _, ok := s.check(jobs); ok {
		return
	}
	for _, j := range jobs {
		j.plan(func() bool { _, ok := s.check([]*job{j}); return ok })
	}
}

// A refusal says where and why an edit is not made.
type refusal struct {
	field  userpoolclient.Field
	reason string
}

// A job is one change and what comes of it.
type job struct {
	Change
	editor *treeEditor
	closed string // why nothing is edited

	made    []userpoolclient.SuggestedFix
	edits   []syntax.Edit
	refused []Refused
}

// jobs plans all changes.
func (s *Source) jobs(changes []Change) ([]*job, error) {
	jobs := make([]*job, len(changes))
	for i, c := range changes {
		jobs[i] = &job{Change: c, closed: c.Resource.Format.notEdited()}
		if jobs[i].closed == "" && len(c.Fixes) > 0 {
			text, err := s.read()
			if err != nil {
				return nil, err
			}
			if jobs[i].editor, err = newTreeEditor(c.Resource, text); err != nil {
				return nil, err
			}
		}
		jobs[i].plan(nil)
	}
	return jobs, nil
}

// check returns the edits of jobs together, and reports whether they do what they
// should: the text says it, and nothing else is different.
func (s *Source) check(jobs []*job) ([]TextEdit, bool) {
	var edits []syntax.Edit
	holes := make(map[int]syntax.Hole)
	for _, j := range jobs {
		if len(j.edits) == 0 {
			continue
		}
		if _, why := j.editor.plan(j.made); why != nil { // so that its hole is that of what is made
			return nil, false
		}
		edits = append(edits, j.edits...)
		from, h := j.editor.hole()
		holes[from] = h
	}
	if len(edits) == 0 {
		return nil, true
	}
	edits, ok := syntax.Ordered(edits)
	text, err := s.read()
	if err != nil || !ok {
		return nil, false
	}
	all := textEdits(edits)
	return all, text.SameBut(string(ApplyEdits([]byte(text.Text()), all)), holes)
}

func textEdits(edits []syntax.Edit) []TextEdit {
	if edits == nil {
		return nil
	}
	all := make([]TextEdit, len(edits))
	for i, e := range edits {
		all[i] = TextEdit(e)
	}
	return all
}

// plan sorts the fixes into those that can be made together and the others. With
// check, what is made so far is checked with each.
func (j *job) plan(check func() bool) {
	j.made, j.edits, j.refused = nil, nil, nil
	if check == nil && len(j.Fixes) > 1 && j.try(j.Fixes...) == nil {
		return
	}
	for _, fix := range j.Fixes {
		made, edits := j.made, j.edits
		why := j.try(fix)
		if why == nil && check != nil && !check() {
			why = &refusal{fieldOf(fix), whyStrange}
		}
		if why != nil {
			j.made, j.edits = made, edits
			j.refused = append(j.refused, j.Resource.refuse(fix, why))
		}
	}
}

// try makes more fixes, unless one of them cannot be made.
func (j *job) try(fixes ...userpoolclient.SuggestedFix) *refusal {
	if j.closed != "" {
		return &refusal{"", j.closed}
	}
	next := append(slices.Clip(j.made), fixes...)
	edits, why := j.Resource.edits(j.editor, next)
	if why == nil {
		j.made, j.edits = next, edits
	}
	return why
}

func (r *Resource) refuse(fix userpoolclient.SuggestedFix, why *refusal) Refused {
	property := ""
	if why.field != "" {
		property = r.propertyIn(r.reading, why.field)
	}
	return Refused{r, fix, property, why.reason}
}

const whyStrange = "is written in a way that is not edited"

// fieldOf is the field that a fix edits first.
func fieldOf(fix userpoolclient.SuggestedFix) userpoolclient.Field {
	if len(fix.Edits) == 0 {
		return ""
	}
	return fix.Edits[0].Field
}

// edits are those of fixes that can be applied together.
func (r *Resource) edits(e *treeEditor, fixes []userpoolclient.SuggestedFix) ([]syntax.Edit, *refusal) {
	if r.Config == nil {
		return nil, &refusal{"", "has no configuration"}
	}
	_, err := userpoolclient.ApplyFixes(r.Config, fixes...)
	if err == nil {
		return e.plan(fixes)
	}
	var failed *userpoolclient.FixError
	if !errors.As(err, &failed) {
		return nil, &refusal{"", err.Error()}
	}
	path := failed.Field
	if failed.Index >= 0 {
		path = element(path, failed.Index)
	}
	return nil, &refusal{path, "cannot be edited: " + failed.Err.Error()}
}

// notEdited says why files of the format are not edited, "" where they are.
func (f Format) notEdited() string {
	switch f {
	case FormatAPI, FormatCloudFormation, FormatSAM, FormatServerless, FormatACK, FormatCrossplane, FormatTerraform:
		return ""
	case FormatCDK:
		return "stands in a template that CDK writes and overwrites"
	case FormatTerraformPlan, FormatTerraformState, FormatPulumi:
		return "stands in what " + f.name() + " prints, not in its source"
	}
	return "stands in a file of a kind that is not edited"
}

// cutField splits the path of a field in the format's names before the last name.
func (n *names) cutField(f userpoolclient.Field) (parent, name string) {
	return cutLast(strings.TrimSuffix(n.path(f), "."))
}
