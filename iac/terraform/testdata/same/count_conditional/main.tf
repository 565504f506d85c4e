variable "create" {
  type    = bool
  default = true
}
resource "aws_cognito_user_pool" "this" {
  count = var.create ? 1 : 0
  name  = "p"
}
resource "aws_cognito_user_pool_client" "yes" {
  count        = var.create ? 1 : 0
  name         = "yes"
  user_pool_id = aws_cognito_user_pool.this[0].id
}
resource "aws_cognito_user_pool_client" "no" {
  count        = var.create ? 0 : 1
  name         = "no"
  user_pool_id = one(aws_cognito_user_pool.this[*].id)
}
