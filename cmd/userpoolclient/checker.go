package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// checker is one run of check: it keeps the findings of each file and nothing
// else of it.
type checker struct {
	app      *app
	options  *checkOptions
	args     []string
	load     iac.Options
	context  userpoolclient.Context // what the flags say
	settings *settings
	today    time.Time
	report   report
}

func (a *app) newChecker(o *checkOptions, args []string) (*checker, error) {
	c := &checker{app: a, options: o, today: time.Now(), report: report{failOn: o.failOn}}
	var err error
	if c.load.Parameters, err = parameters(o.context.parameters); err != nil {
		return nil, err
	}
	if c.settings, err = a.settings(o.settings); err != nil {
		return nil, err
	}
	if c.args, err = a.inputs(args); err != nil {
		return nil, err
	}
	c.context, err = a.context(&o.context)
	return c, err
}

// input checks the app clients of one file.
func (c *checker) input(in input) error {
	resources, err := c.app.resources(in, c.load)
	if err != nil {
		return err
	}
	for i := range resources {
		r := &resources[i]
		r.MergeContext(c.settings.context(in.path))
		r.MergeContext(c.context)
		c.add(in, r)
	}
	return nil
}

func (c *checker) add(in input, r *iac.Resource) {
	before := len(c.report.findings)
	for _, f := range r.Check() {
		found := finding{displayName(in.path), place{f.Resource, f.Property, f.Position}, f.Finding}
		if !slices.Contains(c.options.ignore, f.Rule) && !c.settings.suppresses(found, c.today) {
			c.report.findings = append(c.report.findings, found)
		}
	}
	c.report.clients = append(c.report.clients, checked{displayName(in.path), r.Address, len(c.report.findings) - before})
}

// finish takes out what the baseline has and writes the report.
func (c *checker) finish() error {
	r := &c.report
	if left := c.settings.leftovers(c.today, c.coversSettings()); left != nil {
		r.findings = append(r.findings, left...)
		r.clients = append(r.clients, checked{printable(c.settings.file), "suppressions", len(left)})
	}
	if path := c.options.writeBaseline; path != "" {
		if err := writeBaseline(path, r.findings); err != nil {
			return err
		}
		c.app.note("%s holds %s", printable(path), plural(len(r.findings), "finding", "findings"))
		return nil
	}
	if path := c.options.baseline; path != "" {
		known, err := readBaseline(path)
		if err != nil {
			return err
		}
		r.drop(known)
	}
	for _, client := range r.clients {
		if client.resource != "suppressions" {
			r.summary.Configs++
		}
	}
	for _, f := range r.findings {
		r.summary.count(f.Severity)
	}
	if r.reaches(r.failOn) {
		c.app.atLeast(exitFindings)
	}
	return c.app.writeReport(c.options.format, r)
}

// drop takes out the findings that are known.
func (r *report) drop(known map[string]bool) {
	prints := fingerprints(r.findings)
	var kept []finding
	next := 0
	for i := range r.clients {
		client := &r.clients[i]
		before := len(kept)
		for j := next; j < next+client.findings; j++ {
			if !known[prints[j]] {
				kept = append(kept, r.findings[j])
			}
		}
		next += client.findings
		client.findings = len(kept) - before
	}
	r.findings = kept
}

// coversSettings says that the run looked at the whole folder that the settings
// are for, so that a suppression that nothing needed is one that nothing needs.
func (c *checker) coversSettings() bool {
	folder, err := filepath.Abs(filepath.Dir(c.settings.file))
	if err != nil || c.settings.file == "" {
		return false
	}
	return slices.ContainsFunc(c.args, func(arg string) bool {
		above, err := filepath.Abs(arg)
		return err == nil && (above == folder || strings.HasPrefix(folder, strings.TrimSuffix(above, "/")+"/"))
	})
}

// progress is a line on the terminal about a run that takes longer than a second.
type progress struct {
	app   *app
	total int
	begin time.Time
	last  time.Time
}

func (a *app) newProgress(total int) *progress {
	now := time.Now()
	return &progress{app: a, total: total, begin: now, last: now}
}

// at shows that so many files are read, a few times a second.
func (p *progress) at(done int) {
	if !p.app.live {
		return
	}
	if now := time.Now(); now.Sub(p.begin) > time.Second && now.Sub(p.last) > 100*time.Millisecond {
		p.last = now
		fmt.Fprintf(p.app.err, "\r%d of %d files", done, p.total)
	}
}

// end wipes the line.
func (p *progress) end() {
	if p.last != p.begin {
		fmt.Fprint(p.app.err, "\r\x1b[K")
	}
}
