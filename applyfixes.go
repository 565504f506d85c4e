package userpoolclient

import (
	"errors"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// ApplyFixes returns a copy of c with fixes applied, which shares no memory with
// it. Every edit is about c as it is: an index does not shift because another fix
// removes an element. Edits that are equal are applied once, and an element that
// one fix replaces and another removes is removed.
//
// The error is a *[FixError], and then nothing is applied: for an edit of a value
// that is not known (Config.Unknown, Config.MaybeSet), of an element or field that
// does not exist, of a value that does not fit, and for two edits that contradict
// each other.
func ApplyFixes(c *Config, fixes ...SuggestedFix) (*Config, error) {
	if c == nil {
		return nil, errNilConfig
	}
	work := patch{config: c, lists: map[Field]*listPatch{}, fields: map[Field]any{},
		pending: elementsOf(c.Unknown, c.MaybeSet)}
	for _, fix := range fixes {
		for _, e := range fix.Edits {
			if err := work.add(e); err != nil {
				return nil, &FixError{fix.Rule, e.Field, e.Index, err}
			}
		}
	}
	return work.apply(), nil
}

// FixError says which edit of which fix cannot be applied, and why.
type FixError struct {
	Rule  string
	Field Field
	Index int
	Err   error // why; a *ValueError for a value that the field cannot hold
}

// Error names the rule, the place and the reason, and no value.
func (e *FixError) Error() string {
	place := e.Field
	if e.Index >= 0 {
		place = elementOf(e.Field, e.Index)
	}
	return fmt.Sprintf("userpoolclient: the fix of %s cannot edit %s: %v", e.Rule, place, e.Err)
}

// Unwrap returns the reason.
func (e *FixError) Unwrap() error { return e.Err }

// Why an edit cannot be applied.
var (
	errNotKnown = errors.New("its value is not known")
	errNoPlace  = errors.New("there is no such element")
	errConflict = errors.New("another fix edits it in another way")
)

// A patch is what edits come to. The configuration is not changed.
type patch struct {
	config *Config
	fields map[Field]any // the new value of a field as a whole, nil: none
	lists  map[Field]*listPatch

	pending map[Field]bool // the elements that are not known
}

// A listPatch is what edits of its elements make of a list.
type listPatch struct {
	replaced map[int]string
	removed  map[int]bool
	added    []string
}

func (p *patch) add(e Edit) error {
	r, ok := rowByName(e.Field)
	switch {
	case !ok:
		return &ValueError{Field: e.Field}
	case e.Index == -1:
		return p.addField(r, e.Value)
	}
	return p.addElement(r, e)
}

// addField notes a new value of a field as a whole.
func (p *patch) addField(r *fieldRow, value any) error {
	if p.config.pending(r.Name) {
		return errNotKnown
	}
	var alone Config
	if err := alone.Set(r.Name, value); err != nil {
		return err
	}
	value = r.get(&alone)
	for f, other := range p.fields {
		switch {
		case f == r.Name && (!same(value, other) || (value == nil) != (other == nil)):
			return errConflict
		case within(f, r.Name, '.'), within(r.Name, f, '.'):
			return errConflict
		}
	}
	if p.lists[r.Name] != nil {
		return errConflict
	}
	p.fields[r.Name] = value
	return nil
}

// addElement notes a new value of one element, or an element more.
func (p *patch) addElement(r *fieldRow, e Edit) error {
	if r.size == nil || e.Index < 0 || e.Index > r.size(p.config) || e.Index == r.size(p.config) && e.Value == nil {
		return errNoPlace
	}
	if unknown(p.config.Unknown, r.Name, true) || unknown(p.config.MaybeSet, r.Name, true) ||
		p.pending[elementOf(r.Name, e.Index)] {
		return errNotKnown
	}
	if _, whole := p.fields[r.Name]; whole {
		return errConflict
	}
	list := p.lists[r.Name]
	if list == nil {
		list = &listPatch{map[int]string{}, map[int]bool{}, nil}
		p.lists[r.Name] = list
	}
	text, ok := textOf(e.Value)
	switch {
	case e.Value == nil:
		list.removed[e.Index] = true
	case !ok:
		return &ValueError{Field: r.Name, Want: r.Type, Got: fmt.Sprintf("%T", e.Value)}
	case e.Index == r.size(p.config):
		if !slices.Contains(list.added, text) {
			list.added = append(list.added, text)
		}
	default:
		if other, replaced := list.replaced[e.Index]; replaced && other != text {
			return errConflict
		}
		list.replaced[e.Index] = text
	}
	return nil
}

// textOf returns the text of an element, and reports whether v can be one.
func textOf(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case types.ExplicitAuthFlowsType:
		return string(v), true
	case types.OAuthFlowType:
		return string(v), true
	}
	return "", false
}

// apply returns the configuration with the patch.
func (p *patch) apply() *Config {
	out := p.config.clone()
	for i := range fieldTable() {
		r := &fieldTable()[i]
		if value, ok := p.fields[r.Name]; ok {
			r.set(out, value)
		}
		if list := p.lists[r.Name]; list != nil {
			list.apply(out, r)
		}
	}
	return out
}

// apply makes the new list, and moves what Unknown and MaybeSet say of its
// elements to their new places.
func (l *listPatch) apply(c *Config, r *fieldRow) {
	list := make([]string, 0, r.size(c)+len(l.added))
	moved := map[Field]Field{}
	for i := range r.size(c) {
		if l.removed[i] {
			continue
		}
		moved[elementOf(r.Name, i)] = elementOf(r.Name, len(list))
		if text, ok := l.replaced[i]; ok {
			list = append(list, text)
		} else {
			list = append(list, r.at(c, i))
		}
	}
	r.edit(c, append(list, l.added...))
	for _, entries := range [][]Field{c.Unknown, c.MaybeSet} {
		for i, f := range entries {
			if to, ok := moved[f]; ok {
				entries[i] = to
			}
		}
	}
}

// clone returns a copy that shares no memory with c.
func (c *Config) clone() *Config {
	out := &Config{Unknown: slices.Clone(c.Unknown), MaybeSet: slices.Clone(c.MaybeSet)}
	for i := range fieldTable() {
		if r := &fieldTable()[i]; r.Parent == "" {
			r.copy(out, c)
		}
	}
	return out
}
