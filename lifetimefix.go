package userpoolclient

import "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

// The mechanical fixes of lifetimes.

// setUnit sets the unit of a number that has none, where the number is accepted in
// one unit only. A number of whole days of hours may be meant as it stands.
func setUnit(t *token) mend {
	return func(s *subject, _ Finding) []Edit {
		n, unit := t.written(s.c)
		if n == nil || unit != "" || t.defaultUnit == types.TimeUnitsTypeHours && *n%24 == 0 && *n < 1000 {
			return nil
		}
		var fits []string
		for _, name := range unitNames {
			if l := lifetimeOf(t, n, types.TimeUnitsType(name)); l.state == lifetimeGiven && l.inRange(t) {
				fits = append(fits, name)
			}
		}
		if len(fits) != 1 {
			return nil
		}
		return []Edit{{t.unit, -1, fits[0]}}
	}
}

// writeThirtyDays writes out what 0 stands for. It stands for it in days: in another
// unit, also one that the client has and an update omits, its meaning is not known.
func writeThirtyDays(s *subject, f Finding) []Edit {
	days := types.TimeUnitsTypeDays
	_, unit := refreshToken.written(s.c)
	edits := []Edit{{f.Field, -1, rowOf(f.Field).Default}}
	switch {
	case unit == days:
		return edits
	case unit != "" || s.in.Current != nil && !refreshToken.isInDefaultUnit(s.in.Current):
		return nil
	case s.in.Operation == OperationCreate:
		return edits
	}
	return append(edits, Edit{refreshToken.unit, -1, string(days)})
}

// isInDefaultUnit reports whether a client's lifetime is known to be in the default
// unit.
func (t *token) isInDefaultUnit(c *Config) bool {
	_, unit := t.written(c)
	return !c.pending(t.unit) && (unit == "" || unit == t.defaultUnit)
}

// unitSpelled returns the unit that a misspelt one is, but for case and the plural.
func unitSpelled(s *subject, f Finding) []Edit {
	value, ok := s.valueAt(f)
	if !ok {
		return nil
	}
	if unit := spelled(value, unitNames...); unit != "" {
		return s.write(f, unit)
	}
	return s.write(f, spelled(value+"s", unitNames...))
}
