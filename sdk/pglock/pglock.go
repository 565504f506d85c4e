// Package pglock is a lock for sdk.Update between processes that share a
// PostgreSQL server, of version 14 or later: an advisory lock for each app client,
// in a session of its own.
//
//	sdk.UpdateRequest{Lock: pglock.New(db, pglock.Options{}).Lock, …}
//
// db may use any driver for PostgreSQL. Nothing is stored and no table is needed;
// all writers must use the same database of the same server. The connection must
// reach the server itself, or a pooler that keeps a session on one connection:
// one that takes another for each transaction is noticed, and is an error.
//
// The lock ends with its session. A process that is killed loses it at once. One
// that is suspended, or cut off, says nothing in its session for Options.Lease, for
// which the server then ends it: somebody else takes the lock, and when the process
// wakes up its lease fails before it writes.
package pglock

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/userpoolclient/userpoolclient/sdk"
	"github.com/userpoolclient/userpoolclient/sdk/internal/clock"
)

// DefaultLease is how long the server waits for a sign of life, unless
// Options.Lease says otherwise.
const DefaultLease = 30 * time.Second

// Options change a Locker.
type Options struct {
	Lease time.Duration // 0 means DefaultLease; it must be longer than UpdateRequest.SettleTime
}

// A Locker takes advisory locks in a database.
type Locker struct {
	db    *sql.DB
	lease time.Duration
}

// New returns a Locker for a database. Each lock that is held or waited for takes
// one connection of db, so a limit on them bounds the locks.
func New(db *sql.DB, o Options) *Locker {
	if o.Lease <= 0 {
		o.Lease = DefaultLease
	}
	return &Locker{db, o.Lease}
}

// Lock returns once the lock is held; it is what UpdateRequest.Lock asks for. The
// lease is a *Lease. Those who wait get it in their order.
func (l *Locker) Lock(ctx context.Context, key string) (sdk.Lease, error) {
	conn, err := l.db.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	lease := &Lease{conn: conn, number: number(key), length: l.lease, done: make(chan struct{})}
	if err := lease.take(ctx); err != nil {
		lease.discard()
		return nil, err
	}
	lease.live()
	return lease, nil
}

// number returns the number that stands for a key. Two keys of one number would
// only wait for each other, and keep each other from nothing.
func number(key string) int64 {
	sum := sha256.Sum256([]byte("userpoolclient " + key))
	return int64(binary.BigEndian.Uint64(sum[:8]))
}

// Lease is a lock that is held by a session.
type Lease struct {
	number int64
	length time.Duration
	done   chan struct{}      // closed when it is released
	stop   context.CancelFunc // breaks off a beat that is on its way
	beats  sync.WaitGroup

	mu   sync.Mutex // one statement after the other
	conn *sql.Conn
	lost error // once it is lost, it stays lost
}

// take sets the session up and waits for the lock. The session's own limits would
// end the waiting; the context does.
func (l *Lease) take(ctx context.Context) error {
	setUp := fmt.Sprintf("SET idle_session_timeout = %d; SET lock_timeout = 0; SET statement_timeout = 0",
		l.length.Milliseconds())
	if _, err := l.conn.ExecContext(ctx, setUp); err != nil {
		return fmt.Errorf("set up the session, which takes PostgreSQL 14 or later: %w", err)
	}
	if _, err := l.conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", l.number); err != nil {
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return fmt.Errorf("wait for the lock in PostgreSQL: %w", err)
	}
	return nil
}

// held asks the server whether this very session has the lock.
const held = `SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid()
	AND objsubid = 1 AND (classid::bigint << 32) | objid::bigint = $1)`

var errNotHeld = errors.New("the session does not have the lock; a pooler must keep a session on one connection")

// Check asks the server, which from then on waits for the whole of the lease again.
// Its context is not heeded once the question is on its way: an answer that nobody
// waits for would end the session.
func (l *Lease) Check(ctx context.Context, atLeast time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	start := time.Now()
	if err := l.ask(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	if left := l.length - clock.Since(start); left < atLeast {
		return fmt.Errorf("the lease is for %v more, and must be for at least %v", left, atLeast)
	}
	return nil
}

func (l *Lease) ask(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lost != nil {
		return l.lost
	}
	ctx, cancel := context.WithTimeout(ctx, l.length)
	defer cancel()
	var has bool
	err := l.conn.QueryRowContext(ctx, held, l.number).Scan(&has)
	switch {
	case err != nil:
		l.lost = fmt.Errorf("the session in PostgreSQL has ended, and the lock with it: %w", err)
	case !has:
		l.lost = errNotHeld
	}
	return l.lost
}

// live begins the signs of life.
func (l *Lease) live() {
	var until context.Context
	until, l.stop = context.WithCancel(context.Background())
	l.beats.Go(func() { l.beat(until) })
}

// beat gives signs of life until the lease is released or lost.
func (l *Lease) beat(until context.Context) {
	const beats = 3 // in a lease
	ticker := time.NewTicker(max(l.length/beats, time.Millisecond))
	defer ticker.Stop()
	for {
		select {
		case <-l.done:
			return
		case <-ticker.C:
			if l.ask(until) != nil { // each Check tells
				return
			}
		}
	}
}

// releaseTimeout is how long the server has to answer that the lock is free.
const releaseTimeout = 5 * time.Second

// Release gives the lock back. The session ends with it: its settings are its own.
func (l *Lease) Release() {
	close(l.done)
	late := time.AfterFunc(releaseTimeout, l.stop) // not at once: that would end the session before it is unlocked
	l.beats.Wait()
	late.Stop()
	l.stop()
	ctx, cancel := context.WithTimeout(context.Background(), releaseTimeout)
	defer cancel()
	// Where this fails, the end of the session frees the lock.
	_, _ = l.conn.ExecContext(ctx, "SELECT pg_advisory_unlock($1)", l.number)
	l.discard()
}

// discard ends the session, rather than giving it back to the pool.
func (l *Lease) discard() {
	_ = l.conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = l.conn.Close()
}
