package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/aymanbagabas/go-udiff"
	"github.com/spf13/cobra"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// fixFlags say what becomes of the fixes that a machine can make.
type fixFlags struct {
	write  bool // into the files
	diff   bool // shown, and nothing written
	unsafe bool // those too that may change what users can do
}

func (f *fixFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&f.write, "fix", false,
		"write into the files the fixes that cannot change what users can do, and report what is left")
	flags.BoolVar(&f.diff, "diff", false, "show what --fix would write as a diff, and nothing else")
	flags.BoolVar(&f.unsafe, "unsafe-fixes", false, "with --fix or --diff, make the other fixes as well")
}

// fits reports wrong use of the flags.
func (f *fixFlags) fits(inputs []string) error {
	switch {
	case f.unsafe && !f.write && !f.diff:
		return errors.New("--unsafe-fixes goes with --fix or --diff")
	case f.write && f.diff:
		return errors.New("--diff shows what --fix would write; name one of them")
	case f.write && slices.Contains(inputs, stdin):
		return errors.New("--fix cannot write into standard input; name a FILE, or use --diff")
	}
	return nil
}

// fixTotals is what the fixing of all files came to.
type fixTotals struct {
	fixes, files int
	unsafe       int // fixes that were left because they are not safe
	refused      []string
}

// mostRounds is how often the fixes of one file are made: one may make room for
// another.
const mostRounds = 10

// fix makes the fixes of a file's findings and returns the text to judge: the fixed
// one where it was written.
func (c *checker) fix(in input, s *settings, data []byte) []byte {
	if !c.options.fixes.write && !c.options.fixes.diff {
		return data
	}
	f := fixing{c: c, in: in, settings: s, text: data}
	for range mostRounds {
		if !f.round() {
			break
		}
	}
	c.fixed.refused = append(c.fixed.refused, f.refused...)
	c.fixed.unsafe += f.unsafe
	if bytes.Equal(f.text, data) || !c.keep(in.path, data, f.text, f.withoutSecrets) {
		return data
	}
	c.fixed.fixes += f.made
	if c.options.fixes.diff {
		return data
	}
	return f.text
}

// keep writes a fixed text into its file, or shows how it differs, without the
// secrets in it. It reports whether that was done.
func (c *checker) keep(path string, was, text []byte, shown func([]byte) string) bool {
	if c.options.fixes.diff {
		name := strings.TrimPrefix(slashed(displayName(path)), "/")
		fmt.Fprint(c.app.out, udiff.Unified("a/"+name, "b/"+name, shown(was), shown(text)))
	} else if err := replaceFile(path, was, text); err != nil {
		c.app.unreadable("cannot write " + err.Error())
		return false
	}
	c.fixed.files++
	return true
}

// fixing is the fixing of one file.
type fixing struct {
	c        *checker
	in       input
	settings *settings
	text     []byte

	made    int
	unsafe  int      // that the last round left
	refused []string // by the last round
}

// secretValue finds what stands behind a name that says it is a secret.
var secretValue = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(secretive().String() + `\s*("(?:[^"\\]|\\.)*"|'[^']*'|[^\s,}]+)`)
})

// withoutNamedSecrets is a text without what stands behind such names.
func withoutNamedSecrets(text []byte) string {
	return secretValue().ReplaceAllStringFunc(string(text), func(match string) string {
		return secretive().FindString(match) + " (secret)"
	})
}

// withoutSecrets is a text to be shown: with its lines, and without the secrets that
// may stand in them.
func (f *fixing) withoutSecrets(text []byte) string {
	shown := withoutNamedSecrets(text)
	for _, r := range f.c.clients(f.in, f.settings, text) {
		if r.Config != nil && r.Config.ClientSecret != nil && r.Config.ClientSecret.Reveal() != "" {
			shown = strings.ReplaceAll(shown, r.Config.ClientSecret.Reveal(), "(secret)")
		}
	}
	return shown
}

// round makes the fixes that there are now, and reports whether there were any.
func (f *fixing) round() bool {
	resources := f.c.clients(f.in, f.settings, f.text)
	f.unsafe, f.refused = 0, nil
	var changes []iac.Change
	for i := range resources {
		fixes, left := f.c.wanted(f.in, f.settings, &resources[i])
		f.unsafe += left
		if len(fixes) > 0 {
			changes = append(changes, iac.Change{Resource: &resources[i], Fixes: fixes})
		}
	}
	edits, refused, err := iac.NewSource(f.text).Edits(changes...)
	if err != nil {
		f.refuse(err.Error())
		return false
	}
	f.refused = append(f.refused, refusals(displayName(f.in.path), refused)...)
	next := iac.ApplyEdits(f.text, edits)
	if bytes.Equal(next, f.text) {
		return false
	}
	if !f.says(next, resources, changes, refused) {
		f.refuse("the fixes are not made: the text would not say what it should")
		return false
	}
	for _, change := range changes {
		f.made += len(change.Fixes)
	}
	f.made -= len(refused)
	f.text = next
	return true
}

