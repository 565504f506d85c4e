package userpoolclient

import (
	"net/url"
	"slices"
	"strings"
)

// NearMiss is a listed URL that is nearly the one that was sent, and how they differ.
type NearMiss struct {
	Field       Field        `json:"field"` // CallbackURLs or LogoutURLs
	Index       int          `json:"index"`
	Listed      string       `json:"listed"`
	Differences []Difference `json:"differences"`
}

// Difference is one way in which two URLs differ that are meant to be the same.
type Difference string

// The differences. The service compares URLs as text, so each of them counts.
const (
	DifferenceSlash    Difference = "trailing-slash"   // a slash at the end of the path
	DifferenceCase     Difference = "letter-case"      // of the path, the query or a scheme
	DifferenceHostCase Difference = "host-letter-case" // of the host
	DifferencePort     Difference = "port"             // another port, or one that is left out
	DifferenceScheme   Difference = "scheme"           // http against https, or another scheme of an application
	DifferenceLoopback Difference = "loopback-host"    // localhost, 127.0.0.1 and [::1]
	DifferenceEncoding Difference = "percent-encoding" // the same characters, escaped otherwise
	DifferenceQuery    Difference = "query"            // a query that only one has, or another one
	DifferenceOrder    Difference = "query-order"      // the same parameters in another order
	DifferenceFragment Difference = "fragment"         // a # and what follows
	DifferenceUserinfo Difference = "userinfo"         // something before an @
	DifferenceJoined   Difference = "joined"           // two URLs in one, joined by a comma or a space
)

// words says of a difference what it is, reading on from the two URLs.
func (d Difference) words() string {
	switch d {
	case DifferenceSlash:
		return "a slash at the end"
	case DifferenceCase:
		return "letter case"
	case DifferenceHostCase:
		return "the letter case of the host"
	case DifferencePort:
		return "the port"
	case DifferenceScheme:
		return "the scheme"
	case DifferenceLoopback:
		return "the name of the loopback host"
	case DifferenceEncoding:
		return "percent-encoding"
	case DifferenceQuery:
		return "the query"
	case DifferenceOrder:
		return "the order of the query"
	case DifferenceFragment:
		return "a fragment"
	case DifferenceUserinfo:
		return "what stands before the @"
	case DifferenceJoined:
		return "a second URL, joined to the first"
	}
	return string(d)
}

// measured reports whether somebody reported what the service makes of a difference.
func (d Difference) reported() bool {
	return !slices.Contains([]Difference{DifferenceEncoding, DifferenceQuery, DifferenceOrder, DifferenceFragment,
		DifferenceUserinfo}, d)
}

// DiffURLs returns how a URL that was sent differs from one that is listed, nil where
// they are equal. It reports whether they are near: near ones differ in nothing but
// what the differences name.
func DiffURLs(sent, listed string) (differences []Difference, near bool) {
	if sent == listed {
		return nil, true
	}
	for _, separator := range []string{",", " "} {
		if parts := strings.Split(sent, separator); len(parts) > 1 && slices.ContainsFunc(parts, func(part string) bool {
			return strings.TrimSpace(part) == listed
		}) {
			return []Difference{DifferenceJoined}, true
		}
	}
	a, b := splitURL(sent), splitURL(listed)
	if a.hash != b.hash || a.fragment != b.fragment {
		differences = append(differences, DifferenceFragment)
	}
	differences, near = a.diffOrigin(b, differences)
	if !near {
		return nil, false
	}
	differences, near = a.diffPath(b, differences)
	if !near {
		return nil, false
	}
	return a.diffQuery(b, differences), true
}

// A urlParts is a URL in parts; nothing is decoded.
type urlParts struct {
	scheme, userinfo, host, port, path, query, fragment string
	hash, question                                      bool // # and ? stand in the URL
}

func splitURL(s string) (u urlParts) {
	s, u.fragment, u.hash = strings.Cut(s, "#")
	u.scheme, s = cutScheme(s)
	s, u.query, u.question = strings.Cut(s, "?")
	rest, ok := strings.CutPrefix(s, "//")
	if !ok {
		u.path = s
		return u
	}
	authority := rest
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		authority, u.path = rest[:i], rest[i:]
	}
	if i := strings.LastIndexByte(authority, '@'); i >= 0 {
		u.userinfo, authority = authority[:i], authority[i+1:]
	}
	u.host = withoutPort(authority)
	u.port = strings.TrimPrefix(authority[len(u.host):], ":")
	return u
}

