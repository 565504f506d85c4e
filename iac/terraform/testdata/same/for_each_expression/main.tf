locals {
  environments = ["dev", "prod"]
  apps         = { shop = "shop.example", blog = "blog.example" }
  all = merge([
    for e in local.environments : {
      for app, host in local.apps : "${app}-${e}" => { url = e == "prod" ? "https://${host}" : "https://${e}.${host}", env = e }
    }
  ]...)
}
resource "aws_cognito_user_pool_client" "all" {
  for_each        = local.all
  name            = each.key
  user_pool_id    = "eu-west-1_abc"
  callback_urls   = [each.value.url]
  generate_secret = each.value.env == "prod"
}
