package userpoolclient

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// Get returns the value of a field and reports whether the field is set. The
// value has the type that Config holds, without the pointer, and shares no
// memory with c; it is nil where the field is omitted. A field that is not
// known yet is set, and its value is nil. A structure that is omitted has no
// members that are set.
func (c *Config) Get(f Field) (value any, set bool) {
	r, ok := rowByName(f)
	if !ok {
		return nil, false
	}
	if unknown(c.Unknown, f, true) {
		return nil, true
	}
	return r.get(c), r.isSet(c)
}

// Elements returns the elements of a list as text, whatever their type, and
// reports whether the field is a list that is set. A list that is not known yet
// is set and has none.
func (c *Config) Elements(f Field) (elements []string, set bool) {
	r, ok := rowByName(f)
	if !ok || r.size == nil {
		return nil, false
	}
	if unknown(c.Unknown, f, true) || !r.isSet(c) {
		return nil, unknown(c.Unknown, f, true)
	}
	elements = make([]string, r.size(c))
	for i := range elements {
		elements[i] = r.at(c, i)
	}
	return elements, true
}

// Set sets a field, and makes the structure around it where there is none. It
// takes what [Config.Get] returns, and for an enum a string, for a list of enums
// a []string, for a number any integer type that fits. A nil value clears the
// field. The field is then known: Set strikes it off Unknown and MaybeSet. The
// error is a *[ValueError], and then nothing has changed.
func (c *Config) Set(f Field, value any) error {
	r, ok := rowByName(f)
	if !ok {
		return &ValueError{Field: f}
	}
	if !r.set(c, value) {
		return &ValueError{Field: f, Want: r.Type, Got: fmt.Sprintf("%T", value)}
	}
	c.Unknown, c.MaybeSet = struckOff(c.Unknown, f), struckOff(c.MaybeSet, f)
	return nil
}

// ValueError says that a field does not exist or cannot hold a value.
type ValueError struct {
	Field Field
	Want  string // the type that the field holds, in words; "" when there is no such field
	Got   string // the Go type that was given; never the value, which may be a secret
}

// Error names the field and what it must be.
func (e *ValueError) Error() string {
	if e.Want == "" {
		return quote(string(e.Field)) + " is not a field of an app client"
	}
	return fmt.Sprintf("%s must be a value of type %s, not a Go %s", e.Field, e.Want, e.Got)
}

// A member is the way to one member of a Config, without reflection. No
// function changes what it is handed but set, read and the first argument of
// copy. What does not fit the member's type is nil.
type member struct {
	isSet func(c *Config) bool                // not nil, not the empty enum
	empty func(c *Config) bool                // set to an empty list, string or structure
	get   func(c *Config) any                 // a copy of the value; nil where it is omitted
	set   func(c *Config, v any) bool         // reports whether v fits; nil clears
	copy  func(to, from *Config)              // as it is, omitted or not
	read  func(r *jsonReader, c *Config)      // into a structure that is there; nil of a structure itself
	fresh func(c *Config)                     // of a structure: sets it to a new one
	text  func(c *Config) (s string, ok bool) // of a string or an enum
	// number is the number itself, so that asking costs nothing.
	number func(c *Config) *int32
	list   func(c *Config) []string       // of a list of strings, shared with c
	size   func(c *Config) int            // of every list
	at     func(c *Config, i int) string  // of every list
	edit   func(c *Config, list []string) // replaces every list, keeping its type
}

// A kind is a type of value that members hold: how JSON spells it and what Set
// takes for it.
type kind[T any] struct {
	read func(r *jsonReader) T
	take func(v any) (T, bool)
}

var (
	textKind   = kind[string]{readText[string], exactly[string]}
	secretKind = kind[Secret]{readSecret, takeSecret}
	boolKind   = kind[bool]{readBool, exactly[bool]}
	numberKind = kind[int32]{readInteger, takeNumber}
	dateKind   = kind[time.Time]{readDate, exactly[time.Time]}
)

func exactly[T any](v any) (T, bool) {
	t, ok := v.(T)
	return t, ok
}

func takeSecret(v any) (Secret, bool) {
	if s, ok := v.(string); ok {
		return NewSecret(s), true
	}
	return exactly[Secret](v)
}

