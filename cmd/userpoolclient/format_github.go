package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// writeGitHub writes the findings as workflow commands, which GitHub shows as
// annotations at their lines.
func writeGitHub(w io.Writer, r *report) {
	for _, f := range r.findings {
		properties := []string{"file=" + escapeProperty(slashed(f.file))}
		if f.position.IsValid() {
			properties = append(properties, fmt.Sprintf("line=%d", f.position.Line), fmt.Sprintf("col=%d", f.position.Column))
		}
		properties = append(properties, "title="+escapeProperty(f.Rule))
		fmt.Fprintf(w, "::%s %s::%s\n", gitHubLevel(f.Severity), strings.Join(properties, ","), escapeData(f.subject()+" "+f.Text()))
	}
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
