// Package evaluated holds resources as the evaluator of a configuration language
// hands them to package iac, which makes app clients of them. It has no
// dependencies, so that iac needs no library of the language.
package evaluated

import "strings"

// Place is where something stands.
type Place struct {
	File         string
	Line, Column int
}

// A Kind is the type of a value.
type Kind uint8

// The kinds.
const (
	Null Kind = iota
	Bool
	Number
	Text
	List
	Object
)

// A State is what is known of a value.
type State uint8

// The states. MaybeNull is neither: the value is not known, and it may be null,
// which is as if it was not written.
const (
	Known State = iota
	Unknown
	MaybeNull
)

// Value is the value of an argument.
type Value struct {
	State   State
	Kind    Kind
	Text    string // of a scalar; of a text that is not known, how it begins, if that is known
	Items   []Value
	Members []Member
	At      Place   // the expression that gives it
	Via     []Place // from the argument to what gives it, without At; empty when the argument itself does
}

// Member is one argument of a resource, or one member of an object.
type Member struct {
	Name  string
	At    Place
	Value Value
}

// Resource is one instance of a resource.
type Resource struct {
	Type    string
	Address string
	At      Place
	Body    []Member
	Pool    string // the address of its user pool; of a pool its own
	Ignores []Ignore

	// Branches are what it is where a condition that is not known holds, and where
	// it does not; none when no such condition decides.
	Branches []Branch
}

// Branch is a resource under assumptions.
type Branch struct {
	Labels []string // the assumptions in words
	Body   []Member
}

// When is the assumptions as one.
func (b Branch) When() string { return strings.Join(b.Labels, " and ") }

// Ignore is a suppression by a comment.
type Ignore struct {
	Rule   string
	Reason string
	At     Place // the comment
	Line   int   // the line that it is about, in the same file
	Whole  bool  // it is about the resource as a whole
	Alone  bool  // it can be about this resource only, so that it is told when it is not needed
}

// Lines adds the lines of a value, of what gives it and of what it holds, each as
// a place without a column.
func (v Value) Lines(to map[Place]bool) {
	to[Place{File: v.At.File, Line: v.At.Line}] = true
	for _, p := range v.Via {
		to[Place{File: p.File, Line: p.Line}] = true
	}
	for _, item := range v.Items {
		item.Lines(to)
	}
	for _, m := range v.Members {
		m.Value.Lines(to)
	}
}

// Module are the resources of a module and of those that it calls.
type Module struct {
	Resources []Resource
	// Open: there may be resource servers and identity providers that are not
	// among the resources, since something could not be read or counted.
	Open bool
}
