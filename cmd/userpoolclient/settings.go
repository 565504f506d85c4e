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
	"github.com/userpoolclient/userpoolclient"
	"go.yaml.in/yaml/v3"
)

// settingsName is the file of suppressions, of the folder that the command runs
// in.
const settingsName = ".userpoolclient.yaml"

// settings are suppressions, and what is known of the clients of some files.
type settings struct {
	file   string
	ignore []suppression
	paths  []pathSettings
}

// pathSettings is what is known of the clients in files that match a pattern.
type pathSettings struct {
	path string
	kind userpoolclient.Kind
	pool *userpoolclient.Pool
}

// settings reads the file of settings; name "" stands for the default one, which
// need not exist.
func (a *app) settings(name string) (*settings, error) {
	path := name
	if path == "" {
		path = settingsName
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) && name == "" {
		return &settings{}, nil
	}
	if err != nil {
		return nil, reason(path, err)
	}
	s := &settings{file: path}
	if err := s.read(data, a); err != nil {
		return nil, fmt.Errorf("%s: %w", printable(path), err)
	}
	return s, nil
}

func (s *settings) read(data []byte, a *app) error {
	var root yaml.Node
	err := yaml.NewDecoder(bytes.NewReader(data)).Decode(&root)
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err != nil {
		return errors.New(strings.TrimPrefix(err.Error(), "yaml: "))
	}
	return eachMember(root.Content[0], map[string]func(*yaml.Node) error{
		"ignore": func(n *yaml.Node) error { return eachItem(n, s.readSuppression) },
		"paths": func(n *yaml.Node) error {
			return eachItem(n, func(item *yaml.Node) error { return s.readPath(item, a) })
		},
	})
}

func (s *settings) readPath(n *yaml.Node, a *app) error {
	var p pathSettings
	var pool string
	err := eachMember(n, map[string]func(*yaml.Node) error{
		"path": pattern(&p.path),
		"kind": func(n *yaml.Node) error {
			kinds := []userpoolclient.Kind{userpoolclient.KindSPA, userpoolclient.KindNative, userpoolclient.KindWeb, userpoolclient.KindMachine}
			i := slices.IndexFunc(kinds, func(k userpoolclient.Kind) bool { return k.String() == n.Value })
			if i < 0 {
				return fmt.Errorf("line %d: kind %q must be spa, native, web or machine", n.Line, n.Value)
			}
			p.kind = kinds[i]
			return nil
		},
		"pool": text(&pool),
	})
	if err != nil {
		return err
	}
	if p.path == "" {
		return fmt.Errorf("line %d: names no path", n.Line)
	}
	if pool != "" {
		if p.pool, err = a.loadPool(filepath.Join(filepath.Dir(s.file), pool)); err != nil {
			return fmt.Errorf("line %d: %w", n.Line, err)
		}
	}
	s.paths = append(s.paths, p)
	return nil
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
			return fmt.Errorf("line %d: %q is not a member; it must be one of %s", key.Line, key.Value, strings.Join(names, ", "))
		}
		if seen[key.Value] {
			return fmt.Errorf("line %d: %q is given twice", key.Line, key.Value)
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

func pattern(to *string) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		if err := text(to)(n); err != nil {
			return err
		}
		if !doublestar.ValidatePattern(*to) {
			return fmt.Errorf("line %d: %q is not a pattern", n.Line, *to)
		}
		return nil
	}
}

// matches says that a file matches a pattern, which is relative to the folder of
// the settings.
func (s *settings) matches(pattern, file string) bool {
	base, err := filepath.Abs(filepath.Dir(s.file))
	if err != nil {
		return false
	}
	if !filepath.IsAbs(file) {
		if file, err = filepath.Abs(file); err != nil {
			return false
		}
	}
	relative, err := filepath.Rel(base, file)
	if err != nil {
		return false
	}
	ok, _ := doublestar.Match(pattern, filepath.ToSlash(relative))
	return ok
}

// context is what the settings know of the clients of a file; later entries win.
func (s *settings) context(file string) userpoolclient.Context {
	var in userpoolclient.Context
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
