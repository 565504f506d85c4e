package main

import (
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/internal/view"
)

// fingerprintName is the key of the fingerprints in SARIF; its number changes
// when they are made differently.
const fingerprintName = "userpoolclient/v1"

const homepage = "https://github.com/userpoolclient/userpoolclient"

// writeSARIF writes a SARIF 2.1.0 log of one run, with every rule.
func writeSARIF(w io.Writer, r *report) error { return writeSARIFRun(w, r, sarifRunOf(r)) }

// writeSARIFRun writes the log of a run with the results that a report has.
func writeSARIFRun(w io.Writer, r *report, run sarifRun) error {
	log := sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{run},
	}
	index := make(map[string]int)
	for i, rule := range run.Tool.Driver.Rules {
		index[rule.ID] = i
	}
	prints := fingerprints(r.findings)
	return writeLongJSON(w, log, "results", len(r.findings), func(i int) sarifResult {
		f := r.findings[i]
		return sarifResultOf(f, index[f.Rule], prints[i])
	})
}

// sarifRunOf is a run but for its results.
func sarifRunOf(r *report) sarifRun {
	run := sarifRun{
		Tool: sarifTool{sarifDriver{
			Name: "userpoolclient", Version: ownVersion(), InformationURI: homepage,
			Rules: []sarifDescriptor{}, Notifications: sarifNotices,
		}},
		Invocations: []sarifInvocation{{
			ExecutionSuccessful:        len(r.account.Unread) == 0,
			ExitCode:                   r.exitCode,
			ToolExecutionNotifications: notifications(r),
		}},
		Results:    []sarifResult{},
		ColumnKind: "unicodeCodePoints",
		Properties: map[string]any{"run": &r.account},
	}
	for _, rule := range allRules() {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule(rule))
	}
	return run
}

// The kinds of notification, by their index in sarifNotices.
const (
	noticeUnread = iota
	noticeUnknown
	noticeSkipped
	noticeSummary
	noticeAside
)

var sarifNotices = []sarifDescriptor{
	noticeUnread:  notice("not-read", "An input that was to be judged could not be read."),
	noticeUnknown: notice("value-not-known", "The value of a setting is not known; rules that need it did not run."),
	noticeSkipped: notice("rule-not-run", "A rule did not run, because something that it needs was not told."),
	noticeSummary: notice("summary", "What the run judged."),
	noticeAside:   notice("not-judged", "A part of the code that was not judged, and that need not be wrong."),
}

func notice(id, text string) sarifDescriptor {
	return sarifDescriptor{ID: id, ShortDescription: sarifText{Text: text}}
}

// notifications tell what the run did not judge.
func notifications(r *report) []sarifNotification {
	all := []sarifNotification{}
	add := func(notice int, level, text string, locations ...sarifLocation) {
		descriptor := sarifReference{sarifNotices[notice].ID, notice}
		all = append(all, sarifNotification{descriptor, level, sarifText{Text: text}, locations})
	}
	for _, u := range r.account.Unread {
		if u.File == "" {
			add(noticeUnread, "error", u.Reason)
			continue
		}
		add(noticeUnread, "error", u.Reason, sarifLocationOf(u.File, u.position()))
	}
	for _, u := range r.account.Unknown {
		add(noticeUnknown, "note", "the value of "+strings.TrimSpace(u.Resource+" "+u.Path)+" is not known",
			sarifLocationOf(u.File, u.position()))
	}
	for _, u := range slices.Concat(r.account.Aside, r.account.NotCreated) {
		add(noticeAside, "note", u.Reason, sarifLocationOf(u.File, u.position()))
	}
	for _, s := range r.account.Skipped {
		add(noticeSkipped, "note", fmt.Sprintf("%s did not run on %s for want of %s", s.Rule,
			plural(s.Clients, "app client", "app clients"), strings.Join(wants(s.Lacks), ", ")))
	}
	add(noticeSummary, "note", r.inOneLine())
	return all
}

func sarifRule(r userpoolclient.Rule) sarifDescriptor {
	properties := map[string]any{"precision": precision(r.Evidence)}
	tags := []string{"cognito", r.Severity.String()}
	if score := securitySeverity(r); score != "" {
		properties["security-severity"] = score
		tags = append(tags, "security")
	} else {
		properties["problem.severity"] = sarifProblem(r.Severity)
	}
	properties["tags"] = tags
	text := strings.TrimSpace(r.Summary + " " + r.Detail)
	return sarifDescriptor{
		ID:                   r.ID,
		Name:                 r.ID,
		ShortDescription:     sarifText{Text: r.Summary},
		FullDescription:      &sarifText{Text: text},
		Help:                 &sarifText{text, explained(r)},
		HelpURI:              view.DocsOf(r.ID),
		DefaultConfiguration: &sarifConfiguration{sarifLevel(r.Severity)},
		Properties:           properties,
	}
}

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
		return "error"
	case userpoolclient.SeverityWarning:
		return "warning"
	}
	return "note"
}

func sarifProblem(v userpoolclient.Severity) string {
	if v == userpoolclient.SeverityAdvice {
		return "recommendation"
	}
	return v.String()
}

func sarifResultOf(f *finding, rule int, print string) sarifResult {
	location := sarifLocationOf(f.file, f.position)
	location.LogicalLocations = []sarifLogical{{strings.TrimPrefix(f.resource+"/"+f.property, "/"), "property"}}
	result := sarifResult{
		RuleID: f.Rule, RuleIndex: rule, Level: sarifLevel(f.Severity),
		Message:             sarifText{Text: f.subject() + " " + f.text()},
		Locations:           []sarifLocation{location},
		PartialFingerprints: map[string]string{fingerprintName: print},
		Fixes:               f.fix.sarif(f.Fix),
		Properties:          map[string]any{},
	}
	if f.Fix != "" {
		result.Properties["fix"] = f.Fix
	}
	if f.rejectedBy != "" {
		result.Properties["rejectedBy"] = f.rejectedBy
	}
	return result
}

func sarifLocationOf(file string, p iac.Position) sarifLocation {
	location := sarifLocation{PhysicalLocation: sarifPhysical{ArtifactLocation: sarifArtifact{fileURI(file)}}}
	if p.IsValid() {
		location.PhysicalLocation.Region = &sarifRegion{p.Line, p.Column}
	}
	return location
}

// fileURI is a file's name as a URI: relative where the name is.
func fileURI(name string) string {
	if name == stdinName {
		return "stdin"
	}
	u := url.URL{Path: slashed(name)}
	if filepath.IsAbs(name) {
		u.Scheme, u.Path = "file", "/"+strings.TrimLeft(u.Path, "/") // C:/a on Windows: file:///C:/a
	}
	return strings.TrimPrefix(u.String(), "./")
}

// slashed is a file's name with slashes, whatever the system.
func slashed(name string) string { return filepath.ToSlash(name) }
