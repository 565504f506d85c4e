package iac

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// terraformValues is what a plan says beside the values.
type terraformValues struct {
	unknown    marks           // true where a value is known after the apply
	sensitive  marks           // true where a value must not be shown
	configured map[string]bool // the attributes that the configuration sets; nil: not known
}

// value says what is known of an attribute. What the configuration does not set
// and what is known only later is computed by the service: it is not sent.
func (v terraformValues) value(f userpoolclient.Field, n node) (node, state) {
	path := terraformNames.path(f)
	attribute, _, isElement := strings.Cut(path, "[")
	set := v.configured == nil || v.configured[attribute]
	switch {
	case v.sensitive.marked(path):
		return n, unknown
	case v.unknown.marked(path) && set, n.kind() == kindNull && isElement:
		return n, unknown // an element that is not known is null
	case v.unknown.marked(path), n.kind() == kindNull:
		return n, absent
	case !v.configured[attribute] && !isElement && isZero(n):
		return n, absent // how older states write what is not there
	}
	return n, known
}

// isZero reports whether a value is the empty string or 0.
func isZero(n node) bool {
	return n.kind() == kindText && n.text() == "" || n.kind() == kindNumber && n.text() == "0"
}

// rest adds what is given but does not stand among the values: attributes and
// elements of lists that are known only after the apply.
func (v terraformValues) rest(d *decoder) {
	for path, f := range d.names.fields {
		mark, ok := v.unknown.lookup(path)
		switch {
		case !ok || given(d.res.Config, f) && mark.kind() != kindList:
		case mark.kind() == kindBool && mark.text() == "true" && (v.configured == nil || v.configured[path]):
			d.unknown(f)
		case mark.kind() == kindList && !strings.Contains(path, "."):
			marks := 0
			for range mark.items() {
				marks++
			}
			if into := target(d.res.Config, f); into.Kind() == reflect.Slice && into.Len() < marks {
				d.unknown(element(f, into.Len()))
			}
		}
	}
	slices.Sort(d.res.Config.Unknown)
}

// marks is a tree of marks: true or false, or an object of marks by attribute.
// Its attributes are looked up once, for there may be many elements to ask about.
type marks struct {
	tree       node
	attributes map[string]node
}

// newMarks notes the attributes that an app client has.
func newMarks(tree node) marks {
	m := marks{tree, make(map[string]node)}
	for each := range tree.members() {
		if _, ok := terraformNames.fields[each.key]; ok {
			m.attributes[each.key] = each.value
		}
	}
	return m
}

// marked reports whether the tree has true at the path or above it.
func (m marks) marked(path string) bool {
	n, ok := m.lookup(path)
	return ok && n.kind() == kindBool && n.text() == "true"
}

// lookup is the mark of a path, "callback_urls[2]", or of what holds it; the
// second result reports whether there is one.
func (m marks) lookup(path string) (node, bool) {
	if m.tree.kind() == kindBool {
		return m.tree, true
	}
	name, rest, _ := strings.Cut(path, ".")
	name, index, indexed := strings.Cut(name, "[")
	n, ok := m.attributes[name]
	if ok && indexed && n.kind() == kindList {
		i, _ := strconv.Atoi(strings.TrimSuffix(index, "]"))
		n, ok = n.nth(i)
	}
	if !ok || rest == "" || n.kind() == kindBool {
		return n, ok
	}
	if n.kind() == kindList { // a block is a list of one object
		n, _ = n.nth(0)
	}
	if n.kind() == kindBool {
		return n, true
	}
	return n.get(rest)
}
