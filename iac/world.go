package iac

import (
	"slices"
	"strings"
)

// The bounds of what conditions may leave open.
const (
	mostBranches   = 8  // variants of a client
	mostWorlds     = 64 // combinations of values that are looked at to find them
	mostConditions = 16 // of a client that are looked at
	mostValues     = 16 // of a parameter
)

// A world is one case that the parameters of a template leave open. The zero
// world is the one in which all of them are open.
type world struct {
	outcomes []outcome // of choices
	fixed    []settled // the conditions that make the case
	labels   []string  // the case in words
}

// An outcome is what a choice comes to.
type outcome struct {
	choice string // its key
	kind   outcomeKind
	value  string
}

type outcomeKind uint8

const (
	hasValue outcomeKind = iota // a parameter has a value
	hasOther                    // it has none of those that it is compared with
	isHeld                      // what is not understood holds
	isNotHeld
)

// A settled condition is one of which the truth makes the case.
type settled struct {
	condition string
	truth     truth
}

// value is what a parameter has; ok reports whether that is known.
func (w *world) value(parameter string) (value string, ok bool) {
	for _, o := range w.outcomes {
		if o.kind == hasValue && o.choice == parameter {
			return o.value, true
		}
	}
	return "", false
}

// hasOther reports whether a parameter has none of the values that it is compared
// with.
func (w *world) hasOther(parameter string) bool {
	return slices.Contains(w.outcomes, outcome{choice: parameter, kind: hasOther})
}

// holds is what something that is not understood comes to.
func (w *world) holds(key string) truth {
	for _, o := range w.outcomes {
		if o.choice == key && o.kind >= isHeld {
			return truthOf(o.kind == isHeld)
		}
	}
	return open
}

// truth is what a condition that makes the case comes to; ok reports whether it
// is one.
func (w *world) truth(condition string) (t truth, ok bool) {
	for _, s := range w.fixed {
		if s.condition == condition {
			return s.truth, true
		}
	}
	return open, false
}

// A choice is something that may come out one way or another: a parameter, or a
// condition that is not understood.
type choice struct {
	key         string // the parameter, or what is not understood
	isParameter bool
	values      []string // of a parameter
	other       bool     // the parameter may have another value
}

func (c choice) outcomes() int {
	switch {
	case !c.isParameter:
		return 2
	case c.other:
		return len(c.values) + 1
	}
	return len(c.values)
}

// outcome is outcome number i.
func (c choice) outcome(i int) outcome {
	switch {
	case !c.isParameter && i == 0:
		return outcome{choice: c.key, kind: isHeld}
	case !c.isParameter:
		return outcome{choice: c.key, kind: isNotHeld}
	case i < len(c.values):
		return outcome{choice: c.key, kind: hasValue, value: c.values[i]}
	}
	return outcome{choice: c.key, kind: hasOther}
}

// A question is what the cases of a client depend on: the conditions of its
// Fn::If, the parameters that it takes as they are, and the condition on which it
// is created.
type question struct {
	conditions []string
	parameters []string
	created    string
	seen       visited // while it is being asked
}

func (q question) key() string {
	return strings.Join(q.conditions, "\x00") + "\x01" + strings.Join(q.parameters, "\x00") + "\x01" + q.created
}

// worlds are the cases that a question leaves open, at most eight; none when the
// client is not created in any.
func (t *template) worlds(q question) []world {
	if all, ok := t.answers[q.key()]; ok {
		return all
	}
	all := t.answer(q)
	t.answers[q.key()] = all
	return all
}

func (t *template) answer(q question) []world {
	combinations := t.combinations(t.choices(q))
	if q.created != "" {
		combinations = slices.DeleteFunc(combinations, func(w world) bool {
			t.enter(w)
			return t.condition(q.created) == no
		})
	}
	for {
		all := t.distinct(q, combinations)
		if len(all) <= mostBranches {
			return all
		}
		q = q.less() // what is left out stays open in every case
	}
}

// less is the question without its last condition or parameter.
func (q question) less() question {
	if n := len(q.conditions); n > 0 {
		q.conditions = q.conditions[:n-1]
	} else {
		q.parameters = q.parameters[:len(q.parameters)-1]
	}
	return q
}

// choices are what the answer to a question depends on.
func (t *template) choices(q question) []choice {
	g := gatherer{t: t, seen: make(map[string]bool)}
	for _, name := range q.parameters {
		g.parameter(name)
	}
	if q.created != "" {
		g.condition(q.created)
	}
	for _, name := range q.conditions {
		g.condition(name)
	}
	return g.all
}

