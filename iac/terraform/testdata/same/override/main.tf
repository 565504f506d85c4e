variable "name" { default = "before" }
resource "aws_cognito_user_pool_client" "web" {
  name                  = var.name
  user_pool_id          = "eu-west-1_abc"
  access_token_validity = 5
  id_token_validity     = 6
  token_validity_units {
    access_token = "hours"
    id_token     = "hours"
  }
}
