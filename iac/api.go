package iac

import (
	"sync"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/internal/jsontext"
)

// API returns the app client of a JSON file as the AWS CLI and the API take and
// give it. Its operation is not known.
func API(data []byte) ([]Resource, error) {
	if len(data) > MaxJSON {
		return nil, tooLong(len(data), MaxJSON)
	}
	text := string(data)
	all, err := parseAPI(text)
	if err != nil {
		if _, broken := newJSON(text); broken != nil {
			return nil, broken
		}
	}
	return all, err
}

// isClient reports whether the first key that tells is a member of an app
// client. A template or a plan is thereby told from one without reading it.
func (o Options) isClient(text string) bool {
	r := jsontext.NewLossy(text)
	for more := r.BeginObject(); more; more = r.NextMember() {
		key := r.Key()
		if isField(key, o.Discovered) {
			return true
		}
		if !isField(key, false) {
			return false
		}
		r.Skip()
	}
	return false
}

// parseAPI reads an app client once. Where its members stand is only looked up
// when it is asked for: of a client without findings it never is.
func parseAPI(text string) ([]Resource, error) {
	c, err := userpoolclient.Parse([]byte(text))
	if err != nil {
		return nil, err
	}
	start := jsontext.NewLossy(text)
	r := newResource("", FormatAPI, apiNames, Position(start.Position(start.At())))
	r.Config = c
	r.located = sync.OnceValue(func() places { return locate(text) })
	return []Resource{*r}, nil
}

// locate finds where each member stands in a text that Parse takes.
func locate(text string) places {
	all := make(places)
	t, err := newJSON(text)
	if err != nil {
		return all // not of a text that Parse takes
	}
	object := t.root()
	if inner, ok := object.get("UserPoolClient"); ok {
		object = inner
	}
	all.add(object, "")
	return all
}

// add notes where each member stands.
func (all places) add(object node, parent userpoolclient.Field) {
	for m := range object.members() {
		f := parent + userpoolclient.Field(m.key)
		all[f] = m.at()
		switch m.value.kind() {
		case kindObject:
			all.add(m.value, f+".")
		case kindList:
			i := 0
			for item := range m.value.items() {
				all[element(f, i)] = item.at()
				i++
			}
		default:
			all[f] = m.value.at()
		}
	}
}

// isField reports whether a key is a member of the API's JSON, and if need be one
// that is not an ID or a name.
func isField(key string, setting bool) bool {
	switch f := apiNames.fields[key]; f {
	case "":
		return key == "UserPoolClient"
	case userpoolclient.FieldUserPoolId, userpoolclient.FieldClientId, userpoolclient.FieldClientName,
		userpoolclient.FieldClientSecret:
		return !setting
	default:
		return string(f) == key
	}
}

// nearField reports whether a key is meant as one.
func nearField(key string) bool { return nearest(key, apiNames.inside("")) != "" }
