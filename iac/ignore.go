package iac

import (
	"strconv"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

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
			return nil, &SyntaxError{m.at(), "Metadata.userpoolclient has no member " + quote(m.key) + "; it must be ignore"}
		}
		if m.value.kind() != kindList {
			return nil, &SyntaxError{m.at(), "Metadata.userpoolclient.ignore must be a list of rules with reasons"}
		}
		for item := range m.value.items() {
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
		switch m.key {
		case "rule":
			ignore.Rule = m.value.text()
			if err := KnownRule(ignore.Rule); err != nil {
				return ignore, &SyntaxError{m.value.at(), err.Error()}
			}
		case "reason":
			ignore.Reason = strings.TrimSpace(m.value.text())
		case "property":
			ignore.Property = m.value.text()
		default:
			return ignore, &SyntaxError{m.at(), "a suppression has no member " + quote(m.key) + "; it must be rule, reason or property"}
		}
	}
	switch {
	case ignore.Rule == "":
		return ignore, &SyntaxError{item.at(), "the suppression names no rule"}
	case ignore.Reason == "":
		return ignore, &SyntaxError{item.at(), "the suppression of " + ignore.Rule + " gives no reason"}
	}
	return ignore, nil
}

// KnownRule returns an error, with the nearest ID, when no rule has that ID.
func KnownRule(id string) error {
	if _, ok := RuleByID(id); ok {
		return nil
	}
	var ids []string
	for _, r := range append(userpoolclient.Rules(), rules...) {
		ids = append(ids, r.ID)
	}
	hint := ""
	if near := nearest(id, ids); near != "" {
		hint = " (did you mean " + strconv.Quote(near) + "?)"
	}
	return &SyntaxError{Message: quote(id) + " is not a rule" + hint}
}
