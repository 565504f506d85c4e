# The app client "reports": a program that gets tokens by GetClientToken. A name in brackets is a
# rule: userpoolclient explain NAME tells more, with sources.

variable "user_pool_id" {
  type = string
}

# Of the provider awscc, because aws does not know ALLOW_CLIENT_TOKEN_AUTH and rejects it (2026-11)
resource "awscc_cognito_user_pool_client" "reports" {
  user_pool_id = var.user_pool_id
  client_name  = "reports"

  # The service generates the secret that the program gets its tokens with
  # [client-credentials-secret]; Terraform keeps it in its state
  generate_secret = true

  # A token that leaks works until it expires [access-token-validity-range]
  access_token_validity = 1

  # Number and unit travel together: an omitted unit is hours, of the refresh token days
  # [validity-unit-without-value]
  token_validity_units = {
    access_token = "hours"
  }

  # For GetClientToken; it must be the only flow [client-token-auth-exclusive]
  explicit_auth_flows = ["ALLOW_CLIENT_TOKEN_AUTH"]

  # What the program may ask for; no scope about a user [client-credentials-reserved-scope]
  allowed_o_auth_scopes = ["api/read"]

  # The client does not use the OAuth endpoints [oauth-disabled]
  allowed_o_auth_flows_user_pool_client = false

  # Does not tell whoever asks whether an account exists; the default does
  # [user-existence-errors-legacy]
  prevent_user_existence_errors = "ENABLED"

  # A stolen refresh token can be revoked [token-revocation-off]
  enable_token_revocation = true
}
