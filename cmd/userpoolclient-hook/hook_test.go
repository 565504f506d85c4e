package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/userpoolclient/userpoolclient/internal/function/runtimetest"
)

// hookEvent is an event after the shape that
// https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks-create-lambda-function.html
// documents for resource operations.
func hookEvent(target, point, properties, previous string) string {
	return fmt.Sprintf(`{"clientRequestToken": "9a8b7c6d", "awsAccountId": "123456789012",
 "stackId": "arn:aws:cloudformation:us-west-2:123456789012:stack/MyStack/1a2345b6-0000-00a0-a123-00abc0abc000",
 "changeSetId": "", "hookTypeName": "my::lambda::resourcehookfunction", "hookTypeVersion": "00000008",
 "hookModel": {"LambdaFunction": "arn:aws:lambda:us-west-2:123456789012:function:MyFunction"},
 "actionInvocationPoint": %q,
 "requestData": {"targetName": %q, "targetType": %q, "targetLogicalId": "Web",
  "targetModel": {"resourceProperties": %s, "previousResourceProperties": %s}},
 "requestContext": {"invocation": 1, "callbackContext": null}}`, point, target, target, properties, previous)
}

const (
	appClient = "AWS::Cognito::UserPoolClient"

	good = `{"UserPoolId": "us-west-2_a1B2c3D4e", "ClientName": "web", "PreventUserExistenceErrors": "ENABLED",
 "RefreshTokenRotation": {"Feature": "ENABLED"}, "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"]}`
	fragment = `{"UserPoolId": "us-west-2_a1B2c3D4e", "CallbackURLs": ["https://a.example/#x"],
 "AllowedOAuthFlows": ["code"], "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthScopes": ["openid"]}`
	oauth = `{"UserPoolId": "us-west-2_a1B2c3D4e", "CallbackURLs": ["https://a.example/cb"],
 "AllowedOAuthFlows": ["code"], "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthScopes": ["openid"],
 "SupportedIdentityProviders": ["COGNITO"], "EnableTokenRevocation": false}`
)

// cloudControl is an event as Cloud Control sends it: without a stack.
func cloudControl(event string) string {
	begin, end := strings.Index(event, ` "stackId"`), strings.Index(event, ` "changeSetId"`)
	event = event[:begin] + event[end:]
	return strings.Replace(event, `"targetType": "`+appClient+`"`, `"targetType": "RESOURCE"`, 1)
}

// many is a client with so many callback URLs that Cognito rejects.
func many(n int) string {
	var urls []string
	for i := range n {
		urls = append(urls, fmt.Sprintf(`"https://app%d.example/#x"`, i))
	}
	return `{"UserPoolId": "us-west-2_a", "CallbackURLs": [` + strings.Join(urls, ",") + `]}`
}

