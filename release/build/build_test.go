package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/x509"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// go test ./... -update rewrites golden files wherever there are some; here
// there are none, and the flag must be known all the same.
var _ = flag.Bool("update", false, "rewrite golden files (none here)")

const (
	testTag = "v1.2.3"
	archive = "userpoolclient_1.2.3_linux_amd64"
)

// repository makes a repository of the working tree in a folder, with one commit of
// a fixed date and the tag, whatever state the real one is in.
func repository(t *testing.T, folder string) {
	t.Helper()
	listed := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	listed.Dir = "../.."
	names, err := listed.Output()
	if err != nil {
		t.Skipf("this is no repository of git: %v", err)
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(names), "\x00"), "\x00") {
		info, err := os.Stat(filepath.Join("../..", name))
		if errors.Is(err, os.ErrNotExist) {
			continue // deleted, and not yet committed
		} else if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(filepath.Join("../..", name))
		if err != nil {
			t.Fatal(err)
		}
		if name == "CHANGELOG.md" {
			data = bytes.Replace(data, []byte("## [Unreleased]"), []byte("## [Unreleased]\n\n## [1.2.3] - 2026-11-26"), 1)
		}
		write(t, filepath.Join(folder, name), data, info.Mode())
	}
	for _, args := range [][]string{{"init", "-q"}, {"add", "-A"}, {"commit", "-qm", "release"}, {"tag", testTag}} {
		cmd := exec.Command("git", args...)
		cmd.Dir = folder
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull,
			"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@a.example", "GIT_AUTHOR_DATE=2026-11-26T10:00:00Z",
			"GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@a.example", "GIT_COMMITTER_DATE=2026-11-26T10:00:00Z")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %s: %v\n%s", args[0], err, out)
		}
	}
}

func write(t *testing.T, name string, data []byte, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, mode); err != nil {
		t.Fatal(err)
	}
}

// TestRelease builds the release of one platform twice, in two folders, and does
// with it what users do.
func TestRelease(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the commands")
	}
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		t.Skip("it runs what it builds, for linux/amd64")
	}
	// The command, and not this process: the race detector would compress for minutes.
	command := filepath.Join(t.TempDir(), "build")
	if out, err := exec.Command("go", "build", "-o", command, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var outs []string
	for range 2 {
		folder := t.TempDir()
		repository(t, folder)
		cmd := exec.Command(command, "-tag", testTag, "-platforms", "linux/amd64")
		cmd.Dir = folder
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		outs = append(outs, filepath.Join(folder, "dist"))
	}
	out := outs[0]
	t.Run("the same bytes", func(t *testing.T) { sameBytes(t, outs[0], outs[1]) })
	folder := filepath.Join(t.TempDir(), "unpacked")
	unpack(t, filepath.Join(out, archive+".tar.gz"), folder)
	folder = filepath.Join(folder, archive)
	t.Run("the command", func(t *testing.T) { runsCommand(t, folder) })
	t.Run("manual pages", func(t *testing.T) { hasManual(t, folder) })
	t.Run("completions", func(t *testing.T) { completes(t, folder) })
	t.Run("bill of materials", func(t *testing.T) { isValidBOM(t, filepath.Join(folder, "userpoolclient.cdx.json")) })
	t.Run("licences", func(t *testing.T) { hasLicences(t, folder) })
	t.Run("debian", func(t *testing.T) { installs(t, filepath.Join(out, "userpoolclient_1.2.3_amd64.deb")) })
	t.Run("image", func(t *testing.T) { hasImage(t, filepath.Join(out, "image")) })
	t.Run("action", func(t *testing.T) { actionRuns(t, out) })
}

func sameBytes(t *testing.T, a, b string) {
	seen := 0
	err := filepath.WalkDir(a, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		seen++
		relative, _ := filepath.Rel(a, name)
		one, _ := os.ReadFile(name)
		other, err := os.ReadFile(filepath.Join(b, relative))
		if err != nil || !bytes.Equal(one, other) {
			t.Errorf("%s differs: %v", relative, err)
		}
		return nil
	})
	if err != nil || seen < 6 {
		t.Fatalf("%d files, %v", seen, err)
	}
}

