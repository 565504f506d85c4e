package iac_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/iac"
)

func preview(op, typ, inputs, old string) string {
	return `{"steps":[{"op":"` + op + `","urn":"urn:pulumi:dev::shop::` + typ + `::web","oldState":` + old +
		`,"newState":{"type":"` + typ + `","inputs":` + inputs + `}}],"changeSummary":{"` + op + `":1}}`
}

const (
	pulumiClient = "aws:cognito/userPoolClient:UserPoolClient"
	nativeClient = "aws-native:cognito:UserPoolClient"
)

func TestPulumi(t *testing.T) {
	r := one(t, "p.json", preview("update", pulumiClient,
		`{"__defaults":[],"name":"shop","callbackUrls":["http://a.example.jp/cb","04da6b54-80e4-46f7-96ec-b56ff0331ba9"],"generateSecret":true,
		"defaultRedirectUri":{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270"},"userPoolId":"eu-central-1_a1B2c3D4e"}`,
		`{"id":"4ab5c6","inputs":{},"outputs":{"name":"shop","callbackUrls":[],"logoutUrls":["https://a.example.jp/out"],"accessTokenValidity":0,"clientSecret":"[secret]",
		"refreshTokenRotation":{"feature":"ENABLED"}}}`), iac.Options{})
	if diff := cmp.Diff([]string{"https://a.example.jp/out"}, r.Config.LogoutURLs); diff != "" {
		t.Errorf("what the state has is sent again (-want +got):\n%s", diff)
	}
	if r.Config.AccessTokenValidity != nil || r.Config.RefreshTokenRotation != nil {
		t.Error("a 0 that stands for nothing, or a block that is gone, is sent")
	}
	if r.Context.Operation != userpoolclient.OperationUpdate || r.Context.Secret != userpoolclient.SecretStatePresent ||
		r.Config.GenerateSecret != nil {
		t.Errorf("got %v, secret %v, GenerateSecret %v; want update, present, not given", r.Context.Operation,
			r.Context.Secret, r.Config.GenerateSecret)
	}
	slices.Sort(r.Config.Unknown)
	if diff := cmp.Diff([]userpoolclient.Field{"CallbackURLs[1]", "DefaultRedirectURI"}, r.Config.Unknown); diff != "" {
		t.Errorf("unknown (-want +got):\n%s", diff)
	}
	var properties []string
	for _, f := range r.Check() {
		properties = append(properties, f.Rule+" "+f.Property)
	}
	if !slices.Contains(properties, "redirect-http callbackUrls[0]") {
		t.Errorf("no redirect-http callbackUrls[0] among %q", properties)
	}
}

func TestPulumiSteps(t *testing.T) {
	tests := []struct{ op, typ, want string }{
		{"create", pulumiClient, "create"},
		{"replace", pulumiClient, "create"},
		{"create-replacement", pulumiClient, "-"},
		{"delete-replaced", pulumiClient, "-"},
		{"delete", pulumiClient, "-"},
		{"update", pulumiClient, "update"},
		{"same", pulumiClient, "unknown"},
		{"create", nativeClient, "create"},
		{"create", "aws:cognito/userPool:UserPool", "-"},
	}
	for _, test := range tests {
		all, err := iac.Load("p.json", []byte(preview(test.op, test.typ, `{"callbackUrls":[]}`, "null")))
		if err != nil {
			t.Fatal(err)
		}
		got := "-"
		if len(all) == 1 {
			got = all[0].Context.Operation.String()
		}
		if got != test.want {
			t.Errorf("%s of %s: got %s, want %s", test.op, test.typ, got, test.want)
		}
	}
}

// TestPulumiNative holds that aws-native's names, which are CloudFormation's, are
// read, and its generated name is not missing.
func TestPulumiNative(t *testing.T) {
	r := one(t, "p.json", preview("create", nativeClient,
		`{"userPoolId":"eu-central-1_a1B2c3D4e","callbackUrls":["http://a.example.jp/"],"allowedOAuthFlows":["code"],"generateSecret":false}`, "null"), iac.Options{})
	got := ids(r.Check())
	if !slices.Contains(got, "redirect-http CallbackURLs[0]") || slices.Contains(got,
		"client-name-required ClientName") {
		t.Errorf("got %q, want redirect-http and no client-name-required", got)
	}
}
