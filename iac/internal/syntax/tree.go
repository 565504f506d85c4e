package syntax

import (
	"fmt"
	"slices"
)

// A Tree is what a part of a text says, without where and how.
type Tree struct {
	Values []*Tree // of a list, or of an object beside keys

	kind   Kind
	text   string
	keys   []string
	locked string
	loose  bool // a number or boolean that may be written in quotes
}

// TreeOf is the tree of a part.
func TreeOf(p *Part) *Tree {
	t := &Tree{kind: p.Kind, text: p.Text, locked: p.Locked}
	for i := range p.Keys {
		t.keys = append(t.keys, p.Keys[i].Text)
	}
	for i := range p.Values {
		t.Values = append(t.Values, TreeOf(&p.Values[i]))
	}
	return t
}

// NewTree is the tree of a value that is written.
func NewTree(value any) *Tree {
	switch v := value.(type) {
	case string:
		return &Tree{kind: Text, text: v}
	case bool:
		return &Tree{kind: Bool, text: fmt.Sprint(v), loose: true}
	case []string:
		t := &Tree{kind: List}
		for _, text := range v {
			t.Values = append(t.Values, NewTree(text))
		}
		return t
	case []Pair:
		t := &Tree{kind: Object}
		for _, p := range v {
			t.Add(p)
		}
		return t
	}
	return &Tree{kind: Number, text: fmt.Sprint(value), loose: true}
}

// Add adds a member.
func (t *Tree) Add(p Pair) {
	t.keys, t.Values = append(t.keys, p.Key), append(t.Values, NewTree(p.Value))
}

// Remove takes entries out.
func (t *Tree) Remove(removed map[int]bool) {
	keys, values := t.keys, t.Values
	t.keys, t.Values = nil, nil
	for i, v := range values {
		if removed[i] {
			continue
		}
		t.Values = append(t.Values, v)
		if keys != nil {
			t.keys = append(t.keys, keys[i])
		}
	}
}

// equal reports whether a Tree is what it should be. Members have no order.
func (t *Tree) Equal(o *Tree) bool {
	sameKind := t.kind == o.kind || o.loose && t.kind == Text
	if !sameKind || t.locked != o.locked || t.text != o.text ||
		len(t.Values) != len(o.Values) || len(t.keys) != len(o.keys) {
		return false
	}
	for i, v := range t.Values {
		other := o.Values[i]
		if t.keys != nil {
			j := slices.Index(o.keys, t.keys[i])
			if j < 0 {
				return false
			}
			other = o.Values[j]
		}
		if !v.Equal(other) {
			return false
		}
	}
	return true
}
