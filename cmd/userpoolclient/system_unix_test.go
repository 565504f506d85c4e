//go:build unix

package main

import (
	"os"
	"syscall"
	"testing"
)

func mkfifo(path string) error { return syscall.Mkfifo(path, 0o644) }

func needsSignals(*testing.T) {}

func signalSelf(s syscall.Signal) error { return syscall.Kill(os.Getpid(), s) }
