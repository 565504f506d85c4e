package sdk

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/smithy-go/middleware"
)

// answeredAs makes an answer that is not an Out an error, before the SDK takes it
// for one and panics: a middleware that stands in for the service, in a test, may
// know one operation only, or answer nothing.
func answeredAs[Out any](o *cognitoidentityprovider.Options) {
	o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
		return stack.Initialize.Add(answerCheck[Out]{stack.ID()}, middleware.Before)
	})
}

type answerCheck[Out any] struct{ operation string }

// ID names the middleware.
func (answerCheck[Out]) ID() string { return "userpoolclient.AnswerCheck" }

// HandleInitialize passes the request on and looks at the answer.
func (c answerCheck[Out]) HandleInitialize(
	ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler,
) (middleware.InitializeOutput, middleware.Metadata, error) {
	out, metadata, err := next.HandleInitialize(ctx, in)
	if answer, ok := out.Result.(*Out); err == nil && (!ok || answer == nil) {
		err = fmt.Errorf("%s was answered by a %T", c.operation, out.Result)
	}
	return out, metadata, err
}

// errNoAnswer says that an implementation of an API interface has returned
// neither an answer nor an error.
var errNoAnswer = errors.New("there is neither an answer nor an error")

// answered makes an answer that is none an error.
func answered[Out any](out *Out, err error) (*Out, error) {
	if out == nil && err == nil {
		return nil, errNoAnswer
	}
	return out, err
}
