package userpoolclient

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestNearMisses: each class of near miss is named, and the request is rejected as its
// facts say.
func TestNearMisses(t *testing.T) {
	for _, row := range []struct {
		why, listed, sent string
		want              []Difference
		rule              string
		unmeasured        bool
	}{
		{"a slash too many", "https://a.example/cb", "https://a.example/cb/", []Difference{DifferenceSlash}, "AUTHZ-5", false},
		{"a slash too few", "https://a.example/cb/", "https://a.example/cb", []Difference{DifferenceSlash}, "AUTHZ-5", false},
		{"the slash of the root", "https://a.example", "https://a.example/", []Difference{DifferenceSlash}, "AUTHZ-5", false},
		{"the path in capitals", "https://a.example/cb", "https://a.example/CB", []Difference{DifferenceCase}, "AUTHZ-5",
			false},
		{"the scheme in capitals", "https://a.example/cb", "HTTPS://a.example/cb", []Difference{DifferenceCase}, "AUTHZ-5",
			false},
		{"the host in capitals is sent", "https://a.example/cb", "https://A.example/cb", []Difference{DifferenceHostCase},
			"AUTHZ-5", false},
		{"the host in capitals is listed", "https://A.example/cb", "https://a.example/cb", []Difference{DifferenceHostCase},
			"AUTHZ-6", false},
		{"the port of a native app", "http://localhost:1/cb", "http://localhost:2/cb", []Difference{DifferencePort}, "AUTHZ-8",
			false},
		{"the default port", "https://a.example/cb", "https://a.example:443/cb", []Difference{DifferencePort}, "AUTHZ-4",
			false},
		{"http for https", "https://a.example/cb", "http://a.example/cb", []Difference{DifferenceScheme}, "AUTHZ-10", false},
		{"an app's other scheme", "app.a:/cb", "app.b:/cb", []Difference{DifferenceScheme}, "AUTHZ-11", false},
		{"the address of localhost", "http://localhost:1/cb", "http://127.0.0.1:1/cb", []Difference{DifferenceLoopback},
			"AUTHZ-9", false},
		{"the address and the port", "http://localhost:1/cb", "http://127.0.0.1:2/cb",
			[]Difference{DifferenceLoopback, DifferencePort}, "AUTHZ-8", false},
		{"escaped once more", "https://a.example/a%20b", "https://a.example/a%2520b", nil, "AUTHZ-4", false},
		{"escaped", "https://a.example/~b", "https://a.example/%7Eb", []Difference{DifferenceEncoding}, "AUTHZ-4", true},
		{"a query", "https://a.example/cb", "https://a.example/cb?x=1", []Difference{DifferenceQuery}, "AUTHZ-4", true},
		{"another query", "https://a.example/cb?x=1", "https://a.example/cb?x=2", []Difference{DifferenceQuery}, "AUTHZ-4",
			true},
		{"the query in another order", "https://a.example/cb?x=1&y=2", "https://a.example/cb?y=2&x=1",
			[]Difference{DifferenceOrder}, "AUTHZ-4", true},
		{"a fragment", "https://a.example/cb", "https://a.example/cb#x", []Difference{DifferenceFragment}, "AUTHZ-4", true},
		{"an empty fragment", "https://a.example/cb", "https://a.example/cb#", []Difference{DifferenceFragment}, "AUTHZ-4",
			true},
		{"somebody before the host", "https://a.example/cb", "https://u@a.example/cb", []Difference{DifferenceUserinfo},
			"AUTHZ-4", true},
		{"two URLs", "https://a.example/cb", "https://a.example/cb,https://b.example/cb", []Difference{DifferenceJoined},
			"AUTHZ-12", false},
		{"another path", "https://a.example/cb", "https://a.example/other", nil, "AUTHZ-4", false},
		{"another host", "https://a.example/cb", "https://b.example/cb", nil, "AUTHZ-4", false},
	} {
		t.Run(row.why, func(t *testing.T) {
			c := mustParse(factClient)
			c.CallbackURLs = []string{"https://far.example/away", row.listed}
			v := judgeURL(t, c, row.sent)
			if v.Outcome != OutcomeRejected || v.Rule != row.rule {
				t.Errorf("%s by %s, want rejected by %s", v.Outcome, v.Rule, row.rule)
			}
			if unmeasured := strings.Contains(v.Reason, "nobody measured"); unmeasured != row.unmeasured {
				t.Errorf("it says that nobody measured it: %v; %s", unmeasured, v.Reason)
			}
			var got []Difference
			if v.Near != nil {
				got = v.Near.Differences
				if v.Near.Index != 1 || v.Near.Listed != row.listed || v.Near.Field != FieldCallbackURLs {
					t.Errorf("the nearest is %+v", v.Near)
				}
			}
			if !slices.Equal(got, row.want) {
				t.Errorf("the differences are %v, want %v", got, row.want)
			}
		})
	}
}

