package iac

import "strconv"

// Position is a place in a file, counted from 1; columns count characters. The
// zero Position is no place.
type Position struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// IsValid reports whether the position is a place.
func (p Position) IsValid() bool { return p.Line > 0 }

// String returns "line:column", and "line" where the column is not known.
func (p Position) String() string {
	if p.Column < 1 {
		return strconv.Itoa(p.Line)
	}
	return strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
}
