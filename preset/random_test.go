package preset

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient"
)

// TestRandom: whatever it is given, a preset returns an error or a configuration
// without errors and warnings, with the ways to sign in that it declares.
func TestRandom(t *testing.T) {
	const inputs = 10_000
	r := &random{rand.New(rand.NewPCG(15, 20261126))}
	made, rejected := make(map[Kind]int), make(map[Kind]int)
	rules := make(map[string]bool) // that rejected one
	for i := range inputs {
		p, pool := r.preset()
		c, err := p.Config()
		if err != nil {
			rejected[p.Kind()]++
			for _, f := range err.(*Error).Findings {
				rules[f.Rule] = true
			}
			if c != nil || err.Error() == "" {
				t.Fatalf("input %d: %#v: a configuration beside the error %v", i, p, err)
			}
			continue
		}
		made[p.Kind()]++
		in := p.Kind().Context()
		in.Pool = pool
		for _, f := range userpoolclient.Check(c, in) {
			if f.Severity != userpoolclient.SeverityAdvice {
				t.Fatalf("input %d: %#v: %s %v", i, p, f.Severity, f)
			}
		}
		if diff := cmp.Diff(p.SignIn(), waysOf(c, in)); diff != "" {
			t.Fatalf("input %d: %#v (-declared +allowed):\n%s", i, p, diff)
		}
	}
	for _, k := range Kinds() {
		if made[k] < inputs/25 || rejected[k] < inputs/25 {
			t.Errorf("%s: %d made, %d rejected: the inputs are not varied", k, made[k], rejected[k])
		}
	}
	if len(rules) < 18 {
		t.Errorf("only %d rules rejected an input: %v", len(rules), rules)
	}
	t.Logf("made %v, rejected %v, by %d rules", made, rejected, len(rules))
}

// random draws the input of presets: mostly what is sound, so that some of it is
// sound as a whole.
type random struct{ *rand.Rand }

func (r *random) preset() (Preset, *userpoolclient.Pool) {
	pool := r.pool()
	h := hosted{
		Name:   r.word([]string{"shop", "Shop +=,.@-", "a"}, "", "ショップ", strings.Repeat("n", 129)),
		PoolID: r.word([]string{poolID, "us-east-1_a"}, "", "a1B2c3D4e"),
		Callbacks: r.list(1, []string{"https://shop.example/cb", "https://b.example/cb?x=1", "http://localhost:3000/cb",
			"com.shop.app:/cb", "https://例え.example/あ", "https://example.com"},
			"http://shop.example", "/cb", "https://a.example/#x", "https://*.a.example/", "", "javascript:alert(1)"),
		Logouts: r.list(0, []string{"https://shop.example/", "https://b.example/out", "com.shop.app:/out"},
			"https://a.example/#out", "http://a.example", strings.Repeat("https://", 200)),
		Scopes: r.list(0, []string{"openid", "openid", "openid", "api/read", "api/write", "aws.cognito.signin.user.admin"},
			"email", "profile", "Cognito", "api/", "a b/c"),
		Providers: r.list(0, []string{"COGNITO", "COGNITO", "Google"}, "SignInWithApple", "GOOGLE", "Okta", "",
			strings.Repeat("p", 33)),
		WriteAttributes: r.list(0, []string{"name", "email", "nickname", "custom:team", "custom:isAdmin"},
			"sub", "team", "", "email_verified"),
		AccessTokenLifetime: r.duration(), IDTokenLifetime: r.duration(), RefreshTokenLifetime: 24 * r.duration(),
		Pool: pool,
	}
	m := machine{h.Name, h.PoolID,
		r.list(1, []string{"api/read", "api/write"}, "https://api.example/v1/all", "openid", "read", ""),
		h.AccessTokenLifetime, pool}
	switch r.IntN(6) {
	case 0:
		return SPA(h), pool
	case 1:
		return Native(h), pool
	case 2:
		return Web(h), pool
	case 3:
		return Server{h.Name, h.PoolID, h.WriteAttributes, h.AccessTokenLifetime, h.IDTokenLifetime,
			h.RefreshTokenLifetime, pool}, pool
	case 4:
		return Machine(m), pool
	}
	return MachineToken(m), pool
}

func (r *random) pool() *userpoolclient.Pool {
	switch r.IntN(4) {
	case 0:
		return lite
	case 1:
		return &userpoolclient.Pool{Tier: "ESSENTIALS", IdentityProviders: []string{"Google", "Okta"},
			Scopes: []string{"api/read", "api/write"}, Attributes: full.Attributes, AttributeMappings: full.AttributeMappings}
	}
	return nil
}

// word draws one of some good words, now and then a bad one.
func (r *random) word(good []string, bad ...string) string {
	if r.IntN(20) == 0 {
		return bad[r.IntN(len(bad))]
	}
	return good[r.IntN(len(good))]
}

// list draws up to four words, now and then one of them twice; nil mostly where none
// need be.
func (r *random) list(least int, good []string, bad ...string) []string {
	n := least + r.IntN(4)
	if n == 0 && r.IntN(8) > 0 {
		return nil
	}
	list := []string{}
	for range n {
		if word := r.word(good, bad...); !slices.Contains(list, word) || r.IntN(50) == 0 {
			list = append(list, word)
		}
	}
	return list
}

func (r *random) duration() time.Duration {
	switch r.IntN(12) {
	case 0:
		if r.IntN(3) == 0 {
			return time.Duration(r.Int64())
		}
		return time.Duration(r.IntN(48)) * time.Hour
	case 1, 2, 3:
		return time.Duration(5+r.IntN(55)) * time.Minute
	}
	return 0
}
