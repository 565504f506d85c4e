package jsontext

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Text reads a string.
func (r *Reader) Text() string {
	if r.Kind() != String {
		r.Mismatch("a string")
		return ""
	}
	from := r.pos + 1
	for i := from; i < len(r.text); i++ {
		switch c := r.text[i]; {
		case c == '"':
			r.pos = i + 1
			return r.clean(r.text[from:i])
		case c == '\\':
			return r.escaped(from, i)
		case c < ' ':
			return r.control(i)
		}
	}
	return r.unclosed(from)
}

// clean makes UTF-8 of a string of a lossy reader. Any other reader has checked
// the whole text.
func (r *Reader) clean(s string) string {
	if r.lossy && !utf8.ValidString(s) {
		return string([]rune(s))
	}
	return s
}

// escaped reads a string that begins at from and has its first escape at i.
func (r *Reader) escaped(from, i int) string {
	buf := []byte(r.text[from:i])
	for i < len(r.text) {
		switch c := r.text[i]; {
		case c == '"':
			r.pos = i + 1
			return r.clean(string(buf))
		case c == '\\':
			char, size, problem := unescape(r.text[i:], r.lossy)
			if problem != "" {
				r.Fail(i, problem)
				return ""
			}
			buf = utf8.AppendRune(buf, char)
			i += size
		case c < ' ':
			return r.control(i)
		default:
			buf = append(buf, c)
			i++
		}
	}
	return r.unclosed(from)
}

// skipText steps over a string. Halves of surrogate pairs are for a reader of
// the string to judge.
func (r *Reader) skipText() {
	from := r.pos + 1
	for i := from; i < len(r.text); i++ {
		switch c := r.text[i]; {
		case c == '"':
			r.pos = i + 1
			return
		case c == '\\':
			_, size, problem := unescape(r.text[i:], true)
			if problem != "" {
				r.Fail(i, problem)
				return
			}
			i += size - 1
		case c < ' ':
			r.control(i)
			return
		}
	}
	r.unclosed(from)
}

func (r *Reader) control(at int) string {
	c := r.text[at]
	r.Fail(at, fmt.Sprintf(`a string holds the control character U+%04X; it must be written \u%04x`, c, c))
	return ""
}

func (r *Reader) unclosed(from int) string {
	r.Fail(from-1, "a string has no closing quote")
	return ""
}

// unescape decodes the escape that s begins with.
func unescape(s string, lossy bool) (char rune, size int, problem string) {
	const escapes, chars = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	if len(s) > 1 && s[1] == 'u' {
		return unescapeUTF16(s, lossy)
	}
	if len(s) > 1 {
		if i := strings.IndexByte(escapes, s[1]); i >= 0 {
			return rune(chars[i]), 2, ""
		}
	}
	return 0, 0, `a backslash in a string must be followed by one of " \ / b f n r t u`
}

// unescapeUTF16 decodes \uXXXX, or two of them that are a surrogate pair.
func unescapeUTF16(s string, lossy bool) (char rune, size int, problem string) {
	char, ok := hex4(s)
	if !ok {
		return 0, 0, `\u in a string must be followed by four hexadecimal digits`
	}
	if !utf16.IsSurrogate(char) {
		return char, 6, ""
	}
	low, ok := hex4(s[6:])
	if char = utf16.DecodeRune(char, low); ok && char != utf8.RuneError {
		return char, 12, ""
	}
	if lossy {
		return utf8.RuneError, 6, ""
	}
	return 0, 0, `a string holds half of a surrogate pair; the pair must be given whole`
}

// hex4 decodes the \uXXXX that s begins with; ok reports whether it does.
func hex4(s string) (char rune, ok bool) {
	if len(s) < 6 || s[:2] != `\u` {
		return 0, false
	}
	for _, c := range []byte(s[2:6]) {
		if !isHex(c) {
			return 0, false
		}
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(n), err == nil
}

// isHex reports whether c is a hexadecimal digit.
func isHex(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }
