// Package store completes updates.
package store

import "github.com/aws/aws-sdk-go/service/cognitoidentityprovider"

type Store struct{}

func (*Store) UpdateUserPoolClient(in *cognitoidentityprovider.UpdateUserPoolClientInput) {}
