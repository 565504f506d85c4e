package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"time"
)

// shells are those that cobra writes completions for, with the names by which they
// look for them.
var shells = []struct{ shell, file string }{
	{"bash", "userpoolclient.bash"}, {"zsh", "_userpoolclient"},
	{"fish", "userpoolclient.fish"}, {"powershell", "userpoolclient.ps1"},
}

// documents returns what every archive has: pages, completions and manual pages,
// the last two written by the command itself.
func (r *release) documents(documenter, work string) (tree, error) {
	var t tree
	for _, name := range []string{"LICENSE", "README.md", "CHANGELOG.md", "SECURITY.md"} {
		data, err := os.ReadFile(filepath.Join(r.root, name))
		if err != nil {
			return nil, err
		}
		t = append(t, entry{name: name, data: data})
	}
	for _, s := range shells {
		script, err := exec.Command(documenter, "completion", s.shell).Output()
		if err != nil {
			return nil, fmt.Errorf("completion %s: %w", s.shell, err)
		}
		t = append(t, entry{name: "completions/" + s.file, data: script})
	}
	folder := filepath.Join(work, "man")
	if out, err := exec.Command(documenter, "manual", folder, r.stamp.time.Format(time.DateOnly)).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("manual pages: %w\n%s", err, out)
	}
	pages, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	for _, page := range pages {
		data, err := os.ReadFile(filepath.Join(folder, page.Name()))
		if err != nil {
			return nil, err
		}
		t = append(t, entry{name: "man/man1/" + page.Name(), data: data})
	}
	return t, nil
}

// notes returns the section of the changelog that tells of the version; of a commit
// without a tag, what is not released yet.
func (r *release) notes() ([]byte, error) {
	changelog, err := os.ReadFile(filepath.Join(r.root, "CHANGELOG.md"))
	if err != nil {
		return nil, err
	}
	title := "Unreleased"
	if r.stamp.tagged() {
		title = r.stamp.number()
	}
	section := regexp.MustCompile(`(?ms)^## \[` + regexp.QuoteMeta(title) + `\][^\n]*\n(.*?)(?:^## |^\[[^\]]+\]: |\z)`)
	found := section.FindSubmatch(changelog)
	if found == nil {
		return nil, fmt.Errorf("CHANGELOG.md has no section [%s]", title)
	}
	return append(bytes.TrimSpace(found[1]), '\n'), nil
}

// licenseFile matches the files whose texts must go with a binary.
var licenseFile = regexp.MustCompile(`(?i)^(license|licence|copying|notice|copyright)`)

// licenses returns the licences of Go and of the modules, each text once.
func (r *release) licenses(modules []*debug.Module) ([]byte, error) {
	folders, err := r.folders(modules)
	if err != nil {
		return nil, err
	}
	names := []string{"Go"}
	for _, m := range modules {
		names = append(names, m.Path)
	}
	users := make(map[string][]string) // of a text
	var texts []string
	for _, name := range names {
		found, err := licensesIn(folders[name])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, text := range found {
			if users[text] == nil {
				texts = append(texts, text)
			}
			users[text] = append(users[text], name)
		}
	}
	var b bytes.Buffer
	b.WriteString("What the commands are built from besides their own source, and its licences.\n")
	for _, text := range texts {
		b.WriteString("\n--------\n\n")
		for _, name := range users[text] {
			b.WriteString(name + "\n")
		}
		b.WriteString("\n" + text)
	}
	return b.Bytes(), nil
}

func licensesIn(folder string) ([]string, error) {
	files, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, f := range files {
		if f.IsDir() || !licenseFile.MatchString(f.Name()) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(folder, f.Name()))
		if err != nil {
			return nil, err
		}
		texts = append(texts, string(bytes.ReplaceAll(bytes.TrimSpace(data), []byte("\r\n"), []byte("\n")))+"\n")
	}
	if texts == nil {
		return nil, errors.New("has no licence, and cannot be given away")
	}
	return texts, nil
}

// folders returns where the sources of Go and of the modules are.
func (r *release) folders(modules []*debug.Module) (map[string]string, error) {
	goRoot, err := r.goTool(nil, "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	args := []string{"mod", "download", "-json"}
	for _, m := range modules {
		args = append(args, m.Path+"@"+m.Version)
	}
	out, err := r.goTool([]string{"GOFLAGS=", "GOWORK=off"}, args...)
	if err != nil {
		return nil, err
	}
	folders := map[string]string{"Go": string(bytes.TrimSpace(goRoot))}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var m struct{ Path, Dir string }
		if err := d.Decode(&m); err == io.EOF {
			return folders, nil
		} else if err != nil {
			return nil, err
		}
		folders[m.Path] = m.Dir
	}
}
