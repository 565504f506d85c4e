package userpoolclient

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The limits of the API model.
const (
	maxRedirects      = 100
	maxRedirectLength = 1024 // characters
)

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

// splitRedirect takes a URL apart, after RFC 3986 appendix B.
func splitRedirect(s string) redirect {
	var u redirect
	if i := strings.IndexByte(s, '#'); i >= 0 {
		u.fragment, s = true, s[:i]
	}
	u.scheme, s = cutScheme(s)
	if i := strings.IndexByte(s, '?'); i >= 0 {
		u.query, s = s[i+1:], s[:i]
	}
	if !strings.HasPrefix(s, "//") {
		return u
	}
	u.authority, s = true, s[2:]
	if i := strings.IndexByte(s, '/'); i >= 0 {
		s = s[:i]
	}
	if strings.IndexByte(s, '@') >= 0 { // the rule is that there is none: searching forward is faster
		u.userinfo, s = true, s[strings.LastIndexByte(s, '@')+1:]
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

func (u redirect) isHTTP() bool  { return strings.EqualFold(u.scheme, "http") }
func (u redirect) isHTTPS() bool { return strings.EqualFold(u.scheme, "https") }

// loopback says that the host is one of the three that the service lets plain
// http go to. The host must be exactly that: localhost.com is not loopback.
func (u redirect) loopback() bool {
	return strings.EqualFold(u.host, "localhost") || u.host == "127.0.0.1" || u.host == "[::1]"
}

const (
	markNotAbsolute mark = firstMark << iota
	markPlainHTTP        // http to a host that is not loopback
	markFragment
	markWildcard
	markUserinfo
	markDangerousScheme
	markPrivateScheme // an application's own
	markNotReverseDNS // an application's own, without a dot
	markLoopback      // http or https to this machine
	markPublicHTTPS   // https to another machine
	markPlaceholder   // a host that is reserved for documentation and tests
	markOpenRedirect
)

func scanRedirect(value string, advice bool) mark {
	if m := scanText(urlClass, value, 1, maxRedirectLength); m != 0 {
		return m
	}
	u := splitRedirect(value)
	var m mark
	if u.fragment {
		m |= markFragment
	}
	if u.host != "" && strings.IndexByte(u.host, '*') >= 0 {
		m |= markWildcard
	}
	switch {
	case u.scheme == "":
		return m | markNotAbsolute
	case u.isHTTP(), u.isHTTPS():
		m |= u.webMarks()
	case isDangerous(u.scheme):
		m |= markDangerousScheme
	default:
		m |= markPrivateScheme
		if strings.IndexByte(u.scheme, '.') < 0 {
			m |= markNotReverseDNS
		}
	}
	if advice {
		m |= u.adviceMarks()
	}
	return m
}

func (u redirect) webMarks() mark {
	switch {
	case u.host == "":
		return markNotAbsolute
	case u.loopback():
		return markLoopback
	case u.isHTTP():
		return markPlainHTTP
	}
	return markPublicHTTPS
}

func (u redirect) adviceMarks() mark {
	var m mark
	if u.userinfo {
		m |= markUserinfo
	}
	if (u.isHTTP() || u.isHTTPS()) && isPlaceholder(u.host) {
		m |= markPlaceholder
	}
	if u.query != "" && openRedirectParameter(u.query) != "" {
		m |= markOpenRedirect
	}
	return m
}

var dangerousSchemes = []string{"javascript", "data", "file", "vbscript", "about", "blob"}

func isDangerous(scheme string) bool {
	for _, d := range dangerousSchemes {
		if strings.EqualFold(scheme, d) {
			return true
		}
	}
	return false
}

// isPlaceholder knows the domains that RFC 2606 reserves and that stay behind
// from tutorials and generators.
func isPlaceholder(host string) bool {
	for _, domain := range []string{"example.com", "example.org", "example.net", "invalid", "test"} {
		if n := len(host) - len(domain); n >= 0 && strings.EqualFold(host[n:], domain) && (n == 0 || host[n-1] == '.') {
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

var redirectFields = []Field{FieldCallbackURLs, FieldLogoutURLs, FieldDefaultRedirectURI}

var redirectRules = []Rule{
	count(Rule{
		ID:       "callback-urls-count",
		Evidence: EvidenceMeasured,
		Sources:  []Source{apiModel, cdkPreflight},
		Bad: Example{base: web, note: "101 callback URLs", edit: func(c *Config) {
			c.CallbackURLs = urls(maxRedirects + 1)
		}},
		Good: on(web, `"CallbackURLs":["https://a.example/cb"]`),
	}, maxRedirects, FieldCallbackURLs, func(c *Config) int { return len(c.CallbackURLs) }),

	count(Rule{
		ID: "logout-urls-count",
		Bad: Example{base: web, note: "101 logout URLs", edit: func(c *Config) {
			c.LogoutURLs = urls(maxRedirects + 1)
		}},
		Good: on(web, `"LogoutURLs":["https://a.example/out"]`),
	}, maxRedirects, FieldLogoutURLs, func(c *Config) int { return len(c.LogoutURLs) }),

	length(Rule{
		ID:       "redirect-length",
		Detail:   "Characters are counted, not bytes: a URL of 1024 Japanese letters, some 3000 bytes, was accepted.",
		Evidence: EvidenceMeasured,
		Sources: []Source{apiModel, terraformTests, {
			Title: "aws-cli issue 2941: the refusal of a redirect URL by length and pattern",
			URL:   "https://github.com/aws/aws-cli/issues/2941",
			Date:  "2017",
		}},
		Bad: Example{base: web, note: "a callback URL of 1025 characters", edit: func(c *Config) {
			c.CallbackURLs = []string{"https://a.example/" + strings.Repeat("a", maxRedirectLength+1-len("https://a.example/"))}
		}},
		Good: on(web, `"CallbackURLs":["https://a.example/a"]`),
	}, 1, maxRedirectLength, redirectFields...),

	pattern(Rule{
		ID:     "redirect-characters",
		Detail: "White space and control characters are refused; letters of any script pass without percent-encoding.",
		Bad:    on(web, `"CallbackURLs":["https://a.example/sign in"]`),
		Good:   on(web, `"CallbackURLs":["https://a.example/sign%20in"]`),
	}, `[\p{L}\p{M}\p{S}\p{N}\p{P}]+`, "letters, marks, symbols, numbers and punctuation, no white space", redirectFields...),

	{
		ID:       "redirect-not-absolute",
		Severity: SeverityError,
		Summary:  "A redirect URL has a scheme; with http and https it also has a host.",
		Detail:   "The reference says that a redirect URI must be absolute; the text of the refusal is not on record.",
		Fields:   redirectFields,
		Evidence: EvidenceDocumented,
		Sources:  []Source{apiCreate, {Title: "RFC 6749 section 3.1.2, Redirection Endpoint", URL: rfc6749.URL + "#section-3.1.2", Date: rfc6749.Date}},

		Exception: invalidParameter,

		Bad:   on(web, `"CallbackURLs":["/cb"]`),
		Good:  on(web, `"CallbackURLs":["https://a.example/cb"]`),
		marks: markNotAbsolute,
		say: func(value string) string {
			if scheme, _ := cutScheme(value); scheme != "" {
				return fmt.Sprintf("%s has no host; it must have one, as in %s://app.example/cb", quote(value), strings.ToLower(scheme))
			}
			return quote(value) + " has no scheme; it must be absolute, as in https://app.example/cb or myapp://cb"
		},
	},
	{
		ID:       "redirect-http",
		Severity: SeverityError,
		Summary:  "Plain http is for localhost, 127.0.0.1 and [::1] only, on any port.",
		Detail: "Logout URLs obey this too, which the reference does not say. The host must be exactly one of the three: localhost.com is refused. " +
			"127.0.0.1 is accepted since August 2025, although the reference of UpdateUserPoolClient still names localhost alone.",
		Fields:   []Field{FieldCallbackURLs, FieldLogoutURLs},
		Evidence: EvidenceMeasured,
		Sources: []Source{cdkPreflight, {
			Title: "amplify-cli issue 5419: http://localhost.com/, refused",
			URL:   "https://github.com/aws-amplify/amplify-cli/issues/5419",
			Date:  "2020",
		}, {
			Title: "vscode issue 256122: 127.0.0.1 accepted in all Regions, an AWS employee's word",
			URL:   "https://github.com/microsoft/vscode/issues/256122",
			Date:  "2025-08-28",
		}, apiCreate},

		Exception:      invalidParameter,
		ServiceMessage: "{value} cannot use the HTTP protocol.",

		Bad:   on(web, `"CallbackURLs":["http://a.example/cb"]`),
		Good:  on(web, `"CallbackURLs":["http://localhost:3000/cb"]`),
		marks: markPlainHTTP,
		say: func(value string) string {
			return quote(value) + " uses plain http to a host that is not localhost, 127.0.0.1 or [::1]; it must use https"
		},
	},
	{
		ID:       "redirect-fragment",
		Severity: SeverityError,
		Summary:  "A callback URL and the default redirect URI have no fragment.",
		Detail:   "Measured on CallbackURLs; DefaultRedirectURI must be one of them. Logout URLs have not been tried: see logout-fragment.",
		Fields:   []Field{FieldCallbackURLs, FieldDefaultRedirectURI},
		Evidence: EvidenceMeasured,
		Sources:  []Source{cdkPreflight, apiCreate},

		Exception:      invalidParameter,
		ServiceMessage: "{value} cannot use fragment",

		Bad:   on(web, `"CallbackURLs":["https://a.example/#x"]`),
		Good:  on(web, `"CallbackURLs":["https://a.example/"]`),
		marks: markFragment,
		say:   sayFragment,
	},
	{
		ID:       "default-redirect-not-listed",
		Severity: SeverityError,
		Summary:  "DefaultRedirectURI is one of CallbackURLs, character for character.",
		Fields:   []Field{FieldDefaultRedirectURI, FieldCallbackURLs},
		Evidence: EvidenceMeasured,
		Sources:  []Source{cdkPreflight, apiCreate},

		Exception:      invalidParameter,
		ServiceMessage: "The default redirect URI {value} is not in the callback URIs list.",

		Bad:  on(web, `"DefaultRedirectURI":"https://a.example/cb/"`),
		Good: on(web, `"DefaultRedirectURI":"https://a.example/cb"`),
		check: func(s subject) []Finding {
			if s.c.DefaultRedirectURI == nil || slices.Contains(s.c.CallbackURLs, *s.c.DefaultRedirectURI) {
				return nil
			}
			value := *s.c.DefaultRedirectURI
			if !scanText(urlClass, value, 1, maxRedirectLength).shaped() {
				return nil
			}
			return because(found(FieldDefaultRedirectURI, "%s is not one of CallbackURLs; it must be, character for character%s", quote(value), nearCallback(value, s.c.CallbackURLs)), FieldCallbackURLs)
		},
	},
	{
		ID:       "logout-fragment",
		Severity: SeverityWarning,
		Summary:  "A logout URL has no fragment.",
		Detail:   "A fragment in a callback URL is refused. In a logout URL it has not been tried.",
		Fields:   []Field{FieldLogoutURLs},
		Evidence: EvidenceInferred,
		Sources:  []Source{cdkPreflight},
		Bad:      on(web, `"LogoutURLs":["https://a.example/#out"]`),
		Good:     on(web, `"LogoutURLs":["https://a.example/out"]`),
		marks:    markFragment,
		say:      sayFragment,
	},
	{
		ID:       "redirect-wildcard",
		Severity: SeverityWarning,
		Summary:  "A redirect URL names its host without wildcards.",
		Detail:   "The authorize and logout endpoints compare byte for byte, so a * matches nothing but a *.",
		Fields:   []Field{FieldCallbackURLs, FieldLogoutURLs},
		Evidence: EvidenceInferred,
		Sources:  []Source{apiCreate, {Title: "RFC 9700 section 2.1, exact redirect URI matching", URL: rfc9700.URL + "#section-2.1", Date: rfc9700.Date}},
		Bad:      on(web, `"CallbackURLs":["https://*.a.example/cb"]`),
		Good:     on(web, `"CallbackURLs":["https://shop.a.example/cb"]`),
		marks:    markWildcard,
		say: func(value string) string {
			return quote(value) + " has a * in its host; URLs are matched exactly, so it never matches: list each host"
		},
	},
	{
		ID:       "redirect-loopback-with-public",
		Severity: SeverityAdvice,
		Harm:     HarmMedium,
		Summary:  "A client with public callback URLs has no loopback ones.",
		Detail:   "Whatever listens on the user's own machine can receive the code that was meant for the public site. Use a client of its own for development.",
		Fields:   []Field{FieldCallbackURLs},
		Evidence: EvidenceDocumented,
		Sources:  []Source{{Title: "RFC 8252 section 8.3, Loopback Redirect Considerations", URL: rfc8252.URL + "#section-8.3", Date: rfc8252.Date}},
		Bad:      on(web, `"CallbackURLs":["https://a.example/cb","http://localhost:3000/cb"]`),
		Good:     on(web, `"CallbackURLs":["https://a.example/cb"]`),
		check: func(s subject) []Finding {
			if s.urls&markLoopback == 0 || s.urls&markPublicHTTPS == 0 {
				return nil
			}
			isLoopback := func(v string) bool { return scanRedirect(v, false)&markLoopback != 0 }
			return eachIn(FieldCallbackURLs, s.c.CallbackURLs, isLoopback, func(v string) string {
				return quote(v) + " sends codes to the user's own machine beside public URLs; use another app client for development"
			})
		},
	},
	redirectAdvice("redirect-scheme-not-reverse-dns", HarmLow,
		"An application's private scheme is a reversed domain name that it owns.",
		"Any application on the device can claim a short scheme; a name such as com.shop.app is at least one that others do not take by accident.",
		Source{Title: "RFC 8252 section 7.1, Private-Use URI Scheme Redirection", URL: rfc8252.URL + "#section-7.1", Date: rfc8252.Date},
		`"CallbackURLs":["shop://cb"]`, `"CallbackURLs":["com.a.shop:/cb"]`, markNotReverseDNS, func(value string) string {
			scheme, _ := cutScheme(value)
			return fmt.Sprintf("%s uses the private scheme %s, which any application can claim; use a reversed domain name, as in com.a.shop:/cb", quote(value), quote(scheme))
		}),
	redirectAdvice("redirect-dangerous-scheme", HarmHigh,
		"A redirect URL does not run code or open local files.",
		"Browsers have treated such redirects as script or local content.",
		Source{Title: "RFC 9700 section 4.1, Insufficient Redirection URI Validation", URL: rfc9700.URL + "#section-4.1", Date: rfc9700.Date},
		`"CallbackURLs":["javascript:alert(1)"]`, `"CallbackURLs":["https://a.example/cb"]`, markDangerousScheme, func(value string) string {
			scheme, _ := cutScheme(value)
			return fmt.Sprintf("%s has the scheme %s, which runs code or opens local content; use https", quote(value), quote(scheme))
		}),
	redirectAdvice("redirect-userinfo", HarmMedium,
		"A redirect URL has no user information before its host.",
		"What stands before the @ is not the host, however much it looks like one.",
		Source{Title: "RFC 3986 section 7.6, Semantic Attacks", URL: "https://www.rfc-editor.org/rfc/rfc3986.html#section-7.6", Date: "2005-01"},
		`"CallbackURLs":["https://shop@a.example/cb"]`, `"CallbackURLs":["https://a.example/cb"]`, markUserinfo, func(value string) string {
			return fmt.Sprintf("%s has an @ before its host %s; remove what stands before it", quote(value), quote(splitRedirect(value).host))
		}),
	redirectAdvice("redirect-placeholder", HarmMedium,
		"A redirect URL names a host of the application's owner.",
		"example.com and its like stay behind from tutorials and from generators that fill in a callback URL of their own.",
		Source{Title: "RFC 2606, Reserved Top Level DNS Names", URL: "https://www.rfc-editor.org/rfc/rfc2606.html", Date: "1999-06"},
		`"CallbackURLs":["https://example.com"]`, `"CallbackURLs":["https://a.example/cb"]`, markPlaceholder, func(value string) string {
			return fmt.Sprintf("%s names %s, a host for documentation and tests; replace it with your own", quote(value), quote(splitRedirect(value).host))
		}),
	redirectAdvice("redirect-open-redirect", HarmLow,
		"A redirect URL has no parameter that tells the application where to go next.",
		"Such a page is often an open redirector, and then passes codes on to whoever asked.",
		Source{Title: "RFC 9700 section 4.11, Open Redirection", URL: rfc9700.URL + "#section-4.11", Date: rfc9700.Date},
		`"CallbackURLs":["https://a.example/cb?next=/home"]`, `"CallbackURLs":["https://a.example/cb"]`, markOpenRedirect, func(value string) string {
			return fmt.Sprintf("%s has the parameter %s, which reads like an open redirector; keep the target in the state parameter", quote(value), quote(openRedirectParameter(splitRedirect(value).query)))
		}),
}

// redirectAdvice is advice about single callback and logout URLs.
func redirectAdvice(id string, harm Harm, summary, detail string, source Source, bad, good string, m mark, say func(string) string) Rule {
	return Rule{
		ID: id, Severity: SeverityAdvice, Harm: harm, Summary: summary, Detail: detail,
		Fields: []Field{FieldCallbackURLs, FieldLogoutURLs}, Evidence: EvidenceDocumented, Sources: []Source{source},
		Bad: on(web, bad), Good: on(web, good), marks: m, say: say,
	}
}

func sayFragment(value string) string {
	return quote(value) + " has a fragment; remove the # and what follows"
}

// nearCallback says in what a URL differs from the callback URL that it nearly
// is.
func nearCallback(value string, callbacks []string) string {
	for _, c := range callbacks {
		switch {
		case strings.TrimSuffix(c, "/") == strings.TrimSuffix(value, "/"):
			return fmt.Sprintf(" (only a slash at the end sets it apart from %s)", quote(c))
		case strings.EqualFold(c, value):
			return fmt.Sprintf(" (only a letter's case sets it apart from %s)", quote(c))
		}
	}
	if len(callbacks) == 0 {
		return " (CallbackURLs is empty)"
	}
	return ""
}

func urls(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = "https://a.example/" + strconv.Itoa(i)
	}
	return all
}
