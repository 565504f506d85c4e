package pages

import (
	"errors"
	"fmt"
	"testing"
)

func TestTurn(t *testing.T) {
	for _, test := range []struct {
		reason string
		tokens []string
		items  int
		want   error
	}{
		{"one page", []string{""}, 1, nil},
		{"pages of their own", []string{"a", "b", ""}, 1, nil},
		{"the same page again", []string{"a", "a"}, 1, ErrRepeats},
		{"a circle of two pages", []string{"a", "b", "a"}, 1, ErrRepeats},
		{"some empty pages", []string{"a", "b", "c", ""}, 0, nil},
	} {
		var w Watch
		var err error
		for i, token := range test.tokens {
			if err = w.Turn(&token, test.items); err != nil && i < len(test.tokens)-1 {
				t.Errorf("%s: %v after page %d", test.reason, err, i+1)
			}
		}
		if !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", test.reason, err, test.want)
		}
	}
}

// Tokens that never repeat do not keep anyone for ever, and full pages between empty
// ones are progress.
func TestEmptyPages(t *testing.T) {
	turn := func(pages int, items func(page int) int) error {
		var w Watch
		for page := range pages {
			token := fmt.Sprint(page)
			if err := w.Turn(&token, items(page)); err != nil {
				return err
			}
		}
		return nil
	}
	if err := turn(10*mostEmpty, func(int) int { return 0 }); err == nil || errors.Is(err, ErrRepeats) {
		t.Errorf("empty pages without end: got %v", err)
	}
	if err := turn(10*mostEmpty, func(page int) int { return page % 2 }); err != nil {
		t.Errorf("every other page is empty: %v", err)
	}
	var w Watch
	if err := w.Turn(nil, 0); err != nil {
		t.Errorf("the last page: %v", err)
	}
}
