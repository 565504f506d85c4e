package terraform

import (
	"bytes"
	"errors"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
)

// LoadModules reads the modules in some folders of a file system, as [EachModule]
// does, and returns all of them, or the first error.
func LoadModules(fsys fs.FS, dirs []string, o Options) ([]*Module, error) {
	var all []*Module
	for m, err := range EachModule(fsys, dirs, o) {
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

// EachModule reads the modules in some folders of a file system, each when it is
// asked for and in the order of the folders' names, so that what is known of one need
// not be kept while the next is read. Those that another one calls are read as it
// calls them and not by themselves. After an error, which is that of a folder, there
// is nothing more.
func EachModule(fsys fs.FS, dirs []string, o Options) iter.Seq2[*Module, error] {
	return func(yield func(*Module, error) bool) {
		s := newSurvey(fsys, dirs, o)
		if s.err != nil { // before anybody is given a module
			yield(nil, s.err)
			return
		}
		for _, dir := range s.dirs {
			if s.isRead(dir) {
				continue
			}
			m, err := LoadModule(fsys, dir, o)
			if err == nil {
				s.note(m)
			}
			if !yield(m, err) || err != nil {
				return
			}
		}
	}
}

// A survey knows which of some folders call which, and which have been read with
// those that call them. It holds names and no source.
type survey struct {
	fsys    fs.FS
	options Options
	dirs    []string            // in the order of their names
	err     error               // why one of them is no module
	called  map[string]bool     // by another one of them
	callers map[string][]string // of a folder, one of them or not
	roots   map[string]bool     // that have been read
	byRoots map[string]bool     // what the roots have read that were handed out
	read    map[string]bool     // what all have read
}

func newSurvey(fsys fs.FS, dirs []string, o Options) *survey {
	s := &survey{
		fsys: fsys, options: o,
		called: make(map[string]bool), callers: make(map[string][]string),
		roots: make(map[string]bool), byRoots: make(map[string]bool), read: make(map[string]bool),
	}
	for _, dir := range dirs {
		s.dirs = append(s.dirs, path.Clean(dir))
	}
	slices.Sort(s.dirs)
	s.dirs = slices.Compact(s.dirs)
	errs := make(map[string]error)
	var others []string // that are called, be they among the folders or not
	for _, dir := range s.dirs {
		calls, err := s.calls(dir)
		errs[dir] = err
		for _, inner := range calls {
			s.called[inner] = true
		}
		others = append(others, calls...)
	}
	for ; len(others) > 0; others = others[1:] {
		if _, ok := errs[others[0]]; !ok {
			calls, err := s.calls(others[0])
			errs[others[0]] = err
			others = append(others, calls...)
		}
	}
	s.fail(errs)
	return s
}

// fail takes the first error of a folder that nobody calls, else the first one. That a
// folder has no source is none where another one calls it, which then is told so.
func (s *survey) fail(errs map[string]error) {
	for _, called := range []bool{false, true} {
		for _, dir := range s.dirs {
			isNone := errs[dir] == nil || called && errors.Is(errs[dir], ErrNoSource)
			if s.err == nil && s.called[dir] == called && !isNone {
				s.err = errs[dir]
			}
		}
	}
}

// calls returns the other folders that the source of a folder calls, and notes that
// it does.
func (s *survey) calls(dir string) ([]string, error) {
	all, err := newLoader(s.fsys, dir, s.options).localCalls()
	all = slices.DeleteFunc(all, func(inner string) bool { return inner == dir })
	for _, inner := range all {
		s.callers[inner] = append(s.callers[inner], dir)
	}
	return all, err
}

// localCalls returns the folders that the root calls. Only files that have the word
// are parsed, for most have not and parsing is what takes the time.
func (l *loader) localCalls() ([]string, error) {
	found, err := l.reader.list(l.root)
	switch {
	case err != nil:
		return nil, notRead(l.root, err)
	case len(found.configuration) == 0:
		return nil, noSource(l.root)
	}
	f := newFolder(l.root)
	for _, name := range found.configuration {
		file := path.Join(l.root, name)
		src, err := l.reader.read(file)
		isJSON := strings.HasSuffix(name, ".json") // which has other ways to write a word
		if err == nil && (isJSON || bytes.Contains(src, []byte("module"))) {
			f.add(l, file, src, isOverride(name))
		}
	}
	return f.localCalls(), nil
}

// note remembers what has been read with a module that is handed out.
func (s *survey) note(m *Module) {
	for _, folder := range m.Folders {
		s.read[folder] = true
		if !s.called[m.Dir] {
			s.byRoots[folder] = true
		}
	}
	s.roots[m.Dir] = true
}

// isRead reports whether a folder is read with another one. Of one that is called that
// is not certain before its callers are evaluated, for a module of which there are no
// instances calls nothing; a caller whose turn has not come is then read for its
// folders alone, once, and again in its turn.
func (s *survey) isRead(dir string) bool {
	if !s.called[dir] {
		return s.byRoots[dir]
	}
	for _, root := range s.rootsAbove(dir) {
		if s.read[dir] {
			break
		}
		if s.roots[root] {
			continue
		}
		s.roots[root] = true
		l := newLoader(s.fsys, root, s.options)
		if source, err := l.folder(root); err == nil {
			l.evaluateModule(source)
		}
		for folder := range l.folders {
			s.read[folder] = true
		}
	}
	return s.read[dir]
}

// rootsAbove returns the folders that call a folder, or one that does, and that none
// of the others call.
func (s *survey) rootsAbove(dir string) []string {
	var roots []string
	seen := map[string]bool{dir: true}
	for open := []string{dir}; len(open) > 0; open = open[1:] {
		for _, caller := range s.callers[open[0]] {
			if seen[caller] {
				continue
			}
			seen[caller] = true
			open = append(open, caller)
			if _, ok := slices.BinarySearch(s.dirs, caller); ok && !s.called[caller] {
				roots = append(roots, caller)
			}
		}
	}
	return roots
}
