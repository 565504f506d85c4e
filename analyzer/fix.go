package analyzer

import (
	"cmp"

	"golang.org/x/tools/go/analysis"

	"github.com/userpoolclient/userpoolclient"
)

// A suggestedFix is what mends one finding.
type suggestedFix struct {
	safe  bool // it cannot change what the client's users can do
	edits []edit
}

// An edit is one change to a client: of a field as a whole, of one element of a
// list, or, at the length of the list, of an element more.
type edit struct {
	field userpoolclient.Field
	index int // -1: the field as a whole
	value any // a string, bool, int32 or []string; nil: remove
}

// suggestedFixes returns the mechanical fix of a finding as edits of the source,
// nil where there is none or where the source says the value elsewhere.
func (c *client) suggestedFixes(f userpoolclient.Finding) []analysis.SuggestedFix {
	fix, ok := fixOf(c.config, c.context(), f)
	if !ok {
		return nil
	}
	return c.sourceFix(fix, cmp.Or(f.Fix, "mend "+f.Path()))
}

// sourceFix returns a fix as edits of the source, with what it does.
func (c *client) sourceFix(fix suggestedFix, does string) []analysis.SuggestedFix {
	if !fix.safe && !c.p.options.UnsafeFixes {
		return nil
	}
	edits, ok := c.textEdits(fix.edits)
	if !ok {
		return nil
	}
	return []analysis.SuggestedFix{{Message: does, TextEdits: edits}}
}

// fixOf returns the mechanical fix of a finding, and reports whether there is
// one. It is the one place that asks for fixes: what is below goes when the root
// package has SuggestFixes.
func fixOf(c *userpoolclient.Config, in userpoolclient.Context, f userpoolclient.Finding) (suggestedFix, bool) {
	switch f.Rule {
	case "duplicate-value", "rotation-refresh-flow", "write-attribute-read-only":
		if f.Index >= 0 {
			return suggestedFix{true, []edit{{f.Field, f.Index, nil}}}, true
		}
	case "identity-provider-case":
		list, _ := c.Elements(f.Field)
		for _, provider := range []string{"COGNITO", "Facebook", "Google", "LoginWithAmazon", "SignInWithApple"} {
			if f.Index >= 0 && f.Index < len(list) && fold(list[f.Index]) == fold(provider) {
				return suggestedFix{true, []edit{{f.Field, f.Index, provider}}}, true
			}
		}
	}
	return suggestedFix{}, false
}
