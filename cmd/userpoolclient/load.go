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

// document is one configuration that an input holds.
type document struct {
	file     string // as findings name it
	config   *userpoolclient.Config
	resource *iac.Resource // where it was read from
}

const (
	stdin     = "-"
	stdinName = "<stdin>"
)

// maxInput keeps an endless input from filling the memory.
const maxInput = 64 << 20

// load reads the configurations that a path holds. Its errors name the file
// and, where there is one, the line and column.
func (a *app) load(path string, f *contextFlags) ([]document, error) {
	values, err := parameters(f.parameters)
	if err != nil {
		return nil, err
	}
	resources, err := a.resources(input{path: path}, iac.Options{Parameters: values})
	if err != nil {
		return nil, err
	}
	var all []document
	for i := range resources {
		all = append(all, document{displayName(path), resources[i].Config, &resources[i]})
	}
	return all, nil
}

// loadOne reads the one configuration of a path, or of several the one that the
// flags choose.
func (a *app) loadOne(path string, f *contextFlags) (document, error) {
	address := f.resource
	documents, err := a.load(path, f)
	if err != nil {
		return document{}, err
	}
	var addresses []string
	for _, d := range documents {
		if address != "" && d.resource.Address == address {
			return d, nil
		}
		addresses = append(addresses, d.resource.Address)
	}
	switch {
	case len(documents) == 1 && (address == "" || addresses[0] == ""):
		return documents[0], nil
	case len(documents) == 0:
		return document{}, fmt.Errorf("%s: holds no app client", displayName(path))
	case address == "":
		return document{}, fmt.Errorf("%s: holds %d app clients; choose one with --resource: %s", displayName(path), len(documents), strings.Join(addresses, ", "))
	}
	return document{}, fmt.Errorf("%s: holds no app client %s; it holds %s", displayName(path), printable(address), strings.Join(addresses, ", "))
}

func (a *app) loadPool(path string) (*userpoolclient.Pool, error) {
	data, err := a.read(path)
	if err != nil {
		return nil, err
	}
	pool, err := userpoolclient.ParsePool(data)
	if err != nil {
		return nil, located(path, err)
	}
	return pool, nil
}

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

func displayName(path string) string {
	if path == stdin {
		return stdinName
	}
	return printable(path)
}
