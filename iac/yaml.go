package iac

import (
	"bytes"
	"errors"
	"io"

	"go.yaml.in/yaml/v3"
)

// readYAML returns the documents of a YAML file.
func readYAML(data []byte) ([]node, error) {
	if len(data) > MaxYAML {
		return nil, tooLong(len(data), MaxYAML)
	}
	if dense(data) {
		return nil, &SyntaxError{Message: "has more than 300,000 values, which no template has"}
	}
	doc := newDocument(nil, len(data), mostYAML)
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var roots []node
	for {
		var y yaml.Node
		err := decoder.Decode(&y)
		if errors.Is(err, io.EOF) {
			return roots, nil
		}
		if err != nil {
			return nil, yamlError(string(data), err)
		}
		if len(y.Content) > 0 {
			roots = append(roots, node{doc: doc, yaml: y.Content[0]})
		}
	}
}

// dense reports whether a text may have more values than are looked at. The YAML
// library makes 200 bytes of a value of one byte before anybody can stop it; each
// value has one of these marks before or after it.
func dense(data []byte) bool {
	marks := 0
	for i, c := range data {
		switch c {
		case ',', '[', '{':
			marks++
		case ':', '-', '?':
			if i+1 == len(data) || bytes.IndexByte([]byte(" \t\r\n"), data[i+1]) >= 0 {
				marks++
			}
		}
	}
	return marks > mostYAML
}

// resolved is the YAML node behind an alias. An alias never stands for another.
func (n node) resolved() *yaml.Node {
	if n.yaml.Kind == yaml.AliasNode {
		return n.yaml.Alias
	}
	return n.yaml
}

// visited are the anchors that a walk through a value has come to.
type visited map[*yaml.Node]bool

// again reports whether a walk has come to the value before, by another alias.
func (v visited) again(n node) bool {
	if n.yaml == nil || n.yaml.Kind != yaml.AliasNode {
		return false
	}
	if v[n.yaml.Alias] {
		return true
	}
	v[n.yaml.Alias] = true
	return false
}

// short is the intrinsic function of a YAML tag: "Fn::Sub" for !Sub.
func (n node) short() string {
	if n.yaml == nil || n.bare { // of nothing, too
		return ""
	}
	tag := n.resolved().Tag
	if len(tag) < 2 || tag[0] != '!' || tag[1] == '!' {
		return ""
	}
	if tag == "!Ref" || tag == "!Condition" {
		return tag[1:]
	}
	return "Fn::" + tag[1:]
}

func (n node) yamlKind() kind {
	if n.short() != "" {
		return kindObject
	}
	y := n.resolved()
	switch y.Kind {
	case yaml.SequenceNode:
		return kindList
	case yaml.MappingNode:
		return kindObject
	}
	if n.bare {
		return kindText
	}
	switch y.ShortTag() {
	case "!!null":
		return kindNull
	case "!!bool":
		return kindBool
	case "!!int", "!!float":
		return kindNumber
	}
	if y.Style == 0 && yaml11Bool(y.Value) != "" {
		return kindBool
	}
	return kindText
}

// yaml11Bool is "true" or "false" for the other spellings of the booleans of
// YAML 1.1, which is what CloudFormation reads.
func yaml11Bool(s string) string {
	switch s {
	case "yes", "Yes", "YES", "on", "On", "ON":
		return "true"
	case "no", "No", "NO", "off", "Off", "OFF":
		return "false"
	}
	return ""
}

const mergeTag = "!!merge"

// mapping yields the members of a YAML mapping, then those of what it merges
// that are not set yet.
func (d *document) mapping(y *yaml.Node, yield func(member) bool) {
	merges := false
	for i := 0; i+1 < len(y.Content); i += 2 {
		if y.Content[i].Tag == mergeTag {
			merges = true
			continue
		}
		if !d.step() || !yield(d.memberOf(y, i)) {
			return
		}
	}
	if merges {
		d.mergeInto(y, yield)
	}
}

func (d *document) memberOf(y *yaml.Node, i int) member {
	key := y.Content[i]
	return member{key: key.Value, place: Position{key.Line, key.Column}, value: node{doc: d, yaml: y.Content[i+1]}}
}

// mergeInto yields the members that << adds to a mapping.
func (d *document) mergeInto(y *yaml.Node, yield func(member) bool) {
	seen := make(map[string]bool, len(y.Content)/2)
	for i := 0; i+1 < len(y.Content); i += 2 {
		if y.Content[i].Tag != mergeTag {
			seen[y.Content[i].Value] = true
		}
	}
	for i := 0; i+1 < len(y.Content); i += 2 {
		if y.Content[i].Tag == mergeTag && !d.merge(y.Content[i+1], seen, 0, yield) {
			return
		}
	}
}

// merge yields the members of a mapping, or of each in a list, that << names and
// that are not seen yet, and reports whether to go on.
func (d *document) merge(y *yaml.Node, seen map[string]bool, depth int, yield func(member) bool) bool {
	const deepest = 100
	if !d.step() || depth > deepest {
		return false
	}
	switch y.Kind {
	case yaml.AliasNode:
		return d.merge(y.Alias, seen, depth+1, yield)
	case yaml.SequenceNode:
		for _, each := range y.Content {
			if !d.merge(each, seen, depth+1, yield) {
				return false
			}
		}
	case yaml.MappingNode:
		return d.mergeMapping(y, seen, depth, yield)
	}
	return true
}

// mergeMapping is merge for a mapping: its own members come before what it
// merges itself.
func (d *document) mergeMapping(y *yaml.Node, seen map[string]bool, depth int, yield func(member) bool) bool {
	for i := 0; i+1 < len(y.Content); i += 2 {
		key := y.Content[i]
		if !d.step() {
			return false
		}
		if key.Tag == mergeTag || seen[key.Value] {
			continue
		}
		seen[key.Value] = true
		if !yield(d.memberOf(y, i)) {
			return false
		}
	}
	for i := 0; i+1 < len(y.Content); i += 2 {
		if y.Content[i].Tag == mergeTag && !d.merge(y.Content[i+1], seen, depth+1, yield) {
			return false
		}
	}
	return true
}
