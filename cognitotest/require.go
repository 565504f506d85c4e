package cognitotest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/userpoolclient/userpoolclient"
)

// RequireValid ends the test unless the service would accept the configuration.
func RequireValid(t testing.TB, c *userpoolclient.Config, in userpoolclient.Context) {
	t.Helper()
	RequireNo(t, userpoolclient.SeverityError, c, in)
}

// RequireNo ends the test when the configuration has findings of the severity
// or a graver one: RequireNo(t, userpoolclient.Warning, c, in) allows advice
// only. Rules that ignore names do not count; a name that is no rule's ends the
// test too.
func RequireNo(t testing.TB, severity userpoolclient.Severity, c *userpoolclient.Config, in userpoolclient.Context, ignore ...string) {
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
	if len(found) > 0 {
		t.Fatalf("%s:%s", count(len(found), "finding"), printFindings(found))
	}
}

// RequireUnchanged ends the test when the update would change the client, or
// when that cannot be known because the update leaves out a member whose fate
// is undetermined. It prints what changes.
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

// RequireEqual ends the test when two configurations do not mean the same. Lists
// are compared as sets, token validities as durations (a validity that is not
// given is its default), dates not at all. It prints the difference; secrets are
// compared and not shown.
func RequireEqual(t testing.TB, want, got *userpoolclient.Config) {
	t.Helper()
	if diff := cmp.Diff(meaningOf(want, "(secret)"), meaningOf(got, secretName(want, got)), cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("the configurations differ (-want +got):\n%s", diff)
	}
}

// secretName stands for got's secret: the same as want's when it is the same.
func secretName(want, got *userpoolclient.Config) string {
	if want != nil && got != nil && want.ClientSecret != nil && got.ClientSecret != nil && !want.ClientSecret.Equal(*got.ClientSecret) {
		return "(another secret)"
	}
	return "(secret)"
}

// A meaning is a configuration without what does not matter.
type meaning struct {
	Config                             userpoolclient.Config
	AccessToken, IdToken, RefreshToken time.Duration // 0: left in Config, its unit is not known
	ClientSecret                       string
}

func meaningOf(c *userpoolclient.Config, secret string) *meaning {
	if c == nil {
		return nil
	}
	m := &meaning{Config: *c}
	eachList(&m.Config, sortedSet[string])
	m.Config.CreationDate, m.Config.LastModifiedDate = nil, nil
	if c.ClientSecret != nil {
		m.Config.ClientSecret, m.ClientSecret = nil, secret
	}
	units := userpoolclient.TokenValidityUnits{}
	if c.TokenValidityUnits != nil {
		units = *c.TokenValidityUnits
	}
	if d, ok := c.AccessTokenLifetime(); ok {
		m.AccessToken, m.Config.AccessTokenValidity, units.AccessToken = d, nil, ""
	}
	if d, ok := c.IdTokenLifetime(); ok {
		m.IdToken, m.Config.IdTokenValidity, units.IdToken = d, nil, ""
	}
	if d, ok := c.RefreshTokenLifetime(); ok {
		m.RefreshToken, m.Config.RefreshTokenValidity, units.RefreshToken = d, nil, ""
	}
	m.Config.TokenValidityUnits = nil
	if units != (userpoolclient.TokenValidityUnits{}) {
		m.Config.TokenValidityUnits = &units
	}
	return m
}

// printFindings is a line for each finding, as the command prints them.
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
