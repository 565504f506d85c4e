package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"
)

// writeMarkdown writes the Markdown of the catalogues for a terminal: headings,
// paragraphs, lists, links, code.
func writeMarkdown(w io.Writer, s style, columns int, text string) {
	var paragraph []string
	end := func() {
		if paragraph != nil {
			writeWrapped(w, columns, "", s.inline(strings.Join(paragraph, " ")))
			paragraph = nil
		}
	}
	code := false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		fence := strings.HasPrefix(line, "```")
		heading := strings.TrimLeft(line, "#")
		item, isItem := strings.CutPrefix(line, "- ")
		switch {
		case fence:
			end()
			code = !code
		case code:
			fmt.Fprintln(w, "    "+s.cyan(line))
		case line == "":
			end()
			fmt.Fprintln(w)
		case heading != line:
			end()
			fmt.Fprintln(w, s.bold(strings.TrimSpace(heading)))
		case isItem:
			end()
			s.item(w, columns, item)
		default:
			paragraph = append(paragraph, line)
		}
	}
	end()
}

var (
	markdownLink = regexp.MustCompile(`\[([^\]]+)\]\(([^)\s]+)\)`)
	markdownCode = regexp.MustCompile("`([^`]+)`")
	markdownBold = regexp.MustCompile(`\*\*([^*]+)\*\*`)
)

// item writes an item of a list; the address of a link stands on its own line, so
// that a terminal can open it.
func (s style) item(w io.Writer, columns int, text string) {
	links := markdownLink.FindAllStringSubmatch(text, -1)
	writeWrapped(w, columns, "- ", s.inline(markdownLink.ReplaceAllString(text, "$1")))
	for _, link := range links {
		fmt.Fprintln(w, "  "+s.dim(link[2]))
	}
}

// inline paints what is marked inside a line.
func (s style) inline(text string) string {
	text = markdownLink.ReplaceAllString(text, "$1 ($2)")
	text = markdownBold.ReplaceAllStringFunc(text, func(m string) string { return s.bold(strings.Trim(m, "*")) })
	return markdownCode.ReplaceAllStringFunc(text, func(m string) string {
		if code := strings.Trim(m, "`"); s.color {
			return s.cyan(code)
		}
		return m
	})
}
