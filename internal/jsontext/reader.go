package jsontext

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// MaxDepth is how deep objects and lists may nest: as deep as encoding/json
// reads them.
const MaxDepth = 10_000

// ByteOrderMark is the mark that UTF-8 text may begin with. JSON has none, but
// editors write it, so it is skipped.
const ByteOrderMark = "\ufeff"

// A Kind is what a value is, by its first character.
type Kind uint8

// The kinds.
const (
	Invalid Kind = iota // nothing that a value begins with
	End                 // of the text
	Null
	Bool
	Number
	String
	List
	Object
)

// Error is the first thing that is wrong with a text. The reader's own problems
// never show what stands there, which may be a secret.
type Error struct {
	Offset  int    // in bytes, from 0
	Problem string // what is wrong: "a string has no closing quote"
}

// Error returns the problem after the offset.
func (e *Error) Error() string { return "offset " + strconv.Itoa(e.Offset) + ": " + e.Problem }

// A Reader is a place in a JSON text. What is read without escapes shares the
// memory of the text. Copying a Reader marks the place, assigning the copy
// returns to it.
type Reader struct {
	text  string
	pos   int
	err   *Error
	depth int32 // of the objects and lists that are open
	lossy bool
}

// New returns a reader of a text, which must be UTF-8.
func New(text string) Reader {
	r := Reader{text: text}
	switch {
	case isUTF16(text):
		r.Fail(0, "the text is UTF-16; it must be UTF-8")
	case !utf8.ValidString(text):
		r.Fail(validPrefix(text), "the text is not UTF-8, as JSON must be")
	}
	r.skipMark()
	return r
}

// NewLossy returns a reader that is as lenient as encoding/json: in strings a
// byte that is not UTF-8 and half of a surrogate pair are read as U+FFFD. It is
// for files of other tools, which only have to be read, not judged.
func NewLossy(text string) Reader {
	r := Reader{text: text, lossy: true}
	r.skipMark()
	return r
}

func (r *Reader) skipMark() {
	if strings.HasPrefix(r.text, ByteOrderMark) {
		r.pos = len(ByteOrderMark)
	}
}

// isUTF16 reports whether the text begins with a byte order mark of UTF-16 or
// with an ASCII character of which one half is zero.
func isUTF16(s string) bool {
	return strings.HasPrefix(s, "\xff\xfe") || strings.HasPrefix(s, "\xfe\xff") ||
		len(s) > 1 && (s[0] == 0 || s[1] == 0)
}

// validPrefix returns how many bytes of the text are UTF-8 before the first that
// is not.
func validPrefix(s string) int {
	for i, char := range s {
		if char == utf8.RuneError && !strings.HasPrefix(s[i:], string(utf8.RuneError)) {
			return i
		}
	}
	return len(s)
}

// Err returns the first error, nil when there is none.
func (r *Reader) Err() *Error { return r.err }

// Fail keeps an error unless there is one already.
func (r *Reader) Fail(at int, problem string) {
	if r.err == nil {
		r.err = &Error{at, problem}
	}
}

// Mismatch fails because the value is not what it must be.
func (r *Reader) Mismatch(want string) {
	r.Fail(r.pos, "must be "+want+", not "+r.Found())
}

// Expected fails because the text does not go on as JSON must.
func (r *Reader) Expected(want string) {
	r.Fail(r.pos, "expected "+want+", found "+r.Found())
}

// Found names what stands here without showing it, for it may be part of a
// secret.
func (r *Reader) Found() string {
	switch r.Kind() {
	case End:
		return "the end of the text"
	case String:
		return "a string"
	case Object:
		return "an object"
	case List:
		return "a list"
	case Number:
		return "a number"
	}
	switch c := r.text[r.pos]; c {
	case '/':
		return "a comment"
	case '\'':
		return "text in single quotes"
	case '}', ']', ',', ':':
		return strconv.Quote(string(c))
	}
	for _, word := range []string{"null", "true", "false"} {
		if strings.HasPrefix(r.text[r.pos:], word) {
			return word
		}
	}
	return "unquoted text"
}

// Offset returns where what has been read ends.
func (r *Reader) Offset() int { return r.pos }

// Seek goes to an offset that Offset or At has returned for this text.
func (r *Reader) Seek(offset int) { r.pos = offset }

// At steps over white space and returns the offset of what follows.
func (r *Reader) At() int {
	for r.pos < len(r.text) && isSpace(r.text[r.pos]) {
		r.pos++
	}
	return r.pos
}

