// Package sdk brings userpoolclient to callers of aws-sdk-go-v2: validated
// requests, a guard for every call of a client, an update that loses nothing,
// and service errors translated into findings.
//
//	client := cognitoidentityprovider.NewFromConfig(cfg, sdk.Guard(sdk.GuardOptions{}))
//
// makes existing code safe: a request that Cognito would reject, and an update
// that would wipe what it omits, never leave the process.
//
//	result, err := sdk.Update(ctx, client, sdk.UpdateRequest{
//		UserPoolID: "eu-central-1_a1B2c3D4e",
//		ClientID:   "1example23456789",
//		Edit: func(c *userpoolclient.Config) error {
//			c.CallbackURLs = append(c.CallbackURLs, "https://tenant.example.org/callback")
//			return nil
//		},
//	})
//
// changes what the function changes and keeps everything else. The sub-packages
// filelock, pglock and dynamolock keep writers in other processes out meanwhile.
// [RotateSecret] gives a client a new secret while the old one goes on working.
//
// # What the SDK cannot say
//
// In the structs of aws-sdk-go-v2, four members are plain values whose zero is
// never sent: AllowedOAuthFlowsUserPoolClient false, GenerateSecret false,
// AnalyticsConfiguration.UserDataShared false and RefreshTokenValidity 0. The
// service sees them as omitted. [CreateInput], [UpdateInput], [FromUpdate] and
// [Guard] say what follows from that; [Update] is not affected.
package sdk
