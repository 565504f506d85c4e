variable "pool_id" { default = "" }
resource "aws_cognito_user_pool" "this" {
  count = var.pool_id == "" ? 1 : 0
  name  = "p"
}
locals { pool_id = var.pool_id == "" ? aws_cognito_user_pool.this[0].id : var.pool_id }
resource "aws_cognito_user_pool_client" "web" {
  name          = "x"
  user_pool_id  = local.pool_id
  callback_urls = ["https://a.example"]
}
