package terraform

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// The bounds of the text of a module. The parser and the evaluator are recursive,
// so that a text without bounds could exhaust the stack.
const (
	maxFile      = 2 << 20  // bytes of one file
	maxModule    = 16 << 20 // bytes of all files that are read
	maxWords     = 500_000  // words and signs of one file, of each of which the parser makes 200 bytes
	maxAllWords  = 1_200_000
	maxFiles     = 5_000
	maxDepth     = 100 // brackets, quotes and templates in one another
	maxOperators = 300 // operators of one expression, which nest without brackets
)

// guard finds what would nest too deep, before anything is parsed.
type guard struct {
	operators []int // since the last separator, at each depth
	heads     []hclsyntax.TokenType
}

// check returns where and why tokens nest too deep; nil when they do not.
func check(tokens hclsyntax.Tokens) *hcl.Diagnostic {
	g := guard{operators: []int{0}, heads: []hclsyntax.TokenType{hclsyntax.TokenOBrace}}
	for i, token := range tokens {
		if token.Type == hclsyntax.TokenOBrace && isFor(tokens[i+1:]) {
			token.Type = hclsyntax.TokenOBrack // in which a new line separates nothing
		}
		if message := g.token(token); message != "" {
			return &hcl.Diagnostic{
				Severity: hcl.DiagError, Summary: "Too deep", Detail: message, Subject: token.Range.Ptr(),
			}
		}
	}
	return nil
}

// isFor reports whether the tokens after a brace are those of a for expression.
func isFor(tokens hclsyntax.Tokens) bool {
	for _, token := range tokens {
		if token.Type != hclsyntax.TokenNewline && token.Type != hclsyntax.TokenComment {
			return token.Type == hclsyntax.TokenIdent && string(token.Bytes) == "for"
		}
	}
	return false
}

func (g *guard) token(token hclsyntax.Token) string {
	switch token.Type {
	case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen, hclsyntax.TokenOQuote,
		hclsyntax.TokenOHeredoc, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
		if token.Type == hclsyntax.TokenTemplateControl || token.Type == hclsyntax.TokenOBrack {
			if message := g.operator(); message != "" { // %{ if } and a[b][c] nest without an end
				return message
			}
		}
		g.operators, g.heads = append(g.operators, 0), append(g.heads, token.Type)
		if len(g.heads) > maxDepth {
			return fmt.Sprintf("nests deeper than %d", maxDepth)
		}
	case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenCQuote,
		hclsyntax.TokenCHeredoc, hclsyntax.TokenTemplateSeqEnd:
		if len(g.heads) > 1 {
			g.operators, g.heads = g.operators[:len(g.operators)-1], g.heads[:len(g.heads)-1]
		}
	case hclsyntax.TokenComma:
		g.operators[len(g.operators)-1] = 0
	case hclsyntax.TokenNewline:
		if g.heads[len(g.heads)-1] == hclsyntax.TokenOBrace {
			g.operators[len(g.operators)-1] = 0
		}
	case hclsyntax.TokenStar, hclsyntax.TokenSlash, hclsyntax.TokenPlus, hclsyntax.TokenMinus,
		hclsyntax.TokenPercent, hclsyntax.TokenEqualOp, hclsyntax.TokenNotEqual, hclsyntax.TokenLessThan,
		hclsyntax.TokenLessThanEq, hclsyntax.TokenGreaterThan, hclsyntax.TokenGreaterThanEq,
		hclsyntax.TokenAnd, hclsyntax.TokenOr, hclsyntax.TokenBang, hclsyntax.TokenQuestion, hclsyntax.TokenDot:
		return g.operator()
	case hclsyntax.TokenNumberLit:
		return number(token)
	}
	return ""
}

// operator counts one more operator of the innermost expression.
func (g *guard) operator() string {
	last := len(g.operators) - 1
	if g.operators[last]++; g.operators[last] > maxOperators {
		return fmt.Sprintf("has more than %d operators in one expression", maxOperators)
	}
	return ""
}

// number rejects a number of which the digits alone would fill the memory.
func number(token hclsyntax.Token) string {
	const longest, widest = 400, 4
	text := strings.ToLower(string(token.Bytes))
	_, exponent, _ := strings.Cut(text, "e")
	if len(text) > longest || len(strings.TrimLeft(exponent, "+-0")) > widest-1 {
		return "is a number of too many digits"
	}
	return ""
}

// words is about how many words and signs a text has.
func words(src []byte) int {
	count, inWord := 0, false
	for _, c := range src {
		isWord := c >= 0x80 || c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
		isSpace := c == ' ' || c == '\t' || c == '\r'
		if !isSpace && (!isWord || !inWord) {
			count++
		}
		inWord = isWord
	}
	return count
}

// parseHCL parses a file in the native syntax.
func parseHCL(src []byte, name string) (*hclsyntax.Body, hcl.Diagnostics) {
	tokens, _ := hclsyntax.LexConfig(src, name, hcl.InitialPos)
	if deep := check(tokens); deep != nil {
		return nil, hcl.Diagnostics{deep}
	}
	file, diags := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	if file == nil {
		return nil, diags
	}
	body, _ := file.Body.(*hclsyntax.Body)
	return body, diags
}

// parseTemplate parses a template.
func parseTemplate(src []byte, name string, start hcl.Pos) (hclsyntax.Expression, hcl.Diagnostics) {
	tokens, _ := hclsyntax.LexTemplate(src, name, start)
	if deep := check(tokens); deep != nil {
		return nil, hcl.Diagnostics{deep}
	}
	return hclsyntax.ParseTemplate(src, name, start)
}

// parseExpression parses an expression.
func parseExpression(src []byte, name string) (hclsyntax.Expression, hcl.Diagnostics) {
	tokens, _ := hclsyntax.LexExpression(src, name, hcl.InitialPos)
	if deep := check(tokens); deep != nil {
		return nil, hcl.Diagnostics{deep}
	}
	return hclsyntax.ParseExpression(src, name, hcl.InitialPos)
}
