package analyzer

import (
	"cmp"

	"golang.org/x/tools/go/analysis"

	"github.com/userpoolclient/userpoolclient"
)

// suggestedFixes returns the mechanical fix of a finding as edits of the source,
// nil where there is none or where the source says the value elsewhere.
func (c *client) suggestedFixes(f userpoolclient.Finding) []analysis.SuggestedFix {
	for _, fix := range userpoolclient.SuggestFixesFor(c.config, c.context(), f) {
		return c.sourceFix(fix, cmp.Or(f.Fix, "mend "+f.Path()))
	}
	return nil
}

// sourceFix returns a fix as edits of the source, with what it does.
func (c *client) sourceFix(fix userpoolclient.SuggestedFix, does string) []analysis.SuggestedFix {
	if !fix.Safe && !c.p.options.UnsafeFixes {
		return nil
	}
	edits, ok := c.textEdits(fix.Edits)
	if !ok {
		return nil
	}
	return []analysis.SuggestedFix{{Message: does, TextEdits: edits}}
}
