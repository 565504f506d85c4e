resource "aws_cognito_user_pool" "main" {
  name           = "main"
  user_pool_tier = "ESSENTIALS"
  schema {
    name                = "team"
    attribute_data_type = "String"
    mutable             = true
  }
}
resource "aws_cognito_resource_server" "api" {
  identifier   = "https://api.example"
  name         = "api"
  user_pool_id = aws_cognito_user_pool.main.id
  scope {
    scope_name        = "read"
    scope_description = "r"
  }
}
resource "aws_cognito_identity_provider" "google" {
  user_pool_id     = aws_cognito_user_pool.main.id
  provider_name    = "Google"
  provider_type    = "Google"
  provider_details = { client_id = "x" }
}
resource "aws_cognito_user_pool_client" "web" {
  name                         = "web"
  user_pool_id                 = aws_cognito_user_pool.main.id
  supported_identity_providers = ["COGNITO", aws_cognito_identity_provider.google.provider_name]
  allowed_oauth_scopes         = ["openid", "${aws_cognito_resource_server.api.identifier}/read"]
}
