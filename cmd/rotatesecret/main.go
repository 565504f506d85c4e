// Command rotatesecret is the function that AWS Secrets Manager calls to rotate the
// secret of an Amazon Cognito app client. deploy/rotatesecret has its template.
//
// The secret in Secrets Manager is a JSON object. Other keys are kept:
//
//	{"userPoolId": "eu-central-1_a1B2c3D4e", "clientId": "1example23456789", "clientSecret": "…"}
//
// The function adds clientSecretId, by which Cognito knows the value. A rotation
// adds a second secret to the client and makes it AWSCURRENT. The one before it
// stays AWSPREVIOUS, and works, until the next rotation deletes it: so programs that
// read the secret again from time to time never meet a secret that does not work.
// A next rotation that comes earlier than GRACE (24h when it is not set) after the
// last one fails and changes nothing.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
)

func main() {
	f, err := newFunction(context.Background(), os.Getenv)
	if err != nil {
		fmt.Fprintln(os.Stderr, "rotatesecret:", err)
		os.Exit(1)
	}
	lambda.Start(f.handle)
}

// defaultGrace is how long programs may go on with a secret that they have read.
const defaultGrace = 24 * time.Hour

// newFunction makes the function of its environment.
func newFunction(ctx context.Context, env func(string) string) (*function, error) {
	grace := defaultGrace
	if text := env("GRACE"); text != "" {
		d, err := time.ParseDuration(text)
		if err != nil || d < 0 {
			return nil, fmt.Errorf("GRACE %q must be a time such as 24h", text)
		}
		grace = d
	}
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, err
	}
	return &function{
		secrets: secretsmanager.NewFromConfig(cfg), cognito: cognitoidentityprovider.NewFromConfig(cfg),
		grace: grace, now: time.Now, log: slog.New(slog.NewJSONHandler(os.Stderr, nil)),
	}, nil
}
