package userpoolclient

import "strings"

// A redirect is what a redirect URL is made of. The parts are cut out of the
// value; nothing is decoded, because the service compares URLs byte for byte.
type redirect struct {
	scheme    string // as written; "" when there is none
	authority bool   // "//" follows the scheme
	userinfo  bool   // something stands before an @ in the authority
	host      string // as written, an IPv6 address with its brackets, without the port
	query     string
	fragment  bool // a # stands somewhere
}

// The characters that urlClass notes, so that a URL is not searched for what it
// does not have.
const (
	notedHash uint8 = firstNoted << iota
	notedQuestion
	notedAt
	notedStar
	notedAny = notedHash | notedQuestion | notedAt | notedStar
)

// splitRedirect takes a URL apart, after RFC 3986 appendix B.
func splitRedirect(s string) redirect { return splitNoted(s, notedAny) }

// splitNoted is splitRedirect for a URL of which it is known which of the noted
// characters it may have.
func splitNoted(s string, noted uint8) redirect {
	var u redirect
	if noted&notedHash != 0 {
		if i := strings.IndexByte(s, '#'); i >= 0 {
			u.fragment, s = true, s[:i]
		}
	}
	u.scheme, s = cutScheme(s)
	if noted&notedQuestion != 0 {
		if i := strings.IndexByte(s, '?'); i >= 0 {
			u.query, s = s[i+1:], s[:i]
		}
	}
	if !strings.HasPrefix(s, "//") {
		return u
	}
	u.authority, s = true, s[2:]
	if i := strings.IndexByte(s, '/'); i >= 0 {
		s = s[:i]
	}
	if noted&notedAt != 0 {
		if i := strings.LastIndexByte(s, '@'); i >= 0 {
			u.userinfo, s = true, s[i+1:]
		}
	}
	u.host = withoutPort(s)
	return u
}

// cutScheme cuts ALPHA *( ALPHA / DIGIT / "+" / "-" / "." ) ":" off.
func cutScheme(s string) (scheme, rest string) {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case isLetter(c), i > 0 && (isDigit(c) || c == '+' || c == '-' || c == '.'):
		case i > 0 && c == ':':
			return s[:i], s[i+1:]
		default:
			return "", s
		}
	}
	return "", s
}

func withoutPort(s string) string {
	if strings.HasPrefix(s, "[") {
		if i := strings.IndexByte(s, ']'); i >= 0 {
			return s[:i+1]
		}
	}
	if strings.IndexByte(s, ':') >= 0 {
		return s[:strings.LastIndexByte(s, ':')]
	}
	return s
}

// isHTTP reports whether the scheme is http.
func (u *redirect) isHTTP() bool { return u.scheme == "http" || strings.EqualFold(u.scheme, "http") }

// isHTTPS reports whether the scheme is https.
func (u *redirect) isHTTPS() bool { return u.scheme == "https" || strings.EqualFold(u.scheme, "https") }

// loopback reports whether the host is one of the three that the service lets
// plain http go to. The host must be exactly that: localhost.com is not loopback.
func (u *redirect) loopback() bool {
	return len(u.host) == len("localhost") && strings.EqualFold(u.host, "localhost") ||
		u.host == "127.0.0.1" || u.host == "[::1]"
}

// The facts about a redirect URL.
const (
	urlNoScheme      facts = firstFact << iota
	urlNoHost              // of http and https
	urlHTTP                // the scheme is http
	urlHTTPS               // the scheme is https
	urlLoopback            // the host is exactly localhost, 127.0.0.1 or [::1], of http and https
	urlPublicHTTPS         // https to another host
	urlFragment            // a # stands somewhere
	urlWildcard            // a * stands in the host
	urlUserinfo            // something stands before an @ in the authority
	urlDangerous           // the scheme runs code or opens local content
	urlPrivate             // any other scheme: an application's own
	urlDotted              // such a scheme has a dot
	urlPlaceholder         // a host of http or https that is reserved for documentation and tests
	urlNextParameter       // a query parameter that usually tells an application where to go next
)

// scanRedirect finds the facts about a redirect URL.
func scanRedirect(value string) facts {
	f, noted := scanURL(value)
	switch {
	case f != 0:
		return f
	case noted&notedAny == 0 && isPlainHTTPS(value):
		return urlHTTPS | urlPublicHTTPS
	}
	u := splitNoted(value, noted)
	return u.facts()
}

