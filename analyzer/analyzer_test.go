package analyzer_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/userpoolclient/userpoolclient/analyzer"
)

// module is the folder of go.mod: the test packages are judged as part of it, with
// the real SDK.
const module = ".."

func TestReport(t *testing.T) {
	analysistest.Run(t, module, analyzer.New(analyzer.Options{}), "./analyzer/testdata/report")
}

func TestSilent(t *testing.T) {
	analysistest.Run(t, module, analyzer.New(analyzer.Options{}), "./analyzer/testdata/silent")
}
