package terraform

import (
	"errors"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/iac/internal/syntax"
)

// NewSource returns the source of a file of a module, for edits of the app clients
// that were read from it: what is written there as a text, a number, a boolean or a
// list of texts. What an expression gives, and what a block makes several of, is not
// edited. Of a module that is called twice, the file is the source of two clients:
// to edit what only one of them needs is for the caller to avoid.
func NewSource(file string, data []byte) *iac.Source {
	return iac.SourceOf(func() (syntax.Source, error) {
		if strings.HasSuffix(file, ".json") {
			return nil, errors.New("the JSON syntax of Terraform is not edited")
		}
		return readSource(file, string(data))
	})
}

// hclSource is the syntax of a file in Terraform's own language.
type hclSource struct {
	file, text string
	body       *hclsyntax.Body
}

func readSource(file, text string) (*hclSource, error) {
	body, diags := parseHCL([]byte(text), file)
	if diags.HasErrors() || body == nil {
		return nil, diags
	}
	return &hclSource{file, text, body}, nil
}

func (s *hclSource) Dialect() syntax.Dialect { return syntax.HCL }
func (s *hclSource) Text() string            { return s.text }

// Resource returns the body of the block that begins at a position.
func (s *hclSource) Resource(line, column int) (object syntax.Part, ok bool) {
	for _, b := range s.body.Blocks {
		if at := b.DefRange().Start; at.Line == line && at.Column == column {
			return s.resource(b), true
		}
	}
	return syntax.Part{}, false
}

// resource is the body of the block of a resource.
func (s *hclSource) resource(b *hclsyntax.Block) syntax.Part {
	p := s.block(b)
	for _, several := range []string{"count", "for_each"} {
		if _, ok := b.Body.Attributes[several]; ok {
			p.Locked = "is of a block with " + several + ", which makes several resources"
		}
	}
	return p
}

// block is the body of a block, with its braces.
func (s *hclSource) block(b *hclsyntax.Block) syntax.Part {
	p := syntax.Part{Kind: syntax.Object, Style: syntax.Lines}
	p.From = b.OpenBraceRange.Start.Byte
	p.Start, p.End = p.From, b.CloseBraceRange.End.Byte
	for name, a := range b.Body.Attributes {
		p.Keys = append(p.Keys, s.name(name, a.NameRange))
		p.Values = append(p.Values, s.expression(a.Expr))
	}
	for _, inner := range b.Body.Blocks {
		name, value := inner.Type, s.block(inner)
		if name == "dynamic" && len(inner.Labels) == 1 {
			name, value.Locked = inner.Labels[0], "is written by a dynamic block"
		}
		p.Keys = append(p.Keys, s.name(name, inner.TypeRange))
		p.Values = append(p.Values, value)
	}
	sortEntries(&p)
	return p
}

// sortEntries puts the entries of an object into the order of the text.
func sortEntries(p *syntax.Part) {
	order := make([]int, len(p.Keys))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return p.Keys[a].From - p.Keys[b].From })
	keys, values := p.Keys, p.Values
	p.Keys, p.Values = nil, nil
	for _, i := range order {
		p.Keys, p.Values = append(p.Keys, keys[i]), append(p.Values, values[i])
	}
}

func (s *hclSource) name(text string, at hcl.Range) syntax.Part {
	return syntax.Part{Kind: syntax.Text, Text: text, From: at.Start.Byte, Start: at.Start.Byte, End: at.End.Byte}
}

// expression is the value of an argument, or an element of a list.
func (s *hclSource) expression(e hclsyntax.Expression) syntax.Part {
	at := e.Range()
	p := syntax.Part{Kind: syntax.Text, From: at.Start.Byte, Start: at.Start.Byte, End: at.End.Byte}
	p.Text = s.text[p.Start:p.End]
	switch e := e.(type) {
	case *hclsyntax.TemplateExpr:
		s.template(&p, e)
	case *hclsyntax.LiteralValueExpr:
		p.Kind = kindOf(e.Val)
	case *hclsyntax.TupleConsExpr:
		p.Kind, p.Style, p.Text = syntax.List, syntax.Flow, ""
		for _, item := range e.Exprs {
			p.Values = append(p.Values, s.expression(item))
		}
	default:
		p.Locked = "is given by an expression"
	}
	return p
}

func kindOf(v cty.Value) syntax.Kind {
	switch {
	case v.IsNull():
		return syntax.Null
	case v.Type() == cty.Bool:
		return syntax.Bool
	}
	return syntax.Number
}

// template is a text in quotes or a heredoc, of which nothing is filled in.
func (s *hclSource) template(p *syntax.Part, e *hclsyntax.TemplateExpr) {
	p.Style = syntax.Double
	if strings.HasPrefix(p.Text, "<<") {
		p.Style = syntax.Block
		p.End = p.Start + len(strings.TrimRight(p.Text, "\r\n")) // what ends the line of its last word stays
	}
	var text strings.Builder
	for _, part := range e.Parts {
		literal, ok := part.(*hclsyntax.LiteralValueExpr)
		if !ok || literal.Val.Type() != cty.String {
			p.Locked = "is given by an expression"
			return
		}
		text.WriteString(literal.Val.AsString())
	}
	p.Text = text.String()
}

// SameBut compares blocks: a brace or a heredoc that is left open would make others
// of what follows.
func (s *hclSource) SameBut(text string, holes map[int]syntax.Hole) bool {
	o, err := readSource(s.file, text)
	if err != nil || len(s.body.Blocks) != len(o.body.Blocks) || len(s.body.Attributes) != len(o.body.Attributes) {
		return false
	}
	for i, b := range s.body.Blocks {
		there := o.body.Blocks[i]
		h, ok := holes[b.OpenBraceRange.Start.Byte]
		if !ok {
			if s.of(b.Range()) != o.of(there.Range()) {
				return false
			}
			continue
		}
		p := o.resource(there)
		if s.header(b) != o.header(there) || !syntax.TreeOf(&p).Equal(h.Want) {
			return false
		}
	}
	return true
}

// of is the text of a range.
func (s *hclSource) of(r hcl.Range) string { return s.text[r.Start.Byte:r.End.Byte] }

// header is the text of a block up to its brace.
func (s *hclSource) header(b *hclsyntax.Block) string {
	return s.text[b.TypeRange.Start.Byte:b.OpenBraceRange.Start.Byte]
}
