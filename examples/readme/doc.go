// Package readme holds the Go blocks of README.md in functions that compile; its
// test compares them.
package readme
