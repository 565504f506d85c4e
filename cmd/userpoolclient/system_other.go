//go:build !unix && !windows

package main

import (
	"errors"
	"os"
	"syscall"
)

const waitless = 0

func ignoreClosedPipe() {}

func closedPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }

func paints(*os.File) bool { return true }
