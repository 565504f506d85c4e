package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/userpoolclient/userpoolclient/internal/function/runtimetest"
)

// recorder is a double of AWS Config: it holds recorded app clients and keeps the
// evaluations that it is told.
type recorder struct {
	mu          sync.Mutex
	recorded    []recordedClient
	unprocessed int // resources that it does not come to the first time
	evaluations []evaluation
	testMode    bool
	operations  map[string]bool // as IAM names them
	largest     int             // evaluations at a time
	rejects     int             // times that it takes no evaluations
	circles     bool            // it answers a token with the same token
}

type recordedClient struct{ id, configuration string }

type evaluation struct {
	ComplianceResourceID, ComplianceResourceType, ComplianceType, Annotation string
	OrderingTimestamp                                                        float64
}

// holding runs f while nobody else uses the double.
func (c *recorder) holding(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f()
}

func (c *recorder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	if c.operations == nil {
		c.operations = make(map[string]bool)
	}
	c.operations["config:"+operation] = true
	var in struct {
		ResourceType, NextToken string
		ResourceKeys            []map[string]string
		Evaluations             []evaluation
		TestMode                bool
	}
	_ = json.NewDecoder(r.Body).Decode(&in)
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	switch operation {
	case "ListDiscoveredResources":
		c.list(w, in.NextToken)
	case "BatchGetResourceConfig":
		c.get(w, in.ResourceKeys)
	case "PutEvaluations":
		c.evaluations = append(c.evaluations, in.Evaluations...)
		c.testMode = in.TestMode
		c.largest = max(c.largest, len(in.Evaluations))
		if c.rejects > 0 {
			c.rejects--
			fmt.Fprint(w, `{"FailedEvaluations": [{"ComplianceResourceId": "one"}]}`)
			return
		}
		fmt.Fprint(w, `{"FailedEvaluations": []}`)
	default:
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"__type": "ValidationException", "message": "not served"}`)
	}
}

// list serves half of the resources at a time.
func (c *recorder) list(w http.ResponseWriter, token string) {
	from, to, next := 0, len(c.recorded)/2, `, "nextToken": "second"`
	if token != "" {
		from, to, next = to, len(c.recorded), ""
	}
	if c.circles {
		next = `, "nextToken": "second"`
	}
	var list []string
	for _, r := range c.recorded[from:to] {
		list = append(list, fmt.Sprintf(`{"resourceType": %q, "resourceId": %q}`, clientType, r.id))
	}
	fmt.Fprintf(w, `{"resourceIdentifiers": [%s]%s}`, strings.Join(list, ","), next)
}

func (c *recorder) get(w http.ResponseWriter, keys []map[string]string) {
	items, rest := []string{}, []string{}
	for _, k := range keys {
		if c.unprocessed > 0 {
			c.unprocessed--
			rest = append(rest, fmt.Sprintf(`{"resourceType": %q, "resourceId": %q}`, clientType, k["resourceId"]))
			continue
		}
		for _, r := range c.recorded {
			if r.id == k["resourceId"] {
				text, _ := json.Marshal(r.configuration)
				items = append(items, fmt.Sprintf(`{"resourceType": %q, "resourceId": %q, "configuration": %s,
					"configurationItemStatus": "OK"}`, clientType, r.id, text))
			}
		}
	}
	fmt.Fprintf(w, `{"baseConfigurationItems": [%s], "unprocessedResourceKeys": [%s]}`, strings.Join(items, ","),
		strings.Join(rest, ","))
}

const clientType = "AWS::Cognito::UserPoolClient"

// The members are those of
// https://github.com/awslabs/aws-config-resource-schema/blob/master/config/properties/resource-types/AWS::Cognito::UserPoolClient.properties.json
const (
	goodClient = `{"UserPoolId": "us-east-1_a", "ClientId": "1example", "ClientName": "web",
	 "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"], "PreventUserExistenceErrors": "ENABLED"}`
	implicit = `{"UserPoolId": "us-east-1_a", "ClientId": "2example", "AllowedOAuthFlows": ["implicit"],
	 "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthScopes": ["openid"], "CallbackURLs": ["https://a.example/cb"],
	 "SupportedIdentityProviders": ["COGNITO"]}`
	machine = `{"UserPoolId": "us-east-1_a", "ClientId": "3example", "AllowedOAuthFlows": ["client_credentials"],
	 "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthScopes": ["api/read"]}`
	everything = `{"UserPoolId": "us-east-1_a", "AllowedOAuthFlows": ["implicit"], "AllowedOAuthFlowsUserPoolClient": true,
	 "AllowedOAuthScopes": ["aws.cognito.signin.user.admin"], "CallbackURLs": ["https://a.example/cb", "http://localhost/"],
	 "SupportedIdentityProviders": ["COGNITO"], "EnableTokenRevocation": false, "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"]}`
	revocationOff = `{"UserPoolId": "us-east-1_a", "ClientId": "4example", "EnableTokenRevocation": false}`
)

// configEvent is an event after the shape that
// https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html
// documents.
func configEvent(notice, parameters, token string, leftScope bool) string {
	text, _ := json.Marshal(map[string]any{
		"invokingEvent": notice, "ruleParameters": parameters, "resultToken": token, "eventLeftScope": leftScope,
		"executionRoleArn": "arn:aws:iam::123456789012:role/config-role",
		"configRuleArn":    "arn:aws:config:us-east-2:123456789012:config-rule/config-rule-0123456",
		"configRuleName":   "change-triggered-config-rule", "configRuleId": "config-rule-0123456",
		"accountId": "123456789012", "version": "1.0",
	})
	return string(text)
}

func change(resourceType, status, configuration string) string {
	return fmt.Sprintf(`{"configurationItem": {"configurationItemCaptureTime": "2026-02-17T01:36:34.043Z",
	 "awsAccountId": "123456789012", "configurationItemStatus": %q, "resourceId": "the-client", "awsRegion": "us-east-2",
	 "ARN": "arn:aws:cognito-idp:us-east-2:123456789012:userpool/us-east-1_a/client/1example",
	 "availabilityZone": "Not Applicable", "resourceType": %q, "tags": {}, "relationships": [],
	 "configuration": %s}, "messageType": "ConfigurationItemChangeNotification"}`, status, resourceType, configuration)
}

func tooLarge(status string) string {
	return fmt.Sprintf(`{"configurationItemSummary": {"changeType": "UPDATE", "configurationItemVersion": "1.2",
	 "configurationItemCaptureTime": "2026-10-06T16:46:16.261Z", "configurationStateId": 0, "awsAccountId": "123456789012",
	 "configurationItemStatus": %q, "resourceType": %q, "resourceId": "the-client", "resourceName": null,
	 "ARN": "arn", "awsRegion": "us-west-2"}, "messageType": "OversizedConfigurationItemChangeNotification"}`, status, clientType)
}

const schedule = `{"awsAccountId": "123456789012", "notificationCreationTime": "2026-07-13T21:50:00.373Z",
 "messageType": "ScheduledNotification", "recordVersion": "1.0"}`

func TestRule(t *testing.T) {
	binary := runtimetest.Build(t, ".")
	config := &recorder{}
	server := httptest.NewServer(config)
	defer server.Close()
	function := runtimetest.Start(t, binary, "AWS_ENDPOINT_URL="+server.URL)
	for _, test := range []struct {
		name     string
		event    string
		recorded []recordedClient
		want     string // resource and compliance of each evaluation; "": it fails
		text     string // what the annotation, or the error, holds
	}{
		{"compliant", configEvent(change(clientType, "OK", goodClient), "", "t", false), nil, "the-client COMPLIANT",
			""},
		{"non-compliant", configEvent(change(clientType, "OK", implicit), "{}", "t", false), nil,
			"the-client NON_COMPLIANT",
			`AllowedOAuthFlows[0] "implicit"`},
		{"discovered", configEvent(change(clientType, "ResourceDiscovered", implicit), "", "t", false), nil,
			"the-client NON_COMPLIANT", "[implicit-grant]"},
		{"a secret is not recorded: no finding about it", configEvent(change(clientType, "OK", machine), "", "t",
			false), nil,
			"the-client COMPLIANT", ""},
		{"rotation is not recorded: no finding about it", configEvent(change(clientType, "OK", goodClient),
			`{"minHarm": "low"}`, "t", false),
			nil, "the-client COMPLIANT", ""},
		{"less harm than counts", configEvent(change(clientType, "OK", revocationOff), "", "t", false), nil,
			"the-client COMPLIANT", ""},
		{"harm that the parameters count", configEvent(change(clientType, "OK", revocationOff), `{"minHarm": "medium"}`,
			"t", false), nil,
			"the-client NON_COMPLIANT", "[token-revocation-off]"},
		{"advice that the parameters do not count", configEvent(change(clientType, "OK", implicit),
			`{"failOn": "warning"}`, "t", false), nil,
			"the-client COMPLIANT", ""},
		{"more than an annotation holds", configEvent(change(clientType, "OK", everything), `{"minHarm": "low"}`, "t",
			false), nil,
			"the-client NON_COMPLIANT", "…"},
		{"deleted", configEvent(change(clientType, "ResourceDeleted", "null"), "", "t", false), nil,
			"the-client NOT_APPLICABLE", ""},
		{"deleted, not recorded", configEvent(change(clientType, "ResourceDeletedNotRecorded", "null"), "", "t", false),
			nil,
			"the-client NOT_APPLICABLE", ""},
		{"not recorded", configEvent(change(clientType, "ResourceNotRecorded", "null"), "", "t", false), nil,
			"the-client NOT_APPLICABLE", ""},
		{"out of scope", configEvent(change(clientType, "OK", implicit), "", "t", true), nil,
			"the-client NOT_APPLICABLE", ""},
		{"another resource", configEvent(change("AWS::Cognito::UserPool", "OK", `{}`), "", "t", false), nil,
			"the-client NOT_APPLICABLE", ""},
		{"oversized", configEvent(tooLarge("OK"), "", "t", false), []recordedClient{{"the-client", implicit}},
			"the-client NON_COMPLIANT", "[implicit-grant]"},
		{"oversized and gone", configEvent(tooLarge("OK"), "", "t", false), nil, "the-client NOT_APPLICABLE", ""},
		{"oversized and deleted", configEvent(tooLarge("ResourceDeleted"), "", "t", false), nil,
			"the-client NOT_APPLICABLE", ""},
		{"on schedule", configEvent(schedule, "", "t", false), []recordedClient{{"a", goodClient}, {"b", implicit},
			{"c", machine}},
			"a COMPLIANT, b NON_COMPLIANT, c COMPLIANT", ""},
		{"on schedule, nothing recorded", configEvent(schedule, "", "t", false), nil, "nothing", ""},

		{"malformed: a configuration that is no object", configEvent(change(clientType, "OK", `[1]`), "", "t", false),
			nil, "", "not judged"},
		{"malformed: one of those on schedule; the others are told", configEvent(schedule, "", "t", false),
			[]recordedClient{{"a", `17`}, {"b", implicit}}, "b NON_COMPLIANT", "a: not judged"},
		{"malformed: no JSON inside", configEvent(`{"configurationItem"`, "", "t", false), nil, "",
			"invokingEvent cannot be read"},
		{"malformed: another message", configEvent(`{"messageType": "Hello"}`, "", "t", false), nil, "", "messageType"},
		{"malformed: a change of nothing", configEvent(`{"messageType": "ConfigurationItemChangeNotification"}`, "",
			"t", false), nil, "",
			"messageType"},
		{"malformed: no token", configEvent(change(clientType, "OK", goodClient), "", "", false), nil, "",
			"resultToken"},
		{"malformed: parameters", configEvent(change(clientType, "OK", goodClient), `{"failon": 3}`, "t", false), nil,
			"", "failOn"},
		{"malformed: an unknown severity", configEvent(change(clientType, "OK", goodClient), `{"failOn": "fatal"}`, "t",
			false), nil, "", "failOn"},
		{"malformed: a severity that no finding has", configEvent(change(clientType, "OK", implicit),
			`{"failOn": "none"}`, "t", false), nil, "", "failOn"},
		{"malformed: a harm that no advice has", configEvent(change(clientType, "OK", implicit),
			`{"minHarm": "none"}`, "t", false), nil, "", "minHarm"},
		{"malformed: no event", `null`, nil, "", "invokingEvent cannot be read"},
		{"malformed: a list", `[]`, nil, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			config.holding(func() {
				config.recorded, config.evaluations, config.unprocessed = test.recorded, nil, len(test.recorded)/2
			})
			got := function.Invoke(test.event)
			var evaluations []evaluation
			config.holding(func() { evaluations = slices.Clone(config.evaluations) })
			var told []string
			for _, e := range evaluations {
				told = append(told, e.ComplianceResourceID+" "+e.ComplianceType)
				if n := utf8.RuneCountInString(e.Annotation); n > 256 ||
					(n > 0) != (e.ComplianceType == "NON_COMPLIANT") {
					t.Errorf("an annotation of %d characters: %q", n, e.Annotation)
				}
				if e.OrderingTimestamp < 1.7e9 {
					t.Errorf("the time is %v", e.OrderingTimestamp)
				}
			}
			slices.Sort(told)
			want := strings.Replace(test.want, "nothing", "", 1)
			if strings.Join(told, ", ") != want {
				t.Errorf("told %q, want %q", told, want)
			}
			malformed := strings.HasPrefix(test.name, "malformed")
			if got.Failed != malformed {
				t.Errorf("failed %v: %s", got.Failed, got.Body)
			}
			text := got.Body
			if !malformed && test.text != "" {
				text = evaluations[0].Annotation
			}
			if !strings.Contains(text, test.text) {
				t.Errorf("%q is not in %s", test.text, text)
			}
		})
	}
	t.Logf("cold answer: %v", function.Cold)
}

func TestRuleOnScheduleOfMany(t *testing.T) {
	config := &recorder{}
	for i := range 250 {
		config.recorded = append(config.recorded, recordedClient{fmt.Sprint("client", i), goodClient})
	}
	config.unprocessed = 30
	server := httptest.NewServer(config)
	defer server.Close()
	function := runtimetest.Start(t, runtimetest.Build(t, "."), "AWS_ENDPOINT_URL="+server.URL)
	if got := function.Invoke(configEvent(schedule, "", "TESTMODE", false)); got.Failed {
		t.Fatal(got.Body)
	}
	config.holding(func() {
		if len(config.evaluations) != 250 || config.largest > 100 || !config.testMode {
			t.Errorf("%d evaluations, %d at a time, test mode %v", len(config.evaluations), config.largest,
				config.testMode)
		}
		config.evaluations, config.unprocessed = nil, 1000
	})
	if got := function.Invoke(configEvent(schedule, "", "t", false)); !got.Failed || !strings.Contains(got.Body,
		"did not tell of") {
		t.Errorf("what AWS Config never comes to passes: %+v", got)
	}
	config.holding(func() { config.evaluations, config.unprocessed, config.rejects = nil, 0, 1 })
	got := function.Invoke(configEvent(schedule, "", "t", false))
	config.holding(func() {
		if n := len(config.evaluations); !got.Failed || !strings.Contains(got.Body, "did not take 1") || n != 250 {
			t.Errorf("one evaluation is not taken: %+v, %d are told", got, n)
		}
		config.circles = true
	})
	if got := function.Invoke(configEvent(schedule, "", "t", false)); !got.Failed || !strings.Contains(got.Body,
		"there may be more") {
		t.Errorf("a list in a circle passes for a whole one: %+v", got)
	}
}

// TestTemplate holds the template to the rule: what the function may do, when it is
// called, and what its parameters may be.
func TestTemplate(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "deploy", "config-rule.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var template struct {
		Parameters map[string]struct {
			AllowedValues []string `yaml:"AllowedValues"`
			Default       string   `yaml:"Default"`
		} `yaml:"Parameters"`
		Resources struct {
			FunctionRole struct {
				Properties struct {
					Policies []struct {
						PolicyDocument struct {
							Statement []struct {
								Action []string `yaml:"Action"`
							} `yaml:"Statement"`
						} `yaml:"PolicyDocument"`
					} `yaml:"Policies"`
				} `yaml:"Properties"`
			} `yaml:"FunctionRole"`
			Rule struct {
				Properties struct {
					Source struct {
						SourceDetails []struct {
							MessageType string `yaml:"MessageType"`
						} `yaml:"SourceDetails"`
					} `yaml:"Source"`
				} `yaml:"Properties"`
			} `yaml:"Rule"`
		} `yaml:"Resources"`
	}
	if err := yaml.Unmarshal(data, &template); err != nil {
		t.Fatal(err)
	}
	config := &recorder{recorded: []recordedClient{{"a", goodClient}, {"b", goodClient}}}
	server := httptest.NewServer(config)
	defer server.Close()
	function := runtimetest.Start(t, runtimetest.Build(t, "."), "AWS_ENDPOINT_URL="+server.URL)
	if got := function.Invoke(configEvent(schedule, "", "t", false)); got.Failed {
		t.Fatal(got.Body)
	}
	var called []string
	config.holding(func() { called = slices.Sorted(maps.Keys(config.operations)) })
	if allowed := template.Resources.FunctionRole.Properties.Policies[0].PolicyDocument.Statement[0].Action; !slices.Equal(called, allowed) {
		t.Errorf("the function calls %v, and the template allows %v", called, allowed)
	}
	var messages []string
	for _, d := range template.Resources.Rule.Properties.Source.SourceDetails {
		messages = append(messages, d.MessageType)
	}
	if want := []string{changed, oversized, scheduled}; !slices.Equal(messages, want) {
		t.Errorf("the rule is called on %v, want %v", messages, want)
	}
	for parameter, name := range map[string]string{"FailOn": "failOn", "MinHarm": "minHarm"} {
		p := template.Parameters[parameter]
		if len(p.AllowedValues) != 3 || !slices.Contains(p.AllowedValues, p.Default) {
			t.Errorf("%s: %+v", parameter, p)
		}
		for _, value := range p.AllowedValues {
			if _, err := newThreshold(fmt.Sprintf(`{%q: %q}`, name, value)); err != nil {
				t.Error(err)
			}
		}
		byDefault, _ := newThreshold("")
		if set, _ := newThreshold(fmt.Sprintf(`{%q: %q}`, name, p.Default)); set != byDefault {
			t.Errorf("the template's default of %s is not that of the rule", parameter)
		}
	}
}
