package analyzer

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// ignorePrefix begins a suppression:
//
//	//userpoolclient:ignore redirect-http the load test runs without TLS
const ignorePrefix = "//userpoolclient:ignore"

// An ignore is a suppression.
type ignore struct {
	comment *ast.Comment
	rules   []string
	problem string // what is wrong with it; "" for nothing
	used    bool
}

// ignores are the suppressions of a package, by the line that they are about.
type ignores struct {
	all    []*ignore
	byLine map[line][]*ignore
}

type line struct {
	file   string
	number int
}

// readIgnores reads the suppressions of files.
func readIgnores(p *pkg, files []*ast.File) ignores {
	is := ignores{byLine: make(map[line][]*ignore)}
	for _, f := range files {
		for _, group := range f.Comments {
			for _, comment := range group.List {
				if i := readIgnore(comment); i != nil {
					is.all = append(is.all, i)
					at := p.lineOf(comment.Pos())
					if p.isAlone(comment) {
						at.number = p.lineOf(group.End()).number + 1
					}
					is.byLine[at] = append(is.byLine[at], i)
				}
			}
		}
	}
	return is
}

// readIgnore reads a comment, nil when it is no suppression.
func readIgnore(comment *ast.Comment) *ignore {
	text, ok := strings.CutPrefix(comment.Text, ignorePrefix)
	if !ok || text != "" && text[0] != ' ' && text[0] != '\t' {
		return nil
	}
	i := &ignore{comment: comment}
	list, reason, _ := strings.Cut(strings.TrimSpace(text), " ")
	if list == "" {
		i.problem = "the suppression names no rule; write " + ignorePrefix + " rule reason"
		return i
	}
	i.rules = strings.Split(list, ",")
	for _, id := range i.rules {
		if err := knownRule(id); err != nil {
			i.problem = err.Error()
			return i
		}
	}
	if strings.TrimSpace(reason) == "" {
		i.problem = "the suppression of " + list + " gives no reason; write it after the rule"
	}
	return i
}

// lineOf returns the line of a position.
func (p *pkg) lineOf(pos token.Pos) line {
	at := p.pass.Fset.PositionFor(pos, false)
	return line{at.Filename, at.Line}
}

// isAlone reports whether nothing but the comment is on its line, so that it is
// about what follows.
func (p *pkg) isAlone(comment *ast.Comment) bool {
	at := p.pass.Fset.PositionFor(comment.Pos(), false)
	text, err := p.pass.ReadFile(at.Filename)
	if err != nil || at.Offset > len(text) || at.Column-1 > at.Offset {
		return false
	}
	return strings.TrimSpace(string(text[at.Offset-at.Column+1:at.Offset])) == ""
}

// suppress reports whether a suppression is about a finding: on the line where
// the finding, or anything around it, begins.
func (is *ignores) suppress(p *pkg, rule string, pos, end token.Pos) bool {
	if len(is.all) == 0 {
		return false
	}
	c, ok := p.root.FindByPos(pos, end)
	if !ok {
		return false
	}
	for around := range c.Enclosing() {
		if around.Node() == nil {
			continue
		}
		for _, i := range is.byLine[p.lineOf(around.Node().Pos())] {
			if i.problem == "" && slices.Contains(i.rules, rule) {
				i.used = true
				return true
			}
		}
	}
	return false
}
