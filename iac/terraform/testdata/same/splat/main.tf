variable "hosts" {
  default = [{ url = "https://a.example", port = 1 }, { url = "https://b.example", port = 2 }]
}
resource "aws_cognito_user_pool_client" "web" {
  name          = "x"
  user_pool_id  = "eu-west-1_abc"
  callback_urls = var.hosts[*].url
  logout_urls   = [for h in var.hosts : "${h.url}:${h.port}" if h.port > 1]
}
