package sdk

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// describer is what a guard and an update read a client with.
type describer interface {
	DescribeUserPoolClient(
		context.Context, *cognitoidentityprovider.DescribeUserPoolClientInput, ...func(*cognitoidentityprovider.Options),
	) (*cognitoidentityprovider.DescribeUserPoolClientOutput, error)
}

var errNoClient = errors.New("the response holds no app client")

// describeClient reads a client as it stands. service tells which service has
// answered, "" where api keeps its options to itself.
func describeClient(
	ctx context.Context, api describer, userPoolID, clientID string,
) (client *types.UserPoolClientType, service string, err error) {
	in := &cognitoidentityprovider.DescribeUserPoolClientInput{UserPoolId: &userPoolID, ClientId: &clientID}
	which := func(o *cognitoidentityprovider.Options) { service = o.Region + "|" + orZero(o.BaseEndpoint) }
	out, err := answered(api.DescribeUserPoolClient(ctx, in,
		answeredAs[cognitoidentityprovider.DescribeUserPoolClientOutput], which))
	if err == nil && out.UserPoolClient == nil {
		err = errNoClient
	}
	if err != nil {
		return nil, "", fmt.Errorf("describe app client %s: %w", clientID, err)
	}
	return out.UserPoolClient, service, nil
}
