package preset

import (
	"errors"
	"flag"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
	"github.com/userpoolclient/userpoolclient/sdk"
)

// go test ./... -update rewrites golden files wherever there are some.
var _ = flag.Bool("update", false, "rewrite golden files (none here)")

const poolID = "eu-central-1_a1B2c3D4e"

var (
	callbacks = []string{"https://shop.example/cb"}
	logouts   = []string{"https://shop.example/"}
	scopes    = []string{"api/read"}
	lite      = &userpoolclient.Pool{Tier: "LITE"}
	full      = &userpoolclient.Pool{
		Tier: "PLUS", IdentityProviders: []string{"Google"}, Scopes: []string{"api/read"},
		Attributes: []userpoolclient.Attribute{
			{Name: "nickname", Required: true, Mutable: true}, {Name: "sub", Required: true},
			{Name: "custom:isAdmin", Mutable: true}, {Name: "custom:team", Mutable: true},
		},
		AttributeMappings: []userpoolclient.AttributeMapping{
			{Provider: "Google", Attribute: "picture"}, {Provider: "Google", Attribute: "username"},
			{Provider: "Corp", Attribute: "custom:team"},
		},
	}
)

// canonical has each preset with what it must have, and what its comment tells to
// give beside: the page for signed-out users.
func canonical(pool *userpoolclient.Pool) []Preset {
	return []Preset{
		SPA{Name: "shop", PoolID: poolID, Callbacks: callbacks, Logouts: logouts, Pool: pool},
		Native{Name: "shop", PoolID: poolID, Callbacks: []string{"com.shop.app:/cb"}, Logouts: logouts, Pool: pool},
		Web{Name: "shop", PoolID: poolID, Callbacks: callbacks, Logouts: logouts, Pool: pool},
		Server{Name: "shop", PoolID: poolID, Pool: pool},
		Machine{Name: "shop", PoolID: poolID, Scopes: scopes, Pool: pool},
		MachineToken{Name: "shop", PoolID: poolID, Scopes: scopes, Pool: pool},
	}
}

func mustConfig(t *testing.T, p Preset) *userpoolclient.Config {
	t.Helper()
	c, err := p.Config()
	if err != nil {
		t.Fatalf("%s: %v", p.Kind(), err)
	}
	return c
}

// TestNothingFound: what a preset makes breaks no rule, in whatever pool.
func TestNothingFound(t *testing.T) {
	seen := make(map[Kind]bool)
	for name, pool := range map[string]*userpoolclient.Pool{"not known": nil, "LITE": lite, "full": full} {
		for _, p := range canonical(pool) {
			c := mustConfig(t, p)
			in := p.Kind().Context()
			in.Pool = pool
			for _, f := range userpoolclient.Check(c, in) {
				t.Errorf("%s, pool %s: %s %v", p.Kind(), name, f.Severity, f)
			}
			seen[p.Kind()] = true
		}
	}
	if len(seen) != len(Kinds()) {
		t.Fatalf("saw %v of %v", seen, Kinds())
	}
}

// TestExemptions: the advice that the comments of the kinds name, and no other, is
// there where only what must be set is set.
func TestExemptions(t *testing.T) {
	for _, test := range []struct {
		why    string
		preset Preset
		want   []string
	}{
		{"an SPA without a page for signed-out users", SPA{Name: "shop", PoolID: poolID, Callbacks: callbacks},
			[]string{"logout-urls-missing"}},
		{"a native application without one", Native{Name: "shop", PoolID: poolID, Callbacks: callbacks},
			[]string{"logout-urls-missing"}},
		{"a native application with loopback beside public URLs", Native{Name: "shop", PoolID: poolID, Logouts: logouts,
			Callbacks: []string{"https://shop.example/cb", "http://127.0.0.1:8400/cb"}},
			[]string{"redirect-loopback-with-public"}},
		{"a web application without one", Web{Name: "shop", PoolID: poolID, Callbacks: callbacks},
			[]string{"logout-urls-missing"}},
		{"what the caller chooses", SPA{Name: "shop", PoolID: poolID, Callbacks: callbacks, Logouts: logouts,
			AccessTokenLifetime: 2 * time.Hour, WriteAttributes: []string{"custom:isAdmin"}},
			[]string{"write-attribute-privileged", "access-token-long"}},
	} {
		var got []string
		for _, f := range userpoolclient.Check(mustConfig(t, test.preset), test.preset.Kind().Context()) {
			got = append(got, f.Rule)
		}
		slices.Sort(got)
		slices.Sort(test.want)
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got %v, want %v", test.why, got, test.want)
		}
	}
}

