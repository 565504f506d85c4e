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
	unknown    node            // true where a value is known after the apply
	sensitive  node            // true where a value must not be shown
	configured map[string]bool // the attributes that the configuration sets; nil: not known
}

// value says what is known of an attribute. What the configuration does not set
// and what is known only later is computed by the service: it is not sent.
func (v terraformValues) value(f userpoolclient.Field, n node) (node, state) {
	path := terraformNames.path(f)
	attribute, _, isElement := strings.Cut(path, "[")
	set := v.configured == nil || v.configured[attribute]
	switch {
	case marked(v.sensitive, path):
		return n, unknown
	case marked(v.unknown, path) && set, n.kind() == kindNull && isElement:
		return n, unknown // an element that is not known is null
	case marked(v.unknown, path), n.kind() == kindNull:
		return n, absent
	case !v.configured[attribute] && !isElement && isZero(n):
		return n, absent // how older states write what is not there
	}
	return n, known
}

// isZero says that a value is the empty string or 0.
func isZero(n node) bool {
	return n.kind() == kindText && n.text() == "" || n.kind() == kindNumber && n.text() == "0"
}

// rest adds what is given but does not stand among the values: attributes and
// elements of lists that are known only after the apply.
func (v terraformValues) rest(d *decoder) {
	for path, f := range d.names.fields {
		mark, ok := lookup(v.unknown, path)
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

// marked says that the tree of marks has true at the path or above it.
func marked(tree node, path string) bool {
	n, ok := lookup(tree, path)
	return ok && n.kind() == kindBool && n.text() == "true"
}

// lookup is the mark of a path, "callback_urls[2]", or of what holds it. A block
// is a list of one object.
func lookup(tree node, path string) (node, bool) {
	for name := range strings.SplitSeq(path, ".") {
		name, index, indexed := strings.Cut(name, "[")
		if tree.kind() == kindList {
			tree, _ = tree.nth(0)
		}
		if tree.kind() == kindBool {
			return tree, true
		}
		var ok bool
		if tree, ok = tree.get(name); !ok {
			return node{}, false
		}
		if indexed && tree.kind() == kindList {
			i, _ := strconv.Atoi(strings.TrimSuffix(index, "]"))
			if tree, ok = tree.nth(i); !ok {
				return node{}, false
			}
		}
	}
	return tree, true
}
