package userpoolclient

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/userpoolclient/userpoolclient/internal/nearest"
)

// A class is a set of characters that a pattern of the API model allows: a
// table of what ASCII bytes it bars and a function for the rest. A nil function
// allows none.
type class struct {
	bars  [256]uint8 // barred, beyondASCII and what is noted, so that a scan has no branch per byte
	other func(rune) bool
}

const (
	barred      = 1
	beyondASCII = 2
	firstNoted  = 4
)

// scan counts the characters of s and reports whether all are in the class. A byte
// that is not UTF-8 counts as one U+FFFD, which is how it would reach the
// service. noted has a bit for each noted character that s has.
func (k *class) scan(s string) (chars int, ok bool, noted uint8) {
	var odd, even uint8 // two chains, so that a byte need not wait for the one before it
	rest := s
	for ; len(rest) >= 4; rest = rest[4:] {
		odd |= k.bars[rest[0]] | k.bars[rest[2]]
		even |= k.bars[rest[1]] | k.bars[rest[3]]
	}
	for i := 0; i < len(rest); i++ {
		odd |= k.bars[rest[i]]
	}
	all := odd | even
	chars, ok = len(s), all&barred == 0
	if all&beyondASCII != 0 {
		chars, ok = k.scanUnicode(s)
	}
	return chars, ok, all
}

// scanUnicode does what scan does, rune by rune.
func (k *class) scanUnicode(s string) (chars int, ok bool) {
	ok = true
	for _, r := range s {
		chars++
		ok = ok && k.has(r)
	}
	return chars, ok
}

// has reports whether a character is in the class.
func (k *class) has(r rune) bool {
	if r < utf8.RuneSelf {
		return k.bars[r]&barred == 0
	}
	return k.other != nil && k.other(r)
}

// noting has the class note ASCII characters: the first by the bit firstNoted,
// the next by the bit above it.
func (k *class) noting(characters string) *class {
	for i, c := range []byte(characters) {
		k.bars[c] |= firstNoted << i
	}
	return k
}

func newClass(ascii func(byte) bool, other func(rune) bool) *class {
	k := &class{other: other}
	for c := range k.bars {
		switch {
		case c >= utf8.RuneSelf:
			k.bars[c] = beyondASCII
		case !ascii(byte(c)):
			k.bars[c] = barred
		}
	}
	return k
}

// isWord is \w as the service means it: ASCII only.
func isWord(c byte) bool { return c == '_' || isAlnum(c) }

func isAlnum(c byte) bool { return isDigit(c) || isLetter(c) }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isHex(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

func oneOf(c byte, set string) bool { return strings.IndexByte(set, c) >= 0 }

var (
	// [\w+]+
	idClass = newClass(func(c byte) bool { return isWord(c) || c == '+' }, nil)
	// [\w-]+
	poolIDClass = newClass(func(c byte) bool { return isWord(c) || c == '-' }, nil)
	// [\w\s+=,.@-]+ with Java's \s
	nameClass = newClass(func(c byte) bool { return isWord(c) || oneOf(c, " \t\n\v\f\r+=,.@-") }, nil)
	// [0-9a-fA-F]+
	hexClass = newClass(isHex, nil)
	// [\w+=/,.@-]+ and the colons between the parts
	arnClass = newClass(func(c byte) bool { return isWord(c) || oneOf(c, "+=/,.@-:") }, nil)
	// [\p{L}\p{M}\p{S}\p{N}\p{P}]+
	urlClass = newClass(isGraph, func(r rune) bool {
		return unicode.In(r, unicode.L, unicode.M, unicode.S, unicode.N, unicode.P)
	}).noting("#?@*")
	// [\p{L}\p{M}\p{S}\p{N}\p{P}\p{Z}]+
	providerClass = newClass(func(c byte) bool { return c == ' ' || isGraph(c) }, func(r rune) bool {
		return unicode.In(r, unicode.L, unicode.M, unicode.S, unicode.N, unicode.P, unicode.Z)
	})
	// [\x21\x23-\x5B\x5D-\x7E]+
	scopeClass = newClass(func(c byte) bool { return isGraph(c) && c != '"' && c != '\\' }, nil).noting("/")
)

func isGraph(c byte) bool { return '!' <= c && c <= '~' }

// Facts are what one scan finds out about a text value, as a set of bits. The
// low bits mean the same for every kind of text; the others are declared beside
// the scan they belong to. The conditions of the rules about single values read
// nothing else.
type facts uint32

const (
	wrongLength     facts = 1 << iota // shorter or longer than the API model allows
	wrongCharacters                   // not what the pattern of the API model allows
	firstFact
)

// has reports whether any of some facts is among f.
func (f facts) has(some facts) bool { return f&some != 0 }

// misshapen are the facts about a value of a shape that the service does not look
// into: the rules of meaning are silent.
const misshapen = wrongLength | wrongCharacters

func (f facts) shaped() bool { return !f.has(misshapen) }

// A condition is on the facts about one value: it holds where the value has any of
// some facts, unless it has one of others.
type condition struct{ any, unless facts }

func (c condition) holds(f facts) bool { return f&c.any != 0 && f&c.unless == 0 }

// scanText finds whether a value has min to max characters, all of the class.
func scanText(k *class, value string, min, max int) facts {
	chars, ok, _ := k.scan(value)
	return limitFacts(chars, ok, min, max)
}

// limitFacts finds the facts about a value that has so many characters and
// consists of its class or not.
func limitFacts(chars int, ok bool, min, max int) facts {
	switch {
	case chars == 0 && min > 0:
		return wrongLength // the pattern wants a character too; one finding is enough
	case chars < min || chars > max:
		if !ok {
			return wrongLength | wrongCharacters
		}
		return wrongLength
	case !ok:
		return wrongCharacters
	}
	return 0
}

// quote shows a value in a message: quoted, control characters escaped, cut
// when it is long.
func quote(s string) string { return quoteThen(s, "") }

// quoteThen returns a value as quote shows it, and what is said of it.
func quoteThen(s, says string) string {
	var room [256]byte // enough for nearly every message
	return string(append(appendQuote(room[:0], s), says...))
}

func appendQuote(b []byte, s string) []byte {
	const most = 80
	if len(s) <= most {
		return strconv.AppendQuote(b, s)
	}
	head := s[:most]
	for len(head) > most-utf8.UTFMax && !utf8.RuneStart(s[len(head)]) {
		head = head[:len(head)-1]
	}
	b = strconv.AppendQuote(b, head)
	return append(b[:len(b)-1], `…"`...)
}

// didYouMean is ` (did you mean "x"?)` when a name is near s, else nothing.
func didYouMean(s string, names ...string) string {
	if near := nearest.To(s, names); near != "" {
		return " (did you mean " + strconv.Quote(near) + "?)"
	}
	return ""
}
