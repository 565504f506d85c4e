package vianative

import (
	"github.com/pulumi/pulumi-aws-native/sdk/go/aws/cognito"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

var _ = &cognito.UserPoolClientArgs{
	ClientName:                      pulumi.String("shop: web"),                                  // a colon // want `ClientName.*client-name-pattern\]`
	AllowedOAuthFlowsUserPoolClient: pulumi.Bool(false),                                          // the switch is off // want `oauth-disabled\]`
	CallbackUrls:                    pulumi.StringArray{pulumi.String("http://shop.example/cb")}, // plain http // want `redirect-http\]`
	AllowedOAuthFlows:               pulumi.StringArray{pulumi.String("token")},                  // implicit // want `oauth-flow-unknown\]`
}
