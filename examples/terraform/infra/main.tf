variable "environment" {
  type = string
}

variable "domain" {
  type    = string
  default = "shop.example"
}

locals {
  local_urls = ["http://localhost:3000/callback"]
}

module "auth" {
  source = "./modules/auth"

  name = "shop"
  clients = {
    web = {
      callback_urls = concat(["https://${var.domain}/callback", "http://old.${var.domain}/callback"], local.local_urls)
    }
    backoffice = {
      callback_urls = var.environment == "prod" ? ["https://office.${var.domain}/#/callback"] : local.local_urls
      minutes       = 1500
    }
  }
}

# The warehouse's scanners cannot follow a redirect.
# userpoolclient:ignore implicit-grant the scanners are replaced in March
resource "aws_cognito_user_pool_client" "scanner" {
  name                                 = "scanner"
  user_pool_id                         = module.auth.pool_id
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["implicit"]
  allowed_oauth_scopes                 = ["openid", "https://api.shop.example/orders.write"]
  callback_urls                        = ["https://${var.domain}/scanner"]
  supported_identity_provider          = ["COGNITO"]
}

# Another team's module: its clients are not judged here, and that is told.
module "partners" {
  source  = "example-org/partners/aws"
  version = "~> 2.0"
}
