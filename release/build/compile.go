package main

import (
	"bytes"
	"debug/buildinfo"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"
)

// commands are those that people run on machines of their own. The functions for
// AWS Lambda are built by deploy/build.
var commands = []string{"./cmd/userpoolclient", "./cmd/userpoolclientvet"}

// A platform is what Go builds for.
type platform struct{ os, arch string }

func (p platform) String() string { return p.os + "/" + p.arch }

func host() platform { return platform{runtime.GOOS, runtime.GOARCH} }

// moduleRoot is the folder of go.mod.
func moduleRoot() (string, error) {
	out, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOMOD: %w", err)
	}
	mod := strings.TrimSpace(string(out))
	if filepath.Base(mod) != "go.mod" {
		return "", errors.New("run it in the repository")
	}
	return filepath.Dir(mod), nil
}

// compile builds into a file, or into a folder. What the environment could change
// in the bytes is fixed.
func (r *release) compile(p platform, out string, args ...string) error {
	args = append([]string{"build", "-trimpath", "-buildvcs=true", "-ldflags=-s -w", "-o", out}, args...)
	_, err := r.goTool([]string{
		"GOOS=" + p.os, "GOARCH=" + p.arch, "GOAMD64=v1", "GOARM64=v8.0", "CGO_ENABLED=0",
		"GOFLAGS=", "GOEXPERIMENT=", "GOFIPS140=off", "GOWORK=off",
	}, args...)
	return err
}

// goTool runs the go command in the repository.
func (r *release) goTool(environment []string, args ...string) ([]byte, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = r.root
	cmd.Env = append(os.Environ(), environment...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", args[0], err, bytes.TrimSpace(stderr.Bytes()))
	}
	return stdout.Bytes(), nil
}

func readInfo(program string) (*debug.BuildInfo, error) { return buildinfo.ReadFile(program) }

// A stamp is what Go writes into a binary of the commit.
type stamp struct {
	module  string
	version string // v1.2.3, or a pseudo-version of a commit without a tag
	commit  string
	time    time.Time // of the commit, or SOURCE_DATE_EPOCH
	goes    string    // the version of Go
}

// number is the version as packages spell it.
func (s stamp) number() string { return strings.TrimPrefix(s.version, "v") }

// tagged reports whether the version is a tag.
func (s stamp) tagged() bool { return !pseudo.MatchString(s.version) }

// pseudo matches a version that Go makes of a commit without a tag.
var pseudo = regexp.MustCompile(`[-.]\d{14}-[0-9a-f]{12}$`)

func stampOf(info *debug.BuildInfo, tag string) (stamp, error) {
	setting := make(map[string]string)
	for _, s := range info.Settings {
		setting[s.Key] = s.Value
	}
	s := stamp{module: info.Main.Path, version: info.Main.Version, commit: setting["vcs.revision"], goes: info.GoVersion}
	switch {
	case s.commit == "":
		return s, errors.New("the commit is not known to Go: this must be a clone, not a worktree or an export")
	case setting["vcs.modified"] != "false":
		return s, errors.New("the working tree has changes or files that git does not ignore: commit or remove them")
	case tag != "" && tag != s.version:
		return s, fmt.Errorf("the commit is %s, not %s", s.version, tag)
	}
	var err error
	if epoch := os.Getenv("SOURCE_DATE_EPOCH"); epoch != "" {
		seconds, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil {
			return s, fmt.Errorf("SOURCE_DATE_EPOCH must be seconds since 1970, not %q", epoch)
		}
		s.time = time.Unix(seconds, 0).UTC()
		return s, nil
	}
	s.time, err = time.Parse(time.RFC3339, setting["vcs.time"])
	return s, err
}

// built returns the programs of a folder and the modules that are in them.
func (r *release) built(p platform, folder string) (tree, []*debug.Module, error) {
	var programs tree
	modules := make(map[string]*debug.Module)
	for _, command := range commands {
		name := path.Base(command)
		if p.os == "windows" {
			name += ".exe"
		}
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return nil, nil, err
		}
		info, err := buildinfo.Read(bytes.NewReader(data))
		if err != nil {
			return nil, nil, err
		}
		// A file that git does not ignore may have come since the first build.
		if s, err := stampOf(info, r.stamp.version); err != nil || s.commit != r.stamp.commit {
			return nil, nil, fmt.Errorf("%s is of another commit: %v", name, err)
		}
		for _, m := range info.Deps {
			if m.Replace != nil {
				m = m.Replace
			}
			modules[m.Path] = m
		}
		programs = append(programs, entry{name: name, data: data, program: true})
	}
	var all []*debug.Module
	for _, name := range sortedKeys(modules) {
		all = append(all, modules[name])
	}
	return programs, all, nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