func TestHook(t *testing.T) {
	binary := runtimetest.Build(t, ".")
	fails := runtimetest.Start(t, binary)
	warns := runtimetest.Start(t, binary, "MODE=WARN")
	wrong := runtimetest.Start(t, binary, "MODE=BLOCK")
	for _, test := range []struct {
		name     string
		function *runtimetest.Function
		event    string
		status   string
		code     string
		message  []string // what it holds, in this order
	}{
		{"a good client", fails, hookEvent(appClient, pointCreate, good, "{}"), statusSuccess, "",
			[]string{"nothing found"}},
		{"an error fails", fails, hookEvent(appClient, pointCreate, fragment, "{}"), statusFailed, nonCompliant,
			[]string{"1 error", "error: CallbackURLs[0]", "has a fragment", "[redirect-fragment]"}},
		{"an error warns", warns, hookEvent(appClient, pointCreate, fragment, "{}"), statusSuccess, "",
			[]string{"WARNING", "1 error", "[redirect-fragment]"}},
		{"a good client where errors warn", warns, hookEvent(appClient, pointCreate, good, "{}"), statusSuccess, "",
			[]string{"nothing found"}},
		{"a warning passes", fails, hookEvent(appClient, pointCreate, oauth, "{}"), statusSuccess, "",
			[]string{"advice", "EnableTokenRevocation", "[token-revocation-off]"}},
		{"no previous properties", fails, hookEvent(appClient, pointCreate, good, "null"), statusSuccess, "", nil},
		{"an empty client", fails, hookEvent(appClient, pointCreate, "{}", "{}"), statusFailed, nonCompliant,
			[]string{"UserPoolId"}},
		{"an unknown property", fails, hookEvent(appClient, pointCreate,
			strings.Replace(good, "ClientName", "ClientNames", 1), "{}"), statusFailed, nonCompliant,
			[]string{"ClientNames", "[property-unknown]"}},
		{"read-only properties are no error", fails, hookEvent(appClient, pointUpdate,
			strings.Replace(good, `"ClientName"`, `"ClientId": "1example23456789", "Name": "x", "ClientName"`, 1),
			good),
			statusSuccess, "", []string{"nothing found"}},
		{"a number as text, as templates have it", fails, hookEvent(appClient, pointCreate,
			strings.Replace(good, `"ClientName"`, `"AuthSessionValidity": "5", "ClientName"`, 1), "{}"), statusSuccess,
			"", nil},
		{"a number out of range", fails, hookEvent(appClient, pointCreate,
			strings.Replace(good, `"ClientName"`, `"AuthSessionValidity": 99, "ClientName"`, 1), "{}"), statusFailed,
			nonCompliant,
			[]string{"AuthSessionValidity"}},
		{"an update that changes nothing", fails, hookEvent(appClient, pointUpdate, good, good), statusSuccess, "",
			[]string{"nothing found"}},
		{"an update that resets", fails, hookEvent(appClient, pointUpdate, good, oauth), statusSuccess, "",
			[]string{"6 settings reset:", "reset: CallbackURLs goes from https://a.example/cb to none",
				"may be reset: EnableTokenRevocation"}},
		{"an update that resets and is rejected: the error first", fails, hookEvent(appClient, pointUpdate, fragment,
			strings.Replace(oauth, "}", `, "AuthSessionValidity": 10}`, 1)), statusFailed, nonCompliant,
			[]string{"error: CallbackURLs[0]", "reset: "}},
		{"an update of which the state before is not told", fails, hookEvent(appClient, pointUpdate, good, "{}"),
			statusSuccess, "", []string{"16 warnings", "CallbackURLs is omitted", "[update-omits]"}},
		{"a deletion", fails, hookEvent(appClient, pointDelete, "{}", fragment), statusSuccess, "",
			[]string{"deletion"}},
		{"a deletion with null", fails, hookEvent(appClient, pointDelete, "null", fragment), statusSuccess, "", nil},
		{"Cloud Control", fails, cloudControl(hookEvent(appClient, pointCreate, fragment, "{}")), statusFailed,
			nonCompliant,
			[]string{"[redirect-fragment]"}},
		{"another resource", fails, hookEvent("AWS::Cognito::UserPool", pointCreate, `{"anything": 1}`, "{}"),
			statusSuccess, "",
			[]string{"not judged"}},
		{"another resource in an unknown state", fails, hookEvent("AWS::S3::Bucket", "IMPORT", "17", "null"),
			statusSuccess, "", nil},
		{"another resource where MODE is wrong", wrong, hookEvent("AWS::S3::Bucket", pointCreate, "{}", "{}"),
			statusSuccess, "", nil},
		{"MODE is wrong", wrong, hookEvent(appClient, pointCreate, good, "{}"), statusFailed, internalFailure,
			[]string{`MODE is "BLOCK"`}},
		{"more errors than a message holds", fails, hookEvent(appClient, pointCreate, many(100), "{}"), statusFailed,
			nonCompliant,
			[]string{"errors", "…"}},
		{"more errors than Cloud Control's message holds", fails, cloudControl(hookEvent(appClient, pointCreate,
			many(100), "{}")),
			statusFailed, nonCompliant, []string{"errors", "…"}},
		{"an intrinsic function, which CloudFormation resolves, is not guessed", fails, hookEvent(appClient,
			pointCreate,
			`{"UserPoolId": {"Ref": "Users"}, "ClientName": "web", "PreventUserExistenceErrors": "ENABLED",
			 "RefreshTokenRotation": {"Feature": "ENABLED"}, "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"]}`, "{}"), statusSuccess, "", nil},

		{"malformed: an unknown operation", fails, hookEvent(appClient, "READ", good, "{}"), statusFailed,
			internalFailure,
			[]string{"actionInvocationPoint"}},
		{"malformed: no properties", fails, hookEvent(appClient, pointCreate, "null", "{}"), statusFailed,
			internalFailure,
			[]string{"must be a JSON object"}},
		{"malformed: properties of another type", fails, hookEvent(appClient, pointUpdate, `["x"]`, "{}"), statusFailed,
			internalFailure, nil},
		{"malformed: the state before", fails, hookEvent(appClient, pointUpdate, good, `"x"`), statusFailed,
			internalFailure,
			[]string{"before the update"}},
		{"malformed: no request", fails, `{"clientRequestToken": "9a8b7c6d"}`, statusFailed, internalFailure,
			[]string{"requestData"}},
		{"malformed: an empty object", fails, `{}`, statusFailed, internalFailure, nil},
		{"malformed: a list", fails, `[1, 2]`, statusFailed, internalFailure, nil},
		{"malformed: null", fails, `null`, statusFailed, internalFailure, nil},
		{"malformed: not JSON", fails, `{"requestData": `, statusFailed, internalFailure, nil},
		{"malformed: deeply nested", fails, hookEvent(appClient, pointCreate,
			`{"CallbackURLs": `+strings.Repeat("[", 5000)+strings.Repeat("]", 5000)+`}`, "{}"), statusFailed, "", nil},
		{"after all of these, still there", fails, hookEvent(appClient, pointCreate, good, "{}"), statusSuccess, "",
			nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			raw := test.function.Invoke(test.event)
			var got answer
			if err := json.Unmarshal([]byte(raw.Body), &got); err != nil || raw.Failed {
				t.Fatalf("failed %v, %v: %.500s", raw.Failed, err, raw.Body)
			}
			if got.HookStatus != test.status || test.code != "" && got.ErrorCode != test.code ||
				(got.HookStatus == statusFailed) != (got.ErrorCode != "") {
				t.Errorf("%+v, want %s %s", got, test.status, test.code)
			}
			rest := got.Message
			for _, part := range test.message {
				_, after, ok := strings.Cut(rest, part)
				if !ok {
					t.Errorf("the message lacks %q, in its place: %s", part, got.Message)
				}
				rest = after
			}
			most := longestMessage
			if !strings.Contains(test.event, "stackId") {
				most = longestCloudControl
			}
			if n := utf8.RuneCountInString(got.Message); n > most || n == 0 {
				t.Errorf("the message has %d characters", n)
			}
			if strings.Contains(test.event, "9a8b7c6d") && json.Valid([]byte(test.event)) &&
				got.ClientRequestToken != "9a8b7c6d" {
				t.Errorf("the token is %q", got.ClientRequestToken)
			}
		})
	}
	t.Logf("cold answer: %v", fails.Cold)
}

