package cognitotest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
)

// failures stands for the t of a test that is to fail.
type failures struct {
	testing.TB
	mu   sync.Mutex
	said []string
}

func (f *failures) Helper() {}

func (f *failures) Error(args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.said = append(f.said, fmt.Sprint(args...))
}

func (f *failures) Fatal(args ...any)            { f.Error(args...) }
func (f *failures) Fatalf(s string, args ...any) { f.Error(fmt.Sprintf(s, args...)) }

// A misspelt operation would never fail and never be counted: the test that names
// it would prove nothing.
func TestMisspeltOperations(t *testing.T) {
	const misspelt, want = "UpdateUserPoolCleint", `no operation "UpdateUserPoolCleint" is served ` +
		`(did you mean "UpdateUserPoolClient"?)`
	mock := &failures{TB: t}
	server := cognitotest.NewServer(mock)
	server.Fail(misspelt, 1, errors.New("x"))
	if n := server.Calls(misspelt); n != 0 {
		t.Errorf("%d calls", n)
	}
	entered, release := server.Hold(misspelt)
	<-entered
	release()
	if len(mock.said) != 3 {
		t.Errorf("%d failures: %q", len(mock.said), mock.said)
	}
	for _, said := range mock.said {
		if !strings.Contains(said, want) {
			t.Errorf("said %q", said)
		}
	}
	var wrong *cognitotest.OperationError
	if err := cognitotest.New().Fail("Everything", 1, errors.New("x")); !errors.As(err, &wrong) ||
		wrong.Nearest != "" ||
		!strings.Contains(err.Error(), "served are AddCustomAttributes") {
		t.Errorf("got %v", err)
	}
}

// Options cannot return an error, so a misspelt operation shows in every answer.
func TestMisspeltOperationInFaults(t *testing.T) {
	faults := cognitotest.WithFaults(cognitotest.Faults{Operations: []cognitotest.OperationFault{
		{Operation: "ListUserPool", Err: cognitotest.ErrDropAfter, Rate: 1},
	}})
	mock := &failures{TB: t}
	cognitotest.NewServer(mock, faults)
	if len(mock.said) != 1 || !strings.Contains(mock.said[0], `"ListUserPools"?`) {
		t.Errorf("said %q", mock.said)
	}
	server := httptest.NewServer(cognitotest.New(faults))
	defer server.Close()
	client := cip.New(cip.Options{Region: "us-east-1", BaseEndpoint: &server.URL,
		Credentials: aws.AnonymousCredentials{}}, once)
	_, err := client.ListUserPools(t.Context(), &cip.ListUserPoolsInput{MaxResults: aws.Int32(1)})
	if err == nil || !strings.Contains(err.Error(), `did you mean "ListUserPools"?`) {
		t.Errorf("got %v", err)
	}
}

// Faults of one operation leave the others alone, and a lost answer is one of a
// request that took effect.
func TestFaultsOfOneOperation(t *testing.T) {
	server, client, c := newClient(t, cognitotest.WithFaults(cognitotest.Faults{
		Operations: []cognitotest.OperationFault{
			{Operation: "UpdateUserPoolClient", Err: cognitotest.ErrDropAfter, Rate: 1},
			{Operation: "DeleteUserPoolClient", Err: &types.NotAuthorizedException{Message: aws.String("no")}, Rate: 1},
			{Operation: "ListUserPools", Err: &types.TooManyRequestsException{}, Rate: 0.5},
		},
	}))
	before := server.Calls("")
	if err := rename(t.Context(), client, c, "renamed"); err == nil {
		t.Error("the answer is not lost")
	}
	if got := nameOf(t, client, c); got != "renamed" {
		t.Errorf("the name is %q", got)
	}
	var denied *types.NotAuthorizedException
	remove := &cip.DeleteUserPoolClientInput{UserPoolId: c.UserPoolId, ClientId: c.ClientId}
	if _, err := client.DeleteUserPoolClient(t.Context(), remove); !errors.As(err, &denied) {
		t.Errorf("got %v", err)
	}
	throttled := 0
	for range 100 {
		if _, err := client.ListUserPools(t.Context(), &cip.ListUserPoolsInput{MaxResults: aws.Int32(1)}); err != nil {
			throttled++
		}
	}
	if throttled < 25 || throttled > 75 {
		t.Errorf("%d of 100 throttled", throttled)
	}
	if n := server.Calls("") - before; n != 103 { // an update, a describe, a delete, the lists
		t.Errorf("%d calls", n)
	}
}

func TestLoseAnswer(t *testing.T) {
	lost := cognitotest.NewServer(t, cognitotest.WithFaults(cognitotest.Faults{LoseAnswer: 1}))
	pool := lost.AddPool(t, nil)
	in := &cip.CreateUserPoolClientInput{UserPoolId: &pool, ClientName: aws.String("a")}
	if _, err := lost.Client(once).CreateUserPoolClient(t.Context(), in); err == nil {
		t.Error("the answer is not lost")
	}
	if n := lost.Calls("CreateUserPoolClient"); n != 1 {
		t.Errorf("%d calls", n)
	}
}

