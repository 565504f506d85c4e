//go:build !unix

package main

import "time"

var started = time.Now()

// processorTime is the time that has passed: elsewhere the time that a process
// has used is not to be had without more dependencies.
func processorTime() time.Duration { return time.Since(started) }
