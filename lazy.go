package userpoolclient

import "sync"

// A lazy value is made on first use, so that a program which imports the package and
// needs it late, or never, starts as fast as without it. The zero value is ready, where
// sync.OnceValue allocates four times before main.
type lazy[T any] struct {
	once  sync.Once
	value T
}

// get returns the value, which the first call makes.
func (l *lazy[T]) get(make func() T) T {
	l.once.Do(func() { l.value = make() })
	return l.value
}
