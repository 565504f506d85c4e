variable "name" {
  type     = string
  default  = "fallback"
  nullable = false
}
resource "aws_cognito_user_pool_client" "web" {
  name         = var.name
  user_pool_id = "eu-west-1_abc"
}
