package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// writeGitHub writes the findings as workflow commands, which GitHub shows as
// annotations at their lines. What could not be read is an error like any other.
func writeGitHub(w io.Writer, r *report) {
	for _, f := range r.findings {
		annotate(w, gitHubLevel(f.Severity), f.file, f.position, f.Rule, f.subject()+" "+f.text())
	}
	for _, u := range r.account.Unread {
		annotate(w, "error", u.File, u.position(), "not judged", u.Reason)
	}
	annotate(w, "notice", "", iac.Position{}, "userpoolclient", r.inOneLine())
}

func annotate(w io.Writer, level, file string, p iac.Position, title, message string) {
	var properties []string
	if file != "" {
		properties = append(properties, "file="+escapeProperty(slashed(file)))
	}
	if p.IsValid() {
		properties = append(properties, fmt.Sprintf("line=%d", p.Line), fmt.Sprintf("col=%d", max(p.Column, 1)))
	}
	properties = append(properties, "title="+escapeProperty(title))
	fmt.Fprintf(w, "::%s %s::%s\n", level, strings.Join(properties, ","), escapeData(message))
}

func gitHubLevel(v userpoolclient.Severity) string {
	switch v {
	case userpoolclient.SeverityError:
		return "error"
	case userpoolclient.SeverityWarning:
		return "warning"
	}
	return "notice"
}

// escapeData escapes the message of a workflow command.
func escapeData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// escapeProperty escapes a property of a workflow command.
func escapeProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
