package userpoolclient

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// Effect is what an update does to one setting.
type Effect uint8

// The effects.
const (
	EffectSet      Effect = iota + 1 // set, and different
	EffectClear                      // set to the empty value
	EffectReset                      // omitted: it goes to its default, which differs from what it is
	EffectRejected                   // set, and no update can change it

	// EffectUndetermined is a setting that the update omits, of which the evidence
	// does not decide what becomes, and which is not at its default.
	EffectUndetermined
)

// Change is one setting that an update changes, or may change.
//
// A token's lifetime is one setting, reported on the field of its number
// (AccessTokenValidity, IdTokenValidity, RefreshTokenValidity) also where only
// its unit changes; Value is then a time.Duration. AnalyticsConfiguration that
// comes or goes as a whole is one change of that field, and so is an emptied
// RefreshTokenRotation; Value is then the structure.
//
// Of Before, Origin Given says that the client has the value explicitly, Default
// that it is what the service takes. Where the Effect is Undetermined, the Value
// of After is nil and its Note names what it may come to.
type Change struct {
	Field  Field
	Before Setting
	After  Setting
	Effect Effect
}

// Plan returns what UpdateUserPoolClient would really change: what update gives
// and what it wipes by leaving it out, in the order of Config. It is nil when
// nothing changes. current is the client as DescribeUserPoolClient shows it; a
// nil Config stands for an empty one.
//
// Settings are compared by what they mean: lists as sets, lifetimes as
// durations, what is not given as its default, a rotation that is DISABLED as
// none, an ApplicationArn with the RoleArn that the service fills in as the
// ApplicationArn alone. What the service keeps is not a change.
//
// A number of a lifetime that update gives without its unit is Undetermined
// where the client has another unit than the default: the note then names both
// lifetimes.
func Plan(current, update *Config) []Change {
	p := planner{current: orEmpty(current), update: orEmpty(update)}
	p.in = Context{Operation: OperationUpdate, Current: p.current}
	for i := range fieldTable {
		r := &fieldTable[i]
		switch {
		case tokenOf(r.Name) != nil:
			p.lifetime(tokenOf(r.Name))
		case r.Name == FieldAnalyticsConfiguration:
			p.analytics()
		case r.Name == FieldRefreshTokenRotation:
			p.rotation()
		case r.Parent == "" && !r.structured():
			p.member(r)
		}
	}
	return p.changes
}

func orEmpty(c *Config) *Config {
	if c == nil {
		return new(Config)
	}
	return c
}

type planner struct {
	current, update *Config
	in              Context
	changes         []Change
}

func (p *planner) add(before, after Setting, effect Effect) {
	p.changes = append(p.changes, Change{before.Field, before, after, effect})
}

// unknown reports a field that the update gives a value not known yet, and says
// whether it does.
func (p *planner) unknown(f Field, before Setting) bool {
	if !unknown(p.update.Unknown, f, false) {
		return false
	}
	if !unknown(p.current.Unknown, f, false) {
		p.add(before, Setting{f, nil, OriginUnknown, "given, and not known yet: it may be what the client has"}, EffectSet)
	}
	return true
}

// member compares a member of the request that holds its value itself.
func (p *planner) member(r *fieldRow) {
	before := r.asItIs(p.current)
	switch {
	case r.Immutable:
		p.immutable(r, before)
		return
	case p.unknown(r.Name, before):
		return
	case !r.says(p.current) && !r.says(p.update):
		return // at the default before and after, whatever that comes to
	}
	after := r.resolve(p.update, p.in)
	switch given := r.isSet(p.update); {
	case given && same(before.Value, after.Value) && before.Origin != OriginUnknown:
	case given && r.empty(p.update):
		p.add(before, after, EffectClear)
	case given:
		p.add(before, after, EffectSet)
	case after.Origin == OriginUndetermined:
		p.add(before, after, EffectUndetermined)
	case after.Origin != OriginKept && !same(before.Value, after.Value) || before.Origin == OriginUnknown && r.Omission == OmissionResets:
		p.add(before, after, EffectReset)
	}
}

// says that the member is given and not as an empty list; an unknown one is.
func (r *fieldRow) says(c *Config) bool {
	return unknown(c.Unknown, r.Name, false) || r.isSet(c) && !(r.empty(c) && r.Default != nil)
}

