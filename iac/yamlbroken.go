package iac

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/userpoolclient/userpoolclient/iac/internal/syntax"
	"github.com/userpoolclient/userpoolclient/internal/jsontext"
)

var yamlLine = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^yaml: (?:line (\d+): )?`)
})

// yamlError takes the line out of the YAML library's message, and what it quotes
// of the file: the name of an alias may be a secret that begins with *.
func yamlError(text string, err error) error {
	message := err.Error()
	at := Position{}
	if m := yamlLine().FindStringSubmatch(message); m != nil {
		at.Line, _ = strconv.Atoi(m[1])
		message = message[len(m[0]):]
	}
	if found, ok := brokenAt(text, err.Error()); ok {
		at = found
	}
	if strings.HasPrefix(message, "unknown anchor") {
		message = "an alias names an anchor that the file does not have; a text that begins with * must be quoted"
	}
	return &SyntaxError{at, "not YAML: " + message}
}

// mostSearched is the longest text in which the place of an error is looked for: the
// search reads it some twenty times.
const mostSearched = 64 << 10

// brokenAt is where the first line begins with which a text is broken. The library
// tells a line at which something begins that the error is in, and now and then the
// line before it.
func brokenAt(text, message string) (Position, bool) {
	if len(text) > mostSearched {
		return Position{}, false
	}
	starts := []int{len(text) - len(strings.TrimPrefix(text, jsontext.ByteOrderMark))}
	for i := starts[0]; i < len(text); {
		n := syntax.BreakAt(text, i)
		if i += max(n, 1); n > 0 && i < len(text) {
			starts = append(starts, i)
		}
	}
	ends := append(slices.Clone(starts[1:]), len(text))
	line := sort.Search(len(ends), func(i int) bool { return yamlMessage(text[:ends[i]]) == message })
	if line == len(ends) {
		return Position{}, false
	}
	content := text[starts[line]:ends[line]]
	indent := len(content) - len(strings.TrimLeft(content, " \t"))
	return Position{Line: line + 1, Column: indent + 1}, true
}

// yamlMessage is the error of a text; "" where it has none.
func yamlMessage(text string) string {
	decoder := yaml.NewDecoder(bytes.NewReader([]byte(text)))
	for {
		var document yaml.Node
		switch err := decoder.Decode(&document); {
		case errors.Is(err, io.EOF):
			return ""
		case err != nil:
			return err.Error()
		}
	}
}
