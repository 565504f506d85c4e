package main

func Example() {
	main()
	// Output:
	// without a guard:
	//   AccessTokenValidity: 15 minutes → undetermined
	//   WriteAttributes: name → every standard attribute but sub, email_verified and phone_number_verified (default)
	//   ExplicitAuthFlows: ALLOW_USER_SRP_AUTH, ALLOW_REFRESH_TOKEN_AUTH → ALLOW_USER_SRP_AUTH, ALLOW_CUSTOM_AUTH, ALLOW_REFRESH_TOKEN_AUTH (default)
	//   SupportedIdentityProviders: COGNITO → none (default)
	//   CallbackURLs: https://shop.example.org/callback → https://new.example.org/callback, https://shop.example.org/callback
	//   AllowedOAuthFlows: code → none (default)
	//   AllowedOAuthScopes: openid → email, openid
	//   AllowedOAuthFlowsUserPoolClient: true → false
	//
	// with sdk.Guard(sdk.GuardOptions{}):
	//   refused; it would have reset:
	//     AccessTokenValidity, now 15 minutes
	//     WriteAttributes, now name
	//     ExplicitAuthFlows, now ALLOW_REFRESH_TOKEN_AUTH, ALLOW_USER_SRP_AUTH
	//     SupportedIdentityProviders, now COGNITO
	//     AllowedOAuthFlows, now code
	//     AllowedOAuthFlowsUserPoolClient, now true
	//
	// with sdk.Guard(sdk.GuardOptions{Partial: sdk.PartialFill}):
	//   CallbackURLs: https://shop.example.org/callback → https://new.example.org/callback, https://shop.example.org/callback
	//   AllowedOAuthScopes: openid → email, openid
}
