# The app client "shop": an application in the browser. A name in brackets is a rule: userpoolclient
# explain NAME tells more, with sources.

variable "user_pool_id" {
  type = string
}

resource "aws_cognito_user_pool_client" "shop" {
  user_pool_id = var.user_pool_id
  name         = "shop"

  # Whoever has the application would have the secret [public-client-with-secret]
  generate_secret = false

  # The token works until it expires, also after the user was disabled [access-token-long]
  access_token_validity = 1

  # As long as the access token, beside which it is issued [id-token-long]
  id_token_validity = 1

  # How long users stay signed in, and how long a stolen token works [refresh-token-long]
  refresh_token_validity = 1

  # Number and unit travel together: an omitted unit is hours, of the refresh token days
  # [validity-unit-without-value]
  token_validity_units {
    access_token  = "hours"
    id_token      = "hours"
    refresh_token = "days"
  }

  # What users may change with their access token, custom attributes not at all
  # [write-attribute-privileged]
  write_attributes = ["email", "family_name", "given_name", "name", "phone_number"]

  # Beside rotation ALLOW_REFRESH_TOKEN_AUTH is rejected, and an empty list stands for more flows
  # [rotation-refresh-flow]
  explicit_auth_flows = ["ALLOW_USER_SRP_AUTH"]

  # Where users sign in; the hosted pages offer nothing without it [identity-providers-missing]
  supported_identity_providers = ["COGNITO"]

  # Compared character for character, a slash at the end and the port included [redirect-wildcard]
  callback_urls = ["https://shop.example/cb"]

  # Where signed-out users go [logout-urls-missing]
  logout_urls = ["https://shop.example/"]

  # With PKCE, which the application must ask for: Cognito has no setting for it [implicit-grant]
  allowed_oauth_flows = ["code"]

  # No more than the application uses; openid is what makes an ID token [scope-all-reserved]
  allowed_oauth_scopes = ["openid"]

  # Without it the OAuth endpoints reject the client [oauth-disabled]
  allowed_oauth_flows_user_pool_client = true

  # Does not tell whoever asks whether an account exists; the default does
  # [user-existence-errors-legacy]
  prevent_user_existence_errors = "ENABLED"

  # A stolen refresh token can be revoked [token-revocation-off]
  enable_token_revocation = true

  # A refresh token works once, and 10 seconds more for a lost answer; needs a pool of the tier
  # Essentials or Plus [rotation-missing]
  refresh_token_rotation {
    feature                    = "ENABLED"
    retry_grace_period_seconds = 10
  }
}
