package iac

import (
	"maps"
	"slices"

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
	case m.whole && m.value == nil:
		c.removed[i] = true
		return ""
	case m.whole:
		return c.set(i, m)
	}
	return c.elements(i, m)
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
		at, why := c.editor.element(m.field, list, index, now)
		if why != "" {
			return why
		}
		removed[at] = true
	}
	for _, index := range slices.Sorted(maps.Keys(m.list.replaced)) {
		at, why := c.editor.element(m.field, list, index, now)
		switch {
		case why != "":
			return why
		case !removed[at]:
			v := &list.Values[at]
			c.w.Replace(v.Start, v.End, c.w.Scalar(m.list.replaced[index], v.Style))
			want.Values[at] = syntax.NewTree(m.list.replaced[index])
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

// element returns which element of the file one of Config is, and why it is not
// edited. One of which the text is not the value comes from somewhere else.
func (e *treeEditor) element(
	f userpoolclient.Field, list *syntax.Part, index int, now []string,
) (at int, why string) {
	_, at = cutIndex(e.r.reading.spots.inFile(element(f, index)))
	if at < 0 || at >= len(list.Values) || index >= len(now) {
		return 0, "does not stand there"
	}
	v := &list.Values[at]
	switch {
	case v.Locked != "":
		return 0, v.Locked
	case !v.Kind.IsScalar() || v.Text != now[index]:
		return 0, "is not what its text says"
	}
	return at, ""
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
