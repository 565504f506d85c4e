package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// A tree is the files of an archive. It is written in the order of the names, with
// one time, one owner and one of two modes, so that the same files make the same
// bytes.
type tree []entry

type entry struct {
	name    string // with slashes, relative
	data    []byte
	program bool
}

func (e entry) mode() fs.FileMode {
	if e.program {
		return 0o755
	}
	return 0o644
}

// below returns the tree in a folder.
func (t tree) below(folder string) tree {
	moved := make(tree, len(t))
	for i, e := range t {
		e.name = path.Join(folder, e.name)
		moved[i] = e
	}
	return moved
}

// sorted returns the files by name, each folder before what it holds.
func (t tree) sorted() tree {
	seen := make(map[string]bool)
	all := slices.Clone(t)
	for _, e := range t {
		for dir := path.Dir(e.name); dir != "." && !seen[dir]; dir = path.Dir(dir) {
			seen[dir] = true
			all = append(all, entry{name: dir + "/"})
		}
	}
	slices.SortFunc(all, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	return all
}

func writeTar(w io.Writer, files tree, at time.Time) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	t := tar.NewWriter(z)
	for _, e := range files.sorted() {
		header := &tar.Header{Name: e.name, Typeflag: tar.TypeReg, Mode: int64(e.mode()), Size: int64(len(e.data)),
			ModTime: at, Format: tar.FormatUSTAR}
		if strings.HasSuffix(e.name, "/") {
			header.Typeflag, header.Mode = tar.TypeDir, 0o755
		}
		if err := t.WriteHeader(header); err != nil {
			return err
		}
		if _, err := t.Write(e.data); err != nil {
			return err
		}
	}
	if err := t.Close(); err != nil {
		return err
	}
	return z.Close()
}

func writeZip(w io.Writer, files tree, at time.Time) error {
	z := zip.NewWriter(w)
	for _, e := range files.sorted() {
		header := &zip.FileHeader{Name: e.name, Method: zip.Deflate, Modified: at.UTC()}
		header.SetMode(e.mode())
		if strings.HasSuffix(e.name, "/") {
			header.Method = zip.Store
			header.SetMode(fs.ModeDir | 0o755)
		}
		f, err := z.CreateHeader(header)
		if err != nil {
			return err
		}
		if _, err := f.Write(e.data); err != nil {
			return err
		}
	}
	return z.Close()
}

// gzipped compresses one file.
func gzipped(data []byte) []byte {
	var b strings.Builder
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // fails on a level that there is not
	_, _ = z.Write(data)                                  // a strings.Builder takes everything
	_ = z.Close()
	return []byte(b.String())
}
