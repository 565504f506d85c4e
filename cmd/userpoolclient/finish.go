package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// finish takes out what the baseline has and writes the report.
func (c *checker) finish(args []string) error {
	r := &c.report
	c.empty(args)
	c.unknownParameters()
	c.uselessVars()
	if n := len(c.otherPool); n > 0 {
		c.app.note("%s of another user pool than the one that --pool or %s names, so nothing is known of theirs",
			plural(n, "app client is", "app clients are"), settingsName)
	}
	if n := len(c.otherClient); n > 0 {
		c.unread(unread{Reason: fmt.Sprintf("--current is of another app client than %d of those that are checked, "+
			"and tells nothing of them", n)})
	}
	for _, s := range c.settings.used {
		covered := func(r *suppression) bool { return c.covers(s, r, args) }
		if left := s.leftovers(c.today, covered); left != nil {
			c.extra(s, printable(s.file), left)
		}
	}
	if path := c.options.writeBaseline; path != "" {
		if err := writeBaseline(path, r.findings); err != nil {
			return err
		}
		c.tellFixes()
		c.app.note("%s holds %s", printable(path), plural(len(r.findings), "finding", "findings"))
		return nil
	}
	if path := c.options.baseline; path != "" {
		if err := c.dropBaseline(path); err != nil {
			return err
		}
	}
	r.close()
	if slices.ContainsFunc(r.findings, func(f *finding) bool { return f.fails }) {
		c.app.atLeast(exitFindings)
	}
	if c.options.failOnUnknown && r.account.undecided() {
		c.app.atLeast(exitFindings)
	}
	r.exitCode = c.app.code
	c.tellFixes()
	if c.options.fixes.diff {
		return nil
	}
	return c.app.writeReport(c.options, r)
}

// extra adds findings that are about no client.
func (c *checker) extra(s *settings, file string, all []*finding) {
	for _, f := range all {
		f.fails = c.fails(f, s)
	}
	c.report.findings = append(c.report.findings, all...)
	c.report.clients = append(c.report.clients,
		checked{file: file, resource: "suppressions", findings: len(all), isNone: true})
}

// empty tells of the arguments that stand for no app client, unless that may be.
func (c *checker) empty(args []string) {
	if c.options.allowEmpty {
		return
	}
	nothing := c.report.account.Clients == 0
	for _, arg := range slices.Compact(slices.Clone(args)) {
		info, err := os.Stat(arg)
		isFolder := err == nil && info.IsDir()
		if c.heldBy[arg] > 0 || c.told(arg) || !isFolder && !(err != nil && isPattern(arg)) || isFolder && !nothing {
			continue
		}
		why := "no app client in " + plural(c.report.account.Files, "file", "files")
		if n := c.report.account.PassedOver; n > 0 {
			why += fmt.Sprintf("; %s passed over (--no-ignore looks into what %s leaves out)",
				plural(n, "entry was", "entries were"), gitignore)
		}
		c.unread(unread{File: displayName(arg), Reason: why, args: []string{arg}})
	}
}

// told reports whether it is told already why an argument holds nothing.
func (c *checker) told(arg string) bool {
	return slices.ContainsFunc(c.report.account.Unread, func(u unread) bool { return slices.Contains(u.args, arg) })
}

// unknownParameters tells of the parameters that no template has.
func (c *checker) unknownParameters() {
	if c.report.account.Clients == 0 {
		return
	}
	for _, name := range sortedKeys(c.parameters) {
		if !c.declared[name] {
			c.unread(unread{Reason: "--parameter " + printable(name) + ": no template has such a parameter" +
				didYouMean(name, sortedKeys(c.declared))})
		}
	}
}

// uselessVars tells of the flags that set variables of Terraform source where there is
// none. Of the source that there is, its own reader tells which variables it has.
func (c *checker) uselessVars() {
	if c.report.account.Clients == 0 || c.hasSource {
		return
	}
	const why = ": there is no Terraform source, and what else is read has no such variables"
	for _, name := range sortedKeys(c.vars) {
		c.unread(unread{Reason: "--var " + printable(name) + why})
	}
	for _, file := range c.options.varFiles {
		c.unread(unread{Reason: "--var-file " + printable(file) + why})
	}
}

// dropBaseline takes out the findings that the baseline has, and tells of those
// that it has and that are no longer there.
func (c *checker) dropBaseline(path string) error {
	known, err := readBaseline(path)
	if err != nil {
		return err
	}
	c.report.drop(known)
	judged := c.report.judged()
	var gone []baselineEntry
	for _, entry := range known {
		if !entry.seen && judged[entry.File] {
			gone = append(gone, entry.baselineEntry)
		}
	}
	if gone != nil {
		slices.SortFunc(gone, func(a, b baselineEntry) int {
			return cmp.Or(strings.Compare(a.File, b.File), strings.Compare(a.Rule, b.Rule))
		})
		c.extra(&settings{}, printable(path), []*finding{stale(path, gone)})
	}
	return nil
}

// covers reports whether the run looked at every file that a suppression is
// about, so that one that nothing needed is one that nothing needs.
func (c *checker) covers(s *settings, r *suppression, args []string) bool {
	if !slices.ContainsFunc(args, func(arg string) bool {
		folder, err := filepath.Abs(arg)
		return err == nil && isUnder(s.folder, folder)
	}) {
		return false
	}
	base, _ := doublestar.SplitPattern(r.path)
	about := filepath.Join(s.folder, filepath.FromSlash(base))
	return !slices.ContainsFunc(c.passedOver, func(path string) bool {
		absolute, err := filepath.Abs(path)
		return err != nil || isUnder(absolute, about) || isUnder(about, absolute)
	})
}
