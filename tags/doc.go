// Package tags teaches go-playground/validator the rules of Cognito app clients.
//
//	v := validator.New(validator.WithRequiredStructEnabled())
//	err := tags.Register(v)
//
// From then on a [userpoolclient.Config] anywhere in a struct that v validates
// is checked by the rules of severity Error: as a value, behind a pointer or an
// interface, embedded, and, with validator's own tag dive, in a slice, array or
// map. Each failure is a [validator.FieldError] whose Tag is the rule's ID,
// whose Namespace ends in the path of the finding, and whose Param is its
// message:
//
//	Service.Clients[web].CallbackURLs[1]  redirect-http
//
// # Tags for your own fields
//
// What can be said about a value alone is a tag as well, named by the rule:
// validate:"redirect-http". Every field of Config has an alias of all its
// rules; Tag is then the alias and ActualTag the rule's ID. An alias of one
// value judges a string or number, or each element of a slice (write
// dive,cognito_scope to be told which one); an alias of a list judges the slice
// as a whole.
//
//	cognito_user_pool_id              cognito_client_id
//	cognito_client_name               cognito_client_secret
//	cognito_access_token_validity     cognito_access_token_unit
//	cognito_id_token_validity         cognito_id_token_unit
//	cognito_refresh_token_validity    cognito_refresh_token_unit
//	cognito_read_attribute            cognito_write_attribute
//	cognito_auth_flow                 cognito_auth_flows (list)
//	cognito_identity_provider
//	cognito_redirect                  cognito_redirects (list)
//	cognito_logout_redirect           cognito_logout_redirects (list)
//	cognito_default_redirect
//	cognito_oauth_flow                cognito_oauth_flows (list)
//	cognito_scope                     cognito_scopes (list)
//	cognito_analytics_application_id  cognito_analytics_application_arn
//	cognito_analytics_role_arn        cognito_analytics_external_id
//	cognito_user_existence_errors     cognito_auth_session_validity
//	cognito_rotation_feature          cognito_rotation_grace
//
// A nil pointer or interface is omitted and passes; demand it with required. An
// empty string and 0 are set, but for the single enums (units, rotation, user
// existence errors), of which the empty string is omitted; let them pass with
// omitempty. A value of a Go type that the field cannot hold fails. The bare
// number of a token's validity is judged without its unit.
//
// # What cannot be judged
//
// With validator.WithPrivateFieldValidation, a Config in an unexported field can
// be read only where the struct is handed over by pointer. Where it is not, the
// failure has the tag cognito_unreadable, so that nothing passes unread.
package tags
