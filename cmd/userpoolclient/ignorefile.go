package main

import (
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// An ignoreList is a list of patterns as git reads them in a .gitignore: of
// several that match a path the last one decides.
type ignoreList struct {
	folder string // absolute; the patterns are relative to it
	rules  []ignoreRule
}

// An ignoreRule is one pattern, as package doublestar takes it.
type ignoreRule struct {
	pattern string
	literal bool // the pattern is a name
	base    bool // it is matched against the last name of a path
	folders bool // it matches folders alone
	negated bool // it takes back what an earlier one ignores
}

// newIgnoreList reads patterns, one in a line.
func newIgnoreList(folder, text string) *ignoreList {
	l := &ignoreList{folder: folder}
	for line := range strings.Lines(text) {
		if r, ok := newIgnoreRule(strings.TrimRight(line, "\r\n")); ok {
			l.rules = append(l.rules, r)
		}
	}
	return l
}

// newIgnoreRule reads one line; ok reports whether it holds a pattern. The rules
// are those of gitignore(5).
func newIgnoreRule(line string) (r ignoreRule, ok bool) {
	if strings.HasPrefix(line, "#") {
		return r, false
	}
	line = trimUnescaped(line)
	line, r.negated = strings.CutPrefix(line, "!")
	line, r.folders = strings.CutSuffix(line, "/")
	if line == "" {
		return r, false
	}
	line, anchored := strings.CutPrefix(line, "/")
	if !anchored && !strings.Contains(line, "/") {
		r.base = true
	}
	if rest, ok := strings.CutSuffix(line, "/**"); ok {
		line = rest + "/**/*" // what is in the folder, and not the folder
	}
	r.pattern = withoutAlternatives(line)
	r.literal = !strings.ContainsAny(r.pattern, `*?[\`)
	return r, doublestar.ValidatePattern(r.pattern)
}

// withoutAlternatives escapes the braces, which to git are characters.
func withoutAlternatives(pattern string) string {
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\' && i+1 < len(pattern):
			b.WriteByte(c)
			i++
		case c == '{' || c == '}':
			b.WriteByte('\\')
		}
		b.WriteByte(pattern[i])
	}
	return b.String()
}

// trimUnescaped cuts off the spaces at the end, but for one behind a backslash.
func trimUnescaped(line string) string {
	trimmed := strings.TrimRight(line, " ")
	if len(trimmed) < len(line) && strings.HasSuffix(trimmed, `\`) {
		trimmed += " "
	}
	return trimmed
}

// match reports whether the list ignores a path; decided reports whether any
// pattern matches. The path is absolute.
func (l *ignoreList) match(path string, isFolder bool) (ignored, decided bool) {
	relative, err := filepath.Rel(l.folder, path)
	if err != nil || relative == "." || isUnder(relative, "..") {
		return false, false
	}
	relative = filepath.ToSlash(relative)
	base := relative[strings.LastIndexByte(relative, '/')+1:]
	for i := len(l.rules) - 1; i >= 0; i-- {
		r := &l.rules[i]
		name := relative
		if r.base {
			name = base
		}
		if (!r.folders || isFolder) && r.matches(name) {
			return !r.negated, true
		}
	}
	return false, false
}

// matches reports whether the pattern matches a name.
func (r *ignoreRule) matches(name string) bool {
	if r.literal {
		return r.pattern == name
	}
	ok, _ := doublestar.Match(r.pattern, name)
	return ok
}

// ignoreLists are the lists that hold for a folder, those of the folders above
// first.
type ignoreLists []*ignoreList

// ignore reports whether a path is ignored: the nearest list that says anything
// decides.
func (ls ignoreLists) ignore(path string, isFolder bool) bool {
	for i := len(ls) - 1; i >= 0; i-- {
		if ignored, decided := ls[i].match(path, isFolder); decided {
			return ignored
		}
	}
	return false
}
