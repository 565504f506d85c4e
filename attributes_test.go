package userpoolclient

import "testing"

// A name that is not UTF-8 is judged like any other text.
func TestAttributeNotUTF8(t *testing.T) {
	for _, name := range []string{"\xff", "custom:\xff", "custom:role\xffAdmin", "é\xc3", "a\xe3\x81"} {
		c := &Config{ReadAttributes: []string{name}, WriteAttributes: []string{name}}
		if found := Check(c, Context{}); found == nil && name == "\xff" {
			t.Errorf("%q is not an attribute, and nothing was found", name)
		}
	}
	if !isPrivileged("custom:x\xffadmin") {
		t.Error("the word behind the broken byte is not seen")
	}
}