// immutable reports a given member that no update can change.
func (p *planner) immutable(r *fieldRow, before Setting) {
	if !r.isSet(p.update) || same(r.get(p.update), r.get(p.current)) {
		return
	}
	switch r.Name {
	case FieldGenerateSecret:
		if !isTrue(p.update.GenerateSecret) {
			return
		}
	case FieldClientSecret:
	default: // nothing to compare it with
		if !r.isSet(p.current) {
			return
		}
	}
	p.add(before, Setting{r.Name, r.get(p.update), OriginSet, "no update can change it"}, EffectRejected)
}

// standing is the lifetime of a client as it is.
func (t *token) standing(c *Config) Setting {
	n, unit := t.written(c)
	s := Setting{Field: t.validity, Origin: OriginSet}
	if unknown(c.Unknown, t.validity, false) || unknown(c.Unknown, t.unit, false) {
		s.Origin, s.Note = OriginUnknown, "given, and not known yet"
		return s
	}
	l := lifetimeOf(t, n, unit)
	switch l.state {
	case lifetimeUndetermined:
		s.Origin, s.Note = OriginUndetermined, "what "+string(unit)+" mean without a number is not on record"
	case lifetimeBroken:
		s.Note = t.spell(n, unit) + " is not a lifetime"
	case lifetimeDefault:
		s.Value, s.Origin = t.standard, OriginDefault
	default:
		s.Value = l.duration()
	}
	return s
}

// duration is the lifetime, or the longest Duration where it is longer.
func (l lifetime) duration() time.Duration {
	return time.Duration(min(l.seconds, math.MaxInt64/int64(time.Second))) * time.Second
}

// spell is a number and its unit as they are written: "30 hours".
func (t *token) spell(n *int32, unit types.TimeUnitsType) string {
	if unit == "" {
		unit = t.defaultUnit
	}
	if n == nil {
		return "no number of " + string(unit)
	}
	return fmt.Sprintf("%d %s", *n, unit)
}

// with is the lifetime that a number and a unit make.
func (t *token) with(n *int32, unit types.TimeUnitsType) Setting {
	c := new(Config)
	t.write(c, n, unit)
	return t.standing(c)
}

// lifetime compares what number and unit make together.
func (p *planner) lifetime(t *token) {
	before := t.standing(p.current)
	if p.unknown(t.validity, before) || p.unknownUnit(t, before) {
		return
	}
	after, effect := t.updated(p.current, p.update)
	if effect != 0 {
		p.add(before, after, effect)
	}
}

// unknownUnit is unknown for the unit of a lifetime.
func (p *planner) unknownUnit(t *token, before Setting) bool {
	if !unknown(p.update.Unknown, t.unit, false) {
		return false
	}
	if !unknown(p.current.Unknown, t.unit, false) {
		p.add(before, Setting{t.validity, nil, OriginUnknown, "its unit is given, and not known yet"}, EffectSet)
	}
	return true
}

// updated is a lifetime after an update, and 0 where that is what it was.
func (t *token) updated(current, update *Config) (Setting, Effect) {
	n, unit := t.written(update)
	nowN, nowUnit := t.written(current)
	before := t.standing(current)
	if n != nil && same(*n, pointed(nowN)) && t.sameUnit(unit, nowUnit) {
		return before, 0
	}
	if t.isDefault(nowN) {
		nowN = nil
	}
	switch {
	case n != nil && unit == "" && !t.sameUnit(nowUnit, ""):
		return t.unitLeftOut(*n, nowUnit)
	case n == nil && unit == "":
		return t.leftOut(before)
	case n == nil:
		return t.numberOmitted(before, nowN, nowUnit, unit)
	}
	after := t.with(n, unit)
	if same(before.Value, after.Value) && after.Value != nil {
		return after, 0
	}
	if same(*n, pointed(nowN)) && before.Value != nil && after.Value != nil {
		after.Note = fmt.Sprintf("the number %d takes a new unit: %s becomes %s", *n, t.spell(nowN, nowUnit), t.spell(n, unit))
	}
	return after, EffectSet
}

func pointed[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}

func (t *token) sameUnit(a, b types.TimeUnitsType) bool {
	if a == "" {
		a = t.defaultUnit
	}
	if b == "" {
		b = t.defaultUnit
	}
	return a == b
}

