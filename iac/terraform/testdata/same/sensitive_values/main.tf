variable "key" {
  sensitive = true
  default   = "s"
}
resource "aws_cognito_user_pool_client" "web" {
  name          = "x-${var.key}"
  user_pool_id  = "eu-west-1_abc"
  callback_urls = ["https://${nonsensitive(var.key)}.example"]
  logout_urls   = ["https://a.example", sensitive("https://b.example")]
}
