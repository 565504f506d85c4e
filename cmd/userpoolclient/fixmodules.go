package main

import (
	"bytes"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/iac/terraform"
)

// fixModules makes the fixes of the findings in Terraform source below a folder.
func (c *checker) fixModules(t *moduleTree, fsys fs.FS, dirs []string, o terraform.Options) error {
	if !c.options.fixes.write && !c.options.fixes.diff {
		return nil
	}
	f := modulesFixing{c: c, t: t, dirs: dirs, options: o, view: edited{fsys, map[string][]byte{}},
		made: make(map[string]int)}
	for range mostRounds {
		if more, err := f.round(); err != nil || !more {
			if err != nil {
				return err
			}
			break
		}
	}
	c.fixed.refused = append(c.fixed.refused, f.refused...)
	c.fixed.unsafe += f.unsafe
	for _, file := range sortedKeys(f.view.texts) {
		was, err := fs.ReadFile(fsys, file)
		if err != nil {
			return err
		}
		if c.keep(t.path(file), was, f.view.texts[file], withoutNamedSecrets) {
			c.fixed.fixes += f.made[file]
		}
	}
	return nil
}

// modulesFixing is the fixing of the modules below a folder.
type modulesFixing struct {
	c       *checker
	t       *moduleTree
	dirs    []string
	options terraform.Options
	view    edited

	made    map[string]int // fixes by file
	unsafe  int            // that the last round left
	refused []string       // by the last round
}

// A moduleClient is an app client and what is known of its file.
type moduleClient struct {
	*iac.Resource
	in       input
	settings *settings
	fixes    []userpoolclient.SuggestedFix
}

// clients reads the app clients of the modules, as a view has them.
func (f *modulesFixing) clients(view fs.FS) ([]moduleClient, error) {
	modules, err := terraform.LoadModules(view, f.dirs, f.options)
	if err != nil {
		return nil, err
	}
	var all []moduleClient
	for _, m := range modules {
		for i := range m.Resources {
			one := moduleClient{Resource: &m.Resources[i], in: f.t.inputOf(m.Resources[i].File)}
			if one.settings, err = f.c.settings.of(one.in.path); err != nil {
				return nil, err
			}
			f.c.merge(one.in, one.settings, one.Resource)
			all = append(all, one)
		}
	}
	return all, nil
}

// round makes the fixes that there are now, and reports whether there were any.
func (f *modulesFixing) round() (more bool, err error) {
	clients, err := f.clients(f.view)
	if err != nil {
		return false, err
	}
	f.unsafe, f.refused = 0, nil
	next := edited{f.view.FS, maps.Clone(f.view.texts)}
	made := make(map[string]int)
	byFile := f.blocks(clients)
	for _, file := range sortedKeys(byFile) {
		if f.isOthers(file, byFile[file]) {
			continue
		}
		text, n, err := f.edit(file, byFile[file])
		if err != nil {
			f.refused = append(f.refused, displayName(f.t.path(file))+": "+printable(err.Error()))
			continue
		}
		if n > 0 {
			next.texts[file] = text
			made[file] = n
		}
	}
	if len(made) == 0 {
		return false, nil
	}
	if !f.says(next, clients) {
		f.refused = append(f.refused, displayName(f.t.root)+": the fixes are not made: the source would not say "+
			"what it should")
		return false, nil
	}
	f.view = next
	for file, n := range made {
		f.made[file] += n
	}
	return true, nil
}

// isOthers reports whether a file is none of those that were named or found, and tells
// of the fixes that it would need: a module is judged with all that it calls, but what
// was left out is not written into.
func (f *modulesFixing) isOthers(file string, blocks []*clientBlock) bool {
	path := f.t.path(file)
	if f.t.byPath[path] != nil {
		return false
	}
	n := 0
	for _, b := range blocks {
		n += len(b.fixes)
	}
	if n > 0 {
		f.refused = append(f.refused, displayName(path)+": is not among the files to check, so "+
			plural(n, "fix is", "fixes are")+" not made")
	}
	return true
}

// A clientBlock is a block of source and the app clients that it makes: several,
// where its module is called more than once.
type clientBlock struct {
	clients []*moduleClient
	fixes   []userpoolclient.SuggestedFix // that all of them want
}

