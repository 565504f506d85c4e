package analyzer

import (
	"testing"

	"golang.org/x/tools/go/analysis"
)

// otherPackage is a large package that does not import Cognito. There is nothing
// in the pass but what the analyzer may look at.
func otherPackage(t testing.TB) (*analysis.Analyzer, *analysis.Pass) {
	t.Helper()
	deps, err := imported()
	if err != nil {
		t.Fatal(err)
	}
	return New(Options{}), &analysis.Pass{Pkg: deps["net/http"]}
}

// TestOtherPackageCostsALookAtItsImports holds that a package that does not import
// Cognito has none of its files looked at, and costs no allocation.
func TestOtherPackageCostsALookAtItsImports(t *testing.T) {
	a, pass := otherPackage(t)
	if len(pass.Pkg.Imports()) < 20 {
		t.Fatalf("net/http has %d imports: the test saw nothing", len(pass.Pkg.Imports()))
	}
	got := testing.AllocsPerRun(100, func() {
		if _, err := a.Run(pass); err != nil {
			t.Fatal(err)
		}
	})
	if got != 0 {
		t.Errorf("%v allocations, want 0", got)
	}
	if len(a.Requires) > 0 || len(a.FactTypes) > 0 {
		t.Error("an analyzer that is required, or facts, would run on every package")
	}
}

func BenchmarkOtherPackage(b *testing.B) {
	a, pass := otherPackage(b)
	for b.Loop() {
		if _, err := a.Run(pass); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkClients judges 600 literals.
func BenchmarkClients(b *testing.B) {
	samples := mixedSamples(600, 0)
	src := check(b, "a.go", program(samples))
	for b.Loop() {
		src.run(b, Options{})
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(samples)), "ns/literal")
}
