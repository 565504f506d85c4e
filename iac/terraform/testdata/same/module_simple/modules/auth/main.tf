variable "callback_urls" { type = list(string) }
variable "name" {}
variable "minutes" { default = 10 }
resource "aws_cognito_user_pool" "this" { name = var.name }
resource "aws_cognito_user_pool_client" "this" {
  name                  = "${var.name}-client"
  user_pool_id          = aws_cognito_user_pool.this.id
  callback_urls         = var.callback_urls
  access_token_validity = var.minutes
}
output "client_id" { value = aws_cognito_user_pool_client.this.id }
