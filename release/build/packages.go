package main

import (
	"bytes"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/crypto/x509roots/fallback/bundle"
)

// formula writes the one for a Homebrew tap. It names the archives of the release.
func (r *release) formula() error {
	type source struct{ URL, Sum string }
	sources := make(map[string]source)
	for _, p := range platforms {
		name := fmt.Sprintf("userpoolclient_%s_%s_%s.tar.gz", r.stamp.number(), p.os, p.arch)
		sources[p.os+"_"+p.arch] = source{
			"https://github.com/userpoolclient/userpoolclient/releases/download/" + r.stamp.version + "/" + name,
			fmt.Sprintf("%x", r.sums[name]),
		}
	}
	text, err := r.filled("homebrew.rb.tmpl", sources)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(r.out, "userpoolclient.rb"), text, 0o644)
}

// image writes what release/Dockerfile copies: the command, the licences, and the
// authorities whose certificates audit and probe need, which an empty image lacks.
func (r *release) image(p platform, files tree) error {
	var authorities bytes.Buffer
	for root := range bundle.Roots() {
		if err := pem.Encode(&authorities, &pem.Block{Type: "CERTIFICATE", Bytes: root.Certificate}); err != nil {
			return err
		}
	}
	copied := tree{{name: "etc/ssl/certs/ca-certificates.crt", data: authorities.Bytes()}}
	for _, e := range files {
		switch e.name {
		case "userpoolclient":
			e.name = "usr/bin/userpoolclient"
		case "LICENSE", "THIRD-PARTY-LICENSES.txt", "userpoolclient.cdx.json":
			e.name = "usr/share/doc/userpoolclient/" + e.name
		default:
			continue
		}
		copied = append(copied, e)
	}
	for _, e := range copied {
		name := filepath.Join(r.out, "image", p.os, p.arch, filepath.FromSlash(e.name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, e.data, e.mode()); err != nil {
			return err
		}
	}
	return nil
}
