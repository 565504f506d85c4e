variable "c" {
  default = { a = [{ urls = { main = ["https://1.example", "https://2.example"] } }] }
}
resource "aws_cognito_user_pool_client" "web" {
  name                 = "x"
  user_pool_id         = "eu-west-1_abc"
  default_redirect_uri = var.c.a[0].urls["main"][1]
  callback_urls        = var.c["a"][0].urls.main
}
