// Command userpoolclient-config-rule is the Lambda function of an AWS Config custom
// rule about app clients. It judges one when AWS Config records a change of it, and
// all of them on a schedule.
//
// Parameters of the rule: failOn (error, warning or advice; advice unless set) is the
// least severity that counts, minHarm (low, medium or high; high unless set) the
// least harm of advice that does.
package main

import (
	"context"
	"log"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
)

func main() {
	cfg, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	r := rule{api: configservice.NewFromConfig(cfg)}
	lambda.Start(r.handle)
}
