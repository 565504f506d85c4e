//go:build unix

package main

import (
	"errors"
	"os"
	"os/signal"
	"syscall"
)

// waitless has opening a named pipe that nobody writes to return at once.
const waitless = syscall.O_NONBLOCK

// ignoreClosedPipe has a closed pipe come back as the error of a write.
func ignoreClosedPipe() { signal.Ignore(syscall.SIGPIPE) }

// closedPipe reports whether a write failed because nobody reads on.
func closedPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }

// paints reports whether a terminal shows colours rather than their codes.
func paints(*os.File) bool { return true }
