package userpoolclient

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// Origin says where the value of a Setting comes from.
type Origin uint8

// The origins.
const (
	OriginSet          Origin = iota + 1 // the configuration sets it
	OriginDefault                        // the configuration omits it, and this is what that comes to
	OriginKept                           // the update omits it, and the client keeps what it has
	OriginUnknown                        // there will be a value, and it is not known yet
	OriginAbsent                         // there is no value
	OriginUndetermined                   // the public evidence does not decide
)

// Setting is one field of a client and why it is so.
type Setting struct {
	Field  Field
	Value  any // of the type that Config holds, without the pointer; nil: none, or not known
	Origin Origin
	Note   string // what else there is to know; may be empty
}

// String returns the value in words, followed by "(default)" where it is one. A
// secret shows as "(secret)".
func (s Setting) String() string {
	switch {
	case s.Origin == OriginKept && s.Value == nil:
		return "as it is"
	case s.Value != nil:
	case s.Origin == OriginUnknown:
		return "not known yet"
	case s.Origin == OriginUndetermined:
		return "undetermined"
	}
	if s.Origin == OriginDefault {
		return s.words() + " (default)"
	}
	return s.words()
}

// words is the value with its unit, where the unit is fixed. The default
// attributes are too many to list.
func (s Setting) words() string {
	if s.Origin == OriginDefault && (s.Field == FieldReadAttributes || s.Field == FieldWriteAttributes) {
		return rowOf(s.Field).DefaultWords
	}
	if n, ok := s.Value.(int32); ok {
		if i, ok := fieldIndex()[s.Field]; ok && fieldTable()[i].unit != "" {
			return plural(int64(n), fieldTable()[i].unit)
		}
	}
	return inWords(s.Value)
}

func inWords(v any) string {
	switch v := v.(type) {
	case nil:
		return "none"
	case string:
		return v
	case time.Duration:
		return span(int64(v / time.Second))
	case time.Time:
		return v.Format(time.RFC3339)
	case AnalyticsConfiguration:
		return v.words()
	case RefreshTokenRotation:
		return v.words()
	}
	if list, ok := stringsOf(v); ok {
		if len(list) == 0 {
			return "none"
		}
		return strings.Join(list, ", ")
	}
	return fmt.Sprint(v)
}

func (a AnalyticsConfiguration) words() string {
	var parts []string
	for _, m := range []struct {
		name  string
		value *string
	}{{"ApplicationId", a.ApplicationId}, {"ApplicationArn", a.ApplicationArn}, {"RoleArn", a.RoleArn},
		{"ExternalId", a.ExternalId}} {
		if m.value != nil {
			parts = append(parts, m.name+" "+*m.value)
		}
	}
	if a.UserDataShared != nil {
		parts = append(parts, "UserDataShared "+strconv.FormatBool(*a.UserDataShared))
	}
	return orNone(parts)
}

func (r RefreshTokenRotation) words() string {
	var parts []string
	if r.Feature != "" {
		parts = append(parts, string(r.Feature))
	}
	if r.RetryGracePeriodSeconds != nil {
		parts = append(parts, "grace of "+plural(int64(*r.RetryGracePeriodSeconds), "second"))
	}
	return orNone(parts)
}

func orNone(parts []string) string {
	if parts == nil {
		return "none"
	}
	return strings.Join(parts, ", ")
}

// stringsOf returns a list of any of the kinds that Config holds, and reports
// whether v is one.
func stringsOf(v any) ([]string, bool) {
	switch list := v.(type) {
	case []string:
		return list, true
	case []types.ExplicitAuthFlowsType:
		return texts(list), true
	case []types.OAuthFlowType:
		return texts(list), true
	}
	return nil, false
}

// same reports whether two values mean the same: lists are sets, no list is the empty
// list, times are instants.
func same(a, b any) bool {
	listA, isA := stringsOf(a)
	listB, isB := stringsOf(b)
	if isA || isB {
		return (isA || a == nil) && (isB || b == nil) && slices.Equal(asSet(listA), asSet(listB))
	}
	if secretA, ok := a.(Secret); ok {
		secretB, ok := b.(Secret)
		return ok && secretA.Equal(secretB)
	}
	if timeA, ok := a.(time.Time); ok {
		timeB, ok := b.(time.Time)
		return ok && timeA.Equal(timeB)
	}
	if _, ok := b.(Secret); ok { // which == cannot compare
		return false
	}
	return a == b
}

func asSet(list []string) []string {
	set := slices.Clone(list)
	slices.Sort(set)
	return slices.Compact(set)
}

