package golangci

import (
	"flag"
	"strings"
	"testing"

	"github.com/golangci/plugin-module-register/register"
)

// go test ./... -update rewrites golden files wherever there are some; here
// there are none, and the flag must be known all the same.
var _ = flag.Bool("update", false, "rewrite golden files (none here)")

// TestRegistered goes the way that golangci-lint goes: by name, with settings as
// YAML decodes them.
func TestRegistered(t *testing.T) {
	create, err := register.GetPlugin("userpoolclient")
	if err != nil {
		t.Fatal(err)
	}
	p, err := create(map[string]any{"advice": true, "ignore": []any{"redirect-http"}})
	if err != nil {
		t.Fatal(err)
	}
	analyzers, err := p.BuildAnalyzers()
	if err != nil || len(analyzers) != 1 {
		t.Fatalf("%d analyzers, %v", len(analyzers), err)
	}
	for name, want := range map[string]string{"advice": "true", "tests": "false", "ignore": "redirect-http"} {
		if got := analyzers[0].Flags.Lookup(name).Value.String(); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	if p.GetLoadMode() != register.LoadModeTypesInfo {
		t.Errorf("load mode %s: the analyzer needs types", p.GetLoadMode())
	}
}

func TestSettings(t *testing.T) {
	tests := []struct {
		why  string
		raw  any
		fail string
	}{
		{"none", nil, ""},
		{"a setting that does not exist", map[string]any{"advise": true}, "advise"},
		{"a setting of another type", map[string]any{"advice": "yes"}, "advice"},
		{"a rule that does not exist", map[string]any{"ignore": []any{"redirect-https"}}, "redirect-https"},
	}
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			_, err := New(test.raw)
			if (err != nil) != (test.fail != "") || err != nil && !strings.Contains(err.Error(), test.fail) {
				t.Errorf("got %v, want an error about %q", err, test.fail)
			}
		})
	}
}
