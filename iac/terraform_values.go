package iac

import (
	"slices"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// terraformValues is what a plan says beside the values.
type terraformValues struct {
	names     *names
	unknown   marks           // true where a value is known after the apply
	sensitive marks           // true where a value must not be shown
	config    *resourceConfig // nil: not known
	flows     bool            // the values are those of a provider that rejects flows
}

// read decodes the values of a resource.
func (v terraformValues) read(format Format, address string, values node) *decoder {
	d := newDecoder(format, LayerTerraform, v.names, address)
	d.value = v.value
	d.read(values)
	v.rest(d)
	if v.flows {
		d.tellFlows()
	}
	d.finish()
	return d
}

// value says what is known of an attribute or, where i is not negative, of an
// element of it. What the configuration does not set and what is known only later
// is computed by the service: it is not sent.
func (v terraformValues) value(f userpoolclient.Field, i int, n node) value {
	attribute := v.names.path(f)
	isNull := n.kind() == kindNull
	switch {
	case v.unknown.marked(attribute, i):
		return value{node: n, state: v.later(f, attribute, i)}
	case isNull && i >= 0:
		return value{node: n, state: unknown} // an element that is not known is null
	case isNull:
		return value{node: n, state: absent}
	case v.sensitive.marked(attribute, i):
		return value{node: n, state: unknown}
	case i < 0 && isZero(n) && !v.sets(attribute):
		return value{node: n, state: absent} // how older states write what is not there
	}
	return value{node: n}
}

// later is the state of what is known after the apply: there, when it refers to a
// resource or must be there; perhaps, when it is a condition or a variable; not
// sent, when the configuration does not set it.
func (v terraformValues) later(f userpoolclient.Field, attribute string, i int) state {
	switch {
	case i >= 0 || f == userpoolclient.FieldUserPoolId || f == userpoolclient.FieldClientName:
		return unknown
	case v.config == nil, kinds()[f] == takesStructure: // a dynamic block is not among the expressions
		return maybe
	case !v.sets(attribute):
		return absent
	case v.config.isReference(attribute):
		return unknown
	}
	return maybe
}

// sets reports whether the configuration is known to set an attribute.
func (v terraformValues) sets(attribute string) bool {
	return v.config != nil && v.config.sets(attribute)
}

// isZero reports whether a value is the empty string or 0.
func isZero(n node) bool {
	return n.kind() == kindText && n.text() == "" || n.kind() == kindNumber && n.text() == "0"
}

// rest adds what is set but does not stand among the values: attributes and
// elements of lists that are known only after the apply.
func (v terraformValues) rest(d *decoder) {
	if v.unknown.attributes == nil && v.unknown.tree.kind() != kindBool {
		return
	}
	for _, info := range allFields() {
		f := info.Name
		attribute, ok := v.names.paths[f]
		whole, nested := v.names.paths[info.Parent]
		if !ok || f == userpoolclient.FieldClientId || nested && isTrue(v.unknown.lookup(whole)) {
			continue
		}
		switch mark := v.unknown.lookup(attribute); {
		case mark.kind() == kindList && kinds()[f] == takesList:
			list, _ := d.config.Elements(f)
			if _, more := mark.nth(len(list)); more && len(list) < mostElements {
				d.unknown = append(d.unknown, element(f, len(list)))
			}
		case !isTrue(mark) || d.gives(f) || d.spots.has(f):
		case v.later(f, attribute, -1) == unknown:
			d.unknown = append(d.unknown, f)
		case v.later(f, attribute, -1) == maybe:
			d.maybe = append(d.maybe, f)
		}
	}
}

// tellFlows tells of flows that the provider rejects at plan time.
func (d *decoder) tellFlows() {
	const flow = "ALLOW_CLIENT_TOKEN_AUTH"
	f := userpoolclient.FieldExplicitAuthFlows
	flows, _ := d.config.Elements(f)
	if i := slices.Index(flows, flow); i >= 0 {
		at := func() Position { at, _ := d.spots.position(element(f, i)); return at }
		d.problem(ruleProviderFlow, f, i, at, `"`+flow+`" is not among the values that the AWS provider takes`)
	}
}

// marks is a tree of marks: true or false, or an object of marks by attribute.
// Its attributes are looked up once, for there may be many elements to ask about.
type marks struct {
	tree       node
	attributes map[string]node
}

// newMarks notes the attributes that an app client has.
func newMarks(tree node, names *names) marks {
	m := marks{tree: tree}
	for each := range tree.members() {
		if _, ok := names.fields[each.key]; ok {
			if m.attributes == nil {
				m.attributes = make(map[string]node)
			}
			m.attributes[each.key] = each.value
		}
	}
	return m
}

// isTrue reports whether a mark is true.
func isTrue(n node) bool { return n.kind() == kindBool && n.text() == "true" }

// marked reports whether the tree has true at an attribute, at the element of it
// if i is not negative, or above.
func (m marks) marked(attribute string, i int) bool {
	n := m.lookup(attribute)
	if i >= 0 && n.kind() == kindList {
		n, _ = n.nth(i)
	}
	return isTrue(n)
}

// lookup is the mark of an attribute or of what holds it, a node of nothing where
// there is none.
func (m marks) lookup(attribute string) node {
	if m.tree.kind() == kindBool {
		return m.tree
	}
	name, inner, nested := strings.Cut(attribute, ".")
	n := m.attributes[name]
	if !nested || n.kind() == kindBool {
		return n
	}
	if n.kind() == kindList { // a block is a list of one object
		n, _ = n.nth(0)
	}
	if n.kind() == kindBool {
		return n
	}
	return n.member(inner)
}
