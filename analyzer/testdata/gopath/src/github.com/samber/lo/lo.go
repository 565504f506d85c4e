// Package lo has the part of a well-known package that the tests use.
package lo

func ToPtr[T any](v T) *T { return &v }

func EmptyableToPtr[T any](v T) *T { return nil }

func FromPtr[T any](p *T) T { return *p }
