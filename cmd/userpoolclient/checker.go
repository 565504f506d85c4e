package main

import (
	"errors"
	"fmt"
	"os"
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
	app        *app
	options    *checkOptions
	context    userpoolclient.Context // what the flags say
	parameters map[string]string      // what the flags say
	declared   map[string]bool        // the names of the parameters that templates have
	settings   *settingsFinder
	today      time.Time
	report     report
	judged     map[string]bool // the files that were judged, as they are shown
	heldBy     map[string]int  // how many clients each argument stands for
}

func (a *app) newChecker(o *checkOptions) (*checker, error) {
	c := &checker{
		app: a, options: o, today: a.clock(),
		declared: make(map[string]bool), judged: make(map[string]bool), heldBy: make(map[string]int),
	}
	var err error
	if c.parameters, err = parameters(o.context.parameters); err != nil {
		return nil, err
	}
	if c.settings, err = a.newSettingsFinder(o.settings); err != nil {
		return nil, err
	}
	c.context, err = a.context(&o.context)
	return c, err
}

// unread notes what was to be judged and could not be read.
func (c *checker) unread(u unread) {
	c.report.account.Unread = append(c.report.account.Unread, u)
	c.app.unreadable(errors.New(u.String()))
}

// walk turns the arguments into files.
func (c *checker) walk(args []string) ([]input, error) {
	here, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	w := walker{
		settings: c.settings, noIgnore: c.options.noIgnore,
		exclude: newIgnoreList(here, strings.Join(c.options.exclude, "\n")),
		failed: func(path, arg string, err error) {
			c.unread(unread{File: displayName(path), Reason: cause(err).Error(), arg: arg})
		},
	}
	w.expand(args)
	c.report.account.PassedOver = w.passedOver
	return w.inputs, nil
}

// input judges the app clients of one file.
func (c *checker) input(in input) error {
	s, err := c.settings.of(in.path)
	if err != nil {
		return err
	}
	data, ok := c.read(in)
	if !ok {
		return nil
	}
	c.report.account.Files++
	if in.how != named && !mentionsClient(data) && !isUTF16(data) {
		return nil
	}
	resources := c.resources(in, s, data)
	about := s.judge(in.path, c.today)
	source := sourceLines{data: data}
	for i := range resources {
		r := &resources[i]
		r.MergeContext(s.context(in.path))
		r.MergeContext(c.context)
		c.client(in, s, r, about, &source)
	}
	if len(resources) > 0 {
		c.judged[displayName(in.path)] = true
		c.heldBy[in.arg] += len(resources)
	}
	return nil
}

// read reads an input; ok reports whether there is something to look at.
func (c *checker) read(in input) (data []byte, ok bool) {
	if in.how != named {
		if info, err := os.Stat(in.path); err == nil && info.Size() > iac.MaxJSON {
			return nil, c.tooLarge(in)
		}
	}
	data, err := c.app.read(in.path)
	if err != nil {
		c.unread(newUnread(in, err))
		return nil, false
	}
	return data, true
}

// tooLarge tells of a file that is too large to be read, if it mentions an app
// client at all. It reports false: there is nothing to look at.
func (c *checker) tooLarge(in input) bool {
	c.report.account.Files++
	mentioned, err := streamMentions(in.path)
	switch {
	case err != nil:
		c.unread(newUnread(in, err))
	case mentioned:
		c.unread(newUnread(in, fmt.Errorf("is larger than %d MB", iac.MaxJSON>>20)))
	}
	return false
}

