package iac

import (
	"iter"
	"strconv"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// longestText is the longest text that a function is evaluated to.
const longestText = 1 << 16

// value is what a template gives for a field, as far as it is known.
func (t *template) value(_ userpoolclient.Field, _ int, n node) value { return t.evaluate(n) }

// evaluate is the value of a node: its own, or that of an intrinsic function of
// which everything is known.
func (t *template) evaluate(n node) value {
	if name, argument, ok := n.call(); ok {
		return t.call(n, name, argument)
	}
	if n.kind() != kindText {
		return value{node: n}
	}
	text := n.text()
	if !t.isDeferred(text) {
		return value{node: n}
	}
	return value{node: n, state: unknown, text: t.deferred(text)}
}

// deepest is how deep functions may nest.
const deepest = 16

// call is the value of an intrinsic function.
func (t *template) call(n node, name string, argument node) value {
	if t.depth == deepest {
		return value{node: n, state: unknown, noText: true}
	}
	t.depth++
	defer func() { t.depth-- }()
	switch name {
	case "Ref":
		return t.ref(n, argument.text())
	case "Fn::If":
		return t.branch(n, argument)
	case "Fn::Sub":
		text, ok := t.sub(argument)
		return t.made(n, text, ok)
	case "Fn::Join":
		text, ok := t.join(argument)
		return t.made(n, text, ok)
	case "Fn::Split":
		return t.split(n, argument)
	case "Fn::Select":
		return t.selected(n, argument)
	case "Fn::FindInMap":
		return t.findInMap(n, argument)
	}
	return value{node: n, state: unknown}
}

// made is the value of a function that comes to a text, if it does.
func (t *template) made(n node, text phrase, ok bool) value {
	if !ok || len(text.shown) > longestText || !n.doc.evaluate(len(text.shown)) {
		return value{node: n, state: unknown, noText: true}
	}
	text = t.withDeferrals(text)
	if text.open {
		return value{node: n, state: unknown, text: text}
	}
	return value{node: node{doc: n.doc, made: &made{text: text.shown, at: n.at()}}}
}

// madeList is the value of a function that comes to a list of texts.
func madeList(n node, items []string) value {
	if items == nil {
		items = []string{}
	}
	return value{node: node{doc: n.doc, made: &made{items: items, at: n.at()}}}
}

// ref is a parameter's value, as far as it is known.
func (t *template) ref(n node, name string) value {
	if name == "AWS::NoValue" {
		return value{node: n, state: absent}
	}
	text, ok := t.parameter(name)
	if !ok {
		return value{node: n, state: unknown}
	}
	if p := t.parameters[name]; p != nil && p.isList {
		return madeList(n, p.split(text))
	}
	return value{node: node{doc: n.doc, made: &made{text: text, at: n.at()}}}
}

// branch is the branch of Fn::If that its condition chooses. Where the condition
// is open, so is the value; it may be absent when a branch may.
func (t *template) branch(n node, argument node) value {
	parts, ok := argument.arguments(3)
	if !ok {
		return value{node: n, state: unknown}
	}
	switch t.condition(parts[0].text()) {
	case yes:
		return t.evaluate(parts[1])
	case no:
		return t.evaluate(parts[2])
	}
	first, second := t.evaluate(parts[1]), t.evaluate(parts[2])
	switch {
	case first.state == absent && second.state == absent:
		return value{node: n, state: absent}
	case first.state == absent, second.state == absent, first.state == maybe, second.state == maybe:
		return value{node: n, state: maybe}
	}
	return value{node: n, state: unknown}
}

// phrase is a text, or what a function evaluates to; ok reports whether it is one
// at all.
func (t *template) phrase(n node) (text phrase, ok bool) {
	v := t.evaluate(n)
	switch {
	case v.state == unknown && v.text.open:
		return v.text, true
	case v.noText:
		return phrase{}, false
	case v.state == unknown:
		var p phrasing
		p.hole(holeName(n))
		return p.done(), true
	case v.state != known || !v.node.kind().isScalar():
		return phrase{}, false
	}
	s := v.node.text()
	return phrase{shown: s}, len(s) <= longestText
}

// text is a text that is known; ok reports whether it is.
func (t *template) text(n node) (text string, ok bool) {
	p, ok := t.phrase(n)
	return p.shown, ok && !p.open
}

// holeName is what a function that is not known is shown as.
func holeName(n node) string {
	name, argument, _ := n.call()
	switch {
	case name == "Ref" && len(argument.text()) < 64:
		return argument.text()
	case name == "":
		return "…"
	}
	return strings.TrimPrefix(name, "Fn::")
}

// sub is Fn::Sub of a text, or of a text and an object of variables.
func (t *template) sub(argument node) (text phrase, ok bool) {
	var variables node
	pattern := argument
	if parts, ok := argument.arguments(2); ok {
		pattern, variables = parts[0], parts[1]
	}
	if pattern.kind() != kindText {
		return text, false
	}
	var p phrasing
	rest := pattern.text()
	for p.Len() <= longestText {
		before, after, found := strings.Cut(rest, "${")
		p.WriteString(before)
		if !found {
			return p.done(), true
		}
		name, after, found := strings.Cut(after, "}")
		if !found || !t.variable(&p, name, variables) {
			return text, false
		}
		rest = after
	}
	return text, false
}

// variablesOf are the names in a text of Fn::Sub: x of ${x}.
func variablesOf(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for {
			_, after, ok := strings.Cut(text, "${")
			if !ok {
				return
			}
			var name string
			if name, text, _ = strings.Cut(after, "}"); !yield(name) {
				return
			}
		}
	}
}

