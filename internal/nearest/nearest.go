// Package nearest finds the name that a misspelt one most likely stands for.
package nearest

import (
	"strings"
	"unicode"
)

// longest is more than any name that is compared; it keeps the cost of
// To independent of the input, and its tables on the stack.
const longest = 64

// To returns the name that s most likely stands for, "" when none is near: the
// same but for case and separators, or a few edits away.
func To(s string, names []string) string {
	if s == "" || len(s) > longest {
		return ""
	}
	folded, best, edits := fold(s), "", len(s)/3+1
	for _, name := range names {
		if len(name) > longest {
			continue
		}
		n := fold(name)
		if len(n) > longest || max(len(n)-len(folded), len(folded)-len(n)) >= edits { // folding can make a name longer
			continue
		}
		if d := distance(folded, n); d < edits {
			best, edits = name, d
		}
	}
	return best
}

// fold leaves out what people leave out: case and separators.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == ' ' {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// distance is the number of single-character edits, a swap of neighbours being
// one, that make a of b, which is no longer than longest.
func distance(a, b string) int {
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
