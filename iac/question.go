package iac

import "slices"

// question is what the cases of a client depend on.
func (t *template) question(tr *templateResource) question {
	var q question
	if tr.properties.yaml != nil {
		q.seen = make(visited)
	}
	if n, ok := tr.body.get("Condition"); ok && n.kind() == kindText && t.condition(n.text()) != yes {
		q.created = n.text()
	}
	t.ask(tr.properties, &q)
	return q
}

// ask collects the conditions and parameters of a value on which its cases
// depend.
func (t *template) ask(n node, q *question) {
	if q.seen.again(n) {
		return
	}
	switch n.kind() {
	case kindList:
		asked := 0
		for item := range n.items() {
			if asked++; asked > mostElements {
				return // of no list more is read
			}
			t.ask(item, q)
		}
		return
	case kindObject:
	default:
		return
	}
	name, argument, ok := n.call()
	if !ok {
		for m := range n.members() {
			t.ask(m.value, q)
		}
		return
	}
	switch name {
	case "Fn::If":
		t.askIf(argument, q)
	case "Ref":
		t.askParameter(argument.text(), q)
	case "Fn::Sub":
		t.askSub(argument, q)
	default:
		t.ask(argument, q)
	}
}

// askIf collects what the branches of Fn::If depend on: of both where its
// condition is open.
func (t *template) askIf(argument node, q *question) {
	parts, ok := argument.arguments(3)
	if !ok {
		return
	}
	name := parts[0].text()
	truth := t.condition(name)
	if truth == open && !slices.Contains(q.conditions, name) && len(q.conditions) < mostConditions {
		q.conditions = append(q.conditions, name)
	}
	if truth != no {
		t.ask(parts[1], q)
	}
	if truth != yes {
		t.ask(parts[2], q)
	}
}

// askParameter notes a parameter of which the cases are told apart.
func (t *template) askParameter(name string, q *question) {
	p := t.parameters[name]
	if p == nil || !p.isVariable || slices.Contains(q.parameters, name) || len(q.parameters) >= mostConditions {
		return
	}
	if _, known := t.given[name]; !known {
		q.parameters = append(q.parameters, name)
	}
}

// askSub notes the parameters in the text of Fn::Sub.
func (t *template) askSub(argument node, q *question) {
	pattern := argument
	if parts, ok := argument.arguments(2); ok {
		pattern = parts[0]
		t.ask(parts[1], q)
	}
	if !t.options.AssumeDefaults || pattern.kind() != kindText {
		return
	}
	for name := range variablesOf(pattern.text()) {
		t.askParameter(name, q)
	}
}
