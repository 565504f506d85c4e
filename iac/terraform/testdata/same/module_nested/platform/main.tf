variable "domain" { type = string }
module "auth" {
  source = "./auth"
  urls   = ["https://www.${var.domain}/cb", "https://admin.${var.domain}/cb"]
}
resource "aws_cognito_user_pool_client" "beside" {
  name          = "beside"
  user_pool_id  = module.auth.pool_id
  callback_urls = module.auth.urls
  logout_urls   = [module.auth.settings.first]
}
