package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"go.yaml.in/yaml/v3"

	"github.com/userpoolclient/userpoolclient"
)

// settingsName is the file of settings. It holds for the files of its folder and
// of those below it, but where one of those has its own.
const settingsName = ".userpoolclient.yaml"

// settings are what a file of settings says.
type settings struct {
	file   string // as messages name it; "": there is none
	folder string // absolute; patterns are relative to it

	failOn     userpoolclient.Severity // 0: not set
	minHarm    userpoolclient.Harm     // HarmNone: not set
	parameters map[string]string
	exclude    *ignoreList
	all        pathSettings // what is known of all clients
	paths      []pathSettings
	ignore     []suppression
}

// pathSettings is what is known of the clients in files that match a pattern.
type pathSettings struct {
	path string
	kind userpoolclient.Kind
	pool *userpoolclient.Pool
}

// A settingsFinder finds the settings of each file.
type settingsFinder struct {
	app      *app
	fixed    *settings // those that the flag names, for all files
	byFolder map[string]*settings
	used     []*settings
}

// newSettingsFinder reads the settings that a flag names; name "" stands for those
// that are found beside and above each file.
func (a *app) newSettingsFinder(name string) (*settingsFinder, error) {
	f := &settingsFinder{app: a, byFolder: make(map[string]*settings)}
	if name == "" {
		return f, nil
	}
	var err error
	if f.fixed, err = f.load(name); err != nil {
		return nil, err
	}
	f.used = append(f.used, f.fixed)
	return f, nil
}

// of returns the settings of a file: the nearest above it, not beyond the
// repository that it is in.
func (f *settingsFinder) of(path string) (*settings, error) {
	if f.fixed != nil {
		return f.fixed, nil
	}
	if path == stdin {
		path = settingsName // as for a file of this folder
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	return f.ofFolder(filepath.Dir(absolute))
}

func (f *settingsFinder) ofFolder(folder string) (*settings, error) {
	if s, ok := f.byFolder[folder]; ok {
		return s, nil
	}
	s, err := f.find(folder)
	if err != nil {
		return nil, err
	}
	f.byFolder[folder] = s
	return s, nil
}

func (f *settingsFinder) find(folder string) (*settings, error) {
	path := filepath.Join(folder, settingsName)
	if _, err := os.Stat(path); err == nil {
		s, err := f.load(relativeName(path))
		if err == nil {
			f.used = append(f.used, s)
		}
		return s, err
	}
	above := filepath.Dir(folder)
	if _, err := os.Stat(filepath.Join(folder, ".git")); err == nil || above == folder {
		return &settings{}, nil
	}
	return f.ofFolder(above)
}

// relativeName is a path as seen from the working folder, where that is shorter.
func relativeName(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	if relative, err := filepath.Rel(here, path); err == nil && len(relative) < len(path) {
		return relative
	}
	return path
}

func (f *settingsFinder) load(path string) (*settings, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, reason(path, err)
	}
	s := &settings{file: path, folder: filepath.Dir(absolute)}
	if err := s.read(data, f.app); err != nil {
		return nil, fmt.Errorf("%s: %w", printable(path), err)
	}
	return s, nil
}

func (s *settings) read(data []byte, a *app) error {
	root, err := onlyDocument(data)
	if err != nil || root == nil {
		return err
	}
	var pool string
	var exclude []string
	err = eachMember(root, map[string]func(*yaml.Node) error{
		"fail-on": choiceOf("fail-on", &s.failOn, userpoolclient.SeverityError, userpoolclient.SeverityWarning,
			userpoolclient.SeverityAdvice),
		"min-harm": choiceOf("min-harm", &s.minHarm, userpoolclient.HarmLow, userpoolclient.HarmMedium,
			userpoolclient.HarmHigh),
		"parameters": s.readParameters,
		"exclude":    texts(&exclude),
		"kind":       kind(&s.all.kind),
		"pool":       text(&pool),
		"ignore":     func(n *yaml.Node) error { return eachItem(n, s.readSuppression) },
		"paths": func(n *yaml.Node) error {
			return eachItem(n, func(item *yaml.Node) error { return s.readPath(item, a) })
		},
	})
	if err != nil {
		return err
	}
	if exclude != nil {
		s.exclude = newIgnoreList(s.folder, strings.Join(exclude, "\n"))
	}
	s.all.pool, err = s.pool(pool, a)
	return err
}

// onlyDocument returns what a YAML file says; nil where it says nothing. One that would
// say something behind "---" as well is an error: half of it would be passed over.
func onlyDocument(data []byte) (*yaml.Node, error) {
	var only *yaml.Node
	for decoder := yaml.NewDecoder(bytes.NewReader(data)); ; {
		var document yaml.Node
		err := decoder.Decode(&document)
		switch {
		case errors.Is(err, io.EOF):
			return only, nil
		case err != nil:
			return nil, errors.New(strings.TrimPrefix(err.Error(), "yaml: "))
		}
		root := document.Content[0]
		switch {
		case root.ShortTag() == "!!null":
		case only != nil:
			return nil, fmt.Errorf("line %d: must be one document, and a second one begins", root.Line)
		default:
			only = root
		}
	}
}

