package iac

import (
	"encoding/json"
	"errors"
	"iter"
	"strings"
	"sync"

	"github.com/userpoolclient/userpoolclient/internal/jsontext"
)

// jsonText is a JSON text of which the grammar has been checked and the ends of
// all objects and lists noted, in one reading. From then on nothing that is not
// asked for is read again: a Terraform plan has tens of megabytes, of which the
// app clients are a few kilobytes. (The YAML library, which could also read it,
// rejects surrogate pairs and keys of more than 1,024 characters.)
type jsonText struct {
	text   string
	reader jsontext.Reader // copied to read a value
	nests  [][]nest        // in chunks, since growing one list would copy it time and again
	count  int32           // of the nests

	counting sync.Mutex // positions are asked for after the reading, by any goroutine
	lines    *jsontext.Lines

	// visited are the elements that nth has returned last, by the offset of their
	// list: who asks for one after the other does not count from the first again.
	visited map[int32]visit
}

// A visit is an element of a list.
type visit struct {
	index int
	value jsonValue
}

// A nest is an object or a list.
type nest struct {
	end  int32 // the offset after it
	next int32 // the number of the first nest after it; they are numbered as they begin
}

const nestsPerChunk = 512

// A jsonValue is the place of a value or a key.
type jsonValue struct {
	offset int32 // MaxJSON keeps it small
	nest   int32 // the number of the first nest that begins here or later
}

// newJSON reads the text.
func newJSON(text string) (*jsonText, error) {
	if len(text) > MaxJSON {
		return nil, tooLong(len(text), MaxJSON)
	}
	t := &jsonText{text: text, reader: jsontext.NewLossy(text), lines: jsontext.NewLines(text)}
	r := t.reader
	t.note(&r)
	if r.Err() == nil {
		switch r.Kind() {
		case jsontext.End:
		case jsontext.Object, jsontext.List:
			return nil, &SyntaxError{t.position(r.At()), "a second value begins; each must be an input of its own"}
		default:
			r.Expected("the end of the text")
		}
	}
	if r.Err() != nil {
		return nil, t.syntaxError(r.Err())
	}
	return t, nil
}

// syntaxError says what is wrong in the words of encoding/json, which people can
// look up.
func (t *jsonText) syntaxError(found *jsontext.Error) error {
	rest := strings.TrimPrefix(t.text, jsontext.ByteOrderMark)
	var raw json.RawMessage
	var syntax *json.SyntaxError
	if errors.As(json.Unmarshal([]byte(rest), &raw), &syntax) {
		offset := len(t.text) - len(rest) + max(0, int(syntax.Offset)-1)
		return &SyntaxError{t.position(offset), syntax.Error()}
	}
	return &SyntaxError{t.position(found.Offset), found.Problem}
}

// fromJSON reads the resources of a JSON text.
func fromJSON(data []byte, read func(root node) ([]Resource, error)) ([]Resource, error) {
	t, err := newJSON(string(data))
	if err != nil {
		return nil, err
	}
	root := t.root()
	return root.doc.end(read(root))
}

// note reads a value and notes the objects and lists in it.
func (t *jsonText) note(r *jsontext.Reader) {
	switch r.Kind() {
	case jsontext.Object:
		n := t.begin()
		for more := r.BeginObject(); more; more = r.NextMember() {
			r.SkipKey()
			t.note(r)
		}
		t.end(n, r)
	case jsontext.List:
		n := t.begin()
		for more := r.BeginList(); more; more = r.NextElement() {
			t.note(r)
		}
		t.end(n, r)
	default:
		r.SkipScalar()
	}
}

// begin numbers an object or a list.
func (t *jsonText) begin() int32 {
	n := t.count
	if n%nestsPerChunk == 0 {
		t.nests = append(t.nests, make([]nest, nestsPerChunk))
	}
	t.count++
	return n
}

func (t *jsonText) end(n int32, r *jsontext.Reader) {
	*t.nest(n) = nest{end: int32(r.Offset()), next: t.count}
}

