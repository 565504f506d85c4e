module "inner" {
  source = "./inner"
  name   = null
}
