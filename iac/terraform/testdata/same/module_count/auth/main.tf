variable "index" { type = number }
resource "aws_cognito_user_pool_client" "web" {
  name         = "web-${var.index}"
  user_pool_id = "eu-west-1_abc"
}
output "name" { value = "m${var.index}" }
