package iac_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

// found are the findings of one rule as "property line:column when".
func found(r *iac.Resource, rule string) []string {
	var all []string
	for _, f := range r.Check() {
		if f.Rule == rule {
			all = append(all, strings.TrimSpace(fmt.Sprintf("%s %s %s", f.Property, f.Position, f.When)))
		}
	}
	return all
}

const stages = `
Parameters:
  Env: {Type: String}
  Region: {Type: String}
Conditions:
  Dev: !Equals [!Ref Env, dev]
  Prod: !Equals [!Ref Env, prod]
  Live: !Not [!Condition Dev]
  EU: !Equals [!Ref Region, eu]
  DevEU: !And [!Condition Dev, !Condition EU]
  Opaque: !Equals [!Select [0, !Split ["-", !Ref Env]], x]
`

// TestBranches says in which branches plain http is found.
func TestBranches(t *testing.T) {
	tests := []struct {
		reason, urls string
		want         []string
	}{
		{"one branch is wrong", `[!Ref Cb, !If [Dev, "http://dev.example.jp/", "https://prod.example.jp/"]]`,
			[]string{"CallbackURLs[1] 17:41 Dev"}},
		{"the other is", `[!If [Dev, "https://dev.example.jp/", "http://prod.example.jp/"]]`,
			[]string{"CallbackURLs[0] 17:59 not Dev"}},
		{"both are", `[!If [Dev, "http://dev.example.jp/", "http://prod.example.jp/"]]`,
			[]string{"CallbackURLs[0] 17:32 Dev", "CallbackURLs[0] 17:58 not Dev"}},
		{"what is beside the branches is found once",
			`["http://a.example.jp", !If [Dev, "https://b.example.jp", "https://c.example.jp"]]`,
			[]string{"CallbackURLs[0] 17:22"}},
		{"lists as branches", `!If [Dev, ["http://a.example.jp"], ["https://b.example.jp"]]`,
			[]string{"CallbackURLs[0] 17:32 Dev"}},
		{"an element that is not there does not move the others",
			`[!If [Dev, "https://a.example.jp", !Ref AWS::NoValue], "http://b.example.jp"]`,
			[]string{"CallbackURLs[1] 17:76"}},
		{"branches in branches",
			`[!If [Dev, !If [EU, "http://a.example.jp", "https://b.example.jp"], "https://c.example.jp"]]`,
			[]string{"CallbackURLs[0] 17:41 Dev and EU"}},
		{"the same condition twice is one question",
			`[!If [Dev, !If [Dev, "https://a.example.jp", "http://b.example.jp"], "https://c.example.jp"]]`, nil},
		{"conditions that exclude each other",
			`[!If [Dev, !If [Prod, "http://a.example.jp", "https://b.example.jp"], "https://c.example.jp"]]`, nil},
		{"a condition that denies another",
			`[!If [Live, !If [Dev, "http://a.example.jp", "https://b.example.jp"], "https://c.example.jp"]]`, nil},
		{"a condition of conditions",
			`[!If [DevEU, !If [EU, "https://a.example.jp", "http://b.example.jp"], "https://c.example.jp"]]`, nil},
		{"a condition that is not understood", `[!If [Opaque, "http://a.example.jp", "https://b.example.jp"]]`,
			[]string{"CallbackURLs[0] 17:35 Opaque"}},
		{"a condition that the template does not have",
			`[!If [Nonesuch, "http://a.example.jp", "https://b.example.jp"]]`,
			[]string{"CallbackURLs[0] 17:37 Nonesuch"}},
		{"a value that the condition tells", `[!If [Dev, !Sub "http://${Env}.example.jp", "https://b.example.jp"]]`,
			[]string{"CallbackURLs[0] 17:32 Dev"}},
		{"a branch inside a text", `[!Join ["", [!If [Dev, "http", "https"], "://a.example.jp"]]]`,
			[]string{"CallbackURLs[0] 17:22 Dev"}},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			data := stages + template("      CallbackURLs: "+test.urls+"\n")
			r := one(t, "t.yaml", data, iac.Options{})
			if diff := cmp.Diff(test.want, found(r, "redirect-http")); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if len(r.Variants) > 8 || len(r.Variants) == 1 {
				t.Errorf("%d variants", len(r.Variants))
			}
		})
	}
}

// TestDecided holds that parameters that are given decide conditions.
func TestDecided(t *testing.T) {
	data := stages +
		template(`      CallbackURLs: [!If [Dev, "http://dev.example.jp/", "http://prod.example.jp/"]]`+"\n")
	for env, want := range map[string]string{"dev": "http://dev.example.jp/", "prod": "http://prod.example.jp/"} {
		r := one(t, "t.yaml", data, iac.Options{Parameters: map[string]string{"Env": env}})
		if r.Variants != nil || len(r.Config.CallbackURLs) != 1 || r.Config.CallbackURLs[0] != want {
			t.Errorf("%s: %d variants, %q", env, len(r.Variants), r.Config.CallbackURLs)
		}
	}
}

