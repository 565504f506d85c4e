module "auth" {
  source        = "./modules/auth"
  callback_urls = ["https://a.example/cb"]
  name          = "shop"
}
output "id" { value = module.auth.client_id }
