package analyzer

import (
	"go/ast"
	"go/token"
	"go/types"
	"go/version"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"

	"github.com/userpoolclient/userpoolclient"
)

// textEdits returns edits of a client as edits of the source, and reports whether
// every one of them can be made where the client is written.
func (c *client) textEdits(edits []edit) ([]analysis.TextEdit, bool) {
	var all []analysis.TextEdit
	for _, e := range edits {
		t, ok := c.textEdit(e)
		if !ok {
			return nil, false
		}
		all = append(all, t)
	}
	return c.p.formatted(all)
}

func (c *client) textEdit(e edit) (analysis.TextEdit, bool) {
	whole := c.places[e.field].value
	at, isWritten := c.places[pathOf(e.field, e.index)]
	switch {
	case e.index >= 0 && whole.isList && e.index == len(whole.elements) && e.value != nil:
		return c.p.appendElement(whole, e.value)
	case !isWritten && e.index < 0 && e.value != nil:
		return c.insertMember(e)
	case !isWritten:
	case e.value != nil:
		return c.p.replace(at.value, e.value)
	case e.index < 0 || at.value.inPlace:
		return c.p.remove(at.node)
	}
	return analysis.TextEdit{}, false
}

// pathOf returns the path of an element of a field or, at -1, of all of it.
func pathOf(f userpoolclient.Field, i int) userpoolclient.Field {
	return userpoolclient.Field(userpoolclient.Finding{Field: f, Index: i}.Path())
}

// replace replaces a value where it is written.
func (p *pkg) replace(v value, by any) (analysis.TextEdit, bool) {
	if !v.inPlace || v.state != known || v.isStruct {
		return analysis.TextEdit{}, false
	}
	if v.isList {
		return p.replaceList(v, by)
	}
	target, text, ok := p.spell(v.expr, by)
	return analysis.TextEdit{Pos: target.Pos(), End: target.End(), NewText: []byte(text)}, ok
}

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

