package terraform

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// A mark is what goes with a value wherever it goes.
type mark string

// What a value may be marked with, beside the address of the user pool that it
// comes from.
const (
	sensitive mark = "sensitive"
	maybe     mark = "maybe null"
	tooLarge  mark = "too large"
)

// A poolMark is the address of the user pool whose ID a value is.
type poolMark string

// A target is the instance that a reference names, and the steps that remain.
type target struct {
	one  *instance // nil: all of them
	rest hcl.Traversal
}

// targetOf finds which of the instances a reference names; ok reports whether
// there is such a one.
func targetOf(all instances, rest hcl.Traversal) (t target, ok bool) {
	switch all.mode {
	case single:
		return target{all.all[0], rest}, true
	case uncertain:
		if len(all.all) == 0 {
			return target{}, false
		}
	}
	if len(rest) == 0 {
		return target{nil, rest}, true
	}
	index, isIndex := rest[0].(hcl.TraverseIndex)
	if !isIndex {
		return target{nil, rest}, true
	}
	if all.mode == uncertain {
		return target{all.all[0], rest[1:]}, true
	}
	one := all.find(index.Key)
	return target{one, rest[1:]}, one != nil
}

// noInstance is the error of a reference to an instance that there is not.
func noInstance(t hcl.Traversal) (cty.Value, hcl.Diagnostics) {
	at := t.SourceRange()
	return cty.DynamicVal, hcl.Diagnostics{{
		Severity: hcl.DiagError, Summary: noInstanceOf,
		Detail: traversalText(t) + " has no such instance", Subject: &at,
	}}
}

// moduleReference is the value of a reference to a module's outputs.
func (l *loader) moduleReference(m *module, name string, t hcl.Traversal) (cty.Value, hcl.Diagnostics) {
	c, ok := m.calls[name]
	if !ok {
		return undeclared(t, m.broken)
	}
	all := l.children(m, c)
	if all.mode == uncertain && len(all.all) == 0 {
		return cty.DynamicVal, nil
	}
	found, ok := targetOf(all, t[2:])
	if !ok {
		return noInstance(t)
	}
	if found.one == nil {
		v := l.collect(all, func(i *instance) cty.Value { return l.outputs(i.child) })
		return found.rest.TraverseRel(v)
	}
	if len(found.rest) > 0 {
		if attribute, ok := found.rest[0].(hcl.TraverseAttr); ok {
			v, ok := l.output(found.one.child, attribute.Name)
			if !ok {
				return undeclared(t, found.one.child.broken)
			}
			return found.rest[1:].TraverseRel(v)
		}
	}
	return found.rest.TraverseRel(l.outputs(found.one.child))
}

// collect is the value of all instances: a list by count, an object by for_each.
func (l *loader) collect(all instances, value func(*instance) cty.Value) cty.Value {
	if all.mode == uncertain {
		return cty.DynamicVal
	}
	if all.mode == counted {
		list := make([]cty.Value, len(all.all))
		for i, each := range all.all {
			list[i] = value(each)
		}
		return cty.TupleVal(list)
	}
	object := make(map[string]cty.Value, len(all.all))
	for _, each := range all.all {
		object[each.text] = value(each)
	}
	return cty.ObjectVal(object)
}

func (l *loader) output(m *module, name string) (cty.Value, bool) {
	expr, ok := m.folder.outputs[name]
	if !ok {
		return cty.DynamicVal, false
	}
	k := key{m, 'o', "output." + name, ""}
	return l.value(k, expr.Range(), func() cty.Value { return l.evaluate(expr, m.ctx) }), true
}

func (l *loader) outputs(m *module) cty.Value {
	all := make(map[string]cty.Value)
	for name := range m.folder.outputs {
		all[name], _ = l.output(m, name)
	}
	return cty.ObjectVal(all)
}

