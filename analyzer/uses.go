package analyzer

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"
)

// uses is where the variables and functions of the package occur.
type uses struct {
	p     *pkg
	at    map[types.Object][]inspector.Cursor // identifiers, definitions included
	decls map[*types.Func]*ast.FuncDecl

	definitions map[*types.Var]ast.Expr // what definition has found out; nil: no
}

func newUses(p *pkg) *uses {
	u := &uses{
		p:           p,
		at:          make(map[types.Object][]inspector.Cursor),
		decls:       make(map[*types.Func]*ast.FuncDecl),
		definitions: make(map[*types.Var]ast.Expr),
	}
	for c := range p.root.Preorder((*ast.Ident)(nil), (*ast.FuncDecl)(nil)) {
		switch n := c.Node().(type) {
		case *ast.FuncDecl:
			if fn, ok := p.info.Defs[n.Name].(*types.Func); ok {
				u.decls[fn] = n
			}
		case *ast.Ident:
			switch obj := p.info.ObjectOf(n).(type) {
			case *types.Var:
				if !obj.IsField() {
					u.at[obj] = append(u.at[obj], c)
				}
			case *types.Func:
				u.at[obj.Origin()] = append(u.at[obj.Origin()], c)
			}
		}
	}
	return u
}

// declaration returns the declaration of a function of this package, nil for
// every other.
func (u *uses) declaration(fn *types.Func) *ast.FuncDecl { return u.decls[fn.Origin()] }

// definition returns the expression that gives a variable its value, nil unless
// the variable is set once and nothing changes it or what it holds.
func (u *uses) definition(v *types.Var) ast.Expr {
	if e, ok := u.definitions[v]; ok {
		return e
	}
	u.definitions[v] = nil // also while it is looked for
	e := u.findDefinition(v)
	u.definitions[v] = e
	return e
}

func (u *uses) findDefinition(v *types.Var) ast.Expr {
	if v.Pkg() != u.p.pass.Pkg || v.Parent() == v.Pkg().Scope() && v.Exported() {
		return nil // other packages may set it
	}
	var definition ast.Expr
	for _, c := range u.at[v] {
		if e, ok := assigned(c); ok {
			if e == nil || definition != nil {
				return nil
			}
			definition = e
			continue
		}
		if !u.onlyRead(c, v.Type()) {
			return nil
		}
	}
	return definition
}

// assigned returns the expression that an assignment or a declaration gives to
// an identifier, nil where there is none of its own, and reports whether the
// identifier is set at all.
func assigned(c inspector.Cursor) (ast.Expr, bool) {
	kind, i := c.ParentEdge()
	switch parent := c.Parent().Node().(type) {
	case *ast.AssignStmt:
		if kind != edge.AssignStmt_Lhs {
			return nil, false
		}
		if len(parent.Lhs) == len(parent.Rhs) && (parent.Tok == token.ASSIGN || parent.Tok == token.DEFINE) {
			return parent.Rhs[i], true
		}
		return nil, true
	case *ast.ValueSpec:
		if kind != edge.ValueSpec_Names {
			return nil, false
		}
		if len(parent.Names) == len(parent.Values) {
			return parent.Values[i], true
		}
		return nil, true
	case *ast.Field, *ast.IncDecStmt:
		return nil, true
	case *ast.RangeStmt:
		return nil, kind == edge.RangeStmt_Key || kind == edge.RangeStmt_Value
	}
	return nil, false
}

// onlyRead reports whether a use of a variable, or of a part of it, changes
// neither the variable nor what it holds.
func (u *uses) onlyRead(c inspector.Cursor, t types.Type) bool {
	_, plain := t.Underlying().(*types.Basic)
	kind, _ := c.ParentEdge()
	parent := c.Parent()
	switch n := parent.Node().(type) {
	case *ast.ParenExpr:
		return u.onlyRead(parent, t)
	case *ast.UnaryExpr:
		return n.Op != token.AND || u.fillsClient(parent)
	case *ast.AssignStmt:
		return kind == edge.AssignStmt_Rhs && (plain || u.fillsClient(c))
	case *ast.SelectorExpr, *ast.IndexExpr, *ast.StarExpr:
		if kind == edge.IndexExpr_Index {
			return true
		}
		e := n.(ast.Expr)
		return !u.isMethod(e) && !isTarget(parent) && u.onlyRead(parent, u.p.info.TypeOf(e))
	case *ast.CallExpr:
		return kind == edge.CallExpr_Fun || plain || u.p.onlyReads(n)
	case *ast.RangeStmt:
		return kind == edge.RangeStmt_X
	case *ast.BinaryExpr, *ast.SwitchStmt, *ast.IfStmt, *ast.ExprStmt, *ast.CaseClause:
		return true
	case *ast.KeyValueExpr, *ast.CompositeLit:
		return plain || u.fillsClient(c)
	}
	return plain
}

// isTarget reports whether an expression is assigned to.
func isTarget(c inspector.Cursor) bool {
	switch kind := c.ParentEdgeKind(); kind {
	case edge.AssignStmt_Lhs, edge.IncDecStmt_X, edge.RangeStmt_Key, edge.RangeStmt_Value:
		return true
	}
	return false
}

// isMethod reports whether an expression selects a method.
func (u *uses) isMethod(e ast.Expr) bool {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	selection := u.p.info.Selections[sel]
	return selection != nil && selection.Kind() != types.FieldVal
}

// fillsClient reports whether an expression is the value of a member of an app
// client or of a structure in one, which nobody writes through.
func (u *uses) fillsClient(c inspector.Cursor) bool {
	parent := c.Parent()
	switch n := parent.Node().(type) {
	case *ast.KeyValueExpr:
		lit, ok := parent.Parent().Node().(*ast.CompositeLit)
		return ok && u.isClient(u.p.info.TypeOf(lit))
	case *ast.AssignStmt:
		if kind, i := c.ParentEdge(); kind == edge.AssignStmt_Rhs && len(n.Lhs) == len(n.Rhs) {
			sel, ok := ast.Unparen(n.Lhs[i]).(*ast.SelectorExpr)
			return ok && u.isClient(u.p.info.TypeOf(sel.X))
		}
	}
	return false
}

// isClient reports whether a type is an app client or a structure in one.
func (u *uses) isClient(t types.Type) bool {
	named := namedType(t)
	if named == nil || named.Obj().Pkg() == nil || !isStruct(named) {
		return false
	}
	path := named.Obj().Pkg().Path()
	return isWatched(path) || path == sdkPath+"/types"
}

// onlyReads reports whether a call is known to change nothing that it is handed.
func (p *pkg) onlyReads(call *ast.CallExpr) bool {
	switch fn := typeutil.Callee(p.info, call).(type) {
	case *types.Builtin:
		return fn.Name() == "len" || fn.Name() == "cap" || fn.Name() == "append" || fn.Name() == "print" ||
			fn.Name() == "println" || fn.Name() == "min" || fn.Name() == "max"
	case *types.Func:
		if fn.Pkg() == nil {
			return false
		}
		path, name := fn.Pkg().Path(), fn.Name()
		return readers[path] && !strings.Contains(name, "Scan") || p.helper(fn) == keepsValue ||
			path == "encoding/json" && strings.HasPrefix(name, "Marshal")
	}
	return false
}

// readers are packages whose functions, but those that scan, change nothing that they are
// handed.
var readers = map[string]bool{
	"fmt":      true,
	"log":      true,
	"log/slog": true,
	"strings":  true,
	"testing":  true,
}
