variable "clients" {
  type = map(object({
    urls   = list(string)
    secret = optional(bool, false)
    flows  = optional(set(string), ["code"])
  }))
  default = {
    web    = { urls = ["https://web.example"] }
    mobile = { urls = ["app://cb"], flows = ["implicit", "code"] }
    server = { urls = [], secret = true }
  }
}
resource "aws_cognito_user_pool_client" "all" {
  for_each            = var.clients
  name                = "shop-${each.key}"
  user_pool_id        = "eu-west-1_abc"
  generate_secret     = each.value.secret
  callback_urls       = each.value.urls
  allowed_oauth_flows = each.value.flows
}
