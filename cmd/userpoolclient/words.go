package main

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/userpoolclient/userpoolclient"
)

// inWords shows a value as people write it.
func inWords(value any) string {
	switch v := value.(type) {
	case nil:
		return "none"
	case time.Time:
		return v.Format(time.RFC3339)
	case userpoolclient.Secret:
		return v.String()
	}
	list := reflect.ValueOf(value)
	if list.Kind() != reflect.Slice {
		return printable(fmt.Sprint(value))
	}
	if list.Len() == 0 {
		return "empty"
	}
	return strings.Join(elements(list), ", ")
}

func elements(list reflect.Value) []string {
	all := make([]string, list.Len())
	for i := range all {
		all[i] = printable(fmt.Sprint(list.Index(i)))
	}
	return all
}
