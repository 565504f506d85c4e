package analyzer

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/userpoolclient/userpoolclient"
)

// A fate is what becomes of the value of a literal.
type fate struct {
	changed  bool         // code that is not known may change every member
	open     bool         // members that it omits may be set elsewhere
	assigned []assignment // members that are assigned later
	sent     []*ast.CallExpr
	planned  userpoolclient.Operation // the request that the sdk package makes of it
}

// An assignment is a member that is set after the literal.
type assignment struct {
	field userpoolclient.Field
	value ast.Expr // nil: something in the member, or its address is taken
	block ast.Node // the block that the statement is in
}

// A tracer follows a value from where it comes to be.
type tracer struct {
	p     *pkg
	shape *shape
	fate  fate
	seen  map[types.Object]bool
}

// fateOf returns what becomes of the value of the expression at c.
func (p *pkg) fateOf(c inspector.Cursor, s *shape) fate {
	t := tracer{p: p, shape: s, seen: make(map[types.Object]bool)}
	if spec, ok := c.Node().(*ast.ValueSpec); ok {
		t.variable(p.info.Defs[spec.Names[0]])
	} else {
		t.value(c)
	}
	return t.fate
}

// value follows the value of the expression at c into what is around it.
func (t *tracer) value(c inspector.Cursor) {
	kind, i := c.ParentEdge()
	parent := c.Parent()
	switch n := parent.Node().(type) {
	case *ast.ParenExpr, *ast.StarExpr:
		t.value(parent)
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			t.value(parent)
		}
	case *ast.AssignStmt:
		switch {
		case kind == edge.AssignStmt_Lhs:
			// *in = … gives the variable another value: that of another literal.
			t.fate.changed = t.fate.changed || !isIdent(c.Node())
		case len(n.Lhs) == len(n.Rhs):
			t.store(n.Lhs[i])
		default:
			t.fate.open = true
		}
	case *ast.ValueSpec:
		if kind == edge.ValueSpec_Values && len(n.Names) == len(n.Values) {
			t.store(n.Names[i])
		}
	case *ast.ReturnStmt:
		t.returned(parent, i)
	case *ast.CallExpr:
		if kind == edge.CallExpr_Args {
			t.argument(parent, n, i)
		}
	case *ast.SelectorExpr:
		t.selected(parent, n, "")
	case *ast.KeyValueExpr, *ast.CompositeLit:
		t.fate.open = true
	case *ast.BinaryExpr, *ast.ExprStmt:
	default:
		t.fate.changed = true
	}
}

func isIdent(n ast.Node) bool {
	_, ok := n.(*ast.Ident)
	return ok
}

// store follows the value into what it is assigned to.
func (t *tracer) store(to ast.Expr) {
	id, ok := ast.Unparen(to).(*ast.Ident)
	switch {
	case !ok:
		t.fate.open = true
	case id.Name != "_":
		t.variable(t.p.info.ObjectOf(id))
	}
}

// variable follows the value of a variable through its uses.
func (t *tracer) variable(obj types.Object) {
	v, ok := obj.(*types.Var)
	if !ok || v.Pkg() == nil || t.seen[v] {
		return
	}
	t.seen[v] = true
	if v.Parent() == v.Pkg().Scope() && v.Exported() || v.Kind() == types.ResultVar {
		t.fate.open = true
	}
	for _, c := range t.p.uses().at[v] {
		if _, set := assigned(c); !set {
			t.value(c)
		}
	}
}

// returned follows a value to the callers of the function that returns it, where
// they are known.
func (t *tracer) returned(c inspector.Cursor, i int) {
	for f := range c.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		if decl, ok := f.Node().(*ast.FuncDecl); ok {
			t.result(decl, i)
		} else {
			t.fate.open = true
		}
		return
	}
}

// result follows a result of a function of this package.
func (t *tracer) result(decl *ast.FuncDecl, i int) {
	fn, ok := t.p.info.Defs[decl.Name].(*types.Func)
	calls := t.p.uses().at[fn]
	if !ok || fn.Exported() || t.seen[fn] || len(calls) < 2 { // the declaration is one
		t.fate.open = true
		return
	}
	t.seen[fn] = true
	for _, c := range calls {
		if c.ParentEdgeKind() == edge.FuncDecl_Name {
			continue
		}
		if c.ParentEdgeKind() == edge.SelectorExpr_Sel {
			c = c.Parent()
		}
		call := c.Parent()
		if c.ParentEdgeKind() != edge.CallExpr_Fun {
			t.fate.open = true
			continue
		}
		t.resultOf(call, i)
	}
}

// resultOf follows one result of a call.
func (t *tracer) resultOf(call inspector.Cursor, i int) {
	if _, tuple := t.p.info.TypeOf(call.Node().(ast.Expr)).(*types.Tuple); !tuple {
		t.value(call)
		return
	}
	if assign, ok := call.Parent().Node().(*ast.AssignStmt); ok && i < len(assign.Lhs) {
		t.store(assign.Lhs[i])
		return
	}
	t.fate.open = true
}

// argument follows the value into a call.
func (t *tracer) argument(c inspector.Cursor, call *ast.CallExpr, i int) {
	if t.p.info.Types[call.Fun].IsType() {
		t.value(c)
		return
	}
	callee := typeutil.Callee(t.p.info, call)
	fn, ok := callee.(*types.Func)
	switch {
	case !ok:
		builtin, ok := callee.(*types.Builtin)
		t.fate.open = t.fate.open || ok && builtin.Name() == "append"
		t.fate.changed = t.fate.changed || !ok // a function value
	case t.p.helper(fn) == takesAddress, t.p.helper(fn) == takesAddressUnlessZero:
		t.value(c)
	case t.p.uses().declaration(fn) != nil:
		t.parameter(fn, i)
	case isRequest(fn):
		t.fate.sent = append(t.fate.sent, call)
	case fn.Pkg() != nil && (fn.Pkg().Path() == rootPath || strings.HasPrefix(fn.Pkg().Path(), rootPath+"/")):
		t.own(fn)
	case fn.Pkg() != nil && isPulumi(fn.Pkg().Path()), t.p.onlyReads(call):
	default:
		t.fate.changed = true
	}
}

