// Package clock measures time through a suspension of the machine.
package clock

import "time"

// Since returns how much time has passed since start, which time.Now has returned.
// A machine that sleeps stops the monotonic clock, and whoever sets the time moves
// the other one: what has passed is whichever says more.
func Since(start time.Time) time.Duration {
	now := time.Now()
	return max(now.Sub(start), now.Round(0).Sub(start.Round(0)))
}
