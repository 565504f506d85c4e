package cognitotest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// RequireTemplate ends the test unless every app client of a template, plan or
// folder would be accepted. It judges the file, not only the configuration in it:
// a file that cannot be read ends the test, as does one without an app client, a
// property that does not exist, and everything else that the rules of files say.
// Suppressions that stand in the file count. It prints file, line, resource, rule
// and fix, and logs the rules that could not run, as [RequireNo] does, and the app
// clients that the conditions of a template leave out. Of several options the last ones
// win where both say something about Parameters, Context or NotCreated.
func RequireTemplate(t testing.TB, path string, options ...iac.Options) {
	t.Helper()
	RequireTemplateNo(t, userpoolclient.SeverityError, path, options...)
}

// RequireTemplateNo is [RequireTemplate] for findings of the severity or a graver
// one, as [RequireNo] takes it.
func RequireTemplateNo(t testing.TB, severity userpoolclient.Severity, path string, options ...iac.Options) {
	t.Helper()
	o := merged(options)
	if o.NotCreated == nil {
		o.NotCreated = func(address string, at iac.Position) {
			t.Helper()
			t.Logf("%s: not judged: %s at %s is not created, by the conditions of the template", path, address, at)
		}
	}
	files, err := loadTemplates(path, o)
	if err != nil {
		t.Fatal(err)
		return
	}
	clients := 0
	var wrong strings.Builder
	for _, f := range files {
		if f.Err != nil {
			fmt.Fprintf(&wrong, "\n  %s: %v", f.Path, f.Err)
		}
		for i := range f.Resources {
			clients++
			r := &f.Resources[i]
			logSkipped(t, strings.TrimSpace(f.Path+" "+r.Address), severity, r.Skipped())
			for _, finding := range r.Check() {
				if finding.Severity <= severity {
					fmt.Fprintf(&wrong, "\n  %s:%s", f.Path, finding)
				}
			}
		}
	}
	switch {
	case wrong.Len() > 0:
		t.Fatalf("%s:%s", path, wrong.String())
	case clients == 0:
		t.Fatalf("%s holds no app client, so nothing was judged", path)
	}
}

// loadTemplates returns what a file or a folder holds.
func loadTemplates(path string, o iac.Options) ([]iac.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		resources, err := o.LoadFile(path)
		return []iac.File{{Path: path, Resources: resources}}, err
	}
	files, err := o.LoadFS(os.DirFS(path), ".")
	for i := range files {
		files[i].Path = filepath.Join(path, files[i].Path)
	}
	return files, err
}

// merged lays options over one another.
func merged(options []iac.Options) iac.Options {
	var all iac.Options
	for _, o := range options {
		if o.Parameters != nil {
			all.Parameters = o.Parameters
		}
		if o.Context != (userpoolclient.Context{}) {
			all.Context = o.Context
		}
		if o.NotCreated != nil {
			all.NotCreated = o.NotCreated
		}
		all.AssumeDefaults = all.AssumeDefaults || o.AssumeDefaults
	}
	return all
}
