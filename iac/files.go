package iac

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// A File is a file of a folder that holds app clients, or may: then Err says why
// it was not read.
type File struct {
	Path      string
	Resources []Resource
	Err       error
}

// Extensions returns the extensions of the files that are looked at in a folder.
func Extensions() []string {
	return []string{".yaml", ".yml", ".json", ".template", ".tf", ".tofu"}
}

// PassedOver returns the names of the folders that a walk passes over: what others
// wrote, and what tools make.
func PassedOver() []string {
	return []string{".git", ".hg", ".svn", "node_modules", "bower_components", "vendor", ".venv", "venv", ".tox",
		"__pycache__", ".terraform", ".aws-sam", ".serverless"}
}

// LoadFile returns the app clients of a file that somebody named. The error names
// the file; one that holds no app client is no error.
func LoadFile(name string) ([]Resource, error) { return Options{}.LoadFile(name) }

// LoadFile is like the function [LoadFile], with the options.
func (o Options) LoadFile(name string) ([]Resource, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := readBounded(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	resources, err := o.Load(name, data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return resources, nil
}

// LoadFS returns the files below root that hold app clients, and those that hold
// one and could not be read, in the order of their paths. It walks as the command
// does, but knows no .gitignore and follows no symbolic link to a folder: it looks at
// files, and at links to files, with one of [Extensions], outside the folders that
// [PassedOver] names, and into those alone that mention an app client. The error is
// about the folder itself.
func LoadFS(fsys fs.FS, root string) ([]File, error) { return Options{}.LoadFS(fsys, root) }

// LoadFS is like the function [LoadFS], with the options.
func (o Options) LoadFS(fsys fs.FS, root string) ([]File, error) {
	o.Discovered, o.SharedParameters = true, true
	var files []File
	err := fs.WalkDir(fsys, root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil && name == root:
			return err
		case err != nil:
			files = append(files, File{Path: name, Err: err})
			return nil
		case entry.IsDir() && name != root && slices.Contains(PassedOver(), entry.Name()):
			return fs.SkipDir
		case entry.IsDir() || !hasExtension(name) || !isFile(fsys, name, entry):
			return nil
		}
		if f := o.loadFound(fsys, name); f.Err != nil || len(f.Resources) > 0 {
			files = append(files, f)
		}
		return nil
	})
	return files, err
}

// isFile reports whether an entry is a file to read, or a link to one. A link that
// leads nowhere is none.
func isFile(fsys fs.FS, name string, entry fs.DirEntry) bool {
	if entry.Type()&fs.ModeSymlink == 0 {
		return entry.Type().IsRegular()
	}
	info, err := fs.Stat(fsys, name)
	return err == nil && info.Mode().IsRegular()
}

// loadFound reads a file that nobody named.
func (o Options) loadFound(fsys fs.FS, name string) File {
	f, err := fsys.Open(name)
	if err != nil {
		return File{Path: name, Err: err}
	}
	defer f.Close()
	data, err := readBounded(f)
	if err != nil {
		return File{Path: name, Err: err}
	}
	resources, err := o.Load(name, data)
	return File{Path: name, Resources: resources, Err: err}
}

// hasExtension reports whether a file of that name may hold app clients.
func hasExtension(name string) bool {
	return slices.Contains(Extensions(), strings.ToLower(path.Ext(name)))
}

// errTooLarge says that a file is longer than any that is read.
var errTooLarge = errors.New("is larger than any file that is read")

// readBounded reads no more than a file may have.
func readBounded(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxJSON+1))
	if err == nil && len(data) > MaxJSON {
		return nil, errTooLarge
	}
	return data, err
}
