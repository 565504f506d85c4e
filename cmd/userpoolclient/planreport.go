package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/userpoolclient/userpoolclient"
)

// effectGroups are the groups of a plan, in the order in which they matter.
var effectGroups = []struct {
	effect userpoolclient.Effect
	title  string
	paint  func(style, string) string
}{
	{userpoolclient.EffectReset, "RESET: the update omits these, so they go back to their defaults", style.red},
	{userpoolclient.EffectUndetermined, "UNDETERMINED: the public evidence does not say what becomes of these",
		style.yellow},
	{userpoolclient.EffectRejected, "REJECTED: no update can change these", style.red},
	{userpoolclient.EffectClear, "CLEAR: the update empties these", style.yellow},
	{userpoolclient.EffectSet, "SET: the update sets these", style.cyan},
}

type planSummary struct {
	Set          int `json:"set"`
	Clear        int `json:"clear"`
	Reset        int `json:"reset"`
	Undetermined int `json:"undetermined"`
	Rejected     int `json:"rejected"`
}

func (p *planned) count(e userpoolclient.Effect) int {
	n := 0
	for _, c := range p.changes {
		if c.Effect == e {
			n++
		}
	}
	return n
}

func (p *planned) summary() planSummary {
	return planSummary{p.count(userpoolclient.EffectSet), p.count(userpoolclient.EffectClear),
		p.count(userpoolclient.EffectReset),
		p.count(userpoolclient.EffectUndetermined), p.count(userpoolclient.EffectRejected)}
}

func (a *app) writePlan(f format, p *planned) error {
	if f == formatJSON {
		return writeJSON(a.out, p.document())
	}
	s := a.style()
	w := changeWriter{a.out, s, a.columns()}
	for _, group := range effectGroups {
		if p.count(group.effect) == 0 {
			continue
		}
		for _, line := range wrap(group.title, a.columns()) {
			fmt.Fprintln(a.out, group.paint(s, line))
		}
		for _, c := range byHarm(p.changes) {
			if c.Effect == group.effect {
				w.change(c)
			}
		}
		fmt.Fprintln(a.out)
	}
	if len(p.report.findings) > 0 {
		fmt.Fprintln(a.out, s.bold("FINDINGS in the client that would result"))
		fmt.Fprintln(a.out)
		screen{a.out, s, a.columns()}.findings(p.report.findings)
	}
	for _, line := range wrap(p.conclusion(), a.columns()) {
		fmt.Fprintln(a.out, line)
	}
	return nil
}

// conclusion is the last line: what the plan comes to, and the way out.
func (p *planned) conclusion() string {
	if len(p.changes) == 0 {
		return "nothing changes"
	}
	var counts []string
	for _, group := range effectGroups {
		if n := p.count(group.effect); n > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", n, group.effect))
		}
	}
	text := strings.Join(counts, ", ")
	if p.count(userpoolclient.EffectReset)+p.count(userpoolclient.EffectUndetermined) > 0 {
		text += "; plan --complete writes the update that changes only what was asked for"
	}
	return text
}

type planDocument struct {
	Changes  []changeDocument  `json:"changes"`
	Findings []findingDocument `json:"findings"`
	Summary  planSummary       `json:"summary"`
}

type changeDocument struct {
	Field  userpoolclient.Field  `json:"field"`
	Effect userpoolclient.Effect `json:"effect"`
	Before any                   `json:"before"` // null: none, or not known
	After  any                   `json:"after"`
	Note   string                `json:"note"`
}

func (p *planned) document() planDocument {
	return planDocument{changeDocuments(p.changes), findingDocuments(p.report.findings), p.summary()}
}

func changeDocuments(changes []userpoolclient.Change) []changeDocument {
	all := make([]changeDocument, len(changes))
	for i, c := range changes {
		all[i] = changeDocument{c.Field, c.Effect, jsonValue(c.Before), jsonValue(c.After), noteOf(c.After)}
	}
	return all
}

// jsonValue is a value as the API spells it, a lifetime in words.
func jsonValue(s userpoolclient.Setting) any {
	if _, ok := s.Value.(time.Duration); ok {
		s.Origin = userpoolclient.OriginSet
		return s.String()
	}
	return s.Value
}

func noteOf(s userpoolclient.Setting) string {
	if s.Note == "" && s.Origin == userpoolclient.OriginDefault {
		return "default"
	}
	return s.Note
}
