package userpoolclient

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestNearest(t *testing.T) {
	names := []string{"COGNITO", "Google", "SignInWithApple", "ALLOW_USER_SRP_AUTH"}
	for _, row := range []struct{ reason, in, want string }{
		{"case alone", "GOOGLE", "Google"},
		{"separators are left out", "allow-user-srp-auth", "ALLOW_USER_SRP_AUTH"},
		{"neighbours swapped", "Googel", "Google"},
		{"a letter missing", "COGNTO", "COGNITO"},
		{"nothing near", "Okta", ""},
		{"nothing given", "", ""},
		{"longer than any name", strings.Repeat("a", longestName+1), ""},
		{"lower case is longer in bytes", strings.Repeat("Ⱥ", longestName/2), ""},
	} {
		if got := nearest(row.in, names); got != row.want {
			t.Errorf("%s: nearest(%q) = %q, want %q", row.reason, row.in, got, row.want)
		}
	}
	if got := nearest("ab", []string{strings.Repeat("Ⱥ", longestName/2), strings.Repeat("x", 500)}); got != "" {
		t.Errorf("long names must be passed over, got %q", got)
	}
}

// FuzzNearest: whatever the input, there is an answer, and it is one of the
// names.
func FuzzNearest(f *testing.F) {
	f.Add("GOOGLE", "Google")
	f.Add("Ⱥ", strings.Repeat("Ⱥ", 32))
	f.Fuzz(func(t *testing.T, s, name string) {
		if got := nearest(s, []string{name}); got != "" && got != name {
			t.Errorf("nearest(%q, %q) = %q", s, name, got)
		}
	})
}

func TestQuote(t *testing.T) {
	for _, row := range []struct{ reason, in, want string }{
		{"as it is", "https://a.example", `"https://a.example"`},
		{"control characters are escaped", "a\x1b[31mb\n", `"a\x1b[31mb\n"`},
		{"other scripts are readable", "あ", `"あ"`},
	} {
		if got := quote(row.in); got != row.want {
			t.Errorf("%s: %s, want %s", row.reason, got, row.want)
		}
	}
	for cut := range 8 {
		if got := quote(
			strings.Repeat("a", cut) + strings.Repeat("あ", 100),
		); !utf8.ValidString(got) || len(got) > 90 ||
			strings.Contains(got, `\x`) {
			t.Errorf("a long value is cut between characters, got %s", got)
		}
	}
}

func TestPrivileged(t *testing.T) {
	for _, row := range []struct {
		name string
		want bool
		why  string
	}{
		{"custom:role", true, "the word itself"},
		{"custom:isAdmin", true, "camelCase"},
		{"custom:tenant_id", true, "snake_case"},
		{"custom:ORG", true, "upper case"},
		{"custom:accountId", true, "camelCase, first word"},
		{"dev:custom:plan", true, "behind two prefixes"},
		{"custom:tier2", true, "a digit ends the word"},
		{"custom:explanation", false, "plan inside a word"},
		{"custom:forgotten", false, "org inside a word"},
		{"custom:planet", false, "a short word that goes on"},
		{"custom:color", false, "no such word"},
		{"custom:", false, "no word at all"},
		{"name", false, "a standard attribute"},
	} {
		if got := isPrivileged(row.name); got != row.want {
			t.Errorf("%s (%s): %v", row.name, row.why, got)
		}
	}
}