func (t *jsonText) nest(n int32) *nest { return &t.nests[n/nestsPerChunk][n%nestsPerChunk] }

// root is the outermost value.
func (t *jsonText) root() node {
	r := t.reader
	doc := newDocument(t, len(t.text), leastJSON+stepsPerByte*len(t.text))
	return node{doc: doc, place: jsonValue{offset: int32(r.At())}}
}

// position is the line and column of a byte.
func (t *jsonText) position(offset int) Position {
	t.counting.Lock()
	defer t.counting.Unlock()
	return Position(t.lines.Position(offset))
}

// at is a reader of a value.
func (t *jsonText) at(v jsonValue) jsontext.Reader {
	r := t.reader
	r.Seek(int(v.offset))
	return r
}

func (t *jsonText) kind(v jsonValue) kind {
	r := t.at(v)
	switch r.Kind() {
	case jsontext.Object:
		return kindObject
	case jsontext.List:
		return kindList
	case jsontext.String:
		return kindText
	case jsontext.Bool:
		return kindBool
	case jsontext.Null:
		return kindNull
	}
	return kindNumber
}

// skip steps over a value of which the first nest is number n or later, and
// returns the number of the first nest after it.
func (t *jsonText) skip(r *jsontext.Reader, n int32) int32 {
	switch r.Kind() {
	case jsontext.Object, jsontext.List:
		value := t.nest(n)
		r.Seek(int(value.end))
		return value.next
	}
	r.SkipScalar()
	return n
}

// raw is the text of the value.
func (t *jsonText) raw(v jsonValue) string {
	r := t.at(v)
	t.skip(&r, v.nest)
	return t.text[v.offset:r.Offset()]
}

// string is a string's value, or a number or word as written.
func (t *jsonText) string(v jsonValue) string {
	if r := t.at(v); r.Kind() == jsontext.String {
		return r.Text()
	}
	return t.raw(v)
}

// elements are the elements of a list.
func (t *jsonText) elements(list jsonValue) iter.Seq[jsonValue] {
	return func(yield func(jsonValue) bool) {
		r, n := t.at(list), list.nest+1
		for more := r.BeginList(); more; more = r.NextElement() {
			if !yield(jsonValue{int32(r.At()), n}) {
				return
			}
			n = t.skip(&r, n)
		}
	}
}

// length is the number of elements of a list.
func (t *jsonText) length(list jsonValue) int {
	r, n := t.at(list), list.nest+1
	count := 0
	for more := r.BeginList(); more; more = r.NextElement() {
		n = t.skip(&r, n)
		count++
	}
	return count
}

// nth is the element of that index; ok reports whether there is one.
func (t *jsonText) nth(list jsonValue, index int) (found jsonValue, ok bool) {
	r, at := t.at(list), visit{}
	if last, ok := t.visited[list.offset]; ok && last.index <= index {
		at, r = last, t.at(last.value)
	} else if r.BeginList() {
		at.value = jsonValue{int32(r.At()), list.nest + 1}
	} else {
		return jsonValue{}, false
	}
	for at.index < index {
		n := t.skip(&r, at.value.nest)
		if !r.NextElement() {
			return jsonValue{}, false
		}
		at = visit{at.index + 1, jsonValue{int32(r.At()), n}}
	}
	if index > 0 {
		t.visit(list, at)
	}
	return at.value, true
}

func (t *jsonText) visit(list jsonValue, at visit) {
	if t.visited == nil {
		t.visited = make(map[int32]visit)
	}
	t.visited[list.offset] = at
}

// members are the keys and values of an object.
func (t *jsonText) members(object jsonValue) iter.Seq2[jsonValue, jsonValue] {
	return func(yield func(key, value jsonValue) bool) {
		r, n := t.at(object), object.nest+1
		for more := r.BeginObject(); more; more = r.NextMember() {
			key := jsonValue{int32(r.At()), n}
			r.SkipKey()
			if !yield(key, jsonValue{int32(r.At()), n}) {
				return
			}
			n = t.skip(&r, n)
		}
	}
}
