package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"
)

var commitTime = time.Date(2026, 11, 26, 10, 0, 0, 0, time.UTC)

func TestZip(t *testing.T) {
	files := tree{{name: "b/z.exe", data: []byte("z"), program: true}, {name: "b/a", data: []byte("a")}}
	var one, two bytes.Buffer
	for _, b := range []*bytes.Buffer{&one, &two} {
		if err := writeZip(b, files, commitTime.In(time.FixedZone("", 3600))); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("not the same twice")
	}
	r, err := zip.NewReader(bytes.NewReader(one.Bytes()), int64(one.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range r.File {
		got = append(got, f.Name+" "+f.Mode().String())
		if !f.Modified.Equal(commitTime) {
			t.Errorf("%s is of %v", f.Name, f.Modified)
		}
	}
	if want := "b/ drwxr-xr-x, b/a -rw-r--r--, b/z.exe -rwxr-xr-x"; strings.Join(got, ", ") != want {
		t.Errorf("%q", got)
	}
}

// TestStamp: nothing is released of what no commit and no version stands for.
func TestStamp(t *testing.T) {
	settings := func(pairs ...string) (all []debug.BuildSetting) {
		for i := 0; i < len(pairs); i += 2 {
			all = append(all, debug.BuildSetting{Key: pairs[i], Value: pairs[i+1]})
		}
		return all
	}
	clean := settings("vcs.revision", "abc", "vcs.modified", "false", "vcs.time", "2026-11-26T10:00:00Z")
	for _, test := range []struct {
		reason, version, tag string
		settings             []debug.BuildSetting
		epoch, want          string
	}{
		{"a tag", "v1.2.3", "v1.2.3", clean, "", ""},
		{"a tag, whatever it is", "v1.2.3", "", clean, "", ""},
		{"another tag", "v1.2.3", "v1.2.4", clean, "", "the commit is v1.2.3, not v1.2.4"},
		{"a commit without a tag", "v0.0.0-20261126100000-0123456789ab", "v1.2.3", clean, "", "not v1.2.3"},
		{"no commit", "(devel)", "", nil, "", "this must be a clone"},
		{"changes", "v1.2.3+dirty", "", settings("vcs.revision", "abc", "vcs.modified", "true"), "", "has changes"},
		{"a time from outside", "v1.2.3", "", clean, "1795687200", ""},
		{"a time that is none", "v1.2.3", "", clean, "today", `must be seconds since 1970, not "today"`},
	} {
		t.Setenv("SOURCE_DATE_EPOCH", test.epoch)
		s, err := stampOf(&debug.BuildInfo{Main: debug.Module{Version: test.version}, Settings: test.settings}, test.tag)
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: %v, want %q", test.reason, err, test.want)
		}
		if test.want == "" && !s.time.Equal(commitTime) {
			t.Errorf("%s: %v", test.reason, s.time)
		}
	}
}

func TestVersions(t *testing.T) {
	for _, test := range []struct {
		reason, version, debian string
		tagged                  bool
	}{
		{"a release", "v1.2.3", "1.2.3", true},
		{"before a release", "v1.2.3-rc.1", "1.2.3~rc.1", true},
		{"no tag before", "v0.0.0-20261126100000-0123456789ab", "0.0.0~20261126100000.0123456789ab", false},
		{"after a tag", "v1.2.4-0.20261126100000-0123456789ab", "1.2.4~0.20261126100000.0123456789ab", false},
	} {
		s := stamp{version: test.version}
		if got := debianVersion(s.number()); got != test.debian || s.tagged() != test.tagged {
			t.Errorf("%s: %s, %t", test.reason, got, s.tagged())
		}
	}
}

func TestNotes(t *testing.T) {
	folder := t.TempDir()
	write(t, filepath.Join(folder, "CHANGELOG.md"), []byte(`# Changelog

## [Unreleased]

### Added

- new

## [1.2.3] - 2026-11-26

- old

[1.2.3]: https://a.example/
`), 0o644)
	for _, test := range []struct{ version, want, err string }{
		{"v1.2.3", "- old\n", ""},
		{"v1.2.4-0.20261126100000-0123456789ab", "### Added\n\n- new\n", ""},
		{"v1.2", "", "CHANGELOG.md has no section [1.2]"},
	} {
		r := &release{root: folder, stamp: stamp{version: test.version}}
		got, err := r.notes()
		if string(got) != test.want || test.err == "" && err != nil || test.err != "" && (err == nil || err.Error() != test.err) {
			t.Errorf("%s: %q, %v", test.version, got, err)
		}
	}
}

func TestFormula(t *testing.T) {
	r := &release{root: "../..", out: t.TempDir(), stamp: stamp{version: testTag}, sums: map[string][sha256.Size]byte{}}
	for _, p := range platforms {
		if err := r.archive(p, tree{{name: "x", data: []byte(p.String())}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.formula(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(r.out, "userpoolclient.rb"))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.writeSums(); err != nil {
		t.Fatal(err)
	}
	sums, err := os.ReadFile(filepath.Join(r.out, "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for line := range strings.Lines(string(sums)) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		if strings.HasSuffix(name, ".zip") {
			continue
		}
		seen++
		want := "url \"https://github.com/userpoolclient/userpoolclient/releases/download/v1.2.3/" + name + "\"\n" +
			"      sha256 \"" + sum + "\"\n"
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	if seen != 4 {
		t.Errorf("%d archives in\n%s", seen, sums)
	}
}

func TestUsage(t *testing.T) {
	for _, test := range []struct{ only, rest, want string }{
		{"linux/amd64,plan9/386", "", `"plan9/386" is not one of [darwin/amd64`},
		{"", "v1.2.3", `takes flags alone, not "v1.2.3"`},
	} {
		var rest []string
		if test.rest != "" {
			rest = []string{test.rest}
		}
		if err := run(t.TempDir(), "", test.only, rest); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v, want %q", err, test.want)
		}
	}
}