// scanRedirectAdvised is scanRedirect with what only advice asks about.
func scanRedirectAdvised(value string) facts {
	f, noted := scanURL(value)
	if f != 0 {
		return f
	}
	u := splitNoted(value, noted)
	f = u.facts()
	if f.has(urlHTTP|urlHTTPS) && isPlaceholder(u.host) {
		f |= urlPlaceholder
	}
	if u.query != "" && openRedirectParameter(u.query) != "" {
		f |= urlNextParameter
	}
	return f
}

// scanURL finds what the API model limits, and which of the noted characters a URL
// has.
func scanURL(value string) (f facts, noted uint8) {
	chars, ok, noted := urlClass.scan(value)
	return limitFacts(chars, ok, 1, maxRedirectLength), noted
}

// isPlainHTTPS reports whether a URL without noted characters is https to a host that
// cannot be loopback, by how the host begins: what nearly every redirect URL is, told
// without taking it apart.
func isPlainHTTPS(s string) bool {
	const https = "https://"
	return len(s) > len(https) && s[:len(https)] == https && !oneOf(s[len(https)], "/:lL1[")
}

// facts finds the facts about a URL of a shape that the service looks into.
func (u *redirect) facts() facts {
	f := u.schemeFacts()
	if u.fragment {
		f |= urlFragment
	}
	if strings.IndexByte(u.host, '*') >= 0 {
		f |= urlWildcard
	}
	if u.userinfo {
		f |= urlUserinfo
	}
	return f
}

func (u *redirect) schemeFacts() facts {
	switch {
	case u.scheme == "":
		return urlNoScheme
	case u.isHTTPS():
		return urlHTTPS | u.hostFacts(urlPublicHTTPS)
	case u.isHTTP():
		return urlHTTP | u.hostFacts(0)
	case isDangerous(u.scheme):
		return urlDangerous
	case strings.IndexByte(u.scheme, '.') >= 0:
		return urlPrivate | urlDotted
	}
	return urlPrivate
}

// hostFacts finds the facts about the host of http and https; public is what a
// host that is not loopback adds.
func (u *redirect) hostFacts(public facts) facts {
	switch {
	case u.host == "":
		return urlNoHost
	case u.loopback():
		return urlLoopback
	}
	return public
}

var dangerousSchemes = []string{"javascript", "data", "file", "vbscript", "about", "blob"}

// isDangerous reports whether a scheme runs code or opens local content.
func isDangerous(scheme string) bool {
	for _, d := range dangerousSchemes {
		if strings.EqualFold(scheme, d) {
			return true
		}
	}
	return false
}

var placeholderDomains = []string{"example.com", "example.org", "example.net", "invalid", "test"}

// isPlaceholder reports whether a host is in one of the domains that RFC 2606
// reserves and that stay behind from tutorials and generators.
func isPlaceholder(host string) bool {
	for _, domain := range placeholderDomains {
		n := len(host) - len(domain)
		if n >= 0 && (n == 0 || host[n-1] == '.') && strings.EqualFold(host[n:], domain) {
			return true
		}
	}
	return false
}

var openRedirectNames = []string{"next", "url", "redirect", "returnTo", "continue"}

// openRedirectParameter is the first query parameter that usually tells an
// application where to go next.
func openRedirectParameter(query string) string {
	for query != "" {
		var pair string
		pair, query, _ = strings.Cut(query, "&")
		name, _, _ := strings.Cut(pair, "=")
		for _, n := range openRedirectNames {
			if strings.EqualFold(name, n) {
				return name
			}
		}
	}
	return ""
}

// The parts of a redirect URL as patterns of JSON Schema: what splitRedirect cuts.
const (
	redirectUserinfo = `([^/?#]*@)?`
	redirectHost     = `([^/?#@:][^/?#@]*|:[^/?#@:]*:[^/?#@]*)` // not empty
	redirectLoopback = `(([Ll][Oo][Cc][Aa][Ll][Hh][Oo][Ss][Tt]|127\.0\.0\.1)(:[^:/?#@]*)?|\[::1\][^/?#@]*)`
	redirectEnd      = `([/?#]|$)`
)
