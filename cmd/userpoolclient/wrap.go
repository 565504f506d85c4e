package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// wrap breaks a text at its spaces into lines of at most that many columns. What is
// longer by itself stays whole. It is never empty.
func wrap(text string, most int) []string {
	var lines []string
	var line strings.Builder
	columns := 0
	for word := range strings.SplitSeq(text, " ") {
		n := visible(word)
		if columns > 0 && columns+1+n > most {
			lines = append(lines, line.String())
			line.Reset()
			columns = 0
		}
		if columns > 0 {
			line.WriteByte(' ')
			columns++
		}
		line.WriteString(word)
		columns += n
	}
	return append(lines, line.String())
}

// writeWrapped writes a text after a head, the lines after the first indented
// below it.
func writeWrapped(w io.Writer, most int, head, text string) {
	indent := visible(head)
	for i, line := range wrap(text, most-indent) {
		if i > 0 {
			head = strings.Repeat(" ", indent)
		}
		fmt.Fprintln(w, strings.TrimRight(head+line, " "))
	}
}

var escapes = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile("\x1b\\[[0-9;]*m")
})

// visible is how many columns a text takes, colours taking none.
func visible(text string) int {
	if strings.Contains(text, "\x1b[") {
		text = escapes().ReplaceAllString(text, "")
	}
	n := 0
	for _, r := range text {
		n += columnsOf(r)
	}
	return n
}

// columnsOf is how many columns a terminal gives to a character.
func columnsOf(r rune) int {
	switch {
	case r < utf8.RuneSelf:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
