package analyzer

import (
	"flag"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/internal/nearest"
)

// Options says what is reported. The zero value reports errors and warnings in
// files that are not tests.
type Options struct {
	Advice  bool     // report advice as well
	Tests   bool     // judge _test.go files as well, which often hold clients that are wrong on purpose
	Guarded bool     // every SDK client of the program has sdk.Guard: partial updates are not reported
	Ignore  []string // IDs of rules that are not reported

	// UnsafeFixes suggests fixes as well that can change what the client's users can
	// do.
	UnsafeFixes bool
}

// rulesPage is where the rules are documented, each under its ID.
const rulesPage = "https://github.com/userpoolclient/userpoolclient/blob/main/docs/rules.md"

// New returns an analyzer. Its flags change the options that it is given: advice,
// tests, guarded, ignore and unsafe-fixes.
func New(options Options) *analysis.Analyzer {
	options.Ignore = slices.Clone(options.Ignore)
	a := &analysis.Analyzer{
		Name: "userpoolclient",
		Doc: "find what Amazon Cognito would reject, change or wipe in app clients\n\n" +
			"It judges literals of CreateUserPoolClientInput, UpdateUserPoolClientInput, userpoolclient.Config and " +
			"Pulumi's UserPoolClientArgs, and reports updates that wipe what they omit.",
		URL: rulesPage,
		Run: func(pass *analysis.Pass) (any, error) {
			run(pass, &options)
			return nil, nil
		},
	}
	a.Flags.BoolVar(&options.Advice, "advice", options.Advice, "report advice as well as errors and warnings")
	a.Flags.BoolVar(&options.Tests, "tests", options.Tests, "judge _test.go files as well")
	a.Flags.BoolVar(&options.Guarded, "guarded", options.Guarded,
		"every SDK client has sdk.Guard: do not report partial updates")
	a.Flags.BoolVar(&options.UnsafeFixes, "unsafe-fixes", options.UnsafeFixes,
		"suggest fixes as well that can change what the client's users can do")
	a.Flags.Var((*ruleList)(&options.Ignore), "ignore", "`rules` that are not reported, separated by commas")
	return a
}

// ruleList is a flag that holds IDs of rules.
type ruleList []string

var _ flag.Value = (*ruleList)(nil)

// String returns the IDs, separated by commas.
func (l *ruleList) String() string { return strings.Join(*l, ",") }

// Set reads IDs, separated by commas. The error names one that is not a rule.
func (l *ruleList) Set(text string) error {
	var ids []string
	for id := range strings.SplitSeq(text, ",") {
		if err := knownRule(id); err != nil {
			return err
		}
		ids = append(ids, id)
	}
	*l = ids
	return nil
}

// knownRule returns an error, with the nearest ID, when no rule has that ID.
func knownRule(id string) error {
	if _, ok := userpoolclient.RuleByID(id); ok {
		return nil
	}
	return &unknownRuleError{id}
}

type unknownRuleError struct{ id string }

// Error names the rule that was most likely meant.
func (e *unknownRuleError) Error() string {
	var ids []string
	for _, r := range userpoolclient.Rules() {
		ids = append(ids, r.ID)
	}
	text := "\"" + e.id + "\" is not a rule"
	if near := nearest.To(e.id, ids); near != "" {
		text += " (did you mean \"" + near + "\"?)"
	}
	return text
}
