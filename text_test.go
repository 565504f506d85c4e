package userpoolclient

import (
	"strings"
	"testing"
	"unicode/utf8"
)

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
