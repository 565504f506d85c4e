package main

import (
	"cmp"
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
		Errors   int          `xml:"errors,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name     string         `xml:"name,attr"`
		Class    string         `xml:"classname,attr"`
		Failures []junitFailure `xml:"failure"`
		Errors   []junitFailure `xml:"error"`
		Output   string         `xml:"system-out,omitempty"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// add adds a case to the suite of a file.
func (s *junitSuites) add(file string, test junitCase) {
	if n := len(s.Suites); n == 0 || s.Suites[n-1].Name != file {
		s.Suites = append(s.Suites, junitSuite{Name: file})
	}
	suite := &s.Suites[len(s.Suites)-1]
	suite.Cases = append(suite.Cases, test)
	suite.Tests++
	s.Tests++
	if test.Failures != nil {
		suite.Failures++
		s.Failures++
	}
	if test.Errors != nil {
		suite.Errors++
		s.Errors++
	}
}

// writeJUnit writes a suite for each file and a case for each app client; what
// is below the threshold is its output and not a failure. What could not be read
// is an error. The last case is the run itself.
func writeJUnit(w io.Writer, r *report) error {
	var all junitSuites
	next := 0
	for _, c := range r.clients {
		all.add(c.file, clientCase(c, r.findings[next:next+c.findings]))
		next += c.findings
	}
	for _, u := range r.account.Unread {
		file := cmp.Or(u.File, "userpoolclient")
		all.add(file, junitCase{Name: "is read", Class: file,
			Errors: []junitFailure{{u.Reason, "not-judged", u.String()}}})
	}
	all.add("userpoolclient", junitCase{Name: "run", Class: "userpoolclient", Output: r.inOneLine() + "\n"})
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

func clientCase(c checked, findings []*finding) junitCase {
	test := junitCase{Name: cmp.Or(c.resource, "app client"), Class: c.file}
	for _, f := range findings {
		line := fmt.Sprintf("%s%s: %s: %s %s [%s]", f.file, at(f.position), f.Severity, f.subject(), f.text(), f.Rule)
		if f.fails {
			test.Failures = append(test.Failures, junitFailure{f.subject() + " " + f.text(), f.Rule, line})
		} else {
			test.Output += line + "\n"
		}
	}
	return test
}
