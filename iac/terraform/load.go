package terraform

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/iac/internal/evaluated"
)

// Options sets the variables of a module, as the command line of Terraform does.
type Options struct {
	// Vars are values as --var gives them: the text of a string, else an
	// expression (`["https://a.example"]`). They count most.
	Vars map[string]string

	// VarFiles are files as --var-file names them, in the file system that is read;
	// of two that set a variable the later one counts. The files that Terraform
	// reads by itself, terraform.tfvars and *.auto.tfvars, need not be named.
	VarFiles []string
}

// Module is what a folder of source holds, with the local modules it calls.
type Module struct {
	Dir       string
	Resources []iac.Resource // the app clients
	Unjudged  []Unjudged     // what could not be judged as it stands
	Files     []string       // the files of source that were read
	Folders   []string       // the folders of the modules that were read, Dir first
}

// Complete reports whether every app client of the module was read.
func (m *Module) Complete() bool {
	return !slices.ContainsFunc(m.Unjudged, func(u Unjudged) bool { return u.Reason.Loses() })
}

// Reason is why something could not be judged.
type Reason string

// The reasons.
const (
	ReasonUnreadable  Reason = "unreadable"  // a file or folder could not be read or parsed
	ReasonOutside     Reason = "outside"     // a module lies outside of the file system that is read
	ReasonRemote      Reason = "remote"      // a module comes from a registry or a repository
	ReasonCycle       Reason = "cycle"       // it refers to itself
	ReasonLimit       Reason = "limit"       // it comes to more than is evaluated
	ReasonInstances   Reason = "instances"   // count or for_each is not known: one instance is judged
	ReasonValue       Reason = "value"       // an expression fails, so that its value is not known
	ReasonSuppression Reason = "suppression" // a suppression that suppresses nothing
	ReasonHidden      Reason = "hidden"      // OpenTofu reads another file in place of this one
)

// Loses reports whether app clients, or what they are made of, may have been
// missed for such a reason, so that the module must not pass for clean.
func (r Reason) Loses() bool {
	switch r {
	case ReasonUnreadable, ReasonOutside, ReasonRemote, ReasonCycle, ReasonLimit, ReasonValue:
		return true
	}
	return false
}

// Unjudged is something that could not be judged, and why.
type Unjudged struct {
	File     string
	Position iac.Position // the zero Position when it is about the whole file
	Reason   Reason
	Message  string
}

// Error returns the message after the file, line and column.
func (u Unjudged) Error() string {
	if !u.Position.IsValid() {
		return u.File + ": " + u.Message
	}
	return fmt.Sprintf("%s:%s: %s", u.File, u.Position, u.Message)
}

// ErrNoSource is the error of a folder without Terraform source.
var ErrNoSource = errors.New("has no Terraform source")

// IsModule reports whether a folder with files of these names is a module.
func IsModule(names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return isConfiguration(name) && !ignored(name) })
}

// LoadModule reads the module in a folder of a file system. The error is that of
// the folder; what is wrong with a file or an expression in it is among what is
// unjudged. Symbolic links are followed inside the file system only.
func LoadModule(fsys fs.FS, dir string, o Options) (*Module, error) {
	l := newLoader(fsys, path.Clean(dir), o)
	source, err := l.folder(l.root)
	if err != nil {
		return nil, notRead(dir, err)
	}
	if len(source.files) == 0 && !source.broken {
		return nil, noSource(dir)
	}
	return l.module(source), nil
}

func notRead(dir string, err error) error {
	return &iac.SyntaxError{Message: dir + " cannot be read: " + plain(err)}
}

func noSource(dir string) error { return fmt.Errorf("%s: %w", dir, ErrNoSource) }

// A loader reads one module and those that it calls.
type loader struct {
	options   Options
	root      string
	reader    reader
	folders   map[string]*folder
	sources   map[string][]byte // of the files, for the texts of conditions
	contents  map[string][]byte // of the files that expressions name
	values    []*hclsyntax.Body // of the files that set the variables of the root
	functions map[string]function.Function
	asked     map[string]bool // the names of members that expressions ask for
	forEachOf map[*hcl.EvalContext]hcl.Expression

	memo        map[key]entry
	active      map[key]bool
	frames      []frame
	assumptions *assumptions // nil: none are made
	steps       int
	leastSteps  int
	spent       bool
	instances   int

	unjudged []Unjudged
	noted    map[Unjudged]bool
	told     map[Reason]int
}

func newLoader(fsys fs.FS, root string, o Options) *loader {
	l := &loader{
		options: o, leastSteps: leastSteps,
		root:      root,
		reader:    reader{fsys: fsys},
		folders:   make(map[string]*folder),
		sources:   make(map[string][]byte),
		contents:  make(map[string][]byte),
		functions: maps.Clone(standard()),
		asked:     make(map[string]bool),
		forEachOf: make(map[*hcl.EvalContext]hcl.Expression),
		memo:      make(map[key]entry),
		active:    make(map[key]bool),
		noted:     make(map[Unjudged]bool),
		told:      make(map[Reason]int),
	}
	l.functions["file"] = l.fileFunction()
	l.functions["templatefile"] = l.templateFunction()
	return l
}