// replaceList replaces a list by another one.
func (p *pkg) replaceList(v value, by any) (analysis.TextEdit, bool) {
	lit, ok := v.expr.(*ast.CompositeLit)
	list, isList := by.([]string)
	if !ok || !isList || p.hasComment(lit.Lbrace, lit.Rbrace) {
		return analysis.TextEdit{}, false
	}
	var elements []string
	for _, e := range list {
		text, ok := p.element(v, e)
		if !ok {
			return analysis.TextEdit{}, false
		}
		elements = append(elements, text)
	}
	text := strings.Join(elements, ", ")
	if p.lineOf(lit.Lbrace) != p.lineOf(lit.Rbrace) && len(elements) > 0 {
		text = "\n" + strings.Join(elements, ",\n") + ",\n"
	}
	return analysis.TextEdit{Pos: lit.Lbrace + 1, End: lit.Rbrace, NewText: []byte(text)}, true
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

// appendElement adds an element to a list.
func (p *pkg) appendElement(list value, by any) (analysis.TextEdit, bool) {
	lit, ok := list.expr.(*ast.CompositeLit)
	text, spelled := p.element(list, by)
	if !ok || !spelled || !list.inPlace {
		return analysis.TextEdit{}, false
	}
	return p.insert(lit, text), true
}

// insert adds an element or a member at the end of a literal.
func (p *pkg) insert(lit *ast.CompositeLit, text string) analysis.TextEdit {
	at := lit.Lbrace + 1
	if n := len(lit.Elts); n > 0 {
		at = lit.Elts[n-1].End()
		if p.lineOf(at) == p.lineOf(lit.Rbrace) {
			text = ", " + text
		} else {
			text = ",\n" + text // the comma that ends the last line is there
		}
	}
	return analysis.TextEdit{Pos: at, End: at, NewText: []byte(text)}
}

// remove removes an element or a member from its literal. What a comment is about
// stays.
func (p *pkg) remove(n ast.Node) (analysis.TextEdit, bool) {
	c, ok := p.root.FindNode(n)
	if !ok || c.ParentEdgeKind() != edge.CompositeLit_Elts {
		return analysis.TextEdit{}, false
	}
	lit, i := c.Parent().Node().(*ast.CompositeLit), c.ParentEdgeIndex()
	file := p.pass.Fset.File(n.Pos())
	before, after := lit.Lbrace, lit.Rbrace
	if i > 0 {
		before = lit.Elts[i-1].End()
	}
	last := i == len(lit.Elts)-1
	if !last {
		after = lit.Elts[i+1].Pos()
	}
	edit := analysis.TextEdit{Pos: n.Pos(), End: after}
	first, final := file.Line(n.Pos()), file.Line(n.End())
	switch {
	case file.Line(before) < first && final < file.Line(after): // lines of its own
		edit.Pos, edit.End = file.LineStart(first), file.LineStart(final+1)
	case last && i > 0:
		edit.Pos, edit.End = before, n.End()
	}
	return edit, !p.hasComment(edit.Pos, edit.End) && !p.hasHeading(before, first)
}

// hasHeading reports whether a comment stands on lines of its own right above a
// line, and after a position.
func (p *pkg) hasHeading(after token.Pos, above int) bool {
	file := p.pass.Fset.File(after)
	for _, group := range p.file(after).Comments {
		if file.Line(group.End()) == above-1 && file.Line(group.Pos()) > file.Line(after) {
			return true
		}
	}
	return false
}

// hasComment reports whether there is a comment between two positions.
func (p *pkg) hasComment(pos, end token.Pos) bool {
	f := p.file(pos)
	if f == nil {
		return true
	}
	for _, group := range f.Comments {
		if group.Pos() < end && pos < group.End() {
			return true
		}
	}
	return false
}

// file returns the file that a position is in, nil when it is none of the
// package's.
func (p *pkg) file(pos token.Pos) *ast.File {
	for _, f := range p.pass.Files {
		if f.FileStart <= pos && pos <= f.FileEnd {
			return f
		}
	}
	return nil
}

// source returns the text between two positions of a file, and reports whether it
// can be read.
func (p *pkg) source(pos, end token.Pos) (string, bool) {
	at, to := p.pass.Fset.PositionFor(pos, false), p.pass.Fset.PositionFor(end, false)
	text, err := p.pass.ReadFile(at.Filename)
	if err != nil || at.Offset > to.Offset || to.Offset > len(text) {
		return "", false
	}
	return string(text[at.Offset:to.Offset]), true
}

// insertMember sets a member that the literal omits.
func (c *client) insertMember(e edit) (analysis.TextEdit, bool) {
	info, ok := userpoolclient.FieldByName(string(e.field))
	lit, isLit := c.at.Node().(*ast.CompositeLit)
	typ := c.typ
	if ok && info.Parent != "" {
		in := c.places[info.Parent].value
		lit, typ = in.structure, nil
		if isLit = lit != nil && in.inPlace; isLit {
			typ = c.p.structOf(in)
		}
	}
	if !ok || !isLit || typ == nil || len(lit.Elts) > 0 && !isKeyed(lit) {
		return analysis.TextEdit{}, false
	}
	for m := range typ.Fields() {
		if field, ok := c.shape.field(info.Parent, m.Name()); ok && field == e.field {
			text, ok := c.p.spellAs(m.Type(), e.value, c.p.file(lit.Pos()))
			return c.p.insert(lit, m.Name()+": "+text), ok
		}
	}
	return analysis.TextEdit{}, false
}

// isKeyed reports whether the members of a literal are named.
func isKeyed(lit *ast.CompositeLit) bool {
	_, ok := lit.Elts[0].(*ast.KeyValueExpr)
	return ok
}

// spellAs returns a value as an expression of a type, and reports whether that
// needs no other import than the file has.
func (p *pkg) spellAs(t types.Type, v any, f *ast.File) (string, bool) {
	text, isScalar := literal(v)
	pointer, isPointer := t.Underlying().(*types.Pointer)
	switch {
	case !isScalar || f == nil:
		return "", false
	case !isPointer:
		_, ok := t.Underlying().(*types.Basic)
		return text, ok
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
