module "inner" {
  source = "./inner"
  urls   = null
}
