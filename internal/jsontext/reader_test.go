package jsontext_test

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/userpoolclient/userpoolclient/internal/jsontext"
)

// skip steps over the one value of a text and returns the first error.
func skip(r jsontext.Reader) *jsontext.Error {
	r.Skip()
	if r.Err() == nil && r.Kind() != jsontext.End {
		r.Expected("the end of the text")
	}
	return r.Err()
}

// value reads a value of any kind, with numbers as they are written.
func value(r *jsontext.Reader) any {
	switch r.Kind() {
	case jsontext.Object:
		all := make(map[string]any)
		for more := r.BeginObject(); more; more = r.NextMember() {
			key := r.Key()
			all[key] = value(r)
		}
		return all
	case jsontext.List:
		all := make([]any, 0, r.Elements())
		for more := r.BeginList(); more; more = r.NextElement() {
			all = append(all, value(r))
		}
		return all
	case jsontext.String:
		return r.Text()
	case jsontext.Number:
		return json.Number(r.Number())
	case jsontext.Bool:
		b, _ := r.Bool()
		return b
	}
	if !r.Null() {
		r.Mismatch("a value")
	}
	return nil
}

// accepted are texts that are JSON.
var accepted = []struct{ in, why string }{
	{`{}`, "an empty object"},
	{`[]`, "an empty list"},
	{` [ ] `, "white space around marks"},
	{"\t\r\n 1 \t\r\n", "every kind of white space"},
	{`null`, "a word alone"},
	{`[true,false,null]`, "all words"},
	{`{"a":{"b":[{"c":1},[2]]},"d":""}`, "nesting of all sorts"},
	{`{"a":1,"a":2}`, "a repeated key is grammatical; who reads it decides"},
	{`{"":0}`, "an empty key"},
	{`[0,-0,1.5,1e9,1E+9,-1.5e-9,12345678901234567890]`, "all forms of numbers"},
	{`"\"\\\/\b\f\n\r\t\u0000\u00E9\uD83D\uDE00\uFFFD` + "\u007f\u2028é😀\ufffd" + `"`,
		"all escapes, and characters that need none"},
	{`"]}\"{["`, "marks in a string"},
	{strings.Repeat("[", jsontext.MaxDepth) + strings.Repeat("]", jsontext.MaxDepth), "as deep as may be"},
	{strings.Repeat("[[],", jsontext.MaxDepth-1) + "0" + strings.Repeat("]", jsontext.MaxDepth-1),
		"what is closed is not deep"},
}

func TestAccepts(t *testing.T) {
	for _, row := range accepted {
		if err := skip(jsontext.New(row.in)); err != nil {
			t.Errorf("%.80s (%s): %v", row.in, row.why, err)
		}
		r := jsontext.New(row.in)
		got, want := value(&r), decoded(t, row.in)
		if r.Err() != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%.80s (%s): got %v, %v; want %v", row.in, row.why, got, r.Err(), want)
		}
	}
}

