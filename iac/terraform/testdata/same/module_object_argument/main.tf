resource "aws_cognito_user_pool" "main" { name = "main" }
module "clients" {
  source = "./clients"
  pool   = aws_cognito_user_pool.main
  apps = {
    web  = { url = "https://web.example" }
    tool = { url = "https://tool.example", extra = ["https://x.example"] }
  }
}
