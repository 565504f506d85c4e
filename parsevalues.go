package userpoolclient

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/userpoolclient/userpoolclient/internal/jsontext"
)

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
		r.Fail(at, "must be one of "+joinValues(v.Values())+`, or be omitted, not ""`)
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
		r.misfit("true or false", len("false"))
	}
	return v
}

func readInteger(r *jsonReader) int32 {
	const want = "a whole number"
	at := r.At()
	literal := r.Number()
	if literal == "" {
		r.misfit(want, math.MaxInt)
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
// quotes instead, up to so many bytes. Other values are not shown, since JSON in a
// string may hold a secret, and some write the secret itself into GenerateSecret.
func (r *jsonReader) misfit(want string, most int) {
	if r.Kind() != jsontext.String {
		r.Mismatch(want)
		return
	}
	at, text := r.At(), r.Text()
	if len(text) > most {
		r.Fail(at, "must be "+want+", not a string")
		return
	}
	r.Fail(at, "must be "+want+", not the string "+quote(text))
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
