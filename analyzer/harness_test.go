package analyzer

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"
)

// imported are the packages that sources of tests import, type-checked once.
var imported = sync.OnceValues(func() (importer, error) {
	config := &packages.Config{Mode: packages.NeedName | packages.NeedTypes | packages.NeedImports, Dir: module}
	loaded, err := packages.Load(config, "context", "fmt", "errors", "net/http",
		"github.com/aws/aws-sdk-go-v2/aws",
		"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider",
		"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types",
		"github.com/userpoolclient/userpoolclient",
		"github.com/userpoolclient/userpoolclient/sdk",
	)
	all := make(importer)
	for _, p := range loaded {
		if len(p.Errors) > 0 {
			return nil, p.Errors[0]
		}
		all[p.PkgPath] = p.Types
	}
	return all, err
})

// An importer finds packages by path.
type importer map[string]*types.Package

// Import returns a package.
func (i importer) Import(path string) (*types.Package, error) {
	if p := i[path]; p != nil {
		return p, nil
	}
	return nil, fmt.Errorf("no package %s", path)
}

// A source is one file, type-checked.
type source struct {
	text string
	pass analysis.Pass
}

// check type-checks a file.
func check(t testing.TB, name, text string) *source {
	t.Helper()
	deps, err := imported()
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatalf("%v\n%s", err, numbered(text))
	}
	info := &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue), Defs: make(map[*ast.Ident]types.Object),
		Uses: make(map[*ast.Ident]types.Object), Selections: make(map[*ast.SelectorExpr]*types.Selection),
		Implicits: make(map[ast.Node]types.Object), Instances: make(map[*ast.Ident]types.Instance),
	}
	config := types.Config{Importer: deps, GoVersion: "go1.26"}
	pkg, err := config.Check("test", fset, []*ast.File{file}, info)
	if err != nil {
		t.Fatalf("%v\n%s", err, numbered(text))
	}
	return &source{text, analysis.Pass{
		Fset: fset, Files: []*ast.File{file}, Pkg: pkg, TypesInfo: info,
		ReadFile: func(string) ([]byte, error) { return []byte(text), nil },
	}}
}

// numbered returns a text with the numbers of its lines.
func numbered(text string) string {
	var b strings.Builder
	for i, l := range strings.Split(text, "\n") {
		fmt.Fprintf(&b, "%4d %s\n", i+1, l)
	}
	return b.String()
}

// run returns what the analyzer reports, in the order of the text.
func (s *source) run(t testing.TB, options Options) []analysis.Diagnostic {
	t.Helper()
	return s.runWith(t, New(options))
}

func (s *source) runWith(t testing.TB, a *analysis.Analyzer) []analysis.Diagnostic {
	t.Helper()
	var all []analysis.Diagnostic
	pass := s.pass
	pass.Analyzer = a
	pass.Report = func(d analysis.Diagnostic) { all = append(all, d) }
	if _, err := a.Run(&pass); err != nil {
		t.Fatal(err)
	}
	slices.SortStableFunc(all, func(a, b analysis.Diagnostic) int { return cmp.Compare(a.Pos, b.Pos) })
	return all
}

// line returns the line of a diagnostic.
func (s *source) line(d analysis.Diagnostic) int { return s.pass.Fset.Position(d.Pos).Line }

// lines returns "line category" of each diagnostic.
func (s *source) lines(all []analysis.Diagnostic) []string {
	var out []string
	for _, d := range all {
		out = append(out, fmt.Sprintf("%d %s", s.line(d), d.Category))
	}
	return out
}

// fixed returns the text with the first fix of each diagnostic applied.
func (s *source) fixed(all []analysis.Diagnostic) string {
	var edits []analysis.TextEdit
	for _, d := range all {
		if len(d.SuggestedFixes) > 0 {
			edits = append(edits, d.SuggestedFixes[0].TextEdits...)
		}
	}
	return s.apply(edits)
}

// apply returns the text with edits.
func (s *source) apply(edits []analysis.TextEdit) string {
	edits = slices.Clone(edits)
	slices.SortFunc(edits, func(a, b analysis.TextEdit) int { return cmp.Compare(b.Pos, a.Pos) })
	text := s.text
	for _, e := range edits {
		from, to := s.pass.Fset.Position(e.Pos).Offset, s.pass.Fset.Position(e.End).Offset
		text = text[:from] + string(e.NewText) + text[to:]
	}
	return text
}
