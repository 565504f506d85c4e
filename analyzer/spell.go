package analyzer

import (
	"go/ast"
	"go/types"
	"go/version"
	"strconv"
	"strings"
)

// spell returns a value in the way in which an expression spells its own, and the
// part of the expression that it takes the place of.
func (p *pkg) spell(e ast.Expr, by any) (ast.Expr, string, bool) {
	e = ast.Unparen(e)
	switch e := e.(type) {
	case *ast.CallExpr:
		if len(e.Args) == 1 {
			return p.spell(e.Args[0], by)
		}
	case *ast.BasicLit:
		if old, isText := by.(string); isText && strings.HasPrefix(e.Value, "`") && strconv.CanBackquote(old) {
			return e, "`" + old + "`", true
		}
	case *ast.SelectorExpr:
		if name := enumConstant(p.info.TypeOf(e), by); name != "" {
			if qualifier, ok := e.X.(*ast.Ident); ok {
				return e, qualifier.Name + "." + name, true
			}
		}
	}
	text, ok := literal(by)
	return e, text, ok
}

// literal returns a scalar as Go spells it, and reports whether it is one.
func literal(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return strconv.Quote(v), true
	case bool:
		return strconv.FormatBool(v), true
	case int32:
		return strconv.Itoa(int(v)), true
	}
	return "", false
}

// enumConstant returns the name of the constant of a named type that has a value,
// "" when there is none.
func enumConstant(t types.Type, v any) string {
	named := namedType(t)
	text, isText := v.(string)
	if named == nil || named.Obj().Pkg() == nil || !isText {
		return ""
	}
	scope := named.Obj().Pkg().Scope()
	for _, name := range scope.Names() {
		c, ok := scope.Lookup(name).(*types.Const)
		if ok && c.Exported() && types.Identical(c.Type(), named) && c.Val().ExactString() == strconv.Quote(text) {
			return name
		}
	}
	return ""
}

// element returns a value as an element of a list, spelled as the last one is.
func (p *pkg) element(list value, by any) (string, bool) {
	n := len(list.elements)
	if n == 0 {
		t, ok := p.info.TypeOf(list.expr).Underlying().(*types.Slice)
		if _, isText := by.(string); !ok || !isText || !isString(t.Elem()) {
			return "", false
		}
		return literal(by)
	}
	like := list.elements[n-1]
	if like.state != known {
		return "", false
	}
	target, text, ok := p.spell(like.expr, by)
	before, good := p.source(like.written.Pos(), target.Pos())
	after, fine := p.source(target.End(), like.written.End())
	return before + text + after, ok && good && fine
}

// isString reports whether a type is a string.
func isString(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsString != 0
}

// spellAs returns a value as an expression of a type, and reports whether that
// needs no other import than the file has.
func (p *pkg) spellAs(t types.Type, v any, f *ast.File) (string, bool) {
	if list, ok := v.([]string); ok {
		return p.spellList(t, list, f)
	}
	text, isScalar := literal(v)
	if _, basic := t.Underlying().(*types.Basic); basic || !isScalar {
		return text, isScalar
	}
	pointer, ok := t.Underlying().(*types.Pointer)
	if !ok {
		return "", false
	}
	basic, ok := pointer.Elem().Underlying().(*types.Basic)
	if !ok {
		return "", false
	}
	if name := importName(f, "github.com/aws/aws-sdk-go-v2/aws"); name != "" {
		return name + "." + strings.ToUpper(basic.Name()[:1]) + basic.Name()[1:] + "(" + text + ")", true
	}
	if basic.Info()&types.IsInteger != 0 {
		text = basic.Name() + "(" + text + ")"
	}
	goVersion := p.pass.Pkg.GoVersion()
	return "new(" + text + ")", goVersion != "" && version.Compare(goVersion, "go1.26") >= 0
}

// spellList returns a list as an expression of a type.
func (p *pkg) spellList(t types.Type, list []string, f *ast.File) (string, bool) {
	slice, ok := t.Underlying().(*types.Slice)
	if !ok || !isString(slice.Elem()) {
		return "", false
	}
	elements := make([]string, len(list))
	for i, e := range list {
		elements[i] = strconv.Quote(e)
	}
	typ, ok := p.typeText(t, f)
	return typ + "{" + strings.Join(elements, ", ") + "}", ok
}

// typeText returns a type as a file calls it, and reports whether the file imports
// what that needs.
func (p *pkg) typeText(t types.Type, f *ast.File) (string, bool) {
	known := true
	text := types.TypeString(t, func(pkg *types.Package) string {
		if pkg == p.pass.Pkg {
			return ""
		}
		name := importName(f, pkg.Path())
		known = known && name != ""
		return name
	})
	return text, known
}

// importName returns the name by which a file calls a package that it imports, ""
// when it does not import it by a name of its last element or its own.
func importName(f *ast.File, path string) string {
	for _, spec := range f.Imports {
		if spec.Path.Value != strconv.Quote(path) {
			continue
		}
		if spec.Name == nil {
			return path[strings.LastIndexByte(path, '/')+1:]
		}
		if spec.Name.Name != "_" && spec.Name.Name != "." {
			return spec.Name.Name
		}
	}
	return ""
}