// resources reads the app clients of a text. That it holds one and is not read is
// told, whoever named it; that it holds none only when it was named.
func (c *checker) resources(in input, s *settings, data []byte) []iac.Resource {
	c.declare(data)
	all, err := c.loading(in, s).Load(in.path, data)
	if err == nil && len(all) == 0 && in.how == named {
		all, err = namedClient(in.path, data)
	}
	switch {
	case err != nil && in.how != named && isOtherTools(err, data):
		return nil
	case err != nil:
		c.unread(newUnread(in, err))
		return nil
	case len(all) > 0:
		if position, why, ok := strays(data, len(all)); ok && isTemplate(all[0].Format) {
			c.unread(newUnread(in, &iac.SyntaxError{Position: position, Message: why}))
		}
		return all
	}
	position, why, ok := whyUnread(in.path, data)
	switch {
	case ok && in.how != named && isConstructTree(in.path) && hasTemplateBeside(in.path):
	case ok:
		c.unread(newUnread(in, &iac.SyntaxError{Position: position, Message: why}))
	case in.how == named && !c.options.allowEmpty:
		c.unread(newUnread(in, errors.New("holds no app client")))
	}
	return nil
}

// loading is how a file is read. What the flags say of parameters goes before
// what the settings say.
func (c *checker) loading(in input, s *settings) iac.Options {
	o := iac.Options{Discovered: in.how != named, Parameters: c.parameters}
	if len(s.parameters) == 0 {
		return o
	}
	o.Parameters = make(map[string]string)
	for _, from := range []map[string]string{s.parameters, c.parameters} {
		for name, value := range from {
			o.Parameters[name] = value
		}
	}
	return o
}

// declare notes the parameters that a template has, where a flag names any.
func (c *checker) declare(data []byte) {
	if len(c.parameters) == 0 {
		return
	}
	for _, name := range parameterNames(data) {
		c.declared[name] = true
	}
}

// isTemplate reports whether a format is one of CloudFormation's.
func isTemplate(f iac.Format) bool {
	switch f {
	case iac.FormatCloudFormation, iac.FormatSAM, iac.FormatCDK, iac.FormatServerless:
		return true
	}
	return false
}

// isOtherTools reports whether a text that nobody named, and that cannot be read,
// is another tool's: JSON that has a key in common with an app client.
func isOtherTools(err error, data []byte) bool {
	var parse *userpoolclient.ParseError
	if !errors.As(err, &parse) {
		return false
	}
	const enough = 2
	for _, m := range mentions {
		if strings.Contains(string(data), string(m)) {
			return false
		}
	}
	return len(namesIn(data, enough)) < enough
}

// hasTemplateBeside reports whether there is a template of CDK's in the folder of
// a file.
func hasTemplateBeside(path string) bool {
	names, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*.template.json"))
	return len(names) > 0
}

// client judges one app client.
func (c *checker) client(in input, s *settings, r *iac.Resource, about []*suppression, source *sourceLines) {
	c.report.account.client(in.path, r)
	all, left := judged(r)
	c.report.account.Suppressed.Resource += left
	before := len(c.report.findings)
	for _, f := range all {
		found := finding{
			file: displayName(in.path), place: place{f.Resource, f.Property, f.Position}, owner: r.Position,
			rejectedBy: rejectedBy(r.Format, f.Finding), Finding: f.Finding,
		}
		if c.leavesOut(found, s, about) {
			continue
		}
		if line := source.line(f.Position.Line); showable(line, r.Config) && f.Field != userpoolclient.FieldClientSecret {
			found.source = line
		}
		c.report.findings = append(c.report.findings, c.graded(found, s))
	}
	c.report.clients = append(c.report.clients, checked{displayName(in.path), r.Address, len(c.report.findings) - before})
}

// judged returns what is found in a resource, and how many findings its own
// suppressions leave out.
func judged(r *iac.Resource) (all []iac.Finding, left int) {
	all = r.Check()
	if len(r.Ignores) == 0 {
		return all, 0
	}
	open := *r
	open.Ignores = nil
	kept := 0
	for _, f := range all {
		if f.Rule != ruleUnused {
			kept++
		}
	}
	return all, len(open.Check()) - kept
}

// rejectedBy says who rejects the request because of a finding; "" for a finding
// that nobody rejects.
func rejectedBy(f iac.Format, found userpoolclient.Finding) string {
	if found.Severity != userpoolclient.SeverityError {
		return ""
	}
	if _, ok := userpoolclient.RuleByID(found.Rule); ok {
		return rejectedByCognito
	}
	if isTemplate(f) {
		return "CloudFormation"
	}
	return "the provider"
}

