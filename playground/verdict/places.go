package verdict

import (
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/internal/view"
)

// places turns the places of a text into one another: lines and columns in characters,
// offsets in bytes, and offsets in UTF-16, in which a browser counts.
type places struct {
	text   string
	lines  []int // the bytes at which lines begin
	before []int // the units of UTF-16 before each line
}

func newPlaces(text string) *places {
	p := &places{text: text, lines: []int{0}, before: []int{0}}
	units := 0
	for i, r := range text {
		units += width(r)
		if r == '\n' {
			p.lines, p.before = append(p.lines, i+1), append(p.before, units)
		}
	}
	return p
}

// width is how many units of UTF-16 a character has.
func width(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

func units(text string) int {
	n := 0
	for _, r := range text {
		n += width(r)
	}
	return n
}

// line returns the number, from 0, of the line that a byte is in.
func (p *places) line(offset int) int {
	return sort.Search(len(p.lines), func(i int) bool { return p.lines[i] > offset }) - 1
}

// unit is the offset in UTF-16 of a byte.
func (p *places) unit(offset int) int {
	line := p.line(offset)
	return p.before[line] + units(p.text[p.lines[line]:offset])
}

// token returns the offsets in UTF-16 of the value or name that stands at a position;
// ok reports whether there is such a place.
func (p *places) token(at iac.Position) (from, to int, ok bool) {
	if at.Line < 1 || at.Line > len(p.lines) {
		return 0, 0, false
	}
	start := p.lines[at.Line-1]
	rest, _, _ := strings.Cut(p.text[start:], "\n")
	for column := 1; column < at.Column && rest != ""; column++ {
		_, size := utf8.DecodeRuneInString(rest)
		start, rest = start+size, rest[size:]
	}
	from = p.unit(start)
	return from, from + units(view.TokenAt(rest)), true
}

func itoa(n int) string { return strconv.Itoa(n) }
