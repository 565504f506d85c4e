package terraform

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/dynblock"
	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/userpoolclient/userpoolclient/iac/internal/evaluated"
)

// collectResources adds the resources that matter, of a module and of those that
// it calls.
func (l *loader) collectResources(m *module, found *evaluated.Module) {
	for _, r := range m.order {
		if !isRelevant(r.typ) {
			continue
		}
		all := l.expand(m, 'i', r.id(), r.at, r.body)
		for _, i := range all.all {
			found.Resources = append(found.Resources, l.resource(m, r, i, len(all.all) == 1))
		}
	}
	for _, c := range m.called {
		for _, i := range l.children(m, c).all {
			if i.child != nil {
				l.collectResources(i.child, found)
			}
		}
	}
}

// resource evaluates one instance of a resource.
func (l *loader) resource(m *module, r *resource, i *instance, alone bool) evaluated.Resource {
	e := evaluated.Resource{Type: r.typ, Address: m.addressOf(r, i), At: placeOf(r.at)}
	l.frames = append(l.frames, frame{})
	e.Body, e.Pool = l.body(m, r, i)
	if isClient(r.typ) && slices.ContainsFunc(e.Body, isOpen) {
		l.decideInstances(m, r)
	}
	decided := l.frames[len(l.frames)-1].decided
	l.frames = l.frames[:len(l.frames)-1]
	if r.typ == typePool {
		e.Pool = e.Address
	}
	if isClient(r.typ) {
		e.Ignores = l.ignores(m, r, e.Body, alone && m.parent == nil)
		e.Branches = l.branches(m, r, i, decided)
	}
	return e
}

// branches evaluates a client again under what conditions may be.
func (l *loader) branches(m *module, r *resource, i *instance, decided []*condition) []evaluated.Branch {
	if len(decided) == 0 {
		return nil
	}
	var all []evaluated.Branch
	for _, p := range possibilities(decided) {
		l.assumptions = &assumptions{holds: p.holds, memo: make(map[key]entry)}
		if again, at := l.instanceAgain(m, r, i); at != nil {
			b := evaluated.Branch{Labels: p.words}
			b.Body, _ = l.body(again, r, at)
			all = append(all, b)
		}
		l.assumptions = nil
	}
	return all
}

// isOpen reports whether an argument has something that is not known and that a
// condition may decide.
func isOpen(m evaluated.Member) bool { return m.Name != "user_pool_id" && hasUnknown(m.Value) }

func hasUnknown(v evaluated.Value) bool {
	if v.State != evaluated.Known {
		return true
	}
	return slices.ContainsFunc(v.Items, hasUnknown) ||
		slices.ContainsFunc(v.Members, func(m evaluated.Member) bool { return hasUnknown(m.Value) })
}

// decideInstances notes the conditions that count and for_each depend on, of a
// resource and of the modules around it: each.value comes from there.
func (l *loader) decideInstances(m *module, r *resource) {
	l.expand(m, 'i', r.id(), r.at, r.body)
	for ; m.parent != nil; m = m.parent {
		l.children(m.parent, m.call)
	}
}

// instanceAgain is an instance under the assumptions that are made, in its module
// under them; nil where there is none.
func (l *loader) instanceAgain(m *module, r *resource, i *instance) (*module, *instance) {
	m = l.moduleAgain(m)
	if m == nil {
		return nil, nil
	}
	for _, again := range l.expand(m, 'i', r.id(), r.at, r.body).all {
		if again.key == i.key {
			return m, again
		}
	}
	return nil, nil
}

// moduleAgain is a module under the assumptions that are made; nil where there is
// none.
func (l *loader) moduleAgain(m *module) *module {
	if m.parent == nil {
		return m
	}
	parent := l.moduleAgain(m.parent)
	if parent == nil {
		return nil
	}
	for _, again := range l.children(parent, m.call).all {
		if again.key == m.key {
			return again.child
		}
	}
	return nil
}

// body evaluates the arguments and blocks of a resource, and finds the user pool
// that it belongs to.
func (l *loader) body(m *module, r *resource, i *instance) (all []evaluated.Member, pool string) {
	if i.values != nil {
		if a, ok := r.body.Attributes["for_each"]; ok {
			l.forEachOf[i.ctx] = a.Expr
		}
	}
	for _, name := range sortedNames(r.body.Attributes) {
		a := r.body.Attributes[name]
		if isMeta(name) || !isWanted(r.typ, name) {
			continue
		}
		v := l.evaluate(a.Expr, i.ctx)
		if name == "user_pool_id" {
			pool = poolOf(v)
		}
		argument := l.member(name, a.NameRange, a.Expr, v, i.ctx, m)
		if isSetOf(r.typ, name) {
			argument.Value.Items = distinct(argument.Value.Items)
		}
		all = append(all, argument)
	}
	return append(all, l.blocks(m, r, i)...), pool
}

// distinct are the elements of a set, in the order in which they stand.
func distinct(items []evaluated.Value) []evaluated.Value {
	seen := make(map[string]bool)
	return slices.DeleteFunc(items, func(v evaluated.Value) bool {
		again := v.State == evaluated.Known && seen[v.Text]
		seen[v.Text] = seen[v.Text] || v.State == evaluated.Known
		return again
	})
}

