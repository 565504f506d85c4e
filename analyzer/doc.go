// Package analyzer finds in Go source what Amazon Cognito would reject, change
// or wipe: a go/analysis Analyzer for go vet, golangci-lint and editors.
//
//	go install github.com/userpoolclient/userpoolclient/cmd/userpoolclientvet@latest
//	go vet -vettool=$(which userpoolclientvet) ./...
//
// It looks at composite literals of an app client: CreateUserPoolClientInput and
// UpdateUserPoolClientInput of the AWS SDK (v2 and v1), userpoolclient.Config,
// the structs of package preset, and UserPoolClientArgs of Pulumi. It follows constants,
// helpers that return the address of their argument, nested literals and
// variables that are set once. It never guesses: a value that is not constant, a
// member that is assigned later and a literal that other code may change are not
// known, and rules that would have to know them are silent.
//
// # Partial updates
//
// UpdateUserPoolClient resets what a request omits. A request that is sent, takes
// nothing from a described client and omits such members is reported once, as
// update-omits. Describe-then-copy code and clients with sdk.Guard are not.
//
// # Suppressions
//
//	//userpoolclient:ignore redirect-http the load test runs without TLS
//
// on the line, on the line above, or in the comment of the declaration leaves the
// findings of that rule out. A reason is required. A suppression that is malformed
// or suppresses nothing is itself reported.
//
// # Costs
//
// The analyzer has no facts and requires no other analyzer, so that there is
// nothing to compute for dependencies, and a package that does not import Cognito
// costs a look at its imports.
package analyzer