// leftOut is a lifetime of which the update says nothing.
func (t *token) leftOut(before Setting) (Setting, Effect) {
	after := Setting{t.validity, t.standard, OriginDefault, ""}
	switch {
	case same(before.Value, t.standard):
		return before, 0
	case rowOf(t.validity).Omission == OmissionUndetermined, before.Origin == OriginUndetermined:
		return Setting{t.validity, nil, OriginUndetermined, eitherOr(before.String(), inWords(t.standard))}, EffectUndetermined
	}
	return after, EffectReset
}

// unitLeftOut is a lifetime of which the update gives the number and not the
// unit, where the client has another unit than the default.
func (t *token) unitLeftOut(n int32, nowUnit types.TimeUnitsType) (Setting, Effect) {
	reset, kept := t.with(&n, t.defaultUnit), t.with(&n, nowUnit)
	return Setting{t.validity, nil, OriginUndetermined, fmt.Sprintf("%d without a unit: %s when the unit goes back to %s, as documented, and %s when it stays %s",
		n, reset, t.defaultUnit, kept, nowUnit)}, EffectUndetermined
}

// numberOmitted is a lifetime of which the update gives the unit and not the
// number.
func (t *token) numberOmitted(before Setting, nowN *int32, nowUnit, unit types.TimeUnitsType) (Setting, Effect) {
	r := rowOf(t.validity)
	standard := t.with(nil, unit)
	switch {
	case nowN == nil && t.sameUnit(unit, nowUnit):
		return before, 0
	case standard.Origin != OriginDefault: // not the default unit
		note := "what " + string(unit) + " mean without a number is not on record"
		if nowN != nil && r.Omission == OmissionUndetermined {
			note = fmt.Sprintf("the number %d, if it is kept, takes the new unit: %s becomes %s", *nowN, t.spell(nowN, nowUnit), t.spell(nowN, unit))
		}
		return Setting{t.validity, nil, OriginUndetermined, note}, EffectUndetermined
	case r.Omission == OmissionUndetermined && nowN != nil:
		if kept := t.with(nowN, unit); !same(kept.Value, standard.Value) {
			return Setting{t.validity, nil, OriginUndetermined, eitherOr(t.spell(nowN, unit), inWords(t.standard))}, EffectUndetermined
		}
	}
	if same(before.Value, standard.Value) {
		return before, 0
	}
	return standard, EffectReset
}

// analytics compares the configuration for Amazon Pinpoint.
func (p *planner) analytics() {
	whole := rowOf(FieldAnalyticsConfiguration)
	now, next := withoutFilledRole(p.current.AnalyticsConfiguration), withoutFilledRole(p.update.AnalyticsConfiguration)
	before := Setting{Field: whole.Name, Origin: OriginAbsent}
	if now.targets() || isTrue(now.UserDataShared) {
		before.Value, before.Origin = now, OriginSet
	}
	switch {
	case unknown(p.update.Unknown, whole.Name, false):
		p.unknown(whole.Name, before)
	case p.update.AnalyticsConfiguration == nil, !next.says():
		if before.Value == nil {
			return
		}
		effect := EffectReset
		if p.update.AnalyticsConfiguration != nil {
			effect = EffectClear
		}
		p.add(before, Setting{Field: whole.Name, Origin: OriginAbsent}, effect)
	default:
		p.analyticsMembers(&Config{AnalyticsConfiguration: &now, Unknown: p.current.Unknown}, &Config{AnalyticsConfiguration: &next})
	}
}

// analyticsMembers compares the members of a structure that the update gives.
// Members that name the project in the other of the two ways are replaced by
// what is given, not lost.
func (p *planner) analyticsMembers(current, update *Config) {
	replaced := current.AnalyticsConfiguration.byARN() != update.AnalyticsConfiguration.byARN() && update.AnalyticsConfiguration.targets()
	for i := range fieldTable {
		r := &fieldTable[i]
		if r.Parent != FieldAnalyticsConfiguration {
			continue
		}
		before := r.asItIs(current)
		switch {
		case r.isSet(update):
			if after := r.asItIs(update); !same(before.Value, after.Value) && !(before.Value == nil && same(after.Value, r.Default)) {
				p.add(before, after, EffectSet)
			}
		case r.isSet(current) && !same(before.Value, r.Default) && !(replaced && r.Default == nil):
			p.add(before, r.standard(update, p.in), EffectReset)
		}
	}
}