// A gatherer collects choices, each once.
type gatherer struct {
	t    *template
	all  []choice
	seen map[string]bool // conditions
}

func (g *gatherer) condition(name string) {
	if g.seen[name] || len(g.all) > mostConditions || !g.t.doc.step() {
		return
	}
	g.seen[name] = true
	g.expression(g.t.expression(name))
}

func (g *gatherer) expression(e *expression) {
	switch e.op {
	case named:
		g.condition(e.name)
	case opaque:
		g.add(choice{key: e.name})
	case equals:
		if e.right.parameter != "" {
			g.add(choice{key: e.key()})
			return
		}
		c := g.parameter(e.left.parameter)
		if c.other && len(c.values) < mostValues && !slices.Contains(c.values, e.right.text) {
			c.values = append(c.values, e.right.text)
		}
	default:
		for _, arg := range e.args {
			g.expression(arg)
		}
	}
}

// parameter is the choice of a parameter's value: one of those that it allows
// or, where it allows any, of those that it is compared with.
func (g *gatherer) parameter(name string) *choice {
	c := choice{key: name, isParameter: true, other: true}
	if p := g.t.parameters[name]; p != nil && p.isChoice() {
		c.values, c.other = p.allowed, false
	}
	return g.add(c)
}

func (g *gatherer) add(c choice) *choice {
	for i := range g.all {
		if g.all[i].key == c.key && g.all[i].isParameter == c.isParameter {
			return &g.all[i]
		}
	}
	g.all = append(g.all, c)
	return &g.all[len(g.all)-1]
}

// combinations are the worlds of all outcomes. Where they are too many, the last
// choices stay open.
func (t *template) combinations(choices []choice) []world {
	total := 1
	for i, c := range choices {
		if total*c.outcomes() > mostWorlds {
			choices = choices[:i]
			break
		}
		total *= c.outcomes()
	}
	all := make([]world, total)
	outcomes := make([]outcome, 0, total*len(choices))
	for i := range all {
		rest := i
		for _, c := range choices {
			outcomes = append(outcomes, c.outcome(rest%c.outcomes()))
			rest /= c.outcomes()
		}
		all[i].outcomes = outcomes[i*len(choices) : len(outcomes) : len(outcomes)]
	}
	return all
}

// distinct are the cases of a question: worlds in which it has the same answer
// are one, which knows what they have in common.
func (t *template) distinct(q question, combinations []world) []world {
	defer t.enter(world{})
	var all []world
	at := make(map[string]int)
	for _, w := range combinations {
		t.enter(w)
		answer := make([]byte, 0, 64)
		for _, name := range q.parameters {
			value, _ := w.value(name)
			answer = append(append(answer, value...), 0)
		}
		fixed := make([]settled, len(q.conditions))
		for i, name := range q.conditions {
			fixed[i] = settled{name, t.condition(name)}
			answer = append(answer, byte(fixed[i].truth))
		}
		if i, ok := at[string(answer)]; ok {
			all[i].meet(w)
			continue
		}
		at[string(answer)] = len(all)
		all = append(all, world{outcomes: slices.Clone(w.outcomes), fixed: fixed})
	}
	for i := range all {
		all[i].labels = all[i].describe(q, all)
	}
	return all
}

// meet keeps of the outcomes what another world has too.
func (w *world) meet(other world) {
	w.outcomes = slices.DeleteFunc(w.outcomes, func(o outcome) bool { return !slices.Contains(other.outcomes, o) })
}

// describe names a case by what is not the same in all of them.
func (w *world) describe(q question, all []world) []string {
	var labels []string
	for _, name := range q.parameters {
		value := func(w *world) string { v, _ := w.value(name); return v }
		if varies(w, all, value) {
			labels = append(labels, name+" is "+value(w))
		}
	}
	for _, name := range q.conditions {
		truth := func(w *world) truth { t, _ := w.truth(name); return t }
		switch {
		case !varies(w, all, truth):
		case truth(w) == yes:
			labels = append(labels, name)
		case truth(w) == no:
			labels = append(labels, "not "+name)
		default:
			labels = append(labels, name+" is not known")
		}
	}
	return labels
}

// varies reports whether something is not the same in all worlds.
func varies[T comparable](w *world, all []world, of func(w *world) T) bool {
	return slices.ContainsFunc(all, func(other world) bool { return of(&other) != of(w) })
}