func (s *settings) readParameters(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: must be an object of names and values", n.Line)
	}
	s.parameters = make(map[string]string)
	for i := 0; i+1 < len(n.Content); i += 2 {
		var value string
		if err := text(&value)(n.Content[i+1]); err != nil {
			return err
		}
		name := n.Content[i].Value
		if _, ok := s.parameters[name]; ok {
			return fmt.Errorf("line %d: %q stands there twice", n.Content[i].Line, name)
		}
		s.parameters[name] = value
	}
	return nil
}

func (s *settings) readPath(n *yaml.Node, a *app) error {
	var p pathSettings
	var pool string
	err := eachMember(n, map[string]func(*yaml.Node) error{
		"path": pattern(&p.path),
		"kind": kind(&p.kind),
		"pool": text(&pool),
	})
	if err != nil {
		return err
	}
	if p.path == "" {
		return fmt.Errorf("line %d: names no path", n.Line)
	}
	if p.pool, err = s.pool(pool, a); err != nil {
		return fmt.Errorf("line %d: %w", n.Line, err)
	}
	s.paths = append(s.paths, p)
	return nil
}

// pool reads the file of a pool, which is relative to the settings; nil where none
// is named.
func (s *settings) pool(name string, a *app) (*userpoolclient.Pool, error) {
	if name == "" {
		return nil, nil
	}
	return a.loadPools(readFile, filepath.Join(filepath.Dir(s.file), name))
}

// matches reports whether a file matches a pattern.
func (s *settings) matches(pattern, file string) bool {
	absolute, err := filepath.Abs(file)
	if err != nil {
		return false
	}
	relative, err := filepath.Rel(s.folder, absolute)
	if err != nil {
		return false
	}
	ok, _ := doublestar.Match(pattern, filepath.ToSlash(relative))
	return ok
}

// context is what the settings know of the clients of a file; later entries win.
func (s *settings) context(file string) userpoolclient.Context {
	in := userpoolclient.Context{Kind: s.all.kind, Pool: s.all.pool}
	for _, p := range s.paths {
		if !s.matches(p.path, file) {
			continue
		}
		if p.kind != userpoolclient.KindUnknown {
			in.Kind = p.kind
		}
		if p.pool != nil {
			in.Pool = p.pool
		}
	}
	return in
}

// eachMember hands the members of a mapping to their readers; any other member
// is an error.
func eachMember(n *yaml.Node, readers map[string]func(*yaml.Node) error) error {
	var names []string
	for name := range readers {
		names = append(names, name)
	}
	slices.Sort(names)
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: must be an object of %s", n.Line, strings.Join(names, ", "))
	}
	seen := make(map[string]bool)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		read, ok := readers[key.Value]
		if !ok {
			return fmt.Errorf("line %d: %q is not a member; it must be one of %s", key.Line, key.Value,
				strings.Join(names, ", "))
		}
		if seen[key.Value] {
			return fmt.Errorf("line %d: %q stands there twice", key.Line, key.Value)
		}
		seen[key.Value] = true
		if err := read(n.Content[i+1]); err != nil {
			return err
		}
	}
	return nil
}

func eachItem(n *yaml.Node, read func(*yaml.Node) error) error {
	if n.Kind != yaml.SequenceNode {
		return fmt.Errorf("line %d: must be a list", n.Line)
	}
	for _, item := range n.Content {
		if err := read(item); err != nil {
			return err
		}
	}
	return nil
}

func text(to *string) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		if n.Kind != yaml.ScalarNode || n.ShortTag() == "!!null" {
			return fmt.Errorf("line %d: must be a string", n.Line)
		}
		*to = strings.TrimSpace(n.Value)
		return nil
	}
}

func texts(to *[]string) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		return eachItem(n, func(item *yaml.Node) error {
			var s string
			if err := text(&s)(item); err != nil {
				return err
			}
			*to = append(*to, s)
			return nil
		})
	}
}

func kind(to *userpoolclient.Kind) func(*yaml.Node) error {
	return choiceOf("kind", to, userpoolclient.KindSPA, userpoolclient.KindNative, userpoolclient.KindWeb,
		userpoolclient.KindMachine)
}

// choiceOf reads one of the values that a member takes, by its name.
func choiceOf[T fmt.Stringer](member string, to *T, all ...T) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		if err := (choice[T]{to, all}).Set(n.Value); err != nil {
			return fmt.Errorf("line %d: %s %q %w", n.Line, member, n.Value, err)
		}
		return nil
	}
}

func pattern(to *string) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		if err := text(to)(n); err != nil {
			return err
		}
		if err := usablePattern(*to); err != nil {
			return fmt.Errorf("line %d: %q %w", n.Line, *to, err)
		}
		return nil
	}
}
