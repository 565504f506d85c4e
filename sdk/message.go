package sdk

import (
	"cmp"
	"strings"
	"sync"

	"github.com/userpoolclient/userpoolclient"
)

// A violation is one thing that the service says is wrong.
type violation struct {
	rules []userpoolclient.Rule // those that it may mean
	field userpoolclient.Field  // where, "" when the text does not tell
	value string                // the value that the text names
	named bool                  // whether it names one
}

const invalidParameter = "InvalidParameterException"

// violations reads a message of the service. Its cost is linear in the message,
// whatever that holds.
func violations(exception, message string) []violation {
	if clauses, ok := cutHead(message); ok && exception == invalidParameter {
		return limitViolations(clauses)
	}
	var c violation
	for _, t := range templates() {
		if t.rule.Exception != exception {
			continue
		}
		if t.rule.ServiceMessage == "" && exception != invalidParameter {
			// No text is documented, but the exception is the rule's own.
			c.rules = append(c.rules, t.rule)
			continue
		}
		if field, value, named, ok := t.match(message); ok {
			c.rules, c.field, c.value, c.named = append(c.rules, t.rule), cmp.Or(field, c.field), value, named
		}
	}
	if c.rules == nil {
		return nil
	}
	return []violation{c}
}

// A template is the service's message about a rule that is no limit of the API
// model: literals, and between them what varies.
type template struct {
	rule     userpoolclient.Rule
	literals []string // one more than names
	names    []string // "value", "pool", or words that the text chooses from: "read|write"
}

var templates = sync.OnceValue(func() []template {
	var all []template
	for _, rule := range userpoolclient.Rules() {
		if rule.Exception != "" && rule.Constraint == nil {
			all = append(all, newTemplate(rule))
		}
	}
	return all
})

func newTemplate(rule userpoolclient.Rule) template {
	t := template{rule: rule}
	rest := strings.TrimSuffix(rule.ServiceMessage, ".") // the recorded texts are not uniform about it
	for {
		literal, after, more := strings.Cut(rest, "{")
		t.literals = append(t.literals, literal)
		if !more {
			return t
		}
		var name string
		name, rest, _ = strings.Cut(after, "}")
		t.names = append(t.names, name)
	}
}

// match reads a message by the template, and reports whether it fits.
func (t *template) match(message string) (field userpoolclient.Field, value string, named, ok bool) {
	if t.rule.ServiceMessage == "" {
		return "", "", false, false
	}
	rest, ok := strings.CutPrefix(message, t.literals[0])
	for i, name := range t.names {
		if !ok {
			break
		}
		var text string
		text, rest, ok = cutVariable(rest, name, t.literals[i+1], i+1 == len(t.names))
		switch {
		case name == "value":
			value, named = text, true
		case text == "read":
			field = userpoolclient.FieldReadAttributes
		case text == "write":
			field = userpoolclient.FieldWriteAttributes
		}
	}
	if !ok || strings.TrimSuffix(rest, ".") != "" {
		return "", "", false, false
	}
	return field, value, named, true
}

// cutVariable cuts what stands for name, and the literal behind it, off a text, and
// reports whether they are there.
func cutVariable(s, name, literal string, last bool) (text, rest string, ok bool) {
	if strings.Contains(name, "|") {
		for word := range strings.SplitSeq(name, "|") {
			if rest, ok := strings.CutPrefix(s, word+literal); ok {
				return word, rest, true
			}
		}
		return "", "", false
	}
	if last && literal == "" {
		return s, "", true
	}
	at := strings.LastIndex(s, literal) // a value may hold the literal, too
	if at < 0 {
		return "", "", false
	}
	return s[:at], s[at+len(literal):], true
}

