package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
)

// replaceFile writes another text into a file that still holds the one that was
// read: at once or not at all, whoever reads it meanwhile. The file keeps its mode,
// and a link to it stays one.
func replaceFile(path string, old, text []byte) error {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return reason(path, err)
	}
	info, err := os.Stat(real)
	if err != nil {
		return reason(path, err)
	}
	if !info.Mode().IsRegular() {
		return reason(path, errors.New("is not a regular file, and is not written"))
	}
	if err := writable(real, old); err != nil {
		return reason(path, err)
	}
	beside, err := os.CreateTemp(filepath.Dir(real), "."+filepath.Base(real)+".*")
	if err != nil {
		return reason(path, err)
	}
	if err = fill(beside, text, info.Mode()); err == nil {
		err = os.Rename(beside.Name(), real)
	}
	if err != nil {
		_ = os.Remove(beside.Name()) // there is nothing else to do about it
		return reason(path, err)
	}
	return nil
}

// writable reports why a file may not be replaced: it is not to be written to, or
// has changed since it was read.
func writable(path string, old []byte) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	now, err := readAll(path, f)
	if err != nil {
		return err
	}
	if !bytes.Equal(now, old) {
		return errors.New("has changed since it was read, and is not written")
	}
	return nil
}

// fill writes a new file, down to the disk, and closes it.
func fill(f *os.File, text []byte, mode os.FileMode) error {
	_, err := f.Write(text)
	return errors.Join(err, f.Chmod(mode.Perm()), f.Sync(), f.Close())
}
