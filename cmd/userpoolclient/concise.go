package main

import (
	"fmt"
	"io"
)

// writeFindings writes a line for each finding, as compilers do.
func writeFindings(w io.Writer, s style, findings []*finding) {
	for _, f := range findings {
		fmt.Fprintf(w, "%s%s: %s: %s %s %s\n",
			f.file, at(f.position), s.severity(f.Severity, f.label()),
			s.bold(f.subject()), f.text(), s.dim("["+f.Rule+"]"))
	}
}
