package userpoolclient

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestFixRows: each fix does what its row says, all findings of its rule are gone,
// and nothing else changes.
func TestFixRows(t *testing.T) {
	fixed := map[string]bool{}
	for _, row := range fixRows {
		t.Run(row.rule+": "+row.why, func(t *testing.T) {
			c, in := mustParse(plain, row.base, row.members), row.in
			if row.pool != "" {
				in.Pool = mustParsePool(row.pool)
			}
			if row.current != "" {
				in.Current = mustParse(row.current)
			}
			found := slices.DeleteFunc(Check(c, in), func(f Finding) bool { return f.Rule != row.rule })
			if len(found) == 0 {
				t.Fatal("the rule has no finding here: the row shows nothing")
			}
			fixes := SuggestFixesFor(c, in, found...)
			if row.want == "" {
				if fixes != nil {
					t.Errorf("there is a fix where there is no single answer: %+v", fixes)
				}
				return
			}
			fixed[row.rule] = true
			if len(fixes) != len(found) {
				t.Errorf("%d findings have %d fixes", len(found), len(fixes))
			}
			after, err := ApplyFixes(c, fixes...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(mustParse(plain, row.base, row.want), after); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			if n := answers(mustRule(row.rule), after, in); n != 0 {
				t.Errorf("%d findings of the rule are left:\n%s", n, lines(Check(after, in)))
			}
		})
	}
	for _, r := range catalogue() {
		if _, fixable := r.Fixable(); fixable && !fixed[r.ID] {
			t.Errorf("%s has a fix and no row in which it mends a client; add one to fixRows", r.ID)
		}
	}
}

func mustRule(id string) Rule {
	r, ok := RuleByID(id)
	if !ok {
		panic(id)
	}
	return r
}

// TestFixBad: the fix of a rule mends its bad example for good, and adds no error.
func TestFixBad(t *testing.T) {
	var mended []string
	for _, r := range catalogue() {
		c, in := r.Bad.Config(), r.Bad.Context()
		fixes := SuggestFixes(c, in)
		if len(fixes) == 0 {
			continue
		}
		mended = append(mended, r.ID)
		safe, fixable := r.Fixable()
		bothKinds := r.safeFix != nil && r.unsafeFix != nil
		if len(fixes) != 1 || fixes[0].Rule != r.ID || fixes[0].Safe != safe || !fixable || bothKinds {
			t.Errorf("%s: the bad example has the fixes %+v; a rule has one kind of fix, its finding one fix", r.ID,
				fixes)
			continue
		}
		after, err := ApplyFixes(c, fixes...)
		if err != nil {
			t.Errorf("%s: %v", r.ID, err)
			continue
		}
		for _, f := range Check(after, in) {
			if f.Rule == r.ID || f.Severity == SeverityError {
				t.Errorf("%s: after the fix there is %v", r.ID, f)
			}
		}
		for _, again := range SuggestFixes(after, in) {
			if again.Rule == r.ID {
				t.Errorf("%s: the mended example has a fix of the rule again: %+v", r.ID, again)
			}
		}
	}
	if len(mended) < 35 {
		t.Errorf("only %d bad examples are mended: %v", len(mended), mended)
	}
	// What these need is not in their bad examples; fixRows has it.
	elsewhere := []string{"access-token-validity-range", "id-token-validity-range", "refresh-token-validity-range",
		"attribute-unknown", "identity-provider-not-in-pool", "redirect-length", "scope-length", "scope-format",
		"context-data-secret"}
	for _, r := range catalogue() {
		_, fixable := r.Fixable()
		if fixable != (slices.Contains(mended, r.ID) != slices.Contains(elsewhere, r.ID)) {
			t.Errorf("%s: fixable %v, its bad example mended %v", r.ID, fixable, slices.Contains(mended, r.ID))
		}
	}
}

// spoiled are wrong values, and right ones beside which they are wrong.
var spoiled = map[Field][]string{
	FieldCallbackURLs: {"https://a.example/cb", " https://a.example/cb", "https://a.example/cb#x",
		"http://a.example/cb",
		"https://u@a.example/cb", "https://a.example/a b", "http://localhost/cb", "shop://cb", "",
		"http://u@a.example/#x"},
	FieldLogoutURLs: {"https://a.example/out", "https://a.example/out#x", "http://a.example/out", "",
		"\thttps://a.example/out"},
	FieldExplicitAuthFlows: {"USER_SRP_AUTH", "ALLOW_USER_SRP_AUTH", "allow_user_srp_auth", "ALLOW_REFRESH_TOKEN_AUTH",
		"ADMIN_NO_SRP_AUTH", "CUSTOM_AUTH_FLOW_ONLY", "ALLOW_CLIENT_TOKEN_AUTH", "ALLOW_ADMIN_NO_SRP_AUTH", "", "SRP"},
	FieldAllowedOAuthFlows: {"code", "Code", "token", "implicit", "client_credentials", "clientCredentials", "?"},
	FieldAllowedOAuthScopes: {"openid", "OpenID", "email", "api/read", "", "phone", "aws.cognito.signin.user.admin",
		"Cognito"},
	FieldSupportedIdentityProviders: {"COGNITO", "cognito", "Google", "GOOGLE", "Okta\n", "okta", ""},
	FieldReadAttributes:             {"email", "Email", "sub", "department", "custom:team", "", "givenName"},
	FieldWriteAttributes:            {"email", "sub", "emailVerified", "name", "Name", "custom:role", ""},
}

// genSpoiled draws clients with much to mend, some of it not known.
func genSpoiled() *rapid.Generator[*Config] {
	clients := genConfig()
	return rapid.Custom(func(t *rapid.T) *Config {
		c := clients.Draw(t, "client")
		for _, f := range slices.Sorted(maps.Keys(spoiled)) {
			if rapid.Bool().Draw(t, "spoil "+string(f)) {
				list := rapid.SliceOfN(rapid.SampledFrom(spoiled[f]), 0, 6).Draw(t, string(f))
				if err := c.Set(f, list); err != nil {
					t.Fatal(err)
				}
			}
		}
		words := map[Field][]string{
			FieldPreventUserExistenceErrors:    {"enabled", "Legacy", "yes"},
			FieldRefreshTokenRotationFeature:   {"enabled", "disabled", "on"},
			FieldTokenValidityUnitsAccessToken: {"hour", "MINUTES", "weeks"},
			FieldDefaultRedirectURI: {"https://a.example/cb/", "https://A.example/cb",
				" https://a.example/cb"},
		}
		for _, f := range slices.Sorted(maps.Keys(words)) {
			if rapid.IntRange(0, 3).Draw(t, "word "+string(f)) == 0 {
				if err := c.Set(f, rapid.SampledFrom(words[f]).Draw(t, string(f))); err != nil {
					t.Fatal(err)
				}
			}
		}
		paths := []Field{FieldCallbackURLs, "CallbackURLs[0]", "CallbackURLs[2]", "ExplicitAuthFlows[1]",
			FieldExplicitAuthFlows, FieldRefreshTokenRotation, FieldTokenValidityUnitsAccessToken,
			FieldDefaultRedirectURI,
			"WriteAttributes[0]"}
		if rapid.IntRange(0, 2).Draw(t, "unknown") == 0 {
			c.Unknown = rapid.SliceOfN(rapid.SampledFrom(paths), 0, 3).Draw(t, "Unknown")
			c.MaybeSet = rapid.SliceOfN(rapid.SampledFrom(paths), 0, 2).Draw(t, "MaybeSet")
		}
		return c
	})
}

func genContext(current *rapid.Generator[*Config]) *rapid.Generator[Context] {
	return rapid.Custom(func(t *rapid.T) Context {
		secrets := []SecretState{SecretStateUnknown, SecretStateAbsent, SecretStatePresent}
		in := Context{
			Operation: rapid.SampledFrom([]Operation{OperationUnknown, OperationCreate, OperationUpdate}).Draw(t,
				"operation"),
			Secret: rapid.SampledFrom(secrets).Draw(t, "secret"),
			Kind:   rapid.SampledFrom([]Kind{KindUnknown, KindSPA, KindWeb, KindMachine}).Draw(t, "kind"),
		}
		if rapid.Bool().Draw(t, "with pool") {
			in.Pool = mustParsePool(`{"Tier":"` + rapid.SampledFrom([]string{"LITE", "PLUS"}).Draw(t, "tier") + `",` +
				`"Attributes":[{"Name":"email","Required":true},{"Name":"custom:team"}],"IdentityProviders":["Google","Okta"],` +
				`"Scopes":["api/read"],"AttributeMappings":[{"Provider":"Google","Attribute":"email"}]}`)
		}
		if rapid.Bool().Draw(t, "with current") {
			in.Current = current.Draw(t, "current")
		}
		return in
	})
}

// only returns the fixes that are asked for.
func only(fixes []SuggestedFix, ask func(SuggestedFix) bool) []SuggestedFix {
	return slices.DeleteFunc(slices.Clone(fixes), func(f SuggestedFix) bool { return !ask(f) })
}

// snapshot is a configuration as text, so that a change of any part shows.
func snapshot(c *Config) string {
	data, err := json.Marshal(c)
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf("%s %q %q", data, c.Unknown, c.MaybeSet)
}

func errorsByRule(findings []Finding) map[string]int {
	n := map[string]int{}
	for _, f := range findings {
		if f.Severity == SeverityError {
			n[f.Rule]++
		}
	}
	return n
}

// TestFixesMeet: fixes that would come to the same element are not made together.
func TestFixesMeet(t *testing.T) {
	c := mustParse(web, `"AllowedOAuthScopes":["OpenID","email"],"CallbackURLs":["http://a.example/cb","HTTP://a.example/cb"]`)
	fixes := SuggestFixes(c, Context{})
	after, err := ApplyFixes(c, fixes...)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		for _, f := range Check(after, Context{}) {
			if f.Rule == "duplicate-value" {
				t.Errorf("after %+v: %v", fixes, f)
			}
		}
		fixes = SuggestFixes(after, Context{})
		if after, err = ApplyFixes(after, fixes...); err != nil {
			t.Fatal(err)
		}
	}
	want := mustParse(web, `"AllowedOAuthScopes":["openid","email"],"CallbackURLs":["https://a.example/cb"]`)
	if diff := cmp.Diff(want, after); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestFixProperties: whatever the client, its fixes can be applied one by one, the
// safe ones together and all together. None adds an error, none changes c, and what
// is not known stays where it was. Applying until there is nothing left ends.
func TestFixProperties(t *testing.T) {
	seen := map[string]int{}
	contexts := genContext(genConfig())
	rapid.Check(t, func(t *rapid.T) {
		c, in := genSpoiled().Draw(t, "c"), contexts.Draw(t, "in")
		before, was := errorsByRule(Check(c, in)), snapshot(c)
		fixes := SuggestFixes(c, in)
		groups := [][]SuggestedFix{fixes, only(fixes, func(f SuggestedFix) bool { return f.Safe })}
		for _, fix := range fixes {
			seen[fix.Rule]++
			groups = append(groups, []SuggestedFix{fix})
		}
		for _, group := range groups {
			after, err := ApplyFixes(c, group...)
			if err != nil {
				t.Fatalf("%+v cannot be applied: %v", group, err)
			}
			for rule, n := range errorsByRule(Check(after, in)) {
				if n > before[rule] {
					t.Fatalf("%+v adds an error of %s:\n%s", group, rule, lines(Check(after, in)))
				}
			}
			if len(after.Unknown) != len(c.Unknown) || len(after.MaybeSet) != len(c.MaybeSet) {
				t.Fatalf("%+v makes of the unknown %q %q %q %q", group, c.Unknown, c.MaybeSet, after.Unknown,
					after.MaybeSet)
			}
			overwrite(after)
		}
		if now := snapshot(c); now != was {
			t.Fatalf("the fixes changed their input:\n%s\n%s", was, now)
		}
		for range 8 {
			if len(fixes) == 0 {
				return
			}
			c, _ = ApplyFixes(c, fixes...)
			fixes = SuggestFixes(c, in)
		}
		t.Fatalf("there is no end of fixes: %+v", fixes)
	})
	if len(seen) < 25 {
		t.Fatalf("only %d rules had a fix: the test saw too little", len(seen))
	}
}

// overwrite changes every element of every list, and what the pointers hold.
func overwrite(c *Config) {
	for _, f := range Fields() {
		if list, set := c.Elements(f.Name); set {
			for i := range list {
				switch f.Name {
				case FieldExplicitAuthFlows:
					c.ExplicitAuthFlows[i] = "x"
				case FieldAllowedOAuthFlows:
					c.AllowedOAuthFlows[i] = "x"
				default:
					rowOf(f.Name).list(c)[i] = "x"
				}
			}
		}
	}
	for _, p := range []*string{c.UserPoolId, c.ClientName, c.DefaultRedirectURI} {
		if p != nil {
			*p = "x"
		}
	}
	if c.RefreshTokenRotation != nil {
		c.RefreshTokenRotation.Feature = "x"
	}
	for i := range c.Unknown {
		c.Unknown[i] = "x"
	}
}

// genAccepted draws clients that the service takes and that have something to mend.
func genAccepted() *rapid.Generator[*Config] {
	lists := map[Field][]string{
		FieldCallbackURLs: {"https://a.example/cb", "https://b.example/cb"},
		FieldLogoutURLs:   {"https://a.example/out", "https://b.example/out"},
		FieldExplicitAuthFlows: {"ALLOW_USER_SRP_AUTH", "ALLOW_ADMIN_NO_SRP_AUTH", "ALLOW_user_auth",
			flowRefresh},
		FieldSupportedIdentityProviders: {"COGNITO", "cognito", "Google", "GOOGLE", "facebook"},
		FieldReadAttributes:             {"email", "name"},
		FieldWriteAttributes:            {"email", "name"},
	}
	return rapid.Custom(func(t *rapid.T) *Config {
		c := mustParse(rapid.SampledFrom([]string{plain, web, created, updated}).Draw(t, "base"))
		for _, f := range slices.Sorted(maps.Keys(lists)) {
			if rapid.Bool().Draw(t, "list "+string(f)) {
				if err := c.Set(f, rapid.SliceOfN(rapid.SampledFrom(lists[f]), 1, 5).Draw(t, string(f))); err != nil {
					t.Fatal(err)
				}
			}
		}
		if rapid.IntRange(0, 4).Draw(t, "machine") == 0 {
			flows := []string{"ALLOW_CLIENT_TOKEN_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"}
			if err := c.Set(FieldExplicitAuthFlows, flows); err != nil {
				t.Fatal(err)
			}
		}
		c.RefreshTokenValidity = some[int32](t, "RefreshTokenValidity", 0, 30)
		c.GenerateSecret = some(t, "GenerateSecret", true, false)
		c.AnalyticsConfiguration = genAnalytics(t)
		return c
	}).Filter(func(c *Config) bool { return Validate(c, Context{}) == nil })
}

// TestSafeFixesKeepUsers: what users can do with a client that is accepted is the
// same after its safe fixes, as SignIn and Plan tell, which know nothing of fixes.
// What an update would wipe is what the client has now, see TestFixedUpdateKeeps.
func TestSafeFixesKeepUsers(t *testing.T) {
	seen := map[string]int{}
	contexts := genContext(genAccepted())
	rapid.Check(t, func(t *rapid.T) {
		c, in := genAccepted().Draw(t, "c"), contexts.Draw(t, "in")
		if Validate(c, in) != nil {
			return
		}
		fixes := only(SuggestFixes(c, in), func(f SuggestedFix) bool { return f.Safe && f.Rule != "update-omits" })
		after, err := ApplyFixes(c, fixes...)
		if err != nil {
			t.Fatal(err)
		}
		for _, fix := range fixes {
			seen[fix.Rule]++
		}
		now := SignIn(after, in)
		for i, was := range SignIn(c, in) {
			if was.Allowed != AnswerUndetermined && was.Allowed != now[i].Allowed {
				t.Fatalf("%+v changes %s %s from %v to %v", fixes, was.API, was.Flow, was.Allowed, now[i].Allowed)
			}
		}
		corrected := []Field{FieldSupportedIdentityProviders, FieldExplicitAuthFlows, FieldClientSecret,
			FieldGenerateSecret}
		for _, change := range Plan(c, after) {
			if !slices.Contains(corrected, change.Field) {
				t.Fatalf("%+v changes %v", fixes, change)
			}
		}
	})
	if len(seen) < 3 {
		t.Fatalf("only %v had a safe fix in a client that is accepted: the test saw too little", seen)
	}
}

// TestFixedUpdateKeeps: an update with the safe fixes leaves what it did not set as
// the client has it.
func TestFixedUpdateKeeps(t *testing.T) {
	seen := 0
	rapid.Check(t, func(t *rapid.T) {
		current, update := genConfig().Draw(t, "current"), genConfig().Draw(t, "update")
		in := Context{Operation: OperationUpdate, Current: current}
		fixes := only(SuggestFixes(update, in), func(f SuggestedFix) bool { return f.Rule == "update-omits" })
		after, err := ApplyFixes(update, fixes...)
		if err != nil {
			t.Fatal(err)
		}
		var mended []Field
		for _, fix := range fixes {
			for _, e := range fix.Edits {
				mended = append(mended, e.Field)
				seen++
			}
		}
		for _, change := range Plan(current, after) {
			if slices.Contains(mended, change.Field) {
				t.Fatalf("%+v and yet the update changes %v", fixes, change)
			}
		}
	})
	if seen < 20 {
		t.Fatalf("only %d settings were mended: the test saw too little", seen)
	}
}

// TestApplyFixesErrors: what an edit cannot do is an error that names the place and
// never a value, and nothing is applied.
func TestApplyFixesErrors(t *testing.T) {
	c := mustParse(web, `"CallbackURLs":["https://a.example/cb","https://b.example/cb"],"ClientName":"shop",`+
		`"RefreshTokenRotation":{"Feature":"ENABLED"}`)
	c.Unknown = []Field{"CallbackURLs[1]", FieldWriteAttributes, "ExplicitAuthFlows"}
	c.MaybeSet = []Field{"LogoutURLs[0]", FieldTokenValidityUnits}
	edit := func(f Field, i int, v any) Edit { return Edit{f, i, v} }
	for _, row := range []struct {
		edits []Edit
		want  string
		why   string
	}{
		{[]Edit{edit("CallbackUrls", -1, nil)}, `CallbackUrls: "CallbackUrls" is not a field of an app client`,
			"no such field"},
		{[]Edit{edit(FieldClientName, 0, "x")}, "ClientName[0]: there is no such element", "an index into a text"},
		{[]Edit{edit(FieldCallbackURLs, 3, "x")}, "CallbackURLs[3]: there is no such element", "beyond the end"},
		{[]Edit{edit(FieldCallbackURLs, 2, nil)}, "CallbackURLs[2]: there is no such element",
			"what is behind the end cannot go"},
		{[]Edit{edit(FieldCallbackURLs, -2, "x")}, "CallbackURLs: there is no such element", "a negative index"},
		{[]Edit{edit(FieldCallbackURLs, 1, nil)}, "CallbackURLs[1]: its value is not known",
			"an element that is not known"},
		{[]Edit{edit(FieldCallbackURLs, -1, nil)}, "CallbackURLs: its value is not known",
			"a list with such an element"},
		{[]Edit{edit(FieldLogoutURLs, 0, "x")}, "LogoutURLs[0]: its value is not known",
			"an element that may be absent"},
		{[]Edit{edit(FieldWriteAttributes, 1, "x")}, "WriteAttributes[1]: its value is not known",
			"a list that is not known"},
		{[]Edit{edit(FieldExplicitAuthFlows, 0, "x")}, "ExplicitAuthFlows[0]: its value is not known",
			"nor can it grow"},
		{[]Edit{edit(FieldTokenValidityUnitsIdToken, -1, "hours")},
			"TokenValidityUnits.IdToken: its value is not known",
			"a member of a structure that may be absent"},
		{[]Edit{edit(FieldClientName, -1, 7)}, "ClientName: ClientName must be a value of type string, not a Go int",
			"another type"},
		{[]Edit{edit(FieldCallbackURLs, 0, 7)},
			"CallbackURLs[0]: CallbackURLs must be a value of type list of URLs, not a Go int",
			"another type in a list"},
		{[]Edit{edit(FieldClientSecret, -1, []byte("hush"))},
			"ClientSecret: ClientSecret must be a value of type string, secret, not a Go []uint8",
			"a secret is not shown"},
		{[]Edit{edit(FieldClientName, -1, "a"), edit(FieldClientName, -1, "b")},
			"ClientName: another fix edits it in another way", "two values"},
		{[]Edit{edit(FieldCallbackURLs, 0, "a"), edit(FieldCallbackURLs, 0, "b")},
			"CallbackURLs[0]: another fix edits it in another way", "two values of an element"},
		{[]Edit{edit(FieldReadAttributes, -1, []string{}), edit(FieldReadAttributes, 0, "a")},
			"ReadAttributes[0]: another fix edits it in another way", "a list as a whole and an element of it"},
		{[]Edit{edit(FieldReadAttributes, 0, "a"), edit(FieldReadAttributes, -1, []string{})},
			"ReadAttributes: another fix edits it in another way", "the other way round"},
		{[]Edit{edit(FieldRefreshTokenRotation, -1, nil), edit(FieldRefreshTokenRotationFeature, -1, "DISABLED")},
			"RefreshTokenRotation.Feature: another fix edits it in another way", "a structure and a member of it"},
		{[]Edit{edit(FieldLogoutURLs, -1, nil), edit(FieldReadAttributes, -1, nil), edit(FieldReadAttributes, 0, "x")},
			"LogoutURLs: its value is not known", "the first error counts"},
	} {
		was := snapshot(c)
		got, err := ApplyFixes(c, SuggestedFix{Rule: "a-rule", Edits: row.edits})
		var fixError *FixError
		text := "userpoolclient: the fix of a-rule cannot edit " + row.want
		if got != nil || !errors.As(err, &fixError) || err.Error() != text {
			t.Errorf("%s: %v, %v; want the error %s", row.why, got, err, row.want)
		}
		if snapshot(c) != was {
			t.Errorf("%s: the input has changed", row.why)
		}
	}
	if _, err := ApplyFixes(nil); err == nil {
		t.Error("there is nothing to apply fixes to")
	}
	if SuggestFixes(nil, Context{}) != nil {
		t.Error("a nil configuration has no fixes")
	}
}

// TestApplyFixesTogether: edits meet.
func TestApplyFixesTogether(t *testing.T) {
	c := mustParse(`"CallbackURLs":["a","b","c","d"],"AllowedOAuthFlows":["code"]`)
	c.Unknown, c.MaybeSet = []Field{"CallbackURLs[1]", "CallbackURLs[3]"}, []Field{"AllowedOAuthFlows[0]"}
	got, err := ApplyFixes(c,
		SuggestedFix{Edits: []Edit{{FieldCallbackURLs, 0, "A"}, {FieldCallbackURLs, 2, "C"}, {FieldCallbackURLs, 4,
			"e"}}},
		SuggestedFix{Edits: []Edit{{FieldCallbackURLs, 0, nil}, {FieldCallbackURLs, 2, "C"}, {FieldCallbackURLs, 4,
			"e"}}},
		SuggestedFix{Edits: []Edit{{FieldCallbackURLs, 4, "f"}, {FieldAllowedOAuthFlows, 1, "implicit"},
			{FieldAllowedOAuthScopes, 0, "openid"}}},
		SuggestedFix{Edits: []Edit{{FieldTokenValidityUnitsIdToken, -1, "hours"}, {FieldIdTokenValidity, -1,
			int32(1)}}},
	)
	if err != nil {
		t.Fatal(err)
	}
	want := mustParse(`"CallbackURLs":["b","C","d","e","f"],"AllowedOAuthFlows":["code","implicit"],` +
		`"AllowedOAuthScopes":["openid"],"IdTokenValidity":1,"TokenValidityUnits":{"IdToken":"hours"}`)
	want.Unknown, want.MaybeSet = []Field{"CallbackURLs[0]", "CallbackURLs[2]"}, []Field{"AllowedOAuthFlows[0]"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("a removed element wins, equal edits count once, indexes are the old ones (-want +got)\n%s", diff)
	}
}

// TestApplyFixesAnything: no edits, however wrong, are a panic or change the input.
func TestApplyFixesAnything(t *testing.T) {
	applied, rejected := 0, 0
	values := []any{nil, "x", "hours", true, int32(5), 7, []string{"a", "b"}, []string{}, 1.5, []int{1},
		map[string]any{},
		TokenValidityUnits{}, func() {}, NewSecret("0123456789abcdefghijklmnop")}
	rapid.Check(t, func(t *rapid.T) {
		c := genSpoiled().Draw(t, "c")
		was := snapshot(c)
		var fix SuggestedFix
		for range rapid.IntRange(1, 4).Draw(t, "edits") {
			e := Edit{rapid.SampledFrom(Fields()).Draw(t, "field").Name, -1, nil}
			if r := rowOf(e.Field); r.size != nil && rapid.Bool().Draw(t, "element") {
				e = Edit{e.Field, rapid.IntRange(0, r.size(c)).Draw(t, "index"), "x"}
			}
			if rapid.IntRange(0, 3).Draw(t, "wrong") == 0 {
				e = Edit{rapid.SampledFrom([]Field{e.Field, e.Field, "CallbackURLs[0]", ""}).Draw(t, "any field"),
					rapid.IntRange(-2, 6).Draw(t, "any index"), values[rapid.IntRange(0, len(values)-1).Draw(t,
						"any value")]}
			}
			fix.Edits = append(fix.Edits, e)
		}
		after, err := ApplyFixes(c, fix)
		if snapshot(c) != was {
			t.Fatalf("%+v changes the input", fix)
		}
		switch {
		case err != nil && after == nil:
			rejected++
		case err == nil:
			applied++
			for _, e := range fix.Edits {
				if e.Index == -1 && c.pending(e.Field) || slices.Contains(c.Unknown, elementOf(e.Field, e.Index)) {
					t.Fatalf("%+v edits what is not known: %q, %q", fix, c.Unknown, c.MaybeSet)
				}
			}
		default:
			t.Fatal("an error and a result")
		}
	})
	if applied == 0 || rejected == 0 {
		t.Fatalf("%d applied, %d rejected: the test saw nothing", applied, rejected)
	}
}

// TestSuggestFixesFor: findings that are not of this client, and many of them.
func TestSuggestFixesFor(t *testing.T) {
	c := mustParse(web, `"CallbackURLs":["http://a.example/cb"]`)
	strange := []Finding{{}, {Rule: "redirect-http", Field: FieldCallbackURLs, Index: 7}, {Rule: "no-such-rule"},
		{Rule: "scope-openid-missing", Field: FieldClientName, Index: -1}, {Rule: "redirect-http", Field: "x",
			Index: 0},
		{Rule: "attribute-mapping-not-writable", Field: FieldWriteAttributes, Index: -1}}
	if got := SuggestFixesFor(c, Context{}, strange...); got != nil {
		t.Errorf("findings of another client have the fixes %+v", got)
	}
	many := &Config{ReadAttributes: slices.Repeat([]string{"email"}, 5000)}
	if got := SuggestFixes(many, Context{}); len(got) != maxFixes {
		t.Errorf("%d fixes, want %d", len(got), maxFixes)
	}
}

// TestSuggestedFixJSON: a fix that went through JSON does the same.
func TestSuggestedFixJSON(t *testing.T) {
	fix := SuggestedFix{"a-rule", true, []Edit{{FieldCallbackURLs, 0, nil}, {FieldCallbackURLs, 1, "x"},
		{FieldRefreshTokenValidity, -1, int32(30)}, {FieldEnableTokenRevocation, -1, true},
		{FieldReadAttributes, -1, []string{"email", "name"}}, {FieldWriteAttributes, -1, []string{}}}}
	data, err := json.Marshal(fix)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"rule":"a-rule","safe":true,"edits":[{"field":"CallbackURLs","index":0,"value":null},` +
		`{"field":"CallbackURLs","index":1,"value":"x"},{"field":"RefreshTokenValidity","index":-1,"value":30},` +
		`{"field":"EnableTokenRevocation","index":-1,"value":true},` +
		`{"field":"ReadAttributes","index":-1,"value":["email","name"]},{"field":"WriteAttributes","index":-1,"value":[]}]}`
	if string(data) != want {
		t.Errorf("got  %s\nwant %s", data, want)
	}
	var back SuggestedFix
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(fix, back); diff != "" {
		t.Errorf("-written +read\n%s", diff)
	}
	for _, wrong := range []string{`{"value":1.5}`, `{"value":3000000000}`, `{"value":[1]}`, `{"index":"x"}`} {
		if err := json.Unmarshal([]byte(wrong), new(Edit)); err == nil {
			t.Errorf("%s is read as an edit", wrong)
		}
	}
}

// TestFixInDocs: the documentation of a rule says whether the command mends it.
func TestFixInDocs(t *testing.T) {
	table := RulesMarkdown()
	for _, row := range []struct{ rule, section, cell string }{
		{"write-attribute-read-only", "`check --fix` gives it", " | safe |\n"},
		{"redirect-http", "`check --fix --unsafe-fixes` gives it", " | unsafe |\n"},
		{"redirect-wildcard", "", " |  |\n"},
	} {
		text := mustRule(row.rule).Markdown()
		if row.section == "" && strings.Contains(text, "gives it") || !strings.Contains(text, row.section) {
			t.Errorf("%s: the section must say %q", row.rule, row.section)
		}
		at := strings.Index(table, "| ["+row.rule+"](#")
		if line, _, _ := strings.Cut(table[at:], "\n"); !strings.HasSuffix(line+"\n", row.cell) {
			t.Errorf("%s: the table has %q, want %q at the end", row.rule, line, row.cell)
		}
	}
}
