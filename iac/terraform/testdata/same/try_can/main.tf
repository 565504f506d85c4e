locals {
  settings = { a = { url = "https://a.example" } }
}
resource "aws_cognito_user_pool_client" "web" {
  name                    = try(local.settings.b.name, local.settings.a.name, "fallback")
  user_pool_id            = "eu-west-1_abc"
  callback_urls           = [try(local.settings.a.url, "https://never.example")]
  generate_secret         = can(local.settings.a.url)
  enable_token_revocation = can(local.settings.b.url)
}
