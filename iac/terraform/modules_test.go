package terraform_test

import (
	"errors"
	"io/fs"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/userpoolclient/userpoolclient/iac/terraform"
)

// call is the source of a call of a module in another folder.
func call(source string, more ...string) string {
	return "module \"m\" {\n  source = \"" + source + "\"\n" + strings.Join(more, "\n") + "\n}\n"
}

// TestEachModule holds which folders are modules of their own, and in which order.
func TestEachModule(t *testing.T) {
	tests := []struct {
		reason string
		files  map[string]string
		dirs   string
		want   string
	}{
		{"in the order of their names", map[string]string{"b/x.tf": web(""), "a/x.tf": web("")}, "b a", "a b"},
		{"each once", map[string]string{"a/x.tf": web("")}, "a a/ ./a", "a"},
		{"one that is called, after its caller", map[string]string{"a/x.tf": call("../b"), "b/x.tf": web("")},
			"a b", "a"},
		{"one that is called, before its caller", map[string]string{"a/x.tf": web(""), "b/x.tf": call("../a")},
			"a b", "b"},
		{"before several, of which one reads it", map[string]string{
			"a/x.tf": web(""), "m/x.tf": call("../a"), "x/x.tf": call("../m", "count = 0"), "y/x.tf": call("../m"),
		}, "a m x y", "x y"},
		{"called by what is not called", map[string]string{
			"a/x.tf": web(""), "m/x.tf": call("../a"), "x/x.tf": call("../m", "count = 0"),
		}, "a m x", "a x"},
		{"called by what is not among the folders", map[string]string{
			"a/x.tf": web(""), "m/x.tf": call("../b"), "b/x.tf": call("../a"), "x/x.tf": call("../m") + web(""),
			"c/x.tf": call("../a", "count = 0"), "d/x.tf": call("../c", "count = 0"),
		}, "a c d x", "d x"},
		{"a root that only what is not among the folders calls, after its caller", map[string]string{
			"a/x.tf": call("../m"), "m/x.tf": call("../b"), "b/x.tf": web(""),
		}, "a b", "a"},
		{"and before it", map[string]string{
			"a/x.tf": web(""), "m/x.tf": call("../a"), "x/x.tf": call("../m"),
		}, "a x", "a x"},
		{"a ring", map[string]string{"a/x.tf": call("../b"), "b/x.tf": call("../a")}, "a b", "a"},
		{"one that calls itself", map[string]string{"a/x.tf": call("../a")}, "a", "a"},
		{"by JSON that spells the word otherwise", map[string]string{
			"a/x.tf": web(""), "b/x.tf.json": `{"\u006dodule": {"m": {"source": "../a"}}}`,
		}, "a b", "b"},
		{"by one file of two", map[string]string{"a/x.tf": web(""), "b/x.tf": web(""), "b/y.tf": call("../a")},
			"a b", "b"},
		{"a folder without source that is called", map[string]string{"a/x.txt": "", "b/x.tf": call("../a")},
			"a b", "b"},
		{"without source", map[string]string{"a/x.tf": web(""), "b/x.txt": ""}, "a b", "error"},
		{"that is not there", map[string]string{"a/x.tf": web("")}, "a b", "error"},
		{"that is called and is not there", map[string]string{"a/x.tf": call("../b")}, "a b", "error"},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			var got []string
			for m, err := range terraform.EachModule(fsOf(test.files), strings.Fields(test.dirs), terraform.Options{}) {
				if err != nil {
					got = append(got, "error")
					continue
				}
				got = append(got, m.Dir)
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// counted is a file system that counts how often a file is opened.
type counted struct {
	fstest.MapFS
	opened map[string]int
}

func (c counted) Open(name string) (fs.File, error) {
	c.opened[name]++
	return c.MapFS.Open(name)
}

// TestEachModuleIsLazy holds that a module is read when it is asked for, that one
// that must be read before its turn is read so once, and that nothing is read after
// the last that is asked for.
func TestEachModuleIsLazy(t *testing.T) {
	files := counted{fsOf(map[string]string{
		"a/x.tf": web(""), "b/x.tf": web(""), "c/x.tf": web(""), "m/x.tf": call("../b") + call2("../c"), "z/x.tf": web(""),
	}), make(map[string]int)}
	seen := 0
	for m, err := range terraform.EachModule(files, []string{"a", "b", "c", "m", "z"}, terraform.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		seen++
		if seen == 1 && (m.Dir != "a" || files.opened["m/x.tf"] != 1 || files.opened["a/x.tf"] != 2) {
			t.Errorf("%s is the first, with %v read", m.Dir, files.opened)
		}
		if m.Dir == "m" {
			break
		}
	}
	if seen != 2 || files.opened["m/x.tf"] != 3 || files.opened["z/x.tf"] != 1 {
		t.Errorf("%d modules, with %v read", seen, files.opened)
	}
}

// call2 is a second call beside the first.
func call2(source string) string { return strings.Replace(call(source), `"m"`, `"n"`, 1) }

// TestEachModuleKeepsNothing holds that modules are not kept after their turn: those
// that an iteration has passed leave names behind.
func TestEachModuleKeepsNothing(t *testing.T) {
	const few, many, clients = 20, 200, 20
	heapAfter := func(modules int) (heap uint64) {
		files := make(map[string]string)
		var dirs []string
		for i := range modules {
			dir := "m" + strconv.Itoa(1000+i)
			dirs = append(dirs, dir)
			files[dir+"/x.tf"] = web("  callback_urls = [\"https://a.example\"]\n  count = " + strconv.Itoa(clients))
		}
		fsys := fsOf(files)
		seen := 0
		for m, err := range terraform.EachModule(fsys, dirs, terraform.Options{}) {
			if err != nil || len(m.Resources) != clients {
				t.Fatal(len(m.Resources), err)
			}
			if seen++; seen == modules {
				var stats runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&stats)
				heap = stats.HeapAlloc
			}
		}
		runtime.KeepAlive(fsys)
		return heap
	}
	heapAfter(few) // makes the tables
	before, after := int(heapAfter(few)), int(heapAfter(many))
	const most = 4 << 10 // its text, and its names; its clients are 60 KB
	if each := (after - before) / (many - few); each > most {
		t.Errorf("each module leaves %d bytes, want at most %d", each, most)
	}
}

// TestLoadModulesError holds that an error of one folder is that of all.
func TestLoadModulesError(t *testing.T) {
	all, err := terraform.LoadModules(fsOf(map[string]string{"a/x.tf": web(""), "b/x.txt": ""}), []string{"a", "b"},
		terraform.Options{})
	if all != nil || !errors.Is(err, terraform.ErrNoSource) || !strings.HasPrefix(err.Error(), "b: ") {
		t.Errorf("got %v, %v", all, err)
	}
}
