package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/go-playground/validator/v10"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/sdk"
)

// A Yardstick is work that programs do anyway, to hold the checks against. Each
// works on the valid configuration.
type Yardstick struct {
	Name    string
	Prepare func() (run func() bool, stop func())
}

// The names of the yardsticks that others refer to.
const (
	OnePass  = "one pass over the bytes"
	Decode   = "encoding/json decode"
	Parse    = "userpoolclient Parse"
	Stub     = "SDK call, stub transport"
	Loopback = "SDK call, loopback server"
	OwnWalk  = "validator/v10 without tags"
)

// Yardsticks returns all.
func Yardsticks() []Yardstick {
	return []Yardstick{{OnePass, prepareOnePass}, {Decode, prepareDecode}, {Parse, prepareParse}, {Stub, prepareStub},
		{Loopback, prepareLoopback}, {OwnWalk, prepareOwnWalk}}
}

func nothing() {}

// prepareOwnWalk is what validator does by itself with a struct that has no tags.
func prepareOwnWalk() (func() bool, func()) {
	c, v := Valid(), validator.New(validator.WithRequiredStructEnabled())
	return func() bool { return v.Struct(c) == nil }, nothing
}

// prepareOnePass looks at every byte of every string once.
func prepareOnePass() (func() bool, func()) {
	all := stringsOf(Valid())
	return func() bool {
		for _, s := range all {
			for i := 0; i < len(s); i++ {
				if s[i] < ' ' {
					return false
				}
			}
		}
		return true
	}, nothing
}

func prepareDecode() (func() bool, func()) {
	data := []byte(ValidJSON)
	return func() bool {
		var c userpoolclient.Config
		return json.Unmarshal(data, &c) == nil
	}, nothing
}

func prepareParse() (func() bool, func()) {
	data := []byte(ValidJSON)
	return func() bool {
		_, err := userpoolclient.Parse(data)
		return err == nil
	}, nothing
}

// answer is what UpdateUserPoolClient answers.
var answer = []byte(`{"UserPoolClient":` + ValidJSON + `}`)

type stubTransport struct{}

func (stubTransport) Do(r *http.Request) (*http.Response, error) {
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: http.StatusOK,
		Header:     http.Header{"Content-Type": {"application/x-amz-json-1.1"}},
		Body:       io.NopCloser(bytes.NewReader(answer)),
		Request:    r,
	}, nil
}

func prepareStub() (func() bool, func()) {
	return prepareCall(func(o *cognitoidentityprovider.Options) { o.HTTPClient = stubTransport{} }), nothing
}

func prepareLoopback() (func() bool, func()) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		_, _ = w.Write(answer)
	}))
	return prepareCall(func(o *cognitoidentityprovider.Options) {
		o.BaseEndpoint, o.HTTPClient = aws.String(server.URL), server.Client()
	}), server.Close
}

// prepareCall is an UpdateUserPoolClient of the valid configuration.
func prepareCall(transport func(*cognitoidentityprovider.Options)) func() bool {
	client := cognitoidentityprovider.New(cognitoidentityprovider.Options{
		Region: "eu-central-1",
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "id", SecretAccessKey: "secret"}, nil
		}),
	}, transport)
	input, err := sdk.UpdateInput(Valid(), userpoolclient.Context{Operation: userpoolclient.OperationUpdate})
	if err != nil {
		panic(err)
	}
	return func() bool {
		_, err := client.UpdateUserPoolClient(context.Background(), input)
		return err == nil
	}
}
