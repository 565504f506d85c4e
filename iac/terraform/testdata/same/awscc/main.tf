variable "urls" { default = ["https://b.example", "https://a.example"] }
resource "awscc_cognito_user_pool_client" "web" {
  client_name          = "web"
  user_pool_id         = "eu-west-1_abc"
  callback_ur_ls       = var.urls
  allowed_o_auth_flows = ["code"]
  generate_secret      = true
  token_validity_units = { access_token = "hours", id_token = "minutes" }
}
