package analyzer

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"
)

// A state is what is known of the value of a member.
type state uint8

const (
	absent  state = iota // nil
	known                // a constant, a list or a structure
	present              // set, to a value that is not known
	perhaps              // a pointer or an interface that may be nil
)

// A value is what an expression comes to.
type value struct {
	state     state
	constant  constant.Value    // of a scalar that is known
	isList    bool              // known, and elements are all there are
	elements  []value           // of a list
	structure *ast.CompositeLit // of a structure; nil: new(T)
	isStruct  bool
	expr      ast.Expr // the innermost expression that gives the value
	written   ast.Expr // of an element: all of it
	inPlace   bool     // expr stands where the value is used: an edit of it changes nothing else
}

// resolve returns what an expression comes to.
func (p *pkg) resolve(e ast.Expr) value { return p.follow(e, true, 0) }

// maxDepth bounds how many steps a value is followed.
const maxDepth = 20

// follow is resolve, with what it has come through.
func (p *pkg) follow(e ast.Expr, inPlace bool, depth int) value {
	e = ast.Unparen(e)
	tv := p.info.Types[e]
	switch {
	case depth > maxDepth:
		return p.unknown(e)
	case tv.Value != nil:
		return value{state: known, constant: tv.Value, expr: e, inPlace: inPlace}
	case tv.IsNil():
		return value{state: absent, expr: e, inPlace: inPlace}
	}
	switch e := e.(type) {
	case *ast.CompositeLit:
		return p.composite(e, inPlace, depth)
	case *ast.UnaryExpr:
		if e.Op == token.AND {
			return p.set(p.follow(e.X, inPlace, depth+1), e)
		}
	case *ast.CallExpr:
		return p.call(e, inPlace, depth)
	case *ast.Ident:
		if v, ok := p.info.Uses[e].(*types.Var); ok {
			if definition := p.uses().definition(v); definition != nil {
				return p.follow(definition, false, depth+1)
			}
		}
	}
	return p.unknown(e)
}

// unknown is a value that is not known. What can be nil may be.
func (p *pkg) unknown(e ast.Expr) value {
	v := value{state: present, expr: e}
	if t := p.info.TypeOf(e); t != nil {
		switch t.Underlying().(type) {
		case *types.Pointer, *types.Interface:
			v.state = perhaps
		}
	}
	return v
}

// set is the value behind an address, which is not nil.
func (p *pkg) set(v value, e ast.Expr) value {
	if v.state == absent || v.state == perhaps {
		return value{state: present, expr: e}
	}
	return v
}

// composite returns the value of a literal. An element with a key makes a list
// unknown.
func (p *pkg) composite(lit *ast.CompositeLit, inPlace bool, depth int) value {
	t := p.info.TypeOf(lit)
	if t == nil {
		return p.unknown(lit)
	}
	if pointer, ok := t.Underlying().(*types.Pointer); ok { // &T left out in a list of pointers
		t = pointer.Elem()
	}
	v := value{state: known, expr: lit, inPlace: inPlace}
	switch t.Underlying().(type) {
	case *types.Struct:
		v.isStruct, v.structure = true, lit
	case *types.Slice, *types.Array:
		v.isList = true
		for _, e := range lit.Elts {
			if _, ok := e.(*ast.KeyValueExpr); ok {
				return value{state: present, expr: lit}
			}
			element := p.follow(e, inPlace, depth+1)
			element.written = e
			v.elements = append(v.elements, element)
		}
	default:
		return p.unknown(lit)
	}
	return v
}

// call returns the value of a call: a conversion, new, or a helper.
func (p *pkg) call(call *ast.CallExpr, inPlace bool, depth int) value {
	if len(call.Args) != 1 || call.Ellipsis.IsValid() {
		return p.unknown(call)
	}
	arg := call.Args[0]
	if tv := p.info.Types[call.Fun]; tv.IsType() {
		v := p.follow(arg, inPlace, depth+1)
		if v.constant != nil && v.constant.Kind() != constant.String && isString(tv.Type) {
			return p.unknown(call) // string(r) is another value than the rune
		}
		return v
	}
	switch fn := typeutil.Callee(p.info, call).(type) {
	case *types.Builtin:
		if fn.Name() == "new" {
			return p.newValue(call, inPlace, depth)
		}
	case *types.Func:
		switch p.helper(fn) {
		case keepsValue:
			return p.follow(arg, inPlace, depth+1)
		case takesAddress:
			return p.set(p.follow(arg, inPlace, depth+1), call)
		case takesAddressUnlessZero:
			if v := p.set(p.follow(arg, inPlace, depth+1), call); v.constant != nil && !isZero(v.constant) {
				return v
			}
		}
	}
	return p.unknown(call)
}

// newValue returns what new points to: the zero value of a type, or its
// argument.
func (p *pkg) newValue(call *ast.CallExpr, inPlace bool, depth int) value {
	arg := call.Args[0]
	tv := p.info.Types[arg]
	if !tv.IsType() {
		return p.set(p.follow(arg, inPlace, depth+1), call)
	}
	v := value{state: known, expr: call}
	switch t := tv.Type.Underlying().(type) {
	case *types.Struct:
		v.isStruct = true
	case *types.Basic:
		v.constant = zero(t)
	}
	if !v.isStruct && v.constant == nil {
		return value{state: present, expr: call}
	}
	return v
}

// zero returns the zero value of a basic type, nil where it has none that counts
// here.
func zero(t *types.Basic) constant.Value {
	switch info := t.Info(); {
	case info&types.IsString != 0:
		return constant.MakeString("")
	case info&types.IsBoolean != 0:
		return constant.MakeBool(false)
	case info&types.IsInteger != 0:
		return constant.MakeInt64(0)
	}
	return nil
}

// isZero reports whether a constant is the zero value of its type.
func isZero(v constant.Value) bool {
	switch v.Kind() {
	case constant.String:
		return constant.StringVal(v) == ""
	case constant.Bool:
		return !constant.BoolVal(v)
	case constant.Int:
		return constant.Sign(v) == 0
	}
	return false
}
