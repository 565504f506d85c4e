package cognitotest_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient/cognitotest"
)

func once(o *cip.Options) { o.Retryer = aws.NopRetryer{} }

// newClient makes a server with one app client.
func newClient(
	t *testing.T, options ...cognitotest.Option,
) (*cognitotest.Server, *cip.Client, *types.UserPoolClientType) {
	t.Helper()
	server := cognitotest.NewServer(t, options...)
	client := server.Client(once)
	pool := makePool(t, client, nil)
	out, err := client.CreateUserPoolClient(t.Context(), &cip.CreateUserPoolClientInput{
		UserPoolId: pool, ClientName: aws.String("shop"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return server, client, out.UserPoolClient
}

func rename(ctx context.Context, client *cip.Client, c *types.UserPoolClientType, name string) error {
	_, err := client.UpdateUserPoolClient(ctx, &cip.UpdateUserPoolClientInput{
		UserPoolId: c.UserPoolId, ClientId: c.ClientId, ClientName: &name,
	})
	return err
}

func nameOf(t *testing.T, client *cip.Client, c *types.UserPoolClientType) string {
	t.Helper()
	out, err := client.DescribeUserPoolClient(t.Context(), &cip.DescribeUserPoolClientInput{
		UserPoolId: c.UserPoolId, ClientId: c.ClientId,
	})
	if err != nil {
		t.Fatal(err)
	}
	return *out.UserPoolClient.ClientName
}

func TestSecondUpdateInFlight(t *testing.T) {
	server, client, c := newClient(t)
	entered, release := server.Hold("UpdateUserPoolClient")
	first := make(chan error)
	go func() { first <- rename(t.Context(), client, c, "first") }()
	<-entered

	var conflict *types.ConcurrentModificationException
	err := rename(t.Context(), client, c, "second")
	const text = "Only one request to update user pool client can be processed at a time."
	if !errors.As(err, &conflict) || conflict.ErrorMessage() != text {
		t.Error(err)
	}
	remove := &cip.DeleteUserPoolClientInput{UserPoolId: c.UserPoolId, ClientId: c.ClientId}
	if _, err := client.DeleteUserPoolClient(t.Context(), remove); !errors.As(err, &conflict) {
		t.Error(err)
	}
	other, err := client.CreateUserPoolClient(t.Context(), &cip.CreateUserPoolClientInput{
		UserPoolId: c.UserPoolId, ClientName: aws.String("other"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := rename(t.Context(), client, other.UserPoolClient, "another"); err != nil {
		t.Errorf("an update of another client: %v", err)
	}
	if got := nameOf(t, client, c); got != "shop" {
		t.Errorf("named %q while the update is in flight", got)
	}

	release()
	release() // twice does no harm
	if err := <-first; err != nil {
		t.Error(err)
	}
	if got := nameOf(t, client, c); got != "first" {
		t.Errorf("named %q", got)
	}
	if err := rename(t.Context(), client, c, "third"); err != nil {
		t.Errorf("after the first has ended: %v", err)
	}
}

// A client that gives up does not know what happened: the update goes on.
func TestUpdateOutlivesItsCaller(t *testing.T) {
	server, client, c := newClient(t)
	entered, release := server.Hold("UpdateUserPoolClient")
	ctx, cancel := context.WithCancel(t.Context())
	answered := make(chan error)
	go func() { answered <- rename(ctx, client, c, "after all") }()
	<-entered
	cancel()
	if err := <-answered; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	release()
	for nameOf(t, client, c) != "after all" {
		if t.Context().Err() != nil {
			t.Fatal("the update did not take effect")
		}
		runtime.Gosched()
	}
}

func TestPoolDeletedWhileAnUpdateIsInFlight(t *testing.T) {
	server, client, c := newClient(t)
	entered, release := server.Hold("UpdateUserPoolClient")
	answered := make(chan error)
	go func() { answered <- rename(t.Context(), client, c, "late") }()
	<-entered
	if _, err := client.DeleteUserPool(t.Context(), &cip.DeleteUserPoolInput{UserPoolId: c.UserPoolId}); err != nil {
		t.Fatal(err)
	}
	release()
	var missing *types.ResourceNotFoundException
	if err := <-answered; !errors.As(err, &missing) {
		t.Error(err)
	}
}

func TestFail(t *testing.T) {
	server, client, c := newClient(t)
	throttled := &types.TooManyRequestsException{Message: aws.String("Rate exceeded")}
	server.Fail("UpdateUserPoolClient", 2, throttled)
	for range 2 {
		var got *types.TooManyRequestsException
		if err := rename(t.Context(), client, c, "never"); !errors.As(err, &got) ||
			got.ErrorMessage() != "Rate exceeded" {
			t.Error(err)
		}
	}
	if err := rename(t.Context(), client, c, "third time"); err != nil {
		t.Error(err)
	}
	if got := nameOf(t, client, c); got != "third time" {
		t.Errorf("named %q", got)
	}
	if n := server.Calls("UpdateUserPoolClient"); n != 3 {
		t.Errorf("%d calls", n)
	}

	server.Fail("", 1, errors.New("disk full"))
	var internal *types.InternalErrorException
	err := rename(t.Context(), client, c, "never")
	if !errors.As(err, &internal) || internal.ErrorMessage() != "[cognitotest] disk full" {
		t.Error(err)
	}
}

// The SDK's own retryer gets over throttling.
func TestRetryerGetsOverThrottling(t *testing.T) {
	server, _, c := newClient(t)
	server.Fail("UpdateUserPoolClient", 1, &types.TooManyRequestsException{Message: aws.String("Rate exceeded")})
	if err := rename(t.Context(), server.Client(), c, "again"); err != nil {
		t.Error(err)
	}
	if n := server.Calls("UpdateUserPoolClient"); n != 2 {
		t.Errorf("%d calls", n)
	}
}

func TestDroppedConnections(t *testing.T) {
	for _, tt := range []struct {
		reason string
		err    error
		want   string
	}{
		{"before: nothing has happened", cognitotest.ErrDropBefore, "shop"},
		{"after: it has happened", cognitotest.ErrDropAfter, "renamed"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			server, client, c := newClient(t)
			server.Fail("UpdateUserPoolClient", 1, tt.err)
			err := rename(t.Context(), client, c, "renamed")
			var rejected *types.InternalErrorException
			if err == nil || errors.As(err, &rejected) || !strings.Contains(err.Error(), "request send failed") {
				t.Errorf("the client sees %v", err)
			}
			if got := nameOf(t, client, c); got != tt.want {
				t.Errorf("named %q, want %q", got, tt.want)
			}
		})
	}
}

// Without a connection to cut, the fault is an answer and not a panic.
func TestDropWithoutConnection(t *testing.T) {
	service := cognitotest.New()
	service.Fail("ListUserPools", 1, cognitotest.ErrDropBefore)
	body := strings.NewReader(`{"MaxResults":1}`)
	status, exception, _ := post(service, prefix+"ListUserPools", jsonType, body)
	if status != 500 || exception != "InternalErrorException" {
		t.Error(status, exception)
	}
}

func TestRandomFaults(t *testing.T) {
	faults := cognitotest.Faults{Seed: 42, Throttle: 0.2, Conflict: 0.2, Internal: 0.1, Drop: 0.2}
	run := func(f cognitotest.Faults) []string {
		client := cognitotest.NewServer(t, cognitotest.WithFaults(f)).Client(once)
		c := &types.UserPoolClientType{UserPoolId: aws.String("us-east-1_nothing"), ClientId: aws.String("nobody")}
		var outcomes []string
		for range 200 {
			err := rename(t.Context(), client, c, "x")
			var throttled *types.TooManyRequestsException
			var conflict *types.ConcurrentModificationException
			var internal *types.InternalErrorException
			var missing *types.ResourceNotFoundException
			switch {
			case errors.As(err, &throttled):
				outcomes = append(outcomes, "throttled")
			case errors.As(err, &conflict):
				outcomes = append(outcomes, "conflict")
			case errors.As(err, &internal):
				outcomes = append(outcomes, "internal")
			case errors.As(err, &missing):
				outcomes = append(outcomes, "served") // there is no such pool
			case err != nil:
				outcomes = append(outcomes, "dropped")
			}
		}
		return outcomes
	}
	one, two := run(faults), run(faults)
	if !slices.Equal(one, two) {
		t.Error("the same seed gave other faults")
	}
	faults.Seed++
	if slices.Equal(one, run(faults)) {
		t.Error("another seed gave the same faults")
	}
	counts := map[string]int{}
	for _, outcome := range one {
		counts[outcome]++
	}
	for _, outcome := range []string{"throttled", "conflict", "internal", "dropped", "served"} {
		if n := counts[outcome]; n < 5 || n > 100 {
			t.Errorf("%s %d times of 200", outcome, n)
		}
	}
}

// Random latency keeps updates in flight, so that writers meet each other.
func TestLatencyMakesConflicts(t *testing.T) {
	_, client, c := newClient(t, cognitotest.WithLatency(5*time.Millisecond))
	var conflicts, done int
	var mu sync.Mutex
	var writers sync.WaitGroup
	for range 8 {
		writers.Go(func() {
			err := rename(t.Context(), client, c, "x")
			mu.Lock()
			defer mu.Unlock()
			var conflict *types.ConcurrentModificationException
			if errors.As(err, &conflict) {
				conflicts++
			} else if err == nil {
				done++
			}
		})
	}
	writers.Wait()
	if done == 0 || conflicts+done != 8 {
		t.Errorf("%d done, %d conflicts", done, conflicts)
	}
}

// stalled starts a request whose body does not arrive while t lasts.
func stalled(t *testing.T, server *cognitotest.Server) {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(server.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	const head = "POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n" +
		"Content-Type: %s\r\nX-Amz-Target: %sListUserPools\r\nContent-Length: 2\r\n\r\n"
	_, err = fmt.Fprintf(conn, head, jsonType, prefix)
	if err == nil { // the server asks for the body when it has begun to read it
		_, err = conn.Read(make([]byte, len("HTTP/1.1 100 Continue\r\n\r\n")))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// The server, its latencies, what it holds and what it waits for end with the
// test that started it.
func TestNoGoroutineIsLeft(t *testing.T) {
	before, whole := runtime.NumGoroutine(), t
	t.Run("server", func(t *testing.T) {
		server, client, c := newClient(t)
		entered, _ := server.Hold("UpdateUserPoolClient")
		go func() { _ = rename(context.Background(), client, c, "held to the end") }()
		<-entered
		slow := cognitotest.NewServer(t, cognitotest.WithLatency(time.Hour))
		go func() {
			_, _ = slow.Client(once).ListUserPools(context.Background(),
				&cip.ListUserPoolsInput{MaxResults: aws.Int32(1)})
		}()
		for slow.Calls("ListUserPools") == 0 {
			runtime.Gosched()
		}
		stalled(whole, cognitotest.NewServer(t))
	})
	// The last goroutines are on their way out when Close returns.
	for range 1000 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	stacks := make([]byte, 1<<20)
	t.Errorf("%d goroutines before, %d after:\n%s", before, runtime.NumGoroutine(), stacks[:runtime.Stack(stacks,
		true)])
}
