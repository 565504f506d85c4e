package userpoolclient

import "fmt"

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
// Of Before, OriginSet says that the client has the value explicitly, OriginDefault
// that it is what the service takes. Where the Effect is Undetermined, the Value
// of After is nil and its Note names what it may come to.
type Change struct {
	Field  Field
	Before Setting
	After  Setting
	Effect Effect
}

// Plan returns what UpdateUserPoolClient would really change: what update sets
// and what it wipes by omitting it, in the order of Config. It is nil when
// nothing changes. current is the client as DescribeUserPoolClient shows it; a
// nil Config stands for an empty one.
//
// Settings are compared by what they mean: lists as sets, lifetimes as
// durations, what is omitted as its default, a rotation that is DISABLED as
// none, an ApplicationArn with the RoleArn that the service fills in as the
// ApplicationArn alone. What the service keeps is not a change.
//
// Where the evidence does not decide what becomes of an omitted member, every
// reading that it leaves open is compared: the change is undetermined unless all
// of them come to what the client has, and the note begins with the worst. The
// number and the unit of a lifetime are read each by itself.
func Plan(current, update *Config) []Change {
	p := planner{current: orEmpty(current), update: orEmpty(update)}
	p.in = Context{Operation: OperationUpdate, Current: p.current}
	for i := range fieldTable() {
		r := &fieldTable()[i]
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

// unknown adds a field that the update sets to a value not known yet, and reports
// whether it does.
func (p *planner) unknown(f Field, before Setting) bool {
	if !p.update.pending(f) {
		return false
	}
	if !p.current.pending(f) {
		p.add(
			before,
			Setting{f, nil, OriginUnknown, "set, and not known yet: it may be what the client has"},
			EffectSet,
		)
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
	switch set := r.isSet(p.update); {
	case set && same(before.Value, after.Value) && before.Origin != OriginUnknown:
	case set && r.empty(p.update):
		p.add(before, after, EffectClear)
	case set:
		p.add(before, after, EffectSet)
	case after.Origin == OriginUndetermined:
		p.add(before, after, EffectUndetermined)
	case after.Origin != OriginKept && !same(before.Value, after.Value) || before.Origin == OriginUnknown &&
		r.Omission == OmissionResets:
		p.add(before, after, EffectReset)
	}
}

// says reports whether the member is set and not to an empty list; an unknown one
// is.
func (r *fieldRow) says(c *Config) bool {
	return unknown(c.Unknown, r.Name, false) || r.isSet(c) && !(r.empty(c) && r.Default != nil)
}

// immutable reports a member that is set and that no update can change.
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

// lifetime compares what number and unit make together.
func (p *planner) lifetime(t *token) {
	before := t.standing(p.current)
	if p.unknown(t.validity, before) || p.unknownUnit(t, before) {
		return
	}
	if after, effect := t.updated(p.current, p.update); effect != 0 {
		p.add(before, after, effect)
	}
}

// unknownUnit does what unknown does, for the unit of a lifetime.
func (p *planner) unknownUnit(t *token, before Setting) bool {
	if !p.update.pending(t.unit) {
		return false
	}
	if !p.current.pending(t.unit) {
		p.add(before, Setting{t.validity, nil, OriginUnknown, "its unit is set, and not known yet"}, EffectSet)
	}
	return true
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
		p.analyticsMembers(
			&Config{AnalyticsConfiguration: &now, Unknown: p.current.Unknown},
			&Config{AnalyticsConfiguration: &next},
		)
	}
}

// analyticsMembers compares the members of a structure that the update sets.
// Members that name the project in the other of the two ways are replaced by
// what is set, not lost.
func (p *planner) analyticsMembers(current, update *Config) {
	replaced := current.AnalyticsConfiguration.byARN() != update.AnalyticsConfiguration.byARN() &&
		update.AnalyticsConfiguration.targets()
	for i := range fieldTable() {
		r := &fieldTable()[i]
		if r.Parent != FieldAnalyticsConfiguration {
			continue
		}
		before := r.asItIs(current)
		switch {
		case r.isSet(update):
			if after := r.asItIs(
				update,
			); !same(before.Value, after.Value) &&
				!(before.Value == nil && same(after.Value, r.Default)) {
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

// byARN reports whether the project is named by its ARN.
func (a *AnalyticsConfiguration) byARN() bool { return a.ApplicationArn != nil }

// targets reports whether any member that names the project is set.
func (a *AnalyticsConfiguration) targets() bool {
	return a.ApplicationId != nil || a.ApplicationArn != nil || a.RoleArn != nil || a.ExternalId != nil
}

// rotation compares refresh token rotation, of which omission is undetermined.
func (p *planner) rotation() {
	now, next := p.current.RefreshTokenRotation, p.update.RefreshTokenRotation
	feature, grace := rowOf(FieldRefreshTokenRotationFeature), rowOf(FieldRefreshTokenRotationRetryGracePeriodSeconds)
	before := feature.asItIs(p.current)
	switch {
	case unknown(p.update.Unknown, FieldRefreshTokenRotation, false):
		p.unknown(
			FieldRefreshTokenRotation,
			Setting{Field: FieldRefreshTokenRotation, Value: before.Value, Origin: before.Origin},
		)
		return
	case next == nil:
		if rotationEnabled(p.current) && rowOf(FieldRefreshTokenRotation).Omission == OmissionUndetermined {
			p.add(
				before,
				Setting{before.Field, nil, OriginUndetermined, eitherOr("ENABLED", "DISABLED")},
				EffectUndetermined,
			)
		}
		return
	case !next.says():
		if rotationEnabled(p.current) {
			p.add(
				Setting{FieldRefreshTokenRotation, now.clone(), OriginSet, ""},
				Setting{
					FieldRefreshTokenRotation,
					nil,
					OriginAbsent,
					"the service rejects a structure without Feature; Feature DISABLED switches rotation off",
				},
				EffectClear,
			)
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
		p.add(
			period,
			Setting{
				grace.Name,
				nil,
				OriginUndetermined,
				fmt.Sprintf("it stays %s or goes to a default that is not verified", period),
			},
			EffectUndetermined,
		)
	}
}
