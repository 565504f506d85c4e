package cognitotest_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient/cognitotest"
)

const (
	jsonType = "application/x-amz-json-1.1"
	prefix   = "AWSCognitoIdentityProviderService."
)

// post sends a raw request and returns the answer.
func post(h http.Handler, target, contentType string, body io.Reader) (status int, exception, message string) {
	r := httptest.NewRequest(http.MethodPost, "/", body)
	r.Header.Set("X-Amz-Target", target)
	r.Header.Set("Content-Type", contentType)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	var answer struct {
		Type    string `json:"__type"`
		Message string `json:"message"`
	}
	_ = json.Unmarshal(w.Body.Bytes(), &answer)
	return w.Code, answer.Type, answer.Message
}

func TestProtocol(t *testing.T) {
	service := cognitotest.New()
	for _, tt := range []struct {
		reason, target, contentType, body string
		status                            int
		exception, message                string
	}{
		{"no target", "", jsonType, "{}", 400, "UnknownOperationException", "X-Amz-Target must be " + prefix},
		{"another service's target", "DynamoDB_20120810.ListTables", jsonType, "{}", 400, "UnknownOperationException", "X-Amz-Target must be " + prefix},
		{"an operation that is not served", prefix + "AdminCreateUser", jsonType, "{}", 400, "UnknownOperationException", `"AdminCreateUser" is not served; served are AddCustomAttributes, `},
		{"no content type", prefix + "ListUserPools", "", "{}", 400, "UnknownOperationException", "Content-Type must be " + jsonType},
		{"another content type", prefix + "ListUserPools", "text/xml", "{}", 400, "UnknownOperationException", "Content-Type must be " + jsonType},
		{"a content type with a parameter", prefix + "ListUserPools", jsonType + "; charset=utf-8", `{"MaxResults":1}`, 200, "", ""},
		{"an empty body", prefix + "ListUserPools", jsonType, "", 400, "SerializationException", "the body is empty"},
		{"not JSON", prefix + "ListUserPools", jsonType, "{", 400, "SerializationException", "the body is not JSON"},
		{"not an object", prefix + "ListUserPools", jsonType, "[]", 400, "SerializationException", "the body must be an object, not a list"},
		{"null", prefix + "ListUserPools", jsonType, "null", 400, "SerializationException", "the body must be an object, not null"},
		{"two values", prefix + "ListUserPools", jsonType, "{}{}", 400, "SerializationException", "more than one JSON value"},
		{"nested too deeply", prefix + "ListUserPools", jsonType, `{"a":` + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + `}`, 400, "SerializationException", "the body is not JSON"},
		{"a string for a number", prefix + "ListUserPools", jsonType, `{"MaxResults":"1"}`, 400, "SerializationException", "maxResults must be a number, not a string"},
		{"a fraction for an integer", prefix + "ListUserPools", jsonType, `{"MaxResults":1.5}`, 400, "SerializationException", "maxResults must be an integer, not the number 1.5"},
		{"a number that does not fit", prefix + "ListUserPools", jsonType, `{"MaxResults":2147483648}`, 400, "SerializationException", "maxResults must be an integer"},
		{"a number beyond all measure", prefix + "ListUserPools", jsonType, `{"MaxResults":1e999}`, 400, "SerializationException", "maxResults must be a number"},
		{"a number for a string", prefix + "CreateUserPool", jsonType, `{"PoolName":1}`, 400, "SerializationException", "poolName must be a string, not a number"},
		{"a number for a secret, which is not shown", prefix + "CreateUserPoolClient", jsonType, `{"ClientSecret":123456789012345678901234}`, 400, "SerializationException", "clientSecret must be a string, not a number"},
		{"a string for a list", prefix + "CreateUserPoolClient", jsonType, `{"CallbackURLs":"https://a.example"}`, 400, "SerializationException", "callbackURLs must be a list, not a string"},
		{"null in a list", prefix + "CreateUserPoolClient", jsonType, `{"CallbackURLs":[null]}`, 400, "SerializationException", "callbackURLs.1.member must be a string, not null"},
		{"a list for a structure", prefix + "CreateUserPoolClient", jsonType, `{"TokenValidityUnits":[]}`, 400, "SerializationException", "tokenValidityUnits must be a JSON object, not a list"},
		{"a string for a boolean", prefix + "CreateUserPoolClient", jsonType, `{"GenerateSecret":"true"}`, 400, "SerializationException", "generateSecret must be true or false, not the string"},
		{"an empty enum", prefix + "CreateUserPoolClient", jsonType, `{"PreventUserExistenceErrors":""}`, 400, "InvalidParameterException",
			"1 validation error detected: Value '' at 'preventUserExistenceErrors' failed to satisfy constraint: Member must satisfy enum value set: [LEGACY, ENABLED]"},
		{"members that are null are not given", prefix + "ListUserPools", jsonType, `{"MaxResults":1,"NextToken":null}`, 200, "", ""},
		{"unknown members are ignored", prefix + "ListUserPools", jsonType, `{"MaxResults":1,"Nonesuch":{}}`, 200, "", ""},
		{"names match exactly", prefix + "ListUserPools", jsonType, `{"maxResults":1}`, 400, "InvalidParameterException", "1 validation error detected: Value null at 'maxResults' failed to satisfy constraint: Member must not be null"},
		{"a page too large", prefix + "ListUserPools", jsonType, `{"MaxResults":61}`, 400, "InvalidParameterException", "1 validation error detected: Value '61' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 60"},
		{"a token of somebody else", prefix + "ListUserPools", jsonType, `{"MaxResults":1,"NextToken":"abc"}`, 400, "InvalidParameterException", "[cognitotest] the pagination token"},
		{"a client ID that is not given", prefix + "DescribeUserPoolClient", jsonType, `{"UserPoolId":"us-east-1_a"}`, 400, "InvalidParameterException",
			`1 validation error detected: Value null at 'clientId' failed to satisfy constraint: Member must not be null`},
		{"a client ID that is empty", prefix + "DescribeUserPoolClient", jsonType, `{"UserPoolId":"us-east-1_a","ClientId":""}`, 400, "InvalidParameterException",
			`2 validation errors detected: Value at 'clientId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+]+; Value at 'clientId' failed to satisfy constraint: Member must have length greater than or equal to 1`},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			status, exception, message := post(service, tt.target, tt.contentType, strings.NewReader(tt.body))
			if status != tt.status || exception != tt.exception || !strings.Contains(message, tt.message) {
				t.Errorf("got  %d %s: %s\nwant %d %s: %s", status, exception, message, tt.status, tt.exception, tt.message)
			}
		})
	}
}

