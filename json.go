package userpoolclient

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// Parse reads one app client from JSON in the API's spelling: what aws
// cognito-idp describe-user-pool-client prints, a file for --cli-input-json of
// create-user-pool-client or update-user-pool-client, what
// --generate-cli-skeleton prints, or a marshalled Config. The members may stand
// at the top or in {"UserPoolClient": {…}}.
//
// Keys match exactly, case included, and nothing is dropped: an unknown or
// repeated key, a value of another type, a number that does not fit, text after
// the object or text that is not UTF-8 is a *ParseError. null is "not given"
// for a member and an error in a list. A date is an ISO 8601 string, UTC where
// it names no offset, or seconds since 1970, kept to the microsecond. A UTF-8
// byte order mark is skipped.
//
// Parse judges form, not content: what the values mean is for Check. The one
// exception is the empty string for a member such as
// PreventUserExistenceErrors, where Config cannot tell it from "not given".
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
// is as strict as Parse. A list left out or null is not known; [] is none.
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
	Line, Column int    // from 1; the column is counted in characters
	Offset       int    // in bytes, from 0
	Path         string // the member or element: "TokenValidityUnits.AccessToken", "CallbackURLs[2]"; of a key, what holds it; empty for the whole
	Problem      string // what is wrong: "must be a string, not null"
	Near         string // for an unknown key, the name that it most likely stands for; empty where none is near
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
	members   []jsonMember[T]
	required  int             // how many of them, counted from the first, must be given
	elsewhere func() []string // the other places where a key may belong, for hints
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

// keys returns the keys of the members, each behind prefix.
func (s *jsonShape[T]) keys(prefix string) []string {
	keys := make([]string, len(s.members))
	for i := range s.members {
		keys[i] = prefix + s.members[i].key
	}
	return keys
}

// near returns the name that an unknown key most likely stands for.
func (s *jsonShape[T]) near(key string) string {
	if near := nearest(key, s.keys("")); near != "" || s.elsewhere == nil {
		return near
	}
	for _, name := range s.elsewhere() {
		if strings.EqualFold(name[strings.LastIndexByte(name, '.')+1:], key) {
			return name
		}
	}
	return ""
}

// readMembers reads an object of the members of a Config that belong to a
// structure, "" being the Config itself.
func readMembers(r *jsonReader, parent Field, c *Config) {
	var given uint64
	last := -1
	for more := r.open('{', '}', "a JSON object"); more; more = r.next("}") {
		i := readField(r, parent, given, last)
		if i < 0 {
			return
		}
		given |= 1 << i
		last = i
		fieldTable[i].readValue(r, c)
		if r.err != nil {
			r.err.within(fieldTable[i].key())
			return
		}
	}
}

