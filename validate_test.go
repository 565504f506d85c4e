package userpoolclient

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
)

// realistic is a valid client of the size one meets: 20 members, 3 callbacks, 5
// scopes, 22 attributes.
func realistic() *Config {
	return mustParse(`
		"UserPoolId":"eu-central-1_a1B2c3D4e","ClientId":"1example23456789","ClientName":"shop (web)"`, `
		"ClientName":"shop web","AccessTokenValidity":60,"IdTokenValidity":60,"RefreshTokenValidity":30,
		"TokenValidityUnits":{"AccessToken":"minutes","IdToken":"minutes","RefreshToken":"days"},
		"ReadAttributes":["address","birthdate","email","email_verified","family_name","given_name","locale","name",
		"phone_number","picture","updated_at","custom:department"],
		"WriteAttributes":["address","birthdate","email","family_name","given_name","locale","name","phone_number",
		"picture","custom:department"],
		"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"],
		"SupportedIdentityProviders":["COGNITO","Google"],
		"CallbackURLs":["https://shop.a.example/oauth2/callback","https://staging.shop.a.example/oauth2/callback",
		"com.a.shop:/oauth2/callback"],
		"LogoutURLs":["https://shop.a.example/signed-out","https://staging.shop.a.example/signed-out"],
		"DefaultRedirectURI":"https://shop.a.example/oauth2/callback",
		"AllowedOAuthFlows":["code"],"AllowedOAuthScopes":["openid","email","profile",
		"https://api.a.example/orders.read","https://api.a.example/orders.write"],
		"AllowedOAuthFlowsUserPoolClient":true,"PreventUserExistenceErrors":"ENABLED","EnableTokenRevocation":true,
		"EnablePropagateAdditionalUserContextData":false,"AuthSessionValidity":3`)
}

// broken is realistic with eight errors in it.
func broken() *Config {
	c := realistic()
	c.ClientName = ptr("shop: web")
	c.AccessTokenValidity = ptr(int32(4))
	c.CallbackURLs = []string{
		"https://shop.a.example/#/cb",
		"http://shop.a.example",
		"https://shop.a.example/oauth2/callback",
	}
	c.LogoutURLs = []string{"/out"}
	c.AllowedOAuthScopes = []string{"openid", "orders"}
	c.ReadAttributes = append(c.ReadAttributes, "department")
	c.WriteAttributes = append(c.WriteAttributes, "sub")
	return c
}

// worst is as much as a request can hold: 200 URLs of 1024 characters and 2000
// attributes twice.
func worst(scale int) *Config {
	c := realistic()
	long := func(n int) []string {
		all := make([]string, n)
		for i := range all {
			head := fmt.Sprintf("https://a.example/%d/", i)
			all[i] = head + strings.Repeat("a", maxRedirectLength-len(head))
		}
		return all
	}
	attributes := func(n int) []string {
		all := make([]string, n)
		for i := range all {
			all[i] = fmt.Sprintf("custom:attribute_%d", i)
		}
		return all
	}
	c.CallbackURLs, c.LogoutURLs = long(scale), long(scale)
	c.DefaultRedirectURI = &c.CallbackURLs[scale-1]
	c.ReadAttributes, c.WriteAttributes = attributes(20*scale), attributes(20*scale)
	return c
}

func TestNoAllocs(t *testing.T) {
	c := realistic()
	pool := &Pool{
		Tier: "ESSENTIALS",
		Attributes: []Attribute{
			{Name: "email", Required: true, Mutable: true},
			{Name: "custom:department", Mutable: true},
		},
		IdentityProviders: []string{"Google"},
		Scopes:            []string{"https://api.a.example/orders.read", "https://api.a.example/orders.write"},
	}
	for _, row := range []struct {
		name string
		in   Context
	}{
		{"zero Context", Context{}},
		{"full Context",
			Context{Operation: OperationUpdate, Secret: SecretStatePresent, Kind: KindWeb, Pool: pool, Current: c}},
	} {
		if found := Check(c, row.in); found != nil {
			t.Fatalf("%s: the configuration must be clean:\n%s", row.name, lines(found))
		}
		if n := testing.AllocsPerRun(100, func() { Check(c, row.in) }); n != 0 {
			t.Errorf("%s: Check allocates %v times", row.name, n)
		}
		if n := testing.AllocsPerRun(100, func() { _ = Validate(c, row.in) }); n != 0 {
			t.Errorf("%s: Validate allocates %v times", row.name, n)
		}
	}
}

