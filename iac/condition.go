package iac

import "strings"

// A truth is what a condition comes to.
type truth uint8

const (
	open truth = iota // it is known only later
	yes
	no
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

func (t truth) not() truth {
	switch t {
	case yes:
		return no
	case no:
		return yes
	}
	return open
}

// An expression is a condition of a template, read once.
type expression struct {
	op    operator
	args  []*expression // of and, or and not
	name  string        // of named, the condition; of opaque, the text of what is not understood
	left  operand       // of equals
	right operand
	fixed bool // of constant
	size  int  // how many expressions it is made of
}

type operator uint8

const (
	opaque operator = iota
	constant
	named
	equals
	and
	or
	not
)

// An operand of Fn::Equals is a parameter of which the value is open, or a text.
type operand struct{ parameter, text string }

// expression is the condition of that name. One that the template does not have
// stands for itself: another part of the file may have it.
func (t *template) expression(name string) *expression {
	if e, ok := t.expressions[name]; ok {
		return e
	}
	itself := &expression{op: opaque, name: name, size: 1}
	t.expressions[name] = itself // while it is being read, for conditions that name each other
	if n, ok := t.conditions[name]; ok {
		if e := t.parse(n, 0); e.size <= mostExpressions {
			t.expressions[name] = e
		}
	}
	return t.expressions[name]
}

// mostExpressions is how large a condition is, with those that it names, that is
// understood.
const mostExpressions = 200

func (t *template) parse(n node, depth int) *expression {
	name, argument, ok := n.call()
	if !ok || depth > deepest {
		return newOpaque(n)
	}
	switch name {
	case "Condition":
		return &expression{op: named, name: argument.text(), size: 1 + t.expression(argument.text()).size}
	case "Fn::Equals":
		if sides, ok := argument.arguments(2); ok {
			return t.parseEquals(n, sides[0], sides[1])
		}
	case "Fn::And", "Fn::Or", "Fn::Not":
		e := &expression{op: map[string]operator{"Fn::And": and, "Fn::Or": or, "Fn::Not": not}[name], size: 1}
		for item := range argument.items() {
			arg := t.parse(item, depth+1)
			e.args = append(e.args, arg)
			if e.size += arg.size; e.size > mostExpressions {
				break
			}
		}
		if e.op != not || len(e.args) == 1 {
			return e
		}
	}
	return newOpaque(n)
}

// newOpaque is what is not understood.
func newOpaque(n node) *expression { return &expression{op: opaque, name: canonical(n), size: 1} }

func (t *template) parseEquals(n, left, right node) *expression {
	a, ok := t.operand(left)
	b, ok2 := t.operand(right)
	switch {
	case !ok || !ok2:
		return newOpaque(n)
	case a.parameter == "" && b.parameter == "":
		return &expression{op: constant, fixed: a.text == b.text, size: 1}
	case a.parameter == b.parameter:
		return &expression{op: constant, fixed: true, size: 1}
	case a.parameter == "":
		a, b = b, a
	}
	return &expression{op: equals, left: a, right: b, size: 1}
}

// operand is one side of Fn::Equals; ok reports whether it is a text or a
// parameter.
func (t *template) operand(n node) (o operand, ok bool) {
	if text, ok := t.text(n); ok {
		return operand{text: text}, true
	}
	name, argument, ok := n.call()
	if !ok || name != "Ref" {
		return o, false
	}
	if p := t.parameters[argument.text()]; p != nil && p.isList {
		return o, false
	}
	return operand{parameter: argument.text()}, true
}

// canonical is a value as a text that two equal values share.
func canonical(n node) string {
	const longest = 1000
	var b strings.Builder
	var write func(n node, depth int)
	write = func(n node, depth int) {
		switch {
		case b.Len() > longest || depth > deepest:
			b.WriteString("@" + n.at().String()) // too long to compare: it stands for itself
		case n.kind() == kindObject:
			for m := range n.members() {
				b.WriteString("{" + m.key + ":")
				write(m.value, depth+1)
				b.WriteString("}")
			}
		case n.kind() == kindList:
			for item := range n.items() {
				b.WriteString("[")
				write(item, depth+1)
				b.WriteString("]")
			}
		default:
			b.WriteString(n.text())
		}
	}
	write(n, 0)
	return b.String()
}

// condition is what the condition of that name comes to in the case that is being
// read.
func (t *template) condition(name string) truth {
	if fixed, ok := t.world.truth(name); ok {
		return fixed
	}
	return t.named(name)
}

// enter makes a world the one that is being read.
func (t *template) enter(w world) {
	t.world = w
	clear(t.memo)
}

// named is what the condition of that name comes to by its expression; one that
// names itself is open.
func (t *template) named(name string) truth {
	if known, ok := t.memo[name]; ok {
		return known
	}
	t.memo[name] = open
	result := t.holds(t.expression(name))
	t.memo[name] = result
	return result
}

// stepsPerExpression are the steps of asking what an expression comes to.
const stepsPerExpression = 4

// holds is what an expression comes to.
func (t *template) holds(e *expression) truth {
	if !t.doc.spend(stepsPerExpression) {
		return open
	}
	switch e.op {
	case constant:
		return truthOf(e.fixed)
	case named:
		return t.named(e.name)
	case equals:
		return t.equal(e)
	case not:
		return t.holds(e.args[0]).not()
	case and:
		return t.all(e.args, no)
	case or:
		return t.all(e.args, yes)
	}
	return t.world.holds(e.name)
}

// all is what Fn::And or Fn::Or come to: what one argument that decides comes to,
// the opposite when no argument does.
func (t *template) all(args []*expression, decides truth) truth {
	result := decides.not()
	for _, arg := range args {
		switch t.holds(arg) {
		case decides:
			return decides
		case open:
			result = open
		}
	}
	return result
}

// equal is what Fn::Equals of a parameter and a text, or another parameter, comes
// to.
func (t *template) equal(e *expression) truth {
	left, ok := t.parameter(e.left.parameter)
	right := e.right.text
	if e.right.parameter != "" {
		var ok2 bool
		right, ok2 = t.parameter(e.right.parameter)
		ok = ok && ok2
	}
	switch {
	case ok:
		return truthOf(left == right)
	case e.right.parameter == "" && t.world.hasOther(e.left.parameter):
		return no
	}
	return t.world.holds(e.key())
}

// key is the expression as a choice of its own.
func (e *expression) key() string {
	if e.op == equals {
		return e.left.parameter + " = " + e.right.parameter
	}
	return e.name
}
