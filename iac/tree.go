package iac

import (
	"fmt"
	"slices"
)

// A tree is what a part of a text says, without where and how.
type tree struct {
	kind   kind
	text   string
	keys   []string
	values []*tree
	locked string
	loose  bool // a number or boolean that may be written in quotes
}

func treeOf(p *part) *tree {
	t := &tree{kind: p.kind, text: p.text, locked: p.locked}
	for i := range p.keys {
		t.keys = append(t.keys, p.keys[i].text)
	}
	for i := range p.values {
		t.values = append(t.values, treeOf(&p.values[i]))
	}
	return t
}

// newTree is the tree of a value that is written.
func newTree(value any) *tree {
	switch v := value.(type) {
	case string:
		return &tree{kind: kindText, text: v}
	case bool:
		return &tree{kind: kindBool, text: fmt.Sprint(v), loose: true}
	case []string:
		t := &tree{kind: kindList}
		for _, text := range v {
			t.values = append(t.values, newTree(text))
		}
		return t
	case []pair:
		t := &tree{kind: kindObject}
		for _, p := range v {
			t.add(p)
		}
		return t
	}
	return &tree{kind: kindNumber, text: fmt.Sprint(value), loose: true}
}

func (t *tree) add(p pair) {
	t.keys, t.values = append(t.keys, p.key), append(t.values, newTree(p.value))
}

// remove takes entries out.
func (t *tree) remove(removed map[int]bool) {
	keys, values := t.keys, t.values
	t.keys, t.values = nil, nil
	for i, v := range values {
		if removed[i] {
			continue
		}
		t.values = append(t.values, v)
		if keys != nil {
			t.keys = append(t.keys, keys[i])
		}
	}
}

// equal reports whether a tree is what it should be. Members have no order.
func (t *tree) equal(o *tree) bool {
	sameKind := t.kind == o.kind || o.loose && t.kind == kindText
	if !sameKind || t.locked != o.locked || t.text != o.text ||
		len(t.values) != len(o.values) || len(t.keys) != len(o.keys) {
		return false
	}
	for i, v := range t.values {
		other := o.values[i]
		if t.keys != nil {
			j := slices.Index(o.keys, t.keys[i])
			if j < 0 {
				return false
			}
			other = o.values[j]
		}
		if !v.equal(other) {
			return false
		}
	}
	return true
}
