package iac

import (
	"slices"
	"strings"
)

// A rewrite turns changes of lists and objects into edits of the bytes of a text.
// It touches as few of them as it can, and no comment.
type rewrite struct {
	text  string
	json  bool
	edits []TextEdit
	why   string // the first reason why a change cannot be made
}

// refuse notes why a change cannot be made.
func (w *rewrite) refuse(why string) {
	if w.why == "" {
		w.why = why
	}
}

func (w *rewrite) replace(start, end int, text string) {
	w.edits = append(w.edits, TextEdit{start, end, text})
}

// Why entries cannot be taken out or added.
const (
	whyComment = "has a comment inside that would be lost"
	whyOnly    = "is all that stands there"
	whyMiddle  = "does not begin on a line of its own"
)

// change removes entries of a collection and adds others at its end.
func (w *rewrite) change(c *part, removed map[int]bool, added []string) {
	last := len(c.values) - 1
	if len(added) > 0 && removed[last] { // so that what is added has a place beside something that stays
		removed = withoutKey(removed, last)
		w.replaceEntry(c, last, added[0])
		added = added[1:]
	}
	if c.flow() {
		w.removeFlow(c, removed)
		w.addFlow(c, removed, added)
		return
	}
	w.removeLines(c, removed)
	w.addLines(c, added)
}

func withoutKey(all map[int]bool, key int) map[int]bool {
	rest := make(map[int]bool, len(all))
	for k, v := range all {
		if k != key {
			rest[k] = v
		}
	}
	return rest
}

// replaceEntry writes another entry in the place of one.
func (w *rewrite) replaceEntry(c *part, i int, entry string) {
	start := c.begin(i)
	if c.style == styleLines && c.kind == kindList {
		start = c.values[i].start
	}
	if w.hasComment(start, c.finish(i)) && c.kind == kindObject {
		w.refuse(whyComment)
	}
	w.replace(start, c.finish(i), entry)
}

// removeFlow takes entries out of brackets, each with a comma.
func (w *rewrite) removeFlow(c *part, removed map[int]bool) {
	if len(removed) == 0 {
		return
	}
	var cuts []TextEdit
	keptComma, follows := -1, false // the comma behind the last entry that stays
	for i := range c.values {
		comma := w.commaBehind(c, i)
		switch {
		case !removed[i]:
			keptComma, follows = comma, false
			continue
		case c.kind == kindObject && w.hasComment(c.begin(i), c.finish(i)):
			w.refuse(whyComment)
		case comma < 0:
			follows = true
			cuts = append(cuts, TextEdit{Start: c.begin(i), End: c.finish(i)})
		case strings.TrimSpace(w.text[c.finish(i):comma]) == "":
			cuts = append(cuts, TextEdit{Start: c.begin(i), End: comma + 1})
		default:
			cuts = append(cuts, TextEdit{Start: c.begin(i), End: c.finish(i)}, TextEdit{Start: comma, End: comma + 1})
		}
	}
	if follows && keptComma >= 0 {
		cuts = append(cuts, TextEdit{Start: keptComma, End: keptComma + 1})
	}
	w.cut(cuts)
}

// commaBehind is where the comma behind an entry stands, -1 where there is none.
func (w *rewrite) commaBehind(c *part, i int) int {
	for at := c.finish(i); at < c.end; at++ {
		switch ch := w.text[at]; {
		case ch == ',':
			return at
		case ch == '#' && isBlank(w.text[at-1]):
			at = lineEnd(w.text, at)
		case !isBlank(ch):
			return -1
		}
	}
	return -1
}

