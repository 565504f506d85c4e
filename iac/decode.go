package iac

import (
	"fmt"
	"slices"

	"github.com/userpoolclient/userpoolclient"
)

// A state is what is known of a value.
type state uint8

const (
	known   state = iota
	unknown       // it is there, and what it is is known only later: a reference, a Terraform unknown
	maybe         // whether it is there is known only later
	absent        // it is as if not written: AWS::NoValue, a Terraform null
)

// A value is what a file gives for a field or an element of a list.
type value struct {
	node   node
	state  state
	text   phrase // of a text that is known in part
	noText bool   // a function that does not come to a text: it is too deep, too long, wrong
}

// The bounds of one client. The longest list that Cognito takes has 100 elements.
const (
	mostElements = 200 // of a list that are read
	mostProblems = 100 // with the file that are told one by one
)

// A reading is what one look at a client in a file gives.
type reading struct {
	config   *userpoolclient.Config
	spots    spots
	problems []Finding // what is wrong with the file
	untold   int       // problems beyond the bound
	partials []partial
	lengths  map[userpoolclient.Field]int // of lists that are read in part
	origins  map[string]origin            // of a module: what gives a property its value
}

// A decoder reads one client out of the properties of a file.
type decoder struct {
	*reading
	names   *names
	format  Format
	layer   Layer // that rejects what is wrong with the file
	address string
	foreign string // the rule for a property that the names do not have

	// value says what is known of the value of a field or, where i is not
	// negative, of the element of it that has that index in the file.
	value func(f userpoolclient.Field, i int, n node) value

	unknown, maybe []userpoolclient.Field
}

// newDecoder is a decoder into a new reading.
func newDecoder(format Format, layer Layer, names *names, address string) *decoder {
	return &decoder{
		reading: &reading{config: new(userpoolclient.Config)},
		names:   names, format: format, layer: layer, address: address, foreign: ruleUnread,
	}
}

// read decodes the properties and reports whether all of them could be seen.
func (d *decoder) read(properties node) (complete bool) {
	if properties.doc != nil {
		d.spots.text = properties.doc.json
	}
	complete = d.properties(properties, "")
	d.finish()
	return complete
}

// finish hands over what is not known. It comes last, because Set strikes off
// what it sets.
func (d *decoder) finish() { d.config.Unknown, d.config.MaybeSet = d.unknown, d.maybe }

// A slot is a property that stands for a field; of a repeated one, the last.
type slot struct {
	field userpoolclient.Field
	path  string
	member
}

// properties decodes an object of properties and reports whether all of them
// could be seen: a function among them may add others.
func (d *decoder) properties(n node, parent string) (complete bool) {
	complete = true
	var slots []slot
	for m := range n.members() {
		if isFunction(m.key) {
			complete = false // Fn::Transform and Fn::ForEach add properties
			continue
		}
		path := m.key
		if parent != "" {
			path = parent + "." + m.key
		}
		f, ok := d.names.field(path)
		switch {
		case d.names.ignored[m.key]:
		case d.names.readOnly[path]:
			d.readOnly(m, path)
		case !ok:
			d.unknownProperty(m, path, parent)
		default:
			slots = d.slot(slots, slot{f, path, m})
		}
	}
	for _, s := range slots {
		d.field(s)
	}
	return complete
}

// slot adds a property, or puts it in the place of the same one before.
func (d *decoder) slot(slots []slot, s slot) []slot {
	for i := range slots {
		if slots[i].field == s.field {
			d.problem(ruleRepeated, s.field, -1, s.at, "is set twice, and the last one counts")
			slots[i] = s
			return slots
		}
	}
	return append(slots, s)
}

// readOnly tells of a property that CloudFormation shows and does not take.
func (d *decoder) readOnly(m member, path string) {
	message := "is read only and is ignored"
	if path == string(userpoolclient.FieldClientSecret) {
		message += ": the client gets no secret from it"
	}
	d.problem(ruleReadOnly, userpoolclient.Field(path), -1, m.at, message)
}

func (d *decoder) unknownProperty(m member, path, parent string) {
	message := "is not a property of an app client in " + d.format.name()
	if d.foreign == ruleUnread {
		message = "is not an attribute that this version knows, and is not checked"
	}
	if d.told() && m.value.doc.hint() {
		message += d.names.near(m.key, parent)
	}
	if m.key == "" {
		path += `""`
	}
	d.problem(d.foreign, userpoolclient.Field(path), -1, m.at, message)
}

// field decodes the value of one field.
func (d *decoder) field(s slot) {
	d.spots.note(s.field, keySpot(s.member))
	v := d.value(s.field, -1, s.value)
	switch v.state {
	case unknown:
		d.notKnown(s.field, -1, v)
		return
	case maybe:
		d.maybe = append(d.maybe, s.field)
		return
	case absent:
		return
	}
	switch kinds()[s.field] {
	case takesStructure:
		d.structure(s.field, s.path, v.node)
	case takesList:
		d.list(s.field, v.node)
	default:
		d.spots.note(s.field, spotOf(v.node))
		d.scalar(s.field, v.node)
	}
}