// isRequest reports whether a method sends a request that it is handed and does
// not change it: one of the SDK, or of an interface that stands for the SDK.
func isRequest(fn *types.Func) bool {
	name := strings.TrimSuffix(strings.TrimSuffix(fn.Name(), "WithContext"), "Request")
	receiver := fn.Signature().Recv()
	if receiver == nil || name != "CreateUserPoolClient" && name != "UpdateUserPoolClient" {
		return false
	}
	return types.IsInterface(receiver.Type()) || fn.Pkg().Path() == sdkPath || fn.Pkg().Path() == sdkV1Path
}

// own is a call of this library, which changes nothing that it is handed.
func (t *tracer) own(fn *types.Func) {
	switch fn.Name() {
	case "Overlay", "Explicit", "Plan", "Apply", "Diff": // of what changes, not of the whole client
		t.fate.open = true
	case "CreateInput", "Create":
		t.fate.planned = userpoolclient.OperationCreate
	case "UpdateInput":
		t.fate.planned = userpoolclient.OperationUpdate
	}
}

// parameter follows the value into a function of this package.
func (t *tracer) parameter(fn *types.Func, i int) {
	sig := fn.Origin().Signature()
	hasBody := t.p.uses().declaration(fn).Body != nil
	if !hasBody || sig.Variadic() || i >= sig.Params().Len() || namedType(sig.Params().At(i).Type()) == nil {
		t.fate.changed = true
		return
	}
	t.variable(sig.Params().At(i))
}

// selected follows a selection from the value: a method, or a member.
func (t *tracer) selected(c inspector.Cursor, sel *ast.SelectorExpr, parent userpoolclient.Field) {
	selection := t.p.info.Selections[sel]
	if selection == nil || selection.Kind() != types.FieldVal {
		t.method(sel.Sel.Name)
		return
	}
	field, ok := t.shape.field(parent, sel.Sel.Name)
	switch {
	case ok:
		t.member(c, field)
	case t.shape.marks(sel.Sel.Name):
		t.fate.changed = t.fate.changed || c.ParentEdgeKind() == edge.AssignStmt_Lhs ||
			c.ParentEdgeKind() == edge.UnaryExpr_X
	}
}

// member follows what is done with a member.
func (t *tracer) member(c inspector.Cursor, field userpoolclient.Field) {
	e, _ := c.Node().(ast.Expr)
	kind, i := c.ParentEdge()
	parent := c.Parent()
	switch n := parent.Node().(type) {
	case *ast.ParenExpr, *ast.StarExpr:
		t.member(parent, field)
	case *ast.IndexExpr:
		if kind == edge.IndexExpr_X && (isTarget(parent) || parent.ParentEdgeKind() == edge.UnaryExpr_X) {
			t.assign(c, field, nil)
		}
	case *ast.SelectorExpr:
		t.selected(parent, n, field)
	case *ast.AssignStmt:
		switch {
		case kind != edge.AssignStmt_Lhs:
		case len(n.Lhs) == len(n.Rhs):
			t.assign(c, field, n.Rhs[i])
		default:
			t.assign(c, field, nil)
		}
	case *ast.IncDecStmt:
		t.assign(c, field, nil)
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			t.assign(c, field, nil)
		}
	case *ast.CallExpr:
		if kind == edge.CallExpr_Args && !isPlain(t.p.info.TypeOf(e)) && !t.p.onlyReads(n) {
			t.assign(c, field, nil)
		}
	case *ast.RangeStmt:
		if kind != edge.RangeStmt_X {
			t.assign(c, field, nil)
		}
	}
}

// isPlain reports whether a type is basic, so that a function that is handed such
// a value can change nothing.
func isPlain(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Basic)
	return ok
}

// method is a call of a method of the value.
func (t *tracer) method(name string) {
	switch name {
	case "SetAccessTokenLifetime":
		t.lifetime(userpoolclient.FieldAccessTokenValidity, userpoolclient.FieldTokenValidityUnitsAccessToken)
	case "SetIdTokenLifetime":
		t.lifetime(userpoolclient.FieldIdTokenValidity, userpoolclient.FieldTokenValidityUnitsIdToken)
	case "SetRefreshTokenLifetime":
		t.lifetime(userpoolclient.FieldRefreshTokenValidity, userpoolclient.FieldTokenValidityUnitsRefreshToken)
	default:
		t.fate.changed = t.fate.changed || strings.HasPrefix(name, "Set")
	}
}

func (t *tracer) lifetime(number, unit userpoolclient.Field) {
	t.fate.assigned = append(t.fate.assigned, assignment{field: number}, assignment{field: unit})
}

// assign notes that a member is set.
func (t *tracer) assign(c inspector.Cursor, field userpoolclient.Field, value ast.Expr) {
	t.fate.assigned = append(t.fate.assigned, assignment{field, value, blockOf(c)})
}

// blockOf returns the list of statements that c is in, nil outside of functions.
func blockOf(c inspector.Cursor) ast.Node {
	for b := range c.Enclosing((*ast.BlockStmt)(nil), (*ast.CaseClause)(nil), (*ast.CommClause)(nil)) {
		return b.Node()
	}
	return nil
}
