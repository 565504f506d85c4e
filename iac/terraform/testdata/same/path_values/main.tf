module "inner" { source = "./inner" }
