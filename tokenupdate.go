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

// What an update makes of the lifetime of a token. A lifetime is a number and
// its unit, which an update sets or omits each by itself, and the public evidence
// decides of neither what becomes of it when it is omitted. So an update leaves
// up to four readings open, and each of them is looked at.

// standing returns the lifetime of a client as it is.
func (t *token) standing(c *Config) Setting {
	n, unit := t.written(c)
	s := Setting{Field: t.validity, Origin: OriginSet}
	if c.pending(t.validity) || c.pending(t.unit) {
		s.Origin, s.Note = OriginUnknown, "set, and not known yet"
		return s
	}
	l := lifetimeOf(t, n, unit)
	switch l.state {
	case lifetimeUndetermined:
		s.Origin, s.Note = OriginUndetermined, "what "+string(unit)+" mean without a number is not verified"
	case lifetimeBroken:
		s.Note = t.spell(n, unit) + " is not a lifetime"
	case lifetimeDefault:
		s.Value, s.Origin = t.standard, OriginDefault
	default:
		s.Value = l.duration()
	}
	return s
}

// duration returns the lifetime, or the longest Duration where it is longer.
func (l lifetime) duration() time.Duration {
	return time.Duration(min(l.seconds, math.MaxInt64/int64(time.Second))) * time.Second
}

// spell returns a number and its unit as they are written: "30 hours".
func (t *token) spell(n *int32, unit types.TimeUnitsType) string {
	unit = cmp.Or(unit, t.defaultUnit)
	if n == nil {
		return "no number of " + string(unit)
	}
	return fmt.Sprintf("%d %s", *n, unit)
}

// with returns the lifetime that a number and a unit make.
func (t *token) with(n *int32, unit types.TimeUnitsType) Setting {
	c := new(Config)
	t.write(c, n, unit)
	return t.standing(c)
}

// sameUnit reports whether two units are the same, an omitted one being the
// default.
func (t *token) sameUnit(a, b types.TimeUnitsType) bool {
	return cmp.Or(a, t.defaultUnit) == cmp.Or(b, t.defaultUnit)
}

// isDefault reports whether the number stands for the default: 0, where that is
// one.
func (t *token) isDefault(n *int32) bool { return n != nil && *n == 0 && t.fewest == 0 }

// sameNumber reports whether two numbers are the same, 0 being none where it
// stands for the default.
func (t *token) sameNumber(a, b *int32) bool {
	if t.isDefault(a) {
		a = nil
	}
	if t.isDefault(b) {
		b = nil
	}
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}

// A reading is a lifetime after an update, if an omitted number and an omitted
// unit are kept or reset.
type reading struct {
	n     *int32
	unit  types.TimeUnitsType
	after Setting
	why   string // what is kept or reset, in words; "" when the update sets both
}

// readings returns the lifetimes that an update may come to, each once.
func (t *token) readings(current, update *Config) []reading {
	validity, units := rowOf(t.validity), rowOf(t.unit)
	var all []reading
	for _, number := range validity.openOmissions(current, update) {
		for _, unit := range units.openOmissions(current, update) {
			after := new(Config)
			validity.apply(after, current, update, number)
			units.apply(after, current, update, unit)
			next := reading{why: whyInWords(number, unit)}
			next.n, next.unit = t.written(after)
			next.after = t.with(next.n, next.unit)
			all = append(all, next)
		}
	}
	return t.distinct(all)
}

// openOmissions returns what may become of a member that an update omits:
// OmissionNone where the evidence decides, or where it makes no difference.
func (r *fieldRow) openOmissions(current, update *Config) []Omission {
	if gives(update, r) || !gives(current, r) || r.Omission != OmissionUndetermined {
		return []Omission{OmissionNone}
	}
	return []Omission{OmissionKeeps, OmissionResets}
}

// whyInWords says what a reading assumes of an omitted number and unit.
func whyInWords(number, unit Omission) string {
	switch {
	case number == OmissionKeeps && unit == OmissionKeeps:
		return "if number and unit stay"
	case number == OmissionResets && unit == OmissionResets:
		return "if number and unit are reset"
	}
	words := map[Omission]string{OmissionKeeps: " stays", OmissionResets: " is reset"}
	var parts []string
	if number != OmissionNone {
		parts = append(parts, "the number"+words[number])
	}
	if unit != OmissionNone {
		parts = append(parts, "the unit"+words[unit])
	}
	return "if " + strings.Join(parts, " and ")
}

// distinct returns the readings that differ.
func (t *token) distinct(all []reading) []reading {
	var kept []reading
	for _, r := range all {
		seen := false
		for _, k := range kept {
			seen = seen ||
				t.alike(k.after, r.after) &&
					(k.after.Value != nil || t.sameUnit(k.unit, r.unit) && t.sameNumber(k.n, r.n))
		}
		if !seen {
			kept = append(kept, r)
		}
	}
	return kept
}

