package userpoolclient

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient/internal/nearest"
)

// Parse reads one app client from JSON in the API's spelling: what aws
// cognito-idp describe-user-pool-client prints, a file for --cli-input-json of
// create-user-pool-client or update-user-pool-client, what
// --generate-cli-skeleton prints, or a marshalled Config. The members may stand
// at the top or in {"UserPoolClient": {…}}.
//
// Keys match exactly, case included, and nothing is dropped: an unknown or
// repeated key, a value of another type, a number that does not fit, text after
// the object or text that is not UTF-8 is a *ParseError. A member that is null
// is omitted; null in a list is an error. A date is an ISO 8601 string, UTC where
// it names no offset, or seconds since 1970, kept to the microsecond. A UTF-8
// byte order mark is skipped.
//
// Parse judges form, not content: what the values mean is for Check. The one
// exception is the empty string for a member such as
// PreventUserExistenceErrors, where Config cannot tell it from an omitted one.
func Parse(data []byte) (*Config, error) {
	c := new(Config)
	r := newReader(data)
	if r.unwrap() {
		readMembers(r, "", c)
		r.onlyKey()
	} else {
		readMembers(r, "", c)
	}
	if err := r.end(); err != nil {
		return nil, err
	}
	return c, nil
}

// ParsePool reads what a user pool has from JSON: a marshalled Pool, its keys
// being Tier, Attributes, IdentityProviders, Scopes and AttributeMappings. It
// is as strict as Parse. A list omitted or null is not known; [] is none.
func ParsePool(data []byte) (*Pool, error) {
	p := new(Pool)
	r := newReader(data)
	readObject(r, &poolShape, p)
	if err := r.end(); err != nil {
		return nil, err
	}
	return p, nil
}

// mustParse reads the members of a Config, without the braces around them, from
// each part in turn: a member of a later part replaces an earlier one whole,
// null clears it. It panics on an error, for it is there for the literals of
// this package.
func mustParse(parts ...string) *Config {
	c := new(Config)
	for _, part := range parts {
		r := newReader([]byte("{" + part + "}"))
		readMembers(r, "", c)
		if err := r.end(); err != nil {
			panic(err)
		}
	}
	return c
}

// mustParsePool is ParsePool for the literals of this package; it panics on an
// error.
func mustParsePool(data string) *Pool {
	p, err := ParsePool([]byte(data))
	if err != nil {
		panic(err)
	}
	return p
}

// ParseError says what is wrong with a JSON text and where. It never shows a
// client secret.
type ParseError struct {
	Line, Column int // from 1; the column is counted in characters
	Offset       int // in bytes, from 0

	// Path is the member or element, "TokenValidityUnits.AccessToken" or
	// "CallbackURLs[2]"; of a key, what holds it. It is empty for the whole.
	Path string

	Problem string // what is wrong: "must be a string, not null"

	// Near is, for an unknown key, the name that it most likely stands for. It is
	// empty where none is near.
	Near string
}

// Error returns the position, the path, the problem and the nearest name:
//
//	line 3, column 5: unknown key "CallbackUrls" (did you mean "CallbackURLs"?)
func (e *ParseError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "line %d, column %d: ", e.Line, e.Column)
	if e.Path != "" {
		b.WriteString(e.Path + ": ")
	}
	b.WriteString(e.Problem)
	if e.Near != "" {
		b.WriteString(" (did you mean " + strconv.Quote(e.Near) + "?)")
	}
	return b.String()
}

// A jsonShape is a JSON object: the members that it may have.
type jsonShape[T any] struct {
	members  []jsonMember[T]
	required int // how many of them, counted from the first, must be set
}

// A jsonMember is one key and what reads its value.
type jsonMember[T any] struct {
	key  string
	read func(r *jsonReader, to *T)
}

// wrapperKey is the key under which the API answers with an app client.
const wrapperKey = "UserPoolClient"

const mustBeOutermost = " must be the outermost key and the only one there"

var poolShape = jsonShape[Pool]{members: []jsonMember[Pool]{
	{"Tier", func(r *jsonReader, p *Pool) { p.Tier = readChoice[types.UserPoolTierType](r) }},
	{"Attributes", func(r *jsonReader, p *Pool) { p.Attributes = readList(r, readElement(&attributeShape)) }},
	{"IdentityProviders", func(r *jsonReader, p *Pool) { p.IdentityProviders = readList(r, readText[string]) }},
	{"Scopes", func(r *jsonReader, p *Pool) { p.Scopes = readList(r, readText[string]) }},
	{"AttributeMappings", func(r *jsonReader, p *Pool) {
		p.AttributeMappings = readList(r,
			readElement(&mappingShape))
	}},
}}

var attributeShape = jsonShape[Attribute]{required: 1, members: []jsonMember[Attribute]{
	{"Name", func(r *jsonReader, a *Attribute) { a.Name = readText[string](r) }},
	{"Required", func(r *jsonReader, a *Attribute) { a.Required = isTrue(readOptional(r, readBool)) }},
	{"Mutable", func(r *jsonReader, a *Attribute) { a.Mutable = isTrue(readOptional(r, readBool)) }},
}}