// TestTemplate holds that the template asks the hook about app clients alone, in
// every operation, and by default only warns.
func TestTemplate(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "deploy", "hook.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var template struct {
		Parameters struct {
			FailureMode struct {
				Default string `yaml:"Default"`
			} `yaml:"FailureMode"`
		} `yaml:"Parameters"`
		Resources struct {
			Function struct {
				Properties struct {
					Environment struct {
						Variables map[string]string `yaml:"Variables"`
					} `yaml:"Environment"`
				} `yaml:"Properties"`
			} `yaml:"Function"`
			Hook struct {
				Properties struct {
					FailureMode      yaml.Node `yaml:"FailureMode"`
					TargetOperations []string  `yaml:"TargetOperations"`
					TargetFilters    struct {
						TargetNames []string `yaml:"TargetNames"`
						Actions     []string `yaml:"Actions"`
					} `yaml:"TargetFilters"`
				} `yaml:"Properties"`
			} `yaml:"Hook"`
		} `yaml:"Resources"`
	}
	if err := yaml.Unmarshal(data, &template); err != nil {
		t.Fatal(err)
	}
	hook := template.Resources.Hook.Properties
	got := fmt.Sprintln(template.Parameters.FailureMode.Default, hook.FailureMode.Tag, hook.FailureMode.Value,
		hook.TargetOperations,
		hook.TargetFilters.TargetNames, hook.TargetFilters.Actions,
		template.Resources.Function.Properties.Environment.Variables)
	want := fmt.Sprintln(modeWarn, "!Ref", "FailureMode", "[RESOURCE CLOUD_CONTROL]", "["+appClient+"]",
		"[CREATE UPDATE DELETE]", "map[MODE:FAIL]")
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
