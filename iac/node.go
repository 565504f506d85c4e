package iac

import (
	"iter"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A kind is what a node is.
type kind uint8

const (
	kindNull kind = iota
	kindBool
	kindNumber
	kindText
	kindList
	kindObject
)

var kindNames = [...]string{"null", "a boolean", "a number", "a string", "a list", "an object"}

func (k kind) String() string { return kindNames[k] }

// isScalar reports whether a value of that kind has a text.
func (k kind) isScalar() bool { return k == kindBool || k == kindNumber || k == kindText }

// A node is a value of a document, read when it is asked for: of a JSON text by
// its place, of a YAML document by its node, or made up by an evaluated
// intrinsic function. Nothing is copied and nothing is expanded ahead of need,
// so that the cost follows what is looked at, not what aliases multiply.
type node struct {
	doc   *document
	place jsonValue  // of the value in JSON
	yaml  *yaml.Node // of the value in YAML
	bare  bool       // of YAML: without its tag, as the argument of !Sub
	made  *made      // of an evaluated function
}

// made is a value that an intrinsic function evaluates to.
type made struct {
	text  string
	items []string // of a list; nil for a text
	at    Position
}

// A member is one member of an object.
type member struct {
	key   string
	name  jsonValue // the key in JSON
	place Position  // of the key in YAML
	value node
}

// at is where the key stands. In JSON it is counted when it is asked for.
func (m member) at() Position {
	if m.value.doc == nil {
		return Position{}
	}
	if t := m.value.doc.json; t != nil {
		return t.position(int(m.name.offset))
	}
	return m.place
}

func (n node) kind() kind {
	switch {
	case n.doc == nil: // a node of nothing
		return kindNull
	case n.made != nil && n.made.items != nil:
		return kindList
	case n.made != nil:
		return kindText
	case n.yaml == nil:
		return n.doc.json.kind(n.place)
	}
	return n.yamlKind()
}

// at is where the value stands.
func (n node) at() Position {
	switch {
	case n.doc == nil:
		return Position{}
	case n.made != nil:
		return n.made.at
	case n.yaml == nil:
		return n.doc.json.position(int(n.place.offset))
	}
	y := n.resolved()
	return Position{y.Line, y.Column}
}

// text is a scalar as it is written, without its quotes.
func (n node) text() string {
	switch {
	case n.doc == nil:
		return ""
	case n.made != nil:
		return n.made.text
	case n.yaml == nil:
		return n.doc.json.string(n.place)
	}
	return n.resolved().Value
}

// items are the elements of a list; none of anything else.
func (n node) items() iter.Seq[node] {
	return func(yield func(node) bool) {
		switch {
		case n.kind() != kindList:
		case n.made != nil:
			for _, text := range n.made.items {
				if !n.doc.step() || !yield(node{doc: n.doc, made: &made{text: text, at: n.made.at}}) {
					return
				}
			}
		case n.yaml == nil:
			for place := range n.doc.json.elements(n.place) {
				if !n.doc.step() || !yield(node{doc: n.doc, place: place}) {
					return
				}
			}
		default:
			for _, y := range n.resolved().Content {
				if !n.doc.step() || !yield(node{doc: n.doc, yaml: y}) {
					return
				}
			}
		}
	}
}

// count is the number of elements of a list.
func (n node) count() int {
	switch {
	case n.kind() != kindList:
		return 0
	case n.made != nil:
		return len(n.made.items)
	case n.yaml != nil:
		return len(n.resolved().Content)
	}
	return n.doc.json.length(n.place)
}

// members are the members of an object in the order of the file, a repeated key
// as often as it stands there; none of anything else.
func (n node) members() iter.Seq[member] {
	return func(yield func(member) bool) {
		switch {
		case n.kind() != kindObject:
		case n.yaml == nil:
			for key, value := range n.doc.json.members(n.place) {
				if !n.doc.step() {
					return
				}
				m := member{key: n.doc.json.string(key), name: key, value: node{doc: n.doc, place: value}}
				if !yield(m) {
					return
				}
			}
		case n.short() != "":
			inner := n
			inner.bare = true
			yield(member{key: n.short(), place: n.at(), value: inner})
		default:
			n.doc.mapping(n.resolved(), yield)
		}
	}
}

// member is the value of a member, or a node of nothing.
func (n node) member(key string) node {
	found, _ := n.get(key)
	return found
}

// nth is the element of that index; ok reports whether there is one.
func (n node) nth(i int) (item node, ok bool) {
	if n.doc != nil && n.doc.json != nil && n.made == nil && n.kind() == kindList {
		place, ok := n.doc.json.nth(n.place, i)
		if !ok || !n.doc.step() {
			return node{}, false
		}
		return node{doc: n.doc, place: place}, true
	}
	for item := range n.items() {
		if i == 0 {
			return item, true
		}
		i--
	}
	return node{}, false
}

// get is the member of that name, the last one where it is repeated; ok reports
// whether there is one.
func (n node) get(key string) (found node, ok bool) {
	for m := range n.members() {
		if m.key == key {
			found, ok = m.value, true
		}
	}
	return found, ok
}

// path is the value at a path of members; ok reports whether there is one.
func (n node) path(keys ...string) (found node, ok bool) {
	for _, key := range keys {
		if n, ok = n.get(key); !ok {
			return node{}, false
		}
	}
	return n, true
}

// call is the function and argument of an intrinsic, an object of the one member
// Ref, Condition or Fn::…; ok reports whether the node is one.
func (n node) call() (name string, argument node, ok bool) {
	count := 0
	for m := range n.members() {
		if count++; count > 1 {
			return "", node{}, false
		}
		name, argument = m.key, m.value
	}
	if count == 1 && isFunction(name) {
		return name, argument, true
	}
	return "", node{}, false
}

// isFunction reports whether a key is the name of an intrinsic function.
func isFunction(key string) bool {
	return key == "Ref" || key == "Condition" || strings.HasPrefix(key, "Fn::")
}

// arguments are the elements of a function's list of arguments, at most so many;
// ok reports whether there are exactly that many.
func (n node) arguments(count int) (all []node, ok bool) {
	for item := range n.items() {
		if len(all) == count {
			return all, false
		}
		all = append(all, item)
	}
	return all, len(all) == count
}
