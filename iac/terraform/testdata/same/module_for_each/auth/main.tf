variable "region" {}
variable "url" {}
resource "aws_cognito_user_pool" "p" { name = var.region }
resource "aws_cognito_user_pool_client" "web" {
  count         = 2
  name          = "${var.region}-${count.index}"
  user_pool_id  = aws_cognito_user_pool.p.id
  callback_urls = [var.url]
}
output "pool" { value = aws_cognito_user_pool.p.id }
output "url" { value = var.url }
