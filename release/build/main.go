// Command build makes what a release consists of, from the commit that is checked
// out:
//
//	go run ./release/build              # dist/: archives, packages, formula, sums
//	go run ./release/build -tag v1.2.3  # the same, and fails unless that is the version
//
// The version is the tag, as Go stamps it into the binaries; no file holds it. The
// same commit and the same version of Go make the same bytes, wherever they are.
package main

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

var platforms = []platform{
	{"darwin", "amd64"}, {"darwin", "arm64"},
	{"linux", "amd64"}, {"linux", "arm64"},
	{"windows", "amd64"}, {"windows", "arm64"},
}

func main() {
	out := flag.String("out", "dist", "the `FOLDER` to write, which git must ignore")
	tag := flag.String("tag", "", "the `VERSION` that the commit must have")
	only := flag.String("platforms", "", "the platforms to build, `OS/ARCH,...` (default all)")
	flag.Parse()
	if err := run(*out, *tag, *only, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

func run(out, tag, only string, rest []string) error {
	if len(rest) > 0 {
		return fmt.Errorf("takes flags alone, not %q", rest[0])
	}
	chosen, err := choose(only)
	if err != nil {
		return err
	}
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	if out, err = filepath.Abs(out); err != nil {
		return err
	}
	r := &release{root: root, out: out, tag: tag}
	return r.make(chosen)
}

// choose returns the platforms that a list names.
func choose(list string) ([]platform, error) {
	if list == "" {
		return platforms, nil
	}
	var chosen []platform
	for name := range strings.SplitSeq(list, ",") {
		i := slices.IndexFunc(platforms, func(p platform) bool { return p.String() == name })
		if i < 0 {
			return nil, fmt.Errorf("-platforms: %q is not one of %v", name, platforms)
		}
		chosen = append(chosen, platforms[i])
	}
	return chosen, nil
}

// A release is one run of the command.
type release struct {
	root, out string
	tag       string // that the version must be; "": any
	stamp     stamp
	shared    tree // what every archive has
	sums      map[string][sha256.Size]byte
}

func (r *release) make(chosen []platform) error {
	if err := r.begin(); err != nil {
		return err
	}
	for _, p := range chosen {
		if err := r.platform(p); err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
	}
	if len(chosen) == len(platforms) {
		if err := r.formula(); err != nil {
			return err
		}
	}
	if err := r.writeSums(); err != nil {
		return err
	}
	fmt.Printf("%s of commit %s in %s\n", r.stamp.version, r.stamp.commit, r.out)
	return nil
}

// begin finds the version out and makes what does not depend on the platform.
func (r *release) begin() error {
	r.sums = make(map[string][sha256.Size]byte)
	work, err := os.MkdirTemp("", "release")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	documenter := filepath.Join(work, "documenter.exe") // Windows runs no other name; the rest does not mind
	if err := r.compile(host(), documenter, "-tags=man", "./cmd/userpoolclient"); err != nil {
		return err
	}
	info, err := readInfo(documenter)
	if err != nil {
		return err
	}
	if r.stamp, err = stampOf(info, r.tag); err != nil {
		return err
	}
	notes, err := r.notes()
	if err != nil {
		return err
	}
	if r.shared, err = r.documents(documenter, work); err != nil {
		return err
	}
	if err := os.MkdirAll(r.out, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(r.out, "notes.md"), notes, 0o644)
}

// platform makes the archive of a platform, and on Linux its package and image.
func (r *release) platform(p platform) error {
	work, err := os.MkdirTemp("", "release")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := r.compile(p, work+string(filepath.Separator), commands...); err != nil {
		return err
	}
	programs, modules, err := r.built(p, work)
	if err != nil {
		return err
	}
	licenses, err := r.licenses(modules)
	if err != nil {
		return err
	}
	bom, err := billOfMaterials(r.stamp, modules)
	if err != nil {
		return err
	}
	all := slices.Concat(r.shared, programs, tree{
		{name: "THIRD-PARTY-LICENSES.txt", data: licenses},
		{name: "userpoolclient.cdx.json", data: bom},
	})
	if err := r.archive(p, all); err != nil {
		return err
	}
	if p.os != "linux" {
		return nil
	}
	if err := r.debian(p, all); err != nil {
		return err
	}
	return r.image(p, all)
}

func (r *release) archive(p platform, files tree) error {
	name := fmt.Sprintf("userpoolclient_%s_%s_%s", r.stamp.number(), p.os, p.arch)
	write, extension := writeTar, ".tar.gz"
	if p.os == "windows" {
		write, extension = writeZip, ".zip"
	}
	var b bytes.Buffer
	if err := write(&b, files.below(name), r.stamp.time); err != nil {
		return err
	}
	return r.asset(name+extension, b.Bytes())
}

// asset writes a file that people download, and notes its sum.
func (r *release) asset(name string, data []byte) error {
	r.sums[name] = sha256.Sum256(data)
	return os.WriteFile(filepath.Join(r.out, name), data, 0o644)
}

func (r *release) writeSums() error {
	var b strings.Builder
	for _, name := range sortedKeys(r.sums) {
		fmt.Fprintf(&b, "%x  %s\n", r.sums[name], name)
	}
	return os.WriteFile(filepath.Join(r.out, "SHA256SUMS"), []byte(b.String()), 0o644)
}
