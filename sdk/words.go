package sdk

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// describe is a change in one line.
func describe(c userpoolclient.Change) string {
	line := fmt.Sprintf("%s: %s → %s", c.Field, words(c.Before), words(c.After))
	if c.Effect == userpoolclient.Undetermined {
		line += " (it may also stay: what the service does is not certain)"
	}
	return line
}

func words(s userpoolclient.Setting) string {
	switch s.Origin {
	case userpoolclient.Default:
		return value(s.Value) + " (default)"
	case userpoolclient.Unknown:
		return "not known yet"
	}
	return value(s.Value)
}

func value(v any) string {
	if list := reflect.ValueOf(v); list.Kind() == reflect.Slice {
		elements := make([]string, list.Len())
		for i := range elements {
			elements[i] = fmt.Sprint(list.Index(i))
		}
		v = strings.Join(elements, ", ")
	}
	if v == nil || v == "" {
		return "nothing"
	}
	return fmt.Sprint(v)
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
