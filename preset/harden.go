package preset

import (
	"errors"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

// Hardening is what makes of a client one that follows the advice, as far as its
// configuration can.
type Hardening struct {
	Config   *userpoolclient.Config   // the whole update: nothing else changes
	Changes  []userpoolclient.Change  // its Plan; nil: there is nothing to change
	Answered []userpoolclient.Finding // the advice that it answers
	Open     []userpoolclient.Finding // what is left for somebody to decide
	Notes    []Note                   // what must be known before it is sent
}

// Note is what must be known of a change before it is sent: what applications have
// to do, or what it does is not verified.
type Note struct {
	Field userpoolclient.Field
	Text  string

	// Undetermined says that the public evidence does not decide what the change
	// comes to.
	Undetermined bool
}

// Harden returns how to answer the advice about a client that exists: the update,
// what it changes, and what it leaves to its owner. current is the client as
// DescribeUserPoolClient shows it, kind what it is for, and pool what the pool has,
// nil where that is not known.
//
// It changes what the configuration alone decides: flows, rotation, lifetimes,
// revocation, what errors tell, writable attributes, analytics. It never touches
// names, redirect URLs, scopes, providers and the secret; advice about those is in
// Open. A change that applications have to follow, or of which it is not verified
// what it comes to, has a Note. Of a member that Describe does not show, the default
// counts: PreventUserExistenceErrors is set where it was never set.
//
// The error is one of a client that is not known (nil, or with members in Unknown or
// MaybeSet), of a kind that does not exist, or a *userpoolclient.ValidationError where
// the service would reject the update because of what the client has already; with
// that one, the Hardening is there too.
func Harden(current *userpoolclient.Config, kind Kind, pool *userpoolclient.Pool) (*Hardening, error) {
	switch {
	case current == nil:
		return nil, errors.New("preset: there is no client to harden")
	case kind.Client() == userpoolclient.KindUnknown:
		return nil, fmt.Errorf("preset: there is no kind of client %d", kind)
	case len(current.Unknown)+len(current.MaybeSet) > 0:
		return nil, errors.New("preset: a client that is not known cannot be hardened")
	}
	h := newHardener(current, kind, pool)
	before := h.findings()
	h.answerAll()
	return h.result(before)
}

// A hardener is a client that is being hardened.
type hardener struct {
	current *userpoolclient.Config
	c       *userpoolclient.Config // the update
	in      userpoolclient.Context
	notes   []Note
}

func newHardener(current *userpoolclient.Config, kind Kind, pool *userpoolclient.Pool) *hardener {
	h := &hardener{current: current, c: userpoolclient.Overlay(current, nil)}
	h.in = userpoolclient.Context{
		Operation: userpoolclient.OperationUpdate, Kind: kind.Client(), Pool: pool, Current: current,
	}
	if kind.public() && current.ClientSecret == nil { // of other kinds the caller may have left it out
		h.in.Secret = userpoolclient.SecretStateAbsent
	}
	if h.c.PreventUserExistenceErrors == "" { // what it comes to, so that a rule can speak of it
		h.c.PreventUserExistenceErrors = types.PreventUserExistenceErrorTypesLegacy
	}
	return h
}

// findings returns what the rules say of the update, but for what it omits: that is
// in the changes.
func (h *hardener) findings() []userpoolclient.Finding {
	return slices.DeleteFunc(userpoolclient.Check(h.c, h.in), func(f userpoolclient.Finding) bool {
		return f.Rule == "update-omits"
	})
}

// answerAll answers each rule once, as long as there is one to answer: an answer may
// bring up another rule, and make another answer possible.
func (h *hardener) answerAll() {
	done := make(map[string]bool, len(answers))
	for again := true; again; {
		again = false
		for _, f := range h.findings() {
			if answer := answers[f.Rule]; answer != nil && !done[f.Rule] && answer(h) {
				done[f.Rule], again = true, true
				break // the other findings are of before
			}
		}
	}
}

func (h *hardener) note(f userpoolclient.Field, text string) {
	h.notes = append(h.notes, Note{Field: f, Text: text})
}

func (h *hardener) doubt(f userpoolclient.Field, text string) {
	h.notes = append(h.notes, Note{Field: f, Text: text, Undetermined: true})
}

func (h *hardener) result(before []userpoolclient.Finding) (*Hardening, error) {
	after := h.findings()
	if h.c.PreventUserExistenceErrors == types.PreventUserExistenceErrorTypesLegacy {
		h.c.PreventUserExistenceErrors = h.current.PreventUserExistenceErrors
	}
	r := &Hardening{Config: h.c, Changes: userpoolclient.Plan(h.current, h.c), Open: after}
	for _, f := range before {
		if f.Severity == userpoolclient.SeverityAdvice && !slices.ContainsFunc(after, sameAs(f)) {
			r.Answered = append(r.Answered, f)
		}
	}
	for _, change := range r.Changes {
		if change.Before.Origin == userpoolclient.OriginUndetermined {
			h.doubt(change.Field, "what it is now is not verified: "+change.Before.Note)
		}
		if change.Effect == userpoolclient.EffectUndetermined {
			h.doubt(change.Field, change.After.Note)
		}
	}
	r.Notes = h.notes
	return r, rejection(after)
}

// sameAs returns a function that reports whether a finding says the same.
func sameAs(f userpoolclient.Finding) func(userpoolclient.Finding) bool {
	return func(other userpoolclient.Finding) bool {
		return f.Rule == other.Rule && f.Field == other.Field && f.Message == other.Message
	}
}

// rejection returns the errors among findings as one, nil where there are none.
func rejection(findings []userpoolclient.Finding) error {
	var errs []userpoolclient.Finding
	for _, f := range findings {
		if f.Severity == userpoolclient.SeverityError {
			errs = append(errs, f)
		}
	}
	if errs == nil {
		return nil
	}
	return &userpoolclient.ValidationError{Findings: errs}
}
