package main

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/windows"
)

const waitless = 0 // a named pipe is no file of a folder here

func ignoreClosedPipe() {} // there is no such signal

// closedPipe reports whether a write failed because nobody reads on.
func closedPipe(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, windows.ERROR_BROKEN_PIPE) ||
		errors.Is(err, windows.ERROR_NO_DATA) || errors.Is(err, windows.ERROR_PIPE_NOT_CONNECTED)
}

// paints asks a console to show colours, and reports whether it will. One older
// than Windows 10 shows the codes.
func paints(f *os.File) bool {
	console := windows.Handle(f.Fd())
	var mode uint32
	if windows.GetConsoleMode(console, &mode) != nil {
		return false
	}
	return windows.SetConsoleMode(console, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
