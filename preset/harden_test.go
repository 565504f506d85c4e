package preset

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient"
)

// left are the rules of severity advice that Harden leaves to the client's owner, and
// why. It answers all others.
var left = map[string]string{
	"public-client-with-secret":          "no update can take a secret away",
	"confidential-client-without-secret": "no update can add one",
	"logout-urls-missing":                "only the owner knows the page",
	"context-data-trusted":               "only the owner knows what the server sends",
	"scope-self-service":                 "only the owner knows what the application uses",
	"scope-all-reserved":                 "only the owner knows what the application uses",
	"redirect-loopback-with-public":      "another client is needed",
	"redirect-scheme-not-reverse-dns":    "the application claims the scheme",
	"redirect-dangerous-scheme":          "only the owner knows the URL that is meant",
	"redirect-userinfo":                  "only the owner knows the URL that is meant",
	"redirect-placeholder":               "only the owner knows the URL that is meant",
	"redirect-open-redirect":             "the application must change first",
}

// kindOf is a kind of client with which a rule's example is judged as it asks.
func kindOf(in userpoolclient.Context, c *userpoolclient.Config) Kind {
	switch {
	case in.Kind == userpoolclient.KindSPA:
		return KindSPA
	case in.Kind == userpoolclient.KindNative:
		return KindNative
	case in.Kind == userpoolclient.KindMachine, slices.Contains(c.AllowedOAuthFlows,
		types.OAuthFlowTypeClientCredentials):
		return KindMachine
	case in.Secret == userpoolclient.SecretStateAbsent && in.Kind == userpoolclient.KindUnknown:
		return KindSPA // known to have none
	}
	return KindWeb
}

// TestHardenAnswers: of each advice, the example that breaks it is answered, or left
// with the reason that the list above gives.
func TestHardenAnswers(t *testing.T) {
	seen := 0
	for _, rule := range userpoolclient.Rules() {
		if rule.Severity != userpoolclient.SeverityAdvice {
			continue
		}
		seen++
		current, in := rule.Bad.Config(), rule.Bad.Context()
		if current.GenerateSecret != nil && *current.GenerateSecret { // as Describe shows it
			current.ClientSecret = new(userpoolclient.NewSecret("0123456789abcdefghijklmnop"))
		}
		current.GenerateSecret = nil
		if current.UserPoolId == nil {
			current.UserPoolId = new(poolID)
		}
		current.ClientId = new("1example23456789")
		h, err := Harden(current, kindOf(in, current), in.Pool)
		if err != nil {
			t.Errorf("%s: %v", rule.ID, err)
			continue
		}
		is := func(f userpoolclient.Finding) bool { return f.Rule == rule.ID }
		answered, open := slices.ContainsFunc(h.Answered, is), slices.ContainsFunc(h.Open, is)
		// Needs a secret that is known to be absent, which Describe cannot show of a
		// confidential client.
		if rule.ID == "confidential-client-without-secret" {
			open = true
		}
		_, leave := left[rule.ID]
		if answered == leave || open != leave {
			t.Errorf("%s: answered %v, open %v, and it is left %v: %q\n%v",
				rule.ID, answered, open, leave, left[rule.ID], h.Changes)
		}
		if answered && h.Changes == nil && rule.ID != "write-attributes-default" { // which writes the default out
			t.Errorf("%s is answered and nothing changes", rule.ID)
		}
		if slices.ContainsFunc(userpoolclient.Check(h.Config, userpoolclient.Context{
			Operation: userpoolclient.OperationUpdate, Kind: in.Kind, Secret: in.Secret, Pool: in.Pool,
			Current: current,
		}), is) != leave {
			t.Errorf("%s: the update still breaks it: %v", rule.ID, !leave)
		}
	}
	if seen < 25 || len(left) > seen/2 {
		t.Fatalf("saw %d advices, %d of them left", seen, len(left))
	}
}

