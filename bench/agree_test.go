package bench

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

// TestContendersAgree: all say the same about every input, down to the place,
// before anything is timed. The rows after the three timed inputs break one law
// each, so that a contender that leaves a law out fails.
func TestContendersAgree(t *testing.T) {
	change := func(edit func(c *userpoolclient.Config)) *userpoolclient.Config {
		c := Valid()
		edit(c)
		return c
	}
	long := strings.Repeat("a", 3000)
	rows := []struct {
		name string
		c    *userpoolclient.Config
		want []string
	}{
		{"valid", Valid(), nil},
		{"worst", Worst(WorstScale), nil},
		{"nothing given", &userpoolclient.Config{}, nil},
		{"invalid", Invalid(), []string{"AccessTokenValidity", "AllowedOAuthScopes[1]", "CallbackURLs[0]",
			"CallbackURLs[1]", "ClientName",
			"LogoutURLs[0]", "ReadAttributes[12]", "WriteAttributes[10]"}},
	}
	for place, edits := range map[string][]func(c *userpoolclient.Config){
		"": {
			func(c *userpoolclient.Config) { c.CallbackURLs[1] = "http://localhost:3000/cb" },
			func(c *userpoolclient.Config) { c.CallbackURLs[1] = "http://127.0.0.1/cb" },
			func(c *userpoolclient.Config) { c.CallbackURLs[1] = "http://[::1]:8080" },
			func(c *userpoolclient.Config) { c.CallbackURLs[1] = "https://a.example/" + strings.Repeat("あ", 1006) },
			func(c *userpoolclient.Config) { c.LogoutURLs[0] = "https://a.example/#out" },
			func(c *userpoolclient.Config) { c.AllowedOAuthScopes[3] = "https://api.a.example/x/y/z" },
			func(c *userpoolclient.Config) { c.SupportedIdentityProviders[1] = "Müller & Söhne" },
			func(c *userpoolclient.Config) {
				c.AccessTokenValidity, c.IdTokenValidity, c.TokenValidityUnits = ptr[int32](24), ptr[int32](1), nil
			},
		},
		"UserPoolId": {
			func(c *userpoolclient.Config) { c.UserPoolId = ptr("eu-central-1") },
			func(c *userpoolclient.Config) { c.UserPoolId = ptr("") },
		},
		"ClientId": {func(c *userpoolclient.Config) { c.ClientId = ptr("a-b") }},
		"ClientName": {func(c *userpoolclient.Config) { c.ClientName = &long },
			func(c *userpoolclient.Config) { c.ClientName = ptr("") }},
		"AccessTokenValidity": {func(c *userpoolclient.Config) { c.AccessTokenValidity = ptr[int32](1441) },
			func(c *userpoolclient.Config) { c.AccessTokenValidity = ptr[int32](86401) }},
		"IdTokenValidity": {func(c *userpoolclient.Config) { c.IdTokenValidity = ptr[int32](4) },
			func(c *userpoolclient.Config) { c.IdTokenValidity = ptr[int32](0) }},
		"RefreshTokenValidity": {func(c *userpoolclient.Config) { c.RefreshTokenValidity = ptr[int32](3651) },
			func(c *userpoolclient.Config) { c.RefreshTokenValidity = ptr[int32](-1) }},
		"TokenValidityUnits.AccessToken": {func(c *userpoolclient.Config) {
			c.TokenValidityUnits.AccessToken = "weeks"
		}},
		"ReadAttributes[0]": {func(c *userpoolclient.Config) { c.ReadAttributes[0] = "" },
			func(c *userpoolclient.Config) { c.ReadAttributes[0] = "custom:" + long }},
		"WriteAttributes[0]": {func(c *userpoolclient.Config) { c.WriteAttributes[0] = "email_verified" },
			func(c *userpoolclient.Config) { c.WriteAttributes[0] = "role" }},
		"SupportedIdentityProviders[1]": {func(c *userpoolclient.Config) { c.SupportedIdentityProviders[1] = long[:33] }, func(c *userpoolclient.Config) { c.SupportedIdentityProviders[1] = "a\nb" }},
		"CallbackURLs[1]": {
			func(c *userpoolclient.Config) { c.CallbackURLs[1] = "" },
			func(c *userpoolclient.Config) { c.CallbackURLs[1] = "https://a.example/" + long },
			func(c *userpoolclient.Config) { c.CallbackURLs[1] = "https://a.example/a b" },
			func(c *userpoolclient.Config) { c.CallbackURLs[1] = "https:///cb" },
			func(c *userpoolclient.Config) { c.CallbackURLs[1] = "a.example/cb" },
			func(c *userpoolclient.Config) { c.CallbackURLs[1] = "http://localhost.com/cb" },
		},
		"CallbackURLs": {
			func(c *userpoolclient.Config) { c.CallbackURLs, c.DefaultRedirectURI = nil, nil },
			func(c *userpoolclient.Config) {
				c.CallbackURLs = slices.Repeat([]string{"https://shop.a.example/oauth2/callback"}, 101)
			},
		},
		"LogoutURLs[1]":        {func(c *userpoolclient.Config) { c.LogoutURLs[1] = "http://a.example" }},
		"LogoutURLs":           {func(c *userpoolclient.Config) { c.LogoutURLs = slices.Repeat(c.LogoutURLs, 51) }},
		"DefaultRedirectURI":   {func(c *userpoolclient.Config) { c.DefaultRedirectURI = ptr("https://b.example/cb") }},
		"AllowedOAuthFlows[0]": {func(c *userpoolclient.Config) { c.AllowedOAuthFlows[0] = "token" }},
		"AllowedOAuthFlows":    {func(c *userpoolclient.Config) { c.AllowedOAuthFlows = []types.OAuthFlowType{} }},
		"AllowedOAuthScopes": {func(c *userpoolclient.Config) { c.AllowedOAuthScopes = nil },
			func(c *userpoolclient.Config) { c.AllowedOAuthScopes = slices.Repeat(c.AllowedOAuthScopes, 6) }},
		"AllowedOAuthScopes[3]": {func(c *userpoolclient.Config) { c.AllowedOAuthScopes[3] = "/read" },
			func(c *userpoolclient.Config) { c.AllowedOAuthScopes[3] = "a/b c" }},

		"PreventUserExistenceErrors": {func(c *userpoolclient.Config) { c.PreventUserExistenceErrors = "ON" }},
		"AuthSessionValidity":        {func(c *userpoolclient.Config) { c.AuthSessionValidity = ptr[int32](16) }},
	} {
		for _, edit := range edits {
			var want []string
			if place != "" {
				want = []string{place}
			}
			rows = append(rows, struct {
				name string
				c    *userpoolclient.Config
				want []string
			}{place, change(edit), want})
		}
	}
	rows = append(rows, struct {
		name string
		c    *userpoolclient.Config
		want []string
	}{"order", change(func(c *userpoolclient.Config) {
		c.RefreshTokenValidity, c.TokenValidityUnits.RefreshToken = ptr[int32](61), "minutes"
		c.AccessTokenValidity, c.IdTokenValidity = ptr[int32](62), ptr[int32](63)
	}), []string{"AccessTokenValidity", "IdTokenValidity"}})

	for _, row := range rows {
		for _, k := range Contenders() {
			check := k.Prepare(row.c)
			if got := check.Run(); got != (row.want == nil) {
				t.Errorf("%s, %s: valid is %v", row.name, k.Name, got)
			}
			got := check.Places()
			slices.Sort(got)
			got, want := slices.Compact(got), row.want
			if k.FirstInList {
				want = firstInList(want)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s, %s: complains about %q, want %q", row.name, k.Name, got, want)
			}
		}
	}
}

