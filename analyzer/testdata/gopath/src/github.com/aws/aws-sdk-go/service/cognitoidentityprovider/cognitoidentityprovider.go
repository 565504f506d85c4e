// Package cognitoidentityprovider has the part of the AWS SDK for Go v1 that the
// tests use.
package cognitoidentityprovider

type CreateUserPoolClientInput struct {
	AccessTokenValidity             *int64
	AllowedOAuthFlows               []*string
	AllowedOAuthFlowsUserPoolClient *bool
	AllowedOAuthScopes              []*string
	CallbackURLs                    []*string
	ClientName                      *string
	GenerateSecret                  *bool
	RefreshTokenValidity            *int64
	SupportedIdentityProviders      []*string
	UserPoolId                      *string
}

type UpdateUserPoolClientInput struct {
	CallbackURLs      []*string
	ClientId          *string
	ClientName        *string
	ExplicitAuthFlows []*string
	UserPoolId        *string
}

type UserPoolClientType struct {
	CallbackURLs      []*string
	ExplicitAuthFlows []*string
}

const OAuthFlowTypeCode = "code"

type CognitoIdentityProvider struct{}

func (*CognitoIdentityProvider) CreateUserPoolClient(*CreateUserPoolClientInput) (any, error) {
	return nil, nil
}

func (*CognitoIdentityProvider) UpdateUserPoolClientWithContext(any, *UpdateUserPoolClientInput) (any, error) {
	return nil, nil
}