// cut removes bytes, and the white space that would be left over: the whole line
// where nothing else is on it.
func (w *rewrite) cut(cuts []TextEdit) {
	slices.SortFunc(cuts, func(a, b TextEdit) int { return a.Start - b.Start })
	var joined []TextEdit
	for _, c := range cuts {
		if n := len(joined); n > 0 && strings.Trim(w.text[joined[n-1].End:max(c.Start, joined[n-1].End)], " \t") == "" {
			joined[n-1].End = max(joined[n-1].End, c.End)
			continue
		}
		joined = append(joined, c)
	}
	for _, c := range joined {
		before, behind := w.spaceBefore(c.Start), w.spaceBehind(c.End)
		lineBreak := breakAt(w.text, behind)
		switch {
		case w.beginsLine(before) && lineBreak > 0:
			c = TextEdit{Start: before, End: behind + lineBreak}
		case w.beginsLine(before): // what follows keeps its indentation
			c.End = behind
		case lineBreak > 0, strings.IndexByte("]}", byteAt(w.text, behind)) >= 0:
			c.Start = before
			if opens := byteAt(w.text, before-1); opens == '[' || opens == '{' {
				c.End = behind
			}
		case byteAt(w.text, behind) != '#':
			c.End = behind
		}
		w.edits = append(w.edits, c)
	}
}

// byteAt is a byte of a text, 0 where there is none.
func byteAt(text string, i int) byte {
	if i < 0 || i >= len(text) {
		return 0
	}
	return text[i]
}

// spaceBefore is where the spaces before an offset begin.
func (w *rewrite) spaceBefore(i int) int {
	for i > 0 && (w.text[i-1] == ' ' || w.text[i-1] == '\t') {
		i--
	}
	return i
}

// spaceBehind is where the spaces behind an offset end.
func (w *rewrite) spaceBehind(i int) int {
	for i < len(w.text) && (w.text[i] == ' ' || w.text[i] == '\t') {
		i++
	}
	return i
}

// beginsLine reports whether a line begins at an offset.
func (w *rewrite) beginsLine(i int) bool {
	return i == 0 || w.text[i-1] == '\n' || w.text[i-1] == '\r'
}

// hasComment reports whether there may be a comment between two offsets.
func (w *rewrite) hasComment(start, end int) bool {
	if w.json {
		return false
	}
	for i := start; i < end; i++ {
		if w.text[i] == '#' && i > 0 && isBlank(w.text[i-1]) {
			return true
		}
	}
	return false
}

// addFlow writes entries behind the last one in brackets: on lines of their own
// where that one is.
func (w *rewrite) addFlow(c *part, removed map[int]bool, added []string) {
	if len(added) == 0 {
		return
	}
	last := len(c.values) - 1
	if last < 0 || len(removed) > last {
		w.replace(c.start+1, c.start+1, strings.Join(added, w.separator(c)))
		return
	}
	end, comma := c.finish(last), w.commaBehind(c, last)
	begin := w.spaceBefore(c.begin(last))
	if !w.beginsLine(begin) {
		separator := w.separator(c)
		w.replace(end, end, separator+strings.Join(added, separator))
		return
	}
	newLine := w.lineBreak(end) + w.text[begin:c.begin(last)]
	entries := newLine + strings.Join(added, ","+newLine)
	if comma >= 0 {
		at := w.behindComment(comma + 1)
		w.replace(at, at, entries+",")
		return
	}
	at := w.behindComment(end)
	if at == end {
		w.replace(end, end, ","+entries)
		return
	}
	w.replace(end, end, ",")
	w.replace(at, at, entries)
}

// behindComment is the end of the line where nothing but a comment follows on it,
// else the offset itself.
func (w *rewrite) behindComment(i int) int {
	if next := w.spaceBehind(i); byteAt(w.text, next) == '#' && !w.json {
		return lineEnd(w.text, next)
	}
	return i
}

// separator is what stands between two entries in brackets on one line.
func (w *rewrite) separator(c *part) string {
	for i := 1; i < len(c.values); i++ {
		between := w.text[c.finish(i-1):c.begin(i)]
		if rest, ok := strings.CutPrefix(between, ","); ok && strings.Trim(rest, " ") == "" {
			return between
		}
	}
	if c.kind == kindObject && len(c.values) > 0 && w.text[c.keys[0].end:c.values[0].from] == ":" {
		return ","
	}
	return ", "
}