// rejected are texts that are not JSON, with the error.
var rejected = []struct {
	in     string
	offset int
	want   string
	why    string
}{
	{``, 0, `expected a value, found the end of the text`, "nothing"},
	{`{`, 1, `expected a key in double quotes, found the end of the text`, "cut short at once"},
	{`[`, 1, `expected a value, found the end of the text`, "cut short in a list"},
	{`{"a"`, 4, `expected ":" after the key, found the end of the text`, "cut short after a key"},
	{`{"a":`, 5, `expected a value, found the end of the text`, "cut short before a value"},
	{`{"a":1`, 6, `expected "," or "}", found the end of the text`, "cut short after a value"},
	{`{"a":1 `, 7, `expected "," or "}", found the end of the text`, "and after white space"},
	{`"a`, 0, `a string has no closing quote`, "cut short in a string"},
	{`"a\n`, 0, `a string has no closing quote`, "cut short after an escape"},
	{`"a\`, 2, `a backslash in a string must be followed by one of " \ / b f n r t u`, "cut short in an escape"},
	{`"a\u00e`, 2, `\u in a string must be followed by four hexadecimal digits`, "cut short in a Unicode escape"},
	{`{"a":1,}`, 6, `a comma must not stand before "}"`, "a comma too many in an object"},
	{`[1 , ]`, 3, `a comma must not stand before "]"`, "a comma too many in a list"},
	{`{,}`, 1, `expected a key in double quotes, found ","`, "a comma and nothing else"},
	{`[,]`, 1, `expected a value, found ","`, "likewise in a list"},
	{`{"a":1 "b":2}`, 7, `expected "," or "}", found a string`, "a comma missing"},
	{`[1 2]`, 3, `expected "," or "]", found a number`, "a comma missing in a list"},
	{`["a"}`, 4, `expected "," or "]", found "}"`, "a bracket missing"},
	{`{"a" 1}`, 5, `expected ":" after the key, found a number`, "a colon missing"},
	{`{"a"::1}`, 5, `expected a value, found ":"`, "a colon too many"},
	{`{a:1}`, 1, `expected a key in double quotes, found unquoted text`, "JavaScript"},
	{`{null:1}`, 1, `expected a key in double quotes, found null`, "a word as a key"},
	{`{1:1}`, 1, `expected a key in double quotes, found a number`, "a number as a key"},
	{`{[1]:1}`, 1, `expected a key in double quotes, found a list`, "a list as a key"},
	{`{{}:1}`, 1, `expected a key in double quotes, found an object`, "an object as a key"},
	{"{\n// x\n}", 2, `expected a key in double quotes, found a comment`, "a comment"},
	{`['a']`, 1, `expected a value, found text in single quotes`, "single quotes"},
	{`[nul]`, 1, `expected a value, found unquoted text`, "a word that is none"},
	{`[nullable]`, 5, `expected "," or "]", found unquoted text`, "a word that goes on"},
	{`[True]`, 1, `expected a value, found unquoted text`, "Python's spelling"},
	{`1 true`, 2, `expected the end of the text, found true`, "two values"},
	{`{}}`, 2, `expected the end of the text, found "}"`, "a brace too many"},
	{`[01]`, 1, `a number is malformed`, "a leading zero"},
	{`[-]`, 1, `a number is malformed`, "a sign alone"},
	{`[1.]`, 1, `a number is malformed`, "no digit after the point"},
	{`[1e]`, 1, `a number is malformed`, "no digit in the exponent"},
	{`[1-1]`, 1, `a number is malformed`, "a sum"},
	{`[+1]`, 1, `expected a value, found unquoted text`, "a plus"},
	{`[.5]`, 1, `expected a value, found unquoted text`, "no digit before the point"},
	{`[NaN]`, 1, `expected a value, found unquoted text`, "no number of JSON"},
	{"\"a\n\"", 2, `a string holds the control character U+000A; it must be written \u000a`, "a line break in a string"},
	{"\"\\\"\t\"", 3, `a string holds the control character U+0009; it must be written \u0009`, "a tab after an escape"},
	{`"\q"`, 1, `a backslash in a string must be followed by one of " \ / b f n r t u`, "no such escape"},
	{`"C:\Users"`, 3, `a backslash in a string must be followed by one of " \ / b f n r t u`, "a Windows path"},
	{`"\u12g4"`, 1, `\u in a string must be followed by four hexadecimal digits`, "not hexadecimal"},
	{`"\u+123"`, 1, `\u in a string must be followed by four hexadecimal digits`, "what strconv would take"},
	{"\ufeff\ufeff1", 3, `expected a value, found unquoted text`, "two byte order marks"},
	{"\xff\xfe1\x00", 0, `the text is UTF-16; it must be UTF-8`, "UTF-16 with a byte order mark"},
	{"\xfe\xff\x001", 0, `the text is UTF-16; it must be UTF-8`, "its other end first"},
	{"\x001", 0, `the text is UTF-16; it must be UTF-8`, "UTF-16 without a byte order mark"},
	{"[\x00]\x00", 0, `the text is UTF-16; it must be UTF-8`, "its other end first"},
	{"[\"\ufffd\", \"caf\xe9\"]", 12, `the text is not UTF-8, as JSON must be`,
		"Latin-1 after a replacement character that is meant"},
	{strings.Repeat("[", jsontext.MaxDepth+1), jsontext.MaxDepth,
		`objects and lists nest deeper than 10000 levels`, "one level more than may be"},
}

func TestRejects(t *testing.T) {
	for _, row := range rejected {
		err := skip(jsontext.New(row.in))
		if err == nil || err.Offset != row.offset || err.Problem != row.want {
			t.Errorf("%.80q (%s)\n got %v\nwant offset %d: %s", row.in, row.why, err, row.offset, row.want)
		}
	}
}

// TestSurrogates holds what becomes of half of a surrogate pair and of text that
// is not UTF-8: an error, or to a lossy reader what encoding/json makes of it.
func TestSurrogates(t *testing.T) {
	const half = `a string holds half of a surrogate pair; the pair must be given whole`
	for _, row := range []struct{ in, lossy, problem, why string }{
		{`"a\ud83d"`, "a\ufffd", half, "the high half alone"},
		{`"\ude00"`, "\ufffd", half, "the low half alone"},
		{`"\ude00\ud83d"`, "\ufffd\ufffd", half, "the halves swapped"},
		{`"\ud83d\n"`, "\ufffd\n", half, "a half before another escape"},
		{`"\ud83d\u0041"`, "\ufffdA", half, "a half before another Unicode escape"},
		{`"\ud83d\ud83d\ude00"`, "\ufffd😀", half, "a half before a pair"},
		{`"\ud83d\ude00"`, "😀", "", "a pair"},
		{"\"\xe9\xe9t\"", "\ufffd\ufffdt", "the text is not UTF-8, as JSON must be", "Latin-1"},
		{"\"\xe9\\t\"", "\ufffd\t", "the text is not UTF-8, as JSON must be", "Latin-1 with an escape"},
	} {
		r := jsontext.NewLossy(row.in)
		if got := r.Text(); got != row.lossy || r.Err() != nil || got != decoded(t, row.in) {
			t.Errorf("%s (%s): got %q, %v; want %q", row.in, row.why, got, r.Err(), row.lossy)
		}
		r = jsontext.New(row.in)
		r.Text()
		if (r.Err() == nil) != (row.problem == "") || r.Err() != nil && r.Err().Problem != row.problem {
			t.Errorf("%s (%s): got %v, want %s", row.in, row.why, r.Err(), row.problem)
		}
	}
}

// TestFirstErrorIsKept holds that nothing after the first error is read, so that
// every loop ends.
func TestFirstErrorIsKept(t *testing.T) {
	r := jsontext.New(`[1, 2, 3]`)
	seen := 0
	for more := r.BeginList(); more; more = r.NextElement() {
		seen++
		r.Mismatch("a string")
		r.Fail(0, "something else")
	}
	if want := (jsontext.Error{Offset: 1, Problem: "must be a string, not a number"}); seen != 1 || *r.Err() != want {
		t.Errorf("got %d elements and %v, want 1 and %v", seen, r.Err(), want)
	}
	if r.BeginList() || r.BeginObject() || r.NextMember() {
		t.Error("a reader with an error steps on")
	}
}

// TestPlaces holds offsets and positions: of what follows, after white space,
// and in characters, the byte order mark not being one.
func TestPlaces(t *testing.T) {
	const text = "\ufeff{\n  \"é\": [ 1,\n\t\"😀\" , 3]}"
	want := []jsontext.Position{{2, 3}, {2, 8}, {2, 10}, {3, 2}, {3, 8}}
	for name, position := range positions(text) {
		r := jsontext.New(text)
		var got []jsontext.Position
		note := func() { got = append(got, position(r.At())) }
		for more := r.BeginObject(); more; more = r.NextMember() {
			note()
			r.SkipKey()
			note()
			for more := r.BeginList(); more; more = r.NextElement() {
				note()
				r.Skip()
			}
		}
		if r.Err() != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %v, %v; want %v", name, got, r.Err(), want)
		}
		if r.Offset() != len(text) || position(0) != position(len(jsontext.ByteOrderMark)) {
			t.Errorf("%s: ends at %d", name, r.Offset())
		}
	}
}

