// Package pages watches lists that a service hands out page by page, so that none
// is taken for whole that is not, and none is followed for ever.
package pages

import (
	"errors"
	"fmt"
)

// ErrRepeats says that a page names a page that has been read already as its next
// one: the rest of the list cannot be reached.
var ErrRepeats = errors.New("the service answers a page token that it has answered before: there may be more pages")

// mostEmpty is how many pages without anything in them may follow each other.
const mostEmpty = 100

// A Watch watches the pages of one list. The zero Watch has seen none.
type Watch struct {
	tokens map[string]bool // that were answered
	empty  int             // pages in a row
}

// Turn notes a page that names the next one and has so many elements. It returns
// an error where following the token would not come to an end.
func (w *Watch) Turn(next *string, elements int) error {
	if next == nil || *next == "" {
		return nil
	}
	if w.tokens[*next] {
		return ErrRepeats
	}
	if w.tokens == nil {
		w.tokens = make(map[string]bool)
	}
	w.tokens[*next] = true
	if w.empty++; elements > 0 {
		w.empty = 0
	}
	if w.empty > mostEmpty {
		return fmt.Errorf("the service answers more than %d empty pages in a row: there may be more pages", mostEmpty)
	}
	return nil
}