var mappingShape = jsonShape[AttributeMapping]{required: 2, members: []jsonMember[AttributeMapping]{
	{"Provider", func(r *jsonReader, m *AttributeMapping) { m.Provider = readText[string](r) }},
	{"Attribute", func(r *jsonReader, m *AttributeMapping) { m.Attribute = readText[string](r) }},
}}

func (s *jsonShape[T]) keys() []string {
	keys := make([]string, len(s.members))
	for i := range s.members {
		keys[i] = s.members[i].key
	}
	return keys
}

// readMembers reads an object of the members of a Config that belong to a
// structure, "" being the Config itself.
func readMembers(r *jsonReader, parent Field, c *Config) {
	var seen uint64
	last := -1
	for more := r.BeginObject(); more; more = r.NextMember() {
		i := readField(r, parent, seen, last)
		if i < 0 {
			return
		}
		seen |= 1 << i
		last = i
		fieldTable()[i].readValue(r, c)
		if r.Err() != nil {
			r.within(fieldTable()[i].key())
			return
		}
	}
}

// readValue reads the value of a member, null being none.
func (row *fieldRow) readValue(r *jsonReader, c *Config) {
	switch {
	case row.read != nil:
		row.read(r, c)
	case r.Null():
		row.set(c, nil)
	default:
		row.fresh(c)
		readMembers(r, row.Name, c)
	}
}

// key returns the name of the member in what holds it.
func (row *fieldRow) key() string {
	if row.Parent == "" {
		return string(row.Name)
	}
	return string(row.Name[len(row.Parent)+1:])
}

// readField reads a key and the colon after it and returns the place of the row,
// -1 when there is none or the key was read before. Keys mostly come in the order
// of the table, so the search begins behind the last one.
func readField(r *jsonReader, parent Field, seen uint64, last int) int {
	at := r.At()
	name := r.Key()
	if r.Err() != nil {
		return -1
	}
	for n := range fieldTable() {
		i := (last + 1 + n) % len(fieldTable())
		if row := &fieldTable()[i]; row.Parent != parent || row.key() != name {
			continue
		}
		if seen&(1<<i) != 0 {
			repeatedKey(r, at, name)
			return -1
		}
		return i
	}
	unknownKey(r, at, name, nearField(parent, name))
	return -1
}

// repeatedKey fails because a key was read before.
func repeatedKey(r *jsonReader, at int, name string) {
	r.Fail(at, "duplicate key "+quote(name)+"; a key must stand once")
}

// unknownKey fails with the name that a key most likely stands for.
func unknownKey(r *jsonReader, at int, name, near string) {
	if name != "" && near == name { // only the wrapping is near under its own name
		r.Fail(at, quote(wrapperKey)+mustBeOutermost)
		return
	}
	r.Fail(at, "unknown key "+quote(name))
	r.near = near
}

// nearField returns the name that an unknown key most likely stands for: one of
// the members that belong here, or one that belongs elsewhere.
func nearField(parent Field, key string) string {
	var here []string
	elsewhere := []string{wrapperKey}
	for i := range fieldTable() {
		switch row := &fieldTable()[i]; {
		case row.Parent == parent:
			here = append(here, row.key())
		case row.Parent != "":
			elsewhere = append(elsewhere, string(row.Name))
		}
	}
	if near := nearest.To(key, here); near != "" || parent != "" {
		return near
	}
	for _, name := range elsewhere {
		if strings.EqualFold(name[strings.LastIndexByte(name, '.')+1:], key) {
			return name
		}
	}
	return ""
}

// readObject reads an object member by member into to.
func readObject[T any](r *jsonReader, s *jsonShape[T], to *T) {
	at := r.At()
	var seen uint64
	for more := r.BeginObject(); more; more = r.NextMember() {
		i := readKey(r, s, seen)
		if i < 0 {
			return
		}
		seen |= 1 << i
		s.members[i].read(r, to)
		if r.Err() != nil {
			r.within(s.members[i].key)
			return
		}
	}
	for i := range s.required {
		if seen&(1<<i) == 0 {
			r.Fail(at, "must have the key "+strconv.Quote(s.members[i].key))
		}
	}
}

// readKey reads a key and the colon after it and returns the place of the
// member, -1 when it is not one or has been read before.
func readKey[T any](r *jsonReader, s *jsonShape[T], seen uint64) int {
	at := r.At()
	name := r.Key()
	if r.Err() != nil {
		return -1
	}
	for i := range s.members {
		if s.members[i].key != name {
			continue
		}
		if seen&(1<<i) != 0 {
			repeatedKey(r, at, name)
			return -1
		}
		return i
	}
	unknownKey(r, at, name, nearest.To(name, s.keys()))
	return -1
}
