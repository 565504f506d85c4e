variable "t" {
  type    = tuple([string, number, bool])
  default = ["a", 2, true]
}
resource "aws_cognito_user_pool_client" "web" {
  name                  = var.t[0]
  user_pool_id          = "eu-west-1_abc"
  access_token_validity = var.t[1]
  generate_secret       = var.t[2]
}
