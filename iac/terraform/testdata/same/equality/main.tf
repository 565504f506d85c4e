locals {
  a = { x = [1, 2] }
  b = { x = [1, 2] }
}
resource "aws_cognito_user_pool_client" "web" {
  name                                 = "x"
  user_pool_id                         = "eu-west-1_abc"
  generate_secret                      = local.a == local.b
  enable_token_revocation              = "1" == 1
  allowed_oauth_flows_user_pool_client = tolist(["a"]) != tolist(["b"])
}
