package userpoolclient

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// plan is a plan in short: "reset ExplicitAuthFlows".
func plan(changes []Change) []string {
	var all []string
	for _, ch := range changes {
		all = append(all, fmt.Sprintf("%s %s", ch.Effect, ch.Field))
	}
	return all
}

// inFull is a plan with its values.
func inFull(changes []Change) string {
	var b strings.Builder
	for _, ch := range changes {
		fmt.Fprintf(&b, "%s %s: %s → %s", ch.Effect, ch.Field, ch.Before, ch.After)
		if ch.After.Note != "" {
			fmt.Fprintf(&b, " (%s)", ch.After.Note)
		}
		b.WriteString("\n")
	}
	return b.String()
}

const (
	theARN    = `"ApplicationArn":"arn:aws:mobiletargeting:us-east-1:123456789012:apps/0a"`
	theFilled = `"RoleArn":"arn:aws:iam::123456789012:role/aws-service-role/cognito-idp.amazonaws.com/AWSServiceRoleForAmazonCognitoIdp"`
	theID     = `"ApplicationId":"0a","RoleArn":"arn:aws:iam::123456789012:role/pinpoint","ExternalId":"x"`
)

// TestPlanBoto is boto/boto3#1607: an update of callbacks and scopes alone.
func TestPlanBoto(t *testing.T) {
	current := mustParse(`"UserPoolId":"us-east-1_a","ClientId":"1example23456789","ClientName":"shop",
		"RefreshTokenValidity":30,"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH"],"SupportedIdentityProviders":["COGNITO"],
		"CallbackURLs":["https://a.example/cb"],"LogoutURLs":["https://a.example/out"],
		"AllowedOAuthFlows":["implicit"],"AllowedOAuthScopes":["openid"],"AllowedOAuthFlowsUserPoolClient":true`)
	update := mustParse(`"UserPoolId":"us-east-1_a","ClientId":"1example23456789",
		"CallbackURLs":["https://a.example/cb"],"AllowedOAuthScopes":["openid","email"]`)
	want := `reset ExplicitAuthFlows: ADMIN_NO_SRP_AUTH → ALLOW_USER_SRP_AUTH, ALLOW_CUSTOM_AUTH, ALLOW_REFRESH_TOKEN_AUTH (default)
reset SupportedIdentityProviders: COGNITO → none (default)
reset LogoutURLs: https://a.example/out → none (default)
reset AllowedOAuthFlows: implicit → none (default)
set AllowedOAuthScopes: openid → openid, email
reset AllowedOAuthFlowsUserPoolClient: true → false (default)
`
	if diff := cmp.Diff(want, inFull(Plan(current, update))); diff != "" {
		t.Errorf("the plan (-want +got):\n%s", diff)
	}
	want = "set AllowedOAuthScopes: openid → openid, email\n"
	if diff := cmp.Diff(want, inFull(Plan(current, Overlay(current, update)))); diff != "" {
		t.Errorf("the plan of the complete update (-want +got):\n%s", diff)
	}
}

