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
// pool; tags. [Operations] returns their names. Every other operation is answered
// with UnknownOperationException.
//
// On the same listener, for whoever the client lets in: /oauth2/authorize (code, with
// PKCE, and implicit), /login, /oauth2/token (authorization_code, refresh_token,
// client_credentials), /oauth2/revoke, /oauth2/userInfo, /logout and /error; below
// /POOL-ID the documents /.well-known/openid-configuration and
// /.well-known/jwks.json; and of the API GetTokensFromRefreshToken, GetClientToken,
// RevokeToken, and InitiateAuth and AdminInitiateAuth with REFRESH_TOKEN_AUTH. All
// pools are behind one address: the client's ID in a request tells the pool. The
// issuer is the server's address and the pool's ID. [Service.SignIn], or User in a
// seed, says who is signed in: there is no login form, a browser that comes is sent
// back at once. [Server.IssueTokens] returns the tokens of a sign-in with the API.
//
// It answers only to loopback names and to the address at which a request
// arrives, and to no web page of another origin; see [WithHosts]. Pages of an origin
// that a callback URL of a client has may read what is no operation of the API.
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
// Sign-in: whether a request is accepted is asked of [userpoolclient.Judge], with the
// client and its secrets, so the server and Judge read one table, and that both agree
// says nothing about the table; the recorded facts that it is tested against do. The
// recorded answer is sent, to the place where it was seen. Tokens are JWTs whose
// claims, scopes and lifetimes follow from the client; codes and refresh tokens last
// by the clock of [WithClock], and a rotated refresh token serves for its grace
// period. Of codes, sessions and refresh tokens the newest 10,000 are kept.
//
// Where no message is recorded the exception is the declared one and the message
// starts with "[cognitotest] ": these words are the server's, not the service's. At
// the OAuth endpoints they are the error_description, or the text of the page, and the
// status is 400 where none is recorded. So is answered, too, what Judge calls
// undetermined.
//
// # What is not modelled
//
// Signatures and credentials (any are accepted), IAM, users beside the one who is
// signed in, passwords, SRP, MFA, triggers and devices (InitiateAuth ends there with an
// UnsupportedOperationException), forms, sessions of a browser (/logout signs nobody
// out), other identity providers, branding and versions of the pages, faults and
// latency at the OAuth endpoints, quotas on requests (see [WithFaults] for throttling),
// Regions (one server holds pools of any), Amazon Pinpoint. The default quotas on what
// a user pool holds are: 1,000 app clients, 25 resource servers of 100 scopes, 300
// identity providers, 50 custom attributes, 50 tags; there are at most 1,000 user
// pools, and a request has at most 1 MiB. User pools, resource servers, identity
// providers and domains are there so that app clients can be used: their members are
// stored and returned, only the limits of their names and numbers are checked. Unknown
// members of a request are ignored, as the service ignores them.
package cognitotest
