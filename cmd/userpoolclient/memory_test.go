package main

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// heapInUse is what is reachable.
func heapInUse() int {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return int(stats.HeapAlloc)
}

// heapOfRun is the heap when the last of so many app clients is judged.
func heapOfRun(t *testing.T, clients int, files map[string]string) (heap int) {
	t.Helper()
	inFolder(t, files)
	a := &app{terminal: terminal{in: strings.NewReader(""), out: io.Discard, err: io.Discard}}
	o := &checkOptions{threshold: threshold{failOn: userpoolclient.SeverityError}}
	c, err := a.newChecker(o)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	c.each = func(string, *iac.Resource) {
		if seen++; seen == clients {
			heap = heapInUse()
		}
	}
	inputs, err := c.walk([]string{"."})
	if err != nil {
		t.Fatal(err)
	}
	if inputs, err = c.modules(inputs); err != nil {
		t.Fatal(err)
	}
	for _, in := range inputs {
		if err := c.input(*in); err != nil {
			t.Fatal(err)
		}
	}
	if seen != clients || c.report.account.Clients != clients {
		t.Fatalf("%d app clients are judged and %d counted, want %d", seen, c.report.account.Clients, clients)
	}
	return heap
}

// TestMemoryOfRun holds that a run keeps of a file what its report needs: what the file
// was read into is let go when it is judged.
func TestMemoryOfRun(t *testing.T) {
	const few, many = 100, 1000
	const perModule = 10
	const source = `resource "aws_cognito_user_pool_client" "webNAME" {
  user_pool_id                         = "eu-central-1_a1B2c3D4e"
  name                                 = "webNAME"
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["code"]
  allowed_oauth_scopes                 = ["openid", "email"]
  callback_urls                        = ["http://shopNAME.a.example/cb"]
  supported_identity_providers         = ["COGNITO"]
  prevent_user_existence_errors        = "ENABLED"
}
`
	for _, test := range []struct {
		reason string
		most   int // bytes for each app client
		file   func(i int) (name, text string)
	}{
		{"templates without a finding", 1 << 10, func(i int) (name, text string) {
			return fmt.Sprintf("%04d.yaml", i), strings.Replace(shopTemplate, "http://", "https://", 1)
		}},
		{"templates with a finding", 2 << 10, func(i int) (name, text string) {
			return fmt.Sprintf("%04d.yaml", i), shopTemplate
		}},
		{"modules of Terraform source, with two findings each", 3 << 10, func(i int) (name, text string) {
			return fmt.Sprintf("%03d/%04d.tf", i/perModule, i), strings.ReplaceAll(source, "NAME", strconv.Itoa(i))
		}},
	} {
		t.Run(test.reason, func(t *testing.T) {
			heapOf := func(clients int) int {
				files := make(map[string]string)
				for i := range clients {
					name, text := test.file(i)
					files[name] = text
				}
				return heapOfRun(t, clients, files)
			}
			heapOf(perModule) // makes the tables
			before, after := heapOf(few), heapOf(many)
			each := (after - before) / (many - few)
			t.Logf("%d bytes for each app client", each)
			if each > test.most {
				t.Errorf("each app client takes %d bytes, want at most %d", each, test.most)
			}
		})
	}
}

// TestMemoryOfScreen holds that findings are put in order for the screen without
// copies of them.
func TestMemoryOfScreen(t *testing.T) {
	all := make([]*finding, 10_000)
	for i := range all {
		all[i] = &finding{file: fmt.Sprintf("%04d.yaml", i/10), Finding: &userpoolclient.Finding{Rule: "redirect-http"}}
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	folded := foldRepeats(inSourceOrder(all))
	runtime.ReadMemStats(&after)
	if len(folded) != 1 || folded[0].count != len(all)-1 || len(folded[0].also) != mostPlaces {
		t.Fatalf("%d findings are left, the first with %d others", len(folded), folded[0].count)
	}
	const most = 64 // bytes for each; a copy takes 280
	if each := int(after.TotalAlloc-before.TotalAlloc) / len(all); each > most {
		t.Errorf("each finding takes %d bytes, want at most %d", each, most)
	}
}

// TestSaid holds which findings are kept once.
func TestSaid(t *testing.T) {
	one := userpoolclient.Finding{Rule: "redirect-http", Field: userpoolclient.FieldCallbackURLs, Index: 1, Message: "m",
		Fix: "f", Related: []userpoolclient.Field{userpoolclient.FieldClientName}}
	with := func(change func(*userpoolclient.Finding)) userpoolclient.Finding {
		other := one
		change(&other)
		return other
	}
	for _, test := range []struct {
		reason string
		other  userpoolclient.Finding
		same   bool
	}{
		{"the same", with(func(f *userpoolclient.Finding) { f.Related = slices.Clone(f.Related) }), true},
		{"of another element", with(func(f *userpoolclient.Finding) { f.Index = 2 }), false},
		{"with another message", with(func(f *userpoolclient.Finding) { f.Message = "n" }), false},
		{"with another fix", with(func(f *userpoolclient.Finding) { f.Fix = "" }), false},
		{"of another severity", with(func(f *userpoolclient.Finding) { f.Severity++ }), false},
		{"of another harm", with(func(f *userpoolclient.Finding) { f.Harm++ }), false},
		{"related to another field", with(func(f *userpoolclient.Finding) { f.Related = nil }), false},
	} {
		var s said
		first, second := s.once(one), s.once(test.other)
		if (first == second) != test.same || second.Message != test.other.Message || second.Index != test.other.Index {
			t.Errorf("%s: kept once %t, want %t: %v", test.reason, first == second, test.same, second)
		}
	}
	var s said
	const many = 10_000
	for i := range many {
		s.once(userpoolclient.Finding{Message: strconv.Itoa(i)})
	}
	if n := len(s.findings); n > many/10 {
		t.Errorf("%d findings are looked through", n)
	}
}

// TestWriteLongJSON holds that a list that is written element by element is the same
// text, and that each is made when the ones before are written.
func TestWriteLongJSON(t *testing.T) {
	type element struct{ Text string }
	type inner struct {
		Before any
		Many   []element
		After  int
	}
	type document struct {
		Version int
		Runs    []inner
		Note    string
	}
	of := func(many []element) document {
		return document{1, []inner{{map[string]string{`"Many": []`: `"Many": []`}, many, 2}}, "<&>"}
	}
	for _, test := range []struct {
		reason string
		many   []element
	}{
		{"none", []element{}},
		{"one", []element{{"a"}}},
		{"several, one like the list itself", []element{{"a\nb"}, {`"Many": []`}, {""}}},
	} {
		var want, got bytes.Buffer
		if err := writeJSON(&want, of(test.many)); err != nil {
			t.Fatal(err)
		}
		written := -1
		err := writeLongJSON(&got, of([]element{}), "Many", len(test.many), func(i int) element {
			if got.Len() <= written {
				t.Errorf("%s: %d is made before what stands before it is written", test.reason, i)
			}
			written = got.Len()
			return test.many[i]
		})
		if err != nil || got.String() != want.String() {
			t.Errorf("%s: %v, got\n%s\nwant\n%s", test.reason, err, &got, &want)
		}
	}
}
