variable "urls" {
  type    = list(string)
  default = ["https://never.example"]
}
resource "aws_cognito_user_pool_client" "web" {
  name          = "x"
  user_pool_id  = "eu-west-1_abc"
  callback_urls = var.urls
}
