package iac

import (
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// The resource types of CloudFormation that matter here.
const (
	typeClient   = "AWS::Cognito::UserPoolClient"
	typePool     = "AWS::Cognito::UserPool"
	typeServer   = "AWS::Cognito::UserPoolResourceServer"
	typeProvider = "AWS::Cognito::UserPoolIdentityProvider"
)

// CloudFormation returns the app clients of a template in YAML or JSON: of
// CloudFormation, of SAM, of CDK's output, or under the resources of a
// Serverless file. Templates are judged as a creation. Where the template holds
// the user pool as well, the Context has the pool.
//
// Fn::ForEach and macros (Fn::Transform) are left alone.
func CloudFormation(data []byte) ([]Resource, error) { return Options{}.CloudFormation(data) }

// CloudFormation is like the function [CloudFormation], with the options.
func (o Options) CloudFormation(data []byte) ([]Resource, error) {
	if len(data) > MaxJSON && beginsObject(data) {
		return nil, tooLong(len(data), MaxJSON)
	}
	if t, err := newJSON(string(data)); err == nil {
		return o.template("", t.root())
	}
	return o.yaml(data)
}

// yaml reads a template that is not JSON.
func (o Options) yaml(data []byte) ([]Resource, error) {
	roots, err := readYAML(data)
	if err != nil {
		return nil, err
	}
	var all []Resource
	for _, root := range roots {
		found, err := root.doc.end(o.template("", root))
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// template reads a CloudFormation template or a Serverless file.
func (o Options) template(name string, root node) ([]Resource, error) {
	if inner, ok := root.get("resources"); ok {
		return o.serverless(inner)
	}
	t := newTemplate(root, o)
	if t.format == FormatCloudFormation && strings.HasSuffix(name, ".template.json") {
		t.format = FormatCDK
	}
	return t.clients()
}

// serverless reads the resources of a Serverless file: an object, or a list of
// them and of references to other files.
func (o Options) serverless(resources node) ([]Resource, error) {
	parts := []node{resources}
	if resources.kind() == kindList {
		parts = parts[:0]
		for part := range resources.items() {
			parts = append(parts, part)
		}
	}
	var all []Resource
	for _, part := range parts {
		t := newTemplate(part, o)
		t.format = FormatServerless
		t.open = true // other parts and plugins add resources
		clients, err := t.clients()
		if err != nil {
			return nil, err
		}
		all = append(all, clients...)
	}
	return all, nil
}

// A template is what its intrinsic functions can refer to.
type template struct {
	format     Format
	resources  []templateResource
	parameters map[string]string // the values that are known
	lists      map[string]bool   // the parameters that are lists
	open       bool              // it may have resources that are not seen: loops, macros
	depth      int               // of the functions that are being evaluated
}

type templateResource struct {
	id, typ    string
	at         Position
	body       node
	properties node
}

func newTemplate(root node, o Options) *template {
	t := &template{format: FormatCloudFormation, parameters: o.Parameters, lists: make(map[string]bool)}
	if _, ok := root.get("Resources"); !ok {
		t.fragment(root)
	}
	for m := range root.members() {
		switch m.key {
		case "Transform":
			t.transform(m.value)
		case "Parameters":
			for p := range m.value.members() {
				if typ, ok := p.value.get("Type"); ok {
					t.lists[p.key] = strings.Contains(typ.text(), "List")
				}
			}
		case "Resources":
			for r := range m.value.members() {
				t.add(r)
			}
		}
	}
	return t
}

// fragment reads resources that another file includes under its Resources, as
// Serverless files do.
func (t *template) fragment(root node) {
	t.format, t.open = FormatServerless, true
	for m := range root.members() {
		t.add(m)
	}
}

func (t *template) transform(n node) {
	for item := range n.items() {
		t.transform(item)
	}
	if n.kind() != kindText {
		t.open = t.open || n.kind() == kindObject
		return
	}
	switch name := n.text(); {
	case strings.HasPrefix(name, "AWS::Serverless-"):
		t.format = FormatSAM
	case name != "AWS::LanguageExtensions":
		t.open = true
	}
}

func (t *template) add(m member) {
	if isFunction(m.key) {
		t.open = true
		return
	}
	typ, ok := m.value.get("Type")
	if !ok || typ.kind() != kindText {
		return
	}
	r := templateResource{id: m.key, typ: typ.text(), at: m.at(), body: m.value}
	switch r.typ {
	case typeClient, typePool, typeServer, typeProvider:
		r.properties = m.value.member("Properties")
		t.resources = append(t.resources, r)
	}
	if _, ok := m.value.path("Metadata", "aws:cdk:path"); ok && t.format == FormatCloudFormation {
		t.format = FormatCDK
	}
}

func (t *template) clients() ([]Resource, error) {
	var all []Resource
	for i := range t.resources {
		if t.resources[i].typ != typeClient {
			continue
		}
		r, err := t.client(&t.resources[i])
		if err != nil {
			return nil, err
		}
		all = append(all, *r)
	}
	return all, nil
}

func (t *template) client(tr *templateResource) (*Resource, error) {
	r := newResource(tr.id, t.format, cloudFormationNames, tr.at)
	r.Context.Operation = userpoolclient.OperationCreate
	d := decoder{res: r, names: r.names, foreign: ruleUnknown, value: t.value}
	complete := d.properties(tr.properties, "")
	given := func(f userpoolclient.Field) bool { _, ok := r.places[f]; return ok }
	if !given(userpoolclient.FieldClientName) {
		d.unknown(userpoolclient.FieldClientName) // generated
	}
	if !complete {
		for path, f := range r.names.fields {
			if !strings.Contains(path, ".") && !given(f) {
				d.unknown(f)
			}
		}
	}
	r.Context.Pool = t.pool(tr)
	var err error
	r.Ignores, err = ignores(tr.body)
	return r, err
}

// value evaluates what a template gives for a field, as far as it is known.
func (t *template) value(_ userpoolclient.Field, n node) (node, state) {
	if name, argument, ok := n.call(); ok {
		return t.evaluate(n, name, argument)
	}
	if n.kind() == kindText && t.deferred(n.text()) {
		return n, unknown
	}
	return n, known
}

// deferred says that a text stands for one that is looked up later: a dynamic
// reference of CloudFormation or a variable of Serverless.
func (t *template) deferred(text string) bool {
	if strings.Contains(text, "{{resolve:") {
		return true
	}
	_, rest, ok := strings.Cut(text, "${")
	if !ok {
		return false
	}
	if t.format == FormatServerless {
		return true
	}
	for _, source := range []string{"self:", "opt:", "env:", "sls:", "file(", "param:", "ssm:", "cf:", "cf(", "s3:", "aws:"} {
		if strings.HasPrefix(rest, source) {
			return true // a file that a Serverless file includes
		}
	}
	return false
}

// evaluate is the value of an intrinsic function of which everything is known.
func (t *template) evaluate(n node, name string, argument node) (node, state) {
	const deepest = 16
	if t.depth++; t.depth > deepest {
		t.depth--
		return n, unknown
	}
	defer func() { t.depth-- }()
	var text string
	var ok bool
	switch name {
	case "Ref":
		return t.ref(n, argument.text())
	case "Fn::Sub":
		text, ok = t.sub(argument)
	case "Fn::Join":
		text, ok = t.join(argument)
	}
	if !ok || t.deferred(text) {
		return n, unknown
	}
	return node{doc: n.doc, made: &made{text: text, at: n.at()}}, known
}

func (t *template) ref(n node, name string) (node, state) {
	if name == "AWS::NoValue" {
		return n, absent
	}
	text, ok := t.parameters[name]
	if !ok {
		return n, unknown
	}
	m := &made{text: text, at: n.at()}
	if t.lists[name] {
		m.items = []string{}
		for item := range strings.SplitSeq(text, ",") {
			m.items = append(m.items, strings.TrimSpace(item))
		}
	}
	return node{doc: n.doc, made: m}, known
}

// longest is the longest text that a function is evaluated to.
const longest = 1 << 16

// text is a text, or what a function evaluates to.
func (t *template) text(n node) (string, bool) {
	n, s := t.value("", n)
	if s != known || n.kind() == kindList || n.kind() == kindObject || n.kind() == kindNull {
		return "", false
	}
	text := n.text()
	return text, len(text) <= longest
}

// sub is Fn::Sub of a text, or of a text and an object of variables.
func (t *template) sub(argument node) (string, bool) {
	var variables node
	pattern := argument
	if argument.kind() == kindList {
		i := 0
		for item := range argument.items() {
			switch i {
			case 0:
				pattern = item
			case 1:
				variables = item
			}
			i++
		}
	}
	if pattern.kind() != kindText {
		return "", false
	}
	var b strings.Builder
	rest := pattern.text()
	for b.Len() <= longest {
		before, after, ok := strings.Cut(rest, "${")
		b.WriteString(before)
		if !ok {
			return b.String(), b.Len() <= longest
		}
		name, after, ok := strings.Cut(after, "}")
		if !ok {
			return "", false
		}
		value, ok := t.variable(name, variables)
		if !ok {
			return "", false
		}
		b.WriteString(value)
		rest = after
	}
	return "", false
}

// variable is what ${name} stands for.
func (t *template) variable(name string, variables node) (string, bool) {
	if literal, ok := strings.CutPrefix(name, "!"); ok {
		return "${" + literal + "}", true
	}
	if variables.doc != nil {
		if n, ok := variables.get(name); ok {
			return t.text(n)
		}
	}
	text, ok := t.parameters[name]
	return text, ok
}

// join is Fn::Join of a separator and a list.
func (t *template) join(argument node) (string, bool) {
	var separator string
	var list node
	i := 0
	for item := range argument.items() {
		switch i {
		case 0:
			separator = item.text()
		case 1:
			list = item
		}
		i++
	}
	if i != 2 || list.kind() != kindList {
		return "", false
	}
	if _, _, ok := list.call(); ok {
		return "", false
	}
	var b strings.Builder
	first := true
	for item := range list.items() {
		text, ok := t.text(item)
		if !ok || b.Len()+len(text) > longest {
			return "", false
		}
		if !first {
			b.WriteString(separator)
		}
		first = false
		b.WriteString(text)
	}
	return b.String(), true
}
