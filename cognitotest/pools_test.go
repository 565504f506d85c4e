package cognitotest_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
)

// onePool starts a server with one user pool.
func onePool(t *testing.T, id string) *cognitotest.Server {
	t.Helper()
	server := cognitotest.NewServer(t)
	if err := server.Load([]byte(`{"UserPools":[{"Id":"` + id + `","UserPool":{"PoolName":"shop"}}]}`)); err != nil {
		t.Fatal(err)
	}
	return server
}

// attributes returns the JSON of n attributes.
func attributes(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = `{"Name":"a` + strconv.Itoa(i) + `","AttributeDataType":"String"}`
	}
	return "[" + strings.Join(list, ",") + "]"
}

// How the service answers what it does not take for an attribute or a provider,
// by the API model and public records.
func TestRecordedOfPools(t *testing.T) {
	const pool = `"UserPoolId":"us-east-1_a"`
	add := func(list string) string { return `{` + pool + `,"CustomAttributes":` + list + `}` }
	provider := func(name, of string) string {
		return `{` + pool + `,"ProviderName":"` + name + `","ProviderType":"` + of + `","ProviderDetails":{}}`
	}
	for _, row := range []struct{ reason, operation, before, body, exception, message string }{
		{"no attribute in the list", "AddCustomAttributes", "", add("[]"), invalidParameter,
			broken("'[]'", "customAttributes", shortest(1))},
		{"25 attributes at once", "AddCustomAttributes", "", add(attributes(25)), "", ""},
		{"26 attributes at once", "AddCustomAttributes", "", add(attributes(26)), invalidParameter,
			broken("", "customAttributes", longest(25))},
		{"no list", "AddCustomAttributes", "", `{` + pool + `}`, invalidParameter,
			broken("null", "customAttributes", "Member must not be null")},
		{"a schema of 51 attributes", "CreateUserPool", "", `{"PoolName":"p","Schema":` + attributes(51) + `}`,
			invalidParameter, broken("", "schema", longest(50))},
		{"a required custom attribute (boto3 issue 2317)", "AddCustomAttributes", "",
			add(`[{"Name":"plan","AttributeDataType":"String","Required":true}]`), invalidParameter,
			"Required custom attributes are not supported currently."},
		{"the same in a schema", "CreateUserPool", "",
			`{"PoolName":"p","Schema":[{"Name":"plan","AttributeDataType":"String","Required":true}]}`,
			invalidParameter,
			"Required custom attributes are not supported currently."},
		{"a name that is there (serverless-cognito-add-custom-attributes issue 3)", "AddCustomAttributes",
			add(`[{"Name":"custom:name","AttributeDataType":"String"}]`),
			add(`[{"Name":"custom:name","AttributeDataType":"String"}]`), invalidParameter,
			"custom:custom:name: Existing attribute already has name custom:custom:name."},
		{"twice in one request", "AddCustomAttributes", "",
			add(`[{"Name":"a","AttributeDataType":"String"},{"Name":"a","AttributeDataType":"Number"}]`),
			invalidParameter,
			"custom:a: Existing attribute already has name custom:a."},
		{"a custom attribute may have a standard name (aws-cdk issue 31593)", "AddCustomAttributes", "",
			add(`[{"Name":"address","AttributeDataType":"String"}]`), "", ""},
		{"a verified flag in a schema is a custom attribute, and too long (aws-cdk issue 14175)", "CreateUserPool", "",
			`{"PoolName":"p","Schema":[{"Name":"phone_number_verified","AttributeDataType":"Boolean"}]}`,
			invalidParameter,
			broken("'phone_number_verified'", "schema.1.member.name", longest(20))},

		{"a social provider of another name (aws-cli issue 3179)", "CreateIdentityProvider", "",
			provider("MyGoogle", "Google"), invalidParameter, "Provider MyGoogle cannot be of type Google."},
		{"the name in another case", "CreateIdentityProvider", "", provider("signinwithapple", "SignInWithApple"),
			invalidParameter, "Provider signinwithapple cannot be of type SignInWithApple."},
		{"a social provider", "CreateIdentityProvider", "", provider("LoginWithAmazon", "LoginWithAmazon"), "", ""},
		{"a provider of one's own", "CreateIdentityProvider", "", provider("Corp", "SAML"), "", ""},
		{"a provider that is there (cloudformation-coverage-roadmap issue 1287)", "CreateIdentityProvider",
			provider("Facebook", "Facebook"), provider("Facebook", "Facebook"), "DuplicateProviderException",
			"Facebook already exists in user pool us-east-1_a"},
	} {
		t.Run(row.reason, func(t *testing.T) {
			server := onePool(t, "us-east-1_a")
			if row.before != "" {
				if exception, message, _ := call(t, server, row.operation, row.before); exception != "" {
					t.Fatal(exception, message)
				}
			}
			exception, message, _ := call(t, server, row.operation, row.body)
			if exception != row.exception || message != row.message {
				t.Errorf("the answer is %q: %q\nwant %q: %q", exception, message, row.exception, row.message)
			}
		})
	}
}

