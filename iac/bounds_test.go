package iac

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
)

// bombs are files that multiply what they hold, nest without end or are too long.
func bombs() []struct{ reason, name, data, want string } {
	bomb := func(item, last string) string {
		var b strings.Builder
		b.WriteString("a0: &a0 " + item + "\n")
		for i := 1; i < 30; i++ {
			ten := strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", ")
			fmt.Fprintf(&b, "a%d: &a%d "+last+"\n", i, i, ten)
		}
		return b.String()
	}
	clients := func(n int, properties string) string {
		return "Resources:\n" + strings.Repeat("  W: {Type: "+typeClient+", Properties: "+properties+"}\n", n)
	}
	const exceeds, dense = "expand to more than 300,000 values", "has more than 300,000 values"
	joins := func(text string) string {
		return `{"Resources":{"W":{"Type":"` + typeClient + `","Properties":{"ClientName":` +
			strings.Repeat(`{"Fn::Join":["",[`, 3000) + text + strings.Repeat(`]]}`, 3000) + `}}}}`
	}
	return []struct{ reason, name, data, want string }{
		{"an alias bomb of lists", "t.yaml", bomb("[x]", "[%s]") + clients(1, "{CallbackURLs: *a29}"), ""},
		{"an alias bomb in a Join", "t.yaml", bomb("x", `!Join ["", [%s]]`) + clients(1, "{ClientName: *a29}"), ""},
		{"an alias bomb in a condition", "t.yaml", "Conditions:\n  C: *a29\n" + clients(1,
			"{ClientName: !If [C, a, b]}"), "not YAML"},
		{"an alias bomb in a condition that stands", "t.yaml",
			bomb("x", `!And [%s]`) + "Conditions:\n  C: *a29\n" + clients(1, "{ClientName: !If [C, a, b]}"), ""},
		{"an alias bomb of merges", "t.yaml", bomb("{ClientName: x}", "{<<: [%s]}") + clients(1, "*a29"), exceeds},
		{"one long list in many clients", "t.yaml",
			"a: &a [" + strings.Repeat("x,", 100_000) + "x]\n" + clients(8000, "{CallbackURLs: *a}"), exceeds},
		{"one long text in many joins", "t.yaml", "a: &a !Join [\"\", [" + strings.Repeat("x", 60_000) + "]]\n" +
			clients(100, "{ClientName: *a}"), exceeds},
		{"an alias of itself", "t.yaml", "a: &a [*a]\n" + clients(1, "{CallbackURLs: *a}"), ""},
		{"a merge of itself", "t.yaml", "a: &a {<<: *a, ClientName: x}\n" + clients(1, "*a"), ""},
		{"deep lists", "t.yaml", clients(1, strings.Repeat("[", 250_000)), "exceeded max depth"},
		{"deep blocks", "t.yaml", "# " + typeClient + "\n" + strings.Repeat("- ", 250_000), "exceeded max depth"},
		{"deeper ones", "t.yaml", "# " + typeClient + "\n" + strings.Repeat("- ", 500_000), dense},
		{"deep JSON", "t.json", `{"Resources":` + strings.Repeat(`{"`+typeClient+`":`, 100_000), "exceeded max depth"},
		{"deep Joins", "t.json", joins(`"x"`), ""},
		{"deep Joins of long texts", "t.json", joins(`"` + strings.Repeat("x", 1<<20) + `"`), ""},
		{"deep modules", "s.json", `{"format_version":"1.0","values":{"root_module":` +
			strings.Repeat(`{"child_modules":[`, 4000) + "{}" + strings.Repeat("]}", 4000) + `}}`,
			"modules nest deeper than 32"},
		{"conditions that name each other", "t.json",
			`{"Conditions":{"A":{"Condition":"B"},"B":{"Fn::Not":[{"Condition":"A"}]}},"Resources":{` +
				jsonClient("W", `"ClientName":{"Fn::If":["A","a","b"]}`) + `"Z":0}}`, ""},
		{"the densest YAML that is read", "t.yaml", "# " + typeClient + "\n[" + strings.Repeat("a,", 299_000) + "a]",
			""},
		{"denser YAML", "t.yaml", "# " + typeClient + "\n[" + strings.Repeat("a,", 500_000) + "a]", dense},
		{"YAML of 50 MB", "t.yaml", "# " + typeClient + "\n" + strings.Repeat("- a\n", 50<<18),
			"at most 1048576 are read"},
		{"JSON of 50 MB", "t.json", `{"Resources":["` + strings.Repeat("a", 50<<20) + `"]}`,
			"at most 33554432 are read"},
		{"the densest JSON that is read", "t.json", `{"Resources":{"x":[` + strings.Repeat("0,", 15<<20) + `0]}}`, ""},
		{"suppressions without end", "t.json", inTemplate(`"W":{"Type":"` + typeClient +
			`","Metadata":{"userpoolclient":{"ignore":[` +
			strings.Repeat(`{"rule":"redirect-http","reason":"x"},`, 100_000) + `0]}}},`), "at most 200 suppressions"},
	}
}

