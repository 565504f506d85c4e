package main

import (
	"bufio"
	"context"
	"errors"
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
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
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
			url, ended := serveInBackground(t, "--seed-file", file)
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
			if err := signalSelf(signal); err != nil {
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

// serveInBackground runs the command and returns the address that it prints; a
// command that ends before it prints one fails the test with what it says.
func serveInBackground(t *testing.T, flags ...string) (url string, ended <-chan int) {
	t.Helper()
	return inBackground(t, append([]string{"serve"}, flags...)...)
}

// inBackground does so for any command that serves.
func inBackground(t *testing.T, args ...string) (url string, ended <-chan int) {
	t.Helper()
	needsSignals(t)
	r, w := io.Pipe()
	done := make(chan int, 1)
	var errs lockedBuffer
	go func() {
		code := run(args, terminal{out: w, err: &errs})
		_ = w.Close() // never fails; whoever waits for the address stops waiting
		done <- code
	}()
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("%s printed no address: %v\n%s", args[0], err, errs.String())
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
			if err := signalSelf(syscall.SIGINT); err != nil {
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
		{"no such Region", "--region=Frankfurt", "",
			`--region "Frankfurt" must be the code of a Region, such as us-east-1`},
		{"a fault without an exception", "--fail=ListUserPools", "", `must be OPERATION=EXCEPTION[:RATE]`},
		{"a misspelt operation", "--fail=ListUserPool=TooManyRequestsException", "",
			`no operation "ListUserPool" is served (did you mean "ListUserPools"?)`},
		{"a misspelt exception", "--fail=ListUserPools=TooManyRequestException", "",
			`"TooManyRequestException" is no exception of the service (did you mean "TooManyRequestsException"?)`},
		{"a rate above 1", "--fail=ListUserPools=TooManyRequestsException:30", "", `the rate "30" must be from 0 to 1`},
		{"a rate that is no number", "--fail=*=TooManyRequestsException:NaN", "", `the rate "NaN" must be from 0 to 1`},
		{"a share of answers below 0", "--lose-answers=-1", "", "--lose-answers -1 must be from 0 to 1"},
		{"a latency below 0", "--latency=-1s", "", "--latency -1s must not be below 0"},
		{"an omission that is undetermined", "--omission=undetermined", "", "must be one of resets, keeps"},
		{"no such file", "--seed-file=nothing.json", "", "nothing.json: no such file or directory"},
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
				flag = "--seed-file=" + filepath.Join(t.TempDir(), "pools.json")
				if err := os.WriteFile(strings.TrimPrefix(flag, "--seed-file="), []byte(tt.content),
					0o600); err != nil {
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

// What the flags say reaches the service.
func TestServeFlags(t *testing.T) {
	url, ended := serveInBackground(t, "--region=eu-central-1", "--omission=keeps", "--seed=7", "--latency=1ms",
		"--fail=ListUserPools=TooManyRequestsException", "--fail=UpdateUserPool=NotAuthorizedException:1")
	client := cognitoidentityprovider.New(cognitoidentityprovider.Options{
		Region: "eu-central-1", BaseEndpoint: &url, Credentials: aws.AnonymousCredentials{}, Retryer: aws.NopRetryer{},
		HTTPClient: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}},
	})
	pool, err := client.CreateUserPool(t.Context(), &cognitoidentityprovider.CreateUserPoolInput{PoolName: new("shop")})
	if err != nil {
		t.Fatal(err)
	}
	id := pool.UserPool.Id
	if !strings.HasPrefix(*id, "eu-central-1_") {
		t.Errorf("the pool is %s", *id)
	}
	var throttled *types.TooManyRequestsException
	in := &cognitoidentityprovider.ListUserPoolsInput{MaxResults: new(int32(1))}
	if _, err := client.ListUserPools(t.Context(), in); !errors.As(err, &throttled) {
		t.Errorf("list: %v", err)
	}
	var denied *types.NotAuthorizedException
	update := &cognitoidentityprovider.UpdateUserPoolInput{UserPoolId: id}
	if _, err := client.UpdateUserPool(t.Context(), update); !errors.As(err, &denied) {
		t.Errorf("update: %v", err)
	}
	made, err := client.CreateUserPoolClient(t.Context(), &cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId: id, ClientName: new("web"), AuthSessionValidity: new(int32(5)),
	})
	if err != nil {
		t.Fatal(err)
	}
	out, err := client.UpdateUserPoolClient(t.Context(), &cognitoidentityprovider.UpdateUserPoolClientInput{
		UserPoolId: id, ClientId: made.UserPoolClient.ClientId,
	})
	if err != nil || *out.UserPoolClient.AuthSessionValidity != 5 {
		t.Errorf("an omitted member is not kept: %v, %v", out, err)
	}
	interrupt(t, ended)
}

// The same seed draws the same IDs; without one no two servers do.
func TestServeSeed(t *testing.T) {
	poolID := func(flags ...string) string {
		url, ended := serveInBackground(t, flags...)
		defer interrupt(t, ended)
		client := cognitoidentityprovider.New(cognitoidentityprovider.Options{
			Region: "us-east-1", BaseEndpoint: &url, Credentials: aws.AnonymousCredentials{},
			HTTPClient: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}},
		})
		pool, err := client.CreateUserPool(t.Context(),
			&cognitoidentityprovider.CreateUserPoolInput{PoolName: new("shop")})
		if err != nil {
			t.Fatal(err)
		}
		return *pool.UserPool.Id
	}
	if a, b := poolID("--seed=7"), poolID("--seed=7"); a != b {
		t.Errorf("one seed, two IDs: %s, %s", a, b)
	}
	if a, b := poolID(), poolID(); a == b {
		t.Errorf("twice %s", a)
	}
}

func TestServeLosesAnswers(t *testing.T) {
	url, ended := serveInBackground(t, "--lose-answers=1")
	client := cognitoidentityprovider.New(cognitoidentityprovider.Options{
		Region: "us-east-1", BaseEndpoint: &url, Credentials: aws.AnonymousCredentials{}, Retryer: aws.NopRetryer{},
		HTTPClient: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}},
	})
	in := &cognitoidentityprovider.CreateUserPoolInput{PoolName: new("shop")}
	if out, err := client.CreateUserPool(t.Context(), in); !errors.Is(err, io.EOF) {
		t.Errorf("got %v, %v", out, err)
	}
	interrupt(t, ended)
}

func interrupt(t *testing.T, ended <-chan int) {
	t.Helper()
	if err := signalSelf(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if code := <-ended; code != exitClean {
		t.Errorf("exit code %d", code)
	}
}
