variable "minutes" {
  type    = number
  default = "15"
}
variable "secret" {
  type    = bool
  default = "true"
}
resource "aws_cognito_user_pool_client" "web" {
  name                  = "x${var.minutes}"
  user_pool_id          = "eu-west-1_abc"
  access_token_validity = var.minutes
  generate_secret       = var.secret
}
