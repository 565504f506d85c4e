resource "aws_cognito_user_pool" "p" {
  for_each = { a = "one", b = "two" }
  name     = each.value
}
resource "aws_cognito_user_pool_client" "all" {
  for_each     = aws_cognito_user_pool.p
  name         = "${each.key}-${each.value.name}"
  user_pool_id = each.value.id
}
resource "aws_cognito_user_pool_client" "chosen" {
  name          = aws_cognito_user_pool.p["b"].name
  user_pool_id  = aws_cognito_user_pool.p["b"].id
  callback_urls = [for k, p in aws_cognito_user_pool.p : "https://${p.name}.example"]
}
