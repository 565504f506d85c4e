package userpoolclient

import (
	"cmp"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// The mechanical fix of an update that omits settings.

// keepSetting sets what an update omits to what the client has.
func keepSetting(s *subject, f Finding) []Edit {
	if s.in.Current == nil {
		return nil
	}
	if t := tokenOf(f.Field); t != nil {
		if n, unit := t.written(s.c); n != nil || unit != "" {
			return nil // a number and a unit that were not made for each other
		}
		return s.settingsOf(t.validity, t.unit)
	}
	whole := cmp.Or(rowOf(f.Field).Parent, f.Field)
	if whole == FieldTokenValidityUnits {
		return nil // which unit is meant is open
	}
	fields := []Field{whole}
	for i := range fieldTable() {
		if r := &fieldTable()[i]; r.Parent == whole {
			fields = append(fields, r.Name)
		}
	}
	return s.settingsOf(fields...)
}

// settingsOf returns the edits that set what an update omits of some fields to what
// the client has; nil where one of them is not known.
func (s *subject) settingsOf(fields ...Field) []Edit {
	full := Overlay(s.in.Current, s.c)
	var edits []Edit
	for _, f := range fields {
		r := rowOf(f)
		switch {
		case full.pending(f):
			return nil
		case !r.structured() && !r.isSet(s.c) && r.isSet(full):
			edits = append(edits, Edit{f, -1, plainValue(r.get(full))})
		}
	}
	return edits
}

// plainValue returns a value with a type that an Edit shows: enums as strings.
func plainValue(v any) any {
	if list, ok := stringsOf(v); ok {
		return slices.Clone(list)
	}
	switch v := v.(type) {
	case types.PreventUserExistenceErrorTypes:
		return string(v)
	case types.TimeUnitsType:
		return string(v)
	case types.FeatureType:
		return string(v)
	}
	return v
}
