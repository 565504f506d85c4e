package sdk

import (
	"context"
	"fmt"
	"time"
)

// A Lease is a lock that has been taken: see UpdateRequest.Lock. The sub-packages
// filelock, pglock and dynamolock have some.
type Lease interface {
	// Check returns an error unless the lock has been held without a break since
	// it was taken, and will be held for at least atLeast from now, whatever
	// becomes of this process. It is asked before each request that writes: a
	// process that was suspended for longer than its lease must not write when it
	// wakes up.
	Check(ctx context.Context, atLeast time.Duration) error

	// Release gives the lock back. It is called exactly once, after every Check.
	Release()
}

// Unlock is a Lease of a lock that cannot be lost while the process lives, such
// as one within the process.
type Unlock func()

// Check returns nil.
func (Unlock) Check(context.Context, time.Duration) error { return nil }

// Release calls the function.
func (u Unlock) Release() {
	if u != nil {
		u()
	}
}

// LockLostError says that a request was not sent because the lock was lost, or
// because it could not be made certain that it was not.
type LockLostError struct {
	Key string // of the lock
	Err error  // what the lease says
}

// Error names the lock and says what its lease does.
func (e *LockLostError) Error() string {
	return fmt.Sprintf("the lock %q is not certain to be held, so nothing was sent: %v", e.Key, e.Err)
}

// Unwrap returns what the lease says.
func (e *LockLostError) Unwrap() error { return e.Err }

// leased asks a lease whether a request may be sent that takes effect within a
// time from now, even if this process ends meanwhile.
func leased(ctx context.Context, lease Lease, key string, within time.Duration) error {
	if err := lease.Check(ctx, within); err != nil {
		return &LockLostError{key, err}
	}
	return nil
}
