package sdk

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/userpoolclient/userpoolclient"
)

// instant answers every request at once with the same client: the quickest
// service there can be, so that a guard's share of a call is the largest.
func instant(tb testing.TB, options ...func(*cognitoidentityprovider.Options)) *cognitoidentityprovider.Client {
	answer := []byte(`{"UserPoolClient":{"UserPoolId":"` + poolID + `","ClientId":"` + clientID + `"}}`)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		_, _ = w.Write(answer)
	}))
	tb.Cleanup(server.Close)
	return cognitoidentityprovider.NewFromConfig(aws.Config{
		Region:       "eu-central-1",
		BaseEndpoint: &server.URL,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}, nil
		}),
		HTTPClient: server.Client(),
	}, options...)
}

func benchInput(b *testing.B) *cognitoidentityprovider.CreateUserPoolClientInput {
	c := parse(b, shop)
	c.UserPoolId = new(poolID)
	in, err := CreateInput(c, userpoolclient.Context{})
	if err != nil {
		b.Fatal(err)
	}
	return in
}

// BenchmarkGuardShare reports what share of a whole CreateUserPoolClient, to a
// loopback server that does nothing, the guard's work is. The work is measured
// by itself, as often as the call, since a whole call varies by more than that.
func BenchmarkGuardShare(b *testing.B) {
	client, in, g := instant(b, Guard(GuardOptions{})), benchInput(b), &guard{}
	start := time.Now()
	for b.Loop() {
		if _, err := client.CreateUserPoolClient(b.Context(), in); err != nil {
			b.Fatal(err)
		}
	}
	calls := time.Since(start)
	start = time.Now()
	for range b.N {
		if _, err := g.create(b.Context(), in); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(100*float64(time.Since(start))/float64(calls), "%guard")
}

// BenchmarkGuardCreate is the guard's work on a valid create request.
func BenchmarkGuardCreate(b *testing.B) {
	in, g := benchInput(b), &guard{}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := g.create(b.Context(), in); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCall compares whole calls with and without a guard.
func BenchmarkCall(b *testing.B) {
	for _, bb := range []struct {
		name    string
		options []func(*cognitoidentityprovider.Options)
	}{
		{"plain", nil},
		{"guarded", []func(*cognitoidentityprovider.Options){Guard(GuardOptions{})}},
	} {
		client := instant(b, bb.options...)
		b.Run("create/"+bb.name, func(b *testing.B) {
			in := benchInput(b)
			for b.Loop() {
				if _, err := client.CreateUserPoolClient(b.Context(), in); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("describe/"+bb.name, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := describeClient(b.Context(), client, poolID, clientID); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
