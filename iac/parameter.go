package iac

import (
	"slices"
	"strings"

	"github.com/userpoolclient/userpoolclient/internal/nearest"
)

// A parameter is what a template declares of one.
type parameter struct {
	isList     bool
	allowed    []string // the values that it may have; nil: any
	assumed    string   // the value that it has when nobody gives one
	isAssumed  bool
	asText     string   // the text that items are of
	items      []string // of a list
	isVariable bool     // its cases are told apart where a client takes it as it is
}

// isChoice reports whether the values that the parameter may have are few.
func (p *parameter) isChoice() bool { return len(p.allowed) > 0 && len(p.allowed) <= mostValues }

// split is the value of a list parameter. Its items are shared by all that refer
// to it.
func (p *parameter) split(text string) []string {
	if p.items == nil || p.asText != text {
		p.asText, p.items = text, []string{}
		for item := range strings.SplitSeq(text, ",") {
			p.items = append(p.items, strings.TrimSpace(item))
		}
	}
	return p.items
}

// declare reads the parameters of a template.
func (t *template) declare(parameters node, o Options) {
	for m := range parameters.members() {
		t.parameters[m.key] = readParameter(m.value, o.AssumeDefaults)
		t.declared = append(t.declared, m.key)
	}
}

func readParameter(n node, assume bool) *parameter {
	p := new(parameter)
	var standard node
	hidden, hasDefault := false, false
	for m := range n.members() {
		switch m.key {
		case "Type":
			typ := m.value.text()
			p.isList = strings.Contains(typ, "List")
			hidden = hidden || strings.HasPrefix(typ, "AWS::SSM::") // the default is the name of a value
		case "NoEcho":
			hidden = hidden || strings.EqualFold(m.value.text(), "true")
		case "Default":
			standard, hasDefault = m.value, m.value.kind().isScalar()
		case "AllowedValues":
			p.allow(m.value)
		}
	}
	if hidden {
		p.allowed = nil // what must not be shown must not be told by a finding
		return p
	}
	p.isVariable = assume && p.isChoice() && len(p.allowed) <= mostBranches
	if assume && hasDefault && !p.isVariable {
		p.assumed, p.isAssumed = standard.text(), true
	}
	return p
}

// allow reads the values that a parameter may have.
func (p *parameter) allow(values node) {
	for item := range values.items() {
		if !item.kind().isScalar() || len(p.allowed) > mostValues {
			p.allowed = nil
			return
		}
		if text := item.text(); !slices.Contains(p.allowed, text) {
			p.allowed = append(p.allowed, text)
		}
	}
}

// parameter is the value of a parameter; ok reports whether it is known.
func (t *template) parameter(name string) (text string, ok bool) {
	if text, ok = t.world.value(name); ok {
		return text, true
	}
	if text, ok = t.given[name]; ok {
		return text, true
	}
	if p := t.parameters[name]; p != nil && p.isAssumed {
		return p.assumed, true
	}
	return "", false
}

// undeclared is an error when a value is given for a parameter that the template
// does not declare.
func (t *template) undeclared(o Options) error {
	if o.SharedParameters || o.Discovered || t.included {
		return nil
	}
	return undeclared(o.Parameters, t.declared)
}

// undeclared is an error about the first value, by name, that no parameter takes.
// The pseudo parameters of CloudFormation need no declaration.
func undeclared(given map[string]string, declared []string) error {
	for _, name := range sorted(given) {
		if !slices.Contains(declared, name) && !strings.HasPrefix(name, "AWS::") {
			return &ParameterError{Name: name, Near: nearest.To(name, declared)}
		}
	}
	return nil
}