// blocks returns the blocks of each file of which the clients want fixes.
func (f *modulesFixing) blocks(clients []moduleClient) map[string][]*clientBlock {
	type place struct {
		file string
		at   iac.Position
	}
	byPlace := make(map[place]*clientBlock)
	all := make(map[string][]*clientBlock)
	for i := range clients {
		r := &clients[i]
		fixes, left := f.c.wanted(r.in, r.settings, r.Resource)
		f.unsafe += left
		at := place{r.File, r.Position}
		b := byPlace[at]
		if b == nil {
			b = &clientBlock{fixes: fixes}
			byPlace[at], all[r.File] = b, append(all[r.File], b)
		}
		b.clients = append(b.clients, r)
		f.narrow(b, r, fixes)
	}
	return all
}

// narrow leaves of the fixes of a block those that one more of its clients wants.
func (f *modulesFixing) narrow(b *clientBlock, r *moduleClient, fixes []userpoolclient.SuggestedFix) {
	isAmong := func(all []userpoolclient.SuggestedFix) func(userpoolclient.SuggestedFix) bool {
		return func(fix userpoolclient.SuggestedFix) bool {
			return slices.ContainsFunc(all, func(other userpoolclient.SuggestedFix) bool { return sameJSON(fix, other) })
		}
	}
	wanted := isAmong(fixes)
	common := slices.DeleteFunc(slices.Clone(b.fixes), func(fix userpoolclient.SuggestedFix) bool { return !wanted(fix) })
	for _, fix := range b.fixes {
		if !isAmong(common)(fix) {
			f.refuseOne(b.clients[0], fix)
		}
	}
	for _, fix := range fixes {
		if !isAmong(common)(fix) {
			f.refuseOne(r, fix)
		}
	}
	b.fixes = common
}

// refuseOne tells of a fix that only some of the clients of a block need.
func (f *modulesFixing) refuseOne(r *moduleClient, fix userpoolclient.SuggestedFix) {
	f.refused = append(f.refused, displayName(f.t.path(r.File))+": "+printable(r.Address)+
		" is one of several clients of one block, not all of which need the fix of "+fix.Rule+", so it is not made")
}

// edit returns the text of a file with the fixes that can be made, and how many that
// are. Each client then has those that are made.
func (f *modulesFixing) edit(file string, blocks []*clientBlock) ([]byte, int, error) {
	data, err := fs.ReadFile(f.view, file)
	if err != nil {
		return nil, 0, err
	}
	changes := make([]iac.Change, len(blocks))
	for i, b := range blocks {
		changes[i] = iac.Change{Resource: b.clients[0].Resource, Fixes: b.fixes}
	}
	edits, refused, err := terraform.NewSource(file, data).Edits(changes...)
	if err != nil {
		return nil, 0, err
	}
	f.refused = append(f.refused, refusals(displayName(f.t.path(file)), refused)...)
	text := iac.ApplyEdits(data, edits)
	if bytes.Equal(text, data) {
		return nil, 0, nil
	}
	made := 0
	for _, b := range blocks {
		fixes := without(b.fixes, b.clients[0].Resource, refused)
		for _, r := range b.clients {
			r.fixes = fixes
		}
		made += len(fixes)
	}
	return text, made, nil
}

// says reports whether a view says of each client what its fixes make of it. To
// Terraform lists are sets.
func (f *modulesFixing) says(view fs.FS, clients []moduleClient) bool {
	now, err := f.clients(view)
	if err != nil || len(now) != len(clients) {
		return false
	}
	for i := range clients {
		want, err := userpoolclient.ApplyFixes(clients[i].Config, clients[i].fixes...)
		if err != nil || !sameConfig(withSets(want), withSets(now[i].Config)) {
			return false
		}
	}
	return true
}

// withSets is a copy of a client, of which each list has each element once. Lists of
// which something is not known stay as they are: its elements have no text to compare.
func withSets(c *userpoolclient.Config) *userpoolclient.Config {
	copied, err := userpoolclient.ApplyFixes(c)
	if err != nil {
		return c
	}
	for _, info := range userpoolclient.Fields() {
		list, set := copied.Elements(info.Name)
		isOpen := func(f userpoolclient.Field) bool { return strings.HasPrefix(string(f), string(info.Name)+"[") }
		if !set || slices.ContainsFunc(slices.Concat(c.Unknown, c.MaybeSet), isOpen) {
			continue
		}
		var once []string
		for _, element := range list {
			if !slices.Contains(once, element) {
				once = append(once, element)
			}
		}
		if len(once) < len(list) {
			_ = copied.Set(info.Name, once) // a list of the same kind
		}
	}
	return copied
}
