package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// An input is a file to read: named by the caller, or found in a folder.
type input struct {
	path  string
	found bool
}

// extensions are those of the files that are looked at in a folder.
var extensions = []string{".yaml", ".yml", ".json", ".template"}

// passed are the folders that are passed over.
var passed = []string{"node_modules", "vendor", ".git", ".terraform", ".aws-sam", ".serverless"}

// expand turns folders and patterns into the files that they stand for, each
// once.
func (a *app) expand(args []string) ([]input, error) {
	var all []input
	seen := make(map[string]bool)
	add := func(path string, found bool) {
		if !seen[path] || path == stdin {
			seen[path] = true
			all = append(all, input{path, found})
		}
	}
	for _, arg := range args {
		info, err := os.Stat(arg)
		switch {
		case arg == stdin:
			add(arg, false)
		case err == nil && info.IsDir():
			if err := walk(arg, func(path string) { add(path, true) }); err != nil {
				return nil, reason(arg, err)
			}
		case err != nil && strings.ContainsAny(arg, "*?[{") && doublestar.ValidatePathPattern(arg):
			if err := match(arg, func(path string) { add(path, true) }); err != nil {
				return nil, err
			}
		default:
			add(arg, false)
		}
	}
	return all, nil
}

// walk finds the files of a folder that may hold app clients.
func walk(folder string, found func(path string)) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != folder && slices.Contains(passed, entry.Name()):
			return filepath.SkipDir
		case entry.Type().IsRegular() && slices.Contains(extensions, filepath.Ext(path)):
			found(path)
		}
		return nil
	})
}

// match finds the files of a pattern, in which ** stands for any folders.
func match(pattern string, found func(path string)) error {
	paths, err := doublestar.FilepathGlob(pattern, doublestar.WithFilesOnly())
	if err != nil {
		return fmt.Errorf("%s: is not a pattern: %w", printable(pattern), err)
	}
	if len(paths) == 0 {
		return fmt.Errorf("%s: no file matches", printable(pattern))
	}
	slices.Sort(paths)
	for _, path := range paths {
		found(path)
	}
	return nil
}
