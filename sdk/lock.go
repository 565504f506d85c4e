package sdk

import (
	"bytes"
	"context"
	"errors"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
)

// ErrNested is the error of an [Update] that an Edit calls for the client that
// it is editing: the one would wait for the other.
var ErrNested = errors.New("an Edit must not update the app client that it edits")

// locks is a mutex for each key, held while anyone holds or awaits it and gone
// afterwards. Unlike sync.Mutex, waiting ends with the context, and a holder that
// would wait for itself is told so.
type locks struct {
	mu    sync.Mutex
	byKey map[string]*keyLock
}

type keyLock struct {
	held   chan struct{} // holds one element while the lock is held
	users  int           // holder and waiters
	editor atomic.Uint64 // the goroutine that runs the holder's Edit; 0: none
}

// A hold is one holder's right to a key.
type hold struct {
	locks *locks
	key   string
	lock  *keyLock
}

// lock returns once key is held; the hold must be released exactly once, by
// whatever goroutine.
func (l *locks) lock(ctx context.Context, key string) (*hold, error) {
	k := l.join(key)
	if id := goroutineID(); id != 0 && k.editor.Load() == id {
		l.leave(key, k)
		return nil, ErrNested
	}
	select {
	case k.held <- struct{}{}:
		return &hold{l, key, k}, nil
	case <-ctx.Done():
		l.leave(key, k)
		return nil, ctx.Err()
	}
}

func (h *hold) release() {
	<-h.lock.held
	h.locks.leave(h.key, h.lock)
}

// whileEditing calls edit, during which this goroutine must not ask for the lock.
func (h *hold) whileEditing(edit func() error) error {
	h.lock.editor.Store(goroutineID())
	defer h.lock.editor.Store(0)
	return edit()
}

func (l *locks) join(key string) *keyLock {
	l.mu.Lock()
	defer l.mu.Unlock()
	k := l.byKey[key]
	if k == nil {
		k = &keyLock{held: make(chan struct{}, 1)}
		if l.byKey == nil {
			l.byKey = make(map[string]*keyLock)
		}
		l.byKey[key] = k
	}
	k.users++
	return k
}

func (l *locks) leave(key string, k *keyLock) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if k.users--; k.users == 0 {
		delete(l.byKey, key)
	}
}

// goroutineID returns the number of the calling goroutine. Edit takes no context
// that could carry the mark of its caller, so nothing else tells a call from
// inside an Edit, which would wait for itself, from one beside it, which must
// wait. Nothing but that error depends on it: 0, where the runtime words its
// traces in another way, is no goroutine's number and is taken for no editor.
func goroutineID() uint64 {
	var buf [64]byte
	_, rest, ok := bytes.Cut(buf[:runtime.Stack(buf[:], false)], []byte("goroutine "))
	digits, _, more := bytes.Cut(rest, []byte(" "))
	id, err := strconv.ParseUint(string(digits), 10, 64)
	if !ok || !more || err != nil {
		return 0
	}
	return id
}