func positions(text string) map[string]func(int) jsontext.Position {
	r := jsontext.New(text)
	return map[string]func(int) jsontext.Position{
		"Reader": r.Position,
		"Lines":  jsontext.NewLines(text).Position,
	}
}

// TestLines holds Lines against a count from the beginning, in any order of the
// offsets and beyond its marks.
func TestLines(t *testing.T) {
	text := jsontext.ByteOrderMark + strings.Repeat("é\n😀ab\n\n", 3000)
	all := positions(text)
	reader, lines := all["Reader"], all["Lines"]
	for i := len(jsontext.ByteOrderMark); i < len(text)-3; i += 97 {
		for _, offset := range []int{i, i + 1, len(text) - i, 3 + i*7919%(len(text)-3)} {
			if got, want := lines(offset), reader(offset); got != want {
				t.Fatalf("offset %d: got %v, want %v", offset, got, want)
			}
		}
	}
}

// TestSeek holds that a place can be returned to, by its offset or by a copy.
func TestSeek(t *testing.T) {
	r := jsontext.New(`{"a": [1, 2], "b": 3}`)
	r.BeginObject()
	mark, at := r, r.At()
	if r.Key() != "a" {
		t.Fatal("no key a")
	}
	r.Skip()
	r.Seek(at)
	if r.Key() != "a" {
		t.Error("Seek does not return to the key")
	}
	if r = mark; r.Key() != "a" || !r.Token("[") || r.Token("2") || !r.Token("1") {
		t.Error("the copy is not where it was taken")
	}
}

