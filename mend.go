package userpoolclient

import (
	"slices"
	"strings"
)

// The edits that more than one topic uses. What a fix must not do (lead to another
// rejection, empty a list, touch what is not known) is for SuggestFixes to see to.

// removeElement removes the element that the finding is about.
func removeElement(_ *subject, f Finding) []Edit {
	if f.Index < 0 {
		return nil
	}
	return []Edit{{f.Field, f.Index, nil}}
}

// removeEmpty removes the element that the finding is about, if it is empty.
func removeEmpty(s *subject, f Finding) []Edit {
	if value, ok := s.valueAt(f); !ok || value != "" {
		return nil
	}
	return removeElement(s, f)
}

// removeField removes the field that the finding is about.
func removeField(_ *subject, f Finding) []Edit { return []Edit{{f.Field, -1, nil}} }

// setTo sets the field that the finding is about.
func setTo(value any) mend {
	return func(_ *subject, f Finding) []Edit { return []Edit{{f.Field, -1, value}} }
}

// respell writes the name that a value is but for its case, or for hyphens,
// underscores and white space in it.
func respell(names ...string) mend {
	return func(s *subject, f Finding) []Edit {
		value, ok := s.valueAt(f)
		if !ok {
			return nil
		}
		return s.write(f, spelled(value, names...))
	}
}

// spelled returns the one name that a value is but for case and separators; ""
// where none is, or more than one.
func spelled(value string, names ...string) string {
	var found string
	for _, name := range names {
		if bare(name) != bare(value) || name == found {
			continue
		}
		if found != "" {
			return ""
		}
		found = name
	}
	return found
}

// bare returns a name without what people vary: case and separators.
func bare(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("-_ \t\r\n", r) {
			return -1
		}
		return r
	}, strings.ToLower(name))
}

// valueAt returns the text that a finding is about, and reports whether it is about
// one.
func (s *subject) valueAt(f Finding) (string, bool) {
	r, ok := rowByName(f.Field)
	switch {
	case !ok:
		return "", false
	case f.Index >= 0 && r.size != nil && f.Index < r.size(s.c):
		return r.at(s.c, f.Index), true
	case f.Index < 0 && r.text != nil:
		return r.text(s.c)
	}
	return "", false
}

// write puts a value in the place of the one that a finding is about. An element
// that the list has already is removed instead. There is nothing to write where
// the value is empty.
func (s *subject) write(f Finding, value string) []Edit {
	switch {
	case value == "":
		return nil
	case f.Index < 0:
		return []Edit{{f.Field, -1, value}}
	case slices.Contains(s.listed(f.Field), value):
		return removeElement(s, f)
	}
	return []Edit{{f.Field, f.Index, value}}
}

// add appends to a list what it lacks of some values.
func (s *subject) add(f Field, values ...string) []Edit {
	listed := s.listed(f)
	var edits []Edit
	for _, v := range values {
		if !slices.Contains(listed, v) {
			edits = append(edits, Edit{f, rowOf(f).size(s.c), v})
		}
	}
	return edits
}

// listed returns the elements of a list that are known.
func (s *subject) listed(f Field) []string {
	r := rowOf(f)
	var known []string
	for i := range r.size(s.c) {
		if s.knows(f, i) {
			known = append(known, r.at(s.c, i))
		}
	}
	return known
}

// removeEach removes every known element of a list that is some value.
func (s *subject) removeEach(f Field, value string) []Edit {
	r := rowOf(f)
	var edits []Edit
	for i := range r.size(s.c) {
		if s.knows(f, i) && r.at(s.c, i) == value {
			edits = append(edits, Edit{f, i, nil})
		}
	}
	return edits
}
