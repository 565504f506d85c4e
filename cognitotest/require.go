package cognitotest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/userpoolclient/userpoolclient"
)

// RequireValid ends the test unless the service would accept the configuration, and
// logs the rules that could not run for want of what in does not hold: see [RequireNo].
func RequireValid(t testing.TB, c *userpoolclient.Config, in userpoolclient.Context) {
	t.Helper()
	RequireNo(t, userpoolclient.SeverityError, c, in)
}

// RequireNo ends the test when the configuration has findings of the severity
// or a graver one: RequireNo(t, userpoolclient.SeverityWarning, c, in) allows
// advice only. Rules that ignore names do not count; a name that is no rule's ends the
// test too. Rules that could not run are logged, which go test -v shows: the more in
// and the configuration tell, the fewer they are.
func RequireNo(
	t testing.TB, severity userpoolclient.Severity, c *userpoolclient.Config, in userpoolclient.Context,
	ignore ...string,
) {
	t.Helper()
	if c == nil {
		t.Fatal("the configuration is nil")
		return
	}
	for _, id := range ignore {
		if _, ok := userpoolclient.RuleByID(id); !ok {
			t.Fatalf("ignore: there is no rule %q", id)
			return
		}
	}
	found := slices.DeleteFunc(userpoolclient.Check(c, in), func(f userpoolclient.Finding) bool {
		return f.Severity > severity || slices.Contains(ignore, f.Rule)
	})
	logSkipped(t, "", severity, userpoolclient.Skipped(c, in), ignore...)
	if len(found) > 0 {
		t.Fatalf("%s:%s", count(len(found), "finding"), printFindings(found))
	}
}

// RequireUnchanged ends the test when the update would change the client, or
// when that cannot be known because the update omits a member of which the public
// evidence does not decide. It prints what changes.
func RequireUnchanged(t testing.TB, current, update *userpoolclient.Config) {
	t.Helper()
	if current == nil || update == nil {
		t.Fatal("the configuration is nil")
		return
	}
	if changes := userpoolclient.Plan(current, update); len(changes) > 0 {
		t.Fatalf("the update makes %s:%s", count(len(changes), "change"), printChanges(changes))
	}
}

// RequireEqual ends the test when two configurations do not come to the same, as
// [userpoolclient.Diff] compares them: lists as sets, lifetimes as durations, a
// setting that is omitted as its default, IDs and dates not at all. It prints the
// difference. Secrets are compared too and not shown.
func RequireEqual(t testing.TB, want, got *userpoolclient.Config) {
	t.Helper()
	if want == nil || got == nil {
		if want != got {
			t.Fatal("one of the configurations is nil")
		}
		return
	}
	differences := ""
	for _, c := range userpoolclient.Diff(want, got) {
		differences += fmt.Sprintf("\n  %s: want %s, got %s", c.Field, c.Before, c.After)
	}
	differences += differentSecrets(want.ClientSecret, got.ClientSecret)
	if differences != "" {
		t.Fatalf("the configurations differ:%s", differences)
	}
}

func differentSecrets(want, got *userpoolclient.Secret) string {
	const line = "\n  ClientSecret: "
	switch {
	case want == nil && got == nil, want != nil && got != nil && want.Equal(*got):
		return ""
	case want == nil:
		return line + "want none, got one"
	case got == nil:
		return line + "want one, got none"
	}
	return line + "want another one"
}

// printFindings returns a line for each finding, as the command prints them.
func printFindings(found []userpoolclient.Finding) string {
	var b strings.Builder
	for _, f := range found {
		severity := f.Severity.String()
		if f.Severity == userpoolclient.SeverityAdvice {
			severity += " (" + f.Harm.String() + " harm)"
		}
		fmt.Fprintf(&b, "\n  %s: %s %s [%s]", severity, f.Path(), f.Text(), f.Rule)
	}
	return b.String()
}

func printChanges(changes []userpoolclient.Change) string {
	var b strings.Builder
	for _, c := range changes {
		fmt.Fprintf(&b, "\n  %s: %s, %s → %s", c.Effect, c.Field, c.Before, c.After)
	}
	return b.String()
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
