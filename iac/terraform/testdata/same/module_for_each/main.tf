module "auth" {
  for_each = { eu = "https://eu.example", us = "https://us.example" }
  source   = "./auth"
  region   = each.key
  url      = each.value
}
resource "aws_cognito_user_pool_client" "after" {
  name          = "after"
  user_pool_id  = module.auth["eu"].pool
  callback_urls = values(module.auth)[*].url
  logout_urls   = [for k, m in module.auth : "${m.url}/${k}"]
}
