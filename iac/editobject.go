package iac

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac/internal/syntax"
)

// An objectChange collects what is changed in one object.
type objectChange struct {
	editor  *treeEditor
	w       *syntax.Rewrite
	object  *syntax.Part
	want    *syntax.Tree
	removed map[int]bool
	added   []string
	pairs   []syntax.Pair // that are added
}

// member makes the edits of one member, and says why they cannot be made.
func (c *objectChange) member(m *memberEdit) string {
	i, count := c.editor.member(c.object, m.name)
	switch {
	case count > 1:
		return "stands there twice"
	case i < 0:
		return c.missing(m)
	}
	v := &c.object.Values[i]
	switch {
	case v.Locked != "":
		return v.Locked
	case v.Kind.IsScalar() && !c.editor.has(m.field, v):
		return whyOther
	case m.whole && m.value == nil:
		c.removed[i] = true
		return ""
	case m.whole:
		return c.set(i, m)
	}
	return c.elements(i, m)
}

const whyOther = "is not what its text says"

// has reports whether a scalar of the text is the value that Config has of a field:
// another one comes from somewhere else.
func (e *treeEditor) has(f userpoolclient.Field, p *syntax.Part) bool {
	switch v, _ := e.r.Config.Get(f); v := v.(type) {
	case nil:
		return false
	case bool:
		text := strings.ToLower(cmp.Or(yaml11Bool(p.Text), p.Text))
		return text == strconv.FormatBool(v)
	case int32:
		n, ok := whole(p.Text)
		return ok && n == int64(v)
	case userpoolclient.Secret:
		return v.Reveal() == p.Text
	default:
		return fmt.Sprint(v) == p.Text
	}
}

// missing adds a member that the object does not have.
func (c *objectChange) missing(m *memberEdit) string {
	var value any = m.value
	if !m.whole {
		value = m.list.added
	}
	set := c.editor.isSet(m.field)
	switch {
	case c.object.Merges && set:
		return whyMerged
	case set || len(m.list.removed) > 0 || len(m.list.replaced) > 0:
		return "does not stand there"
	case value == nil:
		return ""
	}
	c.add(syntax.Pair{Key: m.name, Value: value})
	return ""
}

// add adds a member.
func (c *objectChange) add(p syntax.Pair) {
	c.added, c.pairs = append(c.added, c.w.Entry(c.object, p)), append(c.pairs, p)
}

// set writes another value of a member.
func (c *objectChange) set(i int, m *memberEdit) string {
	v := &c.object.Values[i]
	list, isList := m.value.([]string)
	switch {
	case v.Kind == syntax.Null:
		c.w.Fill(v, c.w.InFlow(m.value, c.object))
	case isList && v.Kind == syntax.List:
		return c.elements(i, &memberEdit{field: m.field, list: c.editor.toward(m.field, list)})
	case isList || !v.Kind.IsScalar():
		return "is " + v.Kind.String()
	default:
		c.w.Replace(v.Start, v.End, c.w.Scalar(m.value, v.Style))
	}
	c.want.Values[i] = syntax.NewTree(m.value)
	return ""
}

// toward are the edits that make of a list another one: what both have in this order
// stays.
func (e *treeEditor) toward(f userpoolclient.Field, list []string) elementEdits {
	now, _ := e.r.Config.Elements(f)
	edits := elementEdits{removed: map[int]bool{}}
	kept := 0
	for i, text := range now {
		if kept < len(list) && list[kept] == text {
			kept++
			continue
		}
		edits.removed[i] = true
	}
	edits.added = list[kept:]
	return edits
}

// elements makes the edits of the elements of a list.
func (c *objectChange) elements(i int, m *memberEdit) string {
	list, want := &c.object.Values[i], c.want.Values[i]
	now, _ := c.editor.r.Config.Elements(m.field)
	switch {
	case list.Kind == syntax.Null && len(m.list.removed)+len(m.list.replaced) == 0:
		c.w.Fill(list, c.w.InFlow(m.list.added, c.object))
		c.want.Values[i] = syntax.NewTree(m.list.added)
		return ""
	case list.Kind != syntax.List:
		return "is " + list.Kind.String()
	}
	removed := map[int]bool{}
	for _, index := range slices.Sorted(maps.Keys(m.list.removed)) {
		places, why := c.editor.element(m.field, list, index, now)
		if why != "" {
			return why
		}
		for _, at := range places {
			removed[at] = true
		}
	}
	for _, index := range slices.Sorted(maps.Keys(m.list.replaced)) {
		places, why := c.editor.element(m.field, list, index, now)
		if why != "" {
			return why
		}
		for _, at := range places {
			if v := &list.Values[at]; !removed[at] {
				c.w.Replace(v.Start, v.End, c.w.Scalar(m.list.replaced[index], v.Style))
				want.Values[at] = syntax.NewTree(m.list.replaced[index])
			}
		}
	}
	var added []string
	for _, text := range m.list.added {
		added = append(added, c.w.Scalar(text, styleOf(list)))
	}
	c.w.Change(list, removed, added)
	want.Remove(removed)
	for _, text := range m.list.added {
		want.Values = append(want.Values, syntax.NewTree(text))
	}
	return c.w.Why
}

// element returns which elements of the file one of Config is, and why it is not
// edited. One of which the text is not the value comes from somewhere else.
func (e *treeEditor) element(
	f userpoolclient.Field, list *syntax.Part, index int, now []string,
) (places []int, why string) {
	if e.r.Format == FormatTerraform && e.r.names != controlNames() {
		return elementOfSet(list, index, now)
	}
	_, at := cutIndex(e.r.reading.spots.inFile(element(f, index)))
	if at < 0 || at >= len(list.Values) || index >= len(now) {
		return nil, "does not stand there"
	}
	v := &list.Values[at]
	switch {
	case v.Locked != "":
		return nil, v.Locked
	case !v.Kind.IsScalar() || v.Text != now[index]:
		return nil, whyOther
	}
	return []int{at}, ""
}

// elementOfSet is element of a set, of which Config has each element once: it may
// stand there several times, and an expression may give it once more.
func elementOfSet(list *syntax.Part, index int, now []string) (places []int, why string) {
	literals, expressions := make(map[string]bool), 0
	why = whyOther
	for at := range list.Values {
		v := &list.Values[at]
		switch {
		case v.Locked != "" || !v.Kind.IsScalar():
			expressions++
			why = cmp.Or(v.Locked, "is "+v.Kind.String())
			continue
		case v.Text == now[index]:
			places = append(places, at)
		}
		literals[v.Text] = true
	}
	if places == nil || len(literals)+expressions != len(now) {
		return nil, why
	}
	return places, ""
}

// styleOf is how the scalars of a list are written.
func styleOf(list *syntax.Part) syntax.Style {
	for _, v := range list.Values {
		if v.Kind.IsScalar() && v.Style != syntax.Block {
			return v.Style
		}
	}
	return syntax.Plain
}
