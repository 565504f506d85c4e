locals { größe = "ü" }
resource "aws_cognito_user_pool_client" "web" {
  name          = "日本-${local.größe}-\u00e9"
  user_pool_id  = "eu-west-1_abc"
  callback_urls = ["https://${length("日本")}.example", "https://${substr("日本語", 1, 1)}.example"]
}
