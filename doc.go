// Package userpoolclient tells what Amazon Cognito will do with a user pool app
// client before it is called: what CreateUserPoolClient and
// UpdateUserPoolClient reject, what they silently change, what an omitted field
// becomes, and what an update would wipe.
//
//	c, err := userpoolclient.Parse(data)          // or fill in a Config
//	err = userpoolclient.Validate(c, userpoolclient.Context{Operation: userpoolclient.OperationCreate})
//
// # The model
//
// A [Config] is data, spelled as the API spells it: a nil pointer or slice is
// omitted, everything else is set. A [Context] is what is known beside it: the
// operation, whether the client has a secret, what the pool has, how the client
// stands now. Rules that need more than the Context holds are silent, so the
// zero Context is always right and more context finds more; [Skipped] tells
// which rules were silent, and why.
//
// [Check] returns a [Finding] for every [Rule] broken and [Validate] an error
// for those that the service rejects. [Resolve] shows what every field becomes,
// [Plan] what an update would change, wipe or leave in doubt, [Overlay] and
// [Explicit] complete an update, [Apply] is the client after it, [Diff] compares
// two clients, [SignIn] lists the ways in which users and machines can sign in, and
// [JSONSchema] says for editors what a schema can say. Package preset makes clients
// that break no rule.
//
// # What a severity means
//
//   - [SeverityError]: the request is rejected.
//   - [SeverityWarning]: it is accepted, and you do not get what you wrote.
//   - [SeverityAdvice]: it works, and a published source says not to want it.
//
// Every rule says how it is known ([EvidenceMeasured], [EvidenceDocumented],
// [EvidenceInferred]) and where. Where measurement and documentation disagree,
// measurement decides.
//
// Nothing here calls AWS, keeps state or changes its input. Everything is safe
// for concurrent use.
package userpoolclient