// resourceReference is the value of a reference to a resource of the module.
func (l *loader) resourceReference(m *module, typ, name string, t hcl.Traversal) (cty.Value, hcl.Diagnostics) {
	r, ok := m.resources[typ+"."+name]
	if !ok {
		return undeclared(t, m.broken)
	}
	all := l.expand(m, 'i', r.id(), r.at, r.body)
	found, ok := targetOf(all, t[2:])
	switch {
	case !ok && all.mode == uncertain:
		return cty.DynamicVal, nil
	case !ok:
		return noInstance(t)
	}
	if found.one == nil {
		v := l.collect(all, func(i *instance) cty.Value { return l.object(m, r, i, t) })
		return found.rest.TraverseRel(v)
	}
	if len(found.rest) > 0 {
		if attribute, ok := found.rest[0].(hcl.TraverseAttr); ok {
			return found.rest[1:].TraverseRel(l.argument(m, r, found.one, attribute.Name))
		}
	}
	return found.rest.TraverseRel(l.object(m, r, found.one, t))
}

// argument is the value that a resource has for an argument or for what the
// provider computes.
func (l *loader) argument(m *module, r *resource, i *instance, name string) cty.Value {
	if r.typ == typePool && (name == "id" || name == "arn") {
		address := poolMark(m.addressOf(r, i))
		return cty.UnknownVal(cty.String).RefineNotNull().Mark(address)
	}
	a, ok := r.body.Attributes[name]
	if !ok || isMeta(name) {
		return cty.DynamicVal
	}
	k := key{m, 'r', r.id() + "." + name, i.key}
	v := l.value(k, a.NameRange, func() cty.Value { return l.evaluate(a.Expr, i.ctx) })
	return asArgument(r.typ, name, v)
}

// asArgument is a value as the resource shows it again: of a type that is not
// known here, only a scalar surely keeps its form.
func asArgument(typ, name string, v cty.Value) cty.Value {
	inner, marks := v.Unmark()
	switch t := inner.Type(); {
	case t.IsPrimitiveType():
		return v
	case isSetOf(typ, name) && inner.IsWhollyKnown() && !inner.IsNull():
		var all []cty.Value
		for it := inner.ElementIterator(); it.Next(); {
			_, item := it.Element()
			if item.IsNull() || item.Type() != cty.String {
				return cty.DynamicVal.WithMarks(marks)
			}
			all = append(all, item)
		}
		if len(all) == 0 {
			return cty.SetValEmpty(cty.String).WithMarks(marks)
		}
		return cty.SetVal(all).WithMarks(marks)
	}
	return cty.DynamicVal.WithMarks(marks)
}

// object is a resource as a whole. It has the members that somebody asks for,
// since the types of providers are not known here.
func (l *loader) object(m *module, r *resource, i *instance, t hcl.Traversal) cty.Value {
	all := make(map[string]cty.Value)
	for name := range r.body.Attributes {
		if !isMeta(name) {
			all[name] = l.argument(m, r, i, name)
		}
	}
	for _, name := range computed(r.typ) {
		all[name] = l.argument(m, r, i, name)
	}
	for name := range l.asked {
		if _, ok := all[name]; !ok {
			all[name] = l.argument(m, r, i, name)
		}
	}
	return cty.ObjectVal(all)
}

func (m *module) addressOf(r *resource, i *instance) string {
	address := r.id() + i.key
	if m.address != "" {
		address = m.address + "." + address
	}
	return address
}

// isMeta reports whether an argument is Terraform's and not the resource's.
func isMeta(name string) bool {
	switch name {
	case "count", "for_each", "provider", "depends_on", "lifecycle", "provisioner", "connection", "timeouts":
		return true
	}
	return false
}

// ask notes the names of members that the expressions of a body ask for.
func (l *loader) ask(body *hclsyntax.Body) {
	const most = 500
	_ = hclsyntax.VisitAll(body, func(n hclsyntax.Node) hcl.Diagnostics {
		var steps hcl.Traversal
		switch e := n.(type) {
		case *hclsyntax.ScopeTraversalExpr:
			steps = e.Traversal
		case *hclsyntax.RelativeTraversalExpr:
			steps = e.Traversal
		}
		for _, step := range steps {
			if attribute, ok := step.(hcl.TraverseAttr); ok && len(l.asked) < most {
				l.asked[attribute.Name] = true
			}
		}
		return nil
	})
}

// traversalText is a reference as it is written.
func traversalText(t hcl.Traversal) string {
	var b strings.Builder
	for _, step := range t {
		switch step := step.(type) {
		case hcl.TraverseRoot:
			b.WriteString(step.Name)
		case hcl.TraverseAttr:
			b.WriteString("." + step.Name)
		case hcl.TraverseIndex:
			b.WriteString(keyText(step.Key))
		}
	}
	return b.String()
}
