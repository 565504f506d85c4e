package main

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/userpoolclient/userpoolclient/bench"
)

// TestReport measures everything once, briefly, and writes it down.
func TestReport(t *testing.T) {
	all := make(round)
	for _, name := range names() {
		kind, what, _ := strings.Cut(name, "/")
		m, err := measure(kind, what, time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		if m.Ns <= 0 {
			m.Ns = 1 // less than the clock of processor time can tell
		}
		all[name] = m
	}
	r := newReport([]round{all}, []program{{name: nothing, size: 1}}, nil)
	text, chart := r.markdown(), r.chart()
	for _, k := range bench.Contenders() {
		if n := strings.Count(text, "| "+k.Name+" |"); n != 3 {
			t.Errorf("%s has %d rows, want one per input", k.Name, n)
		}
		if !strings.Contains(chart, ">"+k.Name+"<") {
			t.Errorf("the chart lacks %s", k.Name)
		}
	}
	if strings.Contains(text, "%!") || strings.Contains(text, "NaN") || strings.Contains(chart, "%!") ||
		strings.Contains(chart, "NaN") {
		t.Errorf("a number is missing:\n%s\n%s", text, chart)
	}
	for d := xml.NewDecoder(strings.NewReader(chart)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("the chart is not XML: %v", err)
		}
	}
	if _, err := measure(valid, "nobody", time.Millisecond); err == nil {
		t.Error("what does not exist cannot be measured")
	}
}

// TestRatio: a ratio is taken within a round, so a slow round changes nothing.
func TestRatio(t *testing.T) {
	r := &report{rounds: []round{
		{"a": {Ns: 10}, "b": {Ns: 5}},
		{"a": {Ns: 1000}, "b": {Ns: 500}},
		{"a": {Ns: 9}, "b": {Ns: 3}},
	}}
	if got := r.ratio("a", "b"); got != 2 {
		t.Errorf("got %v, want 2", got)
	}
	if got := r.ns("a"); got != 10 {
		t.Errorf("got %v, want the median 10", got)
	}
}

func TestSumInits(t *testing.T) {
	const trace = `init internal/bytealg @0.005 ms, 0.25 ms clock, 0 bytes, 0 allocs
some output
init regexp @0.42 ms, 0.5 ms clock, 1024 bytes, 5 allocs
`
	packages := make(map[string][]float64)
	if ms, allocs := sumInits(trace, packages); ms != 0.75 || allocs != 5 {
		t.Errorf("got %v ms, %d allocations", ms, allocs)
	}
}

// What two programs share does not count, however long it takes in either.
func TestOver(t *testing.T) {
	with := program{packages: map[string]float64{"runtime": 3, "schemas": 1, "net/netip": 0.25, "userpoolclient": 0.5}}
	types := program{packages: map[string]float64{"runtime": 1, "schemas": 2}}
	if ms := with.over(&types); ms != 0.75 {
		t.Errorf("%v ms over the other program", ms)
	}
}
