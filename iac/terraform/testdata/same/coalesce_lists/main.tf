variable "urls" {
  type    = list(string)
  default = []
}
resource "aws_cognito_user_pool_client" "web" {
  name          = coalesce(null, "", "x")
  user_pool_id  = "eu-west-1_abc"
  callback_urls = coalescelist(var.urls, ["https://default.example"])
  logout_urls   = length(var.urls) > 0 ? var.urls : ["https://other.example"]
}
