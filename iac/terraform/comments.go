package terraform

import (
	"bytes"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/userpoolclient/userpoolclient/iac"
)

// A comment is a suppression:
//
//	# userpoolclient:ignore redirect-http the old dashboard, until March
type comment struct {
	rule, reason string
	at           hcl.Pos
	line         int // the line that it is about
}

const marker = "userpoolclient:ignore"

// comments returns the suppressions of a file.
func (l *loader) comments(src []byte, file string) []comment {
	if !bytes.Contains(src, []byte(marker)) {
		return nil
	}
	tokens, _ := hclsyntax.LexConfig(src, file, hcl.InitialPos)
	var all []comment
	var pending []int // suppressions that wait for the line below
	last := 0         // the last line that has anything but a comment
	for _, token := range tokens {
		switch token.Type {
		case hclsyntax.TokenNewline, hclsyntax.TokenEOF:
			continue
		case hclsyntax.TokenComment:
		default:
			for _, i := range pending {
				all[i].line = token.Range.Start.Line
			}
			pending, last = pending[:0], token.Range.End.Line
			continue
		}
		c, ok := l.comment(string(token.Bytes), file, token.Range.Start)
		if !ok {
			continue
		}
		all = append(all, c)
		if last != c.line {
			pending = append(pending, len(all)-1)
		}
	}
	return all
}

// comment reads one comment; ok reports whether it is a suppression.
func (l *loader) comment(text, file string, at hcl.Pos) (c comment, ok bool) {
	text = strings.TrimLeft(text, "#/* \t")
	rest, ok := strings.CutPrefix(text, marker)
	if !ok || rest != "" && strings.TrimLeft(rest, " \t\r\n") == rest {
		return comment{}, false
	}
	rest = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "*/"))
	rule, reason, _ := strings.Cut(rest, " ")
	c = comment{rule: rule, reason: strings.TrimSpace(reason), at: at, line: at.Line}
	problem := ""
	switch {
	case rule == "":
		problem = "the suppression names no rule"
	case c.reason == "":
		problem = "the suppression of " + rule + " gives no reason"
	}
	if err := iac.KnownRule(rule); err != nil && rule != "" {
		problem = err.Error()
	}
	if problem != "" {
		l.note(Unjudged{
			File: file, Position: iac.Position{Line: at.Line, Column: at.Column},
			Reason: ReasonSuppression, Message: problem,
		})
		return comment{}, false
	}
	return c, true
}
