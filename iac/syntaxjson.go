package iac

import (
	"maps"
	"slices"

	"github.com/userpoolclient/userpoolclient/iac/internal/syntax"
)

// jsonSource is the syntax of a JSON text.
type jsonSource struct {
	t         *jsonText
	resources map[Position]jsonValue // nil: not looked for yet
}

func (s *jsonSource) Dialect() syntax.Dialect { return syntax.JSON }
func (s *jsonSource) Text() string            { return s.t.text }

// deepestPart is how deep objects and lists are looked into: resources, and what is
// edited of them, are a few levels below what they are in.
const deepestPart = 6

// Resource returns a resource of a template by where its key stands, and the
// outermost object by where that does.
func (s *jsonSource) Resource(line, column int) (object syntax.Part, ok bool) {
	place, root := Position{line, column}, s.t.root().place
	if s.resources == nil {
		s.resources = map[Position]jsonValue{s.t.position(int(root.offset)): root}
		s.collect(root, root, deepestPart)
	}
	found, ok := s.resources[place]
	if !ok {
		return syntax.Part{}, false
	}
	return s.part(found, deepestPart), true
}

// collect notes the resources of a template by where their keys stand: of one
// without a key, where it begins itself.
func (s *jsonSource) collect(v, key jsonValue, depth int) {
	if depth == 0 {
		return
	}
	switch s.t.kind(v) {
	case kindObject:
		for name, value := range s.t.members(v) {
			if text := s.t.string(name); text == "Type" || text == "kind" {
				s.resources[s.t.position(int(key.offset))] = v
			}
			s.collect(value, name, depth-1)
		}
	case kindList:
		for value := range s.t.elements(v) {
			s.collect(value, value, depth-1)
		}
	}
}

// part returns a value and, to a depth, what is in it.
func (s *jsonSource) part(v jsonValue, depth int) syntax.Part {
	start := int(v.offset)
	p := syntax.Part{Kind: syntax.Kind(s.t.kind(v)), From: start, Start: start, End: start + len(s.t.raw(v))}
	switch p.Kind {
	case syntax.Object:
		p.Style = syntax.Flow
		for key, value := range s.t.members(v) {
			if depth == 0 {
				p.Locked = "nests too deep"
				break
			}
			p.Keys = append(p.Keys, s.part(key, 0))
			p.Values = append(p.Values, s.part(value, depth-1))
		}
	case syntax.List:
		p.Style = syntax.Flow
		for value := range s.t.elements(v) {
			if depth == 0 {
				p.Locked = "nests too deep"
				break
			}
			p.Values = append(p.Values, s.part(value, depth-1))
		}
	case syntax.Text:
		p.Text, p.Style = s.t.string(v), syntax.Double
	default:
		p.Text = s.t.string(v)
	}
	if name := functionOf(&p); name != "" {
		p.Locked = "is the function " + name
	}
	return p
}

// SameBut compares bytes: in JSON what stands outside a value does not depend on it.
func (s *jsonSource) SameBut(text string, holes map[int]syntax.Hole) bool {
	read, err := newJSON(text)
	if err != nil {
		return false
	}
	o := &jsonSource{t: read}
	objects := make(map[int]jsonValue)
	o.objects(o.t.root().place, deepestPart, objects)
	at, thereAt := 0, 0
	for _, from := range slices.Sorted(maps.Keys(holes)) {
		h := holes[from]
		thereFrom := thereAt + from - at
		there, ok := objects[thereFrom]
		if !ok || s.t.text[at:from] != o.t.text[thereAt:thereFrom] {
			return false
		}
		p := o.part(there, deepestPart)
		if !syntax.TreeOf(&p).Equal(h.Want) {
			return false
		}
		at, thereAt = h.End, p.End
	}
	return s.t.text[at:] == o.t.text[thereAt:]
}

// objects notes the objects in a value by where they begin.
func (s *jsonSource) objects(v jsonValue, depth int, all map[int]jsonValue) {
	if depth == 0 {
		return
	}
	switch s.t.kind(v) {
	case kindObject:
		all[int(v.offset)] = v
		for _, value := range s.t.members(v) {
			s.objects(value, depth-1, all)
		}
	case kindList:
		for value := range s.t.elements(v) {
			s.objects(value, depth-1, all)
		}
	}
}

// functionOf returns the intrinsic function that an object is, "" where it is none.
func functionOf(p *syntax.Part) string {
	if p.Kind == syntax.Object && len(p.Keys) == 1 && isFunction(p.Keys[0].Text) {
		return p.Keys[0].Text
	}
	return ""
}
