// Package nearest finds the name that a misspelt one most likely stands for.
package nearest

import (
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// longest is more than any name that is compared; it keeps the cost of
// To independent of the input, and its tables on the stack.
const longest = 64

// To returns the name that s most likely stands for, "" when none is near: the
// same but for case and separators, or a few edits away.
func To(s string, names []string) string {
	var folded, n word
	if s == "" || !folded.fold(s) {
		return ""
	}
	best, edits := "", len(s)/3+1
	for _, name := range names {
		if n.fold(name) && folded.least(&n) < edits {
			if d := distance(folded.text(), n.text()); d < edits {
				best, edits = name, d
			}
		}
	}
	return best
}

// A word is a name without what people leave out: case and separators.
type word struct {
	room    [longest]byte
	size    int
	letters uint64 // a bit for each byte that it has, modulo 64
}

func (w *word) text() []byte { return w.room[:w.size] }

// fold makes w of s and reports whether s is short enough. Folding can make a name
// longer.
func (w *word) fold(s string) bool {
	w.size, w.letters = 0, 0
	if len(s) > longest {
		return false
	}
	for _, r := range s {
		if r == '_' || r == '-' || r == ' ' {
			continue
		}
		var one [utf8.UTFMax]byte
		for _, c := range one[:utf8.EncodeRune(one[:], lower(r))] {
			if w.size == longest {
				return false
			}
			w.room[w.size] = c
			w.size++
			w.letters |= 1 << (c % 64)
		}
	}
	return true
}

func lower(r rune) rune {
	switch {
	case 'A' <= r && r <= 'Z':
		return r + 'a' - 'A'
	case r < utf8.RuneSelf:
		return r
	}
	return unicode.ToLower(r)
}

// least returns how many edits make one word of the other at least: as many as one
// is longer, and one for each letter that the other lacks.
func (w *word) least(v *word) int {
	return max(w.size-v.size, v.size-w.size, bits.OnesCount64(w.letters&^v.letters),
		bits.OnesCount64(v.letters&^w.letters))
}

// distance is the number of single-character edits, a swap of neighbours being
// one, that make a of b, neither of which is longer than longest.
func distance(a, b []byte) int {
	var rows [3][longest + 1]int
	before, prev, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, prev, row = prev, row, before
	}
	return prev[len(b)]
}