// alike reports whether two lifetimes are the same duration, or both have none.
func (t *token) alike(a, b Setting) bool { return same(a.Value, b.Value) }

// updated returns a lifetime after an update and the effect, 0 where it is
// surely what it was.
func (t *token) updated(current, update *Config) (Setting, Effect) {
	before := t.standing(current)
	nowN, nowUnit := t.written(current)
	readings := t.readings(current, update)
	var changed []reading
	for _, r := range readings {
		asBefore := r.after.Value != nil && t.alike(before, r.after) ||
			t.sameNumber(r.n, nowN) && t.sameUnit(r.unit, nowUnit)
		if !asBefore {
			changed = append(changed, r)
		}
	}
	if changed == nil {
		return before, 0
	}
	if len(readings) > 1 {
		return Setting{t.validity, nil, OriginUndetermined, t.undecided(before, readings)}, EffectUndetermined
	}
	only := changed[0]
	n, unit := t.written(update)
	switch {
	case n == nil && unit == "":
		return only.after, EffectReset
	case n == nil && only.after.Origin == OriginUndetermined:
		return only.after, EffectUndetermined
	case n == nil:
		return only.after, EffectReset
	case t.sameNumber(n, nowN) && before.Value != nil && only.after.Value != nil:
		only.after.Note = fmt.Sprintf(
			"the number %d takes a new unit: %s becomes %s",
			*n,
			t.spell(nowN, nowUnit),
			t.spell(n, unit),
		)
	}
	return only.after, EffectSet
}

// undecided lists the readings of an update, the worst first: the one that is
// farthest from the lifetime of today.
func (t *token) undecided(before Setting, readings []reading) string {
	slices.SortStableFunc(readings, func(a, b reading) int {
		return cmp.Compare(t.distance(before, b.after), t.distance(before, a.after))
	})
	words := make([]string, len(readings))
	for i, r := range readings {
		words[i] = t.reached(r) + " " + r.why
	}
	return "at worst " + strings.Join(words, ", or ") + ": the evidence does not decide"
}

// reached returns the lifetime of a reading in words.
func (t *token) reached(r reading) string {
	if r.after.Value == nil {
		return fmt.Sprintf("a length that is not verified (%s without a number)", cmp.Or(r.unit, t.defaultUnit))
	}
	return inWords(r.after.Value)
}

// distance returns how many times longer or shorter a lifetime is than before, as
// a logarithm. A length that is not verified is farther than none and nearer than
// any that is.
func (t *token) distance(before, after Setting) float64 {
	a, okA := before.Value.(time.Duration)
	b, okB := after.Value.(time.Duration)
	if !okA || !okB || a <= 0 || b <= 0 {
		return math.SmallestNonzeroFloat64
	}
	return math.Abs(math.Log(float64(a) / float64(b)))
}

// overlay writes the lifetime of one token into a complete update.
func (t *token) overlay(out, current, update *Config) {
	n, unit := t.written(update)
	nowN, nowUnit := t.written(current)
	pending := update.pending(t.validity) || n == nil && current.pending(t.validity)
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

// standardIn is the default lifetime in a unit, in the default unit where that
// one cannot say it.
func (t *token) standardIn(unit types.TimeUnitsType) (*int32, types.TimeUnitsType) {
	size, ok := unitSeconds(unit)
	if seconds := int64(t.standard / time.Second); ok && seconds%size == 0 {
		n := int32(seconds / size)
		return &n, unit
	}
	return new(rowOf(t.validity).Default.(int32)), t.defaultUnit
}

// writeExplicit writes out the lifetime of one token that desired takes away
// from current: a number under a unit that stays means the default lifetime, not
// some number of that unit, and 0 means the default, where it stands for it.
func (t *token) writeExplicit(out, current, desired *Config) {
	if desired.pending(t.validity) || desired.pending(t.unit) {
		return
	}
	n, unit := t.written(desired)
	nowN, nowUnit := t.written(current)
	if t.isDefault(n) {
		n = nil
	}
	switch {
	case t.sameNumber(n, nowN) && t.sameUnit(unit, nowUnit):
		unit = cmp.Or(unit, nowUnit)
	case n != nil:
		unit = cmp.Or(unit, t.defaultUnit)
	case nowN != nil || nowUnit != "":
		n, unit = t.standardIn(unit)
	}
	if out.TokenValidityUnits != nil {
		out.TokenValidityUnits = new(*out.TokenValidityUnits)
	}
	t.write(out, n, unit)
}
