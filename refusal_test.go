package userpoolclient

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// The service's answer to what breaks a rule alone, as it is on record or as
// the service's validator puts it.
func TestRefuse(t *testing.T) {
	for _, tt := range []struct {
		reason             string
		members            string
		in                 Context
		exception, message string
	}{
		{"an element of a list: the whole list and all limits on its elements", `"CallbackURLs":["myapp://cb",""]`,
			Context{}, "InvalidParameterException",
			`1 validation error detected: Value '[myapp://cb, ]' at 'callbackURLs' failed to satisfy constraint: Member must ` +
				`satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than ` +
				`or equal to 1, Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+]`},
		{"an enum in a list", `"AllowedOAuthFlows":["token"]`, Context{}, "InvalidParameterException",
			`1 validation error detected: Value '[token]' at 'allowedOAuthFlows' failed to satisfy constraint: Member must ` +
				`satisfy constraint: [Member must satisfy enum value set: [code, implicit, client_credentials]]`},
		{"several limits at once, each member by itself",
			`"ClientName":"a*b","AuthSessionValidity":16,"RefreshTokenRotation":{"RetryGracePeriodSeconds":-1},` +
				`"TokenValidityUnits":{"IdToken":"weeks"}`,
			Context{}, "InvalidParameterException",
			`5 validation errors detected: Value 'a*b' at 'clientName' failed to satisfy constraint: Member must satisfy ` +
				`regular expression pattern: [\w\s+=,.@-]+; ` +
				`Value 'weeks' at 'tokenValidityUnits.idToken' failed to satisfy constraint: Member must satisfy enum value ` +
				`set: [seconds, minutes, hours, days]; ` +
				`Value '16' at 'authSessionValidity' failed to satisfy constraint: Member must have value less than or equal to ` +
				`15; ` +
				`Value null at 'refreshTokenRotation.feature' failed to satisfy constraint: Member must not be null; ` +
				`Value '-1' at 'refreshTokenRotation.retryGracePeriodSeconds' failed to satisfy constraint: Member must have ` +
				`value greater than or equal to 0`},
		{"an empty string breaks pattern and length", `"DefaultRedirectURI":""`, Context{}, "InvalidParameterException",
			`2 validation errors detected: Value '' at 'defaultRedirectURI' failed to satisfy constraint: Member must ` +
				`satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+; ` +
				`Value '' at 'defaultRedirectURI' failed to satisfy constraint: Member must have length greater than or equal ` +
				`to 1`},
		{"a sensitive value is not printed",
			`"UserPoolId":"eu-central-1_a","ClientId":"a-b","ClientName":"shop","ClientSecret":"short"`,
			Context{Operation: OperationCreate}, "InvalidParameterException",
			`2 validation errors detected: Value at 'clientId' failed to satisfy constraint: Member must satisfy regular ` +
				`expression pattern: [\w+]+; ` +
				`Value at 'clientSecret' failed to satisfy constraint: Member must have length greater than or equal to 24`},
		{"what is not ASCII is printed as question marks", `"ClientName":"ショップ"`, Context{}, "InvalidParameterException",
			`1 validation error detected: Value '????' at 'clientName' failed to satisfy constraint: Member must satisfy ` +
				`regular expression pattern: [\w\s+=,.@-]+`},
		{"a missing member", `"ClientName":"shop"`, Context{Operation: OperationCreate}, "InvalidParameterException",
			`1 validation error detected: Value null at 'userPoolId' failed to satisfy constraint: Member must not be null`},
		{"a missing member that is sensitive", `"UserPoolId":"eu-central-1_a"`, Context{Operation: OperationUpdate},
			"InvalidParameterException",
			`1 validation error detected: Value null at 'clientId' failed to satisfy constraint: Member must not be null`},
		{"limits before everything else", `"AuthSessionValidity":2,"CallbackURLs":["http://a.example/"]`, Context{},
			"InvalidParameterException",
			`1 validation error detected: Value '2' at 'authSessionValidity' failed to satisfy constraint: Member must have ` +
				`value greater than or equal to 3`},
		{"one relation at a time", `"CallbackURLs":["http://a.example/","http://b.example/#x"]`, Context{},
			"InvalidParameterException",
			`http://a.example/ cannot use the HTTP protocol.`},
		{"the first scope of " +
			"several", `"AllowedOAuthFlows":["client_credentials"],"AllowedOAuthScopes":["api/read","email","openid"]`,
			Context{}, "InvalidOAuthFlowException",
			`email is not supported with client_credentials flow`},
		{"the word of the operation", `"UserPoolId":"eu-central-1_a","ClientId":"c","WriteAttributes":["sub"]`,
			Context{Operation: OperationUpdate}, "InvalidParameterException",
			`Invalid write attributes specified while updating a client`},
		{"the word of the list", `"ReadAttributes":["nonesuch"]`, Context{}, "InvalidParameterException",
			`Invalid read attributes specified while creating a client`},
		{"the pool's ID", `"UserPoolId":"eu-central-1_a","SupportedIdentityProviders":["COGNITO","Google"]`,
			Context{Pool: &Pool{IdentityProviders: []string{}}}, "InvalidParameterException",
			`The provider Google does not exist for User Pool eu-central-1_a.`},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			got, refused := Reject(mustParse(tt.members), tt.in)
			if !refused || got.Exception != tt.exception || got.Message != tt.message {
				t.Errorf("got  %s: %s\nwant %s: %s", got.Exception, got.Message, tt.exception, tt.message)
			}
			if !got.Recorded {
				t.Error("not marked as the service's own text")
			}
		})
	}
}

