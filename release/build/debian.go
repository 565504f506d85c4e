package main

import (
	"bytes"
	"crypto/md5" // what dpkg --verify compares
	"fmt"
	"path"
	"strings"
	"text/template"
	"time"
)

// debian writes a package for Debian and what descends from it: an ar archive of a
// version, of what dpkg is to know and of the files.
func (r *release) debian(p platform, files tree) error {
	installed := installedOn(files)
	var size int
	var sums strings.Builder
	for _, e := range installed.sorted() {
		if !strings.HasSuffix(e.name, "/") {
			size += len(e.data)
			fmt.Fprintf(&sums, "%x  %s\n", md5.Sum(e.data), e.name)
		}
	}
	control, err := r.filled("debian-control.tmpl", map[string]any{
		"Version": debianVersion(r.stamp.number()), "Arch": p.arch, "Kilobytes": (size + 1023) / 1024,
	})
	if err != nil {
		return err
	}
	var about, data bytes.Buffer
	if err := writeTar(&about, tree{{name: "control", data: control}, {name: "md5sums", data: []byte(sums.String())}},
		r.stamp.time); err != nil {
		return err
	}
	if err := writeTar(&data, installed, r.stamp.time); err != nil {
		return err
	}
	var b bytes.Buffer
	b.WriteString("!<arch>\n")
	member(&b, "debian-binary", []byte("2.0\n"), r.stamp.time)
	member(&b, "control.tar.gz", about.Bytes(), r.stamp.time)
	member(&b, "data.tar.gz", data.Bytes(), r.stamp.time)
	return r.asset(fmt.Sprintf("userpoolclient_%s_%s.deb", r.stamp.number(), p.arch), b.Bytes())
}

// member appends a file to an ar archive.
func member(b *bytes.Buffer, name string, data []byte, at time.Time) {
	fmt.Fprintf(b, "%-16s%-12d%-6d%-6d%-8s%-10d`\n", name, at.Unix(), 0, 0, "100644", len(data))
	b.Write(data)
	if len(data)%2 == 1 {
		b.WriteByte('\n')
	}
}

// debianVersion orders what comes before a release before it, as dpkg does by ~.
func debianVersion(number string) string {
	release, before, ok := strings.Cut(number, "-")
	if !ok {
		return number
	}
	return release + "~" + strings.ReplaceAll(before, "-", ".")
}

// installedOn returns the files of an archive where Debian wants them.
func installedOn(files tree) tree {
	const docs = "usr/share/doc/userpoolclient/"
	var t tree
	copyright := []byte("Source: https://github.com/userpoolclient/userpoolclient\n\n")
	for _, e := range files {
		folder, base := path.Split(e.name)
		switch {
		case e.program:
			e.name = "usr/bin/" + base
		case folder == "man/man1/":
			e.name, e.data = "usr/share/man/man1/"+base+".gz", gzipped(e.data)
		case base == "userpoolclient.bash":
			e.name = "usr/share/bash-completion/completions/userpoolclient"
		case base == "_userpoolclient":
			e.name = "usr/share/zsh/vendor-completions/" + base
		case base == "userpoolclient.fish":
			e.name = "usr/share/fish/vendor_completions.d/" + base
		case base == "userpoolclient.ps1":
			continue
		case base == "LICENSE", base == "THIRD-PARTY-LICENSES.txt":
			copyright = append(append(copyright, e.data...), '\n')
			continue
		case base == "CHANGELOG.md":
			e.name, e.data = docs+"changelog.gz", gzipped(e.data)
		default:
			e.name = docs + base
		}
		t = append(t, e)
	}
	return append(t, entry{name: docs + "copyright", data: copyright})
}

// filled returns a template of the folder release.
func (r *release) filled(name string, values any) ([]byte, error) {
	t, err := template.ParseFiles(path.Join(r.root, "release", name))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.Option("missingkey=error").Execute(&b, values)
	return b.Bytes(), err
}
