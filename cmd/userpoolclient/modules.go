package main

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/userpoolclient/userpoolclient/iac/terraform"
)

// Terraform and OpenTofu source is read by the folder, not by the file: a module
// is all the files of a folder with the local modules that it calls.

// isSource reports whether a file of that name is Terraform or OpenTofu source.
func isSource(path string) bool {
	return path != stdin && terraform.IsModule([]string{filepath.Base(path)})
}

// A moduleTree is a folder that somebody named, or the folder of a file that
// somebody named, and the source below it. Nothing outside of it is read.
type moduleTree struct {
	root    string
	dirs    map[string]bool // of the source, as the root names them
	inputs  []*input
	byPath  map[string]*input
	clients bool // a file mentions an app client, or calls a module that may have one
}

// modules judges the modules among the inputs and returns the other inputs.
func (c *checker) modules(inputs []*input) ([]*input, error) {
	trees := make(map[string]*moduleTree)
	var others []*input
	for _, in := range inputs {
		if !isSource(in.path) {
			others = append(others, in)
			continue
		}
		if err := c.source(trees, in); err != nil {
			return nil, err
		}
	}
	c.hasSource = len(trees) > 0
	for _, root := range slices.Sorted(maps.Keys(trees)) {
		if err := c.tree(trees[root]); err != nil {
			return nil, err
		}
	}
	return others, nil
}

// source notes a file of source in the tree that it belongs to.
func (c *checker) source(trees map[string]*moduleTree, in *input) error {
	data, ok := c.read(*in)
	if !ok {
		return nil
	}
	c.report.account.Files++
	root, dir := in.tree()
	tree := trees[root]
	if tree == nil {
		tree = &moduleTree{root: root, dirs: make(map[string]bool), byPath: make(map[string]*input)}
		trees[root] = tree
	}
	tree.dirs[dir] = true
	tree.inputs = append(tree.inputs, in)
	tree.byPath[tree.path(path.Join(dir, filepath.Base(in.path)))] = in
	tree.clients = tree.clients || bytes.Contains(data, []byte("user_pool_client")) || poolModule().Match(data)
	return nil
}

// tree returns the folder that somebody named and that the file is in, be it named by
// itself as well, and the file's own folder as that one names it: a module is judged
// once. Where there is none, it is the file's own.
func (in *input) tree() (root, dir string) {
	own := filepath.Dir(in.path)
	for _, arg := range in.args {
		if info, err := os.Stat(arg); err != nil || !info.IsDir() {
			continue
		}
		if dir, err := relativeTo(arg, own); err == nil {
			return arg, dir
		}
	}
	return own, "."
}

