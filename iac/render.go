package iac

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// A pair is a member that is written anew.
type pair struct {
	key   string
	value any // a text, a boolean, a number, a list of texts, or pairs
}

// entry writes a member as the others of its object are written.
func (w *rewrite) entry(c *part, p pair) string {
	key, colon := p.key, ": "
	if w.json {
		key = quoted(p.key)
	}
	if len(c.keys) > 0 {
		key = w.scalar(p.key, c.keys[0].style)
		if between := w.text[c.keys[0].end:c.values[0].from]; w.json && !strings.ContainsAny(between, "\r\n") {
			colon = between
		}
	}
	if c.flow() || !isNested(p.value) {
		return key + colon + w.inFlow(p.value, c)
	}
	return key + ":" + w.onLines(c, p.value)
}

// isNested reports whether a value is a list or an object that has something in it.
func isNested(value any) bool {
	switch v := value.(type) {
	case []string:
		return len(v) > 0
	case []pair:
		return len(v) > 0
	}
	return false
}

// inFlow writes a value on one line.
func (w *rewrite) inFlow(value any, c *part) string {
	var entries []string
	separator, colon := ", ", ": "
	if w.json {
		separator = w.separator(&part{kind: kindObject, keys: c.keys, values: c.values})
		if separator != "," {
			separator = ", "
		} else {
			colon = ":"
		}
	}
	switch v := value.(type) {
	case []string:
		for _, text := range v {
			entries = append(entries, w.scalar(text, stylePlain))
		}
		return "[" + strings.Join(entries, separator) + "]"
	case []pair:
		for _, p := range v {
			entries = append(entries, w.scalar(p.key, stylePlain)+colon+w.inFlow(p.value, c))
		}
		return "{" + strings.Join(entries, separator) + "}"
	}
	return w.scalar(value, stylePlain)
}

// onLines writes a list or an object on lines of their own, below its key.
func (w *rewrite) onLines(c *part, value any) string {
	lineBreak, indent := w.lineBreak(c.begin(0)), w.indent(c.begin(0))
	var b strings.Builder
	switch v := value.(type) {
	case []string:
		for _, text := range v {
			b.WriteString(lineBreak + indent + w.step(c, kindList) + "- " + w.scalar(text, stylePlain))
		}
	case []pair:
		for _, p := range v {
			b.WriteString(lineBreak + indent + w.step(c, kindObject) + p.key + ": " + w.scalar(p.value, stylePlain))
		}
	}
	return b.String()
}

// step is how much further what is below a key is indented: as far as with the
// other members, else two spaces.
func (w *rewrite) step(c *part, k kind) string {
	const usual = 2
	for i := range c.values {
		v := &c.values[i]
		if v.kind != k || v.style != styleLines || len(v.values) == 0 {
			continue
		}
		if n := len(w.indent(v.begin(0))) - len(w.indent(c.begin(0))); n >= 0 {
			return strings.Repeat(" ", n)
		}
	}
	return strings.Repeat(" ", usual)
}

// scalar writes a text, a boolean or a number in a style, in another one where the
// text would mean something else in that.
func (w *rewrite) scalar(value any, s style) string {
	text, isText := value.(string)
	if !isText {
		text = fmt.Sprint(value)
	}
	switch {
	case w.json && (isText || s == styleDouble):
		return quoted(text)
	case !isText && s != styleDouble && s != styleSingle:
		return text
	case w.json:
		return text
	case s == styleSingle && isPrintable(text):
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	case s != styleDouble && isPlain(text):
		return text
	}
	return quoted(text)
}

// quoted is a text in double quotes, as both JSON and YAML read it.
func quoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r > '~' && r <= 0xFFFF && !unicode.IsPrint(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// isPrintable reports whether a text is one line that shows as it is.
func isPrintable(text string) bool {
	return !slices.ContainsFunc([]rune(text), func(r rune) bool { return !unicode.IsPrint(r) })
}

// isPlain reports whether a text can stand without quotes, in brackets and on a
// line, and is a text there.
func isPlain(text string) bool {
	const marks = "_-./:+@=~%?&"
	for i, r := range text {
		isWord := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_' || r == '/'
		if !isWord && (i == 0 || !strings.ContainsRune(marks, r)) {
			return false
		}
	}
	if text == "" || strings.HasSuffix(text, ":") || isTyped11(text) {
		return false
	}
	var n yaml.Node
	if err := yaml.Unmarshal([]byte(text), &n); err != nil || len(n.Content) != 1 {
		return false
	}
	return n.Content[0].ShortTag() == "!!str" && n.Content[0].Value == text
}

// isTyped11 reports whether YAML 1.1, which CloudFormation reads, takes a text for
// a boolean or a number that YAML 1.2 does not.
func isTyped11(text string) bool {
	if yaml11Bool(text) != "" || slices.Contains([]string{"y", "Y", "n", "N"}, text) {
		return true
	}
	if _, err := strconv.ParseFloat(strings.NewReplacer("_", "", ":", "").Replace(text), 64); err == nil {
		return true
	}
	return false
}
