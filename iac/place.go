package iac

import (
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/userpoolclient/userpoolclient"
)

// A spot is where something stands: an offset in a JSON text, of which line and
// column are counted when they are asked for, or the place itself.
type spot struct {
	offset int32
	line   int32
	column int32
}

// spots are where the fields of one reading of a client stand. They are small: a
// plan may have a hundred thousand clients, and of most nobody asks.
type spots struct {
	text   *jsonText // that the offsets are of
	fields []fieldSpot
	lists  []*listSpot

	find    func() *spots // of a file that has not been looked through yet
	finding sync.Once
	found   *spots
}

type fieldSpot struct {
	field userpoolclient.Field
	spot
}

// A listSpot is a list of which elements may be asked for.
type listSpot struct {
	field userpoolclient.Field
	list  node
	kept  []int32      // the indexes in the file of the elements that are read; nil: all of them
	moved map[int]spot // by index in the file, the values that stand elsewhere: in a branch

	finding  sync.Once
	elements []spot // of JSON, found when the first is asked for
}

// spotOf is where a value stands.
func spotOf(n node) spot {
	if n.doc != nil && n.doc.json != nil && n.made == nil {
		return spot{offset: n.place.offset}
	}
	return placed(n.at())
}

// keySpot is where the key of a member stands.
func keySpot(m member) spot {
	if m.value.doc != nil && m.value.doc.json != nil {
		return spot{offset: m.name.offset}
	}
	return placed(m.place)
}

func placed(at Position) spot { return spot{line: int32(at.Line), column: int32(at.Column)} }

// note keeps where a field stands.
func (s *spots) note(f userpoolclient.Field, at spot) {
	for i := range s.fields {
		if s.fields[i].field == f {
			s.fields[i].spot = at
			return
		}
	}
	s.fields = append(s.fields, fieldSpot{f, at})
}

// noteList keeps a list whose elements may be asked for.
func (s *spots) noteList(f userpoolclient.Field, list node) *listSpot {
	l := &listSpot{field: f, list: list}
	s.lists = append(s.lists, l)
	return l
}

// inFile is a path with the index that an element has in the file.
func (s *spots) inFile(path userpoolclient.Field) userpoolclient.Field {
	if f, i := cutIndex(path); i >= 0 {
		if l := s.list(f); l != nil {
			return element(f, l.inFile(i))
		}
	}
	return path
}

// has reports whether the field stands in the file.
func (s *spots) has(f userpoolclient.Field) bool {
	for i := range s.fields {
		if s.fields[i].field == f {
			return true
		}
	}
	return false
}

// position is where a path stands, or the nearest thing around it; ok reports
// whether there is one.
func (s *spots) position(path userpoolclient.Field) (at Position, ok bool) {
	if s.find != nil {
		s.finding.Do(func() { s.found = s.find() })
		return s.found.position(path)
	}
	for path != "" {
		if f, i := cutIndex(path); i >= 0 {
			if at, ok := s.element(f, i); ok {
				return at, true
			}
		}
		for i := range s.fields {
			if s.fields[i].field == path {
				return s.resolve(s.fields[i].spot), true
			}
		}
		path = path[:max(0, strings.LastIndexAny(string(path), ".["))]
	}
	return Position{}, false
}

func (s *spots) resolve(at spot) Position {
	if at.line > 0 || s.text == nil {
		return Position{int(at.line), int(at.column)}
	}
	return s.text.position(int(at.offset))
}

func (s *spots) list(f userpoolclient.Field) *listSpot {
	for _, l := range s.lists {
		if l.field == f {
			return l
		}
	}
	return nil
}

// element is where an element of a list stands; ok reports whether it does.
func (s *spots) element(f userpoolclient.Field, i int) (at Position, ok bool) {
	l := s.list(f)
	if l == nil {
		return Position{}, false
	}
	spot, ok := l.element(l.inFile(i))
	return s.resolve(spot), ok
}

// inFile is the index in the file of an element that is read.
func (l *listSpot) inFile(i int) int {
	if l.kept == nil || i >= len(l.kept) {
		return i
	}
	return int(l.kept[i])
}

// element is where an element of that index in the file stands.
func (l *listSpot) element(i int) (at spot, ok bool) {
	if at, ok := l.moved[i]; ok {
		return at, true
	}
	switch {
	case l.list.made != nil:
		return placed(l.list.made.at), true
	case l.list.yaml != nil:
		content := l.list.resolved().Content
		if i >= len(content) {
			return spot{}, false
		}
		y := content[i]
		if y.Kind == yaml.AliasNode {
			y = y.Alias
		}
		return placed(Position{y.Line, y.Column}), true
	}
	l.finding.Do(l.find)
	if i >= len(l.elements) {
		return spot{}, false
	}
	return l.elements[i], true
}

// find finds the elements of a list in JSON, as many as are read.
func (l *listSpot) find() {
	for value := range l.list.doc.json.elements(l.list.place) {
		l.elements = append(l.elements, spot{offset: value.offset})
		if len(l.elements) > mostElements {
			return
		}
	}
}

// cutIndex splits "CallbackURLs[2]"; the index is -1 where there is none.
func cutIndex(path userpoolclient.Field) (f userpoolclient.Field, index int) {
	whole, rest, ok := strings.Cut(string(path), "[")
	if !ok {
		return path, -1
	}
	i, err := strconv.Atoi(strings.TrimSuffix(rest, "]"))
	if err != nil || i < 0 {
		return path, -1
	}
	return userpoolclient.Field(whole), i
}

// element is the path of a list's element: "CallbackURLs[2]".
func element(f userpoolclient.Field, i int) userpoolclient.Field {
	return f + userpoolclient.Field("["+strconv.Itoa(i)+"]")
}
