// Package cognitotest is an in-process Amazon Cognito for app clients, made to
// be as strict and as forgetful as the service, and assertions for tests of
// infrastructure code.
//
//	server := cognitotest.NewServer(t)
//	client := server.Client() // a *cognitoidentityprovider.Client, ready to use
//
// [NewServer] serves tests; [New] is the same as an http.Handler.
//
// # What it serves
//
// CreateUserPool, DescribeUserPool, UpdateUserPool, DeleteUserPool,
// ListUserPools, CreateUserPoolClient, DescribeUserPoolClient,
// UpdateUserPoolClient, DeleteUserPoolClient, ListUserPoolClients,
// CreateResourceServer, DescribeResourceServer, ListResourceServers,
// CreateIdentityProvider, DescribeIdentityProvider, ListIdentityProviders and
// AddCustomAttributes, over the awsJson 1.1 protocol. Every other operation is
// answered with UnknownOperationException.
//
// # What is faithful
//
// App clients: a request is refused when a rule of the userpoolclient package
// with severity Error is broken, judged with everything the server knows (the
// operation, the secret, the pool, the client as it stands), and answered with
// the exception and message on record. Broken limits of the API model are
// reported all at once, everything else one at a time. An update replaces: a
// member that is not given is reset or kept as the fields table says. Where the
// record contradicts itself the test chooses, see [WithOmission]. Describe does
// not show defaults that the service does not show. Create and update answer
// with lists in hash order, describe with sorted lists. A client that is being
// updated refuses a second update with ConcurrentModificationException.
//
// What is a warning is accepted, also where some of the record speaks for a
// refusal: an authentication flow that is not known, and an ApplicationArn sent
// back with the RoleArn that Describe fills in beside it.
//
// Where no message is on record the exception is the declared one and the
// message starts with "[cognitotest] ": these words are the server's, not the
// service's.
//
// # What is not modelled
//
// Signatures and credentials (any are accepted), IAM, users and sign-in, quotas
// on requests (see [WithFaults] for throttling), regions, Amazon Pinpoint. The
// default quotas on what a user pool holds are: 1,000 app clients, 25 resource
// servers of 100 scopes, 300 identity providers, 50 custom attributes; there are
// at most 1,000 user pools, and a request has at most 1 MiB. User
// pools, resource servers and identity providers are there so that app clients
// can name them: their members are stored and returned, only the limits of
// their names and numbers are checked. Unknown members of a request are
// ignored, as the service ignores them.
package cognitotest
