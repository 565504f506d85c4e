package terraform

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/userpoolclient/userpoolclient/iac/internal/evaluated"
)

// follow returns the expression that a reference names, where it is evaluated and
// the steps into it; nil where the reference names no expression of the module.
func (l *loader) follow(t hcl.Traversal, ctx *hcl.EvalContext, m *module) (
	next hcl.Expression, nextCtx *hcl.EvalContext, nextModule *module, rest hcl.Traversal,
) {
	if len(t) < 2 || defines(ctx, t.RootName()) {
		return nil, nil, nil, nil
	}
	attribute, ok := t[1].(hcl.TraverseAttr)
	if !ok {
		return nil, nil, nil, nil
	}
	switch t.RootName() {
	case "local":
		if a, ok := m.locals[attribute.Name]; ok {
			return a.Expr, m.ctx, m, t[2:]
		}
	case "var":
		return l.followVariable(m, attribute.Name, t[2:])
	case "module":
		return l.followOutput(m, attribute.Name, t[2:])
	}
	return nil, nil, nil, nil
}

func (l *loader) followVariable(m *module, name string, rest hcl.Traversal) (
	hcl.Expression, *hcl.EvalContext, *module, hcl.Traversal,
) {
	declared, ok := m.variables[name]
	if !ok {
		return nil, nil, nil, nil
	}
	if given, ctx := l.given(m, name); given != nil {
		from := m.parent
		if from == nil {
			from = m
		}
		return given, ctx, from, rest
	}
	if a, ok := declared.body.Attributes["default"]; ok && (m.parent != nil || !l.hasText(name)) {
		return a.Expr, m.ctx, m, rest
	}
	return nil, nil, nil, nil
}

func (l *loader) followOutput(m *module, name string, rest hcl.Traversal) (
	hcl.Expression, *hcl.EvalContext, *module, hcl.Traversal,
) {
	c, ok := m.calls[name]
	if !ok {
		return nil, nil, nil, nil
	}
	all := l.children(m, c)
	if all.mode == uncertain && len(all.all) == 0 {
		return nil, nil, nil, nil
	}
	found, ok := targetOf(all, rest)
	if !ok || found.one == nil || found.one.child == nil || len(found.rest) == 0 {
		return nil, nil, nil, nil
	}
	attribute, ok := found.rest[0].(hcl.TraverseAttr)
	child := found.one.child
	expr, declared := child.folder.outputs[attribute.Name]
	if !ok || !declared {
		return nil, nil, nil, nil
	}
	return expr, child.ctx, child, found.rest[1:]
}

// A trail is the way from an argument to the expression that gives its value.
type trail struct {
	loader *loader
	places []evaluated.Place
	length int // of the list that an element is asked of
}

// trace returns the places from an expression, or from an element of it, to what
// gives its value; the last one is that.
func (l *loader) trace(
	e hcl.Expression, ctx *hcl.EvalContext, m *module, steps []cty.Value, length int,
) []evaluated.Place {
	t := trail{loader: l, length: length}
	t.walk(e, ctx, m, steps, 0)
	return t.places
}

// at notes a place, unless it is the one before.
func (t *trail) at(r hcl.Range) {
	p := placeOf(r)
	if n := len(t.places); n > 0 && t.places[n-1] == p {
		return
	}
	t.places = append(t.places, p)
}

func placeOf(r hcl.Range) evaluated.Place {
	return evaluated.Place{File: r.Filename, Line: r.Start.Line, Column: r.Start.Column}
}

// inside goes on in a part of the same expression, which takes its place.
func (t *trail) inside(e hcl.Expression, ctx *hcl.EvalContext, m *module, steps []cty.Value, depth int) {
	t.places = t.places[:len(t.places)-1]
	t.walk(e, ctx, m, steps, depth)
}

