package userpoolclient

import (
	"fmt"
	"testing"
)

// TestDuplicateValue: a value that stands in a list twice is found in every
// list, at its second place. What the service makes of it is not verified, so it
// is no error and has no message of the service.
func TestDuplicateValue(t *testing.T) {
	r, ok := RuleByID("duplicate-value")
	if !ok || r.Severity != SeverityWarning || r.Evidence != EvidenceInferred || r.Exception+r.ServiceMessage != "" {
		t.Errorf("severity %v, evidence %v, exception %q, message %q", r.Severity, r.Evidence, r.Exception,
			r.ServiceMessage)
	}
	long := make([]string, 200) // more than the table on the stack holds
	for i := range long {
		long[i] = fmt.Sprint("v", i)
	}
	long[199] = "v7"
	lists := 0
	for _, f := range listFields() {
		for _, row := range []struct {
			why  string
			list []string
			want string // index and message; "" for no finding
		}{
			{"no value twice", []string{"a", "b", "c"}, ""},
			{"one value twice", []string{"a", "b", "a"}, `[2] "a" stands in the list already, at [0]`},
			{"letter case makes another value", []string{"a", "A"}, ""},
			{"a long list", long, `[199] "v7" stands in the list already, at [7]`},
		} {
			if f == FieldAllowedOAuthFlows && len(row.list) > maxOAuthFlows {
				continue // for oauth-flows-count
			}
			c := new(Config)
			if err := c.Set(f, row.list); err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, found := range Check(c, Context{}) {
				if found.Rule == r.ID {
					got += fmt.Sprintf("[%d] %s", found.Index, found.Message)
				}
			}
			if got != row.want {
				t.Errorf("%s, %s: %q, must be %q", f, row.why, got, row.want)
			}
		}
		lists++
	}
	if lists < 8 {
		t.Fatalf("only %d lists were tried", lists)
	}
}
