package iac

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/userpoolclient/userpoolclient"
)

// Ignore is one suppression: findings of a rule that are not reported.
type Ignore struct {
	Rule     string
	Property string // in the format's names, "callback_urls[2]"; "": wherever the rule is broken
	Reason   string
	Position Position

	// Of a comment in a module: the line that it is about, whether that is the
	// resource's own, and whether it can be about no other resource.
	file         string
	line         int
	whole, alone bool
}

// mostIgnores is how many suppressions a resource may have.
const mostIgnores = 200

// ignores reads the suppressions of a template's resource:
//
//	Metadata:
//	  userpoolclient:
//	    ignore:
//	      - rule: implicit-grant
//	        reason: the old dashboard, until March
func ignores(resource node) ([]Ignore, error) {
	own, ok := resource.path("Metadata", "userpoolclient")
	if !ok {
		return nil, nil
	}
	var all []Ignore
	for m := range own.members() {
		if m.key != "ignore" {
			return nil, &SyntaxError{m.at(), "Metadata.userpoolclient has no member " + quote(m.key) +
				"; it must be ignore"}
		}
		if m.value.kind() != kindList {
			return nil, &SyntaxError{m.at(), "Metadata.userpoolclient.ignore must be a list of rules with reasons"}
		}
		for item := range m.value.items() {
			if len(all) == mostIgnores {
				return nil, &SyntaxError{item.at(), fmt.Sprintf("a resource may have at most %d suppressions",
					mostIgnores)}
			}
			ignore, err := readIgnore(item)
			if err != nil {
				return nil, err
			}
			all = append(all, ignore)
		}
	}
	return all, nil
}

func readIgnore(item node) (Ignore, error) {
	ignore := Ignore{Position: item.at()}
	for m := range item.members() {
		if err := ignore.Set(m.key, m.value.text()); err != nil {
			at := m.at()
			if m.key == "rule" {
				at = m.value.at()
			}
			return ignore, &SyntaxError{at, err.Error()}
		}
	}
	if err := ignore.Complete(); err != nil {
		return ignore, &SyntaxError{item.at(), err.Error()}
	}
	return ignore, nil
}

// Set sets a member by the name that it has in every file of suppressions: rule,
// property or reason.
func (i *Ignore) Set(member, value string) error {
	switch member {
	case "rule":
		i.Rule = value
		return KnownRule(value)
	case "property":
		i.Property = value
	case "reason":
		i.Reason = strings.TrimSpace(value)
	default:
		return fmt.Errorf("a suppression has no member %s; it must be rule, reason or property", quote(member))
	}
	return nil
}

// Complete returns an error when the suppression lacks its rule or its reason.
func (i Ignore) Complete() error {
	switch {
	case i.Rule == "":
		return errors.New("the suppression names no rule")
	case i.Reason == "":
		return fmt.Errorf("the suppression of %s gives no reason", i.Rule)
	}
	return nil
}

// suppress takes out what the resource's suppressions name and reports those
// that name nothing.
func (r *Resource) suppress(all []Finding) []Finding {
	if len(r.Ignores) == 0 {
		return all
	}
	named := make(map[[2]string]bool)
	comments := make(map[int]bool) // those that are used, by their index
	for _, ignore := range r.Ignores {
		if ignore.line == 0 {
			named[[2]string{ignore.Rule, ignore.Property}] = true
		}
	}
	used := make(map[[2]string]bool)
	all = slices.DeleteFunc(all, func(f Finding) bool {
		hit := false
		for i := range r.Ignores {
			if r.Ignores[i].covers(&f) {
				comments[i], hit = true, true
			}
		}
		for _, key := range [][2]string{{f.Rule, ""}, {f.Rule, f.Property}} {
			if named[key] {
				used[key], hit = true, true
			}
		}
		return hit
	})
	for i, ignore := range r.Ignores {
		if ignore.line > 0 && (comments[i] || !ignore.alone) {
			continue // one about several resources may be needed by another
		}
		if !used[[2]string{ignore.Rule, ignore.Property}] {
			all = append(all, r.unused(ignore))
		}
	}
	return all
}

func (r *Resource) unused(ignore Ignore) Finding {
	f := newFinding(ruleUnused, "Metadata", "suppresses "+ignore.Rule+", which finds nothing here", "")
	f = r.about(f, ignore.Position)
	f.File = ignore.file
	return f
}

// ruleIDs are the IDs of all rules, of the client and of files.
var ruleIDs = sync.OnceValue(func() []string {
	var ids []string
	for _, r := range slices.Concat(userpoolclient.Rules(), Rules()) {
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	return ids
})

// KnownRule returns an error, with the nearest ID, when no rule has that ID.
func KnownRule(id string) error {
	if _, ok := slices.BinarySearch(ruleIDs(), id); ok {
		return nil
	}
	return &SyntaxError{Message: quote(id) + " is not a rule" + didYouMean(id, ruleIDs())}
}
