package userpoolclient

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// has reports whether the rule finds anything.
func has(c *Config, in Context, rule string) bool {
	for _, f := range Check(c, in) {
		if f.Rule == rule {
			return true
		}
	}
	return false
}

func ptr[T any](v T) *T { return &v }

// TestLimits: the value at each limit of the API model passes, the one just
// outside fails, counted in characters.
func TestLimits(t *testing.T) {
	fill := func(n int) string { return strings.Repeat("a", n) }
	wide := func(head string, n int) string { return head + strings.Repeat("あ", n-len(head)) }
	many := func(n int, f func(i int) string) []string {
		all := make([]string, n)
		for i := range all {
			all[i] = f(i)
		}
		return all
	}
	const arn = "arn:aws:mobiletargeting:us-east-1:1:"
	type set func(c *Config, n int)
	for _, row := range []struct {
		rule string
		set  set
		ok   []int // at the limits
		bad  []int // just outside
	}{
		{"user-pool-id-length",
			func(c *Config, n int) { c.UserPoolId = ptr(strings.Repeat("a", max(n-2, 0)) + "_1"[:min(n, 2)]) },
			[]int{3, 55}, []int{0, 56}},
		{"client-id-length", func(c *Config, n int) { c.ClientId = ptr(fill(n)) }, []int{1, 128}, []int{0, 129}},
		{"client-name-length", func(c *Config, n int) { c.ClientName = ptr(fill(n)) }, []int{1, 128}, []int{0, 129}},
		{"client-secret-length",
			func(c *Config, n int) { c.ClientSecret = ptr(NewSecret(fill(n))) }, []int{24, 64}, []int{23, 65}},
		{"access-token-validity-integer",
			func(c *Config, n int) { c.AccessTokenValidity = ptr(int32(n)) }, []int{1, 86400}, []int{-1, 0, 86401}},
		{"id-token-validity-integer",
			func(c *Config, n int) { c.IdTokenValidity = ptr(int32(n)) }, []int{1, 86400}, []int{-1, 0, 86401}},
		{"refresh-token-validity-integer",
			func(c *Config, n int) { c.RefreshTokenValidity = ptr(int32(n)) }, []int{0, 315360000}, []int{-1,
				315360001}},
		{"read-attribute-length",
			func(c *Config, n int) { c.ReadAttributes = []string{wideAttribute(n)} }, []int{1, 2048}, []int{0, 2049}},
		{"write-attribute-length",
			func(c *Config, n int) { c.WriteAttributes = []string{wideAttribute(n)} }, []int{1, 2048}, []int{0, 2049}},
		{"identity-provider-name-length",
			func(c *Config, n int) { c.SupportedIdentityProviders = []string{wide("", n)} }, []int{1, 32}, []int{0,
				33}},
		{"callback-urls-count", func(c *Config, n int) { c.CallbackURLs = urls(n) }, []int{0, 100}, []int{101}},
		{"logout-urls-count", func(c *Config, n int) { c.LogoutURLs = urls(n) }, []int{0, 100}, []int{101}},
		{"redirect-length",
			func(c *Config, n int) { c.CallbackURLs = []string{wide("https://a.example/", n)} }, []int{18, 1024},
			[]int{1025}},
		{"redirect-length",
			func(c *Config, n int) { c.LogoutURLs = []string{wide("https://a.example/", n)} }, []int{18, 1024},
			[]int{1025}},
		{"redirect-length",
			func(c *Config, n int) { c.DefaultRedirectURI = ptr(wide("https://a.example/", n)) }, []int{18, 1024},
			[]int{1025}},
		{"redirect-length", func(c *Config, n int) { c.DefaultRedirectURI = ptr(fill(n)) }, []int{1}, []int{0}},
		{"oauth-flows-count", func(c *Config, n int) {
			c.AllowedOAuthFlows = make([]types.OAuthFlowType, n)
		}, []int{0, 3}, []int{4}},
		{"scopes-count", func(c *Config, n int) {
			c.AllowedOAuthScopes = many(n, func(i int) string { return fmt.Sprint("api/", i) })
		}, []int{0, 50}, []int{51}},
		{"scope-length", func(c *Config, n int) { c.AllowedOAuthScopes = []string{fill(n)} }, []int{1, 256}, []int{0,
			257}},
		{"analytics-arn-length", func(c *Config, n int) {
			c.AnalyticsConfiguration = &AnalyticsConfiguration{ApplicationArn: ptr((arn + fill(2100))[:n])}
		}, []int{20, 2048}, []int{0, 19, 2049}},
		{"analytics-arn-length", func(c *Config, n int) {
			c.AnalyticsConfiguration = &AnalyticsConfiguration{RoleArn: ptr((arn + fill(2100))[:n])}
		}, []int{20, 2048}, []int{0, 19, 2049}},
		{"analytics-external-id-length", func(c *Config, n int) {
			c.AnalyticsConfiguration = &AnalyticsConfiguration{ExternalId: ptr(wide("", n))}
		}, []int{0, 131072}, []int{131073}},
		{"auth-session-validity-range",
			func(c *Config, n int) { c.AuthSessionValidity = ptr(int32(n)) }, []int{3, 15}, []int{-1, 0, 2, 16}},
		{"rotation-grace-range", func(c *Config, n int) {
			c.RefreshTokenRotation = &RefreshTokenRotation{Feature: "ENABLED", RetryGracePeriodSeconds: ptr(int32(n))}
		}, []int{0, 60}, []int{-1, 61}},
		{"access-token-validity-range",
			func(c *Config, n int) { minutes(c, &c.AccessTokenValidity, n) }, []int{5, 1440}, []int{4, 1441}},
		{"id-token-validity-range",
			func(c *Config, n int) { minutes(c, &c.IdTokenValidity, n) }, []int{5, 1440}, []int{4, 1441}},
		{"refresh-token-validity-range",
			func(c *Config, n int) { minutes(c, &c.RefreshTokenValidity, n) }, []int{60, 3650 * 1440}, []int{59,
				3650*1440 + 1}},
		{"refresh-token-validity-range",
			func(c *Config, n int) { c.RefreshTokenValidity = ptr(int32(n)) },
			[]int{1, 30, 3650}, []int{3651, 36500, 213505, 315360000}},
	} {
		for _, n := range row.ok {
			c := new(Config)
			row.set(c, n)
			if has(c, Context{Operation: OperationCreate}, row.rule) {
				t.Errorf("%s: %d must pass", row.rule, n)
			}
		}
		for _, n := range row.bad {
			c := new(Config)
			row.set(c, n)
			if !has(c, Context{Operation: OperationCreate}, row.rule) {
				t.Errorf("%s: %d must fail", row.rule, n)
			}
		}
	}
}

