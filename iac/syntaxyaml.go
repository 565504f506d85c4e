package iac

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/userpoolclient/userpoolclient/iac/internal/syntax"
)

// yamlSource is the syntax of a YAML text. The library tells where a value begins;
// where it ends is read off the bytes.
type yamlSource struct {
	text    string
	starts  []int           // of the lines
	columns map[int][]int32 // of lines that are not ASCII, where each character begins
	roots   []*yaml.Node
	aliases map[*yaml.Node]string // what aliases stand for, by the name of the anchor

	resources map[Position]resourceNode // nil: not looked for yet
}

// errNotUTF8 says why a file is not edited.
var errNotUTF8 = &SyntaxError{Message: "is not UTF-8"}

func newYAMLSource(text string) (*yamlSource, error) {
	switch {
	case !utf8.ValidString(text):
		return nil, errNotUTF8
	case len(text) > MaxYAML:
		return nil, tooLong(len(text), MaxYAML)
	case dense([]byte(text)):
		return nil, &SyntaxError{Message: "has more than 300,000 values, which no template has"}
	}
	s := &yamlSource{text: text, aliases: make(map[*yaml.Node]string), columns: make(map[int][]int32)}
	decoder := yaml.NewDecoder(bytes.NewReader([]byte(text)))
	for {
		var document yaml.Node
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, yamlError(text, err)
		}
		if len(document.Content) > 0 {
			s.roots = append(s.roots, document.Content[0])
			s.note(document.Content[0])
		}
	}
	s.index()
	return s, nil
}

func (s *yamlSource) Dialect() syntax.Dialect { return syntax.YAML }
func (s *yamlSource) Text() string            { return s.text }

// note notes what aliases stand for.
func (s *yamlSource) note(n *yaml.Node) {
	if n.Kind == yaml.AliasNode {
		s.aliases[n.Alias] = n.Value
	}
	for _, inner := range n.Content {
		s.note(inner)
	}
}

// Resource returns a resource of a template by where its key stands, and any other,
// and the outermost object, by where that begins.
func (s *yamlSource) Resource(line, column int) (object syntax.Part, ok bool) {
	if s.resources == nil {
		s.resources = make(map[Position]resourceNode)
		for _, root := range s.roots {
			s.collect(root, at(root), s.shared(root))
		}
		for _, root := range s.roots {
			if _, taken := s.resources[at(root)]; !taken {
				s.resources[at(root)] = resourceNode{root, s.shared(root)}
			}
		}
	}
	found, ok := s.resources[Position{line, column}]
	if !ok {
		return syntax.Part{}, false
	}
	p := s.part(found.node)
	if p.Locked == "" {
		p.Locked = found.why
	}
	return p, true
}

// A resourceNode is a resource, and why it may not be edited: an anchor around it
// that is used again.
type resourceNode struct {
	node *yaml.Node
	why  string
}

// collect notes the resources of a template by where their keys stand: of one
// without a key, where it begins itself.
func (s *yamlSource) collect(n *yaml.Node, place Position, why string) {
	if _, taken := s.resources[place]; !taken && (n.Kind == yaml.AliasNode || hasKey(n, isOfResource)) {
		s.resources[place] = resourceNode{n, why}
	}
	for i, inner := range n.Content {
		where := at(inner)
		if n.Kind == yaml.MappingNode && i%2 == 1 {
			where = at(n.Content[i-1])
		}
		s.collect(inner, where, cmp.Or(s.shared(inner), why))
	}
}

func at(n *yaml.Node) Position { return Position{n.Line, n.Column} }

// isOfResource reports whether a key is one that a resource has, be it from
// elsewhere.
func isOfResource(key *yaml.Node) bool {
	return key.Value == "Type" || key.Value == "kind" || key.Tag == mergeTag
}

// hasKey reports whether a mapping has a key that is asked for.
func hasKey(n *yaml.Node, ask func(key *yaml.Node) bool) bool {
	if n.Kind != yaml.MappingNode {
		return false
	}
	for i := 0; i < len(n.Content); i += 2 {
		if ask(n.Content[i]) {
			return true
		}
	}
	return false
}

// shared returns why what is in a node may not be edited: another place has the
// same bytes.
func (s *yamlSource) shared(n *yaml.Node) string {
	if n.Kind == yaml.AliasNode {
		return "stands behind the alias *" + n.Value
	}
	if name, used := s.aliases[n]; used {
		return "is used again by the alias *" + name
	}
	return ""
}

