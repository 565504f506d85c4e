package syntax

import (
	"slices"
	"strings"
)

// A Rewrite turns changes of lists and objects into edits of the bytes of a text.
// It touches as few of them as it can, and no comment.
type Rewrite struct {
	Edits []Edit
	Why   string // the first reason why a change cannot be made; "": all are made

	text    string
	dialect Dialect
}

// NewRewrite is a rewrite of a text in which nothing is changed yet.
func NewRewrite(text string, d Dialect) *Rewrite { return &Rewrite{text: text, dialect: d} }

// refuse notes why a change cannot be made.
func (w *Rewrite) refuse(why string) {
	if w.Why == "" {
		w.Why = why
	}
}

// Replace puts a text in the place of bytes.
func (w *Rewrite) Replace(start, end int, text string) {
	w.Edits = append(w.Edits, Edit{start, end, text})
}

// Why entries cannot be taken out or added.
const (
	whyComment = "has a comment inside that would be lost"
	whyOnly    = "is all that stands there"
	whyMiddle  = "does not begin on a line of its own"
)

// Change removes entries of a collection and adds others at its end.
func (w *Rewrite) Change(c *Part, removed map[int]bool, added []string) {
	last := len(c.Values) - 1
	if len(added) > 0 && removed[last] { // so that what is added has a place beside something that stays
		removed = withoutKey(removed, last)
		w.replaceEntry(c, last, added[0])
		added = added[1:]
	}
	if c.Style == Flow {
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
func (w *Rewrite) replaceEntry(c *Part, i int, entry string) {
	start := c.Begin(i)
	if c.Style == Lines && c.Kind == List {
		start = c.Values[i].Start
	}
	if w.hasComment(start, c.Finish(i)) && c.Kind == Object {
		w.refuse(whyComment)
	}
	w.Replace(start, c.Finish(i), entry)
}

// removeFlow takes entries out of brackets, each with a comma.
func (w *Rewrite) removeFlow(c *Part, removed map[int]bool) {
	if len(removed) == 0 {
		return
	}
	var cuts []Edit
	keptComma, follows := -1, false // the comma behind the last entry that stays
	for i := range c.Values {
		comma := w.commaBehind(c, i)
		switch {
		case !removed[i]:
			keptComma, follows = comma, false
			continue
		case c.Kind == Object && w.hasComment(c.Begin(i), c.Finish(i)):
			w.refuse(whyComment)
		case comma < 0:
			follows = true
			cuts = append(cuts, Edit{Start: c.Begin(i), End: c.Finish(i)})
		case strings.TrimSpace(w.text[c.Finish(i):comma]) == "":
			cuts = append(cuts, Edit{Start: c.Begin(i), End: comma + 1})
		default:
			cuts = append(cuts, Edit{Start: c.Begin(i), End: c.Finish(i)}, Edit{Start: comma, End: comma + 1})
		}
	}
	if follows && keptComma >= 0 {
		cuts = append(cuts, Edit{Start: keptComma, End: keptComma + 1})
	}
	w.cut(cuts)
}

// commaBehind is where the comma behind an entry stands, -1 where there is none.
func (w *Rewrite) commaBehind(c *Part, i int) int {
	for at := c.Finish(i); at < c.End; at++ {
		switch ch := w.text[at]; {
		case ch == ',':
			return at
		case w.isComment(at):
			at = w.lineEnd(at)
		case !IsBlank(ch):
			return -1
		}
	}
	return -1
}

// cut removes bytes, and the white space that would be left over: the whole line
// where nothing else is on it.
func (w *Rewrite) cut(cuts []Edit) {
	slices.SortFunc(cuts, func(a, b Edit) int { return a.Start - b.Start })
	var joined []Edit
	for _, c := range cuts {
		if n := len(joined); n > 0 && strings.Trim(w.text[joined[n-1].End:max(c.Start, joined[n-1].End)], " \t") == "" {
			joined[n-1].End = max(joined[n-1].End, c.End)
			continue
		}
		joined = append(joined, c)
	}
	for _, c := range joined {
		before, behind := w.spaceBefore(c.Start), w.spaceBehind(c.End)
		lineBreak := w.breakAt(behind)
		switch {
		case w.beginsLine(before) && lineBreak > 0:
			c = Edit{Start: before, End: behind + lineBreak}
		case w.beginsLine(before): // what follows keeps its indentation
			c.End = behind
		case lineBreak > 0, strings.IndexByte("]}", byteAt(w.text, behind)) >= 0:
			c.Start = before
			if opens := byteAt(w.text, before-1); opens == '[' || opens == '{' {
				c.End = behind
			}
		case !w.isComment(behind):
			c.End = behind
		}
		w.Edits = append(w.Edits, c)
	}
}

// addFlow writes entries behind the last one in brackets: on lines of their own
// where that one is.
func (w *Rewrite) addFlow(c *Part, removed map[int]bool, added []string) {
	if len(added) == 0 {
		return
	}
	last := len(c.Values) - 1
	if last < 0 || len(removed) > last {
		w.Replace(c.Start+1, c.Start+1, strings.Join(added, w.separator(c)))
		return
	}
	end, comma := c.Finish(last), w.commaBehind(c, last)
	begin := w.spaceBefore(c.Begin(last))
	if !w.beginsLine(begin) {
		separator := w.separator(c)
		w.Replace(end, end, separator+strings.Join(added, separator))
		return
	}
	newLine := w.lineBreak(end) + w.text[begin:c.Begin(last)]
	entries := newLine + strings.Join(added, ","+newLine)
	if comma >= 0 {
		at := w.behindComment(comma + 1)
		w.Replace(at, at, entries+",")
		return
	}
	at := w.behindComment(end)
	if at == end {
		w.Replace(end, end, ","+entries)
		return
	}
	w.Replace(end, end, ",")
	w.Replace(at, at, entries)
}

// separator is what stands between two entries in brackets on one line.
func (w *Rewrite) separator(c *Part) string {
	for i := 1; i < len(c.Values); i++ {
		between := w.text[c.Finish(i-1):c.Begin(i)]
		if rest, ok := strings.CutPrefix(between, ","); ok && strings.Trim(rest, " ") == "" {
			return between
		}
	}
	if c.Kind == Object && len(c.Values) > 0 && w.text[c.Keys[0].End:c.Values[0].From] == ":" {
		return ","
	}
	return ", "
}

// removeLines takes entries off lines of their own.
func (w *Rewrite) removeLines(c *Part, removed map[int]bool) {
	if len(removed) == 0 {
		return
	}
	if len(removed) == len(c.Values) && w.dialect != HCL { // a block may be empty
		w.refuse(whyOnly)
		return
	}
	for i := range c.Values {
		if !removed[i] {
			continue
		}
		begin := w.spaceBefore(c.Begin(i))
		behind := w.spaceBehind(c.Finish(i))
		inner := c.Finish(i)
		if c.Values[i].Kind.IsScalar() { // a # in a text is none
			inner = c.Values[i].Start
		}
		switch lineBreak := w.breakAt(behind); {
		case !w.beginsLine(begin):
			w.refuse(whyMiddle)
		case w.hasComment(c.Begin(i), inner):
			w.refuse(whyComment)
		case lineBreak > 0:
			w.Replace(begin, behind+lineBreak, "")
		case behind == len(w.text): // the last line, which has no break
			w.Replace(w.lineBefore(begin), behind, "")
		case w.isComment(behind):
			w.Replace(c.Begin(i), behind, "")
		default:
			w.refuse(whyMiddle)
		}
	}
}

// cuts reports whether an edit takes away what stands at an offset.
func (w *Rewrite) cuts(at int) bool {
	return slices.ContainsFunc(w.Edits, func(e Edit) bool { return e.Start < at && at < e.End })
}

// addLines writes entries on lines of their own, behind the last entry that does
// not end in a text of several lines.
func (w *Rewrite) addLines(c *Part, added []string) {
	if len(added) == 0 {
		return
	}
	last := len(c.Values) - 1
	for c.Kind == Object && last > 0 && (w.endsInBlock(&c.Values[last]) || w.cuts(c.Finish(last))) {
		last--
	}
	if last < 0 || w.endsInBlock(&c.Values[last]) {
		w.refuse(whyMiddle)
		return
	}
	at := w.behindComment(c.Finish(last))
	if next := w.spaceBehind(at); next < len(w.text) && w.breakAt(next) == 0 {
		w.refuse(whyMiddle)
		return
	}
	mark := w.indent(c.Begin(0))
	if c.Kind == List {
		mark += "-" + w.dashSpace(c)
	}
	var b strings.Builder
	for _, entry := range added {
		b.WriteString(w.lineBreak(at) + mark + entry)
	}
	if w.dialect == HCL {
		b.Reset()
		w.addArguments(&b, c, last, at, added)
	}
	w.Replace(at, at, b.String())
}

// addArguments writes arguments and blocks of HCL as terraform fmt would: an
// argument has its = below that of the one before, or an empty line between.
func (w *Rewrite) addArguments(b *strings.Builder, c *Part, last, at int, added []string) {
	lineBreak := w.lineBreak(at)
	column := -1 // of the = of the argument before
	if v := &c.Values[last]; !v.IsCollection() || v.Style == Flow {
		between := w.text[c.Keys[last].End:v.From]
		column = c.Keys[last].End - c.Keys[last].From + strings.IndexByte(between, '=')
	}
	for _, entry := range added {
		key, value, isArgument := strings.Cut(entry, " = ")
		isArgument = isArgument && !strings.Contains(key, "{")
		switch {
		case !isArgument || column < 0:
			b.WriteString(lineBreak)
		case len(key) < column:
			b.WriteString(lineBreak)
			entry = key + strings.Repeat(" ", column-len(key)) + "= " + value
		default:
			b.WriteString(lineBreak + lineBreak)
		}
		if column = -1; isArgument {
			column = strings.IndexByte(entry, '=')
		}
		b.WriteString(w.indent(c.Begin(0)) + entry)
	}
}

// Fill writes a value in the place of null, or of nothing.
func (w *Rewrite) Fill(p *Part, text string) {
	if p.Style == Empty {
		text = " " + text
	}
	w.Replace(p.Start, p.End, text)
}

// endsInBlock reports whether a value ends in a text of several lines, behind which
// it depends on the style what blank lines mean.
func (w *Rewrite) endsInBlock(p *Part) bool {
	for p.IsCollection() && p.Style != Flow && len(p.Values) > 0 {
		p = &p.Values[len(p.Values)-1]
	}
	return p.Style == Block
}

// dashSpace is the space between a dash and its value.
func (w *Rewrite) dashSpace(c *Part) string {
	space := w.text[c.Dashes[0]+1 : c.Values[0].From]
	if space == "" || strings.Trim(space, " ") != "" {
		return " "
	}
	return space
}