// Resolve returns what Cognito will hold after the call and why: one Setting for
// each field that holds a value, in the order of Config, structures standing for
// nothing of their own. It is nil for a nil c.
//
// A create fills in defaults. An update does, field by field, what the fields
// table says: it resets what is omitted, keeps it, or nobody knows; with
// Context.Current what is kept has its value, and what is undetermined is
// settled where the client is at the default anyway. OperationUnknown reads c as
// the client itself, with defaults for what it does not show.
//
// Nothing is guessed: where the evidence does not decide, Origin is Undetermined,
// Value is nil and Note names the candidates.
func Resolve(c *Config, in Context) []Setting {
	if c == nil {
		return nil
	}
	all := make([]Setting, 0, len(fieldTable()))
	for i := range fieldTable() {
		if r := &fieldTable()[i]; !r.structured() {
			all = append(all, r.resolve(c, in))
		}
	}
	return all
}

// asItIs is how a client stands whose configuration is c.
func (r *fieldRow) asItIs(c *Config) Setting { return r.resolve(c, Context{}) }

func (r *fieldRow) resolve(c *Config, in Context) Setting {
	if unknown(c.Unknown, r.Name, false) {
		return Setting{r.Name, nil, OriginUnknown, "set, and not known yet"}
	}
	if s, ok := r.serviceSets(c, in); ok {
		return s
	}
	if t := tokenOf(r.Name); t != nil {
		return t.number(c, in)
	}
	if r.isSet(c) && !(r.empty(c) && r.takesDefaultWhenEmpty()) {
		return Setting{r.Name, r.get(c), OriginSet, ""}
	}
	s := r.omitted(c, in)
	if r.empty(c) {
		s = r.standard(c, in)
		s.Note = addNote("the empty list counts as omitted", s.Note)
	}
	return s
}

// takesDefaultWhenEmpty reports whether the empty list does not mean "none".
func (r *fieldRow) takesDefaultWhenEmpty() bool {
	list, ok := stringsOf(r.Default)
	return ok && len(list) > 0
}

// serviceSets resolves the fields whose value a request does not decide, and
// reports whether the field is one.
func (r *fieldRow) serviceSets(c *Config, in Context) (Setting, bool) {
	s := Setting{Field: r.Name}
	create, update := in.Operation == OperationCreate, in.Operation == OperationUpdate
	switch r.Name {
	case FieldClientId, FieldCreationDate, FieldLastModifiedDate:
		if create || update && r.Name == FieldLastModifiedDate {
			s.Origin, s.Note = OriginUnknown, "the service sets it"
			return s, true
		}
		if update && r.Name == FieldCreationDate {
			return r.kept(in), true
		}
	case FieldClientSecret:
		if update {
			s = r.kept(in)
			s.Note = "no update changes it"
			return s, true
		}
		if create && c.ClientSecret == nil && isTrue(c.GenerateSecret) {
			s.Origin, s.Note = OriginUnknown, "the service generates it"
			return s, true
		}
	case FieldGenerateSecret:
		if update {
			s.Origin, s.Note = OriginAbsent, "not a member of an update"
			return s, true
		}
	case FieldAnalyticsConfigurationRoleArn:
		if a := c.AnalyticsConfiguration; (create || update) && a != nil && a.ApplicationArn != nil &&
			a.RoleArn == nil {
			s.Origin, s.Note = OriginUnknown, "the service fills in its service-linked role"
			return s, true
		}
	}
	return s, false
}

// omitted resolves a field that the configuration leaves out.
func (r *fieldRow) omitted(c *Config, in Context) Setting {
	if in.Operation != OperationUpdate {
		return r.standard(c, in)
	}
	switch r.Omission {
	case OmissionKeeps:
		return r.kept(in)
	case OmissionUndetermined:
		if r.Parent == FieldRefreshTokenRotation && c.RefreshTokenRotation != nil {
			return r.standard(c, in)
		}
		return r.undetermined(in)
	}
	if r.Immutable { // the update must name it, and it stays what it is
		return r.kept(in)
	}
	return r.standard(c, in)
}

// standard is what a create comes to that leaves the field out.
func (r *fieldRow) standard(c *Config, in Context) Setting {
	s := Setting{Field: r.Name, Value: cloned(r.Default), Origin: OriginDefault}
	rotates, known := rotationStands(c, in)
	switch {
	case r.Name == FieldExplicitAuthFlows && rotates:
		s.Value = without(
			defaultAuthFlows,
			[]types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth},
		)
		s.Note = "without ALLOW_REFRESH_TOKEN_AUTH, because refresh token rotation is ENABLED"
	case r.Name == FieldExplicitAuthFlows && !known:
		s.Note = "without ALLOW_REFRESH_TOKEN_AUTH where refresh token rotation is ENABLED, which is not known"
	case r.Name == FieldWriteAttributes:
		s.Note = "whether custom attributes are in it is disputed"
	case r.Name == FieldPreventUserExistenceErrors:
		s.Note = "the console gives ENABLED to the clients that it creates"
	case r.Name == FieldRefreshTokenRotationRetryGracePeriodSeconds && rotationEnabled(c):
		s.Origin, s.Note = OriginUndetermined, "the default of an ENABLED rotation is not verified"
	case r.Name == FieldRefreshTokenRotationRetryGracePeriodSeconds && c.RefreshTokenRotation != nil &&
		c.RefreshTokenRotation.Feature == types.FeatureTypeDisabled:
		s.Value, s.Note = int32(0), "what the service answers for a DISABLED rotation"
	case r.Name == FieldAnalyticsConfigurationUserDataShared && !namesProject(c):
		s.Value, s.Origin = nil, OriginAbsent
	case r.Name == FieldUserPoolId, r.Name == FieldClientName && in.Operation == OperationCreate:
		s.Origin, s.Note = OriginAbsent, "the request must give it"
	case r.Default == nil:
		s.Origin = OriginAbsent
	}
	return s
}

