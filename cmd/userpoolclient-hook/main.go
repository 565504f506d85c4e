// Command userpoolclient-hook is a CloudFormation Lambda Hook. CloudFormation and
// Cloud Control ask it before they create, update or delete an app client, and it
// answers what Cognito would reject.
//
// MODE decides what an error does: FAIL (the default) fails the operation, WARN
// lets it pass with the message.
package main

import (
	"os"

	"github.com/aws/aws-lambda-go/lambda"
)

func main() { lambda.Start(handler{mode: os.Getenv("MODE")}) }
