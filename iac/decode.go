package iac

import (
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/userpoolclient/userpoolclient"
)

// A state is what is known of a value.
type state uint8

const (
	known   state = iota
	unknown       // it exists only later: an intrinsic function, a Terraform unknown
	absent        // it is as if not written: AWS::NoValue, a Terraform null
)

// A decoder fills in one resource's Config from the properties of a file.
type decoder struct {
	res     *Resource
	names   *names
	foreign string // the rule for a property that the names do not have

	// value says what is known of the value of a field, or of an element of one,
	// and gives the value an intrinsic function evaluates to.
	value func(path userpoolclient.Field, n node) (node, state)
}

// properties decodes an object of properties; it returns false when something
// in it is not read, so that a field that is not seen may still be given.
func (d *decoder) properties(n node, parent string) (complete bool) {
	complete = true
	seen := make(map[string]bool)
	for m := range n.members() {
		if isFunction(m.key) {
			complete = false // Fn::Transform and Fn::ForEach add properties
			continue
		}
		path := m.key
		if parent != "" {
			path = parent + "." + m.key
		}
		if d.names.ignored[m.key] {
			continue
		}
		f, ok := d.names.field(path)
		if !ok {
			d.unknownProperty(m, path, parent)
			continue
		}
		if seen[m.key] {
			d.problem(ruleRepeated, f, -1, m.at(), "is given twice; the last one counts; remove the other")
			d.forget(f)
		}
		seen[m.key] = true
		d.place(f, m.at())
		d.field(f, path, m.value)
	}
	return complete
}

// forget takes back what a repeated property said before.
func (d *decoder) forget(f userpoolclient.Field) {
	target(d.res.Config, f).SetZero()
	d.res.Config.Unknown = slices.DeleteFunc(d.res.Config.Unknown, func(u userpoolclient.Field) bool {
		return u == f || strings.HasPrefix(string(u), string(f)+"[") || strings.HasPrefix(string(u), string(f)+".")
	})
}

func (d *decoder) unknownProperty(m member, path, parent string) {
	message := "is not a property of an app client in " + d.res.Format.name()
	if d.foreign == ruleUnread {
		message = "is not an attribute that this version knows; it is not checked"
	}
	if near := nearest(m.key, d.names.inside(parent)); near != "" {
		message += " (did you mean " + strconv.Quote(near) + "?)"
	}
	if m.key == "" {
		path += `""`
	}
	d.problem(d.foreign, userpoolclient.Field(path), -1, m.at(), message)
}

// field decodes the value of one field.
func (d *decoder) field(f userpoolclient.Field, path string, n node) {
	n, s := d.value(f, n)
	switch s {
	case unknown:
		d.unknown(f)
		return
	case absent:
		return
	}
	into := target(d.res.Config, f)
	if into.Kind() == reflect.Pointer && into.Type().Elem().Kind() == reflect.Struct {
		d.structure(f, path, n)
		return
	}
	if into.Kind() == reflect.Slice {
		d.list(f, n, into)
		return
	}
	d.place(f, n.at())
	if message := assign(into, n); message != "" {
		d.problem(ruleType, f, -1, n.at(), message)
		d.unknown(f)
	}
}

func (d *decoder) structure(f userpoolclient.Field, path string, n node) {
	if n.kind() == kindList { // a Terraform block
		blocks := 0
		for block := range n.items() {
			if blocks++; blocks == 1 {
				n = block
			}
		}
		if blocks == 0 {
			return
		}
	}
	if n.kind() != kindObject {
		d.problem(ruleType, f, -1, n.at(), "is "+n.kind().String()+"; it must be an object")
		d.unknown(f)
		return
	}
	into := target(d.res.Config, f)
	into.Set(reflect.New(into.Type().Elem()))
	if !d.properties(n, path) {
		d.unknown(f)
	}
}

