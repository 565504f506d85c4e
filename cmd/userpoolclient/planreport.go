package main

import (
	"fmt"
	"reflect"
	"slices"
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
	{userpoolclient.EffectReset, "RESET: the update leaves these out, so they go back to their defaults", style.red},
	{userpoolclient.EffectUndetermined, "UNDETERMINED: the public evidence does not say what becomes of these", style.yellow},
	{userpoolclient.EffectRejected, "REFUSED: no update can change these", style.red},
	{userpoolclient.EffectClear, "CLEAR: the update gives these as empty", style.yellow},
	{userpoolclient.EffectSet, "SET: the update gives these", style.cyan},
}

type planSummary struct {
	Set          int `json:"set"`
	Clear        int `json:"clear"`
	Reset        int `json:"reset"`
	Undetermined int `json:"undetermined"`
	Refused      int `json:"refused"`
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
	return planSummary{p.count(userpoolclient.EffectSet), p.count(userpoolclient.EffectClear), p.count(userpoolclient.EffectReset),
		p.count(userpoolclient.EffectUndetermined), p.count(userpoolclient.EffectRejected)}
}

func (a *app) writePlan(f format, p *planned) error {
	if f == formatJSON {
		return writeJSON(a.out, p.document())
	}
	s := style{a.color}
	for _, group := range effectGroups {
		if p.count(group.effect) == 0 {
			continue
		}
		fmt.Fprintln(a.out, group.paint(s, group.title))
		var rows [][]string
		for _, c := range p.changes {
			if c.Effect == group.effect {
				rows = append(rows, []string{"  " + string(c.Field), changeInWords(c)})
			}
		}
		table(a.out, rows)
		fmt.Fprintln(a.out)
	}
	if len(p.report.findings) > 0 {
		fmt.Fprintln(a.out, s.bold("FINDINGS in the client that would result"))
		writeFindings(a.out, s, p.report.findings)
		fmt.Fprintln(a.out)
	}
	fmt.Fprintln(a.out, p.conclusion())
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

// changeInWords is before → after. What the title of the group says is left out.
func changeInWords(c userpoolclient.Change) string {
	before, after := printable(c.Before.String()), printable(c.After.String())
	switch c.Effect {
	case userpoolclient.EffectRejected:
		return before + " → " + after
	case userpoolclient.EffectUndetermined:
		note := strings.TrimSuffix(printable(c.After.Note), ": the evidence does not decide")
		return before + " → " + strings.TrimPrefix(note, "it ")
	}
	text := before + " → " + after
	if short := listChange(c.Before.Value, c.After.Value); short != "" && len([]rune(text)) > wideChange && c.After.Origin != userpoolclient.OriginDefault {
		text = short
	}
	if c.After.Note != "" {
		text += "; " + printable(c.After.Note)
	}
	return text
}

// wideChange is from where on a list is told by what is added and removed.
const wideChange = 100

// listChange tells two lists apart by what is added and removed, "" where they
// are not lists or have nothing in common.
func listChange(before, after any) string {
	from, to := elements(before), elements(after)
	var diff []string
	for _, v := range to {
		if !slices.Contains(from, v) {
			diff = append(diff, "+ "+v)
		}
	}
	if len(diff) == len(to) {
		return ""
	}
	for _, v := range from {
		if !slices.Contains(to, v) {
			diff = append(diff, "- "+v)
		}
	}
	return fmt.Sprintf("%s → %s: %s", plural(len(from), "value", "values"), plural(len(to), "value", "values"), strings.Join(diff, ", "))
}

// elements are those of a list, safe to show; nil for any other value.
func elements(value any) []string {
	list := reflect.ValueOf(value)
	if list.Kind() != reflect.Slice {
		return nil
	}
	all := make([]string, list.Len())
	for i := range all {
		all[i] = printable(list.Index(i).String())
	}
	return all
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
	changes := make([]changeDocument, len(p.changes))
	for i, c := range p.changes {
		changes[i] = changeDocument{c.Field, c.Effect, jsonValue(c.Before), jsonValue(c.After), noteOf(c.After)}
	}
	return planDocument{changes, findingDocuments(p.report.findings), p.summary()}
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
