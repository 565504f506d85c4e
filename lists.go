package userpoolclient

import "hash/maphash"

func listRules() []Rule {
	return []Rule{
		{
			ID:       "duplicate-value",
			Severity: SeverityWarning,
			Summary:  "A list SHOULD NOT hold the same value twice.",
			Fix:      "remove one of the two",
			Detail: "Lists come back from the service in its own order, like sets. " +
				"Whether it rejects a repeated value, or keeps it, is not verified.",
			Fields:   listFields(),
			Evidence: EvidenceInferred,
			Sources:  []Source{driftLists},
			Bad:      on(web, `"CallbackURLs":["https://a.example/cb","https://a.example/cb"]`),
			Good:     on(web, `"CallbackURLs":["https://a.example/cb"]`),
			each:     listFields(),
			check: func(s *subject) []Finding {
				var all []Finding
				for i := range fieldTable() {
					r := &fieldTable()[i]
					// More OAuth flows than there are is for oauth-flows-count.
					if r.size == nil || r.Name == FieldAllowedOAuthFlows && r.size(s.c) > maxOAuthFlows {
						continue
					}
					all = duplicates(all, r, s.c)
				}
				return all
			},
			safeFix: removeElement,
		},
	}
}

// hashSeed makes the hash tables of duplicates unpredictable; it does not show
// in any result.
var hashSeed = maphash.MakeSeed()

// listFields returns the fields that are lists.
func listFields() []Field {
	var fields []Field
	for i := range fieldTable() {
		if fieldTable()[i].size != nil {
			fields = append(fields, fieldTable()[i].Name)
		}
	}
	return fields
}

// duplicates appends a finding for each element that stands in the list before.
// A list of ordinary length is searched with a hash table on the stack, so that
// it costs one pass and no allocation.
func duplicates(all []Finding, r *fieldRow, c *Config) []Finding {
	const many = 128
	var room [16]string // enough for any list of enums that makes sense
	list := r.elements(c, room[:0])
	switch {
	case len(list) < 2:
		return all
	case len(list) <= many:
		var table [2 * many]uint16
		return repeated(all, r.Name, list, table[:])
	}
	return manyDuplicates(all, r.Name, list)
}

// manyDuplicates does the same for long lists.
func manyDuplicates(all []Finding, f Field, list []string) []Finding {
	const most = 2048
	if len(list) <= most {
		var table [2 * most]uint16
		return repeated(all, f, list, table[:])
	}
	seen := make(map[string]int, len(list))
	for i, v := range list {
		if first, ok := seen[v]; ok {
			all = append(all, duplicate(f, i, first, v))
		} else {
			seen[v] = i
		}
	}
	return all
}

// repeated searches a list with a table of a power of two, of which it fills at
// most half: of each element, the index plus one.
func repeated(all []Finding, f Field, list []string, table []uint16) []Finding {
	mask := uint64(len(table) - 1)
	for i, v := range list {
		for slot := maphash.String(hashSeed, v) & mask; ; slot = (slot + 1) & mask {
			if table[slot] == 0 {
				table[slot] = uint16(i + 1)
				break
			}
			if first := int(table[slot]) - 1; list[first] == v {
				all = append(all, duplicate(f, i, first, v))
				break
			}
		}
	}
	return all
}

// elements returns the elements of a list, in room where they are no strings.
func (r *fieldRow) elements(c *Config, room []string) []string {
	if r.list != nil {
		return r.list(c)
	}
	for i := range r.size(c) {
		room = append(room, r.at(c, i))
	}
	return room
}

func duplicate(f Field, i, first int, value string) Finding {
	return newFinding(f, i, "%s stands in the list already, at [%d]", quote(value), first)
}

// removeRepeats removes each element that the list has before.
func removeRepeats(s *subject, f Finding) []Edit {
	r := rowOf(f.Field)
	var edits []Edit
	seen := map[string]bool{}
	for i := range r.size(s.c) {
		value := r.at(s.c, i)
		switch {
		case !s.knows(f.Field, i):
		case seen[value]:
			edits = append(edits, Edit{f.Field, i, nil})
		default:
			seen[value] = true
		}
	}
	return edits
}