// waysOf is what a client allows, by the library's own account of it.
func waysOf(c *userpoolclient.Config, in userpoolclient.Context) []Way {
	var all []Way
	for _, s := range userpoolclient.SignIn(c, in) {
		if s.Allowed != userpoolclient.AnswerNo {
			all = append(all, Way{s.API, s.Flow, s.Allowed})
		}
	}
	return all
}

// TestSignIn: a client has exactly the ways to sign in that its preset declares.
func TestSignIn(t *testing.T) {
	for _, pool := range []*userpoolclient.Pool{nil, lite, full} {
		for _, p := range canonical(pool) {
			in := p.Kind().Context()
			in.Pool = pool
			if diff := cmp.Diff(p.SignIn(), waysOf(mustConfig(t, p), in)); diff != "" {
				t.Errorf("%s (-declared +allowed):\n%s", p.Kind(), diff)
			}
		}
	}
}

// TestUsersStayOut: what each kind is for, in the words of SignIn: a second account
// of the ways, by hand.
func TestUsersStayOut(t *testing.T) {
	const initiate, admin, authorize, token = "InitiateAuth", "AdminInitiateAuth", "/oauth2/authorize", "/oauth2/token"
	signsIn := func(w Way) bool {
		renews := strings.HasPrefix(w.Flow, "REFRESH") || strings.HasPrefix(w.Flow, "refresh")
		return (w.API == initiate || w.API == admin || strings.HasPrefix(w.API, "/") || w.API == "GetClientToken") && !renews
	}
	srp, code := []Way{{initiate, "USER_SRP_AUTH", yes}, {admin, "USER_SRP_AUTH", yes}},
		[]Way{{authorize, "code", yes}, {token, "authorization_code", yes}}
	for _, test := range []struct {
		pool *userpoolclient.Pool
		want map[Kind][]Way
	}{
		{nil, map[Kind][]Way{
			KindSPA: slices.Concat(srp, code), KindNative: slices.Concat(srp, code), KindWeb: code,
			KindServer:       {{admin, "ADMIN_USER_PASSWORD_AUTH", yes}, {admin, "ADMIN_NO_SRP_AUTH", yes}},
			KindMachine:      {{token, "client_credentials", yes}},
			KindMachineToken: {{"GetClientToken", "", yes}},
		}},
		{lite, map[Kind][]Way{KindSPA: code, KindNative: code, KindWeb: code}},
	} {
		for _, p := range canonical(test.pool) {
			want, ok := test.want[p.Kind()]
			if !ok {
				continue
			}
			got := slices.DeleteFunc(waysOf(mustConfig(t, p), p.Kind().Context()), func(w Way) bool { return !signsIn(w) })
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", p.Kind(), diff)
			}
		}
	}
}

// TestDefaults: what a preset decides.
func TestDefaults(t *testing.T) {
	hours := func(n int) time.Duration { return time.Duration(n) * time.Hour }
	type lifetimes struct{ access, id, refresh time.Duration }
	for kind, want := range map[Kind]lifetimes{
		KindSPA: {hours(1), hours(1), hours(24)}, KindNative: {hours(1), hours(1), hours(720)},
		KindWeb: {hours(1), hours(1), hours(720)}, KindServer: {hours(1), hours(1), hours(720)},
		KindMachine: {hours(1), hours(1), hours(720)}, KindMachineToken: {hours(1), hours(1), hours(720)},
	} {
		c := mustConfig(t, canonical(nil)[slices.Index(Kinds(), kind)])
		var got lifetimes
		got.access, _ = c.AccessTokenLifetime()
		got.id, _ = c.IdTokenLifetime()
		got.refresh, _ = c.RefreshTokenLifetime()
		if got != want {
			t.Errorf("%s: lifetimes %v, want %v", kind, got, want)
		}
		if secret := *c.GenerateSecret; secret == kind.public() {
			t.Errorf("%s: GenerateSecret %v", kind, secret)
		}
		if c.PreventUserExistenceErrors != "ENABLED" || c.EnableTokenRevocation == nil || !*c.EnableTokenRevocation {
			t.Errorf("%s: %s, revocation %v", kind, c.PreventUserExistenceErrors, c.EnableTokenRevocation)
		}
		if enabled := c.RefreshTokenRotation != nil; enabled != kind.public() {
			t.Errorf("%s: rotation %v", kind, c.RefreshTokenRotation)
		}
	}
	spa := mustConfig(t, canonical(nil)[0])
	if !slices.Equal(spa.SupportedIdentityProviders, []string{"COGNITO"}) ||
		!slices.Equal(spa.AllowedOAuthScopes, []string{"openid"}) {
		t.Errorf("providers %v, scopes %v", spa.SupportedIdentityProviders, spa.AllowedOAuthScopes)
	}
}

