package iac

import (
	"maps"
	"slices"
)

// jsonSyntax is the syntax of a JSON text.
type jsonSyntax struct {
	t         *jsonText
	resources map[Position]jsonValue // nil: not looked for yet
}

func (s *jsonSyntax) isJSON() bool   { return true }
func (s *jsonSyntax) source() string { return s.t.text }

// deepestPart is how deep objects and lists are looked into: resources, and what is
// edited of them, are a few levels below what they are in.
const deepestPart = 6

func (s *jsonSyntax) client(place Position) (object part, ok bool) {
	root := s.t.root().place
	return s.part(root, deepestPart), s.t.position(int(root.offset)) == place
}

func (s *jsonSyntax) resource(place Position) (object part, ok bool) {
	if s.resources == nil {
		s.resources = make(map[Position]jsonValue)
		root := s.t.root().place
		s.collect(root, root, deepestPart)
	}
	found, ok := s.resources[place]
	if !ok {
		return part{}, false
	}
	return s.part(found, deepestPart), true
}

// collect notes the resources of a template by where their keys stand: of one
// without a key, where it begins itself.
func (s *jsonSyntax) collect(v, key jsonValue, depth int) {
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
func (s *jsonSyntax) part(v jsonValue, depth int) part {
	start := int(v.offset)
	p := part{kind: s.t.kind(v), from: start, start: start, end: start + len(s.t.raw(v))}
	switch p.kind {
	case kindObject:
		p.style = styleFlow
		for key, value := range s.t.members(v) {
			if depth == 0 {
				p.locked = "nests too deep"
				break
			}
			p.keys = append(p.keys, s.part(key, 0))
			p.values = append(p.values, s.part(value, depth-1))
		}
	case kindList:
		p.style = styleFlow
		for value := range s.t.elements(v) {
			if depth == 0 {
				p.locked = "nests too deep"
				break
			}
			p.values = append(p.values, s.part(value, depth-1))
		}
	case kindText:
		p.text, p.style = s.t.string(v), styleDouble
	default:
		p.text = s.t.string(v)
	}
	if name := functionOf(&p); name != "" {
		p.locked = "is the function " + name
	}
	return p
}

// sameBut compares bytes: in JSON what stands outside a value does not depend on it.
func (s *jsonSyntax) sameBut(other syntax, holes map[int]hole) bool {
	o, ok := other.(*jsonSyntax)
	if !ok {
		return false
	}
	objects := make(map[int]jsonValue)
	o.objects(o.t.root().place, deepestPart, objects)
	before := 0 // the length of the text up to a hole, there less than here
	at, thereAt := 0, 0
	for _, from := range slices.Sorted(maps.Keys(holes)) {
		h := holes[from]
		there, ok := objects[from+before]
		if !ok || s.t.text[at:from] != o.t.text[thereAt:from+before] {
			return false
		}
		p := o.part(there, deepestPart)
		if !treeOf(&p).equal(h.want) {
			return false
		}
		at, thereAt = h.end, p.end
		before = p.end - h.end
	}
	return s.t.text[at:] == o.t.text[thereAt:]
}

// objects notes the objects in a value by where they begin.
func (s *jsonSyntax) objects(v jsonValue, depth int, all map[int]jsonValue) {
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
func functionOf(p *part) string {
	if p.kind == kindObject && len(p.keys) == 1 && isFunction(p.keys[0].text) {
		return p.keys[0].text
	}
	return ""
}
