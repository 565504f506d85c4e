package cognitotest_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
)

// Whatever is sent, the answer is JSON of the protocol and no panic, and the
// service still serves.
func FuzzServeHTTP(f *testing.F) {
	for _, name := range cognitotest.Operations() {
		f.Add(name, `{"UserPoolId":"us-east-1_a1B2c3D4e","ClientId":"4f0example","ClientName":"shop","MaxResults":1}`)
	}
	const pool = `{"UserPoolId":"us-east-1_a1B2c3D4e",`
	f.Add("CreateUserPool", `{"PoolName":"shop","UserPoolTags":{"a":"b"},
		"Schema":[{"Name":"email","Required":true},{"Name":"x","AttributeDataType":"Number"}]}`)
	f.Add("CreateResourceServer", pool+`"Identifier":"api2","Name":"x",
		"Scopes":[{"ScopeName":"a","ScopeDescription":"b"}]}`)
	f.Add("CreateIdentityProvider", pool+`"ProviderName":"Google","ProviderType":"Google","ProviderDetails":{},
		"AttributeMapping":{"email":"mail"}}`)
	f.Add("AddCustomAttributes", pool+`"CustomAttributes":[{"Name":"y","AttributeDataType":"String"}]}`)
	f.Add("AddUserPoolClientSecret", pool+`"ClientId":"4f0example","ClientSecret":"0123456789abcdefghijklmn"}`)
	f.Add("GetClientToken", `{"ClientId":"4f0example","Secret":"0123456789abcdefghijklmn","Scopes":["api/read"]}`)
	f.Add("SetUserPoolMfaConfig", pool+`"MfaConfiguration":"ON","SoftwareTokenMfaConfiguration":{"Enabled":true}}`)
	f.Add("CreateUserPoolDomain", pool+`"Domain":"shop"}`)
	f.Add("TagResource", `{"ResourceArn":"arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_a1B2c3D4e",
		"Tags":{"a":"b"}}`)
	f.Add("ListUserPoolClients", `{"UserPoolId":"us-east-1_a1B2c3D4e","NextToken":"YWZ0ZXI6MQ"}`)
	for _, r := range userpoolclient.Rules() {
		for _, example := range []userpoolclient.Example{r.Bad, r.Good} {
			c := example.Config()
			if body, err := json.Marshal(c); err == nil && len(body) < 10_000 {
				body := strings.Replace(string(body), "{",
					`{"UserPoolId":"us-east-1_a1B2c3D4e","ClientId":"4f0example",`, 1)
				f.Add("CreateUserPoolClient", body)
				f.Add("UpdateUserPoolClient", body)
			}
		}
	}
	f.Fuzz(func(t *testing.T, name, body string) {
		service := cognitotest.New()
		if err := service.Load([]byte(`{"UserPools":[{"Id":"us-east-1_a1B2c3D4e","UserPool":{"PoolName":"shop"},
			"ResourceServers":[{"Identifier":"api","Name":"api","Scopes":[{"ScopeName":"read","ScopeDescription":"x"}]}],
			"UserPoolClients":[{"ClientId":"4f0example","ClientName":"shop","GenerateSecret":true}]}]}`)); err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.Header["X-Amz-Target"] = []string{prefix + name}
		r.Header.Set("Content-Type", jsonType)
		w := httptest.NewRecorder()
		service.ServeHTTP(w, r)
		if !json.Valid(w.Body.Bytes()) {
			t.Errorf("the answer is not JSON: %q", w.Body)
		}
		if w.Code != http.StatusOK && !strings.Contains(w.Body.String(), `{"__type":"`) {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		if w.Code >= 500 {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		// What was accepted can be shown again.
		for _, again := range []string{"DescribeUserPoolClient", "DescribeUserPool"} {
			body := strings.NewReader(pool + `"ClientId":"4f0example"}`)
			status, exception, message := post(service, prefix+again, jsonType, body)
			if status != http.StatusOK && exception != "ResourceNotFoundException" {
				t.Errorf("then %s: %d %s: %s", again, status, exception, message)
			}
		}
	})
}
