package userpoolclient

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/userpoolclient/userpoolclient/internal/jsontext"
)

// describeOutput is what aws cognito-idp describe-user-pool-client prints.
const describeOutput = `{
    "UserPoolClient": {
        "UserPoolId": "eu-west-1_Ab12Cd34E",
        "ClientName": "web-shop",
        "ClientId": "4ssm8oh504j4q146ic4hogbo2s",
        "ClientSecret": "1u3fj0spd7k5o2b8q9example0c4v6n2m1x7z5t3r8y0w6q4e2a",
        "LastModifiedDate": "2026-08-22T15:11:02.702000+08:00",
        "CreationDate": "2025-11-22T15:11:02.702000+08:00",
        "RefreshTokenValidity": 30,
        "AccessTokenValidity": 60,
        "IdTokenValidity": 60,
        "TokenValidityUnits": {
            "AccessToken": "minutes",
            "IdToken": "minutes",
            "RefreshToken": "days"
        },
        "ReadAttributes": [
            "address", "birthdate", "email", "email_verified", "family_name", "gender", "given_name", "locale",
            "middle_name", "name", "nickname", "phone_number", "phone_number_verified", "picture",
            "preferred_username", "profile", "updated_at", "website", "zoneinfo"
        ],
        "WriteAttributes": [
            "email",
            "family_name",
            "given_name"
        ],
        "ExplicitAuthFlows": [
            "ALLOW_REFRESH_TOKEN_AUTH",
            "ALLOW_USER_SRP_AUTH"
        ],
        "SupportedIdentityProviders": [
            "COGNITO",
            "Google"
        ],
        "CallbackURLs": [
            "https://shop.example/callback",
            "https://shop.example/silent",
            "http://localhost:3000/callback"
        ],
        "LogoutURLs": [
            "https://shop.example/"
        ],
        "DefaultRedirectURI": "https://shop.example/callback",
        "AllowedOAuthFlows": [
            "code"
        ],
        "AllowedOAuthScopes": [
            "aws.cognito.signin.user.admin",
            "email",
            "openid",
            "phone",
            "profile"
        ],
        "AllowedOAuthFlowsUserPoolClient": true,
        "PreventUserExistenceErrors": "ENABLED",
        "EnableTokenRevocation": true,
        "EnablePropagateAdditionalUserContextData": false,
        "AuthSessionValidity": 3
    }
}
`

// describeEpoch is the same call under cli_timestamp_format wire, and in the
// form of the response body, for a client that was never touched.
const describeEpoch = `{"UserPoolClient":{"UserPoolId":"us-west-2_aaaaaaaaa","ClientName":"MyApp",
		"ClientId":"38fjsnc484p94kpqsnet7mpld0",
"LastModifiedDate":1548108676.163,"CreationDate":1.548108676163E9,"RefreshTokenValidity":30,
		"TokenValidityUnits":{},"AllowedOAuthFlowsUserPoolClient":false}}`

// createInput is a file for aws cognito-idp create-user-pool-client
// --cli-input-json.
const createInput = `{
  "UserPoolId": "eu-west-1_Ab12Cd34E",
  "ClientName": "jobs",
  "GenerateSecret": true,
  "AccessTokenValidity": 15,
  "TokenValidityUnits": {"AccessToken": "minutes"},
  "ReadAttributes": [],
  "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"],
  "AllowedOAuthFlows": ["client_credentials"],
  "AllowedOAuthScopes": ["https://api.example/read"],
  "AllowedOAuthFlowsUserPoolClient": true
}`

// updateInput is a file for aws cognito-idp update-user-pool-client
// --cli-input-json, on one line and out of order.
const updateInput = `{"ClientId":"4ssm8oh504j4q146ic4hogbo2s","UserPoolId":"eu-west-1_Ab12Cd34E",` +
	`"RefreshTokenRotation":{"RetryGracePeriodSeconds":10,"Feature":"ENABLED"},` +
	`"CallbackURLs":["https:\/\/shop.example\/caf\u00e9"],` +
	`"AnalyticsConfiguration":{"ApplicationArn":"arn:aws:mobiletargeting:us-east-1:111122223333:apps/0a1b2c",` +
	`"UserDataShared":false}}`

// createSkeleton is what aws cognito-idp create-user-pool-client
// --generate-cli-skeleton prints: zero values, and for an enumeration one of
// its values at random.
const createSkeleton = `{
    "UserPoolId": "",
    "ClientName": "",
    "GenerateSecret": true,
    "ClientSecret": "",
    "RefreshTokenValidity": 0,
    "AccessTokenValidity": 0,
    "IdTokenValidity": 0,
    "TokenValidityUnits": {
        "AccessToken": "minutes",
        "IdToken": "days",
        "RefreshToken": "seconds"
    },
    "ReadAttributes": [
        ""
    ],
    "WriteAttributes": [
        ""
    ],
    "ExplicitAuthFlows": [
        "ALLOW_USER_AUTH"
    ],
    "SupportedIdentityProviders": [
        ""
    ],
    "CallbackURLs": [
        ""
    ],
    "LogoutURLs": [
        ""
    ],
    "DefaultRedirectURI": "",
    "AllowedOAuthFlows": [
        "implicit"
    ],
    "AllowedOAuthScopes": [
        ""
    ],
    "AllowedOAuthFlowsUserPoolClient": true,
    "AnalyticsConfiguration": {
        "ApplicationId": "",
        "ApplicationArn": "",
        "RoleArn": "",
        "ExternalId": "",
        "UserDataShared": true
    },
    "PreventUserExistenceErrors": "LEGACY",
    "EnableTokenRevocation": true,
    "EnablePropagateAdditionalUserContextData": true,
    "AuthSessionValidity": 0,
    "RefreshTokenRotation": {
        "Feature": "DISABLED",
        "RetryGracePeriodSeconds": 0
    }
}
`

// outputSkeleton is what --generate-cli-skeleton output prints: names as
// values, and dates without an offset.
const outputSkeleton = `{"UserPoolClient": {"UserPoolId": "UserPoolId", "LastModifiedDate": "1970-01-01T00:00:00",
		"CreationDate": "1970-01-01T00:00:00",
"RefreshTokenValidity": 0, "TokenValidityUnits": {"AccessToken": "AccessToken", "IdToken": "IdToken",
		"RefreshToken": "RefreshToken"},
"ExplicitAuthFlows": ["ExplicitAuthFlowsType"], "PreventUserExistenceErrors": "PreventUserExistenceErrors"}}`

