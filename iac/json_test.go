package iac

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/userpoolclient/userpoolclient"
)

// TestJSONText holds that what is found in a text by the notes of one reading is
// what encoding/json finds, wherever objects and lists end.
func TestJSONText(t *testing.T) {
	tests := []struct{ reason, text string }{
		{"a word alone", `true`},
		{"white space on all sides", " \n{ \"a\" : [ 1 , 2 ] , \"b\" : { } }\t"},
		{"empty objects and lists", `[{},[],[[]],{"a":{}}]`},
		{"values after nested ones", `{"a":[[1],[2,[3]]],"b":{"c":[{}]},"d":4,"e":[5]}`},
		{"brackets in strings and keys", `{"]}":"[{","a\"}":["\\]"],"b":1}`},
		{"a repeated key", `{"a":[1],"a":[2]}`},
		{"half of a surrogate pair", `{"a":"\ud83d","b\ude00":["😀\ud83d\u0041"]}`},
		{"text that is not UTF-8", "{\"a\xff\":[\"\xe9\xe9\",1]}"},
		{"many chunks of nests", "[" + strings.Repeat("[{}],", 3*nestsPerChunk) + "0]"},
	}
	for _, test := range tests {
		text, err := newJSON(test.text)
		if err != nil {
			t.Errorf("%s: %v", test.reason, err)
			continue
		}
		var want any
		if err := json.Unmarshal([]byte(test.text), &want); err != nil {
			t.Fatal(err)
		}
		got := plain(text.root())
		if a, b := marshal(t, want), marshal(t, got); a != b {
			t.Errorf("%s: got %s, want %s", test.reason, b, a)
		}
	}
}

// plain is a value as encoding/json would read it.
func plain(n node) any {
	switch n.kind() {
	case kindObject:
		all := make(map[string]any)
		for m := range n.members() {
			all[m.key] = plain(m.value)
		}
		return all
	case kindList:
		all := []any{}
		for item := range n.items() {
			all = append(all, plain(item))
		}
		return all
	case kindText:
		return n.text()
	}
	return json.RawMessage(n.text())
}

func marshal(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestNth holds that an element is found by its index in whatever order the
// indexes come.
func TestNth(t *testing.T) {
	text, err := newJSON(`{"a":["x",[],{"b":[0]},"y",[1,[2]]],"b":[]}`)
	if err != nil {
		t.Fatal(err)
	}
	list := text.root().member("a")
	want := []string{`"x"`, `[]`, `{"b":[0]}`, `"y"`, `[1,[2]]`}
	for _, order := range [][]int{{0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}, {2, 2, 4, 0, 3, 3}} {
		for _, i := range order {
			if n, ok := list.nth(i); !ok || text.raw(n.place) != want[i] {
				t.Errorf("element %d of %v: got %q, want %s", i, order, text.raw(n.place), want[i])
			}
		}
	}
	none := map[string]node{"a long list": list, "an empty list": text.root().member("b"), "no list": text.root()}
	for reason, n := range none {
		if got, ok := n.nth(5); ok || got.kind() != kindNull {
			t.Errorf("%s has an element 5", reason)
		}
	}
}

// TestLocateOnDemand holds that the places of an app client are those of its
// file, with the byte order mark not counted.
func TestLocateOnDemand(t *testing.T) {
	const text = "\ufeff" + `{"UserPoolClient":
  {"ClientName": "é", "CallbackURLs": ["a",
"b"],
"TokenValidityUnits": {"IdToken": "days"}}}`
	all, err := API([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	got := []Position{all[0].Position}
	for _, path := range []userpoolclient.Field{
		"ClientName", "CallbackURLs", "CallbackURLs[0]", "CallbackURLs[1]", "CallbackURLs[7]",
		"TokenValidityUnits.IdToken", "LogoutURLs",
	} {
		got = append(got, all[0].PositionOf(path))
	}
	want := []Position{{1, 1}, {2, 18}, {2, 23}, {2, 40}, {3, 1}, {2, 23}, {4, 35}, {1, 1}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