// What a schema says about a standard attribute goes for that one; everything
// else is custom, also under a standard name when it is added.
func TestSchema(t *testing.T) {
	client := cognitotest.NewServer(t).Client()
	var in cip.CreateUserPoolInput
	if err := json.Unmarshal([]byte(`{"PoolName":"shop","Schema":[
		{"Name":"email","Required":true,"Mutable":false},{"Name":"email_verified","AttributeDataType":"Boolean"},
		{"Name":"notes","AttributeDataType":"String","DeveloperOnlyAttribute":true}]}`), &in); err != nil {
		t.Fatal(err)
	}
	made, err := client.CreateUserPool(t.Context(), &in)
	if err != nil {
		t.Fatal(err)
	}
	var add cip.AddCustomAttributesInput
	if err := json.Unmarshal([]byte(`{"CustomAttributes":[
		{"Name":"address","AttributeDataType":"String","Mutable":false}]}`), &add); err != nil {
		t.Fatal(err)
	}
	add.UserPoolId = made.UserPool.Id
	if _, err := client.AddCustomAttributes(t.Context(), &add); err != nil {
		t.Fatal(err)
	}
	out, err := client.DescribeUserPool(t.Context(), &cip.DescribeUserPoolInput{UserPoolId: made.UserPool.Id})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, a := range out.UserPool.SchemaAttributes {
		got[*a.Name] = fmt.Sprintf("%s required=%v mutable=%v", a.AttributeDataType, *a.Required, *a.Mutable)
	}
	for name, want := range map[string]string{
		"sub":                   "String required=true mutable=false",
		"email":                 "String required=true mutable=false",
		"email_verified":        "Boolean required=false mutable=true",
		"updated_at":            "Number required=false mutable=true",
		"address":               "String required=false mutable=true",
		"custom:email_verified": "Boolean required=false mutable=true",
		"custom:address":        "String required=false mutable=false",
		"dev:custom:notes":      "String required=false mutable=true",
	} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	if len(got) != 23 {
		t.Errorf("%d attributes, want the 20 standard ones and 3", len(got))
	}
}

// The Region of a pool is that of its ID, whatever the server's.
func TestRegionFollowsTheID(t *testing.T) {
	server := onePool(t, "eu-central-1_a1B2c3D4e")
	out, err := server.Client().DescribeUserPool(t.Context(), &cip.DescribeUserPoolInput{
		UserPoolId: aws.String("eu-central-1_a1B2c3D4e"),
	})
	if err != nil {
		t.Fatal(err)
	}
	const want = "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_a1B2c3D4e"
	if got := *out.UserPool.Arn; got != want {
		t.Errorf("the ARN is %s, want %s", got, want)
	}
}

// A structure without a member says nothing: Resolve says so, and Describe shows
// nothing. The SDK cannot tell the two apart, so the answers are read as they
// are.
func TestEmptyStructureIsNone(t *testing.T) {
	const members = `"ClientName":"shop","AnalyticsConfiguration":{}`
	c := parse(t, members)
	for _, s := range userpoolclient.Resolve(c, userpoolclient.Context{Operation: userpoolclient.OperationCreate}) {
		if strings.HasPrefix(string(s.Field), "AnalyticsConfiguration") && s.Origin != userpoolclient.OriginAbsent {
			t.Errorf("Resolve says that %s is %v, %s", s.Field, s.Value, s.Origin)
		}
	}
	const ids = `"UserPoolId":"us-east-1_a"`
	const target = `"AnalyticsConfiguration":{"ApplicationArn":"arn:aws:mobiletargeting:us-east-1:123456789012:apps/0a"}`
	for _, row := range []struct{ reason, create, update string }{
		{"on create", members, ""},
		{"on an update of a client that has none", `"ClientName":"shop"`, `"AnalyticsConfiguration":{}`},
		{"on an update of a client that has one", `"ClientName":"shop",` + target, `"AnalyticsConfiguration":{}`},
		{"what it is not: a member that is false", "", ""},
	} {
		t.Run(row.reason, func(t *testing.T) {
			server, want := onePool(t, "us-east-1_a"), false
			if row.create == "" {
				row.create, want = `"ClientName":"shop","AnalyticsConfiguration":{"UserDataShared":false}`, true
			}
			exception, message, id := call(t, server, "CreateUserPoolClient", `{`+ids+`,`+row.create+`}`)
			if row.update != "" && exception == "" {
				exception, message, _ = call(t, server, "UpdateUserPoolClient",
					`{`+ids+`,"ClientId":"`+id+`",`+row.update+`}`)
			}
			if exception != "" {
				t.Fatal(exception, message)
			}
			shown := callRaw(t, server, "DescribeUserPoolClient", `{`+ids+`,"ClientId":"`+id+`"}`)
			if got := strings.Contains(shown, "AnalyticsConfiguration"); got != want {
				t.Errorf("Describe shows it: %v, want %v: %s", got, want, shown)
			}
		})
	}
}