// withoutFilledRole is the configuration without the RoleArn that the service
// fills in beside an ApplicationArn; empty where there is none.
func withoutFilledRole(a *AnalyticsConfiguration) AnalyticsConfiguration {
	if a == nil {
		return AnalyticsConfiguration{}
	}
	clean := a.clone()
	if isDescribeEcho(a) {
		clean.RoleArn = nil
	}
	return clean
}

func (a *AnalyticsConfiguration) byARN() bool { return a.ApplicationArn != nil }

// targets says that any member that names the project is given.
func (a *AnalyticsConfiguration) targets() bool {
	return a.ApplicationId != nil || a.ApplicationArn != nil || a.RoleArn != nil || a.ExternalId != nil
}

// rotation compares refresh token rotation. What an update that omits it makes
// of a rotation that is ENABLED is undetermined.
func (p *planner) rotation() {
	now, next := p.current.RefreshTokenRotation, p.update.RefreshTokenRotation
	feature, grace := rowOf(FieldRefreshTokenRotationFeature), rowOf(FieldRefreshTokenRotationRetryGracePeriodSeconds)
	before := feature.asItIs(p.current)
	switch {
	case unknown(p.update.Unknown, FieldRefreshTokenRotation, false):
		p.unknown(FieldRefreshTokenRotation, Setting{Field: FieldRefreshTokenRotation, Value: before.Value, Origin: before.Origin})
		return
	case next == nil:
		if rotationEnabled(p.current) {
			p.add(Setting{FieldRefreshTokenRotation, now.clone(), OriginSet, ""},
				Setting{FieldRefreshTokenRotation, nil, OriginUndetermined, eitherOr(now.words(), "DISABLED")}, EffectUndetermined)
		}
		return
	case !next.says():
		if rotationEnabled(p.current) {
			p.add(Setting{FieldRefreshTokenRotation, now.clone(), OriginSet, ""},
				Setting{FieldRefreshTokenRotation, nil, OriginAbsent, "the service refuses a structure without Feature; Feature DISABLED switches rotation off"}, EffectClear)
		}
		return
	}
	enabled := rotationEnabled(p.update) || next.Feature == "" && rotationEnabled(p.current)
	if after := feature.asItIs(p.update); next.Feature != "" && !same(before.Value, after.Value) {
		p.add(before, after, EffectSet)
	}
	if !enabled {
		return
	}
	period := Setting{Field: grace.Name, Origin: OriginAbsent}
	if rotationEnabled(p.current) {
		period = grace.asItIs(p.current)
	}
	switch after := grace.asItIs(p.update); {
	case grace.isSet(p.update) && !same(period.Value, after.Value):
		p.add(period, after, EffectSet)
	case !grace.isSet(p.update) && period.Value != nil:
		p.add(period, Setting{grace.Name, nil, OriginUndetermined, fmt.Sprintf("it stays %s or goes to a default that is not on record", period)}, EffectUndetermined)
	}
}

// Overlay returns the full update that changes only what update gives: every
// setting of current, with those of update in their place. It is ready to be
// sent: without the secret and the dates, with a unit beside each number, with
// what Describe answers and the service refuses mended. Neither argument is
// changed and nothing of them is shared; a nil Config stands for an empty one.
//
// Lists replace lists, and members of structures take the place of members: a
// number of a lifetime that update gives alone is in the unit that the client
// has, and a unit that it gives alone is read with the number that the client
// has, which Plan then points out (30 days becomes 30 hours). A unit for a
// lifetime that the client never set does not change the lifetime. A
// RefreshTokenRotation given empty is spelled DISABLED, an AnalyticsConfiguration
// given empty stays so. UserPoolId and ClientId are those of current.
func Overlay(current, update *Config) *Config {
	current, update = orEmpty(current), orEmpty(update)
	out := &Config{Unknown: unknownOf(current, update)}
	for i := range fieldTable {
		r := &fieldTable[i]
		if r.Parent != "" || r.structured() || !r.InUpdate || tokenOf(r.Name) != nil {
			continue
		}
		from := current
		if gives(update, r) && !(r.Immutable && gives(current, r)) {
			from = update
		}
		r.copy(out, from)
	}
	for _, t := range tokens {
		t.overlay(out, current, update)
	}
	out.AnalyticsConfiguration = overlayAnalytics(current.AnalyticsConfiguration, update.AnalyticsConfiguration)
	out.RefreshTokenRotation = overlayRotation(current.RefreshTokenRotation, update.RefreshTokenRotation)
	return out
}

