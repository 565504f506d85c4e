package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

// changeWriter writes changes as people read them: + what comes, - what goes, ~
// what becomes something else, ? what nobody knows.
type changeWriter struct {
	out     io.Writer
	style   style
	columns int
}

// sign tells at a glance what becomes of a setting.
func sign(c userpoolclient.Change) string {
	switch {
	case c.Effect == userpoolclient.EffectUndetermined:
		return "?"
	case c.Effect == userpoolclient.EffectRejected, c.After.Origin == userpoolclient.OriginUnknown:
		return "~"
	case isNone(c.Before) && !isNone(c.After):
		return "+"
	case isNone(c.After) && !isNone(c.Before):
		return "-"
	}
	return "~"
}

// isNone reports whether a setting comes to nothing: no value, an empty list.
func isNone(s userpoolclient.Setting) bool {
	if list := elements(s.Value); list != nil {
		return len(list) == 0
	}
	return s.Value == nil && s.Origin != userpoolclient.OriginUnknown && s.Origin != userpoolclient.OriginUndetermined
}

func (s style) sign(text string) string {
	switch text {
	case "+":
		return s.green(text)
	case "-":
		return s.red(text)
	}
	return s.yellow(text)
}

// byHarm sorts what is lost or switched off before what becomes something else,
// each in the order of the fields.
func byHarm(changes []userpoolclient.Change) []userpoolclient.Change {
	rank := func(c userpoolclient.Change) int {
		if c.Before.Value == true && c.After.Value == false {
			return 0
		}
		return strings.Index("-~?+", sign(c))
	}
	sorted := slices.Clone(changes)
	slices.SortStableFunc(sorted, func(a, b userpoolclient.Change) int { return rank(a) - rank(b) })
	return sorted
}

const (
	changeIndent = "      " // of what stands under a field
	mostElements = 20       // of one list that are shown
)

// change writes one change: a list by what comes and goes, anything else as what
// it is and what it becomes.
func (w *changeWriter) change(c userpoolclient.Change) {
	s := sign(c)
	head := "  " + w.style.sign(s) + " " + w.style.bold(string(c.Field))
	if lines := listChange(c); lines != nil {
		fmt.Fprintln(w.out, head)
		for _, line := range lines {
			w.element(line)
		}
		if c.After.Note != "" {
			writeWrapped(w.out, w.columns, changeIndent, printable(c.After.Note))
		}
		return
	}
	text := changeInWords(c)
	if one := head + ": " + text; visible(one) <= w.columns {
		fmt.Fprintln(w.out, one)
		return
	}
	fmt.Fprintln(w.out, head)
	writeWrapped(w.out, w.columns, changeIndent, text)
}

func (w *changeWriter) element(line string) {
	mark, value, ok := strings.Cut(line, " ")
	if !ok || mark != "+" && mark != "-" {
		fmt.Fprintln(w.out, changeIndent+w.style.dim(line))
		return
	}
	fmt.Fprintln(w.out, changeIndent+w.style.sign(mark)+" "+value)
}

// changeInWords is before → after.
func changeInWords(c userpoolclient.Change) string {
	before, after := printable(c.Before.String()), printable(c.After.String())
	switch c.Effect {
	case userpoolclient.EffectRejected:
		return before + " → " + after
	case userpoolclient.EffectUndetermined:
		note := strings.TrimSuffix(printable(c.After.Note), ": the evidence does not decide")
		return before + " → " + strings.TrimPrefix(note, "it ")
	}
	text := before + " → " + after
	if c.After.Note != "" {
		text += "; " + printable(c.After.Note)
	}
	return text
}

// listChange tells two lists apart by what is added and removed, nil where they
// are not lists. The default attributes are too many to list.
func listChange(c userpoolclient.Change) []string {
	from, to := elements(c.Before.Value), elements(c.After.Value)
	isDefault := func(s userpoolclient.Setting) bool {
		return s.Origin == userpoolclient.OriginDefault && len(elements(s.Value)) > 0
	}
	if from == nil && to == nil || isDefault(c.Before) || isDefault(c.After) ||
		c.Effect == userpoolclient.EffectRejected || c.Effect == userpoolclient.EffectUndetermined ||
		c.After.Origin == userpoolclient.OriginUnknown || c.Before.Origin == userpoolclient.OriginUnknown {
		return nil
	}
	var lines []string
	had := setOf(from)
	has := setOf(to)
	for _, v := range to {
		if !had[v] {
			lines = append(lines, "+ "+v)
		}
	}
	for _, v := range from {
		if !has[v] {
			lines = append(lines, "- "+v)
		}
	}
	changed := len(lines)
	if changed > mostElements {
		lines = append(lines[:mostElements], fmt.Sprintf("and %d more", changed-mostElements))
	}
	stays := 0
	for v := range has {
		if had[v] {
			stays++
		}
	}
	if stays > 0 {
		lines = append(lines, fmt.Sprintf("%d unchanged", stays))
	}
	return lines
}

func setOf(list []string) map[string]bool {
	set := make(map[string]bool, len(list))
	for _, v := range list {
		set[v] = true
	}
	return set
}

// elements are those of a list, safe to show; nil for any other value.
func elements(value any) []string {
	switch list := value.(type) {
	case []string:
		return shownElements(list)
	case []types.ExplicitAuthFlowsType:
		return shownElements(list)
	case []types.OAuthFlowType:
		return shownElements(list)
	}
	return nil
}

func shownElements[T ~string](list []T) []string {
	all := make([]string, len(list))
	for i, v := range list {
		all[i] = printable(string(v))
	}
	return all
}