// notKnown notes a value that is there and known only later.
func (d *decoder) notKnown(f userpoolclient.Field, i int, v value) {
	path := f
	if i >= 0 {
		path = element(f, i)
	}
	d.unknown = append(d.unknown, path)
	if v.text.partly() && v.node.doc.judge() {
		d.partials = append(d.partials, partial{f, i, v.text})
	}
}

func (d *decoder) structure(f userpoolclient.Field, path string, n node) {
	if n.kind() == kindList { // a Terraform block
		block, ok := n.nth(0)
		if !ok {
			return
		}
		n = block
	}
	if n.kind() != kindObject {
		d.mistyped(f, -1, n, "an object")
		return
	}
	d.set(f, -1, n, emptyStructures()[f])
	if !d.properties(n, path) {
		d.mayHold(path)
	}
}

// mayHold notes that any field that does not stand inside a path may be set by
// what could not be seen.
func (d *decoder) mayHold(parent string) {
	for _, name := range d.names.inside[parent] {
		if parent != "" {
			name = parent + "." + name
		}
		if f, ok := d.names.field(name); ok && !d.spots.has(f) && !slices.Contains(d.unknown, f) {
			d.maybe = append(d.maybe, f)
		}
	}
}

// list decodes a list. An element that is not known stays, as an empty string;
// one that is not there does not.
func (d *decoder) list(f userpoolclient.Field, n node) {
	if n.kind() != kindList {
		d.mistyped(f, -1, n, "a list")
		return
	}
	values := []string{}
	spot := d.spots.noteList(f, n)
	inFile := 0
	for item := range n.items() {
		if inFile == mostElements {
			d.cut(f, n.at, n.count(), len(values))
			values = append(values, "") // stands for the rest
			break
		}
		v := d.value(f, inFile, item)
		if v.state == known && v.node != item {
			spot.moved = with(spot.moved, inFile, spotOf(v.node))
		}
		inFile++
		if v.state == absent {
			if spot.kept == nil {
				spot.kept = upTo(len(values))
			}
			continue
		}
		if spot.kept != nil {
			spot.kept = append(spot.kept, int32(inFile-1))
		}
		values = append(values, d.element(f, len(values), v))
	}
	d.set(f, -1, n, values)
}

// upTo are the numbers below n, with room for more.
func upTo(n int) []int32 {
	all := make([]int32, n, n+8)
	for i := range all {
		all[i] = int32(i)
	}
	return all
}

// element is the text of an element, "" where it is not known.
func (d *decoder) element(f userpoolclient.Field, i int, v value) string {
	switch {
	case v.state == unknown:
		d.notKnown(f, i, v)
	case v.state == maybe:
		d.maybe = append(d.maybe, element(f, i))
	case !v.node.kind().isScalar():
		d.mistyped(f, i, v.node, "a string")
	default:
		return v.node.text()
	}
	return ""
}

// cut notes that a list is longer than what is read of it: the next element
// stands for the rest, so that no rule takes the list for complete.
func (d *decoder) cut(f userpoolclient.Field, at func() Position, length, next int) {
	d.unknown = append(d.unknown, element(f, next))
	if d.lengths == nil {
		d.lengths = make(map[userpoolclient.Field]int)
	}
	d.lengths[f] = length
	message := fmt.Sprintf("has %d elements, of which the first %d are judged", length, mostElements)
	d.problem(ruleBound, f, -1, at, message)
}

// set sets a field. What the field does not take is a problem of the file.
func (d *decoder) set(f userpoolclient.Field, i int, n node, v any) {
	if err := d.config.Set(f, v); err != nil {
		d.unread(f, i, n, "is "+n.kind().String()+", which this version does not read", "")
	}
}

// mistyped notes a value of a type that the field does not take.
func (d *decoder) mistyped(f userpoolclient.Field, i int, n node, want string) {
	d.unread(f, i, n, "is "+n.kind().String(), "write "+want)
}

// unread notes a value that cannot be read: the rules about it are silent.
func (d *decoder) unread(f userpoolclient.Field, i int, n node, message, fix string) {
	d.problemWithFix(ruleType, f, i, n.at, message, fix)
	if i >= 0 {
		f = element(f, i)
	}
	d.unknown = append(d.unknown, f)
}

// told reports whether one more problem would be told by itself.
func (d *decoder) told() bool { return len(d.problems) < mostProblems }

// problem notes what is wrong with a field, or with an element of it, in the
// file.
func (d *decoder) problem(rule string, f userpoolclient.Field, i int, at func() Position, message string) {
	d.problemWithFix(rule, f, i, at, message, "")
}

func (d *decoder) problemWithFix(rule string, f userpoolclient.Field, i int, at func() Position, message, fix string) {
	if !d.told() {
		d.untold++
		return
	}
	found := newFinding(rule, f, message, fix)
	found.Index = i
	path := f
	if i >= 0 {
		path = d.spots.inFile(element(f, i))
	}
	found.Resource, found.Property, found.Position = d.address, d.names.path(path), at()
	if found.Severity == userpoolclient.SeverityError {
		found.RejectedBy = d.layer
	}
	d.problems = append(d.problems, found)
}

// gives reports whether the file sets a field, be it to a value not known, or may
// set it.
func (d *decoder) gives(f userpoolclient.Field) bool {
	if _, set := d.config.Get(f); set {
		return true
	}
	return slices.Contains(d.unknown, f) || slices.Contains(d.maybe, f)
}
