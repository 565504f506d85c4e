variable "env" { default = "prod" }
resource "aws_cognito_user_pool_client" "web" {
  name                  = var.env == "prod" ? "web" : "web-${var.env}"
  user_pool_id          = "eu-west-1_abc"
  generate_secret       = var.env != "dev" && !contains(["test"], var.env)
  access_token_validity = var.env == "prod" ? 5 : null
  id_token_validity     = var.env == "prod" ? null : 5
  callback_urls         = var.env == "prod" ? ["https://a.example"] : ["http://localhost:3000"]
}