// TestNoAllocsGet: Get hands out a copy, so it allocates what a copy of the value
// needs and nothing else.
func TestNoAllocsGet(t *testing.T) {
	c := mustParse(web, `"AccessTokenValidity":60,"ClientName":"shop","ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"]`)
	for _, row := range []struct {
		field Field
		want  float64
		why   string
	}{
		{FieldDefaultRedirectURI, 0, "omitted"},
		{FieldRefreshTokenRotationFeature, 0, "in a structure that is omitted"},
		{FieldAllowedOAuthFlowsUserPoolClient, 0, "a boolean"},
		{FieldAccessTokenValidity, 0, "a number below 256, which the runtime keeps boxed"},
		{FieldClientName, 1, "the interface's copy of a string header"},
		{FieldCallbackURLs, 2, "a list, and the interface's copy of its header"},
		{FieldExplicitAuthFlows, 2, "a list of enums"},
	} {
		if got := testing.AllocsPerRun(100, func() { c.Get(row.field) }); got != row.want {
			t.Errorf("%s, %s: %v allocations, want %v", row.field, row.why, got, row.want)
		}
	}
}

// TestAllocsWhenBroken holds the price of eight findings: a message, and a
// place for it.
func TestAllocsWhenBroken(t *testing.T) {
	c := broken()
	var v *ValidationError
	if err := Validate(c, Context{}); !errors.As(err, &v) || len(v.Findings) != 8 {
		t.Fatalf("expected 8 errors, got %v", err)
	}
	const most = 20
	if n := testing.AllocsPerRun(100, func() { _ = Validate(c, Context{}) }); n > most {
		t.Errorf("8 findings cost %v allocations, more than %d", n, most)
	}
}

// TestGrowth: four times the lists cost at most four times the allocations. How
// the time grows is for BenchmarkWorst, because a test of it could flake.
func TestGrowth(t *testing.T) {
	cost := func(scale int) float64 {
		c := worst(scale)
		for i := range c.LogoutURLs { // a finding each
			c.LogoutURLs[i] = strings.Replace(c.LogoutURLs[i], "https:", "http:", 1)
		}
		return testing.AllocsPerRun(5, func() { Check(c, Context{}) })
	}
	small, large := cost(100), cost(400)
	if small == 0 {
		t.Fatal("every logout URL has a finding, so it must allocate: the test saw nothing")
	}
	if large > 4*small+64 {
		t.Errorf("%v allocations for 100 URLs, %v for 400", small, large)
	}
}

