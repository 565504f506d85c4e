package main

import (
	"fmt"
	"strings"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/audit"
	"github.com/userpoolclient/userpoolclient/iac"
)

// declaredCode are the app clients of the code that an audit is compared with.
type declaredCode struct {
	clients []audit.Declared
	unread  []unread
}

// declared reads the code as check does; nil where there is none to compare with.
func (a *app) declared(o *auditOptions) (*declaredCode, error) {
	if len(o.against) == 0 {
		return nil, nil
	}
	c, err := a.newChecker(&checkOptions{context: o.context})
	if err != nil {
		return nil, err
	}
	code := &declaredCode{}
	c.each = func(file string, r *iac.Resource) {
		code.clients = append(code.clients, audit.Declared{File: file, Resource: r})
	}
	inputs, err := c.walk(o.against)
	if err != nil {
		return nil, err
	}
	if inputs, err = c.modules(inputs); err != nil {
		return nil, err
	}
	for _, in := range inputs {
		if err := c.input(*in); err != nil {
			return nil, err
		}
	}
	c.empty(o.against)
	c.unknownParameters()
	code.unread = c.report.account.Unread
	return code, nil
}

// driftInWords is the drift in one line.
func driftInWords(d *audit.Drift) string {
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{
		{len(d.Changed), "changed outside the code"}, {len(d.Missing), "in the code and not live"},
		{len(d.Unmanaged), "live and not in the code"}, {len(d.Unmatched), "of the code that could not be matched"},
		{d.Same, "as in the code"},
	} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	if parts == nil {
		return "compared with the code: no app client on either side"
	}
	return "compared with the code: " + strings.Join(parts, ", ")
}

// placeOf is where the code declares a client.
func placeOf(d audit.Declared) string {
	place := d.File + at(d.Resource.Position)
	if d.Resource.Address != "" {
		place += ": " + printable(d.Resource.Address)
	}
	return place
}

// clientInWords is a live client as people know it.
func clientInWords(c *audit.Client) string {
	return printable(c.ID) + " (" + printable(c.Name) + ") in " + printable(c.PoolID)
}

func (a *app) writeDrift(d *audit.Drift) {
	if d == nil {
		return
	}
	s := a.style()
	w := changeWriter{a.out, s, a.columns()}
	for _, c := range d.Changed {
		fmt.Fprintln(a.out, s.bold("CHANGED outside the code: "+clientInWords(c.Client)))
		fmt.Fprintln(a.out, "  "+placeOf(c.Declared))
		for _, change := range byHarm(c.Changes) {
			w.change(change)
		}
		fmt.Fprintln(a.out)
	}
	var lines []string
	for _, m := range d.Missing {
		lines = append(lines, placeOf(m))
	}
	a.list("IN THE CODE and not live", lines)
	lines = nil
	for _, c := range d.Unmanaged {
		lines = append(lines, clientInWords(c))
	}
	a.list("LIVE and not in the code", lines)
	lines = nil
	for _, u := range d.Unmatched {
		lines = append(lines, placeOf(u.Declared)+": "+printable(u.Why))
	}
	a.list("NOT MATCHED", lines)
}

// list writes lines under a title; nothing where there are none.
func (a *app) list(title string, lines []string) {
	if lines == nil {
		return
	}
	fmt.Fprintln(a.out, a.style().bold(title))
	for _, line := range lines {
		writeWrapped(a.out, a.columns(), "  ", line)
	}
	fmt.Fprintln(a.out)
}

// driftDocument is the JSON form of a drift.
type driftDocument struct {
	Changed   []driftChanged  `json:"changed"`
	Missing   []driftCode     `json:"missing"`
	Unmanaged []clientKeyed   `json:"unmanaged"`
	Unmatched []driftUnplaced `json:"unmatched"`
	Same      int             `json:"same"`
}

type driftCode struct {
	File     string `json:"file"`
	Line     int    `json:"line,omitzero"`
	Resource string `json:"resource,omitzero"`
}

type driftChanged struct {
	driftCode
	clientKeyed
	Changes []changeDocument `json:"changes"` // before: the code, after: live
}

type driftUnplaced struct {
	driftCode
	Reason string `json:"reason"`
}

func newDriftDocument(d *audit.Drift) *driftDocument {
	if d == nil {
		return nil
	}
	document := &driftDocument{Changed: []driftChanged{}, Missing: []driftCode{}, Unmanaged: []clientKeyed{},
		Unmatched: []driftUnplaced{}, Same: d.Same}
	for _, c := range d.Changed {
		document.Changed = append(document.Changed,
			driftChanged{codeOf(c.Declared), keyOf(c.Client), changeDocuments(byHarm(c.Changes))})
	}
	for _, m := range d.Missing {
		document.Missing = append(document.Missing, codeOf(m))
	}
	for _, c := range d.Unmanaged {
		document.Unmanaged = append(document.Unmanaged, keyOf(c))
	}
	for _, u := range d.Unmatched {
		document.Unmatched = append(document.Unmatched, driftUnplaced{codeOf(u.Declared), u.Why})
	}
	return document
}

func codeOf(d audit.Declared) driftCode {
	return driftCode{d.File, d.Resource.Position.Line, d.Resource.Address}
}

// changeText is a change in one line.
func changeText(c userpoolclient.Change) string { return string(c.Field) + ": " + changeInWords(c) }
