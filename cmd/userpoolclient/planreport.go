package main

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// effectGroups are the groups of a plan, in the order in which they matter.
var effectGroups = []struct {
	effect userpoolclient.Effect
	title  string
	paint  func(style, string) string
}{
	{userpoolclient.Reset, "RESET: the update leaves these out, so they go back to their defaults", style.red},
	{userpoolclient.Undetermined, "UNDETERMINED: the update leaves these out, and the public evidence does not say what becomes of them", style.yellow},
	{userpoolclient.Refused, "REFUSED: no update can change these", style.red},
	{userpoolclient.Clear, "CLEAR: the update gives these as empty", style.yellow},
	{userpoolclient.Set, "SET: the update gives these", style.cyan},
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
	return planSummary{p.count(userpoolclient.Set), p.count(userpoolclient.Clear), p.count(userpoolclient.Reset),
		p.count(userpoolclient.Undetermined), p.count(userpoolclient.Refused)}
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
	if p.count(userpoolclient.Reset)+p.count(userpoolclient.Undetermined) > 0 {
		text += "; plan --complete writes the update that changes only what was asked for"
	}
	return text
}

// changeInWords is before → after.
func changeInWords(c userpoolclient.Change) string {
	before, after := settingInWords(c.Before), settingInWords(c.After)
	text := before + " → " + after
	if short := listChange(c.Before.Value, c.After.Value); short != "" && len([]rune(text)) > 100 {
		text = short
	}
	if c.After.Note != "" {
		text += "; " + c.After.Note
	}
	return text
}

func settingInWords(s userpoolclient.Setting) string {
	switch s.Origin {
	case userpoolclient.Undetermined:
		return "undetermined"
	case userpoolclient.Default:
		return inWords(s.Value) + " (default)"
	}
	return inWords(s.Value)
}

// listChange tells two lists apart by what is added and removed, "" where they
// are not lists or have nothing in common.
func listChange(before, after any) string {
	from, to := reflect.ValueOf(before), reflect.ValueOf(after)
	if from.Kind() != reflect.Slice || to.Kind() != reflect.Slice {
		return ""
	}
	old, new := elements(from), elements(to)
	var diff []string
	for _, v := range new {
		if !slices.Contains(old, v) {
			diff = append(diff, "+ "+v)
		}
	}
	added := len(diff)
	for _, v := range old {
		if !slices.Contains(new, v) {
			diff = append(diff, "- "+v)
		}
	}
	if added == len(new) {
		return ""
	}
	return fmt.Sprintf("%d values → %d values: %s", len(old), len(new), strings.Join(diff, ", "))
}

type planDocument struct {
	Changes  []changeDocument  `json:"changes"`
	Findings []findingDocument `json:"findings"`
	Summary  planSummary       `json:"summary"`
}

type changeDocument struct {
	Field  userpoolclient.Field  `json:"field"`
	Effect userpoolclient.Effect `json:"effect"`
	Before any                   `json:"before"`
	After  any                   `json:"after"`
	Note   string                `json:"note"`
}

func (p *planned) document() planDocument {
	changes := make([]changeDocument, len(p.changes))
	for i, c := range p.changes {
		changes[i] = changeDocument{c.Field, c.Effect, c.Before.Value, c.After.Value, c.After.Note}
	}
	return planDocument{changes, findingDocuments(p.report.findings), p.summary()}
}