func minutes(c *Config, v **int32, n int) {
	*v = ptr(int32(n))
	c.TokenValidityUnits = &TokenValidityUnits{AccessToken: "minutes", IdToken: "minutes", RefreshToken: "minutes"}
}

func wideAttribute(n int) string {
	if n <= len("custom:") {
		return strings.Repeat("a", n)
	}
	return "custom:" + strings.Repeat("あ", n-len("custom:"))
}

// TestNeverAnError holds what the service accepts: a rejection here would make
// people switch the tool off.
func TestNeverAnError(t *testing.T) {
	for _, row := range []struct{ reason, base, members string }{
		{"custom schemes are registered in the field",
			web,
			`"CallbackURLs":["myapp://example","myapp://","exp://localhost:8081","com.app:/cb",` +
				`"cursor://anysphere.cursor-mcp/oauth/callback"]`},
		{"query strings are accepted in both lists",
			web, `"CallbackURLs":["https://a.example/cb?a=b"],"LogoutURLs":["https://a.example/out?a=b"]`},
		{"raw Unicode is accepted", web,
			`"CallbackURLs":["https://www.a.example/あいう"],"LogoutURLs":["https://例え.example/"]`},
		{"a trailing slash is stored as it is", web, `"CallbackURLs":["https://a.example/"]`},
		{"logout URLs need no callback", plain, `"LogoutURLs":["https://a.example/out"]`},
		{"several legacy flows go together",
			plain, `"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH","CUSTOM_AUTH_FLOW_ONLY","USER_PASSWORD_AUTH"]`},
		{"units go without values",
			plain, `"TokenValidityUnits":{"AccessToken":"days","IdToken":"minutes","RefreshToken":"seconds"}`},
		{"units go in part", plain, `"TokenValidityUnits":{"AccessToken":"minutes"},"AccessTokenValidity":60`},
		{"empty lists are what Describe shows",
			"",
			`"ReadAttributes":[],"WriteAttributes":[],"ExplicitAuthFlows":[],"SupportedIdentityProviders":[],` +
				`"CallbackURLs":[],"LogoutURLs":[],"AllowedOAuthFlows":[],"AllowedOAuthScopes":[],"TokenValidityUnits":{}`},
		{"OAuth settings are stored with the switch off",
			web, `"AllowedOAuthFlowsUserPoolClient":false,"DefaultRedirectURI":"https://a.example/cb"`},
		{"the switch left out is the same as off", web, `"AllowedOAuthFlowsUserPoolClient":null`},
		{"rotation goes with flows omitted", plain, `"RefreshTokenRotation":{"Feature":"ENABLED"}`},
		{"loopback over http, any port",
			web,
			`"CallbackURLs":["http://localhost","http://localhost:3000/cb","http://127.0.0.1:8080","http://[::1]:1/",` +
				`"http://localhost?x","https://localhost"]`},
		{"updated_at is writable", plain, `"WriteAttributes":["updated_at"]`},
		{"client_credentials goes with callback URLs", machine, `"CallbackURLs":["https://a.example/cb"]`},
		{"scopes may all be custom", web, `"AllowedOAuthScopes":["https://api.example/v1/read"]`},
		{"refresh zero is not an error", plain, `"RefreshTokenValidity":0`},
		{"24 hours is the limit", plain, `"AccessTokenValidity":24`},
		{"1440 minutes are 24 hours", plain,
			`"AccessTokenValidity":1440,"TokenValidityUnits":{"AccessToken":"minutes"}`},
		{"1 day is 24 hours", plain, `"IdTokenValidity":1,"TokenValidityUnits":{"IdToken":"days"}`},
		{"3650 days is the limit", plain, `"RefreshTokenValidity":3650`},
		{"what Describe fills in beside an ApplicationArn",
			plain,
			`"AnalyticsConfiguration":{"ApplicationArn":"arn:aws:mobiletargeting:us-east-1:123456789012:apps/0a",` +
				`"RoleArn":"arn:aws:iam::123456789012:role/aws-service-role/cognito-idp.amazonaws.com/` +
				`AWSServiceRoleForAmazonCognitoIdp","UserDataShared":false}`},
		{"32 Japanese letters name a provider", plain,
			`"SupportedIdentityProviders":["ああああああああああああああああああああああああああああああああ"]`},
		{"a flow AWS may have added since", plain,
			`"ExplicitAuthFlows":["ALLOW_SOMETHING_NEW","ALLOW_REFRESH_TOKEN_AUTH"]`},
	} {
		c := mustParse(row.base, row.members)
		for _, in := range []Context{{}, {Operation: OperationUpdate, Secret: SecretStatePresent}} {
			c.UserPoolId, c.ClientId = ptr("eu-central-1_a1B2c3D4e"), ptr("1example23456789")
			if err := Validate(c, in); err != nil {
				t.Errorf("%s: %v", row.reason, err)
			}
		}
	}
}