// poolModule finds a call of a module that is about user pools by its source: it may
// make app clients in a folder that mentions none.
var poolModule = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?im)^\s*"?source"?\s*[=:].*(?:cognito|user[-_]?pool)`)
})

// tree judges the modules of a folder, if any of them mentions an app client or may
// have one.
func (c *checker) tree(t *moduleTree) error {
	if t.clients {
		if err := c.readTree(t); err != nil {
			return err
		}
	}
	if c.options.allowEmpty {
		return nil
	}
	for _, in := range t.inputs {
		if in.how == named && c.heldBy[in.path] == 0 && !c.told(in.path) {
			c.unread(newUnread(*in, errors.New("holds no app client, nor does its module")))
		}
	}
	return nil
}

func (c *checker) readTree(t *moduleTree) error {
	root, err := os.OpenRoot(t.root)
	if err != nil {
		return fmt.Errorf("%s: %w", displayName(t.root), cause(err))
	}
	defer root.Close()
	o, err := c.moduleOptions(t.root)
	if err != nil {
		return err
	}
	dirs := slices.Sorted(maps.Keys(t.dirs))
	if err := c.fixModules(t, root.FS(), dirs, o); err != nil {
		return err
	}
	args := t.args()
	for m, err := range terraform.EachModule(root.FS(), dirs, o) {
		if err != nil {
			return err
		}
		if err := c.module(t, m); err != nil {
			return err
		}
		for _, arg := range args {
			c.heldBy[arg] += len(m.Resources)
		}
	}
	return nil
}

// moduleOptions returns the variables that the flags give.
func (c *checker) moduleOptions(root string) (terraform.Options, error) {
	o := terraform.Options{Vars: c.vars}
	for _, file := range c.options.varFiles {
		inside, err := relativeTo(root, file)
		if err != nil {
			return terraform.Options{}, fmt.Errorf("--var-file %s: must be in %s", printable(file), displayName(root))
		}
		o.VarFiles = append(o.VarFiles, inside)
	}
	return o, nil
}

// relativeTo returns a path as a folder names it; it is an error where it is not
// in the folder.
func relativeTo(folder, path string) (string, error) {
	from, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	to, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	inside, err := filepath.Rel(from, to)
	if err != nil || !filepath.IsLocal(inside) {
		return "", errors.New("is outside")
	}
	return filepath.ToSlash(inside), nil
}

// module judges the app clients of one module and tells what could not be judged.
func (c *checker) module(t *moduleTree, m *terraform.Module) error {
	sources := make(map[string]*sourceLines)
	source := func(file string) *sourceLines {
		if sources[file] == nil {
			data, _ := os.ReadFile(t.path(file)) // a line that cannot be shown is no error
			sources[file] = &sourceLines{data: data}
		}
		return sources[file]
	}
	fixes := make(map[string][]suggestion)
	for i := range m.Resources {
		r := &m.Resources[i]
		in := t.inputOf(r.File)
		s, err := c.settings.of(in.path)
		if err != nil {
			return err
		}
		c.merge(in, s, r)
		c.client(in, s, r, s.judge(in.path, c.today), source)
		fixes[r.File] = append(fixes[r.File], c.suggest(r))
	}
	for _, file := range slices.Sorted(maps.Keys(fixes)) {
		if slices.ContainsFunc(fixes[file], func(s suggestion) bool { return len(s.Fixes) > 0 }) {
			data := source(file).data
			c.addFixes(fixes[file], displayName(t.path(file)), terraform.NewSource(file, data), data)
		}
	}
	for _, u := range m.Unjudged {
		c.unjudged(t, m, u)
	}
	return nil
}

// unjudged tells of what could not be judged. A module from elsewhere that does
// not speak of users is somebody else's business: it is listed, and fails nothing.
func (c *checker) unjudged(t *moduleTree, m *terraform.Module, u terraform.Unjudged) {
	in := t.inputOf(u.File)
	told := unread{
		File: displayName(t.path(u.File)), Line: u.Position.Line, Column: u.Position.Column,
		Reason: u.Message, args: in.args,
	}
	elsewhere := u.Reason == terraform.ReasonRemote && !speaksOfUsers(u.Message)
	switch {
	case !u.Reason.Loses(), elsewhere, u.Reason == terraform.ReasonValue && len(m.Resources) == 0:
		c.report.account.Aside = append(c.report.account.Aside, told)
	default:
		c.unread(told)
	}
}

// speaksOfUsers reports whether the source of a module may be about user pools.
func speaksOfUsers(source string) bool {
	source = strings.ToLower(source)
	return slices.ContainsFunc([]string{"cognito", "user-pool", "user_pool", "userpool", "auth", "identity", "login"},
		func(word string) bool { return strings.Contains(source, word) })
}

// args returns the arguments that stand for the tree, each once.
func (t *moduleTree) args() []string {
	all := make(map[string]bool)
	for _, in := range t.inputs {
		for _, arg := range in.args {
			all[arg] = true
		}
	}
	return sortedKeys(all)
}

// path returns a file of the tree as the command names files.
func (t *moduleTree) path(file string) string { return filepath.Join(t.root, filepath.FromSlash(file)) }

// inputOf returns the input of a file of the tree, one made up where the walk
// passed over it.
func (t *moduleTree) inputOf(file string) input {
	path := t.path(file)
	if in, ok := t.byPath[path]; ok {
		return *in
	}
	return input{path, found, t.inputs[0].args}
}