func takeNumber(v any) (int32, bool) {
	var n int64
	switch v := v.(type) {
	case int32:
		return v, true
	case int:
		n = int64(v)
	case int64:
		n = v
	default:
		return 0, false
	}
	return int32(n), math.MinInt32 <= n && n <= math.MaxInt32
}

func takeEnum[T ~string](v any) (T, bool) {
	if s, ok := v.(string); ok {
		return T(s), true
	}
	return exactly[T](v)
}

func takeList[T ~string](v any) ([]T, bool) {
	switch v := v.(type) {
	case []T:
		return slices.Clone(v), true
	case []string:
		return convertList[T](v), true
	}
	return nil, false
}

func convertList[T, S ~string](list []S) []T {
	if list == nil {
		return nil
	}
	out := make([]T, len(list))
	for i, v := range list {
		out[i] = T(v)
	}
	return out
}

func texts[S ~string](list []S) []string {
	all := make([]string, len(list))
	for i, s := range list {
		all[i] = string(s)
	}
	return all
}

// A place finds a member in a Config. In a structure that is omitted find returns
// nil; room makes the structure, a new one: other configurations may share the old.
type place[T any] struct{ find, room func(c *Config) *T }

// top is a member of Config itself.
func top[T any](at func(c *Config) *T) place[T] { return place[T]{at, at} }

// inside is a member of a structure.
func inside[S, T any](structure func(c *Config) **S, at func(s *S) *T) place[T] {
	find := func(c *Config) *T {
		if s := *structure(c); s != nil {
			return at(s)
		}
		return nil
	}
	room := func(c *Config) *T {
		p := structure(c)
		var s S
		if *p != nil {
			s = **p
		}
		*p = &s
		return at(*p)
	}
	return place[T]{find, room}
}

func textMember(at place[*string]) member {
	m := pointerMember(textKind, at)
	m.empty = func(c *Config) bool { s, ok := m.text(c); return ok && s == "" }
	m.text = func(c *Config) (string, bool) {
		if p := at.find(c); p != nil && *p != nil {
			return **p, true
		}
		return "", false
	}
	return m
}

func secretMember(at place[*Secret]) member {
	m := pointerMember(secretKind, at)
	m.text = func(c *Config) (string, bool) {
		if p := at.find(c); p != nil && *p != nil {
			return (*p).Reveal(), true
		}
		return "", false
	}
	return m
}

func boolMember(at place[*bool]) member { return pointerMember(boolKind, at) }

func dateMember(at place[*time.Time]) member { return pointerMember(dateKind, at) }

func numberMember(at place[*int32]) member {
	m := pointerMember(numberKind, at)
	m.number = func(c *Config) *int32 {
		if p := at.find(c); p != nil {
			return *p
		}
		return nil
	}
	return m
}

// pointerMember is a member that is nil where it is omitted.
func pointerMember[T any](k kind[T], at place[*T]) member {
	isSet := func(c *Config) bool { p := at.find(c); return p != nil && *p != nil }
	clear := func(c *Config) {
		if isSet(c) {
			*at.room(c) = nil
		}
	}
	return member{
		isSet: isSet,
		empty: never,
		get: func(c *Config) any {
			if !isSet(c) {
				return nil
			}
			return **at.find(c)
		},
		set: func(c *Config, v any) bool {
			if v == nil {
				clear(c)
				return true
			}
			value, ok := k.take(v)
			if ok {
				*at.room(c) = &value
			}
			return ok
		},
		copy: func(to, from *Config) {
			clear(to)
			if isSet(from) {
				*at.room(to) = copied(*at.find(from))
			}
		},
		read: func(r *jsonReader, c *Config) { *at.find(c) = readOptional(r, k.read) },
	}
}

func never(*Config) bool { return false }

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

