resource "aws_cognito_user_pool_client" "web" {
  name          = local.full
  user_pool_id  = "eu-west-1_abc"
  callback_urls = local.urls
}
locals {
  full = "${local.prefix}-web"
  urls = [for h in local.hosts : "https://${h}/cb"]
}
locals {
  prefix = "shop"
  hosts  = ["a.example", local.other]
  other  = "${local.prefix}.example"
}
