package iac

import (
	"iter"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Position is a place in a file, counted from 1; columns count characters. The
// zero Position is no place.
type Position struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// IsValid reports whether the position is a place.
func (p Position) IsValid() bool { return p.Line > 0 }

// String returns "line:column".
func (p Position) String() string { return strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column) }

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
	if t := m.value.doc.json; t != nil {
		return t.position(int(m.name.offset))
	}
	return m.place
}

// document is the file that nodes are of.
type document struct {
	json  *jsonText // nil: YAML
	steps int       // how many more members and items may be visited
	err   error     // why reading ended early
}

// most is how many values of one YAML file are looked at. A template has at most
// 500 resources; only aliases that multiply come near it.
const most = 300_000

// step counts one more value visited and reports whether reading may go on. JSON has
// no aliases: what is visited is there.
func (d *document) step() bool {
	if d.json != nil {
		return true
	}
	if d.steps--; d.steps < 0 && d.err == nil {
		d.err = &SyntaxError{Message: "its aliases expand to more than 300,000 values"}
	}
	return d.err == nil
}

// resolved is the YAML node behind any aliases.
func (n node) resolved() *yaml.Node {
	y := n.yaml
	for y.Kind == yaml.AliasNode && n.doc.step() {
		y = y.Alias
	}
	return y
}

// short is the intrinsic function of a YAML tag: "Fn::Sub" for !Sub.
func (n node) short() string {
	if n.yaml == nil || n.bare { // of nothing, too
		return ""
	}
	tag := n.resolved().Tag
	if len(tag) < 2 || tag[0] != '!' || tag[1] == '!' {
		return ""
	}
	if tag == "!Ref" || tag == "!Condition" {
		return tag[1:]
	}
	return "Fn::" + tag[1:]
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
	case n.short() != "":
		return kindObject
	}
	y := n.resolved()
	switch y.Kind {
	case yaml.SequenceNode:
		return kindList
	case yaml.MappingNode:
		return kindObject
	}
	if n.bare {
		return kindText
	}
	switch y.ShortTag() {
	case "!!null":
		return kindNull
	case "!!bool":
		return kindBool
	case "!!int", "!!float":
		return kindNumber
	}
	if y.Style == 0 && yaml11Bool(y.Value) != "" {
		return kindBool
	}
	return kindText
}

// yaml11Bool is "true" or "false" for the other spellings of the booleans of
// YAML 1.1, which is what CloudFormation reads.
func yaml11Bool(s string) string {
	switch s {
	case "yes", "Yes", "YES", "on", "On", "ON":
		return "true"
	case "no", "No", "NO", "off", "Off", "OFF":
		return "false"
	}
	return ""
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

// members are the members of an object in the order of the file, a repeated key
// as often as it stands there; none of anything else.
func (n node) members() iter.Seq[member] {
	return func(yield func(member) bool) {
		switch {
		case n.kind() != kindObject:
		case n.yaml == nil:
			for key, value := range n.doc.json.members(n.place) {
				m := member{key: n.doc.json.string(key), name: key, value: node{doc: n.doc, place: value}}
				if !n.doc.step() || !yield(m) {
					return
				}
			}
		case n.short() != "":
			inner := n
			inner.bare = true
			yield(member{key: n.short(), place: n.at(), value: inner})
		default:
			n.doc.mapping(n.resolved(), nil, 0, yield)
		}
	}
}

// mapping yields the members of a YAML mapping, then those of what it merges
// that are not set yet, and reports whether to go on.
func (d *document) mapping(y *yaml.Node, seen map[string]bool, depth int, yield func(member) bool) bool {
	var merged []*yaml.Node
	own := make(map[string]bool, len(y.Content)/2+len(seen))
	for key := range seen {
		own[key] = true
	}
	for i := 0; i+1 < len(y.Content); i += 2 {
		key, value := y.Content[i], y.Content[i+1]
		if key.ShortTag() == "!!merge" {
			merged = append(merged, value)
			continue
		}
		if seen[key.Value] {
			continue
		}
		own[key.Value] = true
		at := Position{key.Line, key.Column}
		if !d.step() || !yield(member{key: key.Value, place: at, value: node{doc: d, yaml: value}}) {
			return false
		}
	}
	for _, value := range merged {
		if !d.merge(value, own, depth+1, yield) {
			return false
		}
	}
	return true
}

// merge yields the members of a mapping, or of each in a list, that << names, and
// reports whether to go on.
func (d *document) merge(y *yaml.Node, seen map[string]bool, depth int, yield func(member) bool) bool {
	const deepest = 100
	if !d.step() || depth > deepest {
		return false
	}
	switch y.Kind {
	case yaml.AliasNode:
		return d.merge(y.Alias, seen, depth+1, yield)
	case yaml.SequenceNode:
		for _, each := range y.Content {
			if !d.merge(each, seen, depth+1, yield) {
				return false
			}
		}
	case yaml.MappingNode:
		return d.mapping(y, seen, depth, func(m member) bool {
			if seen[m.key] {
				return true
			}
			seen[m.key] = true
			return yield(m)
		})
	}
	return true
}

// member is the value of a member, or a node of nothing.
func (n node) member(key string) node {
	found, _ := n.get(key)
	return found
}

// nth is the element of that index; the second result reports whether there is
// one.
func (n node) nth(i int) (node, bool) {
	if n.doc != nil && n.doc.json != nil && n.kind() == kindList {
		place, ok := n.doc.json.nth(n.place, i)
		if !ok {
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

// get is the member of that name, the last one where it is repeated; the second
// result reports whether there is one.
func (n node) get(key string) (node, bool) {
	var found node
	var ok bool
	for m := range n.members() {
		if m.key == key {
			found, ok = m.value, true
		}
	}
	return found, ok
}

// path is the value at a path of members; the second result reports whether
// there is one.
func (n node) path(keys ...string) (node, bool) {
	for _, key := range keys {
		var ok bool
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
