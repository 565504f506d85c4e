variable "config" { type = any }
resource "aws_cognito_user_pool_client" "app" {
  name                  = var.config.name
  user_pool_id          = "eu-west-1_abc"
  callback_urls         = var.config.urls
  access_token_validity = var.config.nested.minutes
  id_token_validity     = lookup(var.config.nested, "id", 7)
}