// refusals tells of fixes of a file that are not made: one by one, or how many it are
// where it is because of the file.
func refusals(file string, refused []iac.Refused) []string {
	var all, reasons []string
	count := make(map[string]int)
	for _, r := range refused {
		if r.Property != "" {
			all = append(all, file+": "+printable(r.String()))
			continue
		}
		if count[r.Reason]++; count[r.Reason] == 1 {
			reasons = append(reasons, r.Reason)
		}
	}
	for _, reason := range reasons {
		what := plural(count[reason], "fix is", "fixes are")
		all = append(all, file+": what is to be fixed "+reason+", so "+what+" not made")
	}
	return all
}

func (f *fixing) refuse(why string) {
	f.refused = append(f.refused, displayName(f.in.path)+": "+printable(why))
}

// wanted returns the fixes of the findings of a client that are reported, and how
// many are left because they are not safe.
func (c *checker) wanted(in input, s *settings, r *iac.Resource) (fixes []userpoolclient.SuggestedFix, left int) {
	var shown []iac.Finding
	about := s.judge(in.path, c.today)
	for _, found := range r.Check() {
		if !c.hides(in, s, about, found) {
			shown = append(shown, found)
		}
	}
	fixes = r.SuggestFixes(shown)
	if c.options.fixes.unsafe {
		return fixes, 0
	}
	all := len(fixes)
	fixes = slices.DeleteFunc(fixes, func(fix userpoolclient.SuggestedFix) bool { return !fix.Safe })
	return fixes, all - len(fixes)
}

// says reports whether a text says of each client what the fixes make of it, and of
// the others what they were.
func (f *fixing) says(text []byte, was []iac.Resource, changes []iac.Change, refused []iac.Refused) bool {
	now := f.c.clients(f.in, f.settings, text)
	if len(now) != len(was) {
		return false
	}
	for i := range was {
		var made []userpoolclient.SuggestedFix
		for _, change := range changes {
			if change.Resource == &was[i] {
				made = without(change.Fixes, change.Resource, refused)
			}
		}
		want, err := userpoolclient.ApplyFixes(was[i].Config, made...)
		if err != nil || !sameConfig(want, now[i].Config) {
			return false
		}
	}
	return true
}

// without are the fixes of a resource that are not refused.
func without(
	fixes []userpoolclient.SuggestedFix, r *iac.Resource, refused []iac.Refused,
) []userpoolclient.SuggestedFix {
	var made []userpoolclient.SuggestedFix
	for _, fix := range fixes {
		isRefused := func(no iac.Refused) bool { return no.Resource == r && sameJSON(no.Fix, fix) }
		if !slices.ContainsFunc(refused, isRefused) {
			made = append(made, fix)
		}
	}
	return made
}

// sameConfig reports whether two clients are set alike. No fix touches a secret.
func sameConfig(a, b *userpoolclient.Config) bool {
	return sameJSON(a, b) && slices.Equal(a.Unknown, b.Unknown) && slices.Equal(a.MaybeSet, b.MaybeSet)
}

func sameJSON(a, b any) bool {
	textA, errA := json.Marshal(a)
	textB, errB := json.Marshal(b)
	return errA == nil && errB == nil && bytes.Equal(textA, textB)
}

// clients reads the app clients of a text again, with what is known of them, and
// tells nobody.
func (c *checker) clients(in input, s *settings, text []byte) []iac.Resource {
	all, err := c.loading(in, s).Load(in.path, text)
	if err != nil {
		return nil
	}
	for i := range all {
		c.merge(in, s, &all[i])
	}
	return all
}

// hides reports whether a finding is not to be reported, and counts nothing.
func (c *checker) hides(in input, s *settings, about []*suppression, f iac.Finding) bool {
	counts := c.report.account.Suppressed
	defer func() { c.report.account.Suppressed = counts }()
	found := &finding{
		file: displayName(in.path), place: place{resource: f.Resource, property: f.Property, position: f.Position},
		Finding: &f.Finding,
	}
	return c.leavesOut(found, s, about)
}

// tellFixes tells what was fixed, and what was not.
func (c *checker) tellFixes() {
	o, t := &c.options.fixes, &c.fixed
	if !o.write && !o.diff {
		return
	}
	for _, why := range t.refused {
		c.app.note("%s", why)
	}
	verb := "made"
	if o.diff {
		verb = "--fix would make"
	}
	text := "no fixes to make"
	if t.fixes > 0 {
		text = fmt.Sprintf("%s %s in %s", verb, plural(t.fixes, "fix", "fixes"), plural(t.files, "file", "files"))
	}
	if t.unsafe > 0 {
		text += fmt.Sprintf("; --unsafe-fixes makes %d more, which may change what users can do", t.unsafe)
	}
	c.app.note("%s", text)
}
