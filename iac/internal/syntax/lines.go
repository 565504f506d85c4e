package syntax

import "strings"

// byteAt is a byte of a text, 0 where there is none.
func byteAt(text string, i int) byte {
	if i < 0 || i >= len(text) {
		return 0
	}
	return text[i]
}

// spaceBefore is where the spaces before an offset begin.
func (w *Rewrite) spaceBefore(i int) int {
	for i > 0 && (w.text[i-1] == ' ' || w.text[i-1] == '\t') {
		i--
	}
	return i
}

// spaceBehind is where the spaces behind an offset end.
func (w *Rewrite) spaceBehind(i int) int {
	for i < len(w.text) && (w.text[i] == ' ' || w.text[i] == '\t') {
		i++
	}
	return i
}

// beginsLine reports whether a line begins at an offset.
func (w *Rewrite) beginsLine(i int) bool {
	return i == 0 || w.text[i-1] == '\n' || w.text[i-1] == '\r'
}

// hasComment reports whether there may be a comment between two offsets.
func (w *Rewrite) hasComment(start, end int) bool {
	for i := start; i < end; i++ {
		if w.isComment(i) || w.dialect == HCL && strings.HasPrefix(w.text[i:], "/*") {
			return true
		}
	}
	return false
}

// isComment reports whether a comment up to the end of the line begins at an offset,
// if no text does.
func (w *Rewrite) isComment(i int) bool {
	switch {
	case w.dialect == HCL:
		return byteAt(w.text, i) == '#' || strings.HasPrefix(w.text[i:], "//")
	case w.dialect == YAML:
		return byteAt(w.text, i) == '#' && (i == 0 || IsBlank(w.text[i-1]))
	}
	return false
}

// breakAt returns how long the line break at an offset is; 0 where there is none.
func (w *Rewrite) breakAt(i int) int {
	if n := BreakAt(w.text, i); n == 1 || w.dialect == YAML || strings.HasPrefix(w.text[i:], "\r\n") {
		return n
	}
	return 0
}

// lineEnd is where the line of an offset ends, before its line break.
func (w *Rewrite) lineEnd(i int) int {
	for i < len(w.text) && w.breakAt(i) == 0 {
		i++
	}
	return i
}

// BreakAt returns how long the line break of YAML at an offset is; 0 where there is
// none.
func BreakAt(text string, i int) int {
	switch {
	case strings.HasPrefix(text[i:], "\r\n"):
		return 2
	case i < len(text) && (text[i] == '\n' || text[i] == '\r'):
		return 1
	}
	for _, wide := range []string{"\u0085", "\u2028", "\u2029"} {
		if strings.HasPrefix(text[i:], wide) {
			return len(wide)
		}
	}
	return 0
}

// behindComment is the end of the line where nothing but a comment follows on it,
// else the offset itself.
func (w *Rewrite) behindComment(i int) int {
	if next := w.spaceBehind(i); w.isComment(next) {
		return w.lineEnd(next)
	}
	return i
}

// lineBreak is a line break as the text has it near an offset.
func (w *Rewrite) lineBreak(near int) string {
	for i := near; i < len(w.text); i++ {
		if n := w.breakAt(i); n > 0 {
			return w.text[i : i+n]
		}
	}
	if i := strings.IndexByte(w.text, '\n'); i > 0 && w.text[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// lineBefore is where the line break before the beginning of a line stands.
func (w *Rewrite) lineBefore(i int) int {
	for _, lineBreak := range []string{"\r\n", "\n", "\r"} {
		if strings.HasSuffix(w.text[:i], lineBreak) {
			return i - len(lineBreak)
		}
	}
	return i
}

// indent is as many spaces as stand before an offset, or would if nothing else did.
func (w *Rewrite) indent(i int) string {
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

// IsBlank reports whether a byte is white space.
func IsBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