// enumMember is an enum, which is empty where it is omitted.
func enumMember[T interface {
	~string
	Values() []T
}](at place[T]) member {
	get := func(c *Config) (v T) {
		if p := at.find(c); p != nil {
			return *p
		}
		return ""
	}
	put := func(c *Config, v T) {
		if v != "" || at.find(c) != nil {
			*at.room(c) = v
		}
	}
	return member{
		isSet: func(c *Config) bool { return get(c) != "" },
		empty: never,
		get: func(c *Config) any {
			if v := get(c); v != "" {
				return v
			}
			return nil
		},
		set: func(c *Config, v any) bool {
			if v == nil {
				put(c, "")
				return true
			}
			value, ok := takeEnum[T](v)
			if ok {
				put(c, value)
			}
			return ok
		},
		copy: func(to, from *Config) { put(to, get(from)) },
		read: func(r *jsonReader, c *Config) { *at.find(c) = readChoice[T](r) },
		text: func(c *Config) (string, bool) {
			if p := at.find(c); p != nil && *p != "" {
				return string(*p), true
			}
			return "", false
		},
	}
}

// listMember is a list, which is nil where it is omitted.
func listMember[T ~string](at func(c *Config) *[]T) member {
	return member{
		isSet: func(c *Config) bool { return *at(c) != nil },
		empty: func(c *Config) bool { s := *at(c); return s != nil && len(s) == 0 },
		get: func(c *Config) any {
			if s := *at(c); s != nil {
				return slices.Clone(s)
			}
			return nil
		},
		set: func(c *Config, v any) bool {
			if v == nil {
				*at(c) = nil
				return true
			}
			list, ok := takeList[T](v)
			if ok {
				*at(c) = list
			}
			return ok
		},
		copy: func(to, from *Config) { *at(to) = slices.Clone(*at(from)) },
		read: func(r *jsonReader, c *Config) { *at(c) = readList(r, readText[T]) },
		size: func(c *Config) int { return len(*at(c)) },
		at:   func(c *Config, i int) string { return string((*at(c))[i]) },
		edit: func(c *Config, list []string) { *at(c) = convertList[T](list) },
	}
}

// stringsMember is a list of strings, whose elements are scanned.
func stringsMember(at func(c *Config) *[]string) member {
	m := listMember(at)
	m.list = func(c *Config) []string { return *at(c) }
	return m
}

// structMember is a member that holds others. clone copies it deeply, and says
// reports whether any of its members is set.
func structMember[S any](at func(c *Config) **S, clone func(S) S, says func(S) bool) member {
	return member{
		isSet: func(c *Config) bool { return *at(c) != nil },
		empty: func(c *Config) bool { p := *at(c); return p != nil && !says(*p) },
		get: func(c *Config) any {
			if p := *at(c); p != nil {
				return clone(*p)
			}
			return nil
		},
		set: func(c *Config, v any) bool {
			switch v := v.(type) {
			case nil:
				*at(c) = nil
			case S:
				s := clone(v)
				*at(c) = &s
			default:
				return false
			}
			return true
		},
		fresh: func(c *Config) { *at(c) = new(S) },
		copy: func(to, from *Config) {
			*at(to) = nil
			if p := *at(from); p != nil {
				s := clone(*p)
				*at(to) = &s
			}
		},
	}
}

// structured reports whether the field is a structure, whose members hold the
// values.
func (r *fieldRow) structured() bool { return r.read == nil }

func unitsIn(c *Config) **TokenValidityUnits         { return &c.TokenValidityUnits }
func analyticsIn(c *Config) **AnalyticsConfiguration { return &c.AnalyticsConfiguration }
func rotationIn(c *Config) **RefreshTokenRotation    { return &c.RefreshTokenRotation }

func (a AnalyticsConfiguration) clone() AnalyticsConfiguration {
	return AnalyticsConfiguration{copied(a.ApplicationId), copied(a.ApplicationArn), copied(a.RoleArn),
		copied(a.ExternalId), copied(a.UserDataShared)}
}

// says reports whether any member is set.
func (a AnalyticsConfiguration) says() bool { return a != AnalyticsConfiguration{} }

func (r RefreshTokenRotation) clone() RefreshTokenRotation {
	r.RetryGracePeriodSeconds = copied(r.RetryGracePeriodSeconds)
	return r
}

// says reports whether any member is set.
func (r RefreshTokenRotation) says() bool { return r != RefreshTokenRotation{} }

func (u TokenValidityUnits) clone() TokenValidityUnits { return u }

// says reports whether any member is set.
func (u TokenValidityUnits) says() bool { return u != TokenValidityUnits{} }