// TestHardenSays: what applications have to follow, and what is not verified, has a
// note.
func TestHardenSays(t *testing.T) {
	client := func(members string) *userpoolclient.Config {
		c, err := userpoolclient.Parse([]byte(`{"UserPoolId":"` + poolID + `","ClientId":"1example23456789",` +
			`"ClientName":"shop","PreventUserExistenceErrors":"ENABLED","WriteAttributes":["name"]` + members + `}`))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	const srp = `,"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]`
	plus := &userpoolclient.Pool{Tier: "PLUS"}
	custom := &userpoolclient.Pool{Attributes: []userpoolclient.Attribute{{Name: "custom:team", Mutable: true}}}
	for _, test := range []struct {
		why          string
		current      *userpoolclient.Config
		kind         Kind
		pool         *userpoolclient.Pool
		said         []userpoolclient.Field
		undetermined []userpoolclient.Field
	}{
		{"rotation in a pool of which the tier is not known", client(srp),
			KindSPA, nil, []userpoolclient.Field{"RefreshTokenRotation"},
			[]userpoolclient.Field{"RefreshTokenRotation"}},
		{"rotation in a pool that has it", client(srp),
			KindSPA, plus, []userpoolclient.Field{"RefreshTokenRotation"}, nil},
		{"a list that cannot stay alone beside rotation", client(`,"ExplicitAuthFlows":["ALLOW_REFRESH_TOKEN_AUTH"],` +
			`"AllowedOAuthFlowsUserPoolClient":true,"AllowedOAuthFlows":["code"],"AllowedOAuthScopes":["openid"],` +
			`"SupportedIdentityProviders":["COGNITO"],"CallbackURLs":["https://a.example/cb"],"LogoutURLs":["https://a.example/"]`),
			KindSPA, plus, []userpoolclient.Field{"ExplicitAuthFlows", "RefreshTokenRotation"}, nil},
		{"a LITE pool has no rotation", client(srp),
			KindSPA, lite, nil, nil},
		{"a legacy list allows more than it names", client(`,"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH"]`),
			KindServer, nil, nil, []userpoolclient.Field{"ExplicitAuthFlows"}},
		{"whether custom attributes are in the default is disputed", func() *userpoolclient.Config {
			c := client("")
			c.WriteAttributes = nil
			return c
		}(), KindWeb, custom, nil, []userpoolclient.Field{"WriteAttributes"}},
		{"a unit without its number is left alone", client(`,"TokenValidityUnits":{"RefreshToken":"hours"},` +
			`"EnableTokenRevocation":false`), KindWeb, nil, nil, nil},
	} {
		h, err := Harden(test.current, test.kind, test.pool)
		if err != nil {
			t.Errorf("%s: %v", test.why, err)
			continue
		}
		var said, undetermined []userpoolclient.Field
		for _, n := range h.Notes {
			if n.Undetermined {
				undetermined = append(undetermined, n.Field)
			} else {
				said = append(said, n.Field)
			}
		}
		if !slices.Equal(said, test.said) || !slices.Equal(undetermined, test.undetermined) {
			t.Errorf("%s: said %v, undetermined %v, want %v and %v",
				test.why, said, undetermined, test.said, test.undetermined)
		}
	}
}

// untouched are the members that no hardening changes.
var untouched = []userpoolclient.Field{"UserPoolId", "ClientId", "ClientName", "ReadAttributes", "CallbackURLs",
	"LogoutURLs", "DefaultRedirectURI", "AllowedOAuthScopes", "AllowedOAuthFlowsUserPoolClient",
	"SupportedIdentityProviders", "EnablePropagateAdditionalUserContextData", "AuthSessionValidity"}

// TestHardenRandom: a hardening makes nothing worse, leaves alone what it says that it
// does, says what is undetermined, and has nothing to add to its own result.
func TestHardenRandom(t *testing.T) {
	const clients = 3000
	r := &random{rand.New(rand.NewPCG(15, 1))}
	changed, clean, answered := 0, 0, make(map[string]bool)
	for i := range clients {
		current, kind, pool := r.client(), Kinds()[r.IntN(len(Kinds()))], r.pool()
		before := userpoolclient.Overlay(current, nil)
		copy := userpoolclient.Overlay(current, nil)
		h, err := Harden(current, kind, pool)
		var rejected *userpoolclient.ValidationError
		if err != nil && !errors.As(err, &rejected) {
			t.Fatalf("client %d: %v", i, err)
		}
		if diff := cmp.Diff(copy, userpoolclient.Overlay(current, nil)); diff != "" {
			t.Fatalf("client %d: the client was changed:\n%s", i, diff)
		}
		in := userpoolclient.Context{
			Operation: userpoolclient.OperationUpdate, Kind: kind.Client(), Pool: pool, Current: current,
		}
		for _, f := range userpoolclient.Check(h.Config, in) {
			if f.Rule != "update-omits" && f.Severity != userpoolclient.SeverityAdvice && !breaks(before, in, f.Rule) {
				t.Fatalf("client %d, %s: the hardening breaks %v\n%v", i, kind, f, h.Changes)
			}
		}
		for _, f := range untouched {
			was, _ := before.Get(f)
			is, _ := h.Config.Get(f)
			if !cmp.Equal(was, is) {
				t.Fatalf("client %d: %s was %v and is %v", i, f, was, is)
			}
		}
		for _, c := range h.Changes {
			if c.Effect == userpoolclient.EffectUndetermined && !slices.ContainsFunc(h.Notes, func(n Note) bool {
				return n.Field == c.Field && n.Undetermined
			}) {
				t.Fatalf("client %d: what becomes of %s is undetermined, and no note says so", i, c.Field)
			}
		}
		for _, f := range h.Answered {
			answered[f.Rule] = true
		}
		for _, omission := range []userpoolclient.Omission{userpoolclient.OmissionResets,
			userpoolclient.OmissionKeeps} {
			again, err := Harden(userpoolclient.Apply(current, h.Config, omission), kind, pool)
			if err != nil && rejected == nil || again.Changes != nil || again.Answered != nil {
				t.Fatalf("client %d, %s: hardened again it changes %v, answers %v, %v", i, kind, again.Changes,
					again.Answered, err)
			}
		}
		if h.Changes != nil {
			changed++
		} else {
			clean++
		}
	}
	if changed < clients/3 || clean < 5 || len(answered) < 12 {
		t.Errorf("%d changed, %d clean, %d rules answered: the test saw too little", changed, clean, len(answered))
	}
	t.Logf("%d changed, %d clean, %d rules answered", changed, clean, len(answered))
}

// breaks reports whether a configuration breaks a rule.
func breaks(c *userpoolclient.Config, in userpoolclient.Context, rule string) bool {
	return slices.ContainsFunc(userpoolclient.Check(c, in),
		func(f userpoolclient.Finding) bool { return f.Rule == rule })
}

// client draws a client as Describe shows one.
func (r *random) client() *userpoolclient.Config {
	c := &userpoolclient.Config{UserPoolId: new(poolID), ClientId: new("1example23456789"), ClientName: new("shop")}
	if r.IntN(3) == 0 {
		c.ClientSecret = new(userpoolclient.NewSecret("0123456789abcdefghijklmnop"))
	}
	c.AllowedOAuthFlowsUserPoolClient = new(r.IntN(2) == 0)
	if *c.AllowedOAuthFlowsUserPoolClient {
		c.AllowedOAuthScopes = []string{"api/read"}
		switch r.IntN(3) {
		case 0:
			c.AllowedOAuthFlows = []types.OAuthFlowType{"client_credentials"}
		default:
			c.AllowedOAuthFlows = []types.OAuthFlowType{"implicit"}
			if r.IntN(2) == 0 {
				c.AllowedOAuthFlows = []types.OAuthFlowType{"code", "implicit"}[r.IntN(2):]
			}
			c.CallbackURLs, c.SupportedIdentityProviders = callbacks, []string{"COGNITO", "Google"}
			c.LogoutURLs, c.AllowedOAuthScopes = logouts, []string{"openid"}
		}
	}
	for _, f := range r.list(0, []string{"ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_PASSWORD_AUTH",
		"ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_CUSTOM_AUTH"}, "ALLOW_NEW") {
		c.ExplicitAuthFlows = append(c.ExplicitAuthFlows, types.ExplicitAuthFlowsType(f))
	}
	if r.IntN(20) == 0 {
		c.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{flowClientToken}
	}
	if r.IntN(5) == 0 {
		legacy := []types.ExplicitAuthFlowsType{"USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH", "CUSTOM_AUTH_FLOW_ONLY"}
		c.ExplicitAuthFlows = legacy[r.IntN(3):]
	}
	if r.IntN(3) == 0 {
		c.ExplicitAuthFlows = without(c.ExplicitAuthFlows, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth)
		c.RefreshTokenRotation = &userpoolclient.RefreshTokenRotation{Feature: "ENABLED",
			RetryGracePeriodSeconds: new(int32(r.IntN(61)))}
	}
	c.PreventUserExistenceErrors = []types.PreventUserExistenceErrorTypes{"", "LEGACY", "ENABLED"}[r.IntN(3)]
	c.EnableTokenRevocation = new(r.IntN(2) == 0)
	c.WriteAttributes = r.list(0, []string{"name", "email", "nickname", "custom:isAdmin", "custom:team"}, "picture")
	if len(c.WriteAttributes) == 0 && r.IntN(2) == 0 {
		c.WriteAttributes = nil
	}
	r.lifetimes(c)
	if r.IntN(5) == 0 {
		c.AnalyticsConfiguration = &userpoolclient.AnalyticsConfiguration{
			ApplicationArn: new("arn:aws:mobiletargeting:eu-central-1:123456789012:apps/0a"),
			UserDataShared: new(r.IntN(2) == 0),
		}
	}
	return c
}

func (r *random) lifetimes(c *userpoolclient.Config) {
	switch r.IntN(4) {
	case 0:
		_ = c.SetAccessTokenLifetime(time.Duration(1+r.IntN(24)) * time.Hour)
		_ = c.SetIdTokenLifetime(time.Duration(1+r.IntN(24)) * time.Hour)
		_ = c.SetRefreshTokenLifetime(time.Duration(1+r.IntN(3650)) * 24 * time.Hour)
	case 1: // a unit without its number
		c.TokenValidityUnits = &userpoolclient.TokenValidityUnits{RefreshToken: "hours", AccessToken: "minutes"}
	case 2: // numbers without their units
		c.AccessTokenValidity, c.RefreshTokenValidity = new(int32(1+r.IntN(24))), new(int32(1+r.IntN(400)))
	}
}

// TestHardenRejects: what cannot be hardened.
func TestHardenRejects(t *testing.T) {
	known := mustConfig(t, canonical(nil)[0])
	open := userpoolclient.Overlay(known, nil)
	open.Unknown = []userpoolclient.Field{"CallbackURLs[0]"}
	for why, err := range map[string]error{
		"no client": second(Harden(nil, KindSPA, nil)), "no kind": second(Harden(known, 0, nil)),
		"a client that is not known": second(Harden(open, KindSPA, nil)),
	} {
		if err == nil {
			t.Errorf("%s: there is no error", why)
		}
	}
	known.ClientId, known.SupportedIdentityProviders = new("1example23456789"), []string{"Okta"}
	h, err := Harden(known, KindSPA, &userpoolclient.Pool{IdentityProviders: []string{}})
	var rejected *userpoolclient.ValidationError
	if h == nil || !errors.As(err, &rejected) || rejected.Findings[0].Rule != "identity-provider-not-in-pool" {
		t.Errorf("a provider that was deleted meanwhile: %v, %v", h, err)
	}
}

func second[T any](_ T, err error) error { return err }
