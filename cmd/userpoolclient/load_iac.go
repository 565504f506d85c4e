package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// An input is a file to read: named by the caller, or found in a folder.
type input struct {
	path  string
	found bool
}

// extensions are those of the files that are looked at in a folder.
var extensions = []string{".yaml", ".yml", ".json", ".template"}

// passed are the folders that are passed over.
var passed = []string{"node_modules", "vendor", ".git", ".terraform", ".aws-sam", ".serverless"}

// expand turns folders and patterns into the files that they stand for, each
// once.
func (a *app) expand(args []string) ([]input, error) {
	var all []input
	seen := make(map[string]bool)
	add := func(path string, found bool) {
		if !seen[path] || path == stdin {
			seen[path] = true
			all = append(all, input{path, found})
		}
	}
	for _, arg := range args {
		info, err := os.Stat(arg)
		switch {
		case arg == stdin:
			add(arg, false)
		case err == nil && info.IsDir():
			if err := walk(arg, func(path string) { add(path, true) }); err != nil {
				return nil, reason(arg, err)
			}
		case err != nil && strings.ContainsAny(arg, "*?[{") && doublestar.ValidatePathPattern(arg):
			if err := match(arg, func(path string) { add(path, true) }); err != nil {
				return nil, err
			}
		default:
			add(arg, false)
		}
	}
	return all, nil
}

// walk finds the files of a folder that may hold app clients.
func walk(folder string, found func(path string)) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != folder && slices.Contains(passed, entry.Name()):
			return filepath.SkipDir
		case entry.Type().IsRegular() && slices.Contains(extensions, filepath.Ext(path)):
			found(path)
		}
		return nil
	})
}

// match finds the files of a pattern, in which ** stands for any folders.
func match(pattern string, found func(path string)) error {
	paths, err := doublestar.FilepathGlob(pattern, doublestar.WithFilesOnly())
	if err != nil {
		return fmt.Errorf("%s: is not a pattern: %w", printable(pattern), err)
	}
	if len(paths) == 0 {
		return fmt.Errorf("%s: no file matches", printable(pattern))
	}
	slices.Sort(paths)
	for _, path := range paths {
		found(path)
	}
	return nil
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

// note tells something that is not an error.
func (a *app) note(format string, args ...any) {
	fmt.Fprintf(a.err, "userpoolclient: note: "+format+"\n", args...)
}

// ruleOf is a rule of the client or of the files.
func ruleOf(id string) userpoolclient.Rule {
	r, _ := iac.RuleByID(id)
	return r
}

// explained is a rule of the client or of the files as Markdown.
func explained(r userpoolclient.Rule) string {
	if text, ok := iac.Explain(r.ID); ok {
		return text
	}
	return r.Markdown()
}

// docsOf is where a rule can be read up.
func docsOf(id string) string {
	if r, ok := userpoolclient.RuleByID(id); ok {
		return r.URL()
	}
	return "https://github.com/userpoolclient/userpoolclient/blob/main/iac/RULES.md#" + id
}
