package cognitotest_test

import (
	"bytes"
	"encoding/json"
	"errors"
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

// What is no request of the protocol is answered before the body is read.
func TestProtocol(t *testing.T) {
	service := cognitotest.New()
	const unknown = "UnknownOperationException"
	for _, tt := range []struct{ reason, target, contentType, message string }{
		{"no target", "", jsonType, "X-Amz-Target must be " + prefix},
		{"another service's target", "DynamoDB_20120810.ListTables", jsonType, "X-Amz-Target must be " + prefix},
		{"an operation that is not served", prefix + "AdminCreateUser", jsonType,
			`"AdminCreateUser" is not served; served are AddCustomAttributes, `},
		{"no content type", prefix + "ListUserPools", "", "Content-Type must be " + jsonType},
		{"another content type", prefix + "ListUserPools", "text/xml", "Content-Type must be " + jsonType},
	} {
		status, exception, message := post(service, tt.target, tt.contentType, strings.NewReader("{}"))
		if status != 400 || exception != unknown || !strings.Contains(message, tt.message) {
			t.Errorf("%s: got %d %s: %s, want %s", tt.reason, status, exception, message, tt.message)
		}
	}
	body := strings.NewReader(`{"MaxResults":1}`)
	if status, _, message := post(service, prefix+"ListUserPools", jsonType+"; charset=utf-8", body); status != 200 {
		t.Errorf("a content type with a parameter: %d %s", status, message)
	}
}

// A body must be a JSON object whose members have the types of the API.
func TestBody(t *testing.T) {
	service := cognitotest.New()
	const form = "SerializationException"
	for _, tt := range []struct{ reason, operation, body, exception, message string }{
		{"an empty body", "ListUserPools", "", form, "the body is empty"},
		{"not JSON", "ListUserPools", "{", form, "the body is not JSON"},
		{"not an object", "ListUserPools", "[]", form, "the body must be an object, not a list"},
		{"not an object, for a client", "CreateUserPoolClient", "[]", form, "the body must be an object, not a list"},
		{"null", "ListUserPools", "null", form, "the body must be an object, not null"},
		{"two values", "ListUserPools", "{}{}", form, "more than one JSON value"},
		{"nested too deeply", "ListUserPools",
			`{"a":` + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + `}`, form, "the body is not JSON"},
		{"a string for a number", "ListUserPools", `{"MaxResults":"1"}`, form,
			"maxResults must be a number, not a string"},
		{"a fraction for an integer", "ListUserPools", `{"MaxResults":1.5}`, form,
			"maxResults must be an integer, not the number 1.5"},
		{"a number that does not fit", "ListUserPools", `{"MaxResults":2147483648}`, form,
			"maxResults must be an integer"},
		{"a number beyond all measure", "ListUserPools", `{"MaxResults":1e999}`, form, "maxResults must be a number"},
		{"a number for a string", "CreateUserPool", `{"PoolName":1}`, form, "poolName must be a string, not a number"},
		{"a number for a secret, which is not shown", "CreateUserPoolClient",
			`{"ClientSecret":123456789012345678901234}`,
			form, "clientSecret must be a string, not a number"},
		{"a string for a list", "CreateUserPoolClient", `{"CallbackURLs":"https://a.example"}`, form,
			"callbackURLs must be a list, not a string"},
		{"null in a list", "CreateUserPoolClient", `{"CallbackURLs":[null]}`, form,
			"callbackURLs.1.member must be a string, not null"},
		{"a list for a structure", "CreateUserPoolClient", `{"TokenValidityUnits":[]}`, form,
			"tokenValidityUnits must be a JSON object, not a list"},
		{"a number in a structure", "UpdateUserPoolClient", `{"TokenValidityUnits":{"IdToken":1}}`, form,
			"tokenValidityUnits.idToken must be a string, not a number"},
		{"a string for a boolean", "CreateUserPoolClient", `{"GenerateSecret":"true"}`, form,
			"generateSecret must be true or false, not the string"},
		{"an empty enum", "CreateUserPoolClient", `{"PreventUserExistenceErrors":""}`, invalidParameter,
			broken("''", "preventUserExistenceErrors", oneOf("LEGACY", "ENABLED"))},
		{"an empty enum in a structure", "UpdateUserPoolClient", `{"RefreshTokenRotation":{"Feature":""}}`,
			invalidParameter, broken("''", "refreshTokenRotation.feature", oneOf("ENABLED", "DISABLED"))},
		{"members that are null are omitted", "ListUserPools", `{"MaxResults":1,"NextToken":null}`, "", ""},
		{"unknown members are ignored", "ListUserPools", `{"MaxResults":1,"Nonesuch":{}}`, "", ""},
		{"names match exactly", "ListUserPools", `{"maxResults":1}`, invalidParameter,
			broken("null", "maxResults", "Member must not be null")},
		{"a page too large", "ListUserPools", `{"MaxResults":61}`, invalidParameter, broken("'61'", "maxResults",
			most(60))},
		{"a token of somebody else", "ListUserPools", `{"MaxResults":1,"NextToken":"abc"}`, invalidParameter,
			"[cognitotest] the pagination token"},
		{"a client ID that is omitted", "DescribeUserPoolClient", `{"UserPoolId":"us-east-1_a"}`, invalidParameter,
			broken("null", "clientId", "Member must not be null")},
		{"a client ID that is empty", "DescribeUserPoolClient", `{"UserPoolId":"us-east-1_a","ClientId":""}`,
			invalidParameter, `2 validation errors detected: ` +
				`Value at 'clientId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+]+; ` +
				`Value at 'clientId' failed to satisfy constraint: Member must have length greater than or equal to 1`},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			status, exception, message := post(service, prefix+tt.operation, jsonType, strings.NewReader(tt.body))
			if (status == 200) != (tt.exception == "") || exception != tt.exception || !strings.Contains(message,
				tt.message) {
				t.Errorf("got  %d %s: %s\nwant %s: %s", status, exception, message, tt.exception, tt.message)
			}
		})
	}
}

