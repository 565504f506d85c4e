package analyzer

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/userpoolclient/userpoolclient"
)

// omissions returns what an update resets because it omits it, or may reset: a
// finding for each member. It is nil for what is not sent, for what is filled
// from a client that was described, and where a guard looks at the request.
func (c *client) omissions() []userpoolclient.Finding {
	isUpdate := c.shape.operation == userpoolclient.OperationUpdate
	if !isUpdate || len(c.fate.sent) == 0 || c.fate.open || c.isGuarded() || c.isFilled() {
		return nil
	}
	// A member that may be set was thought of.
	thoughtOf := *c.config
	thoughtOf.Unknown = append(slices.Clone(c.config.Unknown), c.config.MaybeSet...)
	thoughtOf.MaybeSet = nil
	for f, pl := range c.places { // such as false, which the SDK does not send
		if pl.value.state == known && !strings.Contains(string(f), "[") {
			if _, isSet := thoughtOf.Get(f); !isSet {
				thoughtOf.Unknown = append(thoughtOf.Unknown, f)
			}
		}
	}
	found := userpoolclient.Check(&thoughtOf, c.context())
	return slices.DeleteFunc(found, func(f userpoolclient.Finding) bool { return f.Rule != ruleUpdateOmits })
}

// isGuarded reports whether a guard completes the update or rejects it, each time
// that it is sent.
func (c *client) isGuarded() bool {
	if c.shape.operation != userpoolclient.OperationUpdate {
		return false
	}
	return c.p.options.Guarded || len(c.fate.sent) > 0 && !slices.ContainsFunc(c.fate.sent, c.p.unguarded)
}

// summary returns the one finding for all that an update omits.
func summary(omitted []userpoolclient.Finding) userpoolclient.Finding {
	var resets, may []string
	for _, f := range omitted {
		if info, ok := userpoolclient.FieldByName(string(f.Field)); ok && info.Omission == userpoolclient.OmissionResets {
			resets = append(resets, string(f.Field))
		} else {
			may = append(may, string(f.Field))
		}
	}
	f := omitted[0]
	f.Field, f.Related = "", nil
	f.Message = "UpdateUserPoolClient resets what it omits: "
	switch {
	case len(may) == 0:
		f.Message += strings.Join(resets, ", ")
	case len(resets) == 0:
		f.Message = "UpdateUserPoolClient may reset what it omits: " + strings.Join(may, ", ")
	default:
		f.Message += strings.Join(resets, ", ") + ", and perhaps " + strings.Join(may, ", ")
	}
	f.Fix = "start from DescribeUserPoolClient and send all of it, or use sdk.Update or sdk.Guard"
	return f
}

// isFilled reports whether a member that an update could wipe is taken from a
// client that was described. The IDs and the name, which are kept, tell nothing.
func (c *client) isFilled() bool {
	for f, pl := range c.places {
		if c.couldBeWiped(f) && c.p.comesFromClient(pl.node, nil) {
			return true
		}
	}
	for _, a := range c.fate.assigned {
		if a.value != nil && c.couldBeWiped(a.field) && c.p.comesFromClient(a.value, nil) {
			return true
		}
	}
	return false
}

func (c *client) couldBeWiped(f userpoolclient.Field) bool {
	info, ok := userpoolclient.FieldByName(string(f))
	return ok && (info.Omission == userpoolclient.OmissionResets || info.Omission == userpoolclient.OmissionUndetermined)
}

// comesFromClient reports whether a described client, or a configuration, is part
// of what an expression is made of, directly or through variables of the
// package.
func (p *pkg) comesFromClient(n ast.Node, seen map[types.Object]bool) bool {
	if seen == nil {
		seen = make(map[types.Object]bool)
	}
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		if !ok || found {
			return !found
		}
		if isDescribed(p.info.TypeOf(e)) {
			found = true
			return false
		}
		if id, ok := e.(*ast.Ident); ok {
			if v, ok := p.info.Uses[id].(*types.Var); ok && !v.IsField() && !seen[v] {
				seen[v] = true
				found = p.isMadeFromClient(v, seen)
			}
		}
		return !found
	})
	return found
}

