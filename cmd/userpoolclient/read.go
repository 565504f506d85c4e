package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

const (
	stdin     = "-"
	stdinName = "<stdin>"
)

// maxInput keeps an endless input from filling the memory.
const maxInput = 64 << 20

func (a *app) read(path string) ([]byte, error) {
	if path == stdin {
		if a.stdinRead {
			return nil, errors.New("standard input can be named once only")
		}
		a.stdinRead = true
		return readAll(stdinName, a.in)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, reason(path, err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, fmt.Errorf("%s: is a directory; name a file", printable(path))
	}
	return readAll(path, f)
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
	var failed *fs.PathError
	if errors.As(err, &failed) {
		err = failed.Err
	}
	return fmt.Errorf("%s: %w", printable(path), err)
}

// located says where in a file a text is wrong, as compilers do.
func located(path string, err error) error {
	if syntax, ok := locatedSyntax(path, err); ok {
		return syntax
	}
	var parse *userpoolclient.ParseError
	if !errors.As(err, &parse) {
		return fmt.Errorf("%s: %w", displayName(path), err)
	}
	position := fmt.Sprintf("line %d, column %d: ", parse.Line, parse.Column)
	return fmt.Errorf("%s:%d:%d: %s", displayName(path), parse.Line, parse.Column, strings.TrimPrefix(err.Error(), position))
}

// locatedSyntax says where in a file of infrastructure code the text is wrong; the
// second result reports whether that is what err tells.
func locatedSyntax(path string, err error) (error, bool) {
	var syntax *iac.SyntaxError
	if !errors.As(err, &syntax) {
		return nil, false
	}
	return fmt.Errorf("%s%s: %s", displayName(path), at(syntax.Position), syntax.Message), true
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
	return printable(path)
}
