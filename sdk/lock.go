package sdk

import (
	"context"
	"sync"
)

// locks is a mutex for each key, held while anyone holds or awaits it and gone
// afterwards. Unlike sync.Mutex, waiting ends with the context.
type locks struct {
	mu    sync.Mutex
	byKey map[string]*keyLock
}

type keyLock struct {
	held  chan struct{} // holds one element while the lock is held
	users int           // holder and waiters
}

// lock returns once key is held; unlock must be called exactly once.
func (l *locks) lock(ctx context.Context, key string) (unlock func(), err error) {
	k := l.join(key)
	select {
	case k.held <- struct{}{}:
		return func() {
			<-k.held
			l.leave(key, k)
		}, nil
	case <-ctx.Done():
		l.leave(key, k)
		return nil, ctx.Err()
	}
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
