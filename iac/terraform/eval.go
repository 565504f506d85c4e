package terraform

import (
	"path"
	"reflect"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// A module is one instance of a folder: the root, or what a call makes of it.
type module struct {
	*folder
	parent  *module
	call    *call
	scope   *hcl.EvalContext // of the call's arguments: in the parent, with each and count
	key     string           // of the instance: `["eu"]`
	address string           // `module.auth["eu"]`, "" of the root
	path    string           // path.module
	depth   int
	ctx     *hcl.EvalContext // of its own expressions
}

// scopeName is the variable by which an evaluation finds its module. No name of
// the language has a blank.
const scopeName = "the module"

var moduleType = cty.Capsule("module", reflect.TypeFor[module]())

// newContext is the outermost context of the expressions of a module.
func (l *loader) newContext(m *module) *hcl.EvalContext {
	return &hcl.EvalContext{
		Variables: map[string]cty.Value{scopeName: cty.CapsuleVal(moduleType, m)},
		Functions: l.functions,
	}
}

// moduleOf is the module whose expression is evaluated; nil of a template file.
func moduleOf(ctx *hcl.EvalContext) *module {
	for ; ctx != nil; ctx = ctx.Parent() {
		if v, ok := ctx.Variables[scopeName]; ok {
			m, _ := v.EncapsulatedValue().(*module)
			return m
		}
	}
	return nil
}

// A key names a value that is evaluated once.
type key struct {
	module *module
	kind   byte // l: local, v: variable, o: output, r: resource's argument, i: instances, c: children
	name   string
	index  string
}

// An entry is such a value, and the conditions it depends on.
type entry struct {
	value   any
	decided []*condition
}

// A frame is an evaluation that is under way.
type frame struct {
	key     key
	decided []*condition
}

// once evaluates a value, or returns it if that has been done under the same
// assumptions. A value that refers to itself is not known.
func (l *loader) once(k key, at hcl.Range, cyclic any, evaluate func() any) any {
	if e, ok := l.remembered(k); ok {
		l.decide(e.decided...)
		return e.value
	}
	if l.active[k] || len(l.frames) >= deepestChain {
		message := "refers to itself"
		if !l.active[k] {
			message = "is at the end of a chain of more than 300 references"
		}
		l.noteAt(at, ReasonCycle, k.name+" "+message)
		return cyclic
	}
	l.active[k] = true
	l.frames = append(l.frames, frame{key: k})
	value := evaluate()
	done := l.frames[len(l.frames)-1]
	l.frames = l.frames[:len(l.frames)-1]
	delete(l.active, k)
	l.remember(k, entry{value, done.decided})
	l.decide(done.decided...)
	return value
}

// remembered is what is known of a value under the assumptions that are made.
func (l *loader) remembered(k key) (entry, bool) {
	e, ok := l.memo[k]
	if !ok || l.assumptions == nil || !l.assumptions.touch(e.decided) {
		return e, ok
	}
	e, ok = l.assumptions.memo[k]
	return e, ok
}

func (l *loader) remember(k key, e entry) {
	if l.assumptions != nil && l.assumptions.touch(e.decided) {
		l.assumptions.memo[k] = e
		return
	}
	if _, ok := l.memo[k]; !ok {
		l.memo[k] = e
	}
}

// value evaluates something to a value of bounded size.
func (l *loader) value(k key, at hcl.Range, evaluate func() cty.Value) cty.Value {
	v := l.once(k, at, cty.DynamicVal, func() any {
		v := evaluate()
		if sizeOf(v, largestValue, deepestValue) > largestValue {
			l.noteAt(at, ReasonLimit, k.name+" is larger than is evaluated")
			return cty.DynamicVal
		}
		return v
	})
	return v.(cty.Value)
}

// evaluate is the value of an expression; what cannot be evaluated is not known,
// and that is noted.
func (l *loader) evaluate(e hcl.Expression, ctx *hcl.EvalContext) cty.Value {
	v, diags := e.Value(ctx)
	if diags.HasErrors() {
		l.diagnoseValue(diags)
	}
	return v
}

// reference is the value that a reference names.
func (l *loader) reference(m *module, t hcl.Traversal) (cty.Value, hcl.Diagnostics) {
	if len(t) < 2 {
		return cty.DynamicVal, nil
	}
	attribute, ok := t[1].(hcl.TraverseAttr)
	if !ok {
		return cty.DynamicVal, nil
	}
	name, rest := attribute.Name, t[2:]
	switch root := t.RootName(); root {
	case "local":
		a, ok := m.locals[name]
		if !ok {
			return undeclared(t, m.broken)
		}
		v := l.value(key{m, 'l', "local." + name, ""}, a.NameRange, func() cty.Value { return l.evaluate(a.Expr, m.ctx) })
		return rest.TraverseRel(v)
	case "var":
		v, ok := l.variable(m, name)
		if !ok {
			return undeclared(t, m.broken)
		}
		return rest.TraverseRel(v)
	case "module":
		return l.moduleReference(m, name, t)
	case "path":
		return l.pathReference(m, name), nil
	case "data", "ephemeral", "terraform", "self", "each", "count":
		return cty.DynamicVal, nil
	default:
		return l.resourceReference(m, root, name, t)
	}
}

func (l *loader) pathReference(m *module, name string) cty.Value {
	switch name {
	case "module":
		return cty.StringVal(m.path)
	case "root":
		return cty.StringVal(".")
	}
	return cty.UnknownVal(cty.String).RefineNotNull()
}

// The summaries of the errors of this package.
const (
	notDeclared  = "Not declared"
	noInstanceOf = "No such instance"
)

// undeclared is an error, unless what is not read may declare it.
func undeclared(t hcl.Traversal, broken bool) (cty.Value, hcl.Diagnostics) {
	if broken {
		return cty.DynamicVal, nil
	}
	at := t.SourceRange()
	return cty.DynamicVal, hcl.Diagnostics{{
		Severity: hcl.DiagError, Summary: notDeclared,
		Detail: traversalText(t) + " is not declared in this module", Subject: &at,
	}}
}

// variable is the value of a variable; ok reports whether it is declared.
func (l *loader) variable(m *module, name string) (v cty.Value, ok bool) {
	declared, ok := m.variables[name]
	if !ok {
		return cty.DynamicVal, false
	}
	return l.value(key{m, 'v', "var." + name, ""}, declared.at, func() cty.Value {
		v := l.variableValue(m, declared)
		if isTrue(declared.body, "sensitive") {
			v = v.Mark(sensitive)
		}
		return v
	}), true
}

// isTrue reports whether an argument is literally true.
func isTrue(body *hclsyntax.Body, name string) bool {
	a, ok := body.Attributes[name]
	if !ok {
		return false
	}
	v, diags := a.Expr.Value(nil)
	return !diags.HasErrors() && v.RawEquals(cty.True)
}

func (l *loader) variableValue(m *module, declared *variable) cty.Value {
	typ, defaults := l.variableType(declared)
	given, ctx := l.given(m, declared.name)
	standard, hasDefault := declared.body.Attributes["default"]
	nullable := declared.body.Attributes["nullable"]
	var v cty.Value
	switch {
	case given != nil:
		v = l.evaluate(given, ctx)
	case m.parent == nil && l.hasText(declared.name):
		v = l.textValue(declared, typ)
	case hasDefault:
		v = l.evaluate(standard.Expr, m.ctx)
	case m.broken:
		return cty.DynamicVal
	default:
		return cty.UnknownVal(typ).RefineNotNull() // it must be given
	}
	if hasDefault && nullable != nil && !isTrue(declared.body, "nullable") && v.IsKnown() && v.IsNull() {
		v = l.evaluate(standard.Expr, m.ctx)
	}
	return l.converted(declared, v, typ, defaults)
}

// converted is a value as the type of its variable.
func (l *loader) converted(declared *variable, v cty.Value, typ cty.Type, defaults *typeexpr.Defaults) cty.Value {
	if sizeOf(v, largestValue, deepestValue) > largestValue {
		return cty.DynamicVal // which is noted
	}
	if defaults != nil && !v.IsNull() {
		plain, marks := v.UnmarkDeepWithPaths()
		v = defaults.Apply(plain).MarkWithPaths(marks)
	}
	v, err := convert.Convert(v, typ)
	if err != nil {
		l.noteAt(declared.at, ReasonValue, "the value of var."+declared.name+" does not fit its type")
		return cty.UnknownVal(typ.WithoutOptionalAttributesDeep())
	}
	return v
}

func (l *loader) variableType(declared *variable) (cty.Type, *typeexpr.Defaults) {
	a, ok := declared.body.Attributes["type"]
	if !ok {
		return cty.DynamicPseudoType, nil
	}
	typ, defaults, diags := typeexpr.TypeConstraintWithDefaults(a.Expr)
	if diags.HasErrors() {
		return cty.DynamicPseudoType, nil
	}
	return typ, defaults
}

// given is the expression that sets a variable and the scope that it stands in;
// nil when the default does.
func (l *loader) given(m *module, name string) (hcl.Expression, *hcl.EvalContext) {
	if m.parent != nil {
		if a, ok := m.call.body.Attributes[name]; ok {
			return a.Expr, m.scope
		}
		return nil, nil
	}
	if l.hasText(name) {
		return nil, nil
	}
	for i := len(l.values) - 1; i >= 0; i-- {
		if a, ok := l.values[i].Attributes[name]; ok {
			return a.Expr, &hcl.EvalContext{}
		}
	}
	return nil, nil
}

func (l *loader) hasText(name string) bool {
	_, ok := l.options.Vars[name]
	return ok
}

// textValue is a variable as the command line sets it: the text itself where the
// variable takes one, else an expression.
func (l *loader) textValue(declared *variable, typ cty.Type) cty.Value {
	text := l.options.Vars[declared.name]
	if typ == cty.DynamicPseudoType || typ.IsPrimitiveType() {
		return cty.StringVal(text)
	}
	expr, diags := parseExpression([]byte(text), "the value of "+declared.name)
	if diags.HasErrors() {
		l.noteAt(declared.at, ReasonValue, "the value of var."+declared.name+" is not an expression of its type")
		return cty.DynamicVal
	}
	return l.evaluate(l.wrap(expr), &hcl.EvalContext{Functions: l.functions})
}

// modulePath is path.module of a folder, from that of the root.
func modulePath(root, dir string) string {
	if dir == root {
		return "."
	}
	if root == "." {
		return dir
	}
	for up := ""; ; up += "../" {
		if rest, ok := cutFolder(dir, root); ok {
			return path.Clean(up + rest)
		}
		root = path.Dir(root)
		if root == "." {
			return path.Clean(up + "../" + dir)
		}
	}
}

func cutFolder(dir, parent string) (rest string, ok bool) {
	if len(dir) > len(parent) && dir[:len(parent)] == parent && dir[len(parent)] == '/' {
		return dir[len(parent)+1:], true
	}
	return "", false
}