// Members that a request does not have are ignored, whatever they hold.
func TestMembersOfOtherRequests(t *testing.T) {
	server := onePool(t, "us-east-1_a")
	const pool = `"UserPoolId":"us-east-1_a"`
	exception, message, id := call(t, server, "CreateUserPoolClient",
		`{`+pool+`,"ClientName":"shop","ClientId":7,"CreationDate":"never","LastModifiedDate":{}}`)
	if exception != "" || id == "" {
		t.Fatalf("a create with members of a describe: %s: %s", exception, message)
	}
	exception, message, _ = call(t, server, "UpdateUserPoolClient",
		`{`+pool+`,"ClientId":"`+id+`","GenerateSecret":"yes","ClientSecret":[],"CreationDate":false}`)
	if exception != "" {
		t.Errorf("an update with members of a create: %s: %s", exception, message)
	}
	shown := callRaw(t, server, "DescribeUserPoolClient", `{`+pool+`,"ClientId":"`+id+`"}`)
	if strings.Contains(shown, "Secret") {
		t.Errorf("the client got a secret: %s", shown)
	}
}

// Whoever looks for a page or an endpoint of OAuth that is not served is told what
// this server is; any other method is no request of the API.
func TestOtherRequests(t *testing.T) {
	const page = "This is the simulated Cognito of userpoolclient"
	for _, tt := range []struct {
		method, path string
		status       int
		says         string
	}{
		{http.MethodGet, "/", 404, page},
		{http.MethodGet, "/signup?client_id=4f0example", 404, page},
		{http.MethodGet, "/oauth2/idpresponse", 404, page},
		{http.MethodGet, "/us-east-1_nothing/.well-known/jwks.json", 404, page},
		{http.MethodGet, "/us-east-1_nothing/.well-known/openid-configuration", 404, page},
		{http.MethodPost, "/oauth2/nothing", 404, page},
		{http.MethodHead, "/logout", 405, "the method must be GET"},
		{http.MethodPost, "/oauth2/authorize", 405, "the method must be GET"},
		{http.MethodGet, "/oauth2/token", 405, "the method must be POST"},
		{http.MethodPut, "/", 400, "the method must be POST"},
	} {
		w := httptest.NewRecorder()
		cognitotest.New().ServeHTTP(w, httptest.NewRequest(tt.method, tt.path, nil))
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.says) {
			t.Errorf("%s %s: %d %s", tt.method, tt.path, w.Code, w.Body)
		}
	}
}

