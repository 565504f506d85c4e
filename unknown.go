package userpoolclient

import (
	"slices"
	"strconv"
	"strings"
)

// unknown reports whether a field, what holds it or a part of it is among
// fields. With byElement, a list of which only elements are among them is not.
func unknown(fields []Field, f Field, byElement bool) bool {
	for _, u := range fields {
		if u == f || within(f, u, '.') || within(u, f, '.') || !byElement && within(u, f, '[') {
			return true
		}
	}
	return false
}

// holdersOf returns the structures among fields that hold f. Where such a
// structure is not known, it is open which members it has.
func holdersOf(f Field, fields []Field) []Field {
	var holders []Field
	for _, u := range fields {
		if within(f, u, '.') {
			holders = append(holders, u)
		}
	}
	return holders
}

// within reports whether path f begins with path whole and the separator.
func within(f, whole Field, separator byte) bool {
	return len(f) > len(whole) && f[len(whole)] == separator && f[:len(whole)] == whole
}

// elementOf returns the path of an element of a list.
func elementOf(f Field, i int) Field { return f + Field("["+strconv.Itoa(i)+"]") }

// elementsOf returns the entries that are about elements of lists, nil where
// there are none.
func elementsOf(lists ...[]Field) map[Field]bool {
	var all map[Field]bool
	for _, entries := range lists {
		for _, entry := range entries {
			if !strings.HasSuffix(string(entry), "]") {
				continue
			}
			if all == nil {
				all = make(map[Field]bool)
			}
			all[entry] = true
		}
	}
	return all
}

// struckOff returns fields without f, its elements and its members. It does not
// change fields, which other configurations may share.
func struckOff(fields []Field, f Field) []Field {
	if fields == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(fields), func(u Field) bool {
		return u == f || within(u, f, '[') || within(u, f, '.')
	})
}

// pending reports whether a field, or a part of it, is set to a value that is
// not known, or may be set.
func (c *Config) pending(f Field) bool {
	return unknown(c.Unknown, f, false) || unknown(c.MaybeSet, f, false)
}

// firstKnown returns the place of the first element that is known and equals a
// value, -1 when there is none.
func firstKnown[S ~string](s *subject, f Field, list []S, value S) int {
	for i, v := range list {
		if v == value && s.knows(f, i) {
			return i
		}
	}
	return -1
}
