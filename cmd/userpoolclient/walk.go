package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/userpoolclient/userpoolclient/iac"
)

// An input is a file to read.
type input struct {
	path string
	how  origin
	args []string // the arguments that stand for it
}

// sibling returns the path of another file of a module: the input is its file own,
// and other stands in the same tree. "" is own.
func (in input) sibling(own, other string) string {
	if other == "" || other == own {
		return in.path
	}
	root := strings.TrimSuffix(filepath.Clean(in.path), filepath.FromSlash(own))
	return filepath.Join(root, filepath.FromSlash(other))
}

// origin is how an input came to be one.
type origin uint8

const (
	named   origin = iota // the argument is its name
	matched               // the argument is a pattern that it matches
	found                 // the argument is a folder that it is in
)

// extensions are those of the files that are looked at in a folder, and passed
// the folders that a walk passes over. One that is named is looked into.
var extensions, passed = iac.Extensions(), iac.PassedOver()

// A walker turns arguments into files.
type walker struct {
	settings *settingsFinder
	exclude  *ignoreList // of the flag
	noIgnore bool
	failed   func(path, arg string, err error) // is told what cannot be looked into

	inputs     []*input
	folders    map[string]bool   // that were walked, by their real paths
	files      map[string]*input // by their real paths
	links      []link
	passedOver []string // the files and folders that .gitignore and exclude left out
}

// A link is a symbolic link that a walk came to. Links are followed after
// everything else, so that a file has the name by which it is there.
type link struct {
	path, arg string
	ignores   ignoreLists
}

// expand turns arguments into the files that they stand for, each once.
func (w *walker) expand(args []string) {
	w.folders, w.files = make(map[string]bool), make(map[string]*input)
	for _, arg := range args {
		info, err := os.Stat(arg)
		switch {
		case arg == stdin:
			w.inputs = append(w.inputs, &input{arg, named, []string{arg}})
		case err == nil && info.IsDir():
			w.root(arg)
		case err != nil && isPattern(arg) && doublestar.ValidatePathPattern(arg):
			w.match(arg)
		default:
			w.add(arg, realPath(arg), named, arg)
		}
	}
}

// add adds a file, or to one that is an input already the argument. A file that is
// named and found counts as named.
func (w *walker) add(path, real string, how origin, arg string) {
	if in := w.files[real]; in != nil {
		in.how = min(in.how, how)
		in.args = append(in.args, arg)
		return
	}
	in := &input{path, how, []string{arg}}
	w.files[real] = in
	w.inputs = append(w.inputs, in)
}

// first reports whether a folder is come to for the first time.
func (w *walker) first(real string) bool {
	if w.folders[real] {
		return false
	}
	w.folders[real] = true
	return true
}

// realPath is the one absolute path of a file or folder, whatever links lead to
// it.
func realPath(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if absolute, err := filepath.Abs(path); err == nil {
		return absolute
	}
	return path
}

// root walks a folder that somebody named.
func (w *walker) root(path string) {
	before := len(w.inputs)
	real := realPath(path)
	if w.first(real) {
		w.folder(path, real, path, w.above(path))
	}
	for len(w.links) > 0 {
		next := w.links[0]
		w.links = w.links[1:]
		w.follow(next)
	}
	slices.SortStableFunc(w.inputs[before:], func(a, b *input) int { return strings.Compare(a.path, b.path) })
}

// folder walks a folder that is walked for the first time.
func (w *walker) folder(path, real, arg string, ignores ignoreLists) {
	entries, err := os.ReadDir(path)
	if err != nil {
		w.failed(path, arg, err)
		return
	}
	ignores = w.with(ignores, path, entries)
	for _, entry := range entries {
		name := entry.Name()
		inner := filepath.Join(path, name)
		isFolder := entry.IsDir()
		switch {
		case isFolder && slices.Contains(passed, name):
		case !isFolder && entry.Type()&fs.ModeSymlink == 0 && (!entry.Type().IsRegular() || !isCandidate(name)):
		case w.ignored(inner, isFolder, ignores):
			w.passedOver = append(w.passedOver, inner)
		case entry.Type()&fs.ModeSymlink != 0:
			w.links = append(w.links, link{inner, arg, ignores})
		case isFolder:
			if below := filepath.Join(real, name); w.first(below) {
				w.folder(inner, below, arg, ignores)
			}
		default:
			w.add(inner, filepath.Join(real, name), found, arg)
		}
	}
}

// isCandidate reports whether a file of that name may hold app clients.
func isCandidate(name string) bool {
	return slices.Contains(extensions, strings.ToLower(filepath.Ext(name)))
}

// follow walks or adds what a link leads to. One that leads to a folder around
// itself is a loop, and one that leads nowhere is no file.
func (w *walker) follow(l link) {
	real := realPath(l.path)
	info, err := os.Stat(l.path)
	switch around := realPath(filepath.Dir(l.path)); {
	case err != nil:
	case info.IsDir() && isUnder(around, real):
	case info.IsDir() && w.first(real):
		w.folder(l.path, real, l.arg, l.ignores)
	case info.Mode().IsRegular() && isCandidate(l.path):
		w.add(l.path, real, found, l.arg)
	}
}

