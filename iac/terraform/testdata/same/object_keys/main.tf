locals {
  env  = "prod"
  urls = { (local.env) = "https://p.example", "dev" : "https://d.example", "${local.env}-x" = "https://x.example" }
}
resource "aws_cognito_user_pool_client" "web" {
  name          = "x"
  user_pool_id  = "eu-west-1_abc"
  callback_urls = [local.urls[local.env], local.urls.dev, local.urls["${local.env}-x"]]
}
