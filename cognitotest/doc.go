// Package cognitotest is an in-process Amazon Cognito for app clients, made to
// be as strict and as forgetful as the service, and assertions for tests of
// infrastructure code.
//
//	server := cognitotest.NewServer(t)
//	client := server.Client() // a *cognitoidentityprovider.Client, ready to use
//
// [NewServer] serves tests; [New] is the same as an http.Handler. AddPool and
// AddClient put something there, Fail, Hold, Calls, [WithLatency] and [WithFaults]
// are for tests of what goes wrong, and [RetryAtOnce] for those that need not wait.
//
// # What it serves
//
// The operations that manage app clients and what they name, over the awsJson
// 1.1 protocol: create, describe, update, delete and list user pools, app
// clients, resource servers and identity providers; AddCustomAttributes; add,
// list and delete the secrets of an app client; domains; the second factors of a
// pool; tags. [Operations] returns their names. GetClientToken issues signed
// tokens, and a pool's keys are at /POOL-ID/.well-known/jwks.json. Every other
// operation is answered with UnknownOperationException.
//
// It answers only to loopback names and to the address at which a request
// arrives, and to no web page of another origin; see [WithHosts].
//
// # What is faithful
//
// App clients: a request is rejected when it breaks a rule of the userpoolclient
// package with severity Error, judged with everything the server knows (the
// operation, the secrets, the pool, the client as it stands), and answered with
// the recorded exception and message. Broken limits of the API model are
// reported all at once, everything else one at a time. An update replaces: a
// member that is omitted is reset or kept as the fields table says. Where the
// public evidence does not decide, the test chooses, see [WithOmission].
// Describe does not show defaults that the service does not show. Create and
// update answer with lists in hash order, describe with sorted lists. A client
// that is being updated rejects a second update with
// ConcurrentModificationException.
//
// What is a warning is accepted, also where something speaks for a rejection: an
// authentication flow that begins with ALLOW_ and is not known, and an
// ApplicationArn sent back with the RoleArn that Describe fills in beside it. A
// flow that does not begin with ALLOW_ and is not known is rejected.
//
// Where no message is recorded the exception is the declared one and the message
// starts with "[cognitotest] ": these words are the server's, not the service's.
//
// # What is not modelled
//
// Signatures and credentials (any are accepted), IAM, users and sign-in, the
// hosted pages and the OAuth endpoints, quotas on requests (see [WithFaults] for
// throttling), Regions (one server holds pools of any), Amazon Pinpoint. The
// default quotas on what a user pool holds are: 1,000 app clients, 25 resource
// servers of 100 scopes, 300 identity providers, 50 custom attributes, 50 tags;
// there are at most 1,000 user pools, and a request has at most 1 MiB. User
// pools, resource servers, identity providers and domains are there so that app
// clients can be used: their members are stored and returned, only the limits of
// their names and numbers are checked. Unknown members of a request are
// ignored, as the service ignores them.
package cognitotest
