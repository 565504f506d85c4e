package userpoolclient

import "hash/maphash"

var listRules = []Rule{
	{
		ID:       "duplicate-value",
		Severity: SeverityWarning,
		Summary:  "No list holds the same value twice.",
		Detail:   "Lists come back from the service as sets, in its own order. Whether it refuses a repeated value, or keeps it, is not on record.",
		Fields: []Field{FieldReadAttributes, FieldWriteAttributes, FieldExplicitAuthFlows, FieldSupportedIdentityProviders,
			FieldCallbackURLs, FieldLogoutURLs, FieldAllowedOAuthFlows, FieldAllowedOAuthScopes},
		Evidence: EvidenceInferred,
		Sources:  []Source{driftProbes},
		Bad:      on(web, `"CallbackURLs":["https://a.example/cb","https://a.example/cb"]`),
		Good:     on(web, `"CallbackURLs":["https://a.example/cb"]`),
		each: []Field{FieldReadAttributes, FieldWriteAttributes, FieldExplicitAuthFlows, FieldSupportedIdentityProviders,
			FieldCallbackURLs, FieldLogoutURLs, FieldAllowedOAuthFlows, FieldAllowedOAuthScopes},
		check: func(s subject) []Finding {
			all := duplicates(nil, FieldReadAttributes, s.c.ReadAttributes)
			all = duplicates(all, FieldWriteAttributes, s.c.WriteAttributes)
			if len(s.c.AllowedOAuthFlows) <= maxOAuthFlows { // more than there are flows: oauth-flows-count speaks
				all = duplicates(all, FieldAllowedOAuthFlows, s.c.AllowedOAuthFlows)
			}
			all = duplicates(all, FieldExplicitAuthFlows, s.c.ExplicitAuthFlows)
			all = duplicates(all, FieldSupportedIdentityProviders, s.c.SupportedIdentityProviders)
			all = duplicates(all, FieldCallbackURLs, s.c.CallbackURLs)
			all = duplicates(all, FieldLogoutURLs, s.c.LogoutURLs)
			return duplicates(all, FieldAllowedOAuthScopes, s.c.AllowedOAuthScopes)
		},
	},
}

// hashSeed makes the hash tables of duplicates unpredictable; it does not show
// in any result.
var hashSeed = maphash.MakeSeed()

// duplicates appends a finding for each element that stands in the list before.
// A list of ordinary length is searched with a hash table on the stack, so that
// it costs one pass and no allocation.
func duplicates[S ~string](all []Finding, f Field, list []S) []Finding {
	const slots = 256
	if len(list) < 2 {
		return all
	}
	if len(list) > slots/2 {
		return manyDuplicates(all, f, list)
	}
	var table [slots]uint8 // index of an element plus one
	for i, v := range list {
		for slot := maphash.String(hashSeed, string(v)) % slots; ; slot = (slot + 1) % slots {
			if table[slot] == 0 {
				table[slot] = uint8(i + 1)
				break
			}
			if first := int(table[slot]) - 1; list[first] == v {
				all = append(all, duplicate(f, i, first, string(v)))
				break
			}
		}
	}
	return all
}

func manyDuplicates[S ~string](all []Finding, f Field, list []S) []Finding {
	seen := make(map[S]int, len(list))
	for i, v := range list {
		if first, ok := seen[v]; ok {
			all = append(all, duplicate(f, i, first, string(v)))
		} else {
			seen[v] = i
		}
	}
	return all
}

func duplicate(f Field, i, first int, value string) Finding {
	return at(f, i, "%s stands in the list already, at [%d]; lists come back as sets: remove one", quote(value), first)
}
