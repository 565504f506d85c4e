package sdk

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
)

// shop is a client with a value of its own in every member that an update can
// change.
const shop = `"ClientId":"` + clientID + `","ClientName":"shop","GenerateSecret":true,
	"ReadAttributes":["email","name"],"WriteAttributes":["name"],
	"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"],
	"SupportedIdentityProviders":["COGNITO"],
	"CallbackURLs":["https://shop.example.org/cb"],"LogoutURLs":["https://shop.example.org/out"],
	"DefaultRedirectURI":"https://shop.example.org/cb",
	"AllowedOAuthFlowsUserPoolClient":true,"AllowedOAuthFlows":["code"],"AllowedOAuthScopes":["openid","email"],
	"AccessTokenValidity":30,"IdTokenValidity":20,"RefreshTokenValidity":12,
	"TokenValidityUnits":{"AccessToken":"minutes","IdToken":"minutes","RefreshToken":"hours"},
	"AnalyticsConfiguration":{"ApplicationArn":"` + analyticsARN + `"},
	"PreventUserExistenceErrors":"ENABLED","EnableTokenRevocation":false,
	"EnablePropagateAdditionalUserContextData":true,"AuthSessionValidity":5,
	"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":10}`

// legacy is the client of boto/boto3#1607.
const legacy = `"ClientId":"` + clientID + `","ClientName":"web","ExplicitAuthFlows":["ADMIN_NO_SRP_AUTH"],
	"CallbackURLs":["https://a.example.org/cb"],"ReadAttributes":["email"],"WriteAttributes":["email"],
	"RefreshTokenValidity":7`

// load puts one client into a service.
func load(t testing.TB, service *cognitotest.Service, members string) {
	t.Helper()
	if err := service.Load([]byte(`{"UserPools":[{"Id":"` + poolID +
		`","UserPool":{"PoolName":"shop"},"UserPoolClients":[{` + members + `}]}]}`)); err != nil {
		t.Fatal(err)
	}
}

// serve starts a server that holds one client.
func serve(t testing.TB, members string, options ...cognitotest.Option) *cognitotest.Server {
	t.Helper()
	server := cognitotest.NewServer(t, options...)
	load(t, server.Service, members)
	return server
}

// current is the client as the server shows it.
func current(t testing.TB, client describer) *userpoolclient.Config {
	t.Helper()
	described, _, err := describeClient(context.Background(), client, poolID, clientID)
	if err != nil {
		t.Fatal(err)
	}
	return FromClient(*described)
}

// patient retries faults at once and as often as it takes.
func patient(o *cognitoidentityprovider.Options) {
	o.Retryer = retry.NewStandard(func(s *retry.StandardOptions) {
		s.MaxAttempts = 100
		s.RateLimiter = ratelimit.None
		s.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
	})
}

// inMemory is a client of a service that needs no connection, for tests in which
// time does not pass by itself.
func inMemory(service http.Handler, options ...func(*cognitoidentityprovider.Options)) *cognitoidentityprovider.Client {
	return cognitoidentityprovider.NewFromConfig(aws.Config{
		Region:       "eu-central-1",
		BaseEndpoint: aws.String(fmt.Sprintf("http://in-memory-%d.test", fakes.Add(1))),
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}, nil
		}),
		HTTPClient: transport{service},
	}, options...)
}

// onTheWay is how long a request travels before the service sees it.
const onTheWay = 5 * time.Millisecond

type transport struct{ service http.Handler }

// Do hands a request to the service, which goes on with it when the caller has
// given up, as a server does. Tests with fake time alone use it.
func (s transport) Do(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	seen := r.Clone(context.WithoutCancel(r.Context()))
	seen.Body = io.NopCloser(bytes.NewReader(body))
	answer, done := httptest.NewRecorder(), make(chan struct{})
	go func() {
		defer close(done)
		time.Sleep(onTheWay)
		s.service.ServeHTTP(answer, seen)
	}()
	select {
	case <-done:
		return answer.Result(), nil
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

// asked returns how many requests for an operation have reached a service.
func asked(t testing.TB, service *cognitotest.Service, operation string) int {
	t.Helper()
	n, err := service.Calls(operation)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// heldBy lets a service hold the next request for an operation.
func heldBy(t testing.TB, service *cognitotest.Service, operation string) (entered <-chan struct{}, release func()) {
	t.Helper()
	entered, release, err := service.Hold(operation)
	if err != nil {
		t.Fatal(err)
	}
	return entered, release
}
