locals { names = ["web", "mobile", "web"] }
resource "aws_cognito_user_pool_client" "all" {
  for_each      = toset(local.names)
  name          = each.value
  user_pool_id  = "eu-west-1_abc"
  callback_urls = ["https://${each.key}.example"]
}