// isSpace reports whether c is white space of JSON.
func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// isDigit reports whether c is a decimal digit.
func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// Kind returns what follows.
func (r *Reader) Kind() Kind {
	if r.At() == len(r.text) {
		return End
	}
	switch c := r.text[r.pos]; c {
	case '{':
		return Object
	case '[':
		return List
	case '"':
		return String
	case 't', 'f':
		return Bool
	case 'n':
		return Null
	default:
		if c == '-' || isDigit(c) {
			return Number
		}
	}
	return Invalid
}

// Token steps over white space, and over s if it follows; it reports whether it
// does. It is for what is read by its spelling; the depth is not counted.
func (r *Reader) Token(s string) bool {
	r.At()
	if !strings.HasPrefix(r.text[r.pos:], s) {
		return false
	}
	r.pos += len(s)
	return true
}

// Null steps over null and reports whether it stands here.
func (r *Reader) Null() bool { return r.Token("null") }

// Bool reads true or false; ok reports whether one of them stands here.
func (r *Reader) Bool() (value, ok bool) {
	if r.Token("true") {
		return true, true
	}
	return false, r.Token("false")
}

// BeginObject steps into an object and reports whether it has a member.
func (r *Reader) BeginObject() bool { return r.begin('{', '}', "a JSON object") }

// BeginList steps into a list and reports whether it has an element.
func (r *Reader) BeginList() bool { return r.begin('[', ']', "a list") }

// NextMember steps to the next member of an object and reports whether there is
// one; where there is none, it steps out.
func (r *Reader) NextMember() bool { return r.next('}') }

// NextElement steps to the next element of a list and reports whether there is
// one; where there is none, it steps out.
func (r *Reader) NextElement() bool { return r.next(']') }

// begin steps into an object or a list and reports whether anything is in it.
func (r *Reader) begin(opening, closing byte, want string) bool {
	switch {
	case r.err != nil:
		return false
	case !r.mark(opening):
		r.Mismatch(want)
		return false
	case r.depth == MaxDepth:
		r.Fail(r.pos-1, "objects and lists nest deeper than "+strconv.Itoa(MaxDepth)+" levels")
		return false
	case r.mark(closing):
		return false
	}
	r.depth++
	return true
}

// next steps to the next member or element, or out, and reports which.
func (r *Reader) next(closing byte) bool {
	at := r.At()
	switch {
	case r.err != nil:
		return false
	case r.mark(closing):
		r.depth--
		return false
	case !r.mark(','):
		r.Expected(`"," or "` + string(closing) + `"`)
	case r.mark(closing):
		r.Fail(at, `a comma must not stand before "`+string(closing)+`"`)
	}
	return r.err == nil
}

// mark steps over white space, and over the mark if it follows; it reports
// whether it does.
func (r *Reader) mark(mark byte) bool {
	if at := r.At(); at == len(r.text) || r.text[at] != mark {
		return false
	}
	r.pos++
	return true
}

// Elements estimates how many elements the list has that follows. The estimate
// is at most 64: a list may grow beyond it, but it must not be a burden.
func (r *Reader) Elements() int {
	const most = 64
	rest := r.text[r.At():]
	end := strings.IndexByte(rest, ']')
	if end <= 1 {
		return 0
	}
	return min(strings.Count(rest[:end], ",")+1, most)
}

// Key reads a key and the colon after it.
func (r *Reader) Key() string {
	if r.Kind() != String {
		r.Expected("a key in double quotes")
		return ""
	}
	key := r.Text()
	r.colon()
	return key
}

// SkipKey is Key for a caller that does not need it.
func (r *Reader) SkipKey() {
	if r.Kind() != String {
		r.Expected("a key in double quotes")
		return
	}
	r.skipText()
	r.colon()
}

func (r *Reader) colon() {
	if !r.mark(':') {
		r.Expected(`":" after the key`)
	}
}

// Skip steps over a value of any kind. It holds the value to the grammar, which
// allows half of a surrogate pair in a string.
func (r *Reader) Skip() {
	switch r.Kind() {
	case Object:
		for more := r.BeginObject(); more; more = r.NextMember() {
			r.SkipKey()
			r.Skip()
		}
	case List:
		for more := r.BeginList(); more; more = r.NextElement() {
			r.Skip()
		}
	default:
		r.SkipScalar()
	}
}

// SkipScalar is Skip for what is neither an object nor a list.
func (r *Reader) SkipScalar() {
	switch kind := r.Kind(); {
	case kind == String:
		r.skipText()
	case kind == Number:
		r.skipNumber()
	case r.Null():
	default:
		if _, ok := r.Bool(); !ok {
			r.Expected("a value")
		}
	}
}