// accepted holds what people have; the fuzz target starts from it.
var accepted = []string{
	describeOutput,
	describeEpoch,
	createInput,
	updateInput,
	createSkeleton,
	outputSkeleton,
	`{}`,
	` { } `,
	`{"UserPoolClient":{}}`,
	jsontext.ByteOrderMark + "{\r\n\t\"ClientName\":\"\"\r\n}\r\n",
	`{"ClientName":"\"\\\/\b\f\n\r\t\u0000\u00E9\uD83D\uDE00\uFFFD` + "\u007f\u2028é😀\ufffd" + `"}`,
	`{"Client\u004eame":"the key is ClientName"}`,
	`{"AccessTokenValidity":-0,"IdTokenValidity":2147483647,"RefreshTokenValidity":-2147483648}`,
	`{"CallbackURLs":[],"ReadAttributes":null,"TokenValidityUnits":null,"ClientName":null,` +
		`"PreventUserExistenceErrors":null,"EnableTokenRevocation":null,"CreationDate":null}`,
	`{"CreationDate":"0000-01-01T00:00:00Z","LastModifiedDate":"9999-12-31T23:59:59.999999999-23:59"}`,
	`{"CreationDate":-62167219200,"LastModifiedDate":253402300799.5}`,
	`{"ClientSecret":"1u3fj0spd7k5o2b8q9","GenerateSecret":false,"AnalyticsConfiguration":{},"RefreshTokenRotation":{}}`,
}

func parse(t testing.TB, data string) *Config {
	t.Helper()
	c, err := Parse([]byte(data))
	if err != nil {
		t.Fatalf("Parse(%s): %v", data, err)
	}
	return c
}

func TestParseAccepts(t *testing.T) {
	for _, data := range accepted {
		parse(t, data)
	}
}

func TestParseDescribeOutput(t *testing.T) {
	created := time.Date(2025, 11, 22, 15, 11, 2, 702e6, time.FixedZone("", 8*3600))
	modified := created.AddDate(0, 9, 0)
	want := &Config{
		UserPoolId: new(
			"eu-west-1_Ab12Cd34E",
		),
		ClientName:           new("web-shop"),
		ClientId:             new("4ssm8oh504j4q146ic4hogbo2s"),
		ClientSecret:         new(NewSecret("1u3fj0spd7k5o2b8q9example0c4v6n2m1x7z5t3r8y0w6q4e2a")),
		LastModifiedDate:     &modified,
		CreationDate:         &created,
		RefreshTokenValidity: new(int32(30)),
		AccessTokenValidity:  new(int32(60)),
		IdTokenValidity:      new(int32(60)),
		TokenValidityUnits: &TokenValidityUnits{
			types.TimeUnitsTypeMinutes,
			types.TimeUnitsTypeMinutes,
			types.TimeUnitsTypeDays,
		},
		ReadAttributes: []string{
			"address",
			"birthdate",
			"email",
			"email_verified",
			"family_name",
			"gender",
			"given_name",
			"locale",
			"middle_name",
			"name",
			"nickname",
			"phone_number",
			"phone_number_verified",
			"picture",
			"preferred_username",
			"profile",
			"updated_at",
			"website",
			"zoneinfo",
		},
		WriteAttributes: []string{"email", "family_name", "given_name"},
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
			types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
			types.ExplicitAuthFlowsTypeAllowUserSrpAuth,
		},
		SupportedIdentityProviders: []string{"COGNITO", "Google"},
		CallbackURLs: []string{
			"https://shop.example/callback",
			"https://shop.example/silent",
			"http://localhost:3000/callback",
		},
		LogoutURLs:         []string{"https://shop.example/"},
		DefaultRedirectURI: new("https://shop.example/callback"),
		AllowedOAuthFlows:  []types.OAuthFlowType{types.OAuthFlowTypeCode},
		AllowedOAuthScopes: []string{"aws.cognito.signin.user.admin", "email", "openid", "phone", "profile"},

		AllowedOAuthFlowsUserPoolClient: new(
			true,
		),
		PreventUserExistenceErrors: types.PreventUserExistenceErrorTypesEnabled,
		EnableTokenRevocation: new(
			true,
		),
		EnablePropagateAdditionalUserContextData: new(false),
		AuthSessionValidity:                      new(int32(3)),
	}
	if diff := cmp.Diff(want, parse(t, describeOutput)); diff != "" {
		t.Error(diff)
	}
}

// TestParseSkeleton holds that the zero values of a skeleton are given: a rule
// can only judge what is not dropped.
func TestParseSkeleton(t *testing.T) {
	c := parse(t, createSkeleton)
	if c.ClientName == nil || *c.ClientName != "" || c.AccessTokenValidity == nil || *c.AccessTokenValidity != 0 ||
		len(c.CallbackURLs) != 1 || c.RefreshTokenRotation.Feature != types.FeatureTypeDisabled {
		t.Errorf("got %+v", c)
	}
}

func TestParseNotGivenAndEmpty(t *testing.T) {
	c := parse(t, `{"CallbackURLs":[],"LogoutURLs":null,"TokenValidityUnits":{},"RefreshTokenRotation":null}`)
	if c.CallbackURLs == nil || len(c.CallbackURLs) != 0 || c.TokenValidityUnits == nil {
		t.Error("an empty list or structure must be kept as given")
	}
	if c.LogoutURLs != nil || c.RefreshTokenRotation != nil || c.ReadAttributes != nil {
		t.Error("null and what is left out must be not given")
	}
}

func TestParseDates(t *testing.T) {
	noon := time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, row := range []struct {
		in, why string
		want    time.Time
	}{
		{`"2024-03-01T12:00:00Z"`, "RFC 3339", noon},
		{`"2024-03-01T12:00:00.702000+00:00"`, "the AWS command line, version 2", noon.Add(702 * time.Millisecond)},
		{`"2024-03-01T05:00:00-07:00"`, "the AWS command line in a local zone", noon},
		{`"2024-03-01T17:45:00+05:45"`, "an offset that is not whole hours", noon},
		{`"2024-03-01T12:00:00"`, "a skeleton names no offset, which is UTC", noon},
		{`"2024-03-01T12:00:00.5"`, "nor does Python's isoformat of a naive time", noon.Add(time.Second / 2)},
		{`"2024-03-01 21:00:00+09:00"`, "Python's str of a time", noon},
		{`"2024-03-01T21:00:00+0900"`, "the basic form of an offset", noon},
		{`"2024-03-01T21:00:00+09"`, "an offset of whole hours", noon},
		{`"2024-03-01"`, "a day", noon.Add(-12 * time.Hour)},
		{`1709294400`, "whole seconds", noon},
		{`1709294400.702`, "the AWS command line, version 1", noon.Add(702 * time.Millisecond)},
		{`1.709294400702E9`, "the body of the service's answer", noon.Add(702 * time.Millisecond)},
		{`1709294400.123456`, "microseconds", noon.Add(123456 * time.Microsecond)},
		{`-0.25`, "before 1970", time.Date(1969, 12, 31, 23, 59, 59, 75e7, time.UTC)},
	} {
		c := parse(t, `{"CreationDate":`+row.in+`}`)
		if !c.CreationDate.Equal(row.want) {
			t.Errorf("%s (%s): got %v, want %v", row.in, row.why, c.CreationDate, row.want)
		}
		if _, err := json.Marshal(c); err != nil {
			t.Errorf("%s (%s): %v", row.in, row.why, err)
		}
	}
}

