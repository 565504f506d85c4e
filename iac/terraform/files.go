package terraform

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// reader reads files below one folder and nothing else.
type reader struct {
	fsys  fs.FS
	files int
	bytes int
	words int
}

var errOutside = errors.New("leads out of the folder that is read")

// resolve follows the symbolic links of a path, as far as the file system tells
// of them, and rejects what leads out of it. A file system that follows links by
// itself ([os.DirFS]) would otherwise read anything. It tells what is there.
func (r *reader) resolve(name string) (resolved string, info fs.FileInfo, err error) {
	const mostLinks = 40
	if !fs.ValidPath(name) {
		return "", nil, errOutside
	}
	links, ok := r.fsys.(fs.ReadLinkFS)
	if !ok {
		info, err = fs.Stat(r.fsys, name)
		return name, info, err
	}
	resolved, rest := ".", strings.Split(name, "/")
	for followed := 0; len(rest) > 0; {
		next := path.Join(resolved, rest[0])
		rest = rest[1:]
		info, err = links.Lstat(next)
		if err != nil {
			return "", nil, err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			resolved = next
			continue
		}
		if followed++; followed > mostLinks {
			return "", nil, errors.New("has too many symbolic links")
		}
		target, err := links.ReadLink(next)
		if err != nil {
			return "", nil, err
		}
		isAbsolute := path.IsAbs(target)
		target = path.Join(path.Dir(next), target)
		if isAbsolute || !fs.ValidPath(target) {
			return "", nil, errOutside
		}
		resolved, rest = ".", append(strings.Split(target, "/"), rest...)
	}
	return resolved, info, nil
}

// read returns the content of a file, which must be a regular one.
func (r *reader) read(name string) ([]byte, error) {
	resolved, info, err := r.resolve(name)
	if err != nil {
		return nil, err
	}
	switch {
	case !info.Mode().IsRegular():
		return nil, errors.New("is not a regular file")
	case info.Size() > maxFile:
		return nil, fmt.Errorf("has %d bytes; at most %d are read", info.Size(), maxFile)
	case r.files >= maxFiles:
		return nil, fmt.Errorf("is one of more than %d files, of which no more are read", maxFiles)
	}
	f, err := r.fsys.Open(resolved)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, err
	}
	r.files++
	r.bytes += len(data)
	switch {
	case len(data) > maxFile:
		return nil, fmt.Errorf("has more than %d bytes; at most %d are read", maxFile, maxFile)
	case r.bytes > maxModule:
		return nil, fmt.Errorf("is part of more than %d bytes, of which no more are read", maxModule)
	}
	count := words(data)
	if r.words += count; count > maxWords || r.words > maxAllWords {
		return nil, fmt.Errorf("has %d words and signs; at most %d are read, and of a module %d",
			count, maxWords, maxAllWords)
	}
	return data, nil
}

// A listing is the names of the files of a folder that Terraform reads.
type listing struct {
	configuration []string // the overrides last
	variables     []string // what sets them
	hidden        []string // configuration that OpenTofu does not read
}

// list returns the names of the files of a folder.
func (r *reader) list(dir string) (*listing, error) {
	resolved, _, err := r.resolve(dir)
	if err != nil {
		return nil, err
	}
	entries, err := fs.ReadDir(r.fsys, resolved)
	if err != nil {
		return nil, err
	}
	all := make(map[string]bool, len(entries))
	for _, e := range entries {
		if !e.IsDir() && !ignored(e.Name()) {
			all[e.Name()] = true
		}
	}
	found := &listing{variables: variableFiles(all)}
	var overrides []string
	for _, e := range entries {
		name := e.Name()
		switch {
		case !all[name]:
		case all[inPlaceOf(name)]:
			found.hidden = append(found.hidden, name)
		case isOverride(name):
			overrides = append(overrides, name)
		case isConfiguration(name):
			found.configuration = append(found.configuration, name)
		}
	}
	found.configuration = append(found.configuration, overrides...)
	return found, nil
}

// ignored reports whether a name is an editor's backup, which Terraform does not
// read.
func ignored(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") ||
		strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#")
}

// isConfiguration reports whether a file of that name is Terraform source.
func isConfiguration(name string) bool {
	return slices.ContainsFunc([]string{".tf", ".tf.json", ".tofu", ".tofu.json"}, func(ext string) bool {
		return strings.HasSuffix(name, ext)
	})
}

// inPlaceOf returns the name of the file that OpenTofu reads in place of one of
// Terraform's; "" for any other file.
func inPlaceOf(name string) string {
	if stem, ok := strings.CutSuffix(name, ".tf"); ok {
		return stem + ".tofu"
	}
	if stem, ok := strings.CutSuffix(name, ".tf.json"); ok {
		return stem + ".tofu.json"
	}
	return ""
}

func isOverride(name string) bool {
	stem, _, _ := strings.Cut(name, ".")
	return isConfiguration(name) && (stem == "override" || strings.HasSuffix(stem, "_override"))
}

// variableFiles are the files that set variables by themselves, the one that
// counts most last.
func variableFiles(all map[string]bool) []string {
	var names, auto []string
	for _, name := range []string{"terraform.tfvars", "terraform.tfvars.json"} {
		if all[name] {
			names = append(names, name)
		}
	}
	for name := range all {
		if strings.HasSuffix(name, ".auto.tfvars") || strings.HasSuffix(name, ".auto.tfvars.json") {
			auto = append(auto, name)
		}
	}
	slices.Sort(auto)
	return append(names, auto...)
}

// plain puts a failed file operation into words without a path, which the place
// names already.
func plain(err error) string {
	var failed *fs.PathError
	if errors.As(err, &failed) {
		err = failed.Err
	}
	return err.Error()
}
