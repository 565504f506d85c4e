package userpoolclient

import (
	"slices"
	"strings"
)

// The mechanical fixes of redirect URLs.

// rewriteURL puts a URL in the place of the one that a finding is about. A callback
// URL that is also the default redirect stays so.
func (s *subject) rewriteURL(f Finding, to string) []Edit {
	old, ok := s.valueAt(f)
	if !ok || to == "" || to == old {
		return nil
	}
	if f.Field != FieldDefaultRedirectURI {
		edits := s.write(f, to)
		if d := s.c.DefaultRedirectURI; f.Field == FieldCallbackURLs && d != nil && *d == old {
			edits = append(edits, Edit{FieldDefaultRedirectURI, -1, to})
		}
		return edits
	}
	edits := []Edit{{f.Field, -1, to}}
	if slices.Contains(s.listed(FieldCallbackURLs), to) {
		return edits
	}
	for i, callback := range s.c.CallbackURLs {
		if callback == old && s.knows(FieldCallbackURLs, i) {
			edits = append(edits, Edit{FieldCallbackURLs, i, to})
		}
	}
	return edits
}

// mendURL returns a mend that rewrites a URL; "" stands for no single answer.
func mendURL(rewrite func(value string) string) mend {
	return func(s *subject, f Finding) []Edit {
		value, ok := s.valueAt(f)
		if !ok {
			return nil
		}
		return s.rewriteURL(f, rewrite(value))
	}
}

// withoutSpace removes what cannot be seen before and after a URL, and writes %20
// for a space behind its host.
func withoutSpace(value string) string {
	value = strings.TrimFunc(value, func(r rune) bool { return !urlClass.has(r) })
	_, rest := cutScheme(value)
	if authority := authorityOf(rest); strings.Contains(authority, " ") {
		return ""
	}
	return strings.ReplaceAll(value, " ", "%20")
}

// withoutFragment cuts the fragment off.
func withoutFragment(value string) string {
	value, _, _ = strings.Cut(value, "#")
	return value
}

// withoutUserinfo cuts out what stands before the host.
func withoutUserinfo(value string) string {
	scheme, rest := cutScheme(value)
	authority := authorityOf(rest)
	at := strings.LastIndexByte(authority, '@')
	if at < 0 {
		return ""
	}
	return scheme + "://" + authority[at+1:] + rest[len("//")+len(authority):]
}

// withTLS writes https for http. A URL with a port has another port for TLS, and an
// address or a local name hardly has a certificate: of these it is not known what is
// meant.
func withTLS(value string) string {
	scheme, rest := cutScheme(value)
	u, authority := splitRedirect(value), authorityOf(rest)
	lastLabel := u.host[strings.LastIndexByte(u.host, '.')+1:]
	switch {
	case withoutPort(authority) != authority, u.userinfo, strings.HasPrefix(u.host, "["), lastLabel == u.host,
		isDigits(lastLabel), lastLabel == "", strings.EqualFold(lastLabel, "localhost"):
		return ""
	}
	return "https" + value[len(scheme):]
}

// authorityOf returns the authority at the beginning of what follows a scheme, ""
// where there is none.
func authorityOf(rest string) string {
	if !strings.HasPrefix(rest, "//") {
		return ""
	}
	rest = rest[len("//"):]
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		return rest[:end]
	}
	return rest
}

// listNearCallback writes the one callback URL that the default redirect is but for
// a slash at the end or the case of letters.
func listNearCallback(s *subject, f Finding) []Edit {
	value, ok := s.valueAt(f)
	if !ok {
		return nil
	}
	var near string
	for _, c := range s.listed(FieldCallbackURLs) {
		switch {
		case !strings.EqualFold(strings.TrimSuffix(c, "/"), strings.TrimSuffix(value, "/")) || c == near:
		case near != "":
			return nil
		default:
			near = c
		}
	}
	return s.write(f, near)
}

// mendRedirectLength removes an empty URL.
func mendRedirectLength(s *subject, f Finding) []Edit {
	if f.Field == FieldDefaultRedirectURI && s.c.DefaultRedirectURI != nil && *s.c.DefaultRedirectURI == "" {
		return removeField(s, f)
	}
	return removeEmpty(s, f)
}
