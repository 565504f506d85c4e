package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/bench"
)

// A measurement is what one operation costs.
type measurement struct {
	Ns     float64 // of processor time
	Allocs int64
	Bytes  int64
}

// The kinds of measurement; a name is "kind/what".
const (
	valid     = "valid"
	invalid   = "invalid"
	worst     = "worst"
	yardstick = "yardstick"
	growth    = "growth" // Validate, at that many URLs
	stream    = "stream" // Validate, of that many configurations, each
)

var (
	growthSizes = []int{25, 50, 100}
	streamSizes = []int{1_000, 1_000_000}
)

func names() []string {
	var all []string
	for _, k := range bench.Contenders() {
		all = append(all, valid+"/"+k.Name, invalid+"/"+k.Name, worst+"/"+k.Name)
	}
	for _, y := range bench.Yardsticks() {
		all = append(all, yardstick+"/"+y.Name)
	}
	for _, n := range growthSizes {
		all = append(all, growth+"/"+strconv.Itoa(n))
	}
	for _, n := range streamSizes {
		all = append(all, stream+"/"+strconv.Itoa(n))
	}
	return all
}

func measureOne(name string, each time.Duration) error {
	kind, what, _ := strings.Cut(name, "/")
	m, err := measure(kind, what, each)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(m)
}

func measure(kind, what string, each time.Duration) (measurement, error) {
	inputs := map[string]func() *userpoolclient.Config{valid: bench.Valid, invalid: bench.Invalid,
		worst: func() *userpoolclient.Config { return bench.Worst(bench.WorstScale) }}
	size, _ := strconv.Atoi(what)
	switch kind {
	case valid, invalid, worst:
		for _, k := range bench.Contenders() {
			if k.Name == what {
				return benchmark(k.Prepare(inputs[kind]()).Run, kind != invalid, each)
			}
		}
	case yardstick:
		for _, y := range bench.Yardsticks() {
			if y.Name == what {
				run, stop := y.Prepare()
				defer stop()
				return benchmark(run, true, each)
			}
		}
	case growth:
		c := bench.Worst(size)
		return benchmark(func() bool { return userpoolclient.Validate(c, userpoolclient.Context{}) == nil }, true, each)
	case stream:
		return measurement{Ns: streamOf(size)}, nil
	}
	return measurement{}, fmt.Errorf("there is nothing to measure by the name %s/%s", kind, what)
}

// benchmark runs for about that long after a warm-up.
func benchmark(run func() bool, want bool, each time.Duration) (measurement, error) {
	if run() != want {
		return measurement{}, fmt.Errorf("the check does not say %v", want)
	}
	warm := 0
	for start := time.Now(); time.Since(start) < each/4; warm++ {
		run()
	}
	n := max(4*warm, 1)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := processorTime()
	for range n {
		run()
	}
	spent := processorTime() - start
	runtime.ReadMemStats(&after)
	return measurement{
		Ns:     float64(spent.Nanoseconds()) / float64(n),
		Allocs: int64(after.Mallocs-before.Mallocs) / int64(n),
		Bytes:  int64(after.TotalAlloc-before.TotalAlloc) / int64(n),
	}, nil
}

// streamOf is what each of n configurations costs, all different. Few are run
// again and again, so that both sizes are measured for as long.
func streamOf(n int) float64 {
	const total = 1_000_000
	base := *bench.Valid()
	names := make([]string, n)
	for i := range names {
		names[i] = "client " + strconv.Itoa(i)
	}
	start := processorTime()
	for range total / n {
		for i := range names {
			c := base
			c.ClientName = &names[i]
			if userpoolclient.Validate(&c, userpoolclient.Context{}) != nil {
				panic("a valid configuration is refused")
			}
		}
	}
	return float64((processorTime() - start).Nanoseconds()) / total
}

func median(all []float64) float64 {
	all = slices.Sorted(slices.Values(all))
	return (all[(len(all)-1)/2] + all[len(all)/2]) / 2
}
