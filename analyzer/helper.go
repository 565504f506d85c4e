package analyzer

import (
	"go/ast"
	"go/types"
	"strings"
)

// A helper is what a function of one argument does with it.
type helper uint8

const (
	other                  helper = iota // not known
	keepsValue                           // returns it in another type
	takesAddress                         // returns its address
	takesAddressUnlessZero               // returns its address, perhaps nil for the zero value
)

// addressPackages are packages whose functions from a basic type to a pointer to
// it return the address of their argument.
var addressPackages = map[string]bool{
	"github.com/aws/aws-sdk-go-v2/aws": true,
	"github.com/aws/aws-sdk-go/aws":    true,
	"github.com/aws/smithy-go/ptr":     true,
	"google.golang.org/protobuf/proto": true,
	"k8s.io/utils/pointer":             true,
}

// helper returns what a function does with its argument. Of a function of this
// package that its body tells; of another package only the signature is known.
func (p *pkg) helper(fn *types.Func) helper {
	fn = fn.Origin()
	if fn.Pkg() == nil || fn.Signature().Recv() != nil {
		return other
	}
	if fn.Pkg() == p.pass.Pkg {
		if p.returnsAddress(fn) {
			return takesAddress
		}
		return other
	}
	path, basic := fn.Pkg().Path(), pointsToParameter(fn.Signature())
	switch {
	case path == rootPath && fn.Name() == "NewSecret", path == sdkV1AWS && fn.Name() == "StringSlice":
		return keepsValue
	case strings.HasPrefix(path, "github.com/pulumi/pulumi/sdk/") && strings.HasSuffix(path, "/go/pulumi"):
		return pulumiHelper(fn.Name())
	case basic && addressPackages[path]:
		return takesAddress
	case basic && isAnyGeneric(fn.Signature()):
		// Nothing but the address can come of a value of any type, unless the
		// function looks at it by reflection, as those that map the zero value to nil do.
		return takesAddressUnlessZero
	}
	return other
}

const sdkV1AWS = "github.com/aws/aws-sdk-go/aws"

// pulumiHelper is what a function of Pulumi's SDK does.
func pulumiHelper(name string) helper {
	switch name {
	case "ToStringArray":
		return keepsValue
	case "StringPtr", "BoolPtr", "IntPtr":
		return takesAddress
	}
	return other
}

// pointsToParameter reports whether a function takes one value and returns a
// pointer to one of its type, which is basic or a type parameter.
func pointsToParameter(sig *types.Signature) bool {
	if sig.Params().Len() != 1 || sig.Results().Len() != 1 || sig.Variadic() {
		return false
	}
	result, ok := sig.Results().At(0).Type().(*types.Pointer)
	if !ok || !types.Identical(result.Elem(), sig.Params().At(0).Type()) {
		return false
	}
	switch result.Elem().(type) {
	case *types.Basic, *types.TypeParam:
		return true
	}
	return false
}

// isAnyGeneric reports whether the only type parameter of a function can be any
// type.
func isAnyGeneric(sig *types.Signature) bool {
	params := sig.TypeParams()
	if params.Len() != 1 {
		return false
	}
	constraint, ok := params.At(0).Constraint().Underlying().(*types.Interface)
	return ok && constraint.Empty()
}

// returnsAddress reports whether the body of a function of this package returns
// the address of its only parameter, or of a copy, and does nothing else.
func (p *pkg) returnsAddress(fn *types.Func) bool {
	decl := p.uses().declaration(fn)
	if decl == nil || decl.Body == nil || fn.Signature().Params().Len() != 1 {
		return false
	}
	var stands types.Object = fn.Signature().Params().At(0) // for the value of the parameter
	for _, stmt := range decl.Body.List {
		switch stmt := stmt.(type) {
		case *ast.AssignStmt:
			if len(stmt.Lhs) != 1 || len(stmt.Rhs) != 1 || !p.denotes(stmt.Rhs[0], stands) {
				return false
			}
			copied, ok := stmt.Lhs[0].(*ast.Ident)
			if !ok {
				return false
			}
			stands = p.info.ObjectOf(copied)
		case *ast.ReturnStmt:
			return len(stmt.Results) == 1 && p.isAddressOf(stmt.Results[0], stands)
		default:
			return false
		}
	}
	return false
}

// denotes reports whether an expression is an identifier of an object.
func (p *pkg) denotes(e ast.Expr, obj types.Object) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	return ok && obj != nil && p.info.ObjectOf(id) == obj
}

// isAddressOf reports whether an expression is &obj or new(obj).
func (p *pkg) isAddressOf(e ast.Expr, obj types.Object) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.UnaryExpr:
		return e.Op.String() == "&" && p.denotes(e.X, obj)
	case *ast.CallExpr:
		id, ok := e.Fun.(*ast.Ident)
		if !ok || len(e.Args) != 1 {
			return false
		}
		_, builtin := p.info.Uses[id].(*types.Builtin)
		return builtin && id.Name == "new" && p.denotes(e.Args[0], obj)
	}
	return false
}
