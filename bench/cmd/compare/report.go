package main

import (
	"cmp"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"github.com/userpoolclient/userpoolclient/bench"
)

type report struct {
	rounds   []round
	programs []program
	commands []command
	targets  []target
}

// A target is what a ratio must be.
type target struct {
	text  string
	value float64
	met   bool
}

func newReport(rounds []round, programs []program, commands []command) *report {
	r := &report{rounds: rounds, programs: programs, commands: commands}
	ours := valid + "/" + bench.Ours
	least := func(name string, times float64) {
		v := r.ratio(valid+"/"+name, ours)
		r.targets = append(r.targets, target{fmt.Sprintf("%s takes at least %g times as long as Validate", name, times),
			v, v >= times})
	}
	most := func(text string, v, limit float64) {
		r.targets = append(r.targets, target{text, v, v <= limit})
	}
	least(bench.Tags, 20)
	least(bench.JSON, 80)
	least(bench.Naive, 10)
	most("Validate takes at most 1.5 times as long as the straight form", r.ratio(ours, valid+"/"+bench.Floor), 1.5)
	most("with 8 violations, at most 2 times as long as the straight form with the same messages",
		r.ratio(invalid+"/"+bench.Ours, invalid+"/"+bench.Floor), 2)
	most("and at most 20 allocations", r.allocs(invalid+"/"+bench.Ours), 20)
	most("on the largest request, Check takes at most 2 times as long as Validate",
		r.ratio(worst+"/"+bench.OursCheck, worst+"/"+bench.Ours), 2)
	most("and no allocation", r.allocs(worst+"/"+bench.OursCheck), 0)
	most("tags take no allocation above validator's own",
		r.allocs(valid+"/"+bench.OursTags)-r.allocs(yardstick+"/"+bench.OwnWalk), 0)
	most("Validate takes at most 0.02 of the SDK's own work on the call", r.ratio(ours, yardstick+"/"+bench.Stub), 0.02)
	most("Validate takes at most 0.1 of decoding the same JSON with encoding/json", r.ratio(ours,
		yardstick+"/"+bench.Decode), 0.1)
	most("Parse takes at most 2 times as long as encoding/json", r.ratio(yardstick+"/"+bench.Parse,
		yardstick+"/"+bench.Decode), 2)
	most("each of 1,000,000 configurations costs what each of 1,000 does (at most 1.1)",
		r.ratio(stream+"/"+strconv.Itoa(streamSizes[1]), stream+"/"+strconv.Itoa(streamSizes[0])), 1.1)
	most("4 times the URLs and attributes cost 4 times as much (at most 5)", r.ratio(growth+"/100", growth+"/25"), 5)
	r.programTargets(most)
	r.commandTargets(most)
	return r
}

func (r *report) programTargets(most func(text string, v, limit float64)) {
	types, with := r.program(sdkTypes), r.program("userpoolclient")
	if types == nil || with == nil {
		return
	}
	most("importing userpoolclient takes at most 0.05 ms over the SDK's types", with.over(types), 0.05)
	most("and at most 50 allocations", float64(with.allocs-types.allocs), 50)
}

func (r *report) commandTargets(most func(text string, v, limit float64)) {
	if one := r.command(oneFile); one != nil {
		most("check of one file takes at most 10 ms from start to exit", one.took.Seconds()*1000, 10)
	}
	for _, pair := range [][2]string{{ofFiles, ofCfnLint}, {ofModules, ofTflint}} {
		ours, peer := r.command(pair[0]), r.command(pair[1])
		if ours == nil || peer == nil {
			continue
		}
		most("check takes at most a fifth of the time of "+pair[1], ours.used.Seconds()/peer.used.Seconds(), 0.2)
		if peer.peak > 0 {
			most("and of its memory", float64(ours.peak)/float64(peer.peak), 0.2)
		}
	}
}

func (r *report) program(name string) *program {
	if i := slices.IndexFunc(r.programs, func(p program) bool { return p.name == name }); i >= 0 {
		return &r.programs[i]
	}
	return nil
}

// command returns the run over the most files.
func (r *report) command(name string) *command {
	var found *command
	for i := range r.commands {
		if c := &r.commands[i]; c.name == name && (found == nil || c.files > found.files) {
			found = c
		}
	}
	return found
}

// allocs is what one operation allocates.
func (r *report) allocs(name string) float64 { return float64(r.rounds[0][name].Allocs) }

func (r *report) missed() bool {
	return slices.ContainsFunc(r.targets, func(t target) bool { return !t.met })
}

// ratio is the median of the rounds' ratios.
func (r *report) ratio(a, b string) float64 {
	var all []float64
	for _, m := range r.rounds {
		all = append(all, m[a].Ns/m[b].Ns)
	}
	return median(all)
}

// ns is the median of the rounds.
func (r *report) ns(name string) float64 {
	var all []float64
	for _, m := range r.rounds {
		all = append(all, m[name].Ns)
	}
	return median(all)
}

