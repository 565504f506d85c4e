package cognitotest_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
)

// The service's answer to what breaks a rule alone, as it is recorded or as the
// service's validator puts it.
func TestReject(t *testing.T) {
	const (
		invalid    = "InvalidParameterException"
		broken     = ` failed to satisfy constraint: `
		one        = `1 validation error detected: Value `
		clientName = `[\w\s+=,.@-]+`
		redirect   = `[\p{L}\p{M}\p{S}\p{N}\p{P}]+`
	)
	var nothing userpoolclient.Context
	create := userpoolclient.Context{Operation: userpoolclient.OperationCreate}
	update := userpoolclient.Context{Operation: userpoolclient.OperationUpdate}
	noProvider := userpoolclient.Context{Pool: &userpoolclient.Pool{IdentityProviders: []string{}}}
	for _, tt := range []struct {
		reason, members    string
		in                 userpoolclient.Context
		exception, message string
	}{
		{"an element of a list: the whole list and all limits on its elements",
			`"CallbackURLs":["myapp://cb",""]`, nothing, invalid,
			one + `'[myapp://cb, ]' at 'callbackURLs'` + broken + `Member must satisfy constraint: [` +
				`Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, ` +
				`Member must satisfy regular expression pattern: ` + redirect + `]`},
		{"an enum in a list", `"AllowedOAuthFlows":["token"]`, nothing, invalid,
			one + `'[token]' at 'allowedOAuthFlows'` + broken + `Member must satisfy constraint: [` +
				`Member must satisfy enum value set: [code, implicit, client_credentials]]`},
		{"several limits at once, each member by itself",
			`"ClientName":"a*b","AuthSessionValidity":16,"RefreshTokenRotation":{"RetryGracePeriodSeconds":-1},` +
				`"TokenValidityUnits":{"IdToken":"weeks"}`, nothing, invalid,
			`5 validation errors detected: ` +
				`Value 'a*b' at 'clientName'` + broken + `Member must satisfy regular expression pattern: ` +
				clientName + `; ` +
				`Value 'weeks' at 'tokenValidityUnits.idToken'` + broken +
				`Member must satisfy enum value set: [seconds, minutes, hours, days]; ` +
				`Value '16' at 'authSessionValidity'` + broken + `Member must have value less than or equal to 15; ` +
				`Value null at 'refreshTokenRotation.feature'` + broken + `Member must not be null; ` +
				`Value '-1' at 'refreshTokenRotation.retryGracePeriodSeconds'` + broken +
				`Member must have value greater than or equal to 0`},
		{"an empty string breaks pattern and length", `"DefaultRedirectURI":""`, nothing, invalid,
			`2 validation errors detected: Value '' at 'defaultRedirectURI'` + broken +
				`Member must satisfy regular expression pattern: ` + redirect +
				`; Value '' at 'defaultRedirectURI'` + broken + `Member must have length greater than or equal to 1`},
		{"a sensitive value is not printed",
			`"UserPoolId":"eu-central-1_a","ClientId":"a-b","ClientName":"shop","ClientSecret":"short"`, create,
			invalid,
			`2 validation errors detected: Value at 'clientId'` + broken +
				`Member must satisfy regular expression pattern: [\w+]+; ` +
				`Value at 'clientSecret'` + broken + `Member must have length greater than or equal to 24`},
		{"what is not ASCII is printed as question marks", `"ClientName":"ショップ"`, nothing, invalid,
			one + `'????' at 'clientName'` + broken + `Member must satisfy regular expression pattern: ` + clientName},
		{"an omitted member", `"ClientName":"shop"`, create, invalid,
			one + `null at 'userPoolId'` + broken + `Member must not be null`},
		{"an omitted member that is sensitive", `"UserPoolId":"eu-central-1_a"`, update, invalid,
			one + `null at 'clientId'` + broken + `Member must not be null`},
		{"limits before everything else", `"AuthSessionValidity":2,"CallbackURLs":["http://a.example/"]`, nothing,
			invalid,
			one + `'2' at 'authSessionValidity'` + broken + `Member must have value greater than or equal to 3`},
		{"one relation at a time", `"CallbackURLs":["http://a.example/","http://b.example/#x"]`, nothing, invalid,
			`http://a.example/ cannot use the HTTP protocol.`},
		{"the first scope of several",
			`"AllowedOAuthFlows":["client_credentials"],"AllowedOAuthScopes":["api/read","email","openid"]`, nothing,
			"InvalidOAuthFlowException", `email is not supported with client_credentials flow`},
		{"the word of the operation", `"UserPoolId":"eu-central-1_a","ClientId":"c","WriteAttributes":["sub"]`, update,
			invalid, `Invalid write attributes specified while updating a client`},
		{"the word of the list", `"ReadAttributes":["nonesuch"]`, nothing, invalid,
			`Invalid read attributes specified while creating a client`},
		{"the pool's ID", `"UserPoolId":"eu-central-1_a","SupportedIdentityProviders":["COGNITO","Google"]`, noProvider,
			invalid, `The provider Google does not exist for User Pool eu-central-1_a.`},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			got, rejected := cognitotest.Reject(parse(t, tt.members), tt.in)
			if !rejected || got.Exception != tt.exception || got.Message != tt.message {
				t.Errorf("got  %s: %s\nwant %s: %s", got.Exception, got.Message, tt.exception, tt.message)
			}
			if !got.Recorded {
				t.Error("not marked as the service's own text")
			}
		})
	}
}

