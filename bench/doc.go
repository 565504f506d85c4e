// Package bench measures userpoolclient and its peers on the same work: the
// limits and the laws of an app client of about twenty members. It is a module
// of its own so that nobody who imports userpoolclient sees the peers.
//
//	go -C bench run ./cmd/compare    # from the root of the repository
//
// The work is: the length and characters of every string, the range of every
// number, the size of every list, the values of every enum; that redirect URLs
// are absolute, use plain http for loopback hosts only and (callbacks and the
// default) have no fragment; that scopes and attributes are ones that can exist
// and attributes to write can be written; that OAuth, switched on, has flows and
// scopes, and code or implicit a callback URL; that the default redirect is a
// callback; that tokens live as long as they may after conversion to seconds,
// and access and ID tokens no longer than the refresh token. All failures are
// reported, each with its place. That userpoolclient's laws are more than these
// is to its disadvantage here.
//
// Every contender is handed the configuration in the form that it wants and
// with everything prepared that can be: compiled schemas and expressions,
// registered tags, a decoded document. Only the check is timed.
package bench
