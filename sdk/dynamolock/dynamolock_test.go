//go:build unix

package dynamolock_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/userpoolclient/userpoolclient/sdk/dynamolock"
	"github.com/userpoolclient/userpoolclient/sdk/internal/locktest"
)

// lease is short, so that tests can wait for its end.
const (
	lease = 2 * time.Second
	table = "locks"
)

// lossy loses the answer to every tenth request, which has taken effect.
type lossy struct{ requests atomic.Int64 }

func (l *lossy) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err == nil && l.requests.Add(1)%10 == 0 {
		_ = answer.Body.Close()
		return nil, io.ErrUnexpectedEOF
	}
	return answer, err
}

func client(url string) *dynamodb.Client {
	return dynamodb.NewFromConfig(aws.Config{
		Region: "us-east-1", BaseEndpoint: &url, HTTPClient: &http.Client{Transport: new(lossy)},
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}, nil
		}),
		Retryer: func() aws.Retryer {
			return retry.NewStandard(func(o *retry.StandardOptions) {
				o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
			})
		},
	})
}

func locker(url string) *dynamolock.Locker {
	return dynamolock.New(client(url), dynamolock.Options{Table: table, Lease: lease})
}

func TestMain(m *testing.M) {
	code := locktest.Main(m, func(url string) (locktest.Lock, error) { return locker(url).Lock, nil })
	if stop != nil {
		stop()
	}
	os.Exit(code)
}

var (
	startDynalite = sync.OnceValues(start)
	stop          func()
)

// start starts dynalite, a DynamoDB for tests, and makes the table.
func start() (url string, err error) {
	command := os.Getenv("DYNALITE")
	if command == "" {
		if command, err = exec.LookPath("dynalite"); err != nil {
			return "", errors.New("dynalite is not there: npm install -g dynalite, or set DYNALITE to its path")
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	port := listener.Addr().(*net.TCPAddr).Port
	_ = listener.Close() // dynalite takes no port 0
	cmd := exec.Command(command, "--host", "127.0.0.1", "--port", strconv.Itoa(port), "--createTableMs", "0")
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	stop = func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || !strings.Contains(line, "listening") {
		return "", fmt.Errorf("dynalite says %q: %w", line, err)
	}
	url = fmt.Sprintf("http://127.0.0.1:%d", port)
	return url, makeTable(client(url))
}

func makeTable(c *dynamodb.Client) error {
	_, err := c.CreateTable(context.Background(), &dynamodb.CreateTableInput{
		TableName: aws.String(table), BillingMode: types.BillingModePayPerRequest,
		AttributeDefinitions: []types.AttributeDefinition{{AttributeName: aws.String("Key"), AttributeType: "S"}},
		KeySchema:            []types.KeySchemaElement{{AttributeName: aws.String("Key"), KeyType: types.KeyTypeHash}},
	})
	if err != nil {
		return err
	}
	waiter := dynamodb.NewTableExistsWaiter(c, func(o *dynamodb.TableExistsWaiterOptions) {
		o.MinDelay, o.MaxDelay = 20*time.Millisecond, time.Second
	})
	return waiter.Wait(context.Background(), &dynamodb.DescribeTableInput{TableName: aws.String(table)}, time.Minute)
}

func endpoint(t *testing.T) string {
	t.Helper()
	url, err := startDynalite()
	if err != nil {
		t.Skip(err)
	}
	return url
}

func TestUpdates(t *testing.T) {
	url := endpoint(t)
	locktest.Updates(t, url, locker(url).Lock)
}

func TestExcludes(t *testing.T) { locktest.Excludes(t, locker(endpoint(t)).Lock) }

func TestKilled(t *testing.T) {
	url := endpoint(t)
	free := locktest.Killed(t, url, locker(url).Lock)
	t.Logf("free %v after its holder was killed, with a lease of %v", free, lease)
	if free > lease+time.Second {
		t.Errorf("free %v after its lease had ended", free-lease)
	}
}

func TestSuspended(t *testing.T) {
	url := endpoint(t)
	locktest.Suspended(t, url, locker(url).Lock)
}

// The fencing number grows with every lease, whether the one before was given back
// or had ended.
func TestFence(t *testing.T) {
	locker := locker(endpoint(t))
	for want := int64(1); want <= 3; want++ {
		held, err := locker.Lock(t.Context(), "fence")
		if err != nil {
			t.Fatal(err)
		}
		if got := held.(*dynamolock.Lease).Fence(); got != want {
			t.Errorf("fence %d, want %d", got, want)
		}
		held.Release()
	}
}

// A lease that is held lives on past its length, for one who waits all along.
func TestHeartbeat(t *testing.T) {
	locker := locker(endpoint(t))
	held, err := locker.Lock(t.Context(), "heartbeat")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), lease*2)
	defer cancel()
	if _, err := locker.Lock(ctx, "heartbeat"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the lease has ended under its holder: %v", err)
	}
	if err := held.Check(t.Context(), lease/2); err != nil {
		t.Error(err)
	}
	if err := held.Check(t.Context(), lease); err == nil {
		t.Error("the lease is good for longer than it is")
	}
	held.Release()
}

// Whoever takes the lock away, the lease does not come back to life.
func TestTakenAway(t *testing.T) {
	url := endpoint(t)
	lock := locker(url).Lock
	locktest.Lost(t, url, lock, func(key string) {
		_, err := client(url).DeleteItem(t.Context(), &dynamodb.DeleteItemInput{
			TableName: aws.String(table), Key: map[string]types.AttributeValue{"Key": &types.AttributeValueMemberS{Value: key}},
		})
		if err != nil {
			t.Fatal(err)
		}
		locktest.Release(t, lock, key)
	})
}

func TestNoTable(t *testing.T) {
	url := endpoint(t)
	var missing *types.ResourceNotFoundException
	_, err := dynamolock.New(client(url), dynamolock.Options{Table: "nothing"}).Lock(t.Context(), "a")
	if !errors.As(err, &missing) {
		t.Errorf("got %v", err)
	}
	if _, err := dynamolock.New(nil, dynamolock.Options{}).Lock(t.Context(), "a"); err == nil {
		t.Error("no error")
	}
}
