locals {
  routes = [{ app = "a", url = "https://a1.example" }, { app = "b", url = "https://b1.example" }, { app = "a", url = "https://a2.example" }]
  by_app = { for r in local.routes : r.app => r.url... }
}
resource "aws_cognito_user_pool_client" "all" {
  for_each      = local.by_app
  name          = each.key
  user_pool_id  = "eu-west-1_abc"
  callback_urls = each.value
}
