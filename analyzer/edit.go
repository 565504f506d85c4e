package analyzer

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"

	"github.com/userpoolclient/userpoolclient"
)

// textEdits returns edits of a client as edits of the source, and reports whether
// every one of them can be made where the client is written.
func (c *client) textEdits(edits []userpoolclient.Edit) ([]analysis.TextEdit, bool) {
	var all []analysis.TextEdit
	for len(edits) > 0 {
		var t analysis.TextEdit
		n, ok := c.together(edits), false
		if n > 1 || c.isMade(edits[0]) {
			t, ok = c.groupEdit(edits[:n])
		} else {
			t, ok = c.textEdit(edits[0])
		}
		if !ok {
			return nil, false
		}
		all, edits = append(all, t), edits[n:]
	}
	return c.p.formatted(all)
}

// together returns how many of the first edits are one edit of the source:
// neighbours that are removed, or members of a structure that is made.
func (c *client) together(edits []userpoolclient.Edit) int {
	n := 1
	for n < len(edits) {
		last, next := edits[n-1], edits[n]
		neighbours := last.Field == next.Field && last.Index >= 0 && last.Index+1 == next.Index &&
			last.Value == nil && next.Value == nil
		siblings := c.isMade(last) && c.isMade(next) && structure(last.Field) == structure(next.Field)
		if !neighbours && !siblings {
			break
		}
		n++
	}
	return n
}

// isMade reports whether an edit sets a member of a structure that the literal
// omits.
func (c *client) isMade(e userpoolclient.Edit) bool {
	_, isWritten := c.places[structure(e.Field)]
	return structure(e.Field) != e.Field && !isWritten && e.Value != nil
}

func (c *client) groupEdit(edits []userpoolclient.Edit) (analysis.TextEdit, bool) {
	first := edits[0]
	if c.isMade(first) {
		return c.insertStructure(edits)
	}
	from, ok := c.places[pathOf(first.Field, first.Index)]
	to, fine := c.places[pathOf(first.Field, edits[len(edits)-1].Index)]
	if !ok || !fine || !from.value.inPlace {
		return analysis.TextEdit{}, false
	}
	return c.p.remove(from.node, to.node)
}

func (c *client) textEdit(e userpoolclient.Edit) (analysis.TextEdit, bool) {
	whole := c.places[e.Field].value
	at, isWritten := c.places[pathOf(e.Field, e.Index)]
	switch {
	case e.Index >= 0 && whole.isList && e.Index == len(whole.elements) && e.Value != nil:
		return c.p.appendElement(whole, e.Value)
	case !isWritten && e.Index < 0 && e.Value != nil:
		return c.insertMember(e)
	case !isWritten:
	case e.Value != nil:
		return c.p.replace(at.value, e.Value)
	case e.Index < 0 || at.value.inPlace:
		return c.p.remove(at.node, at.node)
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
		last, file := lit.Elts[n-1], p.pass.Fset.File(lit.Pos())
		if line := lineIn(file, last.End()); line < lineIn(file, lit.Rbrace) { // after the comma and the comment
			at, text = file.LineStart(line+1), p.indent(last.Pos())+text+",\n"
		} else {
			at, text = last.End(), ", "+text
		}
	}
	return analysis.TextEdit{Pos: at, End: at, NewText: []byte(text)}
}

// lineIn returns the line of a position in the file as it is, whatever a //line
// directive says.
func lineIn(f *token.File, pos token.Pos) int { return f.PositionFor(pos, false).Line }

