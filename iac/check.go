package iac

import (
	"fmt"
	"slices"

	"github.com/userpoolclient/userpoolclient"
)

// mostFindings is how many findings of one resource are reported.
const mostFindings = 1000

// Check returns what every rule finds in the resource, what is wrong with the
// file first, without what its own suppressions suppress. Where conditions leave
// several cases open, each is judged, and a finding says in which it holds. Check
// reads Context as it stands, so a caller may add to it what it knows.
func (r *Resource) Check() []Finding {
	branches := r.branches()
	found := make([][]Finding, len(branches))
	for i, b := range branches {
		found[i] = r.findings(b)
	}
	all := joinBranches(branches, found, findingKey, func(f *Finding, when string) { f.When = when })
	return r.bound(r.suppress(all))
}

// findingKey is what two findings in different branches must share to be one.
func findingKey(f Finding) [5]string {
	return [5]string{f.Rule, f.Property, f.Position.String(), f.Message, f.Fix}
}

// bound keeps a report of a file that breaks every rule a thousand times
// readable, and says so.
func (r *Resource) bound(all []Finding) []Finding {
	if len(all) <= mostFindings {
		return all
	}
	message := fmt.Sprintf("has %d findings, of which the first %d are shown", len(all), mostFindings)
	return append(all[:mostFindings:mostFindings], r.about(newFinding(ruleBound, "", message, ""), r.Position))
}

// about is a finding about the resource as a whole.
func (r *Resource) about(f Finding, at Position) Finding {
	f.Resource, f.Position = r.Address, at
	f.Property = string(f.Field)
	if f.Property == "" {
		f.Property = "Properties"
	}
	return f
}

// findings are those of one branch.
func (r *Resource) findings(b branch) []Finding {
	var all []Finding
	if b.reading != nil {
		all = slices.Clone(b.reading.problems)
		if n := b.reading.untold; n > 0 {
			message := fmt.Sprintf("has %d more problems, of which the first %d are shown", n, mostProblems)
			all = append(all, r.about(newFinding(ruleBound, "", message, ""), r.Position))
		}
	}
	for _, f := range userpoolclient.Check(b.config, r.Context) {
		all = append(all, r.locate(b, f))
	}
	for _, f := range b.certain() {
		all = append(all, r.locate(b, f))
	}
	all = append(all, r.poolFindings(b)...)
	r.trace(b, all)
	return all
}

// locate is a finding about the client at its place in the file.
func (r *Resource) locate(b branch, f userpoolclient.Finding) Finding {
	path := userpoolclient.Field(f.Path())
	found := Finding{
		Finding: f, Resource: r.Address,
		Property: r.propertyIn(b.reading, path), Position: r.positionIn(b.reading, path),
	}
	if f.Severity == userpoolclient.SeverityError {
		found.RejectedBy = LayerCognito
	}
	if b.reading != nil && f.Index < 0 && b.reading.lengths[f.Field] > 0 {
		found.recount(b.reading.lengths[f.Field])
	}
	return found
}

// recount gives a finding about the number of elements the number that the file
// has, where fewer are read.
func (f *Finding) recount(length int) {
	r, _ := userpoolclient.RuleByID(f.Rule)
	if r.Constraint != nil && r.Constraint.Kind == userpoolclient.ConstraintCount {
		f.Message = fmt.Sprintf("has %d elements, and at most %d are accepted", length, r.Constraint.Max)
	}
}