// refused holds what must be rejected: the text, the error it gets, and the
// reason. What the grammar alone rejects is held in internal/jsontext; of it,
// the rows here show the path that Parse adds.
var refused = []struct{ in, want, why string }{
	// the text as a whole
	{``, `line 1, column 1: the text is empty; it must be a JSON object`, "an empty file"},
	{" \n\t ", `line 2, column 3: the text is empty; it must be a JSON object`, "nothing but white space"},
	{
		jsontext.ByteOrderMark,
		`line 1, column 1: the text is empty; it must be a JSON object`,
		"nothing but a byte order mark",
	},
	{"\xff\xfe{\x00}\x00", `line 1, column 1: the text is UTF-16; it must be UTF-8`, "PowerShell's > writes UTF-16"},
	{
		"{\"ClientName\":\n\"caf\xe9\"}",
		`line 2, column 5: the text is not UTF-8, as JSON must be`,
		"Latin-1; encoding/json would put U+FFFD there",
	},
	{`null`, `line 1, column 1: must be a JSON object, not null`, "encoding/json would take it for an empty client"},
	{
		`[{"ClientName":"a"}]`,
		`line 1, column 1: must be a JSON object, not a list`,
		"a list of clients is not a client",
	},
	{`"{\"ClientName\":\"a\"}"`, `line 1, column 1: must be a JSON object, not a string`, "JSON in a string"},
	{`ClientName: a`, `line 1, column 1: must be a JSON object, not unquoted text`, "YAML"},
	{
		`{"ClientName":"a"} {"ClientName":"b"}`,
		`line 1, column 20: the JSON object must be followed by nothing, found an object`,
		"two clients; only one would be checked",
	},
	{
		`{"ClientName":"a"}}`,
		`line 1, column 19: the JSON object must be followed by nothing, found "}"`,
		"a brace too many",
	},
	{
		`{"ClientName":"a"`,
		`line 1, column 18: expected "," or "}", found the end of the text`,
		"a file cut short after a value",
	},
	{
		`{"ClientName":`,
		`line 1, column 15: ClientName: must be a string, not the end of the text`,
		"a file cut short before a value",
	},
	{
		`{"ClientName"`,
		`line 1, column 14: expected ":" after the key, found the end of the text`,
		"a file cut short after a key",
	},
	{
		`{"CallbackURLs":["a"`,
		`line 1, column 21: CallbackURLs: expected "," or "]", found the end of the text`,
		"a file cut short in a list",
	},
	{`{`, `line 1, column 2: expected a key in double quotes, found the end of the text`, "a file cut short at once"},
	{
		`{"ClientName":"a`,
		`line 1, column 15: ClientName: a string has no closing quote`,
		"a file cut short in a string",
	},

	// keys
	{
		"{\n  \"ClientName\": \"a\",\n  \"CallbackUrls\": []}",
		`line 3, column 3: unknown key "CallbackUrls" (did you mean "CallbackURLs"?)`,
		"the case of the Java SDK",
	},
	{
		`{"callbackURLs":[]}`,
		`line 1, column 2: unknown key "callbackURLs" (did you mean "CallbackURLs"?)`,
		"encoding/json would match it",
	},
	{
		`{"callback_urls":[]}`,
		`line 1, column 2: unknown key "callback_urls" (did you mean "CallbackURLs"?)`,
		"Terraform's name",
	},
	{
		`{"AllowedOAuthFlow":["code"]}`,
		`line 1, column 2: unknown key "AllowedOAuthFlow" (did you mean "AllowedOAuthFlows"?)`,
		"one letter less",
	},
	{`{"Tags":{"a":"b"}}`, `line 1, column 2: unknown key "Tags"`, "no app client has tags, and no name is near"},
	{`{"":1}`, `line 1, column 2: unknown key ""`, "an empty key"},
	{
		`{"Unknown":["CallbackURLs"]}`,
		`line 1, column 2: unknown key "Unknown"`,
		"Config.Unknown is not a member of the API",
	},
	{
		`{"Feature":"ENABLED"}`,
		`line 1, column 2: unknown key "Feature" (did you mean "RefreshTokenRotation.Feature"?)`,
		"the key of a structure, at the top",
	},
	{
		`{"accessToken":"hours"}`,
		`line 1, column 2: unknown key "accessToken" (did you mean "TokenValidityUnits.AccessToken"?)`,
		"and in another case",
	},
	{
		`{"TokenValidityUnits":{"accesstoken":"hours"}}`,
		`line 1, column 24: TokenValidityUnits: unknown key "accesstoken" (did you mean "AccessToken"?)`,
		"a key in a structure",
	},
	{
		`{"RefreshTokenRotation":{"Enabled":true}}`,
		`line 1, column 26: RefreshTokenRotation: unknown key "Enabled"`,
		"a key that the structure does not have",
	},
	{
		`{"ClientName":"a","ClientName":"a"}`,
		`line 1, column 19: duplicate key "ClientName"; a key must stand once`,
		"encoding/json would take the last",
	},
	{
		`{"ClientName":"a","Client\u004eame":"b"}`,
		`line 1, column 19: duplicate key "ClientName"; a key must stand once`,
		"the same key, written with an escape",
	},
	{
		`{"ClientName":null,"ClientName":"b"}`,
		`line 1, column 20: duplicate key "ClientName"; a key must stand once`,
		"a null counts",
	},
	{
		`{"AnalyticsConfiguration":{"RoleArn":"a","RoleArn":"b"}}`,
		`line 1, column 42: AnalyticsConfiguration: duplicate key "RoleArn"; a key must stand once`,
		"in a structure",
	},
	{
		`{"UserPoolClient":{},"ResponseMetadata":{}}`,
		`line 1, column 22: "UserPoolClient" must be the outermost key and the only one there`,
		"what boto3 adds; other keys may mean something else",
	},
	{
		`{"UserPoolClient":{},"UserPoolClient":{}}`,
		`line 1, column 22: "UserPoolClient" must be the outermost key and the only one there`,
		"two clients",
	},
	{
		`{"ClientName":"a","UserPoolClient":{}}`,
		`line 1, column 19: "UserPoolClient" must be the outermost key and the only one there`,
		"members beside the wrapping",
	},
	{
		`{"userPoolClient":{}}`,
		`line 1, column 2: unknown key "userPoolClient" (did you mean "UserPoolClient"?)`,
		"the wrapping in another case",
	},
	{
		`{"UserPoolClient":{"UserPoolClient":{}}}`,
		`line 1, column 20: "UserPoolClient" must be the outermost key and the only one there`,
		"wrapped twice",
	},
	{`{"UserPoolClient":null}`, `line 1, column 19: must be a JSON object, not null`, "nothing in the wrapping"},
	{
		`{"UserPoolClient":{}`,
		`line 1, column 21: expected "}", found the end of the text`,
		"the wrapping is not closed",
	},
	{
		`{"UserPoolClients":[]}`,
		`line 1, column 2: unknown key "UserPoolClients"`,
		"the output of list-user-pool-clients",
	},

	// types
	{
		`{"AccessTokenValidity":"60"}`,
		`line 1, column 24: AccessTokenValidity: must be a whole number, not the string "60"`,
		"a number in quotes, as CloudFormation takes it",
	},
	{
		`{"AccessTokenValidity":60.5}`,
		`line 1, column 24: AccessTokenValidity: must be a whole number such as 60, not 60.5`,
		"a fraction",
	},
	{
		`{"AccessTokenValidity":60.0}`,
		`line 1, column 24: AccessTokenValidity: must be a whole number such as 60, not 60.0`,
		"a fraction to encoding/json and to the service",
	},
	{
		`{"AccessTokenValidity":6e1}`,
		`line 1, column 24: AccessTokenValidity: must be a whole number such as 60, not 6e1`,
		"an exponent",
	},
	{
		`{"AccessTokenValidity":060}`,
		`line 1, column 24: AccessTokenValidity: must be a whole number such as 60, not 060`,
		"not JSON",
	},
	{
		`{"AccessTokenValidity":-}`,
		`line 1, column 24: AccessTokenValidity: must be a whole number such as 60, not -`,
		"not JSON",
	},
	{
		`{"AccessTokenValidity":+60}`,
		`line 1, column 24: AccessTokenValidity: must be a whole number, not unquoted text`,
		"not JSON",
	},
	{
		`{"AccessTokenValidity":2147483648}`,
		`line 1, column 24: AccessTokenValidity: must be a whole number from -2147483648 to 2147483647, not 2147483648`,
		"one more than an int32 holds",
	},
	{
		`{"AccessTokenValidity":-2147483649}`,
		`line 1, column 24: AccessTokenValidity: must be a whole number from -2147483648 to 2147483647, not -2147483649`,
		"one less",
	},
	{
		`{"AccessTokenValidity":` + strings.Repeat("9", 60) + `}`,
		`line 1, column 24: AccessTokenValidity: must be a whole number from -2147483648 to 2147483647, not ` +
			`9999999999999999999999999999999999999999…`,
		"a long number is cut",
	},
	{
		`{"AccessTokenValidity":true}`,
		`line 1, column 24: AccessTokenValidity: must be a whole number, not true`,
		"a truth value for a number",
	},
	{
		`{"AccessTokenValidity":[60]}`,
		`line 1, column 24: AccessTokenValidity: must be a whole number, not a list`,
		"a list for a number",
	},
	{
		`{"RefreshTokenRotation":{"RetryGracePeriodSeconds":"10"}}`,
		`line 1, column 52: RefreshTokenRotation.RetryGracePeriodSeconds: must be a whole number, not the string "10"`,
		"in a structure",
	},
	{
		`{"EnableTokenRevocation":"true"}`,
		`line 1, column 26: EnableTokenRevocation: must be true or false, not the string "true"`,
		"a truth value in quotes",
	},
	{
		`{"EnableTokenRevocation":1}`,
		`line 1, column 26: EnableTokenRevocation: must be true or false, not a number`,
		"a number for a truth value",
	},
	{
		`{"EnableTokenRevocation":True}`,
		`line 1, column 26: EnableTokenRevocation: must be true or false, not unquoted text`,
		"Python's spelling",
	},
	{`{"ClientName":5}`, `line 1, column 15: ClientName: must be a string, not a number`, "a number for a string"},
	{
		`{"ClientName":{"Ref":"Name"}}`,
		`line 1, column 15: ClientName: must be a string, not an object`,
		"an intrinsic function of a template",
	},
	{
		`{"ClientName":'a'}`,
		`line 1, column 15: ClientName: must be a string, not text in single quotes`,
		"single quotes",
	},
	{`{"ClientName":}`, `line 1, column 15: ClientName: must be a string, not "}"`, "no value"},
	{
		`{"CallbackURLs":"https://a.example"}`,
		`line 1, column 17: CallbackURLs: must be a list, not a string`,
		"a string for a list",
	},
	{
		`{"CallbackURLs":{"0":"https://a.example"}}`,
		`line 1, column 17: CallbackURLs: must be a list, not an object`,
		"an object for a list",
	},
	{
		`{"CallbackURLs":["a","b",null]}`,
		`line 1, column 26: CallbackURLs[2]: must be a string, not null`,
		"a null in a list would become an empty string",
	},
	{
		`{"CallbackURLs":["a",["b"]]}`,
		`line 1, column 22: CallbackURLs[1]: must be a string, not a list`,
		"a list in a list",
	},
	{
		`{"ExplicitAuthFlows":[1]}`,
		`line 1, column 23: ExplicitAuthFlows[0]: must be a string, not a number`,
		"a number in a list",
	},
	{
		`{"TokenValidityUnits":"hours"}`,
		`line 1, column 23: TokenValidityUnits: must be a JSON object, not a string`,
		"a string for a structure",
	},
	{
		`{"TokenValidityUnits":["hours"]}`,
		`line 1, column 23: TokenValidityUnits: must be a JSON object, not a list`,
		"a list for a structure",
	},
	{
		`{"PreventUserExistenceErrors":""}`,
		`line 1, column 31: PreventUserExistenceErrors: must be one of LEGACY, ENABLED, or be omitted, not ""`,
		"Config cannot tell it from not given",
	},
	{
		`{"TokenValidityUnits":{"AccessToken":""}}`,
		`line 1, column 38: TokenValidityUnits.AccessToken: must be one of seconds, minutes, hours, days, or be omitted, ` +
			`not ""`,
		"what older skeletons print",
	},
	{
		`{"RefreshTokenRotation":{"Feature":""}}`,
		`line 1, column 36: RefreshTokenRotation.Feature: must be one of ENABLED, DISABLED, or be omitted, not ""`,
		"likewise",
	},
	{
		`{"PreventUserExistenceErrors":false}`,
		`line 1, column 31: PreventUserExistenceErrors: must be a string, not false`,
		"a truth value for an enumeration",
	},
	{
		`{"CreationDate":"yesterday"}`,
		`line 1, column 17: CreationDate: must be a date such as 2026-11-21T09:30:00Z or seconds since 1970, not "yesterday"`,
		"no date",
	},
	{
		`{"CreationDate":""}`,
		`line 1, column 17: CreationDate: must be a date such as 2026-11-21T09:30:00Z or seconds since 1970, not ""`,
		"an empty date",
	},
	{
		`{"CreationDate":"2024-02-30T00:00:00Z"}`,
		`line 1, column 17: CreationDate: must be a date such as 2026-11-21T09:30:00Z or seconds since 1970, not ` +
			`"2024-02-30T00:00:00Z"`,
		"no such day",
	},
	{
		`{"CreationDate":"2024-03-01T12:00:00+24:00"}`,
		`line 1, column 17: CreationDate: must be a date such as 2026-11-21T09:30:00Z or seconds since 1970, not ` +
			`"2024-03-01T12:00:00+24:00"`,
		"no such offset",
	},
	{
		`{"CreationDate":"2024-03-01T12:00:00+2400"}`,
		`line 1, column 17: CreationDate: must be a date such as 2026-11-21T09:30:00Z or seconds since 1970, not ` +
			`"2024-03-01T12:00:00+2400"`,
		"nor so written",
	},
	{
		`{"CreationDate":1548108676163}`,
		`line 1, column 17: CreationDate: must be a date such as 2026-11-21T09:30:00Z or seconds since 1970, in the years ` +
			`0 to 9999, not 1548108676163`,
		"milliseconds",
	},
	{
		`{"CreationDate":1e999}`,
		`line 1, column 17: CreationDate: must be a date such as 2026-11-21T09:30:00Z or seconds since 1970, in the years ` +
			`0 to 9999, not 1e999`,
		"more than any number holds",
	},
	{
		`{"CreationDate":253402300799.9999999}`,
		`line 1, column 17: CreationDate: must be a date such as 2026-11-21T09:30:00Z or seconds since 1970, in the years ` +
			`0 to 9999, not 253402300799.9999999`,
		"rounds up to the year 10000",
	},
	{
		`{"CreationDate":1.}`,
		`line 1, column 17: CreationDate: must be a date such as 2026-11-21T09:30:00Z or seconds since 1970, in the years ` +
			`0 to 9999, not 1.`,
		"not JSON",
	},
	{
		`{"CreationDate":true}`,
		`line 1, column 17: CreationDate: must be a date such as 2026-11-21T09:30:00Z or seconds since 1970, not true`,
		"a truth value for a date",
	},

	// marks and strings
	{`{"ClientName":"a",}`, `line 1, column 18: a comma must not stand before "}"`, "a comma too many in an object"},
	{
		`{"CallbackURLs":["a",]}`,
		`line 1, column 21: CallbackURLs: a comma must not stand before "]"`,
		"a comma too many in a list",
	},
	{`{"ClientName":"a" "ClientId":"b"}`, `line 1, column 19: expected "," or "}", found a string`, "a comma missing"},
	{`{"ClientName" "a"}`, `line 1, column 15: expected ":" after the key, found a string`, "a colon missing"},
	{`{ClientName:"a"}`, `line 1, column 2: expected a key in double quotes, found unquoted text`, "JavaScript"},
	{
		"{\n  // the web shop\n  \"ClientName\":\"a\"}",
		`line 2, column 3: expected a key in double quotes, found a comment`,
		"a comment",
	},
	{
		`{"ClientName":"a"b"}`,
		`line 1, column 18: expected "," or "}", found unquoted text`,
		"a quote that is not escaped",
	},
	{
		"{\"ClientName\":\"a\n\",\"ClientId\":\"b\"}",
		`line 1, column 17: ClientName: a string holds the control character U+000A; it must be written \u000a`,
		"a line break in a string",
	},
	{
		`{"ClientName":"C:\Users"}`,
		`line 1, column 18: ClientName: a backslash in a string must be followed by one of " \ / b f n r t u`,
		"a Windows path",
	},
	{
		`{"ClientName":"a\ud83d"}`,
		`line 1, column 17: ClientName: a string holds half of a surrogate pair; the pair must be given whole`,
		"half a pair; encoding/json would put U+FFFD there",
	},
	{
		`{"Client\ud83dName":"a"}`,
		`line 1, column 9: a string holds half of a surrogate pair; the pair must be given whole`,
		"half a pair in a key",
	},
	{`{"ClientName":nullable}`, `line 1, column 19: expected "," or "}", found unquoted text`, "a word that goes on"},
}

