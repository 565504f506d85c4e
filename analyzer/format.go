package analyzer

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// formatted returns edits after which the source is as gofmt has it, where it was
// so before: a member that comes or goes can move what is aligned with it. It
// reports whether the edits leave the source well formed.
func (p *pkg) formatted(edits []analysis.TextEdit) ([]analysis.TextEdit, bool) {
	if len(edits) == 0 {
		return nil, false
	}
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b analysis.TextEdit) int { return int(a.Pos - b.Pos) })
	for i := range edits[1:] {
		if edits[i].End > edits[i+1].Pos {
			return nil, false
		}
	}
	decl := p.declarationAround(edits)
	if decl == nil {
		return edits, true
	}
	source, ok := p.source(decl.Pos(), decl.End())
	if !ok {
		return nil, false
	}
	before := []byte(source)
	after := apply(before, decl, edits)
	neat, err := format.Source(after)
	if err != nil {
		return nil, false
	}
	if was, err := format.Source(before); bytes.Equal(neat, after) || err != nil || !bytes.Equal(was, before) {
		return edits, true
	}
	return []analysis.TextEdit{difference(before, neat, decl)}, true
}

// declarationAround returns the declaration that all edits are in, nil when they
// are not in one.
func (p *pkg) declarationAround(edits []analysis.TextEdit) ast.Decl {
	f := p.file(edits[0].Pos)
	if f == nil {
		return nil
	}
	for _, d := range f.Decls {
		if d.Pos() <= edits[0].Pos && edits[len(edits)-1].End <= d.End() {
			return d
		}
	}
	return nil
}

// apply returns the text of a declaration with edits in it.
func apply(text []byte, decl ast.Decl, edits []analysis.TextEdit) []byte {
	var out []byte
	at := decl.Pos()
	for _, e := range edits {
		out = append(out, text[at-decl.Pos():e.Pos-decl.Pos()]...)
		out = append(out, e.NewText...)
		at = e.End
	}
	return append(out, text[at-decl.Pos():]...)
}

// difference returns the one edit of whole lines that makes after of before.
func difference(before, after []byte, decl ast.Decl) analysis.TextEdit {
	old, now := bytes.SplitAfter(before, []byte("\n")), bytes.SplitAfter(after, []byte("\n"))
	same := 0
	for same < min(len(old), len(now)) && bytes.Equal(old[same], now[same]) {
		same++
	}
	tail := 0
	for tail < min(len(old), len(now))-same && bytes.Equal(old[len(old)-1-tail], now[len(now)-1-tail]) {
		tail++
	}
	pos := decl.Pos()
	for _, l := range old[:same] {
		pos += token.Pos(len(l))
	}
	end := pos
	for _, l := range old[same : len(old)-tail] {
		end += token.Pos(len(l))
	}
	return analysis.TextEdit{Pos: pos, End: end, NewText: bytes.Join(now[same:len(now)-tail], nil)}
}