// TestDependencies: the root package stands on the standard library and the
// SDK's enums, so that importing it costs next to nothing.
func TestDependencies(t *testing.T) {
	allowed := map[string]string{
		"github.com/userpoolclient/userpoolclient": "this package",
		"github.com/userpoolclient/userpoolclient/internal/jsontext": "the JSON reader shared with " +
			"iac; it imports the standard library only",
		"github.com/userpoolclient/userpoolclient/internal/nearest":                      "suggests names, for iac and the command too; standard library only",
		"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types":             "the API's enums",
		"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/document":          "pulled in by types",
		"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/internal/document": "pulled in by types",
		"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/schemas": "pulled in by types since " +
			"v1.74: the schemas of its errors",
		"github.com/aws/smithy-go/prelude":                 "pulled in by schemas",
		"github.com/aws/smithy-go/traits":                  "pulled in by schemas",
		"github.com/aws/smithy-go":                         "pulled in by types",
		"github.com/aws/smithy-go/document":                "pulled in by types",
		"github.com/aws/smithy-go/document/internal/serde": "pulled in by types",
		"github.com/aws/smithy-go/document/json":           "pulled in by types",
		"github.com/aws/smithy-go/encoding":                "pulled in by types",
		"github.com/aws/smithy-go/encoding/json":           "pulled in by types",
	}
	forbidden := map[string]string{
		"regexp":        "patterns are tables here; a regular expression costs more than the whole check",
		"net/http":      "nothing here talks to a network",
		"text/template": "docs are written by loops; templates pull in half of the standard library's reflection",
	}
	direct, err := exec.Command("go", "list", "-f", `{{join .Imports "\n"}}`, ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range strings.Fields(string(direct)) {
		if why, ok := forbidden[p]; ok {
			t.Errorf("the root must not import %s: %s", p, why)
		}
	}
	all, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, p := range strings.Fields(string(all)) {
		host, _, _ := strings.Cut(p, "/")
		if !strings.Contains(host, ".") {
			continue // the standard library
		}
		seen++
		if allowed[p] == "" {
			t.Errorf("the root must not depend on %s; put what needs it into a package at the edge", p)
		}
	}
	if seen < 2 {
		t.Errorf("go list named %d dependencies: the test saw nothing", seen)
	}
}

func TestValidationError(t *testing.T) {
	if err := Validate(realistic(), Context{}); err != nil {
		t.Errorf("a valid configuration must give a true nil, got %v", err)
	}
	err := fmt.Errorf(
		"wrapped: %w",
		Validate(
			mustParse(
				web,
				`"CallbackURLs":["https://a.example/cb","https://a.example/#x"],"AllowedOAuthScopes":["openid","nope"]`,
			),
			Context{},
		),
	)
	var v *ValidationError
	if !errors.As(err, &v) || len(v.Findings) != 2 {
		t.Fatalf("expected a *ValidationError with 2 findings, got %v", err)
	}
	var f *Finding
	if !errors.As(err, &f) || f.Path() != "CallbackURLs[1]" || f.Pointer() != "/CallbackURLs/1" ||
		f.Rule != "redirect-fragment" {
		t.Errorf("errors.As must reach the first finding, got %+v", f)
	}
	const want = `2 errors:
  CallbackURLs[1] "https://a.example/#x" has a fragment; remove the # and what follows [redirect-fragment]
  AllowedOAuthScopes[1] "nope" is neither a reserved scope nor a resource server's identifier/name; use phone, email, openid, profile or aws.cognito.signin.user.admin, or identifier/name [scope-format]`
	if v.Error() != want {
		t.Errorf("Error() =\n%s\nwant\n%s", v, want)
	}
	one := &ValidationError{v.Findings[:1]}
	if got, _, _ := strings.Cut(want[len("2 errors:\n  "):], "\n"); one.Error() != got {
		t.Errorf("one finding is one line, got %q", one)
	}
	if Check(nil, Context{}) != nil || Validate(nil, Context{}) == nil {
		t.Error("a nil configuration has no findings and is not valid")
	}
}

func TestFindingJSON(t *testing.T) {
	f := Check(mustParse(web, `"CallbackURLs":["https://a.example/cb","https://example.com/cb"]`), Context{})[0]
	data, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"rule":"redirect-placeholder","severity":"advice","harm":"medium","field":"CallbackURLs","index":1,` +
		`"path":"CallbackURLs[1]","pointer":"/CallbackURLs/1",` +
		`"message":"\"https://example.com/cb\" names \"example.com\", a host for documentation and tests","fix":"replace ` +
		`it with your own host"}`
	if string(data) != want {
		t.Errorf("got  %s\nwant %s", data, want)
	}
	var back Finding
	if err := json.Unmarshal(data, &back); err != nil || !reflect.DeepEqual(back, f) {
		t.Errorf("reading it back gives %+v, %v", back, err)
	}
	nested := Finding{Field: FieldTokenValidityUnitsAccessToken, Index: -1}
	if nested.Pointer() != "/TokenValidityUnits/AccessToken" || nested.Path() != "TokenValidityUnits.AccessToken" {
		t.Errorf("a member of a structure is at %s, %s", nested.Pointer(), nested.Path())
	}
}

// TestSecretIsNeverShown prints a secret in every way that Go knows.
func TestSecretIsNeverShown(t *testing.T) {
	const value = "s3cr3tValue"
	s := NewSecret(value)
	c := &Config{ClientSecret: &s, GenerateSecret: ptr(true)}
	var out []string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T %v", "%10.3s", "%t"} {
		out = append(
			out,
			fmt.Sprintf(verb, s),
			fmt.Sprintf(verb, &s),
			fmt.Sprintf(verb, *c),
			fmt.Sprintf(verb, c),
			fmt.Sprintf(verb, []Secret{s}),
			fmt.Sprintf(verb, struct{ S Secret }{s}),
		)
	}
	var buf bytes.Buffer
	slog.New(slog.NewTextHandler(&buf, nil)).Info("x", "s", s, "p", &s, "c", c)
	slog.New(slog.NewJSONHandler(&buf, nil)).Info("x", "s", s, "p", &s, "c", c)
	out = append(out, buf.String(), s.String())
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	out = append(out, string(data))
	var binary bytes.Buffer
	if err := gob.NewEncoder(&binary).Encode(c); err != nil {
		t.Fatal(err)
	}
	out = append(out, binary.String())
	for _, in := range []Context{{}, {Operation: OperationCreate}, {Operation: OperationUpdate, Current: c}} {
		out = append(out, lines(Check(c, in)))
	}
	hex := fmt.Sprintf("%x", value)
	for _, o := range out {
		if strings.Contains(o, value) || strings.Contains(strings.ToLower(o), hex) {
			t.Errorf("the secret shows in %q", o)
		}
	}
	if !strings.Contains(string(data), `"ClientSecret":"(secret)"`) {
		t.Errorf("JSON must say that there is a secret: %s", data)
	}
}

