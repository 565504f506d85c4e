variable "name" { default = "after" }
resource "aws_cognito_user_pool_client" "web" {
  access_token_validity = 50
  token_validity_units {
    access_token = "minutes"
  }
}
