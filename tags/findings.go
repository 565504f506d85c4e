package tags

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/go-playground/validator/v10"

	"github.com/userpoolclient/userpoolclient"
)

// Findings returns the findings behind validator's errors, in their order;
// errors of other tags have none. Field and Index name the place in Config;
// which Config it is, the error's Namespace tells. Of a rule about several
// fields, Related lists the others that the rule reads. Of a finding about a
// Config, Message holds the fix too: an error has no other place for it.
func Findings(err error) []userpoolclient.Finding {
	failed, _ := errors.AsType[validator.ValidationErrors](err)
	var all []userpoolclient.Finding
	for _, fe := range failed {
		if f, ok := finding(fe); ok {
			all = append(all, f)
		}
	}
	return all
}

// finding returns the finding behind one error and reports whether there is one.
func finding(fe validator.FieldError) (userpoolclient.Finding, bool) {
	r, ok := userpoolclient.RuleByID(fe.ActualTag())
	if !ok {
		return userpoolclient.Finding{}, false
	}
	if fe.Param() == "" {
		return ofOwnField(fe, r)
	}
	f := userpoolclient.Finding{Rule: r.ID, Severity: r.Severity, Message: fe.Param()}
	f.Field, f.Index = splitPath(fe.StructField())
	f.Related = related(r, f.Field)
	return f, true
}

// ofOwnField returns the finding behind a tag on a field of the user's own and
// reports whether there is one.
func ofOwnField(fe validator.FieldError, r userpoolclient.Rule) (userpoolclient.Finding, bool) {
	for _, v := range valueRules() {
		if v.id != r.ID {
			continue
		}
		field := v.fields[0]
		for _, a := range aliases {
			if a.name == fe.Tag() {
				field = a.field
			}
		}
		f, ok := v.judge(field, readAgain(fe))
		if _, i := splitPath(fe.StructField()); ok && f.Index >= 0 {
			f.Index = i
		}
		return f, ok
	}
	return userpoolclient.Finding{}, false
}

// splitPath takes "CallbackURLs[2]" apart; the index is -1 where there is none.
func splitPath(path string) (userpoolclient.Field, int) {
	name, rest, ok := strings.Cut(path, "[")
	if i, err := strconv.Atoi(strings.TrimSuffix(rest, "]")); ok && err == nil && i >= 0 {
		return userpoolclient.Field(name), i
	}
	return userpoolclient.Field(path), -1
}

// related lists the fields of a rule beside f, where the rule is about how
// fields relate.
func related(r userpoolclient.Rule, f userpoolclient.Field) []userpoolclient.Field {
	if !relational()[r.ID] {
		return nil
	}
	return slices.DeleteFunc(r.Fields, func(field userpoolclient.Field) bool { return field == f })
}

// relational holds the rules about how fields relate, as their bad examples
// show; the others say the same of each of their fields.
var relational = sync.OnceValue(func() map[string]bool {
	all := make(map[string]bool)
	for _, r := range userpoolclient.Rules() {
		if f, ok := findingOf(r.ID, r.Bad.Config(), r.Bad.Context()); ok && f.Related != nil {
			all[r.ID] = true
		}
	}
	return all
})