// TestUnknownElement: one element that is not known yet leaves the others
// judged, and silences the rules about the list as a whole.
func TestUnknownElement(t *testing.T) {
	c := mustParse(
		web,
		`"CallbackURLs":["http://a.example/cb","","https://a.example/#x"],"DefaultRedirectURI":"https://b.example/cb"`,
	)
	c.Unknown = []Field{"CallbackURLs[1]"}
	var got []string
	for _, f := range Check(c, Context{}) {
		got = append(got, f.Path()+" "+f.Rule)
	}
	want := []string{"CallbackURLs[0] redirect-http", "CallbackURLs[2] redirect-fragment"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	c.Unknown = []Field{FieldCallbackURLs}
	if found := Check(c, Context{}); found != nil {
		t.Errorf("with the list unknown:\n%s", lines(found))
	}
}

func TestConcurrentUse(t *testing.T) {
	c := broken()
	want := Check(c, Context{})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if got := Check(c, Context{}); !reflect.DeepEqual(got, want) {
					t.Error("the answer varies")
				}
			}
		})
	}
	wg.Wait()
}

// FuzzCheck: Check never panics, answers twice the same, and changes nothing.
func FuzzCheck(f *testing.F) {
	for _, r := range catalogue() {
		for _, e := range []Example{r.Bad, r.Good} {
			data, err := json.Marshal(e.Config())
			if err != nil {
				f.Fatal(err)
			}
			if len(data) < 1<<14 {
				in := e.Context()
				f.Add(data, byte(in.Operation), byte(in.Secret), byte(in.Kind))
			}
		}
	}
	pool := mustParsePool(
		`{"Tier":"LITE","Attributes":[{"Name":"email","Required":true},{"Name":"custom:a","Mutable":true}],` +
			`"IdentityProviders":["Google"],"Scopes":["api/read"],"AttributeMappings":[{"Provider":"Google",` +
			`"Attribute":"email"}]}`,
	)
	f.Fuzz(func(t *testing.T, data []byte, operation, secret, kind byte) {
		c, err := Parse(data)
		if err != nil {
			return
		}
		before, _ := json.Marshal(c)
		for _, in := range []Context{
			{Operation: Operation(operation), Secret: SecretState(secret), Kind: Kind(kind)},
			{Operation: Operation(operation), Pool: pool, Current: c},
		} {
			first := Check(c, in)
			if second := Check(c, in); !reflect.DeepEqual(first, second) {
				t.Errorf("two answers:\n%s\n%s", lines(first), lines(second))
			}
			errs := slices.DeleteFunc(slices.Clone(first), func(f Finding) bool { return f.Severity != SeverityError })
			var v *ValidationError
			if err := Validate(
				c,
				in,
			); err != nil != (len(errs) > 0) ||
				errors.As(err, &v) && !reflect.DeepEqual(v.Findings, errs) {
				t.Errorf("Validate and Check disagree: %v\n%s", err, lines(first))
			}
			for i := range first {
				if strings.Contains(first[i].Error(), "%!") {
					t.Errorf("a broken message: %s", first[i].Error())
				}
			}
		}
		if after, _ := json.Marshal(c); !bytes.Equal(before, after) {
			t.Errorf("Check changed its input:\n%s\n%s", before, after)
		}
	})
}