// lineBreak is a line break as the text has it near an offset.
func (w *rewrite) lineBreak(near int) string {
	for i := near; i < len(w.text); i++ {
		if n := breakAt(w.text, i); n > 0 {
			return w.text[i : i+n]
		}
	}
	if i := strings.IndexByte(w.text, '\n'); i > 0 && w.text[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// removeLines takes entries off lines of their own.
func (w *rewrite) removeLines(c *part, removed map[int]bool) {
	if len(removed) == 0 {
		return
	}
	if len(removed) == len(c.values) {
		w.refuse(whyOnly)
		return
	}
	for i := range c.values {
		if !removed[i] {
			continue
		}
		begin := w.spaceBefore(c.begin(i))
		behind := w.spaceBehind(c.finish(i))
		inner := c.finish(i)
		if c.values[i].kind.isScalar() { // a # in a text is none
			inner = c.values[i].start
		}
		switch lineBreak := breakAt(w.text, behind); {
		case !w.beginsLine(begin):
			w.refuse(whyMiddle)
		case w.hasComment(c.begin(i), inner):
			w.refuse(whyComment)
		case lineBreak > 0:
			w.replace(begin, behind+lineBreak, "")
		case behind == len(w.text): // the last line, which has no break
			w.replace(w.lineBefore(begin), behind, "")
		case w.text[behind] == '#':
			w.replace(c.begin(i), behind, "")
		default:
			w.refuse(whyMiddle)
		}
	}
}

// lineBefore is where the line break before the beginning of a line stands.
func (w *rewrite) lineBefore(i int) int {
	for _, lineBreak := range []string{"\r\n", "\n", "\r"} {
		if strings.HasSuffix(w.text[:i], lineBreak) {
			return i - len(lineBreak)
		}
	}
	return i
}

// cuts reports whether an edit takes away what stands at an offset.
func (w *rewrite) cuts(at int) bool {
	return slices.ContainsFunc(w.edits, func(e TextEdit) bool { return e.Start < at && at < e.End })
}

// addLines writes entries on lines of their own, behind the last entry that does
// not end in a text of several lines.
func (w *rewrite) addLines(c *part, added []string) {
	if len(added) == 0 {
		return
	}
	last := len(c.values) - 1
	for c.kind == kindObject && last > 0 && (w.endsInBlock(&c.values[last]) || w.cuts(c.finish(last))) {
		last--
	}
	if last < 0 || w.endsInBlock(&c.values[last]) {
		w.refuse(whyMiddle)
		return
	}
	at := w.behindComment(c.finish(last))
	if next := w.spaceBehind(at); next < len(w.text) && breakAt(w.text, next) == 0 {
		w.refuse(whyMiddle)
		return
	}
	mark := w.indent(c.begin(0))
	if c.kind == kindList {
		mark += "-" + w.dashSpace(c)
	}
	var b strings.Builder
	for _, entry := range added {
		b.WriteString(w.lineBreak(at) + mark + entry)
	}
	w.replace(at, at, b.String())
}

// endsInBlock reports whether a value ends in a text of several lines, behind which
// it depends on the style what blank lines mean.
func (w *rewrite) endsInBlock(p *part) bool {
	for p.isCollection() && !p.flow() && len(p.values) > 0 {
		p = &p.values[len(p.values)-1]
	}
	return p.style == styleBlock
}

// dashSpace is the space between a dash and its value.
func (w *rewrite) dashSpace(c *part) string {
	space := w.text[c.dashes[0]+1 : c.values[0].from]
	if space == "" || strings.Trim(space, " ") != "" {
		return " "
	}
	return space
}

// indent is as many spaces as stand before an offset, or would if nothing else did.
func (w *rewrite) indent(i int) string {
	begin := i
	for begin > 0 && !w.beginsLine(begin) {
		begin--
	}
	width := 0
	for range w.text[begin:i] {
		width++
	}
	return strings.Repeat(" ", width)
}
