package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"unicode"

	"github.com/userpoolclient/userpoolclient"
)

// format is how a command writes its output.
type format string

const (
	formatText   format = "text"
	formatJSON   format = "json"
	formatSARIF  format = "sarif"  // 2.1.0
	formatGitHub format = "github" // workflow commands
	formatJUnit  format = "junit"

	formatConcise format = "concise" // a line for each finding
	formatHTML    format = "html"    // one page that holds all it needs
	formatLines   format = "jsonl"   // JSON Lines, as it goes
	formatCSV     format = "csv"     // a table of effective settings
)

func (f format) String() string { return string(f) }

// writeJSON writes one document. A failed write comes back when w is flushed.
func writeJSON(w io.Writer, document any) error {
	text, err := textOfJSON("", document)
	if err != nil {
		return err
	}
	_, _ = w.Write(text)
	return nil
}

// textOfJSON is a document and the end of its line; the lines after the first begin
// with an indent.
func textOfJSON(indent string, document any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent(indent, "  ")
	err := e.Encode(document)
	return b.Bytes(), err
}

// writeLongJSON writes one document in which a list that is empty there has so many
// elements. Each is made when it is written: of many, all together take a multiple of
// what they are made of.
func writeLongJSON[T any](w io.Writer, document any, list string, count int, element func(i int) T) error {
	text, err := textOfJSON("", document)
	if err != nil {
		return err
	}
	before, after, _ := bytes.Cut(text, []byte(`"`+list+`": []`)) // no string holds it: its quotes are escaped
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	indent := "\n" + string(line)
	_, _ = fmt.Fprintf(w, `%s"%s": [`, before, list)
	for i := range count {
		text, err := textOfJSON(string(line)+"  ", element(i))
		if err != nil {
			return err
		}
		if i > 0 {
			_, _ = io.WriteString(w, ",")
		}
		_, _ = fmt.Fprintf(w, "%s  %s", indent, bytes.TrimSuffix(text, []byte("\n")))
	}
	if count == 0 {
		indent = ""
	}
	_, _ = fmt.Fprintf(w, "%s]%s", indent, after)
	return nil
}

// style colours a text for a terminal; the zero style leaves it alone.
type style struct{ color bool }

func (s style) bold(text string) string   { return s.paint("1", text) }
func (s style) dim(text string) string    { return s.paint("2", text) }
func (s style) red(text string) string    { return s.paint("1;31", text) }
func (s style) yellow(text string) string { return s.paint("1;33", text) }
func (s style) green(text string) string  { return s.paint("32", text) }
func (s style) cyan(text string) string   { return s.paint("36", text) }

func (s style) paint(code, text string) string {
	if !s.color || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (s style) severity(v userpoolclient.Severity, text string) string {
	switch v {
	case userpoolclient.SeverityError:
		return s.red(text)
	case userpoolclient.SeverityWarning:
		return s.yellow(text)
	}
	return s.cyan(text)
}

// plural is a count of things.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// printable is a name from outside that is safe to show on a terminal.
func printable(name string) string {
	for _, r := range name {
		if !unicode.IsPrint(r) {
			return strconv.Quote(name)
		}
	}
	return name
}