// isMadeFromClient reports whether something that a variable is set to comes from
// a client.
func (p *pkg) isMadeFromClient(v *types.Var, seen map[types.Object]bool) bool {
	for _, c := range p.uses().at[v] {
		switch n := c.Parent().Node().(type) {
		case *ast.AssignStmt:
			if i := slices.IndexFunc(n.Lhs, func(e ast.Expr) bool { return e == c.Node() }); i >= 0 {
				if p.comesFromClient(n.Rhs[min(i, len(n.Rhs)-1)], seen) {
					return true
				}
			}
		case *ast.ValueSpec:
			for _, e := range n.Values {
				if p.comesFromClient(e, seen) {
					return true
				}
			}
		case *ast.RangeStmt:
			if c.Node() != n.X && p.comesFromClient(n.X, seen) {
				return true
			}
		}
	}
	return false
}

// isDescribed reports whether a type is that of a client as a describe returns
// it, or of a configuration.
func isDescribed(t types.Type) bool {
	named := namedType(t)
	if named == nil || named.Obj().Pkg() == nil {
		return false
	}
	switch path, name := named.Obj().Pkg().Path(), named.Obj().Name(); name {
	case "UserPoolClientType":
		return path == sdkPath+"/types" || path == sdkV1Path
	case "DescribeUserPoolClientOutput":
		return path == sdkPath || path == sdkV1Path
	case "Config":
		return path == rootPath
	}
	return false
}

// unguarded reports whether there is no guard for a call, neither in its options
// nor in its client.
func (p *pkg) unguarded(call *ast.CallExpr) bool {
	if slices.ContainsFunc(call.Args, p.isGuard) {
		return false
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return true
	}
	if made := p.construction(sel.X); made != nil {
		return !slices.ContainsFunc(made.Args, p.isGuard)
	}
	return !p.guardsSomewhere()
}

// construction returns the call that made the SDK client behind an expression,
// nil when it is not seen.
func (p *pkg) construction(e ast.Expr) *ast.CallExpr {
	if id, ok := ast.Unparen(e).(*ast.Ident); ok {
		if v, ok := p.info.Uses[id].(*types.Var); ok {
			if e = p.uses().onlyValue(v); e == nil {
				return nil
			}
		}
	}
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return nil
	}
	fn, ok := typeutil.Callee(p.info, call).(*types.Func)
	if !ok || fn.Pkg() == nil || fn.Pkg().Path() != sdkPath || call.Ellipsis.IsValid() {
		return nil
	}
	return call
}

// onlyValue returns the expression that a variable is set to, nil where there is
// not exactly one. What the value is used for does not matter.
func (u *uses) onlyValue(v *types.Var) ast.Expr {
	var only ast.Expr
	for _, c := range u.at[v] {
		if e, set := assigned(c); set {
			if e == nil || only != nil {
				return nil
			}
			only = e
		}
	}
	return only
}

// isGuard reports whether an argument is sdk.Guard(…), or a variable that is set
// to it.
func (p *pkg) isGuard(e ast.Expr) bool {
	if id, ok := ast.Unparen(e).(*ast.Ident); ok {
		if v, ok := p.info.Uses[id].(*types.Var); ok {
			e = p.uses().onlyValue(v)
		}
	}
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return false
	}
	fn, ok := typeutil.Callee(p.info, call).(*types.Func)
	return ok && fn.Pkg() != nil && fn.Pkg().Path() == rootPath+"/sdk" && fn.Name() == "Guard"
}

// guardsSomewhere reports whether the package guards a client, which may be one
// whose construction is not seen.
func (p *pkg) guardsSomewhere() bool {
	if p.guards == nil {
		p.guards = new(false)
		for c := range p.root.Preorder((*ast.CallExpr)(nil)) {
			if p.isGuard(c.Node().(*ast.CallExpr)) {
				*p.guards = true
				break
			}
		}
	}
	return *p.guards
}
