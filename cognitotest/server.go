package cognitotest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
)

// Server is a Service that listens on the loopback interface.
type Server struct {
	*Service
	URL string // http://127.0.0.1:PORT; AWS_ENDPOINT_URL for other programs

	t         testing.TB
	transport *http.Transport
}

// NewServer starts a server, which ends with the test.
func NewServer(t testing.TB, options ...Option) *Server {
	t.Helper()
	service := New(options...)
	if service.misused != nil {
		t.Fatal(service.misused)
	}
	server := httptest.NewUnstartedServer(service)
	server.Config.ReadHeaderTimeout = ReadHeaderTimeout
	server.Start()
	transport := &http.Transport{MaxIdleConnsPerHost: 64}
	t.Cleanup(func() {
		_ = service.Close()
		server.CloseClientConnections() // Close would wait for a request whose body does not arrive
		server.Close()
		transport.CloseIdleConnections()
	})
	return &Server{Service: service, URL: server.URL, t: t, transport: transport}
}

// ReadHeaderTimeout is how long a server of this package waits for the headers
// of a request.
const ReadHeaderTimeout = 10 * time.Second

// Config returns a configuration for SDK clients: this server as the endpoint,
// static test credentials, nothing from the environment.
func (s *Server) Config() aws.Config {
	return aws.Config{
		Region:       s.region,
		BaseEndpoint: aws.String(s.URL),
		Credentials:  aws.CredentialsProviderFunc(testCredentials),
		HTTPClient:   &http.Client{Transport: s.transport},
	}
}

func testCredentials(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test", Source: "cognitotest"}, nil
}

// Client returns an SDK client of this server.
func (s *Server) Client(options ...func(*cognitoidentityprovider.Options)) *cognitoidentityprovider.Client {
	return cognitoidentityprovider.NewFromConfig(s.Config(), options...)
}

// Fail does what [Service.Fail] does; an operation that is not served fails the
// test.
func (s *Server) Fail(operation string, n int, err error) {
	s.t.Helper()
	s.check(s.Service.Fail(operation, n, err))
}

// Hold does what [Service.Hold] does; an operation that is not served fails the
// test, and nothing is held.
func (s *Server) Hold(operation string) (entered <-chan struct{}, release func()) {
	s.t.Helper()
	entered, release, err := s.Service.Hold(operation)
	if s.check(err); err != nil {
		never := make(chan struct{})
		close(never)
		return never, func() {}
	}
	return entered, release
}

// Calls does what [Service.Calls] does; an operation that is not served fails the
// test.
func (s *Server) Calls(operation string) int {
	s.t.Helper()
	n, err := s.Service.Calls(operation)
	s.check(err)
	return n
}

// SignIn does what [Service.SignIn] does; a user that the pool cannot have fails the
// test.
func (s *Server) SignIn(poolID string, u User) {
	s.t.Helper()
	s.check(s.Service.SignIn(poolID, u))
}

// check fails the test and lets it go on: any goroutine may ask.
func (s *Server) check(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Error(err)
	}
}
