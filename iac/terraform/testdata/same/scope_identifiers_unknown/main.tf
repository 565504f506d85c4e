resource "aws_cognito_user_pool" "main" { name = "main" }
resource "aws_cognito_resource_server" "api" {
  identifier   = "api"
  name         = "api"
  user_pool_id = aws_cognito_user_pool.main.id
}
resource "aws_cognito_user_pool_client" "web" {
  name                 = "web"
  user_pool_id         = aws_cognito_user_pool.main.id
  allowed_oauth_scopes = aws_cognito_resource_server.api.scope_identifiers
}
