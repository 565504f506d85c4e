// Package view has what the command and the page show alike of app clients that were
// judged.
package view

import (
	"strings"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// DocsOf is where a rule of the client or of the files can be read up.
func DocsOf(id string) string {
	if r, ok := userpoolclient.RuleByID(id); ok {
		return r.URL()
	}
	return "https://github.com/userpoolclient/userpoolclient/blob/main/iac/RULES.md#" + id
}

// RuleUnused is the rule about suppressions that suppress nothing.
const RuleUnused = "suppression-unused"

// Judge returns what is found in a resource, and how many findings its own
// suppressions leave out.
func Judge(r *iac.Resource) (all []iac.Finding, left int) {
	all = r.Check()
	if len(r.Ignores) == 0 {
		return all, 0
	}
	open := *r
	open.Ignores = nil
	kept := 0
	for _, f := range all {
		if f.Rule != RuleUnused {
			kept++
		}
	}
	return all, len(open.Check()) - kept
}

// MessageOf is the message of a finding, with when it holds and how its place gives its
// value to the property.
func MessageOf(f iac.Finding) string {
	message := f.Message
	if f.When != "" {
		message += " (if " + f.When + ")"
	}
	var places []string
	for _, p := range f.Via {
		places = append(places, p.String())
	}
	if places != nil {
		message += " (by " + strings.Join(places, ", ") + ")"
	}
	return message
}

// RejectedBy is who rejects the request because of a finding; "" for a finding that
// nobody rejects.
func RejectedBy(f iac.Finding) string {
	if f.RejectedBy == iac.LayerNone {
		return ""
	}
	return f.RejectedBy.String()
}

// IsSetting reports whether a field of which the value is not known is a setting that
// the text makes. IDs are none: a template cannot know them.
func IsSetting(r *iac.Resource, f userpoolclient.Field) bool {
	if f == userpoolclient.FieldUserPoolId || f == userpoolclient.FieldClientId {
		return false
	}
	return r.Format == iac.FormatAPI || r.PositionOf(f) != r.Position
}

// TokenAt is the value or the name that a text begins with.
func TokenAt(text string) string {
	if text == "" {
		return ""
	}
	if quote := text[0]; quote == '"' || quote == '\'' {
		for i := 1; i < len(text); i++ {
			switch text[i] {
			case '\\':
				i++
			case quote:
				return text[:i+1]
			}
		}
		return text
	}
	if i := strings.IndexAny(text, " \t,]}"); i > 0 {
		text = text[:i]
	}
	return strings.TrimSuffix(text, ":")
}