// list decodes a list. An element that is not known stays, as an empty string,
// so that the index of the others is that of the file.
func (d *decoder) list(f userpoolclient.Field, n node, into reflect.Value) {
	if n.kind() != kindList {
		d.problem(ruleType, f, -1, n.at(), "is "+n.kind().String()+"; it must be a list")
		d.unknown(f)
		return
	}
	list := reflect.MakeSlice(into.Type(), 0, 4)
	i := 0
	for item := range n.items() {
		path := element(f, i)
		i++
		value := reflect.New(into.Type().Elem()).Elem()
		list = reflect.Append(list, value)
		d.place(path, item.at())
		item, s := d.value(path, item)
		if s != known {
			d.unknown(path)
			continue
		}
		if message := assign(list.Index(list.Len()-1), item); message != "" {
			d.problem(ruleType, f, i-1, item.at(), message)
			d.unknown(path)
		}
	}
	into.Set(list)
}

func (d *decoder) unknown(f userpoolclient.Field) {
	d.res.Config.Unknown = append(d.res.Config.Unknown, f)
}

func (d *decoder) place(f userpoolclient.Field, at Position) { d.res.places[f] = at }

// problem notes what is wrong with a field, or with an element of it, in the file.
func (d *decoder) problem(rule string, f userpoolclient.Field, index int, at Position, message string) {
	r, _ := RuleByID(rule)
	found := userpoolclient.Finding{Rule: rule, Severity: r.Severity, Field: f, Index: index, Message: message}
	property := d.names.path(f)
	if index >= 0 {
		property = d.names.path(element(f, index))
	}
	d.res.problems = append(d.res.problems, Finding{found, d.res.Address, property, at})
}

// target is the place in c for the value of a field, its parents made.
func target(c *userpoolclient.Config, f userpoolclient.Field) reflect.Value {
	v := reflect.ValueOf(c).Elem()
	for name := range strings.SplitSeq(string(f), ".") {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.FieldByName(name)
	}
	return v
}

// assign sets a scalar, turning strings, numbers and booleans into one another
// as CloudFormation does. The message says why it cannot.
func assign(into reflect.Value, n node) string {
	k, text := n.kind(), n.text()
	if k == kindList || k == kindObject || k == kindNull {
		return "is " + k.String() + "; it must be " + wanted(into)
	}
	if into.Kind() == reflect.Pointer {
		value := reflect.New(into.Type().Elem())
		message := assign(value.Elem(), n)
		if message == "" {
			into.Set(value)
		}
		return message
	}
	switch into.Kind() {
	case reflect.String:
		into.SetString(text)
	case reflect.Bool:
		b, err := strconv.ParseBool(strings.ToLower(text))
		if k == kindBool && yaml11Bool(text) != "" {
			b, err = yaml11Bool(text) == "true", nil
		}
		if err != nil || len(text) < len("true") && k != kindBool {
			return quote(text) + " must be true or false"
		}
		into.SetBool(b)
	case reflect.Int32:
		i, ok := whole(text)
		if !ok {
			return quote(text) + " must be a whole number of at most " + strconv.Itoa(math.MaxInt32)
		}
		into.SetInt(i)
	default:
		return "is not read by this version"
	}
	return ""
}

// whole is a number without a fraction that the API can hold: 60, 60.0, 6e1.
func whole(text string) (int64, bool) {
	if i, err := strconv.ParseInt(text, 10, 32); err == nil {
		return i, true
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || x != math.Trunc(x) || math.Abs(x) > math.MaxInt32 {
		return 0, false
	}
	return int64(x), true
}

// wanted is the type of a scalar in words.
func wanted(v reflect.Value) string {
	t := v.Type()
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Int32:
		return "a whole number"
	}
	return "a string"
}

func quote(s string) string {
	const longest = 80
	if r := []rune(s); len(r) > longest {
		s = string(r[:longest]) + "…"
	}
	return strconv.Quote(s)
}

// element is the path of a list's element: "CallbackURLs[2]".
func element(f userpoolclient.Field, i int) userpoolclient.Field {
	return f + userpoolclient.Field("["+strconv.Itoa(i)+"]")
}
