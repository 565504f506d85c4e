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

	transport *http.Transport
}

// NewServer starts a server, which ends with the test.
func NewServer(t testing.TB, options ...Option) *Server {
	t.Helper()
	service := New(options...)
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
	return &Server{Service: service, URL: server.URL, transport: transport}
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
