package jsontext

import (
	"strings"
	"unicode/utf8"
)

// A Position is a place in a text, counted from 1; columns count characters, a
// byte order mark not being one.
type Position struct{ Line, Column int }

// Position returns the line and column of an offset. Its cost is that of the
// text before the offset; for many offsets there is [Lines].
func (r *Reader) Position(offset int) Position {
	return Position{1, 1}.advance(strings.TrimPrefix(r.text[:offset], ByteOrderMark))
}

// advance returns the position after the text. A character counts where it
// begins.
func (p Position) advance(text string) Position {
	for _, c := range []byte(text) {
		switch {
		case c == '\n':
			p = Position{p.Line + 1, 1}
		case utf8.RuneStart(c):
			p.Column++
		}
	}
	return p
}

// markEvery is how many bytes lie between two marks of Lines.
const markEvery = 4096

// Lines finds the positions of many offsets of one text: each costs no more than
// the bytes since the nearest mark or since the offset asked for before. It is
// not for concurrent use.
type Lines struct {
	text  string     // without a byte order mark
	start int        // the length of the byte order mark
	marks []Position // of every 4,096th byte; made when a position is asked for
	last  int        // the offset that was asked for before
	at    Position   // its position
}

// NewLines returns the lines of a text.
func NewLines(text string) *Lines {
	rest := strings.TrimPrefix(text, ByteOrderMark)
	return &Lines{text: rest, start: len(text) - len(rest), at: Position{1, 1}}
}

// Position returns the line and column of an offset.
func (l *Lines) Position(offset int) Position {
	if l.marks == nil {
		l.mark()
	}
	offset = min(max(0, offset-l.start), len(l.text))
	from, at := l.last, l.at
	if nearest := offset / markEvery; from > offset || from < nearest*markEvery {
		from, at = nearest*markEvery, l.marks[nearest]
	}
	l.last, l.at = offset, at.advance(l.text[from:offset])
	return l.at
}

func (l *Lines) mark() {
	l.marks = make([]Position, 1, len(l.text)/markEvery+1)
	l.marks[0] = Position{1, 1}
	for end := markEvery; end <= len(l.text); end += markEvery {
		l.marks = append(l.marks, l.marks[len(l.marks)-1].advance(l.text[end-markEvery:end]))
	}
}
