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

var redirectFields = []Field{FieldCallbackURLs, FieldLogoutURLs, FieldDefaultRedirectURI}

func redirectRules() []Rule {
	return []Rule{
		count(Rule{
			ID:       "callback-urls-count",
			Evidence: EvidenceMeasured,
			Sources: []Source{apiModel,
				preflight("pf-cognito-callback-urls-max", "101 callback URLs, rejected").dated("2026-09-08")},
			Bad: Example{base: web, note: "101 callback URLs", edit: func(c *Config) {
				c.CallbackURLs = urls(maxRedirects + 1)
			}},
			Good: on(web, `"CallbackURLs":["https://a.example/cb"]`),
		}, maxRedirects, FieldCallbackURLs),

		count(Rule{
			ID:     "logout-urls-count",
			Detail: "The rejection is recorded for CallbackURLs; the API model has the same limit for both lists.",
			Bad: Example{base: web, note: "101 logout URLs", edit: func(c *Config) {
				c.LogoutURLs = urls(maxRedirects + 1)
			}},
			Good: on(web, `"LogoutURLs":["https://a.example/out"]`),
		}, maxRedirects, FieldLogoutURLs),

		length(Rule{
			ID: "redirect-length",
			Detail: "Characters are counted, not bytes: a URL of 1024 characters, 991 of them Japanese, was accepted, " +
				"some 3000 bytes. Whether a character outside the Basic Multilingual Plane counts as one or as " +
				"two is not verified.",
			Evidence: EvidenceMeasured,
			Sources: []Source{apiModel, terraformTests, {
				Title: "aws-cli issue 2941: a redirect URL rejected by length and pattern",
				URL:   "https://github.com/aws/aws-cli/issues/2941",
				Date:  "2017-11",
			}},
			Bad: Example{base: web, note: "a callback URL of 1025 characters", edit: func(c *Config) {
				c.CallbackURLs = []string{"https://a.example/" + strings.Repeat("a",
					maxRedirectLength+1-len("https://a.example/"))}
			}},
			Good:    on(web, `"CallbackURLs":["https://a.example/a"]`),
			safeFix: mendRedirectLength,
		}, 1, maxRedirectLength, redirectFields...),

		pattern(Rule{
			ID: "redirect-characters",
			Detail: "White space and control characters are outside the pattern. " +
				"Letters of any script are accepted without percent-encoding.",
			Bad:     on(web, `"CallbackURLs":["https://a.example/sign in"]`),
			Good:    on(web, `"CallbackURLs":["https://a.example/sign%20in"]`),
			safeFix: mendURL(withoutSpace),
		}, `[\p{L}\p{M}\p{S}\p{N}\p{P}]+`,
			"letters, marks, symbols, numbers and punctuation, without white space", redirectFields...),

		{
			ID:       "redirect-not-absolute",
			Severity: SeverityError,
			Summary:  "CallbackURLs, LogoutURLs and DefaultRedirectURI MUST have a scheme, and with http and https a host.",
			Detail: "The API reference says that a redirect URI must be absolute. " +
				"The rejection of a relative one is not recorded, so its text is undocumented. " +
				"The reference speaks of callback URLs and of DefaultRedirectURI. " +
				"For LogoutURLs the rule is extrapolated: they obey the rule about plain http, " +
				"which the reference does not say of them either.",
			Fields:   redirectFields,
			Evidence: EvidenceDocumented,
			Sources: []Source{apiCreate, {
				Title: "RFC 6749 section 3.1.2, Redirection Endpoint",
				URL:   rfc6749.URL + "#section-3.1.2",
				Date:  rfc6749.Date,
			}},

			Exception: invalidParameter,

			Bad:  on(web, `"CallbackURLs":["/cb"]`),
			Good: on(web, `"CallbackURLs":["https://a.example/cb"]`),
			schema: statement{value: func() any {
				return schemaAny(schemaPattern(`^[Hh][Tt][Tt][Pp][Ss]?://`+redirectUserinfo+redirectHost+redirectEnd),
					schemaPattern(`^[A-Za-z][A-Za-z0-9+.-]*:`).with("not", schemaPattern(`^[Hh][Tt][Tt][Pp][Ss]?:`)))
			}},
			broken: condition{any: urlNoScheme | urlNoHost},
			says: func(value string) (message, fix string) {
				if scheme, _ := cutScheme(value); scheme != "" {
					return quoteThen(value, " has no host"), "write it in full, as in " + strings.ToLower(scheme) +
						"://app.example/cb"
				}
				return quote(value) + " has no scheme",
					"write it in full, as in https://app.example/cb or com.app.example:/cb"
			},
		},
		{
			ID:       "redirect-http",
			Severity: SeverityError,
			Summary:  "CallbackURLs and LogoutURLs MUST NOT use plain http, except to localhost, 127.0.0.1 and [::1].",
			Detail: "Logout URLs obey this too, which the API reference does not say. 127.0.0.1 is accepted " +
				"since August 2025, " +
				"although the reference of UpdateUserPoolClient still names localhost alone; for [::1] there is the reference " +
				"of CreateUserPoolClient and no recorded run.\n\n" +
				"The rejection is recorded for a domain name and for localhost.com, so the host must be exactly " +
				"one of the three, " +
				"on any port. That other spellings of loopback are rejected as well, such as 127.0.0.2, 0.0.0.0, " +
				"[0:0:0:0:0:0:0:1], app.localhost and localhost with a dot at its end, is extrapolated from these. " +
				"So is that the letter case of the scheme and of localhost does not matter.",
			Fields:   []Field{FieldCallbackURLs, FieldLogoutURLs},
			Evidence: EvidenceMeasured,
			Sources: []Source{
				preflight("pf-cognito-callback-url-https",
					"a callback URL with plain http, rejected").dated("2026-09-08"),
				preflight("pf-cognito-logout-url-https", "a logout URL with plain http, rejected").dated("2026-09-08"),
				{
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

			Bad:  on(web, `"CallbackURLs":["http://a.example/cb"]`),
			Good: on(web, `"CallbackURLs":["http://localhost:3000/cb"]`),
			Fix:  "use https",
			schema: statement{value: func() any {
				return schemaAny(schemaNot(schemaPattern(`^[Hh][Tt][Tt][Pp]:`)),
					schemaPattern(`^[Hh][Tt][Tt][Pp]://`+redirectUserinfo+redirectLoopback+redirectEnd))
			}},
			broken: condition{any: urlHTTP, unless: urlLoopback | urlNoHost},
			says: func(value string) (message, fix string) {
				return quoteThen(value, " uses plain http to a host that is not localhost, 127.0.0.1 or [::1]"), ""
			},
			unsafeFix: mendURL(withTLS),
		},
		{
			ID:       "redirect-fragment",
			Severity: SeverityError,
			Summary:  "CallbackURLs and DefaultRedirectURI MUST NOT have a fragment.",
			Detail: "The rejection is recorded for CallbackURLs, and DefaultRedirectURI must be one of them. " +
				"Logout URLs have not been tried: see logout-fragment.",
			Fix:      "remove the # and what follows",
			Fields:   []Field{FieldCallbackURLs, FieldDefaultRedirectURI},
			Evidence: EvidenceMeasured,
			Sources: []Source{
				preflight("pf-cognito-callback-url-fragment",
					"a callback URL with a fragment, rejected").dated("2026-09-08"),
				apiCreate},

			Exception:      invalidParameter,
			ServiceMessage: "{value} cannot use fragment",

			Bad:  on(web, `"CallbackURLs":["https://a.example/#x"]`),
			Good: on(web, `"CallbackURLs":["https://a.example/"]`),
			schema: statement{value: func() any {
				return schemaNot(schemaPattern("#"))
			}},
			broken:    condition{any: urlFragment},
			says:      func(value string) (message, fix string) { return quoteThen(value, " has a fragment"), "" },
			unsafeFix: mendURL(withoutFragment),
		},
		{
			ID:       "default-redirect-not-listed",
			Severity: SeverityError,
			Summary:  "DefaultRedirectURI MUST be one of CallbackURLs, character for character.",
			Detail: "The rejection is recorded for a URL of another host. That a slash at the end or the case of a letter " +
				"makes a difference, and that CallbackURLs must not be empty either, is extrapolated: URLs are " +
				"stored as they are " +
				"written and compared byte for byte.",
			Fields:   []Field{FieldDefaultRedirectURI, FieldCallbackURLs},
			Evidence: EvidenceMeasured,
			Sources: []Source{preflight("pf-cognito-default-redirect-uri-member",
				"a default redirect URI outside the callback URLs, rejected").dated("2026-09-08"), apiCreate},

			Exception:      invalidParameter,
			ServiceMessage: "The default redirect URI {value} is not in the callback URIs list.",

			Bad:    on(web, `"DefaultRedirectURI":"https://a.example/cb/"`),
			Good:   on(web, `"DefaultRedirectURI":"https://a.example/cb"`),
			schema: statement{not: "it compares two members"},
			check: func(s *subject) []Finding {
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
			safeFix: listNearCallback,
		},
		{
			ID:       "logout-fragment",
			Severity: SeverityWarning,
			Summary:  "LogoutURLs SHOULD NOT have a fragment.",
			Detail: "A fragment in a callback URL is rejected. In a logout URL it has not been tried. " +
				"Logout URLs obey the rule about plain http that was made for callback URLs, so this may be rejected too.",
			Fix:      "remove the # and what follows",
			Fields:   []Field{FieldLogoutURLs},
			Evidence: EvidenceInferred,
			Sources: []Source{
				preflight("pf-cognito-callback-url-fragment",
					"a callback URL with a fragment, rejected").dated("2026-09-08"),
				preflight("pf-cognito-logout-url-https", "a logout URL with plain http, rejected").dated("2026-09-08")},
			Bad:    on(web, `"LogoutURLs":["https://a.example/#out"]`),
			Good:   on(web, `"LogoutURLs":["https://a.example/out"]`),
			broken: condition{any: urlFragment},
			says: func(value string) (message, fix string) {
				return quoteThen(value, " has a fragment, which a callback URL must not have"), ""
			},
			unsafeFix: mendURL(withoutFragment),
		},
		{
			ID:       "redirect-wildcard",
			Severity: SeverityWarning,
			Summary:  "CallbackURLs and LogoutURLs SHOULD NOT have a wildcard in their hosts.",
			Detail: "The API accepts such a URL, and the authorize endpoint then answers HTTP 400 to every host " +
				"that it was meant for: one public record tells both of callback URLs. " +
				"It fits the API reference, by which the authorize endpoint takes no redirect_uri that is not in the list. " +
				"For logout URLs it is extrapolated.",
			Fix:      "list each host",
			Fields:   []Field{FieldCallbackURLs, FieldLogoutURLs},
			Evidence: EvidenceMeasured,
			Sources: []Source{{
				Title: "edoatley/sudoku-app: wildcard callback URLs, accepted by the API and rejected in the OAuth flow",
				URL: "https://github.com/edoatley/sudoku-app/blob/6f8bb9044f4e768f21ba7ff1c426876085dba4aa/" +
					"infra/aws/cognito-rc-shared.tf",
				Date: "2026-11-25",
			}, apiCreate, {
				Title: "RFC 9700 section 2.1, exact redirect URI matching",
				URL:   rfc9700.URL + "#section-2.1",
				Date:  rfc9700.Date,
			}},
			Bad:    on(web, `"CallbackURLs":["https://*.a.example/cb"]`),
			Good:   on(web, `"CallbackURLs":["https://shop.a.example/cb"]`),
			broken: condition{any: urlWildcard},
			says: func(value string) (message, fix string) {
				return quoteThen(value, " has a * in its host, and URLs are matched exactly, so it never matches"), ""
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
			check: func(s *subject) []Finding {
				if !s.urls.has(urlLoopback) || !s.urls.has(urlPublicHTTPS) {
					return nil
				}
				isLoopback := func(v string) bool { return scanRedirect(v).has(urlLoopback) }
				return eachIn(FieldCallbackURLs, s.c.CallbackURLs, isLoopback, func(v string) (message, fix string) {
					return quoteThen(v, " sends codes to the user's own machine, beside public URLs"), ""
				})
			},
		},
		{
			ID:       "redirect-scheme-not-reverse-dns",
			Severity: SeverityAdvice,
			Harm:     HarmLow,
			Summary:  "A private scheme in CallbackURLs or LogoutURLs SHOULD be a reversed domain name that its owner holds.",
			Detail: "Any application on the device can claim a short scheme. " +
				"A name such as com.shop.app is one that others do not take by accident.",
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
			broken: condition{any: urlPrivate, unless: urlDotted},
			says: func(value string) (message, fix string) {
				scheme, _ := cutScheme(value)
				return fmt.Sprintf("%s uses the private scheme %s, which any application can claim", quote(value),
					quote(scheme)), ""
			},
		},
		{
			ID:       "redirect-dangerous-scheme",
			Severity: SeverityAdvice,
			Harm:     HarmHigh,
			Summary:  "CallbackURLs and LogoutURLs SHOULD NOT run code or open local content.",
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
			broken: condition{any: urlDangerous},
			says: func(value string) (message, fix string) {
				scheme, _ := cutScheme(value)
				return fmt.Sprintf("%s has the scheme %s, which runs code or opens local content", quote(value),
					quote(scheme)), ""
			},
		},
		{
			ID:       "redirect-userinfo",
			Severity: SeverityAdvice,
			Harm:     HarmMedium,
			Summary:  "CallbackURLs and LogoutURLs SHOULD NOT have user information before their hosts.",
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
			broken: condition{any: urlUserinfo, unless: urlNoScheme | urlNoHost | urlDangerous},
			says: func(value string) (message, fix string) {
				return fmt.Sprintf("%s has an @ before its host %s", quote(value), quote(splitRedirect(value).host)), ""
			},
			unsafeFix: mendURL(withoutUserinfo),
		},
		{
			ID:       "redirect-placeholder",
			Severity: SeverityAdvice,
			Harm:     HarmMedium,
			Summary:  "CallbackURLs and LogoutURLs SHOULD NOT name a host that is reserved for documentation and tests.",
			Detail: "Names such as example.com stay behind from tutorials and from generators " +
				"that fill in a callback URL of their own.",
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
			broken: condition{any: urlPlaceholder, unless: misshapen},
			says: func(value string) (message, fix string) {
				host := splitRedirect(value).host
				return fmt.Sprintf("%s names %s, a host for documentation and tests", quote(value), quote(host)), ""
			},
		},
		{
			ID:       "redirect-open-redirect",
			Severity: SeverityAdvice,
			Harm:     HarmLow,
			Summary:  "CallbackURLs and LogoutURLs SHOULD NOT have a parameter that tells the application where to go next.",
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
			broken: condition{any: urlNextParameter, unless: misshapen | urlNoScheme | urlNoHost},
			says: func(value string) (message, fix string) {
				name := openRedirectParameter(splitRedirect(value).query)
				return fmt.Sprintf("%s has the parameter %s, which reads like an open redirector", quote(value),
					quote(name)), ""
			},
		},
	}
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