// part returns a value and what is in it.
func (s *yamlSource) part(n *yaml.Node) syntax.Part {
	p := syntax.Part{Kind: syntax.Kind(node{yaml: n}.kindOf()), Locked: s.shared(n), End: -1}
	p.From = s.offset(n)
	if p.From < 0 {
		p.Locked = "is not found in the text"
		return p
	}
	p.Start = p.From
	if n.Kind == yaml.AliasNode {
		p.Kind, p.End = syntax.Text, p.From+len("*"+n.Value)
		return p
	}
	if n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 {
		p.Start = s.behindProperties(p.From)
	}
	if n.Style&yaml.TaggedStyle != 0 && p.Locked == "" {
		p.Locked = "is written with the tag " + n.Tag
	}
	switch n.Kind {
	case yaml.ScalarNode:
		s.scalar(&p, n)
	case yaml.SequenceNode:
		s.list(&p, n)
	case yaml.MappingNode:
		s.object(&p, n)
	}
	if p.End < p.Start && p.Locked == "" {
		p.Locked = "is written in a way that is not edited"
	}
	return p
}

// kindOf is the kind of a YAML node by itself, without a document.
func (n node) kindOf() kind {
	if n.yaml.Kind == yaml.AliasNode {
		return kindText
	}
	n.bare = strings.HasPrefix(n.yaml.Tag, "!") && !strings.HasPrefix(n.yaml.Tag, "!!")
	return n.yamlKind()
}

// behindProperties steps over an anchor and a tag.
func (s *yamlSource) behindProperties(i int) int {
	for i < len(s.text) && (s.text[i] == '&' || s.text[i] == '!') {
		for i < len(s.text) && strings.IndexByte(" \t\r\n,]}", s.text[i]) < 0 {
			i++
		}
		i = s.skip(i)
	}
	return i
}

// skip steps over white space and comments.
func (s *yamlSource) skip(i int) int {
	for i < len(s.text) {
		switch c := s.text[i]; {
		case c == ' ' || c == '\t':
			i++
		case syntax.BreakAt(s.text, i) > 0:
			i += syntax.BreakAt(s.text, i)
		case c == '#' && (i == 0 || syntax.IsBlank(s.text[i-1])):
			i = lineEnd(s.text, i)
		default:
			return i
		}
	}
	return i
}

// scalar finds the end of a scalar.
func (s *yamlSource) scalar(p *syntax.Part, n *yaml.Node) {
	p.Text = n.Value
	switch n.Style &^ yaml.TaggedStyle {
	case yaml.DoubleQuotedStyle:
		p.Style, p.End = syntax.Double, s.quoted(p.Start, '"')
	case yaml.SingleQuotedStyle:
		p.Style, p.End = syntax.Single, s.quoted(p.Start, '\'')
	case yaml.LiteralStyle, yaml.FoldedStyle:
		p.Style, p.End = syntax.Block, s.block(p.Start)
	default:
		if n.Value == "" {
			p.Style, p.Start, p.End = syntax.Empty, p.From, p.From
			if n.Anchor != "" && p.Locked == "" {
				p.Locked = "is the anchor &" + n.Anchor + " and nothing else"
			}
			return
		}
		if strings.HasPrefix(s.text[p.Start:], n.Value) {
			p.End = p.Start + len(n.Value)
		}
	}
}

// quoted is the offset behind a quoted scalar; -1 where there is none.
func (s *yamlSource) quoted(i int, quote byte) int {
	if i >= len(s.text) || s.text[i] != quote {
		return -1
	}
	for i++; i < len(s.text); i++ {
		switch {
		case quote == '"' && s.text[i] == '\\':
			i++
		case s.text[i] != quote:
		case quote == '\'' && strings.HasPrefix(s.text[i+1:], "'"):
			i++
		default:
			return i + 1
		}
	}
	return -1
}

// block is the offset behind the last line with text of a block scalar; -1 where
// there is none, or where the text says how far it is indented.
func (s *yamlSource) block(i int) int {
	header, _, _ := strings.Cut(s.text[i:lineEnd(s.text, i)], "#")
	if header == "" || strings.ContainsAny(header, "123456789") {
		return -1
	}
	end, indent := -1, -1
	for next := lineEnd(s.text, i); next < len(s.text); {
		begin := next + syntax.BreakAt(s.text, next)
		next = lineEnd(s.text, begin)
		line := s.text[begin:next]
		text := strings.TrimLeft(line, " ")
		switch {
		case strings.TrimSpace(line) == "":
			continue
		case indent < 0:
			indent = len(line) - len(text)
		}
		if len(line)-len(text) < indent || indent == 0 {
			break
		}
		end = next
	}
	return end
}