// The answer to every rule's bad example is about that rule, in the service's
// text where one is on record, with every placeholder filled in.
func TestRefuseExamples(t *testing.T) {
	var refused, recorded int
	for _, r := range Rules() {
		bad, in := r.Bad.Config(), r.Bad.Context()
		got, ok := Reject(bad, in)
		if ok != (Validate(bad, in) != nil) {
			t.Errorf("%s: refused is %v, Validate disagrees", r.ID, ok)
		}
		if !ok {
			continue
		}
		refused++
		if !slices.ContainsFunc(got.Findings, func(f Finding) bool { return f.Rule == r.ID }) {
			t.Errorf("%s: the answer is about %v", r.ID, got.Findings)
		}
		if got.Recorded != (r.ServiceMessage != "") {
			t.Errorf("%s: Recorded is %v, the message on record %q", r.ID, got.Recorded, r.ServiceMessage)
		}
		if got.Recorded {
			recorded++
		} else if got.Message != got.Findings[0].Error() {
			t.Errorf("%s: %q is not on record and not the finding's", r.ID, got.Message)
		}
		if strings.ContainsAny(got.Message, "{}") && r.Constraint == nil {
			t.Errorf("%s: %q has a placeholder left", r.ID, got.Message)
		}
		if got.Limits != (r.Constraint != nil) {
			t.Errorf("%s: Limits is %v", r.ID, got.Limits)
		}
		if again, ok := Reject(r.Good.Config(), r.Good.Context()); ok {
			t.Errorf("%s: the good example is refused: %s", r.ID, again.Message)
		}
	}
	if refused < 50 || recorded < 40 {
		t.Fatalf("saw %d refusals, %d recorded", refused, recorded)
	}
}

// A refusal never shows a secret.
func TestRefuseHidesSecrets(t *testing.T) {
	const secret = "tooshortsecret"
	got, refused := Reject(mustParse(`"ClientSecret":"`+secret+`"`), Context{Operation: OperationCreate})
	if !refused || !strings.Contains(got.Message, "'clientSecret'") || strings.Contains(got.Message, secret) {
		t.Error(got.Message)
	}
}

func TestRefuseAgreesWithValidate(t *testing.T) {
	if _, refused := Reject(nil, Context{}); refused {
		t.Error("nil is refused")
	}
	c := mustParse(`"CallbackURLs":["http://a.example/","https://a.example/#x"],` +
		`"AllowedOAuthFlows":["client_credentials","code"]`)
	var all *ValidationError
	if !errors.As(Validate(c, Context{}), &all) || len(all.Findings) < 3 {
		t.Fatal(all)
	}
	got, _ := Reject(c, Context{})
	if len(got.Findings) != 1 || got.Findings[0].Error() != all.Findings[0].Error() {
		t.Errorf("the answer is about %v, the first error is %v", got.Findings, all.Findings[0])
	}
}