// isUnder reports whether a path is a folder or something in it.
func isUnder(path, folder string) bool {
	const separator = string(filepath.Separator)
	return path == folder || strings.HasPrefix(path, strings.TrimSuffix(folder, separator)+separator)
}

// ignored reports whether a file or folder of a walk is left out.
func (w *walker) ignored(path string, isFolder bool, ignores ignoreLists) bool {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	return w.excluded(absolute, isFolder) || ignores.ignore(absolute, isFolder)
}

// excluded reports whether the flag or the settings leave out a path.
func (w *walker) excluded(absolute string, isFolder bool) bool {
	if out, _ := w.exclude.match(absolute, isFolder); out {
		return true
	}
	s, err := w.settings.of(absolute)
	if err != nil || s.exclude == nil { // an error is told when the file is read
		return false
	}
	out, _ := s.exclude.match(absolute, isFolder)
	return out
}

// excludedBelow reports whether the flag or the settings leave out a file, or a
// folder that it is in.
func (w *walker) excludedBelow(path string) bool {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	if w.excluded(absolute, false) {
		return true
	}
	for folder := filepath.Dir(absolute); folder != filepath.Dir(folder); folder = filepath.Dir(folder) {
		if w.excluded(folder, true) {
			return true
		}
	}
	return false
}

const gitignore = ".gitignore"

// with adds the .gitignore of a folder.
func (w *walker) with(ignores ignoreLists, folder string, entries []fs.DirEntry) ignoreLists {
	if w.noIgnore || !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == gitignore }) {
		return ignores
	}
	return withList(ignores, folder, gitignore)
}

// above returns the lists that the folders above one have, up to that of the
// repository.
func (w *walker) above(path string) ignoreLists {
	absolute, err := filepath.Abs(path)
	if err != nil || w.noIgnore {
		return nil
	}
	var folders []string // from the repository's to that of path
	for folder := absolute; ; folder = filepath.Dir(folder) {
		folders = append(folders, folder)
		if _, err := os.Stat(filepath.Join(folder, ".git")); err == nil {
			break
		}
		if folder == filepath.Dir(folder) {
			return nil // in no repository
		}
	}
	slices.Reverse(folders)
	ignores := withList(nil, folders[0], filepath.Join(".git", "info", "exclude"))
	for _, folder := range folders[:len(folders)-1] {
		ignores = withList(ignores, folder, gitignore)
	}
	return ignores
}

// withList adds the list in a file of a folder, where there is one.
func withList(ignores ignoreLists, folder, name string) ignoreLists {
	const longest = 1 << 20
	absolute, err := filepath.Abs(folder)
	if err != nil {
		return ignores
	}
	path := filepath.Join(absolute, name)
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return ignores
	}
	f, err := os.Open(path)
	if err != nil {
		return ignores
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, longest))
	if err != nil {
		return ignores
	}
	return append(slices.Clip(ignores), newIgnoreList(absolute, string(text)))
}

// isPattern reports whether an argument that names no file is meant as a pattern.
func isPattern(arg string) bool { return strings.ContainsAny(arg, "*?[{") }

// match adds the files that a pattern matches, in which ** stands for any
// folders.
func (w *walker) match(pattern string) {
	if err := usablePattern(pattern); err != nil {
		w.failed(pattern, pattern, err)
		return
	}
	paths, err := doublestar.FilepathGlob(pattern, doublestar.WithFilesOnly())
	if err == nil && len(paths) == 0 {
		err = errors.New("no file matches")
	}
	if err != nil {
		w.failed(pattern, pattern, err)
		return
	}
	slices.Sort(paths)
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case err != nil || !info.Mode().IsRegular(): // a pipe, a device
		case w.excludedBelow(path):
			w.passedOver = append(w.passedOver, path)
		default:
			w.add(path, realPath(path), matched, pattern)
		}
	}
}

// mostAlternatives is how many patterns one with braces may stand for.
const mostAlternatives = 1000

// usablePattern returns an error for what is no pattern, or one that stands for
// so many that matching it does not end.
func usablePattern(pattern string) error {
	if !doublestar.ValidatePattern(pattern) {
		return errors.New("is not a pattern")
	}
	if n := alternatives(pattern); n > mostAlternatives {
		return fmt.Errorf("its braces stand for more than %d patterns", mostAlternatives)
	}
	return nil
}

// alternatives counts the patterns that one stands for, up to one more than the
// most that there may be: {a,b}{c,d} stands for four.
func alternatives(pattern string) int {
	type group struct{ done, here int } // of the alternatives before, of this one
	open := []group{{0, 1}}
	cut := func(n int) int { return min(n, mostAlternatives+1) }
	for i := 0; i < len(pattern); i++ {
		last := &open[len(open)-1]
		switch c := pattern[i]; {
		case c == '\\':
			i++
		case c == '{':
			open = append(open, group{0, 1})
		case c == ',' && len(open) > 1:
			last.done, last.here = cut(last.done+last.here), 1
		case c == '}' && len(open) > 1:
			n := cut(last.done + last.here)
			open = open[:len(open)-1]
			open[len(open)-1].here = cut(open[len(open)-1].here * n)
		}
	}
	return open[0].here
}