// list finds the elements of a list, and its end.
func (s *yamlSource) list(p *syntax.Part, n *yaml.Node) {
	at := p.Start
	if n.Style&yaml.FlowStyle != 0 {
		p.Style = syntax.Flow
		at++
	} else {
		p.Style = syntax.Lines
	}
	for _, inner := range n.Content {
		if p.Style == syntax.Lines {
			dash := s.skip(at)
			if !strings.HasPrefix(s.text[dash:], "-") {
				return
			}
			p.Dashes = append(p.Dashes, dash)
			at = dash + 1
		}
		v := s.part(inner)
		if v.Style == syntax.Empty {
			v.From, v.Start, v.End = at, at, at
		}
		p.Values = append(p.Values, v)
		if v.End < 0 {
			return
		}
		at = v.End
	}
	p.End = at
	if p.Style == syntax.Flow {
		p.End = s.closing(at, ']')
	}
}

// closing is the offset behind a closing bracket, -1 where something else stands
// before it.
func (s *yamlSource) closing(i int, bracket byte) int {
	i = s.skip(i)
	if strings.HasPrefix(s.text[i:], ",") {
		i = s.skip(i + 1)
	}
	if i < len(s.text) && s.text[i] == bracket {
		return i + 1
	}
	return -1
}

// object finds the members of an object, and its end.
func (s *yamlSource) object(p *syntax.Part, n *yaml.Node) {
	p.Style = syntax.Lines
	if n.Style&yaml.FlowStyle != 0 {
		p.Style = syntax.Flow
		if !strings.HasPrefix(s.text[p.Start:], "{") {
			return // a: b in a list
		}
	}
	at := p.Start
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, ok := s.key(n.Content[i])
		if !ok {
			return
		}
		colon := s.skip(key.End)
		if !strings.HasPrefix(s.text[colon:], ":") {
			return
		}
		value := s.part(n.Content[i+1])
		if value.Style == syntax.Empty {
			value.From, value.Start, value.End = colon+1, colon+1, colon+1
		}
		p.Merges = p.Merges || n.Content[i].Tag == mergeTag
		p.Keys, p.Values = append(p.Keys, key), append(p.Values, value)
		if value.End < 0 {
			return
		}
		at = value.End
	}
	p.End = at
	if p.Style == syntax.Flow {
		p.End = s.closing(max(at, p.Start+1), '}')
	}
	if name := functionOf(p); name != "" && p.Locked == "" {
		p.Locked = "is the function " + name
	}
}

// key returns a key, and reports whether it is a simple one.
func (s *yamlSource) key(n *yaml.Node) (syntax.Part, bool) {
	if n.Kind != yaml.ScalarNode || n.Style&yaml.TaggedStyle != 0 || n.Anchor != "" {
		return syntax.Part{}, false
	}
	key := s.part(n)
	before := strings.TrimRight(s.text[:max(key.Start, 0)], " ")
	return key, key.End > key.Start && !strings.HasSuffix(before, "?")
}

// SameBut compares values: indentation and brackets could make something else of what
// stands around an edit.
func (s *yamlSource) SameBut(text string, holes map[int]syntax.Hole) bool {
	o, err := newYAMLSource(text)
	if err != nil {
		return false
	}
	seen := 0
	same := slices.EqualFunc(s.roots, o.roots, func(a, b *yaml.Node) bool { return s.sameNode(o, a, b, holes, &seen) })
	return same && seen == len(holes)
}

// sameNode reports whether two nodes are the same but for holes, and counts these.
func (s *yamlSource) sameNode(o *yamlSource, a, b *yaml.Node, holes map[int]syntax.Hole, seen *int) bool {
	if a.Kind != b.Kind || a.Tag != b.Tag || a.Value != b.Value || a.Anchor != b.Anchor {
		return false
	}
	if a.Kind == yaml.MappingNode {
		if h, ok := holes[s.offset(a)]; ok {
			p := o.part(b)
			*seen++
			return syntax.TreeOf(&p).Equal(h.Want)
		}
	}
	return slices.EqualFunc(a.Content, b.Content, func(a, b *yaml.Node) bool { return s.sameNode(o, a, b, holes, seen) })
}