// The answer to every rule's bad example is about that rule, in the service's
// text where one is recorded, with every placeholder filled in.
func TestRejectExamples(t *testing.T) {
	var rejected, recorded int
	for _, r := range userpoolclient.Rules() {
		bad, in := r.Bad.Config(), r.Bad.Context()
		got, ok := cognitotest.Reject(bad, in)
		if ok != (r.Severity == userpoolclient.SeverityError) {
			t.Errorf("%s, of severity %s: rejected is %v", r.ID, r.Severity, ok)
		}
		if !ok {
			continue
		}
		rejected++
		if !slices.ContainsFunc(got.Findings, func(f userpoolclient.Finding) bool { return f.Rule == r.ID }) {
			t.Errorf("%s: the answer is about %v", r.ID, got.Findings)
		}
		if got.Recorded != (r.ServiceMessage != "") {
			t.Errorf("%s: Recorded is %v, the recorded message %q", r.ID, got.Recorded, r.ServiceMessage)
		}
		if got.Recorded {
			recorded++
		} else if got.Message != got.Findings[0].Error() {
			t.Errorf("%s: %q is not recorded and not the finding's", r.ID, got.Message)
		}
		if strings.ContainsAny(got.Message, "{}") && !got.Limits {
			t.Errorf("%s: %q has a placeholder left", r.ID, got.Message)
		}
		if r.Constraint != nil && !got.Limits {
			t.Errorf("%s: Limits is %v", r.ID, got.Limits)
		}
		if again, ok := cognitotest.Reject(r.Good.Config(), r.Good.Context()); ok {
			t.Errorf("%s: the good example is rejected: %s", r.ID, again.Message)
		}
	}
	if rejected < 50 || recorded < 40 {
		t.Fatalf("saw %d rejections, %d recorded", rejected, recorded)
	}
}

// A rejection never shows a secret.
func TestRejectHidesSecrets(t *testing.T) {
	const secret = "tooshortsecret"
	create := userpoolclient.Context{Operation: userpoolclient.OperationCreate}
	got, rejected := cognitotest.Reject(parse(t, `"ClientSecret":"`+secret+`"`), create)
	if !rejected || !strings.Contains(got.Message, "'clientSecret'") || strings.Contains(got.Message, secret) {
		t.Error(got.Message)
	}
}

func TestRejectTakesTheFirstError(t *testing.T) {
	if _, rejected := cognitotest.Reject(nil, userpoolclient.Context{}); rejected {
		t.Error("nil is rejected")
	}
	c := parse(t, `"CallbackURLs":["http://a.example/","https://a.example/#x"],
		"AllowedOAuthFlows":["client_credentials","code"]`)
	all, ok := errors.AsType[*userpoolclient.ValidationError](userpoolclient.Validate(c, userpoolclient.Context{}))
	if !ok || len(all.Findings) < 3 {
		t.Fatal(all)
	}
	got, _ := cognitotest.Reject(c, userpoolclient.Context{})
	if len(got.Findings) != 1 || got.Findings[0].Error() != all.Findings[0].Error() {
		t.Errorf("the answer is about %v, the first error is %v", got.Findings, all.Findings[0])
	}
}