// unpack unpacks an archive and holds its entries to what makes it reproducible.
func unpack(t *testing.T, name, folder string) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	if !z.ModTime.IsZero() || z.Name != "" {
		t.Errorf("the gzip header tells %v, %q", z.ModTime, z.Name)
	}
	var names []string
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		names = append(names, h.Name)
		if h.Uid != 0 || h.Gid != 0 || h.Uname != "" || h.Gname != "" || h.ModTime.UTC().String() != "2026-11-26 10:00:00 +0000 UTC" {
			t.Errorf("%s: %+v", h.Name, h)
		}
		if h.Typeflag == tar.TypeDir {
			continue
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(folder, h.Name), data, h.FileInfo().Mode())
	}
	if !slices.IsSorted(names) || len(names) < 20 {
		t.Errorf("not in order: %q", names)
	}
}

func runsCommand(t *testing.T, folder string) {
	out, err := exec.Command(filepath.Join(folder, "userpoolclient"), "version", "--format", "json").Output()
	var version struct {
		Version, Commit string
		Modified        bool
	}
	if err != nil || json.Unmarshal(out, &version) != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if version.Version != testTag || len(version.Commit) != 40 || version.Modified {
		t.Errorf("%+v", version)
	}
	out, err = exec.Command(filepath.Join(folder, "userpoolclient"), "check", "../../examples/clients/shop.json").Output()
	if code := exitCode(err); code != 1 || !bytes.Contains(out, []byte("[redirect-http]")) {
		t.Errorf("exit code %d\n%s", code, out)
	}
	if out, err := exec.Command(filepath.Join(folder, "userpoolclientvet"), "-V=full").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func exitCode(err error) int {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	return 0
}

// commandsOf lists the commands that the help of the released command lists.
func commandsOf(t *testing.T, folder string) []string {
	t.Helper()
	out, err := exec.Command(filepath.Join(folder, "userpoolclient"), "__complete", "").Output()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for line := range strings.Lines(string(out)) {
		if name, _, ok := strings.Cut(line, "\t"); ok && name != "help" {
			names = append(names, name)
		}
	}
	if !slices.Contains(names, "check") || len(names) < 10 {
		t.Fatalf("the commands are %q", names)
	}
	return names
}

func hasManual(t *testing.T, folder string) {
	pages := []string{"userpoolclient.1"}
	for _, name := range commandsOf(t, folder) {
		pages = append(pages, "userpoolclient-"+name+".1")
	}
	for _, page := range pages {
		if _, err := os.Stat(filepath.Join(folder, "man/man1", page)); err != nil {
			t.Error(err)
		}
	}
	if _, err := exec.LookPath("man"); err != nil {
		t.Skip("there is no man")
	}
	cmd := exec.Command("man", "--warnings", "-l", filepath.Join(folder, "man/man1/userpoolclient-check.1"))
	cmd.Env = append(os.Environ(), "MANWIDTH=80", "MAN_KEEP_FORMATTING=", "LC_ALL=C")
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil || complaints.Len() > 0 {
		t.Errorf("%v\n%s", err, complaints.String())
	}
	for _, want := range []string{"NAME", "SYNOPSIS", "--fail-on", "    error    the request is rejected\n"} {
		if !bytes.Contains(out, []byte(want)) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

// completes loads the completions of bash and presses the key. _init_completion is
// bash-completion's, which says where the cursor is.
func completes(t *testing.T, folder string) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("there is no bash")
	}
	cmd := exec.Command("bash", "--noprofile", "--norc", "-euc", `
		source completions/userpoolclient.bash
		complete -p userpoolclient
		_init_completion() { cur=--for prev=check words=(userpoolclient check --for) cword=2; }
		COMP_TYPE=9 COMP_WORDS=(userpoolclient check --for) COMP_CWORD=2 COMP_LINE='userpoolclient check --for' COMP_POINT=26
		set +eu
		__start_userpoolclient
		printf '%s\n' "${COMPREPLY[@]}"`)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "PATH="+folder+string(filepath.ListSeparator)+os.Getenv("PATH"))
	out, err := cmd.CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("-F __start_userpoolclient userpoolclient\n")) ||
		!bytes.Contains(out, []byte("\n--format")) {
		t.Errorf("%v\n%s", err, out)
	}
	for _, name := range []string{"_userpoolclient", "userpoolclient.fish", "userpoolclient.ps1"} {
		if info, err := os.Stat(filepath.Join(folder, "completions", name)); err != nil || info.Size() < 1000 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
}

