package terraform

import (
	"math/big"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/userpoolclient/userpoolclient/internal/jsontext"
)

// jsonFile turns Terraform's JSON syntax into the nodes of the native syntax, so
// that one evaluator serves both. (The library's own reader of JSON parses
// templates only when it evaluates them, which would go past the bounds.)
type jsonFile struct {
	name  string
	lines *jsontext.Lines
	diags hcl.Diagnostics
}

// A jsonNode is a value of the file.
type jsonNode struct {
	kind    jsontext.Kind
	text    string
	truth   bool
	items   []jsonNode
	members []jsonMember
	at      hcl.Range
}

type jsonMember struct {
	name  string
	at    hcl.Range
	value jsonNode
}

// parseJSON parses a file in the JSON syntax.
func parseJSON(src []byte, name string) (*hclsyntax.Body, hcl.Diagnostics) {
	f, root := readJSON(src, name)
	if f.diags.HasErrors() {
		return nil, f.diags
	}
	body := &hclsyntax.Body{Attributes: make(hclsyntax.Attributes), SrcRange: root.at}
	for _, m := range root.objects() {
		for _, top := range m.members {
			f.top(body, top)
		}
	}
	return body, f.diags
}

// parseJSONValues parses a file that sets variables.
func parseJSONValues(src []byte, name string) (*hclsyntax.Body, hcl.Diagnostics) {
	f, root := readJSON(src, name)
	if f.diags.HasErrors() {
		return nil, f.diags
	}
	return f.body(root, nil), f.diags
}

func readJSON(src []byte, name string) (*jsonFile, jsonNode) {
	text := string(src)
	f := &jsonFile{name: name, lines: jsontext.NewLines(text)}
	r := jsontext.NewLossy(text)
	root := f.read(&r, 0)
	if r.Err() == nil && r.Kind() != jsontext.End {
		r.Expected("the end of the text")
	}
	switch {
	case r.Err() != nil:
		f.fail(f.at(r.Err().Offset, r.Err().Offset), r.Err().Problem)
	case root.kind != jsontext.Object && root.kind != jsontext.List:
		f.fail(root.at, "must be a JSON object")
	}
	return f, root
}

func (f *jsonFile) fail(at hcl.Range, problem string) {
	f.diags = append(f.diags, &hcl.Diagnostic{
		Severity: hcl.DiagError, Summary: "Not Terraform's JSON", Detail: problem, Subject: &at,
	})
}

func (f *jsonFile) at(from, to int) hcl.Range {
	start := f.lines.Position(from)
	pos := hcl.Pos{Line: start.Line, Column: start.Column, Byte: from}
	end := pos
	end.Byte = to
	return hcl.Range{Filename: f.name, Start: pos, End: end}
}

// read reads one value.
func (f *jsonFile) read(r *jsontext.Reader, depth int) jsonNode {
	from := r.At()
	n := jsonNode{kind: r.Kind()}
	if depth > maxDepth {
		r.Fail(from, "nests deeper than 100")
		return n
	}
	switch n.kind {
	case jsontext.Object:
		for more := r.BeginObject(); more; more = r.NextMember() {
			at := f.at(r.At(), r.At())
			name := r.Key()
			n.members = append(n.members, jsonMember{name, at, f.read(r, depth+1)})
		}
	case jsontext.List:
		for more := r.BeginList(); more; more = r.NextElement() {
			n.items = append(n.items, f.read(r, depth+1))
		}
	case jsontext.String:
		n.text = r.Text()
	case jsontext.Bool:
		n.truth, _ = r.Bool()
	case jsontext.Number:
		n.text = r.Number()
	default:
		r.SkipScalar()
	}
	n.at = f.at(from, r.Offset())
	return n
}

// objects are the objects that a value stands for: itself, or those of a list.
func (n jsonNode) objects() []jsonNode {
	switch n.kind {
	case jsontext.Object:
		return []jsonNode{n}
	case jsontext.List:
		var all []jsonNode
		for _, item := range n.items {
			if item.kind == jsontext.Object {
				all = append(all, item)
			}
		}
		return all
	}
	return nil
}

// top adds one member of the outermost object.
func (f *jsonFile) top(body *hclsyntax.Body, m jsonMember) {
	labels := map[string]int{"resource": 2, "data": 2, "variable": 1, "module": 1, "output": 1, "locals": 0}
	count, ok := labels[m.name]
	if ok {
		f.blocks(body, m.name, nil, count, m.value)
	}
}

// blocks adds the blocks of one type, of which so many labels are still to come.
func (f *jsonFile) blocks(body *hclsyntax.Body, typ string, labels []jsonMember, left int, n jsonNode) {
	for _, object := range n.objects() {
		if left == 0 {
			f.block(body, typ, labels, object)
			continue
		}
		for _, m := range object.members {
			if m.name != commentKey {
				f.blocks(body, typ, append(labels[:len(labels):len(labels)], m), left-1, m.value)
			}
		}
	}
}

// commentKey is the name of members that are comments.
const commentKey = "//"

func (f *jsonFile) block(body *hclsyntax.Body, typ string, labels []jsonMember, object jsonNode) {
	b := &hclsyntax.Block{Type: typ, TypeRange: object.at, OpenBraceRange: object.at, CloseBraceRange: object.at}
	var nested map[string]bool
	for _, l := range labels {
		b.Labels = append(b.Labels, l.name)
		b.LabelRanges = append(b.LabelRanges, l.at)
		b.TypeRange = l.at
	}
	if typ == "resource" {
		nested = blocksOf(labels[0].name)
	}
	b.Body = f.body(object, nested)
	if typ == "variable" {
		f.variableType(b.Body, object)
	}
	body.Blocks = append(body.Blocks, b)
}