// TestStraightAgrees: the form that is written out by hand, against which the time of
// Validate is held, has every rule that Validate has without a Context, and says the
// same of what is timed.
func TestStraightAgrees(t *testing.T) {
	judge := func(name string, c *userpoolclient.Config) (broken int) {
		var got, want []string
		for _, v := range straight(c) {
			got = append(got, v.place())
		}
		var rejected *userpoolclient.ValidationError
		if errors.As(userpoolclient.Validate(c, userpoolclient.Context{}), &rejected) {
			want = pathsOf(rejected.Findings)
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: straight complains about %q, Validate about %q", name, got, want)
		}
		return len(want)
	}
	rejections := 0
	for _, r := range userpoolclient.Rules() {
		rejections += judge(r.ID+", bad", r.Bad.Config())
		judge(r.ID+", good", r.Good.Config())
	}
	if rejections < 40 {
		t.Errorf("the examples of the rules are rejected in %d places only", rejections)
	}

	var rejected *userpoolclient.ValidationError
	if !errors.As(userpoolclient.Validate(Invalid(), userpoolclient.Context{}), &rejected) {
		t.Fatal("Validate accepts what is invalid")
	}
	var got, want []string
	for _, v := range straight(Invalid()) {
		got = append(got, v.place()+" "+v.Message)
	}
	for _, f := range rejected.Findings {
		want = append(want, f.Path()+" "+f.Text())
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("straight says\n%s\nand Validate\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// firstInList leaves out the elements of a list behind the first.
func firstInList(places []string) []string {
	seen := make(map[string]bool)
	return slices.DeleteFunc(slices.Clone(places), func(place string) bool {
		list, _, element := strings.Cut(place, "[")
		again := element && seen[list]
		seen[list] = true
		return again
	})
}

func TestInputs(t *testing.T) {
	if n := len(stringsOf(Valid())); n != 50 {
		t.Errorf("the valid configuration has %d strings", n)
	}
	if found := userpoolclient.Check(Valid(), userpoolclient.Context{}); found != nil {
		t.Errorf("the valid configuration must be clean: %v", found)
	}
	c := Worst(WorstScale)
	if len(c.CallbackURLs) != 100 || len(c.CallbackURLs[0]) != 1024 || len(c.LogoutURLs[99]) != 1024 ||
		len(c.ReadAttributes)+len(c.WriteAttributes) != 4000 {
		t.Error("the worst case is not the largest request")
	}
}

func BenchmarkContenders(b *testing.B) {
	for _, in := range []struct {
		name string
		c    *userpoolclient.Config
	}{{"valid", Valid()}, {"invalid", Invalid()}, {"worst", Worst(WorstScale)}} {
		for _, k := range Contenders() {
			b.Run(in.name+"/"+k.Name, func(b *testing.B) {
				check := k.Prepare(in.c)
				b.ReportAllocs()
				for b.Loop() {
					check.Run()
				}
			})
		}
	}
}

func TestYardsticks(t *testing.T) {
	for _, y := range Yardsticks() {
		run, stop := y.Prepare()
		if !run() {
			t.Errorf("%s does not work", y.Name)
		}
		stop()
	}
}