// judgeURL judges a request to /oauth2/authorize for a redirect_uri.
func judgeURL(t rapid.TB, c *Config, redirectURI string) Verdict {
	t.Helper()
	r, err := ParseRequest(onDomain + "/oauth2/authorize?response_type=code&client_id=abc&scope=openid&redirect_uri=" +
		url.QueryEscape(redirectURI))
	if err != nil {
		t.Fatal(err)
	}
	return Judge(c, Context{Secret: SecretStateAbsent}, r)
}

// redirectURIs draws URLs that are alike, so that near misses are frequent.
func redirectURIs() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		part := func(name string, all ...string) string { return rapid.SampledFrom(all).Draw(t, name) }
		return part("scheme", "https", "http", "HTTPS", "app") + "://" +
			part("user", "", "", "u@") + part("host", "localhost", "127.0.0.1", "a.example", "A.example", "[::1]") +
			part("port", "", ":443", ":8080") + part("path", "", "/", "/cb", "/cb/", "/CB", "/%63b") +
			part("query", "", "?", "?x=1&y=2", "?y=2&x=1", "?x=%31") + part("fragment", "", "", "#", "#f")
	})
}

// TestRedirectURIs: a URL is accepted exactly if it is listed, and to add it to
// CallbackURLs cures a request that fails for it.
func TestRedirectURIs(t *testing.T) {
	near, accepted := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		c := mustParse(factClient)
		c.CallbackURLs = rapid.SliceOfN(redirectURIs(), 1, 4).Draw(t, "listed")
		sent := redirectURIs().Draw(t, "sent")
		if rapid.Bool().Draw(t, "listed") {
			sent = rapid.SampledFrom(c.CallbackURLs).Draw(t, "one")
		}
		v := judgeURL(t, c, sent)
		if listed := slices.Contains(c.CallbackURLs, sent); listed {
			accepted++
			if v.Outcome != OutcomeAccepted {
				t.Fatalf("%q is listed and %s: %s", sent, v.Outcome, v.Reason)
			}
			return
		}
		if v.Outcome != OutcomeRejected || v.Parameter != "redirect_uri" {
			t.Fatalf("%q is not listed and %s: %s", sent, v.Outcome, v.Reason)
		}
		if v.Near != nil {
			near++
		}
		c.CallbackURLs = append(c.CallbackURLs, sent)
		if v = judgeURL(t, c, sent); v.Outcome != OutcomeAccepted {
			t.Fatalf("%q is added and %s: %s", sent, v.Outcome, v.Reason)
		}
	})
	if near == 0 || accepted == 0 {
		t.Errorf("%d near misses and %d accepted: the test saw too little", near, accepted)
	}
}

// TestDiffURLs: two URLs differ exactly if they are not equal, both ways alike.
func TestDiffURLs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := redirectURIs().Draw(t, "a"), redirectURIs().Draw(t, "b")
		there, near := DiffURLs(a, b)
		back, nearBack := DiffURLs(b, a)
		if near != nearBack || !slices.Equal(there, back) {
			t.Fatalf("%v %v there, %v %v back", there, near, back, nearBack)
		}
		if (a == b) != (near && there == nil) {
			t.Fatalf("%q and %q differ by %v, near %v", a, b, there, near)
		}
	})
}
