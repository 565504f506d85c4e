package sdk

import (
	"strconv"

	"github.com/userpoolclient/userpoolclient"
)

// describe is a change in one line.
func describe(c userpoolclient.Change) string {
	line := string(c.Field) + ": " + c.Before.String() + " → " + c.After.String()
	if c.After.Note != "" {
		line += " (" + c.After.Note + ")"
	}
	return line
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