// TestWriteAttributes: the default holds what the pool requires and what the client's
// providers write, and nothing that no client may write.
func TestWriteAttributes(t *testing.T) {
	withGoogle := SPA{Name: "shop", PoolID: poolID, Callbacks: callbacks, Providers: []string{"Google"}, Pool: full}
	for _, test := range []struct {
		why    string
		preset Preset
		want   string
	}{
		{"the pool is not known", canonical(nil)[0], "email family_name given_name name phone_number"},
		{"the pool requires one", canonical(full)[0], "email family_name given_name name nickname phone_number"},
		{"Google writes one", withGoogle, "email family_name given_name name nickname phone_number picture"},
		{"the caller decides", SPA{Name: "shop", PoolID: poolID, Callbacks: callbacks,
			WriteAttributes: []string{"nickname"}, Pool: full}, "nickname"},
	} {
		if got := strings.Join(mustConfig(t, test.preset).WriteAttributes, " "); got != test.want {
			t.Errorf("%s: got %s, want %s", test.why, got, test.want)
		}
	}
}

// TestWrong: what a preset rejects, with everything at once.
func TestWrong(t *testing.T) {
	for _, test := range []struct {
		why    string
		preset Preset
		want   []string // what the error says
	}{
		{"nothing is set", SPA{}, []string{"user-pool-id-required", "client-name-required", "callback-urls-required"}},
		{"plain http", SPA{Name: "shop", PoolID: poolID, Callbacks: []string{"http://shop.example/cb"}},
			[]string{"redirect-http"}},
		{"a warning is an error here: email without openid", Web{Name: "shop", PoolID: poolID, Callbacks: callbacks,
			Scopes: []string{"email"}}, []string{"scope-openid-missing"}},
		{"a warning is an error here: a provider's case", Web{Name: "shop", PoolID: poolID, Callbacks: callbacks,
			Providers: []string{"GOOGLE"}}, []string{"identity-provider-case"}},
		{"no provider at all", Web{Name: "shop", PoolID: poolID, Callbacks: callbacks, Providers: []string{}},
			[]string{"identity-providers-missing"}},
		{"a provider that the pool lacks", Web{Name: "shop", PoolID: poolID, Callbacks: callbacks,
			Providers: []string{"Okta"}, Pool: full}, []string{"identity-provider-not-in-pool"}},
		{"two lifetimes out of range", Server{Name: "shop", PoolID: poolID, AccessTokenLifetime: time.Minute,
			RefreshTokenLifetime: 4000 * 24 * time.Hour}, []string{"AccessTokenValidity: ", "RefreshTokenValidity: "}},
		{"an access token that outlives the refresh token", Server{Name: "shop", PoolID: poolID,
			AccessTokenLifetime: 2 * time.Hour, RefreshTokenLifetime: time.Hour}, []string{"token-validity-order"}},
		{"a list that stands for every attribute", Server{Name: "shop", PoolID: poolID, WriteAttributes: []string{}},
			[]string{"WriteAttributes is empty"}},
		{"a machine without scopes", Machine{Name: "shop", PoolID: poolID}, []string{"oauth-flows-scopes-required"}},
		{"a machine with a scope about a user", Machine{Name: "shop", PoolID: poolID, Scopes: []string{"openid"}},
			[]string{"client-credentials-reserved-scope"}},
		{"GetClientToken without scopes", MachineToken{Name: "shop", PoolID: poolID},
			[]string{"AllowedOAuthScopes is empty"}},
		{"GetClientToken with a scope about a user", MachineToken{Name: "shop", PoolID: poolID,
			Scopes: []string{"api/read", "email"}}, []string{`AllowedOAuthScopes[1] "email"`}},
	} {
		c, err := test.preset.Config()
		if err == nil || c != nil {
			t.Errorf("%s: there is no error", test.why)
			continue
		}
		for _, want := range test.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: the error lacks %q:\n%v", test.why, want, err)
			}
		}
	}
}

// TestErrorUnwraps: errors.As reaches what is wrong.
func TestErrorUnwraps(t *testing.T) {
	_, err := SPA{Name: "shop", PoolID: poolID, AccessTokenLifetime: time.Second}.Config()
	var whole *Error
	var finding *userpoolclient.Finding
	var lifetime *userpoolclient.LifetimeError
	if !errors.As(err, &whole) || whole.Kind != KindSPA || !errors.As(err, &finding) || !errors.As(err, &lifetime) {
		t.Errorf("%#v", err)
	}
}