func TestAddClientAndPool(t *testing.T) {
	server := cognitotest.NewServer(t, cognitotest.WithRegion("eu-central-1"))
	pool := server.AddPool(t, &cip.CreateUserPoolInput{PoolName: aws.String("shop"), UserPoolTier: "LITE"})
	for _, tt := range []struct {
		reason   string
		c        userpoolclient.Config
		pool, id string // "": any
	}{
		{"a pool of its own", userpoolclient.Config{ClientName: aws.String("a")}, "", ""},
		{"a pool that is there", userpoolclient.Config{ClientName: aws.String("a"), UserPoolId: &pool}, pool, ""},
		{"an ID that the test chooses", userpoolclient.Config{
			ClientName: aws.String("a"), ClientId: aws.String("4f0example"), GenerateSecret: aws.Bool(true),
		}, "", "4f0example"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			added := server.AddClient(t, &tt.c)
			if tt.pool != "" && *added.UserPoolId != tt.pool || tt.id != "" && *added.ClientId != tt.id {
				t.Errorf("added %s/%s", *added.UserPoolId, *added.ClientId)
			}
			if !strings.HasPrefix(*added.UserPoolId, "eu-central-1_") {
				t.Errorf("in pool %s", *added.UserPoolId)
			}
			out, err := server.Client().DescribeUserPoolClient(t.Context(), &cip.DescribeUserPoolClientInput{
				UserPoolId: added.UserPoolId, ClientId: added.ClientId,
			})
			if err != nil || *out.UserPoolClient.ClientName != "a" {
				t.Errorf("described %v, %v", out, err)
			}
			if asked := tt.c.GenerateSecret != nil; (added.ClientSecret != nil) != asked {
				t.Errorf("secret %v", added.ClientSecret)
			}
		})
	}
	mock := &failures{TB: t}
	server.AddClient(mock, &userpoolclient.Config{
		ClientName: aws.String("a"), CallbackURLs: []string{"http://shop.example/cb"},
	})
	server.AddClient(mock, nil)
	server.AddPool(mock, &cip.CreateUserPoolInput{})
	if len(mock.said) != 3 || !strings.Contains(mock.said[0], "cannot use the HTTP protocol") ||
		!strings.Contains(mock.said[1], "nil") || !strings.Contains(mock.said[2], "poolName") {
		t.Errorf("said %q", mock.said)
	}
}

// Two servers of one run draw different IDs, whatever test starts them.
func TestEachServerDrawsItsOwnIDs(t *testing.T) {
	seen := make(map[string]bool)
	for range 10 {
		c := cognitotest.NewServer(t).AddClient(t, &userpoolclient.Config{ClientName: aws.String("a")})
		seen[*c.UserPoolId], seen[*c.ClientId] = true, true
	}
	if len(seen) != 20 {
		t.Errorf("%d different IDs of 20", len(seen))
	}
}

// Retries at once take no time, however many there are.
func TestRetryAtOnce(t *testing.T) {
	server := cognitotest.NewServer(t)
	var paused []time.Duration
	client := server.Client(cognitotest.RetryAtOnce, func(o *cip.Options) {
		for attempt := 1; attempt < 10; attempt++ {
			d, err := o.Retryer.RetryDelay(attempt, &types.TooManyRequestsException{})
			if err != nil {
				t.Fatal(err)
			}
			paused = append(paused, d)
		}
	})
	server.Fail("ListUserPools", 2, &types.TooManyRequestsException{})
	in := &cip.ListUserPoolsInput{MaxResults: aws.Int32(1)}
	if _, err := client.ListUserPools(context.Background(), in); err != nil {
		t.Error(err)
	}
	if n := server.Calls("ListUserPools"); n != 3 || len(paused) != 9 {
		t.Errorf("%d calls, %d pauses", n, len(paused))
	}
	for _, d := range paused {
		if d != 0 {
			t.Errorf("pauses %v", paused)
		}
	}
}

// Whoever looks for a page that is not served is told what this server is.
func TestPagesSayWhatThisIs(t *testing.T) {
	server := cognitotest.NewServer(t)
	for _, path := range []string{"/", "/signup?client_id=x", "/oauth2/idpresponse", "/favicon.ico"} {
		response, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		var body strings.Builder
		_ = response.Write(&body)
		response.Body.Close()
		if response.StatusCode != http.StatusNotFound || !strings.Contains(body.String(), "simulated Cognito") {
			t.Errorf("%s: %d %s", path, response.StatusCode, body.String())
		}
	}
}