// FuzzRedirect: our scanner and net/url agree on the parts wherever both accept
// a URL.
func FuzzRedirect(f *testing.F) {
	for _, s := range []string{"https://a.example/cb", "http://u@h:80/p?q#f", "http://[::1]:1/", "myapp://",
		"com.a:/cb",
		"HTTP://LOCALHOST", "//h", "a:b:c@d", "https://a:b@c:1", "x", "1a:", "http://localhost?x", "http://h/?a=b@c",
		"javascript:alert(1)", "data:,x", "https://あ/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !scanRedirect(s).shaped() {
			return
		}
		theirs, err := url.Parse(s)
		if err != nil {
			return
		}
		ours := splitRedirect(s)
		if !strings.EqualFold(ours.scheme, theirs.Scheme) {
			t.Errorf("%q: scheme %q, by net/url %q", s, ours.scheme, theirs.Scheme)
		}
		if ours.fragment != strings.Contains(s, "#") || theirs.Fragment != "" && !ours.fragment {
			t.Errorf("%q: fragment %v, by net/url %q", s, ours.fragment, theirs.Fragment)
		}
		if strings.ContainsAny(theirs.Host, "%") || strings.Contains(s, "%") || theirs.Opaque != "" {
			return // net/url decodes; the service does not
		}
		host := ours.host
		if strings.HasPrefix(host, "[") && strings.HasSuffix(host, "]") {
			host = host[1 : len(host)-1]
		}
		if theirs.Scheme != "" && host != theirs.Hostname() {
			t.Errorf("%q: host %q, by net/url %q", s, host, theirs.Hostname())
		}
		if theirs.Scheme != "" && ours.userinfo != (theirs.User != nil) {
			t.Errorf("%q: user information %v, by net/url %v", s, ours.userinfo, theirs.User)
		}
		if theirs.Scheme != "" && ours.query != theirs.RawQuery {
			t.Errorf("%q: query %q, by net/url %q", s, ours.query, theirs.RawQuery)
		}
	})
}

func BenchmarkValid(b *testing.B) {
	c := realistic()
	b.Run("Validate", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = Validate(c, Context{})
		}
	})
	b.Run("Check", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			Check(c, Context{})
		}
	})
}

func BenchmarkInvalid(b *testing.B) {
	c := broken()
	b.ReportAllocs()
	for b.Loop() {
		_ = Validate(c, Context{})
	}
}

// BenchmarkWorst grows the largest request fourfold twice; the throughput must
// not fall.
func BenchmarkWorst(b *testing.B) {
	for _, scale := range []int{100, 400, 1600} {
		c := worst(scale)
		size := 0
		for _, l := range [][]string{c.CallbackURLs, c.LogoutURLs, c.ReadAttributes, c.WriteAttributes} {
			for _, s := range l {
				size += len(s)
			}
		}
		b.Run(fmt.Sprint(scale, "URLs"), func(b *testing.B) {
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				Check(c, Context{})
			}
		})
	}
}

// TestUnknownElementsGrowth: twice the elements that are not known cost about twice
// the allocations, not four times.
func TestUnknownElementsGrowth(t *testing.T) {
	cost := func(n int) float64 {
		c := &Config{CallbackURLs: make([]string, n)}
		for i := range n {
			c.CallbackURLs[i] = "http://a.example/"
			if i%2 == 0 {
				c.Unknown = append(c.Unknown, elementOf(FieldCallbackURLs, i))
			}
		}
		return testing.AllocsPerRun(3, func() {
			Check(c, Context{})
			Skipped(c, Context{})
		})
	}
	small, large := cost(500), cost(1000)
	if small < 500 {
		t.Fatalf("%v allocations: the test saw nothing", small)
	}
	if large > 2.3*small {
		t.Errorf("%v allocations for 500 elements, %v for 1000", small, large)
	}
}
