variable "urls" { type = list(string) }
resource "aws_cognito_user_pool_client" "deep" {
  name          = "deep"
  user_pool_id  = "eu-west-1_abc"
  callback_urls = var.urls
}
output "urls" { value = aws_cognito_user_pool_client.deep.callback_urls }
