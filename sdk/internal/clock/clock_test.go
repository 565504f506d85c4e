package clock

import (
	"testing"
	"time"
)

// Whichever clock has gone further counts: here the wall's alone tells of an hour in
// which the machine slept, and then neither does.
func TestSince(t *testing.T) {
	asleep := time.Now().Round(0).Add(-time.Hour) // as a time without the monotonic clock
	if d := Since(asleep); d < time.Hour {
		t.Errorf("%v have passed", d)
	}
	if d := Since(time.Now()); d < 0 || d > time.Minute {
		t.Errorf("%v have passed", d)
	}
}