// module evaluates a folder as the root.
func (l *loader) module(source *folder) *Module {
	m := &Module{Dir: l.root, Resources: iac.Evaluated(l.evaluateModule(source))}
	m.Unjudged = l.unjudged // which the evaluation adds to
	l.sorted(m)
	return m
}

// evaluateModule returns the resources that matter of a module and of those that
// it calls.
func (l *loader) evaluateModule(source *folder) evaluated.Module {
	l.values = source.values
	for _, name := range l.options.VarFiles {
		if body := l.valuesFile(path.Clean(name)); body != nil {
			l.values = append(l.values, body)
		}
	}
	root := &module{folder: source, path: "."}
	root.ctx = l.newContext(root)
	l.unknownVariables(root)
	var found evaluated.Module
	l.collectResources(root, &found)
	found.Open = slices.ContainsFunc(l.unjudged, func(u Unjudged) bool {
		return u.Reason.Loses() || u.Reason == ReasonInstances
	})
	return found
}

// sorted puts in order what is read in no certain order.
func (l *loader) sorted(m *Module) {
	for _, f := range l.folders {
		m.Files = append(m.Files, f.files...)
		m.Folders = append(m.Folders, f.dir)
	}
	slices.Sort(m.Files)
	slices.SortFunc(m.Folders, func(a, b string) int {
		if (a == l.root) != (b == l.root) {
			return map[bool]int{true: -1, false: 1}[a == l.root]
		}
		return cmp.Compare(a, b)
	})
	slices.SortStableFunc(m.Unjudged, func(a, b Unjudged) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Position.Line, b.Position.Line),
			cmp.Compare(a.Position.Column, b.Position.Column), cmp.Compare(a.Message, b.Message))
	})
}

// unknownVariables tells of values for variables that the root does not declare.
func (l *loader) unknownVariables(root *module) {
	for _, name := range slices.Sorted(maps.Keys(l.options.Vars)) {
		if _, ok := root.variables[name]; !ok && !root.broken {
			l.note(Unjudged{File: l.root, Reason: ReasonValue, Message: "declares no variable " + quoted(name)})
		}
	}
}

// note adds something that could not be judged, once. Of one reason so many are
// told as anybody reads.
func (l *loader) note(u Unjudged) {
	const most = 100
	if l.noted[u] || l.told[u.Reason] >= most {
		return
	}
	l.told[u.Reason]++
	l.noted[u] = true
	l.unjudged = append(l.unjudged, u)
}

func (l *loader) noteAt(at hcl.Range, reason Reason, message string) {
	if l.assumptions != nil && reason != ReasonLimit {
		return // told of the module as it is, not of what it may be
	}
	const longest = 300
	if r := []rune(message); len(r) > longest {
		message = string(r[:longest]) + "…"
	}
	l.note(Unjudged{
		File: at.Filename, Position: iac.Position{Line: at.Start.Line, Column: at.Start.Column},
		Reason: reason, Message: message,
	})
}

// diagnose notes what is wrong with the text of a file.
func (l *loader) diagnose(file string, diags hcl.Diagnostics) {
	for _, d := range diags {
		if d.Severity != hcl.DiagError {
			continue
		}
		at := hcl.Range{Filename: file}
		if d.Subject != nil {
			at = *d.Subject
		}
		l.noteAt(at, ReasonUnreadable, "is not read: "+d.Summary+": "+d.Detail)
		return // the rest follows from the first
	}
}

// whyNot is why an expression fails. The library's details may show values, which
// may be secret, and name one of several things by chance.
func whyNot(d *hcl.Diagnostic) string {
	switch d.Summary {
	case notDeclared, noInstanceOf, "Unsupported attribute":
		return d.Detail
	}
	return d.Summary
}

// diagnoseValue notes why an expression has no value.
func (l *loader) diagnoseValue(diags hcl.Diagnostics) {
	var first *hcl.Diagnostic // by its place, for the library does not tell them in order
	for _, d := range diags {
		if d.Severity == hcl.DiagError && d.Subject != nil && (first == nil || isBefore(*d.Subject, *first.Subject)) {
			first = d
		}
	}
	if first != nil && !l.spent {
		l.noteAt(*first.Subject, ReasonValue, "the value is not known: "+whyNot(first))
	}
}

func isBefore(a, b hcl.Range) bool {
	return cmp.Or(cmp.Compare(a.Filename, b.Filename), cmp.Compare(a.Start.Byte, b.Start.Byte)) < 0
}