// variableType reads the type of a variable, which is an expression in a string.
func (f *jsonFile) variableType(body *hclsyntax.Body, object jsonNode) {
	for _, m := range object.members {
		if m.name != "type" || m.value.kind != jsontext.String {
			continue
		}
		expr, diags := parseExpression([]byte(m.value.text), f.name)
		f.diags = append(f.diags, diags...)
		if !diags.HasErrors() {
			body.Attributes["type"].Expr = expr
		}
	}
}

// body turns an object into arguments and into blocks of the types in nested.
func (f *jsonFile) body(object jsonNode, nested map[string]bool) *hclsyntax.Body {
	body := &hclsyntax.Body{Attributes: make(hclsyntax.Attributes), SrcRange: object.at, EndRange: object.at}
	for _, m := range object.members {
		switch {
		case m.name == commentKey:
		case nested != nil && m.name == "dynamic":
			f.dynamic(body, m.value)
		case nested[m.name]:
			f.blocks(body, m.name, nil, 0, m.value)
		default:
			body.Attributes[m.name] = &hclsyntax.Attribute{
				Name: m.name, NameRange: m.at, EqualsRange: m.at,
				SrcRange: hcl.RangeBetween(m.at, m.value.at), Expr: f.expression(m.value),
			}
		}
	}
	return body
}

// dynamic adds dynamic blocks.
func (f *jsonFile) dynamic(body *hclsyntax.Body, n jsonNode) {
	for _, object := range n.objects() {
		for _, m := range object.members { // misspelt ones too, which are told by their names
			if m.name == commentKey {
				continue
			}
			for _, spec := range m.value.objects() {
				inner := f.body(spec, map[string]bool{"content": true})
				if iterator, ok := inner.Attributes["iterator"]; ok {
					f.iterator(iterator, spec)
				}
				body.Blocks = append(body.Blocks, &hclsyntax.Block{
					Type: "dynamic", TypeRange: m.at, OpenBraceRange: m.at, CloseBraceRange: m.at,
					Labels: []string{m.name}, LabelRanges: []hcl.Range{m.at}, Body: inner,
				})
			}
		}
	}
}

// iterator reads the name of an iterator, which is an expression in a string.
func (f *jsonFile) iterator(a *hclsyntax.Attribute, spec jsonNode) {
	for _, m := range spec.members {
		if m.name == "iterator" && m.value.kind == jsontext.String {
			expr, diags := parseExpression([]byte(m.value.text), f.name)
			f.diags = append(f.diags, diags...)
			if !diags.HasErrors() {
				a.Expr = expr
			}
		}
	}
}

// expression turns a value into an expression; strings are templates.
func (f *jsonFile) expression(n jsonNode) hclsyntax.Expression {
	switch n.kind {
	case jsontext.Object:
		object := &hclsyntax.ObjectConsExpr{SrcRange: n.at, OpenRange: n.at}
		for _, m := range n.members {
			key := f.template(m.name, m.at)
			object.Items = append(object.Items, hclsyntax.ObjectConsItem{
				KeyExpr:   &hclsyntax.ObjectConsKeyExpr{Wrapped: key, ForceNonLiteral: true},
				ValueExpr: f.expression(m.value),
			})
		}
		return object
	case jsontext.List:
		tuple := &hclsyntax.TupleConsExpr{SrcRange: n.at, OpenRange: n.at}
		for _, item := range n.items {
			tuple.Exprs = append(tuple.Exprs, f.expression(item))
		}
		return tuple
	case jsontext.String:
		return f.template(n.text, n.at)
	case jsontext.Bool:
		return literal(cty.BoolVal(n.truth), n.at)
	case jsontext.Number:
		if value, ok := numberOf(n.text); ok {
			return literal(value, n.at)
		}
		f.fail(n.at, "a number is malformed or has too many digits")
		return literal(cty.DynamicVal, n.at)
	}
	return literal(cty.NullVal(cty.DynamicPseudoType), n.at)
}

func numberOf(text string) (cty.Value, bool) {
	const longest = 400
	_, exponent, _ := strings.Cut(strings.ToLower(text), "e")
	if !jsontext.IsNumber(text) || len(text) > longest || len(strings.TrimLeft(exponent, "+-0")) > 3 {
		return cty.NilVal, false
	}
	x, _, err := big.ParseFloat(text, 10, 512, big.ToNearestEven)
	if err != nil {
		return cty.NilVal, false
	}
	return cty.NumberVal(x), true
}

// template is a string, which is a template where it has the marks of one.
func (f *jsonFile) template(text string, at hcl.Range) hclsyntax.Expression {
	if !strings.Contains(text, "${") && !strings.Contains(text, "%{") {
		return literal(cty.StringVal(text), at)
	}
	start := at.Start
	start.Column++
	start.Byte++
	expr, diags := parseTemplate([]byte(text), f.name, start)
	f.diags = append(f.diags, diags...)
	if diags.HasErrors() {
		return literal(cty.DynamicVal, at)
	}
	return expr
}

func literal(v cty.Value, at hcl.Range) hclsyntax.Expression {
	return &hclsyntax.LiteralValueExpr{Val: v, SrcRange: at}
}
