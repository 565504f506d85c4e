package terraform

import (
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// A folder is the source of one module: what its files declare, override files
// merged in.
type folder struct {
	dir       string
	files     []string // that were read
	variables map[string]*variable
	locals    map[string]*hclsyntax.Attribute
	outputs   map[string]hclsyntax.Expression
	resources map[string]*resource // by type and name
	order     []*resource
	calls     map[string]*call
	called    []*call
	comments  map[string][]comment // by file
	values    []*hclsyntax.Body    // of the files that set variables, the one that counts most last
	broken    bool                 // a file could not be read
}

type variable struct {
	name string
	body *hclsyntax.Body
	at   hcl.Range
}

// A resource is a block of a managed resource.
type resource struct {
	typ, name string
	at        hcl.Range
	block     hcl.Range // of the whole block
	body      *hclsyntax.Body
}

func (r *resource) id() string { return r.typ + "." + r.name }

// A call is a module block.
type call struct {
	name string
	at   hcl.Range
	body *hclsyntax.Body
}

func newFolder(dir string) *folder {
	return &folder{
		dir:       dir,
		variables: make(map[string]*variable),
		locals:    make(map[string]*hclsyntax.Attribute),
		outputs:   make(map[string]hclsyntax.Expression),
		resources: make(map[string]*resource),
		calls:     make(map[string]*call),
		comments:  make(map[string][]comment),
	}
}

// folder returns the source of a folder, read and prepared once.
func (l *loader) folder(dir string) (*folder, error) {
	if f, ok := l.folders[dir]; ok {
		return f, nil
	}
	found, err := l.reader.list(dir)
	if err != nil {
		return nil, err
	}
	f := newFolder(dir)
	l.folders[dir] = f
	for _, name := range found.hidden {
		l.note(Unjudged{File: path.Join(dir, name), Reason: ReasonHidden,
			Message: "is not read: to OpenTofu " + inPlaceOf(name) + " stands in its place; to Terraform it does not"})
	}
	for _, name := range found.configuration {
		file := path.Join(dir, name)
		src, err := l.reader.read(file)
		if err != nil {
			f.broken = true
			l.note(Unjudged{File: file, Reason: ReasonUnreadable, Message: plain(err)})
			continue
		}
		f.files = append(f.files, file)
		f.add(l, file, src, isOverride(name))
	}
	for _, name := range found.variables {
		if body := l.valuesFile(path.Join(dir, name)); body != nil {
			f.values = append(f.values, body)
		}
	}
	return f, nil
}

// valuesFile reads a file that sets variables.
func (l *loader) valuesFile(file string) *hclsyntax.Body {
	src, err := l.reader.read(file)
	if err != nil {
		l.note(Unjudged{File: file, Reason: ReasonUnreadable, Message: plain(err)})
		return nil
	}
	parse := parseHCL
	if strings.HasSuffix(file, ".json") {
		parse = parseJSONValues
	}
	body, diags := parse(src, file)
	l.diagnose(file, diags)
	if body != nil {
		l.prepare(body)
	}
	return body
}

// add parses one file into the folder.
func (f *folder) add(l *loader, file string, src []byte, override bool) {
	parse := parseHCL
	if strings.HasSuffix(file, ".json") {
		parse = parseJSON
	}
	body, diags := parse(src, file)
	if diags.HasErrors() {
		f.broken = true
		l.diagnose(file, diags)
	}
	if body == nil {
		return
	}
	l.sources[file] = src
	if !strings.HasSuffix(file, ".json") {
		f.comments[file] = l.comments(src, file)
	}
	l.ask(body)
	l.prepare(body)
	for _, b := range body.Blocks {
		f.declare(b, override)
	}
}

// declare notes one block.
func (f *folder) declare(b *hclsyntax.Block, override bool) {
	label := func(i int) string {
		if i < len(b.Labels) {
			return b.Labels[i]
		}
		return ""
	}
	switch b.Type {
	case "variable":
		v, ok := f.variables[label(0)]
		if !ok {
			f.variables[label(0)] = &variable{label(0), b.Body, b.DefRange()}
		} else if override {
			v.body = merged(v.body, b.Body)
		}
	case "locals":
		for name, a := range b.Body.Attributes {
			if _, ok := f.locals[name]; !ok || override {
				f.locals[name] = a
			}
		}
	case "output":
		if a, ok := b.Body.Attributes["value"]; ok {
			f.outputs[label(0)] = a.Expr
		}
	case "resource":
		f.resource(&resource{label(0), label(1), b.DefRange(), b.Range(), b.Body}, override)
	case "module":
		c, ok := f.calls[label(0)]
		if ok {
			c.body = merged(c.body, b.Body)
			return
		}
		c = &call{label(0), b.DefRange(), b.Body}
		f.calls[c.name] = c
		f.called = append(f.called, c)
	}
}

func (f *folder) resource(r *resource, override bool) {
	old, ok := f.resources[r.id()]
	if ok && override {
		old.body = merged(old.body, r.body)
		return
	}
	f.resources[r.id()] = r
	f.order = append(f.order, r)
}

// merged is a body with the arguments of another over its own; a block of the
// other stands for all of its type.
func merged(base, over *hclsyntax.Body) *hclsyntax.Body {
	all := &hclsyntax.Body{Attributes: make(hclsyntax.Attributes), SrcRange: base.SrcRange, EndRange: base.EndRange}
	replaced := make(map[string]bool)
	for _, b := range over.Blocks {
		replaced[blockName(b)] = true
	}
	for name, a := range base.Attributes {
		all.Attributes[name] = a
	}
	for name, a := range over.Attributes {
		all.Attributes[name] = a
	}
	for _, b := range base.Blocks {
		if !replaced[blockName(b)] {
			all.Blocks = append(all.Blocks, b)
		}
	}
	all.Blocks = append(all.Blocks, over.Blocks...)
	return all
}

// blockName is the type of a block, or of those that a dynamic block makes.
func blockName(b *hclsyntax.Block) string {
	if b.Type == "dynamic" && len(b.Labels) > 0 {
		return b.Labels[0]
	}
	return b.Type
}

// source is where a call's module comes from: a folder, or the text of what is
// not one.
func (c *call) source(from string) (dir, remote string) {
	a, ok := c.body.Attributes["source"]
	if !ok {
		return "", "?"
	}
	v, diags := a.Expr.Value(nil)
	v, _ = v.Unmark()
	if diags.HasErrors() || !v.IsKnown() || v.IsNull() || !isString(v) {
		return "", "?"
	}
	text := v.AsString()
	if !strings.HasPrefix(text, "./") && !strings.HasPrefix(text, "../") && text != "." && text != ".." {
		return "", text
	}
	return path.Join(from, text), ""
}

// localCalls are the folders that the calls of a folder name.
func (f *folder) localCalls() []string {
	var all []string
	for _, c := range f.called {
		if dir, remote := c.source(f.dir); remote == "" && !slices.Contains(all, dir) {
			all = append(all, dir)
		}
	}
	return all
}
