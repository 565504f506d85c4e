resource "aws_cognito_user_pool_client" "all" {
  for_each     = { "a b" = 1, "x\"y" = 2, "p.q/r" = 3, "$${z}" = 4 }
  name         = "n${each.value}"
  user_pool_id = "eu-west-1_abc"
}
