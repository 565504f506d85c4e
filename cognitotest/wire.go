package cognitotest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"
)

// The protocol is awsJson 1.1: a member is named exactly as the API names it,
// null is a member that is omitted, a date is seconds since 1970, and members
// that the service does not know are ignored.
//
// This file is the one place of the package that uses reflection: the SDK
// exports the structures of its requests and answers, and keeps to itself what
// reads and writes them on a server's side. Writing that out by hand would be a
// second list of every member of the API, which a newer SDK makes wrong in
// silence. App clients do not pass through here: they have the fields table.

// A wireReader reads its members itself.
type wireReader interface {
	readWire(members map[string]any) error
}

// A wireWriter says itself what it is in JSON.
type wireWriter interface {
	wire() any
}

// decode reads a request into a wireReader, or into a structure of the SDK,
// whose fields are named as the members are.
func decode(body []byte, to any) error {
	var d decoder
	return d.decode(body, to)
}

// A decoder reads one JSON object.
type decoder struct {
	strict bool   // whether unknown members are an error
	empty  limits // enum members that are set and empty, which a structure cannot tell from omitted ones
}

func (d *decoder) decode(body []byte, to any) error {
	whole, err := d.parse(body)
	if err != nil {
		return err
	}
	if r, ok := to.(wireReader); ok {
		members, ok := whole.(map[string]any)
		if !ok {
			return wrongType("", "an object", whole)
		}
		return r.readWire(members)
	}
	if err := d.assign(reflect.ValueOf(to).Elem(), whole, ""); err != nil {
		return err
	}
	return d.empty.err()
}

func (d *decoder) parse(body []byte) (any, error) {
	r := json.NewDecoder(bytes.NewReader(body))
	r.UseNumber()
	var whole any
	if err := r.Decode(&whole); err != nil {
		return nil, notJSON(err)
	}
	if _, err := r.Token(); !errors.Is(err, io.EOF) {
		return nil, &apiError{code: serialization, message: own + "the body holds more than one JSON value"}
	}
	return whole, nil
}

func notJSON(err error) *apiError {
	if errors.Is(err, io.EOF) {
		return &apiError{code: serialization, message: own + "the body is empty; it must be a JSON object"}
	}
	return &apiError{code: serialization, message: own + "the body is not JSON: " + err.Error()}
}

var timeType = reflect.TypeFor[time.Time]()

// assign sets v to what JSON holds.
func (d *decoder) assign(v reflect.Value, from any, path string) error {
	if v.Type() == timeType {
		seconds, err := number(from, path)
		if err != nil {
			return err
		}
		v.Set(reflect.ValueOf(time.UnixMilli(int64(seconds * 1000)).UTC()))
		return nil
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return d.assign(v.Elem(), from, path)
	case reflect.Struct:
		return d.assignStruct(v, from, path)
	case reflect.Slice:
		return d.assignList(v, from, path)
	case reflect.Map:
		return d.assignMap(v, from, path)
	case reflect.String:
		s, ok := from.(string)
		if !ok {
			return wrongType(path, "a string", from)
		}
		v.SetString(s)
		return nil
	case reflect.Bool:
		b, ok := from.(bool)
		if !ok {
			return wrongType(path, "a boolean", from)
		}
		v.SetBool(b)
		return nil
	case reflect.Int32, reflect.Int64:
		n, err := number(from, path)
		if err != nil {
			return err
		}
		if n != math.Trunc(n) || math.Abs(n) > 1<<53 || v.OverflowInt(int64(n)) {
			return wrongNumber(path, "an integer", from)
		}
		v.SetInt(int64(n))
		return nil
	}
	return nil
}

func (d *decoder) assignStruct(v reflect.Value, from any, path string) error {
	members, ok := from.(map[string]any)
	if !ok {
		return wrongType(path, "an object", from)
	}
	if err := d.known(v.Type(), members, path); err != nil {
		return err
	}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		value := members[f.Name]
		if value == nil || !isMember(f) {
			continue
		}
		at := joinPath(path, f.Name)
		if value == "" && f.Type.Kind() == reflect.String {
			d.empty.add("''", at, enumSet(v.Field(i)))
			continue
		}
		if err := d.assign(v.Field(i), value, at); err != nil {
			return err
		}
	}
	return nil
}

// known returns an error for a member that a structure does not have.
func (d *decoder) known(t reflect.Type, members map[string]any, path string) error {
	if !d.strict {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if f, ok := t.FieldByName(name); !ok || !isMember(f) {
			return fmt.Errorf("unknown key %s in %s", strconv.Quote(name), cmp.Or(path, "the object"))
		}
	}
	return nil
}

