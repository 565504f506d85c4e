package analyzer

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/userpoolclient/userpoolclient"
)

// A client is one app client as a literal describes it.
type client struct {
	p      *pkg
	at     inspector.Cursor // a composite literal, a call of new, or a declaration without a value
	typ    *types.Struct
	shape  *shape
	fate   fate
	config *userpoolclient.Config
	unread bool                           // it lists fields that are not known, and which is not known
	places map[userpoolclient.Field]place // by field, or by element: "CallbackURLs[2]"
}

// A place is where a member or an element is written.
type place struct {
	node  ast.Node // what a finding points at
	value value
}

// clients returns the app clients of files.
func (p *pkg) clients(files []*ast.File) []*client {
	var all []*client
	for _, f := range files {
		file, ok := p.root.FindNode(f)
		if !ok {
			continue
		}
		for c := range file.Preorder((*ast.CompositeLit)(nil), (*ast.CallExpr)(nil), (*ast.ValueSpec)(nil)) {
			t := p.typeMade(c.Node())
			if s := shapeOf(t); s != nil {
				if typ, ok := namedType(t).Underlying().(*types.Struct); ok {
					all = append(all, p.newClient(c, typ, s))
				}
			}
		}
	}
	return all
}

// typeMade returns the type of which a node makes a value, nil when it makes
// none.
func (p *pkg) typeMade(n ast.Node) types.Type {
	switch n := n.(type) {
	case *ast.CompositeLit:
		return p.info.TypeOf(n)
	case *ast.CallExpr:
		id, ok := n.Fun.(*ast.Ident)
		if !ok || id.Name != "new" || len(n.Args) != 1 {
			return nil
		}
		_, builtin := p.info.Uses[id].(*types.Builtin)
		if arg := p.info.Types[n.Args[0]]; builtin && arg.IsType() {
			return arg.Type
		}
	case *ast.ValueSpec:
		if n.Type != nil && len(n.Names) == 1 && len(n.Values) == 0 {
			if _, pointer := p.info.TypeOf(n.Type).Underlying().(*types.Pointer); !pointer {
				return p.info.TypeOf(n.Type)
			}
		}
	}
	return nil
}

// newClient reads a literal.
func (p *pkg) newClient(at inspector.Cursor, typ *types.Struct, s *shape) *client {
	c := &client{
		p: p, at: at, typ: typ, shape: s,
		config: new(userpoolclient.Config),
		places: make(map[userpoolclient.Field]place),
	}
	if lit, ok := at.Node().(*ast.CompositeLit); ok {
		c.members(lit, typ, "")
	}
	c.fate = p.fateOf(at, s)
	c.applyFate()
	return c
}

// members reads the members of the client, or of the structure parent in it.
func (c *client) members(lit *ast.CompositeLit, typ *types.Struct, parent userpoolclient.Field) {
	for i, e := range lit.Elts {
		var member string
		node, value := ast.Node(e), e
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			id, ok := kv.Key.(*ast.Ident)
			if !ok {
				continue
			}
			member, value = id.Name, kv.Value
		} else if i < typ.NumFields() {
			member = typ.Field(i).Name()
		}
		if field, ok := c.shape.field(parent, member); ok {
			c.set(field, node, c.p.resolve(value), isPlainMember(typ, member))
		} else if c.shape.marks(member) {
			c.mark(member, c.p.resolve(value))
		}
	}
}

// mark notes the fields that a Config itself lists as not known.
func (c *client) mark(member string, v value) {
	var fields []userpoolclient.Field
	for _, e := range v.elements {
		if e.constant == nil {
			c.unread = true
			return
		}
		fields = append(fields, userpoolclient.Field(constant.StringVal(e.constant)))
	}
	switch {
	case !v.isList && v.state != absent:
		c.unread = true
	case member == "Unknown":
		c.config.Unknown = append(c.config.Unknown, fields...)
	default:
		c.config.MaybeSet = append(c.config.MaybeSet, fields...)
	}
}

// isPlainMember reports whether a member is a number or a boolean itself, which
// some structs cannot show to be set to zero.
func isPlainMember(typ *types.Struct, member string) bool {
	for f := range typ.Fields() {
		if basic, ok := f.Type().Underlying().(*types.Basic); ok && f.Name() == member {
			return basic.Info()&(types.IsBoolean|types.IsInteger) != 0
		}
	}
	return false
}

// set sets a field to a value.
func (c *client) set(f userpoolclient.Field, node ast.Node, v value, plain bool) {
	c.places[f] = place{node, v}
	switch {
	case v.state == absent:
	case v.state == present:
		c.config.Unknown = append(c.config.Unknown, f)
	case v.state == perhaps:
		c.config.MaybeSet = append(c.config.MaybeSet, f)
	case v.isStruct:
		c.setStructure(f, v)
	case v.isList:
		c.setList(f, v)
	case plain && c.shape.zeroOmitted && isZero(v.constant):
	default:
		c.setScalar(f, v.constant)
	}
}

func (c *client) setScalar(f userpoolclient.Field, v constant.Value) {
	if err := c.config.Set(f, scalar(v)); err != nil {
		c.config.Unknown = append(c.config.Unknown, f)
	}
}

// scalar returns a constant as Config.Set takes it, the constant itself where no
// field holds its kind.
func scalar(v constant.Value) any {
	switch v.Kind() {
	case constant.String:
		return constant.StringVal(v)
	case constant.Bool:
		return constant.BoolVal(v)
	case constant.Int:
		if n, exact := constant.Int64Val(v); exact {
			return n
		}
	}
	return v
}

