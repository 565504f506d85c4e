package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// screen writes findings for a person: by file and resource, in the order of the
// source, each with its line.
type screen struct {
	out     io.Writer
	style   style
	columns int
}

// A repeated is a finding and the places where there is one just like it.
type repeated struct {
	*finding
	also  []*finding // the first few
	count int        // of all
}

// findings writes all of them.
func (s screen) findings(all []*finding) {
	file, resource := "", ""
	for i, f := range foldRepeats(inSourceOrder(all)) {
		if i == 0 || f.resourceFile() != file || f.resource != resource {
			file, resource = f.resourceFile(), f.resource
			s.header(f.finding)
		}
		s.finding(f)
	}
}

// inSourceOrder sorts the findings of each file by their places; the files stay
// in their order.
func inSourceOrder(all []*finding) []*finding {
	files := make(map[string]int)
	for _, f := range all {
		if _, ok := files[f.resourceFile()]; !ok {
			files[f.resourceFile()] = len(files)
		}
	}
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b *finding) int {
		return cmp.Or(
			cmp.Compare(files[a.resourceFile()], files[b.resourceFile()]),
			comparePositions(a.owner, b.owner), cmp.Compare(a.resource, b.resource),
			cmp.Compare(a.home, b.home), comparePositions(a.position, b.position), cmp.Compare(a.Severity, b.Severity),
		)
	})
	return sorted
}

func comparePositions(a, b iac.Position) int {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

// foldRepeats puts findings that say the same of several places to the first of
// them. Advice is the same when it has one rule and one fix: what it says of the
// first value, it says of all.
func foldRepeats(all []*finding) []repeated {
	type key struct{ rule, message, fix string }
	first := make(map[key]int)
	var folded []repeated
	for _, f := range all {
		k := key{f.Rule, f.says(), f.Fix}
		if f.Severity == userpoolclient.SeverityAdvice {
			k.message = string(f.Field)
		}
		if i, ok := first[k]; ok {
			if folded[i].count++; folded[i].count <= mostPlaces {
				folded[i].also = append(folded[i].also, f)
			}
			continue
		}
		first[k] = len(folded)
		folded = append(folded, repeated{finding: f})
	}
	return folded
}

func (s screen) header(f *finding) {
	name := f.resourceFile()
	if f.resource != "" {
		name += at(f.owner) + ": " + printable(f.resource)
	}
	if f.name != "" {
		name += " (" + printable(f.name) + ")"
	}
	fmt.Fprintln(s.out, s.style.bold(name))
	fmt.Fprintln(s.out)
}

const (
	findingIndent = "  "
	fixIndent     = "    "
)

func (s screen) finding(f repeated) {
	label := s.style.severity(f.Severity, f.label())
	text := s.style.bold(printable(f.shown())) + " " + f.says() + " " + s.style.dim("["+f.Rule+"]")
	for i, line := range wrap(label+": "+text, s.columns-len(fixIndent)) {
		indent := findingIndent
		if i > 0 {
			indent = fixIndent
		}
		fmt.Fprintln(s.out, indent+line)
	}
	s.snippet(f.finding)
	if f.Fix != "" {
		writeWrapped(s.out, s.columns, fixIndent+s.style.green("fix:")+" ", f.Fix)
	}
	if f.count > 0 {
		writeWrapped(s.out, s.columns, fixIndent+"also: ", placesOf(f))
	}
	fmt.Fprintln(s.out)
}

// snippet writes the line of the file and points at the place. That of the
// resource stands above already.
func (s screen) snippet(f *finding) {
	if f.source == "" || f.home == "" && f.position == f.owner {
		return
	}
	number := strconv.Itoa(f.position.Line)
	gutter := max(len(number), 4)
	margin := len(fixIndent) + gutter + len(" | ")
	if f.home != "" {
		fmt.Fprintf(s.out, "%s%s\n", fixIndent, s.style.dim("in "+f.file+at(f.position)))
	}
	line, from, to := snippet(f.source, f.position.Column, s.columns-margin)
	carets := s.style.severity(f.Severity, strings.Repeat("^", to-from))
	fmt.Fprintf(s.out, "%s%s %s\n", fixIndent, s.style.dim(fmt.Sprintf("%*s |", gutter, number)), line)
	fmt.Fprintf(s.out, "%s%s %*s%s\n", fixIndent, s.style.dim(fmt.Sprintf("%*s |", gutter, "")), from, "", carets)
}

// mostPlaces is how many of the other places of a finding are named.
const mostPlaces = 5

// placesOf are the other places of a finding, the first few by name.
func placesOf(f repeated) string {
	var places []string
	for _, also := range f.also {
		place := printable(also.shown())
		if also.resource != f.resource {
			place = also.subject()
		}
		where := fmt.Sprintf("line %d", also.position.Line)
		if also.file != f.file || !also.position.IsValid() {
			where = also.file + at(also.position)
		}
		places = append(places, place+" ("+where+")")
	}
	text := strings.Join(places, ", ")
	if more := f.count - mostPlaces; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return fmt.Sprintf("%s: %s", plural(f.count, "other place", "other places"), text)
}