// isValidBOM holds a bill of materials to the schema of CycloneDX, which its library
// brings.
func isValidBOM(t *testing.T, name string) {
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	schema := bomSchema(t)
	validate := func(data []byte) error {
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		return schema.Validate(document)
	}
	if err := validate(data); err != nil {
		t.Error(err)
	}
	if validate(bytes.Replace(data, []byte(`"urn:uuid:`), []byte(`"uuid:`), 1)) == nil {
		t.Error("the schema takes any serial number")
	}
	for _, want := range []string{`"pkg:golang/github.com/userpoolclient/userpoolclient@v1.2.3"`,
		`"name": "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"`, `"timestamp": "2026-11-26T10:00:00Z"`} {
		if !bytes.Contains(data, []byte(want)) {
			t.Errorf("no %s", want)
		}
	}
}

func bomSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/CycloneDX/cyclonedx-go").Output()
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	const base = "http://cyclonedx.org/schema/"
	for url, name := range map[string]string{base + "bom-1.6.schema.json": "bom-1.6.schema.json",
		base + "spdx.schema.json": "spdx.schema.json", base + "jsf-0.82.schema.json": "jsf-0.82.schemax.json"} {
		f, err := os.Open(filepath.Join(strings.TrimSpace(string(out)), "schema", name))
		if err != nil {
			t.Fatal(err)
		}
		document, err := jsonschema.UnmarshalJSON(f)
		if err = errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource(url, document); err != nil {
			t.Fatal(err)
		}
	}
	return c.MustCompile(base + "bom-1.6.schema.json")
}

func hasLicences(t *testing.T, folder string) {
	data, err := os.ReadFile(filepath.Join(folder, "THIRD-PARTY-LICENSES.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\nGo\n", "\ngithub.com/hashicorp/hcl/v2\n", "Mozilla Public License", "The Go Authors"} {
		if !bytes.Contains(data, []byte(want)) {
			t.Errorf("no %q", want)
		}
	}
}

func installs(t *testing.T, name string) {
	if _, err := exec.LookPath("dpkg-deb"); err != nil {
		t.Skip("there is no dpkg-deb")
	}
	dpkg := func(args ...string) string {
		out, err := exec.Command("dpkg-deb", args...).CombinedOutput()
		if err != nil {
			t.Fatalf("%q: %v\n%s", args, err, out)
		}
		return string(out)
	}
	if info := dpkg("--info", name); !strings.Contains(info, "Version: 1.2.3\n") || !strings.Contains(info, "md5sums") {
		t.Error(info)
	}
	contents := dpkg("--contents", name)
	for _, want := range []string{"./usr/bin/", "usr/share/man/man1/userpoolclient-check.1.gz",
		"usr/share/bash-completion/completions/userpoolclient", "usr/share/doc/userpoolclient/copyright"} {
		if !strings.Contains(contents, strings.TrimPrefix(want, "./")) {
			t.Errorf("no %s in\n%s", want, contents)
		}
	}
	folder := t.TempDir()
	dpkg("--extract", name, folder)
	if out, err := exec.Command(filepath.Join(folder, "usr/bin/userpoolclient"), "--version").Output(); err != nil ||
		!bytes.Contains(out, []byte(testTag)) {
		t.Errorf("%v\n%s", err, out)
	}
}

// hasImage looks for what release/Dockerfile copies, and for nothing that an empty
// image lacks.
func hasImage(t *testing.T, folder string) {
	program := filepath.Join(folder, "linux/amd64/usr/bin/userpoolclient")
	if info, err := os.Stat(program); err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("%v, %v", info, err)
	}
	data, err := os.ReadFile(filepath.Join(folder, "linux/amd64/etc/ssl/certs/ca-certificates.crt"))
	if err != nil || bytes.Count(data, []byte("-----BEGIN CERTIFICATE-----")) < 100 ||
		!x509.NewCertPool().AppendCertsFromPEM(data) {
		t.Errorf("no authorities: %v", err)
	}
}
