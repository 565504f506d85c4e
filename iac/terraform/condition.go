package terraform

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// A condition is one that decides between two values and is not known. Two that
// say the same are one, so that what they decide goes together.
type condition struct {
	id      string // the module and the text, references to the same value resolved
	text    string // as it is written
	negated bool   // of what the text says without its !
	subject string // of x == "a": x
	literal string // and "a"
}

// assumptions are what conditions are taken to be, and the values under them.
type assumptions struct {
	holds map[string]bool // by the condition's id
	memo  map[key]entry
}

// touch reports whether one of the conditions is assumed.
func (a *assumptions) touch(decided []*condition) bool {
	return slices.ContainsFunc(decided, func(c *condition) bool { _, ok := a.holds[c.id]; return ok })
}

// assumed is the value of a condition: what is known, else what is assumed.
func (l *loader) assumed(w *wrapped, ctx *hcl.EvalContext, v cty.Value) cty.Value {
	plain, marks := v.Unmark()
	m := moduleOf(ctx)
	if plain.IsKnown() || m == nil {
		return v
	}
	c := l.conditionOf(w, ctx, m)
	if c == nil {
		return v
	}
	l.decide(c)
	if l.assumptions == nil {
		return v
	}
	holds, ok := l.assumptions.holds[c.id]
	if !ok {
		return v
	}
	return cty.BoolVal(holds != c.negated).WithMarks(marks)
}

// decide notes that the value under way depends on conditions.
func (l *loader) decide(all ...*condition) {
	if len(l.frames) == 0 {
		return
	}
	const most = 16
	top := &l.frames[len(l.frames)-1]
	for _, c := range all {
		if len(top.decided) < most && !slices.ContainsFunc(top.decided, func(d *condition) bool { return d.id == c.id }) {
			top.decided = append(top.decided, c)
		}
	}
}

// conditionOf names a condition; nil where it depends on the variable of a for
// expression, and so is many.
func (l *loader) conditionOf(w *wrapped, ctx *hcl.EvalContext, m *module) *condition {
	c := &condition{text: l.text(w.Range())}
	id, ok := l.canonical(w, ctx, m, c, 0)
	if !ok || c.text == "" {
		return nil
	}
	c.id = id
	return c
}

// canonical is the text of a condition with the names of locals and of a
// module's variables replaced by what they stand for.
func (l *loader) canonical(
	e hcl.Expression, ctx *hcl.EvalContext, m *module, c *condition, depth int,
) (string, bool) {
	const deepest = 20
	inner := unwrapped(e)
	if depth > deepest {
		return "", false
	}
	switch e := inner.(type) {
	case *hclsyntax.UnaryOpExpr:
		if e.Op == hclsyntax.OpLogicalNot {
			c.negated = !c.negated
			return l.canonical(e.Val, ctx, m, c, depth+1)
		}
	case *hclsyntax.BinaryOpExpr:
		if e.Op == hclsyntax.OpEqual || e.Op == hclsyntax.OpNotEqual {
			return l.equation(e, ctx, m, c, depth)
		}
	case *hclsyntax.ScopeTraversalExpr:
		if next, nextCtx, nextModule, rest := l.follow(e.Traversal, ctx, m); next != nil && len(rest) == 0 {
			return l.canonical(next, nextCtx, nextModule, c, depth+1)
		}
	}
	for _, t := range inner.Variables() {
		if root := t.RootName(); defines(ctx, root) && root != "each" && root != "count" {
			return "", false
		}
	}
	text := l.text(inner.Range())
	id := m.address + "/" + text
	if strings.Contains(text, "each.") || strings.Contains(text, "count.") {
		id = contextName(ctx) + id
	}
	return id, text != ""
}

// equation is the name of x == "a" and of x != "a".
func (l *loader) equation(
	e *hclsyntax.BinaryOpExpr, ctx *hcl.EvalContext, m *module, c *condition, depth int,
) (string, bool) {
	subject, other := e.LHS, unwrapped(e.RHS)
	literal := l.text(other.Range())
	if len(other.Variables()) > 0 {
		return m.address + "/" + l.text(e.Range()), true
	}
	of := &condition{}
	id, ok := l.canonical(subject, ctx, m, of, depth+1)
	if of.negated {
		id = "!" + id
	}
	c.subject, c.literal = id, literal
	if e.Op == hclsyntax.OpNotEqual {
		c.negated = !c.negated
	}
	return id + " == " + literal, ok
}

// contextName tells instances of one block apart.
func contextName(ctx *hcl.EvalContext) string {
	for ; ctx != nil; ctx = ctx.Parent() {
		for _, root := range []string{"each", "count"} {
			v, ok := ctx.Variables[root]
			if !ok || !v.Type().IsObjectType() {
				continue
			}
			for _, name := range []string{"key", "index"} {
				if v.Type().HasAttribute(name) {
					return keyText(v.GetAttr(name))
				}
			}
		}
	}
	return ""
}

// text is what stands in the source between two places.
func (l *loader) text(at hcl.Range) string {
	const longest = 200
	src, ok := l.sources[at.Filename]
	if !ok || at.Start.Byte < 0 || at.End.Byte > len(src) || at.Start.Byte >= at.End.Byte {
		return ""
	}
	if at.End.Byte-at.Start.Byte > longest {
		return ""
	}
	return strings.Join(strings.Fields(string(src[at.Start.Byte:at.End.Byte])), " ")
}

// A case is one way the conditions of a resource may turn out.
type possibility struct {
	holds map[string]bool
	words []string
}

// possibilities are the ways in which conditions may turn out, at most 8. Two
// texts cannot both be what one value equals.
func possibilities(conditions []*condition) []possibility {
	const most = 3 // more would be more than eight cases
	if len(conditions) > most {
		conditions = conditions[:most]
	}
	var all []possibility
	for bits := range 1 << len(conditions) {
		p := possibility{holds: make(map[string]bool)}
		equal := make(map[string]string)
		possible := true
		for i, c := range conditions {
			holds := bits&(1<<i) == 0
			p.holds[c.id] = holds
			if holds && c.subject != "" {
				possible = possible && equal[c.subject] == ""
				equal[c.subject] = c.literal
			}
			word := c.text
			if holds == c.negated {
				word = "not " + word
			}
			p.words = append(p.words, word)
		}
		if possible {
			all = append(all, p)
		}
	}
	return all
}
