package terraform

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// prepare puts a node of our own before every expression of a body. It finds the
// values of references when they are asked for, so that locals may stand in any
// order; it counts the work, which the library's evaluator does not bound; and it
// lets a condition that is not known be assumed.
func (l *loader) prepare(body *hclsyntax.Body) {
	for _, a := range body.Attributes {
		a.Expr = l.wrap(a.Expr)
	}
	for _, b := range body.Blocks {
		typ, isVariable := b.Body.Attributes["type"], b.Type == "variable"
		var plain hclsyntax.Expression
		if isVariable && typ != nil {
			plain = typ.Expr
		}
		l.prepare(b.Body)
		if plain != nil {
			typ.Expr = plain // a type is no value
		}
	}
}

// A wrapped is an expression with a node of our own before it.
type wrapped struct {
	hclsyntax.Expression
	loader    *loader
	deep      bool // what holds it looks at all that its value holds
	condition bool // it decides between two others
}

// UnwrapExpression returns the expression itself, for the library.
func (w *wrapped) UnwrapExpression() hcl.Expression { return w.Expression }

// wrap puts a node before an expression and before all that it holds.
func (l *loader) wrap(e hclsyntax.Expression) hclsyntax.Expression {
	if e == nil {
		return nil
	}
	l.wrapInside(e)
	if _, ok := e.(*hclsyntax.LiteralValueExpr); ok {
		return e // which the library looks for by its type
	}
	return &wrapped{Expression: e, loader: l}
}

func (l *loader) wrapDeep(e hclsyntax.Expression) hclsyntax.Expression {
	e = l.wrap(e)
	if w, ok := e.(*wrapped); ok {
		w.deep = true
	}
	return e
}

func (l *loader) wrapAll(all []hclsyntax.Expression, wrap func(hclsyntax.Expression) hclsyntax.Expression) {
	for i := range all {
		all[i] = wrap(all[i])
	}
}

// wrapInside wraps the expressions that an expression holds.
func (l *loader) wrapInside(e hclsyntax.Expression) {
	switch e := e.(type) {
	case *hclsyntax.ParenthesesExpr:
		e.Expression = l.wrap(e.Expression)
	case *hclsyntax.RelativeTraversalExpr:
		e.Source = l.wrapSource(e.Source)
	case *hclsyntax.FunctionCallExpr:
		l.wrapAll(e.Args, l.wrapDeep)
	case *hclsyntax.ConditionalExpr:
		l.wrapConditional(e)
	case *hclsyntax.IndexExpr:
		e.Collection, e.Key = l.wrapSource(e.Collection), l.wrap(e.Key)
	case *hclsyntax.TupleConsExpr:
		l.wrapAll(e.Exprs, l.wrap)
	case *hclsyntax.ObjectConsExpr:
		for i := range e.Items {
			if key, ok := e.Items[i].KeyExpr.(*hclsyntax.ObjectConsKeyExpr); ok {
				key.Wrapped = l.wrap(key.Wrapped)
			}
			e.Items[i].ValueExpr = l.wrap(e.Items[i].ValueExpr)
		}
	case *hclsyntax.ForExpr:
		e.CollExpr, e.KeyExpr = l.wrap(e.CollExpr), l.wrap(e.KeyExpr)
		e.ValExpr, e.CondExpr = l.wrap(e.ValExpr), l.wrap(e.CondExpr)
	case *hclsyntax.SplatExpr:
		e.Source = l.wrap(e.Source)
		l.wrapInside(e.Each)
	case *hclsyntax.BinaryOpExpr:
		e.LHS, e.RHS = l.wrapDeep(e.LHS), l.wrapDeep(e.RHS)
	case *hclsyntax.UnaryOpExpr:
		e.Val = l.wrap(e.Val)
	case *hclsyntax.TemplateExpr:
		l.wrapAll(e.Parts, l.wrap)
	case *hclsyntax.TemplateWrapExpr:
		e.Wrapped = l.wrap(e.Wrapped)
	case *hclsyntax.TemplateJoinExpr:
		e.Tuple = l.wrap(e.Tuple)
	}
}

// wrapSource wraps all but the element of a splat, which the library sets.
func (l *loader) wrapSource(e hclsyntax.Expression) hclsyntax.Expression {
	if _, ok := e.(*hclsyntax.AnonSymbolExpr); ok {
		return e
	}
	return l.wrap(e)
}

func (l *loader) wrapConditional(e *hclsyntax.ConditionalExpr) {
	e.Condition = l.wrap(e.Condition)
	if w, ok := e.Condition.(*wrapped); ok {
		w.condition = true
	}
	e.TrueResult, e.FalseResult = l.wrapDeep(e.TrueResult), l.wrapDeep(e.FalseResult)
}

// Value evaluates the expression.
func (w *wrapped) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	l := w.loader
	if !l.spend(1) {
		return cty.DynamicVal, l.exhausted(w.Range())
	}
	v, diags := w.value(ctx)
	if !l.charge(v, w.deep) {
		return cty.DynamicVal, l.exhausted(w.Range())
	}
	if w.condition {
		v = l.assumed(w, ctx, v)
	}
	return v, diags
}

func (w *wrapped) value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	switch e := w.Expression.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		if m := moduleOf(ctx); m != nil && !defines(ctx, e.Traversal.RootName()) {
			return w.loader.reference(m, e.Traversal)
		}
	case *hclsyntax.FunctionCallExpr:
		if _, ok := w.loader.functions[e.Name]; !ok && ctx != nil {
			return cty.DynamicVal, nil // a provider's, or one that is not computed here
		}
		return w.call(e, ctx)
	}
	return w.Expression.Value(ctx)
}

// call is the value of a function.
func (w *wrapped) call(e *hclsyntax.FunctionCallExpr, ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	v, diags := e.Value(ctx)
	switch {
	case v.HasMark(tooLarge):
		w.loader.noteAt(e.Range(), ReasonLimit, e.Name+"() comes to more than is evaluated")
	case (e.Name == "try" || e.Name == "can") && w.loader.spent:
		return cty.DynamicVal.Mark(maybe), nil // it may have failed for the bounds of this package
	case e.Name == "try" && !v.IsKnown():
		return v.Mark(maybe), diags // what it falls back to may be null
	}
	return v, diags
}

// defines reports whether a name stands for a value of a scope: the variable of a
// for expression, each, count.
func defines(ctx *hcl.EvalContext, name string) bool {
	for ; ctx != nil; ctx = ctx.Parent() {
		if _, ok := ctx.Variables[name]; ok {
			return true
		}
	}
	return false
}

// unwrapped is an expression without nodes of our own and without parentheses.
func unwrapped(e hcl.Expression) hcl.Expression {
	for {
		switch inner := e.(type) {
		case *wrapped:
			e = inner.Expression
		case *hclsyntax.ParenthesesExpr:
			e = inner.Expression
		case *hclsyntax.TemplateWrapExpr:
			e = inner.Wrapped
		case *hclsyntax.ObjectConsKeyExpr:
			e = inner.Wrapped
		default:
			unwrap, ok := e.(interface{ UnwrapExpression() hcl.Expression })
			if !ok {
				return e
			}
			e = unwrap.UnwrapExpression()
		}
	}
}
