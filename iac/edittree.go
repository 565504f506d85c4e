package iac

import (
	"fmt"
	"maps"
	"slices"

	"github.com/userpoolclient/userpoolclient"
)

// A treeLanguage is JSON or YAML.
type treeLanguage struct{ syntax }

func readLanguage(text string) (language, error) {
	s, err := newSyntax(text)
	if err != nil {
		return nil, err
	}
	return treeLanguage{s}, nil
}

func (l treeLanguage) editor(r *Resource) (editor, error) { return newTreeEditor(r, l.syntax) }

func (l treeLanguage) check(edits []TextEdit, editors []editor) bool {
	holes := make(map[int]hole, len(editors))
	for _, one := range editors {
		e := one.(*treeEditor) // this language has no other
		holes[e.properties.from] = hole{e.properties.end, e.want}
	}
	return l.isRight(string(ApplyEdits([]byte(l.source()), edits)), holes)
}

// isRight reports whether another text has in some places what it should and is the
// same around them.
func (l treeLanguage) isRight(text string, holes map[int]hole) bool {
	s, err := newSyntax(text)
	return err == nil && l.sameBut(s, holes)
}

// A hole is an object that is to be different in another text: where it ends in this
// one, and what it should be.
type hole struct {
	end  int
	want *tree
}

// A treeEditor edits JSON and YAML.
type treeEditor struct {
	r          *Resource
	s          syntax
	properties part
	want       *tree // the properties after the edits that are planned
}

// newTreeEditor finds the settings of a resource in the text that it was read from.
func newTreeEditor(r *Resource, s syntax) (*treeEditor, error) {
	properties, ok := settingsOf(r, s)
	if !ok {
		return nil, ErrOtherText
	}
	return &treeEditor{r: r, s: s, properties: properties}, nil
}

// settingsOf returns the object that holds the settings of a resource, and reports
// whether the resource is there.
func settingsOf(r *Resource, s syntax) (part, bool) {
	if r.Format == FormatAPI {
		p, ok := s.client(r.Position)
		if i, count := p.member(wrapperKey); count == 1 && p.locked == "" {
			p = p.values[i]
		}
		return p, ok
	}
	p, ok := s.resource(r.Position)
	for _, key := range r.Format.settings() {
		i, count := p.member(key)
		switch {
		case !ok, p.locked != "":
			return p, ok
		case i < 0:
			p.locked = "is of a resource without " + key + " of its own"
			return p, true
		case count > 1:
			p.locked = "stands in one of two objects of the same name"
			return p, true
		}
		p = p.values[i]
	}
	return p, ok
}

// settings is where a resource of the format has its settings.
func (f Format) settings() []string {
	switch f {
	case FormatACK:
		return []string{"spec"}
	case FormatCrossplane:
		return []string{"spec", "forProvider"}
	}
	return []string{"Properties"}
}

// A memberEdit is what edits make of one field.
type memberEdit struct {
	field  userpoolclient.Field
	name   string // in its object
	whole  bool   // value counts; nil removes the member
	value  any
	list   elementEdits
	parent string
}

// elementEdits are edits of the elements of a list, by their index in Config.
type elementEdits struct {
	replaced map[int]string
	removed  map[int]bool
	added    []string
}

// plan groups the edits of fixes by object and member, and makes them.
func (e *treeEditor) plan(fixes []userpoolclient.SuggestedFix) ([]TextEdit, *refusal) {
	byField := make(map[userpoolclient.Field]*memberEdit)
	var order []userpoolclient.Field
	for _, fix := range fixes {
		for _, edit := range fix.Edits {
			if why := e.unfit(edit); why != "" {
				return nil, &refusal{edit.Field, why}
			}
			m := byField[edit.Field]
			if m == nil {
				m = &memberEdit{field: edit.Field, list: elementEdits{map[int]string{}, map[int]bool{}, nil}}
				m.parent, m.name = e.r.names.cutField(edit.Field)
				byField[edit.Field] = m
				order = append(order, edit.Field)
			}
			m.add(edit, e.length(edit.Field))
		}
	}
	w := &rewrite{text: e.s.source(), json: e.s.isJSON()}
	e.want = treeOf(&e.properties)
	var structures []pair // that the file does not have
	for _, parent := range parentsOf(order, byField) {
		var members []*memberEdit
		for _, f := range order {
			if byField[f].parent == parent {
				members = append(members, byField[f])
			}
		}
		var added, lacking []pair
		if parent == "" {
			added = structures
		}
		lacking, why := e.object(w, parent, members, added)
		if why != nil {
			return nil, why
		}
		structures = append(structures, lacking...)
	}
	all, ok := ordered(w.edits)
	if !ok {
		return nil, &refusal{order[0], whyMeets}
	}
	return all, nil
}

