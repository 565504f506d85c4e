package main

import (
	"archive/zip"
	"bytes"
	"debug/elf"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// TestPack holds that a build is the same twice, byte for byte, and that Lambda can
// run what is in it.
func TestPack(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds everything twice")
	}
	first, second := t.TempDir(), t.TempDir()
	t.Chdir(filepath.Join("..", ".."))
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{first, second} {
		t.Setenv("TMPDIR", filepath.Dir(folder)) // another place
		if err := pack(folder, functions, []string{runtime.GOARCH}); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range functions {
		file := name + "-" + runtime.GOARCH + ".zip"
		a, err := os.ReadFile(filepath.Join(first, file))
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(second, file))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a, b) {
			t.Errorf("%s is different the second time", file)
		}
		z, err := zip.NewReader(bytes.NewReader(a), int64(len(a)))
		if err != nil {
			t.Fatal(err)
		}
		if len(z.File) != 1 || z.File[0].Name != "bootstrap" || z.File[0].Mode().Perm() != 0o755 {
			t.Errorf("%s holds %v", file, z.File[0].FileHeader)
		}
		r, err := z.File[0].Open()
		if err != nil {
			t.Fatal(err)
		}
		program, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		e, err := elf.NewFile(bytes.NewReader(program))
		if err != nil {
			t.Fatal(err)
		}
		if libraries, _ := e.ImportedLibraries(); len(libraries) > 0 {
			t.Errorf("%s needs %v", file, libraries)
		}
		if bytes.Contains(program, []byte(root)) {
			t.Errorf("%s holds a path of this machine", file)
		}
	}
}
