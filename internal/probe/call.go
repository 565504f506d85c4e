package probe

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

const target = "AWSCognitoIdentityProviderService."

// call makes a call with exactly this JSON. The SDK's structures cannot send 0 or
// false, so only what is around the body is theirs: endpoint, credentials, signature
// and retries. The call of one operation carries the bodies of all.
func call(ctx context.Context, client *cognitoidentityprovider.Client, operation string, body []byte) Exchange {
	e := Exchange{Operation: operation, Request: withoutSecrets(body)}
	var answer []byte
	carry := func(stack *middleware.Stack) error {
		return errors.Join(
			stack.Serialize.Add(middleware.SerializeMiddlewareFunc("userpoolclient.ProbeRequest",
				func(ctx context.Context, in middleware.SerializeInput, next middleware.SerializeHandler) (
					middleware.SerializeOutput, middleware.Metadata, error,
				) {
					request, ok := in.Request.(*smithyhttp.Request)
					if !ok {
						return middleware.SerializeOutput{}, middleware.Metadata{}, fmt.Errorf("a request of type %T", in.Request)
					}
					request.Header.Set("X-Amz-Target", target+operation)
					request, err := request.SetStream(bytes.NewReader(body))
					if err != nil {
						return middleware.SerializeOutput{}, middleware.Metadata{}, err
					}
					in.Request = request
					return next.HandleSerialize(ctx, in)
				}), middleware.After),
			stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("userpoolclient.ProbeAnswer",
				func(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (
					middleware.DeserializeOutput, middleware.Metadata, error,
				) {
					out, metadata, err := next.HandleDeserialize(ctx, in)
					response, ok := out.RawResponse.(*smithyhttp.Response)
					if err != nil || !ok {
						return out, metadata, err
					}
					answer, err = io.ReadAll(response.Body)
					response.Body = io.NopCloser(bytes.NewReader(answer))
					e.Status = response.StatusCode
					return out, metadata, err
				}), middleware.After),
		)
	}
	dummy := "none" // what the operation that carries it checks before it is sent
	_, err := client.DescribeUserPoolClient(ctx,
		&cognitoidentityprovider.DescribeUserPoolClientInput{UserPoolId: &dummy, ClientId: &dummy},
		func(o *cognitoidentityprovider.Options) { o.APIOptions = append(o.APIOptions, carry) })
	e.Response, e.raw = withoutSecrets(answer), answer
	var rejected smithy.APIError
	switch {
	case errors.As(err, &rejected):
		e.exception, e.message = rejected.ErrorCode(), rejected.ErrorMessage()
	case err != nil:
		e.failure = err
	}
	return e
}

// secret are the members whose values are never written.
var secret = map[string]bool{"ClientSecret": true, "ClientSecretValue": true, "AccessToken": true, "Secret": true}

const redacted = "(secret)"

// withoutSecrets returns JSON as it is, but for secrets.
func withoutSecrets(data []byte) json.RawMessage {
	if len(data) == 0 {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var whole any
	if err := d.Decode(&whole); err != nil { // a page of a proxy, say
		quoted, _ := json.Marshal("not JSON")
		return quoted
	}
	var clean bytes.Buffer
	encoder := json.NewEncoder(&clean)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(redact(whole, "")); err != nil {
		return nil
	}
	return bytes.TrimSpace(clean.Bytes())
}

// redact replaces secrets in what stands under a key. The unit of an access token
// has the name of one.
func redact(value any, under string) any {
	switch v := value.(type) {
	case map[string]any:
		for key, member := range v {
			if _, ok := member.(string); ok && secret[key] && under != "TokenValidityUnits" {
				v[key] = redacted
			} else {
				v[key] = redact(member, key)
			}
		}
	case []any:
		for i := range v {
			v[i] = redact(v[i], under)
		}
	}
	return value
}
