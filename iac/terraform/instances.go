package terraform

import (
	"path"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// An instance is one of what count or for_each makes of a block.
type instance struct {
	key    string // as in an address: `["eu"]`, "[0]", "" where there is no count and no for_each
	text   string // the key of for_each
	values map[string]cty.Value
	ctx    *hcl.EvalContext
	child  *module // of a call
}

// A mode is what makes the instances.
type mode uint8

const (
	single mode = iota
	counted
	keyed
	uncertain // count or for_each is not known: one instance stands for all
)

// instances are those of a block in a module.
type instances struct {
	mode mode
	all  []*instance
}

// find returns the instance of a key that a reference names.
func (all instances) find(key cty.Value) *instance {
	index := keyText(key)
	for _, i := range all.all {
		if i.key == index {
			return i
		}
	}
	return nil
}

// keyText is a key as it stands in an address.
func keyText(key cty.Value) string {
	key, _ = key.Unmark()
	if n, ok := whole(key); ok {
		return "[" + strconv.Itoa(n) + "]"
	}
	if key.IsKnown() && !key.IsNull() && isString(key) {
		return "[" + quoted(key.AsString()) + "]"
	}
	return ""
}

// quoted is a text as a literal of the language.
func quoted(s string) string {
	escapes := strings.NewReplacer(
		`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "${", "$${", "%{", "%%{",
	)
	return `"` + escapes.Replace(s) + `"`
}

// expand returns the instances of a block, made once.
func (l *loader) expand(m *module, kind byte, name string, at hcl.Range, body *hclsyntax.Body) instances {
	v := l.once(key{m, kind, name, ""}, at, instances{mode: uncertain}, func() any {
		all := l.instancesOf(m, name, body)
		for _, i := range all.all {
			i.ctx = m.ctx
			if i.values != nil {
				i.ctx = m.ctx.NewChild()
				i.ctx.Variables = i.values
			}
		}
		return all
	})
	return v.(instances)
}

func (l *loader) instancesOf(m *module, name string, body *hclsyntax.Body) instances {
	if a, ok := body.Attributes["count"]; ok {
		return l.count(m, name, a)
	}
	if a, ok := body.Attributes["for_each"]; ok {
		return l.forEach(m, name, a)
	}
	return instances{single, []*instance{{}}}
}

func (l *loader) count(m *module, name string, a *hclsyntax.Attribute) instances {
	v, _ := l.evaluate(a.Expr, m.ctx).Unmark()
	v = numeric(v)
	n, ok := whole(v)
	switch {
	case v.IsKnown() && (!ok || n < 0):
		l.noteAt(a.SrcRange, ReasonValue, "the count of "+name+" is not a number of instances")
		return instances{mode: counted}
	case !ok:
		l.noteAt(a.SrcRange, ReasonInstances, "the count of "+name+" is not known; one is judged")
		return instances{uncertain, []*instance{countInstance(0)}}
	case !l.room(n):
		l.noteAt(a.SrcRange, ReasonLimit, name+" has more instances than are read: "+strconv.Itoa(n))
		return instances{mode: counted}
	}
	all := make([]*instance, n)
	for i := range all {
		all[i] = countInstance(i)
	}
	return instances{counted, all}
}

// numeric is a text that is a number as the number.
func numeric(v cty.Value) cty.Value {
	if v.IsKnown() && !v.IsNull() && isString(v) {
		if n, ok := numberOf(v.AsString()); ok {
			return n
		}
	}
	return v
}

func countInstance(i int) *instance {
	index := cty.NumberIntVal(int64(i))
	return &instance{
		key:    "[" + strconv.Itoa(i) + "]",
		values: map[string]cty.Value{"count": cty.ObjectVal(map[string]cty.Value{"index": index})},
	}
}

// room reports whether there may be so many instances more.
func (l *loader) room(n int) bool {
	if n > maxInstances || l.instances+n > maxInstances {
		return false
	}
	if l.assumptions != nil {
		return true // these take the place of others
	}
	l.instances += n
	return true
}

func (l *loader) forEach(m *module, name string, a *hclsyntax.Attribute) instances {
	v, _ := l.evaluate(a.Expr, m.ctx).Unmark()
	switch {
	case v.IsKnown() && v.IsNull(), v.IsKnown() && !isForEach(v.Type()):
		l.noteAt(a.SrcRange, ReasonValue, "the for_each of "+name+" must be a map or a set of strings")
		return instances{mode: keyed}
	case !v.IsKnown() || v.Type().IsSetType() && !v.IsWhollyKnown():
		l.noteAt(a.SrcRange, ReasonInstances, "the for_each of "+name+" is not known; one instance is judged")
		one := eachInstance("*", cty.UnknownVal(cty.String).RefineNotNull(), cty.DynamicVal)
		return instances{uncertain, []*instance{one}}
	case !l.room(v.LengthInt()):
		l.noteAt(a.SrcRange, ReasonLimit, name+" has more instances than are read: "+strconv.Itoa(v.LengthInt()))
		return instances{mode: keyed}
	}
	var all []*instance
	for it := v.ElementIterator(); it.Next(); {
		k, inner := it.Element()
		k, _ = k.Unmark()
		if k.IsNull() || !isString(k) {
			continue
		}
		all = append(all, eachInstance(quoted(k.AsString()), k, inner))
	}
	return instances{keyed, all}
}

func isForEach(t cty.Type) bool {
	if t.IsSetType() {
		return t.ElementType() == cty.String || t.ElementType() == cty.DynamicPseudoType
	}
	return t.IsMapType() || t.IsObjectType()
}

func eachInstance(address string, k, v cty.Value) *instance {
	i := &instance{
		key:    "[" + address + "]",
		values: map[string]cty.Value{"each": cty.ObjectVal(map[string]cty.Value{"key": k, "value": v})},
	}
	if k.IsKnown() {
		i.text = k.AsString()
	}
	return i
}

// children are the modules that a call makes; none where its source is not read.
func (l *loader) children(m *module, c *call) instances {
	v := l.once(key{m, 'c', "module." + c.name, ""}, c.at, instances{mode: uncertain}, func() any {
		source := l.called(m, c)
		if source == nil {
			return instances{mode: uncertain}
		}
		all := l.expand(m, 'i', "module."+c.name, c.at, c.body)
		for _, i := range all.all {
			l.child(m, c, source, i)
		}
		return all
	})
	return v.(instances)
}

func (l *loader) child(m *module, c *call, source *folder, i *instance) {
	address := "module." + c.name + i.key
	if m.address != "" {
		address = m.address + "." + address
	}
	i.child = &module{
		folder: source, parent: m, call: c, scope: i.ctx, key: i.key, address: address, depth: m.depth + 1,
		path: modulePath(l.root, source.dir),
	}
	i.child.ctx = l.newContext(i.child)
}

// called is the source of a call's module; nil where it is not read, which is
// noted.
func (l *loader) called(m *module, c *call) *folder {
	dir, remote := c.source(m.dir)
	note := func(reason Reason, message string) *folder {
		l.noteAt(c.at, reason, "module "+c.name+" "+message)
		return nil
	}
	if remote != "" {
		return note(ReasonRemote, "comes from "+remote+", which is not read")
	}
	for above := m; above != nil; above = above.parent {
		if above.dir == dir {
			return note(ReasonCycle, "calls itself")
		}
	}
	if m.depth >= deepestModule || !l.room(1) {
		return note(ReasonLimit, "is one of more modules than are read")
	}
	source, err := l.folder(dir)
	switch {
	case err == errOutside || !isInside(dir):
		return note(ReasonOutside, "is in "+path.Clean(dir)+", outside of the folder that is read")
	case err != nil:
		return note(ReasonUnreadable, "cannot be read: "+plain(err))
	case len(source.files) == 0 && !source.broken:
		return note(ReasonUnreadable, "has no Terraform source in "+dir)
	}
	return source
}

const deepestModule = 32

func isInside(dir string) bool { return dir != ".." && !strings.HasPrefix(dir, "../") }
