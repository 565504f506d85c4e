package analyzer

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"
)

// A pkg is one run of the analyzer.
type pkg struct {
	pass    *analysis.Pass
	info    *types.Info
	options *Options
	root    inspector.Cursor
	index   *uses
	guards  *bool // what guardsSomewhere has found out
}

// uses returns where the variables and functions of the package occur. Most
// packages have no literal that asks.
func (p *pkg) uses() *uses {
	if p.index == nil {
		p.index = newUses(p)
	}
	return p.index
}

// run judges the literals of a package.
func run(pass *analysis.Pass, options *Options) {
	if !concerns(pass.Pkg) {
		return
	}
	p := &pkg{pass: pass, info: pass.TypesInfo, options: options, root: inspector.New(pass.Files).Root()}
	files := p.judgedFiles()
	r := newReporter(p, files)
	for _, c := range p.clients(files) {
		p.judge(c, r)
	}
	r.finish()
}

// judgedFiles returns the files whose literals are judged.
func (p *pkg) judgedFiles() []*ast.File {
	var files []*ast.File
	for _, f := range p.pass.Files {
		if p.options.Tests || !strings.HasSuffix(p.lineOf(f.Package).file, "_test.go") {
			files = append(files, f)
		}
	}
	return files
}
