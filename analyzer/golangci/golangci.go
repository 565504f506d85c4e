// Package golangci makes the analyzer a module plugin of golangci-lint. Name it in
// .custom-gcl.yml:
//
//	version: v2.15.0
//	plugins:
//	  - module: github.com/userpoolclient/userpoolclient
//	    import: github.com/userpoolclient/userpoolclient/analyzer/golangci
//	    version: latest
//
// build the linter with golangci-lint custom, and switch the plugin on in
// .golangci.yml:
//
//	version: "2"
//	linters:
//	  enable: [userpoolclient]
//	  settings:
//	    custom:
//	      userpoolclient:
//	        type: module
//	        settings:
//	          advice: true
package golangci

import (
	"fmt"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/analyzer"
)

// The plugin system knows a plugin by what its package registers when it is
// imported, so this one package has an init. Nothing else imports it.
func init() { register.Plugin("userpoolclient", New) }

// Settings are the settings of the plugin in .golangci.yml.
type Settings struct {
	Advice      bool     `json:"advice"`       // report advice as well as errors and warnings
	Tests       bool     `json:"tests"`        // judge _test.go files as well
	Guarded     bool     `json:"guarded"`      // every SDK client has sdk.Guard
	Ignore      []string `json:"ignore"`       // IDs of rules that are not reported
	UnsafeFixes bool     `json:"unsafe-fixes"` // suggest unsafe fixes as well
}

// New returns the plugin. The error says which setting does not exist or which
// rule is misspelt.
func New(raw any) (register.LinterPlugin, error) {
	s, err := register.DecodeSettings[Settings](raw)
	if err != nil {
		return nil, err
	}
	for _, id := range s.Ignore {
		if _, ok := userpoolclient.RuleByID(id); !ok {
			return nil, fmt.Errorf("userpoolclient: ignore: %q is not a rule", id)
		}
	}
	return plugin{analyzer.Options{
		Advice: s.Advice, Tests: s.Tests, Guarded: s.Guarded, Ignore: s.Ignore, UnsafeFixes: s.UnsafeFixes,
	}}, nil
}

type plugin struct{ options analyzer.Options }

// BuildAnalyzers returns the analyzer.
func (p plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	return []*analysis.Analyzer{analyzer.New(p.options)}, nil
}

// GetLoadMode says that the analyzer needs types.
func (plugin) GetLoadMode() string { return register.LoadModeTypesInfo }