// setList sets a list. An element that is not known stands in it as a
// placeholder.
func (c *client) setList(f userpoolclient.Field, v value) {
	list := make([]string, len(v.elements))
	var unknown []userpoolclient.Field
	for i, e := range v.elements {
		element := userpoolclient.Field(string(f) + "[" + strconv.Itoa(i) + "]")
		c.places[element] = place{e.written, e}
		if e.constant != nil && e.constant.Kind() == constant.String {
			list[i] = constant.StringVal(e.constant)
		} else {
			unknown = append(unknown, element)
		}
	}
	if err := c.config.Set(f, list); err != nil {
		unknown = []userpoolclient.Field{f}
	}
	c.config.Unknown = append(c.config.Unknown, unknown...)
}

// setStructure sets a structure and its members.
func (c *client) setStructure(f userpoolclient.Field, v value) {
	typ := c.p.structOf(v)
	empty, ok := emptyStructure(f)
	if typ == nil || !ok || c.config.Set(f, empty) != nil {
		c.config.Unknown = append(c.config.Unknown, f)
		return
	}
	if v.structure != nil {
		c.members(v.structure, typ, f)
	}
}

// structOf returns the struct that a value is.
func (p *pkg) structOf(v value) *types.Struct {
	named := namedType(p.info.TypeOf(v.expr))
	if named == nil {
		return nil
	}
	s, _ := named.Underlying().(*types.Struct)
	return s
}

// emptyStructure returns a structure none of whose members is set, and reports
// whether the field is one.
func emptyStructure(f userpoolclient.Field) (any, bool) {
	c, err := userpoolclient.Parse([]byte(`{"` + string(f) + `":{}}`))
	if err != nil {
		return nil, false
	}
	return c.Get(f)
}

// applyFate takes back what is not sure because of what becomes of the literal.
func (c *client) applyFate() {
	home := c.home()
	for _, a := range c.fate.assigned {
		c.reassign(a, a.block != nil && a.block == home)
	}
	if c.fate.open || c.shape.partial || c.isGuarded() {
		c.openOmitted()
	}
}

// home returns the list of statements that the literal is in.
func (c *client) home() ast.Node { return blockOf(c.at) }

// reassign makes a field unknown that is assigned after the literal: present
// where it is certain to be set, else perhaps set.
func (c *client) reassign(a assignment, always bool) {
	_, isSet := c.config.Get(a.field)
	isSet = isSet && !slices.Contains(c.config.MaybeSet, a.field)
	if a.value != nil {
		switch v := c.p.resolve(a.value); v.state {
		case absent, perhaps:
			always, isSet = false, false
		}
	}
	c.clear(a.field)
	if always || isSet {
		c.config.Unknown = append(c.config.Unknown, a.field)
	} else {
		c.config.MaybeSet = append(c.config.MaybeSet, a.field)
	}
}

// clear takes a field back.
func (c *client) clear(f userpoolclient.Field) {
	if info, ok := userpoolclient.FieldByName(string(f)); ok && info.Parent != "" {
		if _, isSet := c.config.Get(info.Parent); !isSet {
			return // the structure itself is made elsewhere
		}
	}
	_ = c.config.Set(f, nil) // nil fits every field
}

// openOmitted makes every member that the literal omits one that may be set.
func (c *client) openOmitted() {
	for _, f := range userpoolclient.Fields() {
		_, isSet := c.config.Get(f.Name)
		_, isWritten := c.places[f.Name]
		if f.Parent == "" && !isSet && !isWritten && c.has(f.Name) {
			c.config.MaybeSet = append(c.config.MaybeSet, f.Name)
		}
	}
}

// has reports whether the struct can hold a field. What a partial one cannot hold
// may be set all the same.
func (c *client) has(f userpoolclient.Field) bool {
	if c.shape.partial {
		return true
	}
	for m := range c.typ.Fields() {
		if field, ok := c.shape.field("", m.Name()); ok && field == f {
			return true
		}
	}
	return false
}

// context returns the Context in which the client is judged.
func (c *client) context() userpoolclient.Context {
	in := userpoolclient.Context{Operation: c.shape.operation}
	if in.Operation == userpoolclient.OperationUnknown {
		in.Operation = c.fate.planned
	}
	return in
}

// placeOf returns where a finding is.
func (c *client) placeOf(f userpoolclient.Finding) (pos, end token.Pos) {
	for _, field := range []userpoolclient.Field{userpoolclient.Field(f.Path()), f.Field, structure(f.Field)} {
		if pl, ok := c.places[field]; ok {
			return pl.node.Pos(), pl.node.End()
		}
	}
	return c.header()
}

// structure returns the structure that a field is in, the field itself when it
// is in none.
func structure(f userpoolclient.Field) userpoolclient.Field {
	whole, _, _ := strings.Cut(string(f), ".")
	return userpoolclient.Field(whole)
}

// header returns where the literal begins: its type, or its brace where the type
// is left out.
func (c *client) header() (pos, end token.Pos) {
	n := c.at.Node()
	if lit, ok := n.(*ast.CompositeLit); ok {
		if lit.Type == nil {
			return lit.Lbrace, lit.Lbrace + 1
		}
		return lit.Type.Pos(), lit.Type.End()
	}
	return n.Pos(), n.End()
}
