locals { domain = "shop.example" }
module "platform" {
  source = "./platform"
  domain = local.domain
}