// parentsOf returns the objects that the members are in, the outermost last: it may
// get what the others lack.
func parentsOf(order []userpoolclient.Field, byField map[userpoolclient.Field]*memberEdit) []string {
	var parents []string
	for _, f := range order {
		if p := byField[f].parent; p != "" && !slices.Contains(parents, p) {
			parents = append(parents, p)
		}
	}
	return append(parents, "")
}

// unfit says why an edit is not one of a file, "" where it is.
func (e *treeEditor) unfit(edit userpoolclient.Edit) string {
	if _, ok := e.r.names.paths[edit.Field]; !ok {
		return "is not a property in " + e.r.Format.name()
	}
	switch edit.Value.(type) {
	case nil, string, bool, int32, []string:
		return ""
	}
	return "is edited member by member only"
}

func (m *memberEdit) add(e userpoolclient.Edit, length int) {
	text, _ := textOf(e.Value)
	switch {
	case e.Index < 0:
		m.whole, m.value = true, e.Value
	case e.Value == nil:
		m.list.removed[e.Index] = true
	case e.Index < length:
		m.list.replaced[e.Index] = text
	case !slices.Contains(m.list.added, text):
		m.list.added = append(m.list.added, text)
	}
}

// textOf returns the text of an element.
func textOf(v any) (string, bool) {
	if s, ok := v.(string); ok {
		return s, true
	}
	return fmt.Sprint(v), v != nil
}

// length is how many elements Config has of a list.
func (e *treeEditor) length(f userpoolclient.Field) int {
	list, _ := e.r.Config.Elements(f)
	return len(list)
}

// object makes the edits of the members of one object: the properties, or a
// structure in them. It returns the structure that the properties do not have and
// must get.
func (e *treeEditor) object(w *rewrite, parent string, members []*memberEdit, structures []pair) ([]pair, *refusal) {
	object, want := &e.properties, e.want
	at := func(why string) *refusal {
		if len(members) == 0 {
			return &refusal{"", why}
		}
		return &refusal{members[0].field, why}
	}
	if parent != "" && object.locked == "" {
		i, count := e.member(object, parent)
		switch {
		case count > 1:
			return nil, at("stands in one of two objects of the same name")
		case i < 0:
			return e.structure(parent, members)
		}
		object, want = &object.values[i], want.values[i]
		if object.kind == kindList && len(object.values) == 1 && object.locked == "" { // Crossplane's
			object, want = &object.values[0], want.values[0]
		}
	}
	switch {
	case len(members)+len(structures) == 0:
		return nil, nil
	case object.locked != "":
		return nil, at(object.locked)
	case object.kind == kindNull:
		e.fill(w, object, want, append(pairsOf(members), structures...))
		return nil, nil
	case object.kind != kindObject:
		return nil, at("does not stand in an object")
	}
	change := objectChange{editor: e, w: w, object: object, want: want, removed: map[int]bool{}}
	for _, m := range members {
		if why := change.member(m); why != "" {
			return nil, &refusal{m.field, why}
		}
	}
	for _, p := range structures {
		change.add(p)
	}
	w.change(object, change.removed, change.added)
	want.remove(change.removed)
	for _, p := range change.pairs {
		want.add(p)
	}
	if w.why != "" {
		return nil, at(w.why)
	}
	return nil, nil
}

// member returns the index of the member that the format takes for one of a name, -1
// where there is none, and how many there are.
func (e *treeEditor) member(object *part, name string) (index, count int) {
	if !e.r.names.folded {
		return object.member(name)
	}
	index = -1
	for i := range object.keys {
		if fold(object.keys[i].text) == fold(name) {
			index, count = i, count+1
		}
	}
	return index, count
}

// structure returns the structure that has what edits set.
func (e *treeEditor) structure(name string, members []*memberEdit) ([]pair, *refusal) {
	pairs := pairsOf(members)
	switch {
	case pairs == nil:
		return nil, nil
	case e.r.Format == FormatCrossplane:
		return nil, &refusal{members[0].field, "has no " + name + " around it, of which the form depends on the version"}
	}
	for _, info := range allFields() { // of the structure
		if path, _ := e.r.names.cutField(info.Name); path == name && e.properties.merges && e.isSet(info.Name) {
			return nil, &refusal{members[0].field, whyMerged}
		}
	}
	return []pair{{name, pairs}}, nil
}