// isWanted reports whether an argument is read: all of a client, so that one that
// is misspelt is found, and of the others those that matter.
func isWanted(typ, name string) bool {
	switch typ {
	case typePool:
		return name == "name" || name == "user_pool_tier"
	case typeServer:
		return name == "identifier" || name == "user_pool_id"
	case typeProvider:
		return name == "provider_name" || name == "attribute_mapping" || name == "user_pool_id"
	}
	return true
}

// sortedNames are the names of arguments in the order in which they stand.
func sortedNames(all hclsyntax.Attributes) []string {
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		ra, rb := all[a].NameRange, all[b].NameRange
		if ra.Filename != rb.Filename {
			return strings.Compare(ra.Filename, rb.Filename)
		}
		return ra.Start.Byte - rb.Start.Byte
	})
	return names
}

// poolOf is the address of the user pool whose ID a value is; "" when it is not
// certain.
func poolOf(v cty.Value) string {
	_, marks := v.Unmark()
	found := ""
	for m := range marks {
		if address, ok := m.(poolMark); ok {
			if found != "" {
				return ""
			}
			found = string(address)
		}
	}
	return found
}

// blocks evaluates the blocks of a resource, dynamic ones expanded.
func (l *loader) blocks(m *module, r *resource, i *instance) []evaluated.Member {
	known := blocksOf(r.typ)
	var schema hcl.BodySchema
	var all []evaluated.Member
	places := make(map[string]hcl.Range)
	for _, b := range r.body.Blocks {
		name := blockName(b)
		if known[name] {
			places[name] = b.DefRange()
			continue
		}
		if isClient(r.typ) && !isMeta(name) {
			all = append(all, evaluated.Member{ // a misspelt one, which is told by its name
				Name: name, At: placeOf(b.DefRange()),
				Value: evaluated.Value{State: evaluated.MaybeNull, At: placeOf(b.DefRange())},
			})
		}
	}
	for name := range places {
		schema.Blocks = append(schema.Blocks, hcl.BlockHeaderSchema{Type: name})
	}
	if len(schema.Blocks) == 0 {
		return all
	}
	slices.SortFunc(schema.Blocks, func(a, b hcl.BlockHeaderSchema) int { return strings.Compare(a.Type, b.Type) })
	content, _, diags := dynblock.Expand(r.body, i.ctx).PartialContent(&schema)
	failed := diags.HasErrors()
	if failed {
		l.diagnoseValue(diags)
	}
	byType := content.Blocks.ByType()
	for _, s := range schema.Blocks {
		if blocks := byType[s.Type]; len(blocks) > 0 {
			all = append(all, l.blockList(s.Type, blocks, attributesOf(r.body, s.Type), i.ctx, m, failed))
		} else if failed {
			at := placeOf(places[s.Type])
			all = append(all, evaluated.Member{Name: s.Type, At: at, Value: evaluated.Value{State: evaluated.MaybeNull, At: at}})
		}
	}
	return all
}

// blockList is the blocks of one type as a list of objects.
func (l *loader) blockList(
	name string, blocks hcl.Blocks, schema *hcl.BodySchema, ctx *hcl.EvalContext, m *module, failed bool,
) evaluated.Member {
	at := placeOf(blocks[0].DefRange)
	list := evaluated.Value{Kind: evaluated.List, At: at}
	for _, b := range blocks {
		if u, ok := b.Body.(hcldec.UnknownBody); ok && u.Unknown() {
			list.State = evaluated.MaybeNull
		}
		object := evaluated.Value{Kind: evaluated.Object, At: placeOf(b.DefRange)}
		content, _, diags := b.Body.PartialContent(schema)
		if diags.HasErrors() {
			l.diagnoseValue(diags)
		}
		for _, inner := range inOrder(content.Attributes) {
			v := l.evaluate(inner.Expr, ctx)
			object.Members = append(object.Members, l.member(inner.Name, inner.NameRange, inner.Expr, v, ctx, m))
		}
		list.Items = append(list.Items, object)
	}
	if failed && list.State == evaluated.Known {
		list.State = evaluated.MaybeNull
	}
	return evaluated.Member{Name: name, At: at, Value: list}
}

// attributesOf is a schema of the arguments that the blocks of a type have, dynamic
// ones too. (The library gives the arguments of those only by name.)
func attributesOf(body *hclsyntax.Body, typ string) *hcl.BodySchema {
	names := make(map[string]bool)
	for _, b := range body.Blocks {
		if blockName(b) != typ {
			continue
		}
		bodies := []*hclsyntax.Body{b.Body}
		if b.Type == "dynamic" {
			bodies = nil
			for _, inner := range b.Body.Blocks {
				if inner.Type == "content" {
					bodies = append(bodies, inner.Body)
				}
			}
		}
		for _, inner := range bodies {
			for name := range inner.Attributes {
				names[name] = true
			}
		}
	}
	schema := new(hcl.BodySchema)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		schema.Attributes = append(schema.Attributes, hcl.AttributeSchema{Name: name})
	}
	return schema
}

func inOrder(all hcl.Attributes) []*hcl.Attribute {
	list := make([]*hcl.Attribute, 0, len(all))
	for _, a := range all {
		list = append(list, a)
	}
	slices.SortFunc(list, func(a, b *hcl.Attribute) int { return a.NameRange.Start.Byte - b.NameRange.Start.Byte })
	return list
}
