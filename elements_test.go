package userpoolclient

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Elements is the way to every list and to nothing else.
func TestElements(t *testing.T) {
	lists := 0
	for _, f := range Fields() {
		c := new(Config)
		if elements, set := c.Elements(f.Name); elements != nil || set {
			t.Errorf("%s: nothing is set, got %q, %v", f.Name, elements, set)
		}
		if !f.Unordered {
			continue
		}
		lists++
		want := []string{"b", "a"}
		if err := c.Set(f.Name, want); err != nil {
			t.Fatal(err)
		}
		got, set := c.Elements(f.Name)
		if diff := cmp.Diff(want, got); diff != "" || !set {
			t.Errorf("%s: set %v, -want +got:\n%s", f.Name, set, diff)
		}
		got[0] = "changed"
		if again, _ := c.Elements(f.Name); again[0] != "b" {
			t.Errorf("%s: the result shares memory with the configuration", f.Name)
		}
		c.Unknown = []Field{f.Name}
		if got, set := c.Elements(f.Name); got != nil || !set {
			t.Errorf("%s: not known, got %q, %v; want none and set", f.Name, got, set)
		}
		c.Unknown = []Field{f.Name + "[0]"}
		if got, set := c.Elements(f.Name); len(got) != 2 || !set {
			t.Errorf("%s: one element is not known, got %q, %v; want both", f.Name, got, set)
		}
		if err := c.Set(f.Name, []string{}); err != nil {
			t.Fatal(err)
		}
		if got, set := c.Elements(f.Name); len(got) != 0 || !set {
			t.Errorf("%s: empty, got %q, %v; want none and set", f.Name, got, set)
		}
	}
	if lists < 8 {
		t.Errorf("saw only %d lists", lists)
	}
	if _, set := new(Config).Elements("Nonesuch"); set {
		t.Error("a field that does not exist is set")
	}
	name := "shop"
	if _, set := (&Config{ClientName: &name}).Elements(FieldClientName); set {
		t.Error("a text is taken for a list")
	}
}