// Whoever looks for a page, or for an endpoint of OAuth, is told what this server
// is; any other method is no request of the API.
func TestOtherRequests(t *testing.T) {
	const page = "This is the simulated Cognito of userpoolclient"
	for _, tt := range []struct {
		method, path string
		status       int
		says         string
	}{
		{http.MethodGet, "/", 404, page},
		{http.MethodGet, "/login?client_id=4f0example", 404, page},
		{http.MethodGet, "/oauth2/authorize", 404, page},
		{http.MethodGet, "/us-east-1_nothing/.well-known/jwks.json", 404, page},
		{http.MethodHead, "/logout", 404, page},
		{http.MethodPost, "/oauth2/token", 404, page},
		{http.MethodPut, "/", 400, "the method must be POST"},
	} {
		w := httptest.NewRecorder()
		cognitotest.New().ServeHTTP(w, httptest.NewRequest(tt.method, tt.path, nil))
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.says) {
			t.Errorf("%s %s: %d %s", tt.method, tt.path, w.Code, w.Body)
		}
	}
}

// A body of 100 MB is refused after the first megabyte.
func TestBodyIsBounded(t *testing.T) {
	body := &counter{r: io.LimitReader(zeros{}, 100<<20)}
	status, exception, message := post(cognitotest.New(), prefix+"ListUserPools", jsonType, body)
	if status != http.StatusRequestEntityTooLarge || exception != "SerializationException" || !strings.Contains(message, "at most 1048576 bytes") {
		t.Error(status, exception, message)
	}
	if body.n > 2<<20 {
		t.Errorf("read %d bytes", body.n)
	}
}

