package cognitotest

import (
	"slices"
	"strconv"
	"strings"

	"github.com/userpoolclient/userpoolclient/internal/nearest"
)

// Operations returns the names of the operations that are served.
func Operations() []string {
	names := make([]string, len(operations))
	for i, op := range operations {
		names[i] = op.name
	}
	return names
}

// OperationError says that an operation is not served.
type OperationError struct {
	Operation string
	Nearest   string // the served operation that was probably meant; "" if none is near
}

// Error names the operation and what was probably meant, or all there are.
func (e *OperationError) Error() string {
	text := "cognitotest: no operation " + strconv.Quote(cut(e.Operation)) + " is served"
	if e.Nearest != "" {
		return text + " (did you mean " + strconv.Quote(e.Nearest) + "?)"
	}
	return text + "; served are " + strings.Join(Operations(), ", ")
}

// CheckOperation returns an *OperationError for a name that is none of
// [Operations]; "" stands for all of them.
func CheckOperation(name string) error {
	if names := Operations(); name != "" && !slices.Contains(names, name) {
		return &OperationError{name, nearest.To(name, names)}
	}
	return nil
}
