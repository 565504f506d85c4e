package jsontext

import "strings"

// Number reads the characters of a number, which may be malformed: the caller
// knows best what to say about 060 or 1.5. It returns "" where none stands.
func (r *Reader) Number() string {
	if r.Kind() != Number {
		return ""
	}
	from := r.pos
	for r.pos < len(r.text) && isNumberByte(r.text[r.pos]) {
		r.pos++
	}
	return r.text[from:r.pos]
}

// isNumberByte reports whether c may stand in a number.
func isNumberByte(c byte) bool {
	return isDigit(c) || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E'
}

// skipNumber does not show the number: a secret can be one.
func (r *Reader) skipNumber() {
	at := r.pos
	if !IsNumber(r.Number()) {
		r.Fail(at, "a number is malformed")
	}
}

// IsNumber reports whether s is a number by the grammar of JSON, which allows no
// leading zero or plus and wants digits on both sides of a point.
func IsNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	if len(s) > 1 && s[0] == '0' && isDigit(s[1]) {
		return false
	}
	s, ok := afterDigits(s)
	if ok && strings.HasPrefix(s, ".") {
		s, ok = afterDigits(s[1:])
	}
	if ok && s != "" && (s[0] == 'e' || s[0] == 'E') {
		s = s[1:]
		if s != "" && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		s, ok = afterDigits(s)
	}
	return ok && s == ""
}

// afterDigits returns what follows the digits that s begins with; ok reports
// whether there are any.
func afterDigits(s string) (rest string, ok bool) {
	i := 0
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	return s[i:], i > 0
}
