package main

import (
	"bytes"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/internal/view"
)

// sourceLines hands out the lines of one file. Where they begin is counted once,
// when the first is asked for.
type sourceLines struct {
	data   []byte
	starts []int
}

// longestLine is the longest line that is shown to somebody: what is longer was
// not written by a person.
const longestLine = 1000

// line returns a line, counted from 1; "" where there is none to show.
func (s *sourceLines) line(n int) string {
	if s.starts == nil {
		s.starts = append(s.starts, 0)
		for i := 0; ; {
			next := bytes.IndexByte(s.data[i:], '\n')
			if next < 0 {
				break
			}
			i += next + 1
			s.starts = append(s.starts, i)
		}
	}
	if n < 1 || n > len(s.starts) {
		return ""
	}
	end := len(s.data)
	if n < len(s.starts) {
		end = s.starts[n] - 1
	}
	line := s.data[s.starts[n-1]:end]
	if len(line) > longestLine || !utf8.Valid(line) {
		return ""
	}
	return strings.TrimRight(string(line), "\r")
}

// secretive finds what may have a secret beside it.
var secretive = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(client_?secret|passw(or)?d|api_?key|private_?key|access_?key)["']?\s*[:=]`)
})

// namesSecret reports whether a secret may stand where a field is given: some write it
// where GenerateSecret has true or false.
func namesSecret(f userpoolclient.Field, c *userpoolclient.Config) bool {
	return f == userpoolclient.FieldClientSecret ||
		f == userpoolclient.FieldGenerateSecret && (c == nil || c.GenerateSecret == nil)
}

// showable reports whether a line of source may be shown: a line beside which a
// secret stands may not.
func showable(line string, c *userpoolclient.Config) bool {
	if secretive().MatchString(line) {
		return false
	}
	return c == nil || c.ClientSecret == nil || c.ClientSecret.Reveal() == "" ||
		!strings.Contains(line, c.ClientSecret.Reveal())
}

// snippet is a line of source as a terminal shows it: no tabs, nothing that moves
// the cursor, cut around the column to a width. from and to are the columns of
// what is pointed at, counted from 0.
func snippet(line string, column, most int) (shown string, from, to int) {
	runes := []rune(line)
	start := min(max(column-1, 0), len(runes))
	end := start + len([]rune(view.TokenAt(string(runes[start:]))))
	first := 0
	if visible(line) > most && start > most/2 {
		first = start - most/3
	}
	var b strings.Builder
	columns := 0
	if first > 0 {
		b.WriteRune('…')
		columns = 1
	}
	from, to = -1, -1
	for i := first; i < len(runes); i++ {
		text := shownRune(runes[i])
		room := most - 1 // for what tells that there is more
		if i == len(runes)-1 {
			room = most
		}
		if columns+visible(text) > room {
			b.WriteRune('…')
			break
		}
		if i == start {
			from = columns
		}
		b.WriteString(text)
		columns += visible(text)
		if i < end {
			to = columns
		}
	}
	if from < 0 {
		from = columns
	}
	return b.String(), from, max(to, from+1)
}

func shownRune(r rune) string {
	switch {
	case r == '\t':
		return "    "
	case !unicode.IsPrint(r):
		return "·"
	}
	return string(r)
}