// readValue reads the value of a member, null being none.
func (row *fieldRow) readValue(r *jsonReader, c *Config) {
	switch {
	case row.read != nil:
		row.read(r, c)
	case r.null():
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
	at := r.skip()
	name := r.key()
	if r.err != nil {
		return -1
	}
	for n := range fieldTable {
		i := (last + 1 + n) % len(fieldTable)
		if row := &fieldTable[i]; row.Parent != parent || row.key() != name {
			continue
		}
		if given&(1<<i) != 0 {
			r.fail(at, "duplicate key "+quote(name)+"; a key must be given once")
			return -1
		}
		return i
	}
	unknownKey(r, at, name, nearField(parent, name))
	return -1
}

// unknownKey fails with the name that a key most likely stands for.
func unknownKey(r *jsonReader, at int, name, near string) {
	if name != "" && near == name { // only the wrapping is near under its own name
		r.fail(at, quote(wrapperKey)+mustBeOutermost)
		return
	}
	r.fail(at, "unknown key "+quote(name))
	r.err.Near = near
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
	if near := nearest(key, here); near != "" || parent != "" {
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
	at := r.skip()
	var given uint64
	for more := r.open('{', '}', "a JSON object"); more; more = r.next("}") {
		i := readKey(r, s, given)
		if i < 0 {
			return
		}
		given |= 1 << i
		s.members[i].read(r, to)
		if r.err != nil {
			r.err.within(s.members[i].key)
			return
		}
	}
	for i := range s.required {
		if given&(1<<i) == 0 {
			r.fail(at, "must have the key "+strconv.Quote(s.members[i].key))
		}
	}
}

// readKey reads a key and the colon after it and returns the place of the
// member, -1 when it is not one or has been given before.
func readKey[T any](r *jsonReader, s *jsonShape[T], given uint64) int {
	at := r.skip()
	name := r.key()
	if r.err != nil {
		return -1
	}
	for i := range s.members {
		if s.members[i].key != name {
			continue
		}
		if given&(1<<i) != 0 {
			r.fail(at, "duplicate key "+quote(name)+"; a key must be given once")
			return -1
		}
		return i
	}
	near := s.near(name)
	if name != "" && near == name { // only the wrapping is near under its own name
		r.fail(at, quote(wrapperKey)+mustBeOutermost)
		return -1
	}
	r.fail(at, "unknown key "+quote(name))
	r.err.Near = near
	return -1
}

// readStructure reads an object, null being none.
func readStructure[T any](r *jsonReader, s *jsonShape[T]) *T {
	if r.null() {
		return nil
	}
	to := new(T)
	readObject(r, s, to)
	return to
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
	if r.null() {
		return nil
	}
	all := make([]T, 0, r.elements())
	for more := r.open('[', ']', "a list"); more; more = r.next("]") {
		all = append(all, read(r))
		if r.err != nil {
			r.err.within("[" + strconv.Itoa(len(all)-1) + "]")
			return nil
		}
	}
	return all
}

// readOptional reads a value, null being none.
func readOptional[T any](r *jsonReader, read func(*jsonReader) T) *T {
	if r.null() {
		return nil
	}
	v := read(r)
	return &v
}

func readSecret(r *jsonReader) Secret { return NewSecret(r.text()) }

func readText[S ~string](r *jsonReader) S { return S(r.text()) }

// readChoice reads a value of an enumeration, null being none. Which values are
// good is a rule's business, but the empty one means "not given" in a Config,
// so it is refused here.
func readChoice[E interface {
	~string
	Values() []E
}](r *jsonReader) E {
	if r.null() {
		return ""
	}
	at := r.skip()
	v := E(r.text())
	if v == "" {
		r.fail(at, "must be one of "+joinValues(v.Values())+`, or be left out, not ""`)
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

func readBool(r *jsonReader) bool {
	r.skip()
	if r.word("true") {
		return true
	}
	if !r.word("false") {
		r.misfit("true or false")
	}
	return false
}

func readInteger(r *jsonReader) int32 {
	const want = "a whole number"
	at := r.skip()
	literal := r.number()
	if literal == "" {
		r.misfit(want)
		return 0
	}
	n, err := strconv.ParseInt(literal, 10, 32)
	switch {
	case err == nil && isNumber(literal):
	case isNumber(literal) && !strings.ContainsAny(literal, ".eE"):
		r.fail(at, fmt.Sprintf("must be %s from %d to %d, not %s", want, math.MinInt32, math.MaxInt32, cutNumber(literal)))
	default:
		r.fail(at, "must be "+want+" such as 60, not "+cutNumber(literal))
	}
	return int32(n)
}

func readDate(r *jsonReader) time.Time {
	const want = "a date such as 2026-11-21T09:30:00Z or seconds since 1970"
	at := r.skip()
	if r.peek() == '"' {
		s := r.text()
		t, ok := isoTime(s)
		if !ok {
			r.fail(at, "must be "+want+", not "+quote(s))
		}
		return t
	}
	literal := r.number()
	if literal == "" {
		r.mismatch(want)
		return time.Time{}
	}
	t, ok := epochTime(literal)
	if !ok {
		r.fail(at, "must be "+want+", in the years 0 to 9999, not "+cutNumber(literal))
	}
	return t
}

// isoLayouts are the forms of ISO 8601 that the AWS command line and Python
// print, RFC 3339 first.
var isoLayouts = []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05Z07", time.DateOnly}

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

// epochTime reads seconds since 1970 as a JSON number.
func epochTime(literal string) (t time.Time, ok bool) {
	const most = 1e12 // beyond any year of four digits
	f, err := strconv.ParseFloat(literal, 64)
	if err != nil || !isNumber(literal) || math.Abs(f) > most {
		return t, false
	}
	seconds := math.Floor(f)
	t = time.Unix(int64(seconds), int64(math.Round((f-seconds)*1e6))*1e3).UTC()
	return t, 0 <= t.Year() && t.Year() <= 9999
}

// isNumber says that s is a number by the grammar of JSON, which allows no
// leading zero or plus and wants digits on both sides of a point.
func isNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	if len(s) > 1 && s[0] == '0' && isDigit(s[1]) {
		return false
	}
	s, ok := afterDigits(s)
	if ok && strings.HasPrefix(s, ".") {
		s, ok = afterDigits(s[1:])
	}
	if ok && s != "" && oneOf(s[0], "eE") {
		s = s[1:]
		if s != "" && oneOf(s[0], "+-") {
			s = s[1:]
		}
		s, ok = afterDigits(s)
	}
	return ok && s == ""
}

func afterDigits(s string) (rest string, ok bool) {
	i := 0
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	return s[i:], i > 0
}

// cutNumber shortens a long number.
func cutNumber(literal string) string {
	const most = 40
	if len(literal) <= most {
		return literal
	}
	return literal[:most] + "…"
}

// A jsonReader is a place in a JSON text. The first failure is kept in err; after
// it, open and next answer false, so that every loop ends. The text is one
// string, and what is read from it without escapes shares its memory.
type jsonReader struct {
	src string
	pos int
	err *ParseError
}

const byteOrderMark = "\ufeff"

func newReader(data []byte) *jsonReader {
	r := &jsonReader{src: string(data)}
	switch {
	case isUTF16(r.src):
		r.fail(0, "the text is UTF-16; it must be UTF-8")
	case !utf8.ValidString(r.src):
		r.fail(len(validPrefix(r.src)), "the text is not UTF-8, as JSON must be")
	}
	if strings.HasPrefix(r.src, byteOrderMark) {
		r.pos = len(byteOrderMark)
	}
	if r.skip() == len(r.src) {
		r.fail(r.pos, "the text is empty; it must be a JSON object")
	}
	return r
}

// isUTF16 looks for a byte order mark or for the half of an ASCII character
// that is zero.
func isUTF16(s string) bool {
	return strings.HasPrefix(s, "\xff\xfe") || strings.HasPrefix(s, "\xfe\xff") ||
		len(s) > 1 && (s[0] == 0 || s[1] == 0)
}

func validPrefix(s string) string {
	for i, char := range s {
		if char == utf8.RuneError && !strings.HasPrefix(s[i:], string(utf8.RuneError)) {
			return s[:i]
		}
	}
	return s
}

// fail keeps the first problem and its place.
func (r *jsonReader) fail(at int, problem string) {
	if r.err != nil {
		return
	}
	before := strings.TrimPrefix(r.src[:at], byteOrderMark)
	line := before[strings.LastIndexByte(before, '\n')+1:]
	r.err = &ParseError{
		Line:    strings.Count(before, "\n") + 1,
		Column:  utf8.RuneCountInString(line) + 1,
		Offset:  at,
		Problem: problem,
	}
}

// within puts what holds the member or element before the path.
func (e *ParseError) within(outer string) {
	if e.Path != "" && e.Path[0] != '[' {
		outer += "."
	}
	e.Path = outer + e.Path
}

// mismatch fails because the value is not what it must be.
func (r *jsonReader) mismatch(want string) {
	r.fail(r.pos, "must be "+want+", not "+r.found())
}

// misfit is mismatch for a number or a truth value: it shows what stands in
// quotes instead. Other values are not shown, since JSON in a string may hold a
// secret.
func (r *jsonReader) misfit(want string) {
	if at := r.pos; r.peek() == '"' {
		r.fail(at, "must be "+want+", not the string "+quote(r.text()))
	}
	r.mismatch(want)
}

// expected fails because the text does not go on as JSON must.
func (r *jsonReader) expected(want string) { r.fail(r.pos, "expected "+want+", found "+r.found()) }

// found names what stands here without showing it, for it may be part of a
// secret.
func (r *jsonReader) found() string {
	if r.pos == len(r.src) {
		return "the end of the text"
	}
	switch c := r.src[r.pos]; {
	case c == '"':
		return "a string"
	case c == '{':
		return "an object"
	case c == '[':
		return "a list"
	case c == '-' || isDigit(c):
		return "a number"
	case c == '/':
		return "a comment"
	case c == '\'':
		return "text in single quotes"
	case oneOf(c, "}],:"):
		return strconv.Quote(string(c))
	}
	for _, word := range []string{"null", "true", "false"} {
		if strings.HasPrefix(r.src[r.pos:], word) {
			return word
		}
	}
	return "unquoted text"
}

// skip steps over white space and returns the place of what follows.
func (r *jsonReader) skip() int {
	for r.pos < len(r.src) && isJSONSpace(r.src[r.pos]) {
		r.pos++
	}
	return r.pos
}

func isJSONSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// peek returns the byte that stands here, 0 at the end.
func (r *jsonReader) peek() byte {
	if r.pos < len(r.src) {
		return r.src[r.pos]
	}
	return 0
}

// word steps over s if it stands here.
func (r *jsonReader) word(s string) bool {
	if !strings.HasPrefix(r.src[r.pos:], s) {
		return false
	}
	r.pos += len(s)
	return true
}

// token steps over white space, and over s if it follows.
func (r *jsonReader) token(s string) bool {
	r.skip()
	return r.word(s)
}

func (r *jsonReader) null() bool { return r.token("null") }

// unwrap steps into {"UserPoolClient": …} where the text begins so.
func (r *jsonReader) unwrap() bool {
	at := r.pos
	if r.token("{") && r.token(`"`+wrapperKey+`"`) && r.token(":") {
		return true
	}
	r.pos = at
	return false
}

// onlyKey steps out of {"UserPoolClient": …}.
func (r *jsonReader) onlyKey() {
	switch {
	case r.err != nil || r.token("}"):
	case r.token(","):
		r.fail(r.skip(), quote(wrapperKey)+mustBeOutermost)
	default:
		r.expected(`"}"`)
	}
}

// end returns the failure; text after the object is one.
func (r *jsonReader) end() error {
	if r.err == nil && r.skip() < len(r.src) {
		r.fail(r.pos, "the JSON object must be followed by nothing, found "+r.found())
	}
	if r.err == nil {
		return nil
	}
	return r.err
}

// open steps into an object or a list and says whether anything is in it.
func (r *jsonReader) open(opening, closing byte, want string) bool {
	r.skip()
	switch {
	case r.err != nil:
		return false
	case r.peek() != opening:
		r.mismatch(want)
		return false
	}
	r.pos++
	r.skip()
	if r.peek() == closing {
		r.pos++
		return false
	}
	return true
}

// next steps to the next member or element, or out, and says which.
func (r *jsonReader) next(closing string) bool {
	at := r.skip()
	switch {
	case r.err != nil || r.word(closing):
		return false
	case !r.word(","):
		r.expected(`"," or "` + closing + `"`)
	case r.token(closing):
		r.fail(at, `a comma must not stand before "`+closing+`"`)
	}
	return r.err == nil
}

// elements estimates how many elements the list that stands here has.
func (r *jsonReader) elements() int {
	const most = 64 // a list may grow beyond it; the estimate must not be a burden
	rest := r.src[r.skip():]
	end := strings.IndexByte(rest, ']')
	if end <= 1 {
		return 0
	}
	return min(strings.Count(rest[:end], ",")+1, most)
}

// key reads a key and the colon after it.
func (r *jsonReader) key() string {
	if r.peek() != '"' {
		r.expected("a key in double quotes")
		return ""
	}
	key := r.text()
	if !r.token(":") {
		r.expected(`":" after the key`)
	}
	return key
}

// number returns the number that stands here, which may be malformed, or ""
// where none does.
func (r *jsonReader) number() string {
	from := r.pos
	if c := r.peek(); c != '-' && !isDigit(c) {
		return ""
	}
	for r.pos < len(r.src) && (isDigit(r.src[r.pos]) || oneOf(r.src[r.pos], "+-.eE")) {
		r.pos++
	}
	return r.src[from:r.pos]
}

// text reads a string.
func (r *jsonReader) text() string {
	from := r.skip() + 1
	if r.peek() != '"' {
		r.mismatch("a string")
		return ""
	}
	for i := from; i < len(r.src); i++ {
		switch c := r.src[i]; {
		case c == '"':
			r.pos = i + 1
			return r.src[from:i]
		case c == '\\':
			return r.escaped(from, i)
		case c < ' ':
			return r.control(i)
		}
	}
	return r.unclosed(from)
}

// escaped reads a string that begins at from and has its first escape at i.
func (r *jsonReader) escaped(from, i int) string {
	buf := []byte(r.src[from:i])
	for i < len(r.src) {
		switch c := r.src[i]; {
		case c == '"':
			r.pos = i + 1
			return string(buf)
		case c == '\\':
			char, size, problem := unescape(r.src[i:])
			if problem != "" {
				r.fail(i, problem)
				return ""
			}
			buf = utf8.AppendRune(buf, char)
			i += size
		case c < ' ':
			return r.control(i)
		default:
			buf = append(buf, c)
			i++
		}
	}
	return r.unclosed(from)
}

func (r *jsonReader) control(at int) string {
	c := r.src[at]
	r.fail(at, fmt.Sprintf(`a string holds the control character U+%04X; it must be written \u%04x`, c, c))
	return ""
}

func (r *jsonReader) unclosed(from int) string {
	r.fail(from-1, "a string has no closing quote")
	return ""
}

// unescape decodes the escape that s begins with.
func unescape(s string) (char rune, size int, problem string) {
	const escapes, chars = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	if len(s) > 1 && s[1] == 'u' {
		return unescapeUTF16(s)
	}
	if len(s) > 1 {
		if i := strings.IndexByte(escapes, s[1]); i >= 0 {
			return rune(chars[i]), 2, ""
		}
	}
	return 0, 0, `a backslash in a string must be followed by one of " \ / b f n r t u`
}

// unescapeUTF16 decodes \uXXXX, or two of them that are a surrogate pair.
func unescapeUTF16(s string) (char rune, size int, problem string) {
	char, ok := hex4(s)
	if !ok {
		return 0, 0, `\u in a string must be followed by four hexadecimal digits`
	}
	if !utf16.IsSurrogate(char) {
		return char, 6, ""
	}
	low, ok := hex4(s[6:])
	if char = utf16.DecodeRune(char, low); !ok || char == utf8.RuneError {
		return 0, 0, `a string holds half of a surrogate pair; the pair must be given whole`
	}
	return char, 12, ""
}

// hex4 decodes the \uXXXX that s begins with.
func hex4(s string) (char rune, ok bool) {
	if len(s) < 6 || s[:2] != `\u` {
		return 0, false
	}
	for _, c := range []byte(s[2:6]) {
		if !isHex(c) {
			return 0, false
		}
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(n), err == nil
}
