package main

import (
	"bytes"
	"io/fs"
	"time"
)

// edited is a file system of which some files have other texts.
type edited struct {
	fs.FS
	texts map[string][]byte
}

// Open opens a file with the text that it has here.
func (e edited) Open(name string) (fs.File, error) {
	if text, ok := e.texts[name]; ok {
		return &textFile{bytes.NewReader(text), textInfo{name, int64(len(text))}}, nil
	}
	return e.FS.Open(name)
}

// Lstat tells of a file with another text that it is no link.
func (e edited) Lstat(name string) (fs.FileInfo, error) {
	if text, ok := e.texts[name]; ok {
		return textInfo{name, int64(len(text))}, nil
	}
	return fs.Lstat(e.FS, name)
}

// ReadLink reads a link of the file system.
func (e edited) ReadLink(name string) (string, error) { return fs.ReadLink(e.FS, name) }

type textFile struct {
	*bytes.Reader
	info textInfo
}

func (f *textFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *textFile) Close() error               { return nil }

type textInfo struct {
	name string
	size int64
}

func (i textInfo) Name() string       { return i.name }
func (i textInfo) Size() int64        { return i.size }
func (i textInfo) Mode() fs.FileMode  { return 0o444 }
func (i textInfo) ModTime() time.Time { return time.Time{} }
func (i textInfo) IsDir() bool        { return false }
func (i textInfo) Sys() any           { return nil }
