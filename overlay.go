package userpoolclient

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// Overlay returns the full update that changes only what update gives: every
// setting of current, with those of update in their place. It is ready to be
// sent: without the secret and the dates, with a unit beside each number, with
// what Describe answers and the service rejects mended. Neither argument is
// changed and nothing of them is shared; a nil Config stands for an empty one.
//
// Lists replace lists, and members of structures take the place of members: a
// number of a lifetime that update gives alone is in the unit that the client
// has, and a unit that it gives alone is read with the number that the client
// has, which Plan then points out (30 days becomes 30 hours). A unit for a
// lifetime that the client never set does not change the lifetime. A
// RefreshTokenRotation set empty is spelled DISABLED, an AnalyticsConfiguration
// set empty stays so. UserPoolId and ClientId are those of current.
func Overlay(current, update *Config) *Config {
	current, update = orEmpty(current), orEmpty(update)
	out := &Config{Unknown: unknownOf(current, update)}
	for i := range fieldTable() {
		r := &fieldTable()[i]
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

// Explicit returns the update that makes of current exactly what desired says:
// desired, with its default written out for each member that desired omits,
// current sets, and an update may keep when it is omitted. What is kept for
// certain (the IDs and the name) is that of current. Neither argument is changed
// and nothing of them is shared; a nil Config stands for an empty one.
func Explicit(current, desired *Config) *Config {
	current, desired = orEmpty(current), orEmpty(desired)
	out := &Config{Unknown: slices.Clone(desired.Unknown), MaybeSet: slices.Clone(desired.MaybeSet)}
	for i := range fieldTable() {
		r := &fieldTable()[i]
		if r.Parent != "" {
			continue
		}
		r.copy(out, desired)
		if gives(desired, r) || desired.pending(r.Name) || !r.isSet(current) {
			continue
		}
		switch r.Omission {
		case OmissionKeeps:
			r.copy(out, current)
		case OmissionUndetermined:
			r.writeDefault(out)
		}
		if r.Immutable && r.InUpdate {
			r.copy(out, current)
		}
	}
	for _, t := range tokens {
		t.writeExplicit(out, current, desired)
	}
	return out
}

// writeDefault sets the member to its default; a token's lifetime is
// writeExplicit's.
func (r *fieldRow) writeDefault(c *Config) {
	switch {
	case r.Name == FieldRefreshTokenRotation:
		c.RefreshTokenRotation = &RefreshTokenRotation{Feature: types.FeatureTypeDisabled}
	case tokenOf(r.Name) == nil && r.Default != nil:
		r.set(c, r.Default)
	}
}

// gives reports whether c sets the field, be it to a value not known yet.
func gives(c *Config, r *fieldRow) bool {
	return r.isSet(c) || unknown(c.Unknown, r.Name, false)
}

// unknownOf is what is not known yet of the overlay.
func unknownOf(current, update *Config) []Field {
	all := slices.Clone(update.Unknown)
	for _, f := range current.Unknown {
		if i, ok := fieldIndex()[fieldOf(f)]; ok && !gives(update, &fieldTable()[i]) {
			all = append(all, f)
		}
	}
	return slices.DeleteFunc(all, func(f Field) bool {
		i, ok := fieldIndex()[fieldOf(f)]
		return ok && !fieldTable()[i].InUpdate
	})
}

// fieldOf is the field that an entry of Unknown, which may be about one element
// of a list, is about.
func fieldOf(entry Field) Field {
	name, _, _ := strings.Cut(string(entry), "[")
	return Field(name)
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
