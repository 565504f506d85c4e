package terraform

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// FuzzLoadModule reads what the fuzzer makes of the modules of testdata, as native
// syntax and as JSON, with a module that calls it. To run it:
//
//	go test -run '^$' -fuzz FuzzLoadModule -fuzzminimizetime 1x ./iac/terraform
func FuzzLoadModule(f *testing.F) {
	seeds := 0
	err := fs.WalkDir(os.DirFS("testdata/same"), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile("testdata/same/" + path)
		f.Add(string(data))
		seeds++
		return err
	})
	if err != nil || seeds < 60 {
		f.Fatal(seeds, err)
	}
	for _, h := range hostile() {
		if len(h.source) < 4<<10 && !strings.Contains(h.source, "range(") {
			f.Add(h.source)
		}
	}
	f.Add(generateModule(1, "g")["g/main.tf"])
	f.Fuzz(func(t *testing.T, source string) {
		name := "main.tf"
		if strings.HasPrefix(strings.TrimSpace(source), "{") {
			name = "main.tf.json"
		}
		caller := "module \"inner\" {\n  source = \"./inner\"\n  s = \"text\"\n  l = [\"a\"]\n  n = 1\n}\n" +
			"output \"o\" {\n  value = module.inner\n}\n" + client("callback_urls = values(module.inner)")
		fsys := fstest.MapFS{
			"main.tf": {Data: []byte(caller)}, "inner/" + name: {Data: []byte(source)},
		}
		first := dump(t, fsys, ".")
		if again := dump(t, fsys, "."); first != again {
			t.Errorf("reads\n%s\nand then\n%s", first, again)
		}
	})
}

// dump is what is read of a module, as text.
func dump(t *testing.T, fsys fs.FS, dir string) string {
	t.Helper()
	l := newLoader(fsys, dir, Options{Vars: map[string]string{"urls": "[\"x\"]", "v0": "1"}})
	l.leastSteps = 20_000 // the fuzzer makes everything many times as slow
	source, err := l.folder(dir)
	if err != nil {
		t.Fatal(err)
	}
	found := l.evaluateModule(source)
	for _, r := range found.Resources {
		if r.Address == "" || r.At.Line < 1 {
			t.Errorf("%+v stands nowhere", r)
		}
	}
	m := &Module{Unjudged: l.unjudged}
	l.sorted(m)
	return fmt.Sprintf("%+v\n%+v", found, m.Unjudged)
}
