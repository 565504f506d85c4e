package iac

import (
	"fmt"
	"strconv"
)

// SyntaxError says where and why a file cannot be read.
type SyntaxError struct {
	Position Position // the zero Position when it is about the whole file
	Message  string
}

// Error returns the message after the line and column.
func (e *SyntaxError) Error() string { return located(e.Position, e.Message) }

func located(at Position, message string) string {
	switch {
	case !at.IsValid():
		return message
	case at.Column < 1:
		return fmt.Sprintf("line %d: %s", at.Line, message)
	}
	return fmt.Sprintf("line %d, column %d: %s", at.Line, at.Column, message)
}

// UnreadableError says that a file holds an app client in a form that is not
// read. Such a file must not pass for one without a client.
type UnreadableError struct {
	File     string   // the name that Load was given
	Position Position // of the client; the zero Position when it is about the whole file
	Reason   string   // what it is, and what to check in its place
}

// Error returns the reason after the file's name, line and column.
func (e *UnreadableError) Error() string {
	text := located(e.Position, e.Reason)
	if e.File == "" {
		return text
	}
	return shown(e.File) + ": " + text
}

// Unwrap returns the same as a *SyntaxError, for callers that only want to know
// where reading ended.
func (e *UnreadableError) Unwrap() error { return &SyntaxError{e.Position, e.Reason} }

// ParameterError says that a parameter is given that the file does not declare.
type ParameterError struct {
	Name string
	Near string // the parameter that was most likely meant; "" where none is near
}

// Error names the parameter and what was most likely meant.
func (e *ParameterError) Error() string {
	text := "the template declares no parameter " + quote(e.Name)
	if e.Near != "" {
		text += " (did you mean " + strconv.Quote(e.Near) + "?)"
	}
	return text
}

func tooLong(length, limit int) error {
	return &SyntaxError{Message: fmt.Sprintf("has %d bytes; at most %d are read", length, limit)}
}
