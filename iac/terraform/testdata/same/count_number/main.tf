variable "n" { default = 3 }
resource "aws_cognito_user_pool_client" "web" {
  count         = var.n
  name          = "web-${count.index}"
  user_pool_id  = "eu-west-1_abc"
  callback_urls = ["https://a${count.index + 1}.example"]
}
