package analyzer

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/userpoolclient/userpoolclient"
)

// module is the folder of go.mod: the test packages are judged as part of it, with
// the real SDK.
const module = ".."

// TestSource judges the test packages: every finding is wanted on its line, and
// there is no other.
func TestSource(t *testing.T) {
	analysistest.Run(t, module, New(Options{}),
		"./analyzer/testdata/report", "./analyzer/testdata/silent")
}

// TestOtherPackages judges what is written with packages that this module does
// not depend on, of which testdata has the part that is used.
func TestOtherPackages(t *testing.T) {
	analysistest.Run(t, filepath.Join(analysistest.TestData(), "gopath"), New(Options{}),
		"viapulumi", "vianative", "viav1", "viapreset")
}

// TestFixes applies the fixes of a test package and compares it with the golden
// file beside it.
func TestFixes(t *testing.T) {
	analysistest.RunWithSuggestedFixes(t, module, New(Options{}), "./analyzer/testdata/fix")
}

// notWritten are errors that testdata/report leaves to TestAgreement, and why.
var notWritten = map[string]string{
	"callback-urls-count":          "101 URLs",
	"logout-urls-count":            "101 URLs",
	"scopes-count":                 "51 scopes",
	"analytics-external-id-length": "131073 characters",
}

var wantedRule = regexp.MustCompile(`([a-z]+(?:-[a-z0-9]+)+)\\\]`)

// TestReasons holds that the test packages have at least 40 places of each kind,
// each with a reason, and that every error that a literal can be is among those
// that are reported.
func TestReasons(t *testing.T) {
	reported, silent, rules := 0, 0, make(map[string]bool)
	for _, c := range comments(t, "testdata/report") {
		reason, want, ok := strings.Cut(c, "// want ")
		if !ok {
			continue
		}
		reported++
		if strings.Trim(reason, "/ ") == "" {
			t.Errorf("no reason before // want %s", want)
		}
		for _, m := range wantedRule.FindAllStringSubmatch(want, -1) {
			rules[m[1]] = true
		}
	}
	for _, c := range comments(t, "testdata/silent") {
		if reason, ok := strings.CutPrefix(c, "// ok:"); ok {
			silent++
			if strings.TrimSpace(reason) == "" {
				t.Error("no reason after // ok:")
			}
		}
	}
	if reported < 40 || silent < 40 {
		t.Errorf("%d places are reported and %d are not; each must be 40 or more", reported, silent)
	}
	for _, r := range userpoolclient.Rules() {
		isError := r.Severity == userpoolclient.SeverityError && r.Needs&userpoolclient.NeedsPool == 0
		if isError && !rules[r.ID] && notWritten[r.ID] == "" {
			t.Errorf("%s is an error that no line of testdata/report wants", r.ID)
		}
	}
}

// comments returns the comments of the files in a folder.
func comments(t *testing.T, folder string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files in %s: %v", folder, err)
	}
	var all []string
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, group := range f.Comments {
			for _, c := range group.List {
				all = append(all, c.Text)
			}
		}
	}
	return all
}
