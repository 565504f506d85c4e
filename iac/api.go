package iac

import (
	"github.com/userpoolclient/userpoolclient"
)

// API returns the app client of a JSON file as the AWS CLI and the API take and
// give it. Its operation is not known.
func API(data []byte) ([]Resource, error) { return fromJSON(data, apiResources) }

func apiResources(root node) ([]Resource, error) {
	c, err := userpoolclient.Parse(root.doc.json.data)
	if err != nil {
		return nil, err
	}
	object := root
	if inner, ok := root.get("UserPoolClient"); ok {
		object = inner
	}
	r := newResource("", FormatAPI, apiNames, root.at())
	r.Config = c
	r.locate(object, "")
	return []Resource{*r}, nil
}

// locate notes where each member stands.
func (r *Resource) locate(object node, parent userpoolclient.Field) {
	for m := range object.members() {
		f := parent + userpoolclient.Field(m.key)
		r.places[f] = m.at
		switch m.value.kind() {
		case kindObject:
			r.locate(m.value, f+".")
		case kindList:
			i := 0
			for item := range m.value.items() {
				r.places[element(f, i)] = item.at()
				i++
			}
		default:
			r.places[f] = m.value.at()
		}
	}
}

// isField says that a key is a member of the API's JSON, and if need be one that
// is not an ID or a name.
func isField(key string, setting bool) bool {
	switch f := apiNames.fields[key]; f {
	case "":
		return key == "UserPoolClient"
	case userpoolclient.FieldUserPoolId, userpoolclient.FieldClientId, userpoolclient.FieldClientName, userpoolclient.FieldClientSecret:
		return !setting
	default:
		return string(f) == key
	}
}

// nearField says that a key is meant as one.
func nearField(key string) bool { return nearest(key, apiNames.inside("")) != "" }
