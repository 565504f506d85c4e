variable "urls" { default = ["https://a.example"] }
variable "name" {
  type    = string
  default = "web"
}
resource "aws_cognito_user_pool_client" "web" {
  name          = var.name
  user_pool_id  = "eu-west-1_abc"
  callback_urls = var.urls
}
