resource "aws_cognito_user_pool_client" "a" {
  name          = "a"
  user_pool_id  = "eu-west-1_abc"
  callback_urls = ["https://b.example", "https://a.example", "https://b.example"]
}
resource "aws_cognito_user_pool_client" "b" {
  name                 = "${aws_cognito_user_pool_client.a.name}-b"
  user_pool_id         = aws_cognito_user_pool_client.a.user_pool_id
  callback_urls        = aws_cognito_user_pool_client.a.callback_urls
  default_redirect_uri = sort(aws_cognito_user_pool_client.a.callback_urls)[0]
  logout_urls          = [for u in aws_cognito_user_pool_client.a.callback_urls : "${u}/out"]
}
