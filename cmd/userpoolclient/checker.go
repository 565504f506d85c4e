package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/internal/view"
)

// checker is one run of check: it keeps the findings of each file and nothing
// else of it.
type checker struct {
	app         *app
	options     *checkOptions
	context     userpoolclient.Context // what the flags say
	parameters  map[string]string      // what the flags say
	declared    map[string]bool        // the names of the parameters that templates have
	vars        map[string]string      // of Terraform source, by the flags
	hasSource   bool                   // there is Terraform source among the inputs
	otherPool   map[string]bool        // the clients of another pool than the one that files tell of
	otherClient map[string]bool        // the clients that are not the one of --current
	settings    *settingsFinder
	today       time.Time
	report      report
	heldBy      map[string]int // how many clients each argument stands for
	passedOver  []string       // the files and folders that the walk left out
	fixed       fixTotals
	said        said
	each        func(file string, r *iac.Resource) // is handed every app client; nil: nobody asks
}

func (a *app) newChecker(o *checkOptions) (*checker, error) {
	c := &checker{
		app: a, options: o, today: a.clock(),
		declared: make(map[string]bool), heldBy: make(map[string]int),
		otherPool: make(map[string]bool), otherClient: make(map[string]bool),
	}
	var err error
	if c.parameters, err = parameters(o.context.parameters); err != nil {
		return nil, err
	}
	if c.vars, err = assignments("--var", o.vars); err != nil {
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
	c.app.unreadable(u.String())
}

// walk turns the arguments into files.
func (c *checker) walk(args []string) ([]*input, error) {
	here, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	w := walker{
		settings: c.settings, noIgnore: c.options.noIgnore,
		exclude: newIgnoreList(here, strings.Join(c.options.exclude, "\n")),
		failed: func(path, arg string, err error) {
			c.unread(unread{File: displayName(path), Reason: cause(err).Error(), args: []string{arg}})
		},
	}
	w.expand(args)
	c.report.account.PassedOver = len(w.passedOver)
	c.passedOver = w.passedOver
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
	data = c.fix(in, s, data)
	resources := c.resources(in, s, data)
	about := s.judge(in.path, c.today)
	source := &sourceLines{data: data}
	var fixes []suggestion
	for i := range resources {
		r := &resources[i]
		c.merge(in, s, r)
		c.client(in, s, r, about, func(string) *sourceLines { return source })
		fixes = append(fixes, c.suggest(r))
	}
	c.addFixes(fixes, displayName(in.path), iac.NewSource(data), data)
	for _, arg := range in.args {
		c.heldBy[arg] += len(resources)
	}
	return nil
}

// merge tells a client what is known of it. Of its pool nothing is known where the
// files tell of another one, and as little of how it stands now.
func (c *checker) merge(in input, s *settings, r *iac.Resource) {
	for _, known := range []userpoolclient.Context{s.context(in.path), c.context} {
		if c.app.isOfOther(known.Pool, r.Config) {
			known.Pool = nil
			c.otherPool[displayName(in.path)+" "+r.Address] = true
		}
		if isOther(known.Current, r.Config) {
			known.Current = nil
			c.otherClient[displayName(in.path)+" "+r.Address] = true
		}
		r.MergeContext(known)
	}
}

// isOther reports whether two clients are known to be two.
func isOther(a, b *userpoolclient.Config) bool {
	differ := func(x, y *string) bool { return x != nil && y != nil && *x != "" && *y != "" && *x != *y }
	return a != nil && b != nil && (differ(a.ClientId, b.ClientId) || differ(a.UserPoolId, b.UserPoolId))
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
// client at all, and reports whether there is something to look at: never.
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
	before := len(c.report.account.NotCreated)
	all, err := c.load(in, s, data)
	left := len(c.report.account.NotCreated) - before
	switch {
	case err != nil && in.how != named && !isUnreadable(err) && !holdsClient(data):
		return nil // another tool's
	case err != nil:
		c.unread(newUnread(in, err))
		return nil
	case len(all) == 0:
		c.holdsNone(in, data, left)
		return nil
	}
	if position, why, ok := view.Stray(all[0].Format, data, len(all)+left); ok {
		c.unread(newUnread(in, &iac.SyntaxError{Position: position, Message: why}))
	}
	return all
}

// load reads the app clients of a text, and notes those that are not created.
func (c *checker) load(in input, s *settings, data []byte) ([]iac.Resource, error) {
	o := c.loading(in, s)
	o.NotCreated = func(address string, at iac.Position) {
		c.report.account.NotCreated = append(c.report.account.NotCreated, unread{
			File: displayName(in.path), Line: at.Line, Column: at.Column, Reason: notCreated(address),
		})
	}
	all, err := o.Load(in.path, data)
	if err == nil && len(all) == 0 && in.how == named {
		return namedClient(in.path, data)
	}
	return all, err
}

// notCreated says why an app client of a template is none to judge.
func notCreated(address string) string {
	return printable(address) + " is not created, by the conditions of the template"
}

// holdsNone tells of a text without an app client what there is to tell; left is how
// many it has that are not created.
func (c *checker) holdsNone(in input, data []byte, left int) {
	isNamed := in.how == named && !c.options.allowEmpty
	position, why, ok := whyUnread(in.path, data)
	switch {
	case left > 0 && !isNamed:
	case left > 0:
		c.unread(newUnread(in, errors.New("creates no app client, by its conditions")))
	case ok && in.how != named && isConstructTree(in.path) && hasTemplateBeside(in.path):
	case ok:
		c.unread(newUnread(in, &iac.SyntaxError{Position: position, Message: why}))
	case isNamed:
		c.unread(newUnread(in, errors.New("holds no app client")))
	}
}

// isUnreadable reports whether an error says that a file holds an app client.
func isUnreadable(err error) bool {
	var unreadable *iac.UnreadableError
	return errors.As(err, &unreadable)
}

// loading is how a file is read. What the flags say of parameters goes before
// what the settings say.
func (c *checker) loading(in input, s *settings) iac.Options {
	o := iac.Options{Discovered: in.how != named, Parameters: c.parameters,
		SharedParameters: true} // declared is asked at the end
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

// hasTemplateBeside reports whether there is a template of CDK's in the folder of
// a file.
func hasTemplateBeside(path string) bool {
	names, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*.template.json"))
	return len(names) > 0
}

// client judges one app client; source returns the lines of a file of its module.
func (c *checker) client(
	in input, s *settings, r *iac.Resource, about []*suppression, source func(file string) *sourceLines,
) {
	c.report.account.client(in.path, r)
	if c.each != nil {
		c.each(displayName(in.path), r)
	}
	all, left := view.Judge(r)
	c.report.account.Suppressed.Resource += left
	before := len(c.report.findings)
	for _, f := range all {
		f.Message = view.MessageOf(f)
		found := &finding{
			file: displayName(in.sibling(r.File, f.File)), place: place{resource: f.Resource, property: f.Property,
				position: f.Position}, owner: r.Position,
			rejectedBy: view.RejectedBy(f), Finding: c.said.once(f.Finding),
		}
		if home := displayName(in.path); home != found.file {
			found.home = home
		}
		if c.leavesOut(found, s, about) {
			continue
		}
		line := source(cmp.Or(f.File, r.File)).line(f.Position.Line)
		if !namesSecret(f.Field, r.Config) && showable(line, r.Config) {
			found.source = line
		}
		found.fails = c.fails(found, s)
		c.report.findings = append(c.report.findings, found)
	}
	c.report.clients = append(c.report.clients,
		checked{file: displayName(in.path), resource: r.Address, findings: len(c.report.findings) - before})
}

const rejectedByCognito = "Cognito"

// leavesOut reports whether a finding is not to be reported, and counts it.
func (c *checker) leavesOut(f *finding, s *settings, about []*suppression) bool {
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

// fails reports whether the finding fails the run: by the flag, else by the settings.
func (c *checker) fails(f *finding, s *settings) bool {
	worst := c.options.failOn
	if !c.options.failOnSet && s.failOn != 0 {
		worst = s.failOn
	}
	return f.Severity <= worst
}