func TestParseRefuses(t *testing.T) {
	for _, row := range refused {
		c, err := Parse([]byte(row.in))
		if c != nil || err == nil {
			t.Errorf("%q was accepted: %s", row.in, row.why)
		} else if err.Error() != row.want {
			t.Errorf("%q (%s)\n got %s\nwant %s", row.in, row.why, err, row.want)
		}
	}
}

func TestParseErrorFields(t *testing.T) {
	const text = jsontext.ByteOrderMark +
		"{\n  \"UserPoolClient\": {\n    \"ClientName\": \"é😀\", \"TokenValidityUnits\": {\"accesstoken\": \"hours\"}\n  }\n}"
	_, err := Parse([]byte(text))
	var got *ParseError
	if !errors.As(err, &got) {
		t.Fatalf("got %T, want *ParseError", err)
	}
	want := &ParseError{
		Line: 3, Column: 48, // characters, not bytes, and without the byte order mark
		Offset:  strings.Index(text, `"accesstoken"`),
		Path:    "TokenValidityUnits",
		Problem: `unknown key "accesstoken"`,
		Near:    "AccessToken",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestParseErrorHidesSecret breaks a text that holds a secret in every way that
// takes one or two edits of a byte around it, and looks for the secret in the
// error.
func TestParseErrorHidesSecret(t *testing.T) {
	const secret = "5ecr3tZq7Wx0"
	texts := []string{
		`{"ClientName": "a", "ClientSecret": "` + secret + `", "AccessTokenValidity": 60, "CallbackURLs": ["a"]}`,
		`{"AccessTokenValidity": "6", "ClientSecret": "` + secret + `"}`,
		"{\n\"ClientSecret\"\n:\n\"" + secret + "\"}",
		`"{\"ClientSecret\": \"` + secret + `\"}"`,
		`{"UserPoolClient": "{\"ClientSecret\": \"` + secret + `\"}"}`,
		`{"TokenValidityUnits": "{\"ClientSecret\": \"` + secret + `\"}"}`,
		`{"CallbackURLs": "{\"ClientSecret\": \"` + secret + `\"}"}`,
		`{"ClientSecret": ` + secret + `}`,
		`{"ClientSecret": "` + secret,
		`{"ClientSecret": '` + secret + `'}`,
		`{"ClientSecret": 123456789012345678901234}`,
		`{"ClientSecret": ["` + secret + `"]}`,
		`{"ClientSecret": {"` + secret + `": 1}}`,
		`{"ClientSecret": "` + secret + `\q"}`,
		`{"ClientSecret": "` + secret + `\ud800"}`,
		`{"ClientSecret": "` + secret + "\n" + `"}`,
		`{"ClientSecret": "` + secret + "\xff" + `"}`,
		`{"ClientSecret": "` + secret + `", "ClientSecret": "` + secret + `"}`,
		`{"clientSecret": "` + secret + `"}`,
		`{"ClientSecretValue": "` + secret + `"}`,
	}
	count := 0
	check := func(text string) {
		_, err := Parse([]byte(text))
		if err == nil {
			return
		}
		count++
		for i := 0; i+4 <= len(secret); i++ {
			if strings.Contains(err.Error(), secret[i:i+4]) {
				t.Fatalf("%s\nshows the secret: %v", text, err)
			}
		}
		if strings.Contains(err.Error(), "1234") {
			t.Fatalf("%s\nshows the secret: %v", text, err)
		}
	}
	for _, text := range texts {
		check(text)
		for i := range text {
			check(text[:i])
			check(text[:i] + text[i+1:])
			for _, c := range `{}[]",:\/'#0tnu` + "\n\x00\xff" {
				check(text[:i] + string(c) + text[i:])
				check(text[:i] + string(c) + text[i+1:])
			}
		}
	}
	if count < 1000 {
		t.Errorf("only %d texts were refused", count)
	}
}

func TestParsePool(t *testing.T) {
	const text = `{"Tier":"PLUS","Attributes":[{"Name":"email","Required":true,"Mutable":true},` +
		`{"Name":"custom:tenant"},{"Name":"sub","Required":null}],` +
		`"IdentityProviders":["Google"],"Scopes":[],"AttributeMappings":[{"Provider":"Google","Attribute":"email"}]}`
	got, err := ParsePool([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	want := &Pool{
		Tier:              types.UserPoolTierTypePlus,
		Attributes:        []Attribute{{"email", true, true}, {Name: "custom:tenant"}, {Name: "sub"}},
		IdentityProviders: []string{"Google"},
		Scopes:            []string{},
		AttributeMappings: []AttributeMapping{{"Google", "email"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	back, err := json.Marshal(got)
	if want := strings.Replace(text, `,"Required":null`, "", 1); err != nil || string(back) != want {
		t.Errorf("marshalled %s, %v\nwant %s", back, err, want)
	}
}

func TestParsePoolRefuses(t *testing.T) {
	for _, row := range []struct{ in, want, why string }{
		{`{"tier":"PLUS"}`, `line 1, column 2: unknown key "tier" (did you mean "Tier"?)`, "another case"},
		{`{"UserPool":{"Id":"a"}}`, `line 1, column 2: unknown key "UserPool"`,
			"the output of describe-user-pool is not this"},
		{`{"Tier":""}`, `line 1, column 9: Tier: must be one of LITE, ESSENTIALS, PLUS, or be omitted, not ""`,
			"Pool cannot tell it from not known"},
		{`{"Attributes":[{"Name":"a"},{"Name":"b","Mutabel":true}]}`,
			`line 1, column 41: Attributes[1]: unknown key "Mutabel" (did you mean "Mutable"?)`, "a key in an element"},
		{`{"Attributes":[{"Required":true}]}`, `line 1, column 16: Attributes[0]: must have the key "Name"`,
			"an attribute without a name matches nothing"},
		{`{"Attributes":[{"Name":null}]}`, `line 1, column 24: Attributes[0].Name: must be a string, not null`,
			"nor does one that is null"},
		{`{"Attributes":["email"]}`, `line 1, column 16: Attributes[0]: must be a JSON object, not a string`,
			"names alone"},
		{`{"Attributes":[null]}`, `line 1, column 16: Attributes[0]: must be a JSON object, not null`,
			"a null in a list"},
		{`{"Attributes":{"email":{}}}`, `line 1, column 15: Attributes: must be a list, not an object`,
			"an object for the list"},
		{`{"AttributeMappings":[{"Attribute":"a"}]}`,
			`line 1, column 23: AttributeMappings[0]: must have the key "Provider"`, "a mapping of no provider"},
		{`{"AttributeMappings":[{"Provider":"Google"}]}`,
			`line 1, column 23: AttributeMappings[0]: must have the key "Attribute"`, "a mapping to no attribute"},
		{`{"Scopes":["a",1]}`, `line 1, column 16: Scopes[1]: must be a string, not a number`, "a number for a scope"},
		{`{"Scopes":[],"Scopes":null}`, `line 1, column 14: duplicate key "Scopes"; a key must stand once`,
			"the same key twice"},
		{`{} x`, `line 1, column 4: the JSON object must be followed by nothing, found unquoted text`,
			"text after the object"},
	} {
		p, err := ParsePool([]byte(row.in))
		if p != nil || err == nil {
			t.Errorf("%q was accepted: %s", row.in, row.why)
		} else if err.Error() != row.want {
			t.Errorf("%q (%s)\n got %s\nwant %s", row.in, row.why, err, row.want)
		}
	}
}

func TestMustParse(t *testing.T) {
	c := mustParse(
		`"ClientName":"a","CallbackURLs":["https://a.example"],"EnableTokenRevocation":true,`+
			`"TokenValidityUnits":{"AccessToken":"hours"}`,
		``,
		`"ClientName":"b","CallbackURLs":null,"TokenValidityUnits":{"IdToken":"days"}`,
	)
	want := &Config{
		ClientName:            new("b"),
		EnableTokenRevocation: new(true),
		TokenValidityUnits:    &TokenValidityUnits{IdToken: types.TimeUnitsTypeDays},
	}
	if diff := cmp.Diff(want, c); diff != "" {
		t.Error(diff)
	}
	for what, f := range map[string]func(){
		"mustParse":     func() { mustParse(`"ClientNme":"a"`) },
		"mustParsePool": func() { mustParsePool(`{"Tier":"PLUS"`) },
	} {
		if !panics(f) {
			t.Errorf("%s must panic on a literal with a mistake in it", what)
		}
	}
}

func panics(f func()) (panicked bool) {
	defer func() { panicked = recover() != nil }()
	f()
	return false
}

// TestMarshalGivesTheJSONBack holds that a text in the order of Config comes
// back byte for byte, and any other with the same members.
func TestMarshalGivesTheJSONBack(t *testing.T) {
	const inOrder = `{"UserPoolId":"p","ClientId":"c","ClientName":"","GenerateSecret":false,"AccessTokenValidity":0,` +
		`"TokenValidityUnits":{},` +
		`"ReadAttributes":[],"CallbackURLs":["https://a.example/é😀"],"AnalyticsConfiguration":{"ApplicationId":"",` +
		`"UserDataShared":false},` +
		`"PreventUserExistenceErrors":"LEGACY","RefreshTokenRotation":{"Feature":"DISABLED","RetryGracePeriodSeconds":0},` +
		`"CreationDate":"2024-03-01T12:00:00+09:00"}`
	if got := marshal(t, parse(t, inOrder)); got != inOrder {
		t.Errorf("got %s\nwant %s", got, inOrder)
	}
	for _, row := range []struct{ in, swap, by string }{
		{in: createInput},
		{in: updateInput},
		{in: createSkeleton, swap: `"ClientSecret": ""`, by: `"ClientSecret": "(secret)"`},
		{in: describeOutput, swap: "1u3fj0spd7k5o2b8q9example0c4v6n2m1x7z5t3r8y0w6q4e2a", by: "(secret)"},
	} {
		want := row.in
		if row.swap != "" {
			want = strings.Replace(want, row.swap, row.by, 1)
		}
		want = strings.ReplaceAll(want, ".702000+", ".702+") // RFC 3339 without zeros at the end
		got := any(nil)
		if err := json.Unmarshal([]byte(marshal(t, parse(t, row.in))), &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(unwrapped(t, want), got); diff != "" {
			t.Error(diff)
		}
	}
	if got, want := marshal(
		t,
		parse(t, `{"CreationDate":1.548108676163E9}`),
	), `{"CreationDate":"2019-01-21T22:11:16.163Z"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func marshal(t testing.TB, v any) string {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func unwrapped(t testing.TB, data string) any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(data), &v); err != nil {
		t.Fatal(err)
	}
	if inner, ok := v[wrapperKey]; ok {
		return inner
	}
	return v
}

// TestShapesKnowEveryMember holds the reader against the structures that it
// fills: the same members in the same order, each read as encoding/json reads
// it.
func TestShapesKnowEveryMember(t *testing.T) {
	knowsEveryMember(t, "poolShape", &poolShape)
	knowsEveryMember(t, "attributeShape", &attributeShape)
	knowsEveryMember(t, "mappingShape", &mappingShape)
}

func knowsEveryMember[T any](t *testing.T, name string, s *jsonShape[T]) {
	t.Helper()
	var keys []string
	for f := range reflect.TypeFor[T]().Fields() {
		if f.Tag.Get("json") == "-" {
			continue
		}
		keys = append(keys, f.Name)
		i := slices.Index(s.keys(), f.Name)
		if i < 0 {
			t.Errorf("parse.go: %s does not read %s: add {%q, …} to its members", name, f.Name, f.Name)
			continue
		}
		value := sample(t, f.Type)
		var want, got T
		r := newReader([]byte(value))
		s.members[i].read(r, &got)
		if err := r.end(); err != nil {
			t.Errorf("parse.go: %s.%s refuses %s: %v", name, f.Name, value, err)
		}
		if err := json.Unmarshal([]byte(`{"`+f.Name+`":`+value+`}`), &want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" || reflect.ValueOf(want).IsZero() {
			t.Errorf("parse.go: %s.%s reads %s into the wrong place: %s", name, f.Name, value, diff)
		}
	}
	if len(keys) == 0 || len(keys) > 64 {
		t.Errorf("%s has %d members; readObject counts up to 64", name, len(keys))
	}
	if diff := cmp.Diff(keys, s.keys()); diff != "" {
		t.Errorf("parse.go: the members of %s must be those of %T in their order: %s", name, *new(T), diff)
	}
}

// sample is a JSON value of a type that is not its zero value.
func sample(t *testing.T, typ reflect.Type) string {
	t.Helper()
	switch {
	case typ == reflect.TypeFor[time.Time]():
		return `"2024-03-01T12:00:00Z"`
	case typ.Kind() == reflect.Pointer:
		return sample(t, typ.Elem())
	case typ.Kind() == reflect.Slice:
		value := sample(t, typ.Elem())
		return "[" + value + "," + value + "]"
	case typ.Kind() == reflect.String:
		return `"x"`
	case typ.Kind() == reflect.Int32:
		return "7"
	case typ.Kind() == reflect.Bool:
		return "true"
	case typ.Kind() == reflect.Struct:
		var members []string
		for f := range typ.Fields() {
			members = append(members, fmt.Sprintf("%q:%s", f.Name, sample(t, f.Type)))
		}
		return "{" + strings.Join(members, ",") + "}"
	}
	t.Fatalf("no sample for %v: add one here, and what reads it to parse.go", typ)
	return ""
}

// TestParseRoundTrip holds that any Config comes back from its JSON, whatever
// the order of the members, the white space and the escapes.
func TestParseRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := drawConfig(rt)
		var members map[string]json.RawMessage
		if err := json.Unmarshal([]byte(marshal(t, want)), &members); err != nil {
			rt.Fatal(err)
		}
		space := rapid.SampledFrom([]string{"", " ", "\n\t", "\r\n"}).Draw(rt, "space")
		var parts []string
		for _, key := range rapid.Permutation(slices.Sorted(maps.Keys(members))).Draw(rt, "order") {
			value := string(members[key])
			if rapid.Bool().Draw(rt, "escape") {
				value = escapeAll(value)
			}
			parts = append(parts, space+`"`+key+`"`+space+":"+space+value+space)
		}
		text := space + "{" + strings.Join(parts, ",") + "}" + space
		if rapid.Bool().Draw(rt, "wrap") {
			text = `{"UserPoolClient":` + text + "}"
		}
		got, err := Parse([]byte(text))
		if err != nil {
			rt.Fatalf("%s: %v", text, err)
		}
		if want.ClientSecret != nil {
			want.ClientSecret = new(NewSecret(redacted))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatalf("%s: %s", text, diff)
		}
	})
}

// escapeAll writes every character outside ASCII as \uXXXX.
func escapeAll(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < utf8.RuneSelf {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return b.String()
}

// drawConfig draws a Config member by member, by reflection, so that a new
// member is drawn too.
func drawConfig(t *rapid.T) *Config {
	c := new(Config)
	v := reflect.ValueOf(c).Elem()
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.Tag.Get("json") != "-" && rapid.Bool().Draw(t, f.Name) {
			draw(t, f.Name, v.Field(i))
		}
	}
	return c
}

func draw(t *rapid.T, name string, v reflect.Value) {
	switch {
	case v.Type() == reflect.TypeFor[Secret]():
		v.Set(reflect.ValueOf(NewSecret(rapid.String().Draw(t, name))))
	case v.Type() == reflect.TypeFor[time.Time]():
		seconds := rapid.Int64Range(-62167132800, 253402214400).Draw(t, name)
		zone := time.FixedZone("", 60*rapid.IntRange(-1439, 1439).Draw(t, name))
		v.Set(reflect.ValueOf(time.Unix(seconds, rapid.Int64Range(0, 999999999).Draw(t, name)).In(zone)))
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		draw(t, name, v.Elem())
	case v.Kind() == reflect.Slice:
		n := rapid.IntRange(0, 70).Draw(t, name)
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			v.Index(i).SetString(rapid.String().Draw(t, name))
		}
	case v.Kind() == reflect.String:
		v.SetString(rapid.StringN(1, -1, -1).Draw(t, name)) // an empty enumeration value is not given
	case v.Kind() == reflect.Int32:
		v.SetInt(int64(rapid.Int32().Draw(t, name)))
	case v.Kind() == reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, name))
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			draw(t, name, v.Field(i))
		}
	default:
		t.Fatalf("cannot draw a %v for %s", v.Type(), name)
	}
}

// FuzzParse holds that Parse answers every input, that what it accepts
// encoding/json reads the same, and that the result comes back from its own
// JSON.
func FuzzParse(f *testing.F) {
	for _, data := range accepted {
		f.Add([]byte(data))
	}
	for _, row := range refused {
		f.Add([]byte(row.in))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Parse(data)
		if err != nil {
			checkParseError(t, data, err)
			return
		}
		agreesWithEncodingJSON(t, data, c)
		again, err := Parse([]byte(marshal(t, c)))
		if err != nil {
			t.Fatalf("does not read its own JSON: %v", err)
		}
		if c.ClientSecret != nil {
			c.ClientSecret = new(NewSecret(redacted))
		}
		if diff := cmp.Diff(c, again); diff != "" {
			t.Fatal(diff)
		}
	})
}

// FuzzParsePool is FuzzParse for pools.
func FuzzParsePool(f *testing.F) {
	f.Add(
		[]byte(
			`{"Tier":"PLUS","Attributes":[{"Name":"email","Required":true,"Mutable":null}],"Scopes":[],` +
				`"AttributeMappings":[{"Provider":"G","Attribute":"email"}]}`,
		),
	)
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := ParsePool(data)
		if err != nil {
			checkParseError(t, data, err)
			return
		}
		var want Pool
		if err := json.Unmarshal(bytes.TrimPrefix(data, []byte(jsontext.ByteOrderMark)), &want); err != nil {
			t.Fatalf("encoding/json refuses it: %v", err)
		}
		again, err := ParsePool([]byte(marshal(t, p)))
		if diff := cmp.Diff(&want, p) + cmp.Diff(p, again); diff != "" || err != nil {
			t.Fatal(diff, err)
		}
	})
}

func checkParseError(t *testing.T, data []byte, err error) {
	t.Helper()
	var e *ParseError
	switch {
	case !errors.As(err, &e):
		t.Fatalf("got %T, want *ParseError", err)
	case e.Line < 1 || e.Column < 1 || e.Offset < 0 || e.Offset > len(data):
		t.Fatalf("the place is not in the text: %+v", e)
	case e.Problem == "" || !utf8.ValidString(err.Error()) ||
		strings.ContainsFunc(err.Error(), func(r rune) bool { return r < ' ' }):
		t.Fatalf("the message is not one line of text: %q", err)
	case e.Line == 1 && bytes.HasPrefix(data, []byte("{")) && utf8.Valid(data) &&
		utf8.RuneCount(data[:e.Offset])+1 != e.Column:
		t.Fatalf("column and offset disagree: %+v", e)
	}
}

// datesApart is a Config whose dates encoding/json leaves alone, since Parse
// reads more forms of them than encoding/json.
type datesApart struct {
	Config
	CreationDate, LastModifiedDate json.RawMessage
}

func agreesWithEncodingJSON(t *testing.T, data []byte, c *Config) {
	t.Helper()
	data = bytes.TrimPrefix(data, []byte(jsontext.ByteOrderMark))
	var wrapped struct{ UserPoolClient *datesApart }
	want := new(datesApart)
	if err := json.Unmarshal(data, &wrapped); err != nil {
		t.Fatalf("encoding/json refuses it: %v", err)
	}
	if wrapped.UserPoolClient != nil {
		want = wrapped.UserPoolClient
	} else if err := json.Unmarshal(data, want); err != nil {
		t.Fatalf("encoding/json refuses it: %v", err)
	}
	got := *c
	got.CreationDate, got.LastModifiedDate = nil, nil
	if diff := cmp.Diff(want.Config, got); diff != "" {
		t.Fatal(diff)
	}
	sameDate(t, want.CreationDate, c.CreationDate)
	sameDate(t, want.LastModifiedDate, c.LastModifiedDate)
}

// sameDate compares where encoding/json reads the form too.
func sameDate(t *testing.T, raw json.RawMessage, got *time.Time) {
	t.Helper()
	var want *time.Time
	if raw == nil || json.Unmarshal(raw, &want) != nil {
		if (raw == nil) != (got == nil) {
			t.Fatalf("the date %s was read as %v", raw, got)
		}
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("the date %s: %s", raw, diff)
	}
}

// TestParseAllocs holds the memory of a reading: the text once, one list at a
// time and one value for each pointer of Config.
func TestParseAllocs(t *testing.T) {
	const most = 27 // one of them hides the secret
	data := []byte(describeOutput)
	if n := testing.AllocsPerRun(100, func() { _, _ = Parse(data) }); n > most {
		t.Errorf("Parse allocates %v times, want at most %d", n, most)
	}
}

func ExampleParse() {
	_, err := Parse([]byte(`{
  "ClientName": "web-shop",
  "CallbackUrls": ["https://shop.example/callback"]
}`))
	fmt.Println(err)
	// Output: line 3, column 3: unknown key "CallbackUrls" (did you mean "CallbackURLs"?)
}

func BenchmarkParse(b *testing.B) {
	b.SetBytes(int64(len(describeOutput)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse([]byte(describeOutput)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkParseEncodingJSON is the yardstick: what encoding/json takes for the
// same text into the same structure.
func BenchmarkParseEncodingJSON(b *testing.B) {
	b.SetBytes(int64(len(describeOutput)))
	b.ReportAllocs()
	for b.Loop() {
		var out struct{ UserPoolClient *Config }
		if err := json.Unmarshal([]byte(describeOutput), &out); err != nil {
			b.Fatal(err)
		}
	}
}
