locals { decoded = jsondecode("{\"urls\": [\"https://j.example\"], \"n\": 3}") }
resource "aws_cognito_user_pool_client" "web" {
  name                  = base64decode(base64encode("name"))
  user_pool_id          = "eu-west-1_abc"
  callback_urls         = local.decoded.urls
  access_token_validity = local.decoded.n
  logout_urls           = ["https://${md5("a")}.example", "https://${substr(sha256("b"), 0, 8)}.example?q=${urlencode("a b/c")}"]
  default_redirect_uri  = "https://x.example/${jsonencode([1, "a"])}"
}
