package iac

import (
	"errors"
	"fmt"
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