// cutHead cuts "2 validation errors detected: " off a message, and reports whether
// it is there.
func cutHead(message string) (clauses string, ok bool) {
	digits := len(message) - len(strings.TrimLeft(message, "0123456789"))
	for _, head := range []string{" validation error detected: ", " validation errors detected: "} {
		if clauses, ok = strings.CutPrefix(message[digits:], head); ok && digits > 0 {
			return clauses, true
		}
	}
	return "", false
}

// limitViolations reads the one message in which the service lists every broken
// limit of the API model: Value 'v' at 'member' failed to satisfy constraint: c;
// and so on. What is listed again is one violation all the same.
func limitViolations(clauses string) []violation {
	const verdict = "' failed to satisfy constraint: "
	type meaning struct {
		field userpoolclient.Field
		rules uint64 // a bit for each limit on the field
	}
	var all []violation
	seen := make(map[meaning]bool)
	before, rest, more := strings.Cut(clauses, verdict)
	for more {
		member, isElement := cutElement(before[strings.LastIndexByte(before, '\'')+1:])
		before, rest, more = strings.Cut(rest, verdict)
		constraint, _, _ := strings.Cut(before, "; Value ")
		isElement = isElement || strings.HasPrefix(constraint, "Member must satisfy constraint: ")
		field, on := limitsOn(member)
		m := meaning{field: field}
		for i, rule := range on {
			if speaksOf(constraint, rule.Constraint.Kind, isElement) {
				m.rules |= 1 << i
			}
		}
		if m.rules != 0 && !seen[m] {
			seen[m] = true
			all = append(all, violation{rules: chosen(on, m.rules), field: field})
		}
	}
	return all
}

// chosen returns the rules whose bits are set.
func chosen(rules []userpoolclient.Rule, bits uint64) []userpoolclient.Rule {
	var some []userpoolclient.Rule
	for i, rule := range rules {
		if bits&(1<<i) != 0 {
			some = append(some, rule)
		}
	}
	return some
}

// cutElement returns the list of "callbackURLs.1.member", and reports whether it
// is such a path.
func cutElement(path string) (list string, ok bool) {
	element, ok := strings.CutSuffix(path, ".member")
	list = strings.TrimRight(element, "0123456789")
	if !ok || list == element || !strings.HasSuffix(list, ".") {
		return path, false
	}
	return strings.TrimSuffix(list, "."), true
}

// limitsOn returns the field that the service's messages call by this name, in
// whatever case, and the limits that the API model sets on it.
func limitsOn(member string) (userpoolclient.Field, []userpoolclient.Rule) {
	const longest = 100 // far longer than any
	if len(member) > longest {
		return "", nil
	}
	l := limits()[strings.ToLower(member)]
	return l.field, l.rules
}

// limitsOfField are the rules that stand for limits on one field.
type limitsOfField struct {
	field userpoolclient.Field
	rules []userpoolclient.Rule
}

var limits = sync.OnceValue(func() map[string]limitsOfField {
	byName := make(map[string]limitsOfField)
	for _, rule := range userpoolclient.Rules() {
		if rule.Constraint == nil {
			continue
		}
		for _, f := range rule.Fields {
			name := strings.ToLower(string(f))
			byName[name] = limitsOfField{f, append(byName[name].rules, rule)}
		}
	}
	return byName
})

// speaksOf reports whether a constraint, in the service's words, is of a kind.
func speaksOf(constraint string, kind userpoolclient.ConstraintKind, isElement bool) bool {
	if kind == userpoolclient.ConstraintCount && isElement {
		return false
	}
	return strings.Contains(constraint, wordsOf(kind))
}

func wordsOf(kind userpoolclient.ConstraintKind) string {
	switch kind {
	case userpoolclient.ConstraintRequired:
		return "must not be null"
	case userpoolclient.ConstraintLength, userpoolclient.ConstraintCount:
		return "must have length"
	case userpoolclient.ConstraintRange:
		return "must have value"
	case userpoolclient.ConstraintPattern:
		return "must satisfy regular expression pattern"
	}
	return "must satisfy enum value set"
}
