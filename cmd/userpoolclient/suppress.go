package main

import (
	"fmt"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/internal/view"
)

// A suppression leaves out the findings of a rule: what one in a template's
// Metadata says, and where and until when.
type suppression struct {
	iac.Ignore
	path    string
	expires time.Time // the last day; zero: none
	used    bool
	judged  bool // the run has looked at the one file that it is about
}

func (s *settings) readSuppression(n *yaml.Node) error {
	i := suppression{path: "**"}
	i.Position = iac.Position{Line: n.Line, Column: n.Column}
	readers := map[string]func(*yaml.Node) error{
		"path": pattern(&i.path),
		"expires": func(n *yaml.Node) error {
			day, err := time.Parse(time.DateOnly, n.Value)
			if err != nil {
				return fmt.Errorf("line %d: expires %q must be a date, such as 2027-01-31", n.Line, n.Value)
			}
			i.expires = day
			return nil
		},
	}
	for _, member := range []string{"rule", "property", "reason"} {
		readers[member] = func(n *yaml.Node) error {
			var value string
			if err := text(&value)(n); err != nil {
				return err
			}
			if err := i.Set(member, value); err != nil {
				return fmt.Errorf("line %d: %w", n.Line, err)
			}
			return nil
		}
	}
	if err := eachMember(n, readers); err != nil {
		return err
	}
	if err := i.Complete(); err != nil {
		return fmt.Errorf("line %d: %w", n.Line, err)
	}
	s.ignore = append(s.ignore, i)
	return nil
}

// judge notes that the clients of a file are looked at, and returns the
// suppressions that are about them.
func (s *settings) judge(file string, today time.Time) []*suppression {
	var about []*suppression
	for i := range s.ignore {
		r := &s.ignore[i]
		if !s.matches(r.path, file) {
			continue
		}
		r.judged = r.judged || !isPattern(r.path)
		if !r.expired(today) {
			about = append(about, r)
		}
	}
	return about
}

// suppressed reports whether one of the suppressions is about a finding.
func suppressed(by []*suppression, f *finding) bool {
	hit := false
	for _, r := range by {
		if r.Rule == f.Rule && (r.Property == "" || r.Property == f.property) {
			r.used, hit = true, true
		}
	}
	return hit
}

func (r *suppression) expired(today time.Time) bool {
	return !r.expires.IsZero() && today.After(r.expires.AddDate(0, 0, 1))
}

// leftovers are findings about the suppressions themselves: those past their
// date and those that nothing needed in a run that looked at everything that they
// are about.
func (s *settings) leftovers(today time.Time, covered func(*suppression) bool) []*finding {
	var all []*finding
	for i := range s.ignore {
		r := &s.ignore[i]
		switch {
		case r.expired(today):
			until := r.expires.Format(time.DateOnly)
			all = append(all, s.leftover(r, ruleExpired, "suppresses "+r.Rule+" until "+until+", which is past",
				"mend what it hides, or give it a new date"))
		case !r.used && (r.judged || covered(r)):
			all = append(all, s.leftover(r, ruleUnused, "suppresses "+r.Rule+", which finds nothing in "+r.path,
				"remove it"))
		}
	}
	return all
}

// The rules about suppressions, which package iac describes.
const (
	ruleExpired = "suppression-expired"
	ruleUnused  = view.RuleUnused
)

func (s *settings) leftover(r *suppression, rule, message, fix string) *finding {
	return &finding{
		file:  printable(s.file),
		place: place{property: "ignore", position: r.Position},
		Finding: &userpoolclient.Finding{Rule: rule, Severity: ruleOf(rule).Severity, Field: "ignore", Index: -1,
			Message: message, Fix: fix},
	}
}

// stale is a finding about a baseline that holds what is no longer there.
func stale(path string, entries []baselineEntry) *finding {
	const most = 3
	var names []string
	for _, e := range entries[:min(len(entries), most)] {
		names = append(names, e.Rule+" in "+printable(e.File))
	}
	if len(entries) > most {
		names = append(names, fmt.Sprintf("%d more", len(entries)-most))
	}
	return &finding{
		file:  printable(path),
		place: place{property: "findings"},
		Finding: &userpoolclient.Finding{
			Rule: ruleUnused, Severity: ruleOf(ruleUnused).Severity, Field: "findings", Index: -1,
			Message: "holds " + plural(len(entries), "finding that is", "findings that are") +
				" no longer there: " + strings.Join(names, ", "),
			Fix: "write it again with --write-baseline",
		},
	}
}
