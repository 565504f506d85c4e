module "auth" {
  count  = 2
  source = "./auth"
  index  = count.index
}
module "none" {
  count  = 0
  source = "./auth"
  index  = 9
}
resource "aws_cognito_user_pool_client" "after" {
  name          = module.auth[1].name
  user_pool_id  = "eu-west-1_abc"
  callback_urls = [for m in module.auth : "https://${m.name}.example"]
  logout_urls   = [for m in module.none : "https://${m.name}.example"]
}