// TestRejected holds rejections that are easy to get wrong.
func TestRejected(t *testing.T) {
	for _, row := range []struct{ reason, rule, base, members string }{
		{"the loopback test is on the exact host", "redirect-http", web, `"CallbackURLs":["http://localhost.com/"]`},
		{"a host ends where the userinfo does", "redirect-http", web,
			`"CallbackURLs":["http://localhost@evil.example/"]`},
		{"another loopback address is not one of the three", "redirect-http", web,
			`"CallbackURLs":["http://127.0.0.2/"]`},
		{"schemes are case-insensitive", "redirect-http", web, `"CallbackURLs":["HTTP://a.example/"]`},
		{"an S3 website is plain http", "redirect-http", web,
			`"LogoutURLs":["http://b.s3-website-us-east-1.amazonaws.com"]`},
		{"a path alone is not absolute", "redirect-not-absolute", web, `"CallbackURLs":["/cb"]`},
		{"https without a host is not absolute", "redirect-not-absolute", web, `"CallbackURLs":["https:///cb"]`},
		{"one slash is no host", "redirect-not-absolute", web, `"CallbackURLs":["https:/cb"]`},
		{"a fragment may be empty", "redirect-fragment", web, `"CallbackURLs":["https://a.example/#"]`},
		{"white space is outside the pattern", "redirect-characters", web, `"CallbackURLs":["https://a.example/a b"]`},
		{"an empty element breaks the length", "redirect-length", web, `"CallbackURLs":["https://a.example/cb",""]`},
		{"the switch alone wants flows and scopes",
			"oauth-flows-scopes-required", plain, `"AllowedOAuthFlowsUserPoolClient":true`},
		{"flows are checked with the switch off",
			"client-credentials-exclusive", plain,
			`"AllowedOAuthFlows":["client_credentials","implicit"],"CallbackURLs":["https://a.example"]`},
		{"reserved scopes are checked with the switch off",
			"client-credentials-reserved-scope", plain,
			`"AllowedOAuthFlows":["client_credentials"],"AllowedOAuthScopes":["email"]`},
		{"Cognito was a scope in texts of 2017", "scope-format", web, `"AllowedOAuthScopes":["Cognito"]`},
		{"a scope's name is not empty", "scope-format", web, `"AllowedOAuthScopes":["api/"]`},
		{"a scope's identifier is not empty", "scope-format", web, `"AllowedOAuthScopes":["/read"]`},
		{"25 hours by the default unit", "access-token-validity-range", plain, `"AccessTokenValidity":25`},
		{"2 days", "id-token-validity-range", plain, `"IdTokenValidity":2,"TokenValidityUnits":{"IdToken":"days"}`},
		{"30 echoed under minutes is half an hour",
			"refresh-token-validity-range", plain,
			`"RefreshTokenValidity":30,"TokenValidityUnits":{"RefreshToken":"minutes"}`},
		{"213505 days overflow 64-bit nanoseconds", "refresh-token-validity-range", plain,
			`"RefreshTokenValidity":213505`},
		{"sub is not writable", "write-attribute-read-only", plain, `"WriteAttributes":["sub"]`},
		{"a foreign role beside the ARN",
			"analytics-target", plain,
			`"AnalyticsConfiguration":{"ApplicationArn":"arn:aws:mobiletargeting:us-east-1:123456789012:apps/0a",` +
				`"RoleArn":"arn:aws:iam::123456789012:role/pinpoint"}`},
	} {
		found := Check(mustParse(row.base, row.members), Context{})
		n := 0
		for _, f := range found {
			if f.Severity != SeverityError {
				continue
			}
			if n++; f.Rule != row.rule {
				t.Errorf("%s: expected %s alone, got %s", row.reason, row.rule, f.Rule)
			}
		}
		if n != 1 {
			t.Errorf("%s: expected one error, got %d:\n%s", row.reason, n, lines(found))
		}
	}
}