// TestMerged says what Config, which holds in every branch, knows.
func TestMerged(t *testing.T) {
	tests := []struct {
		reason, yaml   string
		unknown, maybe []userpoolclient.Field
	}{
		{"two texts: it is set", "DefaultRedirectURI: !If [Dev, a, b]", []userpoolclient.Field{"DefaultRedirectURI"},
			nil},
		{"a text or nothing", "DefaultRedirectURI: !If [Dev, a, !Ref AWS::NoValue]", nil,
			[]userpoolclient.Field{"DefaultRedirectURI"}},
		{"nothing or a reference", "DefaultRedirectURI: !If [Dev, !Ref AWS::NoValue, !Ref X]", nil,
			[]userpoolclient.Field{"DefaultRedirectURI"}},
		{"nothing in either", "DefaultRedirectURI: !If [Dev, !Ref AWS::NoValue, !Ref AWS::NoValue]", nil, nil},
		{"nothing further in", "DefaultRedirectURI: !If [Dev, a, !If [EU, b, !Ref AWS::NoValue]]", nil,
			[]userpoolclient.Field{"DefaultRedirectURI"}},
		{"an element or nothing", "CallbackURLs: [a, !If [Dev, b, !Ref AWS::NoValue]]", nil,
			[]userpoolclient.Field{"CallbackURLs[1]"}},
		{"a structure or nothing", "TokenValidityUnits: !If [Dev, {IdToken: hours}, !Ref AWS::NoValue]", nil,
			[]userpoolclient.Field{"TokenValidityUnits"}},
		{"a member or nothing", "TokenValidityUnits: {IdToken: !If [Dev, hours, !Ref AWS::NoValue]}", nil,
			[]userpoolclient.Field{"TokenValidityUnits.IdToken"}},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			r := one(t, "t.yaml", stages+template("      "+test.yaml+"\n"), iac.Options{})
			ours := func(f userpoolclient.Field) bool { return f == "UserPoolId" || f == "ClientName" }
			if diff := cmp.Diff(test.unknown, slices.DeleteFunc(r.Config.Unknown, ours)); diff != "" &&
				len(test.unknown) > 0 {
				t.Errorf("unknown (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.maybe, r.Config.MaybeSet); diff != "" {
				t.Errorf("perhaps set (-want +got):\n%s", diff)
			}
			for _, v := range r.Variants {
				if v.Config.MaybeSet != nil {
					t.Errorf("if %s: perhaps set %v", v.When, v.Config.MaybeSet)
				}
			}
		})
	}
}

// TestConditionOfClient holds that a client is judged in the cases alone in which
// it is created.
func TestConditionOfClient(t *testing.T) {
	data := stages +
		strings.Replace(template(`      CallbackURLs: [!If [Dev, "http://dev.example.jp/", "https://prod.example.jp/"]]`+"\n"),
			"    Properties", "    Condition: Live\n    Properties", 1)
	r := one(t, "t.yaml", data, iac.Options{})
	if got := found(r, "redirect-http"); got != nil || r.Variants != nil {
		t.Errorf("found %q in %d variants, though the client is not created if Dev", got, len(r.Variants))
	}
	all, err := iac.Options{Parameters: map[string]string{"Env": "dev"}}.Load("t.yaml", []byte(data))
	if err != nil || len(all) != 0 {
		t.Errorf("%d clients, %v; want none, for Live is false", len(all), err)
	}
}

// TestAssumeDefaults says what is taken for the value of a parameter that nobody
// gives.
func TestAssumeDefaults(t *testing.T) {
	const parameters = `
Parameters:
  Host: {Type: String, Default: shop.example.jp}
  Scheme: {Type: String, Default: https, AllowedValues: [http, https]}
  Hidden: {Type: String, Default: http, NoEcho: true}
  Stored: {Type: "AWS::SSM::Parameter::Value<String>", Default: http}
  Urls: {Type: CommaDelimitedList, Default: "http://a.example.jp, https://b.example.jp"}
  Many: {Type: String, Default: http, AllowedValues: [a, b, c, d, e, f, g, h, http]}
`
	tests := []struct {
		reason, urls string
		without      []string // without AssumeDefaults
		with         []string
	}{
		{"a default", `[!Sub "http://${Host}/"]`, nil, []string{"CallbackURLs[0] 14:22"}},
		{"allowed values, each in turn", `[!Sub "${Scheme}://${Host}/"]`, nil,
			[]string{"CallbackURLs[0] 14:22 Scheme is http"}},
		{"a default that must not be shown", `[!Sub "${Hidden}://${Host}/"]`, nil, nil},
		{"a default that is the name of a value", `[!Sub "${Stored}://${Host}/"]`, nil, nil},
		{"a list", `!Ref Urls`, nil, []string{"CallbackURLs[0] 14:21"}},
		{"more values than are told apart: the default", `[!Sub "${Many}://${Host}/"]`, nil,
			[]string{"CallbackURLs[0] 14:22"}},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			data := parameters + template("      CallbackURLs: "+test.urls+"\n")
			if diff := cmp.Diff(test.without, found(one(t, "t.yaml", data, iac.Options{}),
				"redirect-http")); diff != "" {
				t.Errorf("without (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.with, found(one(t, "t.yaml", data, iac.Options{AssumeDefaults: true}),
				"redirect-http")); diff != "" {
				t.Errorf("with (-want +got):\n%s", diff)
			}
		})
	}
	r := one(t, "t.yaml", parameters+template(`      CallbackURLs: [!Sub "${Scheme}://a.example.jp/"]`+"\n"),
		iac.Options{AssumeDefaults: true, Parameters: map[string]string{"Scheme": "http"}})
	if got := found(r, "redirect-http"); len(got) != 1 || r.Variants != nil {
		t.Errorf("a value that is given is the only one: %q in %d variants", got, len(r.Variants))
	}
}

