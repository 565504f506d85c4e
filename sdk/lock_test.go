package sdk

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
)

func TestLocksExclude(t *testing.T) {
	var l locks
	var wg sync.WaitGroup
	inside, entered := 0, 0
	for range 50 {
		wg.Go(func() {
			hold, err := l.lock(t.Context(), "a")
			if err != nil {
				t.Error(err)
				return
			}
			defer hold.release()
			if inside++; inside != 1 { // a race that -race sees, too
				t.Error("two are inside")
			}
			entered++
			inside--
		})
	}
	wg.Wait()
	if entered != 50 || len(l.byKey) != 0 {
		t.Errorf("%d entered, %d locks left", entered, len(l.byKey))
	}
}

func TestLocksOfOtherKeysAreFree(t *testing.T) {
	var l locks
	a, err := l.lock(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	b, err := l.lock(t.Context(), "b")
	if err != nil {
		t.Fatal(err)
	}
	if len(l.byKey) != 2 {
		t.Errorf("%d locks", len(l.byKey))
	}
	a.release()
	b.release()
}

func TestWaitingForALockEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var l locks
		hold, err := l.lock(t.Context(), "a")
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		answer := make(chan error)
		go func() {
			_, err := l.lock(ctx, "a")
			answer <- err
		}()
		synctest.Wait() // it waits
		cancel()
		if err := <-answer; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		hold.release()
		if len(l.byKey) != 0 {
			t.Errorf("%d locks left", len(l.byKey))
		}
	})
}