// TestPatterns compares each hand-written class with the pattern that it stands
// for, over all characters.
func TestPatterns(t *testing.T) {
	const word = `0-9A-Za-z_`
	for _, row := range []struct {
		name, pattern string
		class         *class
	}{
		{"id", `[` + word + `+]`, idClass},
		{"pool ID", `[` + word + `-]`, poolIDClass},
		{"name", `[` + word + ` \t\n\x0B\f\r+=,.@-]`, nameClass},
		{"hex", `[0-9a-fA-F]`, hexClass},
		{"ARN", `[` + word + `+=/,.@:-]`, arnClass},
		{"URL", `[\p{L}\p{M}\p{S}\p{N}\p{P}]`, urlClass},
		{"provider", `[\p{L}\p{M}\p{S}\p{N}\p{P}\p{Z}]`, providerClass},
		{"scope", `[\x21\x23-\x5B\x5D-\x7E]`, scopeClass},
	} {
		re := regexp.MustCompile(`^` + row.pattern + `$`)
		in := 0
		for r := rune(0); r <= unicode.MaxRune; r++ {
			if !utf8.ValidRune(r) {
				continue
			}
			s := string(r)
			want := re.MatchString(s)
			if want {
				in++
			}
			if n, got, _ := row.class.scan(s); got != want || n != 1 {
				t.Errorf("%s: %U: in the class %v, by the pattern %v, %d characters", row.name, r, got, want, n)
			}
		}
		if in == 0 {
			t.Errorf("%s: the pattern matched nothing", row.name)
		}
	}
}

var (
	poolIDPattern = regexp.MustCompile(`^[0-9A-Za-z_-]+_[0-9a-zA-Z]+$`)
	arnPattern    = regexp.MustCompile(
		`^arn:[0-9A-Za-z_+=/,.@-]+:[0-9A-Za-z_+=/,.@-]+:([0-9A-Za-z_+=/,.@-]*)?:[0-9]+:` +
			`[0-9A-Za-z_+=/,.@-]+(:[0-9A-Za-z_+=/,.@-]+)?(:[0-9A-Za-z_+=/,.@-]+)?$`,
	)
)

// FuzzPatterns compares the patterns that have a structure with their regular
// expressions.
func FuzzPatterns(f *testing.F) {
	for _, s := range []string{"", "_", "a_b", "us-east-1_a", "a_b-c", "a-_", "__a", "arn:aws:m:us:1:a",
		"arn:a:b::1:c:d:e", "arn:a:b::1:c:d:e:f", "arn:a:b:::c", "arn:::::", "arn:a:b:c:1:d:"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if s == "" {
			return // reported by the length rule alone
		}
		if got, want := !scanUserPoolID(s).has(wrongCharacters), poolIDPattern.MatchString(s); got != want {
			t.Errorf("pool ID %q: %v, by the pattern %v", s, got, want)
		}
		if got, want := !scanARN(s).has(wrongCharacters), arnPattern.MatchString(s); got != want {
			t.Errorf("ARN %q: %v, by the pattern %v", s, got, want)
		}
	})
}