// variable appends what ${name} stands for and reports whether it is a text.
func (t *template) variable(p *phrasing, name string, variables node) bool {
	if literal, ok := strings.CutPrefix(name, "!"); ok {
		p.WriteString("${" + literal + "}")
		return true
	}
	if variables.doc != nil {
		if n, ok := variables.get(name); ok {
			value, ok := t.phrase(n)
			p.join(value)
			return ok
		}
	}
	if value, ok := t.parameter(name); ok {
		p.WriteString(value)
		return true
	}
	p.hole(name)
	return true
}

// join is Fn::Join of a separator and a list.
func (t *template) join(argument node) (text phrase, ok bool) {
	parts, ok := argument.arguments(2)
	if !ok {
		return text, false
	}
	list := t.evaluate(parts[1])
	if list.state != known || list.node.kind() != kindList {
		return text, false
	}
	var p phrasing
	separator := parts[0].text()
	first := true
	for item := range list.node.items() {
		value, ok := t.phrase(item)
		if !ok || p.Len()+len(value.shown) > longestText {
			return text, false
		}
		if !first {
			p.WriteString(separator)
		}
		first = false
		p.join(value)
	}
	return p.done(), true
}

// split is Fn::Split of a separator and a text.
func (t *template) split(n node, argument node) value {
	parts, ok := argument.arguments(2)
	if !ok {
		return value{node: n, state: unknown}
	}
	text, ok := t.text(parts[1])
	separator := parts[0].text()
	if !ok || separator == "" || !n.doc.evaluate(bytesPerItem*strings.Count(text, separator)) {
		return value{node: n, state: unknown}
	}
	return madeList(n, strings.Split(text, separator))
}

// selected is Fn::Select of an index and a list.
func (t *template) selected(n node, argument node) value {
	parts, ok := argument.arguments(2)
	if !ok {
		return value{node: n, state: unknown}
	}
	index, ok := t.text(parts[0])
	i, err := strconv.Atoi(index)
	list := t.evaluate(parts[1])
	if !ok || err != nil || i < 0 || list.state != known {
		return value{node: n, state: unknown}
	}
	item, ok := list.node.nth(i)
	if !ok {
		return value{node: n, state: unknown}
	}
	return t.evaluate(item)
}

// findInMap is Fn::FindInMap of a mapping that the template holds.
func (t *template) findInMap(n node, argument node) value {
	keys, ok := argument.arguments(3)
	found := t.mappings
	for _, key := range keys {
		var text string
		if text, ok = t.text(key); !ok {
			break
		}
		if found, ok = found.get(text); !ok {
			break
		}
	}
	if !ok || len(keys) != 3 {
		return value{node: n, state: unknown}
	}
	return value{node: found}
}
