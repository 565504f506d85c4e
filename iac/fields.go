package iac

import (
	"sync"

	"github.com/userpoolclient/userpoolclient"
)

// fieldKind is what a field takes.
type fieldKind uint8

const (
	takesNothing fieldKind = iota // that a file gives: a date
	takesText
	takesBool
	takesNumber
	takesList
	takesStructure
)

// allFields is the root's table of fields, copied once.
var allFields = sync.OnceValue(userpoolclient.Fields)

// kinds tells what each field takes, found out by trying: the root's table of
// fields is the only list of members.
var kinds = sync.OnceValue(func() map[userpoolclient.Field]fieldKind {
	all := make(map[userpoolclient.Field]fieldKind)
	for _, info := range allFields() {
		all[info.Name] = kindOf(info.Name)
	}
	return all
})

func kindOf(f userpoolclient.Field) fieldKind {
	for _, try := range []struct {
		kind  fieldKind
		value any
	}{
		{takesBool, true}, {takesNumber, 1}, {takesText, "x"}, {takesList, []string{}},
		{takesStructure, emptyStructures()[f]},
	} {
		if try.value != nil && new(userpoolclient.Config).Set(f, try.value) == nil {
			return try.kind
		}
	}
	return takesNothing
}

// emptyStructures are the values of structures of which no member is set, as Get
// returns them.
var emptyStructures = sync.OnceValue(func() map[userpoolclient.Field]any {
	all := make(map[userpoolclient.Field]any)
	for _, info := range allFields() {
		if info.Parent == "" {
			continue
		}
		c, err := userpoolclient.Parse([]byte(`{"` + string(info.Parent) + `":{}}`))
		if err != nil {
			continue
		}
		if v, set := c.Get(info.Parent); set {
			all[info.Parent] = v
		}
	}
	return all
})