// What a pool holds is bounded.
func TestQuotas(t *testing.T) {
	for _, tt := range []struct {
		operation, body string
		most            int
	}{
		{"CreateUserPool", `{"PoolName":"p"}`, 999}, // and the one that is there
		{"CreateUserPoolClient", `{"UserPoolId":"us-east-1_a","ClientName":"c"}`, 1000},
		{"CreateResourceServer", `{"UserPoolId":"us-east-1_a","Identifier":"N","Name":"n"}`, 25},
		{"CreateIdentityProvider", `{"UserPoolId":"us-east-1_a","ProviderName":"IdpN","ProviderType":"OIDC","ProviderDetails":{}}`, 300},
		{"AddCustomAttributes", `{"UserPoolId":"us-east-1_a","CustomAttributes":[{"Name":"N","AttributeDataType":"String"}]}`, 50},
	} {
		t.Run(tt.operation, func(t *testing.T) {
			service := cognitotest.New()
			if err := service.Load([]byte(`{"UserPools":[{"Id":"us-east-1_a","UserPool":{"PoolName":"p"}}]}`)); err != nil {
				t.Fatal(err)
			}
			for n := range tt.most + 1 {
				status, exception, message := post(service, prefix+tt.operation, jsonType, strings.NewReader(strings.Replace(tt.body, "N\"", strconv.Itoa(n)+"\"", 1)))
				switch {
				case n < tt.most && status != http.StatusOK:
					t.Fatalf("%d: %s: %s", n, exception, message)
				case n == tt.most && exception != "LimitExceededException":
					t.Errorf("one too many: %d %s: %s", status, exception, message)
				}
			}
		})
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return copy(p, bytes.Repeat([]byte("0"), len(p))), nil }

type counter struct {
	r io.Reader
	n int
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += n
	return n, err
}

func TestPools(t *testing.T) {
	client := cognitotest.NewServer(t, cognitotest.WithRegion("eu-central-1")).Client()
	ctx := t.Context()
	made, err := client.CreateUserPool(ctx, &cip.CreateUserPoolInput{
		PoolName: aws.String("shop"), AutoVerifiedAttributes: []types.VerifiedAttributeType{"email"}, UserPoolTags: map[string]string{"team": "shop"},
		Policies: &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{MinimumLength: aws.Int32(12)}},
		Schema: []types.SchemaAttributeType{
			{Name: aws.String("email"), Required: aws.Bool(true)},
			{Name: aws.String("tenant"), AttributeDataType: "String", Mutable: aws.Bool(false)},
			{Name: aws.String("notes"), AttributeDataType: "String", DeveloperOnlyAttribute: aws.Bool(true)},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	id := made.UserPool.Id
	if !strings.HasPrefix(*id, "eu-central-1_") || len(*id) != len("eu-central-1_")+9 {
		t.Errorf("pool ID %s", *id)
	}
	if _, err := client.AddCustomAttributes(ctx, &cip.AddCustomAttributesInput{UserPoolId: id, CustomAttributes: []types.SchemaAttributeType{{Name: aws.String("plan"), AttributeDataType: "String"}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.UpdateUserPool(ctx, &cip.UpdateUserPoolInput{UserPoolId: id, UserPoolTier: "LITE"}); err != nil {
		t.Fatal(err)
	}
	out, err := client.DescribeUserPool(ctx, &cip.DescribeUserPoolInput{UserPoolId: id})
	if err != nil {
		t.Fatal(err)
	}
	pool := out.UserPool
	if *pool.Name != "shop" || pool.UserPoolTier != "LITE" || pool.AutoVerifiedAttributes != nil || *pool.Policies.PasswordPolicy.MinimumLength != 12 || pool.UserPoolTags["team"] != "shop" {
		t.Errorf("the pool is %+v", pool)
	}
	schema := map[string][2]bool{}
	for _, a := range pool.SchemaAttributes {
		schema[*a.Name] = [2]bool{*a.Required, *a.Mutable}
	}
	for name, want := range map[string][2]bool{
		"sub": {true, false}, "email": {true, true}, "name": {false, true},
		"custom:tenant": {false, false}, "custom:plan": {false, true}, "dev:custom:notes": {false, true},
	} {
		if got, ok := schema[name]; !ok || got != want {
			t.Errorf("%s: required and mutable are %v, want %v", name, got, want)
		}
	}
	if len(schema) != 23 {
		t.Errorf("%d attributes", len(schema))
	}
	if _, err := client.DeleteUserPool(ctx, &cip.DeleteUserPoolInput{UserPoolId: id}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.DescribeUserPool(ctx, &cip.DescribeUserPoolInput{UserPoolId: id}); !strings.Contains(err.Error(), "User pool "+*id+" does not exist.") {
		t.Error(err)
	}
}

// Every listing can be read page by page, each thing once, in the order of
// creation, even while things are deleted.
func TestPagination(t *testing.T) {
	client := cognitotest.NewServer(t).Client()
	ctx := t.Context()
	pool := makePool(t, client, nil)
	var want, ids []string
	for i := range 7 {
		name := "client" + string(rune('a'+i))
		made, err := client.CreateUserPoolClient(ctx, &cip.CreateUserPoolClientInput{UserPoolId: pool, ClientName: &name})
		if err != nil {
			t.Fatal(err)
		}
		want, ids = append(want, name), append(ids, *made.UserPoolClient.ClientId)
	}
	var got []string
	pages := cip.NewListUserPoolClientsPaginator(client, &cip.ListUserPoolClientsInput{UserPoolId: pool, MaxResults: aws.Int32(2)})
	for n := 0; pages.HasMorePages(); n++ {
		page, err := pages.NextPage(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			// The last of the page that was read: the next page must not skip.
			if _, err := client.DeleteUserPoolClient(ctx, &cip.DeleteUserPoolClientInput{UserPoolId: pool, ClientId: &ids[1]}); err != nil {
				t.Fatal(err)
			}
		}
		if len(page.UserPoolClients) > 2 {
			t.Errorf("a page of %d", len(page.UserPoolClients))
		}
		for _, c := range page.UserPoolClients {
			got = append(got, *c.ClientName)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	for range 3 {
		makePool(t, client, nil)
	}
	pools, err := client.ListUserPools(ctx, &cip.ListUserPoolsInput{MaxResults: aws.Int32(3)})
	if err != nil || len(pools.UserPools) != 3 || pools.NextToken == nil {
		t.Fatal(pools, err)
	}
	rest, err := client.ListUserPools(ctx, &cip.ListUserPoolsInput{MaxResults: aws.Int32(3), NextToken: pools.NextToken})
	if err != nil || len(rest.UserPools) != 1 || rest.NextToken != nil {
		t.Fatal(rest, err)
	}
}

func TestDescribeResources(t *testing.T) {
	client := cognitotest.NewServer(t).Client()
	ctx := t.Context()
	pool := makePool(t, client, nil)
	server, err := client.DescribeResourceServer(ctx, &cip.DescribeResourceServerInput{UserPoolId: pool, Identifier: aws.String("api")})
	if err != nil || len(server.ResourceServer.Scopes) != 2 {
		t.Error(server, err)
	}
	provider, err := client.DescribeIdentityProvider(ctx, &cip.DescribeIdentityProviderInput{UserPoolId: pool, ProviderName: aws.String("Google")})
	if err != nil || provider.IdentityProvider.ProviderDetails["client_id"] != "x" {
		t.Error(provider, err)
	}
	if _, err := client.CreateIdentityProvider(ctx, &cip.CreateIdentityProviderInput{UserPoolId: pool, ProviderName: aws.String("Google"), ProviderType: "Google", ProviderDetails: map[string]string{}}); err == nil || !strings.Contains(err.Error(), "DuplicateProviderException") {
		t.Error(err)
	}
}

// The same seed draws the same IDs; dates follow the clock and never stand still.
func TestReproducible(t *testing.T) {
	clock := func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }
	one := cognitotest.NewServer(t, cognitotest.WithSeed(7), cognitotest.WithClock(clock)).Client()
	two := cognitotest.NewServer(t, cognitotest.WithSeed(7), cognitotest.WithClock(clock)).Client()
	other := cognitotest.NewServer(t, cognitotest.WithSeed(8), cognitotest.WithClock(clock)).Client()
	describe := func(client *cip.Client) string {
		pool := makePool(t, client, nil)
		out, err := client.CreateUserPoolClient(t.Context(), &cip.CreateUserPoolClientInput{UserPoolId: pool, ClientName: aws.String("a"), GenerateSecret: true})
		if err != nil {
			t.Fatal(err)
		}
		c := out.UserPoolClient
		if !c.CreationDate.Truncate(time.Second).Equal(clock()) {
			t.Errorf("created at %v", c.CreationDate)
		}
		return *c.UserPoolId + *c.ClientId + *c.ClientSecret
	}
	a, b, c := describe(one), describe(two), describe(other)
	if a != b || a == c {
		t.Error(a, b, c)
	}
}

func TestOtherMembersOfTheAnswer(t *testing.T) {
	client := cognitotest.NewServer(t).Client()
	ctx := t.Context()
	pool := makePool(t, client, nil)
	out, err := client.CreateUserPoolClient(ctx, &cip.CreateUserPoolClientInput{
		UserPoolId: pool, ClientName: aws.String("a"),
		AnalyticsConfiguration: &types.AnalyticsConfigurationType{ApplicationArn: aws.String("arn:aws:mobiletargeting:us-east-1:123456789012:apps/0123456789abcdef")},
		RefreshTokenRotation:   &types.RefreshTokenRotationType{Feature: "DISABLED"},
		CallbackURLs:           []string{"https://b.example/", "https://a.example/", "https://b.example/"}, LogoutURLs: []string{},
	})
	if err != nil {
		t.Fatal(err)
	}
	described, err := client.DescribeUserPoolClient(ctx, &cip.DescribeUserPoolClientInput{UserPoolId: pool, ClientId: out.UserPoolClient.ClientId})
	if err != nil {
		t.Fatal(err)
	}
	c := described.UserPoolClient
	if a := c.AnalyticsConfiguration; aws.ToString(a.RoleArn) != "arn:aws:iam::123456789012:role/aws-service-role/cognito-idp.amazonaws.com/AWSServiceRoleForAmazonCognitoIdp" || a.UserDataShared {
		t.Errorf("analytics %+v", a)
	}
	if r := c.RefreshTokenRotation; r.Feature != "DISABLED" || *r.RetryGracePeriodSeconds != 0 {
		t.Errorf("rotation %+v", r)
	}
	if diff := cmp.Diff([]string{"https://a.example/", "https://b.example/"}, c.CallbackURLs); diff != "" {
		t.Error(diff)
	}
	if c.LogoutURLs != nil || c.ClientSecret != nil {
		t.Errorf("%+v", c)
	}
}