// TestAllocs holds that reading a text without escapes copies nothing.
func TestAllocs(t *testing.T) {
	const text = `{"a":[1,2.5,true,null,"b"],"c":{"d":"e"}}`
	read := func() {
		r := jsontext.New(text)
		for more := r.BeginObject(); more; more = r.NextMember() {
			if r.Key() == "a" {
				r.Skip()
				continue
			}
			r.BeginObject()
			r.Key()
			r.Text()
			r.NextMember()
		}
		if r.Err() != nil {
			t.Fatal(r.Err())
		}
	}
	if n := testing.AllocsPerRun(100, read); n > 0 {
		t.Errorf("allocates %v times", n)
	}
}

// TestDependencies holds that the package costs its importers nothing.
func TestDependencies(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{join .Deps "\n"}}`, ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, p := range strings.Fields(string(out)) {
		seen++
		if host, _, _ := strings.Cut(p, "/"); strings.Contains(host, ".") {
			t.Errorf("imports %s; it must import the standard library only", p)
		}
	}
	if seen == 0 {
		t.Error("it imports nothing: the test saw nothing")
	}
}

// decoded is a text as encoding/json reads it, with numbers as they are written.
func decoded(t *testing.T, text string) any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("encoding/json rejects %.80q: %v", text, err)
	}
	return v
}

// FuzzReader holds that the reader takes for JSON what encoding/json does, where
// the text is UTF-8, and that it reads the same values.
func FuzzReader(f *testing.F) {
	const most = 1000 // the fuzzer would spend its time on making longer ones shorter
	for _, row := range accepted {
		f.Add([]byte(row.in[:min(len(row.in), most)]))
	}
	for _, row := range rejected {
		f.Add([]byte(row.in[:min(len(row.in), most)]))
	}
	f.Add([]byte(`{"a\ud83d":"\ude00\ud83d\ude00"}`))
	f.Add([]byte("[\"caf\xe9\"]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		text := strings.TrimPrefix(string(data), jsontext.ByteOrderMark)
		if strings.HasPrefix(text, jsontext.ByteOrderMark) {
			return // one is skipped, two are no JSON
		}
		valid := json.Valid([]byte(text))
		if err := skip(jsontext.NewLossy(string(data))); (err == nil) != valid {
			t.Fatalf("lossy: got %v, encoding/json says %v", err, valid)
		}
		err := skip(jsontext.New(string(data)))
		if want := valid && utf8.Valid(data); (err == nil) != want {
			t.Fatalf("got %v, encoding/json says %v", err, valid)
		}
		if err != nil {
			checkError(t, data, err)
		}
		if valid {
			agrees(t, string(data), text)
		}
	})
}

func checkError(t *testing.T, data []byte, err *jsontext.Error) {
	t.Helper()
	if err.Offset < 0 || err.Offset > len(data) || err.Problem == "" {
		t.Fatalf("the place is not in the text: %+v", err)
	}
	r := jsontext.New(string(data))
	if a, b := r.Position(err.Offset), jsontext.NewLines(string(data)).Position(err.Offset); a != b {
		t.Fatalf("offset %d is at %v or at %v", err.Offset, a, b)
	}
}

// agrees holds that a lossy reader reads what encoding/json does, and any other
// either the same or nothing.
func agrees(t *testing.T, whole, text string) {
	t.Helper()
	want := decoded(t, text)
	r := jsontext.NewLossy(whole)
	if got := value(&r); r.Err() != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("lossy: got %v, %v; want %v", got, r.Err(), want)
	}
	r = jsontext.New(whole)
	if got := value(&r); r.Err() == nil && !reflect.DeepEqual(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	} else if r.Err() != nil && utf8.ValidString(whole) && !bytes.Contains([]byte(whole), []byte(`\u`)) {
		t.Fatalf("rejects a text without halves of pairs: %v", r.Err())
	}
}
