package iac

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/userpoolclient/userpoolclient/iac/internal/syntax"
	"github.com/userpoolclient/userpoolclient/internal/jsontext"
)

// index notes where the lines begin. YAML has more line breaks than one.
func (s *yamlSource) index() {
	start := len(s.text) - len(strings.TrimPrefix(s.text, jsontext.ByteOrderMark))
	s.starts = []int{start}
	for i := start; i < len(s.text); {
		if n := syntax.BreakAt(s.text, i); n > 0 {
			i += n
			s.starts = append(s.starts, i)
			continue
		}
		i++
	}
}

// offset is the byte at which a node begins, -1 where it is not in the text.
func (s *yamlSource) offset(n *yaml.Node) int {
	line, column := n.Line-1, n.Column-1
	if line < 0 || line >= len(s.starts) || column < 0 {
		return -1
	}
	start, end := s.starts[line], len(s.text)
	if line+1 < len(s.starts) {
		end = s.starts[line+1]
	}
	characters, known := s.columns[line]
	if !known {
		characters = charactersOf(s.text[start:end])
		s.columns[line] = characters
	}
	switch {
	case characters == nil && start+column <= end:
		return start + column
	case characters == nil || column > len(characters):
		return -1
	case column == len(characters):
		return end
	}
	return start + int(characters[column])
}

// charactersOf returns where each character of a line begins; nil of ASCII, where
// each is a byte.
func charactersOf(line string) []int32 {
	if strings.IndexFunc(line, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return nil
	}
	all := make([]int32, 0, len(line))
	for i := range line {
		all = append(all, int32(i))
	}
	return all
}

// lineEnd is where the line of an offset ends, before its line break.
func lineEnd(text string, i int) int {
	for i < len(text) && syntax.BreakAt(text, i) == 0 {
		i++
	}
	return i
}
