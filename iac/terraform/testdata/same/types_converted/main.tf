resource "aws_cognito_user_pool_client" "web" {
  name                   = 5
  user_pool_id           = "eu-west-1_abc"
  generate_secret        = "true"
  refresh_token_validity = "30"
}
