package userpoolclient

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestDiff(t *testing.T) {
	for _, row := range []struct {
		why  string
		a, b string
		want string
	}{
		{"60 minutes is 1 hour", `"AccessTokenValidity":60,"TokenValidityUnits":{"AccessToken":"minutes"}`,
			`"AccessTokenValidity":1`, ""},
		{"60 minutes is the default", `"IdTokenValidity":60,"TokenValidityUnits":{"IdToken":"minutes"}`, ``, ""},
		{"720 hours is 30 days", ``, `"RefreshTokenValidity":720,"TokenValidityUnits":{"RefreshToken":"hours"}`, ""},
		{"another lifetime", `"RefreshTokenValidity":60`, ``,
			"set RefreshTokenValidity: 60 days → 30 days\n"},
		{"a number in another unit", `"RefreshTokenValidity":60`,
			`"RefreshTokenValidity":60,"TokenValidityUnits":{"RefreshToken":"hours"}`,
			"set RefreshTokenValidity: 60 days → 60 hours (the number 60 takes a new unit: 60 days becomes 60 hours)\n"},
		{"lists are sets", `"CallbackURLs":["a","b"]`, `"CallbackURLs":["b","a"]`, ""},
		{"a default equals the same value set", `"EnableTokenRevocation":true,"AuthSessionValidity":3`,
			`"PreventUserExistenceErrors":"LEGACY"`, ""},
		{"what one has and the other does not", `"CallbackURLs":["a"],"AuthSessionValidity":5`, ``,
			"reset CallbackURLs: a → none (default)\nset AuthSessionValidity: 5 minutes → 3 minutes\n"},
		{"and the other way round", ``, `"CallbackURLs":["a"],"AuthSessionValidity":5`,
			"set CallbackURLs: none (default) → a\nset AuthSessionValidity: 3 minutes (default) → 5 minutes\n"},
		{"IDs, secrets and dates differ by nature",
			`"UserPoolId":"a_1","ClientId":"a","ClientSecret":"x","CreationDate":1`,
			`"UserPoolId":"a_2","ClientId":"b","ClientSecret":"y","CreationDate":2`, ""},
		{"names do not", `"ClientName":"shop-dev"`, `"ClientName":"shop"`, "set ClientName: shop-dev → shop\n"},
		{"a rotation that is DISABLED is none", `"RefreshTokenRotation":{"Feature":"DISABLED"}`, ``, ""},
		{"rotation in one of them", `"RefreshTokenRotation":{"Feature":"ENABLED"}`, ``,
			"set RefreshTokenRotation.Feature: ENABLED → DISABLED\n"},
	} {
		t.Run(row.why, func(t *testing.T) {
			if diff := cmp.Diff(row.want, inFull(Diff(mustParse(row.a), mustParse(row.b)))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestDiffProperties: a client does not differ from itself, and applying the
// explicit update leaves no difference.
func TestDiffProperties(t *testing.T) {
	gen, differed := genConfig(), 0
	rapid.Check(t, func(t *rapid.T) {
		a, b := gen.Draw(t, "a"), gen.Draw(t, "b")
		if changes := Diff(a, a); changes != nil {
			t.Fatalf("Diff(a, a):\n%s", inFull(changes))
		}
		if Diff(a, b) != nil {
			differed++
		}
		for _, undetermined := range []Omission{OmissionKeeps, OmissionResets} {
			after := Apply(a, Explicit(a, b), undetermined)
			if changes := Diff(after, b); changes != nil && undetermined == OmissionKeeps {
				for _, c := range changes {
					if c.Effect != EffectUndetermined {
						t.Fatalf(
							"where omissions are %v, the explicit update leaves:\n%s",
							undetermined,
							inFull(changes),
						)
					}
				}
			}
		}
	})
	if differed == 0 {
		t.Fatal("no two clients differed: the test saw nothing")
	}
}