// TestIndependence: a configuration shares nothing with its preset.
func TestIndependence(t *testing.T) {
	p := SPA{Name: "shop", PoolID: poolID, Callbacks: slices.Clone(callbacks), Logouts: slices.Clone(logouts),
		Scopes: []string{"openid"}, Providers: []string{"COGNITO"}, WriteAttributes: []string{"name"}}
	first := mustConfig(t, p)
	for _, list := range [][]string{p.Callbacks, p.Logouts, p.Scopes, p.Providers, p.WriteAttributes} {
		list[0] = "changed"
	}
	*first.EnableTokenRevocation = false
	for _, f := range userpoolclient.Fields() {
		elements, _ := first.Elements(f.Name)
		if slices.Contains(elements, "changed") {
			t.Errorf("%s shares its list with the preset", f.Name)
		}
	}
	if second := mustConfig(t, canonical(nil)[0]); !*second.EnableTokenRevocation {
		t.Error("two configurations share a value")
	}
}

// TestReasons: each member that a preset sets has a reason, which names a rule about
// it, but for the name and the pool.
func TestReasons(t *testing.T) {
	for _, pool := range []*userpoolclient.Pool{nil, lite} {
		for _, p := range canonical(pool) {
			c := mustConfig(t, p)
			reasons := make(map[userpoolclient.Field]Reason)
			for _, r := range p.Kind().Reasons(c) {
				reasons[r.Field] = r
				rule, ok := userpoolclient.RuleByID(r.Rule)
				if !ok {
					t.Errorf("%s, %s: there is no rule %q", p.Kind(), r.Field, r.Rule)
				}
				if !slices.ContainsFunc(rule.Fields, func(f userpoolclient.Field) bool {
					return f == r.Field || strings.HasPrefix(string(f), string(r.Field)+".")
				}) {
					t.Errorf("%s: the rule %s is not about %s", p.Kind(), r.Rule, r.Field)
				}
			}
			for _, info := range userpoolclient.Fields() {
				_, set := c.Get(info.Name)
				_, has := reasons[info.Name]
				own := info.Name == userpoolclient.FieldUserPoolId || info.Name == userpoolclient.FieldClientName
				if want := set && info.Parent == "" && !own; has != want {
					t.Errorf("%s: %s is set %v and has a reason %v", p.Kind(), info.Name, set, has)
				}
			}
		}
	}
}

// TestKinds: names go back and forth, and each preset is of its kind.
func TestKinds(t *testing.T) {
	for i, k := range Kinds() {
		text, err := k.MarshalText()
		var back Kind
		if err != nil || back.UnmarshalText(text) != nil || back != k {
			t.Errorf("%s comes back as %s", k, back)
		}
		if got := canonical(nil)[i].Kind(); got != k {
			t.Errorf("the preset of %s is of the kind %s", k, got)
		}
		if k.Client() == userpoolclient.KindUnknown {
			t.Errorf("%s is no kind to the rules", k)
		}
	}
	var none Kind
	if err := none.UnmarshalText([]byte("mobile")); err == nil {
		t.Error("there is no kind mobile")
	}
	if none.Client() != userpoolclient.KindUnknown || none.String() != "unknown" {
		t.Error("the zero Kind must be unknown")
	}
}

// TestServiceAccepts: the real SDK creates each client at the test server, which
// answers with the client that was meant.
func TestServiceAccepts(t *testing.T) {
	server := cognitotest.NewServer(t)
	client := server.Client(sdk.Guard(sdk.GuardOptions{}))
	id := makePool(t, client)
	for _, p := range canonical(nil) {
		c := mustConfig(t, p)
		c.UserPoolId = &id
		if p.Kind().machine() {
			c.AllowedOAuthScopes = []string{"api/read"}
		}
		input, err := sdk.CreateInput(c, userpoolclient.Context{})
		if err != nil {
			t.Fatal(err)
		}
		out, err := client.CreateUserPoolClient(t.Context(), input)
		if err != nil {
			t.Errorf("%s: %v", p.Kind(), err)
			continue
		}
		made := sdk.FromClient(*out.UserPoolClient)
		if diff := userpoolclient.Diff(made, c); diff != nil {
			t.Errorf("%s: the service made another client: %v", p.Kind(), diff)
		}
		if hasSecret := made.ClientSecret != nil; hasSecret == p.Kind().public() {
			t.Errorf("%s: a secret: %v", p.Kind(), hasSecret)
		}
	}
}