func TestPlan(t *testing.T) {
	for _, row := range []struct {
		why             string
		current, update string
		want            string
	}{
		{"lists are sets", `"CallbackURLs":["a","b"]`, `"CallbackURLs":["b","a","b"]`, ""},
		{"a list is replaced", `"CallbackURLs":["a","b"]`, `"CallbackURLs":["a"]`, "set CallbackURLs: a, b → a\n"},
		{"the empty list clears", `"CallbackURLs":["a"]`, `"CallbackURLs":[]`, "clear CallbackURLs: a → none\n"},
		{"the empty list of flows is the default", `"ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH"]`,
			`"ExplicitAuthFlows":[]`,
			"clear ExplicitAuthFlows: ADMIN_NO_SRP_AUTH → ALLOW_USER_SRP_AUTH, ALLOW_CUSTOM_AUTH, ALLOW_REFRESH_TOKEN_AUTH " +
				"(default) (the empty list counts as omitted)\n"},
		{"an empty list is no list", `"CallbackURLs":[],"ReadAttributes":[],"ExplicitAuthFlows":[]`, ``, ""},
		{"no list is an empty list", ``, `"CallbackURLs":[],"WriteAttributes":[],"ExplicitAuthFlows":[]`, ""},
		{"the default flows spelled out are the default",
			`"ExplicitAuthFlows":["ALLOW_REFRESH_TOKEN_AUTH","ALLOW_CUSTOM_AUTH","ALLOW_USER_SRP_AUTH"]`, ``, ""},
		{"an emptied string", `"DefaultRedirectURI":"a"`, `"DefaultRedirectURI":""`,
			"clear DefaultRedirectURI: a → \n"},
		{"a value equal to its " +
			"default", `"AuthSessionValidity":3,"EnableTokenRevocation":true,"PreventUserExistenceErrors":"LEGACY"`, ``,
			""},
		{"a default spelled " +
			"out", ``,
			`"AuthSessionValidity":3,"EnableTokenRevocation":true,"PreventUserExistenceErrors":"LEGACY",` +
				`"AllowedOAuthFlowsUserPoolClient":false`, ""},
		{"nobody knows", `"AuthSessionValidity":5`, ``,
			"undetermined AuthSessionValidity: 5 minutes → undetermined (it stays 5 minutes or goes back to 3 minutes: the " +
				"evidence does not decide)\n"},
		{"a name is kept", `"ClientName":"shop"`, ``, ""},
		{"a name is set", `"ClientName":"shop"`, `"ClientName":"store"`, "set ClientName: shop → store\n"},
		{"attributes go back to what they are by default", `"WriteAttributes":["email"]`, ``,
			"reset WriteAttributes: email → every standard attribute but sub, email_verified and phone_number_verified " +
				"(default) (whether custom attributes are in it is disputed)\n"},

		{"60 minutes is 1 hour", `"AccessTokenValidity":60,"TokenValidityUnits":{"AccessToken":"minutes"}`,
			`"AccessTokenValidity":1`,
			"undetermined AccessTokenValidity: 1 hour → undetermined (at worst 1 minute if the unit stays, or 1 hour if the " +
				"unit is reset: the evidence does not decide)\n"},
		{"60 minutes is 1 hour, with its unit",
			`"AccessTokenValidity":60,"TokenValidityUnits":{"AccessToken":"minutes"}`,
			`"AccessTokenValidity":1,"TokenValidityUnits":{"AccessToken":"hours"}`, ""},
		{"60 minutes is the default, and with the number gone the unit may stay",
			`"IdTokenValidity":60,"TokenValidityUnits":{"IdToken":"minutes"}`, ``,
			"undetermined IdTokenValidity: 1 hour → undetermined (at worst a length that is not verified (minutes without a " +
				"number) if the unit stays, or 1 hour if the unit is reset: the evidence does not decide)\n"},
		{"the default unit need not be given", `"AccessTokenValidity":2,"TokenValidityUnits":{"AccessToken":"hours"}`,
			`"AccessTokenValidity":2`, ""},
		{"a lifetime left out", `"AccessTokenValidity":20,"TokenValidityUnits":{"AccessToken":"minutes"}`, ``,
			"undetermined AccessTokenValidity: 20 minutes → undetermined (at worst 1 hour if the unit is reset, or a length " +
				"that is not verified (minutes without a number) if the unit stays: the evidence does not decide)\n"},
		{"a lifetime in the default unit left out", `"AccessTokenValidity":20`, ``,
			"reset AccessTokenValidity: 20 hours → 1 hour (default)\n"},
		{"a number in place of a number", `"AccessTokenValidity":2`, `"AccessTokenValidity":5`,
			"set AccessTokenValidity: 2 hours → 5 hours\n"},
		{"a unit in place of a unit", `"AccessTokenValidity":20,"TokenValidityUnits":{"AccessToken":"minutes"}`,
			`"AccessTokenValidity":20,"TokenValidityUnits":{"AccessToken":"hours"}`,
			"set AccessTokenValidity: 20 minutes → 20 hours (the number 20 takes a new unit: 20 minutes becomes 20 hours)\n"},
		{"a unit dropped", `"AccessTokenValidity":1440,"TokenValidityUnits":{"AccessToken":"minutes"}`,
			`"AccessTokenValidity":1440`,
			"undetermined AccessTokenValidity: 24 hours → undetermined (at worst 60 days if the unit is reset, or 24 hours " +
				"if the unit stays: the evidence does not decide)\n"},
		{"the 30 of Describe under a new unit", `"RefreshTokenValidity":30`,
			`"RefreshTokenValidity":30,"TokenValidityUnits":{"RefreshToken":"hours"}`,
			"set RefreshTokenValidity: 30 days → 30 hours (the number 30 takes a new unit: 30 days becomes 30 hours)\n"},
		{"a new unit alone", `"RefreshTokenValidity":30`, `"TokenValidityUnits":{"RefreshToken":"hours"}`,
			"undetermined RefreshTokenValidity: 30 days → undetermined (at worst 30 hours if the number stays, or a length " +
				"that is not verified (hours without a number) if the number is reset: the evidence does not decide)\n"},
		{"the unit that it has, alone", `"RefreshTokenValidity":30`, `"TokenValidityUnits":{"RefreshToken":"days"}`,
			""},
		{"a refresh lifetime left out", `"RefreshTokenValidity":60`, ``,
			"undetermined RefreshTokenValidity: 60 days → undetermined (at worst 30 days if the number is reset, or 60 days " +
				"if the number stays: the evidence does not decide)\n"},
		{"720 hours is the default, and with the unit gone it is 720 days",
			`"RefreshTokenValidity":720,"TokenValidityUnits":{"RefreshToken":"hours"}`, ``,
			"undetermined RefreshTokenValidity: 30 days → undetermined (at worst 720 days if the number stays and the unit " +
				"is reset, or a length that is not verified (hours without a number) if the number is reset and the unit stays, " +
				"or 30 days if number and unit stay: the evidence does not decide)\n"},
		{"a unit for another token resets the refresh unit",
			`"RefreshTokenValidity":720,"TokenValidityUnits":{"RefreshToken":"hours"}`,
			`"AccessTokenValidity":1,"TokenValidityUnits":{"AccessToken":"hours"}`,
			"undetermined RefreshTokenValidity: 30 days → undetermined (at worst 720 days if the number stays and the unit " +
				"is reset, or a length that is not verified (hours without a number) if the number is reset and the unit stays, " +
				"or 30 days if number and unit stay: the evidence does not decide)\n"},
		{"0 is 30 days", `"RefreshTokenValidity":60`, `"RefreshTokenValidity":0`,
			"set RefreshTokenValidity: 60 days → 30 days (default)\n"},
		{"a unit without a number, as it is", `"TokenValidityUnits":{"AccessToken":"minutes"}`,
			`"TokenValidityUnits":{"AccessToken":"minutes"}`, ""},
		{"an unknown unit, as it is", `"AccessTokenValidity":1,"TokenValidityUnits":{"AccessToken":"weeks"}`,
			`"AccessTokenValidity":1,"TokenValidityUnits":{"AccessToken":"weeks"}`, ""},
		{"no units are empty units", `"TokenValidityUnits":{}`, ``, ""},

		{"rotation may stay", `"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":10}`, ``,
			"undetermined RefreshTokenRotation.Feature: ENABLED → undetermined " +
				"(it stays ENABLED or goes back to DISABLED: the evidence does not decide)\n"},
		{"DISABLED is no rotation", ``, `"RefreshTokenRotation":{"Feature":"DISABLED"}`, ""},
		{"no rotation is DISABLED with the grace that the service shows",
			`"RefreshTokenRotation":{"Feature":"DISABLED","RetryGracePeriodSeconds":0}`,
			`"RefreshTokenRotation":{"Feature":"DISABLED"}`, ""},
		{"rotation switched off", `"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":10}`,
			`"RefreshTokenRotation":{"Feature":"DISABLED"}`,
			"set RefreshTokenRotation.Feature: ENABLED → DISABLED\n"},
		{"rotation switched on", ``, `"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":10}`,
			"set RefreshTokenRotation.Feature: DISABLED (default) → ENABLED\nset " +
				"RefreshTokenRotation.RetryGracePeriodSeconds: none → 10 seconds\n"},
		{"a grace left out of its structure",
			`"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":10}`,
			`"RefreshTokenRotation":{"Feature":"ENABLED"}`,
			"undetermined RefreshTokenRotation.RetryGracePeriodSeconds: 10 seconds → undetermined (it stays 10 seconds or " +
				"goes to a default that is not verified)\n"},
		{"rotation emptied", `"RefreshTokenRotation":{"Feature":"ENABLED"}`, `"RefreshTokenRotation":{}`,
			"clear RefreshTokenRotation: ENABLED → none (the service rejects a structure without Feature; Feature DISABLED " +
				"switches rotation off)\n"},
		{"rotation does not make a change of the default flows", ``, `"RefreshTokenRotation":{"Feature":"ENABLED"}`,
			"set RefreshTokenRotation.Feature: DISABLED (default) → ENABLED\n"},

		{"the role that the service fills in",
			`"AnalyticsConfiguration":{` + theARN + `,` + theFilled + `,"UserDataShared":false}`,
			`"AnalyticsConfiguration":{` + theARN + `}`, ""},
		{"analytics left out", `"AnalyticsConfiguration":{` + theARN + `,` + theFilled + `}`, ``,
			"reset AnalyticsConfiguration: ApplicationArn arn:aws:mobiletargeting:us-east-1:123456789012:apps/0a → none\n"},
		{"analytics emptied", `"AnalyticsConfiguration":{"ApplicationId":"0a"}`, `"AnalyticsConfiguration":{}`,
			"clear AnalyticsConfiguration: ApplicationId 0a → none\n"},
		{"analytics by its other name", `"AnalyticsConfiguration":{"ApplicationId":"0a","ExternalId":"x"}`,
			`"AnalyticsConfiguration":{"ApplicationArn":"arn"}`,
			"set AnalyticsConfiguration.ApplicationArn: none → arn\n"},
		{"a switch left out of its structure",
			`"AnalyticsConfiguration":{"ApplicationArn":"arn","UserDataShared":true}`,
			`"AnalyticsConfiguration":{"ApplicationArn":"arn"}`,
			"reset AnalyticsConfiguration.UserDataShared: true → false (default)\n"},
		{"a target left out of its structure", `"AnalyticsConfiguration":{"ApplicationId":"0a","ExternalId":"x"}`,
			`"AnalyticsConfiguration":{"ApplicationId":"0a"}`,
			"reset AnalyticsConfiguration.ExternalId: x → none\n"},

		{"a secret", ``, `"ClientSecret":"0123456789abcdefghijklmnop"`,
			"rejected ClientSecret: none → (secret) (no update can change it)\n"},
		{"the secret that it has", `"ClientSecret":"0123456789abcdefghijklmnop"`,
			`"ClientSecret":"0123456789abcdefghijklmnop"`, ""},
		{"a secret to generate", ``, `"GenerateSecret":true`,
			"rejected GenerateSecret: false (default) → true (no update can change it)\n"},
		{"no secret to generate", ``, `"GenerateSecret":false`, ""},
		{"another pool and client", `"UserPoolId":"a_1","ClientId":"a"`, `"UserPoolId":"a_2","ClientId":"b"`,
			"rejected UserPoolId: a_1 → a_2 (no update can change it)\nrejected ClientId: a → b (no update can change it)\n"},
		{"a pool and client to send it to", ``, `"UserPoolId":"a_2","ClientId":"b"`, ""},
		{"dates of another reading", `"LastModifiedDate":2`, `"LastModifiedDate":1`,
			"rejected LastModifiedDate: 1970-01-01T00:00:02Z → 1970-01-01T00:00:01Z (no update can change it)\n"},
	} {
		t.Run(row.why, func(t *testing.T) {
			current, update := mustParse(row.current), mustParse(row.update)
			if diff := cmp.Diff(row.want, inFull(Plan(current, update))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestPlanOfNil: a nil Config is an empty one.
func TestPlanOfNil(t *testing.T) {
	full := mustParse(
		web,
		`"AnalyticsConfiguration":{`+theARN+`},"RefreshTokenRotation":{"Feature":"ENABLED"},"AccessTokenValidity":2`,
	)
	if got := Plan(nil, nil); got != nil {
		t.Errorf("nothing becomes of nothing: %v", plan(got))
	}
	if got, want := Plan(nil, full), Plan(&Config{}, full); !cmp.Equal(got, want) || len(got) == 0 {
		t.Errorf("a nil current: %v", plan(got))
	}
	if got, want := Plan(full, nil), Plan(full, &Config{}); !cmp.Equal(got, want) || len(got) == 0 {
		t.Errorf("a nil update: %v", plan(got))
	}
	if got := Overlay(nil, nil); !cmp.Equal(got, &Config{}) {
		t.Errorf("Overlay of nothing: %+v", got)
	}
	if got := Plan(full, Overlay(full, nil)); got != nil {
		t.Errorf("an overlay of nothing changes nothing: %v", plan(got))
	}
}

// TestPlanOfEachField: for each field of the table, an update that leaves it out
// does what the table says, and one that repeats it changes nothing.
func TestPlanOfEachField(t *testing.T) {
	effects := map[Omission]Effect{OmissionResets: EffectReset, OmissionUndetermined: EffectUndetermined}
	seen := map[Omission]int{}
	for i := range fieldTable() {
		r := &fieldTable()[i]
		if !r.InUpdate || r.Immutable {
			continue
		}
		seen[r.Omission]++
		t.Run(string(r.Name), func(t *testing.T) {
			current, update, at := new(Config), new(Config), r.Name
			setNonDefault(current, r)
			switch r.Parent {
			case FieldTokenValidityUnits: // the unit alone is left out, of a lifetime
				at = numberOf(r.Name)
				setNonDefault(current, rowOf(at))
				rowOf(at).copy(update, current)
			case FieldAnalyticsConfiguration: // the structure goes as a whole
				at = r.Parent
			}
			if r.Name == FieldRefreshTokenRotation ||
				r.Parent == FieldRefreshTokenRotation { // its end is told of the Feature
				at = FieldRefreshTokenRotationFeature
				current.RefreshTokenRotation.Feature = types.FeatureTypeEnabled
			}
			if r.Name == FieldTokenValidityUnits {
				at = FieldRefreshTokenValidity
				for _, token := range tokens {
					setNonDefault(current, rowOf(token.validity))
					rowOf(token.validity).copy(update, current)
				}
			}
			got := effectOn(Plan(current, update), at)
			if want := effects[r.Omission]; got != want {
				t.Errorf("left out, it has the effect %q; the table says that it %s", got, r.Omission)
			}
			if again := Plan(current, current); again != nil {
				t.Errorf("repeated, it changes:\n%s", inFull(again))
			}
		})
	}
	for _, o := range []Omission{OmissionResets, OmissionKeeps, OmissionUndetermined} {
		if seen[o] == 0 {
			t.Errorf("no field %s: the test saw nothing", o)
		}
	}
}

func numberOf(unit Field) Field {
	for _, t := range tokens {
		if t.unit == unit {
			return t.validity
		}
	}
	return ""
}

func effectOn(changes []Change, f Field) Effect {
	for _, ch := range changes {
		if ch.Field == f {
			return ch.Effect
		}
	}
	return 0
}

// TestPlanUnknown: a value that is not known yet may change, and is said to; one
// that is not known now may be lost.
func TestPlanUnknown(t *testing.T) {
	seen := 0
	for i := range fieldTable() {
		r := &fieldTable()[i]
		if !r.InUpdate || r.Immutable || r.Name == FieldTokenValidityUnits {
			continue
		}
		seen++
		at := r.Name
		switch {
		case r.Parent == FieldTokenValidityUnits:
			at = numberOf(r.Name)
		case r.Parent != "":
			at = r.Parent
		}
		pending := &Config{Unknown: []Field{r.Name}}
		changes := Plan(&Config{}, pending)
		if effectOn(changes, at) != EffectSet || changes[0].After.Origin != OriginUnknown ||
			changes[0].After.Value != nil {
			t.Errorf("%s is given a value not known yet:\n%s", r.Name, inFull(changes))
		}
		if again := Plan(pending, pending); again != nil {
			t.Errorf("%s is not known, before and after:\n%s", r.Name, inFull(again))
		}
	}
	if seen == 0 {
		t.Fatal("the test saw nothing")
	}
	if got := plan(
		Plan(&Config{Unknown: []Field{"CallbackURLs[1]"}}, &Config{}),
	); !slices.Equal(
		got,
		[]string{"reset CallbackURLs"},
	) {
		t.Errorf("a list that is not known in part is reset: %v", got)
	}
	if got := plan(
		Plan(&Config{Unknown: []Field{FieldAuthSessionValidity}}, &Config{}),
	); !slices.Equal(
		got,
		[]string{"undetermined AuthSessionValidity"},
	) {
		t.Errorf("nobody knows what becomes of what nobody knows: %v", got)
	}
}

func TestPlanProperties(t *testing.T) {
	gen := genConfig()
	t.Run("a configuration changes nothing of itself", rapid.MakeCheck(func(t *rapid.T) {
		c := gen.Draw(t, "c")
		if changes := Plan(c, c); changes != nil {
			t.Fatalf("Plan(c, c):\n%s", inFull(changes))
		}
	}))
	t.Run("an overlay only sets and clears", rapid.MakeCheck(func(t *rapid.T) {
		c, u := gen.Draw(t, "c"), gen.Draw(t, "u")
		full := Overlay(c, u)
		for _, ch := range Plan(c, full) {
			if ch.Effect != EffectSet && ch.Effect != EffectClear {
				t.Fatalf("Plan(c, Overlay(c, u)):\n%s", inFull([]Change{ch}))
			}
		}
		if changes := Plan(c, Overlay(c, full)); !cmp.Equal(changes, Plan(c, full)) {
			t.Fatalf("an overlay of the overlay plans otherwise:\n%s", inFull(changes))
		}
		if changes := Plan(c, Overlay(c, new(Config))); changes != nil {
			t.Fatalf("an overlay of nothing:\n%s", inFull(changes))
		}
	}))
	t.Run("an overlay is ready to be sent", rapid.MakeCheck(func(t *rapid.T) {
		c, u := gen.Draw(t, "c"), gen.Draw(t, "u")
		full := Overlay(c, u)
		if full.ClientSecret != nil || full.GenerateSecret != nil || full.CreationDate != nil ||
			full.LastModifiedDate != nil {
			t.Fatal("the overlay holds what is not a member of an update")
		}
		if isDescribeEcho(full.AnalyticsConfiguration) {
			t.Fatal("the overlay holds the role that the service fills in")
		}
		for _, token := range tokens {
			if n, unit := token.written(full); n != nil && (unit == "" || *n == 0) {
				t.Fatalf("the overlay holds %s %d %q", token.validity, *n, unit)
			}
		}
	}))
	t.Run("nothing is changed or shared", rapid.MakeCheck(func(t *rapid.T) {
		c, u := gen.Draw(t, "c"), gen.Draw(t, "u")
		before := deepJSON(t, c) + deepJSON(t, u)
		changes, full := Plan(c, u), Overlay(c, u)
		if after := deepJSON(t, c) + deepJSON(t, u); after != before {
			t.Fatalf("Plan or Overlay changes its arguments:\n%s\n%s", before, after)
		}
		scribble(reflect.ValueOf(full))
		scribble(reflect.ValueOf(changes))
		if after := deepJSON(t, c) + deepJSON(t, u); after != before {
			t.Fatalf("the result shares memory with the arguments:\n%s\n%s", before, after)
		}
	}))
	t.Run("order and units do not matter", rapid.MakeCheck(func(t *rapid.T) {
		c, u := gen.Draw(t, "c"), gen.Draw(t, "u")
		pairLifetimes(c)
		pairLifetimes(u)
		writtenAlike(c, u)
		want := Plan(c, u)
		c2, u2 := Overlay(c, nil), shuffled(t, u)
		c2.ClientSecret, c2.GenerateSecret, c2.CreationDate, c2.LastModifiedDate = c.ClientSecret, c.GenerateSecret,
			c.CreationDate, c.LastModifiedDate
		c2.AnalyticsConfiguration, c2.RefreshTokenRotation = c.AnalyticsConfiguration, c.RefreshTokenRotation
		c2 = shuffled(t, c2)
		rewriteLifetimes(t, c2)
		rewriteLifetimes(t, u2)
		if got := Plan(c2, u2); !samePlan(got, want) {
			t.Fatalf("as drawn:\n%sotherwise written:\n%s", inFull(want), inFull(got))
		}
	}))
	t.Run("a plan is in the order of Config and names each field once", rapid.MakeCheck(func(t *rapid.T) {
		changes := Plan(gen.Draw(t, "c"), gen.Draw(t, "u"))
		for i := 1; i < len(changes); i++ {
			if fieldIndex()[changes[i-1].Field] >= fieldIndex()[changes[i].Field] {
				t.Fatalf("%v", plan(changes))
			}
		}
		for _, ch := range changes {
			if ch.Before.Field != ch.Field || ch.After.Field != ch.Field || ch.Before.Origin == 0 ||
				ch.After.Origin == 0 {
				t.Fatalf("%+v", ch)
			}
			if ch.Effect == EffectUndetermined && (ch.After.Value != nil || ch.After.Note == "") {
				t.Fatalf("what is undetermined has a note and no value: %+v", ch)
			}
		}
	}))
}

// samePlan compares plans but for the order of lists and for notes, which name
// numbers as they are written.
func samePlan(a, b []Change) bool {
	return slices.EqualFunc(a, b, func(a, b Change) bool {
		sameSetting := func(a, b Setting) bool {
			return a.Origin == b.Origin && (cmp.Equal(a.Value, b.Value) || sameOrStruct(a.Value, b.Value))
		}
		return a.Field == b.Field && a.Effect == b.Effect && sameSetting(a.Before, b.Before) &&
			sameSetting(a.After, b.After)
	})
}

func sameOrStruct(a, b any) bool {
	if a != nil && reflect.TypeOf(a).Kind() == reflect.Struct {
		return cmp.Equal(a, b)
	}
	return same(a, b)
}

// pairLifetimes leaves of each lifetime both number and unit, or neither: a
// number without its unit means what the client's unit makes of it.
func pairLifetimes(c *Config) {
	for _, t := range tokens {
		n, unit := t.written(c)
		if n == nil || t.isDefault(n) {
			n, unit = nil, ""
		} else if unit == "" {
			unit = t.defaultUnit
		}
		t.writeBoth(c, n, unit)
	}
}

func (t *token) writeBoth(c *Config, n *int32, unit types.TimeUnitsType) {
	if c.TokenValidityUnits == nil {
		c.TokenValidityUnits = new(TokenValidityUnits)
	}
	*configMember(c, t.unit).Addr().Interface().(*types.TimeUnitsType) = unit
	rowOf(t.validity).copy(c, &Config{AccessTokenValidity: n, IdTokenValidity: n, RefreshTokenValidity: n})
}

// writtenAlike leaves of each lifetime that u omits none in c: an omitted number
// or unit may be kept, so what becomes of it depends on how it is written.
func writtenAlike(c, u *Config) {
	for _, t := range tokens {
		if n, _ := t.written(u); n == nil {
			t.writeBoth(c, nil, "")
		}
	}
}

// rewriteLifetimes writes each lifetime in another unit, where that is exact.
func rewriteLifetimes(t *rapid.T, c *Config) {
	for _, token := range tokens {
		n, unit := token.written(c)
		l := lifetimeOf(token, n, unit)
		other := rapid.SampledFrom(types.TimeUnitsType("").Values()).Draw(t, "other unit")
		size, _ := unitSeconds(other)
		if l.state != lifetimeGiven || l.seconds%size != 0 || l.seconds/size > token.highest {
			continue
		}
		token.writeBoth(c, new(int32(l.seconds/size)), other)
	}
}

// shuffled is a copy with its lists in another order.
func shuffled(t *rapid.T, c *Config) *Config {
	out := *c
	if c.TokenValidityUnits != nil {
		out.TokenValidityUnits = new(*c.TokenValidityUnits)
	}
	v := reflect.ValueOf(&out).Elem()
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Slice && f.Len() > 1 {
			order := rapid.Permutation(seq(f.Len())).Draw(t, "order")
			list := reflect.MakeSlice(f.Type(), f.Len(), f.Len())
			for to, from := range order {
				list.Index(to).Set(f.Index(from))
			}
			f.Set(list)
		}
	}
	return &out
}

func seq(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// deepJSON is c with its secret, which JSON hides.
func deepJSON(t *rapid.T, c *Config) string {
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	if c.ClientSecret != nil {
		return string(data) + c.ClientSecret.Reveal()
	}
	return string(data)
}

// scribble writes over all that v reaches.
func scribble(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			scribble(v.Elem())
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			if v.CanSet() {
				v.SetZero()
			}
			return
		}
		for i := range v.NumField() {
			scribble(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			scribble(v.Index(i))
		}
	case reflect.String, reflect.Int32, reflect.Bool:
		if v.CanSet() {
			switch v.Kind() {
			case reflect.String:
				v.SetString("scribble")
			case reflect.Int32:
				v.SetInt(-1)
			default:
				v.SetBool(!v.Bool())
			}
		}
	}
}

func TestOverlay(t *testing.T) {
	for _, row := range []struct {
		why                   string
		current, update, want string
	}{
		{"the secret and the dates are left out",
			`"ClientSecret":"0123456789abcdefghijklmnop","CreationDate":1,"LastModifiedDate":2,"ClientName":"shop"`, ``,
			`"ClientName":"shop"`},
		{"GenerateSecret is left out", ``, `"GenerateSecret":true`, ``},
		{"the client is the current one", `"UserPoolId":"a_1","ClientId":"a"`, `"UserPoolId":"a_2","ClientId":"b"`,
			`"UserPoolId":"a_1","ClientId":"a"`},
		{"a client that the current does not name", ``, `"UserPoolId":"a_2","ClientId":"b"`,
			`"UserPoolId":"a_2","ClientId":"b"`},
		{"lists replace lists", `"CallbackURLs":["a"],"LogoutURLs":["o"],"ReadAttributes":["email"]`,
			`"CallbackURLs":["b"],"ReadAttributes":[]`, `"CallbackURLs":["b"],"LogoutURLs":["o"],"ReadAttributes":[]`},
		{"false is a value", `"EnableTokenRevocation":true`, `"EnableTokenRevocation":false`,
			`"EnableTokenRevocation":false`},
		{"a number gets its default unit", `"RefreshTokenValidity":30,"AccessTokenValidity":2`, ``,
			`"RefreshTokenValidity":30,"AccessTokenValidity":2,"TokenValidityUnits":{"AccessToken":"hours",` +
				`"RefreshToken":"days"}`},
		{"a number keeps its unit", `"AccessTokenValidity":20,"TokenValidityUnits":{"AccessToken":"minutes"}`,
			`"AccessTokenValidity":30`,
			`"AccessTokenValidity":30,"TokenValidityUnits":{"AccessToken":"minutes"}`},
		{"a unit takes the number", `"RefreshTokenValidity":30`, `"TokenValidityUnits":{"RefreshToken":"hours"}`,
			`"RefreshTokenValidity":30,"TokenValidityUnits":{"RefreshToken":"hours"}`},
		{"a unit for a lifetime never set leaves it as it is", ``,
			`"TokenValidityUnits":{"AccessToken":"minutes","RefreshToken":"hours"}`,
			`"AccessTokenValidity":60,"RefreshTokenValidity":720,"TokenValidityUnits":{"AccessToken":"minutes",` +
				`"RefreshToken":"hours"}`},
		{"a unit too large for a lifetime never set", ``, `"TokenValidityUnits":{"AccessToken":"days"}`,
			`"AccessTokenValidity":1,"TokenValidityUnits":{"AccessToken":"hours"}`},
		{"a unit without a number, as it is", `"TokenValidityUnits":{"AccessToken":"minutes"}`, ``,
			`"TokenValidityUnits":{"AccessToken":"minutes"}`},
		{"0 asks for the default", `"RefreshTokenValidity":10,"TokenValidityUnits":{"RefreshToken":"hours"}`,
			`"RefreshTokenValidity":0`,
			`"RefreshTokenValidity":720,"TokenValidityUnits":{"RefreshToken":"hours"}`},
		{"0 was never set", `"RefreshTokenValidity":0`, ``, ``},
		{"empty units say nothing", `"TokenValidityUnits":{}`, `"TokenValidityUnits":{}`, ``},
		{"the role that the service fills in is left out", `"AnalyticsConfiguration":{` + theARN + `,` + theFilled +
			`}`, ``,
			`"AnalyticsConfiguration":{` + theARN + `}`},
		{"the user data of an echo", `"AnalyticsConfiguration":{` + theARN + `,` + theFilled + `}`,
			`"AnalyticsConfiguration":{"UserDataShared":true}`,
			`"AnalyticsConfiguration":{` + theARN + `,"UserDataShared":true}`},
		{"the other way to name a project",
			`"AnalyticsConfiguration":{` + theARN + `,` + theFilled + `,"UserDataShared":true}`,
			`"AnalyticsConfiguration":{` + theID + `}`, `"AnalyticsConfiguration":{` + theID +
				`,"UserDataShared":true}`},
		{"and back", `"AnalyticsConfiguration":{` + theID + `}`, `"AnalyticsConfiguration":{` + theARN + `}`,
			`"AnalyticsConfiguration":{` + theARN + `}`},
		{"another project of the same kind", `"AnalyticsConfiguration":{` + theID + `}`,
			`"AnalyticsConfiguration":{"ApplicationId":"0b"}`,
			`"AnalyticsConfiguration":{"ApplicationId":"0b","RoleArn":"arn:aws:iam::123456789012:role/pinpoint",` +
				`"ExternalId":"x"}`},
		{"analytics cleared", `"AnalyticsConfiguration":{` + theID + `}`, `"AnalyticsConfiguration":{}`,
			`"AnalyticsConfiguration":{}`},
		{"rotation cleared", `"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":10}`,
			`"RefreshTokenRotation":{}`, `"RefreshTokenRotation":{"Feature":"DISABLED"}`},
		{"rotation switched off", `"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":10}`,
			`"RefreshTokenRotation":{"Feature":"DISABLED"}`, `"RefreshTokenRotation":{"Feature":"DISABLED"}`},
		{"a grace alone", `"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":10}`,
			`"RefreshTokenRotation":{"RetryGracePeriodSeconds":20}`,
			`"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":20}`},
		{"rotation as it is", `"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":10}`,
			`"RefreshTokenRotation":{"Feature":"ENABLED"}`,
			`"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":10}`},
	} {
		t.Run(row.why, func(t *testing.T) {
			got := Overlay(mustParse(row.current), mustParse(row.update))
			if diff := cmp.Diff(mustParse(row.want), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestOverlayUnknown: what is not known yet stays so, and what the update gives
// takes the place of what was not known.
func TestOverlayUnknown(t *testing.T) {
	current := &Config{
		Unknown:      []Field{"CallbackURLs[1]", FieldLogoutURLs, FieldClientSecret},
		CallbackURLs: []string{"a", "b"},
	}
	update := &Config{Unknown: []Field{FieldRefreshTokenValidity, FieldCreationDate}, LogoutURLs: []string{"o"}}
	got := Overlay(current, update)
	if want := []Field{FieldRefreshTokenValidity, "CallbackURLs[1]"}; !slices.Equal(got.Unknown, want) {
		t.Errorf("Unknown is %v, must be %v", got.Unknown, want)
	}
	if !slices.Equal(got.CallbackURLs, current.CallbackURLs) || !slices.Equal(got.LogoutURLs, update.LogoutURLs) {
		t.Errorf("the overlay is %+v", got)
	}
}
