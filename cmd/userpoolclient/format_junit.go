package main

import (
	"encoding/xml"
	"fmt"
	"io"
)

// The elements of JUnit's XML, as continuous integration servers read it.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name     string         `xml:"name,attr"`
		Class    string         `xml:"classname,attr"`
		Failures []junitFailure `xml:"failure"`
		Output   string         `xml:"system-out,omitempty"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// writeJUnit writes a suite for each file and a case for each app client; what
// is below the threshold is its output and not a failure.
func writeJUnit(w io.Writer, r *report) error {
	var all junitSuites
	next := 0
	for _, c := range r.clients {
		if n := len(all.Suites); n == 0 || all.Suites[n-1].Name != c.file {
			all.Suites = append(all.Suites, junitSuite{Name: c.file})
		}
		suite := &all.Suites[len(all.Suites)-1]
		name := c.resource
		if name == "" {
			name = "app client"
		}
		test := junitCase{Name: name, Class: c.file}
		for _, f := range r.findings[next : next+c.findings] {
			line := fmt.Sprintf("%s%s: %s: %s %s [%s]", f.file, at(f.position), f.Severity, f.subject(), f.Text(), f.Rule)
			if f.Severity <= r.failOn {
				test.Failures = append(test.Failures, junitFailure{f.subject() + " " + f.Text(), f.Rule, line})
			} else {
				test.Output += line + "\n"
			}
		}
		next += c.findings
		suite.Tests++
		all.Tests++
		if test.Failures != nil {
			suite.Failures++
			all.Failures++
		}
		suite.Cases = append(suite.Cases, test)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