func (r *report) markdown() string {
	var b strings.Builder
	p := func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }
	p("# Results\n\n")
	p("Written by `go -C bench run ./cmd/compare -write`; what is measured and how, the comment in [doc.go](doc.go) says.\n\n")
	p("%d rounds; in each, every row in a process of its own, in random order, with GOMAXPROCS=1. Times are processor time with garbage collection, medians of the rounds; ratios are medians of the ratios within a round.\n\n", len(r.rounds))
	p("%s %s/%s, %s, %d CPUs.\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, processor(), runtime.NumCPU())
	p("![The time that each way of checking takes on a valid app client, on a logarithmic scale](results.svg)\n\n")
	p("## Targets\n\n| target | measured | |\n|---|--:|---|\n")
	for _, t := range r.targets {
		p("| %s | %s | %s |\n", t.text, short(t.value), map[bool]string{true: "met", false: "**missed**"}[t.met])
	}
	for _, in := range []struct{ kind, title string }{
		{valid, "A valid configuration: 21 members, 50 strings"},
		{invalid, "The same with 8 violations"},
		{worst, "The largest request: 200 URLs of 1024 characters, 4000 attributes"},
	} {
		p("\n## %s\n\n| contender | time | ratio | allocations | bytes |\n|---|--:|--:|--:|--:|\n", in.title)
		ours := in.kind + "/" + bench.Ours
		for _, k := range bench.Contenders() {
			r.row(p, in.kind+"/"+k.Name, k.Name, ours)
		}
	}
	p("\n## Work that programs do anyway, on the valid configuration\n\n| work | time | ratio to Validate | allocations | bytes |\n|---|--:|--:|--:|--:|\n")
	for _, y := range bench.Yardsticks() {
		r.row(p, yardstick+"/"+y.Name, y.Name, valid+"/"+bench.Ours)
	}
	p("\n## Growth of Validate\n\n| input | time |\n|---|--:|\n")
	for _, n := range growthSizes {
		p("| %d + %d URLs of 1024 characters, %d + %d attributes | %s |\n", n, n, 20*n, 20*n,
			duration(r.ns(growth+"/"+strconv.Itoa(n))))
	}
	for _, n := range streamSizes {
		p("| each of %d configurations, with a copy of it | %s |\n", n, duration(r.ns(stream+"/"+strconv.Itoa(n))))
	}
	if r.programs != nil {
		p("\n## Start-up and size\n\nA program that calls the package once. Start-up is the time of all packages' initialization by `GODEBUG=inittrace=1`.\n\n")
		p("| program uses | start-up | allocations | binary | more than nothing |\n|---|--:|--:|--:|--:|\n")
		for _, g := range r.programs {
			p("| %s | %.2f ms | %d | %.1f MB | %.1f MB |\n", g.name, g.init, g.allocs, mb(g.size),
				mb(g.size-r.programs[0].size))
		}
	}
	if r.commands != nil {
		p("\n## Whole commands, from start to exit\n\nEach over the same files, of one app client each. The peers have rules for much else and none, or a few, of these. A peak below that of the process that measures cannot be told from it.\n\n")
		p("| command | files | time | processor time | peak memory |\n|---|--:|--:|--:|--:|\n")
		for _, c := range r.commands {
			p("| %s | %d | %s | %s | %.0f MB |\n", c.name, c.files, duration(float64(c.took)), duration(float64(c.used)), mb(c.peak))
		}
	}
	p("\n## Versions\n\n")
	for _, v := range versions() {
		p("- %s\n", v)
	}
	return b.String()
}

func (r *report) row(p func(string, ...any), name, title, ours string) {
	m := r.rounds[0][name]
	p("| %s | %s | %s | %d | %d |\n", title, duration(r.ns(name)), short(r.ratio(name, ours)), m.Allocs, m.Bytes)
}

func mb(n int64) float64 { return float64(n) / 1e6 }

// short has three digits that count.
func short(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	case v >= 0.1:
		return fmt.Sprintf("%.2f", v)
	}
	return fmt.Sprintf("%.4f", v)
}

func duration(ns float64) string {
	switch {
	case ns >= 1e6:
		return short(ns/1e6) + " ms"
	case ns >= 1e3:
		return short(ns/1e3) + " µs"
	}
	return short(ns) + " ns"
}

// versions lists the modules that were measured.
func versions() []string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return nil
	}
	measured := []string{"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"}
	for _, k := range bench.Contenders() {
		measured = append(measured, k.Module)
	}
	var all []string
	for _, m := range info.Deps {
		if slices.Contains(measured, m.Path) && m.Replace == nil {
			all = append(all, m.Path+" "+m.Version)
		}
	}
	return all
}

func processor() string {
	data, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(data)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown processor"
}

// bars are what the chart shows, fastest first.
func (r *report) bars() []bar {
	ours := valid + "/" + bench.Ours
	var all []bar
	for _, k := range bench.Contenders() {
		kind := peer
		if strings.HasPrefix(k.Name, "userpoolclient") {
			kind = own
		}
		all = append(all, bar{k.Name, r.ns(valid + "/" + k.Name), r.ratio(valid+"/"+k.Name, ours), kind})
	}
	for _, y := range bench.Yardsticks() {
		kind := yard
		if y.Name == bench.Parse {
			kind = own
		}
		all = append(all, bar{y.Name, r.ns(yardstick + "/" + y.Name), r.ratio(yardstick+"/"+y.Name, ours), kind})
	}
	slices.SortFunc(all, func(a, b bar) int { return cmp.Compare(a.ns, b.ns) })
	return all
}