// diffOrigin compares scheme, host and port.
func (u urlParts) diffOrigin(b urlParts, differences []Difference) ([]Difference, bool) {
	if u.scheme != b.scheme {
		if strings.EqualFold(u.scheme, b.scheme) {
			differences = append(differences, DifferenceCase)
		} else {
			differences = append(differences, DifferenceScheme)
		}
	}
	if u.userinfo != b.userinfo {
		differences = append(differences, DifferenceUserinfo)
	}
	switch {
	case u.host == b.host:
	case strings.EqualFold(u.host, b.host):
		differences = append(differences, DifferenceHostCase)
	case isLoopback(u.host) && isLoopback(b.host):
		differences = append(differences, DifferenceLoopback)
	default:
		return nil, false
	}
	if u.port != b.port {
		differences = append(differences, DifferencePort)
	}
	return differences, true
}

func isLoopback(host string) bool {
	return (&redirect{host: host}).loopback()
}

// diffPath compares the paths.
func (u urlParts) diffPath(b urlParts, differences []Difference) ([]Difference, bool) {
	p, q := u.path, b.path
	if strings.TrimSuffix(p, "/") != p != (strings.TrimSuffix(q, "/") != q) {
		differences = append(differences, DifferenceSlash)
		p, q = strings.TrimSuffix(p, "/"), strings.TrimSuffix(q, "/")
	}
	if p == q {
		return differences, true
	}
	p, q, differences = sameEncoding(p, q, differences)
	switch {
	case p == q:
		return differences, true
	case strings.EqualFold(p, q):
		return append(differences, DifferenceCase), true
	}
	return nil, false
}

// sameEncoding decodes two texts and adds the difference where they are escaped
// otherwise.
func sameEncoding(p, q string, differences []Difference) (string, string, []Difference) {
	decodedP, err := url.PathUnescape(p)
	decodedQ, err2 := url.PathUnescape(q)
	if err != nil || err2 != nil || decodedP == p && decodedQ == q || !strings.EqualFold(decodedP, decodedQ) {
		return p, q, differences
	}
	return decodedP, decodedQ, append(differences, DifferenceEncoding)
}

// diffQuery compares the queries. Whatever they are, URLs that are equal but for the
// query are near.
func (u urlParts) diffQuery(b urlParts, differences []Difference) []Difference {
	if u.question == b.question && u.query == b.query {
		return differences
	}
	p, q := strings.Split(u.query, "&"), strings.Split(b.query, "&")
	slices.Sort(p)
	slices.Sort(q)
	decodedP, decodedQ, more := sameEncoding(u.query, b.query, differences)
	switch {
	case u.question == b.question && slices.Equal(p, q):
		return append(differences, DifferenceOrder)
	case u.question == b.question && decodedP == decodedQ:
		return more
	case u.question == b.question && strings.EqualFold(u.query, b.query):
		return append(differences, DifferenceCase)
	}
	return append(differences, DifferenceQuery)
}

// nearestURL returns the listed URL that differs least from the one sent, nil where
// none is near.
func nearestURL(f Field, sent string, listed []string) *NearMiss {
	var best *NearMiss
	for i, l := range listed {
		d, near := DiffURLs(sent, l)
		if near && d != nil && (best == nil || len(d) < len(best.Differences)) {
			best = &NearMiss{f, i, l, d}
		}
	}
	return best
}

// A redirectMatch is what became of the URL that a request names.
type redirectMatch struct {
	name    string // of the parameter
	field   Field  // that lists what is allowed
	sent    string
	missing bool
	answer  Answer // whether it is listed
	near    *NearMiss
}

// has reports whether a near miss has one of some differences and no other.
func (n *NearMiss) has(some ...Difference) bool {
	return n != nil && !slices.ContainsFunc(n.Differences, func(d Difference) bool { return !slices.Contains(some, d) })
}

// includes reports whether a near miss has a difference.
func (n *NearMiss) includes(d Difference) bool { return n != nil && slices.Contains(n.Differences, d) }

// words says how the URLs differ.
func (n *NearMiss) words() string {
	var parts []string
	for _, d := range n.Differences {
		parts = append(parts, d.words())
	}
	return strings.Join(parts, " and ")
}
