package userpoolclient

import "slices"

// Apply returns the client that current is after the update: what update sets,
// what it resets by omitting it, and what is kept. The result is as Describe
// would have to show it if it showed no defaults, shares no memory with the
// arguments, and has no LastModifiedDate, which the service sets. A nil Config
// stands for an empty one.
//
// undetermined says what becomes of an omitted member of which the public
// evidence does not decide: OmissionResets, OmissionKeeps, or
// OmissionUndetermined, which lists the member in MaybeSet where it makes a
// difference.
func Apply(current, update *Config, undetermined Omission) *Config {
	current, update = orEmpty(current), orEmpty(update)
	out := new(Config)
	for i := range fieldTable() {
		if r := &fieldTable()[i]; r.InClient && r.stands() && r.Name != FieldLastModifiedDate {
			r.apply(out, current, update, undetermined)
		}
	}
	return out
}

// stands reports whether an update sets or omits the member by itself. The
// members of a structure go with it, except the units, each of which belongs to
// the number of a token.
func (r *fieldRow) stands() bool {
	if r.Name == FieldTokenValidityUnits {
		return false
	}
	return r.Parent == "" || r.Parent == FieldTokenValidityUnits
}

// apply writes into out what becomes of one member. It is the one place that
// knows what an update does.
func (r *fieldRow) apply(out, current, update *Config, undetermined Omission) {
	from := update
	if unknown(update.MaybeSet, r.Name, true) {
		out.MaybeSet = append(out.MaybeSet, r.Name)
		return
	}
	if !r.sent(current, update) {
		switch r.omission(undetermined) {
		case OmissionResets:
			return
		case OmissionUndetermined:
			if r.isSet(current) && !r.empty(current) || unknown(current.Unknown, r.Name, false) {
				out.MaybeSet = append(out.MaybeSet, r.Name)
			}
			return
		}
		from = current
	}
	if r.structured() && r.empty(from) { // an empty structure says nothing
		return
	}
	r.copy(out, from)
	out.Unknown = append(out.Unknown, entriesOf(from.Unknown, r.Name)...)
	out.MaybeSet = append(out.MaybeSet, entriesOf(from.MaybeSet, r.Name)...)
}

// sent reports whether the update decides the member: it sets it, and an update
// can change it.
func (r *fieldRow) sent(current, update *Config) bool {
	if r.Immutable && (r.isSet(current) || !r.InUpdate) {
		return false
	}
	return gives(update, r)
}

// omission returns what the update does to the member when it omits it.
func (r *fieldRow) omission(undetermined Omission) Omission {
	switch r.Omission {
	case OmissionNone:
		return OmissionKeeps
	case OmissionUndetermined:
		return undetermined
	}
	return r.Omission
}

// entriesOf returns the entries about a field, its elements and its members.
func entriesOf(fields []Field, f Field) []Field {
	return slices.DeleteFunc(slices.Clone(fields), func(u Field) bool {
		return u != f && !within(u, f, '[') && !within(u, f, '.') && !within(f, u, '.')
	})
}
