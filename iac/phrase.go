package iac

import (
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// A phrase is a text of which parts may not be known. Only what stands before the
// first unknown part and after the last counts as known: whatever is between may
// be anything, so what holds then holds for certain.
type phrase struct {
	shown string // with ${Name} for what is not known
	open  bool   // a part is not known
	first int    // where in shown the first unknown part begins
	last  int    // and the last one ends
}

// A phrasing builds a phrase.
type phrasing struct {
	strings.Builder
	phrase
}

// done is what has been built.
func (p *phrasing) done() phrase {
	p.shown = p.String()
	return p.phrase
}

// hole appends a part that is not known.
func (p *phrasing) hole(name string) {
	p.begin(p.Len())
	p.WriteString("${" + name + "}")
	p.last = p.Len()
}

// begin notes that a part is not known from there on.
func (p *phrasing) begin(at int) {
	if !p.open {
		p.open, p.first = true, at
	}
}

// join appends another phrase.
func (p *phrasing) join(other phrase) {
	if other.open {
		p.begin(p.Len() + other.first)
		p.last = p.Len() + other.last
	}
	p.WriteString(other.shown)
}

// partly reports whether anything of a text that is not known is known.
func (p phrase) partly() bool { return p.open && (p.first > 0 || p.last < len(p.shown)) }

// fill is the text with something in place of what is not known.
func (p phrase) fill(with string) string { return p.shown[:p.first] + with + p.shown[p.last:] }

// A partial is a value of which a part is known.
type partial struct {
	field userpoolclient.Field
	index int // -1: the field as a whole
	text  phrase
}

// fillers are what a part that is not known may come to, as far as it could save
// a URL from a rule: nothing, a host that may be reached by plain http, one that
// makes user information of what stands before it, a port, a path, all of a URL, a
// long text.
var fillers = []string{
	"", "x", "localhost", "localhost/", "127.0.0.1/", "[::1]/", "@localhost/", ".x", "-x", "/", ":80/", "#x", "?x",
	"https://shop.example.jp/", strings.Repeat("x", 64),
}

// isAboutOneValue reports whether a rule reads nothing but one value, so that
// what it finds in every filling is certain.
func isAboutOneValue(rule string) bool {
	switch rule {
	case "redirect-loopback-with-public":
		return false
	case "logout-fragment", "scope-length", "scope-characters", "client-name-length", "client-name-pattern":
		return true
	}
	return strings.HasPrefix(rule, "redirect-")
}

// spoils reports whether a rule is about the shape of a value: a filling that
// breaks it is no value at all, and says nothing about the others.
func spoils(rule string) bool {
	return rule == "redirect-not-absolute" || strings.HasSuffix(rule, "-characters") ||
		strings.HasSuffix(rule, "-length") || strings.HasSuffix(rule, "-pattern")
}

// A verdict is what the rules find in one filling of a phrase.
type verdict struct {
	found   map[string]userpoolclient.Finding // by rule
	spoiled bool
}

// certain are the findings about values of which a part is known that hold
// whatever the rest comes to.
func (b branch) certain() []userpoolclient.Finding {
	if b.reading == nil || len(b.reading.partials) == 0 {
		return nil
	}
	partials := b.reading.partials
	all := judge(partials, func(p phrase) string { return p.shown })
	for _, filler := range fillers {
		for i, v := range judge(partials, func(p phrase) string { return p.fill(filler) }) {
			for rule := range all[i].found {
				if _, ok := v.found[rule]; !ok && (!v.spoiled || spoils(rule)) {
					delete(all[i].found, rule)
				}
			}
		}
	}
	var certain []userpoolclient.Finding
	for i, v := range all {
		for _, rule := range sorted(v.found) {
			f := v.found[rule]
			f.Index = partials[i].index
			certain = append(certain, f)
		}
	}
	return certain
}

// judge checks a filling of each phrase.
func judge(partials []partial, fill func(p phrase) string) []verdict {
	verdicts := make([]verdict, len(partials))
	c := new(userpoolclient.Config)
	lists := make(map[userpoolclient.Field][]string)
	at := make(map[userpoolclient.Field][]int) // of a field, the partials by index
	for i, p := range partials {
		verdicts[i].found = make(map[string]userpoolclient.Finding)
		at[p.field] = append(at[p.field], i)
		if p.index < 0 {
			_ = c.Set(p.field, fill(p.text)) // what takes no text has no phrase
			continue
		}
		lists[p.field] = append(lists[p.field], fill(p.text))
	}
	for f, list := range lists {
		_ = c.Set(f, list)
	}
	for _, f := range userpoolclient.Check(c, userpoolclient.Context{}) {
		i := max(0, f.Index)
		if !isAboutOneValue(f.Rule) || i >= len(at[f.Field]) {
			continue
		}
		v := &verdicts[at[f.Field][i]]
		v.found[f.Rule] = f
		v.spoiled = v.spoiled || spoils(f.Rule)
	}
	return verdicts
}
