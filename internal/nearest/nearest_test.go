package nearest

import (
	"strings"
	"testing"
)

func TestTo(t *testing.T) {
	names := []string{"COGNITO", "Google", "SignInWithApple", "ALLOW_USER_SRP_AUTH"}
	for _, row := range []struct{ reason, in, want string }{
		{"case alone", "GOOGLE", "Google"},
		{"separators are left out", "allow-user-srp-auth", "ALLOW_USER_SRP_AUTH"},
		{"neighbours swapped", "Googel", "Google"},
		{"a letter missing", "COGNTO", "COGNITO"},
		{"nothing near", "Okta", ""},
		{"nothing given", "", ""},
		{"longer than any name", strings.Repeat("a", longest+1), ""},
		{"lower case is longer in bytes", strings.Repeat("Ⱥ", longest/2), ""},
	} {
		if got := To(row.in, names); got != row.want {
			t.Errorf("%s: To(%q) = %q, want %q", row.reason, row.in, got, row.want)
		}
	}
	if got := To("ab", []string{strings.Repeat("Ⱥ", longest/2), strings.Repeat("x", 500)}); got != "" {
		t.Errorf("long names must be passed over, got %q", got)
	}
}

// FuzzTo: whatever the input, there is an answer, and it is one of the
// names.
func FuzzTo(f *testing.F) {
	f.Add("GOOGLE", "Google")
	f.Add("Ⱥ", strings.Repeat("Ⱥ", 32))
	f.Fuzz(func(t *testing.T, s, name string) {
		if got := To(s, []string{name}); got != "" && got != name {
			t.Errorf("To(%q, %q) = %q", s, name, got)
		}
	})
}
