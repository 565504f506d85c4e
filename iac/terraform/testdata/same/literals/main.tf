resource "aws_cognito_user_pool" "main" { name = "shop" }
resource "aws_cognito_user_pool_client" "web" {
  name                                 = "web"
  user_pool_id                         = aws_cognito_user_pool.main.id
  generate_secret                      = false
  access_token_validity                = 60
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["code"]
  allowed_oauth_scopes                 = ["openid", "email"]
  callback_urls                        = ["https://b.example/cb", "https://a.example/cb"]
  token_validity_units {
    access_token = "minutes"
  }
}
