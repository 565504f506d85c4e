locals { list = [{ u = "https://a.example" }] }
resource "aws_cognito_user_pool_client" "web" {
  name          = "x"
  user_pool_id  = "eu-west-1_abc"
  callback_urls = local.list.*.u
}
