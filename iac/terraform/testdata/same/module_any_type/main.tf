module "c" {
  source = "./c"
  config = { name = "n", urls = ["https://a.example"], nested = { minutes = 5 } }
}
