package syntax

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// A Pair is a member that is written anew.
type Pair struct {
	Key   string
	Value any // a text, a boolean, a number, a list of texts, or pairs
}

// Entry writes a member as the others of its object are written.
func (w *Rewrite) Entry(c *Part, p Pair) string {
	if w.dialect == HCL {
		return w.argument(c, p)
	}
	key, colon := p.Key, ": "
	if w.dialect == JSON {
		key = quoted(p.Key)
	}
	if len(c.Keys) > 0 {
		key = w.Scalar(p.Key, c.Keys[0].Style)
		between := w.text[c.Keys[0].End:c.Values[0].From]
		if w.dialect == JSON && !strings.ContainsAny(between, "\r\n") {
			colon = between
		}
	}
	if c.Style == Flow || !isNested(p.Value) {
		return key + colon + w.InFlow(p.Value, c)
	}
	return key + ":" + w.onLines(c, p.Value)
}

// isNested reports whether a value is a list or an object that has something in it.
func isNested(value any) bool {
	switch v := value.(type) {
	case []string:
		return len(v) > 0
	case []Pair:
		return len(v) > 0
	}
	return false
}

// InFlow writes a value on one line; c is an object that shows how.
func (w *Rewrite) InFlow(value any, c *Part) string {
	var entries []string
	separator, colon := ", ", ": "
	if w.dialect == JSON && w.separator(&Part{Kind: Object, Keys: c.Keys, Values: c.Values}) == "," {
		separator, colon = ",", ":"
		if len(c.Values) > 0 && w.text[c.Keys[0].End:c.Values[0].From] != ":" {
			separator, colon = ", ", ": "
		}
	}
	switch v := value.(type) {
	case []string:
		for _, text := range v {
			entries = append(entries, w.Scalar(text, Plain))
		}
		return "[" + strings.Join(entries, separator) + "]"
	case []Pair:
		for _, p := range v {
			entries = append(entries, w.Scalar(p.Key, Plain)+colon+w.InFlow(p.Value, c))
		}
		return "{" + strings.Join(entries, separator) + "}"
	}
	return w.Scalar(value, Plain)
}

// onLines writes a list or an object on lines of their own, below its key.
func (w *Rewrite) onLines(c *Part, value any) string {
	lineBreak, indent := w.lineBreak(c.Begin(0)), w.indent(c.Begin(0))
	var b strings.Builder
	switch v := value.(type) {
	case []string:
		for _, text := range v {
			b.WriteString(lineBreak + indent + w.step(c, List) + "- " + w.Scalar(text, Plain))
		}
	case []Pair:
		for _, p := range v {
			b.WriteString(lineBreak + indent + w.step(c, Object) + p.Key + ": " + w.Scalar(p.Value, Plain))
		}
	}
	return b.String()
}

// argument writes an argument or a block of HCL.
func (w *Rewrite) argument(c *Part, p Pair) string {
	pairs, isBlock := p.Value.([]Pair)
	if !isBlock {
		return p.Key + " = " + w.InFlow(p.Value, c)
	}
	if len(c.Keys) == 0 { // nothing shows where its lines would begin
		w.refuse(whyMiddle)
		return ""
	}
	width := 0 // = signs stand below each other, as terraform fmt has them
	for _, inner := range pairs {
		width = max(width, len(inner.Key))
	}
	lineBreak, indent := w.lineBreak(c.Begin(0)), w.indent(c.Begin(0))
	var b strings.Builder
	b.WriteString(p.Key + " {")
	for _, inner := range pairs {
		fmt.Fprintf(&b, "%s%s%-*s = %s", lineBreak, indent+"  ", width, inner.Key, w.InFlow(inner.Value, c))
	}
	b.WriteString(lineBreak + indent + "}")
	return b.String()
}

// step is how much further what is below a key is indented: as far as with the
// other members, else two spaces.
func (w *Rewrite) step(c *Part, k Kind) string {
	const usual = 2
	for i := range c.Values {
		v := &c.Values[i]
		if v.Kind != k || v.Style != Lines || len(v.Values) == 0 {
			continue
		}
		if n := len(w.indent(v.Begin(0))) - len(w.indent(c.Begin(0))); n >= 0 {
			return strings.Repeat(" ", n)
		}
	}
	return strings.Repeat(" ", usual)
}

// Scalar writes a text, a boolean or a number in a style, in another one where the
// text would mean something else in that.
func (w *Rewrite) Scalar(value any, s Style) string {
	text, isText := value.(string)
	if !isText {
		text = fmt.Sprint(value)
	}
	switch {
	case w.dialect == HCL && (isText || s == Double):
		return strings.NewReplacer("${", "$${", "%{", "%%{").Replace(quoted(text))
	case w.dialect == JSON && (isText || s == Double):
		return quoted(text)
	case w.dialect != YAML, !isText && s != Double && s != Single:
		return text
	case s == Single && isPrintable(text):
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	case s != Double && isPlain(text):
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
	words := []string{"yes", "no", "on", "off", "y", "n"}
	if slices.ContainsFunc(words, func(word string) bool { return strings.EqualFold(word, text) }) {
		return true
	}
	if _, err := strconv.ParseFloat(strings.NewReplacer("_", "", ":", "").Replace(text), 64); err == nil {
		return true
	}
	return false
}
