package sdk

import (
	"reflect"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

// carryOver copies what the service described into members of an update request
// that Config does not have and that the request does not set, so that a member
// which a newer version of the SDK adds survives an update by this version of the
// package. Such a member has no name here, hence the reflection.
func carryOver(to *cognitoidentityprovider.UpdateUserPoolClientInput, from *types.UserPoolClientType) {
	carry(reflect.ValueOf(to).Elem(), reflect.ValueOf(from).Elem(), reflect.TypeFor[userpoolclient.Config]())
}

func carry(to, from reflect.Value, known reflect.Type) {
	for _, f := range reflect.VisibleFields(from.Type()) {
		if _, ok := known.FieldByName(f.Name); ok || !f.IsExported() {
			continue
		}
		if member := to.FieldByName(f.Name); member.IsValid() && member.Type() == f.Type && member.IsZero() {
			member.Set(from.FieldByIndex(f.Index))
		}
	}
}
