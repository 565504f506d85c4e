package cognitotest

import (
	"slices"
	"strings"
	"testing"

	"github.com/userpoolclient/userpoolclient"
)

// contextNeeds are the members of a Context that a rule may lack.
var contextNeeds = []struct {
	bits   userpoolclient.Needs
	member string
}{
	{userpoolclient.NeedsCreate | userpoolclient.NeedsUpdate, "Context.Operation"},
	{userpoolclient.NeedsSecret, "Context.Secret"},
	{userpoolclient.NeedsPool, "Context.Pool"},
	{userpoolclient.NeedsKind, "Context.Kind"},
}

// logSkipped logs which of the rules that an assertion asks did not run: a test that
// passes has judged nothing of them. what is what was judged, "" for a configuration.
func logSkipped(
	t testing.TB, what string, severity userpoolclient.Severity, skips []userpoolclient.Skip, ignore ...string,
) {
	t.Helper()
	var rules, paths, lacks []string
	var needs userpoolclient.Needs
	for _, skip := range skips {
		rule, ok := userpoolclient.RuleByID(skip.Rule)
		if !ok || rule.Severity > severity || slices.Contains(ignore, skip.Rule) {
			continue
		}
		rules = append(rules, skip.Rule)
		needs |= skip.Lacks
		for _, path := range skip.Paths {
			if !slices.Contains(paths, string(path)) {
				paths = append(paths, string(path))
			}
		}
	}
	if rules == nil {
		return
	}
	for _, n := range contextNeeds {
		if needs&n.bits != 0 {
			lacks = append(lacks, n.member)
		}
	}
	if paths != nil {
		lacks = append(lacks, "the value of "+strings.Join(paths, " and "))
	}
	if what != "" {
		what += ": "
	}
	t.Logf("%snot judged: %s for want of %s: %s", what, count(len(rules), "rule"), strings.Join(lacks, ", "),
		strings.Join(rules, ", "))
}
