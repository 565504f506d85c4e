package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

const (
	stdin     = "-"
	stdinName = "<stdin>"
)

// maxInput keeps an endless input from filling the memory.
const maxInput = 64 << 20

// patience is how long a named pipe may have nobody who writes to it.
const patience = time.Second

// read reads a file that somebody named, or standard input.
func (a *app) read(path string) ([]byte, error) {
	if path == stdin {
		if a.stdinRead {
			return nil, errors.New("standard input can be named once only")
		}
		a.stdinRead = true
		return readAll(stdinName, a.in)
	}
	return readFile(path)
}

// readFile reads a file, a device or a pipe, as much as may be, and waits for
// nobody who does not come: opening a named pipe the usual way would.
func readFile(path string) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|waitless, 0)
	if err != nil {
		return nil, reason(path, err)
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, reason(path, err)
	case info.IsDir():
		return nil, fmt.Errorf("%s: is a directory; name a file", printable(path))
	case info.Mode()&fs.ModeNamedPipe == 0:
		return readAll(path, f)
	}
	first, err := firstOfPipe(f)
	if err != nil {
		return nil, reason(path, err)
	}
	return readAll(path, io.MultiReader(bytes.NewReader(first), f))
}

// firstOfPipe waits for the first bytes of a pipe. One that nobody writes to yet
// is at its end, and may go on.
func firstOfPipe(f *os.File) ([]byte, error) {
	const pause = 10 * time.Millisecond
	buffer := make([]byte, 4096)
	for waited := time.Duration(0); ; waited += pause {
		n, err := f.Read(buffer)
		switch {
		case n > 0:
			return buffer[:n], nil
		case err != nil && !errors.Is(err, io.EOF):
			return nil, err
		case waited >= patience:
			return nil, errors.New("is a pipe that nobody writes to")
		}
		time.Sleep(pause)
	}
}

func readAll(name string, r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxInput+1))
	switch {
	case err != nil:
		return nil, reason(name, err)
	case len(data) > maxInput:
		return nil, fmt.Errorf("%s: is larger than %d MB", printable(name), maxInput>>20)
	}
	return data, nil
}

// inputs returns the paths to read: the arguments, or standard input when there
// are none and nobody would have to type it.
func (a *app) inputs(args []string) ([]string, error) {
	if len(args) == 0 && a.inTTY {
		return nil, errors.New("no input: name a FILE, or pipe one in")
	}
	if len(args) == 0 {
		return []string{stdin}, nil
	}
	return args, nil
}

// reason puts a failed file operation into words.
func reason(path string, err error) error {
	return fmt.Errorf("%s: %w", displayName(path), cause(err))
}

// errAbsent is what Unix calls a file that is not there; the words are the same
// everywhere.
var errAbsent = errors.New("no such file or directory")

// cause is an error of a file operation without the operation and the name.
func cause(err error) error {
	var failed *fs.PathError
	if !errors.As(err, &failed) {
		return err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return errAbsent
	}
	return failed.Err
}

// where takes the position out of an error about a text; the zero Position is
// that of the whole text.
func where(err error) (iac.Position, string) {
	var syntax *iac.SyntaxError
	if errors.As(err, &syntax) {
		return syntax.Position, syntax.Message
	}
	var parse *userpoolclient.ParseError
	if !errors.As(err, &parse) {
		return iac.Position{}, cause(err).Error()
	}
	position := fmt.Sprintf("line %d, column %d: ", parse.Line, parse.Column)
	return iac.Position{Line: parse.Line, Column: parse.Column}, strings.TrimPrefix(err.Error(), position)
}

// located says where in a file a text is wrong, as compilers do.
func located(path string, err error) error {
	position, message := where(err)
	return fmt.Errorf("%s%s: %s", displayName(path), at(position), message)
}

// at is a position after a file's name: ":12:3".
func at(p iac.Position) string {
	switch {
	case !p.IsValid():
		return ""
	case p.Column < 1:
		return fmt.Sprintf(":%d", p.Line)
	}
	return fmt.Sprintf(":%d:%d", p.Line, p.Column)
}

func displayName(path string) string {
	if path == stdin {
		return stdinName
	}
	return printable(filepath.ToSlash(path))
}
