package cognitotest

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/userpoolclient/userpoolclient"
)

// AddPool creates a user pool and returns its ID; in may be nil, for a pool that
// is like any other. What the service rejects ends the test.
func (s *Service) AddPool(t testing.TB, in *cip.CreateUserPoolInput) string {
	t.Helper()
	if in == nil {
		in = &cip.CreateUserPoolInput{PoolName: aws.String("test")}
	}
	out, err := s.addPool(in, "")
	if err != nil {
		t.Fatalf("AddPool: %v", err)
		return ""
	}
	return *out.UserPool.Id
}

// AddClient creates an app client and returns it as the service answers, with its
// ID and its secret. It is in the pool that UserPoolId names, or else in a new
// one; a ClientId that is set is kept. What the service rejects ends the test.
func (s *Service) AddClient(t testing.TB, c *userpoolclient.Config) *userpoolclient.Config {
	t.Helper()
	if c == nil {
		t.Fatal("AddClient: the configuration is nil")
		return nil
	}
	in := *c
	if in.UserPoolId == nil {
		in.UserPoolId = aws.String(s.AddPool(t, nil))
	}
	out, err := s.addClient(&in, aws.ToString(in.ClientId))
	if err != nil {
		t.Fatalf("AddClient: %v", err)
		return nil
	}
	return out.config
}

// RetryAtOnce is an option of an SDK client: it retries as it does by default,
// and does not pause in between.
func RetryAtOnce(o *cip.Options) {
	o.Retryer = retry.NewStandard(func(s *retry.StandardOptions) {
		s.RateLimiter = ratelimit.None
		s.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
	})
}