func (t *trail) walk(e hcl.Expression, ctx *hcl.EvalContext, m *module, steps []cty.Value, depth int) {
	const deepest = 40
	t.at(e.Range())
	if depth > deepest || ctx == nil || m == nil || !t.loader.spend(1) {
		return
	}
	depth++
	switch e := unwrapped(e).(type) {
	case *hclsyntax.ScopeTraversalExpr:
		t.reference(e, ctx, m, steps, depth)
	case *hclsyntax.IndexExpr:
		if k, diags := e.Key.Value(ctx); !diags.HasErrors() && k.IsKnown() {
			t.inside(e.Collection, ctx, m, prepend(k, steps), depth)
		}
	case *hclsyntax.RelativeTraversalExpr:
		if more, ok := stepsOf(e.Traversal); ok {
			t.inside(e.Source, ctx, m, append(more, steps...), depth)
		}
	case *hclsyntax.ConditionalExpr:
		if v, ok := t.known(e.Condition, ctx); ok && v.Type() == cty.Bool {
			branch := e.FalseResult
			if v.True() {
				branch = e.TrueResult
			}
			t.inside(branch, ctx, m, steps, depth)
		}
	case *hclsyntax.TupleConsExpr:
		t.tuple(e, ctx, m, steps, depth)
	case *hclsyntax.ObjectConsExpr:
		t.object(e, ctx, m, steps, depth)
	case *hclsyntax.FunctionCallExpr:
		t.function(e, ctx, m, steps, depth)
	}
}

// known is the value of an expression that is known.
func (t *trail) known(e hcl.Expression, ctx *hcl.EvalContext) (cty.Value, bool) {
	v, diags := e.Value(ctx)
	v, _ = v.Unmark()
	return v, !diags.HasErrors() && v.IsKnown() && !v.IsNull()
}

func prepend(k cty.Value, steps []cty.Value) []cty.Value {
	return append([]cty.Value{k}, steps...)
}

// stepsOf are the steps of a reference as keys; ok reports whether they are.
func stepsOf(rest hcl.Traversal) (steps []cty.Value, ok bool) {
	for _, step := range rest {
		switch step := step.(type) {
		case hcl.TraverseAttr:
			steps = append(steps, cty.StringVal(step.Name))
		case hcl.TraverseIndex:
			steps = append(steps, step.Key)
		default:
			return nil, false
		}
	}
	return steps, true
}

func (t *trail) reference(
	e *hclsyntax.ScopeTraversalExpr, ctx *hcl.EvalContext, m *module, steps []cty.Value, depth int,
) {
	if e.Traversal.RootName() == "each" && len(e.Traversal) > 1 {
		t.each(e, ctx, m, steps, depth)
		return
	}
	next, nextCtx, nextModule, rest := t.loader.follow(e.Traversal, ctx, m)
	more, ok := stepsOf(rest)
	if next == nil || !ok {
		return
	}
	t.walk(next, nextCtx, nextModule, append(more, steps...), depth)
}

// each follows each.value into the for_each of the block.
func (t *trail) each(e *hclsyntax.ScopeTraversalExpr, ctx *hcl.EvalContext, m *module, steps []cty.Value, depth int) {
	var values cty.Value
	for c := ctx; c != nil; c = c.Parent() {
		if v, ok := c.Variables["each"]; ok {
			values = v
		}
	}
	source, ok := t.loader.forEachOf[ctx]
	if values == cty.NilVal || !ok || !values.Type().HasAttribute("key") || !values.GetAttr("key").IsKnown() {
		return
	}
	more, ok := stepsOf(e.Traversal[2:])
	if !ok {
		return
	}
	t.walk(source, m.ctx, m, prepend(values.GetAttr("key"), append(more, steps...)), depth)
}

