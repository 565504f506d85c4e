package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
	"github.com/userpoolclient/userpoolclient/internal/nearest"
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
	data, err := a.read(path)
	if err != nil {
		return nil, err
	}
	var absent error // of an app client that is not created
	resources, err := iac.Options{Parameters: values, NotCreated: func(address string, at iac.Position) {
		absent = cmp.Or(absent, located(path, &iac.SyntaxError{Position: at, Message: notCreated(address)}))
	}}.Load(path, data)
	if err == nil && len(resources) == 0 {
		resources, err = namedClient(path, data)
	}
	if err != nil {
		return nil, located(path, err)
	}
	if len(resources) == 0 && absent != nil {
		return nil, absent
	}
	if position, why, ok := whyUnread(path, data); ok && len(resources) == 0 {
		return nil, located(path, &iac.SyntaxError{Position: position, Message: why})
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
		return document{}, fmt.Errorf("%s: holds %d app clients; choose one with --resource: %s", displayName(path),
			len(documents), strings.Join(addresses, ", "))
	}
	return document{}, fmt.Errorf("%s: holds no app client %s; it holds %s", displayName(path), printable(address),
		strings.Join(addresses, ", "))
}

// namedClient reads what somebody named and package iac does not take for a file
// of app clients: an app client of which nothing is set, or something that is
// meant as one.
func namedClient(path string, data []byte) ([]iac.Resource, error) {
	if isNothing(path, data) {
		return iac.API(data)
	}
	return nil, overlooked(path, data)
}

// isNothing reports whether a text is {}, an app client of which nothing is set, or
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
	if isUTF16(data) {
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
	for _, element := range list { // templates: of app clients package iac tells
		if found, _ := (iac.Options{Discovered: true}).Load(path, element); len(found) > 0 {
			return &iac.SyntaxError{
				Position: iac.Position{Line: 1, Column: 1},
				Message:  "holds templates with app clients in a list; each must be an input of its own",
			}
		}
	}
	return nil
}

// newUnread is what an error says of an input.
func newUnread(in input, err error) unread {
	position, reason := where(err)
	return unread{
		File: displayName(in.path), Line: position.Line, Column: position.Column,
		Reason: strings.TrimPrefix(reason, displayName(in.path)+": "), args: in.args,
	}
}

// streamMentions reports whether a file of whatever size mentions an app client.
func streamMentions(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	const chunk, overlap = 1 << 20, 64 // what is looked for is shorter
	buffer := make([]byte, overlap+chunk)
	kept := 0
	for {
		n, err := f.Read(buffer[kept:])
		text := buffer[:kept+n]
		for _, m := range mentions {
			if bytes.Contains(text, m) {
				return true, nil
			}
		}
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		kept = copy(buffer, text[max(0, len(text)-overlap):])
	}
}

// parameters reads the values of template parameters.
func parameters(pairs []string) (map[string]string, error) { return assignments("--parameter", pairs) }

// assignments reads NAME=VALUE, as a flag takes it.
func assignments(flag string, pairs []string) (map[string]string, error) {
	values := make(map[string]string, len(pairs))
	for _, pair := range pairs {
		name, value, ok := strings.Cut(pair, "=")
		if !ok || name == "" {
			return nil, fmt.Errorf("%s %s: must be NAME=VALUE", flag, printable(pair))
		}
		values[name] = value
	}
	return values, nil
}

// parameterNames are the names of the parameters that a template has.
func parameterNames(data []byte) []string {
	if len(data) > iac.MaxJSON || !bytes.Contains(data, []byte("Parameters")) {
		return nil
	}
	var template struct {
		Parameters map[string]json.RawMessage
	}
	if json.Unmarshal(data, &template) == nil {
		return sortedKeys(template.Parameters)
	}
	if len(data) > iac.MaxYAML {
		return nil
	}
	var document struct {
		Parameters map[string]yaml.Node `yaml:"Parameters"`
	}
	if yaml.Unmarshal(data, &document) != nil {
		return nil
	}
	return sortedKeys(document.Parameters)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// didYouMean is ` (did you mean "x"?)` when a name is near s, else nothing.
func didYouMean(s string, names []string) string {
	if near := nearest.To(s, names); near != "" {
		return " (did you mean " + strconv.Quote(near) + "?)"
	}
	return ""
}
