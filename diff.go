package userpoolclient

import "slices"

// Diff returns how b differs from a, in the order of Config; nil when both come
// to the same. Two clients are compared by what they come to: 60 minutes equals
// 1 hour, lists are sets, an omitted setting equals its default written out, a
// rotation that is DISABLED equals none. Of a change, Before is a and After is b;
// the effect is EffectReset where b is at the default. What tells two clients
// apart by nature is no difference: IDs, secrets, dates. A name that b omits is
// that of a. A nil Config stands for an empty one.
func Diff(a, b *Config) []Change {
	changes := Plan(a, Explicit(a, b))
	changes = slices.DeleteFunc(changes, func(c Change) bool { return c.Effect == EffectRejected })
	if len(changes) == 0 {
		return nil
	}
	return changes
}