// indent returns the white space that the line of a position begins with.
func (p *pkg) indent(pos token.Pos) string {
	file := p.pass.Fset.File(pos)
	line, _ := p.source(file.LineStart(lineIn(file, pos)), pos)
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

// remove removes elements or members, from one to another, from their literal.
// What a comment is about stays.
func (p *pkg) remove(from, to ast.Node) (analysis.TextEdit, bool) {
	c, ok := p.root.FindNode(from)
	end, fine := p.root.FindNode(to)
	if !ok || !fine || c.ParentEdgeKind() != edge.CompositeLit_Elts || end.Parent() != c.Parent() {
		return analysis.TextEdit{}, false
	}
	lit, i, j := c.Parent().Node().(*ast.CompositeLit), c.ParentEdgeIndex(), end.ParentEdgeIndex()
	file := p.pass.Fset.File(from.Pos())
	before, after := lit.Lbrace, lit.Rbrace
	if i > 0 {
		before = lit.Elts[i-1].End()
	}
	last := j == len(lit.Elts)-1
	if !last {
		after = lit.Elts[j+1].Pos()
	}
	edit := analysis.TextEdit{Pos: from.Pos(), End: after}
	first, final := lineIn(file, from.Pos()), lineIn(file, to.End())
	switch {
	case lineIn(file, before) < first && final < lineIn(file, after): // lines of their own
		edit.Pos, edit.End = file.LineStart(first), file.LineStart(final+1)
	case last && i > 0:
		edit.Pos, edit.End = before, to.End()
	}
	return edit, !p.hasComment(edit.Pos, edit.End) && !p.hasHeading(before, first)
}

// hasHeading reports whether a comment stands on lines of its own right above a
// line, and after a position.
func (p *pkg) hasHeading(after token.Pos, above int) bool {
	file := p.pass.Fset.File(after)
	for _, group := range p.file(after).Comments {
		if lineIn(file, group.End()) == above-1 && lineIn(file, group.Pos()) > lineIn(file, after) {
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

// insertMember sets a member that the literal, or the structure in it, omits.
func (c *client) insertMember(e userpoolclient.Edit) (analysis.TextEdit, bool) {
	lit, isLit := c.at.Node().(*ast.CompositeLit)
	typ, parent := c.typ, userpoolclient.Field("")
	if structure(e.Field) != e.Field {
		parent = structure(e.Field)
		in := c.places[parent].value
		lit, isLit, typ = in.structure, in.structure != nil && in.inPlace, c.p.structOf(in)
	}
	if !isLit || typ == nil {
		return analysis.TextEdit{}, false
	}
	text, ok := c.member(typ, parent, e, c.p.file(lit.Pos()))
	return c.p.insert(lit, text), ok && isKeyed(lit)
}

// insertStructure sets members of a structure that the literal omits.
func (c *client) insertStructure(edits []userpoolclient.Edit) (analysis.TextEdit, bool) {
	lit, isLit := c.at.Node().(*ast.CompositeLit)
	parent := structure(edits[0].Field)
	outer := c.memberOf(c.typ, "", parent)
	if !isLit || outer == nil || !isKeyed(lit) {
		return analysis.TextEdit{}, false
	}
	file, named := c.p.file(lit.Pos()), namedType(outer.Type())
	if named == nil || !isStruct(named) {
		return analysis.TextEdit{}, false
	}
	var members []string
	for _, e := range edits {
		text, ok := c.member(named.Underlying().(*types.Struct), parent, e, file)
		if !ok {
			return analysis.TextEdit{}, false
		}
		members = append(members, text)
	}
	typ, ok := c.p.typeText(named, file)
	return c.p.insert(lit, outer.Name()+": &"+typ+"{"+strings.Join(members, ", ")+"}"), ok
}

// member returns a member of a struct with its value.
func (c *client) member(typ *types.Struct, parent userpoolclient.Field, e userpoolclient.Edit, f *ast.File) (
	string, bool,
) {
	m := c.memberOf(typ, parent, e.Field)
	if m == nil || f == nil {
		return "", false
	}
	text, ok := c.p.spellAs(m.Type(), e.Value, f)
	return m.Name() + ": " + text, ok
}

// memberOf returns the member of a struct that holds a field, nil when there is
// none.
func (c *client) memberOf(typ *types.Struct, parent, field userpoolclient.Field) *types.Var {
	for m := range typ.Fields() {
		if f, ok := c.shape.field(parent, m.Name()); ok && f == field {
			return m
		}
	}
	return nil
}

// isKeyed reports whether the members of a literal are named.
func isKeyed(lit *ast.CompositeLit) bool {
	if len(lit.Elts) == 0 {
		return true
	}
	_, ok := lit.Elts[0].(*ast.KeyValueExpr)
	return ok
}
