package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// A baseline holds the findings that were there when a check was adopted.
type baseline struct {
	Version  int             `json:"version"`
	Findings []baselineEntry `json:"findings"`
}

type baselineEntry struct {
	Fingerprint string `json:"fingerprint"`
	File        string `json:"file"` // the rest is for the reader
	Resource    string `json:"resource,omitempty"`
	Rule        string `json:"rule"`
	Path        string `json:"path"`
}

// knownFinding is one that the baseline has.
type knownFinding struct {
	baselineEntry
	seen bool // it is still there
}

const baselineVersion = 1

// fingerprints identify findings from one run to the next: by file, resource,
// rule, property and message, so that lines may move and lists may be reordered.
// Findings that are otherwise the same are counted.
func fingerprints(findings []*finding) []string {
	all := make([]string, len(findings))
	count := make(map[string]int)
	for i, f := range findings {
		parts := []string{slashed(f.file), f.resource, f.Rule, string(f.Field), f.Message}
		sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
		print := hex.EncodeToString(sum[:16])
		count[print]++
		all[i] = fmt.Sprintf("%s/%d", print, count[print])
	}
	return all
}

// readBaseline returns the findings of a baseline by their fingerprints.
func readBaseline(path string) (map[string]*knownFinding, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	var b baseline
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&b); err != nil {
		return nil, fmt.Errorf("%s: is not a baseline: %w; --write-baseline writes one", printable(path), err)
	}
	if b.Version != baselineVersion {
		return nil, fmt.Errorf("%s: is a baseline of version %d; it must be %d: write it again with --write-baseline",
			printable(path), b.Version, baselineVersion)
	}
	known := make(map[string]*knownFinding, len(b.Findings))
	for _, entry := range b.Findings {
		known[entry.Fingerprint] = &knownFinding{baselineEntry: entry}
	}
	return known, nil
}

func writeBaseline(path string, findings []*finding) error {
	b := baseline{Version: baselineVersion, Findings: []baselineEntry{}}
	prints := fingerprints(findings)
	for i, f := range findings {
		b.Findings = append(b.Findings, baselineEntry{prints[i], slashed(f.file), f.resource, f.Rule, f.shown()})
	}
	var text bytes.Buffer
	if err := writeJSON(&text, b); err != nil {
		return err
	}
	if err := os.WriteFile(path, text.Bytes(), 0o644); err != nil {
		return reason(path, err)
	}
	return nil
}

// drop takes out the findings that are known.
func (r *report) drop(known map[string]*knownFinding) {
	prints := fingerprints(r.findings)
	var kept []*finding
	next := 0
	for i := range r.clients {
		client := &r.clients[i]
		before := len(kept)
		for j := next; j < next+client.findings; j++ {
			if k := known[prints[j]]; k != nil {
				k.seen = true
				r.account.Suppressed.Baseline++
				continue
			}
			kept = append(kept, r.findings[j])
		}
		next += client.findings
		client.findings = len(kept) - before
	}
	r.findings = kept
}