const rejectedByCognito = "Cognito"

// leavesOut reports whether a finding is not to be reported, and counts it.
func (c *checker) leavesOut(f finding, s *settings, about []*suppression) bool {
	by := &c.report.account.Suppressed
	least := c.options.minHarm
	if least == userpoolclient.HarmNone {
		least = s.minHarm
	}
	switch {
	case suppressed(about, f):
		by.Config++
	case slices.Contains(c.options.ignore, f.Rule):
		by.Ignore++
	case f.Severity == userpoolclient.SeverityAdvice && f.Harm < least:
		by.MinHarm++
	default:
		return false
	}
	return true
}

// graded says whether the finding fails the run: by the flag, else by the
// settings.
func (c *checker) graded(f finding, s *settings) finding {
	worst := c.options.failOn
	if !c.options.failOnSet && s.failOn != 0 {
		worst = s.failOn
	}
	f.fails = f.Severity <= worst
	return f
}

// finish takes out what the baseline has and writes the report.
func (c *checker) finish(args []string) error {
	r := &c.report
	c.empty(args)
	c.unknownParameters()
	for _, s := range c.settings.used {
		if left := s.leftovers(c.today, c.covers(s, args)); left != nil {
			c.extra(s, printable(s.file), left)
		}
	}
	if path := c.options.writeBaseline; path != "" {
		if err := writeBaseline(path, r.findings); err != nil {
			return err
		}
		c.app.note("%s holds %s", printable(path), plural(len(r.findings), "finding", "findings"))
		return nil
	}
	if path := c.options.baseline; path != "" {
		if err := c.dropBaseline(path); err != nil {
			return err
		}
	}
	r.close()
	if slices.ContainsFunc(r.findings, func(f finding) bool { return f.fails }) {
		c.app.atLeast(exitFindings)
	}
	if c.options.failOnUnknown && r.account.undecided() {
		c.app.atLeast(exitFindings)
	}
	r.exitCode = c.app.code
	return c.app.writeReport(c.options, r)
}

// extra adds findings that are about no client.
func (c *checker) extra(s *settings, file string, all []finding) {
	for i := range all {
		all[i] = c.graded(all[i], s)
	}
	c.report.findings = append(c.report.findings, all...)
	c.report.clients = append(c.report.clients, checked{file, notAClient, len(all)})
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
			why += fmt.Sprintf("; %s passed over (--no-ignore looks into what %s leaves out)", plural(n, "entry was", "entries were"), gitignore)
		}
		c.unread(unread{File: displayName(arg), Reason: why, arg: arg})
	}
}

// told reports whether it is told already why an argument holds nothing.
func (c *checker) told(arg string) bool {
	return slices.ContainsFunc(c.report.account.Unread, func(u unread) bool { return u.arg == arg })
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

// dropBaseline takes out the findings that the baseline has, and tells of those
// that it has and that are no longer there.
func (c *checker) dropBaseline(path string) error {
	known, err := readBaseline(path)
	if err != nil {
		return err
	}
	c.report.drop(known)
	var gone []baselineEntry
	for _, entry := range known {
		if !entry.seen && c.judged[entry.File] {
			gone = append(gone, entry.baselineEntry)
		}
	}
	if gone != nil {
		slices.SortFunc(gone, func(a, b baselineEntry) int { return strings.Compare(a.File+"\x00"+a.Rule, b.File+"\x00"+b.Rule) })
		c.extra(&settings{}, printable(path), []finding{stale(path, gone)})
	}
	return nil
}

// covers reports whether the run looked at the whole folder that settings are
// for, so that a suppression that nothing needed is one that nothing needs.
func (c *checker) covers(s *settings, args []string) bool {
	if len(c.options.exclude) > 0 {
		return false
	}
	return slices.ContainsFunc(args, func(arg string) bool {
		above, err := filepath.Abs(arg)
		return err == nil && (above == s.folder || strings.HasPrefix(s.folder, strings.TrimSuffix(above, "/")+"/"))
	})
}
