package iac

import (
	"bytes"
	"encoding/json"
	"errors"
	"iter"
	"unicode/utf8"
)

// jsonText walks a JSON text that encoding/json has found valid, by offsets: a
// Terraform plan has tens of megabytes, of which the app clients are a few
// kilobytes. (The YAML library, which could also read it, refuses surrogate
// pairs and keys of more than 1,024 characters.)
type jsonText struct {
	data  []byte
	marks []Position // of every 4,096th byte; made when a position is asked for
}

const markEvery = 4096

// newJSON checks the text and returns a walker.
func newJSON(data []byte) (*jsonText, error) {
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	t := &jsonText{data: data}
	if json.Valid(data) {
		return t, nil
	}
	var raw json.RawMessage
	err := json.Unmarshal(data, &raw)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return nil, &SyntaxError{t.position(max(0, int(syntax.Offset)-1)), syntax.Error()}
	}
	return nil, &SyntaxError{Message: err.Error()}
}

// fromJSON reads the resources of a JSON text.
func fromJSON(data []byte, read func(root node) ([]Resource, error)) ([]Resource, error) {
	if len(data) > MaxJSON {
		return nil, tooLong(data, MaxJSON)
	}
	t, err := newJSON(data)
	if err != nil {
		return nil, err
	}
	return read(node{doc: &document{json: t}, offset: t.root()})
}

// position is the line and column of a byte.
func (t *jsonText) position(offset int) Position {
	if t.marks == nil {
		t.mark()
	}
	offset = min(offset, len(t.data))
	i := offset / markEvery
	return advance(t.marks[i], t.data[i*markEvery:offset])
}

func (t *jsonText) mark() {
	t.marks = make([]Position, 1, len(t.data)/markEvery+1)
	t.marks[0] = Position{1, 1}
	for end := markEvery; end <= len(t.data); end += markEvery {
		t.marks = append(t.marks, advance(t.marks[len(t.marks)-1], t.data[end-markEvery:end]))
	}
}

// advance is the position after the text. A character counts where it begins.
func advance(p Position, text []byte) Position {
	for _, c := range text {
		switch {
		case c == '\n':
			p = Position{p.Line + 1, 1}
		case utf8.RuneStart(c):
			p.Column++
		}
	}
	return p
}

func (t *jsonText) root() int { return t.space(0) }

// space skips white space.
func (t *jsonText) space(i int) int {
	for i < len(t.data) && (t.data[i] == ' ' || t.data[i] == '\n' || t.data[i] == '\r' || t.data[i] == '\t') {
		i++
	}
	return i
}

func (t *jsonText) kind(offset int) kind {
	switch t.data[offset] {
	case '{':
		return kindObject
	case '[':
		return kindList
	case '"':
		return kindText
	case 't', 'f':
		return kindBool
	case 'n':
		return kindNull
	}
	return kindNumber
}

// end is the offset after the value.
func (t *jsonText) end(offset int) int {
	depth := 0
	for i := offset; ; {
		switch t.data[i] {
		case '{', '[':
			depth++
			i++
		case '}', ']':
			depth--
			i++
		case '"':
			i = t.endOfString(i)
		case ',', ':', ' ', '\n', '\r', '\t':
			i++
			continue
		default:
			i = t.endOfWord(i)
		}
		if depth == 0 {
			return i
		}
	}
}

func (t *jsonText) endOfString(i int) int {
	for i++; t.data[i] != '"'; i++ {
		if t.data[i] == '\\' {
			i++
		}
	}
	return i + 1
}

// endOfWord is the offset after a number, true, false or null.
func (t *jsonText) endOfWord(i int) int {
	for i < len(t.data) {
		switch t.data[i] {
		case ',', ']', '}', ' ', '\n', '\r', '\t':
			return i
		}
		i++
	}
	return i
}

// raw is the text of the value.
func (t *jsonText) raw(offset int) []byte { return t.data[offset:t.end(offset)] }

// text is a string's value, or a number or word as written.
func (t *jsonText) text(offset int) string {
	raw := t.raw(offset)
	if raw[0] != '"' {
		return string(raw)
	}
	var s string
	_ = json.Unmarshal(raw, &s) // valid: the whole text was checked
	return s
}

// elements are the offsets of a list's elements.
func (t *jsonText) elements(offset int) iter.Seq[int] {
	return func(yield func(int) bool) {
		i := t.space(offset + 1)
		for t.data[i] != ']' {
			if !yield(i) {
				return
			}
			if i = t.space(t.end(i)); t.data[i] == ',' {
				i = t.space(i + 1)
			}
		}
	}
}

// members are the offsets of an object's keys and values.
func (t *jsonText) members(offset int) iter.Seq2[int, int] {
	return func(yield func(key, value int) bool) {
		i := t.space(offset + 1)
		for t.data[i] != '}' {
			key := i
			i = t.space(t.space(t.endOfString(key)) + 1)
			if !yield(key, i) {
				return
			}
			if i = t.space(t.end(i)); t.data[i] == ',' {
				i = t.space(i + 1)
			}
		}
	}
}