// namesProject reports whether the configuration names a project.
func namesProject(c *Config) bool {
	return c.AnalyticsConfiguration != nil && c.AnalyticsConfiguration.says()
}

// kept is what the client has now.
func (r *fieldRow) kept(in Context) Setting {
	if in.Current == nil {
		return Setting{r.Name, nil, OriginKept, "what the client has now is not known"}
	}
	s := r.asItIs(in.Current)
	if s.Origin == OriginSet {
		s.Origin = OriginKept
	}
	return s
}

// undetermined is either what the client has now or the default.
func (r *fieldRow) undetermined(in Context) Setting {
	standard := r.standard(&Config{}, Context{})
	if in.Current == nil {
		return Setting{r.Name, nil, OriginUndetermined, "it stays as it is or goes back to " + standard.words()}
	}
	now := r.asItIs(in.Current)
	if same(now.Value, standard.Value) && now.Origin != OriginUnknown {
		standard.Note = ""
		return standard
	}
	return Setting{r.Name, nil, OriginUndetermined, eitherOr(now.String(), standard.words())}
}

func eitherOr(now, standard string) string {
	return fmt.Sprintf("it stays %s or goes back to %s: the evidence does not decide", now, standard)
}

func addNote(notes ...string) string {
	notes = slices.DeleteFunc(notes, func(n string) bool { return n == "" })
	return strings.Join(notes, "; ")
}

// number resolves the bare number of a token's lifetime; the note says what it
// comes to with its unit.
func (t *token) number(c *Config, in Context) Setting {
	r := rowOf(t.validity)
	n, _ := t.written(c)
	unit := rowOf(t.unit).resolve(c, in)
	s := Setting{Field: t.validity}
	if n != nil && !t.isDefault(n) {
		s.Value, s.Origin = *n, OriginSet
		s.Note = t.noteOf(*n, unit)
		return s
	}
	inDefaultUnit := same(unit.Value, t.defaultUnit)
	switch {
	case n != nil && inDefaultUnit:
		s.Value, s.Origin, s.Note = cloned(r.Default), OriginDefault, "0 counts as 30 days"
	case n != nil:
		s.Origin, s.Note = OriginUndetermined, "0 counts as 30 days; what it means in another unit is not verified"
	case in.Operation == OperationUpdate && r.Omission == OmissionUndetermined:
		return t.numberLeftOut(c, in)
	case unit.Origin == OriginSet && !inDefaultUnit || unit.Origin == OriginUnknown:
		s.Origin, s.Note = OriginUndetermined, fmt.Sprintf(
			"%s without a number: whether that is %s is not verified",
			unit,
			span(int64(t.standard/time.Second)),
		)
	default:
		s.Value, s.Origin, s.Note = cloned(r.Default), OriginDefault, span(int64(t.standard/time.Second))
	}
	return s
}

// noteOf is a number with its unit in words, or with both that it may have.
func (t *token) noteOf(n int32, unit Setting) string {
	if u, ok := unit.Value.(types.TimeUnitsType); ok {
		if l := lifetimeOf(t, &n, u); l.known() {
			return l.String()
		}
	}
	if unit.Origin == OriginUndetermined {
		return "its unit: " + unit.Note
	}
	return ""
}

// numberLeftOut resolves a number that an update leaves out and that may be kept
// or reset.
func (t *token) numberLeftOut(c *Config, in Context) Setting {
	standard := Setting{
		t.validity,
		cloned(rowOf(t.validity).Default),
		OriginDefault,
		span(int64(t.standard / time.Second)),
	}
	s := Setting{
		Field:  t.validity,
		Origin: OriginUndetermined,
		Note:   "it stays as it is or goes back to " + standard.Note,
	}
	if in.Current == nil {
		return s
	}
	_, unit := t.written(c)
	now := t.standing(in.Current)
	if unit == "" && same(now.Value, t.standard) || unit == t.defaultUnit && t.hasDefaultNumber(in.Current) {
		return standard
	}
	s.Note = eitherOr(now.String(), standard.Note)
	return s
}

// hasDefaultNumber reports whether the number, in the default unit, is the default.
func (t *token) hasDefaultNumber(c *Config) bool {
	n, unit := t.written(c)
	if n == nil || *n == 0 {
		return unit == "" || unit == t.defaultUnit
	}
	return same(*n, rowOf(t.validity).Default)
}
