// Package cognito has the part of Pulumi's AWS Cloud Control provider that the
// tests use.
package cognito

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

type UserPoolClientArgs struct {
	AllowedOAuthFlows               pulumi.StringArrayInput
	AllowedOAuthFlowsUserPoolClient pulumi.BoolPtrInput
	CallbackUrls                    pulumi.StringArrayInput
	ClientName                      pulumi.StringPtrInput
	UserPoolId                      pulumi.StringInput
}
