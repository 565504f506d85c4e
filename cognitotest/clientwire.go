package cognitotest

import (
	"encoding/json"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/userpoolclient/userpoolclient"
)

// An app client goes over the wire by the fields table: there is no second list
// of its members.

// fields is the fields table, read once: handing it out costs a copy each time.
var fields = sync.OnceValue(userpoolclient.Fields)

// structures are the fields that hold other fields.
var structures = sync.OnceValue(func() map[userpoolclient.Field]bool {
	all := make(map[userpoolclient.Field]bool)
	for _, f := range fields() {
		if f.Parent != "" {
			all[f.Parent] = true
		}
	}
	return all
})

// keyOf returns the name of a member in what holds it.
func keyOf(f userpoolclient.FieldInfo) string {
	return strings.TrimPrefix(string(f.Name), string(f.Parent)+".")
}

// A createClientRequest is a request that creates an app client.
type createClientRequest struct{ config *userpoolclient.Config }

func (r *createClientRequest) readWire(members map[string]any) (err error) {
	r.config, err = readConfig(members, func(f userpoolclient.FieldInfo) bool { return f.InCreate })
	return err
}

// An updateClientRequest is a request that updates an app client.
type updateClientRequest struct{ config *userpoolclient.Config }

func (r *updateClientRequest) readWire(members map[string]any) (err error) {
	r.config, err = readConfig(members, func(f userpoolclient.FieldInfo) bool { return f.InUpdate })
	return err
}

// clientOutput is the answer of create, describe and update.
type clientOutput struct{ config *userpoolclient.Config }

func (o *clientOutput) wire() any { return map[string]any{"UserPoolClient": writeConfig(o.config)} }

// readConfig reads an app client from a request, of which it takes some members
// and ignores the others, as the service ignores them.
func readConfig(
	members map[string]any, takes func(userpoolclient.FieldInfo) bool,
) (*userpoolclient.Config, error) {
	taken := make(map[string]any)
	var empty limits
	for _, f := range fields() {
		from, to := members, taken
		if f.Parent != "" {
			from, _ = members[string(f.Parent)].(map[string]any)
			to, _ = taken[string(f.Parent)].(map[string]any)
		}
		value := from[keyOf(f)]
		if value == nil || !takes(f) || to == nil {
			continue
		}
		if enums := constraintsOn(f.Name, userpoolclient.ConstraintEnum); enums != nil && value == "" {
			// A Config cannot tell an empty enum from one that is omitted.
			empty.add("''", wireName(f.Name), enumText(enums[0].Values))
			continue
		}
		if _, object := value.(map[string]any); object && structures()[f.Name] {
			value = make(map[string]any)
		}
		to[keyOf(f)] = value
	}
	if err := empty.err(); err != nil {
		return nil, err
	}
	data, err := json.Marshal(taken)
	if err != nil {
		return nil, &apiError{code: serialization, message: own + err.Error()}
	}
	c, err := userpoolclient.Parse(data)
	return c, asSerializationError(err)
}

var elementIndex = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\[(\d+)\]$`)
})

// asSerializationError returns what is wrong with the form of a request.
func asSerializationError(err error) error {
	problem, ok := errors.AsType[*userpoolclient.ParseError](err)
	if !ok {
		return err
	}
	path := elementIndex().ReplaceAllStringFunc(problem.Path, func(index string) string {
		i, _ := strconv.Atoi(index[1 : len(index)-1]) // digits, as matched
		return "." + strconv.Itoa(i+1) + ".member"
	})
	return &apiError{code: serialization, message: own + wireName(userpoolclient.Field(path)) + " " + problem.Problem}
}

// writeConfig returns an app client as an answer shows it.
func writeConfig(c *userpoolclient.Config) map[string]any {
	members := make(map[string]any)
	for _, f := range fields() {
		to := members
		if f.Parent != "" {
			to, _ = members[string(f.Parent)].(map[string]any)
		}
		value, set := c.Get(f.Name)
		if !f.InClient || !set || to == nil {
			continue
		}
		switch v := value.(type) {
		case userpoolclient.Secret:
			value = v.Reveal()
		case time.Time:
			value = epoch(v)
		default:
			if structures()[f.Name] {
				value = make(map[string]any)
			}
		}
		to[keyOf(f)] = value
	}
	return members
}

// epoch returns a date as it goes over the wire: in seconds since 1970.
func epoch(t time.Time) json.Number {
	const perSecond = 1000
	return json.Number(strconv.FormatFloat(float64(t.UnixMilli())/perSecond, 'f', -1, 64))
}
