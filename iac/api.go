package iac

import (
	"bytes"
	"strings"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/internal/jsontext"
	"github.com/userpoolclient/userpoolclient/internal/nearest"
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

// wrapperKey is what DescribeUserPoolClient puts around a client.
const wrapperKey = "UserPoolClient"

// isClient reports whether the first key that tells is a member of an app
// client. A template or a plan is thereby told from one without reading it.
func (o Options) isClient(text string) bool {
	if o.Discovered || len(o.Parameters) > 0 {
		return false // the other keys, or the parameters, have a say
	}
	r := jsontext.NewLossy(text)
	return r.BeginObject() && isField(r.Key(), false)
}

// parseAPI reads an app client once. Where its members stand is only looked up
// when it is asked for: of a client without findings it never is.
func parseAPI(text string) ([]Resource, error) {
	c, err := userpoolclient.Parse([]byte(text))
	if err != nil {
		return nil, err
	}
	start := jsontext.NewLossy(text)
	d := newDecoder(FormatAPI, LayerCognito, apiNames(), "")
	d.config = c
	d.spots.find = func() *spots { return locate(text) }
	d.shorten()
	return []Resource{*newResource(d, Position(start.Position(start.At())))}, nil
}

// locate finds where each member stands in a text that Parse takes.
func locate(text string) *spots {
	d := newDecoder(FormatAPI, LayerCognito, apiNames(), "")
	d.value = plainValue
	t, err := newJSON(text)
	if err != nil {
		return &d.spots // not of a text that Parse takes
	}
	object := t.root()
	if inner, ok := object.get(wrapperKey); ok {
		object = inner
	}
	d.read(object)
	return &d.spots
}

// plainValue is the value of a file in which everything is known.
func plainValue(_ userpoolclient.Field, _ int, n node) value {
	if n.kind() == kindNull {
		return value{node: n, state: absent}
	}
	return value{node: n}
}

// shorten leaves of each list what is judged.
func (d *decoder) shorten() {
	for _, info := range allFields() {
		f := info.Name
		list, _ := d.config.Elements(f)
		if len(list) <= mostElements {
			continue
		}
		at := func() Position { at, _ := d.spots.position(f); return at }
		d.cut(f, at, len(list), mostElements)
		_ = d.config.Set(f, append(list[:mostElements:mostElements], "")) // it has just been read
	}
	d.finish()
}

// apiYAML reads an app client in YAML, in the spelling of the API.
func (o Options) apiYAML(root node) ([]Resource, error) {
	object := root
	if inner, ok := root.get(wrapperKey); ok {
		object = inner
	}
	if !o.isAPI(root) {
		return nil, nil
	}
	d := newDecoder(FormatAPI, LayerCognito, apiNames(), "")
	d.foreign, d.value = ruleUnknown, plainValue
	d.read(object)
	if len(d.problems) > 0 { // as Parse does with JSON
		p := d.problems[0]
		return nil, &SyntaxError{p.Position, p.Property + " " + p.Message}
	}
	return []Resource{*newResource(d, root.at())}, nil
}

// isAPI reports whether an object is an app client in the API's JSON: it has a
// member of one, or one that is meant as such. What nobody named must have a
// setting, and more than one where something else stands beside it, which may be
// another tool's.
func (o Options) isAPI(root node) bool {
	members, foreign := 0, false
	for m := range root.members() {
		switch {
		case isField(m.key, o.Discovered):
			members++
		case isField(m.key, false) || m.key == "ResponseMetadata":
		case o.Discovered:
			foreign = true
		case nearest.To(m.key, apiNames().inside[""]) != "":
			members++
		}
	}
	return members > 1 || members == 1 && !foreign
}

// isNothingBut reports whether an object is an app client in the API's spelling,
// though its file speaks of templates, in a comment or in another document. The
// resource of a template may have the name of what Describe puts around a client.
func isNothingBut(root node) bool {
	if inner, ok := root.get(wrapperKey); ok {
		root = inner
	}
	return Options{Discovered: true}.isAPI(root)
}

// isField reports whether a key is a member of the API's JSON, and if need be one
// that is not an ID or a name.
func isField(key string, setting bool) bool {
	switch f := apiNames().fields[key]; f {
	case "":
		return key == wrapperKey
	case userpoolclient.FieldUserPoolId, userpoolclient.FieldClientId, userpoolclient.FieldClientName,
		userpoolclient.FieldClientSecret:
		return !setting
	default:
		return string(f) == key
	}
}

// listKey is what ListUserPoolClients puts around the clients that it names.
const listKey = "UserPoolClients"

// list tells of app clients in a list, which is not read. ListUserPoolClients gives
// their names and IDs alone: that is no loss in a file that nobody named.
func (o Options) list(list node) error {
	if list.kind() != kindList {
		return nil
	}
	for item := range list.items() {
		client := item
		if inner, ok := item.get(wrapperKey); ok {
			client = inner
		}
		switch {
		case Options{Discovered: true}.isAPI(client):
			return &UnreadableError{Position: item.at(),
				Reason: "is an app client in a list; each must be an input of its own"}
		case !o.Discovered && o.isAPI(client):
			return &UnreadableError{Position: item.at(), Reason: "is an app client in a list without its settings; " +
				"check what describe-user-pool-client prints of it"}
		}
	}
	return nil
}

// jsonList tells of app clients in a list in JSON.
func (o Options) jsonList(data []byte) error {
	text := string(data)
	if !strings.HasPrefix(strings.TrimLeft(text, jsontext.ByteOrderMark+" \t\r\n"), "[") || !namesField(text) {
		return nil
	}
	t, err := newJSON(text)
	if err != nil {
		return nil // it may be YAML
	}
	return o.list(t.root())
}

// namesField reports whether a text has a member of the API's JSON as a key.
func namesField(text string) bool {
	for _, info := range allFields() {
		if strings.Contains(text, `"`+string(info.Name)+`"`) {
			return true
		}
	}
	return false
}

// hasField reports whether a line of a text begins with a member of the API's
// JSON, as a client in YAML does, or with an element of a list of such.
func hasField(data []byte) bool {
	for line := range bytes.Lines(data) {
		key, _, ok := bytes.Cut(bytes.TrimPrefix(line, []byte("- ")), []byte(":"))
		const longest = 64
		if ok && len(key) < longest && isField(string(key), false) {
			return true
		}
	}
	return false
}
