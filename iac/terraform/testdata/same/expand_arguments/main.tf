locals { lists = [["https://a.example"], ["https://b.example"]] }
resource "aws_cognito_user_pool_client" "web" {
  name                  = "x"
  user_pool_id          = "eu-west-1_abc"
  callback_urls         = concat(local.lists...)
  access_token_validity = max([3, 9, 4]...)
}
