package iac

import "strings"

// serverlessSources are what variables of Serverless begin with. A template that
// a Serverless file includes has them too.
var serverlessSources = []string{
	"self:", "opt:", "env:", "sls:", "file(", "param:", "ssm:", "cf:", "cf(", "s3:", "aws:",
}

// A deferral is a part of a text that is looked up later.
type deferral struct{ opens, closes string }

var (
	dynamicReference = deferral{"{{resolve:", "}}"}
	variable         = deferral{"${", "}"}
	pseudoParameter  = deferral{"#{", "}"} // of the plugin serverless-pseudo-parameters
)

// isDeferred reports whether a text has a part that is looked up later: a dynamic
// reference of CloudFormation or a variable of Serverless.
func (t *template) isDeferred(text string) bool {
	_, _, ok := t.nextDeferral(text)
	return ok
}

// nextDeferral finds the first part that is looked up later.
func (t *template) nextDeferral(text string) (at int, kind deferral, ok bool) {
	at = len(text)
	for _, d := range []deferral{dynamicReference, variable, pseudoParameter} {
		if i := t.indexOf(text, d); i >= 0 && i < at {
			at, kind, ok = i, d, true
		}
	}
	return at, kind, ok
}

// indexOf is where a text has a deferral of one kind, -1 where it has none.
func (t *template) indexOf(text string, d deferral) int {
	for from := 0; ; {
		i := strings.Index(text[from:], d.opens)
		if i < 0 {
			return -1
		}
		from += i
		rest := text[from+len(d.opens):]
		if t.means(d, rest) {
			return from
		}
		from += len(d.opens)
	}
}

// means reports whether what opens like a deferral is one: outside a Serverless
// file ${x} is a text, except with a source of Serverless.
func (t *template) means(d deferral, rest string) bool {
	if d == dynamicReference || t.format == FormatServerless {
		return true
	}
	if d == pseudoParameter {
		return strings.HasPrefix(rest, "AWS::")
	}
	for _, source := range serverlessSources {
		if strings.HasPrefix(rest, source) {
			return true
		}
	}
	return false
}

// deferred is a text with what is looked up later as what is not known.
func (t *template) deferred(text string) phrase {
	const most = 16 // beyond them the rest is not known
	var p phrasing
	for range most {
		at, d, ok := t.nextDeferral(text)
		p.WriteString(text[:at])
		if !ok {
			return p.done()
		}
		text = text[at+lengthOf(text[at:], d):]
		p.hole("…")
	}
	p.hole("…")
	return p.done()
}

// withDeferrals is a phrase in which what is looked up later counts as not known.
func (t *template) withDeferrals(p phrase) phrase {
	if !p.open {
		if t.isDeferred(p.shown) {
			return t.deferred(p.shown)
		}
		return p
	}
	if at, _, ok := t.nextDeferral(p.shown[:p.first]); ok {
		p.first = at
	}
	if t.isDeferred(p.shown[p.last:]) {
		p.last = len(p.shown)
	}
	return p
}

// lengthOf is how long a deferral is with those inside it; one that does not end
// takes the rest.
func lengthOf(text string, d deferral) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch {
		case strings.HasPrefix(text[i:], d.opens):
			depth++
		case strings.HasPrefix(text[i:], d.closes):
			if depth--; depth == 0 {
				return i + len(d.closes)
			}
		}
	}
	return len(text)
}