// TestAllowedValues holds that a condition is not taken to be open where no
// allowed value makes it true.
func TestAllowedValues(t *testing.T) {
	const data = "Parameters:\n  Env: {Type: String, AllowedValues: [dev, prod]}\n" +
		"Conditions:\n  Test: !Equals [!Ref Env, test]\n"
	r := one(t, "t.yaml",
		data+template(`      CallbackURLs: [!If [Test, "http://a.example.jp", "https://b.example.jp"]]`+"\n"),
		iac.Options{})
	if got := found(r, "redirect-http"); got != nil || r.Variants != nil {
		t.Errorf("found %q in %d variants", got, len(r.Variants))
	}
}

// TestManyConditions holds that the number of variants is bounded, and that what
// they leave open is not judged.
func TestManyConditions(t *testing.T) {
	var conditions, urls strings.Builder
	for i := range 12 {
		fmt.Fprintf(&conditions, "  C%d: !Equals [!Ref P%d, x]\n", i, i)
		fmt.Fprintf(&urls, "        - !If [C%d, 'http://a%d.example.jp', 'https://b%d.example.jp']\n", i, i, i)
	}
	r := one(t, "t.yaml", "Conditions:\n"+conditions.String()+template("      CallbackURLs:\n"+urls.String()),
		iac.Options{})
	if n := len(r.Variants); n < 2 || n > 8 {
		t.Errorf("%d variants, want 2 to 8", n)
	}
	got := found(r, "redirect-http")
	if len(got) == 0 || len(got) > 3 {
		t.Errorf("found %q, want one for each condition that makes the variants", got)
	}
	open := 0
	for _, s := range r.Unknown() {
		if strings.HasPrefix(s.Property, "CallbackURLs[") && s.When == "" {
			open++
		}
	}
	if open+len(got) != 12 {
		t.Errorf("%d of 12 branches are judged and %d are told to be unknown", len(got), open)
	}
}

// TestVariantsFollow holds that what is merged into a resource reaches its
// variants.
func TestVariantsFollow(t *testing.T) {
	data := stages + template("      GenerateSecret: true\n      ClientName: !If [Dev, a, b]\n")
	r := one(t, "t.yaml", data, iac.Options{Context: userpoolclient.Context{Operation: userpoolclient.OperationUpdate}})
	if len(r.Variants) != 2 || r.Context.Secret != userpoolclient.SecretStatePresent {
		t.Fatalf("%d variants, secret %v", len(r.Variants), r.Context.Secret)
	}
	for _, v := range r.Variants {
		if v.Config.GenerateSecret != nil || !slices.Contains(v.Config.Unknown, userpoolclient.FieldClientId) {
			t.Errorf("if %s an update sends GenerateSecret, or no ClientId", v.When)
		}
	}
	for _, f := range r.Check() {
		if f.Rule == "client-id-required" || f.Rule == "secret-on-update" {
			t.Error(f)
		}
	}
	if got, want := r.Variants[0].When+", "+r.Variants[1].When, "Dev, not Dev"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestUnknownAndSkipped says what could not be judged, and where.
func TestUnknownAndSkipped(t *testing.T) {
	data := stages + template("      ClientName: !If [Dev, a, !Ref X]\n      CallbackURLs: [!Ref Cb]\n")
	r := one(t, "t.yaml", data, iac.Options{})
	var got []string
	for _, s := range r.Unknown() {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s", s.Property, s.Position, s.When)))
	}
	slices.Sort(got)
	want := []string{"CallbackURLs[0] 18:22", "ClientName 17:7 not Dev", "UserPoolId 16:7"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("unknown (-want +got):\n%s", diff)
	}
	rules := make(map[string]bool)
	for _, s := range r.Skipped() {
		rules[s.Rule] = true
	}
	for _, rule := range []string{"redirect-http", "client-name-pattern", "user-pool-id-pattern"} {
		if !rules[rule] {
			t.Errorf("%s is not among the rules that were skipped", rule)
		}
	}
	if rules["analytics-arn-pattern"] {
		t.Error("analytics-arn-pattern lacks nothing")
	}
}
