package main

import (
	"fmt"
	"time"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
	"go.yaml.in/yaml/v3"
)

// A suppression leaves out the findings of a rule: what one in a template's
// Metadata says, and where and until when.
type suppression struct {
	iac.Ignore
	path    string
	expires time.Time // the last day; zero: none
	used    bool
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

// suppresses says that a finding is not to be reported.
func (s *settings) suppresses(f finding, today time.Time) bool {
	hit := false
	for i := range s.ignore {
		r := &s.ignore[i]
		if r.Rule == f.Rule && (r.Property == "" || r.Property == f.property) && !r.expired(today) && s.matches(r.path, f.file) {
			r.used, hit = true, true
		}
	}
	return hit
}

func (r *suppression) expired(today time.Time) bool {
	return !r.expires.IsZero() && today.After(r.expires.AddDate(0, 0, 1))
}

// leftovers are findings about the suppressions themselves: those past their
// date and, when the run looked at everything, those that nothing needed.
func (s *settings) leftovers(today time.Time, everything bool) []finding {
	var all []finding
	for _, r := range s.ignore {
		switch {
		case r.expired(today):
			all = append(all, s.leftover(r, "suppression-expired", "suppresses "+r.Rule+" until "+r.expires.Format(time.DateOnly)+", which is past; mend what it hides, or give it a new date"))
		case everything && !r.used:
			all = append(all, s.leftover(r, "suppression-unused", "suppresses "+r.Rule+", which finds nothing in "+r.path+"; remove it"))
		}
	}
	return all
}

func (s *settings) leftover(r suppression, rule, message string) finding {
	return finding{
		file:    printable(s.file),
		place:   place{property: "ignore", position: r.Position},
		Finding: userpoolclient.Finding{Rule: rule, Severity: ruleOf(rule).Severity, Field: "ignore", Index: -1, Message: message},
	}
}
