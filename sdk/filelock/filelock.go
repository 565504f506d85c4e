// Package filelock is a lock for sdk.Update between the processes of one machine:
// a file for each app client, locked with the operating system's own means.
//
//	sdk.UpdateRequest{Lock: filelock.New("/var/lock/userpoolclient").Lock, …}
//
// A process that ends, however it ends, holds its locks no longer. One that is
// suspended goes on holding them: nobody else can take them meanwhile, so it may
// write when it wakes up, and the others wait for as long as their context lets
// them. The files stay; one that is deleted or replaced while it is locked makes
// its holder's lease fail.
//
// A directory on a network file system is for one machine all the same: whether
// such locks hold across machines depends on the server and its settings.
package filelock

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"github.com/userpoolclient/userpoolclient/sdk"
)

// poll is how often a lock that somebody else holds is tried.
const poll = 20 * time.Millisecond

// A Locker locks files of one directory.
type Locker struct{ dir string }

// New returns a Locker for a directory, which is made when it is first needed.
// Every process must name the same one.
func New(dir string) *Locker { return &Locker{dir} }

// Lock returns once the lock is held; it is what UpdateRequest.Lock asks for. The
// lease is a *Lease.
func (l *Locker) Lock(ctx context.Context, key string) (sdk.Lease, error) {
	if err := os.MkdirAll(l.dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the directory of the locks: %w", err)
	}
	for {
		// A Flock of its own: two of one process keep each other out as well.
		file := flock.New(l.Path(key), flock.SetPermissions(0o600))
		if _, err := file.TryLockContext(ctx, poll); err != nil {
			return nil, fmt.Errorf("lock %s: %w", file.Path(), err)
		}
		lease := &Lease{file}
		if lease.Check(ctx, 0) == nil {
			return lease, nil
		}
		lease.Release() // the file was replaced while it was waited for
	}
}

// Path returns the file that stands for a key. Its name has the same length
// whatever the key is.
func (l *Locker) Path(key string) string {
	sum := sha256.Sum256([]byte(key))
	return filepath.Join(l.dir, hex.EncodeToString(sum[:])+".lock")
}

// Lease is a locked file.
type Lease struct{ file *flock.Flock }

var errReplaced = errors.New("the lock's file has been deleted or replaced, and somebody else may hold the new one")

// Check returns an error where the file that is locked is no longer the one that
// others lock.
func (l *Lease) Check(context.Context, time.Duration) error {
	locked, err := l.file.Stat()
	if err != nil {
		return fmt.Errorf("look at the locked file: %w", err)
	}
	there, err := os.Stat(l.file.Path())
	if err != nil || !os.SameFile(locked, there) {
		return errReplaced
	}
	return nil
}

// Release unlocks the file, which stays.
func (l *Lease) Release() { _ = l.file.Close() } // the lock ends with the descriptor, whatever Close says