// A body of 100 MB is rejected after the first megabyte.
func TestBodyIsBounded(t *testing.T) {
	body := &counter{r: io.LimitReader(zeros{}, 100<<20)}
	status, exception, message := post(cognitotest.New(), prefix+"ListUserPools", jsonType, body)
	if status != http.StatusRequestEntityTooLarge || exception != "SerializationException" ||
		!strings.Contains(message, "at most 1048576 bytes") {
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
		{"CreateIdentityProvider",
			`{"UserPoolId":"us-east-1_a","ProviderName":"IdpN","ProviderType":"OIDC","ProviderDetails":{}}`, 300},
		{"AddCustomAttributes",
			`{"UserPoolId":"us-east-1_a","CustomAttributes":[{"Name":"N","AttributeDataType":"String"}]}`, 50},
	} {
		t.Run(tt.operation, func(t *testing.T) {
			service := cognitotest.New()
			if err := service.Load([]byte(`{"UserPools":[{"Id":"us-east-1_a","UserPool":{"PoolName":"p"}}]}`)); err != nil {
				t.Fatal(err)
			}
			for n := range tt.most + 1 {
				body := strings.NewReader(strings.Replace(tt.body, `N"`, strconv.Itoa(n)+`"`, 1))
				status, exception, message := post(service, prefix+tt.operation, jsonType, body)
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
		PoolName: aws.String("shop"), AutoVerifiedAttributes: []types.VerifiedAttributeType{"email"},
		UserPoolTags: map[string]string{"team": "shop"},
		Policies:     &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{MinimumLength: aws.Int32(12)}},
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
	plan := types.SchemaAttributeType{Name: aws.String("plan"), AttributeDataType: "String"}
	if _, err := client.AddCustomAttributes(ctx, &cip.AddCustomAttributesInput{
		UserPoolId: id, CustomAttributes: []types.SchemaAttributeType{plan},
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.UpdateUserPool(ctx, &cip.UpdateUserPoolInput{UserPoolId: id,
		UserPoolTier: "LITE"}); err != nil {
		t.Fatal(err)
	}
	out, err := client.DescribeUserPool(ctx, &cip.DescribeUserPoolInput{UserPoolId: id})
	if err != nil {
		t.Fatal(err)
	}
	pool := out.UserPool
	if *pool.Name != "shop" || pool.UserPoolTier != "LITE" || pool.AutoVerifiedAttributes != nil ||
		*pool.Policies.PasswordPolicy.MinimumLength != 12 || pool.UserPoolTags["team"] != "shop" {
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
	_, err = client.DescribeUserPool(ctx, &cip.DescribeUserPoolInput{UserPoolId: id})
	if !says(err, "ResourceNotFoundException", "User pool "+*id+" does not exist.") {
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
		made, err := client.CreateUserPoolClient(ctx, &cip.CreateUserPoolClientInput{UserPoolId: pool,
			ClientName: &name})
		if err != nil {
			t.Fatal(err)
		}
		want, ids = append(want, name), append(ids, *made.UserPoolClient.ClientId)
	}
	var got []string
	list := &cip.ListUserPoolClientsInput{UserPoolId: pool, MaxResults: aws.Int32(2)}
	pages := cip.NewListUserPoolClientsPaginator(client, list)
	for n := 0; pages.HasMorePages(); n++ {
		page, err := pages.NextPage(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			// The last of the page that was read: the next page must not skip.
			last := &cip.DeleteUserPoolClientInput{UserPoolId: pool, ClientId: &ids[1]}
			if _, err := client.DeleteUserPoolClient(ctx, last); err != nil {
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
	rest, err := client.ListUserPools(ctx, &cip.ListUserPoolsInput{MaxResults: aws.Int32(3),
		NextToken: pools.NextToken})
	if err != nil || len(rest.UserPools) != 1 || rest.NextToken != nil {
		t.Fatal(rest, err)
	}
}

func TestDescribeResources(t *testing.T) {
	client := cognitotest.NewServer(t).Client()
	ctx := t.Context()
	pool := makePool(t, client, nil)
	server, err := client.DescribeResourceServer(ctx, &cip.DescribeResourceServerInput{
		UserPoolId: pool, Identifier: aws.String("api"),
	})
	if err != nil || len(server.ResourceServer.Scopes) != 2 {
		t.Error(server, err)
	}
	provider, err := client.DescribeIdentityProvider(ctx, &cip.DescribeIdentityProviderInput{
		UserPoolId: pool, ProviderName: aws.String("Google"),
	})
	if err != nil || provider.IdentityProvider.ProviderDetails["client_id"] != "x" {
		t.Error(provider, err)
	}
	var duplicate *types.DuplicateProviderException
	if _, err := client.CreateIdentityProvider(ctx, &cip.CreateIdentityProviderInput{
		UserPoolId: pool, ProviderName: aws.String("Google"), ProviderType: "Google",
		ProviderDetails: map[string]string{},
	}); !errors.As(err, &duplicate) {
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
		out, err := client.CreateUserPoolClient(t.Context(), &cip.CreateUserPoolClientInput{
			UserPoolId: pool, ClientName: aws.String("a"), GenerateSecret: true,
		})
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
		AnalyticsConfiguration: &types.AnalyticsConfigurationType{
			ApplicationArn: aws.String("arn:aws:mobiletargeting:us-east-1:123456789012:apps/0123456789abcdef"),
		},
		RefreshTokenRotation: &types.RefreshTokenRotationType{Feature: "DISABLED"},
		CallbackURLs:         []string{"https://b.example/", "https://a.example/", "https://b.example/"},
		LogoutURLs:           []string{},
	})
	if err != nil {
		t.Fatal(err)
	}
	described, err := client.DescribeUserPoolClient(ctx, &cip.DescribeUserPoolClientInput{
		UserPoolId: pool, ClientId: out.UserPoolClient.ClientId,
	})
	if err != nil {
		t.Fatal(err)
	}
	c := described.UserPoolClient
	const role = "arn:aws:iam::123456789012:role/aws-service-role/cognito-idp.amazonaws.com/" +
		"AWSServiceRoleForAmazonCognitoIdp"
	if a := c.AnalyticsConfiguration; aws.ToString(a.RoleArn) != role || a.UserDataShared {
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
