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

// isHTTP reports whether the scheme is http.
func (u *redirect) isHTTP() bool { return u.scheme == "http" || strings.EqualFold(u.scheme, "http") }

// isHTTPS reports whether the scheme is https.
func (u *redirect) isHTTPS() bool { return u.scheme == "https" || strings.EqualFold(u.scheme, "https") }

// loopback reports whether the host is one of the three that the service lets plain
// http go to. The host must be exactly that: localhost.com is not loopback.
func (u *redirect) loopback() bool {
	return len(u.host) == len("localhost") && strings.EqualFold(u.host, "localhost") || u.host == "127.0.0.1" || u.host == "[::1]"
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
	if f := scanText(urlClass, value, 1, maxRedirectLength); f != 0 {
		return f
	}
	u := splitRedirect(value)
	var f facts
	if u.fragment {
		f |= urlFragment
	}
	if u.host != "" && strings.IndexByte(u.host, '*') >= 0 {
		f |= urlWildcard
	}
	if u.userinfo {
		f |= urlUserinfo
	}
	return f | u.schemeFacts()
}

// adviseRedirect finds what only advice asks about a redirect URL.
func adviseRedirect(value string) facts {
	u := splitRedirect(value)
	var f facts
	if (u.isHTTP() || u.isHTTPS()) && isPlaceholder(u.host) {
		f |= urlPlaceholder
	}
	if u.query != "" && openRedirectParameter(u.query) != "" {
		f |= urlNextParameter
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
	}, maxRedirects, FieldCallbackURLs),

	count(Rule{
		ID: "logout-urls-count",
		Bad: Example{base: web, note: "101 logout URLs", edit: func(c *Config) {
			c.LogoutURLs = urls(maxRedirects + 1)
		}},
		Good: on(web, `"LogoutURLs":["https://a.example/out"]`),
	}, maxRedirects, FieldLogoutURLs),

	length(Rule{
		ID:       "redirect-length",
		Detail:   "Characters are counted, not bytes: a URL of 1024 Japanese letters, some 3000 bytes, was accepted.",
		Evidence: EvidenceMeasured,
		Sources: []Source{apiModel, terraformTests, {
			Title: "aws-cli issue 2941: a redirect URL rejected by length and pattern",
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
		Detail: "White space and control characters are rejected. Letters of any script pass without percent-encoding.",
		Bad:    on(web, `"CallbackURLs":["https://a.example/sign in"]`),
		Good:   on(web, `"CallbackURLs":["https://a.example/sign%20in"]`),
	}, `[\p{L}\p{M}\p{S}\p{N}\p{P}]+`, "letters, marks, symbols, numbers and punctuation, without white space", redirectFields...),

	{
		ID:       "redirect-not-absolute",
		Severity: SeverityError,
		Summary:  "A redirect URL MUST have a scheme, and with http and https a host.",
		Detail:   "The reference says that a redirect URI must be absolute. The text of the rejection is undocumented.",
		Fields:   redirectFields,
		Evidence: EvidenceDocumented,
		Sources: []Source{apiCreate, {
			Title: "RFC 6749 section 3.1.2, Redirection Endpoint",
			URL:   rfc6749.URL + "#section-3.1.2",
			Date:  rfc6749.Date,
		}},

		Exception: invalidParameter,

		Bad:    on(web, `"CallbackURLs":["/cb"]`),
		Good:   on(web, `"CallbackURLs":["https://a.example/cb"]`),
		broken: func(u facts) bool { return u.has(urlNoScheme | urlNoHost) },
		says: func(value string) (message, fix string) {
			if scheme, _ := cutScheme(value); scheme != "" {
				return quote(value) + " has no host", fmt.Sprintf("write it in full, as in %s://app.example/cb", strings.ToLower(scheme))
			}
			return quote(value) + " has no scheme", "write it in full, as in https://app.example/cb or com.app.example:/cb"
		},
	},
	{
		ID:       "redirect-http",
		Severity: SeverityError,
		Summary:  "CallbackURLs and LogoutURLs MUST NOT use plain http, except to localhost, 127.0.0.1 and [::1].",
		Detail: "Logout URLs obey this too, which the reference does not say. The host must be exactly one of the three, on any port: " +
			"localhost.com is rejected. 127.0.0.1 is accepted since August 2025, although the reference of UpdateUserPoolClient still names localhost alone.",
		Fields:   []Field{FieldCallbackURLs, FieldLogoutURLs},
		Evidence: EvidenceMeasured,
		Sources: []Source{cdkPreflight, {
			Title: "amplify-cli issue 5419: http://localhost.com/, rejected",
			URL:   "https://github.com/aws-amplify/amplify-cli/issues/5419",
			Date:  "2020",
		}, {
			Title: "vscode issue 256122: 127.0.0.1 accepted in all Regions, an AWS employee's word",
			URL:   "https://github.com/microsoft/vscode/issues/256122",
			Date:  "2025-08-28",
		}, apiCreate},

		Exception:      invalidParameter,
		ServiceMessage: "{value} cannot use the HTTP protocol.",

		Bad:    on(web, `"CallbackURLs":["http://a.example/cb"]`),
		Good:   on(web, `"CallbackURLs":["http://localhost:3000/cb"]`),
		Fix:    "use https",
		broken: func(u facts) bool { return u.has(urlHTTP) && !u.has(urlLoopback|urlNoHost) },
		says: func(value string) (message, fix string) {
			return quote(value) + " uses plain http to a host that is not localhost, 127.0.0.1 or [::1]", ""
		},
	},
	{
		ID:       "redirect-fragment",
		Severity: SeverityError,
		Summary:  "CallbackURLs and DefaultRedirectURI MUST NOT have a fragment.",
		Detail:   "Measured on CallbackURLs; DefaultRedirectURI must be one of them. Logout URLs have not been tried: see logout-fragment.",
		Fix:      "remove the # and what follows",
		Fields:   []Field{FieldCallbackURLs, FieldDefaultRedirectURI},
		Evidence: EvidenceMeasured,
		Sources:  []Source{cdkPreflight, apiCreate},

		Exception:      invalidParameter,
		ServiceMessage: "{value} cannot use fragment",

		Bad:    on(web, `"CallbackURLs":["https://a.example/#x"]`),
		Good:   on(web, `"CallbackURLs":["https://a.example/"]`),
		broken: func(u facts) bool { return u.has(urlFragment) },
		says:   func(value string) (message, fix string) { return quote(value) + " has a fragment", "" },
	},
	{
		ID:       "default-redirect-not-listed",
		Severity: SeverityError,
		Summary:  "DefaultRedirectURI MUST be one of CallbackURLs, character for character.",
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
			f := newFinding(FieldDefaultRedirectURI, -1, "%s is not one of CallbackURLs", quote(value))
			return because([]Finding{f.withFix("%s", nearCallback(value, s.c.CallbackURLs))}, FieldCallbackURLs)
		},
	},
	{
		ID:       "logout-fragment",
		Severity: SeverityWarning,
		Summary:  "LogoutURLs SHOULD NOT have a fragment.",
		Detail:   "A fragment in a callback URL is rejected. In a logout URL it has not been tried.",
		Fix:      "remove the # and what follows",
		Fields:   []Field{FieldLogoutURLs},
		Evidence: EvidenceInferred,
		Sources:  []Source{cdkPreflight},
		Bad:      on(web, `"LogoutURLs":["https://a.example/#out"]`),
		Good:     on(web, `"LogoutURLs":["https://a.example/out"]`),
		broken:   func(u facts) bool { return u.has(urlFragment) },
		says: func(value string) (message, fix string) {
			return quote(value) + " has a fragment, which a callback URL must not have", ""
		},
	},
	{
		ID:       "redirect-wildcard",
		Severity: SeverityWarning,
		Summary:  "CallbackURLs and LogoutURLs MUST name their hosts without wildcards to be of use.",
		Detail:   "The authorize and logout endpoints compare byte for byte, so a * matches nothing but a *.",
		Fix:      "list each host",
		Fields:   []Field{FieldCallbackURLs, FieldLogoutURLs},
		Evidence: EvidenceInferred,
		Sources: []Source{apiCreate, {
			Title: "RFC 9700 section 2.1, exact redirect URI matching",
			URL:   rfc9700.URL + "#section-2.1",
			Date:  rfc9700.Date,
		}},
		Bad:    on(web, `"CallbackURLs":["https://*.a.example/cb"]`),
		Good:   on(web, `"CallbackURLs":["https://shop.a.example/cb"]`),
		broken: func(u facts) bool { return u.has(urlWildcard) },
		says: func(value string) (message, fix string) {
			return quote(value) + " has a * in its host, and URLs are matched exactly, so it never matches", ""
		},
	},
	{
		ID:       "redirect-loopback-with-public",
		Severity: SeverityAdvice,
		Harm:     HarmMedium,
		Summary:  "CallbackURLs SHOULD NOT hold loopback URLs beside public ones.",
		Detail:   "Whatever listens on the user's own machine can receive the code that was meant for the public site.",
		Fix:      "use another app client for development",
		Fields:   []Field{FieldCallbackURLs},
		Evidence: EvidenceDocumented,
		Sources: []Source{{
			Title: "RFC 8252 section 8.3, Loopback Redirect Considerations",
			URL:   rfc8252.URL + "#section-8.3",
			Date:  rfc8252.Date,
		}},
		Bad:  on(web, `"CallbackURLs":["https://a.example/cb","http://localhost:3000/cb"]`),
		Good: on(web, `"CallbackURLs":["https://a.example/cb"]`),
		each: []Field{FieldCallbackURLs},
		check: func(s subject) []Finding {
			if !s.urls.has(urlLoopback) || !s.urls.has(urlPublicHTTPS) {
				return nil
			}
			isLoopback := func(v string) bool { return scanRedirect(v).has(urlLoopback) }
			return eachIn(FieldCallbackURLs, s.c.CallbackURLs, isLoopback, func(v string) (message, fix string) {
				return quote(v) + " sends codes to the user's own machine, beside public URLs", ""
			})
		},
	},
	{
		ID:       "redirect-scheme-not-reverse-dns",
		Severity: SeverityAdvice,
		Harm:     HarmLow,
		Summary:  "An application's private scheme SHOULD be a reversed domain name that its owner holds.",
		Detail:   "Any application on the device can claim a short scheme. A name such as com.shop.app is one that others do not take by accident.",
		Fix:      "use a reversed domain name, as in com.a.shop:/cb",
		Fields:   []Field{FieldCallbackURLs, FieldLogoutURLs},
		Evidence: EvidenceDocumented,
		Sources: []Source{{
			Title: "RFC 8252 section 7.1, Private-Use URI Scheme Redirection",
			URL:   rfc8252.URL + "#section-7.1",
			Date:  rfc8252.Date,
		}},
		Bad:    on(web, `"CallbackURLs":["shop://cb"]`),
		Good:   on(web, `"CallbackURLs":["com.a.shop:/cb"]`),
		broken: func(u facts) bool { return u.has(urlPrivate) && !u.has(urlDotted) },
		says: func(value string) (message, fix string) {
			scheme, _ := cutScheme(value)
			return fmt.Sprintf("%s uses the private scheme %s, which any application can claim", quote(value), quote(scheme)), ""
		},
	},
	{
		ID:       "redirect-dangerous-scheme",
		Severity: SeverityAdvice,
		Harm:     HarmHigh,
		Summary:  "A redirect URL SHOULD NOT run code or open local files.",
		Detail:   "Browsers have treated such redirects as script or local content.",
		Fix:      "use https",
		Fields:   []Field{FieldCallbackURLs, FieldLogoutURLs},
		Evidence: EvidenceDocumented,
		Sources: []Source{{
			Title: "RFC 9700 section 4.1, Insufficient Redirection URI Validation",
			URL:   rfc9700.URL + "#section-4.1",
			Date:  rfc9700.Date,
		}},
		Bad:    on(web, `"CallbackURLs":["javascript:alert(1)"]`),
		Good:   on(web, `"CallbackURLs":["https://a.example/cb"]`),
		broken: func(u facts) bool { return u.has(urlDangerous) },
		says: func(value string) (message, fix string) {
			scheme, _ := cutScheme(value)
			return fmt.Sprintf("%s has the scheme %s, which runs code or opens local content", quote(value), quote(scheme)), ""
		},
	},
	{
		ID:       "redirect-userinfo",
		Severity: SeverityAdvice,
		Harm:     HarmMedium,
		Summary:  "A redirect URL SHOULD NOT have user information before its host.",
		Detail:   "What stands before the @ is not the host, however much it looks like one.",
		Fix:      "remove the @ and what stands before it",
		Fields:   []Field{FieldCallbackURLs, FieldLogoutURLs},
		Evidence: EvidenceDocumented,
		Sources: []Source{{
			Title: "RFC 3986 section 7.6, Semantic Attacks",
			URL:   "https://www.rfc-editor.org/rfc/rfc3986.html#section-7.6",
			Date:  "2005-01",
		}},
		Bad:    on(web, `"CallbackURLs":["https://shop@a.example/cb"]`),
		Good:   on(web, `"CallbackURLs":["https://a.example/cb"]`),
		broken: func(u facts) bool { return u.has(urlUserinfo) && !u.has(urlNoScheme|urlNoHost|urlDangerous) },
		says: func(value string) (message, fix string) {
			return fmt.Sprintf("%s has an @ before its host %s", quote(value), quote(splitRedirect(value).host)), ""
		},
	},
	{
		ID:       "redirect-placeholder",
		Severity: SeverityAdvice,
		Harm:     HarmMedium,
		Summary:  "A redirect URL SHOULD name a host of the application's owner.",
		Detail:   "example.com and its like stay behind from tutorials and from generators that fill in a callback URL of their own.",
		Fix:      "replace it with your own host",
		Fields:   []Field{FieldCallbackURLs, FieldLogoutURLs},
		Evidence: EvidenceDocumented,
		Sources: []Source{{
			Title: "RFC 2606, Reserved Top Level DNS Names",
			URL:   "https://www.rfc-editor.org/rfc/rfc2606.html",
			Date:  "1999-06",
		}},
		Bad:    on(web, `"CallbackURLs":["https://example.com"]`),
		Good:   on(web, `"CallbackURLs":["https://a.example/cb"]`),
		broken: func(u facts) bool { return u.has(urlPlaceholder) && u.shaped() },
		says: func(value string) (message, fix string) {
			host := splitRedirect(value).host
			return fmt.Sprintf("%s names %s, a host for documentation and tests", quote(value), quote(host)), ""
		},
	},
	{
		ID:       "redirect-open-redirect",
		Severity: SeverityAdvice,
		Harm:     HarmLow,
		Summary:  "A redirect URL SHOULD NOT have a parameter that tells the application where to go next.",
		Detail:   "Such a page is often an open redirector, and then passes codes on to whoever asked.",
		Fix:      "keep the target in the state parameter",
		Fields:   []Field{FieldCallbackURLs, FieldLogoutURLs},
		Evidence: EvidenceDocumented,
		Sources: []Source{{
			Title: "RFC 9700 section 4.11, Open Redirection",
			URL:   rfc9700.URL + "#section-4.11",
			Date:  rfc9700.Date,
		}},
		Bad:    on(web, `"CallbackURLs":["https://a.example/cb?next=/home"]`),
		Good:   on(web, `"CallbackURLs":["https://a.example/cb"]`),
		broken: func(u facts) bool { return u.has(urlNextParameter) && u.shaped() && !u.has(urlNoScheme|urlNoHost) },
		says: func(value string) (message, fix string) {
			name := openRedirectParameter(splitRedirect(value).query)
			return fmt.Sprintf("%s has the parameter %s, which reads like an open redirector", quote(value), quote(name)), ""
		},
	},
}

// nearCallback returns the fix for a URL that is not a callback URL: in what it
// differs from the one that it nearly is.
func nearCallback(value string, callbacks []string) string {
	for _, c := range callbacks {
		switch {
		case strings.TrimSuffix(c, "/") == strings.TrimSuffix(value, "/"):
			return fmt.Sprintf("write %s, which differs by a slash at the end", quote(c))
		case strings.EqualFold(c, value):
			return fmt.Sprintf("write %s, which differs by a letter's case", quote(c))
		}
	}
	if len(callbacks) == 0 {
		return "add it to CallbackURLs, which is empty"
	}
	return "add it to CallbackURLs, or name one of them"
}

func urls(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = "https://a.example/" + strconv.Itoa(i)
	}
	return all
}