// isMember reports whether a field of a Go structure is a member on the wire.
func isMember(f reflect.StructField) bool {
	return f.IsExported() && f.Name != "ResultMetadata"
}

func (d *decoder) assignList(v reflect.Value, from any, path string) error {
	list, ok := from.([]any)
	if !ok {
		return wrongType(path, "a list", from)
	}
	v.Set(reflect.MakeSlice(v.Type(), len(list), len(list)))
	for i, element := range list {
		at := path + "." + strconv.Itoa(i+1) + ".member"
		if element == nil {
			return wrongType(at, "a value", nil)
		}
		if err := d.assign(v.Index(i), element, at); err != nil {
			return err
		}
	}
	return nil
}

func (d *decoder) assignMap(v reflect.Value, from any, path string) error {
	members, ok := from.(map[string]any)
	if !ok {
		return wrongType(path, "an object", from)
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), len(members)))
	for key, value := range members {
		if value == nil {
			continue
		}
		element := reflect.New(v.Type().Elem()).Elem()
		if err := d.assign(element, value, path+"."+key); err != nil {
			return err
		}
		v.SetMapIndex(reflect.ValueOf(key).Convert(v.Type().Key()), element)
	}
	return nil
}

func number(from any, path string) (float64, error) {
	n, ok := from.(json.Number)
	if !ok {
		return 0, wrongType(path, "a number", from)
	}
	f, err := n.Float64()
	if err != nil {
		return 0, wrongNumber(path, "a number", from)
	}
	return f, nil
}

func wrongType(path, want string, from any) error {
	if path == "" {
		path = "the body"
	}
	return &apiError{code: serialization, message: fmt.Sprintf("%s%s must be %s, not %s", own, path, want,
		kindOf(from))}
}

func wrongNumber(path, want string, from any) error {
	const format = "%s%s must be %s, not the number %s"
	return &apiError{code: serialization, message: fmt.Sprintf(format, own, path, want, from)}
}

// kindOf does not show the value, which may be secret.
func kindOf(from any) string {
	switch from.(type) {
	case nil:
		return "null"
	case string:
		return "a string"
	case bool:
		return "a boolean"
	case json.Number:
		return "a number"
	case []any:
		return "a list"
	}
	return "an object"
}

// encode returns a response in JSON: what is nil or an empty string is omitted, a
// date is seconds since 1970.
func encode(from any) ([]byte, error) {
	if w, ok := from.(wireWriter); ok {
		return json.Marshal(w.wire())
	}
	return json.Marshal(wireValue(reflect.ValueOf(from)))
}

func wireValue(v reflect.Value) any {
	if v.Type() == timeType {
		return epoch(v.Interface().(time.Time))
	}
	switch v.Kind() {
	case reflect.Pointer:
		return wireValue(v.Elem())
	case reflect.Struct:
		members := make(map[string]any)
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if isMember(f) && !absent(v.Field(i)) {
				members[f.Name] = wireValue(v.Field(i))
			}
		}
		return members
	case reflect.Slice:
		list := make([]any, v.Len())
		for i := range list {
			list[i] = wireValue(v.Index(i))
		}
		return list
	case reflect.String:
		return v.String()
	}
	return v.Interface()
}

// absent reports whether a member is not part of a response.
func absent(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return v.IsNil()
	case reflect.String:
		return v.Len() == 0
	}
	return false
}

// enumSet returns the constraint of an enum member.
func enumSet(v reflect.Value) string {
	values := v.MethodByName("Values")
	if !values.IsValid() {
		return notNull
	}
	list := values.Call(nil)[0]
	names := make([]string, list.Len())
	for i := range names {
		names[i] = list.Index(i).String()
	}
	return enumText(names)
}

// copyMembers sets every member of to that has a member of the same name and
// type in the request, where the request sets it.
func copyMembers(to, request any) {
	dst, src := reflect.ValueOf(to).Elem(), reflect.ValueOf(request).Elem()
	for i := range src.NumField() {
		f := src.Type().Field(i)
		if !f.IsExported() || src.Field(i).IsZero() {
			continue
		}
		if member := dst.FieldByName(f.Name); member.IsValid() && member.Type() == f.Type {
			member.Set(src.Field(i))
		}
	}
}

// joinPath names a member as the service does in its messages:
// "tokenValidityUnits.accessToken".
func joinPath(path, name string) string {
	if path != "" {
		path += "."
	}
	return path + lowerFirst(name)
}

func lowerFirst(name string) string {
	r, n := utf8.DecodeRuneInString(name)
	return string(unicode.ToLower(r)) + name[n:]
}