// gives says that c gives the field, be it one not known yet.
func gives(c *Config, r *fieldRow) bool {
	return r.isSet(c) || unknown(c.Unknown, r.Name, false)
}

// unknownOf is what is not known yet of the overlay.
func unknownOf(current, update *Config) []Field {
	all := slices.Clone(update.Unknown)
	for _, f := range current.Unknown {
		if i, ok := fieldIndex[fieldOf(f)]; ok && !gives(update, &fieldTable[i]) {
			all = append(all, f)
		}
	}
	return slices.DeleteFunc(all, func(f Field) bool {
		i, ok := fieldIndex[fieldOf(f)]
		return ok && !fieldTable[i].InUpdate
	})
}

// fieldOf is the field that an entry of Unknown, which may be about one element
// of a list, is about.
func fieldOf(entry Field) Field {
	name, _, _ := strings.Cut(string(entry), "[")
	return Field(name)
}

// overlay writes the lifetime of one token.
func (t *token) overlay(out, current, update *Config) {
	n, unit := t.written(update)
	nowN, nowUnit := t.written(current)
	pending := unknown(update.Unknown, t.validity, false) || n == nil && unknown(current.Unknown, t.validity, false)
	asksDefault := t.isDefault(n)
	newUnit := unit != "" && !t.sameUnit(unit, nowUnit)
	unit = cmp.Or(unit, nowUnit)
	if n == nil && !pending && !t.isDefault(nowN) {
		n = nowN
	}
	switch {
	case asksDefault, n == nil && !pending && newUnit:
		n, unit = t.standardIn(unit)
	case n != nil, pending:
		unit = cmp.Or(unit, t.defaultUnit)
	}
	t.write(out, n, unit)
}

// isDefault says that the number stands for the default: 0, where that is one.
func (t *token) isDefault(n *int32) bool { return n != nil && *n == 0 && t.fewest == 0 }

// standardIn is the default lifetime in a unit, in the default unit where that
// one cannot say it.
func (t *token) standardIn(unit types.TimeUnitsType) (*int32, types.TimeUnitsType) {
	size, ok := unitSeconds(unit)
	if seconds := int64(t.standard / time.Second); ok && seconds%size == 0 {
		n := int32(seconds / size)
		return &n, unit
	}
	n := rowOf(t.validity).Default.(int32)
	return &n, t.defaultUnit
}

func overlayAnalytics(current, update *AnalyticsConfiguration) *AnalyticsConfiguration {
	now, next := withoutFilledRole(current), withoutFilledRole(update)
	switch {
	case update == nil && !now.says():
		return nil
	case update == nil:
		return &now
	case !next.says():
		return &next
	case !next.targets() || now.byARN() == next.byARN():
		next.ApplicationId = orElse(next.ApplicationId, now.ApplicationId)
		next.ApplicationArn = orElse(next.ApplicationArn, now.ApplicationArn)
		next.RoleArn = orElse(next.RoleArn, now.RoleArn)
		next.ExternalId = orElse(next.ExternalId, now.ExternalId)
	}
	next.UserDataShared = orElse(next.UserDataShared, now.UserDataShared)
	return &next
}

func overlayRotation(current, update *RefreshTokenRotation) *RefreshTokenRotation {
	var now RefreshTokenRotation
	if current != nil {
		now = current.clone()
	}
	next := now
	switch {
	case update == nil && !now.says():
		return nil
	case update == nil:
	case !update.says():
		next = RefreshTokenRotation{Feature: types.FeatureTypeDisabled}
	default:
		next = update.clone()
		if next.Feature == "" {
			next.Feature = now.Feature
		}
		next.RetryGracePeriodSeconds = orElse(next.RetryGracePeriodSeconds, now.RetryGracePeriodSeconds)
	}
	if next.Feature == types.FeatureTypeDisabled {
		next.RetryGracePeriodSeconds = nil
	}
	return &next
}

func orElse[T any](p, other *T) *T {
	if p != nil {
		return p
	}
	return other
}
