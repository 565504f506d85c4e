//go:build unix

package main

import (
	"syscall"
	"time"
)

// processorTime is what this process has used, garbage collection included.
// What else the machine does hardly shows in it.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
