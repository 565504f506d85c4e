package main

import (
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// fingerprintName is the key of the fingerprints in SARIF; its number changes
// when they are made differently.
const fingerprintName = "userpoolclient/v1"

// writeSARIF writes a SARIF 2.1.0 log of one run, with every rule.
func writeSARIF(w io.Writer, r *report) error { return sarifReport(r).PrettyWrite(w) }

func sarifReport(r *report) *sarif.Report {
	rules := slices.Concat(userpoolclient.Rules(), iac.Rules())
	index := make(map[string]int, len(rules))
	run := sarif.NewRunWithInformationURI("userpoolclient", "https://github.com/userpoolclient/userpoolclient")
	run.WithColumnKind("unicodeCodePoints")
	for i, rule := range rules {
		index[rule.ID] = i
		run.Tool.Driver.AddRule(sarifRule(rule))
	}
	prints := fingerprints(r.findings)
	for i, f := range r.findings {
		run.AddResult(sarifResult(f, index[f.Rule], prints[i]))
	}
	return sarif.NewReport().AddRun(run)
}

func sarifRule(r userpoolclient.Rule) *sarif.ReportingDescriptor {
	properties := sarif.NewPropertyBag().Add("precision", precision(r.Evidence))
	tags := []string{"cognito", r.Severity.String()}
	if score := securitySeverity(r); score != "" {
		properties.Add("security-severity", score)
		tags = append(tags, "security")
	} else {
		properties.Add("problem.severity", sarifProblem(r.Severity))
	}
	text := strings.TrimSpace(r.Summary + " " + r.Detail)
	return sarif.NewRule(r.ID).
		WithName(r.ID).
		WithShortDescription(words(r.Summary)).
		WithFullDescription(words(text)).
		WithHelp(&sarif.MultiformatMessageString{Text: &text, Markdown: pointer(explained(r))}).
		WithHelpURI(docsOf(r.ID)).
		WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(sarifLevel(r.Severity))).
		WithProperties(properties.WithTags(tags))
}

func words(text string) *sarif.MultiformatMessageString {
	return &sarif.MultiformatMessageString{Text: &text}
}

func pointer[T any](v T) *T { return &v }

// securitySeverity is GitHub's score of an advice: what ignoring it can cost. The
// other rules are about what works, not about what is safe.
func securitySeverity(r userpoolclient.Rule) string {
	switch r.Harm {
	case userpoolclient.HarmHigh:
		return "8.0"
	case userpoolclient.HarmMedium:
		return "5.5"
	case userpoolclient.HarmLow:
		return "2.5"
	}
	return ""
}

func precision(e userpoolclient.Evidence) string {
	switch e {
	case userpoolclient.EvidenceMeasured:
		return "very-high"
	case userpoolclient.EvidenceDocumented:
		return "high"
	}
	return "medium"
}

func sarifLevel(v userpoolclient.Severity) string {
	switch v {
	case userpoolclient.SeverityError:
		return sarif.LevelError
	case userpoolclient.SeverityWarning:
		return sarif.LevelWarning
	}
	return sarif.LevelNote
}

func sarifProblem(v userpoolclient.Severity) string {
	if v == userpoolclient.SeverityAdvice {
		return "recommendation"
	}
	return v.String()
}

func sarifResult(f finding, rule int, print string) *sarif.Result {
	place := sarif.NewPhysicalLocation().WithArtifactLocation(sarif.NewSimpleArtifactLocation(fileURI(f.file)))
	if f.position.IsValid() {
		place.WithRegion(sarif.NewRegion().WithStartLine(f.position.Line).WithStartColumn(f.position.Column))
	}
	location := sarif.NewLocationWithPhysicalLocation(place).AddLogicalLocation(
		sarif.NewLogicalLocation().WithFullyQualifiedName(strings.TrimPrefix(f.resource+"/"+f.property, "/")).WithKind("property"))
	result := sarif.NewRuleResult(f.Rule).
		WithMessage(sarif.NewTextMessage(f.subject() + " " + f.Text())).
		WithLevel(sarifLevel(f.Severity)).
		WithLocations([]*sarif.Location{location}).
		WithPartialFingerprints(map[string]string{fingerprintName: print})
	result.RuleIndex = rule
	return result
}

// fileURI is a file's name as a URI: relative where the name is.
func fileURI(name string) string {
	if name == stdinName {
		return "stdin"
	}
	u := url.URL{Path: slashed(name)}
	if filepath.IsAbs(name) {
		u.Scheme = "file"
	}
	return strings.TrimPrefix(u.String(), "./")
}

// slashed is a file's name with slashes, whatever the system.
func slashed(name string) string { return filepath.ToSlash(name) }