// tuple goes on in an element: by its index or, of what becomes a set, by its
// value.
func (t *trail) tuple(e *hclsyntax.TupleConsExpr, ctx *hcl.EvalContext, m *module, steps []cty.Value, depth int) {
	if len(steps) == 0 {
		return
	}
	if i, ok := whole(steps[0]); ok {
		if i >= 0 && i < len(e.Exprs) && (t.length < 0 || len(steps) > 1 || t.length == len(e.Exprs)) {
			t.inside(e.Exprs[i], ctx, m, steps[1:], depth)
		}
		return
	}
	const most = 100
	for _, item := range e.Exprs[:min(most, len(e.Exprs))] {
		if v, ok := t.known(item, ctx); ok && v.RawEquals(steps[0]) {
			t.inside(item, ctx, m, steps[1:], depth)
			return
		}
	}
}

func (t *trail) object(e *hclsyntax.ObjectConsExpr, ctx *hcl.EvalContext, m *module, steps []cty.Value, depth int) {
	if len(steps) == 0 {
		return
	}
	for _, item := range e.Items {
		if k, ok := t.known(item.KeyExpr, ctx); ok && k.RawEquals(steps[0]) {
			t.inside(item.ValueExpr, ctx, m, steps[1:], depth)
			return
		}
	}
}

// function goes on in the argument that a function hands through.
func (t *trail) function(e *hclsyntax.FunctionCallExpr, ctx *hcl.EvalContext, m *module, steps []cty.Value, depth int) {
	switch e.Name {
	case "tolist", "tomap", "toset", "sensitive", "nonsensitive", "tostring", "tonumber", "tobool", "one":
		if len(e.Args) == 1 {
			t.inside(e.Args[0], ctx, m, steps, depth)
		}
	case "try", "coalesce", "coalescelist":
		for _, arg := range e.Args {
			if v, ok := t.known(arg, ctx); ok && !isEmpty(v) {
				t.inside(arg, ctx, m, steps, depth)
				return
			}
		}
	case "merge":
		for i := len(e.Args) - 1; i >= 0 && len(steps) > 0; i-- {
			if v, ok := t.known(e.Args[i], ctx); ok && hasKey(v, steps[0]) {
				t.inside(e.Args[i], ctx, m, steps, depth)
				return
			}
		}
	case "lookup":
		t.lookup(e, ctx, m, steps, depth)
	case "concat":
		t.concat(e, ctx, m, steps, depth)
	}
}

func (t *trail) lookup(e *hclsyntax.FunctionCallExpr, ctx *hcl.EvalContext, m *module, steps []cty.Value, depth int) {
	if len(e.Args) < 2 {
		return
	}
	v, ok1 := t.known(e.Args[0], ctx)
	k, ok2 := t.known(e.Args[1], ctx)
	switch {
	case !ok1 || !ok2:
	case hasKey(v, k):
		t.inside(e.Args[0], ctx, m, prepend(k, steps), depth)
	case len(e.Args) > 2:
		t.inside(e.Args[2], ctx, m, steps, depth)
	}
}

func (t *trail) concat(e *hclsyntax.FunctionCallExpr, ctx *hcl.EvalContext, m *module, steps []cty.Value, depth int) {
	if len(steps) == 0 {
		return
	}
	i, ok := whole(steps[0])
	for _, arg := range e.Args {
		v, known := t.known(arg, ctx)
		if !ok || !known || !v.CanIterateElements() {
			return
		}
		if n := v.LengthInt(); i >= n {
			i -= n
			continue
		}
		t.length = v.LengthInt()
		t.inside(arg, ctx, m, prepend(cty.NumberIntVal(int64(i)), steps[1:]), depth)
		return
	}
}

func isEmpty(v cty.Value) bool {
	if isString(v) {
		return v.AsString() == ""
	}
	return v.CanIterateElements() && v.LengthInt() == 0
}

// hasKey reports whether a map or an object has a key.
func hasKey(v, k cty.Value) bool {
	if !isString(k) || !k.IsKnown() || k.IsNull() {
		return false
	}
	if v.Type().IsObjectType() {
		return v.Type().HasAttribute(k.AsString())
	}
	return v.Type().IsMapType() && v.HasIndex(k).True()
}
