package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"github.com/CycloneDX/cyclonedx-go"
)

// billOfMaterials returns a CycloneDX document of what is in the binaries, as Go
// noted it there.
func billOfMaterials(s stamp, modules []*debug.Module) ([]byte, error) {
	root := cyclonedx.Component{
		Type: cyclonedx.ComponentTypeApplication, BOMRef: "userpoolclient", Name: "userpoolclient",
		Version: s.version, PackageURL: packageURL(s.module, s.version),
		Licenses:   &cyclonedx.Licenses{{License: &cyclonedx.License{ID: "Apache-2.0"}}},
		Properties: &[]cyclonedx.Property{{Name: "vcs.revision", Value: s.commit}},
	}
	standard := strings.TrimPrefix(s.goes, "go")
	components := []cyclonedx.Component{{
		Type: cyclonedx.ComponentTypeLibrary, BOMRef: "std", Name: "std", Version: standard,
		PackageURL: packageURL("std", standard),
	}}
	uses := []string{"std"}
	for _, m := range modules {
		url := packageURL(m.Path, m.Version)
		component := cyclonedx.Component{Type: cyclonedx.ComponentTypeLibrary, BOMRef: url, Name: m.Path,
			Version: m.Version, PackageURL: url}
		if m.Sum != "" {
			component.Properties = &[]cyclonedx.Property{{Name: "go.sum", Value: m.Sum}}
		}
		components, uses = append(components, component), append(uses, url)
	}
	bom := cyclonedx.NewBOM()
	bom.Metadata = &cyclonedx.Metadata{Timestamp: s.time.Format(time.RFC3339), Component: &root}
	bom.Components = &components
	bom.Dependencies = &[]cyclonedx.Dependency{{Ref: root.BOMRef, Dependencies: &uses}}
	plain, err := encoded(bom)
	if err != nil {
		return nil, err
	}
	bom.SerialNumber = serialOf(plain)
	return encoded(bom)
}

func encoded(bom *cyclonedx.BOM) ([]byte, error) {
	var b bytes.Buffer
	e := cyclonedx.NewBOMEncoder(&b, cyclonedx.BOMFileFormatJSON).SetPretty(true).SetEscapeHTML(false)
	if err := e.EncodeVersion(bom, cyclonedx.SpecVersion1_6); err != nil {
		return nil, fmt.Errorf("bill of materials: %w", err)
	}
	return b.Bytes(), nil
}

// serialOf returns a UUID of version 8, which RFC 9562 leaves to its maker: the same
// content has the same.
func serialOf(content []byte) string {
	u := sha256.Sum256(content)
	u[6], u[8] = u[6]&0x0f|0x80, u[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:16])
}

// packageURL is the purl of a Go module, in which the path is in lower case.
func packageURL(module, version string) string {
	return "pkg:golang/" + strings.ToLower(module) + "@" + strings.ReplaceAll(version, "+", "%2B")
}