func pairsOf(members []*memberEdit) []pair {
	var pairs []pair
	for _, m := range members {
		if m.value != nil {
			pairs = append(pairs, pair{m.name, m.value})
		}
	}
	return pairs
}

// fill writes members in the place of an object that is null.
func (e *treeEditor) fill(w *rewrite, null *part, want *tree, pairs []pair) {
	if len(pairs) > 0 {
		w.fill(null, w.inFlow(pairs, &e.properties))
		*want = *newTree(pairs)
	}
}

// fill writes a value in the place of null, or of nothing.
func (w *rewrite) fill(v *part, text string) {
	if v.style == styleEmpty {
		text = " " + text
	}
	w.replace(v.start, v.end, text)
}

const whyMeets = "is where another fix is made; ask again when it is"

const whyMerged = "comes from a merged key (<<)"

// isSet reports whether Config sets a field, or may set it.
func (e *treeEditor) isSet(f userpoolclient.Field) bool { return gives(e.r.Config, f) }

// An objectChange collects what is changed in one object.
type objectChange struct {
	editor  *treeEditor
	w       *rewrite
	object  *part
	want    *tree
	removed map[int]bool
	added   []string
	pairs   []pair // that are added
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
	v := &c.object.values[i]
	switch {
	case v.locked != "":
		return v.locked
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
	case c.object.merges && set:
		return whyMerged
	case set || len(m.list.removed) > 0 || len(m.list.replaced) > 0:
		return "does not stand there"
	case value == nil:
		return ""
	}
	c.add(pair{m.name, value})
	return ""
}

// add adds a member.
func (c *objectChange) add(p pair) {
	c.added, c.pairs = append(c.added, c.w.entry(c.object, p)), append(c.pairs, p)
}

// set writes another value of a member.
func (c *objectChange) set(i int, m *memberEdit) string {
	v := &c.object.values[i]
	list, isList := m.value.([]string)
	switch {
	case v.kind == kindNull:
		c.w.fill(v, c.w.inFlow(m.value, c.object))
	case isList && v.kind == kindList:
		return c.elements(i, &memberEdit{field: m.field, list: c.editor.toward(m.field, list)})
	case isList || !v.kind.isScalar():
		return "is " + v.kind.String()
	default:
		c.w.replace(v.start, v.end, c.w.scalar(m.value, v.style))
	}
	c.want.values[i] = newTree(m.value)
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
	list, want := &c.object.values[i], c.want.values[i]
	now, _ := c.editor.r.Config.Elements(m.field)
	switch {
	case list.kind == kindNull && len(m.list.removed)+len(m.list.replaced) == 0:
		c.w.fill(list, c.w.inFlow(m.list.added, c.object))
		c.want.values[i] = newTree(m.list.added)
		return ""
	case list.kind != kindList:
		return "is " + list.kind.String()
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
			v := &list.values[at]
			c.w.replace(v.start, v.end, c.w.scalar(m.list.replaced[index], v.style))
			want.values[at] = newTree(m.list.replaced[index])
		}
	}
	var added []string
	for _, text := range m.list.added {
		added = append(added, c.w.scalar(text, styleOf(list)))
	}
	c.w.change(list, removed, added)
	want.remove(removed)
	for _, text := range m.list.added {
		want.values = append(want.values, newTree(text))
	}
	return c.w.why
}

// element returns which element of the file one of Config is, and why it is not
// edited. One of which the text is not the value comes from somewhere else.
func (e *treeEditor) element(
	f userpoolclient.Field, list *part, index int, now []string,
) (at int, why string) {
	_, at = cutIndex(e.r.reading.spots.inFile(element(f, index)))
	if at < 0 || at >= len(list.values) || index >= len(now) {
		return 0, "does not stand there"
	}
	v := &list.values[at]
	switch {
	case v.locked != "":
		return 0, v.locked
	case !v.kind.isScalar() || v.text != now[index]:
		return 0, "is not what its text says"
	}
	return at, ""
}

// styleOf is how the scalars of a list are written.
func styleOf(list *part) style {
	for _, v := range list.values {
		if v.kind.isScalar() && v.style != styleBlock {
			return v.style
		}
	}
	return stylePlain
}
