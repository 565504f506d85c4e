package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
)

const seed = `{"UserPools": [{
	"Id": "us-east-1_a1B2c3D4e",
	"UserPool": {"PoolName": "shop"},
	"ResourceServers": [{"Identifier": "api", "Name": "API", "Scopes": [{"ScopeName": "read", "ScopeDescription": "Read"}]}],
	"IdentityProviders": [{"ProviderName": "Google", "ProviderType": "Google", "ProviderDetails": {"client_id": "x"}}],
	"UserPoolClients": [{"ClientId": "4f0example", "ClientName": "web", "SupportedIdentityProviders": ["Google"],
		"AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["api/read"],
		"CallbackURLs": ["https://shop.example/cb"]}]
}]}`

func TestServe(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "pools.json")
			if err := os.WriteFile(file, []byte(seed), 0o600); err != nil {
				t.Fatal(err)
			}
			url, ended := serveInBackground(t, "--seed", file)
			client := cognitoidentityprovider.New(cognitoidentityprovider.Options{
				Region: "us-east-1", BaseEndpoint: &url,
				Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
					return aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}, nil
				}),
				HTTPClient: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}},
			})
			out, err := client.DescribeUserPoolClient(t.Context(), &cognitoidentityprovider.DescribeUserPoolClientInput{
				UserPoolId: aws.String("us-east-1_a1B2c3D4e"), ClientId: aws.String("4f0example"),
			})
			if err != nil {
				t.Fatal(err)
			}
			if got := aws.ToString(out.UserPoolClient.ClientName); got != "web" {
				t.Errorf("the seeded client is named %q", got)
			}
			if err := syscall.Kill(os.Getpid(), signal); err != nil {
				t.Fatal(err)
			}
			select {
			case code := <-ended:
				if code != exitClean {
					t.Errorf("exit code %d", code)
				}
			case <-time.After(30 * time.Second):
				t.Fatal("still serving")
			}
		})
	}
}

// serveInBackground runs the command and returns the address that it prints.
func serveInBackground(t *testing.T, flags ...string) (url string, ended <-chan int) {
	t.Helper()
	r, w := io.Pipe()
	done := make(chan int, 1)
	go func() { done <- run(append([]string{"serve"}, flags...), terminal{out: w, err: io.Discard}) }()
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line), done
}

// A page in a browser cannot read a seeded client under a name of its own, unless
// the name is allowed.
func TestServeChecksTheHost(t *testing.T) {
	for _, tt := range []struct {
		reason, host string
		flags        []string
		status       int
	}{
		{"a foreign name", "evil.example", nil, http.StatusForbidden},
		{"the name of a container", "cognito:9229", []string{"--allow-host=other", "--allow-host=cognito"},
			http.StatusOK},
		{"the name of --addr", "localhost:9229", []string{"--addr=localhost:0"}, http.StatusOK},
		{"every address, as it is announced", "[::]:9229", []string{"--addr=:0"}, http.StatusOK},
		{"every address, and a foreign name", "evil.example", []string{"--addr=:0"}, http.StatusForbidden},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			url, ended := serveInBackground(t, tt.flags...)
			body := strings.NewReader(`{"MaxResults":1}`)
			request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, body)
			if err != nil {
				t.Fatal(err)
			}
			request.Host = tt.host
			request.Header.Set("Content-Type", "application/x-amz-json-1.1")
			request.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService.ListUserPools")
			response, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(request)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			if response.StatusCode != tt.status {
				t.Errorf("status %d, want %d", response.StatusCode, tt.status)
			}
			if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
				t.Fatal(err)
			}
			if code := <-ended; code != exitClean {
				t.Errorf("exit code %d", code)
			}
		})
	}
}

func TestServeRefusesToStart(t *testing.T) {
	for _, tt := range []struct{ reason, flag, content, want string }{
		{"no such address", "--addr=256.0.0.1:0", "", "cannot listen"},
		{"no such file", "--seed=nothing.json", "", "nothing.json: no such file or directory"},
		{"not JSON", "", "[", "pools.json: seed: unexpected"},
		{"an unknown key of a request", "", `{"UserPools":[{"UserPool":{"Name":"shop"}}]}`,
			`seed: UserPools[0].UserPool: unknown key "Name"`},
		{"a pool without a name", "", `{"UserPools":[{"UserPool":{}}]}`,
			"UserPools[0].UserPool: InvalidParameterException: 1 validation error detected: Value null at 'poolName'"},
		{"a client that the service refuses", "", strings.Replace(seed, `"https://shop.example/cb"`,
			`"http://shop.example/cb"`, 1),
			"UserPools[0].UserPoolClients[0]: InvalidParameterException: http://shop.example/cb cannot use the HTTP protocol."},
		{"a client with an unknown key", "", strings.Replace(seed, `"CallbackURLs"`, `"CallbackUrls"`, 1),
			`did you mean "CallbackURLs"?`},
		{"the same client twice", "", strings.Replace(seed, `"UserPoolClients": [`,
			`"UserPoolClients": [{"ClientId":"4f0example","ClientName":"a"},`, 1), "4f0example exists already"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			flag := tt.flag
			if flag == "" {
				flag = "--seed=" + filepath.Join(t.TempDir(), "pools.json")
				if err := os.WriteFile(strings.TrimPrefix(flag, "--seed="), []byte(tt.content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			var out, complaint strings.Builder
			if code := run([]string{"serve", flag}, terminal{out: &out, err: &complaint}); code != exitUsage {
				t.Errorf("exit code %d", code)
			}
			if out.Len() > 0 || !strings.Contains(complaint.String(), tt.want) {
				t.Errorf("printed %q and %q, want %q", out.String(), complaint.String(), tt.want)
			}
		})
	}
}
