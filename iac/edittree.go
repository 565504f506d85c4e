package iac

import (
	"fmt"
	"slices"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac/internal/syntax"
)

// readSource reads JSON or YAML.
func readSource(text string) (syntax.Source, error) {
	if beginsObject([]byte(text)) {
		if t, err := newJSON(text); err == nil {
			return &jsonSource{t: t}, nil
		}
	}
	return newYAMLSource(text)
}

// A treeEditor makes edits of a text out of edits of the configuration of one of its
// resources.
type treeEditor struct {
	r          *Resource
	s          syntax.Source
	properties syntax.Part
	want       *syntax.Tree // the properties after the edits that are planned
}

// newTreeEditor finds the settings of a resource in the text that it was read from.
func newTreeEditor(r *Resource, s syntax.Source) (*treeEditor, error) {
	properties, ok := settingsOf(r, s)
	if !ok {
		return nil, ErrOtherText
	}
	return &treeEditor{r: r, s: s, properties: properties}, nil
}

// hole is the object that the edits change.
func (e *treeEditor) hole() (from int, h syntax.Hole) {
	return e.properties.From, syntax.Hole{End: e.properties.End, Want: e.want}
}

// settingsOf returns the object that holds the settings of a resource, and reports
// whether the resource is there.
func settingsOf(r *Resource, s syntax.Source) (syntax.Part, bool) {
	p, ok := s.Resource(r.Position.Line, r.Position.Column)
	for _, key := range r.Format.settings() {
		i, count := p.Member(key)
		switch {
		case !ok, p.Locked != "":
			return p, ok
		case i < 0 && r.Format == FormatAPI: // not what Describe answers
			return p, true
		case i < 0:
			p.Locked = "is of a resource without " + key + " of its own"
			return p, true
		case count > 1:
			p.Locked = "stands in one of two objects of the same name"
			return p, true
		}
		p = p.Values[i]
	}
	return p, ok
}

// settings is where a resource of the format has its settings.
func (f Format) settings() []string {
	switch f {
	case FormatAPI:
		return []string{wrapperKey}
	case FormatACK:
		return []string{"spec"}
	case FormatCrossplane:
		return []string{"spec", "forProvider"}
	case FormatTerraform:
		return nil
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
func (e *treeEditor) plan(fixes []userpoolclient.SuggestedFix) ([]syntax.Edit, *refusal) {
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
	w := syntax.NewRewrite(e.s.Text(), e.s.Dialect())
	e.want = syntax.TreeOf(&e.properties)
	var structures []syntax.Pair // that the file does not have
	for _, parent := range parentsOf(order, byField) {
		var members []*memberEdit
		for _, f := range order {
			if byField[f].parent == parent {
				members = append(members, byField[f])
			}
		}
		var added, lacking []syntax.Pair
		if parent == "" {
			added = structures
		}
		lacking, why := e.object(w, parent, members, added)
		if why != nil {
			return nil, why
		}
		structures = append(structures, lacking...)
	}
	all, ok := syntax.Ordered(w.Edits)
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
func (e *treeEditor) object(w *syntax.Rewrite, parent string, members []*memberEdit,
	structures []syntax.Pair) ([]syntax.Pair, *refusal) {
	object, want := &e.properties, e.want
	at := func(why string) *refusal {
		if len(members) == 0 {
			return &refusal{"", why}
		}
		return &refusal{members[0].field, why}
	}
	if parent != "" && object.Locked == "" {
		i, count := e.member(object, parent)
		switch {
		case count > 1:
			return nil, at("stands in one of two objects of the same name")
		case i < 0:
			return e.structure(parent, members)
		}
		object, want = &object.Values[i], want.Values[i]
		if object.Kind == syntax.List && len(object.Values) == 1 && object.Locked == "" { // Crossplane's
			object, want = &object.Values[0], want.Values[0]
		}
	}
	switch {
	case len(members)+len(structures) == 0:
		return nil, nil
	case object.Locked != "":
		return nil, at(object.Locked)
	case object.Kind == syntax.Null:
		e.fill(w, object, want, append(pairsOf(members), structures...))
		return nil, nil
	case object.Kind != syntax.Object:
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
	w.Change(object, change.removed, change.added)
	want.Remove(change.removed)
	for _, p := range change.pairs {
		want.Add(p)
	}
	if w.Why != "" {
		return nil, at(w.Why)
	}
	return nil, nil
}

// member returns the index of the member that the format takes for one of a name, -1
// where there is none, and how many there are.
func (e *treeEditor) member(object *syntax.Part, name string) (index, count int) {
	if !e.r.names.folded {
		return object.Member(name)
	}
	index = -1
	for i := range object.Keys {
		if fold(object.Keys[i].Text) == fold(name) {
			index, count = i, count+1
		}
	}
	return index, count
}

// structure returns the structure that has what edits set.
func (e *treeEditor) structure(name string, members []*memberEdit) ([]syntax.Pair, *refusal) {
	pairs := pairsOf(members)
	switch {
	case pairs == nil:
		return nil, nil
	case e.r.names == controlNames():
		return nil, &refusal{members[0].field, "has no " + name + " around it"}
	case e.r.Format == FormatCrossplane:
		return nil, &refusal{members[0].field, "has no " + name + " around it, of which the form depends on the version"}
	}
	for _, info := range allFields() { // of the structure
		if path, _ := e.r.names.cutField(info.Name); path == name && e.properties.Merges && e.isSet(info.Name) {
			return nil, &refusal{members[0].field, whyMerged}
		}
	}
	return []syntax.Pair{{Key: name, Value: pairs}}, nil
}

func pairsOf(members []*memberEdit) []syntax.Pair {
	var pairs []syntax.Pair
	for _, m := range members {
		if m.value != nil {
			pairs = append(pairs, syntax.Pair{Key: m.name, Value: m.value})
		}
	}
	return pairs
}

// fill writes members in the place of an object that is null.
func (e *treeEditor) fill(w *syntax.Rewrite, null *syntax.Part, want *syntax.Tree, pairs []syntax.Pair) {
	if len(pairs) > 0 {
		w.Fill(null, w.InFlow(pairs, &e.properties))
		*want = *syntax.NewTree(pairs)
	}
}

const whyMeets = "is where another fix is made; ask again when it is"

const whyMerged = "comes from a merged key (<<)"

// isSet reports whether Config sets a field, or may set it.
func (e *treeEditor) isSet(f userpoolclient.Field) bool { return gives(e.r.Config, f) }
