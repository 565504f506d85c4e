//go:build !unix

package main

import (
	"errors"
	"syscall"
	"testing"
)

func mkfifo(string) error { return errors.New("there are no named pipes in folders") }

func needsSignals(t *testing.T) {
	t.Helper()
	t.Skip("a process cannot send itself a signal here")
}

func signalSelf(syscall.Signal) error { return errors.ErrUnsupported }
