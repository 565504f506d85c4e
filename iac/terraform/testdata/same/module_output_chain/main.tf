module "names" { source = "./names" }
module "client" {
  source = "./client"
  name   = module.names.full
}