// TestBombs holds that no such file takes more than 200 MB, and what becomes of
// it.
func TestBombs(t *testing.T) {
	if underRace {
		t.Skip("the race detector takes many times the time and memory")
	}
	for _, test := range bombs() {
		t.Run(test.reason, func(t *testing.T) {
			bytes, _, err := cost(test.name, test.data)
			if got := bytes >> 20; got > 200 {
				t.Errorf("allocates %d MB, want at most 200", got)
			}
			switch {
			case test.want == "" && err != nil:
				t.Errorf("got %v, want no error", err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

// TestBounds holds that what is kept of a file takes at most twenty times its size
// in memory, and that reading it allocates at most forty times as much, beside
// what the bounds of one file allow. TestGrowth holds that this is so for longer
// files too. A value of YAML is a structure of 200 bytes, however short it is.
func TestBounds(t *testing.T) {
	if underRace {
		t.Skip("the race detector takes many times the time and memory")
	}
	const fixed = 80 << 20 // conditions of a file
	for _, h := range hostiles {
		t.Run(h.reason, func(t *testing.T) {
			text := h.sized(256 << 10)
			kept, allocated := 20*len(text)+1<<20, 40*len(text)+fixed
			if isYAMLName(h.name) {
				kept, allocated = 100<<20, 200<<20
			}
			bytes, live, _ := cost(h.name, text)
			if bytes > allocated {
				t.Errorf("reading %d KB allocates %d MB", len(text)>>10, bytes>>20)
			}
			if live > kept {
				t.Errorf("%d KB are kept in %d KB", len(text)>>10, live>>10)
			}
		})
	}
}

// cost returns the bytes that the reading of a file allocates, those that its
// clients take, and its error.
func cost(name, text string) (bytes, live int, err error) {
	data := []byte(text)
	var before, after, kept runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	all, err := Options{AssumeDefaults: true}.Load(name, data)
	runtime.ReadMemStats(&after)
	runtime.GC()
	runtime.ReadMemStats(&kept)
	runtime.KeepAlive(all)
	runtime.KeepAlive(data)
	return int(after.TotalAlloc - before.TotalAlloc), int(kept.HeapAlloc) - int(before.HeapAlloc), err
}

// sized is the largest file of at most so many bytes.
func (h hostile) sized(bytes int) string {
	n := 1
	for len(h.file(2*n)) <= bytes {
		n *= 2
	}
	for step := n / 2; step > 0; step /= 2 {
		if len(h.file(n+step)) <= bytes {
			n += step
		}
	}
	return h.file(n)
}

// TestTimes shows how much processor time hostile files of a size in MB take: run
// it with IAC_TIMES=32. It decides nothing, for a test must not depend on a clock.
func TestTimes(t *testing.T) {
	var size float64
	if _, err := fmt.Sscan(os.Getenv("IAC_TIMES"), &size); err != nil {
		t.Skip("IAC_TIMES is not set")
	}
	for _, h := range hostiles {
		limit := int(size * (1 << 20))
		if isYAMLName(h.name) {
			limit = min(limit, MaxYAML)
		}
		data := []byte(h.sized(limit))
		runtime.GC()
		begin := processorTime(t)
		all, err := Options{AssumeDefaults: true}.Load(h.name, data)
		loaded := processorTime(t)
		found := 0
		for i := range all {
			found += len(all[i].Check())
		}
		checked := processorTime(t)
		t.Logf("%-52s %6d KB: load %5d ms, check %5d ms of %d clients, %d findings, %v", h.reason, len(data)>>10,
			(loaded - begin).Milliseconds(), (checked - loaded).Milliseconds(), len(all), found, err)
	}
}
