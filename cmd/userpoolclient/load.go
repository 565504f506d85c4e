package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
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

// resources reads the app clients of one input, of whatever format.
func (a *app) resources(in input, o iac.Options) ([]iac.Resource, error) {
	if in.found {
		if info, err := os.Stat(in.path); err == nil && info.Size() > iac.MaxJSON {
			a.note("%s: has more than %d MB and is left out", printable(in.path), iac.MaxJSON>>20)
			return nil, nil
		}
	}
	data, err := a.read(in.path)
	if err != nil {
		return nil, err
	}
	o.Discovered = in.found
	all, err := o.Load(in.path, data)
	if err == nil && all == nil && !in.found && isNothing(in.path, data) {
		all, err = iac.API(data)
	}
	if err == nil && len(all) == 0 && !in.found {
		err = overlooked(in.path, data)
	}
	if err != nil {
		return nil, located(in.path, err)
	}
	return all, nil
}

// isNothing reports whether a text is {}, an app client of which nothing is given, or
// that nothing came in.
func isNothing(path string, data []byte) bool {
	const longest = 64
	if len(data) > longest {
		return false
	}
	text := strings.Join(strings.Fields(string(data)), "")
	return text == "{}" || text == "" && path == stdin
}

// overlooked says why no app client was found in a file that somebody named and
// that may well hold one: silence would pass for a clean result.
func overlooked(path string, data []byte) error {
	if bytes.HasPrefix(data, []byte("\xFF\xFE")) || bytes.HasPrefix(data, []byte("\xFE\xFF")) {
		return &iac.SyntaxError{Message: "is UTF-16; it must be UTF-8"}
	}
	var list []json.RawMessage
	var broken *json.SyntaxError
	switch err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF")), &list); {
	case errors.As(err, &broken) && filepath.Ext(path) == ".json":
		_, err := iac.API(data)
		return err
	case err != nil:
		return nil
	}
	for _, element := range list {
		if found, _ := (iac.Options{Discovered: true}).Load(path, element); len(found) > 0 {
			return &iac.SyntaxError{
				Position: iac.Position{Line: 1, Column: 1},
				Message:  "holds app clients in a list; each must be an input of its own",
			}
		}
	}
	return nil
}

// parameters reads NAME=VALUE.
func parameters(pairs []string) (map[string]string, error) {
	values := make(map[string]string, len(pairs))
	for _, pair := range pairs {
		name, value, ok := strings.Cut(pair, "=")
		if !ok || name == "" {
			return nil, fmt.Errorf("--parameter %s: must be NAME=VALUE", printable(pair))
		}
		values[name] = value
	}
	return values, nil
}
