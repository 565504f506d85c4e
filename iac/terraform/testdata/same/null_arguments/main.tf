variable "nothing" { default = null }
resource "aws_cognito_user_pool_client" "web" {
  name            = "x"
  user_pool_id    = "eu-west-1_abc"
  generate_secret = null
  callback_urls   = var.nothing
  logout_urls     = []
  token_validity_units {
    access_token = var.nothing
    id_token     = "hours"
  }
}
