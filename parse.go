package userpoolclient

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient/internal/jsontext"
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
	{"AttributeMappings", func(r *jsonReader, p *Pool) { p.AttributeMappings = readList(r, readElement(&mappingShape)) }},
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
	var given uint64
	last := -1
	for more := r.BeginObject(); more; more = r.NextMember() {
		i := readField(r, parent, given, last)
		if i < 0 {
			return
		}
		given |= 1 << i
		last = i
		fieldTable[i].readValue(r, c)
		if r.Err() != nil {
			r.within(fieldTable[i].key())
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
func readField(r *jsonReader, parent Field, given uint64, last int) int {
	at := r.At()
	name := r.Key()
	if r.Err() != nil {
		return -1
	}
	for n := range fieldTable {
		i := (last + 1 + n) % len(fieldTable)
		if row := &fieldTable[i]; row.Parent != parent || row.key() != name {
			continue
		}
		if given&(1<<i) != 0 {
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
	for i := range fieldTable {
		switch row := &fieldTable[i]; {
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
	var given uint64
	for more := r.BeginObject(); more; more = r.NextMember() {
		i := readKey(r, s, given)
		if i < 0 {
			return
		}
		given |= 1 << i
		s.members[i].read(r, to)
		if r.Err() != nil {
			r.within(s.members[i].key)
			return
		}
	}
	for i := range s.required {
		if given&(1<<i) == 0 {
			r.Fail(at, "must have the key "+strconv.Quote(s.members[i].key))
		}
	}
}

// readKey reads a key and the colon after it and returns the place of the
// member, -1 when it is not one or has been read before.
func readKey[T any](r *jsonReader, s *jsonShape[T], given uint64) int {
	at := r.At()
	name := r.Key()
	if r.Err() != nil {
		return -1
	}
	for i := range s.members {
		if s.members[i].key != name {
			continue
		}
		if given&(1<<i) != 0 {
			repeatedKey(r, at, name)
			return -1
		}
		return i
	}
	unknownKey(r, at, name, nearest.To(name, s.keys()))
	return -1
}

// readElement reads the objects of a list.
func readElement[T any](s *jsonShape[T]) func(*jsonReader) T {
	return func(r *jsonReader) (to T) {
		readObject(r, s, &to)
		return to
	}
}

// readList reads a list; null is no list, [] an empty one.
func readList[T any](r *jsonReader, read func(*jsonReader) T) []T {
	if r.Null() {
		return nil
	}
	all := make([]T, 0, r.Elements())
	for more := r.BeginList(); more; more = r.NextElement() {
		all = append(all, read(r))
		if r.Err() != nil {
			r.within("[" + strconv.Itoa(len(all)-1) + "]")
			return nil
		}
	}
	return all
}

// readOptional reads a value, null being none.
func readOptional[T any](r *jsonReader, read func(*jsonReader) T) *T {
	if r.Null() {
		return nil
	}
	v := read(r)
	return &v
}

func readSecret(r *jsonReader) Secret { return NewSecret(r.Text()) }

func readText[S ~string](r *jsonReader) S { return S(r.Text()) }

// readChoice reads a value of an enumeration, null being none. Which values are
// good is a rule's business, but the empty one means omitted in a Config, so it
// is rejected here.
func readChoice[E interface {
	~string
	Values() []E
}](r *jsonReader) E {
	if r.Null() {
		return ""
	}
	at := r.At()
	v := E(r.Text())
	if v == "" {
		r.Fail(at, "must be one of "+joinValues(v.Values())+`, or be left out, not ""`)
	}
	return v
}

func joinValues[S ~string](values []S) string {
	var b strings.Builder
	for i, v := range values {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(string(v))
	}
	return b.String()
}

// readBool reads true or false and reports whether it is true.
func readBool(r *jsonReader) bool {
	v, ok := r.Bool()
	if !ok {
		r.misfit("true or false")
	}
	return v
}

func readInteger(r *jsonReader) int32 {
	const want = "a whole number"
	at := r.At()
	literal := r.Number()
	if literal == "" {
		r.misfit(want)
		return 0
	}
	n, err := strconv.ParseInt(literal, 10, 32)
	switch {
	case err == nil && jsontext.IsNumber(literal):
	case jsontext.IsNumber(literal) && !strings.ContainsAny(literal, ".eE"):
		const format = "must be %s from %d to %d, not %s"
		r.Fail(at, fmt.Sprintf(format, want, math.MinInt32, math.MaxInt32, cutNumber(literal)))
	default:
		r.Fail(at, "must be "+want+" such as 60, not "+cutNumber(literal))
	}
	return int32(n)
}

func readDate(r *jsonReader) time.Time {
	const want = "a date such as 2026-11-21T09:30:00Z or seconds since 1970"
	at := r.At()
	if r.Kind() == jsontext.String {
		s := r.Text()
		t, ok := isoTime(s)
		if !ok {
			r.Fail(at, "must be "+want+", not "+quote(s))
		}
		return t
	}
	literal := r.Number()
	if literal == "" {
		r.Mismatch(want)
		return time.Time{}
	}
	t, ok := epochTime(literal)
	if !ok {
		r.Fail(at, "must be "+want+", in the years 0 to 9999, not "+cutNumber(literal))
	}
	return t
}

// isoLayouts are the forms of ISO 8601 that the AWS command line and Python
// print, RFC 3339 first.
var isoLayouts = []string{
	time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05Z07", time.DateOnly,
}

// isoTime reads a date; ok reports whether it is one.
func isoTime(s string) (t time.Time, ok bool) {
	const day = 24 * 60 * 60 // in seconds; time.Parse lets an offset be one
	if date, clock, ok := strings.Cut(s, " "); ok {
		s = date + "T" + clock
	}
	for _, layout := range isoLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			_, offset := t.Zone()
			return t, -day < offset && offset < day
		}
	}
	return t, false
}

// epochTime reads seconds since 1970 as a JSON number; ok reports whether they
// are a date.
func epochTime(literal string) (t time.Time, ok bool) {
	const most = 1e12 // beyond any year of four digits
	f, err := strconv.ParseFloat(literal, 64)
	if err != nil || !jsontext.IsNumber(literal) || math.Abs(f) > most {
		return t, false
	}
	seconds := math.Floor(f)
	t = time.Unix(int64(seconds), int64(math.Round((f-seconds)*1e6))*1e3).UTC()
	return t, 0 <= t.Year() && t.Year() <= 9999
}

// cutNumber shortens a long number.
func cutNumber(literal string) string {
	const most = 40
	if len(literal) <= most {
		return literal
	}
	return literal[:most] + "…"
}

// A jsonReader is a reader of JSON that knows of which member or element its
// first error is.
type jsonReader struct {
	jsontext.Reader
	path string // of the error
	near string // the name that an unknown key most likely stands for
}

func newReader(data []byte) *jsonReader {
	r := &jsonReader{Reader: jsontext.New(string(data))}
	if r.Kind() == jsontext.End {
		r.Fail(r.Offset(), "the text is empty; it must be a JSON object")
	}
	return r
}

// within puts what holds the member or element before the path.
func (r *jsonReader) within(outer string) {
	if r.path != "" && r.path[0] != '[' {
		outer += "."
	}
	r.path = outer + r.path
}

// misfit is Mismatch for a number or a truth value: it shows what stands in
// quotes instead. Other values are not shown, since JSON in a string may hold a
// secret.
func (r *jsonReader) misfit(want string) {
	if at := r.At(); r.Kind() == jsontext.String {
		r.Fail(at, "must be "+want+", not the string "+quote(r.Text()))
	}
	r.Mismatch(want)
}

// unwrap steps into {"UserPoolClient": …} and reports whether the text begins
// so.
func (r *jsonReader) unwrap() bool {
	start := r.Offset()
	if r.Token("{") && r.Token(`"`+wrapperKey+`"`) && r.Token(":") {
		return true
	}
	r.Seek(start)
	return false
}

// onlyKey steps out of {"UserPoolClient": …}.
func (r *jsonReader) onlyKey() {
	switch {
	case r.Err() != nil || r.Token("}"):
	case r.Token(","):
		r.Fail(r.At(), quote(wrapperKey)+mustBeOutermost)
	default:
		r.Expected(`"}"`)
	}
}

// end returns the first error; text after the object is one.
func (r *jsonReader) end() error {
	if r.Err() == nil && r.Kind() != jsontext.End {
		r.Fail(r.Offset(), "the JSON object must be followed by nothing, found "+r.Found())
	}
	e := r.Err()
	if e == nil {
		return nil
	}
	at := r.Position(e.Offset)
	return &ParseError{
		Line: at.Line, Column: at.Column, Offset: e.Offset, Path: r.path, Problem: e.Problem, Near: r.near,
	}
}
