// Package preset makes app clients that cannot be wrong: a struct for each kind
// of client, which holds only what that kind may have, and one method that returns
// the configuration or an error.
//
//	c, err := preset.SPA{
//		Name:      "shop",
//		PoolID:    "eu-central-1_a1B2c3D4e",
//		Callbacks: []string{"https://shop.example/cb"},
//		Logouts:   []string{"https://shop.example/"},
//	}.Config()
//
// What Config returns breaks no rule of severity error or warning, in a new client
// of its kind, as far as the rules can tell from the configuration and from Pool.
// Advice is broken only by what the caller has chosen: a long lifetime, a callback
// URL on example.com, a writable attribute that decides about rights. The comment
// of each kind names what advice is left where only what must be set is set.
//
// # Defaults
//
// What a preset does not ask for, it decides, and writes out: of most members that
// an update omits it is not known, or not good, what becomes of them.
// [Kind.Reasons] says why each member is as it is, and which rule has the sources.
//
//   - PreventUserExistenceErrors is ENABLED, as the console sends it. Through the API
//     the default is LEGACY, which tells whoever asks whether an account exists.
//     https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
//   - EnableTokenRevocation is true.
//     https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html
//   - Access and ID tokens live 1 hour, which is also the service's default.
//     https://www.rfc-editor.org/rfc/rfc6750.html#section-5.3
//   - Refresh tokens live 30 days, the service's default, and 1 day in a browser. That
//     they must expire is RFC 9700's; the number of days is this package's.
//     https://www.rfc-editor.org/rfc/rfc9700.html#section-4.14
//   - Users may change [DefaultWriteAttributes] and no more, custom attributes not at
//     all. The developer guide asks for the narrowest list; which attributes are on
//     it is this package's choice: what signing up, recovering an account and the
//     usual identity providers write. What the pool requires, and what the client's
//     providers are mapped to, is added where Pool tells of it: without them the
//     service rejects the client, and sign-ins fail.
//     https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
//
// # The pool
//
// Each preset takes what is known of the user pool, as sdk.LoadPool returns it. It
// is not needed, and with it more is certain: whether attributes, providers and
// scopes exist, and whether the pool's tier has refresh token rotation. Where Pool
// is nil the tier is taken to be Essentials or Plus; new pools have Essentials.
package preset
